import { sha512 } from '../../checksums/sha512.ts';

const P = 2n ** 255n - 19n;
const D = mod(-121_665n * power(121_666n, P - 2n));
const BASE_Y = mod(4n * power(5n, P - 2n));

/** X, Y, Z, T of a point on the curve: x = X/Z, y = Y/Z, x·y = T/Z. */
type Point = readonly [bigint, bigint, bigint, bigint];

const BASE: Point = pointOf(15112221349535400772501151409588531511454012693041857206046113283949847762202n, BASE_Y);

/** The public key that belongs to a secret of 32 bytes. Models RFC 8032, 5.1.5. */
export function ed25519PublicKey(seed: Uint8Array): Uint8Array {
	const hash = sha512(seed).slice(0, 32);
	hash[0] = (hash[0] as number) & 0xf8;
	hash[31] = ((hash[31] as number) & 0x7f) | 0x40;
	let scalar = hash.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
	let sum: Point = pointOf(0n, 1n);
	for (let step = BASE; scalar > 0n; scalar >>= 1n, step = add(step, step)) {
		if (scalar & 1n) sum = add(sum, step);
	}
	const [x, y, z] = sum;
	const inverse = power(z, P - 2n);
	let encoded = mod(y * inverse) | ((mod(x * inverse) & 1n) << 255n);
	return Uint8Array.from({ length: 32 }, () => {
		const byte = Number(encoded & 0xffn);
		encoded >>= 8n;
		return byte;
	});
}

function pointOf(x: bigint, y: bigint): Point {
	return [x, y, 1n, mod(x * y)];
}

function add([x1, y1, z1, t1]: Point, [x2, y2, z2, t2]: Point): Point {
	const a = mod((y1 - x1) * (y2 - x2));
	const b = mod((y1 + x1) * (y2 + x2));
	const c = mod(2n * D * t1 * t2);
	const d = mod(2n * z1 * z2);
	const [e, f, g, h] = [b - a, d - c, d + c, b + a];
	return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)];
}

function mod(value: bigint): bigint {
	const rest = value % P;
	return rest < 0n ? rest + P : rest;
}

function power(base: bigint, exponent: bigint): bigint {
	let result = 1n;
	for (let square = mod(base), left = exponent; left > 0n; left >>= 1n, square = mod(square * square)) {
		if (left & 1n) result = mod(result * square);
	}
	return result;
}
