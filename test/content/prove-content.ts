import { writeFile } from 'node:fs/promises';
import { drillIds, drillRef } from '../../app/_lib/content/drills.ts';
import { loadExercise } from '../../app/_lib/content/exercises.ts';
import { loadGlossary } from '../../app/_lib/content/glossary.ts';
import { allLessons, readLesson } from '../../app/_lib/content/lessons.ts';
import { ContentError, contentPath, readContent } from '../../app/_lib/content/read-content.ts';
import { allExercises } from './all-exercises.ts';
import { coverage } from './coverage.ts';
import { examProblems } from './exam-checks.ts';
import { planExercise } from './exercise-plan.ts';
import type { Job, Outcome } from './jobs.ts';
import { exerciseProblems, lessonProblems } from './lesson-checks.ts';
import { ExerciseReport, printCoverage, printExercises } from './report.ts';
import { koreanTexts, wrongWords } from './words.ts';
import { runJobs } from './workers.ts';

/** Writes outputs.yaml of lessons ("stage/lesson"; none: of all), or says why not. */
export async function recordLessons(names: readonly string[], threads: number): Promise<boolean> {
	const problems = new Problems();
	const lessons = names.length === 0 ? await listedLessons() : names;
	const jobs = await outputJobs(lessons, problems);
	const outcomes: { lesson: string; outputs: string }[] = [];
	await runJobs(jobs, threads, (job, outcome) => {
		if (job.kind !== 'outputs') return;
		problems.add(job.lesson, outcome.problems);
		if (outcome.outputs !== undefined) outcomes.push({ lesson: job.lesson, outputs: outcome.outputs });
	});
	for (const { lesson, outputs } of outcomes) {
		await writeFile(contentPath('lessons', lesson, 'outputs.yaml'), outputs);
		console.error(`content/lessons/${lesson}/outputs.yaml is written`);
	}
	return problems.print();
}

/**
 * Proves exercises and lessons ("stage/lesson", each with its exercise), or the whole course, and prints what has come
 * out. Returns whether all is well. Progress is on stderr.
 */
export async function proveContent(names: readonly string[], threads: number): Promise<boolean> {
	const problems = new Problems();
	const lessons = names.length === 0 ? await listedLessons() : names.filter((name) => name.includes('/'));
	const outputs = await outputJobs(lessons, problems);
	const exercises = new Set([
		...names.filter((name) => !name.includes('/')),
		...outputs.map(({ exercise }) => exercise),
	]);
	if (names.length === 0) {
		const all = await allExercises();
		for (const [id, problem] of all.problems) problems.add(id, [problem]);
		for (const { id, tasks } of all.exercises) if (tasks.length > 0) exercises.add(id);
		for (const id of (await attempt(problems, 'drills', drillIds)) ?? []) exercises.add(drillRef(id));
	}
	const terms = await loadGlossary();
	for (const lesson of lessons) {
		problems.add(lesson, await lessonProblems(lesson));
		problems.add(lesson, wrongWords(terms, await koreanTexts('lessons', lesson)));
	}

	const reports = new Map<string, ExerciseReport>();
	const jobs = [...outputs];
	for (const id of exercises) {
		problems.add(id, await exerciseProblems(id));
		problems.add(id, wrongWords(terms, await koreanTexts('exercises', id)));
		const exercise = await attempt(problems, id, () => loadExercise(id));
		if (exercise === undefined || exercise.tasks.length === 0) continue;
		const plan = await attempt(problems, id, () => planExercise(id));
		if (plan === undefined) continue;
		problems.add(id, plan.problems);
		reports.set(id, new ExerciseReport(exercise, plan));
		jobs.push(...plan.jobs);
	}
	await runJobs(jobs, threads, async (job, outcome) => {
		reports.get(job.exercise)?.take(job, outcome);
		problems.add(job.kind === 'outputs' ? job.lesson : job.exercise, await judged(job, outcome));
	});

	if (names.length === 0) await cover(problems);
	const enough = printExercises([...reports.values()]);
	return problems.print() && enough;
}

/** Prints what lessons and tasks cover; returns whether all that they name exists. */
export async function showCoverage(): Promise<boolean> {
	const problems = new Problems();
	await cover(problems);
	return problems.print();
}

async function cover(problems: Problems): Promise<void> {
	problems.add('content/exams', await examProblems());
	const covered = await coverage();
	problems.add('content', covered.problems);
	printCoverage(covered);
}

async function judged(job: Job, outcome: Outcome): Promise<readonly string[]> {
	if (job.kind !== 'outputs' || outcome.outputs === undefined) return outcome.problems;
	const recorded = await readContent('lessons', job.lesson, 'outputs.yaml');
	if (recorded === outcome.outputs) return outcome.problems;
	return [`outputs.yaml is not what the world says now: npm run -s content -- --record ${job.lesson}`];
}

async function listedLessons(): Promise<string[]> {
	return (await allLessons()).map(({ lesson }) => lesson.id);
}

async function outputJobs(lessons: readonly string[], problems: Problems): Promise<Job[]> {
	const jobs = await Promise.all(
		lessons.map((id) =>
			attempt(problems, id, async (): Promise<Job> => {
				const { exercise } = await readLesson(id);
				if ((await loadExercise(exercise)) === undefined) throw new ContentError(`there is no exercise "${exercise}"`);
				return { kind: 'outputs', exercise, lesson: id };
			}),
		),
	);
	return jobs.flatMap((job) => job ?? []);
}

/** An author's mistake becomes a problem; then there is no result. */
async function attempt<T>(problems: Problems, name: string, what: () => Promise<T>): Promise<T | undefined> {
	try {
		return await what();
	} catch (error) {
		if (!(error instanceof ContentError)) throw error;
		problems.add(name, [error.message]);
		return undefined;
	}
}

/** What is wrong, each thing said once. */
class Problems {
	readonly #lines = new Set<string>();

	add(name: string, problems: readonly string[]): void {
		for (const each of problems) this.#lines.add(`✗ ${name}: ${each}`);
	}

	/** Returns whether there is nothing to print. */
	print(): boolean {
		for (const line of this.#lines) console.log(line);
		return this.#lines.size === 0;
	}
}
