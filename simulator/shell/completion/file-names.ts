import { SystemError } from '../../kernel/process-api.ts';
import { homeOf } from '../expansion/tilde.ts';
import type { Shell } from '../state/shell.ts';

export interface FileMatching {
	readonly directoriesOnly?: boolean;
	/** How names are made equal before they are compared. */
	readonly fold?: (text: string) => string;
	/** Names with a dot are offered for an empty word as well. */
	readonly hidden?: boolean;
}

/** Names in the directory that `word` points into, as paths as typed; directories do not get a slash here. */
export function fileMatches(shell: Shell, word: string, matching: FileMatching = {}): string[] {
	const { directoriesOnly = false, fold = (text: string): string => text, hidden = true } = matching;
	const slash = word.lastIndexOf('/');
	const typed = slash < 0 ? '' : word.slice(0, slash + 1);
	const prefix = fold(word.slice(slash + 1));
	const directory = typed === '' ? '.' : expandTyped(shell, typed);
	let names: readonly string[];
	try {
		names = [...(prefix.startsWith('.') ? ['.', '..'] : []), ...shell.process.readdir(directory)];
	} catch (error) {
		if (error instanceof SystemError) return [];
		throw error;
	}
	return names
		.filter((name) => fold(name).startsWith(prefix) && (hidden || prefix !== '' || !name.startsWith('.')))
		.filter((name) => !directoriesOnly || isDirectory(shell, directory === '.' ? name : `${directory}${name}`))
		.map((name) => typed + name)
		.sort();
}

/** `~/x`, `~user/x`, `$NAME/x` and `${NAME}/x` as real paths. */
export function expandTyped(shell: Shell, path: string): string {
	const variables = path.replace(
		/\$(?:(\w+)|\{(\w+)\})/g,
		(whole, plain: string | undefined, braced: string | undefined) => {
			return shell.variables.get((plain ?? braced) as string) ?? whole;
		},
	);
	const found = /^~([^/]*)(\/.*)?$/s.exec(variables);
	if (found === null) return variables;
	const home = homeOf(shell, found[1] as string);
	return home === undefined ? variables : home + (found[2] ?? '');
}

export function isDirectory(shell: Shell, path: string): boolean {
	return typeOf(shell, path, true) === 'directory';
}

/** What a path is; undefined when it is nothing. */
export function typeOf(shell: Shell, path: string, follow: boolean): string | undefined {
	try {
		return (follow ? shell.process.stat(path) : shell.process.lstat(path)).type;
	} catch (error) {
		if (error instanceof SystemError) return undefined;
		throw error;
	}
}
