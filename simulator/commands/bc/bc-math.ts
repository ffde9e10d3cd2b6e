import { type Decimal, pow10, rescaled, squareRoot, ZERO } from './decimal.ts';

/**
 * The functions of `bc -l`, on fixed-point numbers with as many guard digits as it takes; results are cut off at
 * `scale` places, as bc's are.
 */
export const MATH_FUNCTIONS: ReadonlyMap<string, (args: readonly Decimal[], scale: number) => Decimal> = new Map([
	['e', ([x = ZERO], scale) => exponential(x, scale)],
	['l', ([x = ZERO], scale) => logarithm(x, scale)],
	['s', ([x = ZERO], scale) => sine(x, scale, 0n)],
	['c', ([x = ZERO], scale) => sine(x, scale, 1n)],
	['a', ([x = ZERO], scale) => cut(arctangent(fixed(x, scale + 12), scale + 12), scale + 12, scale)],
	['j', ([n = ZERO, x = ZERO], scale) => bessel(n, x, scale)],
]);

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

function exponential(x: Decimal, scale: number): Decimal {
	// The result has about 0.43 x digits before the point.
	const places = scale + 12 + Math.max(0, Math.ceil(Number(rescaled(x, 0).digits) * Math.LOG10E));
	const halvings = 8 + 4 * integerDigits(x);
	const one = pow10(places + halvings);
	const small = fixed(x, places + halvings) / 2n ** BigInt(halvings);
	let sum = one;
	let term = one;
	for (let n = 1n; term !== 0n; n++) {
		term = (term * small) / one / n;
		sum += term;
	}
	for (let turn = 0; turn < halvings; turn++) sum = (sum * sum) / one;
	return cut(sum, places + halvings, scale);
}

function logarithm(x: Decimal, scale: number): Decimal {
	if (x.digits <= 0n) return { digits: (1n - pow10(scale)) * pow10(scale), scale };
	const places = scale + 16 + integerDigits(x) + x.scale;
	const one = pow10(places);
	let value: Decimal = rescaled(x, places);
	let factor = 2n;
	// Roots until the number is close to one.
	while (value.digits > (one * 11n) / 10n || value.digits < (one * 9n) / 10n) {
		value = squareRoot(value, places) as Decimal;
		factor *= 2n;
	}
	const ratio = ((value.digits - one) * one) / (value.digits + one);
	const square = (ratio * ratio) / one;
	let sum = 0n;
	let term = ratio;
	for (let n = 1n; term !== 0n; n += 2n) {
		sum += term / n;
		term = (term * square) / one;
	}
	return cut(sum * factor, places, scale);
}

/** π by Machin's formula. */
function pi(places: number): bigint {
	const one = pow10(places + 5);
	const arccot = (n: bigint): bigint => {
		let term = one / n;
		let sum = 0n;
		for (let k = 1n; term !== 0n; k += 2n) {
			sum += (k / 2n) % 2n === 0n ? term / k : -term / k;
			term /= n * n;
		}
		return sum;
	};
	return (4n * (4n * arccot(5n) - arccot(239n))) / pow10(5);
}

/** The sine of x and `quarters` right angles. */
function sine(x: Decimal, scale: number, quarters: bigint): Decimal {
	const places = scale + 12 + integerDigits(x);
	const one = pow10(places);
	const half = pi(places) / 2n;
	const value = fixed(x, places);
	// To the nearest right angle: what is left is at most π/4.
	const turns = (2n * value + (value < 0n ? -half : half)) / (2n * half);
	const rest = value - turns * half;
	const quadrant = (((turns + quarters) % 4n) + 4n) % 4n;
	const series = (first: bigint, from: bigint): bigint => {
		let term = first;
		let sum = 0n;
		for (let n = from; term !== 0n; n += 2n) {
			sum += term;
			term = (-term * rest * rest) / (one * one) / ((n + 1n) * (n + 2n));
		}
		return sum;
	};
	const result = quadrant % 2n === 0n ? series(rest, 1n) : series(one, 0n);
	return cut(quadrant >= 2n ? -result : result, places, scale);
}

function arctangent(x: bigint, places: number): bigint {
	const one = pow10(places);
	let value = x;
	// Half the angle until the series is short.
	let doublings = 0n;
	while (value > one / 10n || value < -one / 10n) {
		const root = squareRoot({ digits: one * one + value * value, scale: 0 }, 0) as Decimal;
		value = (value * one) / (one + root.digits);
		doublings++;
	}
	const square = (value * value) / one;
	let term = value;
	let sum = 0n;
	for (let n = 1n; term !== 0n; n += 2n) {
		sum += (n / 2n) % 2n === 0n ? term / n : -term / n;
		term = (term * square) / one;
	}
	return sum * 2n ** doublings;
}

function bessel(order: Decimal, x: Decimal, scale: number): Decimal {
	const integer = rescaled(order, 0).digits;
	const n = integer < 0n ? -integer : integer;
	const places = scale + 20 + 2 * integerDigits(x) + Number(n);
	const one = pow10(places);
	const half = fixed(x, places) / 2n;
	let term = one;
	for (let k = 1n; k <= n; k++) term = (term * half) / one / k;
	let sum = 0n;
	for (let k = 1n; term !== 0n; k++) {
		sum += term;
		term = (-term * half * half) / (one * one) / (k * (n + k));
	}
	return cut(integer < 0n && n % 2n === 1n ? -sum : sum, places, scale);
}
