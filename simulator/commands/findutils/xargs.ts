import { SystemError } from '../../kernel/process-api.ts';
import { SIGNAL_NUMBERS } from '../../kernel/signals.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeLossless, encodeLossless } from '../../machinery/utf8.ts';
import { shownName } from '../coreutils/ls/names.ts';
import type { Run } from '../gnu-command.ts';
import { Fatal, gnuCommand } from '../gnu-command.ts';
import { inheritedDescriptors, launch, launchFailureStatus, reasonOf } from '../launch.ts';
import { flag, mayHaveValue, withValue } from '../options.ts';
import { LineReader, readAll } from '../stdio.ts';
import { FINDUTILS } from './version.ts';

const options = {
	slotVariable: withValue('process-slot-var'),
	nul: flag('0', 'null'),
	argFile: withValue('a', 'arg-file'),
	delimiter: withValue('d', 'delimiter'),
	endOfFile: withValue('E'),
	oldEndOfFile: mayHaveValue('e', 'eof'),
	replace: withValue('I'),
	replaceOld: mayHaveValue('i', 'replace'),
	lines: withValue('L'),
	maxLines: mayHaveValue('l', 'max-lines'),
	count: withValue('n', 'max-args'),
	openTty: flag('o', 'open-tty'),
	parallel: withValue('P', 'max-procs'),
	prompt: flag('p', 'interactive'),
	showLimits: flag('show-limits'),
	noRun: flag('r', 'no-run-if-empty'),
	bytes: withValue('s', 'max-chars'),
	exit: flag('x', 'exit'),
	trace: flag('t', 'verbose'),
};

/** Bytes of one command line: GNU's default. */
const LINE_BYTES = 131_072;

export const xargs = gnuCommand({
	name: 'xargs',
	paths: ['/usr/bin/xargs'],
	size: 63_912,
	version: `xargs ${FINDUTILS}`,
	stopAtOperand: true,
	help: `Usage: xargs [OPTION]... COMMAND [INITIAL-ARGS]...
Run COMMAND with arguments INITIAL-ARGS and more arguments read from input.

Mandatory and optional arguments to long options are also
mandatory or optional for the corresponding short option.
  -0, --null                   items are separated by a null, not whitespace;
                                 disables quote and backslash processing and
                                 logical EOF processing
  -a, --arg-file=FILE          read arguments from FILE, not standard input
  -d, --delimiter=CHARACTER    items in input stream are separated by CHARACTER,
                                 not by whitespace; disables quote and backslash
                                 processing and logical EOF processing
  -E END                       set logical EOF string; if END occurs as a line
                                 of input, the rest of the input is ignored
                                 (ignored if -0 or -d was specified)
  -e, --eof[=END]              equivalent to -E END if END is specified;
                                 otherwise, there is no end-of-file string
  -I R                         same as --replace=R
  -i, --replace[=R]            replace R in INITIAL-ARGS with names read
                                 from standard input, split at newlines;
                                 if R is unspecified, assume {}
  -L, --max-lines=MAX-LINES    use at most MAX-LINES non-blank input lines per
                                 command line
  -l[MAX-LINES]                similar to -L but defaults to at most one non-
                                 blank input line if MAX-LINES is not specified
  -n, --max-args=MAX-ARGS      use at most MAX-ARGS arguments per command line
  -o, --open-tty               Reopen stdin as /dev/tty in the child process
                                 before executing the command; useful to run an
                                 interactive application.
  -P, --max-procs=MAX-PROCS    run at most MAX-PROCS processes at a time
  -p, --interactive            prompt before running commands
      --process-slot-var=VAR   set environment variable VAR in child processes
  -r, --no-run-if-empty        if there are no arguments, then do not run COMMAND;
                                 if this option is not given, COMMAND will be
                                 run at least once
  -s, --max-chars=MAX-CHARS    limit length of command line to MAX-CHARS
      --show-limits            show limits on command-line length
  -t, --verbose                print commands before executing them
  -x, --exit                   exit if the size (see -s) is exceeded
      --help                   display this help and exit
      --version                output version information and exit

Please see also the documentation at https://www.gnu.org/software/findutils/.
You can report (and track progress on fixing) bugs in the "/usr/bin/xargs"
program via the GNU findutils bug-reporting page at
https://savannah.gnu.org/bugs/?group=findutils or, if
you have no web access, by sending email to <bug-findutils@gnu.org>.
`,
	options,
	*main(run) {
		if (run.values.showLimits) yield* run.process.write(2, encodeLossless(limitsText(run.process.env)));
		return yield* new Builder(run).run();
	},
});

/** What execve(2) takes of arguments and environment, less what POSIX keeps back. */
const ARGUMENT_BYTES = 2_095_104;

function limitsText(env: ReadonlyMap<string, string>): string {
	const own = [...env].reduce((sum, [name, value]) => sum + encodeLossless(`${name}=${value}`).length + 1, 0);
	return `Your environment variables take up ${own} bytes
POSIX upper limit on argument length (this system): ${ARGUMENT_BYTES - own}
POSIX smallest allowable upper limit on argument length (all systems): 4096
Maximum length of command we could actually use: ${ARGUMENT_BYTES - 2 * own}
Size of command buffer we are actually using: ${LINE_BYTES}
Maximum parallelism (--max-procs must be no greater): 2147483647
`;
}

class Builder {
	readonly #run: Run<typeof options>;
	readonly #command: readonly string[];
	readonly #replace: string | undefined;
	readonly #parallel: number;
	/** Which of the ways to divide the input was asked for last. */
	readonly #last: Division | undefined;
	/** Which of the places that -P allows each child has. */
	readonly #slots = new Map<number, number>();
	#answers: LineReader | undefined;
	#status = 0;

	constructor(run: Run<typeof options>) {
		const { values, operands } = run;
		this.#run = run;
		this.#last = divisionsOf(run).at(-1)?.division;
		this.#command = operands.length === 0 ? ['echo'] : operands;
		const old = run.given.some(({ key }) => key === 'replaceOld') ? String(values.replaceOld ?? '{}') : undefined;
		this.#replace = this.#last === 'replace' ? (values.replace ?? (old === 'true' ? '{}' : old)) : undefined;
		this.#parallel = positive(values.parallel ?? '1', 'P', 0);
	}

	*run(): Task<number> {
		const { values, process } = this.#run;
		for (const each of exclusions(this.#run)) yield* this.#run.complain(each);
		const text = yield* this.#input();
		if (!values.nul && values.delimiter === undefined && text.includes('\0')) yield* this.#run.complain(NUL_WARNING);
		const { items, problem } = this.#items(text);
		const count =
			values.count === undefined || this.#last === 'lines' ? Number.POSITIVE_INFINITY : positive(values.count, 'n', 1);
		if (this.#replace !== undefined) {
			for (const { text: item } of items) yield* this.#start(this.#replaced(item));
		} else if (items.length === 0) {
			if (!values.noRun && problem === undefined) yield* this.#start(this.#command);
		} else {
			const linesGiven = values.lines ?? (values.maxLines === undefined ? undefined : String(values.maxLines));
			const lines = this.#last === 'lines' ? linesGiven : undefined;
			const maxLines =
				lines === undefined ? Number.POSITIVE_INFINITY : positive(lines === 'true' ? '1' : lines, 'L', 1);
			const maxBytes = values.bytes === undefined ? LINE_BYTES : positive(values.bytes, 's', 1);
			// With -L and -x what has begun when the input turns out wrong is not run.
			const whole = problem !== undefined && (lines !== undefined || values.exit === true);
			const mustFit = values.exit === true;
			for (const batch of batches(items, { count, maxLines, maxBytes, base: size(this.#command), whole, mustFit })) {
				yield* this.#start([...this.#command, ...batch]);
				yield* process.tick();
			}
		}
		while (this.#slots.size > 0) yield* this.#reap();
		if (problem !== undefined) throw new Fatal(problem);
		return this.#status;
	}

	*#input(): Task<string> {
		const { values, process } = this.#run;
		if (values.argFile === undefined) return decodeLossless(yield* readAll(process, 0));
		try {
			return decodeLossless(yield* readAll(process, yield* process.open(values.argFile, { read: true })));
		} catch (error) {
			throw new Fatal(`Cannot open input file ‘${values.argFile}’: ${reasonOf(error)}`);
		}
	}

	#items(text: string): Input {
		const { values } = this.#run;
		const delimiter = values.nul ? '\0' : values.delimiter === undefined ? undefined : unescaped(values.delimiter);
		if (delimiter !== undefined) {
			const parts = text.split(delimiter);
			if (parts.at(-1) === '') parts.pop();
			return { items: parts.map((part) => ({ text: part, endsLine: true })), problem: undefined };
		}
		const input = this.#replace === undefined ? upToNul(splitQuoted(text)) : wholeLines(text);
		if (this.#replace !== undefined) return input;
		const old = this.#run.given.findLast(({ key }) => key === 'oldEndOfFile' || key === 'endOfFile');
		const endOfFile = old?.value;
		const end = input.items.findIndex((item) => item.text === endOfFile);
		return end < 0 ? input : { items: input.items.slice(0, end), problem: undefined };
	}

	#replaced(item: string): string[] {
		const filled = (word: string): string => word.replaceAll(this.#replace as string, () => item).replace(/\0.*$/s, '');
		return this.#command.map((word, at) => (at === 0 ? word : filled(word)));
	}

	*#start(argv: readonly string[]): Task<void> {
		const { process, values } = this.#run;
		if (values.trace || values.prompt) {
			const shown = argv.map((word) => shownName(word, 'shell-escape', false));
			yield* process.write(2, encodeLossless(shown.join(' ') + (values.prompt ? '' : '\n')));
			if (values.prompt && !(yield* this.#agreed())) return;
		}
		while (this.#parallel > 0 && this.#slots.size >= this.#parallel) yield* this.#reap();
		try {
			const input = yield* process.open('/dev/null', { read: true });
			const slot = this.#freeSlot();
			const pid = launch(process, argv, {
				...(values.slotVariable === undefined
					? {}
					: { env: new Map([...process.env, [values.slotVariable, String(slot)]]) }),
				fds: new Map([...inheritedDescriptors(process, input), [0, values.argFile === undefined ? input : 0]]),
			});
			process.close(input);
			this.#slots.set(pid, slot);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			throw new Fatal(`${argv[0]}: ${reasonOf(error)}`, launchFailureStatus(error));
		}
	}

	#freeSlot(): number {
		const taken = new Set(this.#slots.values());
		let slot = 0;
		while (taken.has(slot)) slot++;
		return slot;
	}

	/** Who is asked sits at the terminal: the input is for the arguments. */
	*#agreed(): Task<boolean> {
		const { process } = this.#run;
		try {
			this.#answers ??= new LineReader(process, yield* process.open('/dev/tty', { read: true }));
		} catch (error) {
			throw new Fatal(`failed to open /dev/tty for reading: ${reasonOf(error)}`);
		}
		yield* process.write(2, encodeLossless('?...'));
		return /^[yY]/.test((yield* this.#answers.next()) ?? '');
	}

	*#reap(): Task<void> {
		const result = yield* this.#run.process.wait(-1);
		if (result === undefined || (result.kind !== 'exited' && result.kind !== 'signaled')) return;
		this.#slots.delete(result.pid);
		const name = this.#command[0];
		if (result.kind === 'signaled') {
			throw new Fatal(`${name}: terminated by signal ${SIGNAL_NUMBERS[result.signal]}`, 125);
		}
		if (result.status === 255) throw new Fatal(`${name}: exited with status 255; aborting`, 124);
		if (result.status !== 0) this.#status = 123;
	}
}

interface Item {
	readonly text: string;
	/** The last of its input line (a blank at its end continues the line). */
	readonly endsLine: boolean;
}

interface Input {
	readonly items: readonly Item[];
	/** What is wrong behind them. */
	readonly problem: string | undefined;
}

/** No argument holds a NUL. Models xargs.c read_line. */
function upToNul(input: Input): Input {
	return { ...input, items: input.items.map((item) => ({ ...item, text: item.text.replace(/\0.*$/s, '') })) };
}

const NUL_WARNING =
	'WARNING: a NUL character occurred in the input.  It cannot be passed through in the argument list.  Did you mean to use the --null option?';

interface Bounds {
	/** A last batch that is not full does not count. */
	readonly whole: boolean;
	/** What was counted off has to fit in one line: -x. */
	readonly mustFit: boolean;
	readonly count: number;
	readonly maxLines: number;
	readonly maxBytes: number;
	readonly base: number;
}

function* batches(items: readonly Item[], bounds: Bounds): Generator<string[]> {
	let batch: string[] = [];
	let bytes = bounds.base;
	let lines = 0;
	for (const { text, endsLine } of items) {
		const length = byteLength(text) + 1;
		const isCounted = Number.isFinite(bounds.count) || Number.isFinite(bounds.maxLines);
		const isFull = batch.length >= bounds.count || lines >= bounds.maxLines;
		if (bounds.mustFit && isCounted && !isFull && batch.length > 0 && bytes + length > bounds.maxBytes) {
			throw new Fatal('argument list too long');
		}
		if (batch.length > 0 && (isFull || bytes + length > bounds.maxBytes)) {
			yield batch;
			batch = [];
			bytes = bounds.base;
			lines = 0;
		}
		if (bounds.base + length > bounds.maxBytes) throw new Fatal('argument line too long');
		batch.push(text);
		bytes += length;
		if (endsLine) lines++;
	}
	if (batch.length > 0 && (!bounds.whole || batch.length >= bounds.count || lines >= bounds.maxLines)) yield batch;
}

function size(words: readonly string[]): number {
	return words.reduce((sum, word) => sum + byteLength(word) + 1, 0);
}

function byteLength(text: string): number {
	return /^[\0-\x7f]*$/.test(text) ? text.length : encodeLossless(text).length;
}

/** Blanks and newlines separate; quotes and backslashes protect. */
function splitQuoted(text: string): Input {
	const items: Item[] = [];
	let word = '';
	let open = false;
	let quote = '';
	const finish = (endsLine: boolean): void => {
		if (open) items.push({ text: word, endsLine });
		word = '';
		open = false;
	};
	for (let at = 0; at < text.length; at++) {
		const char = text[at] as string;
		if (quote !== '') {
			if (char === quote) quote = '';
			else if (char === '\n') return { items, problem: unmatched(quote) };
			else word += char;
		} else if (char === '\\') {
			word += text[++at] ?? '';
			open = true;
		} else if (char === '"' || char === "'") {
			quote = char;
			open = true;
		} else if (char === '\n') finish(true);
		else if (char === ' ' || char === '\t') finish(false);
		else {
			word += char;
			open = true;
		}
	}
	if (quote !== '') return { items, problem: unmatched(quote) };
	finish(true);
	return { items, problem: undefined };
}

function unmatched(quote: string): string {
	const kind = quote === '"' ? 'double' : 'single';
	return `unmatched ${kind} quote; by default quotes are special to xargs unless you use the -0 option`;
}

/** With -I: each line is an item. */
function wholeLines(text: string): Input {
	const items: Item[] = [];
	for (const line of text.split('\n')) {
		const item = line.trimStart();
		if (item === '') continue;
		const open = /^(?:[^\\"']|\\.|"[^"]*"|'[^']*')*(["'])/.exec(item);
		if (open !== null) return { items, problem: unmatched(open[1] as string) };
		items.push({ text: unquoted(item), endsLine: true });
	}
	return { items, problem: undefined };
}

/** With -I a whole line is one item: quotes go, blanks inside stay. */
function unquoted(line: string): string {
	return line.replace(
		/\\(.)|"([^"]*)"|'([^']*)'/g,
		(_, escaped?: string, double?: string, single?: string) => escaped ?? double ?? single ?? '',
	);
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
	['a', '\x07'],
	['b', '\b'],
	['f', '\f'],
	['n', '\n'],
	['r', '\r'],
	['t', '\t'],
	['v', '\v'],
	['\\', '\\'],
]);

/** A character, or how one is written. Throws Fatal. Models findutils xargs.c get_input_delimiter. */
function unescaped(text: string): string {
	if (text.length === 1) return text;
	if (!text.startsWith('\\')) {
		throw new Fatal(
			`Invalid input delimiter specification ${text}: the delimiter must be either a single character or an escape sequence starting with \\.`,
		);
	}
	const invalid = (why: string): Fatal =>
		new Fatal(`Invalid escape sequence ${text} in input delimiter specification${why}.`);
	const [, hexadecimal, digits = '', rest = ''] = /^\\(?:(x)([\da-f]*)|([0-7]+))?(.*)$/is.exec(text) as RegExpExecArray;
	const octal = /^\\(\d[0-7]*)/.exec(text)?.[1];
	if (hexadecimal === undefined && octal === undefined) {
		const found = ESCAPES.get(text.slice(1));
		if (found === undefined) throw invalid('');
		return found;
	}
	const base = hexadecimal === undefined ? 8 : 16;
	const own = base === 16 ? digits : (/^\\([0-7]*)/.exec(text)?.[1] ?? '');
	const behind = base === 16 ? rest : text.slice(1 + own.length);
	if (behind !== '') throw invalid(`; trailing characters ${behind} not recognised`);
	const code = own === '' ? 0 : Number.parseInt(own, base);
	if (code > 0xff) throw invalid(`; character values must not exceed ${base === 8 ? '377' : 'ff'}`);
	return String.fromCharCode(code);
}

type Division = 'count' | 'lines' | 'replace';

/** Options that say how to divide the input: what each is called first and last. */
const DIVISIONS: ReadonlyMap<string, readonly [division: Division, before: string, after: string]> = new Map([
	['count', ['count', '--max-args', '--max-args/-n']],
	['lines', ['lines', '--max-lines', '-L']],
	['maxLines', ['lines', '--max-lines', '--max-lines/-l']],
	['replace', ['replace', '--replace', '--replace/-I/-i']],
	['replaceOld', ['replace', '--replace', '--replace/-I/-i']],
]);

/** In their order. One argument at a time goes with a replacement. */
function divisionsOf({ given }: Run<typeof options>): { division: Division; before: string; after: string }[] {
	const found: { division: Division; before: string; after: string }[] = [];
	for (const { key, value } of given) {
		const names = DIVISIONS.get(key);
		if (names === undefined) continue;
		const [division, before, after] = names;
		if (division === 'count' && value === '1' && found.at(-1)?.division === 'replace') continue;
		found.push({ division, before, after });
	}
	return found;
}

/** Of ways that exclude each other the last one counts. */
function exclusions(run: Run<typeof options>): string[] {
	return divisionsOf(run).flatMap((each, at, all) => {
		const former = all[at - 1];
		if (former === undefined || former.division === each.division) return [];
		return [
			`warning: options ${former.before} and ${each.after} are mutually exclusive, ignoring previous ${former.before} value`,
		];
	});
}

function positive(text: string, option: string, least: number): number {
	if (!/^\d+$/.test(text)) throw new Fatal(`invalid number "${text}" for -${option} option`, 1, true);
	if (Number(text) < least) throw new Fatal(`value ${text} for -${option} option should be >= ${least}`, 1, true);
	return Number(text);
}
