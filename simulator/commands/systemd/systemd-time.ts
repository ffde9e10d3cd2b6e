import { parseDate } from '../coreutils/date-parse.ts';

const SECOND = 1_000_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;
/** Models systemd.time(7): a month has 30.44 days, a year 365.25. */
const MONTH = 2_629_800 * SECOND;
const YEAR = 31_557_600 * SECOND;

const UNITS: ReadonlyMap<string, number> = new Map(
	(
		[
			['seconds second sec s', SECOND],
			['minutes minute min m', MINUTE],
			['months month M', MONTH],
			['hours hour hr h', HOUR],
			['days day d', DAY],
			['weeks week w', WEEK],
			['years year y', YEAR],
			['msec ms', 1000],
			['usec us µs μs', 1],
		] as const
	).flatMap(([names, size]) => names.split(' ').map((name) => [name, size] as const)),
);

/** "1h 30min", "5", "infinity" in microseconds; undefined for what is no span. Models basic/time-util.c parse_time. */
export function parseSpan(text: string, unit = SECOND): number | undefined {
	const trimmed = text.trim();
	if (trimmed === 'infinity') return Number.POSITIVE_INFINITY;
	if (trimmed === '') return undefined;
	let total = 0;
	let rest = trimmed;
	while (rest !== '') {
		const match = /^\s*(\d+(?:\.\d*)?|\.\d+)\s*([a-zA-Zµμ]*)\s*/.exec(rest);
		if (match === null) return undefined;
		const size = match[2] === '' ? unit : UNITS.get(match[2] as string);
		if (size === undefined) return undefined;
		total += Math.floor(Number(match[1]) * size);
		rest = rest.slice(match[0].length);
	}
	return total;
}

/** "5min ago", "-1h", "+2d", "today", "@1767603600", "2026-01-05 10:00" in milliseconds. Models parse_timestamp. */
export function parseMoment(text: string, nowMs: number): number | undefined {
	const trimmed = text.trim();
	const midnight = Math.floor(nowMs / 86_400_000) * 86_400_000;
	switch (trimmed) {
		case 'now':
			return nowMs;
		case 'today':
			return midnight;
		case 'yesterday':
			return midnight - 86_400_000;
		case 'tomorrow':
			return midnight + 86_400_000;
	}
	const [, sign, plain, direction] = /^([-+])?(.*?)(?:\s+(ago|left))?$/.exec(trimmed) ?? [];
	if (sign !== undefined || direction !== undefined) {
		if (sign !== undefined && direction !== undefined) return undefined;
		const span = parseSpan(plain ?? '');
		if (span === undefined || !Number.isFinite(span)) return undefined;
		return nowMs + (sign === '-' || direction === 'ago' ? -span : span) / 1000;
	}
	const epoch = /^@(\d+(?:\.\d+)?)$/.exec(trimmed);
	if (epoch !== null) return Number(epoch[1]) * 1000;
	const isWithoutTime =
		/^(?:[A-Z][a-z]{2} )?\d{2,4}-\d{1,2}-\d{1,2}(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?(?: ?UTC|Z)?$/;
	const isClock = /^\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: UTC)?$/;
	if (!isWithoutTime.test(trimmed) && !isClock.test(trimmed)) return undefined;
	return parseDate(trimmed.replace(/^[A-Z][a-z]{2} /, ''), nowMs);
}

const SHOWN = [
	['y', YEAR],
	['month', MONTH],
	['w', WEEK],
	['d', DAY],
	['h', HOUR],
	['min', MINUTE],
	['s', SECOND],
	['ms', 1000],
	['us', 1],
] as const;

/** "1h 30min", "1.500s", "0". Models time-util.c format_timespan. @param accuracy smaller parts are not told. */
export function spanText(micros: number, accuracy = 0): string {
	if (!Number.isFinite(micros)) return 'infinity';
	if (micros <= 0) return '0';
	const parts: string[] = [];
	let rest = Math.floor(micros);
	for (const [unit, size] of SHOWN) {
		if (rest < size) continue;
		if (rest < accuracy && parts.length > 0) break;
		const whole = Math.floor(rest / size);
		const below = rest % size;
		if (rest < MINUTE && below > 0) {
			const decimals = fraction(below, size, accuracy);
			if (decimals !== undefined) {
				parts.push(`${whole}.${decimals}${unit}`);
				return parts.join(' ');
			}
		}
		parts.push(`${whole}${unit}`);
		rest = below;
	}
	return parts.join(' ');
}

/** What stands behind the point: as many digits as the accuracy asks for. */
function fraction(below: number, size: number, accuracy: number): string | undefined {
	let digits = -1;
	for (let each = size; each > 1; each /= 10) digits++;
	let value = below;
	let places = digits + 1;
	for (let each = accuracy; each > 1; each /= 10) {
		value = Math.floor(value / 10);
		places--;
	}
	return places > 0 && value > 0 ? String(value).padStart(places, '0') : undefined;
}
