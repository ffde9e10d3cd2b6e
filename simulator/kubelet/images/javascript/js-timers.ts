import type { Job } from './js-loop.ts';
import type { Held } from './js-values.ts';

export interface Timer {
	readonly id: number;
	dueMs: number;
	readonly everyMs: number | undefined;
	readonly job: Job;
	readonly holds: readonly Held[];
	isKept: boolean;
}

interface Entry {
	readonly dueMs: number;
	readonly timer: Timer;
}

/** What is due when, as a heap by time and number. What has been cleared or put off stays in it until it would be due. */
export class JsTimers {
	readonly #byId = new Map<number, Timer>();
	readonly #heap: Entry[] = [];
	#nextId = 1;

	get size(): number {
		return this.#byId.size;
	}

	values(): Iterable<Timer> {
		return this.#byId.values();
	}

	get hasKept(): boolean {
		for (const { isKept } of this.#byId.values()) if (isKept) return true;
		return false;
	}

	add(timer: Omit<Timer, 'id'>): Timer {
		const added = { ...timer, id: this.#nextId++ };
		this.#byId.set(added.id, added);
		this.#push(added);
		return added;
	}

	delete(id: number): void {
		this.#byId.delete(id);
	}

	/** When the next one is due. */
	nextMs(): number | undefined {
		for (;;) {
			const first = this.#heap[0];
			if (first === undefined || this.#isLive(first)) return first?.dueMs;
			this.#pop();
		}
	}

	/** Takes the one that is due first: it is over, or comes again. */
	take(nowMs: number): Timer | undefined {
		const dueMs = this.nextMs();
		if (dueMs === undefined || dueMs > nowMs) return undefined;
		const { timer } = this.#heap[0] as Entry;
		this.#pop();
		if (timer.everyMs === undefined) this.#byId.delete(timer.id);
		else {
			timer.dueMs = nowMs + timer.everyMs;
			this.#push(timer);
		}
		return timer;
	}

	#isLive({ dueMs, timer }: Entry): boolean {
		return timer.dueMs === dueMs && this.#byId.has(timer.id);
	}

	#push(timer: Timer): void {
		const heap = this.#heap;
		const entry: Entry = { dueMs: timer.dueMs, timer };
		let at = heap.length;
		heap.push(entry);
		while (at > 0) {
			const above = heap[(at - 1) >> 1] as Entry;
			if (!isBefore(entry, above)) break;
			heap[at] = above;
			at = (at - 1) >> 1;
		}
		heap[at] = entry;
	}

	#pop(): void {
		const heap = this.#heap;
		const last = heap.pop() as Entry;
		if (heap.length === 0) return;
		let at = 0;
		for (;;) {
			let below = 2 * at + 1;
			const [left, right] = [heap[below], heap[below + 1]];
			if (left === undefined) break;
			if (right !== undefined && isBefore(right, left)) below++;
			const first = heap[below] as Entry;
			if (!isBefore(first, last)) break;
			heap[at] = first;
			at = below;
		}
		heap[at] = last;
	}
}

function isBefore(a: Entry, b: Entry): boolean {
	return a.dueMs < b.dueMs || (a.dueMs === b.dueMs && a.timer.id < b.timer.id);
}
