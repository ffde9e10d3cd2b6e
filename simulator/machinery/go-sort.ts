/**
 * Sorts in place in the order that Go's `sort.Sort` leaves things in, which is not stable: where things are equal the
 * result depends on the steps taken, and users see it. Pattern-defeating quicksort over insertion sort for short runs.
 * Models go/src/sort Sort.
 */
export function goSort<T>(items: T[], less: (a: T, b: T) => boolean): void {
	if (items.length > 1) new PatternSort(items, less).sort(0, items.length, 32 - Math.clz32(items.length));
}

const SHORT_RUN = 12;
/** From here on a pivot is looked for among three times three. */
const LONG_RUN = 50;
const MOST_SWAPS = 12;
const REPAIRS = 5;

class PatternSort<T> {
	readonly #items: T[];
	readonly #less: (a: T, b: T) => boolean;
	#swaps = 0;

	constructor(items: T[], less: (a: T, b: T) => boolean) {
		this.#items = items;
		this.#less = less;
	}

	/** @param limit how many bad pivots are put up with before it becomes a heap sort. */
	sort(from: number, to: number, limit: number): void {
		let [a, b, patience] = [from, to, limit];
		let balanced = true;
		let partitioned = true;
		while (b - a > SHORT_RUN) {
			if (patience === 0) {
				this.#heapSort(a, b);
				return;
			}
			if (!balanced) {
				this.#breakPatterns(a, b);
				patience--;
			}
			let pivot = this.#choosePivot(a, b);
			let ascending = this.#swaps === 0;
			if (this.#swaps === MOST_SWAPS) {
				this.#reverse(a, b);
				pivot = b - 1 - (pivot - a);
				ascending = true;
			}
			if (balanced && partitioned && ascending && this.#repair(a, b)) return;
			if (a > 0 && !this.#before(a - 1, pivot)) {
				a = this.#skipEqual(a, b, pivot);
				continue;
			}
			const { middle, untouched } = this.#partition(a, b, pivot);
			partitioned = untouched;
			const [left, right] = [middle - a, b - middle];
			balanced = Math.min(left, right) >= Math.floor((left + right) / 8);
			if (left < right) {
				this.sort(a, middle, patience);
				a = middle + 1;
			} else {
				this.sort(middle + 1, b, patience);
				b = middle;
			}
		}
		this.#insertionSort(a, b);
	}

	#before(i: number, j: number): boolean {
		return this.#less(this.#items[i] as T, this.#items[j] as T);
	}

	#swap(i: number, j: number): void {
		const kept = this.#items[i] as T;
		this.#items[i] = this.#items[j] as T;
		this.#items[j] = kept;
	}

	#insertionSort(a: number, b: number): void {
		for (let i = a + 1; i < b; i++) for (let j = i; j > a && this.#before(j, j - 1); j--) this.#swap(j, j - 1);
	}

	#heapSort(a: number, b: number): void {
		const count = b - a;
		for (let root = (count - 1) >> 1; root >= 0; root--) this.#siftDown(a, root, count);
		for (let last = count - 1; last >= 0; last--) {
			this.#swap(a, a + last);
			this.#siftDown(a, 0, last);
		}
	}

	#siftDown(first: number, from: number, count: number): void {
		let root = from;
		for (let child = 2 * root + 1; child < count; child = 2 * root + 1) {
			if (child + 1 < count && this.#before(first + child, first + child + 1)) child++;
			if (!this.#before(first + root, first + child)) return;
			this.#swap(first + root, first + child);
			root = child;
		}
	}

	/** Counts in `#swaps` how far the samples were from being in order. */
	#choosePivot(a: number, b: number): number {
		this.#swaps = 0;
		const quarter = Math.floor((b - a) / 4);
		let [i, j, k] = [a + quarter, a + quarter * 2, a + quarter * 3];
		if (b - a >= LONG_RUN)
			[i, j, k] = [this.#median(i - 1, i, i + 1), this.#median(j - 1, j, j + 1), this.#median(k - 1, k, k + 1)];
		return this.#median(i, j, k);
	}

	#median(first: number, second: number, third: number): number {
		const [a, b] = this.#ordered(first, second);
		const [c] = this.#ordered(b, third);
		return this.#ordered(a, c)[1];
	}

	#ordered(a: number, b: number): [number, number] {
		if (!this.#before(b, a)) return [a, b];
		this.#swaps++;
		return [b, a];
	}

	#reverse(a: number, b: number): void {
		for (let i = a, j = b - 1; i < j; i++, j--) this.#swap(i, j);
	}

	/** Puts a few things right in what is nearly sorted; true when it then is. */
	#repair(a: number, b: number): boolean {
		let i = a + 1;
		for (let step = 0; step < REPAIRS; step++) {
			while (i < b && !this.#before(i, i - 1)) i++;
			if (i === b) return true;
			if (b - a < LONG_RUN) return false;
			this.#swap(i, i - 1);
			if (i - a >= 2) for (let j = i - 1; j >= 1 && this.#before(j, j - 1); j--) this.#swap(j, j - 1);
			if (b - i >= 2) for (let j = i + 1; j < b && this.#before(j, j - 1); j++) this.#swap(j, j - 1);
		}
		return false;
	}

	/** Everything equal to the pivot first; returns where the rest begins. */
	#skipEqual(a: number, b: number, pivot: number): number {
		this.#swap(a, pivot);
		let [i, j] = [a + 1, b - 1];
		for (;;) {
			while (i <= j && !this.#before(a, i)) i++;
			while (i <= j && this.#before(a, j)) j--;
			if (i > j) return i;
			this.#swap(i++, j--);
		}
	}

	/** What is less than the pivot before it, the rest after. */
	#partition(a: number, b: number, pivot: number): { middle: number; untouched: boolean } {
		this.#swap(a, pivot);
		let [i, j] = [a + 1, b - 1];
		for (let untouched = true; ; untouched = false) {
			while (i <= j && this.#before(i, a)) i++;
			while (i <= j && !this.#before(j, a)) j--;
			if (i > j) {
				this.#swap(j, a);
				return { middle: j, untouched };
			}
			this.#swap(i++, j--);
		}
	}

	/** Scatters three around the middle, the same three each time. */
	#breakPatterns(a: number, b: number): void {
		const length = b - a;
		if (length < 8) return;
		const mask = 2 ** (32 - Math.clz32(length)) - 1;
		let state = BigInt(length);
		const middle = a + Math.floor(length / 4) * 2 - 1;
		for (let i = 0; i < 3; i++) {
			state = BigInt.asUintN(64, state ^ (state << 13n));
			state ^= state >> 7n;
			state = BigInt.asUintN(64, state ^ (state << 17n));
			const other = Number(state & BigInt(mask));
			this.#swap(middle + i, a + (other >= length ? other - length : other));
		}
	}
}
