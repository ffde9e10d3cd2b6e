import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8 } from '../../../machinery/utf8.ts';
import { makeError } from './python-errors.ts';
import { floatText } from './python-format.ts';
import type { Python } from './python-interpreter.ts';
import { decodeJson, JsonDecodeError } from './python-json-decoder.ts';
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
	/** What one level is indented by; undefined: all on one line. */
	readonly indent: string | undefined;
	readonly sorted: boolean;
	/** Characters beyond ASCII are escaped. */
	readonly ascii: boolean;
	readonly comma: string;
	readonly colon: string;
}

function textJson(text: string, { ascii }: Style): string {
	const quoted = JSON.stringify(text);
	if (!ascii) return quoted;
	return quoted.replace(/[\u007f-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function dumps(python: Python, value: PyValue, style: Style, depth: number): string {
	const { indent, sorted, comma, colon } = style;
	if (value === null) return 'null';
	if (typeof value === 'boolean' || typeof value === 'bigint') return String(value);
	if (typeof value === 'number') return floatText(value);
	if (typeof value === 'string') return textJson(value, style);
	const around = (open: string, parts: readonly string[], close: string): string => {
		if (parts.length === 0) return open + close;
		if (indent === undefined) return open + parts.join(comma) + close;
		const pad = `\n${indent.repeat(depth + 1)}`;
		return `${open}${pad}${parts.join(`${comma.trimEnd()}${pad}`)}\n${indent.repeat(depth)}${close}`;
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
			pairs.map(([key, item]) => `${textJson(key, style)}${colon}${item}`),
			'}',
		);
	}
	throw python.error('TypeError', `Object of type ${typeName(value)} is not JSON serializable`);
}

function styleOf(named: NamedArguments): Style {
	const indent = named.get('indent') ?? null;
	const separators = named.get('separators') ?? null;
	const [comma = ', ', colon = ': '] =
		separators instanceof PyTuple || separators instanceof PyList ? separators.items.map(String) : [];
	return {
		indent: indent === null ? undefined : typeof indent === 'string' ? indent : ' '.repeat(Number(indent)),
		sorted: named.get('sort_keys') === true,
		ascii: named.get('ensure_ascii') !== false,
		comma,
		colon,
	};
}

function loads(value: PyValue, type: PyClass): PyValue {
	const text = value instanceof Uint8Array ? decodeUtf8(value) : String(value);
	try {
		return decodeJson(text);
	} catch (error) {
		if (!(error instanceof JsonDecodeError)) throw error;
		throw makeError(type, [error.message]);
	}
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
