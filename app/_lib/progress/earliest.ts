/** The earlier of two moments; one that was not is later than any. */
export function earliest(a: Date | null, b: Date | null): Date | null {
	if (a === null || b === null) return a ?? b;
	return a < b ? a : b;
}
