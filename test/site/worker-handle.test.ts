import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { platform } from 'node:process';
import { afterAll, expect, test } from 'vitest';
import { WorkerHandle } from '../../app/_server/pool/worker-handle.ts';

const folder = mkdtempSync(join(tmpdir(), 'kubedrill-threads-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A thread that tells its number, does `work` with `data`, what it shares with its watchdog, and answers pings then. */
function thread(work: string): { readonly died: () => string | undefined; readonly handle: WorkerHandle } {
	const script = join(folder, `${work.length}.mjs`);
	writeFileSync(
		script,
		`import { readlinkSync } from 'node:fs';
		import { parentPort, workerData } from 'node:worker_threads';
		const watch = new Int32Array(workerData.watch);
		Atomics.store(watch, 1, Number(readlinkSync('/proc/thread-self').split('/').at(-1)));
		Atomics.store(watch, 0, 7);
		parentPort.on('message', ({ request }) => parentPort.postMessage([{ type: 'reply', request, ok: true, value: null }]));
		${work}`,
	);
	let reason: string | undefined;
	const handle = new WorkerHandle(
		script,
		{ onMessage: () => {}, onDeath: (why, culprit) => (reason = `${why}, in ${culprit}`) },
		{ unresponsiveMs: 200 },
	);
	return { died: () => reason, handle };
}

const seconds = (count: number): Promise<void> => new Promise((done) => setTimeout(done, 1_000 * count));

test.runIf(platform === 'linux')(
	'a thread that computes on and on is ended, one that is kept from computing is not',
	async () => {
		const spins = thread('for (;;);');
		const starves = thread('Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_500);');
		await expect.poll(spins.died, { timeout: 20_000 }).toBe('no answer for 200 ms, in 7');
		await seconds(1.6);
		expect(starves.died()).toBeUndefined();
		await starves.handle.end();
	},
);

test.runIf(platform === 'linux')('one that is silent for very long is ended all the same', async () => {
	const silent = thread('Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60_000); /* for ever */');
	await expect.poll(silent.died, { timeout: 30_000 }).toBe('no answer for 200 ms, in 7');
});
