import type { Task } from '../../machinery/task.ts';
import type { UnixRun } from '../unix-command.ts';
import type { Stanza } from './control-file.ts';
import { nameOf, READING, requireRoot } from './dpkg-install.ts';
import { type DpkgRequest, usageError } from './dpkg-options.ts';
import { isInstalled, readInstalled, writeInstalled } from './package-state.ts';
import { removeFiles } from './unpack.ts';

/** `dpkg -r` and `-P`. Models src/main/remove.c deferred_remove. */
export function* removePackages(run: UnixRun, { action, words, options, forced }: DpkgRequest): Task<number> {
	const isDry = options.has('no-act') || options.has('dry-run') || options.has('simulate');
	if (!isDry) requireRoot(run);
	const isPurged = action === '--purge';
	if (words.length === 0 && !options.has('pending')) {
		throw usageError('dpkg', `${action} needs at least one package name argument`);
	}
	const names = options.has('pending') ? yield* unwanted(run, isPurged) : words;
	let isRead = false;
	const failed: string[] = [];
	for (const name of names) {
		const installed = yield* readInstalled(run.process);
		const own = installed.get(name);
		const version = own?.get('Version');
		if (own === undefined || version === undefined) {
			yield* run.say(`dpkg: warning: ignoring request to remove ${name} which isn't installed\n`);
			continue;
		}
		const problem = why(own, installed, names, forced);
		if (problem !== undefined) {
			yield* run.say(`${problem.before}dpkg: error processing package ${name} (${action}):\n ${problem.text}\n`);
			failed.push(name);
			continue;
		}
		if (!isRead) yield* run.out.write(READING);
		isRead = true;
		if (isDry) {
			yield* run.out.write(`Would remove or purge ${name} (${version}) ...\n`);
			continue;
		}
		yield* run.out.write(`Removing ${name} (${version}) ...\n`);
		yield* run.out.flush();
		yield* removeFiles(run.process, name);
		if (isPurged) yield* run.out.write(`Purging configuration files for ${name} (${version}) ...\n`);
		installed.delete(name);
		yield* writeInstalled(run.process, installed);
	}
	if (failed.length === 0) return 0;
	yield* run.say(`Errors were encountered while processing:\n${failed.map((each) => ` ${each}\n`).join('')}`);
	return 1;
}

/** What --set-selections has marked for it. */
function* unwanted(run: UnixRun, isPurged: boolean): Task<string[]> {
	const mark = isPurged ? /^purge / : /^(purge|deinstall) /;
	return [...(yield* readInstalled(run.process))]
		.filter(([, stanza]) => mark.test(stanza.get('Status') ?? '') && isInstalled(stanza))
		.map(([name]) => name);
}

/** What keeps a package from being removed, unless that is forced. */
function why(
	own: Stanza,
	installed: ReadonlyMap<string, Stanza>,
	names: readonly string[],
	forced: ReadonlySet<string>,
): { readonly before: string; readonly text: string } | undefined {
	const name = own.get('Package') ?? '';
	if (own.get('Essential') === 'yes' && !forced.has('remove-essential')) {
		return { before: '', text: 'this is an essential package; it should not be removed' };
	}
	const users = [...installed.values()].filter(
		(stanza) => neededBy(stanza, name) && !names.includes(stanza.get('Package') ?? ''),
	);
	if (users.length === 0 || forced.has('depends')) return undefined;
	const lines = users.map((stanza) => ` ${stanza.get('Package')} depends on ${name}${dependencyOn(stanza, name)}.\n`);
	const before = `dpkg: dependency problems prevent removal of ${name}:\n${lines.join('')}\n`;
	return { before, text: 'dependency problems - not removing' };
}

function neededBy(stanza: Stanza, name: string): boolean {
	return (stanza.get('Depends') ?? '').split(',').some((each) => !each.includes('|') && nameOf(each) === name);
}

function dependencyOn(stanza: Stanza, name: string): string {
	const text = (stanza.get('Depends') ?? '').split(',').find((each) => nameOf(each) === name) ?? '';
	const version = /\(.*\)/.exec(text)?.[0];
	return version === undefined ? '' : ` ${version}`;
}
