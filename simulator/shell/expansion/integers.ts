import { type Integer, normalize } from '../syntax/arithmetic-parser.ts';

export function isTrue(value: Integer): boolean {
	return value !== 0;
}

/** Wraps, as the others do. */
export function add(left: Integer, right: Integer): Integer {
	if (typeof left === 'number' && typeof right === 'number') {
		const sum = left + right;
		if (Number.isSafeInteger(sum)) return sum;
	}
	return normalize(BigInt(left) + BigInt(right));
}

export function multiply(left: Integer, right: Integer): Integer {
	if (typeof left === 'number' && typeof right === 'number') {
		const product = left * right;
		if (Number.isSafeInteger(product)) return product === 0 ? 0 : product;
	}
	return normalize(BigInt(left) * BigInt(right));
}

/** The operators that are wrong for no operands. */
export function operate(operator: string, left: Integer, right: Integer): Integer {
	switch (operator) {
		case '+':
			return add(left, right);
		case '-':
			return add(left, typeof right === 'number' ? -right : normalize(-right));
		case '*':
			return multiply(left, right);
		case '==':
			return left === right ? 1 : 0;
		case '!=':
			return left !== right ? 1 : 0;
		case '<':
			return left < right ? 1 : 0;
		case '>':
			return left > right ? 1 : 0;
		case '<=':
			return left <= right ? 1 : 0;
		case '>=':
			return left >= right ? 1 : 0;
		default:
			return bitwise(operator, left, right);
	}
}

function bitwise(operator: string, left: Integer, right: Integer): Integer {
	const [a, b] = [BigInt(left), BigInt(right)];
	switch (operator) {
		case '&':
			return normalize(a & b);
		case '|':
			return normalize(a | b);
		case '^':
			return normalize(a ^ b);
		case '<<':
			return normalize(a << (b & 63n));
		case '>>':
			return normalize(a >> (b & 63n));
		default:
			throw new Error(`assertion failed: no operator ${operator}`);
	}
}

/** The divisor is not zero. */
export function divide(operator: '/' | '%', left: Integer, right: Integer): Integer {
	if (typeof left === 'number' && typeof right === 'number') {
		const result = operator === '/' ? Math.trunc(left / right) : left % right;
		return result === 0 ? 0 : result;
	}
	const [a, b] = [BigInt(left), BigInt(right)];
	return normalize(operator === '/' ? a / b : a % b);
}

/** The exponent is not negative. */
export function power(left: Integer, right: Integer): Integer {
	let result: Integer = 1;
	let base: Integer = left;
	for (let exponent = BigInt(right); exponent > 0n; exponent >>= 1n) {
		if ((exponent & 1n) === 1n) result = multiply(result, base);
		base = multiply(base, base);
	}
	return result;
}

export function unary(operator: '-' | '+' | '!' | '~', value: Integer): Integer {
	switch (operator) {
		case '-':
			return typeof value === 'number' ? 0 - value : normalize(-value);
		case '+':
			return value;
		case '!':
			return isTrue(value) ? 0 : 1;
		case '~':
			return typeof value === 'number' ? -value - 1 : normalize(~value);
	}
}
