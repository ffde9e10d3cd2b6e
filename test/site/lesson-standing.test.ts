import { expect, test } from 'vitest';
import { lessonStanding } from '../../app/_components/progress/lesson-standing.ts';
import type { Progress } from '../../app/_components/progress/use-progress.ts';

const LESSON = { id: 'pods/first', exercise: 'pod-first', tasks: 2, questions: ['why', 'what'] };

function progress(
	tasks: Readonly<Record<string, 'won' | 'lost'>>,
	solved: readonly string[],
	complete = false,
): Progress {
	const exercise = { exercise: 'pod-first', attempts: 1, complete, bestSeconds: null, points: 0, pointsMax: 4 };
	const question = { lesson: 'pods/first', chosen: [0], answeredAt: '2026-01-01' };
	return {
		me: null,
		lessons: [],
		exercises: [{ ...exercise, tasks, hintsUsed: 0, lastAt: '2026-01-01' }],
		questions: ['why', 'what', 'gone'].map((id) => ({ ...question, question: id, solved: solved.includes(id) })),
	};
}

test('nothing is known of a visitor before their progress has come', () => {
	expect(lessonStanding(LESSON, undefined)).toEqual({
		begun: false,
		tasksWon: 0,
		questionsSolved: 0,
		tasksDone: false,
		done: false,
		share: 0,
	});
});

test('a task lost again does not count, a question that is no longer asked neither', () => {
	const standing = lessonStanding(LESSON, progress({ a: 'won', b: 'lost' }, ['why', 'gone']));
	expect(standing).toMatchObject({ begun: true, tasksWon: 1, questionsSolved: 1, tasksDone: false, share: 0.5 });
});

test('an exercise that was complete once stays so; the lesson is done when its questions are solved too', () => {
	expect(lessonStanding(LESSON, progress({ a: 'lost' }, ['why'], true))).toMatchObject({
		tasksWon: 2,
		tasksDone: true,
		done: false,
		share: 0.75,
	});
	expect(lessonStanding(LESSON, progress({}, ['why', 'what'], true))).toMatchObject({ done: true, share: 1 });
});
