import { calendarTime, parseTime } from '../../machinery/timestamp.ts';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH = /^(jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.?$/i;
const WEEKDAY = /^(sun|mon|tue|wed|thu|fri|sat)[a-z]*\.?$/i;
const CLOCK = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?$/;
const ZONE = /^(?:Z|UTC|GMT|([-+]\d{2}):?(\d{2}))$/i;

/**
 * A date whose month has a name, its words in the orders that people and programs write them: "Mar 12 08:55:55 2026 GMT",
 * "Thu, 12 Mar 2026 08:55:55 +0900", "12 March". A date without a time begins the day, one without a year is of this one.
 * Undefined for anything else.
 */
export function parseNamedDate(text: string, nowMs: number): number | undefined {
	let [month, day, year, offset]: (string | undefined)[] = [];
	let clock = ['00', '00', '00'];
	for (const word of text.split(/[\s,]+/)) {
		const [, hours, minutes, seconds = '00'] = CLOCK.exec(word) ?? [];
		const zone = ZONE.exec(word);
		if (MONTH.test(word) && month === undefined) month = word.slice(0, 3).toLowerCase();
		else if (hours !== undefined && minutes !== undefined) clock = [hours, minutes, seconds];
		else if (/^\d{4}$/.test(word) && year === undefined) year = word;
		else if (/^\d{1,2}$/.test(word) && day === undefined) day = word;
		else if (zone !== null && offset === undefined) offset = zone[1] === undefined ? 'Z' : `${zone[1]}:${zone[2]}`;
		else if (!WEEKDAY.test(word)) return undefined;
	}
	if (month === undefined || day === undefined) return undefined;
	const date = [year ?? String(calendarTime(nowMs).year), two(String(MONTHS.indexOf(month) + 1)), two(day)].join('-');
	return parseTime(`${date}T${clock.map(two).join(':')}${offset ?? 'Z'}`);
}

function two(value: string): string {
	return value.padStart(2, '0');
}
