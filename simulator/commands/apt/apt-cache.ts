import type { Task } from '../../machinery/task.ts';
import { Exit, type UnixRun, unixCommand } from '../unix-command.ts';
import { depends, packageNames, reverseDepends } from './apt-depends.ts';
import { APT_CACHE_HELP } from './apt-help.ts';
import { formatStanza } from './control-file.ts';
import { candidateOf, type PackageState, readState, sourceLine } from './package-state.ts';

export const aptCache = unixCommand({
	name: 'apt-cache',
	paths: ['/usr/bin/apt-cache'],
	size: 92_624,
	help: APT_CACHE_HELP,
	main: (run) => main(run),
});

function* main(run: UnixRun): Task<number> {
	const words = run.args.filter((word) => !word.startsWith('-'));
	const [verb, ...names] = words;
	const state = yield* readState(run.process);
	switch (verb) {
		case 'madison':
			return yield* madison(run, state, names);
		case 'policy':
			return yield* policy(run, state, names);
		case 'show':
			return yield* show(run, state, names);
		case 'search':
			return yield* search(run, state, names);
		case 'depends':
			return yield* depends(run, state, names);
		case 'rdepends':
			return yield* reverseDepends(run, state, names);
		case 'pkgnames':
			return yield* packageNames(run, state, names);
		case undefined:
			throw new Exit(100, 'E: You must give at least one command\n');
		default:
			throw new Exit(100, `E: Invalid operation ${verb}\n`);
	}
}

/** Models apt-private/private-show.cc and apt-cache.cc DoMadison. */
function* madison({ out, say }: UnixRun, { offered }: PackageState, names: readonly string[]): Task<number> {
	for (const name of names) {
		const versions = offered.get(name);
		if (versions === undefined) yield* say(`N: Unable to locate package ${name}\n`);
		for (const { version, source } of versions ?? []) {
			yield* out.write(`${name.padStart(10)} | ${version.padStart(10)} | ${sourceLine(source)}\n`);
		}
	}
	return 0;
}

/** Models apt-private/private-show.cc Policy. */
export function* policy({ out, say }: UnixRun, state: PackageState, names: readonly string[]): Task<number> {
	for (const name of names) {
		const own = state.installed.get(name)?.get('Version');
		const offered = state.offered.get(name) ?? [];
		if (own === undefined && offered.length === 0) {
			yield* say(`N: Unable to locate package ${name}\n`);
			continue;
		}
		yield* out.write(
			`${name}:\n  Installed: ${own ?? '(none)'}\n  Candidate: ${candidateOf(state, name)}\n  Version table:\n`,
		);
		const all = offered.map(({ version, source }) => ({ version, line: sourceLine(source) as string | undefined }));
		if (own !== undefined && !all.some(({ version }) => version === own)) all.push({ version: own, line: undefined });
		for (const { version, line } of all) {
			yield* out.write(` ${version === own ? '***' : '   '} ${version} ${line === undefined ? 100 : 500}\n`);
			if (line !== undefined) yield* out.write(`        500 ${line}\n`);
			if (version === own) yield* out.write('        100 /var/lib/dpkg/status\n');
		}
	}
	return 0;
}

export function* show(
	{ out, say }: UnixRun,
	{ offered, installed }: PackageState,
	names: readonly string[],
): Task<number> {
	let missing = 0;
	for (const name of names) {
		const stanzas =
			offered.get(name)?.map(({ stanza }) => stanza) ?? [installed.get(name)].filter((each) => each !== undefined);
		if (stanzas.length === 0) {
			missing++;
			yield* say(`N: Unable to locate package ${name}\n`);
		}
		for (const stanza of stanzas) yield* out.write(`${formatStanza(stanza)}\n`);
	}
	if (missing > 0 && missing === names.length) throw new Exit(100, 'E: No packages found\n');
	return 0;
}

export function* search({ out }: UnixRun, { offered }: PackageState, words: readonly string[]): Task<number> {
	for (const [name, [newest]] of [...offered].sort(([a], [b]) => (a < b ? -1 : 1))) {
		const text = `${name} - ${newest?.stanza.get('Description') ?? ''}`;
		if (words.every((word) => text.toLowerCase().includes(word.toLowerCase()))) yield* out.write(`${text}\n`);
	}
	return 0;
}
