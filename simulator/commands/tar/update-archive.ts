import { errorMessage } from '../../kernel/error-message.ts';
import { SystemError } from '../../kernel/process-api.ts';
import { tarTrailer } from '../../machinery/tar/tar-format.ts';
import { TarError, type TarItem, TarReader } from '../../machinery/tar/tar-reader.ts';
import type { Task } from '../../machinery/task.ts';
import { readAccounts } from '../coreutils/accounts.ts';
import { readAll } from '../stdio.ts';
import { ArchiveWriter, recordBlocks } from './archive-writer.ts';
import { type ArchiveSink, compressionOf } from './compression.ts';
import { outcome, walkNames } from './create-archive.ts';
import { EntrySettings } from './entry-settings.ts';
import { FileWalk } from './file-walk.ts';
import { readNameList } from './name-list.ts';
import { archiveName, fatal, listingOutput, type TarRun, usage } from './tar-run.ts';
import { WantedMembers } from './wanted-members.ts';

/** Read at once, and the steps that it takes. */
const PIECE_BYTES = 65_536;
const PIECE_STEPS = 50;

/** An archive that lies on the disk, all of it. */
interface StoredArchive {
	readonly fd: number;
	readonly bytes: Uint8Array;
	readonly items: readonly TarItem[];
	/** Where what marks its end begins. */
	readonly end: number;
}

/** `tar -r` and `tar -u`: what is named goes behind what is there; -u leaves out what has not changed. */
export function* appendToArchive(run: TarRun): Task<number> {
	const { process } = run;
	const names = yield* readNameList(run);
	if (archiveName(run) === '-') throw usage("Options '-Aru' are incompatible with '-f -'");
	const settings = yield* EntrySettings.read(run, yield* readAccounts(process));
	const { fd, items, end } = yield* openStored(run, true);
	const times = new Map<string, number>();
	for (const { entry } of items) times.set(entry.name.replace(/\/+$/, ''), entry.mtimeMs);
	process.seek(fd, end, 'set');
	const writer = new ArchiveWriter(run, new StoredSink(run, fd), end);
	const listing = yield* listingOutput(run, false);
	const known = run.values.update === true ? times : undefined;
	const walk = new FileWalk(run, writer, settings, listing, process.fstat(fd), known);
	const failed = yield* walkNames(run, walk, names);
	yield* writer.end();
	yield* walk.finish();
	return yield* outcome(run, failed || walk.failed);
}

/** `tar -A`: archives behind an archive. */
export function* catenateArchives(run: TarRun): Task<number> {
	const { process } = run;
	const names = yield* readNameList(run);
	if (archiveName(run) === '-') throw usage("Options '-Aru' are incompatible with '-f -'");
	const { fd, end } = yield* openStored(run, true);
	process.seek(fd, end, 'set');
	let length = end;
	let failed = false;
	for (const { name } of names.items) {
		try {
			const source = yield* process.open(name, { read: true });
			const bytes = yield* readAll(process, source);
			process.close(source);
			const { end: used } = yield* readItems(run, bytes);
			yield* process.write(fd, bytes.subarray(0, used));
			length += used;
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			yield* run.complain(`${name}: Cannot open: ${errorMessage(error.errno)}`);
			failed = true;
		}
	}
	yield* process.write(fd, tarTrailer(length, recordBlocks(run)));
	return yield* outcome(run, failed);
}

/** `tar --delete`. From standard input to standard output where no file is named. */
export function* deleteMembers(run: TarRun): Task<number> {
	const { process } = run;
	const wanted = new WantedMembers(run, yield* readNameList(run));
	const isStream = archiveName(run) === '-';
	const { fd, items, bytes } = isStream
		? yield* storedOf(run, 1, yield* readAll(process, 0))
		: yield* openStored(run, false);
	if (!isStream) process.seek(fd, 0, 'set');
	let length = 0;
	for (const { entry, from, to } of items) {
		if (wanted.take(entry.name) !== undefined) {
			if (run.values.verbose === true) yield* run.out.write(`${entry.name}\n`);
			continue;
		}
		yield* process.write(fd, bytes.subarray(from, to));
		length += to - from;
	}
	const trailer = tarTrailer(length, recordBlocks(run));
	yield* process.write(fd, trailer);
	if (!isStream) process.truncate(fd, length + trailer.length);
	return yield* outcome(run, yield* wanted.tellMissing());
}

/** @param creates an archive that is not there is an empty one. */
function* openStored(run: TarRun, creates: boolean): Task<StoredArchive> {
	const { process, values } = run;
	const name = archiveName(run);
	const packed = [values.gzip, values.bzip2, values.xz, values.zstd, values.program, values.compress];
	if (packed.some((each) => each !== undefined)) throw usage('Cannot update compressed archives');
	try {
		const fd = yield* process.open(name, { read: true, write: true, create: creates }, 0o666);
		return yield* storedOf(run, fd, yield* readAll(process, fd));
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		throw fatal(`${name}: Cannot open: ${errorMessage(error.errno)}`);
	}
}

function* storedOf(run: TarRun, fd: number, bytes: Uint8Array): Task<StoredArchive> {
	if (compressionOf(bytes) !== undefined) throw fatal('Cannot update compressed archives');
	return { fd, bytes, ...(yield* readItems(run, bytes)) };
}

function* readItems(run: TarRun, bytes: Uint8Array): Task<{ items: readonly TarItem[]; end: number }> {
	const reader = new TarReader();
	try {
		const items: TarItem[] = [];
		for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
			items.push(...reader.feed(bytes.subarray(at, at + PIECE_BYTES)));
			yield* run.process.tick(PIECE_STEPS);
		}
		return { items, end: reader.end };
	} catch (error) {
		if (!(error instanceof TarError)) throw error;
		throw fatal('This does not look like a tar archive');
	}
}

class StoredSink implements ArchiveSink {
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
