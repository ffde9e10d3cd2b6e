import type { Process } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeLossless, wholeCharacters } from '../../machinery/utf8.ts';
import { characterWidth } from '../../shell/readline/character-width.ts';
import { Fatal, forEachFile, gnuCommand } from '../gnu-command.ts';
import { flag, withValue } from '../options.ts';
import { concatenate } from '../stdio.ts';
import { isDirectory } from './copy-tree.ts';
import { fileNamesFrom } from './file-names.ts';
import { COREUTILS } from './version.ts';

interface Counts {
	lines: number;
	words: number;
	characters: number;
	bytes: number;
	longest: number;
}

export const wc = gnuCommand({
	name: 'wc',
	paths: ['/usr/bin/wc'],
	size: 55_744,
	version: `wc ${COREUTILS}`,
	help: `Usage: wc [OPTION]... [FILE]...
  or:  wc [OPTION]... --files0-from=F
Print newline, word, and byte counts for each FILE, and a total line if
more than one FILE is specified.  A word is a non-zero-length sequence of
printable characters delimited by white space.

With no FILE, or when FILE is -, read standard input.

The options below may be used to select which counts are printed, always in
the following order: newline, word, character, byte, maximum line length.
  -c, --bytes            print the byte counts
  -m, --chars            print the character counts
  -l, --lines            print the newline counts
  -L, --max-line-length  print the maximum display width
  -w, --words            print the word counts
      --files0-from=F    read the names from F, each ended by NUL
      --total=WHEN       a line of totals: auto, always, only, never
      --help        display this help and exit
      --version     output version information and exit
`,
	badInput: { close: '-' },
	options: {
		bytes: flag('c', 'bytes'),
		characters: flag('m', 'chars'),
		lines: flag('l', 'lines'),
		longest: flag('L', 'max-line-length'),
		words: flag('w', 'words'),
		filesFrom: withValue('files0-from'),
		total: withValue('total'),
		/** Of busybox; nobody can type it. */
		columnWidth: withValue(' columns'),
	},
	*main(run) {
		const { values } = run;
		const chosen = (['lines', 'words', 'characters', 'bytes', 'longest'] as const).filter((key) => values[key]);
		const columns = chosen.length > 0 ? chosen : (['lines', 'words', 'bytes'] as const);
		const rows: Row[] = [];
		const { filesFrom } = values;
		const { names, failed } =
			filesFrom === undefined
				? { names: run.operands, failed: false }
				: yield* fileNamesFrom(run, filesFrom, (name) => `'${name}'`);
		const totals = totalsOf(values.total);
		if (names.length === 0 && filesFrom !== undefined) return failed ? 1 : 0;
		let plainFiles = true;
		const worst = yield* forEachFile(
			run,
			names.length === 0 ? ['-'] : names,
			(fd, name) => {
				if (run.process.fstat(fd).type !== 'file') plainFiles = false;
				return countFile(run.process, fd, name, { columns, rows });
			},
			(name) => {
				// A directory is opened, and counts nothing.
				if (name === '-' || isDirectory(run.process, name)) {
					if (run.process.fileDescriptors().includes(0)) plainFiles = false;
					rows.push({ name, counts: { lines: 0, words: 0, characters: 0, bytes: 0, longest: 0 } });
				}
				return names.length === 0 ? "'standard input'" : name;
			},
		);
		const total = rows.reduce(add, { lines: 0, words: 0, characters: 0, bytes: 0, longest: 0 });
		const status = failed ? 1 : worst;
		const single = rows.length === 1 && columns.length === 1 && names.length <= 1;
		const usual = values.columnWidth === undefined ? 7 : Number(values.columnWidth);
		const padded = plainFiles && values.columnWidth === undefined ? 1 : usual;
		// Names that come one by one say nothing of how wide the numbers will be.
		const width = single || filesFrom === '-' ? 1 : Math.max(padded, String(total.bytes).length);
		const line = (counts: Counts, name: string): string => {
			const numbers = columns.map((key) => String(counts[key]).padStart(width)).join(' ');
			return name === '' ? `${numbers}\n` : `${numbers} ${name}\n`;
		};
		if (totals === 'only') {
			yield* run.out.write(`${columns.map((key) => String(total[key])).join(' ')}\n`);
			return status;
		}
		for (const row of rows) yield* run.out.write(line(row.counts, names.length === 0 ? '' : row.name));
		if (totals === 'always' || (totals === 'auto' && names.length > 1)) yield* run.out.write(line(total, 'total'));
		return status;
	},
});

const TOTALS = ['auto', 'always', 'only', 'never'] as const;

function totalsOf(text = 'auto'): (typeof TOTALS)[number] {
	const found = TOTALS.filter((each) => each.startsWith(text));
	if (found.length === 1) return found[0] as (typeof TOTALS)[number];
	const list = TOTALS.map((each) => `\n  - ‘${each}’`).join('');
	throw new Fatal(`invalid argument ‘${text}’ for ‘--total’\nValid arguments are:${list}`, 1, true);
}

interface Row {
	readonly name: string;
	readonly counts: Counts;
}

const CHUNK_BYTES = 65_536;
const PIECE_BYTES = 8_192;
/** What a piece costs when its characters are looked at, and when only its newlines are. */
const CHARACTERS_STEPS = 40;
const NEWLINES_STEPS = 4;
const NEWLINE = 10;

function* countFile(
	process: Process,
	fd: number,
	name: string,
	{ columns, rows }: { readonly columns: readonly (keyof Counts)[]; readonly rows: Row[] },
): Task<void> {
	const counter = new Counter(columns);
	for (;;) {
		const bytes = yield* process.read(fd, CHUNK_BYTES);
		if (bytes.length === 0) break;
		for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
			counter.feed(bytes.subarray(at, at + PIECE_BYTES));
			yield* process.tick(counter.looksAtCharacters ? CHARACTERS_STEPS : NEWLINES_STEPS);
		}
	}
	rows.push({ name, counts: counter.end() });
}

/** Counts what comes piece by piece; only what is asked for. */
class Counter {
	readonly looksAtCharacters: boolean;
	readonly #measures: boolean;
	readonly #counts: Counts = { lines: 0, words: 0, characters: 0, bytes: 0, longest: 0 };
	#undecoded: Uint8Array = new Uint8Array(0);
	#isInWord = false;
	#column = 0;

	constructor(columns: readonly (keyof Counts)[]) {
		this.#measures = columns.includes('longest');
		this.looksAtCharacters = this.#measures || columns.includes('words') || columns.includes('characters');
	}

	feed(bytes: Uint8Array): void {
		this.#counts.bytes += bytes.length;
		if (!this.looksAtCharacters) {
			for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) this.#counts.lines++;
			return;
		}
		const all = this.#undecoded.length === 0 ? bytes : concatenate([this.#undecoded, bytes]);
		const whole = wholeCharacters(all);
		this.#undecoded = all.slice(whole);
		this.#count(decodeLossless(all.subarray(0, whole)));
	}

	end(): Counts {
		if (this.#undecoded.length > 0) this.#count(decodeLossless(this.#undecoded));
		return this.#counts;
	}

	#count(text: string): void {
		const counts = this.#counts;
		for (const char of text) {
			// What is no character counts as none.
			if (char >= '\udc80' && char <= '\udcff') continue;
			counts.characters++;
			const isBlank = char <= ' ' ? BLANKS.includes(char) : char > '~' && /\s/.test(char);
			if (isBlank) this.#isInWord = false;
			else if (!this.#isInWord && !isControl(char)) {
				counts.words++;
				this.#isInWord = true;
			}
			if (char === '\n') counts.lines++;
			if (!this.#measures) continue;
			// Tabs go to the next eighth.
			if (char === '\n') this.#column = 0;
			else if (char === '\t') this.#column += 8 - (this.#column % 8);
			else this.#column += characterWidth(char);
			if (this.#column > counts.longest) counts.longest = this.#column;
		}
	}
}

/** Of control characters alone there is no word. */
function isControl(char: string): boolean {
	return char < ' ' || (char >= '\x7f' && char < '\xa0');
}

const BLANKS = ' \t\n\v\f\r';

function add(sum: Counts, row: { counts: Counts }): Counts {
	return {
		lines: sum.lines + row.counts.lines,
		words: sum.words + row.counts.words,
		characters: sum.characters + row.counts.characters,
		bytes: sum.bytes + row.counts.bytes,
		longest: Math.max(sum.longest, row.counts.longest),
	};
}
