import type { Process } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';

/** Primes up to here are tried one by one. */
const TRIED_MAX = 10_000n;
/** Steps of a product of numbers of many digits. */
const PRODUCT_STEPS = 2;

/** In ascending order; none of 0 and 1. Trial division, then Pollard's rho: the walk waits its turn as others do. */
export function* primeFactors(number: bigint, process: Process): Task<bigint[]> {
	const factors: bigint[] = [];
	let rest = number;
	if (rest === 0n) return factors;
	for (
		let candidate = 2n;
		candidate <= TRIED_MAX && candidate * candidate <= rest;
		candidate += candidate === 2n ? 1n : 2n
	) {
		yield* process.tick();
		for (; rest % candidate === 0n; rest /= candidate) factors.push(candidate);
	}
	const composites = rest > 1n ? [rest] : [];
	for (let each = composites.pop(); each !== undefined; each = composites.pop()) {
		if (each <= TRIED_MAX * TRIED_MAX || (yield* isPrime(each, process))) {
			factors.push(each);
			continue;
		}
		const divisor = yield* someDivisor(each, process);
		composites.push(divisor, each / divisor);
	}
	return factors.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

/** Witnesses that decide every number below 3.3 * 10^24, and err of none above that is known. */
const WITNESSES = [2n, 3n, 5n, 7n, 11n, 13n, 17n, 19n, 23n, 29n, 31n, 37n, 41n, 43n, 47n, 53n];

/** Miller and Rabin's test. */
function* isPrime(number: bigint, process: Process): Task<boolean> {
	let odd = number - 1n;
	let twos = 0;
	for (; odd % 2n === 0n; odd /= 2n) twos++;
	for (const witness of WITNESSES) {
		let power = yield* powerOf(witness, odd, number, process);
		if (power === 1n || power === number - 1n) continue;
		let passes = false;
		for (let turn = 1; turn < twos && !passes; turn++) {
			power = (power * power) % number;
			passes = power === number - 1n;
		}
		if (!passes) return false;
	}
	return true;
}

function* powerOf(base: bigint, exponent: bigint, modulus: bigint, process: Process): Task<bigint> {
	let result = 1n;
	let square = base % modulus;
	for (let bits = exponent; bits > 0n; bits >>= 1n) {
		if (bits & 1n) result = (result * square) % modulus;
		square = (square * square) % modulus;
		yield* process.tick(PRODUCT_STEPS);
	}
	return result;
}

/** A divisor of a number that is no prime: neither 1 nor itself. */
function* someDivisor(number: bigint, process: Process): Task<bigint> {
	for (let shift = 1n; ; shift++) {
		let slow = 2n;
		let fast = 2n;
		let divisor = 1n;
		while (divisor === 1n) {
			slow = (slow * slow + shift) % number;
			for (let twice = 0; twice < 2; twice++) fast = (fast * fast + shift) % number;
			divisor = commonDivisor(slow > fast ? slow - fast : fast - slow, number);
			yield* process.tick(4 * PRODUCT_STEPS);
		}
		if (divisor !== number) return divisor;
	}
}

function commonDivisor(a: bigint, b: bigint): bigint {
	let [x, y] = [a, b];
	while (y > 0n) [x, y] = [y, x % y];
	return x;
}
