import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { notFound } from 'next/navigation';
import { getTranslations, setRequestLocale } from 'next-intl/server';
import { ReportActions } from '../../../../_components/exam/report/report-actions.tsx';
import { ReportDomains } from '../../../../_components/exam/report/report-domains.tsx';
import { ReportQuestions } from '../../../../_components/exam/report/report-questions.tsx';
import { ReportScore } from '../../../../_components/exam/report/report-score.tsx';
import type { Locale } from '../../../../_lib/content/localized.ts';
import { database } from '../../../../_lib/db/database.ts';
import { askedSitting } from '../../../../_lib/exams/asked-sitting.ts';
import { loadExam } from '../../../../_lib/exams/exam-file.ts';
import { examReport, type ReportPractice } from '../../../../_lib/exams/exam-report.ts';
import { gradeSitting } from '../../../../_lib/exams/grade-sitting.ts';
import { Link, redirect } from '../../../../_lib/i18n/navigation.ts';

interface PageProps {
	readonly params: Promise<{ locale: Locale; id: string }>;
}

export const dynamic = 'force-dynamic';

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
	const { locale } = await params;
	const t = await getTranslations({ locale, namespace: 'exams.results' });
	return { title: t('title'), robots: { index: false } };
}

/** What a sitting has come to, for the one who sat it. One that was never handed in is graded when this is asked for. */
export default async function ReportPage({ params }: PageProps) {
	const { locale, id } = await params;
	setRequestLocale(locale);
	const sitting = await askedSitting(new Headers(await headers()), id);
	if (sitting instanceof Response) notFound();
	if (sitting.finishedAt === undefined) redirect({ href: `/exams/sitting/${id}`, locale });
	const exam = await loadExam(sitting.exam);
	if (exam === undefined) notFound();
	const result = await gradeSitting(database(), sitting);
	const report = await examReport(exam, sitting.seed, result, locale, exam.minutes);
	const t = await getTranslations('exams.results');
	return (
		<main className="page exams report" id="content">
			<p className="crumb">
				<Link href="/exams" prefetch={false} className="text-link">
					{t('back')}
				</Link>
			</p>
			<h1>{t('of', { exam: exam.title[locale] })}</h1>
			<ReportScore sitting={sitting} result={result} />
			<ReportActions exam={exam.id} sitting={sitting.id} />
			<h2>{t('domains')}</h2>
			<ReportDomains domains={report.domains} />
			<h2>{t('questions')}</h2>
			<ReportQuestions questions={report.questions} sitting={sitting.id} />
			<h2>{t('practise')}</h2>
			{report.lessons.length + report.drills.length === 0 && <p className="section-note">{t('nothingLost')}</p>}
			<Practice title={t('lessons')} note={t('practiseText')} practice={report.lessons} />
			<Practice title={t('drills')} note={t('drillsText')} practice={report.drills} />
			<p className="fine-print">{t('fine')}</p>
		</main>
	);
}

interface PracticeProps {
	readonly title: string;
	readonly note: string;
	readonly practice: readonly ReportPractice[];
}

async function Practice({ title, note, practice }: PracticeProps) {
	const t = await getTranslations('exams.results');
	if (practice.length === 0) return null;
	return (
		<>
			<h3 className="practice-domain">{title}</h3>
			<p className="section-note">{note}</p>
			<ul className="plain-list">
				{practice.map(({ href, title: name, lost }) => (
					<li key={href}>
						<Link href={href} prefetch={false} className="text-link">
							{name}
						</Link>{' '}
						<small>{t('lostAbout', { percent: lost })}</small>
					</li>
				))}
			</ul>
		</>
	);
}
