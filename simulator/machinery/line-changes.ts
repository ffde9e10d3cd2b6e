import { ChangedLines } from './changed-lines.ts';
import type { Task } from './task.ts';

/** Lines that are replaced: `oldCount` lines from `oldAt` on by `newCount` lines from `newAt` on, from 0. */
export interface LineChange {
	readonly oldAt: number;
	readonly oldCount: number;
	readonly newAt: number;
	readonly newCount: number;
}

export interface LineChangeOptions {
	/** So many equal lines before the first and after the last change are looked at too. */
	readonly horizon: number;
	/** As few changed lines as can be, however long it takes. */
	readonly isMinimal: boolean;
	/** Called after every few thousand steps, with how many there were. */
	readonly pause: (steps: number) => Task<void>;
}

/** Changed lines beyond which the best way so far is taken, in texts of less than 16 million lines. */
const COST_MAX = 4_096;
/** Looked at between two pauses. */
const STEPS_MAX = 4_096;

/**
 * Which lines change from one text to another, in the order of the texts: an edit script of (nearly) least length found
 * from both ends (Myers, "An O(ND) Difference Algorithm", 1986), and of several such the one that GNU diff 3.10 gives.
 * What `keys` has the same value for is the same line.
 */
export function* lineChanges(
	oldKeys: readonly string[],
	newKeys: readonly string[],
	options: LineChangeOptions,
): Task<LineChange[]> {
	const shorter = Math.min(oldKeys.length, newKeys.length);
	let head = 0;
	while (head < shorter && oldKeys[head] === newKeys[head]) head++;
	if (head === oldKeys.length && head === newKeys.length) return [];
	let tail = 0;
	while (tail < shorter - head && oldKeys.at(-1 - tail) === newKeys.at(-1 - tail)) tail++;
	head = Math.max(0, head - options.horizon);
	tail = Math.max(0, tail - options.horizon);
	const numbers = new Map<string, number>();
	const old = yield* numbered(oldKeys, head, oldKeys.length - tail, numbers, options);
	const next = yield* numbered(newKeys, head, newKeys.length - tail, numbers, options);
	const changed = new ChangedLines(old, next, numbers.size, options.isMinimal);
	const search = new Search(changed.oldKept, changed.newKept, options);
	yield* search.compare(changed);
	changed.shift();
	return changed.runs(head);
}

/** Lines from one to another as numbers: the same for the same key. */
function* numbered(
	keys: readonly string[],
	from: number,
	to: number,
	numbers: Map<string, number>,
	{ pause }: LineChangeOptions,
): Task<Int32Array> {
	const out = new Int32Array(to - from);
	for (let at = from; at < to; at++) {
		const key = keys[at] as string;
		let number = numbers.get(key);
		if (number === undefined) {
			number = numbers.size;
			numbers.set(key, number);
		}
		out[at - from] = number;
		if ((at - from) % STEPS_MAX === STEPS_MAX - 1) yield* pause(STEPS_MAX * STEPS_TO_NUMBER);
	}
	return out;
}

/** Looking up a line is as much work as so many steps along one. */
const STEPS_TO_NUMBER = 8;

/** A rectangle of both texts that is still to be compared. */
interface Part {
	readonly fromX: number;
	readonly toX: number;
	readonly fromY: number;
	readonly toY: number;
	/** Whatever it costs. */
	readonly isMinimal: boolean;
}

/** Where a rectangle is divided, and which of its halves is known to cost little. */
interface Split {
	readonly x: number;
	readonly y: number;
	readonly isCheap?: 'before' | 'after';
}

/** Finds what two sequences have in common. `x` counts lines of the old one, `y` of the new one. */
class Search {
	/** How far the furthest path from the beginning (back from the end) has come on each diagonal x − y. */
	readonly #forward: Int32Array;
	readonly #backward: Int32Array;
	readonly #zero: number;
	#steps = 0;

	constructor(
		private readonly old: Int32Array,
		private readonly next: Int32Array,
		private readonly options: LineChangeOptions,
	) {
		this.#zero = next.length + 1;
		this.#forward = new Int32Array(old.length + next.length + 3);
		this.#backward = new Int32Array(old.length + next.length + 3);
	}

	/** Marks what is not common. */
	*compare(changed: ChangedLines): Task<void> {
		const { old, next } = this;
		const { isMinimal } = this.options;
		const open: Part[] = [{ fromX: 0, toX: old.length, fromY: 0, toY: next.length, isMinimal }];
		for (let part = open.pop(); part !== undefined; part = open.pop()) {
			let { fromX, toX, fromY, toY } = part;
			while (fromX < toX && fromY < toY && old[fromX] === next[fromY]) {
				fromX++;
				fromY++;
			}
			while (fromX < toX && fromY < toY && old[toX - 1] === next[toY - 1]) {
				toX--;
				toY--;
			}
			this.#steps += toX - fromX + toY - fromY + 1;
			if (fromX === toX) for (let y = fromY; y < toY; y++) changed.insert(y);
			else if (fromY === toY) for (let x = fromX; x < toX; x++) changed.remove(x);
			else {
				const { isMinimal } = part;
				const { x, y, isCheap } = yield* this.#middle({ fromX, toX, fromY, toY, isMinimal });
				const [before, after] =
					isCheap === undefined ? [isMinimal, isMinimal] : [isCheap === 'before', isCheap === 'after'];
				open.push(
					{ fromX: x, toX, fromY: y, toY, isMinimal: after },
					{ fromX, toX: x, fromY, toY: y, isMinimal: before },
				);
			}
			if (this.#steps > STEPS_MAX) yield* this.#pause();
		}
	}

	/** A point on a shortest path, about in its middle; a good one when the search becomes too costly. */
	*#middle({ fromX, toX, fromY, toY, isMinimal }: Part): Task<Split> {
		const { old, next } = this;
		const [forward, backward, zero] = [this.#forward, this.#backward, this.#zero];
		const [least, most] = [fromX - toY, toX - fromY];
		const [start, end] = [fromX - fromY, toX - toY];
		const isOdd = ((start - end) & 1) !== 0;
		let [forwardLow, forwardHigh, backwardLow, backwardHigh] = [start, start, end, end];
		forward[zero + start] = fromX;
		backward[zero + end] = toX;
		for (let cost = 1; ; cost++) {
			// A diagonal outside the rectangle is one that nothing comes from.
			if (forwardLow > least) forward[zero + --forwardLow - 1] = -1;
			else forwardLow++;
			if (forwardHigh < most) forward[zero + ++forwardHigh + 1] = -1;
			else forwardHigh--;
			for (let diagonal = forwardHigh; diagonal >= forwardLow; diagonal -= 2) {
				const [below, above] = [forward[zero + diagonal - 1] as number, forward[zero + diagonal + 1] as number];
				let x = below < above ? above : below + 1;
				const first = x;
				while (x < toX && x - diagonal < toY && old[x] === next[x - diagonal]) x++;
				forward[zero + diagonal] = x;
				this.#steps += x - first + 1;
				const isMet = isOdd && backwardLow <= diagonal && diagonal <= backwardHigh;
				if (isMet && (backward[zero + diagonal] as number) <= x) return { x, y: x - diagonal };
			}
			if (backwardLow > least) backward[zero + --backwardLow - 1] = MAX;
			else backwardLow++;
			if (backwardHigh < most) backward[zero + ++backwardHigh + 1] = MAX;
			else backwardHigh--;
			for (let diagonal = backwardHigh; diagonal >= backwardLow; diagonal -= 2) {
				const [below, above] = [backward[zero + diagonal - 1] as number, backward[zero + diagonal + 1] as number];
				let x = below < above ? below : above - 1;
				const first = x;
				while (fromX < x && fromY < x - diagonal && old[x - 1] === next[x - diagonal - 1]) x--;
				backward[zero + diagonal] = x;
				this.#steps += first - x + 1;
				const isMet = !isOdd && forwardLow <= diagonal && diagonal <= forwardHigh;
				if (isMet && x <= (forward[zero + diagonal] as number)) return { x, y: x - diagonal };
			}
			if (this.#steps > STEPS_MAX) yield* this.#pause();
			if (cost < COST_MAX || isMinimal) continue;
			const [furthest, nearest] = [
				{ x: fromX, y: fromY },
				{ x: toX, y: toY },
			];
			for (let diagonal = forwardHigh; diagonal >= forwardLow; diagonal -= 2) {
				const x = Math.min(forward[zero + diagonal] as number, toX, toY + diagonal);
				if (2 * x - diagonal > furthest.x + furthest.y) [furthest.x, furthest.y] = [x, x - diagonal];
			}
			for (let diagonal = backwardHigh; diagonal >= backwardLow; diagonal -= 2) {
				const x = Math.max(backward[zero + diagonal] as number, fromX, fromY + diagonal);
				if (2 * x - diagonal < nearest.x + nearest.y) [nearest.x, nearest.y] = [x, x - diagonal];
			}
			const isForward = toX + toY - nearest.x - nearest.y < furthest.x + furthest.y - fromX - fromY;
			return isForward ? { ...furthest, isCheap: 'before' } : { ...nearest, isCheap: 'after' };
		}
	}

	*#pause(): Task<void> {
		yield* this.options.pause(this.#steps);
		this.#steps = 0;
	}
}

const MAX = 2 ** 31 - 1;
