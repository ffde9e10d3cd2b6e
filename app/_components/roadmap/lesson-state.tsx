'use client';

import { useTranslations } from 'next-intl';
import { TaskShape } from '../lesson/task-shape.tsx';
import { useProgress } from '../progress/use-progress.ts';
import type { RoadmapLesson } from './roadmap-stage.ts';

/** How far the visitor is in a lesson. */
export function LessonState({ lesson }: { readonly lesson: RoadmapLesson }) {
	const t = useTranslations('roadmap');
	const progress = useProgress();
	const own = progress?.exercises.find(({ exercise }) => exercise === lesson.exercise);
	const won = Object.values(own?.tasks ?? {}).filter((state) => state === 'won').length;
	const opened = progress?.lessons.some((each) => each.lesson === lesson.id) ?? false;
	const done = own?.complete === true || (won === lesson.tasks && won > 0);
	return (
		<span className="lesson-state" data-done={done}>
			<TaskShape state={done ? 'won' : 'open'} />
			{done ? t('done') : t(opened || won > 0 ? 'underWay' : 'notBegun', { won, tasks: lesson.tasks })}
		</span>
	);
}
