import { errorMessage } from '../../kernel/error-message.ts';
import { type Process, type Stat, SystemError } from '../../kernel/process-api.ts';
import { XzError } from '../../machinery/lzma/xz-error.ts';
import { xz as pack, unxz as unpack } from '../../machinery/lzma/xz-format.ts';
import type { Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import type { Command } from '../command.ts';
import { Fatal, gnuCommand, type Run } from '../gnu-command.ts';
import { flag, mayHaveValue, withValue } from '../options.ts';
import { concatenateInSteps, readAll } from '../stdio.ts';

const WARNING = 2;
/** Of packing, between two yields of the packer; unpacking is quicker. */
const STEP_MS = 0.5;
const UNPACKED_BYTES_PER_MS = 50_000;
const STEPS_TO_MAKE_ROOM = 50;

const OPTIONS = {
	compress: flag('z', 'compress'),
	decompress: flag('d', 'decompress', 'uncompress'),
	test: flag('t', 'test'),
	list: flag('l', 'list'),
	keep: flag('k', 'keep'),
	force: flag('f', 'force'),
	stdout: flag('c', 'stdout', 'to-stdout'),
	suffix: withValue('S', 'suffix'),
	format: withValue('F', 'format'),
	check: withValue('C', 'check'),
	extreme: flag('e', 'extreme'),
	fast: flag('fast'),
	best: flag('best'),
	level0: flag('0'),
	level1: flag('1'),
	level2: flag('2'),
	level3: flag('3'),
	level4: flag('4'),
	level5: flag('5'),
	level6: flag('6'),
	level7: flag('7'),
	level8: flag('8'),
	level9: flag('9'),
	threads: withValue('T', 'threads'),
	memory: withValue('M', 'memlimit', 'memory'),
	memoryPack: withValue('memlimit-compress'),
	memoryUnpack: withValue('memlimit-decompress'),
	blockSize: withValue('block-size'),
	lzma2: mayHaveValue('lzma2'),
	noSparse: flag('no-sparse'),
	noWarn: flag('Q', 'no-warn'),
	quiet: flag('q', 'quiet'),
	verbose: flag('v', 'verbose'),
	robot: flag('robot'),
	shortHelp: flag('h'),
	longHelp: flag('H', 'long-help'),
	shortVersion: flag('V'),
} as const;

type XzRun = Run<typeof OPTIONS>;
type Mode = 'pack' | 'unpack' | 'test' | 'list';

const HELP = `Usage: xz [OPTION]... [FILE]...
Compress or decompress FILEs in the .xz format.

  -z, --compress      force compression
  -d, --decompress, --uncompress
                      force decompression
  -t, --test          test compressed file integrity
  -l, --list          list information about .xz files
  -k, --keep          keep (don't delete) input files
  -f, --force         force overwrite of output file and (de)compress links
  -c, --stdout, --to-stdout
                      write to standard output and don't delete input files
  -0 ... -9           compression preset; default is 6; take compressor *and*
                      decompressor memory usage into account before using 7-9!
  -e, --extreme       try to improve compression ratio by using more CPU time;
                      does not affect decompressor memory requirements
  -T, --threads=NUM   use at most NUM threads; the default is 1; set to 0
                      to use as many threads as there are processor cores
  -q, --quiet         suppress warnings; specify twice to suppress errors too
  -v, --verbose       be verbose; specify twice for even more verbose
  -h, --help          display this short help and exit
  -H, --long-help     display the long help (lists also the advanced options)
  -V, --version       display the version number and exit

With no FILE, or when FILE is -, read standard input.

Report bugs to <xz@tukaani.org> (in English or Finnish).
XZ Utils home page: <https://tukaani.org/xz/>
`;
const VERSION = 'xz (XZ Utils) 5.4.5\nliblzma 5.4.5';

/** XZ Utils. Differs: what it packs is a few in a hundred larger; of the formats only .xz, with LZMA2 alone. */
function command(name: string, mode: Mode, stdout: boolean): Command {
	return gnuCommand({
		name,
		paths: [`/usr/bin/${name}`],
		size: 85_608,
		version: VERSION,
		help: HELP,
		options: OPTIONS,
		usageHint: `${name}: Try \`${name} --help' for more information.`,
		main: (run) => main(run, mode, stdout),
	});
}

function* main(run: XzRun, mode: Mode, stdout: boolean): Task<number> {
	const { values, given } = run;
	if (values.shortHelp || values.longHelp || values.shortVersion) {
		yield* run.out.write(values.shortVersion ? `${VERSION}\n` : HELP);
		return 0;
	}
	if (!/^(?:auto|xz)$/.test(values.format ?? 'auto')) throw new Fatal(`${values.format}: Unknown file format type`);
	const kinds: Readonly<Record<string, Mode>> = { compress: 'pack', decompress: 'unpack', test: 'test', list: 'list' };
	const last = given.findLast(({ key }) => kinds[key] !== undefined)?.key;
	const level = given.findLast(({ key }) => /^(?:level\d|fast|best)$/.test(key))?.key ?? 'level6';
	const job = new Job(run, {
		mode: last === undefined ? mode : (kinds[last] as Mode),
		stdout: stdout || values.stdout === true,
		level: level === 'fast' ? 0 : level === 'best' ? 9 : Number(level.slice(-1)),
	});
	for (const file of run.operands.length === 0 ? ['-'] : run.operands) yield* job.file(file);
	yield* job.totals();
	return job.status === WARNING && values.noWarn ? 0 : job.status;
}

interface Settings {
	readonly mode: Mode;
	readonly stdout: boolean;
	readonly level: number;
}

class Job {
	readonly #run: XzRun;
	readonly #process: Process;
	readonly #settings: Settings;
	readonly #suffix: string;
	readonly #quiet: number;
	#listed: { packed: number; plain: number }[] = [];
	status = 0;

	constructor(run: XzRun, settings: Settings) {
		this.#run = run;
		this.#process = run.process;
		this.#settings = settings;
		this.#suffix = run.values.suffix ?? '.xz';
		this.#quiet = run.given.filter(({ key }) => key === 'quiet').length;
	}

	*file(path: string): Task<void> {
		if (path === '-') return yield* this.#standardInput();
		const { mode } = this.#settings;
		const stat = yield* this.#input(path);
		if (stat === undefined) return;
		const writes = !this.#settings.stdout && (mode === 'pack' || mode === 'unpack');
		if (mode === 'pack' && writes && (yield* this.#target(path)) === '') return;
		let data: Uint8Array;
		try {
			const fd = yield* this.#process.open(path, { read: true });
			data = yield* readAll(this.#process, fd);
			this.#process.close(fd);
		} catch (error) {
			return yield* this.#error(`${path}: ${reason(error)}`);
		}
		const out = yield* this.#convert(data, path);
		if (out === undefined) return;
		if (mode === 'list') return yield* this.#list(path, data.length, out.length);
		const target = writes ? yield* this.#target(path) : undefined;
		if (target === '') return;
		if (target !== undefined) {
			if (!(yield* this.#replace(path, target, stat, out))) return;
		} else if (mode !== 'test') yield* this.#process.write(1, out);
		if (this.#run.values.verbose) yield* this.#tell(path, data.length, out.length);
	}

	*#standardInput(): Task<void> {
		const { mode } = this.#settings;
		if (mode === 'list') return yield* this.#error('--list does not support reading from standard input');
		if (!this.#run.values.force && this.#process.isatty(mode === 'pack' ? 1 : 0)) {
			const what = mode === 'pack' ? 'written to' : 'read from';
			return yield* this.#error(`Compressed data cannot be ${what} a terminal`);
		}
		const out = yield* this.#convert(yield* readAll(this.#process, 0), '(stdin)');
		if (out !== undefined && mode !== 'test') yield* this.#process.write(1, out);
	}

	/** What the file is; what is left out is told. */
	*#input(path: string): Task<Stat | undefined> {
		const { values } = this.#run;
		const isFree =
			values.force || this.#settings.stdout || this.#settings.mode === 'test' || this.#settings.mode === 'list';
		try {
			const stat = isFree ? this.#process.stat(path) : this.#process.lstat(path);
			if (stat.type === 'directory') yield* this.#warn(`${path}: Is a directory, skipping`);
			else if (stat.type === 'symlink') yield* this.#warn(`${path}: Is a symbolic link, skipping`);
			else if (stat.links > 1 && !isFree && !values.keep) {
				yield* this.#warn(`${path}: Input file has more than one hard link, skipping`);
			} else return stat;
		} catch (error) {
			yield* this.#error(`${path}: ${reason(error)}`);
		}
		return undefined;
	}

	/** '' where the name does not allow it, which is told. */
	*#target(path: string): Task<string> {
		const suffixes: readonly (readonly [string, string])[] = [
			['.xz', ''],
			['.txz', '.tar'],
			[this.#suffix, ''],
		];
		const found = suffixes.find(([suffix]) => path.endsWith(suffix) && path.length > suffix.length);
		if (this.#settings.mode === 'pack') {
			if (found === undefined) return path + this.#suffix;
			yield* this.#warn(`${path}: File already has \`${found[0]}' suffix, skipping`);
			return '';
		}
		if (found !== undefined) return path.slice(0, -found[0].length) + found[1];
		yield* this.#warn(`${path}: Filename has an unknown suffix, skipping`);
		return '';
	}

	*#convert(data: Uint8Array, name: string): Task<Uint8Array | undefined> {
		if (this.#settings.mode === 'pack') {
			const packing = pack(data, this.#settings.level);
			for (;;) {
				const step = packing.next();
				if (step.done === true) return step.value;
				yield* this.#process.burnCpu(STEP_MS);
			}
		}
		if (data.length === 0 && this.#settings.mode === 'unpack') return data;
		const pieces: Uint8Array[] = [];
		try {
			for (const piece of unpack(data)) {
				if (piece.length === 0) yield* this.#process.tick(STEPS_TO_MAKE_ROOM);
				else yield* this.#process.burnCpu(piece.length / UNPACKED_BYTES_PER_MS);
				pieces.push(piece);
			}
			return yield* concatenateInSteps(this.#process, pieces);
		} catch (error) {
			if (!(error instanceof XzError)) throw error;
			if (error.kind === 'format' && this.#run.values.force && this.#settings.stdout) return data;
			const what = {
				format: 'File format not recognized',
				end: 'Unexpected end of input',
				corrupt: 'Compressed data is corrupt',
				options: 'Unsupported options',
			}[error.kind];
			yield* this.#error(`${name}: ${what}`);
			return undefined;
		}
	}

	*#replace(path: string, target: string, stat: Stat, out: Uint8Array): Task<boolean> {
		const { values } = this.#run;
		try {
			if (values.force && this.#process.access(target, {})) this.#process.unlink(target);
			const fd = yield* this.#process.open(target, { write: true, create: true, exclusive: true }, 0o600);
			yield* this.#process.write(fd, out);
			this.#process.close(fd);
			if (this.#process.credentials.uid === 0) this.#process.chown(target, stat.uid, stat.gid);
			this.#process.chmod(target, stat.mode & 0o777);
			this.#process.utimes(target, stat.atimeMs, stat.mtimeMs);
			if (!values.keep) this.#process.unlink(path);
			return true;
		} catch (error) {
			yield* this.#error(`${target}: ${reason(error)}`);
			return false;
		}
	}

	*#tell(path: string, before: number, after: number): Task<void> {
		const [packed, plain] = this.#settings.mode === 'pack' ? [after, before] : [before, after];
		const ratio = plain === 0 ? '---' : (packed / plain).toFixed(3);
		yield* this.#say(`${path}: ${sizeText(packed)} / ${sizeText(plain)} = ${ratio}`);
	}

	*#list(path: string, packed: number, plain: number): Task<void> {
		if (this.#listed.length === 0) {
			yield* this.#run.out.write('Strms  Blocks   Compressed Uncompressed  Ratio  Check   Filename\n');
		}
		this.#listed.push({ packed, plain });
		yield* this.#run.out.write(`    1 ${listed(plain === 0 ? 0 : 1, packed, plain)} ${path}\n`);
	}

	*totals(): Task<void> {
		if (this.#listed.length < 2) return;
		const packed = this.#listed.reduce((sum, each) => sum + each.packed, 0);
		const plain = this.#listed.reduce((sum, each) => sum + each.plain, 0);
		const blocks = this.#listed.filter((each) => each.plain > 0).length;
		const count = this.#listed.length;
		yield* this.#run.out.write(
			`${'-'.repeat(79)}\n${String(count).padStart(5)} ${listed(blocks, packed, plain)} ${count} files\n`,
		);
	}

	*#warn(text: string): Task<void> {
		if (this.status === 0) this.status = WARNING;
		if (this.#quiet === 0) yield* this.#say(text);
	}

	*#error(text: string): Task<void> {
		this.status = 1;
		if (this.#quiet < 2) yield* this.#say(text);
	}

	*#say(text: string): Task<void> {
		const isReport = this.#run.values.verbose === true && / = /.test(text);
		if (isReport) yield* this.#process.write(2, encodeUtf8(`${text}\n`));
		else yield* this.#run.complain(text);
	}
}

function listed(blocks: number, packed: number, plain: number): string {
	const ratio = plain === 0 ? '---' : packed / plain > 9.999 ? '---' : (packed / plain).toFixed(3);
	return `${String(blocks).padStart(7)} ${sizeText(packed).padStart(12)} ${sizeText(plain).padStart(12)}  ${ratio.padStart(5)}  ${'CRC64'.padEnd(7)}`;
}

/** "72 B", "12.3 KiB". */
function sizeText(bytes: number): string {
	if (bytes < 10_000) return `${grouped(bytes)} B`;
	let value = bytes;
	let unit = 0;
	while (unit < 4 && value > 9999.9) {
		value /= 1024;
		unit++;
	}
	const [whole = '', tenth = ''] = value.toFixed(1).split('.');
	return `${grouped(Number(whole))}.${tenth} ${['B', 'KiB', 'MiB', 'GiB', 'TiB'][unit]}`;
}

function grouped(value: number): string {
	return String(value).replace(/(?<=\d)(?=(?:\d{3})+$)/g, ',');
}

function reason(error: unknown): string {
	if (!(error instanceof SystemError)) throw error;
	return errorMessage(error.errno);
}

export const XZ_COMMANDS: readonly Command[] = [
	command('xz', 'pack', false),
	command('unxz', 'unpack', false),
	command('xzcat', 'unpack', true),
];
