import { type LocalZone, offsetDigits, zoneNamed } from '../../machinery/local-zone.ts';

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
 * Formats virtual time as strftime(3) does in the C locale, by the clocks of the zone that an exported TZ names.
 * @param ms milliseconds since the epoch.
 */
export function formatTime(ms: number, format: string, environment: ReadonlyMap<string, string>): string {
	const moment = momentOf(Math.floor(ms / 1000), zoneNamed(environment.get('TZ') ?? ''));
	return format.replace(DIRECTIVE, (whole, flags: string, width: string, letter: string) => {
		const text = field(moment, letter);
		return text === undefined ? whole : shaped(text, letter, flags, width);
	});
}

const DIRECTIVE = /%([-_0^#]*)(\d*)[EO]?([a-zA-Z%])/g;

/** Flags and widths of glibc: numbers are filled up with zeros, other texts with blanks. */
function shaped(text: string, letter: string, flags: string, width: string): string {
	// What holds several numbers, and all of `%c`, stays as it is.
	if (/^[xXDRTrFc]$/.test(letter) && !(flags.includes('^') && letter === 'c')) {
		return text.padStart(Math.min(Number(width), WIDTH_MAX), flags.includes('0') || letter === 'F' ? '0' : ' ');
	}
	const isLower = letter === 'P' || (flags.includes('#') && /^[Zp]$/.test(letter));
	const cased = isLower ? text.toLowerCase() : /[#^]/.test(flags) ? text.toUpperCase() : text;
	if (flags.includes('-')) return cased.replace(/^[0 ]+(?=\d)/, '').padStart(Math.min(Number(width), WIDTH_MAX));
	const blank = flags.includes('_') || (!flags.includes('0') && !/^[CdFgGHIjmMNsSuUVwWyYz]$/.test(letter));
	const plain = flags.includes('_') ? cased.replace(/^0+(?=\d)/, (zeros) => ' '.repeat(zeros.length)) : cased;
	const filled = flags.includes('0') ? plain.replace(/^ +(?=\d)/, (blanks) => '0'.repeat(blanks.length)) : plain;
	return filled.padStart(Math.min(Number(width), WIDTH_MAX), blank ? ' ' : '0');
}

const WIDTH_MAX = 1_000;

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

const two = (value: number): string => String(value).padStart(2, '0');

function field(m: Moment, letter: string): string | undefined {
	const month = MONTHS[m.month - 1] as string;
	const weekday = WEEKDAYS[m.weekday] as string;
	const hour12 = m.hour % 12 === 0 ? 12 : m.hour % 12;
	switch (letter) {
		case 'a':
			return weekday.slice(0, 3);
		case 'A':
			return weekday;
		case 'b':
		case 'h':
			return month.slice(0, 3);
		case 'B':
			return month;
		case 'c':
			return `${weekday.slice(0, 3)} ${month.slice(0, 3)} ${String(m.day).padStart(2)} ${clock(m)} ${m.year}`;
		case 'C':
			return two(Math.floor(m.year / 100));
		case 'd':
			return two(m.day);
		case 'D':
		case 'x':
			return `${two(m.month)}/${two(m.day)}/${two(m.year % 100)}`;
		case 'e':
			return String(m.day).padStart(2);
		case 'F':
			return `${m.year}-${two(m.month)}-${two(m.day)}`;
		case 'H':
			return two(m.hour);
		case 'I':
			return two(hour12);
		case 'j':
			return String(m.dayOfYear).padStart(3, '0');
		case 'k':
			return String(m.hour).padStart(2);
		case 'l':
			return String(hour12).padStart(2);
		case 'm':
			return two(m.month);
		case 'M':
			return two(m.minute);
		case 'n':
			return '\n';
		case 'p':
			return m.hour < 12 ? 'AM' : 'PM';
		case 'P':
			return m.hour < 12 ? 'am' : 'pm';
		default:
			return moreFields(m, letter, hour12);
	}
}

function moreFields(m: Moment, letter: string, hour12: number): string | undefined {
	switch (letter) {
		case 'r':
			return `${two(hour12)}:${two(m.minute)}:${two(m.second)} ${m.hour < 12 ? 'AM' : 'PM'}`;
		case 'R':
			return `${two(m.hour)}:${two(m.minute)}`;
		case 's':
			return String(m.epochSeconds);
		case 'S':
			return two(m.second);
		case 't':
			return '\t';
		case 'T':
		case 'X':
			return clock(m);
		case 'u':
			return String(m.weekday === 0 ? 7 : m.weekday);
		case 'U':
			return two(Math.floor((m.dayOfYear + 6 - m.weekday) / 7));
		case 'V':
			return two(weekOf(m).week);
		case 'G':
			return String(weekOf(m).year);
		case 'g':
			return two(weekOf(m).year % 100);
		case 'w':
			return String(m.weekday);
		case 'W':
			return two(Math.floor((m.dayOfYear + 6 - ((m.weekday + 6) % 7)) / 7));
		case 'y':
			return two(m.year % 100);
		case 'Y':
			return String(m.year);
		case 'z':
			return offsetDigits(m.offsetMs);
		case 'Z':
			return m.zoneName;
		case '%':
			return '%';
		default:
			return undefined;
	}
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

function clock(m: Moment): string {
	return `${two(m.hour)}:${two(m.minute)}:${two(m.second)}`;
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
