import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { nodeHostCalls } from '../../simulator/cli/host-calls.ts';
import { PresetImages } from '../../simulator/sandbox/index.ts';
import { describeJob, type Job, type Outcome, perform } from './jobs.ts';

/** Makes this thread one that does the jobs it is given, when it was started by `runJobs`; says whether it was. */
export function isJobThread(): boolean {
	if (isMainThread || parentPort === null) return false;
	const port = parentPort;
	const images = new PresetImages(nodeHostCalls);
	port.on('message', async (job: Job) => {
		port.postMessage(await perform(job, images, true).catch((error) => ({ problems: [told(error)] })));
	});
	return true;
}

function told(error: unknown): string {
	return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/**
 * Does the jobs in threads, the ones of an exercise in one thread as far as there are enough exercises: each thread
 * sets an exercise's world up once.
 */
export async function runJobs(
	jobs: readonly Job[],
	threads: number,
	done: (job: Job, outcome: Outcome) => void | Promise<void>,
): Promise<void> {
	const startedAt = performance.now();
	let count = 0;
	const told = async (job: Job, outcome: Outcome): Promise<void> => {
		const seconds = Math.round((performance.now() - startedAt) / 1_000);
		const survived = outcome.caught === false && !(job.kind === 'mutant' && job.equivalent);
		const sign = outcome.problems.length > 0 ? '✗' : survived ? '!' : '✓';
		console.error(`[${++count}/${jobs.length}, ${seconds} s] ${sign} ${job.exercise}: ${describeJob(job)}`);
		await done(job, outcome);
	};
	const queues = new Map<string, Job[]>();
	for (const job of jobs) queues.set(job.exercise, [...(queues.get(job.exercise) ?? []), job]);
	const begun = new Set<string>();
	const next = (current: string | undefined): Job | undefined => {
		const own = current === undefined ? undefined : queues.get(current)?.shift();
		if (own !== undefined) return own;
		const fresh = [...queues.keys()].find((exercise) => !begun.has(exercise));
		if (fresh !== undefined) begun.add(fresh);
		// Nothing new: help with the longest queue.
		const longest = [...queues].sort(([, a], [, b]) => b.length - a.length)[0]?.[0];
		return queues.get(fresh ?? longest ?? '')?.shift();
	};
	await Promise.all(Array.from({ length: Math.min(threads, jobs.length) }, () => work(next, told)));
}

async function work(
	next: (current: string | undefined) => Job | undefined,
	done: (job: Job, outcome: Outcome) => Promise<void>,
): Promise<void> {
	// The bundle that runs here, source maps included.
	const worker = new Worker(fileURLToPath(import.meta.url), { execArgv: ['--enable-source-maps'] });
	try {
		for (let job = next(undefined); job !== undefined; job = next(job.exercise)) {
			const asked = job;
			const outcome = await new Promise<Outcome>((resolve, reject) => {
				worker.once('error', reject);
				worker.once('message', (answer: Outcome) => {
					worker.removeAllListeners('error');
					resolve(answer);
				});
				worker.postMessage(asked);
			});
			await done(job, outcome);
		}
	} finally {
		await worker.terminate();
	}
}
