/** The keys of `mapping` that have values, in go-yaml's natural order: runs of digits compare as numbers, letters last. */
export function sortedKeys(mapping: { readonly [key: string]: unknown }): string[] {
	const keys = Object.keys(mapping).filter((key) => mapping[key] !== undefined);
	return keys.length > 1 ? keys.sort(compareKeys) : keys;
}

const LETTER = /\p{L}/u;
const DIGIT = /\p{Nd}/u;

/** Models go.yaml.in/yaml/v2 keyList.Less. */
function compareKeys(a: string, b: string): number {
	const left = [...a];
	const right = [...b];
	const shared = Math.min(left.length, right.length);
	for (let i = 0; i < shared; i++) {
		const l = left[i] as string;
		const r = right[i] as string;
		if (l === r) continue;
		const leftLetter = LETTER.test(l);
		const rightLetter = LETTER.test(r);
		if (leftLetter && rightLetter) return codeOf(l) - codeOf(r);
		if (leftLetter || rightLetter) return rightLetter ? -1 : 1;
		return compareNumbers(left, right, i);
	}
	return left.length - right.length;
}

function compareNumbers(left: readonly string[], right: readonly string[], at: number): number {
	// A zero inside a number counts as a digit of it, one at its start does not.
	const inside = (left[at] === '0' || right[at] === '0') && digitsBefore(left, at);
	const l = numberAt(left, at, inside);
	const r = numberAt(right, at, inside);
	if (l.value !== r.value) return l.value < r.value ? -1 : 1;
	if (l.end !== r.end) return l.end - r.end;
	return codeOf(left[at] as string) - codeOf(right[at] as string);
}

function digitsBefore(chars: readonly string[], at: number): boolean {
	for (let i = at - 1; i >= 0 && DIGIT.test(chars[i] as string); i--) if (chars[i] !== '0') return true;
	return false;
}

function numberAt(chars: readonly string[], at: number, inside: boolean): { value: bigint; end: number } {
	let value = inside ? 1n : 0n;
	let end = at;
	while (end < chars.length && DIGIT.test(chars[end] as string)) {
		value = value * 10n + BigInt(codeOf(chars[end] as string) - 48);
		end++;
	}
	return { value, end };
}

function codeOf(char: string): number {
	return char.codePointAt(0) as number;
}
