import { compilePosix, RegexpSyntaxError } from '../../machinery/regexp.ts';
import type { Task } from '../../machinery/task.ts';
import { Fatal, forEachLine, gnuCommand, type Run } from '../gnu-command.ts';
import { flag, withValue } from '../options.ts';
import { COREUTILS } from './version.ts';

const options = {
	body: withValue('b', 'body-numbering'),
	delimiter: withValue('d', 'section-delimiter'),
	footer: withValue('f', 'footer-numbering'),
	header: withValue('h', 'header-numbering'),
	increment: withValue('i', 'line-increment'),
	join: withValue('l', 'join-blank-lines'),
	format: withValue('n', 'number-format'),
	noRenumber: flag('p', 'no-renumber'),
	separator: withValue('s', 'number-separator'),
	start: withValue('v', 'starting-line-number'),
	width: withValue('w', 'number-width'),
};

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
	badInput: { close: '-' },
	options,
	*main(run) {
		return yield* new Numbering(run).start();
	},
});

const STYLE_NAMES = { body: 'body', header: 'header', footer: 'footer' } as const;
type Section = keyof typeof STYLE_NAMES;

/** Models nl.c: sections of a page, each numbered in its own style. */
class Numbering {
	readonly #run: Run<typeof options>;
	readonly #styles: Readonly<Record<Section, (line: string) => boolean>>;
	readonly #all: Readonly<Record<Section, boolean>>;
	readonly #start: number;
	readonly #step: number;
	readonly #width: number;
	readonly #join: number;
	#section: Section = 'body';
	#number: number;
	#blanks = 0;

	constructor(run: Run<typeof options>) {
		this.#run = run;
		const { values } = run;
		const style = (section: Section, fallback: string): ((line: string) => boolean) =>
			styleOf(section, values[section] ?? fallback);
		this.#styles = { header: style('header', 'n'), body: style('body', 't'), footer: style('footer', 'n') };
		this.#all = { header: values.header === 'a', body: values.body === 'a', footer: values.footer === 'a' };
		this.#start = integer(values.start ?? '1', 'starting line number');
		this.#number = this.#start;
		this.#step = integer(values.increment ?? '1', 'line number increment');
		this.#join = positive(values.join ?? '1', 'line number of blank lines');
		this.#width = positive(values.width ?? '6', 'line number field width');
		const { format = 'rn' } = values;
		if (!/^(ln|rn|rz)$/.test(format)) throw new Fatal(`invalid line numbering format: ‘${format}’`, 1, true);
	}

	start(): Task<number> {
		return forEachLine(this.#run, this.#run.operands, (line) => this.#line(line));
	}

	#line(line: string): Task<void> {
		const { values, out } = this.#run;
		const { delimiter = '\\:' } = values;
		const mark = [...delimiter].length === 1 ? `${delimiter}:` : delimiter;
		if (mark !== '') {
			const sections = { [mark.repeat(3)]: 'header', [mark.repeat(2)]: 'body', [mark]: 'footer' } as const;
			const section = (sections as Readonly<Record<string, Section>>)[line];
			if (section !== undefined) {
				this.#section = section;
				if (!values.noRenumber) this.#number = this.#start;
				return out.write('\n');
			}
		}
		const separator = values.separator ?? '\t';
		if (!this.#isNumbered(line)) return out.write(`${' '.repeat(this.#width + separator.length)}${line}\n`);
		const text = String(this.#number);
		this.#number += this.#step;
		return out.write(`${this.#field(text)}${separator}${line}\n`);
	}

	#isNumbered(line: string): boolean {
		if (!this.#all[this.#section] || this.#join <= 1) return this.#styles[this.#section](line);
		if (line !== '') {
			this.#blanks = 0;
			return true;
		}
		if (++this.#blanks < this.#join) return false;
		this.#blanks = 0;
		return true;
	}

	#field(text: string): string {
		const { format = 'rn' } = this.#run.values;
		if (format === 'ln') return text.padEnd(this.#width);
		if (format === 'rn') return text.padStart(this.#width);
		return text.startsWith('-') ? `-${text.slice(1).padStart(this.#width - 1, '0')}` : text.padStart(this.#width, '0');
	}
}

function styleOf(section: Section, style: string): (line: string) => boolean {
	if (style === 'a') return () => true;
	if (style === 't') return (line) => line !== '';
	if (style === 'n') return () => false;
	if (!style.startsWith('p')) throw new Fatal(`invalid ${STYLE_NAMES[section]} numbering style: ‘${style}’`, 1, true);
	try {
		const pattern = compilePosix(style.slice(1), 'basic');
		return (line) => pattern.test(line);
	} catch (error) {
		if (!(error instanceof RegexpSyntaxError)) throw error;
		throw new Fatal(error.message);
	}
}

function integer(text: string, what: string): number {
	if (!/^[-+]?\d+$/.test(text)) throw new Fatal(`invalid ${what}: ‘${text}’`);
	return Number(text);
}

function positive(text: string, what: string): number {
	const number = integer(text, what);
	if (number < 1) throw new Fatal(`invalid ${what}: ‘${text}’: Numerical result out of range`);
	return number;
}
