/**
 * The list in an order that looks random and is always the same for `seed`, each item with its place in the list.
 * Authors write the right answer first more often than chance would.
 */
export function shuffled<T>(list: readonly T[], seed: string): readonly { readonly item: T; readonly index: number }[] {
	const keyed = list.map((item, index) => ({ item, index, key: hash(`${seed}#${index}`) }));
	keyed.sort((a, b) => a.key - b.key || a.index - b.index);
	return keyed.map(({ item, index }) => ({ item, index }));
}

/** FNV-1a with a last mix, so that near texts have far hashes. */
function hash(text: string): number {
	let value = 0x811c9dc5;
	for (const char of text) value = Math.imul(value ^ (char.codePointAt(0) ?? 0), 0x01000193);
	value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
	return (value ^ (value >>> 13)) >>> 0;
}
