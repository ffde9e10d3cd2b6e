import { concatBytes } from '../../machinery/http/byte-reader.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { md5 } from './md5.ts';

/** What crypt(3) writes six bits with. */
const DIGITS = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const ROUNDS = 1_000;
const EMPTY = new Uint8Array(0);
/** Which bytes of the digest make four characters of the result. */
const GROUPS = [
	[0, 6, 12],
	[1, 7, 13],
	[2, 8, 14],
	[3, 9, 15],
	[4, 10, 5],
] as const;

/** A password as htpasswd and `openssl passwd -apr1` write it. Models apr_md5_encode. */
export function apr1(password: string, salt: string): string {
	return md5Crypt(password, salt, '$apr1$');
}

/** A password as `openssl passwd -1` writes it, or with Apache's mark. Models crypt(5), md5crypt. */
export function md5Crypt(password: string, salt: string, mark: '$1$' | '$apr1$'): string {
	const word = encodeUtf8(password);
	const salted = encodeUtf8(salt);
	let digest = md5(concatBytes(firstParts(word, salted, mark)));
	for (let round = 0; round < ROUNDS; round++) {
		digest = md5(
			concatBytes([
				round % 2 === 1 ? word : digest,
				round % 3 === 0 ? EMPTY : salted,
				round % 7 === 0 ? EMPTY : word,
				round % 2 === 1 ? digest : word,
			]),
		);
	}
	let text = '';
	for (const [a, b, c] of GROUPS) {
		text += digits(((digest[a] as number) << 16) | ((digest[b] as number) << 8) | (digest[c] as number), 4);
	}
	return `${mark}${salt}$${text}${digits(digest[11] as number, 2)}`;
}

function firstParts(word: Uint8Array, salt: Uint8Array, mark: string): Uint8Array[] {
	const inner = md5(concatBytes([word, salt, word]));
	const parts = [word, encodeUtf8(mark), salt];
	for (let left = word.length; left > 0; left -= 16) parts.push(inner.subarray(0, Math.min(16, left)));
	for (let length = word.length; length > 0; length >>= 1) {
		parts.push((length & 1) === 1 ? Uint8Array.of(0) : word.subarray(0, 1));
	}
	return parts;
}

/** The lowest six bits first. */
export function digits(value: number, count: number): string {
	let text = '';
	let rest = value;
	for (let i = 0; i < count; i++) {
		text += DIGITS[rest & 63];
		rest >>= 6;
	}
	return text;
}
