import type { Task } from '../../machinery/task.ts';

/** A number of any length with a fixed count of decimal places: digits / 10^scale. Models GNU bc number.c. */
export interface Decimal {
	readonly digits: bigint;
	readonly scale: number;
}

export const ZERO: Decimal = { digits: 0n, scale: 0 };
export const ONE: Decimal = { digits: 1n, scale: 0 };

/** Digits that a number may have. Differs: the real ones take what memory there is. */
export const DIGITS_MAX = 80_000;
const LIMIT = 10n ** BigInt(DIGITS_MAX);

export function isTooLong({ digits, scale }: Decimal): boolean {
	return scale > DIGITS_MAX || digits >= LIMIT || digits <= -LIMIT;
}

/** Lets others run. */
export type Pause = () => Task<void>;

export const pow10 = (exponent: number): bigint => 10n ** BigInt(exponent);

export function whole(value: bigint | number): Decimal {
	return { digits: BigInt(value), scale: 0 };
}

/** With another count of places; what does not fit is cut off. */
export function rescaled(number: Decimal, scale: number): Decimal {
	if (scale === number.scale) return number;
	if (scale > number.scale) return { digits: number.digits * pow10(scale - number.scale), scale };
	return { digits: number.digits / pow10(number.scale - scale), scale };
}

export function add(a: Decimal, b: Decimal): Decimal {
	const scale = Math.max(a.scale, b.scale);
	return { digits: rescaled(a, scale).digits + rescaled(b, scale).digits, scale };
}

export function negate(a: Decimal): Decimal {
	return { digits: -a.digits, scale: a.scale };
}

export function subtract(a: Decimal, b: Decimal): Decimal {
	return add(a, negate(b));
}

/** min(a.scale + b.scale, max(scale, a.scale, b.scale)) places. */
export function multiply(a: Decimal, b: Decimal, scale: number): Decimal {
	const full = { digits: a.digits * b.digits, scale: a.scale + b.scale };
	return rescaled(full, Math.min(full.scale, Math.max(scale, a.scale, b.scale)));
}

/** Undefined: by zero. */
export function divide(a: Decimal, b: Decimal, scale: number): Decimal | undefined {
	if (b.digits === 0n) return undefined;
	const shift = scale + b.scale - a.scale;
	const [top, bottom] = shift >= 0 ? [a.digits * pow10(shift), b.digits] : [a.digits, b.digits * pow10(-shift)];
	return { digits: top / bottom, scale };
}

/** a - (a/b to `scale` places) * b. */
export function modulo(a: Decimal, b: Decimal, scale: number): Decimal | undefined {
	const quotient = divide(a, b, scale);
	if (quotient === undefined) return undefined;
	const places = Math.max(a.scale, scale + b.scale);
	const product = { digits: quotient.digits * b.digits, scale: quotient.scale + b.scale };
	return rescaled(subtract(a, product), places);
}

/** Undefined: the result is too long. */
export function power(base: Decimal, exponent: bigint, scale: number): Decimal | undefined {
	if (exponent === 0n) return ONE;
	const count = exponent < 0n ? -exponent : exponent;
	if (BigInt(base.digits.toString().length) * count > BigInt(DIGITS_MAX) && base.digits !== 0n && base.digits !== 1n) {
		return undefined;
	}
	const places = exponent < 0n ? scale : Math.min(base.scale * Number(count), Math.max(scale, base.scale));
	const full = { digits: base.digits ** count, scale: base.scale * Number(count) };
	return exponent < 0n ? divide(ONE, full, scale) : rescaled(full, places);
}

/** Undefined of a negative number. */
export function* squareRoot(a: Decimal, scale: number, pause: Pause): Task<Decimal | undefined> {
	if (a.digits < 0n) return undefined;
	const places = Math.max(scale, a.scale);
	if (a.digits === 0n) return ZERO;
	const value = a.digits * pow10(2 * places - a.scale);
	let low = 1n << BigInt(Math.floor((value.toString(2).length - 1) / 2));
	for (;;) {
		yield* pause();
		const next = (low + value / low) >> 1n;
		if (next === low || next === low + 1n) {
			const root = next * next > value ? next - 1n : next;
			const best = (root + 1n) * (root + 1n) <= value ? root + 1n : root;
			return { digits: best, scale: places };
		}
		low = next;
	}
}

export function compare(a: Decimal, b: Decimal): number {
	const difference = subtract(a, b).digits;
	return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** Significant digits, as `length()` counts them. */
export function lengthOf(a: Decimal): number {
	const digits = (a.digits < 0n ? -a.digits : a.digits).toString();
	if (a.digits === 0n) return Math.max(a.scale, 1);
	return Math.max(digits.length, a.scale);
}

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** A literal of some base: "FF", "1.8", ".5". A single digit counts fully, in longer ones too large digits count base - 1. */
export function parseDecimal(text: string, base: number): Decimal {
	const [integer = '', fraction = ''] = text.split('.');
	if (base === 10 && !/[A-Z]/.test(text)) {
		return { digits: BigInt(`${integer}${fraction}` || '0'), scale: fraction.length };
	}
	const single = integer.length + fraction.length === 1;
	const number = (chars: string): bigint =>
		fromDigits(
			Array.from(chars, (char) => BigInt(single ? DIGITS.indexOf(char) : Math.min(DIGITS.indexOf(char), base - 1))),
			BigInt(base),
		);
	const digits = number(integer);
	const numerator = number(fraction);
	const scale = fraction.length;
	if (scale === 0) return { digits, scale: 0 };
	const part = (numerator * pow10(scale)) / BigInt(base) ** BigInt(scale);
	return { digits: digits * pow10(scale) + part, scale };
}

/** Two digits become one of the base's square, and so on. */
function fromDigits(digits: readonly bigint[], base: bigint): bigint {
	let [level, unit] = [digits, base];
	while (level.length > 1) {
		const odd = level.length % 2;
		const next = odd === 1 ? [level[0] as bigint] : [];
		for (let at = odd; at < level.length; at += 2) next.push((level[at] as bigint) * unit + (level[at + 1] as bigint));
		[level, unit] = [next, unit * unit];
	}
	return level[0] ?? 0n;
}

/** As it is printed in some base. @param leadingZero dc's "0.5" is bc's ".5" as well. */
export function* formatDecimal(a: Decimal, base: number, pause: Pause): Task<string> {
	const sign = a.digits < 0n ? '-' : '';
	const magnitude = a.digits < 0n ? -a.digits : a.digits;
	yield* pause();
	if (magnitude === 0n) return '0';
	if (base === 10) {
		if (a.scale === 0) return sign + magnitude.toString();
		const text = magnitude.toString().padStart(a.scale, '0');
		const integer = text.slice(0, text.length - a.scale).replace(/^0+/, '');
		return `${sign}${integer}.${text.slice(text.length - a.scale)}`;
	}
	const unit = pow10(a.scale);
	const integer = yield* integerIn(magnitude / unit, base, a.scale > 0, pause);
	return sign + integer + (yield* fractionIn(magnitude % unit, a.scale, base, pause));
}

function digitIn(value: bigint, base: number): string {
	return ` ${value.toString().padStart((base - 1).toString().length, '0')}`;
}

function* integerIn(value: bigint, base: number, hasFraction: boolean, pause: Pause): Task<string> {
	if (value === 0n && hasFraction) return '';
	if (base <= 16) return value.toString(base).toUpperCase();
	return (yield* digitsIn(value, BigInt(base), pause)).map((digit) => digitIn(digit, base)).join('');
}

/** At least one. */
function* digitsIn(value: bigint, base: bigint, pause: Pause): Task<bigint[]> {
	const units = [base];
	while ((units.at(-1) as bigint) ** 2n <= value) units.push((units.at(-1) as bigint) ** 2n);
	let parts = [value];
	for (const unit of units.reverse()) {
		const finer: bigint[] = [];
		for (const [index, part] of parts.entries()) {
			if (index % PARTS_A_STEP === 0) yield* pause();
			finer.push(part / unit, part % unit);
		}
		parts = finer;
	}
	const first = parts.findIndex((digit) => digit !== 0n);
	return first < 0 ? [0n] : parts.slice(first);
}

/** Divided between two pauses. */
const PARTS_A_STEP = 256;

/** As many digits as the decimal places need. */
function* fractionIn(fraction: bigint, scale: number, base: number, pause: Pause): Task<string> {
	if (scale === 0) return '';
	const unit = pow10(scale);
	let count = Math.max(0, Math.floor(scale / Math.log10(base)) - 2);
	for (let reached = BigInt(base) ** BigInt(count); reached < unit; reached *= BigInt(base)) count++;
	yield* pause();
	const value = (fraction * BigInt(base) ** BigInt(count)) / unit;
	if (base <= 16) return `.${value.toString(base).toUpperCase().padStart(count, '0')}`;
	const digits = yield* digitsIn(value, BigInt(base), pause);
	const missing = Array<bigint>(count - digits.length).fill(0n);
	return `.${[...missing, ...digits]
		.map((digit) => digitIn(digit, base))
		.join('')
		.slice(1)}`;
}
