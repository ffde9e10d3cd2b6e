import type { JournalLine } from '../../hosts/systemd/service-journal.ts';
import type { ServiceManager } from '../../hosts/systemd/service-manager.ts';
import { ServiceManager as Services } from '../../hosts/systemd/service-manager.ts';
import type { Regexp } from '../../machinery/regexp.ts';
import { compileRe2, RegexpSyntaxError } from '../../machinery/regexp.ts';
import type { Task } from '../../machinery/task.ts';
import { anyOf } from '../../machinery/task.ts';
import { parseDate } from '../coreutils/date-parse.ts';
import { flag, mayHaveValue, OptionError, parseOptions, withValue } from '../options.ts';
import { strftime } from '../strftime.ts';
import type { UnixRun } from '../unix-command.ts';
import { Exit, unixCommand } from '../unix-command.ts';
import { servicesOf } from './service-port.ts';
import { JOURNALCTL_HELP } from './systemd-help.ts';
import { journalText } from './unit-status.ts';

const TABLE = {
	unit: withValue('u', 'unit'),
	follow: flag('f', 'follow'),
	lines: mayHaveValue('n', 'lines'),
	reverse: flag('r', 'reverse'),
	since: withValue('S', 'since'),
	until: withValue('U', 'until'),
	output: withValue('o', 'output'),
	noPager: flag('no-pager'),
	noHostname: flag('no-hostname'),
	quiet: flag('q', 'quiet'),
	boot: mayHaveValue('b', 'boot'),
	end: flag('e', 'pager-end'),
	explain: flag('x', 'catalog'),
	identifier: withValue('t', 'identifier'),
	grep: withValue('g', 'grep'),
	priority: withValue('p', 'priority'),
	all: flag('a', 'all'),
	full: flag('l', 'full'),
	kernel: flag('k', 'dmesg'),
	utc: flag('utc'),
	diskUsage: flag('disk-usage'),
	vacuumTime: withValue('vacuum-time'),
	vacuumSize: withValue('vacuum-size'),
	field: withValue('F', 'field'),
	fields: flag('N', 'fields'),
	listBoots: flag('list-boots'),
	noTail: flag('no-tail'),
	rotate: flag('rotate'),
	/** What is written is there at once, and there is one journal. */
	flush: flag('flush', 'sync', 'relinquish-var', 'smart-relinquish-var'),
	vacuumFiles: withValue('vacuum-files'),
	verify: flag('verify'),
	showCursor: flag('show-cursor'),
	ignored: flag('m', 'merge', 'system', 'no-full'),
	ignoredValue: withValue('case-sensitive', 'namespace', 'output-fields', 'interval'),
} as const;

const parse = (args: readonly string[]) => parseOptions(args, { ...TABLE });
type Options = ReturnType<typeof parse>;

const FOLLOW_MS = 250;

export const journalctl = unixCommand({
	name: 'journalctl',
	paths: ['/usr/bin/journalctl'],
	size: 84_800,
	help: JOURNALCTL_HELP,
	*main(run) {
		let options: Options;
		try {
			// "-n 20": the count may be a word of its own.
			const args = run.args.flatMap((word, at) =>
				/^-\w*n$/.test(run.args[at - 1] ?? '') && /^\d+$|^all$/.test(word)
					? []
					: /^-\w*n$/.test(word) && /^\d+$|^all$/.test(run.args[at + 1] ?? '')
						? [`${word}${run.args[at + 1]}`]
						: [word],
			);
			options = parse(args);
		} catch (error) {
			if (error instanceof OptionError) throw new Exit(1, `journalctl: ${error.message}\n`);
			throw error;
		}
		const services = run.process.port<ServiceManager>('systemd');
		if (services === undefined) {
			yield* run.say('No journal files were found.\n');
			yield* run.out.write('-- No entries --\n');
			return 0;
		}
		return yield* show(run, options, servicesOf(run.process));
	},
});

function* show(run: UnixRun, options: Options, services: ServiceManager): Task<number> {
	const { process, out } = run;
	const { values } = options;
	const matches = filterOf(run, options);
	if (
		process.credentials.uid !== 0 &&
		!process.credentials.groups.some((gid) => gid === 4 || gid === 999 || gid === 27)
	) {
		if (!values.quiet) {
			yield* run.say(
				"Hint: You are currently not seeing messages from other users and the system.\n      Users in groups 'adm', 'systemd-journal' can see all messages.\n      Pass -q to turn off this notice.\n",
			);
		}
		yield* out.write('-- No entries --\n');
		return 0;
	}
	const { diskUsage, vacuumTime, vacuumSize, vacuumFiles, listBoots, field } = values;
	if (diskUsage) {
		yield* out.write('Archived and active journals take up 16.0M in the file system.\n');
		return 0;
	}
	if (values.verify) {
		yield* run.say(`PASS: ${JOURNALS}/system.journal\n`);
		return 0;
	}
	if (values.flush) return 0;
	if ((vacuumTime ?? vacuumSize ?? vacuumFiles) !== undefined) {
		yield* run.say(`Vacuuming done, freed 0B of archived journals from ${JOURNALS}.\n`);
		return 0;
	}
	if (values.rotate) return 0;
	let seen = services.journal.lines();
	if (listBoots) return yield* tellBoots(run, seen);
	if (field !== undefined) return yield* tellValues(run, seen, field);
	let shown = seen.filter(matches);
	const limit =
		values.lines === undefined
			? values.follow && !values.noTail
				? 10
				: undefined
			: Number(String(values.lines) === 'true' ? 10 : values.lines);
	if (limit !== undefined && !Number.isNaN(limit)) shown = limit === 0 ? [] : shown.slice(-limit);
	if (values.reverse) shown.reverse();
	if (shown.length === 0 && !values.follow) {
		if (!values.quiet) yield* out.write('-- No entries --\n');
		return 0;
	}
	yield* print(run, shown, values.output);
	if (!values.follow) return 0;
	for (;;) {
		yield* out.flush();
		yield* process.block(anyOf([services.changed, process.timer(process.now() + FOLLOW_MS)]));
		const now = services.journal.lines();
		const last = seen.at(-1);
		const from = last === undefined ? 0 : now.lastIndexOf(last) + 1;
		seen = now;
		yield* print(run, now.slice(from).filter(matches), values.output);
	}
}

const JOURNALS = '/var/log/journal';

/** Differs: a machine knows of its last boot alone. */
function* tellBoots({ out }: UnixRun, lines: readonly JournalLine[]): Task<number> {
	const [first] = lines;
	const last = lines.at(-1);
	if (first === undefined || last === undefined) return 1;
	const [from, to] = [first, last].map(({ atMs }) => strftime('%a %Y-%m-%d %H:%M:%S UTC', atMs).padEnd(27));
	yield* out.write(`IDX BOOT ID                          ${'FIRST ENTRY'.padEnd(27)} LAST ENTRY\n`);
	yield* out.write(`  0 7c2f3e6d5b1a4c0f9e8d7c6b5a493827 ${from} ${to?.trimEnd()}\n`);
	return 0;
}

/** What a field's values are. */
function* tellValues({ out, process }: UnixRun, lines: readonly JournalLine[], field: string): Task<number> {
	const values = new Set<string>();
	for (const line of lines) {
		yield* process.tick();
		const value = fieldOf(line, field, process.hostname);
		if (value !== undefined) values.add(value);
	}
	for (const value of values) yield* out.write(`${value}\n`);
	return 0;
}

function fieldOf(line: JournalLine, field: string, hostname: string): string | undefined {
	switch (field) {
		case '_SYSTEMD_UNIT':
		case 'UNIT':
			return line.unit;
		case '_PID':
			return String(line.pid);
		case '_HOSTNAME':
			return hostname;
		case 'SYSLOG_IDENTIFIER':
		case '_COMM':
			return line.identifier;
		case 'PRIORITY':
			return String(priorityOf(line));
		case 'MESSAGE':
			return line.text;
		default:
			return undefined;
	}
}

/** What a service writes is information; systemd's own lines say how bad things are. Models systemd src/core/unit.c, service.c. */
function priorityOf({ identifier, text, priority }: JournalLine): number {
	if (priority !== undefined) return priority;
	if (identifier !== 'systemd') return 6;
	if (/^Failed to start|: Failed to (locate|execute)/.test(text)) return 3;
	if (/: Failed with result |Killing\.$/.test(text)) return 4;
	return /: Main process exited, /.test(text) ? 5 : 6;
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

/** FIELD=VALUE operands: of one field any, of several fields all. A path is the program. */
function matchesFields(operands: readonly string[], line: JournalLine, hostname: string): boolean {
	const wanted = new Map<string, string[]>();
	for (const word of operands) {
		const equals = word.indexOf('=');
		if (word === '+' || (equals < 0 && !word.startsWith('/'))) continue;
		const [key, value] =
			equals < 0 ? ['_COMM', word.replace(/^.*\//, '')] : [word.slice(0, equals), word.slice(equals + 1)];
		wanted.set(key, [...(wanted.get(key) ?? []), value]);
	}
	return [...wanted].every(([key, values]) => values.includes(fieldOf(line, key, hostname) ?? ''));
}

function* print({ process, out }: UnixRun, lines: readonly JournalLine[], format = 'short'): Task<void> {
	for (const line of lines) {
		yield* out.write(`${lineText(line, process.hostname, format)}\n`);
		yield* process.tick();
	}
}

function filterOf({ process }: UnixRun, { values, given, operands }: Options): (line: JournalLine) => boolean {
	const named = given.filter(({ key }) => key === 'unit').map(({ value = '' }) => Services.unitName(value));
	const units = named.flatMap((name) => [name, servicesOf(process).status(name).name]);
	const { hostname } = process;
	const identifiers = given.filter(({ key }) => key === 'identifier').map(({ value }) => value);
	const time = (text: string | undefined): number | undefined => {
		if (text === undefined) return undefined;
		const ms = momentOf(text, process.now());
		if (ms === undefined) throw new Exit(1, `Failed to parse timestamp: ${text}\n`);
		return ms;
	};
	const [since, until] = [time(values.since), time(values.until)];
	const pattern = values.grep === undefined ? undefined : compiled(values.grep);
	const [least, most] = values.priority === undefined ? [0, 7] : priorityRange(values.priority);
	const stray = operands.find((word) => !word.includes('=') && !word.startsWith('/') && word !== '+');
	if (stray !== undefined) throw new Exit(1, `Failed to add match '${stray}': Invalid argument\n`);
	return (line) =>
		priorityOf(line) >= least &&
		priorityOf(line) <= most &&
		matchesFields(operands, line, hostname) &&
		(units.length === 0 || units.includes(line.unit)) &&
		(identifiers.length === 0 || identifiers.includes(line.identifier)) &&
		!values.kernel &&
		(since === undefined || line.atMs >= since) &&
		(until === undefined || line.atMs <= until) &&
		(pattern === undefined || pattern.test(line.text));
}

function compiled(pattern: string): Regexp {
	try {
		// Without capitals the case does not matter.
		return compileRe2(pattern, { ignoreCase: pattern === pattern.toLowerCase() });
	} catch (error) {
		if (!(error instanceof RegexpSyntaxError)) throw error;
		throw new Exit(1, `Bad pattern "${pattern}": ${error.message}\n`);
	}
}

const UNITS: ReadonlyMap<string, number> = new Map([
	['s', 1000],
	['sec', 1000],
	['m', 60_000],
	['min', 60_000],
	['h', 3_600_000],
	['hour', 3_600_000],
	['d', 86_400_000],
	['day', 86_400_000],
	['w', 604_800_000],
	['week', 604_800_000],
]);

/** "5 min ago", "-1h", "today", "2026-01-05 10:00". */
function momentOf(text: string, nowMs: number): number | undefined {
	const relative = /^(?:-\s*)?(\d+)\s*([a-z]+?)s?(?:\s+ago)?$/.exec(text.trim());
	const unit = UNITS.get(relative?.[2] ?? '');
	if (relative !== null && unit !== undefined && /^-|ago$/.test(text.trim())) return nowMs - Number(relative[1]) * unit;
	const midnight = Math.floor(nowMs / 86_400_000) * 86_400_000;
	if (text === 'today') return midnight;
	if (text === 'yesterday') return midnight - 86_400_000;
	return text === 'now' ? nowMs : parseDate(text, nowMs);
}

function lineText(line: JournalLine, hostname: string, output: string): string {
	const { atMs, identifier, pid, unit, text } = line;
	switch (output) {
		case 'cat':
			return text;
		case 'short-iso':
			return `${strftime('%Y-%m-%dT%H:%M:%S+00:00', atMs)} ${hostname} ${identifier}[${pid}]: ${text}`;
		case 'short-iso-precise':
			return `${strftime('%Y-%m-%dT%H:%M:%S', atMs)}.${micros(atMs)}+00:00 ${hostname} ${identifier}[${pid}]: ${text}`;
		case 'short-unix':
			return `${Math.floor(atMs / 1000)}.${micros(atMs)} ${hostname} ${identifier}[${pid}]: ${text}`;
		case 'json-pretty':
			return JSON.stringify(JSON.parse(lineText(line, hostname, 'json')), undefined, '\t').replace(/": "/g, '" : "');
		case 'verbose':
			return [
				`${strftime('%a %Y-%m-%d %H:%M:%S', atMs)}.${micros(atMs)} UTC`,
				...['PRIORITY', '_HOSTNAME', 'SYSLOG_IDENTIFIER', '_PID', '_SYSTEMD_UNIT', 'MESSAGE'].map(
					(name) => `    ${name}=${fieldOf(line, name, hostname) ?? ''}`,
				),
			].join('\n');
		case 'short-precise':
			return `${strftime('%b %d %H:%M:%S', atMs)}.${micros(atMs)} ${hostname} ${identifier}[${pid}]: ${text}`;
		case 'json':
			return JSON.stringify({
				__REALTIME_TIMESTAMP: `${atMs}000`,
				_HOSTNAME: hostname,
				SYSLOG_IDENTIFIER: identifier,
				_PID: String(pid),
				_SYSTEMD_UNIT: unit,
				PRIORITY: String(priorityOf(line)),
				MESSAGE: text,
			});
		case 'short':
		case 'short-full':
		case 'with-unit':
			return journalText(line, hostname);
		default:
			throw new Exit(1, `Unknown output format '${output}'.\n`);
	}
}

function micros(ms: number): string {
	return `${String(ms % 1000).padStart(3, '0')}000`;
}
