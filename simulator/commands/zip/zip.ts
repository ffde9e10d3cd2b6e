import { type Process, type Stat, SystemError } from '../../kernel/process-api.ts';
import { Deflater } from '../../machinery/deflate/deflate.ts';
import { crc32 } from '../../machinery/deflate/gzip.ts';
import { compileGlob } from '../../machinery/glob.ts';
import type { Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { readFile } from '../stdio.ts';
import { Exit, type UnixRun, unixCommand } from '../unix-command.ts';
import { S_IFDIR, S_IFLNK, S_IFREG, type ZipEntry } from './zip-entry.ts';
import { readZip, writeZip } from './zip-file.ts';

const BLOCK_BYTES = 131_072;
/** What a processor packs of a block. */
const BLOCK_MS = 2.5;
const FLAGS = 'rqjmdyDX0123456789o';

interface Request {
	readonly flags: ReadonlySet<string>;
	readonly archive: string;
	readonly operands: readonly string[];
	readonly chosen: (name: string) => boolean;
}

/** Info-ZIP's zip. Differs: no encryption, no archive on standard output, no splitting. */
export const zip = unixCommand({
	name: 'zip',
	paths: ['/usr/bin/zip'],
	size: 212_712,
	*main(run) {
		try {
			return yield* pack(run);
		} catch (error) {
			// What it complains of goes where its other messages go.
			if (!(error instanceof Exit)) throw error;
			yield* run.out.write(error.message);
			return error.status;
		}
	},
});

function* pack(run: UnixRun): Task<number> {
	const request = requestOf(run.args);
	const { process } = run;
	const exists = process.access(request.archive, {});
	const known = exists ? readZip(yield* readFile(process, request.archive)) : [];
	if (known === undefined) {
		throw new Exit(3, `\nzip error: Zip file structure invalid (${request.archive})\n`);
	}
	const entries = new Map(known.map((entry) => [entry.name, entry]));
	if (request.flags.has('d')) return yield* remove(run, request, entries);
	const found: [name: string, path: string][] = [];
	for (const path of request.operands) {
		if (!(yield* collect(process, request, path, found))) {
			yield* run.out.write(`\tzip warning: name not matched: ${path}\n`);
		}
	}
	if (found.length === 0) throw new Exit(12, `\nzip error: Nothing to do! (${request.archive})\n`);
	const isNew = new Map(found.map(([name]) => [name, !entries.has(name)]));
	// Those that are there already come first, in the archive's order.
	const order = [...entries.keys()];
	found.sort(([a], [b]) => rank(order, a) - rank(order, b));
	for (const [name, path] of found) {
		const entry = yield* packed(process, name, path, request);
		entries.set(name, entry);
		if (request.flags.has('q')) continue;
		const percent = entry.size === 0 ? 0 : Math.round(((entry.size - entry.packed.length) * 100) / entry.size);
		const how = entry.deflated ? `deflated ${percent}%` : 'stored 0%';
		yield* run.out.write(`${isNew.get(name) ? '  adding' : 'updating'}: ${name} (${how})\n`);
	}
	yield* save(process, request.archive, [...entries.values()]);
	if (request.flags.has('m')) for (const [, path] of [...found].reverse()) yield* removeMoved(process, path);
	return 0;
}

function rank(order: readonly string[], name: string): number {
	const at = order.indexOf(name);
	return at < 0 ? order.length : at;
}

function requestOf(args: readonly string[]): Request {
	const flags = new Set<string>();
	const operands: string[] = [];
	const lists: { x: string[]; i: string[] } = { x: [], i: [] };
	let list: string[] | undefined;
	for (const word of args) {
		if (!/^-./.test(word)) {
			(list ?? operands).push(word);
			continue;
		}
		list = undefined;
		const letters = LONG.get(word) ?? word.slice(1);
		for (let at = 0; at < letters.length; at++) {
			const letter = letters[at] as string;
			if (letter === 'x' || letter === 'i') {
				list = lists[letter];
				if (at + 1 < letters.length) list.push(letters.slice(at + 1));
				break;
			}
			if (!FLAGS.includes(letter)) {
				throw new Exit(16, `\nzip error: Invalid command arguments (short option '${letter}' not supported)\n`);
			}
			flags.add(letter);
		}
	}
	const [archive, ...names] = operands;
	if (archive === undefined) throw new Exit(16, '\nzip error: Invalid command arguments (no zip file name)\n');
	const matches = (patterns: readonly string[], name: string): boolean =>
		patterns.some((pattern) => compileGlob(pattern).matches(name));
	return {
		flags,
		archive: /\.[^/]*$/.test(archive) ? archive : `${archive}.zip`,
		operands: names,
		chosen: (name) => (lists.i.length === 0 || matches(lists.i, name)) && !matches(lists.x, name),
	};
}

const LONG: ReadonlyMap<string, string> = new Map([
	['--recurse-paths', 'r'],
	['--quiet', 'q'],
	['--junk-paths', 'j'],
	['--move', 'm'],
	['--delete', 'd'],
	['--symlinks', 'y'],
	['--exclude', 'x'],
	['--include', 'i'],
]);

/** Adds what a path names. @returns whether there is something. */
function* collect(
	process: Process,
	request: Request,
	path: string,
	found: [name: string, path: string][],
): Task<boolean> {
	yield* process.tick();
	const { flags } = request;
	const stat = statOf(process, path, flags.has('y'));
	if (stat === undefined) return false;
	const plain = path
		.replace(/^\/+/, '')
		.replace(/^(\.\/+)+/, '')
		.replace(/\/+$/, '');
	const name = flags.has('j') ? (plain.split('/').at(-1) as string) : plain;
	if (stat.type !== 'directory') {
		const isArchive = process.access(request.archive, {}) && sameFile(stat, process.stat(request.archive));
		if (!isArchive && request.chosen(name) && !found.some(([each]) => each === name)) found.push([name, path]);
		return true;
	}
	if (!flags.has('j') && !flags.has('D') && plain !== '' && plain !== '.' && request.chosen(`${name}/`)) {
		found.push([`${name}/`, path]);
	}
	if (!flags.has('r')) return true;
	for (const each of process.readdir(path))
		yield* collect(process, request, `${path.replace(/\/+$/, '')}/${each}`, found);
	return true;
}

function sameFile(a: Stat, b: Stat): boolean {
	return a.device === b.device && a.inode === b.inode;
}

function statOf(process: Process, path: string, keepLinks: boolean): Stat | undefined {
	try {
		return keepLinks ? process.lstat(path) : process.stat(path);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		return undefined;
	}
}

function* packed(process: Process, name: string, path: string, { flags }: Request): Task<ZipEntry> {
	const stat = flags.has('y') ? process.lstat(path) : process.stat(path);
	const type = stat.type === 'directory' ? S_IFDIR : stat.type === 'symlink' ? S_IFLNK : S_IFREG;
	const data =
		stat.type === 'directory'
			? new Uint8Array(0)
			: stat.type === 'symlink'
				? encodeUtf8(process.readlink(path))
				: yield* readFile(process, path);
	const smaller =
		flags.has('0') || data.length === 0 || stat.type === 'symlink' ? data : yield* deflated(process, data);
	const isDeflated = smaller.length < data.length;
	return {
		name,
		mode: type | stat.mode,
		mtimeMs: stat.mtimeMs,
		uid: stat.uid,
		gid: stat.gid,
		deflated: isDeflated,
		crc: crc32(data),
		size: data.length,
		packed: isDeflated ? smaller : data,
	};
}

function* deflated(process: Process, data: Uint8Array): Task<Uint8Array> {
	const deflater = new Deflater();
	for (let at = 0; at < data.length; at += BLOCK_BYTES) {
		deflater.block(data.subarray(at, at + BLOCK_BYTES), at + BLOCK_BYTES >= data.length);
		yield* process.burnCpu(BLOCK_MS);
	}
	return deflater.finish();
}

function* remove(run: UnixRun, request: Request, entries: Map<string, ZipEntry>): Task<number> {
	const { archive, operands, flags } = request;
	const globs = operands.map((pattern) => compileGlob(pattern));
	const names = [...entries.keys()].filter((name) => globs.some((glob) => glob.matches(name)));
	for (const pattern of operands) {
		const glob = compileGlob(pattern);
		if (!names.some((name) => glob.matches(name)))
			yield* run.out.write(`\tzip warning: name not matched: ${pattern}\n`);
	}
	if (names.length === 0) throw new Exit(12, `\nzip error: Nothing to do! (${archive})\n`);
	for (const name of names) {
		entries.delete(name);
		if (!flags.has('q')) yield* run.out.write(`deleting: ${name}\n`);
	}
	if (entries.size > 0) yield* save(run.process, archive, [...entries.values()]);
	else {
		yield* run.out.write('\tzip warning: zip file empty\n');
		run.process.unlink(archive);
	}
	return 0;
}

function* save(process: Process, path: string, entries: readonly ZipEntry[]): Task<void> {
	const fd = yield* process.open(path, { write: true, create: true, truncate: true }, 0o666);
	yield* process.write(fd, writeZip(entries));
	process.close(fd);
}

function* removeMoved(process: Process, path: string): Task<void> {
	yield* process.tick();
	if (process.lstat(path).type !== 'directory') process.unlink(path);
	else if (process.readdir(path).length === 0) process.rmdir(path);
}
