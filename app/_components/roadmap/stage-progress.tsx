'use client';

import { useTranslations } from 'next-intl';
import type { CSSProperties } from 'react';
import { type LessonMeasure, lessonStanding } from '../progress/lesson-standing.ts';
import { useProgress } from '../progress/use-progress.ts';

/** The stop's circle; its rim fills with what is done in the stage. */
export function StageMark({
	number,
	lessons,
}: {
	readonly number: string;
	readonly lessons: readonly LessonMeasure[];
}) {
	const progress = useProgress();
	const shares = lessons.map((lesson) => lessonStanding(lesson, progress).share);
	const share = shares.length === 0 ? 0 : shares.reduce((sum, each) => sum + each, 0) / shares.length;
	return (
		<span className="stop-mark" aria-hidden="true" style={{ '--share': share } as CSSProperties}>
			<span>{number}</span>
		</span>
	);
}

/** "1 of 3 done"; nothing before something is. */
export function StageProgress({ lessons }: { readonly lessons: readonly LessonMeasure[] }) {
	const t = useTranslations('roadmap');
	const progress = useProgress();
	const standings = lessons.map((lesson) => lessonStanding(lesson, progress));
	if (!standings.some(({ begun }) => begun)) return null;
	const done = standings.filter((each) => each.done).length;
	return <span className="stage-progress">{t('stageDone', { done, lessons: lessons.length })}</span>;
}
