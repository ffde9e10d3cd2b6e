import { errorMessage } from '../../kernel/error-message.ts';
import { SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { pack } from '../gzip/pack.ts';
import { launch, shellStatus, waitFor } from '../launch.ts';
import { concatenate } from '../stdio.ts';
import { archiveName, childFailed, fatal, type TarRun } from './tar-run.ts';

/** A program that packs and, with -d, unpacks. tar does gzip's work itself. */
export interface Compression {
	readonly command: string;
	/** "-z": the option that asks for it. */
	readonly option: string;
}

const PROGRAMS = {
	gzip: { command: 'gzip', option: '-z' },
	bzip2: { command: 'bzip2', option: '-j' },
	xz: { command: 'xz', option: '-J' },
	lzma: { command: 'lzma', option: '--lzma' },
	lzip: { command: 'lzip', option: '--lzip' },
	lzop: { command: 'lzop', option: '--lzop' },
	zstd: { command: 'zstd', option: '--zstd' },
	compress: { command: 'compress', option: '-Z' },
} as const satisfies Readonly<Record<string, Compression>>;

/** What is asked for by name. */
export function askedCompression({ given, values }: TarRun): Compression | undefined {
	let found: Compression | undefined;
	for (const { key, value } of given) {
		if (key === 'program') found = { command: value as string, option: '-I' };
		else if (key in PROGRAMS) found = PROGRAMS[key as keyof typeof PROGRAMS];
	}
	if (found === undefined && values.autoCompress === true && values.create === true && values.file !== undefined) {
		return bySuffix(values.file);
	}
	return found;
}

/** Models GNU tar suffix.c compression_suffixes. */
function bySuffix(name: string): Compression | undefined {
	const suffix = /\.([^./]+)$/.exec(name)?.[1] ?? '';
	const kinds: Readonly<Record<keyof typeof PROGRAMS, readonly string[]>> = {
		gzip: ['gz', 'tgz', 'taz'],
		compress: ['Z', 'taZ'],
		bzip2: ['bz2', 'tbz', 'tbz2', 'tz2'],
		lzip: ['lz'],
		lzma: ['lzma', 'tlz'],
		lzop: ['lzo'],
		xz: ['xz', 'txz'],
		zstd: ['zst', 'tzst'],
	};
	const kind = Object.entries(kinds).find(([, suffixes]) => suffixes.includes(suffix))?.[0];
	return kind === undefined ? undefined : PROGRAMS[kind as keyof typeof PROGRAMS];
}

/** What the first bytes of an archive say. */
export function compressionOf(bytes: Uint8Array): Compression | undefined {
	const begins = (...magic: readonly number[]): boolean => magic.every((byte, at) => bytes[at] === byte);
	if (begins(0x1f, 0x8b)) return PROGRAMS.gzip;
	if (begins(0x1f, 0x9d)) return PROGRAMS.compress;
	if (begins(0x42, 0x5a, 0x68)) return PROGRAMS.bzip2;
	if (begins(0xfd, 0x37, 0x7a, 0x58, 0x5a)) return PROGRAMS.xz;
	if (begins(0x28, 0xb5, 0x2f, 0xfd)) return PROGRAMS.zstd;
	if (begins(0x4c, 0x5a, 0x49, 0x50)) return PROGRAMS.lzip;
	if (begins(0x89, 0x4c, 0x5a, 0x4f)) return PROGRAMS.lzop;
	return begins(0x5d, 0, 0) ? PROGRAMS.lzma : undefined;
}

/** Where a new archive goes: a file, what gzip makes of it, or a program that packs it. */
export interface ArchiveSink {
	/** Of the archive's file: so that it is not put into itself. */
	readonly fd: number;
	write(bytes: Uint8Array): Task<void>;
	end(): Task<void>;
}

/** Throws Fatal. */
export function* openSink(run: TarRun, compression: Compression | undefined): Task<ArchiveSink> {
	const { process } = run;
	const name = archiveName(run);
	let fd = 1;
	if (name !== '-') {
		try {
			fd = yield* process.open(name, { write: true, create: true, truncate: true }, 0o666);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			throw yield* cannotOpen(run, name, error, compression);
		}
	}
	if (compression === undefined) return new PlainSink(run, fd);
	if (compression.command === 'gzip') return new GzipSink(run, fd);
	return new ProgramSink(run, fd, compression);
}

/** What packs opens the file, so it complains first. */
function* cannotOpen(
	{ process }: TarRun,
	name: string,
	error: SystemError,
	compression: Compression | undefined,
): Task<Error> {
	const text = `${name}: Cannot open: ${errorMessage(error.errno)}`;
	if (compression === undefined || compression.option === '-I') return fatal(text);
	yield* process.write(2, encodeUtf8(`tar (child): ${text}\ntar (child): Error is not recoverable: exiting now\n`));
	return childFailed(2);
}

class PlainSink implements ArchiveSink {
	readonly fd: number;
	readonly #run: TarRun;
	constructor(run: TarRun, fd: number) {
		this.#run = run;
		this.fd = fd;
	}

	*write(bytes: Uint8Array): Task<void> {
		yield* this.#run.process.write(this.fd, bytes);
	}

	*end(): Task<void> {
		yield* this.#run.process.tick();
	}
}

/** What is to be packed is kept until all of it is there. */
class GzipSink implements ArchiveSink {
	readonly fd: number;
	readonly #run: TarRun;
	readonly #pieces: Uint8Array[] = [];
	constructor(run: TarRun, fd: number) {
		this.#run = run;
		this.fd = fd;
	}

	*write(bytes: Uint8Array): Task<void> {
		this.#pieces.push(bytes);
		yield* this.#run.process.tick();
	}

	*end(): Task<void> {
		const { process } = this.#run;
		yield* process.write(this.fd, yield* pack(process, concatenate(this.#pieces)));
	}
}

class ProgramSink implements ArchiveSink {
	readonly fd: number;
	readonly #run: TarRun;
	readonly #compression: Compression;
	#pipe: number | undefined;
	#pid = 0;
	constructor(run: TarRun, fd: number, compression: Compression) {
		this.#run = run;
		this.fd = fd;
		this.#compression = compression;
	}

	*write(bytes: Uint8Array): Task<void> {
		const { process } = this.#run;
		if (this.#pipe === undefined) {
			const [read, write] = process.pipe();
			this.#pid = yield* startProgram(this.#run, this.#compression, '', read, this.fd);
			process.close(read);
			this.#pipe = write;
			process.onSignal('PIPE', 'ignore');
		}
		try {
			yield* process.write(this.#pipe, bytes);
		} catch (error) {
			if (!(error instanceof SystemError) || error.errno !== 'EPIPE') throw error;
			yield* this.end();
		}
	}

	*end(): Task<void> {
		if (this.#pipe !== undefined) this.#run.process.close(this.#pipe);
		const status = shellStatus(yield* waitFor(this.#run.process, this.#pid));
		if (status !== 0) throw childFailed(status);
	}
}

/** Starts a program that packs or (with `unpack`, " -d") unpacks from one descriptor to another. */
function* startProgram(
	run: TarRun,
	{ command, option }: Compression,
	unpack: '' | '-d',
	from: number,
	to: number,
): Task<number> {
	const { process } = run;
	yield* run.out.flush();
	const fds = new Map([
		[0, from],
		[1, to],
		[2, 2],
	]);
	const words = command.split(/\s+/).filter((word) => word !== '');
	const argv =
		option === '-I' && unpack === '' ? ['/bin/sh', '-c', command] : [...words, ...(unpack === '' ? [] : [unpack])];
	try {
		return launch(process, argv, { fds });
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		const reason = errorMessage(error.errno);
		const text = `tar (child): ${argv[0]}: Cannot exec: ${reason}\ntar (child): Error is not recoverable: exiting now\n`;
		yield* process.write(2, encodeUtf8(text));
		throw childFailed(2);
	}
}

/** What a program unpacks of a descriptor. */
export class UnpackingSource {
	readonly #run: TarRun;
	readonly #fd: number;
	readonly #pid: number;

	private constructor(run: TarRun, fd: number, pid: number) {
		this.#run = run;
		this.#fd = fd;
		this.#pid = pid;
	}

	static *start(run: TarRun, compression: Compression, fd: number): Task<UnpackingSource> {
		const [read, write] = run.process.pipe();
		const pid = yield* startProgram(run, compression, '-d', fd, write);
		run.process.close(write);
		return new UnpackingSource(run, read, pid);
	}

	*read(max: number): Task<Uint8Array> {
		return yield* this.#run.process.read(this.#fd, max);
	}

	/** Throws Fatal when the program has failed. */
	*end(): Task<void> {
		this.#run.process.close(this.#fd);
		const result = yield* waitFor(this.#run.process, this.#pid);
		const status = shellStatus(result);
		if (status !== 0 && !(result.kind === 'signaled' && result.signal === 'PIPE')) throw childFailed(status);
	}
}
