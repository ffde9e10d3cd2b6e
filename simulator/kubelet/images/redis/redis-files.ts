import { type Process, SystemError } from '../../../kernel/process-api.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../../machinery/utf8.ts';
import { readWholeFile } from '../programs/read-file.ts';
import type { RedisStore } from './redis-store.ts';
import { commandText } from './resp-stream.ts';

/** A snapshot begins like this. Differs: behind it are the commands that make the keys, not Redis's own encoding. */
const MAGIC = 'REDIS0012';

/** The folder or file name of the append-only file: a folder of its own since 7.0. */
function appendPath({ config }: RedisStore, version: string): { folder: string | undefined; file: string } {
	const name = config.get('appendfilename');
	if (Number(version.split('.')[0]) < 7) return { folder: undefined, file: name };
	const folder = config.get('appenddirname');
	return { folder, file: `${folder}/${name}.1.incr.aof` };
}

/** Reads what an earlier server has left in the working directory. @returns from which file, if from any. */
export function* loadFiles(
	process: Process,
	store: RedisStore,
	version: string,
): Task<'disk' | 'append only file' | undefined> {
	const appends = store.config.isOn('appendonly');
	const path = appends ? appendPath(store, version).file : store.config.get('dbfilename');
	let text: string;
	try {
		text = decodeUtf8(yield* readWholeFile(process, path));
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		return undefined;
	}
	const session = store.connect(true);
	for (const words of commandsOf(text.startsWith(MAGIC) ? text.slice(MAGIC.length) : text)) {
		store.execute(session, words);
		yield* process.tick();
	}
	store.unsaved = 0;
	return appends ? 'append only file' : 'disk';
}

/** The commands of a file; a torn one at its end is left out. */
export function commandsOf(text: string): string[][] {
	const bytes = encodeUtf8(text);
	const commands: string[][] = [];
	let at = 0;
	const line = (): string | undefined => {
		const end = bytes.indexOf(10, at);
		if (end < 0) return undefined;
		const found = decodeUtf8(bytes.subarray(at, end)).replace(/\r$/, '');
		at = end + 1;
		return found;
	};
	for (let head = line(); head !== undefined; head = line()) {
		if (!head.startsWith('*')) continue;
		const words: string[] = [];
		for (let count = Number(head.slice(1)); count > 0; count--) {
			const length = Number(line()?.slice(1));
			if (Number.isNaN(length) || at + length > bytes.length) return commands;
			words.push(decodeUtf8(bytes.subarray(at, at + length)));
			at += length + 2;
		}
		commands.push(words);
	}
	return commands;
}

/** Writes all keys to the snapshot. @returns why it cannot. */
export function* saveSnapshot(process: Process, store: RedisStore): Task<string | undefined> {
	const problem = yield* write(
		process,
		store.config.get('dbfilename'),
		MAGIC + store.dump().map(commandText).join(''),
		false,
	);
	if (problem === undefined) store.unsaved = 0;
	return problem;
}

/** Adds what has changed to the append-only file. */
export function* append(
	process: Process,
	store: RedisStore,
	version: string,
	commands: readonly (readonly string[])[],
): Task<string | undefined> {
	return yield* write(process, appendPath(store, version).file, commands.map(commandText).join(''), true);
}

/** Begins an append-only file with what there is. */
export function* beginAppending(process: Process, store: RedisStore, version: string): Task<string | undefined> {
	const { folder, file } = appendPath(store, version);
	if (folder !== undefined && !process.access(folder, {})) {
		try {
			process.mkdir(folder, 0o755);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			return reasonOf(error);
		}
	}
	return yield* write(process, file, store.dump().map(commandText).join(''), false);
}

function* write(process: Process, path: string, text: string, isAdded: boolean): Task<string | undefined> {
	try {
		const fd = yield* process.open(
			path,
			{ write: true, create: true, ...(isAdded ? { append: true } : { truncate: true }) },
			0o644,
		);
		try {
			yield* process.write(fd, encodeUtf8(text));
		} finally {
			process.close(fd);
		}
		return undefined;
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		return reasonOf(error);
	}
}

function reasonOf({ errno }: SystemError): string {
	switch (errno) {
		case 'EACCES':
			return 'Permission denied';
		case 'EROFS':
			return 'Read-only file system';
		case 'ENOSPC':
			return 'No space left on device';
		default:
			return 'Input/output error';
	}
}
