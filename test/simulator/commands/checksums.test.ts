import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { sha384, sha512 } from '../../../simulator/commands/checksums/sha512.ts';

// Judge: OpenSSL. Around the ends of blocks the padding changes.
test.each([0, 1, 111, 112, 127, 128, 129, 239, 240, 1000, 70_001])('SHA-512 and SHA-384 of %i bytes', (length) => {
	const message = Uint8Array.from({ length: length + 3 }, (_, i) => (i * i + 5 * i) & 0xff).subarray(3);
	expect(Buffer.from(sha512(message)).toString('hex')).toBe(createHash('sha512').update(message).digest('hex'));
	expect(Buffer.from(sha384(message)).toString('hex')).toBe(createHash('sha384').update(message).digest('hex'));
});
