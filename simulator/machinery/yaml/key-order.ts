/** The keys of `mapping` that have values, in go-yaml's natural order: runs of digits compare as numbers, letters last. */
export function sortedKeys(mapping: { readonly [key: string]: unknown }): string[] {
	const keys = filledKeys(mapping);
	return keys.length > 1 ? keys.sort(compareKeys) : keys;
}

export function filledKeys(mapping: { readonly [key: string]: unknown }): string[] {
	return Object.keys(mapping).filter((key) => mapping[key] !== undefined);
}

const LETTER = /\p{L}/u;
const DIGIT = /\p{Nd}/u;

/** Models go.yaml.in/yaml/v2 keyList.Less. */
export function compareKeys(a: string, b: string): number {
	const shared = Math.min(a.length, b.length);
	let at = 0;
	while (at < shared && a.charCodeAt(at) === b.charCodeAt(at)) at++;
	if (at === shared) return a.length - b.length;
	// Two characters may begin with the same unit.
	if (at > 0 && isHighSurrogate(a.charCodeAt(at - 1))) at--;
	const [left, right] = [a.codePointAt(at) as number, b.codePointAt(at) as number];
	const leftLetter = isLetter(left);
	const rightLetter = isLetter(right);
	if (leftLetter && rightLetter) return left - right;
	if (leftLetter || rightLetter) return rightLetter ? -1 : 1;
	return compareNumbers(a, b, at);
}

function isHighSurrogate(unit: number): boolean {
	return unit >= 0xd800 && unit < 0xdc00;
}

function isLetter(code: number): boolean {
	if (code < 0x80) return (code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a;
	return LETTER.test(String.fromCodePoint(code));
}

function isDigit(code: number | undefined): code is number {
	if (code === undefined) return false;
	if (code < 0x80) return code >= 0x30 && code <= 0x39;
	return DIGIT.test(String.fromCodePoint(code));
}

function compareNumbers(left: string, right: string, at: number): number {
	// A zero inside a number counts as a digit of it, one at its start does not.
	const inside = (left[at] === '0' || right[at] === '0') && digitsBefore(left, at);
	const l = numberAt(left, at, inside);
	const r = numberAt(right, at, inside);
	if (l.value !== r.value) return l.value < r.value ? -1 : 1;
	if (l.digits !== r.digits) return l.digits - r.digits;
	return (left.codePointAt(at) as number) - (right.codePointAt(at) as number);
}

function digitsBefore(text: string, at: number): boolean {
	for (let i = at - 1; i >= 0; i--) {
		if (i > 0 && isHighSurrogate(text.charCodeAt(i - 1))) i--;
		if (!isDigit(text.codePointAt(i))) return false;
		if (text[i] !== '0') return true;
	}
	return false;
}

/** The number that begins there, of 64 bits as Go's: a longer one wraps around. */
function numberAt(text: string, at: number, inside: boolean): { value: bigint; digits: number } {
	let value = inside ? 1n : 0n;
	let digits = 0;
	for (let i = at; i < text.length; digits++) {
		const code = text.codePointAt(i);
		if (!isDigit(code)) break;
		value = BigInt.asIntN(64, value * 10n + BigInt(code - 48));
		i += code > 0xffff ? 2 : 1;
	}
	return { value, digits };
}
