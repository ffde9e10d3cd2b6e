import { type Process, type Program, SystemError } from '../../../kernel/process-api.ts';
import type { Task } from '../../../machinery/task.ts';
import { encodeUtf8 } from '../../../machinery/utf8.ts';
import { holdMemory } from './hold-memory.ts';

/** Stressors that use a processor whole, and those that mostly wait for something. */
const BUSY = new Set(
	`af-alg atomic branch brk bsearch cache context cpu crypt fork fp funccall getrandom hash heapsort hsearch icache
	judy lockbus longjmp lsearch malloc matrix matrix-3d memcpy memfd memrate memthrash mergesort mmap mutex nop null pipe
	prefetch prime pthread qsort radixsort rand skiplist sort stack str stream switch timer trig tree tsearch vecmath vm
	wcs yield zero zlib`.split(/\s+/),
);
const WAITING = new Set(
	'aio hdd io iomix epoll eventfd fault nanosleep poll readahead seek sleep sock udp sync-file'.split(' '),
);
const SHORT: ReadonlyMap<string, string> = new Map([
	['c', 'cpu'],
	['m', 'vm'],
	['i', 'io'],
	['d', 'hdd'],
	['f', 'fork'],
	['s', 'switch'],
	['p', 'pipe'],
	['S', 'sock'],
	['T', 'timer'],
	['C', 'cache'],
	['B', 'bigheap'],
	['l', 'cpu-load'],
	['t', 'timeout'],
	['q', 'quiet'],
	['v', 'verbose'],
	['M', 'metrics'],
	['h', 'help'],
	['V', 'version'],
	['k', 'keep-name'],
	['n', 'dry-run'],
]);
const FLAGS = new Set(
	`quiet verbose metrics metrics-brief help version keep-name dry-run aggressive verify times tz perf vm-keep vm-populate
	vm-locked oomable oom-avoid no-rand-seed page-in minimize maximize abort timestamp log-brief oomable thrash thermalstat
	vm-madvise-random ignite-cpu`.split(/\s+/),
);
/** Options with a value besides those whose names begin with a stressor's. */
const VALUES = new Set(
	'timeout backoff taskset temp-path log-file yaml seed sched sched-prio class sequential all random job'.split(' '),
);
const TIME_UNITS: ReadonlyMap<string, number> = new Map([
	['', 1],
	['s', 1],
	['m', 60],
	['h', 3600],
	['d', 86_400],
	['w', 604_800],
	['y', 31_556_926],
]);
const SIZE_UNITS: ReadonlyMap<string, number> = new Map([
	['', 1],
	['b', 1],
	['k', 2 ** 10],
	['m', 2 ** 20],
	['g', 2 ** 30],
	['t', 2 ** 40],
]);
const DAY_SECONDS = 86_400;
const WORKERS_MAX = 256;
const TURN_MS = 100;
/** Bogus operations a second of processor time. */
const OPERATIONS: ReadonlyMap<string, number> = new Map([
	['cpu', 1_580],
	['vm', 62_000],
	['matrix', 2_140],
]);
const MIN_VM_BYTES = 4_096;
const VM_BYTES = 256 * 2 ** 20;

const VERSION = 'stress-ng, version 0.17.06 (gcc 13.2.0, x86_64 Linux 6.8.0)\n';
const OLD_VERSION = 'stress-ng, version 0.12.05 (gcc 10.2.1, x86_64 Linux 5.10.0)\n';
const HELP = `
Usage: stress-ng [OPTION [ARG]]

General control options:
       --abort            abort all stressors if any stressor fails
       --dry-run          do not run
-h,    --help             show help
-k,    --keep-name        keep stress worker names to be 'stress-ng'
       --metrics          print pseudo metrics of activity
       --metrics-brief    enable metrics and only show non-zero results
-q,    --quiet            quiet output
-t T,  --timeout T        timeout after T seconds
       --times            show run time summary at end of the run
-v,    --verbose          verbose output
-V,    --version          show version

Stressor specific options:
-c N,  --cpu N            start N workers that perform CPU only loading
-l P,  --cpu-load P       load CPU by P %, 0=sleep, 100=full load (see -c)
       --cpu-method M     specify stress cpu method M, default is all
       --cpu-ops N        stop after N cpu bogo operations
-d N,  --hdd N            start N workers spinning on write()/unlink()
       --hdd-bytes N      write N bytes per hdd worker (default is 1GB)
-i N,  --io N             start N workers spinning on sync()
       --matrix N         start N workers exercising matrix operations
-m N,  --vm N             start N workers spinning on anonymous mmap
       --vm-bytes N       allocate N bytes per vm worker (default 256MB)
       --vm-hang N        sleep N seconds before freeing memory
       --vm-keep          redirty memory instead of reallocating

Example: stress-ng --cpu 8 --io 4 --vm 2 --vm-bytes 128M --fork 4 --timeout 10s

Note: sizes can be suffixed with B, K, M, G and times with s, m, h, d, y
`;

class Refusal extends Error {}

interface Wish {
	/** How many workers, by stressor. */
	readonly hogs: ReadonlyMap<string, number>;
	readonly values: ReadonlyMap<string, string>;
}

/** What a stressor's workers have done. */
interface Deeds {
	cpuMs: number;
	operations: number;
}

/**
 * Models stress-ng 0.17.06, or what it said before 0.14 for images that have that. Differs: there are few of its stressors;
 * those of disks and sockets wait; what bogus operations are worth is made up.
 */
export const stressNg: Program = function* (process) {
	const own = process.pid;
	const isOld = process.release !== undefined && /^v?0\.1[0-3]\./.test(process.release);
	let wish: Wish;
	try {
		wish = parse(process, process.argv.slice(1));
	} catch (error) {
		if (!(error instanceof Refusal)) throw error;
		yield* process.write(2, encodeUtf8(error.message));
		return 1;
	}
	const { hogs, values } = wish;
	const tell = (text: string, level = 'info: '): Task<void> =>
		process.write(1, encodeUtf8(`stress-ng: ${level} [${own}] ${text}\n`));
	const info = values.has('quiet') ? quiet : tell;
	if (values.has('help') || values.has('version')) {
		const version = isOld ? OLD_VERSION : VERSION;
		yield* process.write(1, encodeUtf8(values.has('help') ? version + HELP : version));
		return 0;
	}
	const given = values.get('timeout');
	const seconds = given === undefined ? DAY_SECONDS : amount(given, TIME_UNITS);
	const duration = isOld
		? `${seconds} second${seconds < 60 ? '' : ` (${durationText(seconds, 2)})`}`
		: durationText(seconds, 0);
	yield* info(`${given === undefined ? 'defaulting' : 'setting'} to a ${duration} run per stressor`);
	if (hogs.size === 0) {
		yield* process.write(2, encodeUtf8(`stress-ng: error: [${own}] No stress workers invoked\n`));
		return 1;
	}
	yield* info(`dispatching hogs: ${[...hogs].map(([name, count]) => `${count} ${name}`).join(', ')}`);
	if (values.has('dry-run')) return 0;
	const startedMs = process.now();
	const endMs = seconds === 0 ? Number.POSITIVE_INFINITY : startedMs + seconds * 1000;
	const deeds = new Map<string, Deeds>();
	for (const [name, count] of hogs) {
		const done: Deeds = { cpuMs: 0, operations: 0 };
		deeds.set(name, done);
		const program = workerOf(name, count, wish, endMs, done);
		for (let worker = 0; worker < count; worker++) {
			const title = values.has('keep-name') ? 'stress-ng' : `stress-ng-${name}`;
			process.spawn({ argv: [title], env: process.env, program });
		}
	}
	const killed = yield* allEnded(process);
	const ranMs = process.now() - startedMs;
	if (values.has('metrics') || values.has('metrics-brief')) {
		for (const line of metrics(deeds, hogs, ranMs, values.has('metrics')))
			yield* tell(line, isOld ? 'info: ' : 'metrc:');
	}
	const names = [...hogs].map(([name, count]) => `${name} (${count})`).join(' ');
	const workers = [...hogs.values()].reduce((sum, each) => sum + each, 0);
	if (!isOld) {
		yield* info('skipped: 0');
		yield* info(killed === 0 ? `passed: ${workers}: ${names}` : `passed: ${workers - killed}`);
		yield* info(killed === 0 ? 'failed: 0' : `failed: ${killed}`);
		yield* info('metrics untrustworthy: 0');
	}
	const ran = isOld
		? `${(ranMs / 1000).toFixed(2)}s${ranMs < 60_000 ? '' : ` (${durationText(ranMs / 1000, 2)})`}`
		: durationText(ranMs / 1000, 2);
	yield* info(killed === 0 ? `successful run completed in ${ran}` : `unsuccessful run completed in ${ran}`);
	return killed === 0 ? 0 : 2;
};

function* quiet(): Task<void> {}

function parse(process: Process, words: readonly string[]): Wish {
	const hogs = new Map<string, number>();
	const values = new Map<string, string>();
	for (let at = 0; at < words.length; at++) {
		const word = words[at] as string;
		const [, long, letter, attached] = /^(?:--([a-z0-9-]+)|-([A-Za-z0-9]))(?:=?(.*))$/s.exec(word) ?? [];
		const name = (long ?? SHORT.get(letter ?? ''))?.replace(/^(.*)=.*$/, '$1');
		if (name === undefined) {
			throw new Refusal(
				letter === undefined
					? `Unrecognised option '${word}', use stress-ng --help for more information\n`
					: `stress-ng: invalid option -- '${letter}'\nTry 'stress-ng --help' for more information.\n`,
			);
		}
		if (FLAGS.has(name)) {
			values.set(name, '');
			continue;
		}
		const isStressor = BUSY.has(name) || WAITING.has(name);
		const belongs = [...BUSY, ...WAITING].some((each) => name.startsWith(`${each}-`));
		if (!isStressor && !belongs && !VALUES.has(name)) {
			throw new Refusal(`stress-ng: unrecognized option '--${name}'\nTry 'stress-ng --help' for more information.\n`);
		}
		const value = attached === '' || attached === undefined ? words[++at] : attached;
		if (value === undefined) {
			const option =
				letter === undefined ? `option '--${name}' requires an argument` : `option requires an argument -- '${letter}'`;
			throw new Refusal(`stress-ng: ${option}\nTry 'stress-ng --help' for more information.\n`);
		}
		if (!isStressor) values.set(name, value);
		else {
			if (!/^-?\d+$/.test(value)) throw new Refusal(`Invalid number ${value}\n`);
			const count = Number(value) <= 0 ? process.machine.cpus : Number(value);
			hogs.set(name, Math.min(count, WORKERS_MAX));
		}
	}
	for (const [name, units] of [
		['timeout', TIME_UNITS],
		['vm-bytes', SIZE_UNITS],
	] as const) {
		const text = values.get(name);
		if (text !== undefined && !(name === 'vm-bytes' && /^\d+%$/.test(text))) amount(text, units);
	}
	return { hogs, values };
}

function amount(text: string, units: ReadonlyMap<string, number>): number {
	const match = /^(\d+(?:\.\d+)?)([a-zA-Z]?)$/.exec(text);
	const unit = units.get((match?.[2] ?? '').toLowerCase());
	if (match === null || unit === undefined) throw new Refusal(`Illegal specifier ${text.slice(-1)}\n`);
	return Math.floor(Number(match[1]) * unit);
}

/** "1 min, 0 secs", "30 secs". */
function durationText(seconds: number, digits: number): string {
	const parts: string[] = [];
	let left = seconds;
	for (const [name, length] of [
		['day', DAY_SECONDS],
		['hour', 3600],
		['min', 60],
	] as const) {
		const count = Math.floor(left / length);
		left -= count * length;
		if (count > 0) parts.push(`${count} ${name}${count === 1 ? '' : 's'}`);
	}
	return [...parts, `${left.toFixed(digits)} secs`].join(', ');
}

function workerOf(name: string, count: number, wish: Wish, endMs: number, deeds: Deeds): Program {
	return (process) => work(process, name, count, wish, endMs, deeds);
}

function* work(
	process: Process,
	name: string,
	count: number,
	{ values }: Wish,
	endMs: number,
	deeds: Deeds,
): Task<number> {
	const load = name === 'cpu' ? Math.min(100, Math.max(0, Number(values.get('cpu-load') ?? 100))) : 100;
	const wanted = Number(values.get(`${name}-ops`) ?? Number.POSITIVE_INFINITY);
	const hangMs = name === 'vm' && values.has('vm-hang') ? Number(values.get('vm-hang')) * 1000 : undefined;
	const perSecond = OPERATIONS.get(name) ?? 4_000;
	while (process.now() < endMs && deeds.operations < wanted) {
		const turnMs = Math.min(TURN_MS, endMs - process.now());
		if (name === 'vm') holdMemory(process, Math.max(MIN_VM_BYTES, vmBytes(process, values) / count));
		if (hangMs !== undefined) {
			yield* process.sleep(Math.min(hangMs === 0 ? 2_000_000_000 : hangMs, endMs - process.now()));
			if (!values.has('vm-keep')) holdMemory(process, 0);
			continue;
		}
		const busyMs = WAITING.has(name) ? 1 : (turnMs * load) / 100;
		const startedMs = process.now();
		if (busyMs > 0) yield* process.burnCpu(busyMs);
		deeds.cpuMs += busyMs;
		deeds.operations = Math.min(wanted, deeds.operations + Math.round((busyMs * perSecond) / 1000));
		const restMs = WAITING.has(name) || load < 100 ? turnMs - (process.now() - startedMs) : 0;
		if (restMs > 0) yield* process.sleep(restMs);
	}
	return 0;
}

function vmBytes(process: Process, values: ReadonlyMap<string, string>): number {
	const text = values.get('vm-bytes');
	if (text === undefined) return VM_BYTES;
	return text.endsWith('%')
		? (process.machine.memoryBytes * Number.parseInt(text, 10)) / 100
		: amount(text, SIZE_UNITS);
}

/** @returns how many were killed. */
function* allEnded(process: Process): Task<number> {
	let killed = 0;
	try {
		for (;;) {
			const result = yield* process.wait(-1);
			if (result?.kind === 'signaled') killed++;
		}
	} catch (error) {
		if (!(error instanceof SystemError) || error.errno !== 'ECHILD') throw error;
		return killed;
	}
}

function metrics(
	deeds: ReadonlyMap<string, Deeds>,
	hogs: ReadonlyMap<string, number>,
	ranMs: number,
	whole: boolean,
): string[] {
	const fixed = (number: number, width: number): string => number.toFixed(2).padStart(width);
	const lines = [
		`stressor       bogo ops real time  usr time  sys time   bogo ops/s     bogo ops/s${whole ? ' CPU used per       RSS Max' : ''}`,
		`                          (secs)    (secs)    (secs)   (real time) (usr+sys time)${whole ? ' instance (%)          (KB)' : ''}`,
	];
	for (const [name, { cpuMs, operations }] of deeds) {
		const [ran, used] = [ranMs / 1000, cpuMs / 1000];
		const rate = (by: number): number => (by === 0 ? 0 : operations / by);
		const share = ran === 0 ? 0 : (100 * used) / ran / (hogs.get(name) ?? 1);
		lines.push(
			`${name.padEnd(13)} ${String(operations).padStart(9)} ${fixed(ran, 9)} ${fixed(used, 9)} ${fixed(0, 9)} ${fixed(rate(ran), 12)} ${fixed(rate(used), 14)}${whole ? ` ${fixed(share, 12)} ${'7296'.padStart(13)}` : ''}`,
		);
	}
	return lines;
}
