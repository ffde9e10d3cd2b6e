import { SystemError } from '../../kernel/process-api.ts';
import type { Shell } from '../state/shell.ts';

/** The directory that a mistyped path must mean; undefined when nothing is near. Models bash lib/sh/spell.c. */
export function correctPath(shell: Shell, path: string): string | undefined {
	let out = '';
	for (const part of path.split(/(\/+)/)) {
		if (part === '' || part.startsWith('/')) {
			out += part;
			continue;
		}
		const nearest = nearestName(shell, out === '' ? '.' : out, part);
		if (nearest === undefined) return undefined;
		out += nearest;
	}
	return out;
}

/** What no name may be as far away as. */
const TOO_FAR = 3;

function nearestName(shell: Shell, directory: string, name: string): string | undefined {
	let names: readonly string[];
	try {
		names = ['..', ...shell.process.readdir(directory)];
	} catch (error) {
		if (error instanceof SystemError) return undefined;
		throw error;
	}
	if (name === '.') return name;
	let nearest: string | undefined;
	let distance = TOO_FAR;
	for (const each of names) {
		const away = distanceOf(each, name);
		if (away > distance || away === TOO_FAR) continue;
		nearest = each;
		distance = away;
		if (away === 0) break;
	}
	return nearest;
}

/** 0 the same, 1 two characters changed places, 2 one is more, less or another. */
function distanceOf(name: string, typed: string): number {
	let at = 0;
	while (at < name.length && name[at] === typed[at]) at++;
	const [rest, given] = [name.slice(at), typed.slice(at)];
	if (rest === given) return 0;
	const swapped = rest.length > 1 && rest[0] === given[1] && rest[1] === given[0];
	if (swapped && rest.slice(2) === given.slice(2)) return 1;
	const other = rest !== '' && given !== '' && rest.slice(1) === given.slice(1);
	return other || rest.slice(1) === given || rest === given.slice(1) ? 2 : TOO_FAR;
}
