import { Fatal, gnuCommand } from '../gnu-command.ts';
import { flag, withValue } from '../options.ts';
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
  -m                     change only the modification time
  -r, --reference=FILE   use this file's times instead of current time
  -t [[CC]YY]MMDDhhmm[.ss]  use specified time instead of current time
      --help        display this help and exit
      --version     output version information and exit
`,
	options: {
		access: flag('a'),
		noCreate: flag('c', 'no-create'),
		date: withValue('d', 'date'),
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
					process.close(yield* process.open(path, { write: true, create: true }, 0o666));
				}
				const now = process.stat(path);
				process.utimes(path, values.modification ? now.atimeMs : time, values.access ? now.mtimeMs : time);
			} catch (error) {
				yield* run.complainOf(`cannot touch '${path}'`, error);
				status = 1;
			}
		}
		return status;

		function timeAsked(): number {
			if (values.reference !== undefined) return process.stat(values.reference).mtimeMs;
			if (values.date !== undefined) {
				const ms = parseDate(values.date, process.now());
				if (ms === undefined) throw new Fatal(`invalid date format ‘${values.date}’`);
				return ms;
			}
			if (values.stamp === undefined) return process.now();
			const match = /^(?:(\d{2})?(\d{2}))?(\d{2})(\d{2})(\d{2})(\d{2})(?:\.(\d{2}))?$/.exec(values.stamp);
			const year = match?.[2] === undefined ? '2026' : `${match[1] ?? '20'}${match[2]}`;
			const text = match === null ? '' : `${year}-${match[3]}-${match[4]} ${match[5]}:${match[6]}:${match[7] ?? '00'}`;
			const ms = parseDate(text, process.now());
			if (match === null || ms === undefined) throw new Fatal(`invalid date format ‘${values.stamp}’`);
			return ms;
		}
	},
});
