import { describe, expect, test } from 'vitest';
import { exerciseScripts } from '../../app/_lib/content/exercise-scripts.ts';
import { exerciseIds, loadExercise } from '../../app/_lib/content/exercises.ts';
import { nodeHostCalls } from '../../simulator/cli/host-calls.ts';
import { PresetImages, SimulatedWorld } from '../../simulator/sandbox/index.ts';
import { mutantsOf } from './mutants.ts';

const images = new PresetImages(nodeHostCalls);
const MUTANTS_MAX = 8;

/** Runs a script in the exercise's world and says which checks fail, as "task/check". */
function failures(
	exercise: NonNullable<Awaited<ReturnType<typeof loadExercise>>>,
	script: string | undefined,
): string[] {
	const { preset, setup, tasks } = exercise;
	const world = new SimulatedWorld({ preset, seed: `proof/${exercise.id}`, setup }, images);
	if (script !== undefined) world.runScript({ name: 'solution.sh', script: `cd /root\n${script}` });
	return world
		.grade(tasks)
		.flatMap((task) => task.checks.filter((check) => !check.passed).map((check) => `${task.id}/${check.id}`));
}

const exercises = await Promise.all((await exerciseIds()).map(async (id) => loadExercise(id)));

for (const exercise of exercises) {
	if (exercise === undefined || exercise.tasks.length === 0) continue;
	describe(exercise.id, async () => {
		const { solutions, wrong } = await exerciseScripts(exercise.id);
		const everything = exercise.tasks.flatMap((task) => task.checks.map((check) => `${task.id}/${check.id}`));

		test('untouched, no task is won', () => {
			const failed = failures(exercise, undefined);
			const won = exercise.tasks.filter((task) => !failed.some((each) => each.startsWith(`${task.id}/`)));
			expect(won.map((task) => task.id)).toEqual([]);
		});

		test.each(solutions)('$name scores full', ({ script }) => {
			expect(failures(exercise, script)).toEqual([]);
		});

		test.each(wrong)('$name fails where it says', ({ script, fails }) => {
			for (const each of fails) expect(everything).toContain(each);
			expect(failures(exercise, script)).toEqual(expect.arrayContaining([...fails]));
		});

		test.each(mutantsOf(solutions[0]?.script ?? '', MUTANTS_MAX))('a mutant is caught: $name', ({ script }) => {
			expect(failures(exercise, script)).not.toEqual([]);
		});
	});
}
