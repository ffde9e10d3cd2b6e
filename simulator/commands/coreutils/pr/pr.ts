import { SystemError } from '../../../kernel/process-api.ts';
import type { Task } from '../../../machinery/task.ts';
import { encodeLossless } from '../../../machinery/utf8.ts';
import { Fatal, gnuCommand, type Run } from '../../gnu-command.ts';
import { flag, mayHaveValue, withValue } from '../../options.ts';
import { quotedName } from '../../quoted-name.ts';
import { COREUTILS } from '../version.ts';
import { ByteSource } from './byte-source.ts';
import type { Opened } from './columns.ts';
import { layoutFor, settleOldOptions, type Wishes } from './layout.ts';
import { Pages } from './pages.ts';

const digit = (name: string): ReturnType<typeof flag> => flag(name);

const options = {
	digit0: digit('0'),
	digit1: digit('1'),
	digit2: digit('2'),
	digit3: digit('3'),
	digit4: digit('4'),
	digit5: digit('5'),
	digit6: digit('6'),
	digit7: digit('7'),
	digit8: digit('8'),
	digit9: digit('9'),
	pages: withValue('pages'),
	columns: withValue('columns'),
	across: flag('a', 'across'),
	balance: flag('b'),
	hats: flag('c', 'show-control-chars'),
	doubleSpace: flag('d', 'double-space'),
	dateFormat: withValue('D', 'date-format'),
	expand: mayHaveValue('e', 'expand-tabs'),
	formFeed: flag('f', 'F', 'form-feed'),
	header: withValue('h', 'header'),
	tabify: mayHaveValue('i', 'output-tabs'),
	join: flag('J', 'join-lines'),
	length: withValue('l', 'length'),
	merge: flag('m', 'merge'),
	number: mayHaveValue('n', 'number-lines'),
	firstLine: withValue('N', 'first-line-number'),
	margin: withValue('o', 'indent'),
	quiet: flag('r', 'no-file-warnings'),
	oldSeparator: mayHaveValue('s', 'separator'),
	separator: mayHaveValue('S', 'sep-string'),
	omitHeader: flag('t', 'omit-header'),
	omitPagination: flag('T', 'omit-pagination'),
	octal: flag('v', 'show-nonprinting'),
	width: withValue('w', 'width'),
	pageWidth: withValue('W', 'page-width'),
};
type Options = typeof options;

export const pr = gnuCommand({
	name: 'pr',
	paths: ['/usr/bin/pr'],
	size: 81_008,
	version: `pr ${COREUTILS}`,
	help: `Usage: pr [OPTION]... [FILE]...
Paginate or columnate FILE(s) for printing.

With no FILE, or when FILE is -, read standard input.

Mandatory arguments to long options are mandatory for short options too.
  +FIRST_PAGE[:LAST_PAGE], --pages=FIRST_PAGE[:LAST_PAGE]
                    begin [stop] printing with page FIRST_[LAST_]PAGE
  -COLUMN, --columns=COLUMN
                    output COLUMN columns and print columns down,
                    unless -a is used. Balance number of lines in the
                    columns on each page
  -a, --across      print columns across rather than down, used together
                    with -COLUMN
  -c, --show-control-chars
                    use hat notation (^G) and octal backslash notation
  -d, --double-space
                    double space the output
  -D, --date-format=FORMAT
                    use FORMAT for the header date
  -e[CHAR[WIDTH]], --expand-tabs[=CHAR[WIDTH]]
                    expand input CHARs (TABs) to tab WIDTH (8)
  -F, -f, --form-feed
                    use form feeds instead of newlines to separate pages
                    (by a 3-line page header with -F or a 5-line header
                    and trailer without -F)
  -h, --header=HEADER
                    use a centered HEADER instead of filename in page header,
                    -h "" prints a blank line, don't use -h""
  -i[CHAR[WIDTH]], --output-tabs[=CHAR[WIDTH]]
                    replace spaces with CHARs (TABs) to tab WIDTH (8)
  -J, --join-lines  merge full lines, turns off -W line truncation, no column
                    alignment, --sep-string[=STRING] sets separators
  -l, --length=PAGE_LENGTH
                    set the page length to PAGE_LENGTH (66) lines
                    (default number of lines of text 56, and with -F 63).
                    implies -t if PAGE_LENGTH <= 10
  -m, --merge       print all files in parallel, one in each column,
                    truncate lines, but join lines of full length with -J
  -n[SEP[DIGITS]], --number-lines[=SEP[DIGITS]]
                    number lines, use DIGITS (5) digits, then SEP (TAB),
                    default counting starts with 1st line of input file
  -N, --first-line-number=NUMBER
                    start counting with NUMBER at 1st line of first
                    page printed (see +FIRST_PAGE)
  -o, --indent=MARGIN
                    offset each line with MARGIN (zero) spaces, do not
                    affect -w or -W, MARGIN will be added to PAGE_WIDTH
  -r, --no-file-warnings
                    omit warning when a file cannot be opened
  -s[CHAR], --separator[=CHAR]
                    separate columns by a single character, default for CHAR
                    is the <TAB> character without -w and 'no char' with -w.
                    -s[CHAR] turns off line truncation of all 3 column
                    options (-COLUMN|-a -COLUMN|-m) except -w is set
  -S[STRING], --sep-string[=STRING]
                    separate columns by STRING,
                    without -S: Default separator <TAB> with -J and <space>
                    otherwise (same as -S" "), no effect on column options
  -t, --omit-header  omit page headers and trailers;
                     implied if PAGE_LENGTH <= 10
  -T, --omit-pagination
                    omit page headers and trailers, eliminate any pagination
                    by form feeds set in input files
  -v, --show-nonprinting
                    use octal backslash notation
  -w, --width=PAGE_WIDTH
                    set page width to PAGE_WIDTH (72) characters for
                    multiple text-column output only, -s[char] turns off (72)
  -W, --page-width=PAGE_WIDTH
                    set page width to PAGE_WIDTH (72) characters always,
                    truncate lines, except -J option is set, no interference
                    with -S or -s
      --help        display this help and exit
      --version     output version information and exit

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/pr>
or available locally via: info '(coreutils) pr invocation'
`,
	options,
	*main(run) {
		const wishes = wishesOf(run);
		const names = run.operands.filter((word) => {
			if (wishes.firstPage > 0 || !word.startsWith('+')) return true;
			return !readPages(wishes, word.slice(1), '+ argument');
		});
		wishes.firstPage ||= 1;
		if (wishes.merge && wishes.explicitColumns) {
			throw new Fatal('cannot specify number of columns when printing in parallel');
		}
		if (wishes.merge && wishes.across) throw new Fatal('cannot specify both printing across and printing in parallel');
		settleOldOptions(wishes);
		const print = new Printing(run, wishes);
		if (names.length === 0) yield* print.standardInput();
		else if (wishes.merge) yield* print.merged(names);
		else for (const name of names) yield* print.file(name);
		return print.status;
	},
});

class Printing {
	readonly #run: Run<Options>;
	readonly #wishes: Wishes;
	readonly #input: ByteSource;
	status = 0;

	constructor(run: Run<Options>, wishes: Wishes) {
		this.#run = run;
		this.#wishes = wishes;
		this.#input = new ByteSource(run.process, 0);
	}

	*standardInput(): Task<void> {
		const file = { name: 'standard input', source: this.#input };
		yield* new Pages(this.#run, layoutFor(this.#wishes, 0), [file], '', this.#run.process.now()).print();
	}

	*merged(names: readonly string[]): Task<void> {
		const layout = layoutFor(this.#wishes, names.length);
		const files: Opened[] = [];
		for (const name of names) {
			const file = yield* this.#open(name);
			if (file !== undefined) files.push(file);
		}
		if (files.length === 0) return;
		const columns = { ...layout, columns: files.length };
		yield* new Pages(this.#run, columns, files, '', this.#run.process.now()).print();
	}

	*file(name: string): Task<void> {
		const layout = layoutFor(this.#wishes, 1);
		const file = yield* this.#open(name);
		if (file === undefined) return;
		const { process } = this.#run;
		const isInput = name === '-';
		const mtimeMs = isInput ? process.now() : process.stat(name).mtimeMs;
		yield* new Pages(this.#run, layout, [file], isInput ? '' : name, mtimeMs).print();
	}

	*#open(name: string): Task<Opened | undefined> {
		const { process } = this.#run;
		if (name === '-') return { name: 'standard input', source: this.#input };
		try {
			return { name, source: new ByteSource(process, yield* process.open(name, { read: true })) };
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			this.status = 1;
			if (!this.#wishes.quiet) yield* this.#run.complainOf(quotedName(name), error);
			return undefined;
		}
	}
}

const TAB = 9;

function wishesOf({ values, given }: Run<Options>): Wishes {
	const wishes: Wishes = {
		firstPage: 0,
		lastPage: Number.POSITIVE_INFINITY,
		columns: 1,
		explicitColumns: false,
		across: values.across === true,
		merge: values.merge === true,
		hats: values.hats === true,
		octal: values.octal === true,
		doubleSpace: values.doubleSpace === true,
		dateFormat: values.dateFormat ?? '%Y-%m-%d %H:%M',
		expand: false,
		inputTab: TAB,
		inputTabWidth: 8,
		tabify: false,
		outputTab: TAB,
		outputTabWidth: 8,
		formFeed: values.formFeed === true,
		header: values.header,
		join: values.join === true,
		length: 66,
		numbered: false,
		numberSeparator: TAB,
		digits: 5,
		firstLine: undefined,
		margin: 0,
		quiet: values.quiet === true,
		extremities: true,
		keepFormFeeds: false,
		separator: [],
		useSeparator: false,
		truncate: false,
		width: 72,
		oldSeparator: false,
		oldWidth: false,
	};
	let count = '';
	let isCounting = false;
	for (const { key, value } of given) {
		if (key.startsWith('digit')) {
			count = (isCounting ? count : '') + key.slice(5);
			isCounting = true;
			continue;
		}
		isCounting = false;
		take(wishes, key, value);
		if (key === 'columns') count = '';
	}
	if (count !== '') readColumns(wishes, count);
	return wishes;
}

/** What takes effect in the order given. */
function take(wishes: Wishes, key: keyof Options, value: string | undefined): void {
	const text = value ?? '';
	switch (key) {
		case 'pages':
			readPages(wishes, text, '--pages argument');
			break;
		case 'columns':
			readColumns(wishes, text);
			break;
		case 'expand':
			wishes.expand = true;
			[wishes.inputTab, wishes.inputTabWidth] = byteAndNumber('e', text, wishes.inputTab, wishes.inputTabWidth);
			break;
		case 'tabify':
			wishes.tabify = true;
			[wishes.outputTab, wishes.outputTabWidth] = byteAndNumber('i', text, wishes.outputTab, wishes.outputTabWidth);
			break;
		case 'number':
			wishes.numbered = true;
			[wishes.numberSeparator, wishes.digits] = byteAndNumber('n', text, wishes.numberSeparator, wishes.digits);
			break;
		case 'length':
			wishes.length = numberOf(text, 1, "'-l PAGE_LENGTH' invalid number of lines");
			break;
		case 'firstLine':
			wishes.firstLine = numberOf(text, -INT_MAX - 1, "'-N NUMBER' invalid starting line number");
			break;
		case 'margin':
			wishes.margin = bounded(numberOf(text, 0, "'-o MARGIN' invalid line offset"));
			break;
		case 'oldSeparator':
			wishes.oldSeparator = true;
			if (!wishes.useSeparator && value !== undefined) wishes.separator = [...encodeLossless(text)];
			break;
		case 'separator':
			wishes.oldSeparator = false;
			wishes.useSeparator = true;
			wishes.separator = [...encodeLossless(text)];
			break;
		case 'omitHeader':
			wishes.extremities = false;
			wishes.keepFormFeeds = true;
			break;
		case 'omitPagination':
			wishes.extremities = false;
			wishes.keepFormFeeds = false;
			break;
		case 'width': {
			wishes.oldWidth = true;
			const width = bounded(numberOf(text, 1, "'-w PAGE_WIDTH' invalid number of characters"));
			if (!wishes.truncate) wishes.width = width;
			break;
		}
		case 'pageWidth':
			wishes.oldWidth = false;
			wishes.truncate = true;
			wishes.width = bounded(numberOf(text, 1, "'-W PAGE_WIDTH' invalid number of characters"));
			break;
	}
}

const INT_MAX = 2 ** 31 - 1;
/** Differs: of widths, which GNU takes as large as memory is. */
const WIDTH_MAX = 100_000;

function bounded(width: number): number {
	if (width > WIDTH_MAX) throw new Fatal('memory exhausted');
	return width;
}

function numberOf(text: string, least: number, what: string): number {
	if (!/^\s*[-+]?\d+$/.test(text)) throw new Fatal(`${what}: ‘${text}’`);
	const value = Number(text);
	if (value > INT_MAX || value < -INT_MAX - 1) {
		throw new Fatal(`${what}: ‘${text}’: Value too large for defined data type`);
	}
	if (value < least) throw new Fatal(`${what}: ‘${text}’: Numerical result out of range`);
	return value;
}

function readColumns(wishes: Wishes, text: string): void {
	wishes.columns = numberOf(text, 1, 'invalid number of columns');
	wishes.explicitColumns = true;
}

/** FIRST[:LAST]. Returns whether it was that. */
function readPages(wishes: Wishes, text: string, what: string): boolean {
	const [, first, rest = ''] = /^\s*\+?(\d+)(.*)$/s.exec(text) ?? [];
	if (first === undefined) throw new Fatal(`invalid ${what} '${text}'`);
	const last = /^:(\d+)$/.exec(rest)?.[1];
	if (rest.startsWith(':') && last === undefined) throw new Fatal(`invalid ${what} '${text}'`);
	const tooLarge = [first, last].some((each) => each !== undefined && BigInt(each) >= 2n ** 64n);
	if (tooLarge) throw new Fatal(`${what} '${text}' too large`);
	const isRange = Number(first) > 0 && (last === undefined ? rest === '' : Number(last) >= Number(first));
	if (!isRange) {
		if (what.startsWith('+')) return false;
		throw new Fatal(`invalid page range ‘${text}’`);
	}
	wishes.firstPage = Number(first);
	if (last !== undefined) wishes.lastPage = Number(last);
	return true;
}

/** [CHAR[NUMBER]] of -e, -i and -n. */
function byteAndNumber(letter: string, text: string, byte: number, number: number): [number, number] {
	const bytes = encodeLossless(text);
	const named = bytes.length > 0 && !/^\d/.test(text);
	const rest = named ? text.slice(1) : text;
	const what = named ? (bytes[0] as number) : byte;
	if (rest === '') return [what, number];
	const value = /^\d+$/.test(rest) ? Number(rest) : 0;
	if (value > 0 && value <= INT_MAX) return [what, bounded(value)];
	const reason = value > 0 ? ': Value too large for defined data type' : '';
	throw new Fatal(`'-${letter}' extra characters or invalid number in the argument: ‘${rest}’${reason}`, 1, true);
}
