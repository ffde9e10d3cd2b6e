import { type AccessList, decodeAccessList, listOfMode } from '../../kernel/files/access-list.ts';
import { ACCESS_ATTRIBUTE, DEFAULT_ATTRIBUTE } from '../../kernel/files/extended-attributes.ts';
import { type Process, type Stat, SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';

/** A file's list of access, which its mode is where it has none. */
export function accessList(process: Process, path: string, stat: Stat): AccessList {
	return readList(process, path, ACCESS_ATTRIBUTE) ?? listOfMode(stat.mode);
}

/** What is made in a folder gets this; empty where it has none. */
export function defaultList(process: Process, path: string, stat: Stat): AccessList {
	return stat.type === 'directory' ? (readList(process, path, DEFAULT_ATTRIBUTE) ?? []) : [];
}

function readList(process: Process, path: string, name: string): AccessList | undefined {
	try {
		return decodeAccessList(process.getAttribute(path, name));
	} catch (error) {
		if (error instanceof SystemError && (error.errno === 'ENODATA' || error.errno === 'EOPNOTSUPP')) return undefined;
		throw error;
	}
}

export interface Walk {
	readonly isRecursive: boolean;
	/** Links are followed: everywhere, of those that were named, or nowhere. */
	readonly links: 'logical' | 'named' | 'physical';
}

/** Folders within folders. */
const DEPTH_MAX = 256;

/** A file and, when asked, what is below it. SystemErrors are `failed`'s. */
export function* walkFiles(
	process: Process,
	path: string,
	walk: Walk,
	visit: (path: string, stat: Stat) => Task<void>,
	failed: (path: string, error: unknown) => Task<void>,
	depth = 0,
): Task<void> {
	yield* process.tick();
	let names: readonly string[];
	try {
		const follows = walk.links === 'logical' || (walk.links === 'named' && depth === 0);
		const stat = follows ? process.stat(path) : process.lstat(path);
		if (stat.type === 'symlink') return;
		yield* visit(path, stat);
		if (!walk.isRecursive || stat.type !== 'directory' || depth >= DEPTH_MAX) return;
		names = process.readdir(path);
	} catch (error) {
		yield* failed(path, error);
		return;
	}
	for (const name of names) {
		yield* walkFiles(process, `${path.replace(/\/$/, '')}/${name}`, walk, visit, failed, depth + 1);
	}
}
