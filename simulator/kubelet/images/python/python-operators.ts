import { indexOfTextInSteps } from '../../../machinery/find-text.ts';
import type { Task } from '../../../machinery/task.ts';
import { formatted } from './python-format.ts';
import type { Python } from './python-interpreter.ts';
import {
	equals,
	numberOf,
	PyBig,
	PyDict,
	PyList,
	PyRange,
	PySet,
	PyTuple,
	type PyValue,
	typeName,
} from './python-values.ts';

/** Results that are longer than this are only counted. */
const REAL_LENGTH_MAX = 1_000_000;
const BITS_MAX = 200_000;

/** `a operator b` of values that are not a program's own objects. */
export function* binaryOf(python: Python, operator: string, a: PyValue, b: PyValue): Task<PyValue> {
	const [x, y] = [numberOf(a), numberOf(b)];
	if (x !== undefined && y !== undefined) return arithmetic(python, operator, x, y);
	if (operator === '%' && typeof a === 'string') return yield* percent(python, a, b);
	if (operator === '*') {
		const repeated =
			typeof b === 'bigint' || typeof b === 'boolean'
				? repeat(python, a, Number(b))
				: typeof a === 'bigint' || typeof a === 'boolean'
					? repeat(python, b, Number(a))
					: undefined;
		if (repeated !== undefined) return repeated;
	}
	if (operator === '+') {
		const joined = concatenation(python, a, b);
		if (joined !== undefined) return joined;
	}
	if (a instanceof PySet && b instanceof PySet) {
		const [left, right] = [[...a.members.values()], [...b.members.values()]];
		if (operator === '|') return new PySet([...left, ...right]);
		const other = (value: PyValue, set: readonly PyValue[]): boolean => set.some((each) => equals(each, value));
		if (operator === '&') return new PySet(left.filter((value) => other(value, right)));
		if (operator === '-') return new PySet(left.filter((value) => !other(value, right)));
	}
	if (operator === '|' && a instanceof PyDict && b instanceof PyDict)
		return PyDict.of([...a.entries.values(), ...b.entries.values()]);
	if (operator === '+' && typeof a === 'string')
		throw python.error('TypeError', `can only concatenate str (not "${typeName(b)}") to str`);
	throw python.error('TypeError', `unsupported operand type(s) for ${operator}: '${typeName(a)}' and '${typeName(b)}'`);
}

function concatenation(python: Python, a: PyValue, b: PyValue): PyValue | undefined {
	if (typeof a === 'string' && typeof b === 'string') {
		return a.length + b.length > REAL_LENGTH_MAX ? python.held(new PyBig('str', a.length + b.length)) : a + b;
	}
	if (a instanceof PyList && b instanceof PyList) return new PyList([...a.items, ...b.items]);
	if (a instanceof PyTuple && b instanceof PyTuple) return new PyTuple([...a.items, ...b.items]);
	if (a instanceof Uint8Array && b instanceof Uint8Array) return Uint8Array.of(...a, ...b);
	if (a instanceof PyBig || b instanceof PyBig) {
		const length = (value: PyValue): number | undefined =>
			value instanceof PyBig || typeof value === 'string' || value instanceof Uint8Array
				? value.length
				: value instanceof PyList
					? value.items.length
					: undefined;
		const [x, y] = [length(a), length(b)];
		const type = a instanceof PyBig ? a.type : (b as PyBig).type;
		if (x !== undefined && y !== undefined) return python.held(new PyBig(type, x + y));
	}
	return undefined;
}

function repeat(python: Python, value: PyValue, times: number): PyValue | undefined {
	const count = Math.max(0, times);
	const tooLong = (length: number): boolean => length * count > REAL_LENGTH_MAX;
	if (typeof value === 'string')
		return tooLong(value.length) ? python.held(new PyBig('str', value.length * count)) : value.repeat(count);
	if (value instanceof Uint8Array) {
		if (tooLong(value.length)) return python.held(new PyBig('bytes', value.length * count));
		return Uint8Array.from({ length: value.length * count }, (_, index) => value[index % value.length] as number);
	}
	if (value instanceof PyList) {
		if (tooLong(value.items.length)) return python.held(new PyBig('list', value.items.length * count));
		return new PyList(Array.from({ length: count }, () => value.items).flat());
	}
	if (value instanceof PyTuple) return new PyTuple(Array.from({ length: count }, () => value.items).flat());
	if (value instanceof PyBig) return python.held(new PyBig(value.type, value.length * count));
	return undefined;
}

function arithmetic(python: Python, operator: string, x: bigint | number, y: bigint | number): PyValue {
	if (typeof x === 'bigint' && typeof y === 'bigint') return whole(python, operator, x, y);
	const [a, b] = [Number(x), Number(y)];
	switch (operator) {
		case '+':
			return a + b;
		case '-':
			return a - b;
		case '*':
			return a * b;
		case '/':
			if (b === 0) throw python.error('ZeroDivisionError', 'division by zero');
			return a / b;
		case '//':
			if (b === 0) throw python.error('ZeroDivisionError', 'division by zero');
			return Math.floor(a / b);
		case '%':
			if (b === 0) throw python.error('ZeroDivisionError', 'division by zero');
			return a - b * Math.floor(a / b);
		case '**':
			return a ** b;
		default:
			throw python.error(
				'TypeError',
				`unsupported operand type(s) for ${operator}: '${typeName(x)}' and '${typeName(y)}'`,
			);
	}
}

function whole(python: Python, operator: string, a: bigint, b: bigint): PyValue {
	switch (operator) {
		case '+':
			return a + b;
		case '-':
			return a - b;
		case '*':
			if (bits(a) + bits(b) > BITS_MAX) throw python.error('MemoryError', '');
			return a * b;
		case '/':
			if (b === 0n) throw python.error('ZeroDivisionError', 'division by zero');
			return Number(a) / Number(b);
		case '//':
		case '%': {
			if (b === 0n)
				throw python.error(
					'ZeroDivisionError',
					operator === '%' ? 'integer modulo by zero' : 'integer division or modulo by zero',
				);
			const rest = a % b;
			const isOff = rest !== 0n && rest < 0n !== b < 0n;
			return operator === '%' ? (isOff ? rest + b : rest) : a / b - (isOff ? 1n : 0n);
		}
		case '**':
			if (b < 0n) return Number(a) ** Number(b);
			if (bits(a) * Number(b) > BITS_MAX) throw python.error('MemoryError', '');
			return a ** b;
		case '<<':
			if (b > BigInt(BITS_MAX)) throw python.error('MemoryError', '');
			return a << b;
		case '>>':
			return a >> b;
		case '&':
			return a & b;
		case '|':
			return a | b;
		default:
			return a ^ b;
	}
}

function bits(value: bigint): number {
	return value.toString(16).length * 4;
}

/** "%s is %d" % (…). */
function* percent(python: Python, text: string, given: PyValue): Task<string> {
	const values = given instanceof PyTuple ? [...given.items] : [given];
	let result = '';
	let at = 0;
	for (const match of text.matchAll(/%(?:\((\w+)\))?([-+0 #]*)(\d+)?(?:\.(\d+))?([sdrifeEgGxXoc%])/g)) {
		const [all, key, flags = '', width = '', precision, type = 's'] = match;
		result += text.slice(at, match.index);
		at = match.index + all.length;
		if (type === '%') {
			result += '%';
			continue;
		}
		const value = key !== undefined && given instanceof PyDict ? given.get(key) : values.shift();
		if (value === undefined) throw python.error('TypeError', 'not enough arguments for format string');
		const shown = type === 's' ? yield* python.str(value) : type === 'r' ? yield* python.repr(value) : numberOf(value);
		if (shown === undefined)
			throw python.error('TypeError', `%${type} format: a real number is required, not ${typeName(value)}`);
		if ((type === 'd' || type === 'i') && typeof shown === 'number' && !Number.isFinite(shown)) {
			const [name, what] = Number.isNaN(shown) ? ['ValueError', 'NaN'] : ['OverflowError', 'infinity'];
			throw python.error(name as string, `cannot convert float ${what} to integer`);
		}
		const number = type === 'd' || type === 'i' ? BigInt(Math.trunc(Number(shown))) : shown;
		const align = flags.includes('-') ? '<' : typeof shown === 'string' ? '>' : '';
		const spec = `${align}${flags.includes('+') ? '+' : ''}${flags.includes('0') && align === '' ? '0' : ''}${width}${precision === undefined ? '' : `.${precision}`}${/[sr]/.test(type) ? '' : type === 'i' ? 'd' : type}`;
		result += formatted(number, spec) ?? String(shown);
	}
	if (values.length > 0 && given instanceof PyTuple)
		throw python.error('TypeError', 'not all arguments converted during string formatting');
	return result + text.slice(at);
}

/** -1, 0 or 1. */
export function order(python: Python, operator: string, a: PyValue, b: PyValue): number {
	const [x, y] = [numberOf(a), numberOf(b)];
	if (x !== undefined && y !== undefined) return x < y ? -1 : x > y ? 1 : 0;
	if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0;
	if ((a instanceof PyList && b instanceof PyList) || (a instanceof PyTuple && b instanceof PyTuple)) {
		for (const [index, item] of a.items.entries()) {
			const other = b.items[index];
			if (other === undefined) return 1;
			if (!equals(item, other)) return order(python, operator, item, other);
		}
		return a.items.length - b.items.length;
	}
	throw python.error(
		'TypeError',
		`'${operator}' not supported between instances of '${typeName(a)}' and '${typeName(b)}'`,
	);
}

export function* contains(python: Python, container: PyValue, item: PyValue): Task<boolean | undefined> {
	const rest = (steps: number): Task<void> => python.process.tick(steps);
	if (typeof container === 'string') {
		if (typeof item !== 'string')
			throw python.error('TypeError', `'in <string>' requires string as left operand, not ${typeName(item)}`);
		return (yield* indexOfTextInSteps(container, item, 0, rest)) >= 0;
	}
	if (container instanceof PyDict) return container.get(item) !== undefined;
	if (container instanceof PySet || container instanceof PyList || container instanceof PyTuple) {
		const items = container instanceof PySet ? [...container.members.values()] : container.items;
		return items.some((each) => equals(each, item));
	}
	if (container instanceof PyRange && typeof item === 'bigint') {
		const isWithin =
			container.step > 0n
				? item >= container.from && item < container.to
				: item <= container.from && item > container.to;
		return isWithin && (item - container.from) % container.step === 0n;
	}
	if (container instanceof Uint8Array && item instanceof Uint8Array)
		return (yield* indexOfTextInSteps(latin1(container), latin1(item), 0, rest)) >= 0;
	return undefined;
}

function latin1(bytes: Uint8Array): string {
	let text = '';
	for (let at = 0; at < bytes.length; at += 4_096) text += String.fromCharCode(...bytes.subarray(at, at + 4_096));
	return text;
}
