import { concatBytes } from '../../machinery/http/byte-reader.ts';
import { sha256 } from '../../machinery/sha256.ts';
import type { Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { digits } from './apr1.ts';
import { sha512 } from './sha512.ts';

const ROUNDS_DEFAULT = 5_000;
const ROUNDS_MIN = 1_000;
const ROUNDS_MAX = 999_999;
const SALT_MAX = 16;
/** What one step hashes: a slice has about as many rounds as a machine makes in its millisecond. */
const BYTES_PER_STEP = 256;

/** How many bytes a digest has, and the last characters of the result, which are of fewer than three bytes. */
const KINDS = {
	'5': { hash: sha256, size: 32, step: [10, 20] },
	'6': { hash: sha512, size: 64, step: [21, 42] },
} as const;

export interface ShaCryptWork {
	/** Of a few hundred bytes at most: its own length times its length is hashed. */
	readonly password: string;
	/** At most 16 characters of it count. */
	readonly salt: string;
	/** "5": SHA-256, "6": SHA-512. */
	readonly kind: keyof typeof KINDS;
	/** Undefined: 5,000, which the result does not tell. */
	readonly rounds?: number;
}

/** A password as crypt(5)'s sha256crypt and sha512crypt write it. Models Drepper's "Unix crypt using SHA-256 and SHA-512". */
export function* shaCrypt(
	{ password, salt, kind, rounds }: ShaCryptWork,
	tick: (steps: number) => Task<void>,
): Task<string> {
	const { hash, size } = KINDS[kind];
	const word = encodeUtf8(password);
	const salted = encodeUtf8(salt.slice(0, SALT_MAX));
	const count = Math.min(ROUNDS_MAX, Math.max(ROUNDS_MIN, rounds ?? ROUNDS_DEFAULT));
	const inner = hash(concatBytes([word, salted, word]));
	const parts = [word, salted, repeated(inner, word.length)];
	for (let length = word.length; length > 0; length >>= 1) parts.push((length & 1) === 1 ? inner : word);
	let digest = hash(concatBytes(parts));
	const words = repeated(hash(concatBytes(Array.from(word, () => word))), word.length);
	const salts = repeated(
		hash(concatBytes(Array.from({ length: 16 + (digest[0] as number) }, () => salted))),
		salted.length,
	);
	for (let round = 0; round < count; round++) {
		const isOdd = round % 2 === 1;
		const bytes = concatBytes([
			isOdd ? words : digest,
			round % 3 === 0 ? EMPTY : salts,
			round % 7 === 0 ? EMPTY : words,
			isOdd ? digest : words,
		]);
		digest = hash(bytes);
		yield* tick(Math.ceil(bytes.length / BYTES_PER_STEP));
	}
	const told = rounds === undefined ? '' : `rounds=${count}$`;
	return `$${kind}$${told}${salt.slice(0, SALT_MAX)}$${written(digest, size, kind)}`;
}

const EMPTY = new Uint8Array(0);

/** As many bytes as the length says, of a digest over and over. */
function repeated(digest: Uint8Array, length: number): Uint8Array {
	const bytes = new Uint8Array(length);
	for (let at = 0; at < length; at += digest.length) bytes.set(digest.subarray(0, length - at), at);
	return bytes;
}

/** Three bytes, from three thirds of the digest in turn, make four characters. */
function written(digest: Uint8Array, size: number, kind: keyof typeof KINDS): string {
	const byte = (at: number): number => digest[at] as number;
	const [second, third] = KINDS[kind].step;
	const turns = Math.floor(size / 3);
	let text = '';
	for (let turn = 0; turn < turns; turn++) {
		const places = [turn, turn + second, turn + third];
		// SHA-512 goes round one way, SHA-256 the other.
		const from = kind === '6' ? turn % 3 : (3 - (turn % 3)) % 3;
		const at = (offset: number): number => places[(from + offset) % 3] as number;
		text += digits((byte(at(0)) << 16) | (byte(at(1)) << 8) | byte(at(2)), 4);
	}
	return text + (kind === '6' ? digits(byte(63), 2) : digits((byte(31) << 8) | byte(30), 3));
}
