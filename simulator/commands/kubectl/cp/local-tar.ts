import type { Process, Stat } from '../../../kernel/process-api.ts';
import type { TarEntry } from '../../../machinery/tar/tar-format.ts';
import { encodeTarEntry, tarTrailer } from '../../../machinery/tar/tar-format.ts';
import type { TarItem } from '../../../machinery/tar/tar-reader.ts';
import type { Task } from '../../../machinery/task.ts';
import { makeDirectories } from '../make-directories.ts';
import type { Streams } from '../streams.ts';
import { directoryOf, isWithin, joined } from './file-spec.ts';

/** Local files as an archive in which `source` is called `name`. Models kubectl/pkg/cmd/cp makeTar. */
export function* archiveOf(io: Streams, source: string, name: string): Task<Uint8Array[]> {
	const parts: Uint8Array[] = [];
	yield* addToArchive(io, source, name, parts);
	const length = parts.reduce((sum, part) => sum + part.length, 0);
	return [...parts, tarTrailer(length, 1)];
}

function* addToArchive(io: Streams, source: string, name: string, parts: Uint8Array[]): Task<void> {
	const { process } = io;
	yield* process.tick();
	const stat = process.lstat(source);
	if (stat.type === 'directory') {
		const names = [...process.readdir(source)].sort();
		if (names.length === 0) parts.push(encodeTarEntry(entryOf(stat, `${name}/`), new Uint8Array(0)));
		for (const each of names) yield* addToArchive(io, joined(source, each), joined(name, each), parts);
	} else if (stat.type === 'symlink') {
		const link = { ...entryOf(stat, name), linkName: process.readlink(source) };
		parts.push(encodeTarEntry(link, new Uint8Array(0)));
	} else {
		parts.push(encodeTarEntry(entryOf(stat, name), yield* io.readBytes(source)));
	}
}

function entryOf(stat: Stat, name: string): TarEntry {
	const type = stat.type === 'directory' || stat.type === 'symlink' ? stat.type : 'file';
	const { mode, uid, gid, mtimeMs } = stat;
	return { name, type, mode, uid, gid, userName: '', groupName: '', mtimeMs, linkName: '' };
}

/** Where entries of a Pod's archive go. */
export interface Extraction {
	/** What their names begin with. */
	readonly prefix: string;
	readonly destination: string;
	/** How a symbolic link would have to be copied, for the first warning about one. */
	readonly advice: string;
}

/**
 * Writes one entry to the local disk. @returns a warning about what is not written, or undefined.
 * Models kubectl/pkg/cmd/cp untarAll.
 */
export function* extract(
	io: Streams,
	{ entry, data }: TarItem,
	{ prefix, destination, advice }: Extraction,
): Task<string | undefined> {
	const path = joined(destination, entry.name.slice(prefix.length));
	if (!isWithin(destination, path)) return `file ${JSON.stringify(path)} is outside target destination, skipping`;
	makeDirectories(io.process, directoryOf(path));
	if (entry.type === 'directory') {
		makeDirectories(io.process, path);
		return undefined;
	}
	if (entry.type === 'symlink')
		return `skipping symlink: ${JSON.stringify(path)} -> ${JSON.stringify(entry.linkName)}${advice}`;
	yield* writeFile(io.process, io, path, data);
	return undefined;
}

function* writeFile(process: Process, io: Streams, path: string, data: Uint8Array): Task<void> {
	yield* process.tick();
	yield* io.writeFile(path, data, 0o666);
}
