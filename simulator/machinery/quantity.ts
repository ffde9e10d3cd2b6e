/**
 * Resource quantities ("500m", "1.5Gi", "2e3"): exact amounts to a billionth, with the family of suffixes they print in.
 * Immutable. Models apimachinery/pkg/api/resource Quantity.
 */
export interface Quantity {
	/** The amount in billionths. */
	readonly nanos: bigint;
	readonly format: QuantityFormat;
	/** As it was written, where the server keeps that instead of the canonical form. */
	readonly text?: string;
}

export type QuantityFormat = 'DecimalSI' | 'BinarySI' | 'DecimalExponent';

/** What the server says of text that is not a quantity. */
export const QUANTITY_FORMAT_MESSAGE =
	"quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
export const QUANTITY_SUFFIX_MESSAGE = "unable to parse quantity's suffix";

const NANO = 1_000_000_000n;
/** More does not fit an int64; binary amounts are cut off there. */
const MAX_BINARY_NANOS = (2n ** 63n - 1n) * NANO;

const DECIMAL_EXPONENTS: Readonly<Record<string, number>> = {
	n: -9,
	u: -6,
	m: -3,
	'': 0,
	k: 3,
	M: 6,
	G: 9,
	T: 12,
	P: 15,
	E: 18,
};
const BINARY_EXPONENTS: Readonly<Record<string, number>> = { Ki: 10, Mi: 20, Gi: 30, Ti: 40, Pi: 50, Ei: 60 };
const DECIMAL_SUFFIXES = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];
const BINARY_SUFFIXES = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

/** Undefined when `text` is no quantity; `quantityComplaint` says why. */
export function parseQuantity(text: string): Quantity | undefined {
	const match = QUANTITY.exec(text);
	if (match === null || text === '') return undefined;
	const [, sign = '', whole = '', fraction = '', suffix = ''] = match;
	const interpreted = interpretSuffix(suffix);
	if (interpreted === undefined) return undefined;
	const { format, exponent } = interpreted;
	const digits = whole.replace(/^0+/, '') || '0';
	const unscaled = BigInt(digits + fraction);
	let nanos: bigint;
	if (format === 'BinarySI') {
		nanos = divideUp((unscaled << BigInt(exponent)) * NANO, 10n ** BigInt(fraction.length));
		if (nanos > MAX_BINARY_NANOS) nanos = MAX_BINARY_NANOS;
	} else {
		const power = exponent + 9 - fraction.length;
		nanos = power >= 0 ? unscaled * 10n ** BigInt(power) : divideUp(unscaled, 10n ** BigInt(-power));
	}
	if (sign === '-') nanos = -nanos;
	const belowOne = format === 'BinarySI' && nanos > 0n && nanos < NANO;
	const quantity: Quantity = { nanos, format: belowOne ? 'DecimalSI' : format };
	return isKeptAsWritten(digits, fraction, format, exponent) ? { ...quantity, text } : quantity;
}

const QUANTITY = /^([+-]?)(\d*)(?:\.(\d*))?((?:[eEinumkKMGTP]+[-+]?\d*|[-+]\d*)?)$/;

/** The reason why `parseQuantity` gives nothing. Models ErrFormatWrong and ErrSuffix. */
export function quantityComplaint(text: string): string {
	return text !== '' && QUANTITY.test(text) ? QUANTITY_SUFFIX_MESSAGE : QUANTITY_FORMAT_MESSAGE;
}

function interpretSuffix(suffix: string): { format: QuantityFormat; exponent: number } | undefined {
	const decimal = DECIMAL_EXPONENTS[suffix];
	if (decimal !== undefined) return { format: 'DecimalSI', exponent: decimal };
	const binary = BINARY_EXPONENTS[suffix];
	if (binary !== undefined) return { format: 'BinarySI', exponent: binary };
	const scientific = /^[eE]([+-]?\d{1,9})$/.exec(suffix);
	if (scientific === null) return undefined;
	const exponent = Number(scientific[1]);
	return Math.abs(exponent) > 1000 ? undefined : { format: 'DecimalExponent', exponent };
}

function divideUp(value: bigint, by: bigint): bigint {
	return (value + by - 1n) / by;
}

/** The server keeps the string of a small number that looks canonical to it. Models ParseQuantity's fast path. */
function isKeptAsWritten(digits: string, fraction: string, format: QuantityFormat, exponent: number): boolean {
	const length = digits.length + fraction.length;
	if (format === 'BinarySI') {
		if (fraction !== '' || 15 - length - Math.trunc((exponent * 3) / 10) - 1 < 0) return false;
		return (Number(digits) & 7) !== 0;
	}
	const scale = exponent - fraction.length;
	const shifted = digits + fraction;
	return length <= 18 && scale >= -9 && scale % 3 === 0 && !shifted.endsWith('000') && !shifted.startsWith('0');
}

/** The text that the server shows: "0.5" as "500m", "1024Mi" as "1Gi". Models CanonicalizeBytes. */
export function formatQuantity(quantity: Quantity): string {
	const { nanos } = quantity;
	if (quantity.text !== undefined) return quantity.text;
	if (nanos === 0n) return '0';
	const negative = nanos < 0n;
	let amount = negative ? -nanos : nanos;
	const sign = negative ? '-' : '';
	if (quantity.format === 'BinarySI' && amount >= 1024n * NANO && amount % NANO === 0n) {
		amount /= NANO;
		let power = 0;
		while (power < 6 && amount % 1024n === 0n) {
			amount /= 1024n;
			power++;
		}
		return `${sign}${amount}${BINARY_SUFFIXES[power]}`;
	}
	let thousands = 0;
	const most = quantity.format === 'DecimalExponent' ? Number.POSITIVE_INFINITY : 9;
	while (thousands < most && amount % 1000n === 0n) {
		amount /= 1000n;
		thousands++;
	}
	if (quantity.format !== 'DecimalExponent') return `${sign}${amount}${DECIMAL_SUFFIXES[thousands]}`;
	const exponent = thousands * 3 - 9;
	return exponent === 0 ? `${sign}${amount}` : `${sign}${amount}e${exponent}`;
}

/** `text` as the server would store it; undefined when it is no quantity. */
export function canonicalQuantity(text: string): string | undefined {
	if (PLAIN.test(text)) return text;
	const quantity = parseQuantity(text);
	return quantity === undefined ? undefined : formatQuantity(quantity);
}

/** Amounts that are canonical at a glance: most of those that objects hold. */
const PLAIN = /^(?:[1-9]\d{0,2}m?|[1-9]\d{0,6}[13579][KMG]i|0)$/;

/** The amount in thousandths where a number holds it exactly. Most quantities of real objects. */
function exactMillis(text: string): number | undefined {
	const match = /^(\d{1,9})(m|k|M|G|Ki|Mi|Gi)?$/.exec(text);
	if (match === null) return undefined;
	const millis = Number(match[1]) * (match[2] === undefined ? 1000 : (EXACT_MILLIS[match[2]] as number));
	return millis <= Number.MAX_SAFE_INTEGER ? millis : undefined;
}

const EXACT_MILLIS: Readonly<Record<string, number>> = {
	m: 1,
	k: 1e6,
	M: 1e9,
	G: 1e12,
	Ki: 1024e3,
	Mi: 1024 ** 2 * 1000,
	Gi: 1024 ** 3 * 1000,
};

/** Thousandths, rounded up: CPU in millicores. `text` must be a quantity. Models Quantity MilliValue. */
export function milliValue(text: string): number {
	return exactMillis(text) ?? Number(ceilDivide(mustParse(text).nanos, 1_000_000n));
}

/** Whole units, rounded up: bytes, counts. `text` must be a quantity. Models Quantity Value. */
export function wholeValue(text: string): number {
	const millis = exactMillis(text);
	if (millis !== undefined) return Math.ceil(millis / 1000);
	return Number(ceilDivide(mustParse(text).nanos, NANO));
}

function ceilDivide(value: bigint, by: bigint): bigint {
	return value > 0n ? divideUp(value, by) : value / by;
}

function mustParse(text: string): Quantity {
	const quantity = parseQuantity(text);
	if (quantity === undefined) throw new Error(`assertion failed: ${JSON.stringify(text)} is no quantity`);
	return quantity;
}

/** Negative when `a` is less than `b`. Both must be quantities. */
export function compareQuantities(a: string, b: string): number {
	const aMillis = exactMillis(a);
	const bMillis = aMillis === undefined ? undefined : exactMillis(b);
	if (aMillis !== undefined && bMillis !== undefined) return Math.sign(aMillis - bMillis);
	const left = mustParse(a).nanos;
	const right = mustParse(b).nanos;
	return left < right ? -1 : left > right ? 1 : 0;
}

/** `a + b` in `a`'s format, as Quantity.Add does (of a zero the other's format). Both must be quantities. */
export function addQuantities(a: string, b: string): string {
	return combine(a, b, 1n);
}

/** `a - b`, as Quantity.Sub does. */
export function subtractQuantities(a: string, b: string): string {
	return combine(a, b, -1n);
}

function combine(a: string, b: string, factor: bigint): string {
	const left = mustParse(a);
	const right = mustParse(b);
	const format = left.nanos === 0n ? right.format : left.format;
	return formatQuantity({ nanos: left.nanos + factor * right.nanos, format });
}

/** `value` units in a family of suffixes: `quantityOf(2048, 'BinarySI')` is "2Ki". */
export function quantityOf(value: number, format: QuantityFormat = 'DecimalSI'): string {
	return formatQuantity({ nanos: BigInt(value) * NANO, format });
}

/** `value` thousandths: `milliQuantityOf(1500)` is "1500m". */
export function milliQuantityOf(value: number): string {
	return formatQuantity({ nanos: BigInt(value) * 1_000_000n, format: 'DecimalSI' });
}
