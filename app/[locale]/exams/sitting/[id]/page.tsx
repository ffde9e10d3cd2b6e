import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { notFound } from 'next/navigation';
import { getTranslations, setRequestLocale } from 'next-intl/server';
import { ExamScreen } from '../../../../_components/exam/screen/exam-screen.tsx';
import type { Locale } from '../../../../_lib/content/localized.ts';
import { askedSitting } from '../../../../_lib/exams/asked-sitting.ts';
import { EXAM_FACTS } from '../../../../_lib/exams/exam-facts.ts';
import { loadExam } from '../../../../_lib/exams/exam-file.ts';
import { examPaper } from '../../../../_lib/exams/exam-paper.ts';
import { sittingState } from '../../../../_lib/exams/sitting-view.ts';
import { worldOfSitting } from '../../../../_lib/exams/sitting-world.ts';
import { redirect } from '../../../../_lib/i18n/navigation.ts';

interface PageProps {
	readonly params: Promise<{ locale: Locale; id: string }>;
}

export const dynamic = 'force-dynamic';

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
	const { locale } = await params;
	const t = await getTranslations({ locale, namespace: 'exams.screen' });
	return { title: t('title'), robots: { index: false } };
}

/** The exam itself, for the one who sits it; for everyone else the page is not there. When it is over, its report. */
export default async function SittingPage({ params }: PageProps) {
	const { locale, id } = await params;
	setRequestLocale(locale);
	const sitting = await askedSitting(new Headers(await headers()), id);
	if (sitting instanceof Response) notFound();
	if (sitting.finishedAt !== undefined) redirect({ href: `/exams/report/${id}`, locale });
	const exam = await loadExam(sitting.exam);
	if (exam === undefined) notFound();
	return (
		<ExamScreen
			sitting={sitting.id}
			world={worldOfSitting(sitting.id)}
			exam={exam.exam}
			title={exam.title[locale]}
			profile={sitting.profile}
			paper={await examPaper(exam, sitting.seed, locale)}
			documents={EXAM_FACTS.find((facts) => facts.exam === exam.exam)?.documents ?? []}
			state={sittingState(sitting)}
		/>
	);
}
