import { ROOT_CREDENTIALS } from '../../../simulator/kernel/capabilities.ts';
import { stackLayers } from '../../../simulator/kernel/files/layer-stack.ts';
import { createMachine } from '../../../simulator/kernel/machine.ts';
import type { Layer, LayerEntry, Machine, NetworkFabric, StartOptions } from '../../../simulator/kernel/machine-api.ts';
import type { Process, Program, WaitResult } from '../../../simulator/kernel/process-api.ts';
import { SystemError } from '../../../simulator/kernel/process-api.ts';
import type { Context } from '../../../simulator/machinery/context.ts';
import { EventLoop } from '../../../simulator/machinery/event-loop.ts';
import { DEFAULT_LIMITS, type Limits } from '../../../simulator/machinery/limits.ts';
import { Random } from '../../../simulator/machinery/random.ts';
import type { Task } from '../../../simulator/machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../../simulator/machinery/utf8.ts';

export const START_MS = Date.UTC(2026, 10, 20, 9, 0, 0);

/** A machine with a few programs, for tests of the kernel. */
export interface Bench {
	readonly context: Context;
	readonly machine: Machine;
	/** Starts a program; what it writes collects in `output`. */
	start(program: Program, options?: Partial<StartOptions>): Started;
	/** Runs until nothing is due within `ms`. */
	run(ms?: number): void;
}

export interface Started {
	readonly running: ReturnType<Machine['start']>;
	output(): string;
	errors(): string;
	result(): WaitResult | undefined;
}

export function bench(
	options: {
		layers?: readonly Layer[];
		programs?: Record<string, Program>;
		fabric?: NetworkFabric;
		limits?: Partial<Limits>;
		cpus?: number;
	} = {},
): Bench {
	const context: Context = {
		loop: new EventLoop(START_MS),
		random: new Random('test'),
		limits: { ...DEFAULT_LIMITS, ...options.limits },
	};
	const machine = createMachine({
		context,
		hostname: 'host',
		layers: stackLayers([{ entries: new Map<string, LayerEntry>([['/tmp', TMP]]) }, ...(options.layers ?? [])]),
		programs: new Map(Object.entries(options.programs ?? {})),
		...(options.fabric === undefined ? {} : { fabric: options.fabric }),
		cpus: options.cpus ?? 1,
	});
	return {
		context,
		machine,
		start: (program, start = {}) => begin(machine, program, start),
		run: (ms = 60_000) => {
			context.loop.runUntil(context.loop.now() + ms);
		},
	};
}

const TMP: LayerEntry = { type: 'directory', mode: 0o1777 };

function begin(machine: Machine, program: Program, options: Partial<StartOptions>): Started {
	const texts = { stdout: '', stderr: '' };
	let result: WaitResult | undefined;
	const running = machine.start({
		argv: ['test'],
		env: new Map([['PATH', '/bin']]),
		cwd: '/',
		credentials: ROOT_CREDENTIALS,
		stdin: 'null',
		onOutput: (stream, data) => {
			texts[stream] += decodeUtf8(data);
		},
		onExit: (end) => {
			result = end;
		},
		program,
		...options,
	});
	return { running, output: () => texts.stdout, errors: () => texts.stderr, result: () => result };
}

export function* print(process: Process, text: string, fd = 1): Task<void> {
	yield* process.write(fd, encodeUtf8(text));
}

export function* readText(process: Process, fd: number, max = 65_536): Task<string> {
	return decodeUtf8(yield* process.read(fd, max));
}

/** The errno that `action` throws; 'none' when it does not. */
export function errnoOf(action: () => void): string {
	try {
		action();
		return 'none';
	} catch (error) {
		if (error instanceof SystemError) return error.errno;
		throw error;
	}
}

export function* errnoOfTask(task: Task<unknown>): Task<string> {
	try {
		yield* task;
		return 'none';
	} catch (error) {
		if (error instanceof SystemError) return error.errno;
		throw error;
	}
}
