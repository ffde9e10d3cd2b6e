/** Whether two JSON values are the same, whatever the order of their keys; a key that is undefined counts as absent. */
export function jsonEqual(a: unknown, b: unknown): boolean {
	if (a === b) return true;
	if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
	if (Array.isArray(a)) {
		if (!Array.isArray(b) || a.length !== b.length) return false;
		for (let i = 0; i < a.length; i++) if (!jsonEqual(a[i], b[i])) return false;
		return true;
	}
	if (Array.isArray(b)) return false;
	const left = a as Record<string, unknown>;
	const right = b as Record<string, unknown>;
	let present = 0;
	for (const key in left) {
		if (left[key] === undefined) continue;
		if (!jsonEqual(left[key], right[key])) return false;
		present++;
	}
	for (const key in right) if (right[key] !== undefined) present--;
	return present === 0;
}
