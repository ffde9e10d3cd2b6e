import { celFault } from './cel-fault.ts';
import { CelDuration, CelTimestamp, CelUint } from './cel-value.ts';

const INT_MAX = 2n ** 63n - 1n;
const INT_MIN = -(2n ** 63n);
const UINT_MAX = 2n ** 64n - 1n;
const TIME_MIN = -62_135_596_800n * 1_000_000_000n;
const TIME_MAX = 253_402_300_800n * 1_000_000_000n;

function int(value: bigint): bigint {
	if (value > INT_MAX || value < INT_MIN) throw celFault('integer overflow');
	return value;
}

function uint(value: bigint): CelUint {
	if (value > UINT_MAX || value < 0n) throw celFault('unsigned integer overflow');
	return new CelUint(value);
}

function duration(nanos: bigint): CelDuration {
	if (nanos > INT_MAX || nanos < INT_MIN) throw celFault('duration overflow');
	return new CelDuration(nanos);
}

function timestamp(nanos: bigint): CelTimestamp {
	if (nanos < TIME_MIN || nanos >= TIME_MAX) throw celFault('timestamp overflow');
	return new CelTimestamp(nanos);
}

/** Each of these takes two values of one kind, or throws. */
function both(
	a: unknown,
	b: unknown,
	ints: (a: bigint, b: bigint) => bigint,
	doubles: (a: number, b: number) => number,
): unknown {
	if (typeof a === 'bigint' && typeof b === 'bigint') return int(ints(a, b));
	if (typeof a === 'number' && typeof b === 'number') return doubles(a, b);
	if (a instanceof CelUint && b instanceof CelUint) return uint(ints(a.value, b.value));
	throw celFault('no such overload');
}

export function addCel(a: unknown, b: unknown): unknown {
	if (typeof a === 'string' && typeof b === 'string') return a + b;
	if (Array.isArray(a) && Array.isArray(b)) return [...a, ...b];
	if (a instanceof Uint8Array && b instanceof Uint8Array) return Uint8Array.from([...a, ...b]);
	if (b instanceof CelDuration) {
		if (a instanceof CelDuration) return duration(a.nanos + b.nanos);
		if (a instanceof CelTimestamp) return timestamp(a.nanos + b.nanos);
	}
	if (a instanceof CelDuration && b instanceof CelTimestamp) return timestamp(a.nanos + b.nanos);
	return both(
		a,
		b,
		(x, y) => x + y,
		(x, y) => x + y,
	);
}

export function subtractCel(a: unknown, b: unknown): unknown {
	if (a instanceof CelTimestamp) {
		if (b instanceof CelTimestamp) return duration(a.nanos - b.nanos);
		if (b instanceof CelDuration) return timestamp(a.nanos - b.nanos);
	}
	if (a instanceof CelDuration && b instanceof CelDuration) return duration(a.nanos - b.nanos);
	return both(
		a,
		b,
		(x, y) => x - y,
		(x, y) => x - y,
	);
}

export function multiplyCel(a: unknown, b: unknown): unknown {
	return both(
		a,
		b,
		(x, y) => x * y,
		(x, y) => x * y,
	);
}

export function divideCel(a: unknown, b: unknown): unknown {
	return both(
		a,
		b,
		(x, y) => {
			if (y === 0n) throw celFault('division by zero');
			return x / y;
		},
		(x, y) => x / y,
	);
}

export function moduloCel(a: unknown, b: unknown): unknown {
	return both(
		a,
		b,
		(x, y) => {
			if (y === 0n) throw celFault('modulus by zero');
			return x % y;
		},
		(x, y) => x % y,
	);
}

export function negateCel(value: unknown): unknown {
	if (typeof value === 'bigint') return int(-value);
	if (typeof value === 'number') return -value;
	throw celFault('no such overload');
}
