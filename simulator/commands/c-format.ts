import { formatFloat } from '../shell/builtins/format-float.ts';

/** One conversion of printf(3): `%-5.2f`. */
export interface Conversion {
	/** Of "-", "+", " ", "#", "0", "'". */
	readonly flags: string;
	readonly width: number;
	readonly precision: number | undefined;
	/** d i u o x X c s e E f F g G a A. */
	readonly letter: string;
}

const WIDTH_MAX = 1_000_000;

/** Text for `%s`: cut to the precision, filled to the width, both in characters. */
export function formatText(text: string, conversion: Conversion): string {
	const { precision } = conversion;
	return filled(precision === undefined ? text : [...text].slice(0, precision).join(''), conversion, false);
}

/** `%d` and `%i`. */
export function formatSigned(value: bigint, conversion: Conversion): string {
	const { flags, precision } = conversion;
	let digits = (value < 0n ? -value : value).toString();
	if (precision !== undefined) digits = precision === 0 && value === 0n ? '' : digits.padStart(precision, '0');
	const sign = value < 0n ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
	return filled(sign + digits, conversion, precision === undefined);
}

/** `%u`, `%o`, `%x`, `%X` of 64 bits. */
export function formatUnsigned(value: bigint, conversion: Conversion): string {
	const { flags, precision, letter } = conversion;
	const radix = letter === 'o' ? 8 : letter === 'u' ? 10 : 16;
	let digits = BigInt.asUintN(64, value).toString(radix);
	if (precision !== undefined) digits = precision === 0 && value === 0n ? '' : digits.padStart(precision, '0');
	if (flags.includes('#') && radix === 8 && !digits.startsWith('0')) digits = `0${digits}`;
	const prefix = flags.includes('#') && radix === 16 && value !== 0n ? '0x' : '';
	const text = letter === 'X' ? (prefix + digits).toUpperCase() : prefix + digits;
	return filled(text, conversion, precision === undefined);
}

/** `%e`, `%f`, `%g`, `%a` and their capitals. */
export function formatReal(value: number, conversion: Conversion): string {
	const { flags, letter } = conversion;
	// One below zero counts as none.
	const given = conversion.precision ?? -1;
	const precision = given < 0 ? undefined : Math.min(given, WIDTH_MAX);
	return filled(formatFloat(value, letter, flags, precision), conversion, Number.isFinite(value));
}

/** Decimals as many as one likes: behind a hundred there are no others than zeros. */
export function fixedText(value: number, decimals: number): string {
	const own = Math.min(decimals, 100);
	return value.toFixed(own) + '0'.repeat(Math.min(decimals, WIDTH_MAX) - own);
}

function filled(text: string, { flags, width }: Conversion, zeros: boolean): string {
	const missing = Math.min(width, WIDTH_MAX) - [...text].length;
	if (missing <= 0) return text;
	if (flags.includes('-')) return text + ' '.repeat(missing);
	if (!zeros || !flags.includes('0')) return ' '.repeat(missing) + text;
	const sign = /^[-+ ]?(0[xX])?/.exec(text)?.[0] ?? '';
	return sign + '0'.repeat(missing) + text.slice(sign.length);
}

/** A piece of a format: text, or a conversion with `*` for a width or precision that an argument gives. */
export type FormatPiece =
	| { readonly kind: 'text'; readonly text: string }
	| {
			readonly kind: 'conversion';
			readonly flags: string;
			readonly width: string;
			/** Undefined without a point. */
			readonly precision: string | undefined;
			/** '' when the format ends in the conversion. */
			readonly letter: string;
			readonly source: string;
	  };

/** Splits a format; `%%` is text. Length modifiers are skipped. */
export function parseFormat(format: string): FormatPiece[] {
	const pieces: FormatPiece[] = [];
	for (let at = 0; at < format.length; ) {
		const percent = format.indexOf('%', at);
		if (percent !== at) {
			const text = percent < 0 ? format.slice(at) : format.slice(at, percent);
			pieces.push({ kind: 'text', text });
			at += text.length;
			continue;
		}
		if (format[at + 1] === '%') {
			pieces.push({ kind: 'text', text: '%' });
			at += 2;
			continue;
		}
		const match = /^%([-+ #0']*)(\*|\d*)(?:\.(\*|-?\d*))?(?:hh|h|ll|l|j|z|t|L)?(.?)/su.exec(
			format.slice(at),
		) as RegExpExecArray;
		const [source, flags = '', width = '', precision, letter = ''] = match;
		pieces.push({ kind: 'conversion', flags, width, precision, letter, source });
		at += source.length;
	}
	return pieces;
}
