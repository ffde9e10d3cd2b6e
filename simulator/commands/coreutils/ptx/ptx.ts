import { SystemError } from '../../../kernel/process-api.ts';
import { compilePosix, type Regexp, RegexpSyntaxError } from '../../../machinery/regexp.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeLossless, encodeLossless } from '../../../machinery/utf8.ts';
import { complaintOf, Fatal, gnuCommand, type Run } from '../../gnu-command.ts';
import { flag, withValue } from '../../options.ts';
import { quotedName } from '../../quoted-name.ts';
import { Output, readAll, readFile } from '../../stdio.ts';
import { COREUTILS } from '../version.ts';
import { type Field, type Fields, fieldsOf, type Occurrence, referenceEnd, type Widths } from './fields.ts';
import { passBlack, passWhite, WordShape, withoutWhite } from './words.ts';

const options = {
	auto: flag('A', 'auto-reference'),
	traditional: flag('G', 'traditional'),
	mark: withValue('F', 'flag-truncation'),
	macro: withValue('M', 'macro-name'),
	roff: flag('O'),
	tex: flag('T'),
	format: withValue('format'),
	right: flag('R', 'right-side-refs'),
	sentence: withValue('S', 'sentence-regexp'),
	word: withValue('W', 'word-regexp'),
	breaks: withValue('b', 'break-file'),
	fold: flag('f', 'ignore-case'),
	gap: withValue('g', 'gap-size'),
	ignore: withValue('i', 'ignore-file'),
	only: withValue('o', 'only-file'),
	references: flag('r', 'references'),
	typeset: flag('t', 'typeset-mode'),
	width: withValue('w', 'width'),
};

/** Differs: input is at most a megabyte, widths are at most 100,000. */
export const ptx = gnuCommand({
	name: 'ptx',
	paths: ['/usr/bin/ptx'],
	size: 138_480,
	version: `ptx ${COREUTILS}`,
	help: `Usage: ptx [OPTION]... [INPUT]...   (without -G)
  or:  ptx -G [OPTION]... [INPUT [OUTPUT]]
Output a permuted index, including context, of the words in the input files.

With no FILE, or when FILE is -, read standard input.

Mandatory arguments to long options are mandatory for short options too.
  -A, --auto-reference           output automatically generated references
  -G, --traditional              behave more like System V 'ptx'
  -F, --flag-truncation=STRING   use STRING for flagging line truncations.
                                 The default is '/'
  -M, --macro-name=STRING        macro name to use instead of 'xx'
  -O, --format=roff              generate output as roff directives
  -R, --right-side-refs          put references at right, not counted in -w
  -S, --sentence-regexp=REGEXP   for end of lines or end of sentences
  -T, --format=tex               generate output as TeX directives
  -W, --word-regexp=REGEXP       use REGEXP to match each keyword
  -b, --break-file=FILE          word break characters in this FILE
  -f, --ignore-case              fold lower case to upper case for sorting
  -g, --gap-size=NUMBER          gap size in columns between output fields
  -i, --ignore-file=FILE         read ignore word list from FILE
  -o, --only-file=FILE           read only word list from this FILE
  -r, --references               first field of each line is a reference
  -t, --typeset-mode               - not implemented -
  -w, --width=NUMBER             output width in columns, reference excluded
      --help        display this help and exit
      --version     output version information and exit

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/ptx>
or available locally via: info '(coreutils) ptx invocation'
`,
	options,
	*main(run) {
		const { values, operands, process } = run;
		const width = numberOf(values.width ?? '72', 'line width');
		const gap = numberOf(values.gap ?? '3', 'gap width');
		const format = formatOf(run);
		const [, target, extra] = values.traditional ? operands : [];
		if (extra !== undefined) throw new Fatal(`extra operand ‘${extra}’`, 1, true);
		const sentence = sentenceOf(run);
		const word = values.word === undefined || values.word === '' ? undefined : expressionOf(values.word, values.fold);
		const breaks = values.breaks === undefined ? undefined : yield* contentOf(run, values.breaks);
		const white = ' \t\n';
		const byDefault = values.traditional ? white : undefined;
		const apart = breaks === undefined ? byDefault : breaks + (values.traditional ? white : '');
		const index = new Index(run, sentence, new WordShape(word, apart));
		index.ignored = values.ignore === undefined ? undefined : yield* index.wordList(values.ignore);
		index.wanted = values.only === undefined ? undefined : yield* index.wordList(values.only);
		const names = values.traditional ? operands.slice(0, 1) : operands;
		for (const name of names.length === 0 ? [''] : names) yield* index.read(name === '-' ? '' : name);
		const fd = target === undefined ? 1 : yield* process.open(target, { write: true, create: true, truncate: true });
		const out = fd === 1 ? run.out : new Output(process, fd);
		yield* index.print(out, { width, gap, format });
		yield* out.flush();
		return 0;
	},
});

type Format = 'plain' | 'roff' | 'tex';
const WIDTH_MAX = 100_000;
const INPUT_MAX = 1_048_576;

function numberOf(text: string, what: string): number {
	const value = /^\s*\+?\d+$/.test(text) ? Number(text) : 0;
	if (value < 1 || value >= 2 ** 63) throw new Fatal(`invalid ${what}: ‘${text}’`);
	if (value > WIDTH_MAX) throw new Fatal('memory exhausted');
	return value;
}

function formatOf({ given, values }: Run<typeof options>): Format {
	let format: Format = values.traditional ? 'roff' : 'plain';
	for (const { key, value = '' } of given) {
		if (key === 'roff' || key === 'tex') format = key;
		if (key !== 'format') continue;
		const name = (['roff', 'tex'] as const).find((each) => value !== '' && each.startsWith(value));
		if (name === undefined) {
			const valid = 'Valid arguments are:\n  - ‘roff’\n  - ‘tex’';
			throw new Fatal(`invalid argument ‘${value}’ for ‘--format’\n${valid}`, 1, true);
		}
		format = name;
	}
	return format;
}

interface Sentence {
	readonly source: string;
	readonly expression: Regexp;
}

/** What ends a sentence; undefined when all of a file is one. */
function sentenceOf({ values }: Run<typeof options>): Sentence | undefined {
	if (values.sentence === '') return undefined;
	const own = values.traditional || values.references ? '\\n' : '[.?!][]"\')}]*\\($\\|\\t\\|  \\)[ \\t\\n]*';
	const source = values.sentence ?? own;
	return { source, expression: expressionOf(source, values.fold) };
}

/** Of Emacs' syntax: groups and alternatives have backslashes, repetitions have none. */
function expressionOf(source: string, fold: true | undefined): Regexp {
	const extended = plain(source).replace(/\[\^?\]?[^\]]*\]|\\([\s\S])|[(){}|]/g, (part, escaped?: string) => {
		if (part.startsWith('[')) return part;
		if (escaped !== undefined) return '()|{}'.includes(escaped) && !'{}'.includes(escaped) ? escaped : part;
		return `\\${part}`;
	});
	try {
		return compilePosix(extended, 'extended', { multiline: true, ignoreCase: fold === true });
	} catch (error) {
		if (!(error instanceof RegexpSyntaxError)) throw error;
		throw new Fatal(`Invalid regular expression (for regexp ‘${source}’)`);
	}
}

const ESCAPES = new Map(Object.entries({ a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' }));

/** Escapes of C; others are left. */
function plain(text: string): string {
	return bytesOf(text).replace(/\\([abfnrtv])/g, (_, letter: string) => ESCAPES.get(letter) as string);
}

/** A character for each byte. */
function bytesOf(text: string): string {
	return characters(encodeLossless(text));
}

function characters(bytes: Uint8Array): string {
	let text = '';
	for (let at = 0; at < bytes.length; at += 4096) text += String.fromCharCode(...bytes.subarray(at, at + 4096));
	return text;
}

function* contentOf(run: Run<typeof options>, name: string): Task<string> {
	try {
		const bytes = name === '' ? yield* readAll(run.process, 0) : yield* readFile(run.process, name);
		if (bytes.length > INPUT_MAX) throw new Fatal('memory exhausted');
		return characters(bytes);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		throw new Fatal(complaintOf(name === '' ? '-' : quotedName(name), error));
	}
}

interface Plan {
	readonly width: number;
	readonly gap: number;
	readonly format: Format;
}

class Index {
	readonly #run: Run<typeof options>;
	readonly #sentence: Sentence | undefined;
	readonly #words: WordShape;
	readonly #texts: string[] = [];
	readonly #names: string[] = [];
	/** Keywords in the order of the input, by what they are sorted by. */
	readonly #found = new Map<string, Occurrence[]>();
	#longestWord = 0;
	#referenceWidth = 0;
	ignored: ReadonlySet<string> | undefined;
	wanted: ReadonlySet<string> | undefined;

	constructor(run: Run<typeof options>, sentence: Sentence | undefined, words: WordShape) {
		this.#run = run;
		this.#sentence = sentence;
		this.#words = words;
	}

	#key(word: string): string {
		return this.#run.values.fold ? word.replace(/[a-z]+/g, (part) => part.toUpperCase()) : word;
	}

	*wordList(name: string): Task<ReadonlySet<string>> {
		const text = yield* contentOf(this.#run, name === '-' ? '' : name);
		return new Set(text.split('\n').map((word) => this.#key(word)));
	}

	*read(name: string): Task<void> {
		const { auto, references } = this.#run.values;
		const text = yield* contentOf(this.#run, name);
		const file = this.#texts.push(text) - 1;
		this.#names.push(bytesOf(name));
		let lineStart = 0;
		let line = 0;
		let scanned = references ? passBlack(text, 0, text.length) : 0;
		let referenceLength = scanned;
		if (references) scanned = passWhite(text, scanned, text.length);
		const scanTo = (position: number): void => {
			while (scanned < position) {
				if (text.charAt(scanned++) !== '\n') continue;
				line++;
				lineStart = scanned;
				scanned = passBlack(text, scanned, text.length);
				referenceLength = scanned - lineStart;
			}
		};
		for (let at = 0; at < text.length; ) {
			yield* this.#run.process.tick();
			let left = at;
			const next = this.#sentenceEnd(text, at);
			const right = withoutWhite(text, next, left);
			for (let from = at; ; ) {
				const [start, end] = this.#words.find(text, from, right) ?? [];
				if (start === undefined || end === undefined) break;
				from = end;
				if (end === start) {
					from++;
					continue;
				}
				this.#longestWord = Math.max(this.#longestWord, end - start);
				if (references || auto) scanTo(start);
				if (references && scanned > start) continue;
				const key = this.#key(text.slice(start, end));
				if (this.ignored?.has(key) || this.wanted?.has(key) === false) continue;
				if (references && !auto) this.#referenceWidth = Math.max(this.#referenceWidth, referenceLength);
				if (references && lineStart === left) left = passWhite(text, passBlack(text, left, right), right);
				const occurrence = { file, start, end, left, right, reference: auto ? line : lineStart };
				const same = this.#found.get(key);
				if (same === undefined) this.#found.set(key, [occurrence]);
				else same.push(occurrence);
				yield* this.#run.process.tick();
			}
			at = next;
		}
		if (!auto) return;
		scanTo(text.length);
		this.#referenceWidth = Math.max(this.#referenceWidth, name.length + String(line + 1).length + 1);
	}

	#sentenceEnd(text: string, from: number): number {
		if (this.#sentence === undefined) return text.length;
		const found = this.#sentence.expression.exec(text, from);
		if (found === undefined) return text.length;
		// A match right there counts as one of no length.
		if (found.start === from) {
			const shown = this.#sentence.source.replaceAll('\n', '\\n');
			throw new Fatal(`error: regular expression has a match of length zero: ‘${shown}’`);
		}
		return found.end;
	}

	*print(out: Output, { width, gap, format }: Plan): Task<void> {
		const { auto, references, right, traditional, mark = '/' } = this.#run.values;
		const cut = plain(mark);
		const refers = auto === true || references === true;
		const line = Math.max(0, width - (refers && !right ? this.#referenceWidth + gap : 0));
		const half = Math.floor(line / 2);
		const widths: Widths = {
			half,
			gap,
			before: traditional ? half - gap : Math.max(0, half - gap - 2 * cut.length),
			after: half - 2 * cut.length - (traditional ? 1 : 0),
			longestWord: this.#longestWord,
		};
		for (const key of [...this.#found.keys()].sort((a, b) => (a < b ? -1 : 1))) {
			for (const occurrence of this.#found.get(key) as Occurrence[]) {
				yield* this.#run.process.tick();
				const text = this.#texts[occurrence.file] as string;
				const fields = fieldsOf(text, occurrence, this.#words, widths);
				const show = (field: Field): string =>
					edited(text.slice(field.start, Math.max(field.start, field.end)), format);
				const reference = edited(this.#reference(text, occurrence), format);
				const shown: Shown = { show, cut, reference: refers ? reference : undefined };
				let row: string;
				if (format === 'plain') row = this.#plainRow(fields, shown, widths);
				else row = macroRow(fields, shown, format, plain(this.#run.values.macro ?? 'xx'));
				yield* out.write(decodeLossless(Uint8Array.from(row, (each) => each.charCodeAt(0))));
			}
		}
	}

	#reference(text: string, { file, reference, right }: Occurrence): string {
		const { auto, references } = this.#run.values;
		if (auto) return `${this.#names[file]}:${reference + 1}`;
		return references ? text.slice(reference, referenceEnd(text, reference, right)) : '';
	}

	#plainRow({ tail, before, after, head }: Fields, { show, cut, reference }: Shown, { half, gap }: Widths): string {
		const { auto, right } = this.#run.values;
		const marked = (field: Field): number => Math.max(0, field.end - field.start) + (field.isCut ? cut.length : 0);
		const mark = (field: Field): string => (field.isCut ? cut : '');
		const blanks = (count: number): string => ' '.repeat(Math.max(0, count));
		const referred = reference ?? '';
		let row = '';
		if (!right) {
			const colon = auto ? ':' : '';
			row = referred + colon + blanks(this.#referenceWidth + gap - referred.length - colon.length);
		}
		if (tail.start < tail.end) row += show(tail) + mark(tail) + blanks(half - gap - marked(before) - marked(tail));
		else row += blanks(half - gap - marked(before));
		row += mark(before) + show(before) + blanks(gap) + show(after) + mark(after);
		if (head.start < head.end) row += blanks(half - marked(after) - marked(head)) + mark(head) + show(head);
		else if (reference !== undefined && right) row += blanks(half - marked(after));
		if (reference !== undefined && right) row += blanks(gap) + referred;
		return `${row}\n`;
	}
}

interface Shown {
	readonly show: (field: Field) => string;
	/** What stands where something is left out. */
	readonly cut: string;
	readonly reference: string | undefined;
}

function macroRow({ tail, before, key, after, head }: Fields, shown: Shown, format: Format, macro: string): string {
	const { show, cut, reference } = shown;
	if (format === 'tex') {
		const rest = { start: key.end, end: after.end, isCut: false };
		const parts = [tail, before, key, rest, head].map(show);
		return `\\${macro} ${[...parts, ...(reference === undefined ? [] : [reference])].map((part) => `{${part}}`).join('')}\n`;
	}
	const behind = (field: Field): string => show(field) + (field.isCut ? cut : '');
	const ahead = (field: Field): string => (field.isCut ? cut : '') + show(field);
	const parts = [behind(tail), ahead(before), behind(after), ahead(head)];
	return `.${macro} ${[...parts, ...(reference === undefined ? [] : [reference])].map((part) => `"${part}"`).join(' ')}\n`;
}

function edited(text: string, format: Format): string {
	const line = text.replace(/[\t-\r]/g, ' ');
	if (format === 'plain') return line;
	if (format === 'roff') return line.replaceAll('"', '""');
	return line.replace(/[$%&#_]|[{}]|\\/g, (char) => {
		if (char === '\\') return '\\backslash{}';
		return /[{}]/.test(char) ? `$\\${char}$` : `\\${char}`;
	});
}
