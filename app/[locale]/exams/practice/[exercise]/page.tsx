import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { notFound } from 'next/navigation';
import { getTranslations, setRequestLocale } from 'next-intl/server';
import { ExamGuard } from '../../../../_components/exam/practice/exam-guard.tsx';
import { PracticeBench } from '../../../../_components/exam/practice/practice-bench.tsx';
import { sessionUser } from '../../../../_lib/auth/session.ts';
import { parseExerciseRef } from '../../../../_lib/content/exercise-ref.ts';
import { loadExercise } from '../../../../_lib/content/exercises.ts';
import type { Locale } from '../../../../_lib/content/localized.ts';
import { database } from '../../../../_lib/db/database.ts';
import { isAskedNow, mockOf } from '../../../../_lib/exams/practice.ts';
import { Link } from '../../../../_lib/i18n/navigation.ts';

interface PageProps {
	readonly params: Promise<{ locale: Locale; exercise: string }>;
}

export const dynamic = 'force-dynamic';

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
	const { locale, exercise: ref } = await params;
	const exercise = await loadExercise(decodeURIComponent(ref));
	return exercise === undefined ? {} : { title: exercise.title[locale], robots: { index: false } };
}

/** One question of a mock alone, as an ordinary exercise: "cka-netpol", or a variant of it, "cka-netpol@17". */
export default async function PracticeQuestionPage({ params }: PageProps) {
	const { locale, exercise: address } = await params;
	setRequestLocale(locale);
	const ref = decodeURIComponent(address);
	const parsed = parseExerciseRef(ref);
	if (parsed === undefined || parsed.host !== undefined) notFound();
	const [exercise, found] = await Promise.all([loadExercise(ref), mockOf(parsed.folder)]);
	if (exercise === undefined || found === undefined) notFound();
	const user = await sessionUser(new Headers(await headers()));
	const asked = user !== undefined && (await isAskedNow(database(), user.id, parsed.folder));
	return (
		<ExamGuard exercise={parsed.folder} asked={asked} key={String(asked)}>
			{asked ? (
				<AskedNow />
			) : (
				<PracticeBench exercise={exercise} variant={parsed.seed} minutes={found.minutes} locale={locale} />
			)}
		</ExamGuard>
	);
}

async function AskedNow() {
	const t = await getTranslations('exams.practice');
	return (
		<main className="page narrow" id="content">
			<h1>{t('askedNow')}</h1>
			<p className="page-intro">{t('askedNowText')}</p>
			<Link href="/exams" prefetch={false} className="text-link">
				{t('toExams')}
			</Link>
		</main>
	);
}
