import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8 } from '../../../machinery/utf8.ts';
import { makeError } from './python-errors.ts';
import { floatText } from './python-format.ts';
import type { Python } from './python-interpreter.ts';
import {
	type NamedArguments,
	PyClass,
	PyDict,
	PyList,
	PyNative,
	PyTuple,
	type PyValue,
	typeName,
} from './python-values.ts';

interface Style {
	readonly indent: number | undefined;
	readonly sorted: boolean;
}

function dumps(python: Python, value: PyValue, { indent, sorted }: Style, depth: number): string {
	if (value === null) return 'null';
	if (typeof value === 'boolean' || typeof value === 'bigint') return String(value);
	if (typeof value === 'number') return floatText(value);
	if (typeof value === 'string')
		return JSON.stringify(value).replace(
			/[\u007f-\uffff]/g,
			(char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
		);
	const style = { indent, sorted };
	const around = (open: string, parts: readonly string[], close: string): string => {
		if (parts.length === 0) return open + close;
		if (indent === undefined) return open + parts.join(', ') + close;
		const pad = `\n${' '.repeat(indent * (depth + 1))}`;
		return `${open}${pad}${parts.join(`,${pad}`)}\n${' '.repeat(indent * depth)}${close}`;
	};
	if (value instanceof PyList || value instanceof PyTuple)
		return around(
			'[',
			value.items.map((item) => dumps(python, item, style, depth + 1)),
			']',
		);
	if (value instanceof PyDict) {
		const pairs = [...value.entries.values()].map(([key, item]): [string, string] => [
			typeof key === 'string' ? key : dumps(python, key, style, depth),
			dumps(python, item, style, depth + 1),
		]);
		if (sorted) pairs.sort(([a], [b]) => (a < b ? -1 : 1));
		return around(
			'{',
			pairs.map(([key, item]) => `${JSON.stringify(key)}: ${item}`),
			'}',
		);
	}
	throw python.error('TypeError', `Object of type ${typeName(value)} is not JSON serializable`);
}

function styleOf(named: NamedArguments): Style {
	const indent = named.get('indent') ?? null;
	return { indent: indent === null ? undefined : Number(indent), sorted: named.get('sort_keys') === true };
}

function loads(value: PyValue, type: PyClass): PyValue {
	const text = value instanceof Uint8Array ? decodeUtf8(value) : String(value);
	try {
		return fromJson(JSON.parse(text), text);
	} catch (error) {
		if (!(error instanceof SyntaxError)) throw error;
		throw makeError(type, ['Expecting value: line 1 column 1 (char 0)']);
	}
}

/** JSON's numbers without a point are integers. */
function fromJson(value: unknown, text: string): PyValue {
	if (typeof value === 'number')
		return Number.isInteger(value) && !(text.includes(`${value}.0`) && !text.includes('"')) ? BigInt(value) : value;
	if (Array.isArray(value)) return new PyList(value.map((item) => fromJson(item, text)));
	if (typeof value === 'object' && value !== null)
		return PyDict.of(Object.entries(value).map(([key, item]) => [key, fromJson(item, text)] as const));
	return value as PyValue;
}

function* dump(python: Python, [value = null, file = null]: readonly PyValue[], named: NamedArguments): Task<PyValue> {
	return yield* python.call(yield* python.attribute(file, 'write'), [dumps(python, value, styleOf(named), 0)]);
}

function* load(python: Python, file: PyValue, type: PyClass): Task<PyValue> {
	return loads(yield* python.call(yield* python.attribute(file, 'read'), []), type);
}

export function jsonModule(python: Python): ReadonlyMap<string, PyValue> {
	const type = new PyClass('json.decoder.JSONDecodeError', [python.errors.get('ValueError') as PyClass]);
	return new Map<string, PyValue>([
		['JSONDecodeError', type],
		['dumps', new PyNative('dumps', (each, [value = null], named) => dumps(each, value, styleOf(named), 0))],
		['loads', new PyNative('loads', (_, [value = null]) => loads(value, type))],
		['dump', new PyNative('dump', (each, args, named) => dump(each, args, named))],
		['load', new PyNative('load', (each, [file = null]) => load(each, file, type))],
	]);
}
