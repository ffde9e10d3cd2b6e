import type { Process } from '../../../kernel/process-api.ts';
import type { Task } from '../../../machinery/task.ts';
import { holdMemory } from '../programs/hold-memory.ts';
import { Reach } from './js-memory.ts';
import type { Held } from './js-values.ts';

/** Before it ends for want of memory. Differs: V8 counts bytes, this one what it has made. */
const UNITS_MAX = 1_500_000;
const EXTERNAL_MAX = 4 * 2 ** 30;
const LOOK_AFTER = 200_000;
const UNIT_BYTES = 64;
const HELD_STEP_BYTES = 1024 * 1024;
/** What Node has in memory before it has done anything. */
const BASE_BYTES = 38 * 1024 * 1024;

export class OutOfMemory extends Error {}

/** Counts what a program makes, and now and then what of it can still be reached. */
export class JsHeap {
	readonly #process: Process;
	/** What expressions that are being worked out hold. */
	readonly #halves = new Set<{ readonly held: Held | readonly Held[] }>();
	#units = 0;
	/** Bytes of large buffers. */
	#external = 0;
	#looks = 0;
	#lookAt = LOOK_AFTER;
	#heldBytes = 0;

	constructor(process: Process) {
		this.#process = process;
	}

	/** Something has been made: `size` in rough units of what an object takes. */
	count(size: number): void {
		this.#units += size;
		this.#hold();
		if (this.#units > UNITS_MAX) throw new OutOfMemory();
	}

	countBuffer(size: number, isVirtual: boolean): void {
		if (!isVirtual) {
			this.count(1 + size / UNIT_BYTES);
			return;
		}
		this.#external += size;
		this.#hold();
		if (this.#external > EXTERNAL_MAX) throw new OutOfMemory();
	}

	/** Keeps a value in mind while something else is worked out; what it gives must be called then. */
	hold(held: Held | readonly Held[]): () => void {
		const half = { held };
		this.#halves.add(half);
		return () => this.#halves.delete(half);
	}

	get wantsLook(): boolean {
		return this.#units > this.#lookAt;
	}

	/** Counts what can still be reached from there. */
	*look(roots: readonly Iterable<Held>[]): Task<void> {
		const reach = new Reach(++this.#looks);
		for (const values of roots) reach.add(values, Number.POSITIVE_INFINITY);
		for (const { held } of this.#halves) {
			const values: readonly Held[] = Array.isArray(held) ? held : [held as Held];
			reach.units += values.length;
			reach.add(values, values.length);
		}
		yield* reach.run(this.#process);
		this.#units = reach.units;
		this.#external = reach.bytes;
		this.#lookAt = Math.max(LOOK_AFTER, this.#units * 1.5);
		this.#hold();
	}

	/** The machine's side of it: a container's limit kills who goes over it. */
	#hold(): void {
		const bytes = BASE_BYTES + this.#units * UNIT_BYTES + this.#external;
		if (Math.abs(bytes - this.#heldBytes) < HELD_STEP_BYTES) return;
		this.#heldBytes = bytes;
		holdMemory(this.#process, bytes);
	}
}
