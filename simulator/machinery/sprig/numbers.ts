import { FunctionError } from '../go-template/functions.ts';
import { GoFloat, GoInt, printValue } from '../go-template/values.ts';
import { type Definition, define, toFloat, toInteger, variadic } from './define.ts';

const LIST_MAX = 1_000_000;

/** Models Masterminds/sprig numeric.go. Whole numbers are int64 unless said. */
export const NUMBER_FUNCTIONS: readonly Definition[] = [
	define('atoi', ['string'], (text: string) => new GoInt(/^[+-]?\d+$/.test(text) ? Number(text) : 0)),
	define('int64', ['any'], (value: unknown) => toInteger(value)),
	define('int', ['any'], (value: unknown) => new GoInt(toInteger(value))),
	define('float64', ['any'], (value: unknown) => new GoFloat(toFloat(value))),
	define('toDecimal', ['any'], (value: unknown) => {
		const text = printValue(value);
		return /^[+-]?[0-7]+$/.test(text) ? Number.parseInt(text, 8) : 0;
	}),
	define('add1', ['any'], (value: unknown) => toInteger(value) + 1),
	variadic('add', ['any'], (...values: unknown[]) => values.reduce<number>((sum, each) => sum + toInteger(each), 0)),
	define('sub', ['any', 'any'], (a: unknown, b: unknown) => toInteger(a) - toInteger(b)),
	define('div', ['any', 'any'], (a: unknown, b: unknown) => Math.trunc(toInteger(a) / divisor(b))),
	define('mod', ['any', 'any'], (a: unknown, b: unknown) => toInteger(a) % divisor(b)),
	variadic('mul', ['any', 'any'], (first: unknown, ...values: unknown[]) =>
		values.reduce<number>((product, each) => product * toInteger(each), toInteger(first)),
	),
	define('add1f', ['any'], (value: unknown) => decimal(toFloat(value) + 1)),
	variadic('addf', ['any'], (...values: unknown[]) =>
		decimal(values.reduce<number>((sum, each) => sum + toFloat(each), 0)),
	),
	variadic('subf', ['any', 'any'], (first: unknown, ...values: unknown[]) =>
		decimal(values.reduce<number>((rest, each) => rest - toFloat(each), toFloat(first))),
	),
	variadic(
		'divf',
		['any', 'any'],
		(first: unknown, ...values: unknown[]) =>
			new GoFloat(values.reduce<number>((rest, each) => quotient(rest, floatDivisor(each)), toFloat(first))),
	),
	variadic('mulf', ['any', 'any'], (first: unknown, ...values: unknown[]) =>
		decimal(values.reduce<number>((product, each) => product * toFloat(each), toFloat(first))),
	),
	...['max', 'biggest'].map((name) =>
		variadic(name, ['any', 'any'], (first: unknown, ...values: unknown[]) =>
			Math.max(toInteger(first), ...values.map(toInteger)),
		),
	),
	variadic('min', ['any', 'any'], (first: unknown, ...values: unknown[]) =>
		Math.min(toInteger(first), ...values.map(toInteger)),
	),
	variadic(
		'maxf',
		['any', 'any'],
		(first: unknown, ...values: unknown[]) => new GoFloat(Math.max(toFloat(first), ...values.map(toFloat))),
	),
	variadic(
		'minf',
		['any', 'any'],
		(first: unknown, ...values: unknown[]) => new GoFloat(Math.min(toFloat(first), ...values.map(toFloat))),
	),
	define('ceil', ['any'], (value: unknown) => new GoFloat(Math.ceil(toFloat(value)))),
	define('floor', ['any'], (value: unknown) => new GoFloat(Math.floor(toFloat(value)))),
	variadic('round', ['any', 'int', 'float64'], (value: unknown, places: GoInt, on?: GoFloat) =>
		round(toFloat(value), places.value, on?.value ?? 0.5),
	),
	define('until', ['int'], (count: GoInt) => steps(0, count.value, count.value < 0 ? -1 : 1)),
	define('untilStep', ['int', 'int', 'int'], (start: GoInt, stop: GoInt, step: GoInt) =>
		steps(start.value, stop.value, step.value),
	),
	variadic('seq', ['int'], (...params: GoInt[]) => sequence(params.map(({ value }) => value))),
];

function divisor(value: unknown): number {
	const number = toInteger(value);
	if (number === 0) throw new FunctionError('runtime error: integer divide by zero');
	return number;
}

function floatDivisor(value: unknown): number {
	const number = toFloat(value);
	if (number === 0) throw new FunctionError('decimal division by 0');
	return number;
}

/** To sixteen places behind the point. */
function quotient(a: number, b: number): number {
	const exact = a / b;
	return Math.abs(exact) < 1e5 ? Number(exact.toFixed(16)) : exact;
}

/** sprig calculates with decimals: sums of tenths have no tail. */
function decimal(value: number): GoFloat {
	return new GoFloat(Number(value.toPrecision(15)));
}

function round(value: number, places: number, on: number): GoFloat {
	const power = 10 ** places;
	const digit = power * value;
	const fraction = digit - Math.trunc(digit);
	return new GoFloat((fraction >= on ? Math.ceil(digit) : Math.floor(digit)) / power);
}

function steps(start: number, stop: number, step: number): GoInt[] {
	const out: GoInt[] = [];
	if (stop < start ? step >= 0 : step <= 0) return out;
	for (let i = start; stop < start ? i > stop : i < stop; i += step) {
		if (out.length >= LIST_MAX) throw new FunctionError('runtime error: makeslice: len out of range');
		out.push(new GoInt(i));
	}
	return out;
}

function sequence(params: readonly number[]): string {
	const [first = 0, second = 0, third = 0] = params;
	const show = (items: readonly GoInt[]): string => items.map(({ value }) => value).join(' ');
	if (params.length === 1) {
		const step = first < 1 ? -1 : 1;
		return show(steps(1, first + step, step));
	}
	if (params.length === 2) {
		const step = second < first ? -1 : 1;
		return show(steps(first, second + step, step));
	}
	if (params.length !== 3) return '';
	if (third < first && second > 0) return '';
	return show(steps(first, third + (third < first ? -1 : 1), second));
}
