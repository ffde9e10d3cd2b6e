import type { SignalName } from '../../../kernel/process-api.ts';
import { SystemError } from '../../../kernel/process-api.ts';
import type { Task } from '../../../machinery/task.ts';
import { calendarTime, formatTime } from '../../../machinery/timestamp.ts';
import type { Python } from './python-interpreter.ts';
import { nativeClass, numberOf, PyNative, PyObject, type PyValue } from './python-values.ts';

const DAYS = 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split(' ');
const MONTHS = 'January February March April May June July August September October November December'.split(' ');

export function strftime(ms: number, format: string): string {
	const time = calendarTime(ms);
	const two = (value: number): string => String(value).padStart(2, '0');
	const day = DAYS[(time.weekday + 6) % 7] as string;
	const month = MONTHS[time.month - 1] as string;
	const clock = `${two(time.hour)}:${two(time.minute)}:${two(time.second)}`;
	const parts: Readonly<Record<string, string>> = {
		Y: String(time.year),
		y: two(time.year % 100),
		m: two(time.month),
		d: two(time.day),
		H: two(time.hour),
		I: two(time.hour % 12 === 0 ? 12 : time.hour % 12),
		M: two(time.minute),
		S: two(time.second),
		f: `${String(time.millisecond).padStart(3, '0')}000`,
		p: time.hour < 12 ? 'AM' : 'PM',
		A: day,
		a: day.slice(0, 3),
		B: month,
		b: month.slice(0, 3),
		Z: 'UTC',
		z: '+0000',
		s: String(Math.floor(ms / 1_000)),
		F: `${time.year}-${two(time.month)}-${two(time.day)}`,
		T: clock,
		c: `${day.slice(0, 3)} ${month.slice(0, 3)} ${String(time.day).padStart(2)} ${clock} ${time.year}`,
		x: `${two(time.month)}/${two(time.day)}/${two(time.year % 100)}`,
		X: clock,
		'%': '%',
	};
	return format.replace(/%(.)/g, (all, letter: string) => parts[letter] ?? all);
}

/** Waits, and runs the handlers of signals that come in the meantime. */
export function* pause(python: Python, ms: number): Task<void> {
	const { process } = python;
	const untilMs = process.now() + ms;
	while (process.now() < untilMs) {
		try {
			yield* process.sleep(Number.isFinite(ms) ? untilMs - process.now() : 86_400_000);
		} catch (error) {
			if (!(error instanceof SystemError) || error.errno !== 'EINTR') throw error;
			yield* handleSignals(python);
			if (ms === Number.POSITIVE_INFINITY) return;
		}
	}
}

/** Handlers of a program, kept in its signal module. */
export function* handleSignals(python: Python): Task<void> {
	for (const name of python.process.takeSignals()) {
		const handler = python.modules.get('signal')?.attributes.get(`_${name}`);
		if (handler !== undefined) yield* python.call(handler, [SIGNALS.get(name) ?? 0n, null]);
		else if (name === 'INT') throw python.error('KeyboardInterrupt');
	}
}

const SIGNALS: ReadonlyMap<SignalName, bigint> = new Map([
	['HUP', 1n],
	['INT', 2n],
	['QUIT', 3n],
	['USR1', 10n],
	['USR2', 12n],
	['TERM', 15n],
]);

export function signalModule(): ReadonlyMap<string, PyValue> {
	return new Map<string, PyValue>([
		...[...SIGNALS].map(([name, number]): [string, PyValue] => [`SIG${name}`, number]),
		['SIG_DFL', 0n],
		['SIG_IGN', 1n],
		['signal', new PyNative('signal', (python, [number, handler = null]) => setHandler(python, number, handler))],
		['pause', new PyNative('pause', (python) => endless(python))],
	]);
}

function setHandler(python: Python, number: PyValue | undefined, handler: PyValue): PyValue {
	const [name] = [...SIGNALS].find(([, each]) => each === number) ?? [];
	if (name === undefined) throw python.error('ValueError', 'signal number out of range');
	const attributes = python.modules.get('signal')?.attributes;
	const old = attributes?.get(`_${name}`) ?? 0n;
	python.process.onSignal(name, handler === 0n ? 'default' : handler === 1n ? 'ignore' : 'catch');
	attributes?.set(`_${name}`, handler);
	return old;
}

function* endless(python: Python): Task<PyValue> {
	yield* pause(python, Number.POSITIVE_INFINITY);
	return null;
}

function* sleep(python: Python, seconds: PyValue): Task<PyValue> {
	const number = numberOf(seconds);
	if (number === undefined) throw python.error('TypeError', "'str' object cannot be interpreted as an integer");
	if (number < 0) throw python.error('ValueError', 'sleep length must be non-negative');
	yield* pause(python, Number(number) * 1_000);
	return null;
}

export function timeModule(python: Python): ReadonlyMap<string, PyValue> {
	const now = new PyNative('time', (each) => each.process.now() / 1_000);
	const since = new PyNative('monotonic', (each) => (each.process.now() - each.process.machine.bootedAtMs) / 1_000);
	const at = (value: PyValue | undefined): number =>
		value instanceof PyObject
			? (value.native as number)
			: value === undefined || value === null
				? python.process.now()
				: Number(value) * 1_000;
	return new Map<string, PyValue>([
		['sleep', new PyNative('sleep', (each, [seconds = 0n]) => sleep(each, seconds))],
		['time', now],
		['time_ns', new PyNative('time_ns', (each) => BigInt(each.process.now()) * 1_000_000n)],
		['monotonic', since],
		['perf_counter', since],
		['process_time', since],
		['strftime', new PyNative('strftime', (_, [format, when]) => strftime(at(when), String(format)))],
		['ctime', new PyNative('ctime', (_, [when]) => strftime(at(when), '%c'))],
		['asctime', new PyNative('asctime', (_, [when]) => strftime(at(when), '%c'))],
		['localtime', new PyNative('localtime', (_, [when]) => moment(at(when)))],
		['gmtime', new PyNative('gmtime', (_, [when]) => moment(at(when)))],
	]);
}

/** A moment that strftime and datetime's methods know. */
function moment(ms: number): PyObject {
	const time = calendarTime(ms);
	const object = new PyObject(DATETIME);
	object.native = ms;
	for (const [name, value] of [
		['year', time.year],
		['month', time.month],
		['day', time.day],
		['hour', time.hour],
		['minute', time.minute],
		['second', time.second],
		['microsecond', time.millisecond * 1_000],
		['tm_year', time.year],
		['tm_mon', time.month],
		['tm_mday', time.day],
		['tm_hour', time.hour],
		['tm_min', time.minute],
		['tm_sec', time.second],
	] as const)
		object.attributes.set(name, BigInt(value));
	return object;
}

function isoText(self: PyValue | undefined, separator: string): string {
	const ms = (self as PyObject).native as number;
	const fraction = ms % 1_000 === 0 ? '' : `.${String(ms % 1_000).padStart(3, '0')}000`;
	const zone = (self as PyObject).attributes.has('tzinfo') ? '+00:00' : '';
	return `${formatTime(ms).slice(0, 19).replace('T', separator)}${fraction}${zone}`;
}

const DATETIME = nativeClass('datetime', {
	__str__: (_, [self]) => isoText(self, ' '),
	isoformat: (_, [self]) => isoText(self, 'T'),
	strftime: (_, [self, format]) => strftime((self as PyObject).native as number, String(format)),
	timestamp: (_, [self]) => ((self as PyObject).native as number) / 1_000,
	date: (_, [self]) => formatTime((self as PyObject).native as number).slice(0, 10),
	weekday: (_, [self]) => BigInt((calendarTime((self as PyObject).native as number).weekday + 6) % 7),
	__sub__: (_, [self, other]) => {
		const ms = (self as PyObject).native as number;
		const by = (other as PyObject).native as number;
		return (other as PyObject).type === DATETIME ? span(ms - by) : moment(ms - by);
	},
	__add__: (_, [self, other]) => moment(((self as PyObject).native as number) + ((other as PyObject).native as number)),
});

function span(ms: number): PyObject {
	const object = new PyObject(TIMEDELTA);
	object.native = ms;
	object.attributes.set('days', BigInt(Math.floor(ms / 86_400_000)));
	object.attributes.set('seconds', BigInt(Math.floor(ms / 1_000) % 86_400));
	return object;
}

const TIMEDELTA = nativeClass('timedelta', {
	total_seconds: (_, [self]) => ((self as PyObject).native as number) / 1_000,
	__str__: (_, [self]) => {
		const seconds = Math.floor(((self as PyObject).native as number) / 1_000);
		return `${Math.floor(seconds / 3_600)}:${String(Math.floor(seconds / 60) % 60).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`;
	},
});

export function datetimeModule(python: Python): ReadonlyMap<string, PyValue> {
	const now = new PyNative('now', (each, [zone], named) => {
		const made = moment(each.process.now());
		if ((zone ?? named.get('tz')) !== undefined) made.attributes.set('tzinfo', 'UTC');
		return made;
	});
	const type = new PyObject(nativeClass('type', { __call__: (_, [, ...args]) => moment(dateOf(args)) }));
	for (const name of ['now', 'utcnow', 'today']) type.attributes.set(name, now);
	const zone = new PyObject(nativeClass('timezone', {}));
	zone.attributes.set('utc', 'UTC');
	const delta = new PyNative('timedelta', (_, [days], named) => {
		const part = (name: string, ms: number): number => Number(named.get(name) ?? 0n) * ms;
		return span(
			Number(days ?? 0n) * 86_400_000 +
				part('days', 86_400_000) +
				part('hours', 3_600_000) +
				part('minutes', 60_000) +
				part('seconds', 1_000),
		);
	});
	python.modules.delete('datetime');
	return new Map<string, PyValue>([
		['datetime', type],
		['date', type],
		['timezone', zone],
		['UTC', 'UTC'],
		['timedelta', delta],
	]);
}

function dateOf(args: readonly PyValue[]): number {
	const [year = 1970n, month = 1n, day = 1n] = args;
	let ms = 0;
	// Days of the months before it, by the calendar's own arithmetic.
	for (
		let time = calendarTime(ms);
		time.year < Number(year) || time.month < Number(month) || time.day < Number(day);
		time = calendarTime(ms)
	)
		ms += 86_400_000;
	return ms;
}
