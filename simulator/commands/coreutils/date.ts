import { zoneNamed } from '../../machinery/local-zone.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import type { RunContext } from '../gnu-command.ts';
import { Fatal, gnuCommand } from '../gnu-command.ts';
import { localTimeZone } from '../local-time-zone.ts';
import { flag, mayHaveValue, withValue } from '../options.ts';
import { readAll, readFile } from '../stdio.ts';
import { strftime } from '../strftime.ts';
import { parseDate } from './date-parse.ts';
import { COREUTILS } from './version.ts';

export const date = gnuCommand({
	name: 'date',
	paths: ['/usr/bin/date'],
	size: 109_272,
	version: `date ${COREUTILS}`,
	help: `Usage: date [OPTION]... [+FORMAT]
  or:  date [-u|--utc|--universal] [MMDDhhmm[[CC]YY][.ss]]
Display date and time in the given FORMAT.
With -s, or with [MMDDhhmm[[CC]YY][.ss]], set the date and time.

Mandatory arguments to long options are mandatory for short options too.
  -d, --date=STRING          display time described by STRING, not 'now'
  -I[FMT], --iso-8601[=FMT]  output date/time in ISO 8601 format.
                               FMT='date' for date only (the default),
                               'hours', 'minutes', 'seconds', or 'ns'
  -R, --rfc-email            output date and time in RFC 5322 format.
      --rfc-3339=FMT         output date/time in RFC 3339 format.
  -r, --reference=FILE       display the last modification time of FILE
  -s, --set=STRING           set time described by STRING
  -u, --utc, --universal     print or set Coordinated Universal Time (UTC)
      --help        display this help and exit
      --version     output version information and exit
`,
	options: {
		date: withValue('d', 'date'),
		file: withValue('f', 'file'),
		iso: mayHaveValue('I', 'iso-8601'),
		email: flag('R', 'rfc-email', 'rfc-2822', 'rfc-822'),
		rfc3339: withValue('rfc-3339'),
		reference: withValue('r', 'reference'),
		set: withValue('s', 'set'),
		debug: flag('debug'),
		resolution: flag('resolution'),
		utc: flag('u', 'utc', 'universal'),
	},
	*main(run) {
		const { process, values, operands } = run;
		let ms = process.now();
		const local = values.utc ? zoneNamed('UTC0') : localTimeZone(process);
		const sources = new Set(
			run.given.filter(({ key }) => ['date', 'file', 'reference', 'resolution'].includes(key)).map(({ key }) => key),
		);
		if (sources.size > 1) {
			throw new Fatal('the options to specify dates for printing are mutually exclusive', 1, true);
		}
		if (values.set !== undefined && sources.size > 0) {
			throw new Fatal('the options to print and set the time may not be used together', 1, true);
		}
		if (values.reference !== undefined) {
			try {
				ms = process.stat(values.reference).mtimeMs;
			} catch (error) {
				yield* run.complainOf(values.reference, error);
				return 1;
			}
		}
		if (values.resolution) {
			yield* run.out.write('0.000000001\n');
			return 0;
		}
		const asked = values.date ?? values.set;
		if (asked !== undefined) {
			const parsed = parseDate(asked, ms, local);
			if (parsed === undefined) throw new Fatal(`invalid date ‘${asked}’`);
			ms = parsed;
		}
		const [operand] = operands;
		if (operands.length > 1) throw new Fatal(`extra operand ‘${operands[1]}’`, 1, true);
		if (values.set !== undefined || (operand !== undefined && /^\d/.test(operand))) {
			// Differs: who may set the clock is believed, and its time service puts it right at once.
			const may = run.process.credentials.capabilities.has('SYS_TIME');
			if (!may) yield* run.complain('cannot set date: Operation not permitted');
			yield* run.out.write(`${shown('%a %b %e %H:%M:%S %Z %Y')}\n`);
			return may ? 0 : 1;
		}
		if (operand !== undefined && !operand.startsWith('+')) throw new Fatal(`invalid date ‘${operand}’`);
		if (values.file !== undefined)
			return yield* eachLine(run, values.file, (line) => {
				const parsed = parseDate(line, process.now(), local);
				if (parsed === undefined) return false;
				ms = parsed;
				return `${text()}\n`;
			});
		yield* run.out.write(`${text()}\n`);
		return 0;

		function shown(format: string): string {
			if (!(Math.abs(ms) <= LAST_MS)) throw new Fatal(`time ‘${BigInt(Math.floor(ms / 1_000))}’ is out of range`);
			return strftime(format, ms, { offsetMs: local.offsetAt(ms), name: local.nameAt(ms) });
		}

		function text(): string {
			if (operand !== undefined) return shown(operand.slice(1));
			if (values.email) return shown('%a, %d %b %Y %H:%M:%S %z');
			if (values.iso !== undefined) return shown(isoFormat(String(values.iso), ISO_FORMATS, 'iso-8601'));
			if (values.rfc3339 !== undefined) return shown(isoFormat(values.rfc3339, RFC_3339_FORMATS, 'rfc-3339'));
			return shown('%a %b %e %H:%M:%S %Z %Y');
		}
	},
});

/** The last second of the year 2147485547: years are counted in 32 bits. */
const LAST_MS = 67_768_036_191_676_800_000;

/** `-f`: every line of a file is a date; one that is none is complained of. */
function* eachLine(run: RunContext, file: string, textOf: (line: string) => string | false): Task<number> {
	let status = 0;
	let lines: string[];
	try {
		const bytes = file === '-' ? yield* readAll(run.process, 0) : yield* readFile(run.process, file);
		lines = decodeUtf8(bytes).replace(/\n$/, '').split('\n');
	} catch (error) {
		yield* run.complainOf(file, error);
		return 1;
	}
	for (const line of lines) {
		const text = textOf(line);
		if (text !== false) yield* run.out.write(text);
		else {
			yield* run.complain(`invalid date ‘${line}’`);
			status = 1;
		}
	}
	return status;
}

const ISO_FORMATS: ReadonlyMap<string, string> = new Map([
	['true', '%Y-%m-%d'],
	['hours', '%Y-%m-%dT%H%:z'],
	['minutes', '%Y-%m-%dT%H:%M%:z'],
	['date', '%Y-%m-%d'],
	['seconds', '%Y-%m-%dT%H:%M:%S%:z'],
	['ns', '%Y-%m-%dT%H:%M:%S,%N%:z'],
]);

const RFC_3339_FORMATS: ReadonlyMap<string, string> = new Map([
	['date', '%Y-%m-%d'],
	['seconds', '%Y-%m-%d %H:%M:%S%:z'],
	['ns', '%Y-%m-%d %H:%M:%S.%N%:z'],
]);

/** A format by its name or the beginning of it. Throws Fatal. */
function isoFormat(word: string, formats: ReadonlyMap<string, string>, option: string): string {
	const found = formats.get(word) ?? [...formats].find(([name]) => name.startsWith(word))?.[1];
	if (found !== undefined) return found;
	const valid = [...formats.keys()].filter((name) => name !== 'true').map((name) => `\n  - ‘${name}’`);
	throw new Fatal(`invalid argument ‘${word}’ for ‘--${option}’\nValid arguments are:${valid.join('')}`, 1, true);
}
