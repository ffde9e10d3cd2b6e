import { leftOutLines } from './left-out-lines.ts';
import type { LineChange } from './line-changes.ts';

/** Which lines of two texts are changed; lines are numbers, the same for equal lines. */
export class ChangedLines {
	/** What is worth comparing: lines that are in one text only are changed anyway. */
	readonly oldKept: Int32Array;
	readonly newKept: Int32Array;
	readonly #old: Side;
	readonly #new: Side;

	/** @param numbers lines' numbers are below. @param isMinimal nothing is left out of the comparison. */
	constructor(old: Int32Array, next: Int32Array, numbers: number, isMinimal: boolean) {
		const [inOld, inNew] = [countsOf(old, numbers), countsOf(next, numbers)];
		this.#old = new Side(old, isMinimal ? undefined : inNew);
		this.#new = new Side(next, isMinimal ? undefined : inOld);
		this.oldKept = this.#old.kept;
		this.newKept = this.#new.kept;
	}

	/** The line that is number `index` of `oldKept` is not in the new text. */
	remove(index: number): void {
		this.#old.changeKept(index);
	}

	/** The line that is number `index` of `newKept` is not in the old text. */
	insert(index: number): void {
		this.#new.changeKept(index);
	}

	/** Moves changes among equal lines so that they join others, or else as far down as they go. */
	shift(): void {
		this.#old.shift(this.#new);
		this.#new.shift(this.#old);
	}

	/** @param head lines before the first of both. */
	runs(head: number): LineChange[] {
		const runs: LineChange[] = [];
		for (let [x, y] = [0, 0]; x < this.#old.length || y < this.#new.length; x++, y++) {
			const [oldCount, newCount] = [this.#old.runAt(x), this.#new.runAt(y)];
			if (oldCount + newCount === 0) continue;
			runs.push({ oldAt: head + x, oldCount, newAt: head + y, newCount });
			x += oldCount;
			y += newCount;
		}
		return runs;
	}
}

class Side {
	readonly length: number;
	readonly kept: Int32Array;
	readonly #keptAt: Int32Array;
	/** Of each line 1 when it is changed, with an unchanged one before the first and after the last. */
	readonly #changed: Uint8Array;

	/** @param others how often each line is in the other text; without it nothing is left out. */
	constructor(
		private readonly lines: Int32Array,
		others: Int32Array | undefined,
	) {
		this.length = lines.length;
		this.#changed = new Uint8Array(lines.length + 2);
		const left = others === undefined ? new Uint8Array(lines.length) : leftOutLines(lines, others);
		const keptAt = new Int32Array(lines.length);
		const kept = new Int32Array(lines.length);
		let count = 0;
		for (let at = 0; at < lines.length; at++) {
			if (left[at] === 0) {
				keptAt[count] = at;
				kept[count++] = lines[at] as number;
			} else this.#changed[at + 1] = 1;
		}
		this.#keptAt = keptAt.subarray(0, count);
		this.kept = kept.subarray(0, count);
	}

	changeKept(index: number): void {
		this.#changed[(this.#keptAt[index] as number) + 1] = 1;
	}

	isChanged(at: number): boolean {
		return this.#changed[at + 1] === 1;
	}

	/** How many changed lines there are from `at` on without one that is not. */
	runAt(at: number): number {
		let end = at;
		while (this.isChanged(end)) end++;
		return end - at;
	}

	shift(other: Side): void {
		const { lines, length } = this;
		// `otherAt` is the line of `other` that belongs to `at`, behind the changes before it.
		let [at, otherAt] = [0, 0];
		for (;;) {
			while (at < length && !this.isChanged(at)) {
				at++;
				while (other.isChanged(otherAt)) otherAt++;
				otherAt++;
			}
			if (at === length) return;
			let start = at;
			at += this.runAt(at);
			while (other.isChanged(otherAt)) otherAt++;
			let beside: number;
			let count: number;
			do {
				// Joins what is before, as far up as equal lines let it.
				count = at - start;
				while (start > 0 && lines[start - 1] === lines[at - 1]) {
					this.#set(--start, 1);
					this.#set(--at, 0);
					while (this.isChanged(start - 1)) start--;
					do otherAt--;
					while (other.isChanged(otherAt));
				}
				beside = other.isChanged(otherAt - 1) ? at : length;
				// And what is after, as far down.
				while (at < length && lines[start] === lines[at]) {
					this.#set(start++, 0);
					this.#set(at++, 1);
					at += this.runAt(at);
					otherAt++;
					while (other.isChanged(otherAt)) {
						beside = at;
						otherAt++;
					}
				}
			} while (count !== at - start);
			// Rather beside a change of the other text, which makes one of two.
			while (beside < at) {
				this.#set(--start, 1);
				this.#set(--at, 0);
				do otherAt--;
				while (other.isChanged(otherAt));
			}
		}
	}

	#set(at: number, changed: 0 | 1): void {
		this.#changed[at + 1] = changed;
	}
}

/** How often each number below `numbers` is among `lines`. */
function countsOf(lines: Int32Array, numbers: number): Int32Array {
	const counts = new Int32Array(numbers);
	for (const line of lines) counts[line] = (counts[line] as number) + 1;
	return counts;
}
