import type { Task } from '../../../machinery/task.ts';
import { isoTime } from './js-numbers.ts';
import {
	Accessor,
	isCallable,
	JsArray,
	JsBuffer,
	JsDate,
	JsFunction,
	JsMap,
	JsObject,
	JsPromise,
	JsRegExp,
	JsSet,
	JsSymbol,
	type JsValue,
} from './js-values.ts';

const DEPTH = 2;
/** Of a line, less what Node leaves free. */
const WIDTH = 70;
const ITEMS_MAX = 100;
/** Differs: Node shows all fields of an object, and gives up after 128 MB. */
const FIELDS_MAX = 10_000;
/** So much of one value is shown before nothing within it is looked into any more. */
const ENTRIES_MAX = 20_000;

/** What console.log writes. Models Node's util.inspect. Differs: long lists are not set in columns; %o is as %O. */
export function inspect(value: JsValue, depth = DEPTH): string {
	return atOnce(shown(value, sightOf(depth), 0)).text;
}

/** The same; others have their turn while a large value is shown. */
export function* inspectSlowly(js: Resting, value: JsValue, depth = DEPTH): Task<string> {
	const steps = shown(value, sightOf(depth), 0);
	let next = steps.next();
	for (; next.done !== true; next = steps.next()) yield* js.gone(ENTRIES_PER_STEP * VALUES_PER_ENTRY);
	return next.value.text;
}

interface Resting {
	gone(values: number): Task<void>;
}

/** Entries shown between two moments when others can have their turn, and what each costs. */
const ENTRIES_PER_STEP = 500;
const VALUES_PER_ENTRY = 20;

function sightOf(depth: number): Sight {
	return { above: [], depth, left: ENTRIES_MAX, sinceRest: 0 };
}

function atOnce<T>(steps: Generator<undefined, T, void>): T {
	let next = steps.next();
	while (next.done !== true) next = steps.next();
	return next.value;
}

interface Sight {
	readonly above: JsObject[];
	readonly depth: number;
	/** Entries that may still be shown. */
	left: number;
	/** Entries shown since others had their turn. */
	sinceRest: number;
}

interface Shown {
	readonly text: string;
	/** How many levels of objects are in it. */
	readonly levels: number;
}

/** A text as a literal, in the quotes that it does not hold. */
export function quoted(text: string): string {
	const quote = !text.includes("'") ? "'" : !text.includes('"') ? '"' : !text.includes('`') ? '`' : "'";
	const escaped = text
		.replaceAll('\\', '\\\\')
		.replaceAll('\n', '\\n')
		.replaceAll('\t', '\\t')
		.replaceAll('\r', '\\r')
		.replaceAll('\u001b', '\\x1B');
	return `${quote}${quote === "'" ? escaped.replaceAll("'", "\\'") : escaped}${quote}`;
}

function simple(value: JsValue): string | undefined {
	if (typeof value === 'string') return quoted(value);
	if (typeof value === 'bigint') return `${value}n`;
	if (Object.is(value, -0)) return '-0';
	if (value === NOTHING) return '';
	if (value instanceof JsSymbol) return `Symbol(${value.description})`;
	return value instanceof JsObject ? undefined : String(value);
}

function* shown(value: JsValue, sight: Sight, indent: number): Generator<undefined, Shown, void> {
	const text = simple(value);
	if (text !== undefined || !(value instanceof JsObject)) return { text: text ?? '', levels: 0 };
	if (sight.above.includes(value)) return { text: '[Circular *1]', levels: 0 };
	const type = typeName(value);
	const onlyNamed = {
		text: value instanceof JsArray ? '[Array]' : `[${type === '' ? 'Object: null prototype' : type}]`,
		levels: 0,
	};
	if (sight.left < 0) return onlyNamed;
	const { head, entries, open, close } = partsOf(value, type, sight);
	if (entries.length === 0 && head !== '') return { text: head, levels: 0 };
	if (sight.above.length > sight.depth) return onlyNamed;
	if (entries.length === 0) return { text: `${open}${close}`, levels: 0 };
	sight.left -= entries.length;
	sight.above.push(value);
	const inner: Shown[] = [];
	for (const [label, each] of entries) {
		if (++sight.sinceRest >= ENTRIES_PER_STEP) {
			sight.sinceRest = 0;
			yield;
		}
		const plain = simple(each);
		const { text: part, levels } =
			plain === undefined ? yield* shown(each, sight, indent + 2) : { text: plain, levels: 0 };
		inner.push({ text: label + part, levels });
	}
	sight.above.pop();
	const levels = 1 + inner.reduce((most, each) => Math.max(most, each.levels), 0);
	const texts = inner.map((each) => each.text);
	const first = head === '' ? open : `${head} ${open}`;
	const length = texts.reduce((sum, each) => sum + each.length, texts.length) + texts.length + first.length + indent;
	const isShort = levels <= 3 && length <= WIDTH && !texts.some((each) => each.includes('\n'));
	if (isShort && !(value instanceof JsArray && texts.length > 6 && length > WIDTH)) {
		return { text: `${first} ${texts.join(', ')} ${close}`, levels };
	}
	const margin = ' '.repeat(indent + 2);
	return { text: `${first}\n${margin}${texts.join(`,\n${margin}`)}\n${' '.repeat(indent)}${close}`, levels };
}

/** The name of what made an object; empty when it has no prototype. */
function typeName(value: JsObject): string {
	for (let at: JsObject | null = value.proto; at !== null; at = at.proto) {
		const maker = at.own('constructor');
		if (maker instanceof JsFunction) return maker.node.name;
		if (maker instanceof JsObject) return String(maker.own('name'));
	}
	return '';
}

interface Parts {
	/** What stands before the brace, or alone when there are no entries. */
	readonly head: string;
	readonly open: string;
	readonly close: string;
	readonly entries: readonly (readonly [label: string, value: JsValue])[];
}

function partsOf(value: JsObject, type: string, sight: Sight): Parts {
	const own = fieldsOf(value);
	const braces = { open: '{', close: '}' };
	if (value instanceof JsArray) {
		const items = listEntries(value.items.slice(0, ITEMS_MAX));
		return { head: '', open: '[', close: ']', entries: [...items, ...moreItems(value.items.length), ...own] };
	}
	if (isCallable(value)) return { head: functionName(value), ...braces, entries: own };
	if (value instanceof JsDate)
		return { head: Number.isNaN(value.ms) ? 'Invalid Date' : isoTime(value.ms), ...braces, entries: own };
	if (value instanceof JsRegExp) return { head: `/${value.source}/${value.flags}`, ...braces, entries: own };
	if (value instanceof JsMap) {
		const pairs = firstOf(value.entries).map(([key, each]): [string, JsValue] => [keyOf(key, value, sight), each]);
		const entries = [...pairs, ...moreItems(value.entries.size), ...own];
		return { head: '', open: `Map(${value.entries.size}) {`, close: '}', entries };
	}
	if (value instanceof JsSet) {
		const members = firstOf(value.members.keys()).map((each): [string, JsValue] => ['', each]);
		const entries = [...members, ...moreItems(value.members.size), ...own];
		return { head: '', open: `Set(${value.members.size}) {`, close: '}', entries };
	}
	if (value instanceof JsPromise) {
		const state = value.state === 'pending' ? '<pending>' : value.state === 'rejected' ? '<rejected> ' : '';
		return {
			head: '',
			open: 'Promise {',
			close: '}',
			entries: [[state, value.state === 'pending' ? NOTHING : value.result]],
		};
	}
	if (value instanceof JsBuffer) {
		const bytes = [...value.bytes.subarray(0, 50)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
		const more = value.size > 50 ? ` ... ${value.size - 50} more byte${value.size === 51 ? '' : 's'}` : '';
		return { head: `<Buffer${bytes === '' ? '' : ` ${bytes}`}${more}>`, ...braces, entries: [] };
	}
	const stack = value.properties.get('stack');
	if (typeof stack === 'string' && value.hidden?.has('stack') === true) {
		return { head: stack.includes('\n    at') ? stack : `[${stack}]`, ...braces, entries: own };
	}
	const prefix = type === 'Object' ? '' : type === '' ? '[Object: null prototype] ' : `${type} `;
	return { head: '', open: `${prefix}{`, close: '}', entries: own };
}

/** A key of a map, with its arrow. */
function keyOf(key: JsValue, map: JsMap, sight: Sight): string {
	// Of a map that is only named nobody sees the keys.
	if (sight.above.length > sight.depth) return '';
	sight.above.push(map);
	const { text } = atOnce(shown(key, sight, 0));
	sight.above.pop();
	return `${text} => `;
}

/** Says how many items are not shown. */
function moreItems(count: number): [string, JsValue][] {
	const more = count - ITEMS_MAX;
	return more > 0 ? [[`... ${more} more item${more === 1 ? '' : 's'}`, NOTHING]] : [];
}

function firstOf<T>(all: Iterable<T>): T[] {
	const first: T[] = [];
	for (const each of all) {
		if (first.length === ITEMS_MAX) break;
		first.push(each);
	}
	return first;
}

/** Items, and how many places between them have none. */
function listEntries(items: readonly JsValue[]): [string, JsValue][] {
	const out: [string, JsValue][] = [];
	let empty = 0;
	for (let at = 0; at <= items.length; at++) {
		const isThere = at in items;
		if (!isThere && at < items.length) empty++;
		else if (empty > 0) {
			out.push([`<${empty} empty item${empty === 1 ? '' : 's'}>`, NOTHING]);
			empty = 0;
		}
		if (isThere) out.push(['', items[at]]);
	}
	return out;
}

/** Stands for nothing behind a label. */
const NOTHING = new (class extends JsSymbol {})('');

function functionName(value: JsObject): string {
	const name = value instanceof JsFunction ? value.node.name : String(value.own('name'));
	if (value instanceof JsFunction && value.isClass) return `[class ${name === '' ? '(anonymous)' : name}]`;
	const kind =
		value instanceof JsFunction && value.node.isAsync
			? 'AsyncFunction'
			: value instanceof JsFunction && value.node.isGenerator
				? 'GeneratorFunction'
				: 'Function';
	return name === '' ? `[${kind} (anonymous)]` : `[${kind}: ${name}]`;
}

function fieldsOf(value: JsObject): (readonly [string, JsValue])[] {
	const symbols = [...value.properties.keys()].filter(
		(key): key is JsSymbol => key instanceof JsSymbol && value.hidden?.has(key) !== true,
	);
	return [...value.fieldNames().slice(0, FIELDS_MAX), ...symbols].map((name) => {
		const label =
			name instanceof JsSymbol
				? `[Symbol(${name.description})]`
				: /^[A-Za-z_$][\w$]*$/.test(name)
					? name
					: quoted(name);
		const field = value.properties.get(name);
		if (!(field instanceof Accessor)) return [`${label}: `, field] as const;
		const kind = field.get === undefined ? '[Setter]' : field.set === undefined ? '[Getter]' : '[Getter/Setter]';
		return [`${label}: ${kind}`, NOTHING] as const;
	});
}

/** The text of console.log's arguments: `%s` and its like in the first. @param json what JSON.stringify gives, for `%j`. */
export function* formatted(
	js: Resting,
	args: readonly JsValue[],
	json: (value: JsValue) => Task<string | undefined>,
): Task<string> {
	const [first, ...rest] = args;
	if (typeof first !== 'string') return (yield* allPlain(js, args)).join(' ');
	let at = 0;
	const parts: string[] = [];
	for (const part of first.split(/(%[sdifjoOc%])/)) {
		if (!/^%[sdifjoOc%]$/.test(part)) parts.push(part);
		else if (part === '%%') parts.push(args.length > 1 ? '%' : '%%');
		else if (at >= rest.length) parts.push(part);
		else if (part === '%j') parts.push((yield* json(rest[at++])) ?? 'undefined');
		else parts.push(inPlace(part, rest[at++]));
	}
	return [parts.join(''), ...(yield* allPlain(js, rest.slice(at)))].join(' ');
}

function* allPlain(js: Resting, values: readonly JsValue[]): Task<string[]> {
	const out: string[] = [];
	for (const each of values) out.push(typeof each === 'string' ? each : yield* inspectSlowly(js, each));
	return out;
}

function inPlace(what: string, value: JsValue): string {
	if (what === '%s') return typeof value === 'string' ? value : inspect(value, 0);
	if (what === '%d') return value instanceof JsObject ? 'NaN' : String(Number(value as string));
	if (what === '%i') return String(Number.parseInt(String(value as string), 10));
	if (what === '%f') return String(Number.parseFloat(String(value as string)));
	return what === '%c' ? '' : inspect(value, 4);
}
