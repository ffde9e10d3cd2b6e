import { decodeUtf8, encodeUtf8 } from '../machinery/utf8.ts';

/**
 * Bytes as the shell's texts. A byte that is not part of a UTF-8 character becomes a lone low surrogate
 * (U+DC80 + byte − 0x80), so that every sequence of bytes survives the way through a variable.
 */
export function decodeBytes(bytes: Uint8Array): string {
	const text = decodeUtf8(bytes);
	return text.includes('\ufffd') ? decodeCarefully(bytes) : text;
}

export function encodeText(text: string): Uint8Array {
	if (!ESCAPED_BYTE.test(text)) return encodeUtf8(text);
	// In one pass: a call for each run of plain characters between two such bytes takes ten times as long.
	const out = new Uint8Array(text.length * 3);
	let length = 0;
	for (let i = 0; i < text.length; i++) {
		const unit = text.charCodeAt(i);
		if (unit < 0x80) {
			out[length++] = unit;
			continue;
		}
		if (unit >= 0xdc80 && unit <= 0xdcff) {
			out[length++] = unit - 0xdc00;
			continue;
		}
		const code = text.codePointAt(i) as number;
		if (code > 0xffff) i++;
		length = putCharacter(out, length, code >= 0xd800 && code < 0xe000 ? 0xfffd : code);
	}
	return out.slice(0, length);
}

/** UTF-8 of a character above 0x7f at `at`; where it ends. */
function putCharacter(out: Uint8Array, at: number, code: number): number {
	const more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
	out[at] = (0xff << (7 - more)) | (code >> (6 * more));
	for (let i = 1; i <= more; i++) out[at + i] = 0x80 | ((code >> (6 * (more - i))) & 0x3f);
	return at + more + 1;
}

/** One byte as text: itself below 0x80, else its escape. Several in a row must go through `joinBytes`. */
export function byteText(byte: number): string {
	return String.fromCharCode(byte < 0x80 ? byte : 0xdc00 + byte);
}

/** Escaped bytes that together are UTF-8 characters become those characters. */
export function joinBytes(text: string): string {
	return ESCAPED_BYTE.test(text) ? decodeBytes(encodeText(text)) : text;
}

/** Characters, as `${#x}` counts them. */
export function characterCount(text: string): number {
	if (!HIGH_SURROGATE.test(text)) return text.length;
	let count = 0;
	for (const _ of text) count++;
	return count;
}

/** Whether UTF-16 units and characters are the same thing in `text`. */
export function isBasic(text: string): boolean {
	return !HIGH_SURROGATE.test(text);
}

const ESCAPED_BYTE = /[\udc80-\udcff]/;
const HIGH_SURROGATE = /[\ud800-\udbff]/;

/** All units first: a text that is put together of a million characters is a million objects. */
function decodeCarefully(bytes: Uint8Array): string {
	const units = new Uint16Array(bytes.length);
	let count = 0;
	for (let at = 0; at < bytes.length; ) {
		const length = characterLength(bytes, at);
		const lead = bytes[at] as number;
		if (length <= 1) {
			units[count++] = lead < 0x80 ? lead : 0xdc00 + lead;
			at++;
			continue;
		}
		let code = lead & (0xff >> (length + 1));
		for (let i = 1; i < length; i++) code = (code << 6) | ((bytes[at + i] as number) & 0x3f);
		if (code > 0xffff) {
			units[count++] = 0xd7c0 + (code >> 10);
			code = 0xdc00 | (code & 0x3ff);
		}
		units[count++] = code;
		at += length;
	}
	const pieces: string[] = [];
	for (let at = 0; at < count; at += PIECE_UNITS) {
		pieces.push(String.fromCharCode(...units.subarray(at, Math.min(at + PIECE_UNITS, count))));
	}
	return pieces.join('');
}

/** As many arguments as a call takes easily. */
const PIECE_UNITS = 4_096;

/** Bytes of the well-formed character at `at`; 0 when there is none. */
function characterLength(bytes: Uint8Array, at: number): number {
	const lead = bytes[at] as number;
	if (lead < 0x80) return 1;
	const length =
		lead >= 0xf0 && lead <= 0xf4 ? 4 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xc2 && lead < 0xe0 ? 2 : 0;
	if (length === 0 || at + length > bytes.length) return 0;
	let code = lead & (0xff >> (length + 1));
	for (let i = 1; i < length; i++) {
		const byte = bytes[at + i] as number;
		if ((byte & 0xc0) !== 0x80) return 0;
		code = (code << 6) | (byte & 0x3f);
	}
	if ((length === 3 && code < 0x800) || (length === 4 && (code < 0x10000 || code > 0x10ffff))) return 0;
	return code >= 0xd800 && code < 0xe000 ? 0 : length;
}
