import { type Process, type Stat, SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { reasonOf } from '../launch.ts';
import type { FilterRules } from './filter-rules.ts';

/** One file, folder or link that is looked at. */
export interface Entry {
	/** Below the destination: ".", "d/b". */
	readonly name: string;
	/** Where it is. */
	readonly from: string;
	readonly stat: Stat;
	readonly target?: string;
	/** It is no file, and links are not kept. */
	readonly isSkipped?: boolean;
}

export interface Walk {
	readonly process: Process;
	readonly rules: FilterRules;
	readonly isRecursive: boolean;
	readonly takesFolders: boolean;
	readonly keepsLinks: boolean;
	readonly followsLinks: boolean;
	/** Says what is left out, or cannot be read. */
	readonly say: (text: string) => Task<void>;
	/** "rsync: [sender] …", which the end tells of. */
	readonly fail: (text: string) => Task<void>;
}

/**
 * What the sources are, in the order in which it is sent: of a folder first itself, then its files, then its folders.
 * "x/" stands for what lies in x.
 */
export function* fileList(walk: Walk, sources: readonly string[]): Task<Entry[]> {
	const entries: Entry[] = [];
	const tops: Entry[] = [];
	for (const source of sources) {
		const isInside = /(^|\/)\.?$/.test(source) || source === '.';
		const name = isInside ? '.' : source.replace(/^.*\//, '');
		const top = yield* entryOf(walk, name, source.replace(/(.)\/+$/, '$1'), isInside);
		if (top !== undefined && !(name !== '.' && walk.rules.excludes(name, top.stat.type === 'directory')))
			tops.push(top);
	}
	for (const top of sorted(tops)) yield* take(walk, entries, top);
	return entries;
}

/** Files before folders, each by name. */
function sorted(entries: readonly Entry[]): Entry[] {
	const rank = ({ name, stat }: Entry): number => (name === '.' ? 0 : stat.type === 'directory' ? 2 : 1);
	return [...entries].sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

function* entryOf(walk: Walk, name: string, path: string, isInside: boolean): Task<Entry | undefined> {
	const { process } = walk;
	try {
		const stat = walk.followsLinks || isInside ? process.stat(path) : process.lstat(path);
		return stat.type === 'symlink'
			? { name, from: path, stat, target: process.readlink(path) }
			: { name, from: path, stat };
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		const full = path.startsWith('/') ? path : `${process.cwd}/${path}`;
		yield* walk.fail(
			`rsync: [sender] link_stat "${full}" failed: ${reasonOf(error)} (${error.errno === 'ENOENT' ? 2 : 13})`,
		);
		return undefined;
	}
}

function* take(walk: Walk, entries: Entry[], entry: Entry): Task<void> {
	yield* walk.process.tick();
	const { stat, name } = entry;
	if (stat.type === 'directory') {
		if (!walk.isRecursive && !walk.takesFolders) {
			yield* walk.say(`skipping directory ${name}`);
			return;
		}
		entries.push(entry);
		if (walk.isRecursive) yield* descend(walk, entries, entry);
		else if (name === '.') yield* descend(walk, entries, entry);
		return;
	}
	entries.push(
		stat.type === 'file' || (stat.type === 'symlink' && walk.keepsLinks) ? entry : { ...entry, isSkipped: true },
	);
}

function* descend(walk: Walk, entries: Entry[], { name, from }: Entry): Task<void> {
	let names: readonly string[];
	try {
		names = walk.process.readdir(from);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		const full = from.startsWith('/') ? from : `${walk.process.cwd}/${from}`;
		yield* walk.fail(`rsync: [sender] opendir "${full}" failed: ${reasonOf(error)} (13)`);
		return;
	}
	const below: Entry[] = [];
	for (const each of names) {
		const own = name === '.' ? each : `${name}/${each}`;
		const entry = yield* entryOf(walk, own, from === '/' ? `/${each}` : `${from}/${each}`, false);
		if (entry !== undefined && !walk.rules.excludes(own, entry.stat.type === 'directory')) below.push(entry);
	}
	for (const each of sorted(below)) yield* take(walk, entries, each);
}
