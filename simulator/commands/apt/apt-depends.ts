import type { Task } from '../../machinery/task.ts';
import { Exit, type UnixRun } from '../unix-command.ts';
import type { Stanza } from './control-file.ts';
import type { PackageState } from './package-state.ts';

/** Fields that name other packages, as apt-cache calls them. */
const KINDS: readonly (readonly [field: string, shown: string])[] = [
	['Pre-Depends', 'PreDepends'],
	['Depends', 'Depends'],
	['Conflicts', 'Conflicts'],
	['Breaks', 'Breaks'],
	['Recommends', 'Recommends'],
	['Suggests', 'Suggests'],
	['Replaces', 'Replaces'],
];

/** "libc6 (>= 2.38) | libc6-udeb": the names, one after another. */
function namesIn(text: string): string[] {
	return text
		.split(/[,|]/)
		.map((each) => each.trim().split(/[ (:]/)[0] as string)
		.filter((each) => each !== '');
}

function stanzaOf({ installed, offered }: PackageState, name: string): Stanza | undefined {
	return offered.get(name)?.[0]?.stanza ?? installed.get(name);
}

/** What packages need. Models cmdline/apt-cache.cc ShowDepends; differs: no `--recurse`. */
export function* depends({ out }: UnixRun, state: PackageState, names: readonly string[]): Task<number> {
	const found = names
		.map((name) => [name, stanzaOf(state, name)] as const)
		.filter(([, stanza]) => stanza !== undefined);
	if (found.length === 0) throw new Exit(100, 'E: No packages found\n');
	for (const [name, stanza] of found) {
		yield* out.write(`${name}\n`);
		for (const [field, shown] of KINDS) {
			for (const group of (stanza?.get(field) ?? '').split(',')) {
				const choices = namesIn(group);
				for (const [index, needed] of choices.entries()) {
					const isKnown = stanzaOf(state, needed) !== undefined;
					const mark = index < choices.length - 1 ? '|' : ' ';
					yield* out.write(` ${mark}${shown}: ${isKnown ? needed : `<${needed}>`}\n`);
				}
			}
		}
	}
	return 0;
}

/** What needs packages. */
export function* reverseDepends(
	{ out, process }: UnixRun,
	state: PackageState,
	names: readonly string[],
): Task<number> {
	const all = [...new Set([...state.offered.keys(), ...state.installed.keys()])].sort();
	const found = names.filter((name) => stanzaOf(state, name) !== undefined);
	if (found.length === 0) throw new Exit(100, 'E: No packages found\n');
	for (const name of found) {
		yield* out.write(`${name}\nReverse Depends:\n`);
		for (const user of all) {
			yield* process.tick();
			const stanza = stanzaOf(state, user) as Stanza;
			const needs = KINDS.some(([field]) => namesIn(stanza.get(field) ?? '').includes(name));
			if (needs) yield* out.write(`  ${user}\n`);
		}
	}
	return 0;
}

/** All names, or those that begin so. */
export function* packageNames({ out }: UnixRun, state: PackageState, [prefix = '']: readonly string[]): Task<number> {
	const all = [...new Set([...state.offered.keys(), ...state.installed.keys()])].sort();
	yield* out.write(
		all
			.filter((name) => name.startsWith(prefix))
			.map((name) => `${name}\n`)
			.join(''),
	);
	return 0;
}
