import { describe, expect, test } from 'vitest';
import { loadCompetencies } from '../../app/_lib/content/catalogues.ts';
import { allDrills, drillRef, drillSkills, loadDrill } from '../../app/_lib/content/drills.ts';
import { nodeHostCalls } from '../../simulator/cli/host-calls.ts';
import { PresetImages } from '../../simulator/sandbox/index.ts';
import { planExercise } from './exercise-plan.ts';
import { perform } from './jobs.ts';
import { exerciseProblems } from './lesson-checks.ts';

const DRILLS_MIN = 60;
const SEEDS = 10;

const drills = await allDrills();
const { exams } = await loadCompetencies();
const images = new PresetImages(nodeHostCalls);

test('there are enough, and some for every skill', async () => {
	expect(drills.length).toBeGreaterThanOrEqual(DRILLS_MIN);
	const skills = (await drillSkills()).map(({ id }) => id);
	expect(skills.filter((skill) => drills.filter((drill) => drill.skills.includes(skill)).length < 3)).toEqual([]);
});

test('the competencies that they name exist', () => {
	const known = exams.flatMap((exam) =>
		exam.domains.flatMap(({ id, competencies }) => competencies.map((each) => `${exam.id}/${id}/${each.id}`)),
	);
	const named = drills.flatMap(({ id, competencies }) => competencies.map((each) => ({ id, each })));
	expect(named.filter(({ each }) => !known.includes(each))).toEqual([]);
});

describe.each(drills)('$id', (drill) => {
	const ref = drillRef(drill.id);

	test('has what proves it, a label for every check, and seeds that leave no placeholder', async () => {
		expect(await exerciseProblems(ref)).toEqual([]);
		expect((await planExercise(ref)).problems).toEqual([]);
		const seeds = drill.hasVariants ? Array.from({ length: SEEDS }, (_, index) => index + 1) : [];
		for (const seed of [undefined, ...seeds]) {
			expect(JSON.stringify(await loadDrill(drillRef(drill.id, seed)))).not.toMatch(/@\{|\[object/);
		}
	});

	test('is not won untouched, and won by its solution', async () => {
		expect((await perform({ kind: 'untouched', exercise: ref }, images)).problems).toEqual([]);
		const script = drill.scripts.solutions[0];
		if (script === undefined) throw new Error('no solution');
		expect((await perform({ kind: 'solution', exercise: ref, script }, images)).problems).toEqual([]);
	});
});
