/**
 * A number as it was written, where a double would not show the same digits: 1.50, 1e3, 12345678901234567890. It is
 * handed on unchanged, and what computes takes its value. Models jq 1.7.1 jv.c JVP_FLAGS_NUMBER_LITERAL.
 */
export class LiteralNumber {
	/** As decNumber writes it: "1.50", "1E+3". */
	readonly text: string;
	readonly value: number;

	constructor(text: string, value: number) {
		this.text = text;
		this.value = value;
	}
}

const SMALL = /^-?(?:0|[1-9]\d{0,14})(?:\.\d{0,3}[1-9])?$/;
const PARTS = /^([-+]?)(\d*)\.?(\d*)(?:[eE]([-+]?\d+))?$/;
/** Exponents of decNumber. */
const EXPONENT_MAX = 999_999_999;

/** The number that a literal of JSON or of a program stands for. `format` is what a double looks like. */
export function numberOf(literal: string, format: (value: number) => string): number | LiteralNumber {
	const value = Number(literal);
	if (SMALL.test(literal) && literal !== '-0') return value;
	const decimal = decimalOf(literal);
	if (decimal === undefined) return value;
	const text = decimalText(decimal);
	return text === format(value) ? value : new LiteralNumber(text, value);
}

/** A sign, digits without zeros in front, and the power of ten of the last of them. */
interface Decimal {
	readonly sign: string;
	readonly digits: string;
	readonly exponent: number;
}

function decimalOf(literal: string): Decimal | undefined {
	const [, sign = '', whole = '', fraction = '', power = '0'] = PARTS.exec(literal) ?? [];
	const exponent = Number(power) - fraction.length;
	const digits = (whole + fraction).replace(/^0+(?=\d)/, '');
	if (digits === '' || Math.abs(exponent + digits.length - 1) > EXPONENT_MAX) return undefined;
	return { sign: sign === '-' ? '-' : '', digits, exponent };
}

/** Models decNumber's to-scientific-string. */
function decimalText({ sign, digits, exponent }: Decimal): string {
	const adjusted = exponent + digits.length - 1;
	if (exponent <= 0 && adjusted >= -6) {
		if (exponent === 0) return sign + digits;
		const padded = digits.padStart(1 - exponent, '0');
		return `${sign}${padded.slice(0, exponent)}.${padded.slice(exponent)}`;
	}
	const mantissa = digits.length === 1 ? digits : `${digits[0]}.${digits.slice(1)}`;
	return `${sign}${mantissa}E${adjusted < 0 ? '-' : '+'}${Math.abs(adjusted)}`;
}

/** The order of two numbers by all of their digits. */
export function compareDecimals(a: string, b: string): number {
	const [x, y] = [decimalOf(a), decimalOf(b)];
	if (x === undefined || y === undefined) return Number(a) - Number(b);
	const [zeroX, zeroY] = [x.digits === '0' || /^0+$/.test(x.digits), /^0+$/.test(y.digits)];
	if (zeroX || zeroY) return zeroX ? (zeroY ? 0 : y.sign === '-' ? 1 : -1) : x.sign === '-' ? -1 : 1;
	if (x.sign !== y.sign) return x.sign === '-' ? -1 : 1;
	const order = compareSizes(x, y);
	return x.sign === '-' ? -order : order;
}

function compareSizes(x: Decimal, y: Decimal): number {
	const byPower = x.exponent + x.digits.length - (y.exponent + y.digits.length);
	if (byPower !== 0) return byPower;
	const length = Math.max(x.digits.length, y.digits.length);
	const [left, right] = [x.digits.padEnd(length, '0'), y.digits.padEnd(length, '0')];
	return left < right ? -1 : left === right ? 0 : 1;
}
