import { createPrivateKey, createPublicKey, scryptSync, sign, verify } from 'node:crypto';
import { expect, test } from 'vitest';
import { scrypt } from '../../../simulator/machinery/ciphers/scrypt.ts';
import { openSecretbox, sealSecretbox } from '../../../simulator/machinery/ciphers/secretbox.ts';
import {
	ecdsaKey,
	ecdsaPrivateKey,
	ecdsaPublicKey,
	ecdsaSign,
	ecdsaVerify,
	readEcdsaPrivateKey,
	readEcdsaPublicKey,
} from '../../../simulator/machinery/ecdsa/ecdsa.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const hex = (value: bigint | Uint8Array): string =>
	typeof value === 'bigint' ? value.toString(16) : Buffer.from(value).toString('hex');

test("keys and signatures are read by Node's own crypto, and its by ours", () => {
	for (const seed of [1, 2, 3, 77]) {
		const key = ecdsaKey(new Uint8Array(32).fill(seed));
		const message = bytes(`message ${seed}`);
		const signature = ecdsaSign(key, message);
		const own = createPublicKey({ key: Buffer.from(ecdsaPublicKey(key.point)), format: 'der', type: 'spki' });
		expect(verify('sha256', message, own, signature)).toBe(true);
		const secret = createPrivateKey({ key: Buffer.from(ecdsaPrivateKey(key)), format: 'der', type: 'pkcs8' });
		const theirs = sign('sha256', message, secret);
		expect(ecdsaVerify(key.point, message, new Uint8Array(theirs))).toBe(true);
		expect(ecdsaVerify(key.point, bytes('another'), new Uint8Array(theirs))).toBe(false);
		expect(ecdsaVerify(ecdsaKey(new Uint8Array(32).fill(9)).point, message, signature)).toBe(false);
		expect(ecdsaVerify(key.point, message, bytes('no signature'))).toBe(false);
		expect(readEcdsaPrivateKey(ecdsaPrivateKey(key))).toEqual(key);
		expect(readEcdsaPublicKey(ecdsaPublicKey(key.point))).toEqual(key.point);
		expect(readEcdsaPublicKey(bytes('no key'))).toBeUndefined();
	}
});

test('the nonce is that of RFC 6979 A.2.5', () => {
	const secret = BigInt('0xC9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721');
	const signature = hex(ecdsaSign({ secret }, bytes('sample')));
	expect(signature).toContain('efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716');
	expect(signature).toContain('f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8');
});

test("scrypt is Node's, secretboxes open with their key only", () => {
	function* none(): Generator<never, void> {}
	const steps = scrypt(bytes('pass'), bytes('salt'), { n: 64, r: 8, p: 1 }, 32, none);
	const done = steps.next();
	expect(done.done && hex(done.value)).toBe(scryptSync('pass', 'salt', 32, { N: 64, r: 8, p: 1 }).toString('hex'));
	const [key, nonce] = [new Uint8Array(32).fill(5), new Uint8Array(24).fill(6)];
	const box = sealSecretbox(key, nonce, bytes('hidden'));
	expect(openSecretbox(key, nonce, box)).toEqual(bytes('hidden'));
	expect(openSecretbox(new Uint8Array(32), nonce, box)).toBeUndefined();
});
