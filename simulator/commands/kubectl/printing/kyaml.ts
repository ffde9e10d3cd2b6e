import { compareUtf8 } from '../../../machinery/format-json.ts';
import { resolveScalar } from '../../../machinery/yaml/resolve-scalar.ts';

const STEP = '  ';

/** A value as KYAML: YAML in flow style, strings quoted, trailing commas. Models sigs.k8s.io/yaml/kyaml Encoder. */
export function formatKyaml(value: unknown, keepOrder: boolean): string {
	return render(value, '', keepOrder);
}

function render(value: unknown, pad: string, keepOrder: boolean): string {
	if (value === null || value === undefined) return 'null';
	if (typeof value === 'string') return renderString(value, pad);
	if (typeof value === 'number') return JSON.stringify(value);
	if (typeof value !== 'object') return String(value);
	return Array.isArray(value)
		? renderSequence(value, pad, keepOrder)
		: renderMapping(value as { readonly [key: string]: unknown }, pad, keepOrder);
}

function renderMapping(mapping: { readonly [key: string]: unknown }, pad: string, keepOrder: boolean): string {
	const keys = Object.keys(mapping).filter((key) => mapping[key] !== undefined);
	if (!keepOrder) keys.sort(compareUtf8);
	if (keys.length === 0) return '{}';
	const inner = pad + STEP;
	const lines = keys.map((key) => `${inner}${renderKey(key)}: ${render(mapping[key], inner, keepOrder)},\n`);
	return `{\n${lines.join('')}${pad}}`;
}

/** Lists of objects and lists are cuddled: "[{" and "}, {" on one line. */
function renderSequence(items: readonly unknown[], pad: string, keepOrder: boolean): string {
	if (items.length === 0) return '[]';
	const cuddled = items.every((item) => item !== null && typeof item === 'object');
	if (cuddled) return `[${items.map((item) => render(item, pad, keepOrder)).join(', ')}]`;
	const inner = pad + STEP;
	return `[\n${items.map((item) => `${inner}${render(item, inner, keepOrder)},\n`).join('')}${pad}]`;
}

function renderKey(key: string): string {
	return needsQuotes(key) ? renderString(key, '') : key;
}

function needsQuotes(text: string): boolean {
	if (text === '' || isAmbiguous(text)) return true;
	return !/^[\p{L}\p{N}_](?:[\p{L}\p{N}_\-./]*[\p{L}\p{N}_])?$/u.test(text);
}

function isAmbiguous(text: string): boolean {
	if (/^(null|~|true|false|t|f|y|n|yes|no|on|off|1|0)$/i.test(text)) return true;
	if (/^[+-]?[1-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?$/.test(text)) return true;
	if (/^[+-]?(\.?inf|infinity|\.?nan)$/i.test(text)) return true;
	return resolveScalar(text).kind !== 'string';
}

/** Text of several lines is folded with a backslash at each line's end. */
function renderString(text: string, pad: string): string {
	const multi = text.includes('\n');
	let body = '';
	const indent = pad + STEP;
	let lineStart = multi;
	for (const char of text) {
		if (lineStart) {
			body += indent;
			// A blank at the start of a folded line would be lost: it is escaped.
			body += char === ' ' || char === '\t' ? '\\' : ' ';
			lineStart = false;
		}
		if (char === '\n') {
			body += '\\n\\\n';
			lineStart = true;
		} else {
			body += escapeRune(char);
		}
	}
	if (!multi) return `"${body}"`;
	return `"\\\n${body}${lineStart ? '' : '\\\n'}${indent}"`;
}

function escapeRune(char: string): string {
	if (char === '"' || char === '\\') return `\\${char}`;
	const code = char.codePointAt(0) as number;
	if (char === '\t') return '\t';
	if (code < 0x20 || code === 0x7f) return CONTROL.get(code) ?? `\\x${code.toString(16).padStart(2, '0')}`;
	return char;
}

const CONTROL: ReadonlyMap<number, string> = new Map([
	[0x07, '\\a'],
	[0x08, '\\b'],
	[0x0b, '\\v'],
	[0x0c, '\\f'],
	[0x0d, '\\r'],
]);
