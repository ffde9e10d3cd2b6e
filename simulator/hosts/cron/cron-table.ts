import { calendarTime, timeOfCalendar } from '../../machinery/timestamp.ts';

/** When a job runs: which minutes, hours, … are meant. */
export interface CronTimes {
	readonly minutes: ReadonlySet<number>;
	readonly hours: ReadonlySet<number>;
	readonly days: ReadonlySet<number>;
	readonly months: ReadonlySet<number>;
	/** From 0, Sunday. */
	readonly weekdays: ReadonlySet<number>;
	/** Began with a star: of the two kinds of days the other one decides alone. */
	readonly anyDay: boolean;
	readonly anyWeekday: boolean;
}

export interface CronJob {
	/** 'reboot': once, when cron starts. */
	readonly times: CronTimes | 'reboot';
	/** Who runs it, where the table says so. */
	readonly user: string | undefined;
	readonly command: string;
	/** What stands behind the first percent sign. */
	readonly input: string;
	/** Variables that are set above it. */
	readonly environment: ReadonlyMap<string, string>;
}

export class CronSyntaxError extends Error {
	/** From 1. */
	readonly line: number;
	constructor(message: string, line: number) {
		super(message);
		this.line = line;
	}
}

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const WEEKDAYS = 'sun mon tue wed thu fri sat'.split(' ');

const FIELDS = [
	{ low: 0, high: 59, names: [], problem: 'bad minute' },
	{ low: 0, high: 23, names: [], problem: 'bad hour' },
	{ low: 1, high: 31, names: [], problem: 'bad day-of-month' },
	{ low: 1, high: 12, names: MONTHS, problem: 'bad month' },
	{ low: 0, high: 7, names: WEEKDAYS, problem: 'bad day-of-week' },
] as const;

const NICKNAMES: ReadonlyMap<string, string> = new Map([
	['@yearly', '0 0 1 1 *'],
	['@annually', '0 0 1 1 *'],
	['@monthly', '0 0 1 * *'],
	['@weekly', '0 0 * * 0'],
	['@daily', '0 0 * * *'],
	['@midnight', '0 0 * * *'],
	['@hourly', '0 * * * *'],
]);

/**
 * The jobs of a crontab.
 * @param withUsers a system's table: the sixth field says who.
 * @throws CronSyntaxError at the first line that is wrong, in cron's words. Models cron's entry.c load_entry.
 */
export function parseCronTable(text: string, withUsers: boolean): CronJob[] {
	const jobs: CronJob[] = [];
	let environment: ReadonlyMap<string, string> = new Map();
	for (const [at, raw] of text.split('\n').entries()) {
		const line = raw.trimStart();
		if (line === '' || line.startsWith('#')) continue;
		const variable = /^(?:"([^"]*)"|'([^']*)'|([A-Za-z_]\w*))\s*=\s*(.*?)\s*$/.exec(line);
		if (variable !== null) {
			const name = variable[1] ?? variable[2] ?? (variable[3] as string);
			environment = new Map([...environment, [name, unquoted(variable[4] as string)]]);
			continue;
		}
		jobs.push(jobOf(line, at + 1, environment, withUsers));
	}
	return jobs;
}

function unquoted(text: string): string {
	return /^(["']).*\1$/.test(text) && text.length > 1 ? text.slice(1, -1) : text;
}

function jobOf(line: string, number: number, environment: ReadonlyMap<string, string>, withUsers: boolean): CronJob {
	let rest = line;
	let times: CronTimes | 'reboot';
	if (line.startsWith('@')) {
		const word = /^\S+/.exec(line)?.[0] ?? '';
		const meaning = NICKNAMES.get(word);
		if (meaning === undefined && word !== '@reboot') throw new CronSyntaxError('bad time specifier', number);
		times = meaning === undefined ? 'reboot' : timesOf(meaning.split(' '), number);
		rest = line.slice(word.length).trimStart();
	} else {
		const words: string[] = [];
		for (const { problem } of FIELDS) {
			const word = /^\S+/.exec(rest)?.[0];
			if (word === undefined) throw new CronSyntaxError(problem, number);
			words.push(word);
			rest = rest.slice(word.length).trimStart();
			// A field is refused before the next one is looked for.
			timesOf(words, number);
		}
		times = timesOf(words, number);
	}
	let user: string | undefined;
	if (withUsers) {
		user = /^\S+/.exec(rest)?.[0];
		if (user === undefined) throw new CronSyntaxError('bad username', number);
		rest = rest.slice(user.length).trimStart();
	}
	if (rest === '') throw new CronSyntaxError('bad command', number);
	const [command = '', ...input] = rest.split(/(?<!\\)%/).map((piece) => piece.replaceAll('\\%', '%'));
	return { times, user, command, input: input.length === 0 ? '' : `${input.join('\n')}\n`, environment };
}

/** Of the fields that are there. */
function timesOf(words: readonly string[], line: number): CronTimes {
	const sets = FIELDS.map((field, at) => {
		const word = words[at];
		return word === undefined ? new Set<number>() : numbersOf(word, field, line);
	});
	const [minutes, hours, days, months, weekdays] = sets as [
		Set<number>,
		Set<number>,
		Set<number>,
		Set<number>,
		Set<number>,
	];
	if (weekdays.has(7)) weekdays.add(0);
	const anyDay = words[2]?.startsWith('*') === true;
	return { minutes, hours, days, months, weekdays, anyDay, anyWeekday: words[4]?.startsWith('*') === true };
}

function numbersOf(word: string, field: (typeof FIELDS)[number], line: number): Set<number> {
	const out = new Set<number>();
	const fail = (): never => {
		throw new CronSyntaxError(field.problem, line);
	};
	const number = (text: string): number => {
		const named = (field.names as readonly string[]).indexOf(text.toLowerCase());
		if (named >= 0) return named + (field.low === 1 ? 1 : 0);
		return /^\d+$/.test(text) ? Number(text) : fail();
	};
	for (const part of word.split(',')) {
		const match = /^(\*|([^-/]+)(?:-([^-/]+))?)(?:\/(\d+))?$/.exec(part);
		if (match === null) return fail();
		const low = match[1] === '*' ? field.low : number(match[2] as string);
		const single = match[1] !== '*' && match[3] === undefined;
		const high = match[1] === '*' ? (field.high === 7 ? 6 : field.high) : single ? low : number(match[3] as string);
		const step = match[4] === undefined ? 1 : Number(match[4]);
		if (low < field.low || high > field.high || high < low || step === 0) return fail();
		if (single && match[4] !== undefined) return fail();
		for (let value = low; value <= high; value += step) out.add(value);
	}
	return out;
}

const DAY_MS = 86_400_000;
/** A day that comes at all comes within eight years (29 February over a year that has none). */
const DAYS_MAX = 8 * 366;

/** The first minute after `afterMs` at which a job is due; undefined when there is none. */
export function nextTime(times: CronTimes, afterMs: number): number | undefined {
	const from = Math.floor(afterMs / 60_000) * 60_000 + 60_000;
	const { year, month, day } = calendarTime(from);
	let midnight = timeOfCalendar({ year, month, day, hour: 0, minute: 0, second: 0, millisecond: 0 });
	for (let turn = 0; turn < DAYS_MAX; turn++, midnight += DAY_MS) {
		if (!isMeant(times, midnight)) continue;
		for (const hour of ascending(times.hours)) {
			for (const minute of ascending(times.minutes)) {
				const at = midnight + hour * 3_600_000 + minute * 60_000;
				if (at >= from) return at;
			}
		}
	}
	return undefined;
}

const ascending = (values: ReadonlySet<number>): number[] => [...values].sort((a, b) => a - b);

/** Where both kinds of days are said, either will do. */
function isMeant(times: CronTimes, midnight: number): boolean {
	const { month, day, weekday } = calendarTime(midnight);
	if (!times.months.has(month)) return false;
	const [byDay, byWeekday] = [times.days.has(day), times.weekdays.has(weekday)];
	return times.anyDay || times.anyWeekday ? byDay && byWeekday : byDay || byWeekday;
}
