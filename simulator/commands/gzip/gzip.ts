import { errorMessage } from '../../kernel/error-message.ts';
import { type Process, type Stat, SystemError } from '../../kernel/process-api.ts';
import { isGzip, gunzipSlowly as unpackSlowly } from '../../machinery/deflate/gzip.ts';
import { InflateError, UnexpectedEnd } from '../../machinery/deflate/inflate-error.ts';
import type { Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { gnuCommand, type Run } from '../gnu-command.ts';
import { flag, withValue } from '../options.ts';
import { concatenateInSteps, readAll } from '../stdio.ts';
import { strftime } from '../strftime.ts';
import { pack } from './pack.ts';

const WARNING = 2;
/** What a processor does in a millisecond. */
const BYTES_PER_MS = 50_000;
const BYTES_PER_STEP = 512;

const OPTIONS = {
	stdout: flag('c', 'stdout', 'to-stdout'),
	decompress: flag('d', 'decompress', 'uncompress'),
	force: flag('f', 'force'),
	keep: flag('k', 'keep'),
	list: flag('l', 'list'),
	noName: flag('n', 'no-name'),
	name: flag('N', 'name'),
	quiet: flag('q', 'quiet'),
	recursive: flag('r', 'recursive'),
	suffix: withValue('S', 'suffix'),
	test: flag('t', 'test'),
	verbose: flag('v', 'verbose'),
	rsyncable: flag('rsyncable'),
	synchronous: flag('synchronous'),
	fast: flag('1', 'fast'),
	best: flag('9', 'best'),
	level2: flag('2'),
	level3: flag('3'),
	level4: flag('4'),
	level5: flag('5'),
	level6: flag('6'),
	level7: flag('7'),
	level8: flag('8'),
} as const;

type GzipRun = Run<typeof OPTIONS>;

const HELP = `Usage: gzip [OPTION]... [FILE]...
Compress or uncompress FILEs (by default, compress FILES in-place).

Mandatory arguments to long options are mandatory for short options too.

  -c, --stdout      write on standard output, keep original files unchanged
  -d, --decompress  decompress
  -f, --force       force overwrite of output file and compress links
  -h, --help        give this help
  -k, --keep        keep (don't delete) input files
  -l, --list        list compressed file contents
  -n, --no-name     do not save or restore the original name and timestamp
  -N, --name        save or restore the original name and timestamp
  -q, --quiet       suppress all warnings
  -r, --recursive   operate recursively on directories
  -S, --suffix=SUF  use suffix SUF on compressed files
  -t, --test        test compressed file integrity
  -v, --verbose     verbose mode
  -V, --version     display version number
  -1, --fast        compress faster
  -9, --best        compress better

With no FILE, or when FILE is -, read standard input.

Report bugs to <bug-gzip@gnu.org>.
`;

function command(name: string, size: number, unpacks: boolean, toStdout: boolean) {
	return gnuCommand({
		name,
		paths: [`/usr/bin/${name}`],
		size,
		version: `${name === 'gzip' ? 'gzip' : `${name} (gzip)`} 1.12`,
		help: HELP,
		options: OPTIONS,
		usageHint: "Try `gzip --help' for more information.",
		main: (run) => main(run, unpacks || run.values.decompress === true, toStdout || run.values.stdout === true),
	});
}

/** GNU gzip. Differs: one level of effort; sizes are a few bytes in a hundred off. */
export const gzip = command('gzip', 93_792, false, false);
export const gunzip = command('gunzip', 2_346, true, false);
export const zcat = command('zcat', 1_984, true, true);

function* main(run: GzipRun, unpacks: boolean, toStdout: boolean): Task<number> {
	const job = new Job(run, unpacks || run.values.list === true || run.values.test === true, toStdout);
	const operands = run.operands.length === 0 ? ['-'] : run.operands;
	for (const operand of operands) yield* operand === '-' ? job.standardInput() : job.file(operand);
	yield* job.total();
	return job.status;
}

class Job {
	readonly #run: GzipRun;
	readonly #process: Process;
	readonly #unpacks: boolean;
	readonly #toStdout: boolean;
	readonly #suffix: string;
	#listed = 0;
	#totals: readonly [packed: number, whole: number] = [0, 0];
	#lastFrame = 0;
	status = 0;

	constructor(run: GzipRun, unpacks: boolean, toStdout: boolean) {
		this.#run = run;
		this.#process = run.process;
		this.#unpacks = unpacks;
		this.#toStdout = toStdout;
		this.#suffix = run.values.suffix ?? '.gz';
	}

	*standardInput(): Task<void> {
		const { values } = this.#run;
		const fd = this.#unpacks ? 0 : 1;
		if (values.force !== true && values.list !== true && this.#process.isatty(fd)) {
			const what = this.#unpacks ? 'read from' : 'written to';
			const text = `gzip: compressed data not ${what} a terminal. Use -f to force ${this.#unpacks ? 'de' : ''}compression.\nFor help, type: gzip -h\n`;
			yield* this.#process.write(2, encodeUtf8(text));
			this.status = 1;
			return;
		}
		const data = yield* readAll(this.#process, 0);
		const out = yield* this.#convert(data, 'stdin', undefined);
		if (out !== undefined && values.test !== true && values.list !== true) yield* this.#run.out.writeBytes(out);
	}

	*file(given: string): Task<void> {
		const path = this.#unpacks && !given.endsWith(this.#suffix) && !this.#isThere(given) ? given + this.#suffix : given;
		let stat: Stat;
		try {
			const replaces = !this.#toStdout && this.#run.values.test !== true && this.#run.values.list !== true;
			// A link is not followed to a file that would be replaced.
			if (replaces && !this.#run.values.force && this.#process.lstat(path).type === 'symlink') {
				throw new SystemError('ELOOP');
			}
			stat = this.#process.stat(path);
		} catch (error) {
			yield* this.#complainOf(path, error);
			return;
		}
		if (stat.type === 'directory') {
			yield* this.#directory(path);
			return;
		}
		const keepsName = this.#toStdout || this.#run.values.test === true || this.#run.values.list === true;
		const target = this.#target(path);
		if (target === undefined && !keepsName) {
			if (this.#unpacks) yield* this.#warn(`${path}: unknown suffix -- ignored`);
			else yield* this.#say(`${path} already has ${this.#suffix} suffix -- unchanged`);
			return;
		}
		let data: Uint8Array;
		try {
			const fd = yield* this.#process.open(path, { read: true });
			data = yield* readAll(this.#process, fd);
			this.#process.close(fd);
		} catch (error) {
			yield* this.#complainOf(path, error);
			return;
		}
		const out = yield* this.#convert(data, path, stat);
		if (out === undefined) return;
		if (this.#run.values.list === true) yield* this.#list(path, stat, data, out);
		else if (this.#run.values.test === true) yield* this.#tell(path, '\t OK');
		else if (this.#toStdout) yield* this.#run.out.writeBytes(out);
		else yield* this.#replace(path, target as string, stat, data, out);
	}

	*#directory(path: string): Task<void> {
		if (this.#run.values.recursive !== true) {
			yield* this.#warn(`${path} is a directory -- ignored`);
			return;
		}
		for (const name of [...this.#process.readdir(path)].sort()) yield* this.file(`${path.replace(/\/$/, '')}/${name}`);
	}

	#isThere(path: string): boolean {
		try {
			this.#process.stat(path);
			return true;
		} catch (error) {
			if (error instanceof SystemError) return false;
			throw error;
		}
	}

	/** Undefined: the name does not allow it. */
	#target(path: string): string | undefined {
		if (!this.#unpacks) return path.endsWith(this.#suffix) ? undefined : path + this.#suffix;
		if (path.endsWith('.tgz')) return `${path.slice(0, -4)}.tar`;
		return path.endsWith(this.#suffix) ? path.slice(0, -this.#suffix.length) : undefined;
	}

	*#convert(data: Uint8Array, name: string, stat: Stat | undefined): Task<Uint8Array | undefined> {
		if (!this.#unpacks) {
			return yield* pack(this.#process, data, this.#run.values.noName === true ? undefined : stat, name);
		}
		yield* this.#process.burnCpu(data.length / BYTES_PER_MS);
		if (!isGzip(data)) {
			if (this.#run.values.force === true && this.#toStdout) return data;
			yield* this.#fail(data.length === 0 ? `${name}: unexpected end of file` : `${name}: not in gzip format`);
			return undefined;
		}
		try {
			return yield* this.#unpacked(data);
		} catch (error) {
			if (!(error instanceof InflateError)) throw error;
			const what = /error$/.test(error.message) ? error.message : 'format violated';
			const broken = error instanceof UnexpectedEnd ? 'unexpected end of file' : `invalid compressed data--${what}`;
			yield* this.#fail(`${name}: ${broken}`);
			return undefined;
		}
	}

	/** Piece by piece, so that others get their turn. */
	*#unpacked(data: Uint8Array): Task<Uint8Array> {
		const pieces: Uint8Array[] = [];
		for (const piece of unpackSlowly(data)) {
			pieces.push(piece);
			yield* this.#process.tick(1 + piece.length / BYTES_PER_STEP);
		}
		return yield* concatenateInSteps(this.#process, pieces);
	}

	*#replace(path: string, target: string, stat: Stat, data: Uint8Array, out: Uint8Array): Task<void> {
		const { values } = this.#run;
		if (values.force !== true && this.#isThere(target)) {
			yield* this.#warn(`${target} already exists;\tnot overwritten`);
			return;
		}
		try {
			const fd = yield* this.#process.open(target, { write: true, create: true, truncate: true }, stat.mode);
			yield* this.#process.write(fd, out);
			this.#process.close(fd);
			this.#process.utimes(target, stat.atimeMs, stat.mtimeMs);
			if (values.keep !== true) this.#process.unlink(path);
		} catch (error) {
			yield* this.#complainOf(target, error);
			return;
		}
		const ratio = this.#unpacks ? ratioText(out, data) : ratioText(data, out);
		yield* this.#tell(path, `\t${ratio} -- ${values.keep === true ? 'created' : 'replaced with'} ${target}`);
	}

	*#list(path: string, stat: Stat, data: Uint8Array, out: Uint8Array): Task<void> {
		const isLong = this.#run.values.verbose === true;
		if (this.#listed === 0) {
			const before = isLong ? 'method  crc     date  time  ' : '';
			yield* this.#run.out.write(`${before}         compressed        uncompressed  ratio uncompressed_name\n`);
		}
		this.#listed++;
		this.#totals = [this.#totals[0] + data.length, this.#totals[1] + out.length];
		this.#lastFrame = frameBytes(data);
		const crc = [...data.subarray(-8, -4)].reverse().map((byte) => byte.toString(16).padStart(2, '0'));
		const before = isLong ? `defla ${crc.join('')} ${strftime('%b %e %H:%M', stat.mtimeMs)} ` : '';
		const sizes = `${String(data.length).padStart(19)} ${String(out.length).padStart(19)}`;
		yield* this.#run.out.write(`${before}${sizes} ${ratioText(out, data)} ${this.#target(path) ?? path}\n`);
	}

	/** Below a list of several files. */
	*total(): Task<void> {
		if (this.#listed < 2) return;
		const [packed, whole] = this.#totals;
		const before = this.#run.values.verbose === true ? ' '.repeat(28) : '';
		const sizes = `${String(packed).padStart(19)} ${String(whole).padStart(19)}`;
		yield* this.#run.out.write(`${before}${sizes} ${percent(whole, packed - this.#lastFrame)} (totals)\n`);
	}

	*#tell(path: string, text: string): Task<void> {
		if (this.#run.values.verbose === true) yield* this.#process.write(2, encodeUtf8(`${path}:${text}\n`));
	}

	*#say(text: string): Task<void> {
		if (this.#run.values.quiet !== true) yield* this.#process.write(2, encodeUtf8(`gzip: ${text}\n`));
	}

	*#warn(text: string): Task<void> {
		if (this.#run.values.quiet === true) return;
		if (this.status === 0) this.status = WARNING;
		yield* this.#say(text);
	}

	*#fail(text: string): Task<void> {
		this.status = 1;
		yield* this.#process.write(2, encodeUtf8(`\ngzip: ${text}\n`));
	}

	*#complainOf(path: string, error: unknown): Task<void> {
		if (!(error instanceof SystemError)) throw error;
		this.status = 1;
		yield* this.#process.write(2, encodeUtf8(`gzip: ${path}: ${errorMessage(error.errno)}\n`));
	}
}

/** What a gzip file takes besides what is packed: its header with the name, checksum and length. */
function frameBytes(packed: Uint8Array): number {
	const isNamed = ((packed[3] ?? 0) & 8) !== 0;
	return 10 + (isNamed ? packed.indexOf(0, 10) - 9 : 0) + 8;
}

function ratioText(whole: Uint8Array, packed: Uint8Array): string {
	return percent(whole.length, packed.length - frameBytes(packed));
}

function percent(whole: number, packed: number): string {
	const saved = whole === 0 ? 0 : (100 * (whole - packed)) / whole;
	return `${saved.toFixed(1).padStart(5)}%`;
}
