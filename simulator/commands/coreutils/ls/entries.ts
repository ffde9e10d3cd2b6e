import type { Stat } from '../../../kernel/process-api.ts';
import { sortInSteps } from '../../../machinery/sort-in-steps.ts';
import type { Task } from '../../../machinery/task.ts';
import { compareFileVersions } from '../file-version.ts';
import { displayWidth } from '../ls-layout.ts';
import { shownName } from './names.ts';
import type { LsSettings } from './settings.ts';

export interface Entry {
	/** As it was given, or as the directory has it. */
	readonly name: string;
	readonly path: string;
	/** Undefined of what could not be looked at. */
	readonly stat: Stat | undefined;
	/** Where a link that is not followed leads. */
	readonly target?: { readonly path: string; readonly stat: Stat | undefined };
	readonly isLink?: true;
}

/** What a file takes of the disk, bytes. */
export function diskBytes(stat: Stat | undefined): number {
	if (stat === undefined) return 0;
	if (stat.type === 'directory') return 4096;
	return stat.allocatedBytes ?? (stat.type === 'file' ? Math.ceil(stat.size / 4096) * 4096 : 0);
}

export function timeOf({ time }: LsSettings, stat: Stat | undefined): number {
	if (stat === undefined) return 0;
	// Where nobody keeps it, it is a second before the epoch.
	if (time === 'birth') return stat.birthMs ?? -1000;
	return time === 'atime' ? stat.atimeMs : time === 'ctime' ? stat.ctimeMs : stat.mtimeMs;
}

/** In the order that is shown. Models ls.c's comparison functions in the C.UTF-8 locale: names by code point. */
export function* sortedEntries(
	entries: readonly Entry[],
	settings: LsSettings,
	{ isReversed, directoriesFirst }: { readonly isReversed: boolean; readonly directoriesFirst: boolean },
	pause: (steps: number) => Task<void>,
): Task<Entry[]> {
	if (settings.sort === 'none') return [...entries];
	const byName = (a: Entry, b: Entry): number => compareNames(a.name, b.name);
	const size = (entry: Entry): number => entry.stat?.size ?? 0;
	const width = ({ name }: Entry): number => displayWidth(shownName(name, settings.quoting, settings.hidesControls));
	const comparisons: { readonly [by: string]: (a: Entry, b: Entry) => number } = {
		name: byName,
		size: (a, b) => size(b) - size(a) || byName(a, b),
		time: (a, b) => timeOf(settings, b.stat) - timeOf(settings, a.stat) || byName(a, b),
		version: (a, b) => compareFileVersions(a.name, b.name) || byName(a, b),
		width: (a, b) => width(a) - width(b) || byName(a, b),
		extension: (a, b) => compareNames(extension(a.name), extension(b.name)) || byName(a, b),
	};
	const compare = comparisons[settings.sort] ?? byName;
	const sign = isReversed ? -1 : 1;
	const rank = (entry: Entry): number => (directoriesFirst && isDirectory(entry) ? 0 : 1);
	const order = (a: Entry, b: Entry): number => rank(a) - rank(b) || sign * compare(a, b);
	return entries.length <= FEW ? [...entries].sort(order) : yield* sortInSteps(entries, order, pause);
}

/** So many are sorted at once. */
const FEW = 1_024;

/** A directory, or a link to one. */
function isDirectory({ stat, target }: Entry): boolean {
	return stat?.type === 'directory' || target?.stat?.type === 'directory';
}

function compareNames(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}

function extension(name: string): string {
	const dot = name.lastIndexOf('.');
	return dot < 0 ? '' : name.slice(dot);
}
