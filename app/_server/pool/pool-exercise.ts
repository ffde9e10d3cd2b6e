import { parseExerciseRef } from '../../_lib/content/exercise-ref.ts';
import { exerciseScripts } from '../../_lib/content/exercise-scripts.ts';
import { loadExercise } from '../../_lib/content/exercises.ts';
import { database } from '../../_lib/db/database.ts';
import { examTasks, examWorld } from '../../_lib/exams/exam-world.ts';
import { isAskedNow } from '../../_lib/exams/practice.ts';
import { sittingOfWorld } from '../../_lib/exams/sitting-world.ts';
import { sittingForWorld } from '../../_lib/exams/sittings.ts';
import { PoolRefusal } from './pool-refusal.ts';
import type { PoolExercise } from './sandbox-pool.ts';

/**
 * An exercise of content/ as a world needs it, or a sitting of a mock exam, to the student whose it is while it goes on.
 * Everyone's world begins in the same state, so that one warm copy serves all.
 */
export async function poolExercise(id: string, userId: string | undefined): Promise<PoolExercise | undefined> {
	const sitting = sittingOfWorld(id);
	return sitting === undefined ? ofContent(id, userId) : ofSitting(id, sitting, userId);
}

async function ofSitting(id: string, sittingId: string, userId: string | undefined): Promise<PoolExercise | undefined> {
	const sitting = userId === undefined ? undefined : await sittingForWorld(sittingId, userId);
	const world = sitting === undefined ? undefined : await examWorld(sitting);
	if (sitting === undefined || world === undefined) return undefined;
	const { options } = world;
	return {
		exerciseId: id,
		preset: options.preset,
		seed: options.seed,
		options: JSON.stringify(options),
		pointsMax: 100,
		// Nothing of how it is graded leaves the server before it is over.
		tasks: [],
		solution: '',
		exam: { endsAt: sitting.finishedAt ?? sitting.endsAt, tasks: examTasks(world) },
	};
}

/** Refused is what a mock asks the student at the moment: an exercise has hints and its solution. */
async function ofContent(id: string, userId: string | undefined): Promise<PoolExercise | undefined> {
	const folder = parseExerciseRef(id)?.folder;
	if (folder !== undefined && userId !== undefined && (await isAskedNow(database(), userId, folder))) {
		throw new PoolRefusal('asked-in-exam', 'your exam asks this');
	}
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
