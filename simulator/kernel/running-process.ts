import type { RunningProcess } from './machine-api.ts';
import type { Pipe, PipeFile } from './open-files/pipe.ts';
import type { Process, SignalName, WaitResult } from './process-api.ts';
import type { KernelProcess } from './processes/kernel-process.ts';
import type { Terminal } from './tty/terminal.ts';

/** The handle that `Machine.start` gives: standard input, signals and the end of a process tree. */
export class KernelRunningProcess implements RunningProcess {
	readonly #process: KernelProcess;
	readonly #terminal: Terminal | undefined;
	/** Our end of its standard input. */
	readonly #stdin: PipeFile | undefined;
	#stdinOpen: boolean;
	/** Input that did not fit the pipe yet. */
	#backlog: Uint8Array[] = [];
	#draining = false;
	#onDrain: (() => void)[] = [];

	constructor(process: KernelProcess, terminal: Terminal | undefined, stdin: PipeFile | undefined) {
		this.#process = process;
		this.#terminal = terminal;
		this.#stdin = stdin;
		this.#stdinOpen = stdin !== undefined;
	}

	get pid(): number {
		return this.#process.namespacePid;
	}

	get hostPid(): number {
		return this.#process.hostPid;
	}

	get process(): Process {
		return this.#process.calls;
	}

	/** For joining its namespaces. */
	get kernelProcess(): KernelProcess {
		return this.#process;
	}

	get exited(): WaitResult | undefined {
		return this.#process.result;
	}

	write(data: Uint8Array): boolean {
		if (this.#terminal !== undefined) return this.#terminal.input(data);
		if (!this.#stdinOpen || this.#stdin === undefined || data.length === 0) return true;
		this.#backlog.push(data.slice());
		this.#fill(this.#stdin.pipe);
		return this.#backlog.length === 0;
	}

	onDrain(callback: () => void): void {
		if (this.#terminal !== undefined) this.#terminal.onDrain(callback);
		else if (this.#backlog.length === 0) this.#process.kernel.post(callback);
		else this.#onDrain.push(callback);
	}

	/** The rest of the backlog is still delivered. A terminal has no such end: type Ctrl-D, or `hangup`. */
	closeStdin(): void {
		if (!this.#stdinOpen) return;
		this.#stdinOpen = false;
		if (this.#backlog.length === 0) this.#stdin?.release();
	}

	resize(columns: number, rows: number): void {
		this.#terminal?.resize(columns, rows);
	}

	signal(signal: SignalName): void {
		this.#process.signal(signal);
	}

	killAll(): void {
		const init = this.#process.namespace.init;
		if (this.#process.namespace === this.#process.kernel.pids) this.#process.terminateBySignal('KILL');
		else if (init !== undefined) init.terminateBySignal('KILL');
		else for (const process of this.#process.namespace.all()) process.terminateBySignal('KILL');
	}

	hangup(): void {
		this.#terminal?.hangup();
		this.closeStdin();
	}

	#fill(pipe: Pipe): void {
		while (this.#backlog.length > 0) {
			if (pipe.readers === 0) this.#backlog = [];
			const next = this.#backlog[0];
			if (next === undefined) break;
			if (pipe.room === 0) {
				this.#waitForRoom(pipe);
				return;
			}
			const piece = next.subarray(0, pipe.room);
			if (piece.length === next.length) this.#backlog.shift();
			else this.#backlog[0] = next.subarray(piece.length);
			pipe.push(piece);
		}
		if (!this.#stdinOpen) this.#stdin?.release();
		for (const callback of this.#onDrain.splice(0)) this.#process.kernel.post(callback);
	}

	#waitForRoom(pipe: Pipe): void {
		if (this.#draining) return;
		this.#draining = true;
		pipe.changed.arm(() => {
			this.#draining = false;
			this.#fill(pipe);
		});
	}
}
