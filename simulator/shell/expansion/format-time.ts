import { type LocalZone, offsetDigits, zoneNamed } from '../../machinery/local-zone.ts';
import { encodeText } from '../text.ts';

/** Calendar fields of a moment by the clocks of a zone. */
interface Moment {
	readonly year: number;
	/** 1–12. */
	readonly month: number;
	readonly day: number;
	readonly hour: number;
	readonly minute: number;
	readonly second: number;
	/** 0 is Sunday. */
	readonly weekday: number;
	/** 1–366. */
	readonly dayOfYear: number;
	readonly epochSeconds: number;
	readonly zoneName: string;
	/** Ahead of UTC. */
	readonly offsetMs: number;
}

/**
 * Formats virtual time as strftime(3) of glibc does in the C locale, by the clocks of the zone that an exported TZ names.
 * @param ms milliseconds since the epoch.
 */
export function formatTime(ms: number, format: string, environment: ReadonlyMap<string, string>): string {
	const text = formatMoment(momentOf(Math.floor(ms / 1000), zoneNamed(environment.get('TZ') ?? '')), format);
	return text.length < BUFFER_BYTES && encodeText(text).length < BUFFER_BYTES ? text : '';
}

/** What does not fit into the buffer of bash's printf and prompts is nothing. */
const BUFFER_BYTES = 128;

function formatMoment(moment: Moment, format: string): string {
	return format.replace(
		DIRECTIVE,
		(whole, flags: string, width: string, modifier: string | undefined, letter: string | undefined) => {
			const shape: Shape = {
				// The last one counts.
				pad: /[-_0](?=[^-_0]*$)/.exec(flags)?.[0],
				width: Math.min(Number(width), WIDTH_MAX),
				upper: flags.includes('^') || (flags.includes('#') && /[bBh]/.test(letter ?? '')),
				changesCase: flags.includes('#'),
			};
			const refused = letter === undefined || REFUSED[modifier ?? '']?.includes(letter) === true;
			return (refused ? undefined : field(moment, letter, shape)) ?? put(whole, shape);
		},
	);
}

const DIRECTIVE = /%([-_0^#]*)(\d*)([EO]?)([\s\S]?)/g;

/** Letters that the modifiers do not go with. */
const REFUSED: { readonly [modifier: string]: string } = { E: 'aAbBdDeFgGhHIjklmMSUVwW', O: 'aAcDFxXY' };

const WIDTH_MAX = 1_000;

/** What stands between the percent sign and the letter. */
interface Shape {
	readonly pad: string | undefined;
	readonly width: number;
	readonly upper: boolean;
	/** `#`. */
	readonly changesCase: boolean;
}

/** Fills up to the width: with blanks but where zeros were asked for. */
function put(text: string, { pad, width, upper }: Shape, fill = pad === '0' ? '0' : ' '): string {
	return (upper ? text.toUpperCase() : text).padStart(width, fill);
}

/** A number of at least so many digits. @param usual the flag where there is none. */
function number(value: number, digits: number, shape: Shape, usual: '0' | '_' = '0'): string {
	const pad = shape.pad ?? usual;
	const text = pad === '-' ? String(value) : String(value).padStart(digits, pad === '_' ? ' ' : '0');
	return put(text, shape, pad === '0' ? '0' : ' ');
}

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
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

/** Letters that stand for several others. */
const COMPOSED: { readonly [letter: string]: string } = {
	c: '%a %b %e %H:%M:%S %Y',
	D: '%m/%d/%y',
	x: '%m/%d/%y',
	F: '%Y-%m-%d',
	r: '%I:%M:%S %p',
	R: '%H:%M',
	T: '%H:%M:%S',
	X: '%H:%M:%S',
};

/** @returns undefined: there is no such letter. */
function field(m: Moment, letter: string, shape: Shape): string | undefined {
	const composed = COMPOSED[letter];
	if (composed !== undefined) return put(formatMoment(m, composed), shape);
	const name = (text: string): string => put(text, { ...shape, upper: shape.upper || shape.changesCase });
	const hour12 = m.hour % 12 === 0 ? 12 : m.hour % 12;
	switch (letter) {
		case 'a':
			return name((WEEKDAYS[m.weekday] as string).slice(0, 3));
		case 'A':
			return name(WEEKDAYS[m.weekday] as string);
		case 'b':
		case 'h':
			return name((MONTHS[m.month - 1] as string).slice(0, 3));
		case 'B':
			return name(MONTHS[m.month - 1] as string);
		case 'p':
		case 'P': {
			const text = m.hour < 12 ? 'AM' : 'PM';
			const isLower = letter === 'P' || shape.changesCase;
			return put(isLower ? text.toLowerCase() : text, isLower ? { ...shape, upper: false } : shape);
		}
		case 'Z':
			return put(shape.changesCase ? m.zoneName.toLowerCase() : m.zoneName, {
				...shape,
				upper: shape.upper && !shape.changesCase,
			});
		case 'n':
			return put('\n', shape);
		case 't':
			return put('\t', shape);
		case '%':
			return put('%', shape);
		case 's':
			return put(String(m.epochSeconds), shape);
		case 'z':
			return offset(m, shape);
		case 'd':
			return number(m.day, 2, shape);
		case 'e':
			return number(m.day, 2, shape, '_');
		case 'H':
			return number(m.hour, 2, shape);
		case 'k':
			return number(m.hour, 2, shape, '_');
		case 'I':
			return number(hour12, 2, shape);
		case 'l':
			return number(hour12, 2, shape, '_');
		case 'm':
			return number(m.month, 2, shape);
		case 'M':
			return number(m.minute, 2, shape);
		case 'S':
			return number(m.second, 2, shape);
		default:
			return dayOrYear(m, letter, shape);
	}
}

function dayOrYear(m: Moment, letter: string, shape: Shape): string | undefined {
	switch (letter) {
		case 'j':
			return number(m.dayOfYear, 3, shape);
		case 'u':
			return number(m.weekday === 0 ? 7 : m.weekday, 1, shape);
		case 'w':
			return number(m.weekday, 1, shape);
		case 'U':
			return number(Math.floor((m.dayOfYear + 6 - m.weekday) / 7), 2, shape);
		case 'W':
			return number(Math.floor((m.dayOfYear + 6 - ((m.weekday + 6) % 7)) / 7), 2, shape);
		case 'V':
			return number(weekOf(m).week, 2, shape);
		case 'G':
			return number(weekOf(m).year, 4, shape);
		case 'g':
			return number(weekOf(m).year % 100, 2, shape);
		case 'C':
			return number(Math.floor(m.year / 100), 2, shape);
		case 'y':
			return number(m.year % 100, 2, shape);
		case 'Y':
			return number(m.year, 4, shape);
		default:
			return undefined;
	}
}

/** `+0900`: the sign stands before what is filled up with. */
function offset(m: Moment, shape: Shape): string {
	const digits = offsetDigits(m.offsetMs);
	return put(digits.slice(0, 1), shape) + number(Number(digits.slice(1)), 4, shape);
}

/** ISO 8601: the week of the year that its Thursday lies in. */
function weekOf(m: Moment): { readonly year: number; readonly week: number } {
	const sinceMonday = (m.weekday + 6) % 7;
	const thursday = m.dayOfYear - sinceMonday + 3;
	if (thursday < 1) {
		const length = daysIn(m.year - 1);
		return { year: m.year - 1, week: Math.ceil((thursday + length) / 7) };
	}
	if (thursday > daysIn(m.year)) return { year: m.year + 1, week: 1 };
	return { year: m.year, week: Math.ceil(thursday / 7) };
}

function daysIn(year: number): number {
	return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 366 : 365;
}

/** Civil date from days since the epoch (Howard Hinnant's algorithm, as everybody derives it). */
function momentOf(epochSeconds: number, zone: LocalZone): Moment {
	const offsetMs = zone.offsetAt(epochSeconds * 1000);
	const localSeconds = epochSeconds + offsetMs / 1000;
	const days = Math.floor(localSeconds / 86_400);
	const rest = localSeconds - days * 86_400;
	const shifted = days + 719_468;
	const era = Math.floor(shifted / 146_097);
	const dayOfEra = shifted - era * 146_097;
	const yearOfEra = Math.floor(
		(dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
	);
	const dayFromMarch = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
	const monthFromMarch = Math.floor((5 * dayFromMarch + 2) / 153);
	const day = dayFromMarch - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
	const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
	const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
	const leap = daysIn(year) === 366;
	const before = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334][month - 1] as number;
	return {
		year,
		month,
		day,
		hour: Math.floor(rest / 3600),
		minute: Math.floor((rest % 3600) / 60),
		second: rest % 60,
		weekday: (((days + 4) % 7) + 7) % 7,
		dayOfYear: before + day + (leap && month > 2 ? 1 : 0),
		epochSeconds,
		zoneName: zone.nameAt(epochSeconds * 1000),
		offsetMs,
	};
}
