import { type Exercise, exerciseIds, loadExercise } from '../../app/_lib/content/exercises.ts';
import { ContentError } from '../../app/_lib/content/read-content.ts';

/** All exercises that can be read, by id, and what is wrong with the files of the others. */
export async function allExercises(): Promise<{
	readonly exercises: readonly Exercise[];
	readonly problems: ReadonlyMap<string, string>;
}> {
	const exercises: Exercise[] = [];
	const problems = new Map<string, string>();
	for (const id of await exerciseIds()) {
		try {
			const exercise = await loadExercise(id);
			if (exercise === undefined) problems.set(id, 'there is no exercise.yaml');
			else exercises.push(exercise);
		} catch (error) {
			if (!(error instanceof ContentError)) throw error;
			problems.set(id, error.message);
		}
	}
	return { exercises, problems };
}
