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
	 * Every occurrence runs, and those of which nothing comes disturb nobody. It looks at nothing that other beats write,
	 * nor the other way round.
	 */
	readonly always?: boolean;
	/**
	 * Does at once what `times` occurrences would have done, the last of them now. A beat that has this writes once an
	 * occurrence; `writes` of all such beats have come due since the last call of any, this one's last included. Nobody
	 * may be told, and nothing put off. Absent: there is nothing to be done.
	 * @returns whether that went as it did before.
	 */
	skip?(times: number, writes: number): boolean;
	/** Virtual time from which something may come of it all the same. Absent: never. */
	steadyUntil?(): number;
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
		let written = 0;
		for (const { each, times, atMs, writes } of steps) {
			const own = writes - written;
			loop.during(atMs, () => {
				if (!each.skip(times, own)) isNews = true;
			});
			written = writes;
		}
		if (isNews || loop.scheduled !== before) this.disturb(loop.now());
	}
}

/** How many occurrences of all of them there are until that of `last` at `atMs`, included. */
function writesUntil(beats: readonly RunningBeat[], last: RunningBeat, atMs: number): number {
	return beats.reduce((sum, each) => sum + each.occurrences(each.id <= last.id ? atMs : atMs - 1), 0);
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
		this.#timer = this.#loop.beatAt(atMs, this.#beat.always === true ? 'calm beat' : 'beat', () => this.#run());
	}

	#run(): void {
		this.#wake();
		this.#nextAtMs = this.#loop.now() + this.#periodMs;
		const before = this.#loop.scheduled;
		const isSteady = this.#beat.run() && this.#loop.scheduled === before;
		if (!isSteady) this.#loop.steady.disturb(this.#loop.now());
		if (this.#cancelled) return;
		if (isSteady && this.#beat.always !== true) this.#rest();
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
