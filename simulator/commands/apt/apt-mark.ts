import type { Task } from '../../machinery/task.ts';
import { Exit, type UnixRun, unixCommand } from '../unix-command.ts';
import { APT_MARK_HELP } from './apt-help.ts';
import { parseStanzas } from './control-file.ts';
import { isHeld, readInstalled, textFile, writeInstalled, writeTextFile } from './package-state.ts';

export const aptMark = unixCommand({
	name: 'apt-mark',
	paths: ['/usr/bin/apt-mark'],
	size: 63_952,
	help: APT_MARK_HELP,
	main: (run) => main(run),
});

/** Models cmdline/apt-mark.cc. */
function* main(run: UnixRun): Task<number> {
	const [verb, ...names] = run.args.filter((word) => !word.startsWith('-'));
	if (verb === 'hold' || verb === 'unhold') return yield* hold(run, verb === 'hold', names);
	if (verb === 'showhold' || verb === 'showholds') return yield* showHold(run, names);
	if (verb === 'showmanual') return yield* showMarked(run, names, false);
	if (verb === 'showauto') return yield* showMarked(run, names, true);
	if (verb === 'auto' || verb === 'manual') return yield* mark(run, names, verb === 'auto');
	if (verb === undefined) throw new Exit(100, 'E: You must give at least one command\n');
	throw new Exit(100, `E: Invalid operation ${verb}\n`);
}

function* hold(run: UnixRun, held: boolean, names: readonly string[]): Task<number> {
	if (names.length === 0) throw new Exit(100, 'E: No packages found\n');
	const { process, out } = run;
	const installed = yield* readInstalled(process);
	const unknown = names.filter((name) => !installed.has(name));
	for (const name of unknown) yield* run.say(`E: Unable to locate package ${name}\n`);
	if (unknown.length > 0) throw new Exit(100, 'E: No packages found\n');
	const changed: string[] = [];
	const lines: string[] = [];
	for (const name of [...new Set(names)].sort()) {
		const stanza = installed.get(name);
		if (stanza === undefined) continue;
		if (isHeld(stanza) === held) {
			lines.push(held ? `${name} was already set on hold.\n` : `${name} was already not on hold.\n`);
			continue;
		}
		changed.push(name);
		const state = (stanza.get('Status') ?? '').replace(/^\w+/, held ? 'hold' : 'install');
		installed.set(name, new Map([...stanza].map(([field, value]) => [field, field === 'Status' ? state : value])));
	}
	yield* out.write(lines.join(''));
	if (changed.length === 0) return 0;
	if (process.credentials.uid !== 0) {
		throw new Exit(
			100,
			'dpkg: error: requested operation requires superuser privilege\nE: Executing dpkg failed. Are you root?\n',
		);
	}
	yield* writeInstalled(process, installed);
	for (const name of changed) yield* out.write(held ? `${name} set on hold.\n` : `Canceled hold on ${name}.\n`);
	return 0;
}

function* showHold({ process, out }: UnixRun, names: readonly string[]): Task<number> {
	for (const [name, stanza] of yield* readInstalled(process)) {
		if (isHeld(stanza) && (names.length === 0 || names.includes(name))) yield* out.write(`${name}\n`);
	}
	return 0;
}

const STATES = '/var/lib/apt/extended_states';

/** Which packages came only because others need them. */
function* automatic({ process }: UnixRun): Task<Set<string>> {
	const stanzas = parseStanzas((yield* textFile(process, STATES)) ?? '');
	return new Set(stanzas.filter((each) => each.get('Auto-Installed') === '1').map((each) => each.get('Package') ?? ''));
}

function* showMarked(run: UnixRun, names: readonly string[], isAutomatic: boolean): Task<number> {
	const marked = yield* automatic(run);
	for (const name of (yield* readInstalled(run.process)).keys()) {
		const isAsked = names.length === 0 || names.includes(name);
		if (isAsked && marked.has(name) === isAutomatic) yield* run.out.write(`${name}\n`);
	}
	return 0;
}

/** Models apt-private/private-cmndline DoAuto. */
function* mark(run: UnixRun, names: readonly string[], isAutomatic: boolean): Task<number> {
	const installed = yield* readInstalled(run.process);
	for (const name of names) if (!installed.has(name)) yield* run.say(`E: Unable to locate package ${name}\n`);
	const known = names.filter((name) => installed.has(name));
	if (known.length < names.length || known.length === 0) throw new Exit(100, 'E: No packages found\n');
	const marked = yield* automatic(run);
	const how = isAutomatic ? 'automatically' : 'manually';
	const changed = known.filter((name) => marked.has(name) !== isAutomatic);
	for (const name of known) {
		const before = changed.includes(name) ? 'set' : 'was already set';
		yield* run.out.write(`${name} ${before} to ${how} installed.\n`);
	}
	if (changed.length === 0) return 0;
	if (run.process.credentials.uid !== 0) {
		throw new Exit(
			100,
			`E: Could not create temporary file for ${STATES} - mkstemp (13: Permission denied)\nE: Failed to write temporary StateFile ${STATES}\n`,
		);
	}
	for (const name of changed) isAutomatic ? marked.add(name) : marked.delete(name);
	const text = [...marked]
		.sort()
		.map(
			(name) =>
				`Package: ${name}\nArchitecture: ${installed.get(name)?.get('Architecture') ?? 'amd64'}\nAuto-Installed: 1\n\n`,
		);
	yield* writeTextFile(run.process, STATES, text.join(''));
	return 0;
}
