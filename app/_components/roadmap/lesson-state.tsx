'use client';

import { useTranslations } from 'next-intl';
import { TaskShape } from '../lesson/task-shape.tsx';
import { type LessonMeasure, lessonStanding } from '../progress/lesson-standing.ts';
import { useProgress } from '../progress/use-progress.ts';

/** How far the visitor is in a lesson: its tasks and its questions. */
export function LessonState({ lesson }: { readonly lesson: LessonMeasure }) {
	const t = useTranslations('roadmap');
	const { begun, tasksWon, questionsSolved, done } = lessonStanding(lesson, useProgress());
	const counts = { won: tasksWon, tasks: lesson.tasks, solved: questionsSolved, questions: lesson.questions.length };
	return (
		<span className="lesson-state" data-done={done}>
			<TaskShape state={done ? 'won' : 'open'} />
			{done ? t('done') : t(begun ? 'underWay' : 'notBegun', counts)}
		</span>
	);
}
