/** Of a value besides its text: an object, a number, a place in a list. */
const NODE_BYTES = 16;

/** About how many bytes of memory a JSON value takes. */
export function weightOf(value: unknown): number {
	if (typeof value === 'string') return NODE_BYTES + value.length;
	if (typeof value !== 'object' || value === null) return NODE_BYTES;
	let bytes = NODE_BYTES;
	for (const key in value) bytes += weightOf(value[key as keyof typeof value]);
	return bytes;
}
