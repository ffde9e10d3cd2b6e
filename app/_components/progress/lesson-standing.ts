import type { Progress } from './use-progress.ts';

/** What is needed of a lesson to say how far somebody is in it. */
export interface LessonMeasure {
	/** "stage/lesson". */
	readonly id: string;
	readonly exercise: string;
	/** How many tasks it has. */
	readonly tasks: number;
	/** The ids of its questions. */
	readonly questions: readonly string[];
}

export interface LessonStanding {
	/** It was opened, or something in it was done. */
	readonly begun: boolean;
	/** Tasks whose points are held, or all of them once the exercise was complete. */
	readonly tasksWon: number;
	readonly questionsSolved: number;
	/** Every task is won: what the checklist asks for. */
	readonly tasksDone: boolean;
	/** Every task is won and every question solved. */
	readonly done: boolean;
	/** How much of it is done, from 0 to 1. */
	readonly share: number;
}

/** How far the visitor is in a lesson. Without progress: not begun. */
export function lessonStanding(lesson: LessonMeasure, progress: Progress | undefined): LessonStanding {
	const own = progress?.exercises.find(({ exercise }) => exercise === lesson.exercise);
	const held = Object.values(own?.tasks ?? {}).filter((state) => state === 'won').length;
	const tasksWon = own?.complete === true ? lesson.tasks : Math.min(held, lesson.tasks);
	const solved = (progress?.questions ?? []).filter((each) => each.lesson === lesson.id && each.solved);
	const questionsSolved = lesson.questions.filter((id) => solved.some(({ question }) => question === id)).length;
	const opened = progress?.lessons.some((each) => each.lesson === lesson.id) ?? false;
	const all = lesson.tasks + lesson.questions.length;
	const tasksDone = lesson.tasks > 0 && tasksWon === lesson.tasks;
	return {
		begun: opened || held > 0 || solved.length > 0,
		tasksWon,
		questionsSolved,
		tasksDone,
		done: tasksDone && questionsSolved === lesson.questions.length,
		share: all === 0 ? 0 : (tasksWon + questionsSolved) / all,
	};
}
