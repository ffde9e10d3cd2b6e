import { decodeUtf8, encodeUtf8 } from './utf8.ts';

const STANDARD = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const URL_SAFE = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Standard alphabet, with padding. */
export function encodeBase64(bytes: Uint8Array): string {
	return encode(bytes, STANDARD, true);
}

/** The URL alphabet without padding, as JSON Web Tokens have it. */
export function encodeBase64Url(bytes: Uint8Array): string {
	return encode(bytes, URL_SAFE, false);
}

/** Decodes either alphabet, padded or not, skipping line ends. Throws Base64Error at the first other character. */
export function decodeBase64(text: string): Uint8Array {
	const out = new Uint8Array(Math.floor((text.length * 3) / 4) + 3);
	let length = 0;
	let index = 0;
	// Whole groups of digits, as nearly all of them are.
	for (; index + 3 < text.length; index += 4) {
		const group =
			(valueAt(text, index) << 18) |
			(valueAt(text, index + 1) << 12) |
			(valueAt(text, index + 2) << 6) |
			valueAt(text, index + 3);
		if (group < 0) break;
		out[length++] = group >> 16;
		out[length++] = (group >> 8) & 0xff;
		out[length++] = group & 0xff;
	}
	let bits = 0;
	let held = 0;
	let digits = index;
	for (; index < text.length; index++) {
		const code = text.charCodeAt(index);
		if (code === 10 || code === 13) continue;
		if (code === 61) break;
		const value = valueAt(text, index);
		if (value < 0) throw new Base64Error(index);
		held = ((held << 6) | value) & 0xffffff;
		bits += 6;
		digits++;
		if (bits >= 8) {
			bits -= 8;
			out[length++] = (held >> bits) & 0xff;
		}
	}
	if (digits % 4 === 1) throw new Base64Error(index);
	checkPadding(text, index, digits);
	return out.slice(0, length);
}

/**
 * Decodes as Go's base64.StdEncoding does: the standard alphabet only, with its padding; line ends are skipped. Throws
 * Base64Error where Go finds the first mistake: a group of four that the text breaks off in counts from its start.
 */
export function decodeStandardBase64(text: string): Uint8Array {
	const digits = text.search(/[^A-Za-z0-9+/\r\n]/);
	const end = digits < 0 ? text.length : digits;
	const rest = text.slice(0, end).replace(/[\r\n]/g, '').length % 4;
	if (end === text.length) {
		if (rest !== 0) throw new Base64Error(end - rest);
		return decodeBase64(text);
	}
	if (text[end] !== '=' || rest < 2) throw new Base64Error(end);
	const padding = /^=[\r\n]*/.exec(text.slice(end)) as RegExpExecArray;
	let after = end + padding[0].length;
	if (rest === 2) {
		if (after === text.length) throw new Base64Error(text.length);
		if (text[after] !== '=') throw new Base64Error(after - 1);
		after++;
	}
	while (text[after] === '\r' || text[after] === '\n') after++;
	if (after < text.length) throw new Base64Error(after);
	return decodeBase64(text.slice(0, end));
}

/** Go's encoding/base64 CorruptInputError. */
export class Base64Error extends Error {
	readonly offset: number;
	constructor(offset: number) {
		super(`illegal base64 data at input byte ${offset}`);
		this.name = 'Base64Error';
		this.offset = offset;
	}
}

/** After the digits only as many `=` as complete a group of four (or none), and line ends. */
function checkPadding(text: string, from: number, digits: number): void {
	let padding = 0;
	for (let index = from; index < text.length; index++) {
		const code = text.charCodeAt(index);
		if (code === 10 || code === 13) continue;
		if (code !== 61 || digits % 4 === 0 || padding >= 4 - (digits % 4)) throw new Base64Error(index);
		padding++;
	}
	if (padding > 0 && padding !== 4 - (digits % 4)) throw new Base64Error(text.length);
}

/** Of a digit; negative for what is none. */
function valueAt(text: string, index: number): number {
	const code = text.charCodeAt(index);
	return code < 128 ? (VALUES[code] as number) : -1;
}

const VALUES = Int8Array.from({ length: 128 }, (_, code) => {
	const char = String.fromCharCode(code);
	const standard = STANDARD.indexOf(char);
	return standard >= 0 ? standard : URL_SAFE.indexOf(char);
});

function encode(bytes: Uint8Array, alphabet: string, padded: boolean): string {
	const digits = encodeUtf8(alphabet);
	const groups = Math.floor(bytes.length / 3);
	const rest = bytes.length % 3;
	const out = new Uint8Array(groups * 4 + (rest === 0 ? 0 : padded ? 4 : rest + 1)).fill(PADDING);
	const digit = (group: number, shift: number): number => digits[(group >> shift) & 63] as number;
	let to = 0;
	for (let at = 0; at < groups * 3; at += 3) {
		const group = ((bytes[at] as number) << 16) | ((bytes[at + 1] as number) << 8) | (bytes[at + 2] as number);
		out[to++] = digit(group, 18);
		out[to++] = digit(group, 12);
		out[to++] = digit(group, 6);
		out[to++] = digit(group, 0);
	}
	if (rest > 0) {
		const group = ((bytes[groups * 3] as number) << 16) | ((bytes[groups * 3 + 1] ?? 0) << 8);
		out[to++] = digit(group, 18);
		out[to++] = digit(group, 12);
		if (rest === 2) out[to] = digit(group, 6);
	}
	return decodeUtf8(out);
}

const PADDING = '='.charCodeAt(0);
