import { Fatal, forEachLine, gnuCommand } from '../gnu-command.ts';
import { withValue } from '../options.ts';
import { COREUTILS } from './version.ts';

export const nl = gnuCommand({
	name: 'nl',
	paths: ['/usr/bin/nl'],
	size: 43_480,
	version: `nl ${COREUTILS}`,
	help: `Usage: nl [OPTION]... [FILE]...
Write each FILE to standard output, with line numbers added.

With no FILE, or when FILE is -, read standard input.

Mandatory arguments to long options are mandatory for short options too.
  -b, --body-numbering=STYLE      use STYLE for numbering body lines
  -d, --section-delimiter=CC      use CC for logical page delimiters
  -f, --footer-numbering=STYLE    use STYLE for numbering footer lines
  -h, --header-numbering=STYLE    use STYLE for numbering header lines
  -i, --line-increment=NUMBER     line number increment at each line
  -l, --join-blank-lines=NUMBER   group of NUMBER empty lines counted as one
  -n, --number-format=FORMAT      insert line numbers according to FORMAT
  -p, --no-renumber               do not reset line numbers for each section
  -s, --number-separator=STRING   add STRING after (possible) line number
  -v, --starting-line-number=NUMBER  first line number for each section
  -w, --number-width=NUMBER       use NUMBER columns for line numbers
      --help        display this help and exit
      --version     output version information and exit

Default options are: -bt -d'\\:' -fn -hn -i1 -l1 -n'rn' -s<TAB> -v1 -w6

CC are two delimiter characters used to construct logical page delimiters;
a missing second character implies ':'.  As a GNU extension one can specify
more than two characters, and also specifying the empty string (-d '')
disables section matching.

STYLE is one of:

  a      number all lines
  t      number only nonempty lines
  n      number no lines
  pBRE   number only lines that contain a match for the basic regular
         expression, BRE

FORMAT is one of:

  ln     left justified, no leading zeros
  rn     right justified, no leading zeros
  rz     right justified, leading zeros


GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/nl>
or available locally via: info '(coreutils) nl invocation'
`,
	options: {
		body: withValue('b', 'body-numbering'),
		increment: withValue('i', 'line-increment'),
		format: withValue('n', 'number-format'),
		separator: withValue('s', 'number-separator'),
		start: withValue('v', 'starting-line-number'),
		width: withValue('w', 'number-width'),
	},
	*main(run) {
		const { body = 't', increment = '1', format = 'rn', separator = '\t', start = '1', width = '6' } = run.values;
		if (!/^[atn]$/.test(body)) throw new Fatal(`invalid body numbering style: ‘${body}’`, 1, true);
		if (!/^(ln|rn|rz)$/.test(format)) throw new Fatal(`invalid line numbering format: ‘${format}’`, 1, true);
		if (!/^[1-9]\d*$/.test(width)) throw new Fatal(`invalid line number field width: ‘${width}’`);
		let number = Number(start);
		const columns = Number(width);
		return yield* forEachLine(run, run.operands, (line) => {
			if (body === 'n' || (body === 't' && line === '')) {
				return run.out.write(`${' '.repeat(columns + separator.length)}${line}\n`);
			}
			const text = String(number);
			const field = format === 'ln' ? text.padEnd(columns) : text.padStart(columns, format === 'rz' ? '0' : ' ');
			number += Number(increment);
			return run.out.write(`${field}${separator}${line}\n`);
		});
	},
});
