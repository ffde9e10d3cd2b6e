import { includesText, splitText as splitAt } from '../../../machinery/find-text.ts';
import type { Json } from './json.ts';
import { compare, computed, described, equal, JqError, kindOf } from './json.ts';
import { LiteralNumber } from './literal-number.ts';

/** Longest text that `*` may make of a string. */
const REPEAT_MAX = 16 * 1024 * 1024;

/** Most elements that `+` may make of arrays. */
const ARRAY_MAX = 4_000_000;

/** The operators that take two values. */
export function binary(operator: string, a: Json, b: Json): Json {
	if (operator === '+') return add(a, b);
	switch (operator) {
		case '-':
			return subtract(computed(a), computed(b));
		case '*':
			return multiply(computed(a), computed(b));
		case '/':
			return divide(computed(a), computed(b));
		case '%':
			return modulo(computed(a), computed(b));
		case '==':
			return equal(a, b);
		case '!=':
			return !equal(a, b);
		case '<':
			return compare(a, b) < 0;
		case '<=':
			return compare(a, b) <= 0;
		case '>':
			return compare(a, b) > 0;
		case '>=':
			return compare(a, b) >= 0;
		default:
			throw new Error(`assertion failed: no operator ${operator}`);
	}
}

export function add(a: Json, b: Json): Json {
	if (a === null) return b;
	if (b === null) return a;
	if (a instanceof LiteralNumber || b instanceof LiteralNumber) return sum(computed(a), computed(b), a, b);
	return sum(a, b, a, b);
}

/** `shown` are the operands as they are told of. */
function sum(a: Json, b: Json, ...shown: readonly [Json, Json]): Json {
	if (typeof a === 'number' && typeof b === 'number') return a + b;
	if (typeof a === 'string' && typeof b === 'string') return a + b;
	if (Array.isArray(a) && Array.isArray(b)) {
		if (a.length + b.length > ARRAY_MAX) throw new JqError('too many elements');
		return [...a, ...b];
	}
	if (a instanceof Map && b instanceof Map)
		return new Map([...(a as ReadonlyMap<string, Json>), ...(b as ReadonlyMap<string, Json>)]);
	throw new JqError(`${described(shown[0])} and ${described(shown[1])} cannot be added`);
}

function subtract(a: Json, b: Json): Json {
	if (typeof a === 'number' && typeof b === 'number') return a - b;
	if (Array.isArray(a) && Array.isArray(b)) {
		return (a as readonly Json[]).filter((item) => !(b as readonly Json[]).some((other) => equal(item, other)));
	}
	throw new JqError(`${described(a)} and ${described(b)} cannot be subtracted`);
}

function multiply(a: Json, b: Json): Json {
	if (typeof a === 'number' && typeof b === 'number') return a * b;
	if (typeof a === 'string' && typeof b === 'number') return repeat(a, b);
	if (typeof a === 'number' && typeof b === 'string') return repeat(b, a);
	if (a instanceof Map && b instanceof Map) return merge(a, b);
	throw new JqError(`${described(a)} and ${described(b)} cannot be multiplied`);
}

/** Models jq 1.7.1 builtin.c binop_multiply: so many copies as the number has units begun; none of a negative one. */
function repeat(text: string, times: number): Json {
	if (!(times >= 0)) return null;
	const count = Math.floor(times);
	if (text.length * count > REPEAT_MAX) throw new JqError('Repeat string result too long');
	return text.repeat(count);
}

/** Objects in both are merged too. */
function merge(a: ReadonlyMap<string, Json>, b: ReadonlyMap<string, Json>): Json {
	const out = new Map(a);
	for (const [key, value] of b) {
		const old = out.get(key);
		out.set(key, old instanceof Map && value instanceof Map ? merge(old, value) : value);
	}
	return out;
}

function divide(a: Json, b: Json): Json {
	if (typeof a === 'number' && typeof b === 'number') {
		if (b === 0) throw new JqError(`${described(a)} and ${described(b)} cannot be divided because the divisor is zero`);
		return a / b;
	}
	if (typeof a === 'string' && typeof b === 'string') return splitText(a, b);
	throw new JqError(`${described(a)} and ${described(b)} cannot be divided`);
}

export function splitText(text: string, separator: string): Json {
	if (text === '') return [];
	return separator === '' ? [...text] : splitAt(text, separator);
}

function modulo(a: Json, b: Json): Json {
	if (typeof a !== 'number' || typeof b !== 'number') {
		throw new JqError(`${described(a)} and ${described(b)} cannot be divided`);
	}
	if (Number.isNaN(a) || Number.isNaN(b)) return Number.NaN;
	const divisor = Math.abs(toInteger(b));
	if (divisor === 0) {
		throw new JqError(`${described(a)} and ${described(b)} cannot be divided (remainder) because the divisor is zero`);
	}
	const result = toInteger(a) % divisor;
	return result === 0 ? 0 : result;
}

function toInteger(value: number): number {
	return Math.trunc(Math.max(-9.223372036854776e18, Math.min(9.223372036854776e18, value)));
}

/** Whether `b` is inside `a`. */
export function contains(a: Json, b: Json): boolean {
	const [kind, other] = [kindOf(a), kindOf(b)];
	if (kind !== other) throw new JqError(`${described(a)} and ${described(b)} cannot have their containment checked`);
	return containsInside(a, b);
}

function containsInside(a: Json, b: Json): boolean {
	if (a instanceof Map && b instanceof Map) {
		const object = a as ReadonlyMap<string, Json>;
		return [...(b as ReadonlyMap<string, Json>)].every(([key, value]) => {
			const own = object.get(key);
			return own !== undefined && containsInside(own, value);
		});
	}
	if (Array.isArray(a) && Array.isArray(b)) {
		return (b as readonly Json[]).every((item) =>
			(a as readonly Json[]).some((own) => kindOf(own) === kindOf(item) && containsInside(own, item)),
		);
	}
	if (typeof a === 'string' && typeof b === 'string') return includesText(a, b);
	return equal(a, b);
}
