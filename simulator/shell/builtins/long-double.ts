/**
 * The extended precision in which bash's printf reckons: 64 bits of mantissa, 15 of exponent; and the double one of its
 * POSIX mode. Numbers are exact here: what is printed is rounded once.
 */
export type LongDouble =
	| { readonly kind: 'nan' | 'infinity'; readonly negative: boolean }
	/** mantissa × 2^exponent; the mantissa has 64 bits, or is 0. */
	| { readonly kind: 'finite'; readonly negative: boolean; readonly mantissa: bigint; readonly exponent: number };

const MANTISSA_BITS = 64;

/** A kind of floating-point number. */
export interface FloatFormat {
	/** Of the mantissa. */
	readonly bits: number;
	/** Of the greatest number, whose mantissa is whole. */
	readonly exponentMax: number;
	/** Of the smallest number there is. */
	readonly exponentMin: number;
}

export const LONG_DOUBLE: FloatFormat = { bits: MANTISSA_BITS, exponentMax: 16_383 - 63, exponentMin: -16_445 };
/** What bash reckons in in POSIX mode. */
export const DOUBLE: FloatFormat = { bits: 53, exponentMax: 1023 - 52, exponentMin: -1074 };

/** Digits of a decimal number beyond which nothing changes, and powers of ten beyond which nothing is left. */
const DIGITS_MAX = 12_000;
const POWER_MAX = 6_000;

/** strtold(3), or strtod(3), of the whole text. `outOfRange`: ERANGE. Undefined when it is no number. */
export function parseLongDouble(
	text: string,
	format: FloatFormat = LONG_DOUBLE,
): { value: LongDouble; outOfRange: boolean } | undefined {
	const negative = text.startsWith('-');
	const body = text.replace(/^[+-]/, '').toLowerCase();
	if (/^inf(inity)?$/.test(body)) return { value: { kind: 'infinity', negative }, outOfRange: false };
	if (/^nan(\(\w*\))?$/.test(body)) return { value: { kind: 'nan', negative }, outOfRange: false };
	const hex = /^0x([\da-f]*)\.?([\da-f]*)(?:p([+-]?\d+))?$/.exec(body);
	if (hex !== null && `${hex[1]}${hex[2]}` !== '') {
		const [, whole = '', fraction = '', power = '0'] = hex;
		const exponent = bounded(power, 20_000) - 4 * fraction.length;
		return rounded(format, negative, BigInt(`0x${whole}${fraction}`), 1n, exponent);
	}
	const decimal = /^(\d*)(?:\.(\d*))?(?:e([+-]?\d+))?$/.exec(body);
	if (decimal === null || `${decimal[1]}${decimal[2] ?? ''}` === '') return undefined;
	const [, whole = '', fraction = '', power = '0'] = decimal;
	const digits = `${whole}${fraction}`.replace(/^0+/, '');
	const scale = bounded(power, 100_000) - fraction.length;
	const magnitude = digits.length + scale;
	if (digits !== '' && magnitude > POWER_MAX) return { value: { kind: 'infinity', negative }, outOfRange: true };
	if (magnitude < -POWER_MAX) return { value: zero(negative), outOfRange: digits !== '' };
	const kept = digits.slice(0, DIGITS_MAX);
	const tens = scale + digits.length - kept.length;
	const number = BigInt(kept === '' ? '0' : kept);
	return tens >= 0
		? rounded(format, negative, number * 10n ** BigInt(tens), 1n, 0)
		: rounded(format, negative, number, 10n ** BigInt(-tens), 0);
}

function bounded(power: string, most: number): number {
	return Math.max(-most, Math.min(most, Number(power)));
}

function zero(negative: boolean): LongDouble {
	return { kind: 'finite', negative, mantissa: 0n, exponent: 0 };
}

/** The nearest number to numerator / denominator × 2^power. */
function rounded(
	format: FloatFormat,
	negative: boolean,
	numerator: bigint,
	denominator: bigint,
	power: number,
): { value: LongDouble; outOfRange: boolean } {
	if (numerator === 0n) return { value: zero(negative), outOfRange: false };
	let shift = format.bits - (bits(numerator) - bits(denominator));
	shift = Math.min(shift, power - format.exponentMin);
	let mantissa = scaled(numerator, denominator, shift);
	if (bits(mantissa) > format.bits) mantissa = scaled(numerator, denominator, --shift);
	// Rounded up to the next power of two.
	if (bits(mantissa) > format.bits) {
		mantissa >>= 1n;
		shift--;
	}
	const exponent = power - shift;
	if (exponent > format.exponentMax) return { value: { kind: 'infinity', negative }, outOfRange: true };
	const missing = mantissa === 0n ? 0 : MANTISSA_BITS - bits(mantissa);
	const value = {
		kind: 'finite',
		negative,
		mantissa: mantissa << BigInt(missing),
		exponent: exponent - missing,
	} as const;
	const small = missing > MANTISSA_BITS - format.bits || mantissa === 0n;
	return { value, outOfRange: small && !isExact(numerator, denominator, shift, mantissa) };
}

/** What is too small but not rounded is in range. */
function isExact(numerator: bigint, denominator: bigint, shift: number, mantissa: bigint): boolean {
	return shift >= 0
		? numerator << BigInt(shift) === mantissa * denominator
		: numerator === (mantissa * denominator) << BigInt(-shift);
}

function scaled(numerator: bigint, denominator: bigint, shift: number): bigint {
	return shift >= 0
		? divideToEven(numerator << BigInt(shift), denominator)
		: divideToEven(numerator, denominator << BigInt(-shift));
}

function divideToEven(numerator: bigint, denominator: bigint): bigint {
	const quotient = numerator / denominator;
	const twice = (numerator - quotient * denominator) * 2n;
	return twice > denominator || (twice === denominator && (quotient & 1n) === 1n) ? quotient + 1n : quotient;
}

function bits(value: bigint): number {
	return value.toString(2).length;
}

/** `%e`, `%f`, `%g`, `%a` of printf(3), sign included, width not. */
export function formatLongDouble(
	value: LongDouble,
	conversion: string,
	flags: string,
	precision: number | undefined,
	format: FloatFormat = LONG_DOUBLE,
): string {
	const sign = value.negative ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
	const text =
		value.kind === 'finite'
			? finite(value.mantissa, value.exponent, conversion.toLowerCase(), flags.includes('#'), precision, format)
			: value.kind === 'nan'
				? 'nan'
				: 'inf';
	return sign + (conversion === conversion.toUpperCase() ? text.toUpperCase() : text);
}

function finite(
	mantissa: bigint,
	exponent: number,
	conversion: string,
	alternate: boolean,
	precision: number | undefined,
	format: FloatFormat,
): string {
	switch (conversion) {
		case 'f':
			return fixed(mantissa, exponent, precision ?? 6, alternate);
		case 'e':
			return exponential(mantissa, exponent, precision ?? 6, alternate);
		case 'a':
			return hexadecimal(mantissa, exponent, precision, alternate, format);
		default:
			return general(mantissa, exponent, precision === 0 ? 1 : (precision ?? 6), alternate);
	}
}

/** mantissa × 2^exponent × 10^tens to the nearest whole number. */
function wholeDigits(mantissa: bigint, exponent: number, tens: number): bigint {
	let numerator = mantissa;
	let denominator = 1n;
	if (exponent >= 0) numerator <<= BigInt(exponent);
	else denominator <<= BigInt(-exponent);
	if (tens >= 0) numerator *= 10n ** BigInt(tens);
	else denominator *= 10n ** BigInt(-tens);
	return divideToEven(numerator, denominator);
}

function fixed(mantissa: bigint, exponent: number, precision: number, alternate: boolean): string {
	// So many digits behind the point are all there are.
	const exact = Math.min(precision, Math.max(0, -exponent));
	const digits = wholeDigits(mantissa, exponent, exact)
		.toString()
		.padStart(exact + 1, '0');
	const whole = digits.slice(0, digits.length - exact);
	const fraction = digits.slice(digits.length - exact) + '0'.repeat(precision - exact);
	return fraction === '' && !alternate ? whole : `${whole}.${fraction}`;
}

/** The digits of d.ddd and the power of ten. */
function decimalDigits(mantissa: bigint, exponent: number, precision: number): { digits: string; power: number } {
	if (mantissa === 0n) return { digits: '0'.repeat(precision + 1), power: 0 };
	const exact = Math.min(precision, DIGITS_MAX);
	let power = Math.floor((exponent + MANTISSA_BITS - 1) * Math.LOG10E * Math.LN2);
	for (;;) {
		const digits = wholeDigits(mantissa, exponent, exact - power).toString();
		if (digits.length === exact + 1) return { digits: digits + '0'.repeat(precision - exact), power };
		power += digits.length > exact + 1 ? 1 : -1;
	}
}

function exponential(mantissa: bigint, exponent: number, precision: number, alternate: boolean): string {
	const { digits, power } = decimalDigits(mantissa, exponent, precision);
	const point = precision > 0 || alternate ? '.' : '';
	const shown = String(Math.abs(power)).padStart(2, '0');
	return `${digits[0]}${point}${digits.slice(1)}e${power < 0 ? '-' : '+'}${shown}`;
}

function general(mantissa: bigint, exponent: number, precision: number, alternate: boolean): string {
	const { power } = decimalDigits(mantissa, exponent, precision - 1);
	const text =
		power < -4 || power >= precision
			? exponential(mantissa, exponent, precision - 1, alternate)
			: fixed(mantissa, exponent, precision - 1 - power, alternate);
	if (alternate) return text;
	const [number, tail] = text.split('e') as [string, string | undefined];
	const trimmed = number.includes('.') ? number.replace(/\.?0+$/, '') : number;
	return tail === undefined ? trimmed : `${trimmed}e${tail}`;
}

/** The first digit holds the four highest bits; of a double the highest one, if it is not too small for that. */
function hexadecimal(
	mantissa: bigint,
	exponent: number,
	precision: number | undefined,
	alternate: boolean,
	format: FloatFormat,
): string {
	const isLong = format.bits === MANTISSA_BITS;
	const fractionDigits = isLong ? 15 : 13;
	const least = format.exponentMin + format.bits - 1;
	const wanted = mantissa === 0n ? 0 : exponent + (isLong ? 60 : 63);
	let power = isLong ? wanted : Math.max(wanted, least);
	let value = mantissa >> BigInt(MANTISSA_BITS - format.bits + power - wanted);
	if (precision !== undefined && precision < fractionDigits) {
		const dropped = BigInt(4 * (fractionDigits - precision));
		value = divideToEven(value, 1n << dropped) << dropped;
		if (bits(value) > MANTISSA_BITS) {
			value >>= 4n;
			power += 4;
		}
	}
	const digits = value.toString(16).padStart(fractionDigits + 1, '0');
	const all = digits.slice(1);
	const fraction = precision === undefined ? all.replace(/0+$/, '') : all.slice(0, precision).padEnd(precision, '0');
	const point = fraction !== '' || alternate ? '.' : '';
	return `0x${digits[0]}${point}${fraction}p${power < 0 ? '-' : '+'}${Math.abs(power)}`;
}
