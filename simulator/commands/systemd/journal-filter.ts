import { ServiceManager as Services } from '../../hosts/systemd/service-manager.ts';
import { compileGlob } from '../../machinery/glob.ts';
import type { Regexp } from '../../machinery/regexp.ts';
import { compileRe2, RegexpSyntaxError } from '../../machinery/regexp.ts';
import { Exit } from '../unix-command.ts';
import type { JournalEntry, JournalSource } from './journal-entry.ts';
import { cursorOf, fieldOf, priorityOf } from './journal-entry.ts';
import { parseMoment } from './systemd-time.ts';

/** What of journalctl's options chooses entries. */
export interface JournalChoice {
	readonly units: readonly string[];
	/** A unit by any of its names. */
	readonly unitNamed: (name: string) => string;
	readonly identifiers: readonly string[];
	readonly facilities: readonly string[];
	readonly matches: readonly string[];
	readonly since: string | undefined;
	readonly until: string | undefined;
	readonly grep: string | undefined;
	readonly caseSensitive: string | undefined;
	readonly priority: string | undefined;
	readonly kernel: boolean;
	readonly cursor: string | undefined;
	readonly afterCursor: string | undefined;
	readonly nowMs: number;
}

type Filter = (entry: JournalEntry) => boolean;

/** Throws Exit on what cannot be read. */
export function journalFilter(choice: JournalChoice, source: JournalSource): Filter {
	const time = (text: string | undefined): number | undefined => {
		if (text === undefined) return undefined;
		const ms = parseMoment(text, choice.nowMs);
		if (ms === undefined) throw new Exit(1, `Failed to parse timestamp: ${text}\n`);
		return ms;
	};
	const [since, until] = [time(choice.since), time(choice.until)];
	if (since !== undefined && until !== undefined && since > until)
		throw new Exit(1, '--since= must be before --until=.\n');
	const pattern = choice.grep === undefined ? undefined : compiled(choice.grep, choice.caseSensitive);
	const [least, most] = choice.priority === undefined ? [0, 7] : priorityRange(choice.priority);
	const units = choice.units.map((word) => unitTest(word, choice.unitNamed));
	const facilities = new Set(choice.facilities.map(facilityNumber));
	const fields = fieldTest(choice.matches, source);
	const from = placeOf(choice.cursor ?? choice.afterCursor, source);
	return (entry) => {
		const { line, number } = entry;
		const priority = priorityOf(line);
		return (
			priority >= least &&
			priority <= most &&
			fields(entry) &&
			(units.length === 0 || units.some((test) => test(line.unit))) &&
			(choice.identifiers.length === 0 || choice.identifiers.includes(line.identifier)) &&
			(facilities.size === 0 || facilities.has(fieldOf(entry, 'SYSLOG_FACILITY', source) ?? '')) &&
			(!choice.kernel || entry.isKernel) &&
			(since === undefined || line.atMs >= since) &&
			(until === undefined || line.atMs <= until) &&
			(from === undefined || (choice.cursor === undefined ? number > from : number >= from)) &&
			(pattern === undefined || pattern.test(line.text))
		);
	};
}

function unitTest(word: string, unitNamed: (name: string) => string): (unit: string) => boolean {
	if (/[*?[]/.test(word)) {
		const glob = compileGlob(/\.[a-z]+$/.test(word) || word.endsWith('*') ? word : `${word}.service`);
		return (unit) => glob.matches(unit);
	}
	const names = [Services.unitName(word), unitNamed(Services.unitName(word))];
	return (unit) => names.includes(unit);
}

/** The number in a cursor; one of another journal is no place. */
function placeOf(cursor: string | undefined, { sequenceId }: JournalSource): number | undefined {
	if (cursor === undefined) return undefined;
	const [, sequence, number] = /^s=([0-9a-f]+);i=([0-9a-f]+);/.exec(cursor) ?? [];
	if (number === undefined) throw new Exit(1, 'Failed to seek to cursor: Invalid argument\n');
	return sequence === sequenceId ? Number.parseInt(number, 16) : undefined;
}

const PRIORITIES: readonly string[] = ['emerg', 'alert', 'crit', 'err', 'warning', 'notice', 'info', 'debug'];

/** "err", "3", "warning..err". */
function priorityRange(text: string): readonly [from: number, to: number] {
	const of = (word: string): number => {
		const found = PRIORITIES.indexOf(word === 'error' ? 'err' : word === 'warn' ? 'warning' : word);
		const level = found < 0 && /^[0-7]$/.test(word) ? Number(word) : found;
		if (level < 0) throw new Exit(1, `Unknown log level ${text}\n`);
		return level;
	};
	const [first = '', second] = text.split('..');
	const levels = second === undefined ? [0, of(first)] : [of(first), of(second)];
	return [Math.min(...levels), Math.max(...levels)];
}

export const FACILITIES: readonly string[] = [
	...['kern', 'user', 'mail', 'daemon', 'auth', 'syslog', 'lpr', 'news', 'uucp', 'cron', 'authpriv', 'ftp'],
	...['12', '13', '14', '15'],
	...['local0', 'local1', 'local2', 'local3', 'local4', 'local5', 'local6', 'local7'],
];

function facilityNumber(word: string): string {
	const found = FACILITIES.indexOf(word);
	if (found < 0 && !/^\d{1,2}$/.test(word)) throw new Exit(1, `Bad --facility= argument "${word}".\n`);
	return String(found < 0 ? Number(word) : found);
}

/** FIELD=VALUE operands: of one field any, of several fields all; "+" stands between alternatives. A path is the program. */
function fieldTest(operands: readonly string[], source: JournalSource): Filter {
	if (operands.length === 0) return () => true;
	const alternatives: Map<string, string[]>[] = [new Map()];
	for (const word of operands) {
		const equals = word.indexOf('=');
		if (word === '+') {
			if (alternatives.at(-1)?.size === 0) throw new Exit(1, '"+" can only be used between terms.\n');
			alternatives.push(new Map());
			continue;
		}
		if (equals <= 0 && !word.startsWith('/')) throw new Exit(1, `Failed to add match '${word}': Invalid argument\n`);
		const [key, value] =
			equals <= 0 ? ['_COMM', word.replace(/^.*\//, '')] : [word.slice(0, equals), word.slice(equals + 1)];
		const wanted = alternatives.at(-1) as Map<string, string[]>;
		wanted.set(key, [...(wanted.get(key) ?? []), value]);
	}
	return (entry) =>
		alternatives.some((wanted) =>
			[...wanted].every(([key, values]) => {
				const own = key.startsWith('__') ? ownField(entry, key, source) : fieldOf(entry, key, source);
				return own !== undefined && values.includes(own);
			}),
		);
}

function ownField(entry: JournalEntry, key: string, source: JournalSource): string | undefined {
	return key === '__CURSOR' ? cursorOf(entry, source) : undefined;
}

/** Without capitals the case does not matter, unless it is said. */
function compiled(pattern: string, caseSensitive: string | undefined): Regexp {
	const ignoreCase =
		caseSensitive === undefined ? pattern === pattern.toLowerCase() : /^(?:0|no|n|false|f|off)$/i.test(caseSensitive);
	try {
		return compileRe2(pattern, { ignoreCase });
	} catch (error) {
		if (!(error instanceof RegexpSyntaxError)) throw error;
		throw new Exit(1, `Bad pattern "${pattern}": ${error.message}\n`);
	}
}
