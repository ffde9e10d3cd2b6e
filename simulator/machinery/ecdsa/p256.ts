/** The elliptic curve P-256: y² = x³ − 3x + b over the integers modulo P. Models FIPS 186-4 D.1.2.3. */
const P = 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n;
const B = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn;
/** How many points there are. */
export const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const GENERATOR: Point = {
	x: 0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296n,
	y: 0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5n,
};
const BITS = 256;

export interface Point {
	readonly x: bigint;
	readonly y: bigint;
}

/** A point as x/z², y/z³; none at infinity. */
interface Jacobian {
	readonly x: bigint;
	readonly y: bigint;
	readonly z: bigint;
}

export function modulo(value: bigint, modulus: bigint): bigint {
	const rest = value % modulus;
	return rest < 0n ? rest + modulus : rest;
}

/** Of a number that is not a multiple of the prime `modulus`: Euclid's, extended. */
export function inverse(value: bigint, modulus: bigint): bigint {
	let [low, high] = [modulo(value, modulus), modulus];
	let [a, b] = [1n, 0n];
	while (low > 1n) {
		const quotient = high / low;
		[low, high] = [high - quotient * low, low];
		[a, b] = [b - quotient * a, a];
	}
	return modulo(a, modulus);
}

export function isOnCurve({ x, y }: Point): boolean {
	if (x < 0n || x >= P || y < 0n || y >= P) return false;
	return modulo(y * y - (x * x * x - 3n * x + B), P) === 0n;
}

/** `factor` times the curve's generator. */
export function multiplyGenerator(factor: bigint): Point | undefined {
	return flat(multiply(factor, GENERATOR));
}

/** a times the generator and b times a point. */
export function combine(a: bigint, b: bigint, point: Point): Point | undefined {
	return flat(add(multiply(a, GENERATOR), multiply(b, point)));
}

function multiply(factor: bigint, point: Point): Jacobian | undefined {
	const base: Jacobian = { ...point, z: 1n };
	let sum: Jacobian | undefined;
	for (let bit = BITS - 1; bit >= 0; bit--) {
		if (sum !== undefined) sum = double(sum);
		if ((factor >> BigInt(bit)) & 1n) sum = add(sum, base);
	}
	return sum;
}

function flat(point: Jacobian | undefined): Point | undefined {
	if (point === undefined) return undefined;
	const z = inverse(point.z, P);
	const square = (z * z) % P;
	return { x: (point.x * square) % P, y: (point.y * ((square * z) % P)) % P };
}

/** Models Bernstein and Lange, dbl-2001-b. */
function double({ x, y, z }: Jacobian): Jacobian | undefined {
	if (y === 0n) return undefined;
	const delta = (z * z) % P;
	const gamma = (y * y) % P;
	const beta = (x * gamma) % P;
	const alpha = modulo(3n * (x - delta) * (x + delta), P);
	const x3 = modulo(alpha * alpha - 8n * beta, P);
	const z3 = modulo((y + z) * (y + z) - gamma - delta, P);
	return { x: x3, y: modulo(alpha * (4n * beta - x3) - 8n * gamma * gamma, P), z: z3 };
}

/** Models Bernstein and Lange, add-2007-bl. */
function add(a: Jacobian | undefined, b: Jacobian | undefined): Jacobian | undefined {
	if (a === undefined) return b;
	if (b === undefined) return a;
	const z1 = (a.z * a.z) % P;
	const z2 = (b.z * b.z) % P;
	const u1 = (a.x * z2) % P;
	const u2 = (b.x * z1) % P;
	const s1 = (a.y * ((b.z * z2) % P)) % P;
	const s2 = (b.y * ((a.z * z1) % P)) % P;
	if (u1 === u2) return s1 === s2 ? double(a) : undefined;
	const h = modulo(u2 - u1, P);
	const i = (4n * h * h) % P;
	const j = (h * i) % P;
	const r = modulo(2n * (s2 - s1), P);
	const v = (u1 * i) % P;
	const x3 = modulo(r * r - j - 2n * v, P);
	const z3 = modulo(((a.z + b.z) * (a.z + b.z) - z1 - z2) * h, P);
	return { x: x3, y: modulo(r * (v - x3) - 2n * s1 * j, P), z: z3 };
}
