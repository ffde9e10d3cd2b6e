import { Base64Error, decodeStandardBase64 } from '../base64.ts';
import { goTypeName } from '../go-format.ts';
import { queryEscape } from '../http/url.ts';
import { decodeUtf8, encodeUtf8 } from '../utf8.ts';
import { sprintf } from './sprintf.ts';
import { GoFloat, GoInt, GoObject, integerOf, isDict, isTrue, plain, printValue, typeOf } from './values.ts';

/** What a function complains of; the caller adds where. */
export class FunctionError extends Error {}

export type TemplateFunction = (args: readonly unknown[]) => unknown;

/** What a parameter takes; 'value' takes a missing value as it is, 'any' as nil. */
export type Parameter = 'value' | 'any' | 'string' | 'bool' | 'int' | 'float64' | 'map' | 'list';

export interface FunctionEntry {
	readonly least: number;
	readonly most: number;
	/** Of each argument; the last one's again for all that follow. Absent: 'value' each. */
	readonly parameters?: readonly Parameter[];
	readonly call: TemplateFunction;
	/** What `call` returns is a task of the result. */
	readonly waits?: true;
}

/** text/template's own functions. `and` and `or` are evaluated by the executor, argument by argument. */
export const BUILTINS: ReadonlyMap<string, FunctionEntry> = new Map<string, FunctionEntry>([
	['and', { least: 1, most: Number.POSITIVE_INFINITY, call: (args) => args.at(-1) }],
	['or', { least: 1, most: Number.POSITIVE_INFINITY, call: (args) => args.at(-1) }],
	['not', { least: 1, most: 1, call: ([value]) => !isTrue(value) }],
	['len', { least: 1, most: 1, call: ([value]) => lengthOf(value) }],
	['index', { least: 1, most: Number.POSITIVE_INFINITY, call: ([value, ...keys]) => keys.reduce(indexInto, value) }],
	['slice', { least: 1, most: 4, call: sliceOf }],
	['print', { least: 0, most: Number.POSITIVE_INFINITY, call: sprint }],
	['println', { least: 0, most: Number.POSITIVE_INFINITY, call: (args) => `${args.map(printValue).join(' ')}\n` }],
	[
		'printf',
		{ least: 1, most: Number.POSITIVE_INFINITY, call: ([format, ...args]) => sprintf(formatText(format), args) },
	],
	['html', { least: 0, most: Number.POSITIVE_INFINITY, call: (args) => escapeHtml(escapable(args)) }],
	['js', { least: 0, most: Number.POSITIVE_INFINITY, call: (args) => escapeJs(escapable(args)) }],
	['urlquery', { least: 0, most: Number.POSITIVE_INFINITY, call: (args) => queryEscape(escapable(args)) }],
	['call', { least: 1, most: Number.POSITIVE_INFINITY, call: ([value, callee]) => refuseCall(value, callee) }],
	['eq', { least: 1, most: Number.POSITIVE_INFINITY, call: equalsAny }],
	['ne', { least: 2, most: 2, call: ([a, b]) => !equals(a, b) }],
	['lt', { least: 2, most: 2, call: ([a, b]) => order(a, b) < 0 }],
	['le', { least: 2, most: 2, call: ([a, b]) => order(a, b) <= 0 }],
	['gt', { least: 2, most: 2, call: ([a, b]) => order(a, b) > 0 }],
	['ge', { least: 2, most: 2, call: ([a, b]) => order(a, b) >= 0 }],
]);

/** Those, and what kubectl adds. */
export const KUBECTL_FUNCTIONS: ReadonlyMap<string, FunctionEntry> = new Map<string, FunctionEntry>([
	...BUILTINS,
	['exists', { least: 1, most: Number.POSITIVE_INFINITY, call: exists }],
	['base64decode', { least: 1, most: 1, call: base64decode }],
]);

/** Blanks stand between operands of which neither is a string. */
function sprint(args: readonly unknown[]): string {
	let out = '';
	for (const [index, arg] of args.entries()) {
		if (index > 0 && typeof arg !== 'string' && typeof args[index - 1] !== 'string') out += ' ';
		out += printValue(arg);
	}
	return out;
}

/** Models text/template evalArgs: a nil is told as the executor prints it. */
function escapable(args: readonly unknown[]): string {
	return sprint(args.map((arg) => (arg === null || arg === undefined ? '<no value>' : arg)));
}

function formatText(format: unknown): string {
	if (typeof format === 'string') return format;
	throw new FunctionError(`wrong type for value; expected string; got ${typeOf(format)}`);
}

function lengthOf(value: unknown): GoInt {
	if (value === undefined) throw new FunctionError('reflect: call of reflect.Value.Type on zero Value');
	if (value === null) throw new FunctionError('len of nil pointer');
	if (typeof value === 'string') return new GoInt(encodeUtf8(value).length);
	if (Array.isArray(value) || value instanceof Uint8Array) return new GoInt(value.length);
	if (isDict(value)) return new GoInt(Object.keys(value).length);
	const entries = value instanceof GoObject ? value.entries() : undefined;
	if (entries !== undefined) return new GoInt(entries.length);
	throw new FunctionError(`len of type ${typeOf(value)}`);
}

function indexInto(value: unknown, key: unknown): unknown {
	if (value === null || value === undefined) throw new FunctionError('index of untyped nil');
	if (Array.isArray(value) || typeof value === 'string') {
		if (key === null || key === undefined) throw new FunctionError('cannot index slice/array with nil');
		const at = integerOf(key);
		if (at === undefined) throw new FunctionError(`cannot index slice/array with type ${typeOf(key)}`);
		const bytes = typeof value === 'string' ? encodeUtf8(value) : value;
		if (at < 0 || at >= bytes.length) throw new FunctionError(`index out of range: ${at}`);
		return bytes[at];
	}
	const entries = value instanceof GoObject ? value.entries() : undefined;
	if (entries !== undefined) return entries.find(([name]) => name === key)?.[1];
	if (isDict(value)) {
		if (typeof key !== 'string') throw new FunctionError(`value has type ${typeOf(key)}; should be string`);
		return Object.hasOwn(value, key) ? (value as { [key: string]: unknown })[key] : undefined;
	}
	throw new FunctionError(`can't index item of type ${typeOf(value)}`);
}

function sliceOf([value, ...bounds]: readonly unknown[]): unknown {
	if (value === null || value === undefined) throw new FunctionError('slice of untyped nil');
	if (typeof value !== 'string' && !Array.isArray(value))
		throw new FunctionError(`can't slice item of type ${typeOf(value)}`);
	if (typeof value === 'string' && bounds.length > 2) throw new FunctionError('cannot 3-index slice a string');
	const items = typeof value === 'string' ? encodeUtf8(value) : value;
	const numbers = bounds.map((each) => {
		const bound = integerOf(each);
		if (bound === undefined) throw new FunctionError(`cannot index slice/array with type ${typeOf(each)}`);
		if (bound < 0 || bound > items.length) throw new FunctionError(`index out of range: ${bound}`);
		return bound;
	});
	const from = numbers[0] ?? 0;
	const to = numbers[1] ?? items.length;
	if (from > to) throw new FunctionError(`invalid slice index: ${from} > ${to}`);
	const part = items.slice(from, to);
	return part instanceof Uint8Array ? decodeUtf8(part) : part;
}

/** Nothing that a template gets is a function. @param callee how the template names the value. */
function refuseCall(value: unknown, callee: unknown): never {
	if (value === null || value === undefined) throw new FunctionError('call of nil');
	throw new FunctionError(`non-function ${callee} of type ${typeOf(value)}`);
}

function basicKind(value: unknown): 'bool' | 'int' | 'float' | 'string' | undefined {
	if (value instanceof GoFloat) return 'float';
	if (value instanceof GoInt) return 'int';
	if (typeof value === 'boolean') return 'bool';
	if (typeof value === 'string') return 'string';
	if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float';
	return undefined;
}

function equalsAny([first, ...others]: readonly unknown[]): boolean {
	if (isComposite(first)) refuseComparison(first);
	if (others.length === 0) throw new FunctionError('missing argument for comparison');
	return others.some((other) => equals(first, other));
}

function equals(a: unknown, b: unknown): boolean {
	const kind = basicKind(a);
	const other = basicKind(b);
	if (kind === undefined || other === undefined) {
		for (const value of [a, b]) if (isComposite(value)) refuseComparison(value);
		return (a ?? null) === null && (b ?? null) === null;
	}
	if (kind !== other) throw new FunctionError('incompatible types for comparison');
	return plain(a) === plain(b);
}

function isComposite(value: unknown): value is object {
	return value !== null && typeof value === 'object' && !(value instanceof GoFloat) && !(value instanceof GoInt);
}

function refuseComparison(value: object): never {
	throw new FunctionError(`non-comparable type ${badlyPrinted(value)}: ${goTypeName(value)}`);
}

/** %s of something that is not a string. */
function badlyPrinted(value: unknown): string {
	if (typeof value === 'string') return value;
	if (Array.isArray(value)) return `[${value.map(badlyPrinted).join(' ')}]`;
	if (value !== null && typeof value === 'object') {
		const keys = Object.keys(value).sort();
		return `map[${keys.map((key) => `${key}:${badlyPrinted((value as { [key: string]: unknown })[key])}`).join(' ')}]`;
	}
	if (value === null || value === undefined) return '%!s(<nil>)';
	return `%!s(${typeOf(value)}=${printValue(value)})`;
}

function order(a: unknown, b: unknown): number {
	const kind = basicKind(a);
	const other = basicKind(b);
	if (kind === undefined || other === undefined) throw new FunctionError('invalid type for comparison');
	if (kind !== other) throw new FunctionError('incompatible types for comparison');
	if (kind === 'bool') throw new FunctionError('invalid type for comparison');
	const left = plain(a) as string | number;
	const right = plain(b) as string | number;
	return left < right ? -1 : left > right ? 1 : 0;
}

/** Models kubectl's template function: whether a path of keys and indices leads to something. */
function exists([value, ...keys]: readonly unknown[]): boolean {
	let current = value;
	for (const key of keys) {
		if (Array.isArray(current)) {
			const at = integerOf(key);
			if (at === undefined || at < 0 || at >= current.length) return false;
			current = current[at];
		} else if (current !== null && typeof current === 'object') {
			if (typeof key !== 'string' || !Object.hasOwn(current, key)) return false;
			current = (current as { [key: string]: unknown })[key];
		} else {
			return false;
		}
	}
	return current !== null && current !== undefined;
}

function base64decode([text]: readonly unknown[]): string {
	if (typeof text !== 'string') throw new FunctionError(`wrong type for value; expected string; got ${typeOf(text)}`);
	try {
		return decodeUtf8(decodeStandardBase64(text));
	} catch (error) {
		if (!(error instanceof Base64Error)) throw error;
		throw new FunctionError(`base64 decode failed: ${error.message}`);
	}
}

const HTML: Readonly<Record<string, string>> = {
	'\0': '\ufffd',
	'"': '&#34;',
	"'": '&#39;',
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
};

function escapeHtml(text: string): string {
	return text.replace(/[\0"'&<>]/g, (char) => HTML[char] as string);
}

function escapeJs(text: string): string {
	return text.replace(/[\\'"<>&=\0-\x1f]/g, (char) => {
		if (char === '\\' || char === "'" || char === '"') return `\\${char}`;
		return `\\u${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
	});
}
