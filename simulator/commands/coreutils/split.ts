import { type Process, type Stat, SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import type { Run } from '../gnu-command.ts';
import { Fatal, gnuCommand } from '../gnu-command.ts';
import { launch, reasonOf, shellStatus, waitFor } from '../launch.ts';
import { flag, mayHaveValue, withValue } from '../options.ts';
import { quotedName } from '../quoted-name.ts';
import { concatenate } from '../stdio.ts';
import { parseCount } from './count.ts';
import { readInput } from './read-input.ts';
import { COREUTILS } from './version.ts';

const options = {
	suffixLength: withValue('a', 'suffix-length'),
	additional: withValue('additional-suffix'),
	bytes: withValue('b', 'bytes'),
	numericShort: flag('d'),
	numeric: mayHaveValue('numeric-suffixes'),
	hexShort: flag('x'),
	hex: mayHaveValue('hex-suffixes'),
	lineBytes: withValue('C', 'line-bytes'),
	elide: flag('e', 'elide-empty-files'),
	separator: withValue('t', 'separator'),
	lines: withValue('l', 'lines'),
	chunks: withValue('n', 'number'),
	filter: withValue('filter'),
	unbuffered: flag('u', 'unbuffered'),
	verbose: flag('verbose'),
};

export const split = gnuCommand({
	name: 'split',
	paths: ['/usr/bin/split'],
	size: 51_768,
	version: `split ${COREUTILS}`,
	help: `Usage: split [OPTION]... [FILE [PREFIX]]
Output pieces of FILE to PREFIXaa, PREFIXab, ...;
default size is 1000 lines, and default PREFIX is 'x'.

With no FILE, or when FILE is -, read standard input.

Mandatory arguments to long options are mandatory for short options too.
  -a, --suffix-length=N   generate suffixes of length N (default 2)
      --additional-suffix=SUFFIX  append an additional SUFFIX to file names
  -b, --bytes=SIZE        put SIZE bytes per output file
  -C, --line-bytes=SIZE   put at most SIZE bytes of records per output file
  -d                      use numeric suffixes starting at 0, not alphabetic
      --numeric-suffixes[=FROM]  same as -d, but allow setting the start value
  -x                      use hex suffixes starting at 0, not alphabetic
      --hex-suffixes[=FROM]  same as -x, but allow setting the start value
  -e, --elide-empty-files  do not generate empty output files with '-n'
      --filter=COMMAND    write to shell COMMAND; file name is $FILE
  -l, --lines=NUMBER      put NUMBER lines/records per output file
  -n, --number=CHUNKS     generate CHUNKS output files; see explanation below
  -t, --separator=SEP     use SEP instead of newline as the record separator;
                            '\\0' (zero) specifies the NUL character
  -u, --unbuffered        immediately copy input to output with '-n r/...'
      --verbose           print a diagnostic just before each
                            output file is opened
      --help        display this help and exit
      --version     output version information and exit

The SIZE argument is an integer and optional unit (example: 10K is 10*1024).
Units are K,M,G,T,P,E,Z,Y (powers of 1024) or KB,MB,... (powers of 1000).
Binary prefixes can be used, too: KiB=K, MiB=M, and so on.

CHUNKS may be:
  N       split into N files based on size of input
  K/N     output Kth of N to stdout
  l/N     split into N files without splitting lines/records
  l/K/N   output Kth of N to stdout without splitting lines/records
  r/N     like 'l' but use round robin distribution
  r/K/N   likewise but only output Kth of N to stdout

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/split>
or available locally via: info '(coreutils) split invocation'
`,
	options,
	rewrite: (argv) => argv.map((word) => word.replace(/^-(\d+)$/, '-l$1')),
	*main(run) {
		const { values, operands } = run;
		if (operands.length > 2) throw new Fatal(`extra operand ‘${operands[2]}’`, 1, true);
		const input = yield* readNamed(run, operands[0] ?? '-');
		if (values.suffixLength !== undefined && !/^\d+$/.test(values.suffixLength)) {
			throw new Fatal(`invalid suffix length: ‘${values.suffixLength}’`);
		}
		checkOptions(run);
		const separator = separatorOf(run);
		const pieces = new Pieces(run, operands[1] ?? 'x', suffixLength(run));
		if (values.chunks !== undefined) return yield* putChunks(run, pieces, input, values.chunks, separator);
		const [amount = '1000', what] =
			values.bytes !== undefined
				? [values.bytes, 'bytes']
				: values.lineBytes !== undefined
					? [values.lineBytes, 'lines']
					: [values.lines, 'lines'];
		const count = parseCount(amount);
		if (count === undefined) throw new Fatal(`invalid number of ${what}: ‘${amount}’`);
		if (count === 0) throw new Fatal(`invalid number of ${what}: ‘${amount}’: Numerical result out of range`);
		for (let start = 0; start < input.length; ) {
			const end =
				values.bytes !== undefined
					? start + count
					: values.lineBytes !== undefined
						? wholeLines(input, start, count, separator)
						: afterLines(input, start, count, separator);
			yield* pieces.put(input.subarray(start, end));
			start = end;
		}
		return 0;
	},
});

/** Throws Fatal. Models coreutils split.c main. */
function checkOptions({ values, given }: Run<typeof options>): void {
	const ways = given.filter(({ key }) => ['bytes', 'lineBytes', 'lines', 'chunks'].includes(key));
	if (ways.length > 1) throw new Fatal('cannot split in more than one way', 1, true);
	const { additional, numeric, hex } = values;
	if (additional?.includes('/')) {
		throw new Fatal(`invalid suffix ‘${additional}’, contains directory separator`, 1, true);
	}
	for (const [start, digits, what] of [
		[numeric, /^\d+$/, 'numerical'],
		[hex, /^[0-9a-f]+$/i, 'hexadecimal'],
	] as const) {
		if (typeof start !== 'string') continue;
		if (!digits.test(start)) throw new Fatal(`‘${start}’: invalid start value for ${what} suffix`, 1, true);
		if (start.length > Number(values.suffixLength ?? '0') && Number(values.suffixLength ?? '0') > 0) {
			throw new Fatal('numerical suffix start value is too large for the suffix length', 1, true);
		}
	}
	const separators = new Set(given.filter(({ key }) => key === 'separator').map(({ value }) => value));
	if (separators.size > 1) throw new Fatal('multiple separator characters specified');
}

function isSameFile(process: Process, path: string, { device, inode }: Stat): boolean {
	try {
		const found = process.stat(path);
		return found.device === device && found.inode === inode;
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		return false;
	}
}

function readNamed(run: Run<typeof options>, name: string): Task<Uint8Array> {
	return readInput(run, name, `cannot open '${name}' for reading`);
}

/** As many whole lines as fit; a line that is longer is cut. */
function wholeLines(input: Uint8Array, start: number, count: number, separator: number): number {
	if (start + count >= input.length) return input.length;
	const newline = input.lastIndexOf(separator, start + count - 1);
	return newline >= start ? newline + 1 : start + count;
}

/** `-n`: N, K/N, l/N, l/K/N, r/N, r/K/N. */
function* putChunks(
	run: Run<typeof options>,
	pieces: Pieces,
	input: Uint8Array,
	text: string,
	separator: number,
): Task<number> {
	const match = /^(?:([lr])\/)?(?:(\d+)\/)?(\d+)$/.exec(text);
	const count = Number(match?.[3]);
	if (match === null || !(count > 0) || count > 99_999) throw new Fatal(chunksProblem(text, count));
	const wanted = match[2] === undefined ? undefined : Number(match[2]);
	if (wanted !== undefined && (wanted < 1 || wanted > count)) {
		throw new Fatal(`invalid chunk number: ‘${match[2]}’: Numerical result out of range`);
	}
	if (wanted !== undefined && run.values.filter !== undefined) {
		throw new Fatal('--filter does not process a chunk extracted to stdout', 1, true);
	}
	const chunks =
		match[1] === 'r' ? dealt(input, count, separator) : cutInto(input, count, match[1] === 'l' ? separator : undefined);
	for (const [at, chunk] of chunks.entries()) {
		yield* run.process.tick();
		if (wanted === undefined) {
			if (chunk.length > 0 || !run.values.elide) yield* pieces.put(chunk);
		} else if (wanted === at + 1) yield* run.out.writeBytes(chunk);
	}
	return 0;
}

function chunksProblem(text: string, count: number): string {
	const [, chunk, chunks = text] = /^(?:[lr]\/)?(?:([^/]*)\/)?(.*)$/s.exec(text) ?? [];
	if (chunk !== undefined && !/^\d+$/.test(chunk) && /^\d+$/.test(chunks)) return `invalid chunk number: ‘${chunk}’`;
	const range = count === 0 ? ': Numerical result out of range' : '';
	const large = /^\d{20,}$/.test(chunks) ? ': Value too large for defined data type' : range;
	return `invalid number of chunks: ‘${chunks}’${large}`;
}

/** Parts of one size, the last one with the rest; by lines a line belongs to the part in which it begins. */
function cutInto(input: Uint8Array, count: number, separator: number | undefined): Uint8Array[] {
	const size = Math.max(1, Math.floor(input.length / count));
	const ends = Array.from({ length: count }, (_, at) =>
		at === count - 1 ? input.length : Math.min((at + 1) * size, input.length),
	);
	let start = 0;
	return ends.map((end) => {
		let to = Math.max(end, start);
		if (separator !== undefined && to > start && to < input.length && input[to - 1] !== separator) {
			const newline = input.indexOf(separator, to);
			to = newline < 0 ? input.length : newline + 1;
		}
		const part = input.subarray(start, to);
		start = to;
		return part;
	});
}

function dealt(input: Uint8Array, count: number, separator: number): Uint8Array[] {
	const parts: Uint8Array[][] = Array.from({ length: count }, () => []);
	for (let start = 0, turn = 0; start < input.length; turn++) {
		const end = afterLines(input, start, 1, separator);
		parts[turn % count]?.push(input.subarray(start, end));
		start = end;
	}
	return parts.map((part) => concatenate(part));
}

/** Writes one file after the other. */
class Pieces {
	readonly #run: Run<typeof options>;
	readonly #prefix: string;
	readonly #length: number;
	#index = 0;

	/** @param length of the suffix. */
	constructor(run: Run<typeof options>, prefix: string, length: number) {
		this.#run = run;
		this.#prefix = prefix;
		this.#length = length;
	}

	*put(bytes: Uint8Array): Task<void> {
		const { process, values, out } = this.#run;
		const base =
			values.numericShort || values.numeric !== undefined ? 10 : values.hexShort || values.hex !== undefined ? 16 : 26;
		const from = base === 10 ? values.numeric : values.hex;
		const first = typeof from === 'string' ? Number.parseInt(from, base) : 0;
		const grows = values.suffixLength === undefined && values.chunks === undefined && typeof from !== 'string';
		const suffix = (grows ? growingSuffix : suffixOf)(first + this.#index++, this.#length, base);
		if (suffix === undefined) throw new Fatal('output file suffixes exhausted');
		const path = this.#prefix + suffix + (values.additional ?? '');
		if (values.verbose) {
			yield* out.write(values.filter === undefined ? `creating file '${path}'\n` : `executing with FILE='${path}'\n`);
		}
		if (values.filter !== undefined) return yield* this.#filter(values.filter, path, bytes);
		const fd = yield* this.#open(path);
		yield* process.write(fd, bytes);
		process.close(fd);
		yield* process.tick();
	}

	*#open(path: string): Task<number> {
		const { process, operands } = this.#run;
		const input = operands[0] ?? '-';
		try {
			const source = input === '-' ? process.fstat(0) : process.stat(input);
			if (isSameFile(process, path, source)) throw new Fatal(`'${path}' would overwrite input; aborting`);
			return yield* process.open(path, { write: true, create: true, truncate: true }, 0o666);
		} catch (error) {
			if (error instanceof Fatal) throw error;
			throw new Fatal(`${quotedName(path)}: ${reasonOf(error)}`);
		}
	}

	/** What would be the file is a command's input, its name stands in $FILE. */
	*#filter(command: string, path: string, bytes: Uint8Array): Task<void> {
		const { process, out } = this.#run;
		yield* out.flush();
		const [read, write] = process.pipe();
		const fds = new Map([
			[0, read],
			[1, 1],
			[2, 2],
		]);
		const shell = process.env.get('SHELL') || '/bin/sh';
		const pid = launch(process, [shell, '-c', command], { env: new Map([...process.env, ['FILE', path]]), fds });
		process.close(read);
		process.onSignal('PIPE', 'ignore');
		try {
			yield* process.write(write, bytes);
		} catch (error) {
			if (!(error instanceof SystemError) || error.errno !== 'EPIPE') throw error;
		}
		process.close(write);
		const status = shellStatus(yield* waitFor(process, pid));
		if (status !== 0) throw new Fatal(`with FILE=${path}, exit ${status} from command: ${command}`, status);
	}
}

function afterLines(input: Uint8Array, start: number, lines: number, separator: number): number {
	let at = start;
	for (let line = 0; line < lines; line++) {
		const newline = input.indexOf(separator, at);
		if (newline < 0) return input.length;
		at = newline + 1;
	}
	return at;
}

/** "aa" … "yz", "zaaa" …: without -a there are always more. */
function growingSuffix(index: number, length: number, base: number): string | undefined {
	const last = base === 26 ? 'z' : base === 16 ? 'f' : '9';
	let rest = index;
	let before = '';
	for (let width = length; ; width++) {
		const room = (base - 1) * base ** (width - 1);
		if (rest < room) return before + suffixOf(rest, width, base);
		rest -= room;
		before += last;
	}
}

/** Two characters, or as many as -n needs. */
function suffixLength({ values }: Run<typeof options>): number {
	if (values.suffixLength !== undefined && values.suffixLength !== '0') return Number(values.suffixLength);
	const count = Number(/(\d+)$/.exec(values.chunks ?? '')?.[1] ?? '1');
	const base =
		values.numericShort || values.numeric !== undefined ? 10 : values.hexShort || values.hex !== undefined ? 16 : 26;
	let length = 2;
	while (base ** length < count) length++;
	return length;
}

/** The byte that ends a record. Throws Fatal. */
function separatorOf({ values }: Run<typeof options>): number {
	const { separator } = values;
	if (separator === undefined) return 10;
	if (separator === '') throw new Fatal('empty record separator');
	if (separator === '\\0') return 0;
	if (encodeUtf8(separator).length > 1) throw new Fatal(`multi-character separator ‘${separator}’`);
	return encodeUtf8(separator)[0] as number;
}

/** "aa", "ab" … or "00", "01" …; undefined when there are no more. */
function suffixOf(index: number, length: number, base: number): string | undefined {
	const digits = base === 26 ? 'abcdefghijklmnopqrstuvwxyz' : '0123456789abcdef'.slice(0, base);
	let rest = index;
	let out = '';
	for (let at = 0; at < length; at++) {
		out = (digits[rest % digits.length] as string) + out;
		rest = Math.floor(rest / digits.length);
	}
	return rest > 0 ? undefined : out;
}
