import { decodeBase64, encodeBase64 } from '../base64.ts';
import type { Task } from '../task.ts';
import { encodeUtf8 } from '../utf8.ts';
import { Blowfish } from './blowfish.ts';

export const BCRYPT_COST_MIN = 4;
export const BCRYPT_COST_DEFAULT = 10;
const PASSWORD_BYTES_MAX = 72;
const SALT_BYTES = 16;
const DIGEST_BYTES = 23;
const MAGIC = encodeUtf8('OrpheanBeholderScryDoubt');
const ENCIPHERINGS = 64;
/** About a millisecond's work. */
const ROUNDS_PER_STEP = 4;

const STANDARD = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const OWN = './ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

export interface BcryptWork {
	readonly password: string;
	/** 16 bytes. */
	readonly salt: Uint8Array;
	/** The binary logarithm of how often: 4 to 31. */
	readonly cost: number;
	/** "2a" as Go writes it, "2y" as Apache does. */
	readonly version?: string;
}

/** "$2a$10$…": the digest of a password. @param tick is waited for every now and then: it takes long on purpose. */
export function* bcrypt({ password, salt, cost, version = '2a' }: BcryptWork, tick: () => Task<void>): Task<string> {
	const key = new Uint8Array([...encodeUtf8(password).slice(0, PASSWORD_BYTES_MAX), 0]).slice(0, PASSWORD_BYTES_MAX);
	const cipher = new Blowfish();
	cipher.expand(key, salt);
	const rounds = 2 ** cost;
	for (let round = 0; round < rounds; round++) {
		cipher.expand(key);
		cipher.expand(salt);
		if (round % ROUNDS_PER_STEP === 0) yield* tick();
	}
	const digest = new Uint8Array(MAGIC.length);
	const out = new DataView(digest.buffer);
	const magic = new DataView(MAGIC.buffer, MAGIC.byteOffset);
	for (let at = 0; at < MAGIC.length; at += 8) {
		cipher.left = magic.getUint32(at);
		cipher.right = magic.getUint32(at + 4);
		for (let i = 0; i < ENCIPHERINGS; i++) cipher.encipher(cipher.left, cipher.right);
		out.setUint32(at, cipher.left);
		out.setUint32(at + 4, cipher.right);
	}
	const head = `$${version}$${String(cost).padStart(2, '0')}$`;
	const parts = [salt, digest.slice(0, DIGEST_BYTES)];
	return head + parts.map((part) => translated(encodeBase64(part), STANDARD, OWN)).join('');
}

/** Whether a password has this digest. A digest that cannot be read is no one's. */
export function* isBcryptOf(password: string, digest: string, tick: () => Task<void>): Task<boolean> {
	const match = /^\$(2[abxy])\$(\d\d)\$([./A-Za-z0-9]{22})[./A-Za-z0-9]{31}$/.exec(digest);
	if (match === null) return false;
	const [, version, cost, text] = match as unknown as readonly [string, string, string, string];
	if (Number(cost) < BCRYPT_COST_MIN) return false;
	const salt = decodeBase64(`${translated(text, OWN, STANDARD)}==`).slice(0, SALT_BYTES);
	return (yield* bcrypt({ password, salt, cost: Number(cost), version }, tick)) === digest;
}

/** bcrypt's digits are in an order of their own, and it does not pad. */
function translated(text: string, from: string, to: string): string {
	let out = '';
	for (const char of text) if (char !== '=') out += to.charAt(from.indexOf(char));
	return out;
}
