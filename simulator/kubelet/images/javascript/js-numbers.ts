import type { Task } from '../../../machinery/task.ts';
import { calendarTime, formatHttpDate, parseTime, timeOfCalendar } from '../../../machinery/timestamp.ts';
import type { Js } from './js-interpreter.ts';
import { parsed, toJson } from './js-json.ts';
import { define, defineType, type Natives } from './js-natives.ts';
import {
	ASYNC_ITERATOR,
	ITERATOR,
	isTruthy,
	JsDate,
	type JsObject,
	JsSymbol,
	type JsValue,
	TO_STRING_TAG,
} from './js-values.ts';

/** Math's functions of numbers alone. */
const MATH =
	'abs floor ceil round trunc sqrt cbrt sign pow max min log log2 log10 log1p exp sin cos tan asin acos atan atan2 sinh cosh tanh hypot fround clz32'.split(
		' ',
	);

function* math(js: Js, name: string, args: readonly JsValue[]): Task<JsValue> {
	const numbers: number[] = [];
	for (const arg of args) numbers.push(yield* js.number(arg));
	return (Math[name as 'max'] as (...values: readonly number[]) => number)(...numbers);
}

function* numberOf(js: Js, args: readonly JsValue[]): Task<JsValue> {
	if (args.length === 0) return 0;
	const simple = yield* js.primitive(args[0], 'number');
	return typeof simple === 'bigint' ? Number(simple) : yield* js.number(simple);
}

function grouped(text: string): string {
	const [whole = '', fraction] = text.split('.');
	return whole.replace(/\B(?=(\d{3})+$)/g, ',') + (fraction === undefined ? '' : `.${fraction}`);
}

const digits = (value: JsValue): number => Math.min(100, Math.max(0, Number(value ?? 0) || 0));

const NUMBER: Natives = {
	'.toString': (_, self, [radix]) => Number(self).toString(Math.min(36, Math.max(2, Number(radix ?? 10) || 10))),
	toFixed: (_, self, [count]) => Number(self).toFixed(digits(count)),
	toPrecision: (_, self, [count]) =>
		count === undefined ? String(self) : Number(self).toPrecision(Math.max(1, digits(count))),
	'.toLocaleString': (_, self) => grouped(String(Math.round(Number(self) * 1_000) / 1_000)),
	'.valueOf': (_, self) => self,
};

function* parsedInteger(js: Js, value: JsValue, radix: JsValue): Task<JsValue> {
	return Number.parseInt(yield* js.string(value), Number(radix ?? 10) || 10);
}

function* parsedFloat(js: Js, value: JsValue): Task<JsValue> {
	return Number.parseFloat(yield* js.string(value));
}

function* isNotANumber(js: Js, value: JsValue): Task<JsValue> {
	return Number.isNaN(yield* js.number(value));
}

function* isFiniteNumber(js: Js, value: JsValue): Task<JsValue> {
	return Number.isFinite(yield* js.number(value));
}

function bigOf(js: Js, value: JsValue): bigint {
	if (typeof value === 'bigint') return value;
	const text = String(value).trim();
	if (!/^-?\d{0,5000}$/.test(text)) throw js.error('SyntaxError', `Cannot convert ${text} to a BigInt`);
	return BigInt(text);
}

const DAYS = 'Sun Mon Tue Wed Thu Fri Sat'.split(' ');
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** A date that a program made. */
const msOf = (value: JsValue): number => (value instanceof JsDate ? value.ms : Number.NaN);
const two = (value: number): string => String(value).padStart(2, '0');

export function isoTime(ms: number): string {
	const { year, month, day, hour, minute, second, millisecond } = calendarTime(ms);
	return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}.${String(millisecond).padStart(3, '0')}Z`;
}

function longTime(ms: number): string {
	if (Number.isNaN(ms)) return 'Invalid Date';
	const { year, month, day, hour, minute, second, weekday } = calendarTime(ms);
	return `${DAYS[weekday]} ${MONTHS[month - 1]} ${two(day)} ${year} ${two(hour)}:${two(minute)}:${two(second)} GMT+0000 (Coordinated Universal Time)`;
}

function clock(ms: number): string {
	const { hour, minute, second } = calendarTime(ms);
	return `${hour % 12 === 0 ? 12 : hour % 12}:${two(minute)}:${two(second)} ${hour < 12 ? 'AM' : 'PM'}`;
}

function shortDate(ms: number): string {
	const { year, month, day } = calendarTime(ms);
	return `${month}/${day}/${year}`;
}

/** Differs: of texts only ISO 8601's are understood, and the zone is UTC. */
function timeOf(text: string): number {
	const whole = /^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : text.replace(/(:\d\d(?:\.\d+)?)$/, '$1Z');
	return parseTime(whole) ?? Number.NaN;
}

function makeDate(js: Js, args: readonly JsValue[], newTarget: JsObject | undefined): JsValue {
	if (newTarget === undefined) return longTime(js.process.now());
	const date = new JsDate(js.prototype('Date'));
	const [first] = args;
	if (args.length === 0) date.ms = Math.floor(js.process.now());
	else if (args.length > 1) {
		const [year = 0, month = 0, day = 1, hour = 0, minute = 0, second = 0, millisecond = 0] = args.map(Number);
		const start = timeOfCalendar({
			year: year + Math.floor(month / 12),
			month: (((month % 12) + 12) % 12) + 1,
			day: 1,
			hour: 0,
			minute: 0,
			second: 0,
			millisecond: 0,
		});
		date.ms = start + (day - 1) * 86_400_000 + hour * 3_600_000 + minute * 60_000 + second * 1_000 + millisecond;
	} else if (first instanceof JsDate) date.ms = first.ms;
	else date.ms = typeof first === 'string' ? timeOf(first) : Math.trunc(Number(first));
	return date;
}

const FIELDS = [
	['FullYear', (ms: number) => calendarTime(ms).year],
	['Month', (ms: number) => calendarTime(ms).month - 1],
	['Date', (ms: number) => calendarTime(ms).day],
	['Day', (ms: number) => calendarTime(ms).weekday],
	['Hours', (ms: number) => calendarTime(ms).hour],
	['Minutes', (ms: number) => calendarTime(ms).minute],
	['Seconds', (ms: number) => calendarTime(ms).second],
	['Milliseconds', (ms: number) => calendarTime(ms).millisecond],
] as const;

const DATE: Natives = {
	...Object.fromEntries(
		FIELDS.flatMap(([name, read]) =>
			['get', 'getUTC'].map((way) => [
				`${way}${name}`,
				(_: Js, self: JsValue): JsValue => (Number.isNaN(msOf(self)) ? Number.NaN : read(msOf(self))),
			]),
		),
	),
	getTime: (_, self) => msOf(self),
	'.valueOf': (_, self) => msOf(self),
	getTimezoneOffset: () => 0,
	setTime: (_, self, [ms]) => {
		if (self instanceof JsDate) self.ms = Number(ms);
		return ms;
	},
	toISOString: (js, self) => {
		if (Number.isNaN(msOf(self))) throw js.error('RangeError', 'Invalid time value');
		return isoTime(msOf(self));
	},
	toJSON: (_, self) => (Number.isNaN(msOf(self)) ? null : isoTime(msOf(self))),
	'.toString': (_, self) => longTime(msOf(self)),
	toUTCString: (_, self) => formatHttpDate(msOf(self)),
	toDateString: (_, self) => longTime(msOf(self)).slice(0, 15),
	toTimeString: (_, self) => longTime(msOf(self)).slice(16),
	'.toLocaleString': (_, self) => `${shortDate(msOf(self))}, ${clock(msOf(self))}`,
	toLocaleDateString: (_, self) => shortDate(msOf(self)),
	toLocaleTimeString: (_, self) => clock(msOf(self)),
};

/** Number, Boolean, BigInt, Symbol, Math, Date and JSON. */
export function defineNumbers(js: Js): void {
	const isNumber =
		(test: (value: number) => boolean) =>
		(_: Js, __: JsValue, [value]: readonly JsValue[]): boolean =>
			typeof value === 'number' && test(value);
	const number = defineType(
		js,
		'Number',
		(_, __, args) => numberOf(js, args),
		{
			isInteger: isNumber(Number.isInteger),
			isSafeInteger: isNumber(Number.isSafeInteger),
			isFinite: isNumber(Number.isFinite),
			isNaN: isNumber(Number.isNaN),
			parseInt: (_, __, [value, radix]) => parsedInteger(js, value, radix),
			parseFloat: (_, __, [value]) => parsedFloat(js, value),
		},
		NUMBER,
	);
	number.hide('MAX_SAFE_INTEGER', Number.MAX_SAFE_INTEGER).hide('MIN_SAFE_INTEGER', Number.MIN_SAFE_INTEGER);
	number.hide('MAX_VALUE', Number.MAX_VALUE).hide('EPSILON', Number.EPSILON);
	js.globalObject.hide('NaN', Number.NaN).hide('Infinity', Number.POSITIVE_INFINITY);
	const toText: Natives = { '.toString': (_, self) => String(self as string), '.valueOf': (_, self) => self };
	defineType(js, 'Boolean', (_, __, [value]) => isTruthy(value), {}, toText);
	defineType(js, 'BigInt', (_, __, [value]) => bigOf(js, value), {}, toText);
	const symbol = defineType(
		js,
		'Symbol',
		(_, __, [name]) => new JsSymbol(name === undefined ? '' : String(name)),
		{},
		{ '.toString': (_, self) => (self instanceof JsSymbol ? `Symbol(${self.description})` : '') },
	);
	symbol.hide('iterator', ITERATOR).hide('asyncIterator', ASYNC_ITERATOR).hide('toStringTag', TO_STRING_TAG);
	const mathObject = js.object();
	define(js, mathObject, {
		...Object.fromEntries(
			MATH.map((name) => [name, (_: Js, __: JsValue, args: readonly JsValue[]) => math(js, name, args)]),
		),
		random: () => js.process.randomUint32() / 2 ** 32,
	});
	for (const name of ['PI', 'E', 'LN2', 'LN10', 'SQRT2'] as const) mathObject.hide(name, Math[name]);
	js.globalObject.hide('Math', mathObject);
	const json = js.object();
	define(js, json, {
		parse: (_, __, [text, reviver]) => parsed(js, text, reviver),
		stringify: (_, __, [value, replacer, space]) => toJson(js, value, replacer, space),
	});
	js.globalObject.hide('JSON', json);
	defineType(
		js,
		'Date',
		(_, __, args, newTarget) => makeDate(js, args, newTarget),
		{
			now: () => Math.floor(js.process.now()),
			parse: (_, __, [text]) => timeOf(String(text)),
			UTC: (_, __, args) => msOf(makeDate(js, args.length === 1 ? [args[0], 0] : args, js.globalObject)),
		},
		DATE,
	);
	define(js, js.globalObject, {
		parseInt: (_, __, [value, radix]) => parsedInteger(js, value, radix),
		parseFloat: (_, __, [value]) => parsedFloat(js, value),
		isNaN: (_, __, [value]) => isNotANumber(js, value),
		isFinite: (_, __, [value]) => isFiniteNumber(js, value),
	});
}
