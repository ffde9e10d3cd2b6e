import type { KernelProcess } from './kernel-process.ts';

/** Linux's pid_max on 64-bit machines. */
const PID_MAX = 4_194_304;

/** Process numbers as a container (or the host) sees them. The host's namespace sees every process. */
export class PidNamespace {
	readonly #processes = new Map<number, KernelProcess>();
	#next: number;
	#hasBegun = false;

	/** @param first the first pid given: 1 makes the first process this namespace's init. */
	constructor(first: number) {
		this.#next = first;
	}

	get init(): KernelProcess | undefined {
		const init = this.#processes.get(1);
		return init === undefined || init.isEnded ? undefined : init;
	}

	/** Its first process has ended: there are no more. */
	get isOver(): boolean {
		return this.#hasBegun && this.init === undefined;
	}

	allocate(): number {
		while (this.#processes.has(this.#next)) this.#advance();
		const pid = this.#next;
		this.#advance();
		return pid;
	}

	/** Numbers that processes had for a moment. */
	pass(count: number): void {
		for (let passed = 0; passed < count; passed++) this.#advance();
	}

	add(pid: number, process: KernelProcess): void {
		this.#hasBegun ||= pid === 1;
		this.#processes.set(pid, process);
	}

	remove(pid: number): void {
		this.#processes.delete(pid);
	}

	/** Zombies that nobody is left to bury. */
	clear(): void {
		this.#processes.clear();
		this.#hasBegun = false;
		this.#next = 1;
	}

	get(pid: number): KernelProcess | undefined {
		return this.#processes.get(pid);
	}

	get size(): number {
		return this.#processes.size;
	}

	/** In pid order. */
	all(): readonly KernelProcess[] {
		return [...this.#processes].sort((a, b) => a[0] - b[0]).map(([, process]) => process);
	}

	#advance(): void {
		this.#next = this.#next >= PID_MAX ? 300 : this.#next + 1;
	}
}
