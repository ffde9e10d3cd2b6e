import type { Errno } from '../process-api.ts';
import type { KernelProcess } from '../processes/kernel-process.ts';
import type { EventSubject, SystemEvent, Tracer } from './system-event.ts';
import { TracedProcess } from './traced-process.ts';

export interface CallDetails {
	readonly parameters: SystemEvent['parameters'];
	readonly result?: number | Errno;
	readonly subject?: EventSubject | undefined;
}

/** A machine's tracers. A kernel has one only while somebody listens: nobody else pays for it. */
export class Tracing {
	readonly #tracers = new Set<Tracer>();
	#number: number;
	#lastMs = 0;
	#lastSubNs = 0;

	/** @param number how many events there have been. */
	constructor(number: number) {
		this.#number = number;
	}

	get number(): number {
		return this.#number;
	}

	get isEmpty(): boolean {
		return this.#tracers.size === 0;
	}

	add(tracer: Tracer): void {
		this.#tracers.add(tracer);
	}

	remove(tracer: Tracer): void {
		this.#tracers.delete(tracer);
	}

	/** Whether anybody wants this call of this process. */
	wants(self: KernelProcess, call: string): boolean {
		const name = nameOf(self, call);
		for (const tracer of this.#tracers) if (isWanted(tracer, self, name)) return true;
		return false;
	}

	emit(self: KernelProcess, call: string, { parameters: all, result = 0, subject }: CallDetails): void {
		const name = nameOf(self, call);
		const parameters = name === call ? all : all.filter(([each]) => !BESIDES_PATHS.has(each));
		const number = this.#number++;
		const atNs = this.#nowNs(self.kernel.now());
		const event = { name, number, atNs, process: new TracedProcess(self), result, parameters, subject };
		for (const tracer of [...this.#tracers]) if (isWanted(tracer, self, name)) tracer.onEvent(event);
	}

	/** A process has come; a copy of its parent, or with a file to execute. */
	born(self: KernelProcess, executes: boolean): void {
		const parent = self.parent?.hostPid;
		for (const { only } of this.#tracers) {
			if (only?.follows && parent !== undefined && only.pids.has(parent)) only.pids.add(self.hostPid);
		}
		if (executes) this.executed(self);
	}

	/** A process executes a file from now on. */
	executed(self: KernelProcess): void {
		if (!this.wants(self, 'execve')) return;
		const parameters = [
			['filename', self.executable ?? self.argv[0] ?? ''],
			['argv', `[${self.argv.map((each) => JSON.stringify(each)).join(', ')}]`],
			['envp', `/* ${self.env.size} vars */`],
		] as const;
		this.emit(self, 'execve', { parameters });
	}

	/** The world's clock counts milliseconds: what comes within one is told apart by the order. */
	#nowNs(nowMs: number): bigint {
		const isSame = nowMs === this.#lastMs;
		const step = 1_009 + ((this.#number * 7_919) % 2_003);
		this.#lastSubNs = isSame ? Math.min(999_999, this.#lastSubNs + step) : (this.#number * 104_729) % 400_000;
		this.#lastMs = nowMs;
		return BigInt(nowMs) * 1_000_000n + BigInt(this.#lastSubNs);
	}
}

function isWanted(tracer: Tracer, self: KernelProcess, name: string): boolean {
	if (self.hostPid === tracer.ownPid || !tracer.wants(name)) return false;
	return tracer.only === undefined || tracer.only.pids.has(self.hostPid);
}

/** Calls by paths alone, in place of those that begin at a directory. */
const PLAIN_NAMES: ReadonlyMap<string, string> = new Map([
	['fchmodat', 'chmod'],
	['fchownat', 'chown'],
	['linkat', 'link'],
	['openat', 'open'],
	['renameat2', 'rename'],
	['symlinkat', 'symlink'],
	['unlinkat', 'unlink'],
]);

/** Parameters that only those have. */
const BESIDES_PATHS: ReadonlySet<string> = new Set(['dirfd', 'olddirfd', 'newdirfd', 'olddir', 'newdir', 'linkdirfd']);

/** Which of the calls that do the same a program makes: musl's library makes the plain ones, busybox all but open. */
function nameOf(self: KernelProcess, call: string): string {
	const plain = PLAIN_NAMES.get(call);
	if (plain === undefined) return call;
	if (self.root.typeOf(MUSL) !== undefined) return plain;
	return plain !== 'open' && self.executable?.endsWith('/busybox') === true ? plain : call;
}

/** musl's dynamic linker. */
const MUSL = '/lib/ld-musl-x86_64.so.1';
