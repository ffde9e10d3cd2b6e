import { Fatal, gnuCommand } from '../gnu-command.ts';
import { flag, withValue } from '../options.ts';
import { strftime } from '../strftime.ts';
import { exists } from './copy-tree.ts';
import { parseDate } from './date-parse.ts';
import { COREUTILS } from './version.ts';

export const touch = gnuCommand({
	name: 'touch',
	paths: ['/usr/bin/touch'],
	size: 101_112,
	version: `touch ${COREUTILS}`,
	help: `Usage: touch [OPTION]... FILE...
Update the access and modification times of each FILE to the current time.

A FILE argument that does not exist is created empty, unless -c or -h
is supplied.

Mandatory arguments to long options are mandatory for short options too.
  -a                     change only the access time
  -c, --no-create        do not create any files
  -d, --date=STRING      parse STRING and use it instead of current time
  -f                     (ignored)
  -h, --no-dereference   affect each symbolic link instead of any referenced
                         file (useful only on systems that can change the
                         timestamps of a symlink)
  -m                     change only the modification time
  -r, --reference=FILE   use this file's times instead of current time
  -t [[CC]YY]MMDDhhmm[.ss]  use specified time instead of current time
      --time=WORD        change the specified time:
                           WORD is access, atime, or use: equivalent to -a
                           WORD is modify or mtime: equivalent to -m
      --help        display this help and exit
      --version     output version information and exit
`,
	options: {
		access: flag('a'),
		noCreate: flag('c', 'no-create'),
		date: withValue('d', 'date'),
		noDereference: flag('h', 'no-dereference'),
		time: withValue('time'),
		ignored: flag('f'),
		modification: flag('m'),
		reference: withValue('r', 'reference'),
		stamp: withValue('t'),
	},
	*main(run) {
		const { process, values, operands } = run;
		if (operands.length === 0) throw new Fatal('missing file operand', 1, true);
		const time = timeAsked();
		let status = 0;
		for (const path of operands) {
			try {
				if (!exists(process, path)) {
					if (values.noCreate) continue;
					if (values.noDereference) {
						yield* run.complain(`setting times of '${path}': No such file or directory`);
						status = 1;
						continue;
					}
					process.close(yield* process.open(path, { write: true, create: true }, 0o666));
				}
				const follow = values.noDereference !== true;
				const now = follow ? process.stat(path) : process.lstat(path);
				const [onlyAccess, onlyModification] = partsAsked();
				const atimeMs = onlyModification ? now.atimeMs : (time.atimeMs ?? time.mtimeMs);
				process.utimes(path, atimeMs, onlyAccess ? now.mtimeMs : time.mtimeMs, follow);
			} catch (error) {
				yield* run.complainOf(`cannot touch '${path}'`, error);
				status = 1;
			}
		}
		return status;

		/** Whether only the access time is to change, and whether only the other. */
		function partsAsked(): readonly [boolean, boolean] {
			const word = values.time;
			if (word !== undefined && !/^(?:access|atime|use|modify|mtime)$/.test(word)) {
				const valid = '\n  - ‘atime’, ‘access’, ‘use’\n  - ‘mtime’, ‘modify’';
				throw new Fatal(`invalid argument ‘${word}’ for ‘--time’\nValid arguments are:${valid}`, 1, true);
			}
			const access = values.access === true || /^(?:access|atime|use)$/.test(word ?? '');
			const modification = values.modification === true || /^m/.test(word ?? '');
			return [access && !modification, modification && !access];
		}

		function timeAsked(): { mtimeMs: number; atimeMs?: number } {
			const { date, reference, stamp } = values;
			if (stamp !== undefined && (date !== undefined || reference !== undefined)) {
				throw new Fatal('cannot specify times from more than one source', 1, true);
			}
			const sample = reference === undefined ? undefined : process.stat(reference);
			if (date !== undefined) {
				const mtimeMs = parseDate(date, sample?.mtimeMs ?? process.now());
				if (mtimeMs === undefined) throw new Fatal(`invalid date format ‘${date}’`);
				return { mtimeMs };
			}
			if (sample !== undefined) return sample;
			if (stamp === undefined) return { mtimeMs: process.now() };
			const match = /^(?:(\d{2})?(\d{2}))?(\d{2})(\d{2})(\d{2})(\d{2})(?:\.(\d{2}))?$/.exec(stamp);
			const text =
				match === null ? '' : `${yearOf(match)}-${match[3]}-${match[4]} ${match[5]}:${match[6]}:${match[7] ?? '00'}`;
			const mtimeMs = parseDate(text, process.now());
			if (match === null || mtimeMs === undefined) throw new Fatal(`invalid date format ‘${stamp}’`);
			return { mtimeMs };
		}

		/** Two digits up to 68 are of this century. */
		function yearOf([, century, year]: readonly (string | undefined)[]): string {
			if (year === undefined) return strftime('%Y', process.now());
			return `${century ?? (Number(year) < 69 ? '20' : '19')}${year}`;
		}
	},
});
