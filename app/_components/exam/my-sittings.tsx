'use client';

import { useFormatter, useTranslations } from 'next-intl';
import type { SittingSummary } from '../../_lib/exams/sitting-view.ts';
import { Link } from '../../_lib/i18n/navigation.ts';
import { useSittings } from './use-sittings.ts';

interface MySittingsProps {
	/** The mocks' names by their ids. */
	readonly titles: Readonly<Record<string, string>>;
	/** Only this mock's. */
	readonly exam?: string;
}

/** What runs, and the attempts so far. */
export function MySittings({ titles, exam }: MySittingsProps) {
	const t = useTranslations('exams');
	const all = useSittings();
	const sittings = all?.filter((sitting) => exam === undefined || sitting.exam === exam);
	const running = sittings?.filter(({ finishedAt }) => finishedAt === null) ?? [];
	return (
		<>
			{running.map((sitting) => (
				<Running key={sitting.id} sitting={sitting} title={titles[sitting.exam] ?? sitting.exam} />
			))}
			<section className="my-sittings" aria-labelledby="my-sittings" aria-busy={sittings === undefined}>
				<h2 id="my-sittings">{t('history')}</h2>
				{sittings?.length === 0 && <p className="section-note">{t('noHistory')}</p>}
				{sittings !== undefined && sittings.length > 0 && <History sittings={sittings} titles={titles} />}
			</section>
		</>
	);
}

function Running({ sitting, title }: { readonly sitting: SittingSummary; readonly title: string }) {
	const t = useTranslations('exams');
	const format = useFormatter();
	const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
	const time = format.dateTime(new Date(sitting.endsAt), { timeStyle: 'short', timeZone });
	return (
		<section className="running-exam" aria-label={t('running')}>
			<p>
				<strong>{t('running')}.</strong> {t('endsAt', { time })}
			</p>
			<Link href={`/exams/sitting/${sitting.id}`} prefetch={false} className="button">
				{t('goOn', { exam: title })}
			</Link>
		</section>
	);
}

function History({ sittings, titles }: { readonly sittings: readonly SittingSummary[] } & MySittingsProps) {
	const t = useTranslations('exams');
	const format = useFormatter();
	const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
	return (
		// biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and the keyboard must be able to.
		<div className="table-scroll" tabIndex={0}>
			<table className="me-table">
				<thead>
					<tr>
						<th scope="col">{t('mock')}</th>
						<th scope="col">{t('when')}</th>
						<th scope="col">{t('variant')}</th>
						<th scope="col">{t('score')}</th>
						<th scope="col">{t('result')}</th>
						<th scope="col">
							<span className="sr-only">{t('report')}</span>
						</th>
					</tr>
				</thead>
				<tbody>
					{sittings.map(({ id, exam, seed, startsAt, finishedAt, score, passed }) => (
						<tr key={id}>
							<th scope="row">{titles[exam] ?? exam}</th>
							<td>{format.dateTime(new Date(startsAt), { dateStyle: 'medium', timeStyle: 'short', timeZone })}</td>
							<td>{seed}</td>
							<td>{score === null ? '–' : `${score}%`}</td>
							<td>{t(standing(finishedAt, passed))}</td>
							<td>
								<Link href={`/exams/${finishedAt === null ? 'sitting' : 'report'}/${id}`} prefetch={false}>
									{t(finishedAt === null ? 'start.goOn' : 'report')}
								</Link>
							</td>
						</tr>
					))}
				</tbody>
			</table>
		</div>
	);
}

function standing(finishedAt: string | null, passed: boolean | null) {
	if (finishedAt === null) return 'under';
	if (passed === null) return 'ungraded';
	return passed ? 'passed' : 'failed';
}
