import { decodeBase64 } from '../base64.ts';
import { PI_DIGITS } from './pi.ts';

const ROUNDS = 16;
const SUBKEYS = ROUNDS + 2;
const BOXES = 4 * 256;

/** Blowfish as bcrypt wants it: with a key schedule that a salt and a key work on in turn. */
export class Blowfish {
	readonly #subkeys = new Uint32Array(SUBKEYS);
	readonly #boxes = new Uint32Array(BOXES);
	/** What the last block became. */
	left = 0;
	right = 0;

	constructor() {
		const bytes = decodeBase64(PI_DIGITS);
		const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
		for (let i = 0; i < SUBKEYS; i++) this.#subkeys[i] = view.getUint32(i * 4);
		for (let i = 0; i < BOXES; i++) this.#boxes[i] = view.getUint32((SUBKEYS + i) * 4);
	}

	/** Enciphers `left` and `right`. */
	encipher(left: number, right: number): void {
		const p = this.#subkeys;
		const s = this.#boxes;
		let l = left;
		let r = right;
		for (let i = 0; i < ROUNDS; i += 2) {
			l ^= p[i] as number;
			r ^= mixed(s, l);
			r ^= p[i + 1] as number;
			l ^= mixed(s, r);
		}
		this.left = r ^ (p[ROUNDS + 1] as number);
		this.right = l ^ (p[ROUNDS] as number);
	}

	/** Works a key in, and a salt of 16 bytes if there is one. @param key not empty. */
	expand(key: Uint8Array, salt?: Uint8Array): void {
		let at = 0;
		for (let i = 0; i < SUBKEYS; i++) {
			this.#subkeys[i] = (this.#subkeys[i] as number) ^ wordAt(key, at);
			at = (at + 4) % key.length;
		}
		this.left = 0;
		this.right = 0;
		this.#fill(this.#subkeys, salt, 0);
		this.#fill(this.#boxes, salt, SUBKEYS);
	}

	/** @param before how many words were made before these: says where the salt is at. */
	#fill(words: Uint32Array, salt: Uint8Array | undefined, before: number): void {
		for (let i = 0; i < words.length; i += 2) {
			const at = salt === undefined ? 0 : ((before + i) * 4) % salt.length;
			const left = salt === undefined ? 0 : wordAt(salt, at);
			const right = salt === undefined ? 0 : wordAt(salt, (at + 4) % salt.length);
			this.encipher(this.left ^ left, this.right ^ right);
			words[i] = this.left;
			words[i + 1] = this.right;
		}
	}
}

function mixed(s: Uint32Array, x: number): number {
	const sum = (s[x >>> 24] as number) + (s[256 + ((x >>> 16) & 255)] as number);
	return ((sum ^ (s[512 + ((x >>> 8) & 255)] as number)) + (s[768 + (x & 255)] as number)) | 0;
}

/** Four bytes, over the end back to the beginning. */
function wordAt(bytes: Uint8Array, at: number): number {
	let word = 0;
	for (let i = 0; i < 4; i++) word = (word << 8) | (bytes[(at + i) % bytes.length] as number);
	return word;
}
