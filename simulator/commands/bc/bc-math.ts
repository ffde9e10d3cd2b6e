import type { Task } from '../../machinery/task.ts';
import { type Decimal, type Pause, pow10, rescaled, squareRoot, ZERO } from './decimal.ts';

/**
 * The functions of `bc -l`, on fixed-point numbers with as many guard digits as it takes; results are cut off at
 * `scale` places, as bc's are.
 */
export const MATH_FUNCTIONS: ReadonlyMap<string, MathFunction> = new Map([
	['e', ([x = ZERO], scale, pause) => exponential(x, scale, pause)],
	['l', ([x = ZERO], scale, pause) => logarithm(x, scale, pause)],
	['s', ([x = ZERO], scale, pause) => sine(x, scale, 0n, pause)],
	['c', ([x = ZERO], scale, pause) => sine(x, scale, 1n, pause)],
	['a', ([x = ZERO], scale, pause) => arctangent(x, scale, pause)],
	['j', ([n = ZERO, x = ZERO], scale, pause) => bessel(n, x, scale, pause)],
]);

export type MathFunction = (args: readonly Decimal[], scale: number, pause: Pause) => Task<Decimal>;

/** How many arguments they take. */
export const MATH_ARITY: ReadonlyMap<string, number> = new Map([
	['e', 1],
	['l', 1],
	['s', 1],
	['c', 1],
	['a', 1],
	['j', 2],
]);

const fixed = (x: Decimal, places: number): bigint => rescaled(x, places).digits;
const cut = (digits: bigint, places: number, scale: number): Decimal => rescaled({ digits, scale: places }, scale);
const integerDigits = (x: Decimal): number => rescaled(x, 0).digits.toString().length;

function* exponential(x: Decimal, scale: number, pause: Pause): Task<Decimal> {
	// The result has about 0.43 x digits before the point.
	const places = scale + 12 + Math.max(0, Math.ceil(Number(rescaled(x, 0).digits) * Math.LOG10E));
	const halvings = 8 + 4 * integerDigits(x);
	const one = pow10(places + halvings);
	const small = fixed(x, places + halvings) / 2n ** BigInt(halvings);
	let sum = one;
	let term = one;
	for (let n = 1n; term !== 0n; n++) {
		yield* pause();
		term = (term * small) / one / n;
		sum += term;
	}
	for (let turn = 0; turn < halvings; turn++) {
		yield* pause();
		sum = (sum * sum) / one;
	}
	return cut(sum, places + halvings, scale);
}

function* logarithm(x: Decimal, scale: number, pause: Pause): Task<Decimal> {
	if (x.digits <= 0n) return { digits: (1n - pow10(scale)) * pow10(scale), scale };
	const places = scale + 16 + integerDigits(x) + x.scale;
	const one = pow10(places);
	let value: Decimal = rescaled(x, places);
	let factor = 2n;
	// Roots until the number is close to one.
	while (value.digits > (one * 11n) / 10n || value.digits < (one * 9n) / 10n) {
		value = (yield* squareRoot(value, places, pause)) as Decimal;
		factor *= 2n;
	}
	const ratio = ((value.digits - one) * one) / (value.digits + one);
	const square = (ratio * ratio) / one;
	let sum = 0n;
	let term = ratio;
	for (let n = 1n; term !== 0n; n += 2n) {
		yield* pause();
		sum += term / n;
		term = (term * square) / one;
	}
	return cut(sum * factor, places, scale);
}

/** π by Machin's formula. */
function* pi(places: number, pause: Pause): Task<bigint> {
	const one = pow10(places + 5);
	return (4n * (4n * (yield* arccot(5n, one, pause)) - (yield* arccot(239n, one, pause)))) / pow10(5);
}

function* arccot(n: bigint, one: bigint, pause: Pause): Task<bigint> {
	let term = one / n;
	let sum = 0n;
	for (let k = 1n; term !== 0n; k += 2n) {
		yield* pause();
		sum += (k / 2n) % 2n === 0n ? term / k : -term / k;
		term /= n * n;
	}
	return sum;
}

/** The sine of x and `quarters` right angles. */
function* sine(x: Decimal, scale: number, quarters: bigint, pause: Pause): Task<Decimal> {
	const places = scale + 12 + integerDigits(x);
	const one = pow10(places);
	const half = (yield* pi(places, pause)) / 2n;
	const value = fixed(x, places);
	// To the nearest right angle: what is left is at most π/4.
	const turns = (2n * value + (value < 0n ? -half : half)) / (2n * half);
	const rest = value - turns * half;
	const quadrant = (((turns + quarters) % 4n) + 4n) % 4n;
	let [term, n] = quadrant % 2n === 0n ? [rest, 1n] : [one, 0n];
	let result = 0n;
	for (; term !== 0n; n += 2n) {
		yield* pause();
		result += term;
		term = (-term * rest * rest) / (one * one) / ((n + 1n) * (n + 2n));
	}
	return cut(quadrant >= 2n ? -result : result, places, scale);
}

function* arctangent(x: Decimal, scale: number, pause: Pause): Task<Decimal> {
	const places = scale + 12;
	const one = pow10(places);
	let value = fixed(x, places);
	// Half the angle until the series is short.
	let doublings = 0n;
	while (value > one / 10n || value < -one / 10n) {
		const root = (yield* squareRoot({ digits: one * one + value * value, scale: 0 }, 0, pause)) as Decimal;
		value = (value * one) / (one + root.digits);
		doublings++;
	}
	const square = (value * value) / one;
	let term = value;
	let sum = 0n;
	for (let n = 1n; term !== 0n; n += 2n) {
		yield* pause();
		sum += (n / 2n) % 2n === 0n ? term / n : -term / n;
		term = (term * square) / one;
	}
	return cut(sum * 2n ** doublings, places, scale);
}

function* bessel(order: Decimal, x: Decimal, scale: number, pause: Pause): Task<Decimal> {
	const integer = rescaled(order, 0).digits;
	const n = integer < 0n ? -integer : integer;
	const places = scale + 20 + 2 * integerDigits(x) + Number(n);
	const one = pow10(places);
	const half = fixed(x, places) / 2n;
	let term = one;
	for (let k = 1n; k <= n; k++) {
		yield* pause();
		term = (term * half) / one / k;
	}
	let sum = 0n;
	for (let k = 1n; term !== 0n; k++) {
		yield* pause();
		sum += term;
		term = (-term * half * half) / (one * one) / (k * (n + k));
	}
	return cut(integer < 0n && n % 2n === 1n ? -sum : sum, places, scale);
}
