import { type ExerciseScript, exerciseScripts, type WrongScript } from '../../app/_lib/content/exercise-scripts.ts';
import { type Exercise, loadExercise } from '../../app/_lib/content/exercises.ts';
import { lessonText, readLesson } from '../../app/_lib/content/lessons.ts';
import { ContentError } from '../../app/_lib/content/read-content.ts';
import { type PresetImages, SimulatedWorld } from '../../simulator/sandbox/index.ts';
import type { Mutant } from './mutants.ts';
import { checksOf, ProofWorld } from './proof-world.ts';
import { readProse } from './prose.ts';
import { BlockError, outputsFile, recordOutputs } from './record-outputs.ts';

/** One world's worth of proof: plain data, so that another thread may do it. */
export type Job = { readonly exercise: string } & (
	| { readonly kind: 'untouched' }
	| { readonly kind: 'solution'; readonly script: ExerciseScript }
	| { readonly kind: 'wrong'; readonly script: WrongScript }
	/** `equivalent`: the notes say that no check sees it. */
	| { readonly kind: 'mutant'; readonly mutant: Mutant; readonly equivalent: boolean }
	| { readonly kind: 'outputs'; readonly lesson: string }
);

export interface Outcome {
	/** Empty: proven. */
	readonly problems: readonly string[];
	/** Checks that were seen to fail; for a mutant at most the first. */
	readonly failing?: readonly string[];
	/** For a mutant: whether a check has seen it. */
	readonly caught?: boolean;
	/** For outputs: the text of outputs.yaml as the world has it now. */
	readonly outputs?: string;
}

/** What proves an exercise, without its mutants. */
export async function proofJobs(exercise: string): Promise<Job[]> {
	const { solutions, wrong } = await exerciseScripts(exercise);
	return [
		{ kind: 'untouched', exercise },
		...solutions.map((script): Job => ({ kind: 'solution', exercise, script })),
		...wrong.map((script): Job => ({ kind: 'wrong', exercise, script })),
	];
}

export function describeJob(job: Job): string {
	if (job.kind === 'untouched') return 'untouched';
	if (job.kind === 'outputs') return `outputs of ${job.lesson}`;
	return job.kind === 'mutant' ? `mutant "${job.mutant.name}"` : job.script.name;
}

/** With `thorough`, asks all checks even where a few would do, so that `failing` is complete. */
export async function perform(job: Job, images: PresetImages, thorough = false): Promise<Outcome> {
	const exercise = await loadExercise(job.exercise);
	if (exercise === undefined) throw new ContentError(`there is no exercise "${job.exercise}"`);
	switch (job.kind) {
		case 'untouched':
			return untouched(exercise, images, thorough);
		case 'solution':
			return { problems: solved(exercise, job.script, images) };
		case 'wrong':
			return missed(exercise, job.script, images, thorough);
		case 'mutant':
			return mutated(exercise, job.mutant, job.equivalent, images);
		case 'outputs':
			return outputsOf(exercise, job.lesson, images);
	}
}

function untouched(exercise: Exercise, images: PresetImages, thorough: boolean): Outcome {
	const world = new ProofWorld(exercise, undefined, images);
	const failing: string[] = [];
	const problems: string[] = [];
	for (const task of exercise.tasks) {
		const failed = world.failing(checksOf({ tasks: [task] }), thorough ? undefined : 1);
		failing.push(...failed);
		if (failed.length === 0) problems.push(`the task ${task.id} is won untouched`);
	}
	return { problems, failing };
}

function solved(exercise: Exercise, { name, script }: ExerciseScript, images: PresetImages): string[] {
	const world = new ProofWorld(exercise, script, images);
	const problems = world.failing(checksOf(exercise)).map((check) => `${name}: ${check} fails`);
	return world.exitCode === 124 ? [`${name} does not end`, ...problems] : problems;
}

function missed(
	exercise: Exercise,
	{ name, script, fails }: WrongScript,
	images: PresetImages,
	thorough: boolean,
): Outcome {
	const checks = checksOf(exercise);
	const unknown = fails.filter((each) => !checks.some((check) => check.name === each));
	if (unknown.length > 0) return { problems: unknown.map((each) => `${name}: there is no check ${each}`) };
	const asked = thorough ? checks : checks.filter((check) => fails.includes(check.name));
	const failing = new ProofWorld(exercise, script, images).failing(asked);
	return {
		problems: fails.filter((each) => !failing.includes(each)).map((each) => `${name}: ${each} passes`),
		failing,
	};
}

function mutated(exercise: Exercise, { name, script }: Mutant, equivalent: boolean, images: PresetImages): Outcome {
	const failing = new ProofWorld(exercise, script, images).failing(checksOf(exercise), 1);
	const caught = failing.length > 0;
	const problems = equivalent && caught ? [`notes.md: the mutant "${name}" is not equivalent: a check sees it`] : [];
	return { caught, failing, problems };
}

async function outputsOf(exercise: Exercise, id: string, images: PresetImages): Promise<Outcome> {
	const lesson = await readLesson(id);
	const { runBlocks } = readProse(`content/lessons/${id}/lesson.en.mdx`, await lessonText(lesson, 'en'));
	const { preset, setup, terminals } = exercise;
	const world = new SimulatedWorld({ preset, setup, seed: `outputs/${id}` }, images);
	try {
		const outputs = recordOutputs(world, terminals[0] ?? { host: 'controlplane' }, runBlocks);
		return { problems: [], outputs: outputsFile(outputs) };
	} catch (error) {
		if (!(error instanceof BlockError)) throw error;
		return { problems: [error.message] };
	}
}
