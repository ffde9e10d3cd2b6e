import { type Beat, type BeatTimer, RunningBeat, SteadyBeats } from './beat.ts';

/**
 * The world's clock and its only schedule: callbacks ordered by (virtual time, sequence). A callback
 * runs to completion; time moves only between callbacks.
 */
export interface Timer {
	/** Withdraws the callback; harmless when it has run. */
	cancel(): void;
}

interface Scheduled {
	atMs: number;
	sequence: number;
	callback: (() => void) | undefined;
	/** A beat is no event of its own. */
	readonly kind: 'event' | 'beat';
}

export class EventLoop {
	#nowMs: number;
	#sequence = 0;
	readonly #heap: Scheduled[] = [];
	/** What was posted at this very time, in order, from `#postedFrom` on. Most callbacks are, and they need no sorting. */
	#posted: Scheduled[] = [];
	#postedFrom = 0;
	#cancelled = 0;
	/** Callbacks that `runUntil` may still run. */
	#stepsLeft = Number.POSITIVE_INFINITY;
	#beatsScheduled = 0;
	/** Beats that need not be run. */
	readonly steady = new SteadyBeats();

	/** @param startMs virtual milliseconds since the Unix epoch. */
	constructor(startMs: number) {
		this.#nowMs = startMs;
	}

	/** Virtual milliseconds since the Unix epoch. An integer. */
	now(): number {
		return this.#nowMs;
	}

	/** Runs `callback` `delayMs` from now (rounded up to a whole millisecond, at least 0). */
	after(delayMs: number, callback: () => void): Timer {
		return this.at(this.#nowMs + Math.max(0, Math.ceil(delayMs)), callback);
	}

	/** Runs `callback` at `atMs` (rounded up to a whole millisecond); a time in the past means now. */
	at(atMs: number, callback: () => void): Timer {
		return this.#schedule(Math.max(Math.ceil(atMs), this.#nowMs), callback, 'event');
	}

	/**
	 * Runs `beat` every `periodMs`, for the first time `firstMs` from now. Occurrences of which nothing comes are not run
	 * one by one, and nobody has to move time for them.
	 */
	every(periodMs: number, beat: Beat, firstMs = periodMs): BeatTimer {
		return new RunningBeat(this, beat, Math.ceil(periodMs), this.#nowMs + Math.ceil(firstMs));
	}

	/** Something happens from outside: whatever beats did last, they do it again. */
	disturb(): void {
		this.steady.skipTo(this.#nowMs, this);
		this.steady.disturb(this.#nowMs);
	}

	/** For beats: as `at`, and not an event that disturbs others. */
	beatAt(atMs: number, callback: () => void): Timer {
		this.#beatsScheduled++;
		return this.#schedule(atMs, callback, 'beat');
	}

	/** For beats: how many callbacks have been scheduled ever that are none. */
	get scheduled(): number {
		return this.#sequence - this.#beatsScheduled;
	}

	/** For beats that have been skipped: does what they would have done when they would have done it. */
	during(atMs: number, callback: () => void): void {
		const nowMs = this.#nowMs;
		this.#nowMs = atMs;
		callback();
		this.#nowMs = nowMs;
	}

	#schedule(atMs: number, callback: () => void, kind: Scheduled['kind']): Timer {
		const scheduled: Scheduled = { atMs, sequence: this.#sequence++, callback, kind };
		this.#push(scheduled);
		return {
			cancel: () => {
				if (scheduled.callback === undefined) return;
				scheduled.callback = undefined;
				this.#cancelled++;
				if (this.#cancelled > 1024 && this.#cancelled * 2 > this.#heap.length) this.#sweep();
			},
		};
	}

	/** Runs `callback` after everything already due now, at the same virtual time. */
	readonly post = (callback: () => void): void => {
		this.#posted.push({ atMs: this.#nowMs, sequence: this.#sequence++, callback, kind: 'event' });
	};

	/** Virtual time of the next callback, or undefined when nothing is scheduled but beats of which nothing comes. */
	nextAt(): number | undefined {
		if (this.#postedFrom < this.#posted.length) return this.#nowMs;
		while (this.#heap.length > 0 && this.#heap[0]?.callback === undefined) this.#drop();
		return this.#heap[0]?.atMs;
	}

	/** Runs the next callback, moving time forward to it. False when nothing is scheduled. */
	step(): boolean {
		const atMs = this.nextAt();
		if (atMs === undefined) return false;
		const scheduled = this.#take();
		this.#nowMs = atMs;
		const callback = scheduled.callback;
		scheduled.callback = undefined;
		if (this.steady.size > 0) {
			this.steady.skipTo(atMs, this);
			if (scheduled.kind === 'event') this.steady.disturb(atMs);
		}
		callback?.();
		return true;
	}

	/**
	 * Runs everything due up to and including `untilMs`, then sets the clock there.
	 * @param maxSteps stop early after so many callbacks (a live world shares its thread); long ones count more, see `spend`.
	 * @returns whether the target was reached.
	 */
	runUntil(untilMs: number, maxSteps = Number.POSITIVE_INFINITY): boolean {
		this.#stepsLeft = maxSteps;
		for (;;) {
			const atMs = this.nextAt();
			if (atMs === undefined || atMs > untilMs) break;
			if (this.#stepsLeft <= 0) return false;
			this.#stepsLeft--;
			this.step();
		}
		if (this.steady.size > 0) this.steady.skipTo(untilMs, this);
		if (untilMs > this.#nowMs) this.#nowMs = untilMs;
		return true;
	}

	/** The callback that is running was as much work as `callbacks` more. When it stops early changes nothing in the world. */
	spend(callbacks: number): void {
		this.#stepsLeft -= callbacks;
	}

	/** Number of callbacks scheduled. */
	get size(): number {
		return this.#heap.length - this.#cancelled + this.#posted.length - this.#postedFrom;
	}

	/** The first of what was posted and what was scheduled; `nextAt` has said that there is one. */
	#take(): Scheduled {
		const posted = this.#posted[this.#postedFrom];
		if (posted === undefined) return this.#pop();
		const scheduled = this.#heap[0];
		if (scheduled !== undefined && isBefore(scheduled, posted)) return this.#pop();
		this.#postedFrom++;
		if (this.#postedFrom === this.#posted.length) {
			// A long queue is given back.
			if (this.#postedFrom > POSTED_KEPT) this.#posted = [];
			else this.#posted.length = 0;
			this.#postedFrom = 0;
		}
		return posted;
	}

	#drop(): void {
		this.#pop();
		this.#cancelled--;
	}

	#sweep(): void {
		const live = this.#heap.filter((scheduled) => scheduled.callback !== undefined);
		this.#heap.length = 0;
		this.#cancelled = 0;
		for (const scheduled of live) this.#push(scheduled);
	}

	#push(scheduled: Scheduled): void {
		const heap = this.#heap;
		let index = heap.length;
		heap.push(scheduled);
		while (index > 0) {
			const parent = (index - 1) >> 1;
			const above = heap[parent] as Scheduled;
			if (!isBefore(scheduled, above)) break;
			heap[index] = above;
			index = parent;
		}
		heap[index] = scheduled;
	}

	#pop(): Scheduled {
		const heap = this.#heap;
		const top = heap[0] as Scheduled;
		const last = heap.pop() as Scheduled;
		const size = heap.length;
		if (size === 0) return top;
		let index = 0;
		for (;;) {
			let child = 2 * index + 1;
			if (child >= size) break;
			const right = heap[child + 1];
			if (right !== undefined && isBefore(right, heap[child] as Scheduled)) child++;
			if (!isBefore(heap[child] as Scheduled, last)) break;
			heap[index] = heap[child] as Scheduled;
			index = child;
		}
		heap[index] = last;
		return top;
	}
}

/** Room for so many posted callbacks is kept when they have run. */
const POSTED_KEPT = 64;

function isBefore(a: Scheduled, b: Scheduled): boolean {
	return a.atMs < b.atMs || (a.atMs === b.atMs && a.sequence < b.sequence);
}
