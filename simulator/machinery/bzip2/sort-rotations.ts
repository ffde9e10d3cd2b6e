/** So many places, less one, are looked at between two pauses. */
const SLICE = 0x1ffff;

/**
 * The order of all rotations of a block, by doubling what is compared: each round sorts by twice as many bytes. Yields
 * often.
 */
export function* sortRotations(block: Uint8Array): Generator<void, Int32Array> {
	const length = block.length;
	let order = new Int32Array(length);
	let spare = new Int32Array(length);
	let ranks = new Int32Array(length);
	let next = new Int32Array(length);
	const counts = new Int32Array(Math.max(256, length) + 1);
	for (const byte of block) counts[byte + 1] = (counts[byte + 1] as number) + 1;
	for (let at = 0; at < 256; at++) counts[at + 1] = (counts[at + 1] as number) + (counts[at] as number);
	for (let at = 0; at < length; at++) ranks[at] = counts[block[at] as number] as number;
	for (let at = 0; at < length; at++) {
		const byte = block[at] as number;
		const place = counts[byte] as number;
		counts[byte] = place + 1;
		order[place] = at;
	}
	yield;
	for (let width = 1; width < length; width *= 2) {
		// Those whose second half comes first, first; each takes the next place of its rank.
		counts.fill(0);
		for (let at = 0; at < length; at++) counts[ranks[at] as number] = ranks[at] as number;
		yield;
		for (let index = 0; index < length; index++) {
			const at = (order[index] as number) - (width % length);
			const start = at < 0 ? at + length : at;
			const rank = ranks[start] as number;
			spare[counts[rank] as number] = start;
			counts[rank] = (counts[rank] as number) + 1;
			if ((index & SLICE) === SLICE) yield;
		}
		[order, spare] = [spare, order];
		yield;
		let isSorted = true;
		let rank = 0;
		let [before, beforeHalf] = [-1, -1];
		for (let index = 0; index < length; index++) {
			const at = order[index] as number;
			const half = at + width;
			const [own, ownHalf] = [ranks[at] as number, ranks[half % length] as number];
			if (own !== before || ownHalf !== beforeHalf) rank = index;
			else isSorted = false;
			[before, beforeHalf] = [own, ownHalf];
			next[at] = rank;
			if ((index & SLICE) === SLICE) yield;
		}
		[ranks, next] = [next, ranks];
		yield;
		if (isSorted) break;
	}
	return order;
}
