import { type LessonMeasure, lessonStanding } from '../progress/lesson-standing.ts';
import type { Progress } from '../progress/use-progress.ts';

/** Where somebody should begin who has done nothing yet, if it is on the roadmap. */
const FIRST = 'pods/first-steps';

export interface WhereTo<T> {
	/** "first": nothing was begun. "same": it was, and is not done. "next": the one they were in is done. */
	readonly kind: 'first' | 'same' | 'next';
	readonly lesson: T;
}

/**
 * The lesson to go on with: the one in which something was done last; if that is done, the next in the roadmap's order
 * that is not. Undefined when everything is done, or there are no lessons.
 */
export function resumeLesson<T extends LessonMeasure>(
	lessons: readonly T[],
	progress: Progress | undefined,
): WhereTo<T> | undefined {
	const at = latest(lessons, progress);
	if (at === -1) {
		const first = lessons.find(({ id }) => id === FIRST) ?? lessons[0];
		return first && { kind: 'first', lesson: first };
	}
	const open = (lesson: T) => !lessonStanding(lesson, progress).done;
	const current = lessons[at];
	if (current !== undefined && open(current)) return { kind: 'same', lesson: current };
	const next = lessons.slice(at + 1).find(open) ?? lessons.find(open);
	return next && { kind: 'next', lesson: next };
}

/** Which lesson was opened, or had something done in it, last; -1: none. */
function latest(lessons: readonly LessonMeasure[], progress: Progress | undefined): number {
	let found = -1;
	let latestAt = '';
	for (const [index, { id, exercise }] of lessons.entries()) {
		const moments = [
			...(progress?.lessons ?? []).filter(({ lesson }) => lesson === id).map(({ openedAt }) => openedAt),
			...(progress?.exercises ?? []).filter((each) => each.exercise === exercise).map(({ lastAt }) => lastAt),
			...(progress?.questions ?? []).filter(({ lesson }) => lesson === id).map(({ answeredAt }) => answeredAt),
		];
		const last = moments.sort().at(-1) ?? '';
		if (last > latestAt) {
			latestAt = last;
			found = index;
		}
	}
	return found;
}
