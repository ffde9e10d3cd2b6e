import { compareUtf8 } from './format-json.ts';

/** A JSON value as Go's fmt prints it with %v: maps with sorted keys, nil as "<nil>". */
export function goPrint(value: unknown, numbers: 'int' | 'float' = 'int'): string {
	if (value === null || value === undefined) return '<nil>';
	if (typeof value === 'number')
		return numbers === 'int' && Number.isInteger(value) ? goInteger(value) : goFloat(value);
	if (typeof value !== 'object') return String(value);
	if (Array.isArray(value)) return `[${value.map((item) => goPrint(item, numbers)).join(' ')}]`;
	const fields = value as { readonly [key: string]: unknown };
	const keys = Object.keys(fields).sort(compareUtf8);
	return `map[${keys.map((key) => `${key}:${goPrint(fields[key], numbers)}`).join(' ')}]`;
}

function goInteger(value: number): string {
	return Math.abs(value) < 1e21 ? value.toString() : BigInt(value).toString();
}

/** A float64 as %v prints it: exponents from a million on. */
export function goFloat(value: number): string {
	if (Number.isNaN(value)) return 'NaN';
	if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
	if (value === 0) return Object.is(value, -0) ? '-0' : '0';
	const match = /^(-?[\d.]+)e([-+])(\d+)$/.exec(value.toExponential()) as RegExpExecArray;
	const exponent = Number(match[3]) * (match[2] === '-' ? -1 : 1);
	if (exponent >= -4 && exponent < 21 && exponent < 6) return value.toString();
	return `${match[1]}e${match[2]}${(match[3] as string).padStart(2, '0')}`;
}

/** A string as %q quotes it. */
export function goQuote(text: string): string {
	let out = '"';
	for (const char of text) {
		const code = char.codePointAt(0) as number;
		const escaped = QUOTE_ESCAPES.get(char);
		if (escaped !== undefined) out += escaped;
		else if (code < 0x20 || code === 0x7f) out += `\\x${code.toString(16).padStart(2, '0')}`;
		else if (
			(code >= 0x80 && code < 0xa0) ||
			code === 0xad ||
			code === 0x2028 ||
			code === 0x2029 ||
			code === 0xfeff ||
			(code >= 0x200b && code <= 0x200f)
		) {
			out += `\\u${code.toString(16).padStart(4, '0')}`;
		} else out += char;
	}
	return `${out}"`;
}

const QUOTE_ESCAPES: ReadonlyMap<string, string> = new Map([
	['"', '\\"'],
	['\\', '\\\\'],
	['\x07', '\\a'],
	['\b', '\\b'],
	['\f', '\\f'],
	['\n', '\\n'],
	['\r', '\\r'],
	['\t', '\\t'],
	['\v', '\\v'],
]);

/** The Go type that a decoded JSON value has. */
export function goTypeName(value: unknown, numbers: 'int' | 'float' = 'int'): string {
	if (value === null || value === undefined) return '<nil>';
	if (typeof value === 'string') return 'string';
	if (typeof value === 'boolean') return 'bool';
	if (typeof value === 'number') return numbers === 'int' && Number.isInteger(value) ? 'int64' : 'float64';
	return Array.isArray(value) ? '[]interface {}' : 'map[string]interface {}';
}

/** A decoded JSON value as %#v prints it. */
export function goSyntax(value: unknown): string {
	if (value === null || value === undefined) return 'interface {}(nil)';
	if (typeof value === 'string') return goQuote(value);
	if (typeof value !== 'object') return String(value);
	if (Array.isArray(value)) return `[]interface {}{${value.map(goSyntax).join(', ')}}`;
	const fields = value as { readonly [key: string]: unknown };
	const keys = Object.keys(fields).sort(compareUtf8);
	return `map[string]interface {}{${keys.map((key) => `${goQuote(key)}:${goSyntax(fields[key])}`).join(', ')}}`;
}

/** Characters of a Go string or character literal after its backslashes; undefined when an escape is malformed. */
export function goUnquote(text: string, quote: string): string | undefined {
	let out = '';
	for (let i = 0; i < text.length; i++) {
		const char = text.charAt(i);
		if (char === quote || char === '\n') return undefined;
		if (char !== '\\') {
			out += char;
			continue;
		}
		const letter = text.charAt(++i);
		const simple = UNQUOTE_ESCAPES.get(letter);
		if (simple !== undefined) {
			out += simple;
			continue;
		}
		if (letter === quote) {
			out += letter;
			continue;
		}
		const length = letter === 'x' ? 2 : letter === 'u' ? 4 : letter === 'U' ? 8 : /[0-7]/.test(letter) ? 3 : 0;
		const digits = length === 3 ? text.slice(i, i + 3) : text.slice(i + 1, i + 1 + length);
		const pattern = length === 3 ? /^[0-7]{3}$/ : /^[0-9a-fA-F]+$/;
		if (length === 0 || digits.length < length || !pattern.test(digits)) return undefined;
		const code = Number.parseInt(digits, length === 3 ? 8 : 16);
		if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return undefined;
		out += String.fromCodePoint(code);
		i += length === 3 ? 2 : length;
	}
	return out;
}

const UNQUOTE_ESCAPES: ReadonlyMap<string, string> = new Map([
	['a', '\x07'],
	['b', '\b'],
	['f', '\f'],
	['n', '\n'],
	['r', '\r'],
	['t', '\t'],
	['v', '\v'],
	['\\', '\\'],
]);

/** A character as %#U shows it: "U+007C '|'". */
export function goRune(char: string): string {
	const code = char.codePointAt(0) as number;
	return `U+${code.toString(16).toUpperCase().padStart(4, '0')} '${char}'`;
}
