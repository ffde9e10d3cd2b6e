/** NaCl's secretbox: XSalsa20 and Poly1305. The tag of 16 bytes, then the encrypted message. @param nonce 24 bytes. */
export function sealSecretbox(key: Uint8Array, nonce: Uint8Array, message: Uint8Array): Uint8Array {
	const subkey = mixedKey(key, nonce.subarray(0, 16));
	const stream = salsaStream(subkey, nonce.subarray(16), message.length + KEY_BYTES);
	const out = new Uint8Array(message.length + TAG_BYTES);
	for (let i = 0; i < message.length; i++) out[TAG_BYTES + i] = (message[i] ?? 0) ^ (stream[KEY_BYTES + i] ?? 0);
	out.set(authenticator(stream.subarray(0, KEY_BYTES), out.subarray(TAG_BYTES)));
	return out;
}

/** What a secretbox holds; undefined: it was not sealed with this key. */
export function openSecretbox(key: Uint8Array, nonce: Uint8Array, box: Uint8Array): Uint8Array | undefined {
	// The stream takes itself away again.
	const message = sealSecretbox(key, nonce, box.subarray(TAG_BYTES)).subarray(TAG_BYTES);
	const again = sealSecretbox(key, nonce, message);
	return box.length >= TAG_BYTES && again.every((byte, at) => byte === box[at]) ? message : undefined;
}

const KEY_BYTES = 32;
const TAG_BYTES = 16;
const BLOCK_BYTES = 64;
/** "expand 32-byte k" */
const CONSTANTS = Uint32Array.of(0x61707865, 0x3320646e, 0x79622d32, 0x6b206574);

/** The words of Salsa20's square: constants on its diagonal. */
function square(key: Uint8Array, input: Uint8Array): Uint32Array {
	const words = wordsOf(key);
	const middle = wordsOf(input);
	const [c0 = 0, c1 = 0, c2 = 0, c3 = 0] = CONSTANTS;
	return Uint32Array.of(c0, ...words.subarray(0, 4), c1, ...middle.subarray(0, 4), c2, ...words.subarray(4, 8), c3);
}

function wordsOf(bytes: Uint8Array): Uint32Array {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	return Uint32Array.from({ length: bytes.length / 4 }, (_, i) => view.getUint32(4 * i, true));
}

function bytesOf(words: readonly number[] | Uint32Array): Uint8Array {
	const out = new Uint8Array(words.length * 4);
	const view = new DataView(out.buffer);
	for (const [i, word] of words.entries()) view.setUint32(4 * i, word, true);
	return out;
}

const ROUNDS = 20;
/** Whom a quarter round changes; columns, then rows. */
const COLUMNS = [0, 4, 8, 12, 5, 9, 13, 1, 10, 14, 2, 6, 15, 3, 7, 11];
const ROWS = [0, 1, 2, 3, 5, 6, 7, 4, 10, 11, 8, 9, 15, 12, 13, 14];

function mix(state: Uint32Array): void {
	for (let round = 0; round < ROUNDS; round++) {
		const order = round % 2 === 0 ? COLUMNS : ROWS;
		for (let at = 0; at < 16; at += 4) quarter(state, order.slice(at, at + 4));
	}
}

const TURNS = [7, 9, 13, 18];

function quarter(state: Uint32Array, places: readonly number[]): void {
	for (const [step, turn] of TURNS.entries()) {
		const [target = 0, one = 0, two = 0] = [step + 1, step, step + 3].map((each) => places[each % 4]);
		const sum = ((state[one] ?? 0) + (state[two] ?? 0)) | 0;
		state[target] = (state[target] ?? 0) ^ ((sum << turn) | (sum >>> (32 - turn)));
	}
}

/** HSalsa20. */
function mixedKey(key: Uint8Array, input: Uint8Array): Uint8Array {
	const state = square(key, input);
	mix(state);
	return bytesOf([0, 5, 10, 15, 6, 7, 8, 9].map((each) => state[each] ?? 0));
}

function salsaStream(key: Uint8Array, nonce: Uint8Array, length: number): Uint8Array {
	const out = new Uint8Array(Math.ceil(length / BLOCK_BYTES) * BLOCK_BYTES);
	const input = new Uint8Array(16);
	input.set(nonce);
	const counter = new DataView(input.buffer);
	for (let at = 0; at < out.length; at += BLOCK_BYTES) {
		counter.setUint32(8, at / BLOCK_BYTES, true);
		const begin = square(key, input);
		const state = Uint32Array.from(begin);
		mix(state);
		out.set(bytesOf(state.map((word, i) => word + (begin[i] ?? 0))), at);
	}
	return out;
}

const PRIME = (1n << 130n) - 5n;

/** Poly1305 (RFC 8439, 2.5). */
function authenticator(key: Uint8Array, message: Uint8Array): Uint8Array {
	const factor = littleEndian(key.subarray(0, 16)) & 0x0ffffffc0ffffffc0ffffffc0fffffffn;
	let sum = 0n;
	for (let at = 0; at < message.length; at += 16) {
		const block = message.subarray(at, at + 16);
		sum = ((sum + littleEndian(block) + (1n << BigInt(8 * block.length))) * factor) % PRIME;
	}
	sum += littleEndian(key.subarray(16));
	return Uint8Array.from({ length: TAG_BYTES }, (_, i) => Number((sum >> BigInt(8 * i)) & 0xffn));
}

function littleEndian(bytes: Uint8Array): bigint {
	return bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
}
