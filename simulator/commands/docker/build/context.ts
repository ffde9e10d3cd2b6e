import { FileData, ZEROS } from '../../../kernel/files/file-data.ts';
import { isZero } from '../../../kernel/files/tar-file.ts';
import { type Process, SystemError } from '../../../kernel/process-api.ts';
import type { Task } from '../../../machinery/task.ts';
import type { IgnoredFiles } from './dockerignore.ts';
import { PathPattern } from './path-pattern.ts';

/** A file or directory that COPY may take: of the context, of a stage or of an image. */
export interface SourceEntry {
	/** Relative to where sources are looked for, without a slash at either end; '' for all of it. */
	readonly path: string;
	readonly type: 'file' | 'directory' | 'symlink';
	readonly mode: number;
	readonly uid: number;
	readonly gid: number;
	readonly mtimeMs: number;
	readonly target?: string | undefined;
	/** Of a file: called when it is taken. */
	readonly data: () => Task<FileData>;
}

/** Where sources are looked for. */
export interface SourceTree {
	/** Undefined when nothing is there. */
	readonly entry: (path: string) => SourceEntry | undefined;
	/** Names in a directory, in their order. */
	readonly names: (path: string) => readonly string[];
}

/** A directory of the host that is built from. */
export class BuildContext implements SourceTree {
	readonly #process: Process;
	readonly #folder: string;
	/** Paths that are left out. */
	readonly #ignored: ReadonlySet<string>;

	/** @param ignored paths relative to the folder: see `ignoredPaths`. */
	constructor(process: Process, folder: string, ignored: ReadonlySet<string> = new Set()) {
		this.#process = process;
		this.#folder = folder;
		this.#ignored = ignored;
	}

	readonly entry = (path: string): SourceEntry | undefined => {
		const process = this.#process;
		const full = path === '' ? this.#folder : `${this.#folder}/${path}`;
		try {
			const { type, mode, mtimeMs } = process.lstat(full);
			if (path !== '' && type !== 'directory' && this.#ignored.has(path)) return undefined;
			if (type !== 'file' && type !== 'directory' && type !== 'symlink') return undefined;
			if (type === 'directory' && path !== '' && this.#ignored.has(path) && this.names(path).length === 0)
				return undefined;
			const target = type === 'symlink' ? process.readlink(full) : undefined;
			return { path, type, mode, uid: 0, gid: 0, mtimeMs, target, data: () => this.#read(full) };
		} catch (error) {
			if (error instanceof SystemError) return undefined;
			throw error;
		}
	};

	readonly names = (path: string): readonly string[] => {
		const full = path === '' ? this.#folder : `${this.#folder}/${path}`;
		const below = [...this.#process.readdir(full)].sort();
		return below.filter((name) => this.entry(path === '' ? name : `${path}/${name}`) !== undefined);
	};

	/** What is sent of it: everything that is not left out. */
	sentBytes(): number {
		let bytes = 0;
		const add = (path: string): void => {
			for (const name of this.names(path)) {
				const entry = this.entry(path === '' ? name : `${path}/${name}`);
				if (entry === undefined) continue;
				bytes += STAT_BYTES + entry.path.length;
				if (entry.type === 'directory') add(entry.path);
				else bytes += this.#process.lstat(`${this.#folder}/${entry.path}`).size;
			}
		};
		add('');
		return bytes + 2;
	}

	*#read(path: string): Task<FileData> {
		return yield* readFileData(this.#process, path);
	}
}

const RULES_A_STEP = 10;

/** Of all that lies in a folder, what rules leave out; takes its time for many rules. */
export function* ignoredPaths(process: Process, folder: string, rules: IgnoredFiles): Task<ReadonlySet<string>> {
	const found = new Set<string>();
	if (rules.isEmpty) return found;
	const pause = (rules: number): Task<void> => process.tick(rules / RULES_A_STEP);
	const folders = [''];
	for (let above = folders.pop(); above !== undefined; above = folders.pop()) {
		for (const name of namesIn(process, above === '' ? folder : `${folder}/${above}`)) {
			const path = above === '' ? name : `${above}/${name}`;
			if (yield* rules.isIgnored(path, pause)) found.add(path);
			if (isFolder(process, `${folder}/${path}`)) folders.push(path);
			yield* process.tick();
		}
	}
	return found;
}

function namesIn(process: Process, path: string): readonly string[] {
	try {
		return process.readdir(path);
	} catch (error) {
		if (error instanceof SystemError) return [];
		throw error;
	}
}

function isFolder(process: Process, path: string): boolean {
	try {
		return process.lstat(path).type === 'directory';
	} catch (error) {
		if (error instanceof SystemError) return false;
		throw error;
	}
}

/** What BuildKit sends of a file besides its content. */
const STAT_BYTES = 26;
const PIECE_BYTES = 65_536;

/** A whole file with its holes. Throws SystemError. */
export function* readFileData(process: Process, path: string): Task<FileData> {
	const fd = yield* process.open(path, { read: true });
	const data = new FileData();
	try {
		for (;;) {
			const piece = yield* process.read(fd, PIECE_BYTES);
			if (piece.length === 0) return data;
			data.write(data.size, isZero(piece) ? ZEROS.subarray(0, piece.length) : piece);
			yield* process.tick();
		}
	} finally {
		process.close(fd);
	}
}

/** What a pattern of COPY stands for, in the order of names; a name without specials stands for itself. */
export function matchingEntries(tree: SourceTree, pattern: string): SourceEntry[] {
	const parts = pattern.split('/').filter((part) => part !== '' && part !== '.');
	const clean: string[] = [];
	for (const part of parts) {
		if (part === '..') clean.pop();
		else clean.push(part);
	}
	let found: string[] = [''];
	for (const part of clean) {
		const special = /[*?[]/.test(part);
		const glob = special ? new PathPattern(part) : undefined;
		found = found.flatMap((above) => {
			if (glob === undefined) return [above === '' ? part : `${above}/${part}`];
			if (tree.entry(above)?.type !== 'directory') return [];
			return tree
				.names(above)
				.filter((name) => glob.matches([name]))
				.map((name) => (above === '' ? name : `${above}/${name}`));
		});
	}
	return found.flatMap((path) => tree.entry(path) ?? []);
}
