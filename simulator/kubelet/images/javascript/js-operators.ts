import type { Task } from '../../../machinery/task.ts';
import { describe, type Js } from './js-interpreter.ts';
import { isCallable, JsObject, JsSymbol, type JsValue } from './js-values.ts';

/** The operators that look at both of their sides. */
export function* binary(js: Js, operator: string, left: JsValue, right: JsValue): Task<JsValue> {
	switch (operator) {
		case '===':
			return left === right;
		case '!==':
			return left !== right;
		case '==':
			return yield* looselyEqual(js, left, right);
		case '!=':
			return !(yield* looselyEqual(js, left, right));
		case '+':
			return yield* add(js, left, right);
		case 'instanceof':
			return yield* isInstance(js, left, right);
		case 'in':
			if (!(right instanceof JsObject)) {
				throw js.error('TypeError', `Cannot use 'in' operator to search for '${String(left)}' in ${String(right)}`);
			}
			return hasProperty(right, yield* js.key(left));
	}
	const a = yield* js.primitive(left, 'number');
	const b = yield* js.primitive(right, 'number');
	if (operator === '<' || operator === '>' || operator === '<=' || operator === '>=') {
		return compare(operator, a, b);
	}
	if (typeof a === 'bigint' || typeof b === 'bigint') return bigs(js, operator, a, b);
	return numbers(operator, yield* js.number(a), yield* js.number(b));
}

function hasProperty(object: JsObject, key: string | JsSymbol): boolean {
	for (let at: JsObject | null = object; at !== null; at = at.proto) if (at.hasOwn(key)) return true;
	return false;
}

function* add(js: Js, left: JsValue, right: JsValue): Task<JsValue> {
	if (typeof left === 'number' && typeof right === 'number') return left + right;
	const a = yield* js.primitive(left, 'default');
	const b = yield* js.primitive(right, 'default');
	if (typeof a === 'string' || typeof b === 'string') {
		return js.text((yield* js.string(a)) + (yield* js.string(b)));
	}
	if (typeof a === 'bigint' || typeof b === 'bigint') return bigs(js, '+', a, b);
	return (yield* js.number(a)) + (yield* js.number(b));
}

function compare(operator: string, left: JsValue, right: JsValue): boolean {
	const isText = typeof left === 'string' && typeof right === 'string';
	const a = isText || typeof left === 'bigint' ? (left as string) : Number(left as string);
	const b = isText || typeof right === 'bigint' ? (right as string) : Number(right as string);
	if (operator === '<') return a < b;
	if (operator === '>') return a > b;
	return operator === '<=' ? a <= b : a >= b;
}

const BIG_DIGITS_MAX = 10_000n;

function bigs(js: Js, operator: string, a: JsValue, b: JsValue): JsValue {
	if (typeof a !== 'bigint' || typeof b !== 'bigint') {
		throw js.error('TypeError', 'Cannot mix BigInt and other types, use explicit conversions');
	}
	switch (operator) {
		case '+':
			return a + b;
		case '-':
			return a - b;
		case '*':
			return limited(js, a * b);
		case '/':
		case '%':
			if (b === 0n) throw js.error('RangeError', 'Division by zero');
			return operator === '/' ? a / b : a % b;
		case '**':
			if (b > BIG_DIGITS_MAX || b < 0n) throw js.error('RangeError', 'Maximum BigInt size exceeded');
			return limited(js, a ** b);
		case '&':
			return a & b;
		case '|':
			return a | b;
		case '^':
			return a ^ b;
	}
	if (b > BIG_DIGITS_MAX) throw js.error('RangeError', 'Maximum BigInt size exceeded');
	return operator === '<<' ? limited(js, a << b) : a >> b;
}

function limited(js: Js, value: bigint): bigint {
	if (BigInt.asIntN(262_144, value) !== value) throw js.error('RangeError', 'Maximum BigInt size exceeded');
	return value;
}

function numbers(operator: string, a: number, b: number): number {
	switch (operator) {
		case '-':
			return a - b;
		case '*':
			return a * b;
		case '/':
			return a / b;
		case '%':
			return a % b;
		case '**':
			return a ** b;
		case '&':
			return a & b;
		case '|':
			return a | b;
		case '^':
			return a ^ b;
		case '<<':
			return a << b;
		case '>>':
			return a >> b;
		default:
			return a >>> b;
	}
}

function* looselyEqual(js: Js, left: JsValue, right: JsValue): Task<boolean> {
	if (left === right) return true;
	const isNothing = (value: JsValue): boolean => value === undefined || value === null;
	if (isNothing(left) || isNothing(right)) return isNothing(left) && isNothing(right);
	if (left instanceof JsObject && right instanceof JsObject) return false;
	const a = yield* js.primitive(left, 'default');
	const b = yield* js.primitive(right, 'default');
	if (typeof a === typeof b || a instanceof JsSymbol || b instanceof JsSymbol) return a === b;
	if (typeof a === 'bigint' || typeof b === 'bigint') return String(Number(a)) === String(Number(b));
	return Number(a) === Number(b);
}

function* isInstance(js: Js, value: JsValue, type: JsValue): Task<boolean> {
	if (!isCallable(type)) throw js.error('TypeError', "Right-hand side of 'instanceof' is not callable");
	if (!(value instanceof JsObject)) return false;
	const prototype = yield* js.get(type, 'prototype');
	if (!(prototype instanceof JsObject))
		throw js.error('TypeError', `Function has non-object prototype '${describe(prototype)}' in instanceof check`);
	for (let at = value.proto; at !== null; at = at.proto) if (at === prototype) return true;
	return false;
}
