import { type Process, SystemError } from '../../kernel/process-api.ts';
import type { FilePatch } from './read-patch.ts';

/** A patch's names as they are below this directory, and what it says of the files. */
export interface Target {
	/** undefined: there is none that could be meant. */
	readonly name: string | undefined;
	/** The file is not there before; after. */
	readonly creates: boolean;
	readonly deletes: boolean;
}

/** @param strip how many folders go from names; undefined: all of them. */
export function stripped(name: string | undefined, strip: number | undefined): string | undefined {
	if (name === undefined || name === '/dev/null') return undefined;
	if (strip === undefined) return name.slice(name.lastIndexOf('/') + 1);
	let rest = name;
	for (let left = strip; left > 0; left--) {
		const slash = rest.indexOf('/');
		if (slash < 0) return undefined;
		rest = rest.slice(slash).replace(/^\/+/, '');
	}
	return rest === '' ? undefined : rest;
}

/** Which file is meant. Models pch.c intuit_diff_type, best_name. @param given the name on the command line. */
export function targetOf(
	process: Process,
	patch: FilePatch,
	options: { readonly strip: number | undefined; readonly isReverse: boolean; readonly given: string | undefined },
): Target {
	const gone = (name: string | undefined, stamp: string): boolean => name === '/dev/null' || isEpoch(stamp);
	const [noOld, noNew] = [gone(patch.oldName, patch.oldStamp), gone(patch.newName, patch.newStamp)];
	const [creates, deletes] = options.isReverse ? [noNew, noOld] : [noOld, noNew];
	if (options.given !== undefined) return { name: options.given, creates, deletes };
	const names = [patch.oldName, patch.newName, patch.indexName]
		.map((name) => stripped(name, options.strip))
		.filter((name) => name !== undefined)
		.filter((name) => !name.startsWith('/') && !name.split('/').includes('..'));
	const present = names.filter((name) => isFile(process, name));
	const name = best(present) ?? (creates || deletes ? best(names) : undefined);
	return { name, creates, deletes };
}

/** diff writes the beginning of time where there is no file. */
function isEpoch(stamp: string): boolean {
	return /^\s*(1970-01-01 00:00:00(\.0+)?( [+-]0000)?|Thu Jan +1 00:00:00 1970)\s*$/.test(stamp);
}

function isFile(process: Process, name: string): boolean {
	try {
		return process.stat(name).type === 'file';
	} catch (error) {
		if (error instanceof SystemError) return false;
		throw error;
	}
}

/** The one with the fewest folders, then the shortest last part, then the shortest. */
function best(names: readonly string[]): string | undefined {
	const rank = (name: string): readonly number[] => [
		name.split('/').length,
		name.length - name.lastIndexOf('/'),
		name.length,
	];
	return names.reduce<string | undefined>((chosen, name) => {
		if (chosen === undefined) return name;
		const [a, b] = [rank(name), rank(chosen)];
		const at = a.findIndex((value, index) => value !== b[index]);
		return at >= 0 && (a[at] as number) < (b[at] as number) ? name : chosen;
	}, undefined);
}
