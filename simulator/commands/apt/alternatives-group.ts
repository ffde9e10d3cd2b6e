import { type Process, SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { textFile, writeTextFile } from './package-state.ts';

/** One of the files that a name may stand for. */
export interface Choice {
	readonly path: string;
	readonly priority: number;
	/** By the name of the follower; '' where it brings none. */
	readonly followers: ReadonlyMap<string, string>;
}

/** A name with the files that it may stand for, as /var/lib/dpkg/alternatives has it. */
export interface Group {
	readonly name: string;
	readonly isAutomatic: boolean;
	/** "/usr/bin/editor". */
	readonly link: string;
	/** Links that go along with it, by name. */
	readonly followers: ReadonlyMap<string, string>;
	/** In the order of their paths. */
	readonly choices: readonly Choice[];
}

/** Where all of it lies. */
export interface Places {
	readonly links: string;
	readonly records: string;
}

export function* readGroup(process: Process, places: Places, name: string): Task<Group | undefined> {
	const text = yield* textFile(process, `${places.records}/${name}`);
	if (text === undefined) return undefined;
	const lines = text.split('\n');
	const [mode, link = ''] = lines;
	let at = 2;
	const followers = new Map<string, string>();
	for (; at < lines.length && lines[at] !== ''; at += 2) followers.set(lines[at] as string, lines[at + 1] ?? '');
	const choices: Choice[] = [];
	for (at++; at < lines.length && lines[at] !== ''; at += 2 + followers.size) {
		const names = [...followers.keys()];
		const own = names.map((each, index): [string, string] => [each, lines[at + 2 + index] ?? '']);
		choices.push({ path: lines[at] as string, priority: Number(lines[at + 1]), followers: new Map(own) });
	}
	return { name, isAutomatic: mode === 'auto', link, followers, choices };
}

export function groupText({ isAutomatic, link, followers, choices }: Group): string {
	const rows = choices.flatMap((each) => [
		each.path,
		String(each.priority),
		...[...followers.keys()].map((name) => each.followers.get(name) ?? ''),
	]);
	return [isAutomatic ? 'auto' : 'manual', link, ...[...followers].flat(), '', ...rows, '', ''].join('\n');
}

/** The one with the highest priority, the first of several. */
export function bestOf({ choices }: Group): Choice | undefined {
	return choices.reduce<Choice | undefined>(
		(best, each) => (best === undefined || each.priority > best.priority ? each : best),
		undefined,
	);
}

/** Where the name's link leads now. */
export function currentOf(process: Process, places: Places, name: string): string | undefined {
	return linkTarget(process, `${places.links}/${name}`);
}

function linkTarget(process: Process, path: string): string | undefined {
	try {
		return process.readlink(path);
	} catch (error) {
		if (error instanceof SystemError) return undefined;
		throw error;
	}
}

/** Writes the record and sets the links. Gives the links whose place is taken by something else. */
export function* storeGroup(process: Process, places: Places, group: Group, chosen: Choice): Task<string[]> {
	yield* writeTextFile(process, `${places.records}/${group.name}`, groupText(group));
	const taken: string[] = [];
	const all: (readonly [name: string, link: string, target: string])[] = [
		[group.name, group.link, chosen.path],
		...[...group.followers].map(([name, link]): [string, string, string] => [
			name,
			link,
			chosen.followers.get(name) ?? '',
		]),
	];
	for (const [name, link, target] of all) {
		const middle = `${places.links}/${name}`;
		if (target === '' || !process.access(target, {})) {
			removeLink(process, link);
			removeLink(process, middle);
			continue;
		}
		putLink(process, target, middle);
		if (isTaken(process, link)) taken.push(link);
		else putLink(process, middle, link);
	}
	return taken;
}

function isTaken(process: Process, path: string): boolean {
	try {
		return process.lstat(path).type !== 'symlink';
	} catch (error) {
		if (error instanceof SystemError) return false;
		throw error;
	}
}

function putLink(process: Process, target: string, path: string): void {
	if (linkTarget(process, path) === target) return;
	const fresh = `${path}.dpkg-tmp`;
	removeLink(process, fresh);
	process.symlink(target, fresh);
	process.rename(fresh, path);
}

export function removeLink(process: Process, path: string): void {
	if (linkTarget(process, path) !== undefined) process.unlink(path);
}
