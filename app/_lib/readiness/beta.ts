/** The beta distribution, as far as readiness needs it. `a` and `b` are positive. */
export interface Beta {
	readonly a: number;
	readonly b: number;
}

/** From here on Stirling's series is exact to about 1e-11. */
const STIRLING_MIN = 10;

/** ln Γ(x) for x > 0: Stirling's series, after as many steps up as it needs. */
function logGamma(x: number): number {
	let steps = 0;
	let at = x;
	for (; at < STIRLING_MIN; at++) steps += Math.log(at);
	const series = 1 / (12 * at) - 1 / (360 * at ** 3) + 1 / (1260 * at ** 5);
	return (at - 0.5) * Math.log(at) - at + Math.log(2 * Math.PI) / 2 + series - steps;
}

function logBeta(a: number, b: number): number {
	return logGamma(a) + logGamma(b) - logGamma(a + b);
}

export function meanOf({ a, b }: Beta): number {
	return a / (a + b);
}

const CELLS = 400;

/** The value below which the share `q` (0 to 1) lies, to about 1/800: enough for whole per cents. */
export function quantile({ a, b }: Beta, q: number): number {
	const norm = logBeta(a, b);
	let sum = 0;
	const cells = Array.from({ length: CELLS }, (_, index) => {
		const x = (index + 0.5) / CELLS;
		return Math.exp((a - 1) * Math.log(x) + (b - 1) * Math.log(1 - x) - norm);
	});
	const total = cells.reduce((all, each) => all + each, 0);
	for (const [index, density] of cells.entries()) {
		sum += density;
		if (sum >= q * total) return (index + 0.5) / CELLS;
	}
	return 1;
}

/** How likely each number of successes, 0 to `trials`, is when nobody knows the chance of one better than `beta` says. */
export function betaBinomial(trials: number, { a, b }: Beta): number[] {
	return Array.from({ length: trials + 1 }, (_, wins) => {
		const ways = logGamma(trials + 1) - logGamma(wins + 1) - logGamma(trials - wins + 1);
		return Math.exp(ways + logBeta(wins + a, trials - wins + b) - logBeta(a, b));
	});
}
