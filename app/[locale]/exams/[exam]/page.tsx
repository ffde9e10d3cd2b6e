import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations, setRequestLocale } from 'next-intl/server';
import { Suspense } from 'react';
import { MySittings } from '../../../_components/exam/my-sittings.tsx';
import { StartForm } from '../../../_components/exam/start-form.tsx';
import { SystemCheck } from '../../../_components/exam/system-check.tsx';
import type { Locale } from '../../../_lib/content/localized.ts';
import { EXAM_FACTS } from '../../../_lib/exams/exam-facts.ts';
import { examIds, loadExam } from '../../../_lib/exams/exam-file.ts';
import { curriculumOf } from '../../../_lib/exams/exam-questions.ts';
import { Link } from '../../../_lib/i18n/navigation.ts';

interface PageProps {
	readonly params: Promise<{ locale: Locale; exam: string }>;
}

const RULES = ['time', 'pass', 'host', 'root', 'tools', 'keys', 'docs', 'nothing'] as const;

/** There are no others: nothing is rendered and kept for a name that somebody has made up. */
export const dynamicParams = false;

export async function generateStaticParams() {
	return (await examIds()).map((exam) => ({ exam }));
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
	const { locale, exam: id } = await params;
	const exam = await loadExam(id);
	return exam === undefined ? {} : { title: exam.title[locale] };
}

/** Before a mock: the rules, a check of the computer, the choices. */
export default async function ExamPage({ params }: PageProps) {
	const { locale, exam: id } = await params;
	setRequestLocale(locale);
	const exam = await loadExam(id);
	if (exam === undefined) notFound();
	const { passMark } = await curriculumOf(exam);
	const documents = EXAM_FACTS.find((facts) => facts.exam === exam.exam)?.documents ?? [];
	const t = await getTranslations('exams');
	const values = {
		minutes: exam.minutes,
		questions: exam.questions.length,
		percent: passMark,
		sites: documents.map(({ name }) => name).join(', '),
	};
	return (
		<main className="page exams" id="content">
			<p className="crumb">
				<Link href="/exams" prefetch={false} className="text-link">
					{t('start.back')}
				</Link>
			</p>
			<h1>{exam.title[locale]}</h1>
			<p className="page-intro">{t('mockFacts', values)}</p>
			<h2>{t('start.rules')}</h2>
			<ul className="plain-list">
				{RULES.map((rule) => (
					<li key={rule}>{t(`start.ruleItems.${rule}`, values)}</li>
				))}
			</ul>
			<SystemCheck />
			{/* Which sitting to repeat stands in the address, which a prerendered page does not know. */}
			<Suspense>
				<StartForm exam={exam.id} locale={locale} />
			</Suspense>
			<MySittings titles={{ [exam.id]: exam.title[locale] }} exam={exam.id} />
			<p className="fine-print">{t('trademark')}</p>
		</main>
	);
}
