/** What a plain scalar means in YAML 1.1 as go-yaml reads it. Timestamps stay strings, but are told apart for quoting. */
export type Resolved =
	| { readonly kind: 'string' | 'timestamp' }
	| { readonly kind: 'null' }
	| { readonly kind: 'boolean'; readonly value: boolean }
	| { readonly kind: 'integer' | 'float'; readonly value: number };

const WORDS: ReadonlyMap<string, Resolved> = new Map<string, Resolved>([
	...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map((word): [string, Resolved] => [
		word,
		{ kind: 'boolean', value: true },
	]),
	...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map((word): [string, Resolved] => [
		word,
		{ kind: 'boolean', value: false },
	]),
	...['', '~', 'null', 'Null', 'NULL'].map((word): [string, Resolved] => [word, { kind: 'null' }]),
	...['.nan', '.NaN', '.NAN'].map((word): [string, Resolved] => [word, { kind: 'float', value: Number.NaN }]),
	...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map((word): [string, Resolved] => [
		word,
		{ kind: 'float', value: Number.POSITIVE_INFINITY },
	]),
	...['-.inf', '-.Inf', '-.INF'].map((word): [string, Resolved] => [
		word,
		{ kind: 'float', value: Number.NEGATIVE_INFINITY },
	]),
]);

const STRING: Resolved = { kind: 'string' };
const FLOAT = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;

/** Models go.yaml.in/yaml/v2 resolve. */
export function resolveScalar(text: string): Resolved {
	const first = text.charAt(0);
	if (!/^[-+0-9.yYnNtTfFoO~]?$/.test(first)) return STRING;
	const word = WORDS.get(text);
	if (word !== undefined) return word;
	if (first === '.') return FLOAT.test(text) ? finite(Number(text)) : STRING;
	if (!/^[-+0-9]$/.test(first)) return STRING;
	if (isTimestamp(text)) return { kind: 'timestamp' };
	const plain = text.replaceAll('_', '');
	const integer = parseInteger(plain);
	if (integer !== undefined) return { kind: 'integer', value: integer };
	return FLOAT.test(plain) ? finite(Number(plain)) : STRING;
}

function finite(value: number): Resolved {
	return Number.isFinite(value) ? { kind: 'float', value } : STRING;
}

/** Those of 2^64. Where a zero stands before, they are of base 2, 8 or 16, which are quick to read. */
const DIGITS_MAX = 20;

/**
 * Go's ParseInt with base 0. Undefined beyond 64 bits.
 * Differs: beyond 2^53 the digits a double cannot hold are lost.
 */
function parseInteger(text: string): number | undefined {
	const match = /^([-+]?)(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|0|[1-9][0-9]*)$/.exec(text);
	if (match === null) return undefined;
	const digits = (match[2] as string).toLowerCase();
	if (digits.length > DIGITS_MAX && !digits.startsWith('0')) return undefined;
	const octal = /^0[0-7]+$/.test(digits);
	const magnitude = BigInt(octal ? `0o${digits.slice(1)}` : digits);
	const value = match[1] === '-' ? -magnitude : magnitude;
	return value < -(2n ** 63n) || value >= 2n ** 64n ? undefined : Number(value);
}

const TIMESTAMP =
	/^(\d{4})-(\d{1,2})-(\d{1,2})(?:[Tt](\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,]\d+)?(?:Z|[-+]\d{2}:\d{2})| (\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,]\d+)?)?$/;

function isTimestamp(text: string): boolean {
	const match = TIMESTAMP.exec(text);
	if (match === null) return false;
	const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
	const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
	const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
	if (days === undefined || day < 1 || day > days) return false;
	const hour = Number(match[4] ?? match[7] ?? 0);
	const minute = Number(match[5] ?? match[8] ?? 0);
	const second = Number(match[6] ?? match[9] ?? 0);
	return hour < 24 && minute < 60 && second < 60;
}

/** Sexagesimal numbers are not read as numbers, but quoted when written for the sake of other readers. */
export function isBase60(text: string): boolean {
	return /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/.test(text);
}
