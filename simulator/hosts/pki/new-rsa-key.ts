import { decodeBase64 } from '../../machinery/base64.ts';
import { DerReader } from '../../machinery/x509/der-reader.ts';
import { integer, sequence, smallInteger } from '../../machinery/x509/der-writer.ts';
import { type RsaKey, rsaKeyOf } from '../../machinery/x509/rsa-key.ts';
import { TEST_KEYS_1 } from './test-keys-1.ts';
import { TEST_KEYS_2 } from './test-keys-2.ts';

const KEYS: readonly string[] = [...TEST_KEYS_1, ...TEST_KEYS_2];
const EXPONENT = 65_537n;

/**
 * A key of 2048 bits that somebody in a world has made: a prime of one published key with a prime of another, because
 * looking for new ones would take seconds. Differs: there are about a thousand, and they protect nothing.
 * @param random gives whole numbers below 2^32.
 */
export function newRsaKey(random: () => number): RsaKey {
	const first = random() % KEYS.length;
	const second = (first + 1 + (random() % (KEYS.length - 1))) % KEYS.length;
	const p = primesOf(first)[0];
	const q = primesOf(second)[1];
	const d = inverse(EXPONENT, (p - 1n) * (q - 1n));
	const parts = [p * q, EXPONENT, d, p, q, d % (p - 1n), d % (q - 1n), inverse(q, p)];
	return rsaKeyOf(sequence(smallInteger(0), ...parts.map((each) => integer(bytesOf(each)))));
}

function primesOf(index: number): readonly [bigint, bigint] {
	const key = new DerReader(decodeBase64(KEYS[index] as string)).enter(0x30);
	for (let skipped = 0; skipped < 4; skipped++) key.next(0x02);
	return [numberOf(key.next(0x02).contents), numberOf(key.next(0x02).contents)];
}

function numberOf(bytes: Uint8Array): bigint {
	return BigInt(`0x${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`);
}

function bytesOf(value: bigint): Uint8Array {
	const hex = value.toString(16);
	const even = hex.length % 2 === 0 ? hex : `0${hex}`;
	return Uint8Array.from({ length: even.length / 2 }, (_, at) => Number.parseInt(even.slice(2 * at, 2 * at + 2), 16));
}

/** Euclid's algorithm, extended. */
function inverse(value: bigint, modulus: bigint): bigint {
	let [before, now] = [modulus, value % modulus];
	let [sum, next] = [0n, 1n];
	while (now > 1n) {
		const quotient = before / now;
		[before, now] = [now, before % now];
		[sum, next] = [next, sum - quotient * next];
	}
	return next < 0n ? next + modulus : next;
}
