import { compileGlob } from '../../machinery/glob.ts';
import type { Task } from '../../machinery/task.ts';
import { LineReader } from '../stdio.ts';
import { Exit, type UnixRun } from '../unix-command.ts';
import { requireRoot } from './dpkg-install.ts';
import { shownName } from './dpkg-show.ts';
import { readInstalled, writeInstalled } from './package-state.ts';

/** --get-selections: what is wanted of each package. Models src/main/select.c getselections. */
export function* showSelections(run: UnixRun, patterns: readonly string[]): Task<number> {
	const installed = yield* readInstalled(run.process);
	for (const pattern of patterns.length === 0 ? ['*'] : patterns) {
		const glob = compileGlob(pattern);
		let found = false;
		for (const [name, stanza] of [...installed].sort(([a], [b]) => (a < b ? -1 : 1))) {
			if (!glob.matches(name)) continue;
			found = true;
			const shown = shownName(stanza);
			const tabs = '\t'.repeat(Math.max(1, 6 - Math.floor(shown.length / 8)));
			yield* run.out.write(`${shown}${tabs}${(stanza.get('Status') ?? '').split(' ')[0]}\n`);
		}
		if (!found) yield* run.say(`dpkg: no packages found matching ${pattern}\n`);
	}
	return 0;
}

const WISHES = /^(unknown|install|hold|deinstall|purge)$/;

/** --set-selections: lines of "package wish". Models select.c setselections. */
export function* setSelections(run: UnixRun): Task<number> {
	requireRoot(run);
	const installed = yield* readInstalled(run.process);
	const reader = new LineReader(run.process, 0);
	let number = 0;
	let isUnknown = false;
	for (let line = yield* reader.next(); line !== undefined; line = yield* reader.next()) {
		number++;
		const [name = '', wish = ''] = line.trim().split(/\s+/);
		if (name === '' || name.startsWith('#')) continue;
		if (wish === '') throw new Exit(2, `dpkg: error: unexpected end of line after package name at line ${number}\n`);
		if (!WISHES.test(wish)) throw new Exit(2, `dpkg: error: unknown wanted status at line ${number}: ${wish}\n`);
		const known = name.replace(/:amd64$/, '');
		const stanza = installed.get(known);
		if (stanza === undefined) {
			isUnknown = true;
			yield* run.say(`dpkg: warning: package not in status nor available database at line ${number}: ${name}\n`);
			continue;
		}
		const state = (stanza.get('Status') ?? '').replace(/^\S+/, wish);
		installed.set(known, new Map([...stanza].map(([field, value]) => [field, field === 'Status' ? state : value])));
	}
	yield* writeInstalled(run.process, installed);
	if (isUnknown) {
		yield* run.say(
			'dpkg: warning: found unknown packages; this might mean the available database\nis outdated, and needs to be updated through a frontend method\n',
		);
	}
	return 0;
}

/** --clear-selections: nothing is wanted but what is essential. */
export function* clearSelections(run: UnixRun): Task<number> {
	requireRoot(run);
	const installed = yield* readInstalled(run.process);
	for (const [name, stanza] of installed) {
		if (stanza.get('Essential') === 'yes') continue;
		const state = (stanza.get('Status') ?? '').replace(/^\S+/, 'deinstall');
		installed.set(name, new Map([...stanza].map(([field, value]) => [field, field === 'Status' ? state : value])));
	}
	yield* writeInstalled(run.process, installed);
	return 0;
}
