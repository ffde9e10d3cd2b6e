import { decodeBase64, encodeBase64 } from '../../machinery/base64.ts';
import { scrypt } from '../../machinery/ciphers/scrypt.ts';
import { openSecretbox, sealSecretbox } from '../../machinery/ciphers/secretbox.ts';
import {
	type EcdsaKey,
	ecdsaPrivateKey,
	ecdsaPublicKey,
	readEcdsaPrivateKey,
	readEcdsaPublicKey,
} from '../../machinery/ecdsa/ecdsa.ts';
import type { Point } from '../../machinery/ecdsa/p256.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import { decodePem, encodePem } from '../../machinery/x509/pem.ts';

const TYPES = ['ENCRYPTED SIGSTORE PRIVATE KEY', 'ENCRYPTED COSIGN PRIVATE KEY'];
/** Differs: cosign takes 65536 of it. */
const COST = { N: 4_096, r: 8, p: 1 } as const;
const COST_MAX = 65_536;
/** Of r and p, whose product is 8 in the real one's keys. */
const BLOCKS_MAX = 64;

/** What is wrong with a key file. */
export class KeyError extends Error {}

/** Models secure-systems-lab/go-securesystemslib encrypted.Encrypt. @param random bytes. */
export function* privateKeyFile(
	key: EcdsaKey,
	password: string,
	random: (count: number) => Uint8Array,
	tick: () => Task<void>,
): Task<string> {
	const [salt, nonce] = [random(32), random(24)];
	const secret = yield* scrypt(encodeUtf8(password), salt, { n: COST.N, r: COST.r, p: COST.p }, 32, tick);
	const json = {
		kdf: { name: 'scrypt', params: COST, salt: encodeBase64(salt) },
		cipher: { name: 'nacl/secretbox', nonce: encodeBase64(nonce) },
		ciphertext: encodeBase64(sealSecretbox(secret, nonce, ecdsaPrivateKey(key))),
	};
	return encodePem(TYPES[0] as string, encodeUtf8(JSON.stringify(json)));
}

/** Throws KeyError. */
export function* readPrivateKey(text: string, password: string, tick: () => Task<void>): Task<EcdsaKey> {
	const block = decodePem(text).find(({ type }) => TYPES.includes(type));
	if (block === undefined) throw new KeyError('reading key: invalid pem block');
	let json: {
		kdf?: { params?: { N?: number; r?: number; p?: number }; salt?: string };
		cipher?: { nonce?: string };
		ciphertext?: string;
	};
	try {
		json = JSON.parse(decodeUtf8(block.bytes));
	} catch {
		throw new KeyError('reading key: decrypt: invalid character');
	}
	const { N = 0, r = 0, p = 0 } = json.kdf?.params ?? {};
	if (N * r * p > COST_MAX || r * p > BLOCKS_MAX || r < 1 || p < 1 || N < 2 || (N & (N - 1)) !== 0)
		throw new KeyError('reading key: decrypt: encrypted: unsupported KDF parameters');
	const salt = decodeBase64(json.kdf?.salt ?? '');
	const secret = yield* scrypt(encodeUtf8(password), salt, { n: N, r, p }, 32, tick);
	const plain = openSecretbox(secret, decodeBase64(json.cipher?.nonce ?? ''), decodeBase64(json.ciphertext ?? ''));
	const key = plain === undefined ? undefined : readEcdsaPrivateKey(plain);
	if (key === undefined) throw new KeyError('reading key: decrypt: encrypted: decryption failed');
	return key;
}

export function publicKeyFile({ point }: EcdsaKey): string {
	return encodePem('PUBLIC KEY', ecdsaPublicKey(point));
}

/** Throws KeyError. */
export function readPublicKey(text: string): Point {
	const block = decodePem(text).find(({ type }) => type === 'PUBLIC KEY');
	if (block === undefined) throw new KeyError('PEM decoding failed');
	const point = readEcdsaPublicKey(block.bytes);
	if (point === undefined) throw new KeyError('unsupported public key type');
	return point;
}
