import { exerciseScripts } from '../../_lib/content/exercise-scripts.ts';
import { loadExercise } from '../../_lib/content/exercises.ts';
import type { PoolExercise } from './sandbox-pool.ts';

/** An exercise of content/ as a world needs it. Everyone's begins in the same state, so that one warm copy serves all. */
export async function poolExercise(id: string): Promise<PoolExercise | undefined> {
	const exercise = await loadExercise(id);
	if (exercise === undefined) return undefined;
	const { preset, setup, tasks } = exercise;
	const { solutions } = await exerciseScripts(id);
	const options = { preset, seed: id, setup };
	return {
		exerciseId: id,
		preset,
		seed: id,
		options: JSON.stringify(options),
		pointsMax: tasks.reduce((sum, { points }) => sum + points, 0),
		tasks,
		solution: solutions[0]?.script ?? '',
	};
}
