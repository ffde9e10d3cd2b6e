import { describe, expect, test } from 'vitest';
import { allLessons } from '../../app/_lib/content/lessons.ts';
import { readContent } from '../../app/_lib/content/read-content.ts';
import { nodeHostCalls } from '../../simulator/cli/host-calls.ts';
import { PresetImages } from '../../simulator/sandbox/index.ts';
import { allExercises } from './all-exercises.ts';
import { differingBlocks } from './compare-outputs.ts';
import { describeJob, type Job, perform, proofJobs } from './jobs.ts';

const SHARDS = 4;
const OF_EXAMS = /^(cka|ckad|cks)-/;

/**
 * Declares the tests of every fourth exercise and of the outputs of its lessons: threads share the work by files.
 * What cannot be read is told by content.test.ts. Mutants, variants and most near misses take longer, and so does all of
 * exam questions but their model solution: `npm run content` makes them.
 */
export async function proveShard(shard: number): Promise<void> {
	const images = new PresetImages(nodeHostCalls);
	const lessons = (await allLessons()).map(({ lesson }) => lesson);
	const { exercises } = await allExercises();
	const graded = exercises.filter(({ tasks }) => tasks.length > 0);
	for (const { id } of graded.filter((_, index) => index % SHARDS === shard)) {
		const jobs = await proofJobs(id).catch(() => []);
		const chosen = jobs.filter((job) => isModel(job) || (!OF_EXAMS.test(id) && isEssential(job, jobs)));
		const proofs = chosen.map((job) => ({ name: describeJob(job), job }));
		const outputs = lessons
			.filter((lesson) => lesson.exercise === id)
			.map(({ id: lesson }): Job => ({ kind: 'outputs', exercise: id, lesson }))
			.map((job) => ({ name: describeJob(job), job }));
		describe(id, () => {
			test.each(proofs)('$name proves what it says', async ({ job }) => {
				expect((await perform(job, images)).problems).toEqual([]);
			});
			test.each(outputs)('$name are what the world says', async ({ job }) => {
				const { problems, outputs: now = '' } = await perform(job, images);
				expect(problems).toEqual([]);
				const recorded = job.kind === 'outputs' ? await readContent('lessons', job.lesson, 'outputs.yaml') : undefined;
				expect(differingBlocks(recorded, now)).toEqual([]);
			});
		});
	}
}

/** Untouched nothing is won; every solution wins; the first near miss does not. */
function isEssential(job: Job, jobs: readonly Job[]): boolean {
	return job.kind !== 'wrong' || job === jobs.find(({ kind }) => kind === 'wrong');
}

function isModel(job: Job): boolean {
	return job.kind === 'solution' && job.script.name === 'solution.sh';
}
