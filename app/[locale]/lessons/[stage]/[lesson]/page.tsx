import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { setRequestLocale } from 'next-intl/server';
import { LessonPage } from '../../../../_components/lesson/lesson-page.tsx';
import { allLessons, loadLesson } from '../../../../_lib/content/lessons.ts';
import type { Locale } from '../../../../_lib/content/localized.ts';

interface PageProps {
	readonly params: Promise<{ locale: Locale; stage: string; lesson: string }>;
}

export async function generateStaticParams() {
	const lessons = await allLessons();
	return lessons.map(({ lesson }) => {
		const [stage, name] = lesson.id.split('/');
		return { stage, lesson: name };
	});
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
	const { locale, stage, lesson: name } = await params;
	const lesson = await loadLesson(stage, name);
	if (lesson === undefined) return {};
	return { title: lesson.title[locale], description: lesson.summary[locale] };
}

/** A lesson: prose beside a bench. Prerendered; progress and the world come afterwards. */
export default async function Page({ params }: PageProps) {
	const { locale, stage, lesson: name } = await params;
	setRequestLocale(locale);
	const lesson = await loadLesson(stage, name);
	if (lesson === undefined) notFound();
	return <LessonPage lesson={lesson} locale={locale} />;
}
