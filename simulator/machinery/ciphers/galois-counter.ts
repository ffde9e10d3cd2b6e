import type { Aes } from './aes.ts';

const BLOCK_BYTES = 16;
const ROOT = 0xe1n << 120n;

/** AES-GCM (NIST SP 800-38D): the encrypted message and behind it its tag of 16 bytes. @param nonce 12 bytes. */
export function sealGalois(aes: Aes, nonce: Uint8Array, message: Uint8Array, associated: Uint8Array): Uint8Array {
	const counter = new Uint8Array(BLOCK_BYTES);
	counter.set(nonce);
	const view = new DataView(counter.buffer);
	view.setUint32(12, 1);
	const mask = aes.encryptBlock(counter);
	const out = new Uint8Array(message.length + BLOCK_BYTES);
	for (let at = 0; at < message.length; at += BLOCK_BYTES) {
		view.setUint32(12, 2 + at / BLOCK_BYTES);
		const stream = aes.encryptBlock(counter);
		for (let i = at; i < Math.min(at + BLOCK_BYTES, message.length); i++) {
			out[i] = (message[i] ?? 0) ^ (stream[i - at] ?? 0);
		}
	}
	const tag = hash(aes.encryptBlock(new Uint8Array(BLOCK_BYTES)), associated, out.subarray(0, message.length));
	for (let i = 0; i < BLOCK_BYTES; i++) out[message.length + i] = (tag[i] ?? 0) ^ (mask[i] ?? 0);
	return out;
}

/** GHASH. */
function hash(key: Uint8Array, associated: Uint8Array, encrypted: Uint8Array): Uint8Array {
	const factor = numberOf(key);
	let sum = 0n;
	for (const part of [associated, encrypted]) {
		for (let at = 0; at < part.length; at += BLOCK_BYTES) {
			const block = new Uint8Array(BLOCK_BYTES);
			block.set(part.subarray(at, at + BLOCK_BYTES));
			sum = product(sum ^ numberOf(block), factor);
		}
	}
	const lengths = (BigInt(associated.length * 8) << 64n) | BigInt(encrypted.length * 8);
	sum = product(sum ^ lengths, factor);
	return Uint8Array.from({ length: BLOCK_BYTES }, (_, i) => Number((sum >> BigInt(8 * (15 - i))) & 0xffn));
}

/** In GF(2^128), its bits from the left. */
function product(a: bigint, b: bigint): bigint {
	let sum = 0n;
	let shifted = b;
	for (let bit = 127n; bit >= 0n; bit--) {
		if ((a >> bit) & 1n) sum ^= shifted;
		shifted = shifted & 1n ? (shifted >> 1n) ^ ROOT : shifted >> 1n;
	}
	return sum;
}

function numberOf(block: Uint8Array): bigint {
	return block.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
}
