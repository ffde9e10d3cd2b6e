import { Fatal, forEachLine, gnuCommand } from '../gnu-command.ts';
import { flag, withValue } from '../options.ts';
import { COREUTILS } from './version.ts';

/** The column of the next tab stop after `column`. */
function nextStop(column: number, stops: readonly number[]): number {
	if (stops.length === 1) {
		const step = stops[0] as number;
		return (Math.floor(column / step) + 1) * step;
	}
	return stops.find((stop) => stop > column) ?? column + 1;
}

/** Models coreutils expand-common.c parse_tab_stops, validate_tab_stops. Throws Fatal. */
function parseStops(text = '8'): number[] {
	const wrong = /[^\d ,\t/+]/.exec(text);
	if (wrong !== null) throw new Fatal(`tab size contains invalid character(s): ‘${text.slice(wrong.index)}’`);
	const stops = text
		.split(/[ ,\t]+/)
		.filter((each) => each !== '')
		.map((each) => Number(each.replace(/^[/+]/, '')));
	if (stops.some((stop) => stop === 0)) throw new Fatal('tab size cannot be 0');
	if (stops.some((stop, at) => at > 0 && stop <= (stops[at - 1] as number)))
		throw new Fatal('tab sizes must be ascending');
	return stops.length === 0 ? [8] : stops;
}

export const expand = gnuCommand({
	name: 'expand',
	paths: ['/usr/bin/expand'],
	size: 39_384,
	version: `expand ${COREUTILS}`,
	help: `Usage: expand [OPTION]... [FILE]...
Convert tabs in each FILE to spaces, writing to standard output.

With no FILE, or when FILE is -, read standard input.

Mandatory arguments to long options are mandatory for short options too.
  -i, --initial    do not convert tabs after non blanks
  -t, --tabs=N     have tabs N characters apart, not 8
  -t, --tabs=LIST  use comma separated list of tab positions.
                     The last specified position can be prefixed with '/'
                     to specify a tab size to use after the last
                     explicitly specified tab stop.  Also a prefix of '+'
                     can be used to align remaining tab stops relative to
                     the last specified tab stop instead of the first column
      --help        display this help and exit
      --version     output version information and exit

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/expand>
or available locally via: info '(coreutils) expand invocation'
`,
	options: { initial: flag('i', 'initial'), tabs: withValue('t', 'tabs') },
	rewrite: (argv) => argv.map((word) => word.replace(/^-(\d+)$/, '-t$1')),
	*main(run) {
		const stops = parseStops(run.values.tabs);
		const initialOnly = run.values.initial === true;
		return yield* forEachLine(run, run.operands, (line, terminated) =>
			run.out.write(expanded(line, stops, initialOnly) + (terminated ? '\n' : '')),
		);
	},
});

function expanded(line: string, stops: readonly number[], initialOnly: boolean): string {
	let out = '';
	let column = 0;
	let initial = true;
	for (const char of line) {
		if (char === '\t' && (initial || !initialOnly)) {
			const stop = nextStop(column, stops);
			out += ' '.repeat(stop - column);
			column = stop;
			continue;
		}
		if (char !== ' ') initial = false;
		out += char;
		column++;
	}
	return out;
}

export const unexpand = gnuCommand({
	name: 'unexpand',
	paths: ['/usr/bin/unexpand'],
	size: 43_480,
	version: `unexpand ${COREUTILS}`,
	help: `Usage: unexpand [OPTION]... [FILE]...
Convert blanks in each FILE to tabs, writing to standard output.

With no FILE, or when FILE is -, read standard input.

Mandatory arguments to long options are mandatory for short options too.
  -a, --all        convert all blanks, instead of just initial blanks
      --first-only  convert only leading sequences of blanks (overrides -a)
  -t, --tabs=N     have tabs N characters apart instead of 8 (enables -a)
  -t, --tabs=LIST  use comma separated list of tab positions.
                     The last specified position can be prefixed with '/'
                     to specify a tab size to use after the last
                     explicitly specified tab stop.  Also a prefix of '+'
                     can be used to align remaining tab stops relative to
                     the last specified tab stop instead of the first column
      --help        display this help and exit
      --version     output version information and exit

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/unexpand>
or available locally via: info '(coreutils) unexpand invocation'
`,
	options: { all: flag('a', 'all'), firstOnly: flag('first-only'), tabs: withValue('t', 'tabs') },
	*main(run) {
		const stops = parseStops(run.values.tabs);
		const all = (run.values.all ?? (run.values.tabs !== undefined || undefined)) && !run.values.firstOnly;
		return yield* forEachLine(run, run.operands, (line, terminated) =>
			run.out.write(unexpanded(line, stops, all === true) + (terminated ? '\n' : '')),
		);
	},
});

function unexpanded(line: string, stops: readonly number[], all: boolean): string {
	let out = '';
	let column = 0;
	let blanks = '';
	let initial = true;
	for (const char of line) {
		if ((char === ' ' || char === '\t') && (initial || all)) {
			column = char === '\t' ? nextStop(column, stops) : column + 1;
			blanks += char;
			const atStop = char === '\t' || nextStop(column - 1, stops) === column;
			if (atStop && (blanks.length > 1 || char === '\t')) {
				out += '\t';
				blanks = '';
			}
			continue;
		}
		out += blanks + char;
		blanks = '';
		initial = false;
		column++;
	}
	return out + blanks;
}
