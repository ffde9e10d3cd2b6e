'use client';

import { useTranslations } from 'next-intl';
import { type CSSProperties, useEffect, useState } from 'react';
import type { Range } from '../../_lib/readiness/estimate.ts';
import type { ExamReadiness } from '../../_lib/readiness/my-readiness.ts';
import { ask } from '../account/api-request.ts';

export interface ShownExam {
	readonly id: string;
	readonly name: string;
	readonly passMark: number;
	readonly domains: readonly { readonly id: string; readonly title: string; readonly weight: number }[];
}

/** Less than so many questions' worth of evidence: the estimate is little more than a guess. */
const LITTLE = 3;

/** The visitor's chances, exam by exam. */
export function ReadinessView({ exams }: { readonly exams: readonly ShownExam[] }) {
	const t = useTranslations('readiness');
	const [found, setFound] = useState<readonly ExamReadiness[]>();
	useEffect(() => {
		let wanted = true;
		void ask('readiness', (response) => response.json() as Promise<{ exams: ExamReadiness[] }>).then(
			({ data }) => wanted && setFound(data?.exams ?? []),
		);
		return () => {
			wanted = false;
		};
	}, []);
	return (
		<div aria-busy={found === undefined}>
			{exams.map((exam) => {
				const readiness = found?.find((each) => each.exam === exam.id);
				const isKnown = readiness !== undefined && readiness.evidence > 0;
				return (
					<section key={exam.id} className="readiness-exam" aria-labelledby={`readiness-${exam.id}`}>
						<h2 id={`readiness-${exam.id}`}>{exam.name}</h2>
						{found !== undefined && !isKnown && <p className="section-note">{t('nothing')}</p>}
						{isKnown && <Estimate exam={exam} readiness={readiness} />}
					</section>
				);
			})}
		</div>
	);
}

function Estimate({ exam, readiness }: { readonly exam: ShownExam; readonly readiness: ExamReadiness }) {
	const t = useTranslations('readiness');
	const { chance, score, evidence, domains } = readiness;
	const titles = new Map(exam.domains.map(({ id, title }) => [id, title]));
	const [best] = [...domains].sort((a, b) => b.gain - a.gain);
	return (
		<>
			<p className="readiness-chance">
				<strong>{t('chance', { percent: percent(chance) })}</strong>{' '}
				{t('score', { low: Math.round(score.low), high: Math.round(score.high), pass: exam.passMark })}
			</p>
			{evidence < LITTLE && <p className="section-note">{t('little')}</p>}
			{best !== undefined && best.gain >= 0.005 && (
				<p>{t('best', { domain: titles.get(best.id) ?? best.id, percent: percent(best.gain) })}</p>
			)}
			{/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and the keyboard must be able to. */}
			<div className="table-scroll" tabIndex={0}>
				<table className="me-table readiness-table">
					<thead>
						<tr>
							<th scope="col">{t('domain')}</th>
							<th scope="col">{t('weight')}</th>
							<th scope="col">{t('share')}</th>
							<th scope="col">{t('evidence')}</th>
							<th scope="col">{t('gain')}</th>
						</tr>
					</thead>
					<tbody>
						{domains.map(({ id, weight, share, evidence: known, gain }) => (
							<tr key={id}>
								<th scope="row">{titles.get(id) ?? id}</th>
								<td>{weight}%</td>
								<td>
									<ShareBar range={share} />
									{t('range', { low: percent(share.low), high: percent(share.high) })}
								</td>
								<td>{t('questions', { count: Math.round(known * 10) / 10 })}</td>
								<td>{gain < 0.005 ? '–' : `+${percent(gain)}%`}</td>
							</tr>
						))}
					</tbody>
				</table>
			</div>
		</>
	);
}

/** The range as a bar on a line from nothing to everything, with the mean as a mark; the words beside it say the same. */
function ShareBar({ range: { low, mean, high } }: { readonly range: Range }) {
	const style = { '--low': `${low * 100}%`, '--high': `${high * 100}%`, '--mean': `${mean * 100}%` } as CSSProperties;
	return <span className="share-bar" style={style} aria-hidden="true" />;
}

function percent(share: number): number {
	return Math.round(share * 100);
}
