/** How to write JSON. The default is Go's `json.Marshal` of a map: one line, sorted keys. */
export interface JsonStyle {
	/** One level of indentation ("    " in `kubectl -o json`); absent: all on one line. */
	readonly indent?: string;
	/** Keys in the order the object has them, as Go writes structs. */
	readonly keepOrder?: boolean;
}

/**
 * JSON as Go's encoding/json writes it: `<`, `>`, `&` escaped, empty collections on one line. Fields that are
 * `undefined` are left out. No newline at the end.
 */
export function formatJson(value: unknown, style: JsonStyle = {}): string {
	const out: string[] = [];
	write(value, style, '', out);
	return out.join('');
}

function write(value: unknown, style: JsonStyle, pad: string, out: string[]): void {
	if (value === null || value === undefined) out.push('null');
	else if (typeof value === 'string') out.push(quoteJson(value));
	else if (typeof value === 'number') out.push(JSON.stringify(value));
	else if (typeof value !== 'object') out.push(String(value));
	else if (Array.isArray(value))
		writeAll('[', ']', value.length, style, pad, out, (i, inner) => write(value[i], style, inner, out));
	else writeObject(value as { readonly [key: string]: unknown }, style, pad, out);
}

function writeObject(value: { readonly [key: string]: unknown }, style: JsonStyle, pad: string, out: string[]): void {
	const keys = Object.keys(value).filter((key) => value[key] !== undefined);
	if (style.keepOrder !== true) keys.sort(compareUtf8);
	writeAll('{', '}', keys.length, style, pad, out, (i, inner) => {
		const key = keys[i] as string;
		out.push(quoteJson(key), style.indent === undefined ? ':' : ': ');
		write(value[key], style, inner, out);
	});
}

function writeAll(
	open: string,
	close: string,
	count: number,
	style: JsonStyle,
	pad: string,
	out: string[],
	writeItem: (index: number, inner: string) => void,
): void {
	out.push(open);
	const inner = style.indent === undefined ? '' : pad + style.indent;
	for (let i = 0; i < count; i++) {
		if (i > 0) out.push(',');
		if (style.indent !== undefined) out.push('\n', inner);
		writeItem(i, inner);
	}
	if (count > 0 && style.indent !== undefined) out.push('\n', pad);
	out.push(close);
}

/** Byte order of the UTF-8 forms, as Go compares strings. */
export function compareUtf8(a: string, b: string): number {
	const length = Math.min(a.length, b.length);
	for (let i = 0; i < length; i++) {
		const l = a.charCodeAt(i);
		const r = b.charCodeAt(i);
		if (l === r) continue;
		// Surrogates stand for characters above all others, though their units are below some.
		const lHigh = l >= 0xd800 && l <= 0xdfff;
		const rHigh = r >= 0xd800 && r <= 0xdfff;
		if (lHigh !== rHigh) return lHigh ? 1 : -1;
		return l - r;
	}
	return a.length - b.length;
}

/** A string in double quotes with Go's JSON escapes. */
export function quoteJson(text: string): string {
	return safeInHtml(JSON.stringify(text));
}

/** JSON with what would mean something in a page written as escapes. */
export function safeInHtml(json: string): string {
	if (json.length < LONG && !UNSAFE_IN_HTML.test(json)) return json;
	let out = json;
	for (const [char, escaped] of UNSAFE) if (out.includes(char)) out = out.replaceAll(char, escaped);
	return out;
}

const UNSAFE_IN_HTML = /[<>&\u2028\u2029]/;
const UNSAFE = ['<', '>', '&', '\u2028', '\u2029'].map((char) => {
	return [char, `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`] as const;
});
/** Engines look for one character far faster than for one of a class. */
const LONG = 1_000;
