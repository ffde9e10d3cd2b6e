import { type Process, SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { Fatal, gnuCommand } from '../gnu-command.ts';
import { reasonOf } from '../launch.ts';
import { flag, withValue } from '../options.ts';

const options = {
	printBytes: flag('b', 'print-bytes'),
	ignoreInitial: withValue('i', 'ignore-initial'),
	verbose: flag('l', 'verbose'),
	bytes: withValue('n', 'bytes'),
	quiet: flag('s', 'quiet', 'silent'),
	version: flag('v', 'version'),
};

const VERSION = 'cmp (GNU diffutils) 3.10';
const READ_BYTES = 65_536;

export const cmp = gnuCommand({
	name: 'cmp',
	paths: ['/usr/bin/cmp'],
	size: 47_368,
	version: VERSION,
	usageStatus: 2,
	usageHint: "cmp: Try 'cmp --help' for more information.",
	help: `Usage: cmp [OPTION]... FILE1 [FILE2 [SKIP1 [SKIP2]]]
Compare two files byte by byte.

The optional SKIP1 and SKIP2 specify the number of bytes to skip
at the beginning of each file (zero by default).

Mandatory arguments to long options are mandatory for short options too.
  -b, --print-bytes          print differing bytes
  -i, --ignore-initial=SKIP         skip first SKIP bytes of both inputs
  -i, --ignore-initial=SKIP1:SKIP2  skip first SKIP1 bytes of FILE1 and
                                      first SKIP2 bytes of FILE2
  -l, --verbose              output byte numbers and differing byte values
  -n, --bytes=LIMIT          compare at most LIMIT bytes
  -s, --quiet, --silent      suppress all normal output
      --help                 display this help and exit
  -v, --version              output version information and exit

SKIP values may be followed by the following multiplicative suffixes:
kB 1000, K 1024, MB 1,000,000, M 1,048,576,
GB 1,000,000,000, G 1,073,741,824, and so on for T, P, E, Z, Y.

If a FILE is '-' or missing, read standard input.
Exit status is 0 if inputs are the same, 1 if different, 2 if trouble.

Report bugs to: bug-diffutils@gnu.org
GNU diffutils home page: <https://www.gnu.org/software/diffutils/>
General help using GNU software: <https://www.gnu.org/gethelp/>
`,
	options,
	*main(run) {
		const { process, values, operands, out } = run;
		if (values.version) {
			yield* out.write(`${VERSION}\n`);
			return 0;
		}
		const [first, second = '-', skip1, skip2, extra] = operands;
		if (first === undefined) throw new Fatal(`missing operand after 'cmp'`, 2, true);
		if (extra !== undefined) throw new Fatal(`extra operand '${extra}'`, 2, true);
		if (values.quiet && values.verbose) throw new Fatal('options -l and -s are incompatible', 2, true);
		const [initial1, initial2 = initial1] = (values.ignoreInitial ?? '0').split(':') as [string, string?];
		const limit = values.bytes === undefined ? Number.POSITIVE_INFINITY : byteCount(values.bytes, '--bytes value');
		const quiet = values.quiet === true;
		const a = yield* ByteSource.open(process, first, quiet);
		const b = yield* ByteSource.open(process, second, quiet);
		if (a === undefined || b === undefined) return 2;
		if (first === second && first !== '-') return 0;
		yield* a.skip(byteCount(skip1 ?? initial1, '--ignore-initial value'));
		yield* b.skip(byteCount(skip2 ?? initial2, '--ignore-initial value'));
		const width = placeWidth(process, [first, second]);
		let line = 1;
		let before = 0;
		let different = false;
		for (let at = 1; at <= limit; at++) {
			const same = a.takeSame(b, limit - at);
			if (same.length > 0) {
				yield* process.tick(Math.ceil(same.length / 1024));
				for (let next = same.indexOf(NEWLINE); next !== -1; next = same.indexOf(NEWLINE, next + 1)) line++;
				before = same[same.length - 1] as number;
				at += same.length;
			}
			const [x, y] = [yield* a.next(), yield* b.next()];
			if (x === undefined && y === undefined) break;
			if (x === undefined || y === undefined) {
				const name = x === undefined ? first : second;
				const where = before === NEWLINE ? `line ${line - 1}` : `in line ${line}`;
				if (!values.quiet) yield* run.complain(endText(name, at - 1, values.verbose === true ? '' : `, ${where}`));
				return 1;
			}
			if (x !== y) {
				different = true;
				if (values.quiet) return 1;
				if (!values.verbose) {
					const shown = values.printBytes ? ` is ${octal(x)} ${visible(x)} ${octal(y)} ${visible(y)}` : '';
					const what = values.printBytes || !isPlainLocale(process.env) ? 'byte' : 'char';
					yield* out.write(`${first} ${second} differ: ${what} ${at}, line ${line}${shown}\n`);
					return 1;
				}
				const letters = values.printBytes ? [` ${visible(x).padEnd(4)}`, ` ${visible(y)}`] : ['', ''];
				yield* out.write(`${String(at).padStart(width)} ${octal(x)}${letters[0]} ${octal(y)}${letters[1]}\n`);
			}
			if (x === NEWLINE) line++;
			before = x;
			if ((at & 1023) === 0) yield* process.tick();
		}
		return different ? 1 : 0;
	},
});

/** As many columns as the shorter file's size has digits; of what has no size as the largest number has. */
function placeWidth(process: Process, names: readonly string[]): number {
	const stats = names.map((name) => (name === '-' ? process.fstat(0) : process.stat(name)));
	const sizes = stats.flatMap(({ type, size }) => (type === 'file' ? [size] : []));
	return sizes.length === 0 ? PLACE_COLUMNS_MAX : String(Math.min(...sizes)).length;
}

const PLACE_COLUMNS_MAX = 19;

const NEWLINE = 10;

function endText(name: string, bytes: number, where: string): string {
	return bytes === 0 ? `EOF on ${name} which is empty` : `EOF on ${name} after byte ${bytes}${where}`;
}

/** Where the old word is kept. */
function isPlainLocale(env: ReadonlyMap<string, string>): boolean {
	const locale = env.get('LC_ALL') || env.get('LC_MESSAGES') || env.get('LANG') || 'C';
	return locale === 'C' || locale === 'POSIX';
}

function octal(byte: number): string {
	return byte.toString(8).padStart(3);
}

/** As cat -t shows it. */
function visible(byte: number): string {
	if (byte >= 128) return `M-${visible(byte - 128)}`;
	if (byte < 32) return `^${String.fromCharCode(byte + 64)}`;
	return byte === 127 ? '^?' : String.fromCharCode(byte);
}

const UNITS = 'KMGTPE';

function byteCount(text: string, what: string): number {
	const match = /^(\d+)(?:([kKMGTPE])(B)?)?$/.exec(text);
	if (match === null) throw new Fatal(`invalid ${what} '${text}'`, 2, true);
	const [, digits = '', unit, decimal] = match;
	if (unit === undefined) return Number(digits);
	return Number(digits) * (decimal === undefined ? 1024 : 1000) ** (UNITS.indexOf(unit.toUpperCase()) + 1);
}

/** A file byte by byte. */
class ByteSource {
	readonly #process: Process;
	readonly #fd: number;
	#piece: Uint8Array = new Uint8Array(0);
	#at = 0;
	#ended = false;

	constructor(process: Process, fd: number) {
		this.#process = process;
		this.#fd = fd;
	}

	/** Undefined of what cannot be read, when nothing is to be said. Throws Fatal. */
	static *open(process: Process, name: string, quiet: boolean): Task<ByteSource | undefined> {
		if (name === '-') return new ByteSource(process, 0);
		try {
			return new ByteSource(process, yield* process.open(name, { read: true }));
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			if (quiet) return undefined;
			throw new Fatal(`${name}: ${reasonOf(error)}`, 2);
		}
	}

	/** Undefined at the end. */
	*next(): Task<number | undefined> {
		if (this.#at >= this.#piece.length && !this.#ended) {
			this.#piece = yield* this.#process.read(this.#fd, READ_BYTES);
			this.#at = 0;
			this.#ended = this.#piece.length === 0;
		}
		return this.#piece[this.#at++];
	}

	/** Steps over what both have read already and is the same, at most `limit` bytes. */
	takeSame(other: ByteSource, limit: number): Uint8Array {
		const [mine, theirs] = [this.#piece.subarray(this.#at), other.#piece.subarray(other.#at)];
		const end = Math.min(mine.length, theirs.length, limit);
		let count = 0;
		while (count < end && mine[count] === theirs[count]) count++;
		this.#at += count;
		other.#at += count;
		return mine.subarray(0, count);
	}

	*skip(count: number): Task<void> {
		for (let skipped = 0; skipped < count; skipped++) if ((yield* this.next()) === undefined) return;
	}
}
