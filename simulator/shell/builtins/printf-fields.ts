import { characterCount, decodeBytes, encodeText } from '../text.ts';

/** One conversion of a `printf` format. */
export interface Spec {
	readonly flags: string;
	readonly width: number;
	readonly precision: number | undefined;
	readonly conversion: string;
	/** `%(…)T`. */
	readonly timeFormat: string;
	/** Of `%Q` nothing is left. */
	readonly cutsQuoted: boolean;
	/** What printf(3) makes of a format that it does not know. */
	readonly shown: string | undefined;
}

/** Precision of strings counts bytes, as in C. */
export function cut(text: string, precision: number | undefined): string {
	if (precision === undefined || text.length <= precision / 4) return text;
	return decodeBytes(encodeText(text).subarray(0, precision));
}

/** Pads a string to a width in bytes, as C does. */
export function padBytes(text: string, spec: Spec): string {
	const missing = spec.width - (spec.width === 0 ? 0 : encodeText(text).length);
	if (missing <= 0) return text;
	return spec.flags.includes('-') ? text + ' '.repeat(missing) : ' '.repeat(missing) + text;
}

export function integer(value: number | bigint, spec: Spec): string {
	const negative = value < 0;
	let digits = String(negative ? -BigInt(value) : value);
	if (spec.precision !== undefined) digits = ofPrecision(digits, spec.precision);
	const sign = negative ? '-' : spec.flags.includes('+') ? '+' : spec.flags.includes(' ') ? ' ' : '';
	return pad(sign + digits, spec, spec.precision === undefined);
}

export function unsigned(value: bigint, spec: Spec): string {
	const radix = spec.conversion === 'o' ? 8 : spec.conversion === 'u' ? 10 : 16;
	let digits = value.toString(radix);
	if (spec.precision !== undefined) digits = ofPrecision(digits, spec.precision);
	if (spec.flags.includes('#')) {
		if (radix === 8 && !digits.startsWith('0')) digits = `0${digits}`;
		if (radix === 16 && value !== 0n) digits = `0x${digits}`;
	}
	if (spec.conversion === 'X') digits = digits.toUpperCase();
	return pad(digits, spec, spec.precision === undefined);
}

/** A zero of no digits is nothing. */
function ofPrecision(digits: string, precision: number): string {
	return precision === 0 && digits === '0' ? '' : digits.padStart(precision, '0');
}

/** Pads to the width; zeros go after the sign. Width counts characters. */
export function pad(text: string, spec: Spec, zeros = false): string {
	const missing = spec.width - characterCount(text);
	if (missing <= 0) return text;
	if (spec.flags.includes('-')) return text + ' '.repeat(missing);
	if (!zeros || !spec.flags.includes('0') || /[in]/i.test(text)) return ' '.repeat(missing) + text;
	const sign = /^[-+ ]?(0x|0X)?/.exec(text)?.[0] ?? '';
	return sign + '0'.repeat(missing) + text.slice(sign.length);
}
