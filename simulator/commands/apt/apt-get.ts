import type { Task } from '../../machinery/task.ts';
import { Exit, type UnixRun, unixCommand } from '../unix-command.ts';
import { policy, search, show } from './apt-cache.ts';
import { depends, reverseDepends } from './apt-depends.ts';
import { APT_GET_HELP, APT_HELP } from './apt-help.ts';
import { install, remove, upgradable, upgrade } from './apt-install.ts';
import { type AptRun, progress, tell } from './apt-run.ts';
import { update } from './apt-update.ts';
import { isHeld, type PackageState, readState } from './package-state.ts';

type Verb = (run: AptRun) => Task<number>;

/** Differs: packages are those of Kubernetes and what a node has of Ubuntu; they come without a connection, their other files stay as they are. */
export const aptGet = unixCommand({
	name: 'apt-get',
	paths: ['/usr/bin/apt-get'],
	size: 47_384,
	help: APT_GET_HELP,
	main: (run) => dispatch(run, SHARED),
});

export const apt = unixCommand({
	name: 'apt',
	paths: ['/usr/bin/apt'],
	size: 18_800,
	help: APT_HELP,
	main: (run) => warned(run),
});

function* warned(run: UnixRun): Task<number> {
	if (!run.process.isatty(1)) {
		yield* run.say('\nWARNING: apt does not have a stable CLI interface. Use with caution in scripts.\n\n');
	}
	return yield* dispatch(run, OF_APT);
}

function* nothing(run: AptRun): Task<number> {
	yield* progress(run, 'Reading package lists', 'Building dependency tree', 'Reading state information');
	yield* tell(run, '0 upgraded, 0 newly installed, 0 to remove and 0 not upgraded.\n');
	return 0;
}

function* clean(): Task<number> {
	return 0;
}

const SHARED: ReadonlyMap<string, Verb> = new Map<string, Verb>([
	['update', update],
	['install', install],
	['upgrade', upgrade],
	['dist-upgrade', upgrade],
	['full-upgrade', upgrade],
	['remove', remove],
	['purge', remove],
	['autoremove', nothing],
	['clean', clean],
	['autoclean', clean],
]);

const OF_APT: ReadonlyMap<string, Verb> = new Map<string, Verb>([
	...SHARED,
	['update', updateAndTell],
	['list', list],
	['policy', (run) => fromState(run, policy)],
	['show', (run) => fromState(run, show)],
	['search', (run) => fromState(run, search)],
	['depends', (run) => fromState(run, depends)],
	['rdepends', (run) => fromState(run, reverseDepends)],
]);

function* fromState(
	run: AptRun,
	answer: (run: AptRun, state: PackageState, words: readonly string[]) => Task<number>,
): Task<number> {
	return yield* answer(run, yield* readState(run.process), run.operands);
}

function* updateAndTell(run: AptRun): Task<number> {
	const status = yield* update(run);
	yield* progress(run, 'Building dependency tree', 'Reading state information');
	const count = upgradable(yield* readState(run.process)).length;
	yield* tell(
		run,
		count === 0
			? 'All packages are up to date.\n'
			: count === 1
				? "1 package can be upgraded. Run 'apt list --upgradable' to see it.\n"
				: `${count} packages can be upgraded. Run 'apt list --upgradable' to see them.\n`,
	);
	return status;
}

/** Models apt-private/private-list.cc and private-output.cc ListSingleVersion. */
function* list(run: AptRun): Task<number> {
	const { process, out, options, operands } = run;
	const state = yield* readState(process);
	yield* out.write(process.isatty(1) ? 'Listing... Done\n' : 'Listing...\n');
	const newer = new Set(upgradable(state));
	const names = [...new Set([...state.installed.keys(), ...state.offered.keys()])].sort();
	for (const name of names) {
		yield* process.tick();
		const own = state.installed.get(name);
		if (operands.length > 0 && !operands.includes(name)) continue;
		if (options.has('--installed') && own === undefined) continue;
		if (options.has('--upgradable') && !newer.has(name)) continue;
		const offered = state.offered.get(name) ?? [];
		const version = own?.get('Version');
		const rows =
			options.has('-a') || options.has('--all-versions')
				? offered.map((each) => each.version)
				: [options.has('--upgradable') ? offered[0]?.version : (version ?? offered[0]?.version)];
		for (const shown of rows) {
			const source = offered.find((each) => each.version === shown)?.source;
			const suite = source === undefined ? 'now' : source.suite === '/' ? 'unknown' : source.suite;
			const archives = shown === version && suite !== 'now' ? `${suite},now` : suite;
			const mark =
				shown !== version
					? version === undefined
						? ''
						: ` [upgradable from: ${version}]`
					: newer.has(name)
						? ` [installed,upgradable to: ${offered[0]?.version}]`
						: source === undefined
							? ' [installed,local]'
							: ' [installed]';
			yield* out.write(`${name}/${archives} ${shown} amd64${isHeld(own) && mark === '' ? '' : mark}\n`);
		}
	}
	return 0;
}

/** Options that take the next word. */
const WITH_VALUE: ReadonlySet<string> = new Set(['-o', '--option', '-c', '--config-file', '-t', '--target-release']);

function* dispatch(run: UnixRun, verbs: ReadonlyMap<string, Verb>): Task<number> {
	const options = new Set<string>();
	const words: string[] = [];
	for (let index = 0; index < run.args.length; index++) {
		const word = run.args[index] as string;
		if (WITH_VALUE.has(word)) index++;
		else if (/^-[a-z]{2,}$/.test(word) && word !== '-qq') for (const letter of word.slice(1)) options.add(`-${letter}`);
		else if (word.startsWith('-')) options.add(word);
		else words.push(word);
	}
	const [name, ...operands] = words;
	if (options.has('--version') || options.has('-v')) {
		yield* run.out.write('apt 2.8.3 (amd64)\n');
		return 0;
	}
	if (name === undefined) throw new Exit(100, 'E: You must give at least one command\n');
	const verb = verbs.get(name);
	if (verb === undefined) throw new Exit(100, `E: Invalid operation ${name}\n`);
	return yield* verb({ ...run, options, operands });
}
