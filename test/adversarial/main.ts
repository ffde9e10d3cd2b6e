import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { readAttempts } from './read-attempts.ts';

/**
 * `npm run adversarial [-- --only REGEX] [-- --show] [-- --profile]`: what a hostile student might type; fails when one of it does harm.
 * Attempts run in a process of their own: one that ends it is a failure as any, and the next one begins another.
 */
/** Three tries, each with its waiting. Who says nothing for longer is held up for good. */
const SILENT_MS_MAX = 180_000;

function option(name: string): string | undefined {
	const at = process.argv.indexOf(name);
	return at < 0 ? undefined : (process.argv[at + 1] ?? '');
}

export interface Report {
	readonly index: number;
	readonly faults: readonly string[];
	readonly longestMs: number;
}

if (process.argv.includes('--help')) {
	console.log(
		'usage: npm run -s adversarial [-- --only REGEX] [-- --show] [-- --profile]\n\n  --only   those whose name fits: "api/policy-cel"\n  --show   what each took and printed\n  --profile   the calls of its longest piece, with their milliseconds',
	);
	console.log(`\n${readAttempts().length} attempts, see test/adversarial/README.md`);
} else if (option('--from') === undefined) await parent();
else
	await (await import('./run-attempts.ts')).runAttempts(
		Number(option('--from')),
		{ shows: process.argv.includes('--show'), profiles: process.argv.includes('--profile') },
		chosen(),
	);

function chosen(): ReturnType<typeof readAttempts> {
	const only = new RegExp(option('--only') ?? '');
	return readAttempts().filter(({ name }) => only.test(name));
}

async function parent(): Promise<void> {
	const attempts = chosen();
	const startedAt = performance.now();
	let [failed, worstMs, next] = [0, 0, 0];
	while (next < attempts.length) {
		const status = await child(next, ({ index, faults, longestMs }) => {
			next = index + 1;
			worstMs = Math.max(worstMs, longestMs);
			if (faults.length > 0) failed++;
			for (const fault of faults) console.log(`${attempts[index]?.name}: ${fault}`);
		});
		if (next === attempts.length) break;
		failed++;
		console.log(`${attempts[next]?.name}: ended the process, or never came back (${status})`);
		next++;
	}
	const seconds = Math.round((performance.now() - startedAt) / 1_000);
	const total = `${attempts.length} attempts in ${seconds} s, ${failed} did harm`;
	console.log(`adversarial: ${total}; nothing held others up for longer than ${worstMs.toFixed(1)} ms`);
	process.exitCode = failed === 0 && attempts.length > 0 ? 0 : 1;
}

function child(from: number, onReport: (report: Report) => void): Promise<string> {
	return new Promise((resolve) => {
		const running = fork(fileURLToPath(import.meta.url), [...process.argv.slice(2), '--from', String(from)], {
			stdio: ['ignore', 'inherit', 'ignore', 'ipc'],
		});
		const watchdog = setTimeout(() => running.kill('SIGKILL'), SILENT_MS_MAX);
		running.on('message', (message) => {
			watchdog.refresh();
			onReport(message as Report);
		});
		running.on('exit', (code, signal) => {
			clearTimeout(watchdog);
			resolve(signal ?? `exit code ${code}`);
		});
	});
}
