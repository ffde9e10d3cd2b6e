/**
 * Durations as Go writes them ("1m30s") and as kubectl shows ages ("3m20s", "5d").
 */

const UNITS_MS: Readonly<Record<string, number>> = {
	ns: 1e-6,
	us: 1e-3,
	µs: 1e-3,
	μs: 1e-3,
	ms: 1,
	s: 1000,
	m: 60_000,
	h: 3_600_000,
};

/** Milliseconds of a Go duration ("1h30m", "-1.5s", "0"); undefined when it is none. Models time.ParseDuration. */
export function parseDuration(text: string): number | undefined {
	const [, sign = '', rest = ''] = /^([+-]?)(.*)$/s.exec(text) ?? [];
	if (rest === '0') return 0;
	if (rest === '') return undefined;
	let total = 0;
	let from = 0;
	const part = /(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h)/y;
	while (from < rest.length) {
		part.lastIndex = from;
		const match = part.exec(rest);
		if (match === null) return undefined;
		total += Number(match[1]) * (UNITS_MS[match[2] as string] as number);
		from = part.lastIndex;
	}
	return sign === '-' ? -total : total;
}

/** What Go says of text that is not a duration. Models time.ParseDuration's errors. */
export function durationComplaint(text: string): string {
	const rest = text.replace(/^[+-]/, '');
	const unit = /^(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))*(?:\d+(?:\.\d*)?|\.\d+)([^.\d]*)/.exec(rest);
	if (rest === '' || unit === null) return `time: invalid duration ${JSON.stringify(text)}`;
	if (unit[1] === '') return `time: missing unit in duration ${JSON.stringify(text)}`;
	return `time: unknown unit ${JSON.stringify(unit[1])} in duration ${JSON.stringify(text)}`;
}

/** A duration as Go prints it: 90000 is "1m30s", 1500 "1.5s", 0 "0s". Models time.Duration String. */
export function formatDuration(ms: number): string {
	const sign = ms < 0 ? '-' : '';
	const nanos = Math.round(Math.abs(ms) * 1e6);
	if (nanos === 0) return '0s';
	if (nanos < 1e9) {
		if (nanos < 1e3) return `${sign}${nanos}ns`;
		if (nanos < 1e6) return `${sign}${trimmed(nanos, 3)}µs`;
		return `${sign}${trimmed(nanos, 6)}ms`;
	}
	const wholeSeconds = Math.floor(nanos / 1e9);
	const seconds = trimmed((wholeSeconds % 60) * 1e9 + (nanos % 1e9), 9);
	const minutes = Math.floor(wholeSeconds / 60);
	if (minutes === 0) return `${sign}${seconds}s`;
	if (minutes < 60) return `${sign}${minutes}m${seconds}s`;
	return `${sign}${Math.floor(minutes / 60)}h${minutes % 60}m${seconds}s`;
}

/** `value` / 10^places without trailing zeros. */
function trimmed(value: number, places: number): string {
	const unit = 10 ** places;
	const fraction = (value % unit).toString().padStart(places, '0').replace(/0+$/, '');
	return `${Math.floor(value / unit)}${fraction === '' ? '' : `.${fraction}`}`;
}

/** Two or three significant figures: "119s", "2m", "9m59s", "3h", "7h30m", "2d5h", "400d", "3y10d". Models duration.HumanDuration. */
export function humanDuration(ms: number): string {
	const seconds = Math.trunc(ms / 1000);
	if (seconds < -1) return '<invalid>';
	if (seconds < 0) return '0s';
	if (seconds < 120) return `${seconds}s`;
	const minutes = Math.floor(seconds / 60);
	if (minutes < 10) return pair(minutes, 'm', seconds % 60, 's');
	if (minutes < 180) return `${minutes}m`;
	const hours = Math.floor(minutes / 60);
	if (hours < 8) return pair(hours, 'h', minutes % 60, 'm');
	if (hours < 48) return `${hours}h`;
	const days = Math.floor(hours / 24);
	if (hours < 192) return pair(days, 'd', hours % 24, 'h');
	if (hours < 24 * 365 * 2) return `${days}d`;
	const years = Math.floor(days / 365);
	if (hours < 24 * 365 * 8) return pair(years, 'y', days % 365, 'd');
	return `${years}y`;
}

function pair(more: number, moreUnit: string, less: number, lessUnit: string): string {
	return less === 0 ? `${more}${moreUnit}` : `${more}${moreUnit}${less}${lessUnit}`;
}

/** One figure: "59s", "59m", "23h", "364d", "2y". Models duration.ShortHumanDuration. */
export function shortHumanDuration(ms: number): string {
	const seconds = Math.trunc(ms / 1000);
	if (seconds < -1) return '<invalid>';
	if (seconds < 0) return '0s';
	if (seconds < 60) return `${seconds}s`;
	const minutes = Math.floor(seconds / 60);
	if (minutes < 60) return `${minutes}m`;
	const hours = Math.floor(minutes / 60);
	if (hours < 24) return `${hours}h`;
	return hours < 24 * 365 ? `${Math.floor(hours / 24)}d` : `${Math.floor(hours / 24 / 365)}y`;
}
