import type { Process, Program } from '../../../kernel/process-api.ts';
import type { Task } from '../../../machinery/task.ts';
import { encodeUtf8 } from '../../../machinery/utf8.ts';
import { holdMemory } from './hold-memory.ts';

const USAGE = `\`stress' imposes certain types of compute stress on your system

Usage: stress [OPTION [ARG]] ...
 -?, --help         show this help statement
     --version      show version statement
 -v, --verbose      be verbose
 -q, --quiet        be quiet
 -n, --dry-run      show what would have been done
 -t, --timeout N    timeout after N seconds
     --backoff N    wait factor of N microseconds before work starts
 -c, --cpu N        spawn N workers spinning on sqrt()
 -i, --io N         spawn N workers spinning on sync()
 -m, --vm N         spawn N workers spinning on malloc()/free()
     --vm-bytes B   malloc B bytes per vm worker (default is 256MB)
     --vm-stride B  touch a byte every B bytes (default is 4096)
     --vm-hang N    sleep N secs before free (default none, 0 is inf)
     --vm-keep      redirty memory instead of freeing and reallocating
 -d, --hdd N        spawn N workers spinning on write()/unlink()
     --hdd-bytes B  write B bytes per hdd worker (default is 1GB)

Example: stress --cpu 8 --io 4 --vm 2 --vm-bytes 128M --timeout 10s

Note: Numbers may be suffixed with s,m,h,d,y (time) or B,K,M,G (size).

`;

const SHORT: ReadonlyMap<string, string> = new Map([
	['-?', '--help'],
	['-v', '--verbose'],
	['-q', '--quiet'],
	['-n', '--dry-run'],
	['-t', '--timeout'],
	['-c', '--cpu'],
	['-i', '--io'],
	['-m', '--vm'],
	['-d', '--hdd'],
]);
const SWITCHES = new Set(['--help', '--version', '--verbose', '--quiet', '--dry-run', '--vm-keep']);
const NUMBERS = new Set(
	'--timeout --backoff --cpu --io --vm --vm-bytes --vm-stride --vm-hang --hdd --hdd-bytes'.split(' '),
);
const UNITS: ReadonlyMap<string, number> = new Map([
	...([...'sSbB'].map((letter) => [letter, 1]) as [string, number][]),
	['k', 2 ** 10],
	['K', 2 ** 10],
	['m', 60],
	['M', 2 ** 20],
	['g', 2 ** 30],
	['G', 2 ** 30],
	['h', 3600],
	['d', 86_400],
	['y', 31_536_000],
]);
const WORKERS_MAX = 256;
/** One turn of a worker that never rests. */
const TURN_MS = 1000;

class Refusal extends Error {}

/** Models the stress 1.0 of polinux/stress. Differs: workers of --io and --hdd wait for a disk that is never busy. */
export const stress: Program = function* (process) {
	const say = (text: string): Task<void> => process.write(1, encodeUtf8(text));
	const fail = (text: string): Task<void> => process.write(2, encodeUtf8(`stress: FAIL: [${process.pid}] ${text}\n`));
	let options: ReadonlyMap<string, number>;
	try {
		options = parse(process.argv.slice(1));
	} catch (error) {
		if (!(error instanceof Refusal)) throw error;
		yield* fail(error.message);
		return 1;
	}
	if (options.has('--version')) {
		yield* say('stress 1.0.4\n');
		return 0;
	}
	const count = (name: string): number => Math.min(options.get(name) ?? 0, WORKERS_MAX);
	const hogs = ['--cpu', '--io', '--vm', '--hdd'].map((name) => [name.slice(2), count(name)] as const);
	if (options.has('--help') || hogs.every(([, workers]) => workers === 0)) {
		yield* say(USAGE);
		return 0;
	}
	const quiet = options.has('--quiet');
	const info = `dispatching hogs: ${hogs.map(([name, workers]) => `${workers} ${name}`).join(', ')}`;
	if (!quiet) yield* say(`stress: info: [${process.pid}] ${info}\n`);
	if (options.has('--dry-run')) return 0;
	const startedMs = process.now();
	const timeout = options.get('--timeout');
	const endMs = timeout === undefined || timeout === 0 ? Number.POSITIVE_INFINITY : startedMs + timeout * 1000;
	for (const [name, workers] of hogs) {
		const program = workerOf(name, options, endMs);
		for (let i = 0; i < workers; i++) process.spawn({ argv: process.argv, env: process.env, program });
	}
	const dead = yield* firstDead(
		process,
		hogs.reduce((sum, [, workers]) => sum + workers, 0),
	);
	const seconds = Math.floor((process.now() - startedMs) / 1000);
	if (dead === undefined) {
		if (!quiet) yield* say(`stress: info: [${process.pid}] successful run completed in ${seconds}s\n`);
		return 0;
	}
	yield* fail(`(415) <-- worker ${dead} got signal 9`);
	yield* process.write(2, encodeUtf8(`stress: WARN: [${process.pid}] (417) now reaping child worker processes\n`));
	process.kill(0, 'KILL');
	return 1;
};

function parse(words: readonly string[]): ReadonlyMap<string, number> {
	const options = new Map<string, number>();
	for (let at = 0; at < words.length; at++) {
		const word = words[at] as string;
		const name = SHORT.get(word) ?? word;
		if (SWITCHES.has(name)) options.set(name, 1);
		else if (NUMBERS.has(name)) {
			at++;
			const value = words[at];
			if (value === undefined) throw new Refusal(`(362) missing argument to option '${word}'`);
			const match = /^(\d+)([a-zA-Z]?)$/.exec(value);
			const unit = match?.[2] === '' ? 1 : UNITS.get(match?.[2] ?? '');
			if (match === null || unit === undefined) throw new Refusal(`(522) invalid number: ${value}`);
			options.set(name, Number(match[1]) * unit);
		} else throw new Refusal(`(244) unrecognized option: ${word}`);
	}
	return options;
}

/** Waits for all; the first that was killed ends the run. */
function* firstDead(process: Process, workers: number): Task<number | undefined> {
	for (let left = workers; left > 0; left--) {
		const result = yield* process.wait(-1);
		if (result?.kind === 'signaled') return result.pid;
	}
	return undefined;
}

function workerOf(name: string, options: ReadonlyMap<string, number>, endMs: number): Program {
	return (process) => work(process, name, options, endMs);
}

function* work(process: Process, name: string, options: ReadonlyMap<string, number>, endMs: number): Task<number> {
	const bytes = options.get('--vm-bytes') ?? 256 * 2 ** 20;
	const hang = name === 'vm' ? options.get('--vm-hang') : name === 'cpu' ? undefined : 0;
	while (process.now() < endMs) {
		if (name === 'vm') holdMemory(process, bytes);
		const leftMs = endMs - process.now();
		if (hang === undefined) yield* process.burnCpu(Math.min(TURN_MS, leftMs));
		else yield* process.sleep(Math.min(hang === 0 ? 2_000_000_000 : hang * 1000, leftMs));
		if (!options.has('--vm-keep')) holdMemory(process, 0);
	}
	return 0;
}
