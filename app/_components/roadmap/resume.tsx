'use client';

import { useTranslations } from 'next-intl';
import { Link } from '../../_lib/i18n/navigation.ts';
import { useLastPlace } from '../progress/last-place.ts';
import type { LessonMeasure } from '../progress/lesson-standing.ts';
import { useProgress } from '../progress/use-progress.ts';
import { LessonState } from './lesson-state.tsx';
import { resumeLesson } from './resume-lesson.ts';

export interface ResumableLesson extends LessonMeasure {
	readonly href: string;
	readonly title: string;
	readonly minutes: number;
}

/** "Go on where you were", or where to begin; nothing once all is done. */
export function Resume({ lessons }: { readonly lessons: readonly ResumableLesson[] }) {
	const t = useTranslations('resume');
	const where = resumeLesson(lessons, useProgress());
	const [place] = useLastPlace();
	if (where === undefined) return null;
	const { kind, lesson } = where;
	const section = kind === 'same' && place?.lesson === lesson.id ? `#${place.anchor}` : '';
	return (
		<p className="resume">
			<Link href={lesson.href + section} prefetch={false} className="button">
				{t(kind)}
			</Link>
			<span className="resume-lesson">
				<strong>{lesson.title}</strong>
				{kind === 'same' ? <LessonState lesson={lesson} /> : <span>{t('minutes', { minutes: lesson.minutes })}</span>}
			</span>
		</p>
	);
}
