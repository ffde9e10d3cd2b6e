import type { SystemError } from '../../kernel/process-api.ts';
import { compilePosix, type Regexp, RegexpSyntaxError } from '../../machinery/regexp.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import { formatSigned, formatUnsigned } from '../c-format.ts';
import { Fatal, gnuCommand, type Run } from '../gnu-command.ts';
import { reasonOf } from '../launch.ts';
import { flag, type OptionTable, withValue } from '../options.ts';
import { quotedName } from '../quoted-name.ts';
import { coreutilsHelp } from './coreutils-help.ts';
import { readInput } from './read-input.ts';
import { COREUTILS } from './version.ts';

const options = {
	format: withValue('b', 'suffix-format'),
	prefix: withValue('f', 'prefix'),
	keep: flag('k', 'keep-files'),
	suppress: flag('suppress-matched'),
	digits: withValue('n', 'digits'),
	quiet: flag('s', 'q', 'quiet', 'silent'),
	elide: flag('z', 'elide-empty-files'),
} satisfies OptionTable;

type CsplitRun = Run<typeof options>;

const OPTION_LINES = `  -b, --suffix-format=FORMAT  a printf format instead of %02d
  -f, --prefix=PREFIX        PREFIX instead of 'xx'
  -k, --keep-files           keep the files after an error
      --suppress-matched     leave the lines that match out
  -n, --digits=DIGITS        so many digits instead of 2
  -s, --quiet, --silent      do not print sizes
  -z, --elide-empty-files    make no empty files
`;

export const csplit = gnuCommand({
	name: 'csplit',
	paths: ['/usr/bin/csplit'],
	size: 51_824,
	version: `csplit ${COREUTILS}`,
	help: coreutilsHelp(
		'csplit [OPTION]... FILE PATTERN...',
		"Cuts FILE where PATTERNs say into files 'xx00', 'xx01', … and prints their sizes.",
		OPTION_LINES,
		'PATTERN: LINE, /REGEXP/[OFFSET], %REGEXP%[OFFSET] (not written), each followed by {COUNT} or {*}.\n',
	),
	options,
	*main(run) {
		const [file, ...words] = run.operands;
		if (file === undefined) throw new Fatal('missing operand', 1, true);
		if (words.length === 0) throw new Fatal(`missing operand after ‘${file}’`, 1, true);
		if (run.values.digits !== undefined && !/^\d+$/.test(run.values.digits)) {
			throw new Fatal(`invalid number: ‘${run.values.digits}’`);
		}
		const warnings: string[] = [];
		const patterns = patternsOf(words, (text) => warnings.push(text));
		for (const each of warnings) yield* run.complain(each);
		const text = decodeUtf8(yield* readNamed(run, file));
		return yield* new Splitter(run, text.match(/[^\n]*\n|[^\n]+$/g) ?? []).start(patterns);
	},
});

function readNamed(run: CsplitRun, file: string): Task<Uint8Array> {
	return readInput(run, file, `cannot open '${file}' for reading`);
}

interface Pattern {
	/** As it was written. */
	readonly text: string;
	readonly line: number | undefined;
	readonly regexp: Regexp | undefined;
	readonly offset: number;
	readonly skips: boolean;
	repeat: number;
}

function patternsOf(words: readonly string[], warn: (text: string) => void): Pattern[] {
	const patterns: Pattern[] = [];
	for (let at = 0; at < words.length; at++) {
		const text = words[at] as string;
		const pattern = patternOf(text);
		const repeat = /^\{(.*)\}?$/s.exec(words[at + 1] ?? '');
		if (repeat !== null) {
			at++;
			pattern.repeat = repeatOf(words[at] as string);
		}
		patterns.push(pattern);
	}
	let last = 0;
	for (const { line, text } of patterns) {
		if (line === undefined) continue;
		if (line === 0) throw new Fatal(`${text}: line number must be greater than zero`);
		if (line < last) throw new Fatal(`line number ‘${text}’ is smaller than preceding line number, ${last}`);
		if (line === last) warn(`warning: line number ‘${text}’ is the same as preceding line number`);
		last = line;
	}
	return patterns;
}

function repeatOf(word: string): number {
	if (!word.endsWith('}')) throw new Fatal(`‘${word}’: '}' is required in repeat count`);
	const inner = word.slice(1, -1);
	if (inner === '*') return Number.POSITIVE_INFINITY;
	if (!/^\d+$/.test(inner)) throw new Fatal(`‘{${inner}’}: integer required between '{' and '}'`);
	return Number(inner);
}

function patternOf(text: string): Pattern {
	const base = { text, line: undefined, regexp: undefined, offset: 0, skips: false, repeat: 0 };
	if (/^[/%]/.test(text)) {
		const delimiter = text[0] as string;
		const end = text.lastIndexOf(delimiter);
		if (end === 0) throw new Fatal(`${text}: closing delimiter '${delimiter}' missing`);
		const offset = text.slice(end + 1);
		if (offset !== '' && !/^[-+]?\d+$/.test(offset)) throw new Fatal(`‘${text}’: integer expected after delimiter`);
		try {
			const regexp = compilePosix(text.slice(1, end), 'basic');
			return { ...base, regexp, offset: Number(offset), skips: delimiter === '%' };
		} catch (error) {
			if (!(error instanceof RegexpSyntaxError)) throw error;
			throw new Fatal(`‘${text}’: invalid regular expression: ${error.message}`);
		}
	}
	if (!/^\d+$/.test(text)) throw new Fatal(`‘${text}’: invalid pattern`);
	return { ...base, line: Number(text) };
}

class Splitter {
	readonly #run: CsplitRun;
	readonly #lines: readonly string[];
	#at = 0;
	#count = 0;
	readonly #made: string[] = [];

	constructor(run: CsplitRun, lines: readonly string[]) {
		this.#run = run;
		this.#lines = lines;
	}

	*start(patterns: readonly Pattern[]): Task<number> {
		try {
			for (const pattern of patterns) {
				for (let turn = 0; turn <= pattern.repeat; turn++) {
					yield* this.#run.process.tick();
					if (!(yield* this.#apply(pattern, turn))) break;
				}
			}
			yield* this.#emit(this.#lines.length);
			return 0;
		} catch (error) {
			if (error instanceof Fatal && !this.#run.values.keep)
				for (const name of this.#made) this.#run.process.unlink(name);
			throw error;
		}
	}

	/** False: there is nothing more to repeat. */
	*#apply(pattern: Pattern, turn: number): Task<boolean> {
		if (pattern.line !== undefined) return yield* this.#toLine(pattern, turn);
		const found = this.#find(pattern.regexp as Regexp, turn > 0 || this.#at > 0 ? this.#from() : this.#at);
		if (found < 0) {
			if (pattern.repeat === Number.POSITIVE_INFINITY) {
				if (pattern.skips) this.#at = this.#lines.length;
				return false;
			}
			if (!pattern.skips) yield* this.#emit(this.#lines.length);
			throw new Fatal(`‘${pattern.text}’: match not found${turn > 0 ? ` on repetition ${turn}` : ''}`);
		}
		const to = found + pattern.offset;
		if (to > this.#lines.length || to < this.#at) {
			if (!pattern.skips) yield* this.#emit(Math.min(to, this.#lines.length));
			throw new Fatal(`‘${pattern.text}’: line number out of range`);
		}
		if (pattern.skips) this.#at = to;
		else yield* this.#emit(to);
		this.#matched = to;
		if (this.#run.values.suppress) this.#at++;
		return true;
	}

	/** The line at which the last piece ended is not looked at again. */
	#matched = -1;

	#from(): number {
		return this.#matched === this.#at ? this.#at + 1 : this.#at;
	}

	#find(regexp: Regexp, from: number): number {
		for (let at = from; at < this.#lines.length; at++) {
			if (regexp.test((this.#lines[at] as string).replace(/\n$/, ''))) return at;
		}
		return -1;
	}

	*#toLine(pattern: Pattern, turn: number): Task<boolean> {
		const wanted = (pattern.line as number) * (turn + 1) - 1;
		if (wanted > this.#lines.length || (wanted === this.#lines.length && turn > 0)) {
			yield* this.#emit(this.#lines.length);
			throw new Fatal(`‘${pattern.text}’: line number out of range${turn > 0 ? ` on repetition ${turn}` : ''}`);
		}
		yield* this.#emit(wanted);
		this.#matched = wanted;
		if (this.#run.values.suppress) this.#at++;
		return true;
	}

	/** Writes what comes before the line `to`. */
	*#emit(to: number): Task<void> {
		const { process, values, out } = this.#run;
		const text = this.#lines.slice(this.#at, to).join('');
		this.#at = Math.max(this.#at, to);
		if (text === '' && values.elide) return;
		const name = (values.prefix ?? 'xx') + this.#suffix();
		const bytes = encodeUtf8(text);
		try {
			const fd = yield* process.open(name, { write: true, create: true, truncate: true }, 0o666);
			yield* process.write(fd, bytes);
			process.close(fd);
		} catch (error) {
			throw new Fatal(`${quotedName(name)}: ${reasonOf(error as SystemError)}`);
		}
		this.#made.push(name);
		if (!values.quiet) yield* out.write(`${bytes.length}\n`);
	}

	#suffix(): string {
		const number = this.#count++;
		const { format, digits = '2' } = this.#run.values;
		if (format === undefined) return String(number).padStart(Number(digits), '0');
		const match = /^((?:[^%]|%%)*)%([-+ #0]*)(\d*)(?:\.(\d*))?([diuoxX])((?:[^%]|%%)*)$/.exec(format);
		if (match === null) throw new Fatal(suffixProblem(format));
		const [, before = '', flags = '', width = '', precision, letter = 'd', after = ''] = match;
		const conversion = {
			flags,
			width: Number(width),
			precision: precision === undefined ? undefined : Number(precision),
			letter,
		};
		const shown =
			letter === 'd' || letter === 'i'
				? formatSigned(BigInt(number), conversion)
				: formatUnsigned(BigInt(number), conversion);
		return before.replaceAll('%%', '%') + shown + after.replaceAll('%%', '%');
	}
}

/** Models coreutils csplit.c get_format_conv_type and max_out. */
function suffixProblem(format: string): string {
	const match = /%([-+ #0']*)(\d*)(?:\.\d*)?(.?)/s.exec(format.replaceAll('%%', ''));
	if (match === null) return 'missing % conversion specification in suffix';
	const letter = match[3] ?? '';
	if (letter === '') return 'missing conversion specifier in suffix';
	if (!'diuoxX'.includes(letter)) return `invalid conversion specifier in suffix: ${shownByte(letter)}`;
	return 'too many % conversion specifications in suffix';
}

/** The first byte of what is no ASCII character. */
function shownByte(letter: string): string {
	const byte = encodeUtf8(letter)[0] as number;
	return byte < 0x80 ? letter : `\\${byte.toString(8)}`;
}
