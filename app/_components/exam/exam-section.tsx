import { getTranslations } from 'next-intl/server';
import type { CSSProperties } from 'react';
import type { Locale } from '../../_lib/content/localized.ts';
import type { ListedExam } from '../../_lib/exams/exam-list.ts';
import { Link } from '../../_lib/i18n/navigation.ts';

interface ExamSectionProps {
	readonly exam: ListedExam;
	readonly locale: Locale;
}

/** One of the exams: its mocks, its domains with their weights, and what it is. */
export async function ExamSection({ exam, locale }: ExamSectionProps) {
	const t = await getTranslations('exams');
	const { id, name, mocks, domains } = exam;
	return (
		<section className="exam-section" aria-labelledby={`exam-${id}`}>
			<h2 id={`exam-${id}`}>{name}</h2>
			{mocks.length === 0 ? (
				<p className="section-note">{t('noMocks')}</p>
			) : (
				<ul className="mock-list" aria-label={t('mocks', { exam: name })}>
					{mocks.map((mock) => (
						<li key={mock.id}>
							<Link href={`/exams/${mock.id}`} prefetch={false}>
								<strong>{mock.title}</strong>
								<small>{t('mockFacts', { questions: mock.questions, minutes: mock.minutes })}</small>
							</Link>
						</li>
					))}
				</ul>
			)}
			<div className="exam-pair">
				<div className="table-scroll">
					<table className="domain-table">
						<caption className="sr-only">{t('domains', { exam: name })}</caption>
						<thead>
							<tr>
								<th scope="col">{t('domain')}</th>
								<th scope="col">{t('weight')}</th>
							</tr>
						</thead>
						<tbody>
							{domains.map(({ id: domain, title, weight }, index) => (
								<tr
									key={domain}
									style={{ '--part': `${weight}%`, '--mark': `var(--domain-${index + 1})` } as CSSProperties}
								>
									<th scope="row">{title}</th>
									<td>
										<span className="weight-bar" aria-hidden="true" />
										{weight}%
									</td>
								</tr>
							))}
						</tbody>
					</table>
				</div>
				<Facts exam={exam} locale={locale} />
			</div>
		</section>
	);
}

async function Facts({ exam, locale }: ExamSectionProps) {
	const t = await getTranslations('exams');
	const { facts, passMark } = exam;
	if (facts === undefined) return null;
	const { file, date } = facts.curriculum;
	const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(date));
	return (
		<div className="exam-facts">
			<h3>{t('about')}</h3>
			<ul>
				<li>{t('facts.length', { minutes: facts.minutes, tasks: facts.tasks })}</li>
				<li>{t('facts.pass', { percent: passMark })}</li>
				<li>{t('facts.version', { version: facts.kubernetes })}</li>
				{facts.afterCka && <li>{t('facts.prerequisite')}</li>}
				<li>{t('facts.price', { price: facts.price })}</li>
				<li>{t('facts.validity', { years: facts.validYears })}</li>
				<li>{t('facts.curriculum', { file, date: day })}</li>
			</ul>
		</div>
	);
}
