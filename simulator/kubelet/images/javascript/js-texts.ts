import { indexOfTextInSteps, lastIndexOfTextInSteps, type Rest, TextFinder } from '../../../machinery/find-text.ts';
import { compileRe2, type Regexp, type RegexpMatch, RegexpSyntaxError } from '../../../machinery/regexp.ts';
import type { Task } from '../../../machinery/task.ts';
import type { Js } from './js-interpreter.ts';
import { define, defineType, type Natives } from './js-natives.ts';
import { isCallable, type JsArray, JsObject, JsRegExp, type JsValue } from './js-values.ts';

const TEXT_MAX = 4 * 1024 * 1024;

/** Differs: RE2's syntax: nothing is looked at ahead or behind, and there are no back references. */
export function regexpOf(js: Js, { source, flags }: JsRegExp): Regexp {
	const pattern = source.replaceAll('(?<', '(?P<').replaceAll('\\/', '/').replaceAll('[^]', '[\\s\\S]');
	try {
		return compileRe2(pattern, {
			ignoreCase: flags.includes('i'),
			multiline: flags.includes('m'),
			dotAll: flags.includes('s'),
		});
	} catch (error) {
		if (!(error instanceof RegexpSyntaxError)) throw error;
		throw js.error('SyntaxError', `Invalid regular expression: /${source}/${flags}: ${error.message}`);
	}
}

function matchArray(js: Js, regexp: Regexp, match: RegexpMatch, text: string): JsArray {
	const array = js.array([...match.groups]);
	array.properties.set('index', match.start);
	array.properties.set('input', text);
	const names = regexp.groupNames.flatMap((name, at) => (name === '' ? [] : [[name, match.groups[at]] as const]));
	array.properties.set('groups', names.length === 0 ? undefined : js.object(names));
	return array;
}

export function* makeRegExp(js: Js, source: JsValue, flags: JsValue): Task<JsRegExp> {
	const regexp = new JsRegExp(js.prototype('RegExp'));
	regexp.source = source instanceof JsRegExp ? source.source : yield* js.string(source ?? '');
	regexp.flags = flags === undefined ? (source instanceof JsRegExp ? source.flags : '') : yield* js.string(flags);
	regexp.hide('lastIndex', 0);
	regexpOf(js, regexp);
	return regexp;
}

function* execute(js: Js, self: JsValue, value: JsValue): Task<JsValue> {
	if (!(self instanceof JsRegExp)) throw js.error('TypeError', 'Receiver is not a RegExp');
	const text = yield* js.string(value);
	const isSticky = self.flags.includes('g') || self.flags.includes('y');
	const from = isSticky ? Number(self.own('lastIndex')) : 0;
	const regexp = regexpOf(js, self);
	const match = from > text.length ? undefined : regexp.exec(text, from);
	if (isSticky)
		self.hide('lastIndex', match === undefined ? 0 : Math.max(match.end, from + (match.end === match.start ? 1 : 0)));
	return match === undefined ? null : matchArray(js, regexp, match, text);
}

function* isMatch(js: Js, self: JsValue, value: JsValue): Task<JsValue> {
	return (yield* execute(js, self, value)) !== null;
}

/** Every match, one by one. */
function* allMatches(js: Js, regexp: Regexp, text: string): Task<RegexpMatch[]> {
	const found: RegexpMatch[] = [];
	for (const match of regexp.each(text)) {
		yield* js.tick();
		js.count(1);
		found.push(match);
	}
	return found;
}

function* matches(js: Js, text: string, pattern: JsValue, isAll: boolean): Task<JsValue> {
	const regexp = pattern instanceof JsRegExp ? pattern : yield* makeRegExp(js, pattern, isAll ? 'g' : '');
	const compiled = regexpOf(js, regexp);
	if (!isAll && !regexp.flags.includes('g')) {
		const match = compiled.exec(text);
		return match === undefined ? null : matchArray(js, compiled, match, text);
	}
	const found: JsValue[] = [];
	for (const match of yield* allMatches(js, compiled, text)) {
		yield* js.tick();
		found.push(isAll ? matchArray(js, compiled, match, text) : match.groups[0]);
	}
	return found.length === 0 && !isAll ? null : js.array(found);
}

type Found = Pick<RegexpMatch, 'start' | 'end' | 'groups'>;

/** What is to be replaced. */
function* occurrences(js: Js, text: string, pattern: JsValue, isAll: boolean): Task<Found[]> {
	if (pattern instanceof JsRegExp) {
		const compiled = regexpOf(js, pattern);
		if (pattern.flags.includes('g')) return yield* allMatches(js, compiled, text);
		const first = compiled.exec(text);
		return first === undefined ? [] : [first];
	}
	const found: Found[] = [];
	const wanted = yield* js.string(pattern);
	const finder = new TextFinder(wanted);
	const next = (from: number): Task<number> => finder.findInSteps(text, from, (steps) => js.process.tick(steps));
	for (let at = yield* next(0); at >= 0; at = yield* next(at + Math.max(1, wanted.length))) {
		yield* js.tick();
		js.count(1);
		found.push({ start: at, end: at + wanted.length, groups: [wanted] });
		if (!isAll || found.length > text.length) break;
	}
	return found;
}

/** A template's text in place of a match. Models ECMAScript's GetSubstitution. */
function substituted(template: string, text: string, { start, end, groups }: Found): string {
	return template.replace(/\$(\$|&|`|'|\d{1,2})/g, (whole, what: string) => {
		if (what === '$') return '$';
		if (what === '&') return groups[0] ?? '';
		if (what === '`') return text.slice(0, start);
		if (what === "'") return text.slice(end);
		return groups[Number(what)] ?? (Number(what) < groups.length ? '' : whole);
	});
}

function* replace(js: Js, text: string, pattern: JsValue, by: JsValue, isAll: boolean): Task<JsValue> {
	const found = yield* occurrences(js, text, pattern, isAll);
	const template = isCallable(by) ? '' : yield* js.string(by);
	let out = '';
	let at = 0;
	for (const each of found) {
		yield* js.tick();
		out += text.slice(at, each.start);
		at = each.end;
		out += isCallable(by)
			? yield* js.string(yield* js.call(by, undefined, [...each.groups, each.start, text]))
			: substituted(template, text, each);
		if (out.length > TEXT_MAX) js.text(out);
	}
	return js.text(out + text.slice(at));
}

function* split(js: Js, text: string, by: JsValue, most: JsValue): Task<JsValue> {
	const limit = most === undefined ? Number.POSITIVE_INFINITY : Number(most);
	const parts: JsValue[] = [];
	if (by === undefined) return js.array(limit > 0 ? [text] : []);
	if (by instanceof JsRegExp) {
		let at = 0;
		for (const { start, end, groups } of yield* allMatches(js, regexpOf(js, by), text)) {
			yield* js.tick();
			if (end === 0 || (start === end && start >= text.length)) continue;
			parts.push(text.slice(at, start), ...groups.slice(1));
			at = end;
		}
		parts.push(text.slice(at));
		return js.array(limit < parts.length ? parts.slice(0, limit) : parts);
	}
	const wanted = yield* js.string(by);
	const finder = new TextFinder(wanted);
	const step = Math.max(1, wanted.length);
	let at = 0;
	const next = (from: number): Task<number> => finder.findInSteps(text, from, (steps) => js.process.tick(steps));
	for (
		let found = wanted === '' ? 1 : yield* next(0);
		found >= 0 && (wanted !== '' || found < text.length) && parts.length < limit;
		found = wanted === '' ? found + 1 : yield* next(at)
	) {
		yield* js.tick();
		js.count(1);
		parts.push(text.slice(at, found));
		at = wanted === '' ? found : found + step;
	}
	if (parts.length < limit && (wanted !== '' || text !== '')) parts.push(text.slice(at));
	return js.array(parts);
}

/** Methods that the host's texts have too: their arguments are texts and numbers. */
const PLAIN =
	'charAt charCodeAt codePointAt startsWith endsWith slice substring substr toUpperCase toLowerCase trim trimStart trimEnd concat at normalize'.split(
		' ',
	);

function* plain(js: Js, name: string, self: JsValue, args: readonly JsValue[]): Task<JsValue> {
	const text = yield* js.string(self);
	const simple: (string | number | undefined)[] = [];
	for (const arg of args) {
		simple.push(typeof arg === 'number' || arg === undefined ? arg : yield* js.string(arg));
	}
	const method = text[name as 'concat'] as (...values: readonly (string | number | undefined)[]) => JsValue;
	return method.apply(text, simple);
}

function* placeOf(
	js: Js,
	self: JsValue,
	[wanted, from]: readonly JsValue[],
	find: (text: string, wanted: string, from: number, rest: Rest) => Task<number>,
): Task<number> {
	const text = yield* js.string(self);
	const start = Math.min(Math.max(0, Math.trunc(yield* js.number(from ?? 0)) || 0), text.length);
	return yield* find(text, yield* js.string(wanted), start, (steps) => js.process.tick(steps));
}

function* includes(js: Js, self: JsValue, args: readonly JsValue[]): Task<JsValue> {
	return (yield* placeOf(js, self, args, indexOfTextInSteps)) >= 0;
}

function* padded(js: Js, self: JsValue, [width, fill = ' ']: readonly JsValue[], isStart: boolean): Task<JsValue> {
	const text = yield* js.string(self);
	const count = Math.min(yield* js.number(width), TEXT_MAX);
	const by = yield* js.string(fill);
	return isStart ? text.padStart(count, by) : text.padEnd(count, by);
}

function* repeated(js: Js, self: JsValue, times: JsValue): Task<JsValue> {
	const text = yield* js.string(self);
	const count = yield* js.number(times);
	if (!(count >= 0) || count * text.length > TEXT_MAX) {
		throw js.error('RangeError', count >= 0 ? 'Invalid string length' : `Invalid count value: ${count}`);
	}
	return js.text(text.repeat(count));
}

function* withText(js: Js, self: JsValue, then: (text: string) => Task<JsValue>): Task<JsValue> {
	return yield* then(yield* js.string(self));
}

function* compared(js: Js, self: JsValue, other: JsValue): Task<JsValue> {
	const [a, b] = [yield* js.string(self), yield* js.string(other)];
	const [x, y] = [a.toLowerCase(), b.toLowerCase()];
	if (x !== y) return x < y ? -1 : 1;
	return a === b ? 0 : a > b ? -1 : 1;
}

const METHODS: Natives = {
	...Object.fromEntries(
		PLAIN.map((name) => [name, (js: Js, self: JsValue, args: readonly JsValue[]) => plain(js, name, self, args)]),
	),
	indexOf: (js, self, args) => placeOf(js, self, args, indexOfTextInSteps),
	lastIndexOf: (js, self, args) =>
		placeOf(js, self, args, (text, wanted, _, rest) => lastIndexOfTextInSteps(text, wanted, rest)),
	includes,
	padStart: (js, self, args) => padded(js, self, args, true),
	padEnd: (js, self, args) => padded(js, self, args, false),
	repeat: (js, self, [times]) => repeated(js, self, times),
	split: (js, self, [by, most]) => withText(js, self, (text) => split(js, text, by, most)),
	replace: (js, self, [pattern, by]) => withText(js, self, (text) => replace(js, text, pattern, by, false)),
	replaceAll: (js, self, [pattern, by]) => withText(js, self, (text) => replace(js, text, pattern, by, true)),
	match: (js, self, [pattern]) => withText(js, self, (text) => matches(js, text, pattern, false)),
	matchAll: (js, self, [pattern]) => withText(js, self, (text) => matches(js, text, pattern, true)),
	localeCompare: (js, self, [other]) => compared(js, self, other),
	'.toString': (_, self) => (self instanceof JsObject ? (self.own('value') as JsValue) : self),
	'.valueOf': (_, self) => self,
};

function* stringOf(js: Js, args: readonly JsValue[]): Task<JsValue> {
	return args.length === 0 ? '' : yield* js.string(args[0]);
}

/** String and RegExp. */
export function defineTexts(js: Js): void {
	defineType(
		js,
		'String',
		(_, __, args) => stringOf(js, args),
		{
			fromCharCode: (_, __, codes) => String.fromCharCode(...codes.map(Number)),
			fromCodePoint: (_, __, codes) => String.fromCodePoint(...codes.map(Number)),
		},
		METHODS,
	);
	defineType(
		js,
		'RegExp',
		(_, __, [source, flags]) => makeRegExp(js, source, flags),
		{},
		{
			exec: (_, self, [text]) => execute(js, self, text),
			test: (_, self, [text]) => isMatch(js, self, text),
			'.toString': (_, self) => (self instanceof JsRegExp ? `/${self.source}/${self.flags}` : ''),
		},
	);
	const prototype = js.prototype('RegExp');
	for (const name of ['source', 'flags'] as const) {
		js.parts.accessor(prototype, name).get = js.native(name, (_, self) => (self instanceof JsRegExp ? self[name] : ''));
	}
	define(js, js.globalObject, {
		encodeURIComponent: (_, __, [text]) => encodeURIComponent(String(text)),
		encodeURI: (_, __, [text]) => encodeURI(String(text)),
		decodeURIComponent: (_, __, [text]) => decoded(js, String(text), decodeURIComponent),
		decodeURI: (_, __, [text]) => decoded(js, String(text), decodeURI),
	});
}

function decoded(js: Js, text: string, decode: (text: string) => string): string {
	try {
		return decode(text);
	} catch {
		throw js.error('URIError', 'URI malformed');
	}
}
