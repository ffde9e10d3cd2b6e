import { expect, test } from 'vitest';
import type { Progress } from '../../app/_components/progress/use-progress.ts';
import { resumeLesson } from '../../app/_components/roadmap/resume-lesson.ts';

const lesson = (id: string) => ({ id, exercise: id.replace('/', '-'), tasks: 1, questions: [] });
const LESSONS = ['containers/images', 'pods/first-steps', 'pods/probes'].map(lesson);

function progress(opened: Readonly<Record<string, string>>, done: Readonly<Record<string, string>> = {}): Progress {
	const exercise = { attempts: 1, complete: true, bestSeconds: 1, points: 1, pointsMax: 1, tasks: {}, hintsUsed: 0 };
	return {
		me: null,
		lessons: Object.entries(opened).map(([id, openedAt]) => ({ lesson: id, openedAt, readAt: null })),
		exercises: Object.entries(done).map(([id, lastAt]) => ({ ...exercise, exercise: id.replace('/', '-'), lastAt })),
		questions: [],
	};
}

const where = (known: Progress | undefined) => {
	const found = resumeLesson(LESSONS, known);
	return found && `${found.kind} ${found.lesson.id}`;
};

test('who has done nothing begins with the first steps', () => {
	expect(where(undefined)).toBe('first pods/first-steps');
	expect(where(progress({}))).toBe('first pods/first-steps');
	expect(resumeLesson([lesson('a/b')], undefined)?.lesson.id).toBe('a/b');
	expect(resumeLesson([], undefined)).toBeUndefined();
});

test('the lesson of the last deed comes next, or the one after it', () => {
	expect(where(progress({ 'pods/probes': '2026-01-02', 'containers/images': '2026-01-03' }))).toBe(
		'same containers/images',
	);
	const done = { 'containers/images': '2026-01-04' };
	expect(where(progress({ 'containers/images': '2026-01-03' }, done))).toBe('next pods/first-steps');
	expect(where(progress({}, { 'pods/probes': '2026-01-04' }))).toBe('next containers/images');
	const all = { ...done, 'pods/first-steps': '2026-01-01', 'pods/probes': '2026-01-02' };
	expect(where(progress({}, all))).toBeUndefined();
});
