import { compareUtf8 } from '../format-json.ts';
import { goFloat, goQuote, goSyntax } from '../go-format.ts';
import { GoFloat, GoInt, GoObject, integerOf, isDict, plain, printValue, typeOf } from './values.ts';

/** Go's fmt.Sprintf for the values that templates have. */
export function sprintf(format: string, args: readonly unknown[]): string {
	let next = 0;
	let out = '';
	let from = 0;
	const verb = /%([-+# 0]*)(\*|\d+)?(?:\.(\*|\d+)?)?(?:\[(\d+)\])?(.)?/gsu;
	let isReordered = false;
	for (let match = verb.exec(format); match !== null; match = verb.exec(format)) {
		out += format.slice(from, match.index);
		from = verb.lastIndex;
		const letter = match[5];
		if (letter === undefined) {
			out += '%!(NOVERB)';
			continue;
		}
		if (letter === '%') {
			out += '%';
			continue;
		}
		const width =
			match[2] === '*' ? Number(plain(args[next++])) : match[2] === undefined ? undefined : Number(match[2]);
		const hasPrecision = /^%[-+# 0]*(\*|\d+)?\./.test(match[0]);
		const precision = match[3] === '*' ? Number(plain(args[next++])) : hasPrecision ? Number(match[3] ?? 0) : undefined;
		if (match[4] !== undefined) {
			isReordered = true;
			next = Number(match[4]) - 1;
			if (next < 0 || next >= args.length) {
				out += `%!${letter}(BADINDEX)`;
				continue;
			}
		}
		if (next >= args.length) {
			out += `%!${letter}(MISSING)`;
			continue;
		}
		out += pad(formatOne(letter, args[next++], match[1] as string, precision), match[1] as string, width);
	}
	out += format.slice(from);
	if (next < args.length && !isReordered)
		out += `%!(EXTRA ${args
			.slice(next)
			.map((arg) => `${typeOf(arg)}=${printValue(arg)}`)
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
		`%!${letter}(${value === null || value === undefined ? '<nil>' : `${typeOf(value)}=${printValue(value)}`})`;
	if (Array.isArray(value) && letter !== 'v' && letter !== 's' && letter !== 'T') {
		return `[${value.map((item) => formatOne(letter, item, flags, precision)).join(' ')}]`;
	}
	const whole = integerOf(value);
	const float = value instanceof GoFloat || isFloat(value) ? (plain(value) as number) : undefined;
	switch (letter) {
		case 'v':
			if (flags.includes('#')) return goSyntaxOf(value);
			return flags.includes('+') && (whole ?? float ?? -1) >= 0 ? `+${printValue(value)}` : printValue(value);
		case 's':
			if (typeof value !== 'string') return stringVerb(value);
			return precision === undefined ? value : [...value].slice(0, precision).join('');
		case 'q':
			if (typeof value === 'string') return goQuote(value);
			return whole === undefined ? bad() : `'${String.fromCodePoint(whole)}'`;
		case 'd':
			return whole === undefined ? bad() : flags.includes('+') && whole >= 0 ? `+${whole}` : String(whole);
		case 'x':
		case 'X':
		case 'o':
		case 'b':
			return radix(letter, whole ?? value) ?? bad();
		case 'c':
			return whole === undefined ? bad() : String.fromCodePoint(whole);
		case 'U':
			return whole === undefined ? bad() : codePoint(whole, flags);
		case 't':
			return typeof value === 'boolean' ? String(value) : bad();
		case 'T':
			return typeOf(value);
		default:
			return (float === undefined ? undefined : formatFloat(letter, float, precision)) ?? bad();
	}
}

function formatFloat(letter: string, value: number, precision: number | undefined): string | undefined {
	switch (letter) {
		case 'f':
		case 'F':
			return value.toFixed(precision ?? 6);
		case 'e':
			return exponent(value, precision ?? 6);
		case 'E':
			return exponent(value, precision ?? 6).toUpperCase();
		case 'g':
			return precision === undefined ? goFloat(value) : String(Number(value.toPrecision(Math.max(precision, 1))));
		case 'G':
			return formatFloat('g', value, precision)?.toUpperCase();
		default:
			return undefined;
	}
}

/** As %#v prints it. */
function goSyntaxOf(value: unknown): string {
	if (value instanceof GoInt || value instanceof GoFloat) return printValue(value);
	if (value instanceof GoObject) return value.printed();
	if (Array.isArray(value)) return `[]interface {}{${value.map(goSyntaxOf).join(', ')}}`;
	if (!isDict(value)) return goSyntax(value);
	const keys = Object.keys(value).sort(compareUtf8);
	return `map[string]interface {}{${keys.map((key) => `${goQuote(key)}:${goSyntaxOf(value[key])}`).join(', ')}}`;
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
	if (value instanceof GoObject) return value.printed();
	if (isDict(value)) {
		const keys = Object.keys(value).sort(compareUtf8);
		return `map[${keys.map((key) => `${key}:${formatOne('s', value[key], '', undefined)}`).join(' ')}]`;
	}
	return `%!s(${value === null || value === undefined ? '<nil>' : `${typeOf(value)}=${printValue(value)}`})`;
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
