import { type Process, SystemError, type WaitResult } from '../../kernel/process-api.ts';
import type { SystemEvent, Traced } from '../../kernel/tracing/system-event.ts';
import { anyOf, Signal, type Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { launch } from '../launch.ts';
import { Exit, type UnixRun, unixCommand } from '../unix-command.ts';
import { eventLine, summary, type Tally, timeText } from './call-lines.ts';
import { parseStrace, type StraceOptions } from './options.ts';

const LINES_MAX = 20_000;
/** Processes that are remembered as told of. */
const FOLLOWED_MAX = 4_096;
const LOOK_MS = 100;

/**
 * Shows the system calls of a process. Models strace 6.8. Differs: programs make fewer calls here than in life: none for
 * memory, libraries or descriptors' properties, and those that wait are shown when they are
 * over; of processes that others have made it does not say that they end.
 */
export const strace = unixCommand({
	name: 'strace',
	paths: ['/usr/bin/strace'],
	size: 1_640_496,
	*main(run) {
		const options = parseStrace(run.args);
		if (options.answer !== undefined) {
			yield* run.out.write(options.answer);
			return 0;
		}
		return yield* new Tracing(run, options).run();
	},
});

/** One run: what it has seen waits here until it is written. */
class Tracing {
	readonly #process: Process;
	readonly #options: StraceOptions;
	readonly #lines: string[] = [];
	readonly #tallies = new Map<string, Tally>();
	readonly #pids = new Set<number>();
	readonly #followed = new Set<number>();
	#fd = 2;
	readonly #traced: Traced[] = [];
	#changed: Signal | undefined;
	#child: number | undefined;

	constructor({ process }: UnixRun, options: StraceOptions) {
		this.#process = process;
		this.#options = options;
	}

	*run(): Task<number> {
		const { pids, command, output, quiet } = this.#options;
		const process = this.#process;
		for (const signal of ['INT', 'TERM', 'HUP'] as const) process.onSignal(signal, 'catch');
		if (output !== undefined) this.#fd = yield* this.#open(output);
		for (const pid of pids) this.#attach(pid);
		if (!quiet) for (const pid of pids) yield* this.#say(`strace: Process ${pid} attached\n`);
		if (command.length > 0) this.#start(command);
		const result = yield* this.#follow();
		for (const traced of this.#traced) traced.stop();
		yield* this.#write();
		if (this.#options.counts) yield* process.write(this.#fd, encodeUtf8(summary(this.#tallies)));
		return result === undefined ? 0 : result.kind === 'exited' ? result.status : 128;
	}

	*#open(path: string): Task<number> {
		try {
			return yield* this.#process.open(path, { write: true, create: true, truncate: true }, 0o666);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			throw new Exit(
				1,
				`strace: Can't fopen '${path}': ${error.errno === 'EACCES' ? 'Permission denied' : 'No such file or directory'}\n`,
			);
		}
	}

	#attach(pid: number): void {
		this.#pids.add(pid);
		if (pid === this.#process.pid) throw new Exit(1, "strace: I'm sorry, I can't let you do that, Dave.\n");
		try {
			this.#listen(new Set([pid]));
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			const reason = error.errno === 'ESRCH' ? 'No such process' : 'Operation not permitted';
			throw new Exit(1, `strace: attach: ptrace(PTRACE_SEIZE, ${pid}): ${reason}\n`);
		}
	}

	#listen(pids: Set<number>): void {
		const { isWanted, follows } = this.#options;
		const traced = this.#process.traceCalls({
			wants: (name) => isWanted(name) || (follows && name === 'execve'),
			only: { pids, follows: follows || this.#options.command.length > 0 },
			onEvent: (event) => this.#seen(event),
		});
		this.#traced.push(traced);
		this.#changed ??= new Signal(traced.post);
	}

	#start(command: readonly string[]): void {
		this.#listen(new Set([this.#process.pid]));
		try {
			this.#child = launch(this.#process, command);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			const reason = error.errno === 'ENOENT' ? 'No such file or directory' : 'Permission denied';
			const what = command[0]?.includes('/') ? `exec: ${reason}` : `Can't stat '${command[0]}': ${reason}`;
			throw new Exit(1, `strace: ${what}\n`);
		}
	}

	/** Called while the other process makes its call. */
	#seen(event: SystemEvent): void {
		const { follows, counts, times, isWanted } = this.#options;
		const { pid } = event.process;
		if (!follows && this.#child !== undefined && event.process.ownPid !== this.#child && pid !== this.#child) return;
		const isFirst = this.#isFirst(event);
		if (follows && !isFirst) this.#greet(pid);
		if (!isWanted(event.name)) return;
		if (counts) {
			const tally = this.#tallies.get(event.name) ?? { calls: 0, errors: 0 };
			tally.calls++;
			if (typeof event.result !== 'number') tally.errors++;
			this.#tallies.set(event.name, tally);
			return;
		}
		if (this.#lines.length >= LINES_MAX) return;
		const who = follows && (!isFirst || this.#pids.size > 1) ? `[pid ${String(pid).padStart(5)}] ` : '';
		this.#lines.push(`${who}${timeText(event, times)}${eventLine(event, this.#options.stringMax)}\n`);
		this.#changed?.wakeAll();
	}

	/** Whether it is what strace was asked for, not what that has made. A command's first call comes before its pid is known. */
	#isFirst({ process: { pid, ownPid } }: SystemEvent): boolean {
		if (this.#options.command.length === 0) return this.#pids.has(pid);
		return this.#child === undefined || pid === this.#child || ownPid === this.#child;
	}

	/** Says that a process that another one has made is looked at too. */
	#greet(pid: number): void {
		if (this.#followed.has(pid) || this.#options.quiet || this.#fd !== 2) return;
		if (this.#followed.size >= FOLLOWED_MAX) this.#followed.clear();
		this.#followed.add(pid);
		if (this.#lines.length >= LINES_MAX) return;
		this.#lines.push(`strace: Process ${pid} attached\n`);
		this.#changed?.wakeAll();
	}

	/** Until the processes have ended, or somebody ends it. */
	*#follow(): Task<WaitResult | undefined> {
		const process = this.#process;
		for (;;) {
			yield* this.#write();
			if (this.#child !== undefined) {
				const result = yield* process.wait(this.#child, { nohang: true });
				if (result !== undefined) return yield* this.#ended(result);
			} else if (this.#left().length === 0) return undefined;
			try {
				const waits = [
					process.lookEvery(LOOK_MS, () => this.#child !== undefined || this.#left().length < this.#pids.size),
				];
				if (this.#changed !== undefined && this.#lines.length === 0)
					yield* process.block(anyOf([...waits, this.#changed]));
			} catch (error) {
				if (!(error instanceof SystemError) || error.errno !== 'EINTR') throw error;
			}
			if (process.takeSignals().length === 0) continue;
			yield* this.#write();
			for (const pid of this.#pids) yield* this.#say(`strace: Process ${pid} detached\n`);
			return undefined;
		}
	}

	*#ended(result: WaitResult): Task<WaitResult> {
		yield* this.#write();
		const text =
			result.kind === 'exited'
				? `exited with ${result.status}`
				: `killed by SIG${'signal' in result ? result.signal : ''}`;
		if (!this.#options.counts && !this.#options.quiet) {
			yield* this.#process.write(this.#fd, encodeUtf8(`+++ ${text} +++\n`));
		}
		return result;
	}

	#left(): readonly number[] {
		const there = new Set(
			this.#process.machine
				.processes()
				.filter(({ state }) => state !== 'Z')
				.map(({ pid }) => pid),
		);
		return [...this.#pids].filter((pid) => there.has(pid));
	}

	*#write(): Task<void> {
		while (this.#lines.length > 0) {
			const text = this.#lines.splice(0).join('');
			yield* this.#process.write(this.#fd, encodeUtf8(text));
		}
	}

	*#say(text: string): Task<void> {
		yield* this.#process.write(2, encodeUtf8(text));
	}
}
