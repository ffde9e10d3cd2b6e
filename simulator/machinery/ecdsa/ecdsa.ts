import { hmacSha256 } from '../hmac.ts';
import { sha256 } from '../sha256.ts';
import { DerError, DerReader } from '../x509/der-reader.ts';
import {
	bitString,
	explicit,
	integer,
	objectIdentifier,
	octetString,
	sequence,
	smallInteger,
} from '../x509/der-writer.ts';
import { combine, inverse, isOnCurve, modulo, multiplyGenerator, ORDER, type Point } from './p256.ts';

const BYTES = 32;
const EC_PUBLIC_KEY = '1.2.840.10045.2.1';
const PRIME256V1 = '1.2.840.10045.3.1.7';

/** A key pair of ECDSA over P-256. */
export interface EcdsaKey {
	readonly secret: bigint;
	readonly point: Point;
}

/** @param seed 32 random bytes. */
export function ecdsaKey(seed: Uint8Array): EcdsaKey {
	const secret = modulo(numberOf(seed), ORDER - 1n) + 1n;
	return { secret, point: multiplyGenerator(secret) as Point };
}

/** SHA-256 of the message, signed; as DER. The nonce follows from both. Models RFC 6979 and SEC 1 4.1.3. */
export function ecdsaSign(key: Pick<EcdsaKey, 'secret'>, message: Uint8Array): Uint8Array {
	return ecdsaSignDigest(key, sha256(message));
}

/** The same of a message whose digest is there already. */
export function ecdsaSignDigest({ secret }: Pick<EcdsaKey, 'secret'>, digest: Uint8Array): Uint8Array {
	const z = numberOf(digest);
	for (const k of nonces(secret, digest)) {
		const point = multiplyGenerator(k);
		const r = point === undefined ? 0n : point.x % ORDER;
		const s = modulo(inverse(k, ORDER) * (z + r * secret), ORDER);
		if (r !== 0n && s !== 0n) return sequence(integer(bytesOf(r)), integer(bytesOf(s)));
	}
	throw new Error('assertion failed: nonces never end');
}

/** Whether DER that may be anything is a signature of the message. */
export function ecdsaVerify(point: Point, message: Uint8Array, signature: Uint8Array): boolean {
	return ecdsaVerifyDigest(point, sha256(message), signature);
}

/** The same of a message whose digest is there already. */
export function ecdsaVerifyDigest(point: Point, digest: Uint8Array, signature: Uint8Array): boolean {
	let r: bigint;
	let s: bigint;
	try {
		const reader = new DerReader(signature).enter(0x30);
		r = numberOf(reader.next(0x02).contents);
		s = numberOf(reader.next(0x02).contents);
	} catch (error) {
		if (error instanceof DerError) return false;
		throw error;
	}
	if (r <= 0n || r >= ORDER || s <= 0n || s >= ORDER || !isOnCurve(point)) return false;
	const w = inverse(s, ORDER);
	const found = combine(modulo(numberOf(digest) * w, ORDER), modulo(r * w, ORDER), point);
	return found !== undefined && found.x % ORDER === r;
}

/** Numbers from 1 to below the order that only who knows the secret can know. Models RFC 6979 3.2. */
function* nonces(secret: bigint, digest: Uint8Array): Generator<bigint> {
	const seed = joined(bytesOf(secret), bytesOf(modulo(numberOf(digest), ORDER)));
	let v: Uint8Array = new Uint8Array(BYTES).fill(1);
	let k: Uint8Array = new Uint8Array(BYTES);
	for (const mark of [0, 1]) {
		k = hmacSha256(k, joined(v, Uint8Array.of(mark), seed));
		v = hmacSha256(k, v);
	}
	for (;;) {
		v = hmacSha256(k, v);
		const candidate = numberOf(v);
		if (candidate > 0n && candidate < ORDER) yield candidate;
		k = hmacSha256(k, joined(v, Uint8Array.of(0)));
		v = hmacSha256(k, v);
	}
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
	const out = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
	let at = 0;
	for (const part of parts) {
		out.set(part, at);
		at += part.length;
	}
	return out;
}

function numberOf(bytes: Uint8Array): bigint {
	let out = 0n;
	for (const byte of bytes) out = (out << 8n) | BigInt(byte);
	return out;
}

function bytesOf(value: bigint): Uint8Array {
	return Uint8Array.from({ length: BYTES }, (_, at) => Number((value >> BigInt(8 * (BYTES - 1 - at))) & 0xffn));
}

const algorithm = (): Uint8Array => sequence(objectIdentifier(EC_PUBLIC_KEY), objectIdentifier(PRIME256V1));

function pointBytes({ x, y }: Point): Uint8Array {
	return joined(Uint8Array.of(4), bytesOf(x), bytesOf(y));
}

/** SubjectPublicKeyInfo. Models RFC 5480. */
export function ecdsaPublicKey(point: Point): Uint8Array {
	return sequence(algorithm(), bitString(pointBytes(point)));
}

/** The point of a SubjectPublicKeyInfo; undefined of other keys. */
export function readEcdsaPublicKey(spki: Uint8Array): Point | undefined {
	try {
		const info = new DerReader(spki).enter(0x30);
		const names = info.enter(0x30);
		if (names.objectIdentifier() !== EC_PUBLIC_KEY || names.objectIdentifier() !== PRIME256V1) return undefined;
		const bits = info.next(0x03).contents;
		if (bits.length !== 2 * BYTES + 2 || bits[1] !== 4) return undefined;
		const point = { x: numberOf(bits.subarray(2, 2 + BYTES)), y: numberOf(bits.subarray(2 + BYTES)) };
		return isOnCurve(point) ? point : undefined;
	} catch (error) {
		if (error instanceof DerError) return undefined;
		throw error;
	}
}

/** PKCS #8. Models RFC 5958 with RFC 5915 in it. */
export function ecdsaPrivateKey({ secret, point }: EcdsaKey): Uint8Array {
	const own = sequence(smallInteger(1), octetString(bytesOf(secret)), explicit(1, bitString(pointBytes(point))));
	return sequence(smallInteger(0), algorithm(), octetString(own));
}

/** "EC PRIVATE KEY". Models RFC 5915. */
export function ecdsaOldPrivateKey({ secret, point }: EcdsaKey): Uint8Array {
	return sequence(
		smallInteger(1),
		octetString(bytesOf(secret)),
		explicit(0, objectIdentifier(PRIME256V1)),
		explicit(1, bitString(pointBytes(point))),
	);
}

/** Undefined of other keys. @param der "EC PRIVATE KEY". */
export function readEcdsaOldPrivateKey(der: Uint8Array): EcdsaKey | undefined {
	try {
		return keyIn(der);
	} catch (error) {
		if (error instanceof DerError) return undefined;
		throw error;
	}
}

/** Throws DerError. */
function keyIn(der: Uint8Array): EcdsaKey | undefined {
	const own = new DerReader(der).enter(0x30);
	own.next(0x02);
	const secret = numberOf(own.next(0x04).contents);
	const point = secret > 0n && secret < ORDER ? multiplyGenerator(secret) : undefined;
	return point === undefined ? undefined : { secret, point };
}

/** The two numbers of a key as openssl prints them. */
export function ecdsaNumbers(secret: bigint | undefined, point: Point): { secret: Uint8Array; point: Uint8Array } {
	return { secret: bytesOf(secret ?? 0n), point: pointBytes(point) };
}

/** Undefined of other keys. */
export function readEcdsaPrivateKey(pkcs8: Uint8Array): EcdsaKey | undefined {
	try {
		const info = new DerReader(pkcs8).enter(0x30);
		info.next(0x02);
		const names = info.enter(0x30);
		if (names.objectIdentifier() !== EC_PUBLIC_KEY || names.objectIdentifier() !== PRIME256V1) return undefined;
		return keyIn(info.next(0x04).contents);
	} catch (error) {
		if (error instanceof DerError) return undefined;
		throw error;
	}
}
