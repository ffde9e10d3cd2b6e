import { isDrillRef, loadDrill } from '../../app/_lib/content/drills.ts';
import { hasVariants } from '../../app/_lib/content/exercise-files.ts';
import { exerciseScripts } from '../../app/_lib/content/exercise-scripts.ts';
import { type Job, proofJobs } from './jobs.ts';
import { allMutants, chosenMutants } from './mutants.ts';
import { type Notes, readNotes } from './notes.ts';

export const MUTANTS_MIN = 8;
/** How much proves an exercise. */
const EXERCISE = { solutions: 2, wrong: 3, mutants: MUTANTS_MIN, made: 12 };
/** And a drill, whose solution is a line or two. */
const DRILL = { solutions: 1, wrong: 2, mutants: 1, made: 6 };
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
	const wanted = isDrillRef(exercise) ? DRILL : EXERCISE;
	const notes = isDrillRef(exercise) ? await drillNotes(exercise) : await readNotes(exercise);
	const problems = [...notes.problems];
	const script = solutions.find(({ name }) => name === 'solution.sh')?.script;
	if (script === undefined) problems.push('there is no solution.sh');
	if (solutions.length < wanted.solutions && notes.oneWay === undefined) {
		problems.push(
			`${solutions.length} solution(s), ${wanted.solutions} are wanted, or a section "## One way" in notes.md`,
		);
	}
	if (wrong.length < wanted.wrong) problems.push(`${wrong.length} near misses, ${wanted.wrong} are wanted`);

	const named = new Set(notes.equivalents.keys());
	const all = script === undefined ? [] : allMutants(script);
	for (const name of named) {
		if (!all.some((each) => each.name === name)) problems.push(`notes.md: solution.sh has no mutant "${name}"`);
	}
	const mutants = script === undefined ? [] : chosenMutants(script, wanted.made, named);
	if (mutants.length < wanted.mutants) problems.push(`${mutants.length} mutants, ${wanted.mutants} are wanted`);
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
		return index + 1 === SEEDS && !isDrillRef(exercise) ? `${ref}@${EXAM_HOST}` : ref;
	});
	const jobs = await Promise.all(refs.map((ref) => proofJobs(ref)));
	return jobs.flat().filter(({ kind }) => kind !== 'wrong');
}

/** What a drill says of itself where an exercise has notes. */
async function drillNotes(exercise: string): Promise<Notes> {
	const drill = await loadDrill(exercise);
	return { equivalents: new Map(Object.entries(drill?.equivalentMutants ?? {})), oneWay: undefined, problems: [] };
}
