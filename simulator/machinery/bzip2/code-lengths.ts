/** Below the low byte of a weight stands the depth of its tree. */
const DEPTH_BITS = 8;

/** Lengths of a prefix code for symbols that occur so often, none above `max`. Models bzip2 huffman.c BZ2_hbMakeCodeLengths. */
export function codeLengths(frequencies: ArrayLike<number>, max: number): Uint8Array {
	const count = frequencies.length;
	let weights = Array.from(frequencies, (each) => (each === 0 ? 1 : each) * 2 ** DEPTH_BITS);
	for (;;) {
		const parents = treeOf(weights);
		const lengths = new Uint8Array(count);
		for (let symbol = 0; symbol < count; symbol++) {
			for (let node = parents[symbol] as number; node >= 0; node = parents[node] as number) {
				lengths[symbol] = (lengths[symbol] as number) + 1;
			}
		}
		if (lengths.every((length) => length <= max)) return lengths;
		weights = weights.map((weight) => (1 + Math.floor(Math.floor(weight / 256) / 2)) * 256);
	}
}

/** The parent of each leaf and node; −1 of the root. */
function treeOf(leaves: readonly number[]): number[] {
	const weights = [...leaves];
	const parents = leaves.map(() => -1);
	const heap = new LightestFirst(weights);
	for (let leaf = 0; leaf < leaves.length; leaf++) heap.add(leaf);
	while (heap.size > 1) {
		const [a, b] = [heap.take(), heap.take()];
		const [first, second] = [weights[a] as number, weights[b] as number];
		const node = weights.length;
		parents[a] = node;
		parents[b] = node;
		parents.push(-1);
		weights.push(first - (first % 256) + second - (second % 256) + 1 + Math.max(first % 256, second % 256));
		heap.add(node);
	}
	return parents;
}

class LightestFirst {
	readonly #weights: readonly number[];
	readonly #nodes: number[] = [];

	constructor(weights: readonly number[]) {
		this.#weights = weights;
	}

	get size(): number {
		return this.#nodes.length;
	}

	add(node: number): void {
		const nodes = this.#nodes;
		let at = nodes.push(node) - 1;
		const weight = this.#weight(node);
		while (at > 0) {
			const parent = (at - 1) >> 1;
			if (weight >= this.#weight(nodes[parent] as number)) break;
			nodes[at] = nodes[parent] as number;
			at = parent;
		}
		nodes[at] = node;
	}

	take(): number {
		const nodes = this.#nodes;
		const top = nodes[0] as number;
		const last = nodes.pop() as number;
		if (nodes.length > 0) this.#sink(last);
		return top;
	}

	#sink(node: number): void {
		const nodes = this.#nodes;
		const weight = this.#weight(node);
		let at = 0;
		for (;;) {
			let child = 2 * at + 1;
			if (child >= nodes.length) break;
			if (child + 1 < nodes.length && this.#weight(nodes[child + 1] as number) < this.#weight(nodes[child] as number)) {
				child++;
			}
			if (weight < this.#weight(nodes[child] as number)) break;
			nodes[at] = nodes[child] as number;
			at = child;
		}
		nodes[at] = node;
	}

	#weight(node: number): number {
		return this.#weights[node] as number;
	}
}
