import { goFloat, goPrint, goQuote, goTypeName } from '../go-format.ts';

/** Go's fmt.Sprintf for the values that templates have. */
export function sprintf(format: string, args: readonly unknown[]): string {
	let next = 0;
	let out = '';
	let from = 0;
	const verb = /%([-+# 0]*)(\*|\d+)?(?:\.(\*|\d+)?)?(.)?/gsu;
	for (let match = verb.exec(format); match !== null; match = verb.exec(format)) {
		out += format.slice(from, match.index);
		from = verb.lastIndex;
		const letter = match[4];
		if (letter === undefined) {
			out += '%!(NOVERB)';
			continue;
		}
		if (letter === '%') {
			out += '%';
			continue;
		}
		const width = match[2] === '*' ? Number(args[next++]) : match[2] === undefined ? undefined : Number(match[2]);
		const hasPrecision = match[0].includes('.');
		const precision = match[3] === '*' ? Number(args[next++]) : hasPrecision ? Number(match[3] ?? 0) : undefined;
		if (next >= args.length) {
			out += `%!${letter}(MISSING)`;
			continue;
		}
		out += pad(formatOne(letter, args[next++], match[1] as string, precision), match[1] as string, width);
	}
	out += format.slice(from);
	if (next < args.length)
		out += `%!(EXTRA ${args
			.slice(next)
			.map((arg) => `${goTypeName(arg)}=${goPrint(arg)}`)
			.join(', ')})`;
	return out;
}

function pad(text: string, flags: string, width: number | undefined): string {
	if (width === undefined || text.length >= width) return text;
	if (flags.includes('-')) return text.padEnd(width);
	if (flags.includes('0') && /^[-+]?\d/.test(text)) {
		const sign = /^[-+]/.exec(text)?.[0] ?? '';
		return sign + text.slice(sign.length).padStart(width - sign.length, '0');
	}
	return text.padStart(width);
}

function formatOne(letter: string, value: unknown, flags: string, precision: number | undefined): string {
	const bad = (): string =>
		`%!${letter}(${value === null || value === undefined ? '<nil>' : `${goTypeName(value)}=${goPrint(value)}`})`;
	switch (letter) {
		case 'v':
			return typeof value === 'number' && flags.includes('+') && value >= 0 ? `+${goPrint(value)}` : goPrint(value);
		case 's':
			return typeof value === 'string'
				? precision === undefined
					? value
					: [...value].slice(0, precision).join('')
				: stringVerb(value);
		case 'q':
			return typeof value === 'string'
				? goQuote(value)
				: typeof value === 'number'
					? `'${String.fromCodePoint(value)}'`
					: bad();
		case 'd':
			return isInteger(value) ? (flags.includes('+') && value >= 0 ? `+${value}` : String(value)) : bad();
		case 'x':
		case 'X':
		case 'o':
		case 'b':
			return radix(letter, value) ?? bad();
		case 'c':
			return isInteger(value) ? String.fromCodePoint(value) : bad();
		case 'U':
			return isInteger(value) ? codePoint(value, flags) : bad();
		case 't':
			return typeof value === 'boolean' ? String(value) : bad();
		case 'f':
		case 'F':
			return isFloat(value) ? value.toFixed(precision ?? 6) : bad();
		case 'e':
			return isFloat(value) ? exponent(value, precision ?? 6) : bad();
		case 'g':
			return isFloat(value) ? goFloat(value) : bad();
		case 'T':
			return goTypeName(value);
		default:
			return bad();
	}
}

/** "U+2603", with "#" also the character: "U+2603 '☃'". */
function codePoint(value: number, flags: string): string {
	const code = `U+${value.toString(16).toUpperCase().padStart(4, '0')}`;
	const printable = value >= 0x20 && value !== 0x7f && value <= 0x10ffff;
	return flags.includes('#') && printable ? `${code} '${String.fromCodePoint(value)}'` : code;
}

function isFloat(value: unknown): value is number {
	return typeof value === 'number' && !Number.isInteger(value);
}

function isInteger(value: unknown): value is number {
	return typeof value === 'number' && Number.isInteger(value);
}

function stringVerb(value: unknown): string {
	if (Array.isArray(value)) return `[${value.map((item) => formatOne('s', item, '', undefined)).join(' ')}]`;
	if (value !== null && typeof value === 'object') {
		const fields = value as { readonly [key: string]: unknown };
		const keys = Object.keys(fields).sort();
		return `map[${keys.map((key) => `${key}:${formatOne('s', fields[key], '', undefined)}`).join(' ')}]`;
	}
	return `%!s(${value === null || value === undefined ? '<nil>' : `${goTypeName(value)}=${goPrint(value)}`})`;
}

function radix(letter: string, value: unknown): string | undefined {
	const base = letter === 'o' ? 8 : letter === 'b' ? 2 : 16;
	if (isInteger(value)) {
		const digits = value.toString(base);
		return letter === 'X' ? digits.toUpperCase() : digits;
	}
	if (typeof value !== 'string' || base !== 16) return undefined;
	let hex = '';
	for (const char of value) hex += (char.codePointAt(0) as number).toString(16).padStart(2, '0');
	return letter === 'X' ? hex.toUpperCase() : hex;
}

function exponent(value: number, precision: number): string {
	return value.toExponential(precision).replace(/e([-+])(\d)$/, 'e$10$2');
}
