import type { Task } from '../../machinery/task.ts';
import type { Run } from '../gnu-command.ts';
import { Fatal, gnuCommand } from '../gnu-command.ts';
import { flag, withValue } from '../options.ts';
import { readInput } from './base64.ts';
import { parseCount } from './count.ts';
import { COREUTILS } from './version.ts';

const options = {
	suffixLength: withValue('a', 'suffix-length'),
	additional: withValue('additional-suffix'),
	bytes: withValue('b', 'bytes'),
	numeric: flag('d', 'numeric-suffixes'),
	lines: withValue('l', 'lines'),
	chunks: withValue('n', 'number'),
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
		const input = yield* readInput(run, operands[0] ?? '-');
		const prefix = operands[1] ?? 'x';
		const length = Number(values.suffixLength ?? 2);
		const pieces = new Pieces(run, prefix, length);
		const amount = values.bytes ?? values.lines ?? '1000';
		if (values.chunks !== undefined) {
			if (!/^[1-9]\d{0,4}$/.test(values.chunks)) throw new Fatal(`invalid number of chunks: ‘${values.chunks}’`);
			const count = Number(values.chunks);
			const size = Math.floor(input.length / count);
			for (let at = 0; at < count; at++) {
				yield* pieces.put(input.subarray(at * size, at === count - 1 ? input.length : (at + 1) * size));
			}
			return 0;
		}
		const count = parseCount(amount);
		if (count === undefined || count === 0) {
			throw new Fatal(`invalid number of ${values.bytes === undefined ? 'lines' : 'bytes'}: ‘${amount}’`);
		}
		for (let start = 0; start < input.length; ) {
			const end = values.bytes === undefined ? afterLines(input, start, count) : start + count;
			yield* pieces.put(input.subarray(start, end));
			start = end;
		}
		return 0;
	},
});

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
		const suffix = suffixOf(this.#index++, this.#length, values.numeric === true);
		if (suffix === undefined) throw new Fatal('output file suffixes exhausted');
		const path = this.#prefix + suffix + (values.additional ?? '');
		const fd = yield* process.open(path, { write: true, create: true, truncate: true }, 0o666);
		yield* process.write(fd, bytes);
		process.close(fd);
		if (values.verbose) yield* out.write(`creating file '${path}'\n`);
		yield* process.tick();
	}
}

function afterLines(input: Uint8Array, start: number, lines: number): number {
	let at = start;
	for (let line = 0; line < lines; line++) {
		const newline = input.indexOf(10, at);
		if (newline < 0) return input.length;
		at = newline + 1;
	}
	return at;
}

/** "aa", "ab" … or "00", "01" …; undefined when there are no more. */
function suffixOf(index: number, length: number, numeric: boolean): string | undefined {
	const digits = numeric ? '0123456789' : 'abcdefghijklmnopqrstuvwxyz';
	let rest = index;
	let out = '';
	for (let at = 0; at < length; at++) {
		out = (digits[rest % digits.length] as string) + out;
		rest = Math.floor(rest / digits.length);
	}
	return rest > 0 ? undefined : out;
}
