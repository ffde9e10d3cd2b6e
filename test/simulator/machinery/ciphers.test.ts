import { createCipheriv } from 'node:crypto';
import { expect, test } from 'vitest';
import { Aes } from '../../../simulator/machinery/ciphers/aes.ts';
import { sealGalois } from '../../../simulator/machinery/ciphers/galois-counter.ts';
import { sealSecretbox } from '../../../simulator/machinery/ciphers/secretbox.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const bytes = (length: number, step: number): Uint8Array =>
	Uint8Array.from({ length }, (_, i) => (7 + i * step) & 0xff);

// Judge: OpenSSL.
for (const keyBytes of [16, 24, 32]) {
	for (const length of [0, 1, 16, 31, 300]) {
		const [key, start, nonce, message] = [bytes(keyBytes, 3), bytes(16, 5), bytes(12, 11), bytes(length, 13)];
		test(`AES of ${keyBytes} bytes, ${length} of message`, () => {
			const chained = createCipheriv(`aes-${keyBytes * 8}-cbc`, key, start);
			expect(hex(new Aes(key).encryptChained(message, start))).toBe(
				chained.update(message, undefined, 'hex') + chained.final('hex'),
			);
			const counted = createCipheriv(`aes-${keyBytes * 8}-gcm` as 'aes-256-gcm', key, nonce);
			counted.setAAD(bytes(29, 17));
			const expected = counted.update(message, undefined, 'hex') + counted.final('hex');
			expect(hex(sealGalois(new Aes(key), nonce, message, bytes(29, 17)))).toBe(
				expected + counted.getAuthTag().toString('hex'),
			);
		});
	}
}

/** NaCl's own example (tests/secretbox.c), without the zeros in front. */
test('secretbox', () => {
	const of = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));
	const key = of('1b27556473e985d4 62cd51197a9a46c7 6009549eac6474f2 06c4ee0844f68389');
	const nonce = of('69696ee955b62b73 cd62bda875fc73d6 8219e0036b7a0b37');
	const message = of(
		'be075fc53c81f2d5 cf141316ebeb0c7b 5228c52a4c62cbd4 4b66849b64244ffc e5ecbaaf33bd751a 1ac728d45e6c6129 6cdc3c01233561f4 1db66cce314adb31 0e3be8250c46f06d ceea3a7fa1348057 e2f6556ad6b1318a 024a838f21af1fde 048977eb48f59ffd 4924ca1c60902e52 f0a089bc76897040 e082f93776384864 5e0705',
	);
	expect(hex(sealSecretbox(key, nonce, message))).toBe(
		'f3ffc7703f9400e52a7dfb4b3d3305d98e993b9f48681273c29650ba32fc76ce48332ea7164d96a4476fb8c531a1186ac0dfc17c98dce87b4da7f011ec48c97271d2c20f9b928fe2270d6fb863d51738b48eeee314a7cc8ab932164548e526ae90224368517acfeabd6bb3732bc0e9da99832b61ca01b6de56244a9e88d5f9b37973f622a43d14a6599b1f654cb45a74e355a5',
	);
});
