import type { Task } from './task.ts';

/**
 * UTF-8, by the platform's own codec: the one pair of host globals the layers may use, because the
 * Encoding Standard defines their results to the bit (so they are deterministic) and they are an order
 * of magnitude faster than code of ours on the megabytes that lists and logs are.
 */
declare const TextEncoder: new () => { encode(text: string): Uint8Array };
declare const TextDecoder: new (
	label: string,
	options: { ignoreBOM: boolean },
) => { decode(bytes: Uint8Array): string };

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** A lone surrogate becomes U+FFFD. */
export function encodeUtf8(text: string): Uint8Array {
	return encoder.encode(text);
}

/** Malformed bytes become U+FFFD; a byte order mark is kept as a character. */
export function decodeUtf8(bytes: Uint8Array): string {
	return decoder.decode(bytes);
}

/** `decodeUtf8` of as many bytes as a user likes. @param pause called after so many of them. */
export function* decodeUtf8InSteps(bytes: Uint8Array, pause: (length: number) => Task<void>): Task<string> {
	if (bytes.length <= STEP_BYTES) return decodeUtf8(bytes);
	const parts: string[] = [];
	let to = 0;
	for (let from = 0; from < bytes.length; from = to) {
		to = beginningAt(bytes, from + STEP_BYTES);
		parts.push(decodeUtf8(bytes.subarray(from, to)));
		yield* pause(to - from);
	}
	return parts.join('');
}

const STEP_BYTES = 131_072;

/** The last place up to `at` where what was before makes no difference to what is decoded. */
function beginningAt(bytes: Uint8Array, at: number): number {
	for (let back = 0; back < 4; back++) if (((bytes[at - back] ?? 0) & 0xc0) !== 0x80) return at - back;
	return at;
}

/** Lone surrogates that stand for bytes which are no UTF-8: 0xdc80 for 0x80. Models Python's surrogateescape (PEP 383). */
const ESCAPED = 0xdc00;

/** As `decodeUtf8`, but `encodeLossless` makes the same bytes of it again, malformed ones too. */
export function decodeLossless(bytes: Uint8Array): string {
	const text = decoder.decode(bytes);
	if (!text.includes('\ufffd')) return text;
	const parts: string[] = [];
	let wellFormed = 0;
	for (let at = 0; at < bytes.length; ) {
		const length = sequenceLength(bytes, at);
		if (length === 0) {
			parts.push(decoder.decode(bytes.subarray(wellFormed, at)), String.fromCharCode(ESCAPED + (bytes[at] as number)));
			wellFormed = ++at;
		} else at += length;
	}
	parts.push(decoder.decode(bytes.subarray(wellFormed)));
	return parts.join('');
}

/** As `encodeUtf8`, with the bytes that `decodeLossless` put aside. */
export function encodeLossless(text: string): Uint8Array {
	if (!hasEscapedByte(text)) return encoder.encode(text);
	const pieces: Uint8Array[] = [];
	let from = 0;
	for (let at = 0; at < text.length; at++) {
		const code = text.charCodeAt(at);
		if (code >= 0xd800 && code < 0xdc00) at++;
		else if (code >= ESCAPED + 0x80 && code <= ESCAPED + 0xff) {
			pieces.push(encoder.encode(text.slice(from, at)), Uint8Array.of(code - ESCAPED));
			from = at + 1;
		}
	}
	pieces.push(encoder.encode(text.slice(from)));
	const out = new Uint8Array(pieces.reduce((sum, each) => sum + each.length, 0));
	let at = 0;
	for (const piece of pieces) {
		out.set(piece, at);
		at += piece.length;
	}
	return out;
}

/** Whether a byte of it was no UTF-8. */
export function hasEscapedByte(text: string): boolean {
	return /(?:^|[^\ud800-\udbff])[\udc80-\udcff]/.test(text);
}

/** Bytes of the character that begins there; 0 where none does. */
function sequenceLength(bytes: Uint8Array, at: number): number {
	const first = bytes[at] as number;
	if (first < 0x80) return 1;
	const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
	if (first < 0xc2 || first > 0xf4 || at + length > bytes.length) return 0;
	for (let next = 1; next < length; next++) if (((bytes[at + next] as number) & 0xc0) !== 0x80) return 0;
	const second = bytes[at + 1] as number;
	const overlong = (first === 0xe0 && second < 0xa0) || (first === 0xf0 && second < 0x90);
	const outside = (first === 0xed && second > 0x9f) || (first === 0xf4 && second > 0x8f);
	return overlong || outside ? 0 : length;
}

/**
 * Length of the longest prefix of `bytes` that does not cut a character in two: for readers that decode
 * a stream piece by piece.
 */
export function wholeCharacters(bytes: Uint8Array): number {
	const length = bytes.length;
	for (let back = 1; back <= 3 && back <= length; back++) {
		const byte = bytes[length - back] as number;
		if ((byte & 0xc0) === 0x80) continue;
		if (byte < 0x80) return length;
		const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
		return needed > back ? length - back : length;
	}
	return length;
}
