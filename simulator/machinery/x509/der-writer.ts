import { encodeUtf8 } from '../utf8.ts';

/** Builds DER, the encoding of certificates and keys: every function gives one complete element. */
export type Der = Uint8Array;

export function element(tag: number, ...contents: readonly Uint8Array[]): Der {
	const length = contents.reduce((sum, content) => sum + content.length, 0);
	const size = lengthBytes(length);
	const out = new Uint8Array(1 + size.length + length);
	out[0] = tag;
	out.set(size, 1);
	let at = 1 + size.length;
	for (const content of contents) {
		out.set(content, at);
		at += content.length;
	}
	return out;
}

export function sequence(...elements: readonly Der[]): Der {
	return element(0x30, ...elements);
}

/** Of elements that are in order already (one, usually). */
export function set(...elements: readonly Der[]): Der {
	return element(0x31, ...elements);
}

/** @param bytes big-endian magnitude of a number that is not negative. */
export function integer(bytes: Uint8Array): Der {
	let start = 0;
	while (start < bytes.length - 1 && bytes[start] === 0) start++;
	const magnitude = bytes.subarray(start);
	return element(0x02, ((magnitude[0] ?? 0) & 0x80) === 0 ? magnitude : Uint8Array.of(0, ...magnitude));
}

export function smallInteger(value: number): Der {
	const bytes: number[] = [];
	for (let rest = value; rest > 0 || bytes.length === 0; rest = Math.floor(rest / 256)) bytes.unshift(rest & 0xff);
	return integer(Uint8Array.from(bytes));
}

export function boolean(value: boolean): Der {
	return element(0x01, Uint8Array.of(value ? 0xff : 0));
}

export function nothing(): Der {
	return element(0x05);
}

export function octetString(bytes: Uint8Array): Der {
	return element(0x04, bytes);
}

/** @param unusedBits of the last byte. */
export function bitString(bytes: Uint8Array, unusedBits = 0): Der {
	return element(0x03, Uint8Array.of(unusedBits), bytes);
}

/** "2.5.4.3". */
export function objectIdentifier(dotted: string): Der {
	const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
	const bytes: number[] = [];
	for (const arc of [first * 40 + second, ...rest]) {
		const group: number[] = [arc & 0x7f];
		for (let high = Math.floor(arc / 128); high > 0; high = Math.floor(high / 128)) group.unshift((high & 0x7f) | 0x80);
		bytes.push(...group);
	}
	return element(0x06, Uint8Array.from(bytes));
}

/** PrintableString where the text allows it, else UTF8String, as Go's encoding/asn1 chooses. */
export function directoryString(text: string): Der {
	return element(/^[A-Za-z0-9 '()+,\-./:=?]*$/.test(text) ? 0x13 : 0x0c, encodeUtf8(text));
}

/** UTCTime until 2049, GeneralizedTime after it. @param atMs since the epoch; the milliseconds are cut. */
export function time(atMs: number): Der {
	const digits = new Date(atMs).toISOString().replace(/[-:T]|\.\d+/g, '');
	const year = Number(digits.slice(0, 4));
	return year >= 1950 && year < 2050 ? element(0x17, encodeUtf8(digits.slice(2))) : element(0x18, encodeUtf8(digits));
}

/** A context-specific tag around elements. */
export function explicit(number: number, ...contents: readonly Der[]): Der {
	return element(0xa0 | number, ...contents);
}

/** A context-specific tag in place of a primitive's own. */
export function implicit(number: number, bytes: Uint8Array): Der {
	return element(0x80 | number, bytes);
}

function lengthBytes(length: number): Uint8Array {
	if (length < 0x80) return Uint8Array.of(length);
	const bytes: number[] = [];
	for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest & 0xff);
	return Uint8Array.of(0x80 | bytes.length, ...bytes);
}
