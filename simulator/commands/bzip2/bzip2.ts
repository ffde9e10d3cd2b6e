import { errorMessage } from '../../kernel/error-message.ts';
import { type Process, type Stat, SystemError } from '../../kernel/process-api.ts';
import { BzipError } from '../../machinery/bzip2/bzip-error.ts';
import { bzip2 as pack } from '../../machinery/bzip2/compress.ts';
import { isBzip2, bunzip2 as unpack } from '../../machinery/bzip2/decompress.ts';
import type { Task } from '../../machinery/task.ts';
import type { Command } from '../command.ts';
import { concatenate, readAll } from '../stdio.ts';
import { Exit, type UnixRun, unixCommand } from '../unix-command.ts';
import { BZIP2_LICENSE, BZIP2_USAGE, BZIP2_VERSION } from './bzip2-help.ts';

/** Of packing, between two yields of the packer; unpacking is quicker. */
const STEP_MS = 2;
const UNPACKED_BYTES_PER_MS = 30_000;
const SUFFIXES: readonly (readonly [packed: string, plain: string])[] = [
	['.bz2', ''],
	['.bz', ''],
	['.tbz2', '.tar'],
	['.tbz', '.tar'],
];

interface Settings {
	readonly mode: 'pack' | 'unpack' | 'test';
	readonly level: number;
	readonly stdout: boolean;
	readonly keep: boolean;
	readonly force: boolean;
	readonly quiet: boolean;
	readonly verbose: boolean;
	readonly files: readonly string[];
}

/** bzip2 1.0.8: what it makes is what that makes, save of texts that only repeat themselves. */
function command(name: string, size: number, mode: Settings['mode'], stdout: boolean): Command {
	return unixCommand({ name, paths: [`/usr/bin/${name}`], size, main: (run) => main(run, mode, stdout) });
}

function* main(run: UnixRun, mode: Settings['mode'], stdout: boolean): Task<number> {
	const settings = yield* readArguments(run, mode, stdout);
	if (settings === undefined) return 0;
	const job = new Job(run, settings);
	if (settings.files.length === 0) yield* job.standardInput();
	for (const file of settings.files) yield* job.file(file);
	return job.status;
}

const LONG: Readonly<Record<string, string>> = {
	stdout: 'c',
	decompress: 'd',
	compress: 'z',
	force: 'f',
	test: 't',
	keep: 'k',
	small: 's',
	quiet: 'q',
	version: 'V',
	license: 'L',
	fast: '1',
	best: '9',
	help: 'h',
	verbose: 'v',
};

function* readArguments(run: UnixRun, mode: Settings['mode'], stdout: boolean): Task<Settings | undefined> {
	const given = [...(run.process.env.get('BZIP2') ?? '').split(/\s+/), ...run.args].filter((word) => word !== '');
	const files: string[] = [];
	let letters = '';
	for (let at = 0; at < given.length; at++) {
		const word = given[at] as string;
		if (word === '--') {
			files.push(...given.slice(at + 1));
			break;
		}
		if (!word.startsWith('-') || word === '-') files.push(word);
		else if (word.startsWith('--')) {
			const letter = Object.hasOwn(LONG, word.slice(2)) ? LONG[word.slice(2)] : undefined;
			if (letter === undefined) throw new Exit(1, `bzip2: Bad flag \`${word}'\n${BZIP2_USAGE}`);
			letters += letter;
		} else {
			if (/[^cdzftkvsqVLh1-9]/.test(word.slice(1))) throw new Exit(1, `bzip2: Bad flag \`${word}'\n${BZIP2_USAGE}`);
			letters += word.slice(1);
		}
	}
	const shown = /[hVL]/.exec(letters)?.[0];
	if (shown !== undefined) {
		if (shown === 'h') yield* run.say(BZIP2_USAGE);
		else yield* run.say(`${BZIP2_VERSION}\n${BZIP2_LICENSE}`);
		if (shown === 'h' || files.length === 0) return undefined;
	}
	const last = /[dzt](?=[^dzt]*$)/.exec(letters)?.[0];
	return {
		mode: last === undefined ? mode : last === 'd' ? 'unpack' : last === 't' ? 'test' : 'pack',
		level: Number(/[1-9](?=[^1-9]*$)/.exec(letters)?.[0] ?? '9'),
		stdout: stdout || letters.includes('c'),
		keep: letters.includes('k'),
		force: letters.includes('f'),
		quiet: letters.includes('q'),
		verbose: letters.includes('v'),
		files,
	};
}

class Job {
	readonly #run: UnixRun;
	readonly #process: Process;
	readonly #settings: Settings;
	status = 0;

	constructor(run: UnixRun, settings: Settings) {
		this.#run = run;
		this.#process = run.process;
		this.#settings = settings;
	}

	*standardInput(): Task<void> {
		const { mode, force } = this.#settings;
		const isPacking = mode === 'pack';
		if (!force && this.#process.isatty(isPacking ? 1 : 0)) {
			const what = isPacking ? 'write compressed data to' : 'read compressed data from';
			yield* this.#run.say(`bzip2: I won't ${what} a terminal.\nbzip2: For help, type: \`bzip2 --help'.\n`);
			this.status = 1;
			return;
		}
		const data = yield* readAll(this.#process, 0);
		const out = yield* this.#convert(data, '(stdin)', '(stdout)');
		if (out !== undefined && mode !== 'test') yield* this.#process.write(1, out);
	}

	*file(path: string): Task<void> {
		const { mode, force, keep, verbose } = this.#settings;
		const stat = yield* this.#input(path);
		if (stat === undefined) return;
		const target = this.#settings.stdout || mode === 'test' ? undefined : yield* this.#target(path);
		if (target === '') return;
		let data: Uint8Array;
		try {
			const fd = yield* this.#process.open(path, { read: true });
			data = yield* readAll(this.#process, fd);
			this.#process.close(fd);
		} catch (error) {
			return yield* this.#complain(`Can't open input file ${path}: ${reason(error)}.`, 1);
		}
		if (verbose) {
			const pad = mode === 'pack' ? ' '.repeat(this.#longest() - path.length) : '';
			yield* this.#run.say(`  ${path}: ${pad}`);
		}
		const out = yield* this.#convert(data, path, target ?? '(stdout)');
		if (out === undefined) return;
		if (verbose) yield* this.#run.say(verdict(mode, data.length, out.length));
		if (mode === 'test') return;
		if (target === undefined) return yield* this.#process.write(1, out);
		if (force && this.#process.access(target, {})) this.#process.unlink(target);
		const fd = yield* this.#process.open(target, { write: true, create: true, exclusive: true }, 0o600);
		yield* this.#process.write(fd, out);
		this.#process.close(fd);
		this.#process.chmod(target, stat.mode & 0o7777);
		if (this.#process.credentials.uid === 0) this.#process.chown(target, stat.uid, stat.gid);
		this.#process.utimes(target, stat.atimeMs, stat.mtimeMs);
		if (!keep) this.#process.unlink(path);
	}

	#longest(): number {
		return Math.max('(stdin)'.length, ...this.#settings.files.map((file) => file.length));
	}

	/** What the file is; what cannot be packed is told. */
	*#input(path: string): Task<Stat | undefined> {
		const { mode, force, stdout } = this.#settings;
		let stat: Stat;
		try {
			stat = this.#process.stat(path);
		} catch (error) {
			const isShort = mode === 'test' || (mode === 'unpack' && !stdout && !force);
			yield* this.#complain(`Can't open input ${isShort ? '' : 'file '}${path}: ${reason(error)}.`, 1);
			return undefined;
		}
		if (mode === 'pack') {
			const suffix = SUFFIXES.find(([packed]) => path.endsWith(packed))?.[0];
			if (suffix !== undefined) {
				if (!this.#settings.quiet)
					yield* this.#run.say(`${this.#run.name}: Input file ${path} already has ${suffix} suffix.\n`);
				this.status = Math.max(this.status, 1);
				return undefined;
			}
		}
		const own = this.#process.lstat(path);
		if (stat.type === 'directory') yield* this.#complain(`Input file ${path} is a directory.`, 1);
		else if (own.type !== 'file' && !force && !stdout && mode !== 'test') {
			if (!this.#settings.quiet) yield* this.#run.say(`${this.#run.name}: Input file ${path} is not a normal file.\n`);
			this.status = Math.max(this.status, 1);
		} else return stat;
		return undefined;
	}

	/** The file to make; '' where it is there already, which is told. */
	*#target(path: string): Task<string> {
		let target = `${path}.bz2`;
		if (this.#settings.mode === 'unpack') {
			const found = SUFFIXES.find(([packed]) => path.endsWith(packed));
			target = found === undefined ? `${path}.out` : path.slice(0, -found[0].length) + found[1];
			if (found === undefined && !this.#settings.quiet) {
				yield* this.#run.say(`${this.#run.name}: Can't guess original name for ${path} -- using ${target}\n`);
			}
		}
		if (this.#settings.force || !this.#process.access(target, {})) return target;
		yield* this.#complain(`Output file ${target} already exists.`, 1);
		return '';
	}

	*#convert(data: Uint8Array, name: string, target: string): Task<Uint8Array | undefined> {
		if (this.#settings.mode === 'pack') {
			const packing = pack(data, this.#settings.level);
			for (;;) {
				const step = packing.next();
				if (step.done === true) return step.value;
				yield* this.#process.burnCpu(STEP_MS);
			}
		}
		// What is not packed goes through where it is only shown.
		const { force, stdout } = this.#settings;
		if (force && stdout && !isBzip2(data)) return data;
		const pieces: Uint8Array[] = [];
		try {
			for (const piece of unpack(data)) {
				yield* this.#process.burnCpu(1 + piece.length / UNPACKED_BYTES_PER_MS);
				if (this.#settings.mode !== 'test') pieces.push(piece);
			}
		} catch (error) {
			if (!(error instanceof BzipError)) throw error;
			yield* this.#damaged(error.kind, name, target);
			return undefined;
		}
		return concatenate(pieces);
	}

	*#damaged(kind: BzipError['kind'], name: string, target: string): Task<void> {
		this.status = 2;
		const isTest = this.#settings.mode === 'test';
		const recover =
			"\nYou can use the `bzip2recover' program to attempt to recover\ndata from undamaged sections of corrupted files.\n\n";
		if (isTest) {
			const what = {
				magic: 'bad magic number (file not created by bzip2)',
				end: 'file ends unexpectedly',
				data: 'data integrity (CRC) error in data',
				crc: 'data integrity (CRC) error in data',
			}[kind];
			yield* this.#run.say(`${this.#settings.verbose ? '' : `${this.#run.name}: ${name}: `}${what}\n${recover}`);
			return;
		}
		if (kind === 'magic') {
			yield* this.#run.say(`${this.#run.name}: ${name} is not a bzip2 file.\n`);
			return;
		}
		const [what, because] =
			kind === 'end'
				? [
						'Compressed file ends unexpectedly;\n\tperhaps it is corrupted?',
						`\n${this.#run.name}: No such file or directory`,
					]
				: ['Data integrity error when decompressing.', ''];
		const reason = kind === 'end' ? '  *Possible* reason follows.' : '';
		const files = `\tInput file = ${name}, output file = ${target}\n`;
		const advice =
			'\nIt is possible that the compressed file(s) have become corrupted.\nYou can use the -tvv option to test integrity of such files.\n';
		const deleting = target === '(stdout)' ? '' : `${this.#run.name}: Deleting output file ${target}, if it exists.\n`;
		yield* this.#run.say(`\n${this.#run.name}: ${what}${reason}${because}\n${files}${advice}${recover}${deleting}`);
	}

	*#complain(text: string, status: number): Task<void> {
		this.status = Math.max(this.status, status);
		yield* this.#run.say(`${this.#run.name}: ${text}\n`);
	}
}

/** What -v says when a file is done. */
function verdict(mode: Settings['mode'], before: number, after: number): string {
	if (mode === 'test') return 'ok\n';
	if (mode === 'unpack') return 'done\n';
	if (before === 0) return 'no data compressed.\n';
	const figures = [
		`${(before / after).toFixed(3).padStart(6)}:1`,
		`${((after * 8) / before).toFixed(3).padStart(6)} bits/byte`,
		`${(100 * (1 - after / before)).toFixed(2).padStart(5)}% saved`,
		`${before} in`,
		`${after} out.`,
	];
	return `${figures.join(', ')}\n`;
}

function reason(error: unknown): string {
	if (!(error instanceof SystemError)) throw error;
	return errorMessage(error.errno);
}

export const BZIP2_COMMANDS: readonly Command[] = [
	command('bzip2', 39_144, 'pack', false),
	command('bunzip2', 39_144, 'unpack', false),
	command('bzcat', 39_144, 'unpack', true),
];
