const BLOCK_BYTES = 16;

const SUBSTITUTES = new Uint8Array(256);

// FIPS 197, 5.1.1: the inverse in GF(2^8), then an affine map.
{
	let value = 1;
	let inverse = 1;
	do {
		value ^= (value << 1) ^ (value & 0x80 ? 0x11b : 0);
		value &= 0xff;
		inverse ^= inverse << 1;
		inverse ^= inverse << 2;
		inverse ^= inverse << 4;
		inverse &= 0xff;
		if (inverse & 0x80) inverse ^= 0x09;
		const mapped = inverse ^ turned(inverse, 1) ^ turned(inverse, 2) ^ turned(inverse, 3) ^ turned(inverse, 4);
		SUBSTITUTES[value] = mapped ^ 0x63;
	} while (value !== 1);
	SUBSTITUTES[0] = 0x63;
}

function turned(byte: number, by: number): number {
	return ((byte << by) | (byte >>> (8 - by))) & 0xff;
}

function doubled(byte: number): number {
	return ((byte << 1) ^ (byte & 0x80 ? 0x1b : 0)) & 0xff;
}

/** AES (FIPS 197), towards encryption only. */
export class Aes {
	/** Round keys, one after another. */
	readonly #schedule: Uint8Array;
	readonly #rounds: number;

	/** @param key 16, 24 or 32 bytes. */
	constructor(key: Uint8Array) {
		const words = key.length / 4;
		this.#rounds = words + 6;
		this.#schedule = new Uint8Array(BLOCK_BYTES * (this.#rounds + 1));
		this.#schedule.set(key);
		let constant = 1;
		for (let at = key.length; at < this.#schedule.length; at += 4) {
			const word = this.#schedule.slice(at - 4, at);
			const index = at / 4;
			if (index % words === 0) {
				const [first = 0] = word;
				word.set([...word.subarray(1), first]);
				substitute(word);
				word[0] = (word[0] ?? 0) ^ constant;
				constant = doubled(constant);
			} else if (words > 6 && index % words === 4) substitute(word);
			for (let i = 0; i < 4; i++) {
				this.#schedule[at + i] = (word[i] ?? 0) ^ (this.#schedule[at + i - key.length] ?? 0);
			}
		}
	}

	/** @param block 16 bytes. */
	encryptBlock(block: Uint8Array): Uint8Array {
		let state: Uint8Array = Uint8Array.from(block);
		this.#addRoundKey(state, 0);
		for (let round = 1; round <= this.#rounds; round++) {
			substitute(state);
			state = withShiftedRows(state);
			if (round < this.#rounds) mixColumns(state);
			this.#addRoundKey(state, round);
		}
		return state;
	}

	/** Cipher block chaining with PKCS #7 padding. */
	encryptChained(message: Uint8Array, start: Uint8Array): Uint8Array {
		const padding = BLOCK_BYTES - (message.length % BLOCK_BYTES);
		const out = new Uint8Array(message.length + padding).fill(padding);
		out.set(message);
		let before = start;
		for (let at = 0; at < out.length; at += BLOCK_BYTES) {
			const block = out.subarray(at, at + BLOCK_BYTES);
			for (let i = 0; i < BLOCK_BYTES; i++) block[i] = (block[i] ?? 0) ^ (before[i] ?? 0);
			before = this.encryptBlock(block);
			block.set(before);
		}
		return out;
	}

	#addRoundKey(state: Uint8Array, round: number): void {
		const from = round * BLOCK_BYTES;
		for (let i = 0; i < BLOCK_BYTES; i++) state[i] = (state[i] ?? 0) ^ (this.#schedule[from + i] ?? 0);
	}
}

function substitute(bytes: Uint8Array): void {
	for (let i = 0; i < bytes.length; i++) bytes[i] = SUBSTITUTES[bytes[i] ?? 0] ?? 0;
}

/** Row r, of every fourth byte, moves by r columns. */
function withShiftedRows(state: Uint8Array): Uint8Array {
	return state.map((_, i) => state[(i + 4 * (i % 4)) % BLOCK_BYTES] ?? 0);
}

function mixColumns(state: Uint8Array): void {
	for (let at = 0; at < BLOCK_BYTES; at += 4) {
		const column = state.slice(at, at + 4);
		const all = column.reduce((sum, byte) => sum ^ byte, 0);
		for (let i = 0; i < 4; i++) {
			const own = column[i] ?? 0;
			state[at + i] = own ^ all ^ doubled(own ^ (column[(i + 1) % 4] ?? 0));
		}
	}
}
