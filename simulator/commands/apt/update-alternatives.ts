import { type Process, SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { LineReader } from '../stdio.ts';
import { Exit, type UnixRun, unixCommand } from '../unix-command.ts';
import {
	bestOf,
	type Choice,
	currentOf,
	type Group,
	type Places,
	readGroup,
	removeLink,
	storeGroup,
} from './alternatives-group.ts';
import { ALTERNATIVES_HELP } from './alternatives-help.ts';

export const updateAlternatives = unixCommand({
	name: 'update-alternatives',
	paths: ['/usr/bin/update-alternatives'],
	size: 59_496,
	help: ALTERNATIVES_HELP,
	main: (run) => main(run),
});

const VERSION = `Debian update-alternatives version 1.22.6.

This is free software; see the GNU General Public License version 2 or
later for copying conditions. There is NO warranty.
`;
const HINT = "\n\nUse 'update-alternatives --help' for program usage information.\n";

/** One call: what to do, with what, and how loudly. */
interface Request {
	readonly verb: string;
	readonly words: readonly string[];
	/** --slave LINK NAME PATH. */
	readonly followers: readonly (readonly [link: string, name: string, path: string])[];
	readonly places: Places;
	readonly isQuiet: boolean;
	readonly skipsAutomatic: boolean;
	readonly isForced: boolean;
}

/** How many words each action wants, and how they are called. */
const ACTIONS: ReadonlyMap<string, readonly [count: number, words: string]> = new Map([
	['--install', [4, '<link> <name> <path> <priority>']],
	['--remove', [2, '<name> <path>']],
	['--remove-all', [1, '<name>']],
	['--auto', [1, '<name>']],
	['--display', [1, '<name>']],
	['--query', [1, '<name>']],
	['--list', [1, '<name>']],
	['--config', [1, '<name>']],
	['--set', [2, '<name> <path>']],
	['--get-selections', [0, '']],
	['--set-selections', [0, '']],
	['--all', [0, '']],
]);

/** Models utils/update-alternatives.c main. */
function* main(run: UnixRun): Task<number> {
	if (run.args.includes('--version')) {
		yield* run.out.write(VERSION);
		return 0;
	}
	const request = readRequest(run.args);
	const [name = ''] = request.verb === '--install' ? request.words.slice(1) : request.words;
	if (request.verb === '--install') return yield* install(run, request);
	if (request.verb === '--get-selections') return yield* showSelections(run, request);
	if (request.verb === '--set-selections') return yield* setSelections(run, request);
	if (request.verb === '--all') {
		for (const each of groupNames(run.process, request.places)) yield* configure(run, request, each);
		return 0;
	}
	const group = yield* readGroup(run.process, request.places, name);
	if (group === undefined) {
		if (request.verb === '--remove' || request.verb === '--remove-all') return 0;
		throw new Exit(2, `update-alternatives: error: no alternatives for ${name}\n`);
	}
	switch (request.verb) {
		case '--list':
			yield* run.out.write(group.choices.map(({ path }) => `${path}\n`).join(''));
			return 0;
		case '--display':
			return yield* display(run, request, group);
		case '--query':
			return yield* query(run, request, group);
		case '--config':
			return yield* configure(run, request, name);
		case '--remove-all':
			return removeGroup(run.process, request, group);
		case '--remove':
			return yield* remove(run, request, group);
		case '--auto':
			return yield* use(run, request, { ...group, isAutomatic: true }, bestOf(group) as Choice);
		default:
			return yield* set(run, request, group, request.words[1] as string);
	}
}

function readRequest(args: readonly string[]): Request {
	let verb = '';
	let words: readonly string[] = [];
	const followers: [string, string, string][] = [];
	const given = new Map<string, string>();
	for (let at = 0; at < args.length; at++) {
		const word = args[at] as string;
		const action = ACTIONS.get(word);
		if (action !== undefined) {
			if (verb !== '') throw new Exit(2, `update-alternatives: two commands specified: ${verb} and ${word}${HINT}`);
			const [count, names] = action;
			if (args.length <= at + count) throw new Exit(2, `update-alternatives: ${word} needs ${names}${HINT}`);
			verb = word;
			words = args.slice(at + 1, at + 1 + count);
			at += count;
		} else if (word === '--slave') {
			if (args.length <= at + 3) throw new Exit(2, `update-alternatives: --slave needs <link> <name> <path>${HINT}`);
			followers.push(args.slice(at + 1, at + 4) as [string, string, string]);
			at += 3;
		} else if (/^--(altdir|admindir|log|instdir|root)$/.test(word)) {
			if (args[at + 1] === undefined) throw new Exit(2, `update-alternatives: ${word} needs a <file> argument${HINT}`);
			given.set(word, args[++at] as string);
		} else if (/^--(quiet|verbose|debug|force|skip-auto)$/.test(word)) given.set(word, '');
		else throw new Exit(2, `update-alternatives: unknown option '${word}'${HINT}`);
	}
	if (verb === '') {
		throw new Exit(
			2,
			`update-alternatives: need --display, --query, --list, --get-selections, --config, --set, --set-selections, --install, --remove, --all, --remove-all or --auto${HINT}`,
		);
	}
	if (verb === '--install' && !/^-?\d+$/.test(words[3] as string)) {
		throw new Exit(2, `update-alternatives: priority '${words[3]}' must be an integer${HINT}`);
	}
	const root = given.get('--root') ?? '';
	return {
		...{ verb, words, followers },
		places: {
			links: given.get('--altdir') ?? `${root}/etc/alternatives`,
			records: given.get('--admindir') ?? `${root}/var/lib/dpkg/alternatives`,
		},
		isQuiet: given.has('--quiet'),
		skipsAutomatic: given.has('--skip-auto'),
		isForced: given.has('--force'),
	};
}

function groupNames(process: Process, { records }: Places): readonly string[] {
	try {
		return [...process.readdir(records)].sort();
	} catch (error) {
		if (error instanceof SystemError) return [];
		throw error;
	}
}

function* tell(run: UnixRun, { isQuiet }: Request, text: string): Task<void> {
	if (!isQuiet) yield* run.out.write(`update-alternatives: ${text}\n`);
}

/** Stores the group and lets its links lead to the choice. */
function* use(run: UnixRun, request: Request, group: Group, chosen: Choice): Task<number> {
	const { process } = run;
	const before = currentOf(process, request.places, group.name);
	if (before !== chosen.path) {
		const mode = group.isAutomatic ? 'auto' : 'manual';
		yield* tell(run, request, `using ${chosen.path} to provide ${group.link} (${group.name}) in ${mode} mode`);
	}
	for (const link of yield* stored(process, request, group, chosen)) {
		yield* run.say(`update-alternatives: warning: not replacing ${link} with a link\n`);
	}
	return 0;
}

function* stored(process: Process, { places }: Request, group: Group, chosen: Choice): Task<string[]> {
	try {
		return yield* storeGroup(process, places, group, chosen);
	} catch (error) {
		if (!(error instanceof SystemError) || error.errno !== 'EACCES') throw error;
		throw new Exit(
			2,
			`update-alternatives: error: unable to create file '${places.records}/${group.name}.dpkg-new': Permission denied\n`,
		);
	}
}

function* install(run: UnixRun, request: Request): Task<number> {
	const { process } = run;
	const [link = '', name = '', path = '', priority = ''] = request.words;
	if (!process.access(path, {})) {
		throw new Exit(2, `update-alternatives: error: alternative path ${path} doesn't exist\n`);
	}
	const known = yield* readGroup(process, request.places, name);
	const followers = new Map(known?.followers ?? []);
	for (const [link, name] of request.followers) followers.set(name, link);
	const choice: Choice = {
		path,
		priority: Number(priority),
		followers: new Map(request.followers.map(([, name, path]) => [name, path])),
	};
	const others = (known?.choices ?? []).filter((each) => each.path !== path);
	const choices = [...others, choice].sort((a, b) => (a.path < b.path ? -1 : 1));
	const group: Group = { name, isAutomatic: known?.isAutomatic ?? true, link, followers, choices };
	if (known !== undefined && known.link !== link) removeLink(process, known.link);
	const own = choices.find((each) => each.path === currentOf(process, request.places, name));
	const chosen = group.isAutomatic ? bestOf(group) : own;
	return yield* use(run, request, group, chosen ?? (bestOf(group) as Choice));
}

function* remove(run: UnixRun, request: Request, group: Group): Task<number> {
	const choices = group.choices.filter(({ path }) => path !== request.words[1]);
	if (choices.length === group.choices.length) return 0;
	if (choices.length === 0) return removeGroup(run.process, request, group);
	const current = currentOf(run.process, request.places, group.name);
	const isChosen = !choices.some(({ path }) => path === current);
	if (isChosen && !group.isAutomatic) {
		const text = `removing manually selected alternative - switching ${group.name} to auto mode`;
		yield* tell(run, request, text);
	}
	const needed = [...group.followers].filter(([name]) =>
		choices.some(({ followers }) => (followers.get(name) ?? '') !== ''),
	);
	for (const [name, link] of group.followers) {
		if (needed.some(([each]) => each === name)) continue;
		removeLink(run.process, link);
		removeLink(run.process, `${request.places.links}/${name}`);
	}
	const left: Group = { ...group, choices, followers: new Map(needed), isAutomatic: group.isAutomatic || isChosen };
	const chosen = isChosen ? bestOf(left) : choices.find(({ path }) => path === current);
	return yield* use(run, request, left, chosen as Choice);
}

function removeGroup(process: Process, { places }: Request, group: Group): number {
	for (const [name, link] of [[group.name, group.link] as const, ...group.followers]) {
		removeLink(process, link);
		removeLink(process, `${places.links}/${name}`);
	}
	process.unlink(`${places.records}/${group.name}`);
	return 0;
}

function* set(run: UnixRun, request: Request, group: Group, path: string): Task<number> {
	const chosen = group.choices.find((each) => each.path === path);
	if (chosen === undefined) {
		throw new Exit(
			2,
			`update-alternatives: error: alternative ${path} for ${group.name} not registered; not setting\n`,
		);
	}
	return yield* use(run, request, { ...group, isAutomatic: false }, chosen);
}

function* display(run: UnixRun, { places }: Request, group: Group): Task<number> {
	const { name, link, choices, followers, isAutomatic } = group;
	const current = currentOf(run.process, places, name);
	const lines = [
		`${name} - ${isAutomatic ? 'auto' : 'manual'} mode`,
		`  link best version is ${bestOf(group)?.path}`,
		current === undefined ? '  link currently absent' : `  link currently points to ${current}`,
		`  link ${name} is ${link}`,
		...[...followers].map(([each, place]) => `  slave ${each} is ${place}`),
		...choices.flatMap((choice) => [
			`${choice.path} - priority ${choice.priority}`,
			...broughtBy(choice).map(([each, path]) => `  slave ${each}: ${path}`),
		]),
	];
	yield* run.out.write(`${lines.join('\n')}\n`);
	return 0;
}

function broughtBy({ followers }: Choice): (readonly [name: string, path: string])[] {
	return [...followers].filter(([, path]) => path !== '');
}

function* query(run: UnixRun, { places }: Request, group: Group): Task<number> {
	const { name, link, choices, followers, isAutomatic } = group;
	const lines = [
		`Name: ${name}`,
		`Link: ${link}`,
		...(followers.size === 0 ? [] : ['Slaves:', ...[...followers].map(([each, place]) => ` ${each} ${place}`)]),
		`Status: ${isAutomatic ? 'auto' : 'manual'}`,
		`Best: ${bestOf(group)?.path}`,
		`Value: ${currentOf(run.process, places, name) ?? 'none'}`,
		...choices.flatMap((choice) => [
			'',
			`Alternative: ${choice.path}`,
			`Priority: ${choice.priority}`,
			...(followers.size === 0 ? [] : ['Slaves:', ...broughtBy(choice).map(([each, path]) => ` ${each} ${path}`)]),
		]),
	];
	yield* run.out.write(`${lines.join('\n')}\n`);
	return 0;
}

function* showSelections(run: UnixRun, { places }: Request): Task<number> {
	for (const name of groupNames(run.process, places)) {
		const group = yield* readGroup(run.process, places, name);
		if (group === undefined) continue;
		const mode = group.isAutomatic ? 'auto' : 'manual';
		const value = currentOf(run.process, places, name) ?? '';
		yield* run.out.write(`${name.padEnd(30)} ${mode.padEnd(8)} ${value}\n`);
	}
	return 0;
}

function* setSelections(run: UnixRun, request: Request): Task<number> {
	const reader = new LineReader(run.process, 0);
	for (let line = yield* reader.next(); line !== undefined; line = yield* reader.next()) {
		const [name = '', mode = '', path = ''] = line.split(/\s+/);
		const group = yield* readGroup(run.process, request.places, name);
		if (path === '' || (mode !== 'auto' && mode !== 'manual'))
			yield* tell(run, request, `skip invalid selection line: ${name}`);
		else if (group === undefined) yield* tell(run, request, `skip unknown alternative ${name}`);
		else if (mode === 'auto') {
			yield* tell(run, request, `selecting alternative ${name} as auto`);
			yield* use(run, request, { ...group, isAutomatic: true }, bestOf(group) as Choice);
		} else if (group.choices.some((each) => each.path === path)) {
			yield* tell(run, request, `selecting alternative ${name} as choice ${path}`);
			yield* set(run, request, group, path);
		} else yield* tell(run, request, `alternative ${name} unchanged because choice ${path} is not available`);
	}
	return 0;
}

/** Models alternative_select_choice: a table of choices, and the question which one it shall be. */
function* configure(run: UnixRun, request: Request, name: string): Task<number> {
	const { process, out } = run;
	const group = (yield* readGroup(process, request.places, name)) as Group;
	const { choices, link, isAutomatic } = group;
	if (request.skipsAutomatic && isAutomatic) {
		yield* display(run, request, group);
		return 0;
	}
	const current = currentOf(process, request.places, name);
	const best = bestOf(group) as Choice;
	const width = Math.max(14, ...choices.map(({ path }) => path.length));
	const count = choices.length === 1 ? 'is 1 choice' : `are ${choices.length} choices`;
	const row = (isChosen: boolean, number: number, { path, priority }: Choice, mode: string): string =>
		`${isChosen ? '*' : ' '} ${String(number).padEnd(12)} ${path.padEnd(width)}  ${`${priority < 0 ? '' : ' '}${priority}`.padEnd(10)} ${mode}\n`;
	const table = [
		row(isAutomatic && current === best.path, 0, best, 'auto mode'),
		...choices.map((each, index) => row(!isAutomatic && each.path === current, index + 1, each, 'manual mode')),
	].join('');
	const reader = new LineReader(process, 0);
	for (;;) {
		yield* out.write(
			`There ${count} for the alternative ${name} (providing ${link}).\n\n  ${'Selection'.padEnd(13)}${'Path'.padEnd(width + 2)}Priority   Status\n${'-'.repeat(60)}\n${table}\n`,
		);
		yield* out.write('Press <enter> to keep the current choice[*], or type selection number: ');
		yield* out.flush();
		const answer = yield* reader.next();
		if (answer === undefined || answer === '') return 0;
		const number = /^\d+$/.test(answer) ? Number(answer) : Number.NaN;
		if (number === 0) return yield* use(run, request, { ...group, isAutomatic: true }, best);
		const chosen = choices[number - 1] ?? choices.find(({ path }) => path === answer);
		if (chosen !== undefined) return yield* use(run, request, { ...group, isAutomatic: false }, chosen);
	}
}
