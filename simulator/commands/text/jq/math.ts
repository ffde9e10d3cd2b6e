/** Functions of the C library that jq hands on. `null` in a list of arguments is the input. */
export const MATH_OF_ONE: Readonly<Record<string, (x: number) => number>> = {
	floor: Math.floor,
	ceil: Math.ceil,
	round: (x) => Math.sign(x) * Math.round(Math.abs(x)),
	trunc: Math.trunc,
	rint: toEven,
	nearbyint: toEven,
	sqrt: Math.sqrt,
	cbrt: cubeRoot,
	fabs: Math.abs,
	exp: Math.exp,
	exp2: (x) => 2 ** x,
	exp10: (x) => 10 ** x,
	expm1: Math.expm1,
	log: Math.log,
	log2: Math.log2,
	log10: Math.log10,
	log1p: Math.log1p,
	sin: Math.sin,
	cos: Math.cos,
	tan: Math.tan,
	asin: Math.asin,
	acos: Math.acos,
	atan: Math.atan,
	sinh: Math.sinh,
	cosh: Math.cosh,
	tanh: Math.tanh,
	asinh: Math.asinh,
	acosh: Math.acosh,
	atanh: Math.atanh,
	significand: (x) => (x === 0 || !Number.isFinite(x) ? x : 2 * split(x)[0]),
	logb: (x) => (x === 0 ? Number.NEGATIVE_INFINITY : Number.isFinite(x) ? split(x)[1] - 1 : Math.abs(x)),
	gamma: logarithmOfGamma,
	lgamma: logarithmOfGamma,
	tgamma: gamma,
};

export const MATH_OF_TWO: Readonly<Record<string, (x: number, y: number) => number>> = {
	pow: (x, y) => (x === 1 ? 1 : Math.abs(x) === 1 && !Number.isFinite(y) && !Number.isNaN(y) ? 1 : x ** y),
	fmod: (x, y) => x % y,
	fmin: (x, y) => (Number.isNaN(x) ? y : Number.isNaN(y) ? x : Math.min(x, y)),
	fmax: (x, y) => (Number.isNaN(x) ? y : Number.isNaN(y) ? x : Math.max(x, y)),
	fdim: (x, y) => (x > y ? x - y : x <= y ? 0 : Number.NaN),
	atan2: Math.atan2,
	hypot: Math.hypot,
	copysign: (x, y) => (y < 0 || Object.is(y, -0) ? -Math.abs(x) : Math.abs(x)),
	ldexp: (x, y) => scaled(x, Math.trunc(y)),
	scalb: scaled,
	scalbln: (x, y) => scaled(x, Math.trunc(y)),
	drem: remainder,
	remainder,
};

/** Mantissa from ½ to 1, and exponent. */
export function split(x: number): readonly [number, number] {
	if (x === 0 || !Number.isFinite(x)) return [x, 0];
	let exponent = Math.max(-1023, Math.floor(Math.log2(Math.abs(x))) + 1);
	let mantissa = scaled(x, -exponent);
	while (Math.abs(mantissa) < 0.5) {
		mantissa *= 2;
		exponent--;
	}
	while (Math.abs(mantissa) >= 1) {
		mantissa /= 2;
		exponent++;
	}
	return [mantissa, exponent];
}

function scaled(x: number, power: number): number {
	// In two steps: a power of two alone may leave the range that the result stays in.
	const half = Math.trunc(power / 2);
	return x * 2 ** half * 2 ** (power - half);
}

function cubeRoot(x: number): number {
	const root = Math.cbrt(x);
	return root === 0 || !Number.isFinite(root) ? root : root - (root * root * root - x) / (3 * root * root);
}

function toEven(x: number): number {
	const below = Math.floor(x);
	if (x - below !== 0.5) return Math.round(x);
	return below % 2 === 0 ? below : below + 1;
}

function remainder(x: number, y: number): number {
	if (!Number.isFinite(x) || y === 0) return Number.NaN;
	if (!Number.isFinite(y)) return x;
	return x - toEven(x / y) * y;
}

const LANCZOS = [
	0.999_999_999_999_809_93, 676.520_368_121_885_1, -1259.139_216_722_402_8, 771.323_428_777_653_13,
	-176.615_029_162_140_59, 12.507_343_278_686_905, -0.138_571_095_265_720_12, 9.984_369_578_019_571_6e-6,
	1.505_632_735_149_311_6e-7,
];

/** Differs: the last digits of arguments that are no whole numbers. */
function logarithmOfGamma(x: number): number {
	if (Number.isInteger(x) && x > 0 && x < 171) return Math.log(gamma(x));
	if (x < 0.5) return Math.log(Math.PI / Math.abs(Math.sin(Math.PI * x))) - logarithmOfGamma(1 - x);
	const base = x + 6.5;
	const sum = LANCZOS.reduce((total, each, at) => total + (at === 0 ? each : each / (x + at - 1)), 0);
	return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(base) - base + Math.log(sum);
}

function gamma(x: number): number {
	if (Number.isInteger(x)) {
		if (x <= 0) return x === 0 ? 1 / x : Number.NaN;
		let product = 1;
		for (let each = 2; each < x && product < Number.POSITIVE_INFINITY; each++) product *= each;
		return product;
	}
	return x < 0.5 ? Math.PI / (Math.sin(Math.PI * x) * gamma(1 - x)) : Math.exp(logarithmOfGamma(x));
}
