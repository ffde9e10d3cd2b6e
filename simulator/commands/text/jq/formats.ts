import { decodeBase64, encodeBase64 } from '../../../machinery/base64.ts';
import { decodeUtf8, encodeUtf8 } from '../../../machinery/utf8.ts';
import type { Json } from './json.ts';
import { described, formatJson, JqError, kindOf } from './json.ts';

/** A string as it is, anything else as JSON. */
export function textOf(value: Json): string {
	return typeof value === 'string' ? value : formatJson(value);
}

/** `@csv`, `@base64` … of one value. */
export function formatValue(format: string, value: Json): string {
	switch (format) {
		case '@text':
			return textOf(value);
		case '@json':
			return formatJson(value);
		case '@csv':
			return row(value, 'csv', ',', (item) => `"${item.replaceAll('"', '""')}"`);
		case '@tsv':
			return row(value, 'tsv', '\t', (item) =>
				item.replace(
					/[\\\t\n\r]/g,
					(char) => ({ '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' })[char] as string,
				),
			);
		case '@html':
			return textOf(value).replace(/[<>&'"]/g, (char) => HTML.get(char) as string);
		case '@uri':
			return [...encodeUtf8(textOf(value))]
				.map((byte) => {
					const char = String.fromCharCode(byte);
					return /[A-Za-z0-9\-_.~]/.test(char) && byte < 128
						? char
						: `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
				})
				.join('');
		case '@sh':
			return (Array.isArray(value) ? (value as readonly Json[]) : [value]).map(shellWord).join(' ');
		case '@base64':
			return encodeBase64(encodeUtf8(textOf(value)));
		case '@base64d':
			return base64Text(textOf(value));
		default:
			throw new JqError(`${format.slice(1)} is not a valid format`);
	}
}

const HTML: ReadonlyMap<string, string> = new Map([
	['<', '&lt;'],
	['>', '&gt;'],
	['&', '&amp;'],
	["'", '&apos;'],
	['"', '&quot;'],
]);

function row(value: Json, name: string, separator: string, quote: (text: string) => string): string {
	if (!Array.isArray(value)) throw new JqError(`${described(value)} cannot be ${name}-formatted, only array`);
	return (value as readonly Json[])
		.map((item) => {
			if (item === null) return '';
			if (typeof item === 'boolean') return String(item);
			if (kindOf(item) === 'number') return formatJson(item);
			if (typeof item === 'string') return quote(item);
			throw new JqError(`${described(item)} is not valid in a csv row`);
		})
		.join(separator);
}

function shellWord(value: Json): string {
	if (Array.isArray(value) || value instanceof Map)
		throw new JqError(`${described(value)} can not be escaped for shell`);
	return typeof value === 'string' ? `'${value.replaceAll("'", "'\\''")}'` : formatJson(value);
}

/** Digits are read up to what is none; missing padding is forgiven. */
function base64Text(text: string): string {
	const digits = text.replace(/=+$/, '');
	if (!/^[A-Za-z0-9+/]*$/.test(digits)) throw new JqError(`${described(text)} is not valid base64 data`);
	if (digits.length % 4 === 1) throw new JqError(`${described(text)} trailing base64 byte found`);
	return decodeUtf8(decodeBase64(digits.padEnd(Math.ceil(digits.length / 4) * 4, '=')));
}
