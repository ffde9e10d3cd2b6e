import { hasVariants } from '../../app/_lib/content/exercise-files.ts';
import { exerciseScripts } from '../../app/_lib/content/exercise-scripts.ts';
import { type Job, proofJobs } from './jobs.ts';
import { allMutants, chosenMutants } from './mutants.ts';
import { readNotes } from './notes.ts';

const SOLUTIONS_MIN = 2;
const WRONG_MIN = 3;
export const MUTANTS_MIN = 8;
const MUTANTS_MADE = 12;
/** Variants that are proven besides the original. */
const SEEDS = 10;
/** The last of them runs on machines named as an exam names them. */
const EXAM_HOST = 'cka4183';

/** Everything that proves an exercise, and what is missing for a proof. */
export interface ExercisePlan {
	readonly problems: readonly string[];
	readonly jobs: readonly Job[];
	readonly mutants: number;
	/** Mutants that the notes name as equivalent. */
	readonly equivalents: number;
}

export async function planExercise(exercise: string): Promise<ExercisePlan> {
	const { solutions, wrong } = await exerciseScripts(exercise);
	const notes = await readNotes(exercise);
	const problems = [...notes.problems];
	const script = solutions.find(({ name }) => name === 'solution.sh')?.script;
	if (script === undefined) problems.push('there is no solution.sh');
	if (solutions.length < SOLUTIONS_MIN && notes.oneWay === undefined) {
		problems.push(
			`${solutions.length} solution(s), ${SOLUTIONS_MIN} are wanted, or a section "## One way" in notes.md`,
		);
	}
	if (wrong.length < WRONG_MIN) problems.push(`${wrong.length} near misses, ${WRONG_MIN} are wanted`);

	const named = new Set(notes.equivalents.keys());
	const all = script === undefined ? [] : allMutants(script);
	for (const name of named) {
		if (!all.some((each) => each.name === name)) problems.push(`notes.md: solution.sh has no mutant "${name}"`);
	}
	const mutants = script === undefined ? [] : chosenMutants(script, MUTANTS_MADE, named);
	if (mutants.length < MUTANTS_MIN) problems.push(`${mutants.length} mutants, ${MUTANTS_MIN} are wanted`);
	const equivalents = all.filter(({ name }) => named.has(name));
	const jobs = [
		...(await proofJobs(exercise)),
		...(await variantJobs(exercise)),
		...mutants.map((mutant): Job => ({ kind: 'mutant', exercise, mutant, equivalent: false })),
		...equivalents.map((mutant): Job => ({ kind: 'mutant', exercise, mutant, equivalent: true })),
	];
	return { problems, jobs, mutants: mutants.length, equivalents: equivalents.length };
}

/** Untouched nothing is won, and every solution wins, whatever the seed. */
async function variantJobs(exercise: string): Promise<Job[]> {
	if (!(await hasVariants(exercise))) return [];
	const refs = Array.from({ length: SEEDS }, (_, index) => {
		const ref = `${exercise}@${index + 1}`;
		return index + 1 === SEEDS ? `${ref}@${EXAM_HOST}` : ref;
	});
	const jobs = await Promise.all(refs.map((ref) => proofJobs(ref)));
	return jobs.flat().filter(({ kind }) => kind !== 'wrong');
}
