import { GoObject } from '../go-template/values.ts';
import { offsetAt, timeZone } from '../time-zones.ts';
import { type CalendarTime, calendarTime, formatNanoTime, timeOfCalendar } from '../timestamp.ts';

/** A time.Time: a moment, and the zone it is shown in. */
export class GoTime extends GoObject {
	readonly typeName = 'time.Time';
	readonly ms: number;
	readonly zone: string;

	constructor(ms: number, zone = 'UTC') {
		super();
		this.ms = ms;
		this.zone = zone;
	}

	override method(name: string): ((args: readonly unknown[]) => unknown) | undefined {
		switch (name) {
			case 'Format':
				return ([layout]) => formatLayout(this, String(layout));
			case 'Unix':
				return () => Math.floor(this.ms / 1000);
			case 'UnixNano':
				return () => this.ms * 1_000_000;
			case 'UnixMilli':
				return () => this.ms;
			case 'Year':
				return () => calendarTime(this.ms).year;
			case 'UTC':
				return () => new GoTime(this.ms);
			case 'String':
				return () => this.printed();
			default:
				return undefined;
		}
	}

	printed(): string {
		return formatLayout(this, '2006-01-02 15:04:05.999999999 -0700 MST');
	}

	override toJson(): unknown {
		return formatNanoTime(this.ms);
	}
}

const MONTHS = [
	'January',
	'February',
	'March',
	'April',
	'May',
	'June',
	'July',
	'August',
	'September',
	'October',
	'November',
	'December',
];
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const LAYOUT =
	/January|Jan|Monday|Mon|MST|2006|_2|-07:00:00|-07:00|-0700|-07|Z07:00|Z0700|Z07|[.,](?:0+|9+)(?!\d)|002|01|02|03|04|05|06|15|PM|pm|1|2|3|4|5/g;

/** Models Go's time.Format. */
export function formatLayout(time: GoTime, layout: string): string {
	const zone = timeZone(time.zone);
	const offset = zone === undefined ? 0 : offsetAt(zone, time.ms);
	const local = calendarTime(time.ms + offset);
	return layout.replace(LAYOUT, (part) => formatPart(part, local, offset));
}

function formatPart(part: string, local: CalendarTime, offsetMs: number): string {
	const two = (value: number): string => String(value).padStart(2, '0');
	const hour12 = local.hour % 12 === 0 ? 12 : local.hour % 12;
	switch (part) {
		case 'January':
			return MONTHS[local.month - 1] as string;
		case 'Jan':
			return (MONTHS[local.month - 1] as string).slice(0, 3);
		case 'Monday':
			return DAYS[local.weekday] as string;
		case 'Mon':
			return (DAYS[local.weekday] as string).slice(0, 3);
		case 'MST':
			return zoneName(offsetMs);
		case '2006':
			return String(local.year).padStart(4, '0');
		case '06':
			return two(local.year % 100);
		case '01':
			return two(local.month);
		case '1':
			return String(local.month);
		case '02':
			return two(local.day);
		case '_2':
			return String(local.day).padStart(2);
		case '2':
			return String(local.day);
		case '002':
			return String(dayOfYear(local)).padStart(3, '0');
		case '15':
			return two(local.hour);
		case '03':
			return two(hour12);
		case '3':
			return String(hour12);
		case '04':
			return two(local.minute);
		case '4':
			return String(local.minute);
		case '05':
			return two(local.second);
		case '5':
			return String(local.second);
		case 'PM':
			return local.hour < 12 ? 'AM' : 'PM';
		case 'pm':
			return local.hour < 12 ? 'am' : 'pm';
		default:
			return part.startsWith('.') || part.startsWith(',') ? fraction(part, local) : offsetText(part, offsetMs);
	}
}

function dayOfYear(local: CalendarTime): number {
	const first = timeOfCalendar({ ...local, month: 1, day: 1 });
	return Math.round((timeOfCalendar(local) - first) / 86_400_000) + 1;
}

function fraction(part: string, local: CalendarTime): string {
	const digits = String(local.millisecond)
		.padStart(3, '0')
		.padEnd(9, '0')
		.slice(0, part.length - 1);
	if (part.charAt(1) === '0') return part.charAt(0) + digits;
	const kept = digits.replace(/0+$/, '');
	return kept === '' ? '' : part.charAt(0) + kept;
}

function offsetText(part: string, offsetMs: number): string {
	if (part.startsWith('Z') && offsetMs === 0) return 'Z';
	const minutes = Math.abs(offsetMs) / 60_000;
	const hours = String(Math.floor(minutes / 60)).padStart(2, '0');
	const rest = String(minutes % 60).padStart(2, '0');
	const sign = offsetMs < 0 ? '-' : '+';
	if (part === '-07' || part === 'Z07') return `${sign}${hours}`;
	return part.includes(':')
		? `${sign}${hours}:${rest}${part.endsWith(':00:00') ? ':00' : ''}`
		: `${sign}${hours}${rest}`;
}

/** Differs: zones have their offset for a name. */
function zoneName(offsetMs: number): string {
	return offsetMs === 0 ? 'UTC' : offsetText('-07', offsetMs);
}

/** Models Go's time.Parse for layouts of numbers and names. Undefined: the text is none. */
export function parseLayout(layout: string, text: string): number | undefined {
	const found = { year: 0, month: 1, day: 1, hour: 0, minute: 0, second: 0, millisecond: 0 };
	let offsetMs = 0;
	let afternoon: boolean | undefined;
	let at = 0;
	let from = 0;
	for (const match of layout.matchAll(LAYOUT)) {
		const literal = layout.slice(from, match.index);
		if (!text.startsWith(literal, at)) return undefined;
		at += literal.length;
		from = match.index + match[0].length;
		const read = readPart(match[0], text.slice(at));
		if (read === undefined) return undefined;
		at += read.length;
		if (read.field === 'offset') offsetMs = read.value;
		else if (read.field === 'afternoon') afternoon = read.value === 1;
		else if (read.field !== 'nothing') found[read.field] = read.value;
	}
	if (text.slice(at) !== layout.slice(from)) return undefined;
	if (afternoon !== undefined) found.hour = (found.hour % 12) + (afternoon ? 12 : 0);
	return timeOfCalendar(found) - offsetMs;
}

type ReadField =
	| 'year'
	| 'month'
	| 'day'
	| 'hour'
	| 'minute'
	| 'second'
	| 'millisecond'
	| 'offset'
	| 'afternoon'
	| 'nothing';

interface ReadPart {
	readonly field: ReadField;
	readonly value: number;
	readonly length: number;
}

const NUMBERS: ReadonlyMap<string, readonly [ReadField, RegExp]> = new Map<string, readonly [ReadField, RegExp]>([
	['2006', ['year', /^\d{4}/]],
	['01', ['month', /^\d{2}/]],
	['1', ['month', /^\d{1,2}/]],
	['02', ['day', /^\d{2}/]],
	['_2', ['day', /^[ \d]?\d/]],
	['2', ['day', /^\d{1,2}/]],
	['15', ['hour', /^\d{2}/]],
	['03', ['hour', /^\d{2}/]],
	['3', ['hour', /^\d{1,2}/]],
	['04', ['minute', /^\d{2}/]],
	['4', ['minute', /^\d{1,2}/]],
	['05', ['second', /^\d{2}/]],
	['5', ['second', /^\d{1,2}/]],
]);

function readPart(part: string, text: string): ReadPart | undefined {
	const number = NUMBERS.get(part);
	if (number !== undefined) {
		const match = number[1].exec(text);
		return match === null ? undefined : { field: number[0], value: Number(match[0]), length: match[0].length };
	}
	if (part === '06') {
		const match = /^\d{2}/.exec(text);
		if (match === null) return undefined;
		const value = Number(match[0]);
		return { field: 'year', value: value + (value >= 69 ? 1900 : 2000), length: 2 };
	}
	if (part === 'PM' || part === 'pm') {
		const match = /^[AaPp][Mm]/.exec(text);
		return match === null ? undefined : { field: 'afternoon', value: /^p/i.test(text) ? 1 : 0, length: 2 };
	}
	if (part.startsWith('Jan')) return readName(MONTHS, part === 'Jan', text, 'month');
	if (part.startsWith('Mon')) return readName(DAYS, part === 'Mon', text, 'nothing');
	if (part === 'MST') return { field: 'nothing', value: 0, length: /^[A-Z]{3,4}/.exec(text)?.[0].length ?? 0 };
	if (/^[.,]/.test(part)) {
		const match = /^[.,](\d+)/.exec(text);
		const value = match === null ? 0 : Math.trunc(Number(`0.${match[1]}`) * 1000);
		return { field: 'millisecond', value, length: match?.[0].length ?? 0 };
	}
	const match = /^(?:Z|([+-])(\d\d):?(\d\d)?)/.exec(text);
	if (match === null) return undefined;
	const ms = (Number(match[2] ?? 0) * 60 + Number(match[3] ?? 0)) * 60_000;
	return { field: 'offset', value: match[1] === '-' ? -ms : ms, length: match[0].length };
}

function readName(names: readonly string[], short: boolean, text: string, field: ReadField): ReadPart | undefined {
	for (const [index, whole] of names.entries()) {
		const name = short ? whole.slice(0, 3) : whole;
		if (text.toLowerCase().startsWith(name.toLowerCase())) return { field, value: index + 1, length: name.length };
	}
	return undefined;
}
