import type { Process, Program } from '../../../kernel/process-api.ts';
import { parseDuration } from '../../../machinery/duration.ts';
import { wholeValue } from '../../../machinery/quantity.ts';
import type { Task } from '../../../machinery/task.ts';
import { encodeUtf8 } from '../../../machinery/utf8.ts';
import { klogLine } from './component-program.ts';
import { holdMemory } from './hold-memory.ts';
import { goFlag } from './simple-http.ts';

const CPUS_MAX = 64;
const TURN_MS = 1000;

/** Takes memory in pieces and spins on CPUs. Models the main.go of vish/stress. */
export const vishStress: Program = function* (process) {
	const args = process.argv.slice(1);
	const total = goFlag(args, 'mem-total') ?? '0';
	const piece = goFlag(args, 'mem-alloc-size') ?? '4Ki';
	const pause = goFlag(args, 'mem-alloc-sleep') ?? '1ms';
	const cpus = Math.min(Number(goFlag(args, 'cpus') ?? '0') || 0, CPUS_MAX);
	const log = (source: string, text: string): Task<void> =>
		process.write(2, encodeUtf8(klogLine(process.now(), process.pid, 'I', source, text)));
	yield* log(
		'main.go:26',
		`Allocating ${JSON.stringify(total)} memory, in ${JSON.stringify(piece)} chunks, with a ${pause} sleep between allocations`,
	);
	for (let i = 0; i < cpus; i++) {
		yield* log('main.go:39', 'Spawning a thread to consume CPU');
		process.spawn({ argv: process.argv, env: process.env, program: spin });
	}
	yield* allocate(process, wholeValue(total), wholeValue(piece), (parseDuration(pause) ?? 1e6) / 1e6);
	yield* log('main.go:29', `Allocated ${JSON.stringify(total)} memory`);
	for (;;) yield* process.sleep(2_000_000_000);
};

/** Differs: at most a thousand steps, each of several pieces then. */
function* allocate(process: Process, total: number, piece: number, pauseMs: number): Task<void> {
	const pieces = Math.ceil(total / Math.max(piece, 1));
	const together = Math.max(1, Math.ceil(pieces / 1000));
	for (let done = 0; done < pieces; done += together) {
		holdMemory(process, Math.min(total, (done + together) * piece));
		yield* process.sleep(pauseMs * together);
	}
}

const spin: Program = function* (process) {
	for (;;) yield* process.burnCpu(TURN_MS);
};
