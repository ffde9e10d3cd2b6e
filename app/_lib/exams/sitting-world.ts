const PREFIX = 'exam-';

/** The exercise that the world of a sitting goes by: what the page sends to `/api/sandbox` and says in "hello". */
export function worldOfSitting(sittingId: string): string {
	return `${PREFIX}${sittingId}`;
}

/** The id of the sitting whose world goes by `exercise`; undefined when it is no exam's. */
export function sittingOfWorld(exercise: string): string | undefined {
	const id = exercise.startsWith(PREFIX) ? exercise.slice(PREFIX.length) : '';
	return /^[\w-]{16,64}$/.test(id) ? id : undefined;
}
