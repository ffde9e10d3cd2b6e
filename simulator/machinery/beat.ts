import type { EventLoop, Timer } from './event-loop.ts';

/**
 * What comes again and again at a fixed pace. While nothing else happens in a world, what its beats do is known from
 * the last time, and any number of occurrences is done at once: see `EventLoop.every`.
 */
export interface Beat {
	/**
	 * One occurrence.
	 * @returns whether nothing came of it (nobody was told, nothing was put off) and nothing would come of the next one
	 * either, as long as only beats happen.
	 */
	run(): boolean;
	/**
	 * Does at once what `times` occurrences would have done, the last of them now; beats with the same tally have written
	 * `writes` times since the last call of any, this one's last occurrence included. Nobody may be told, and nothing put
	 * off. Absent: there is nothing to be done.
	 * @returns whether that went as it did before.
	 */
	skip?(times: number, writes: number): boolean;
	/** What its writes are counted in. Absent: it writes once an occurrence, and that counts in the world's store. */
	readonly tally?: Tally;
	/** Virtual time from which something may come of it all the same. Absent: never. */
	steadyUntil?(): number;
}

/** Something that numbers what is written to it. */
export interface Tally {
	/** The same object for all that are counted together. */
	readonly of: object;
	/** Writes of one occurrence. Does not change while the beat is steady. */
	readonly each: number;
}

export interface BeatTimer extends Timer {
	/** Nothing has happened since its last occurrence, of which nothing had come. */
	readonly isSteady: boolean;
}

/**
 * The beats of a loop of whose last occurrence nothing came: until anything else happens, their occurrences are
 * arithmetic. The others are callbacks as all are.
 */
export class SteadyBeats {
	/** In the order in which they became so. */
	#beats: RunningBeat[] = [];
	#ids = 0;

	get size(): number {
		return this.#beats.length;
	}

	nextId(): number {
		return this.#ids++;
	}

	/** Something happens that is no beat: what they did last says nothing about what they will do. */
	disturb(nowMs: number): void {
		const beats = this.#beats;
		if (beats.length === 0) return;
		this.#beats = [];
		for (const beat of beats) beat.resume(nowMs);
	}

	add(beat: RunningBeat): void {
		this.#beats.push(beat);
	}

	remove(beat: RunningBeat): void {
		this.#beats = this.#beats.filter((each) => each !== beat);
	}

	/** Does what would have been written until `untilMs`, in the order of the beats' last occurrences. */
	skipTo(untilMs: number, loop: EventLoop): void {
		const due = this.#beats.filter((each) => each.writes && each.occurrences(untilMs) > 0);
		if (due.length === 0) return;
		const before = loop.scheduled;
		let isNews = false;
		const steps = due
			.map((each) => ({ each, times: each.occurrences(untilMs), atMs: each.lastUntil(untilMs) }))
			.sort((a, b) => a.atMs - b.atMs || a.each.id - b.each.id)
			.map((step) => ({ ...step, writes: writesUntil(due, step.each, step.atMs) }));
		const written = new Map<object | undefined, number>();
		for (const { each, times, atMs, writes } of steps) {
			const own = writes - (written.get(each.tally?.of) ?? 0);
			loop.during(atMs, () => {
				if (!each.skip(times, own)) isNews = true;
			});
			written.set(each.tally?.of, writes);
		}
		if (isNews || loop.scheduled !== before) this.disturb(loop.now());
	}
}

/** What is written by all that share a tally with `last` until its occurrence at `atMs`, included. */
function writesUntil(beats: readonly RunningBeat[], last: RunningBeat, atMs: number): number {
	let writes = 0;
	for (const each of beats) {
		if (each.tally?.of !== last.tally?.of) continue;
		writes += (each.tally?.each ?? 1) * each.occurrences(each.id <= last.id ? atMs : atMs - 1);
	}
	return writes;
}

/** A beat and when it comes next. */
export class RunningBeat implements BeatTimer {
	/** Of two whose last occurrences are at the same time, the older beat's comes first. */
	readonly id: number;
	readonly #loop: EventLoop;
	readonly #beat: Beat;
	readonly #periodMs: number;
	/** The next occurrence that has been neither run nor skipped. */
	#nextAtMs: number;
	#timer: Timer | undefined;
	#isSteady = false;
	#cancelled = false;

	constructor(loop: EventLoop, beat: Beat, periodMs: number, firstAtMs: number) {
		this.id = loop.steady.nextId();
		this.#loop = loop;
		this.#beat = beat;
		this.#periodMs = periodMs;
		this.#nextAtMs = firstAtMs;
		this.#arm(firstAtMs);
	}

	get isSteady(): boolean {
		return this.#isSteady;
	}

	/** Whether there is something to do for occurrences that are skipped. */
	get writes(): boolean {
		return this.#beat.skip !== undefined;
	}

	cancel(): void {
		this.#cancelled = true;
		this.#timer?.cancel();
		this.#wake();
	}

	get tally(): Tally | undefined {
		return this.#beat.tally;
	}

	/** How many occurrences there are until `atMs`, included. */
	occurrences(atMs: number): number {
		return atMs < this.#nextAtMs ? 0 : Math.floor((atMs - this.#nextAtMs) / this.#periodMs) + 1;
	}

	/** When the last of them is. */
	lastUntil(atMs: number): number {
		return this.#nextAtMs + (this.occurrences(atMs) - 1) * this.#periodMs;
	}

	skip(times: number, writes: number): boolean {
		this.#nextAtMs += times * this.#periodMs;
		return this.#beat.skip?.(times, writes) ?? true;
	}

	/** Every occurrence runs again. Those until now have been skipped. */
	resume(nowMs: number): void {
		this.#isSteady = false;
		this.#timer?.cancel();
		this.#nextAtMs += this.occurrences(nowMs) * this.#periodMs;
		this.#arm(this.#nextAtMs);
	}

	#arm(atMs: number): void {
		this.#timer = this.#loop.beatAt(atMs, () => this.#run());
	}

	#run(): void {
		this.#wake();
		this.#nextAtMs = this.#loop.now() + this.#periodMs;
		const before = this.#loop.scheduled;
		const isSteady = this.#beat.run() && this.#loop.scheduled === before;
		if (!isSteady) this.#loop.steady.disturb(this.#loop.now());
		if (this.#cancelled) return;
		if (isSteady) this.#rest();
		else this.#arm(this.#nextAtMs);
	}

	#wake(): void {
		if (this.#isSteady) this.#loop.steady.remove(this);
		this.#isSteady = false;
	}

	#rest(): void {
		this.#isSteady = true;
		this.#timer = undefined;
		this.#loop.steady.add(this);
		const untilMs = this.#beat.steadyUntil?.() ?? Number.POSITIVE_INFINITY;
		if (untilMs === Number.POSITIVE_INFINITY) return;
		const skipped = Math.max(0, Math.ceil((untilMs - this.#nextAtMs) / this.#periodMs));
		this.#arm(this.#nextAtMs + skipped * this.#periodMs);
	}
}
