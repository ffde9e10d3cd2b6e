import { type Process, SystemError } from '../../kernel/process-api.ts';
import { textOf } from '../../kernel/resolve-host.ts';
import type { Task } from '../../machinery/task.ts';
import type { Accounts } from '../coreutils/accounts.ts';
import type { TargetUser } from './identity.ts';
import { type CommandSpec, isCommand, listed, parseSudoers, type SyntaxProblem, type UserSpec } from './sudoers.ts';

export const SUDOERS = '/etc/sudoers';
const INCLUDES_MAX = 128;

/** A file of sudoers' and what is wrong in it. */
export interface SudoersFile {
	readonly path: string;
	readonly problems: readonly SyntaxProblem[];
}

export interface Policy {
	readonly files: readonly SudoersFile[];
	readonly specs: readonly UserSpec[];
	readonly aliases: ReadonlyMap<string, readonly string[]>;
}

/** Reads sudoers and all that it includes. */
export function* readPolicy(process: Process, path = SUDOERS): Task<Policy> {
	const files: SudoersFile[] = [];
	const specs: UserSpec[] = [];
	const aliases = new Map<string, readonly string[]>();
	const pending = [path];
	while (pending.length > 0 && files.length < INCLUDES_MAX) {
		const next = pending.shift() as string;
		const read = parseSudoers(yield* textOf(process, next));
		files.push({ path: next, problems: read.problems });
		specs.push(...read.specs);
		for (const [name, members] of read.aliases) aliases.set(name, members);
		pending.unshift(...read.includes.flatMap((each) => (each.isFolder ? filesIn(process, each.path) : [each.path])));
	}
	return { files, specs, aliases };
}

/** Names with a dot, and those that end with a tilde, are left out. */
function filesIn(process: Process, folder: string): string[] {
	try {
		const names = [...process.readdir(folder)].filter((name) => !name.includes('.') && !name.endsWith('~')).sort();
		return names.map((name) => `${folder}/${name}`);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		return [];
	}
}

export interface Asker {
	readonly name: string;
	readonly accounts: Accounts;
	readonly host: string;
}

/** What is said to somebody: all that the files have for him, in their order. */
export function commandsFor({ specs, aliases }: Policy, { name, accounts, host }: Asker): CommandSpec[] {
	const gids = [accounts.homes.get(name)?.gid, ...(accounts.memberships.get(name) ?? [])];
	const groups = gids.map((gid) => (gid === undefined ? undefined : accounts.groups.get(gid)));
	const isHim = (item: string): boolean =>
		item === name ||
		item === `#${accounts.uids.get(name)}` ||
		(item.startsWith('%') && groups.includes(item.slice(1))) ||
		(item.startsWith('%#') && gids.includes(Number(item.slice(2))));
	const isHere = (item: string): boolean => item === host || item === host.split('.')[0];
	return specs
		.filter(({ users, hosts }) => listed(users, aliases, isHim) === true && listed(hosts, aliases, isHere) === true)
		.flatMap(({ commands }) => commands);
}

export interface Wanted {
	readonly target: TargetUser;
	readonly group: string | undefined;
	readonly path: string;
	readonly args: readonly string[];
	readonly realOf: (path: string) => string;
}

/** The last entry that names the command counts. Undefined: none does, or it is forbidden. */
export function permitted(
	commands: readonly CommandSpec[],
	{ aliases }: Policy,
	{ target, group, path, args, realOf }: Wanted,
): CommandSpec | undefined {
	let found: CommandSpec | undefined;
	for (const spec of commands) {
		const { runAs = ['root'], runAsGroups, command } = spec;
		const isTarget = (item: string): boolean => item === target.name || item === `#${target.credentials.uid}`;
		const users = runAs.length === 0 ? [] : runAs;
		if (group === undefined && listed(users, aliases, isTarget) !== true) continue;
		if (group !== undefined && listed(runAsGroups, aliases, (item) => item === group) !== true) continue;
		const isIt = (entry: string): boolean => isCommand(entry, path, args, realOf);
		const verdict = listed([command], aliases, isIt);
		if (verdict !== undefined) found = verdict === spec.isDenied ? undefined : spec;
	}
	return found;
}

/** "    (root) NOPASSWD: /usr/bin/crictl", a line for each run of entries with the same users. */
export function shownCommands(commands: readonly CommandSpec[], { aliases }: Policy): string {
	let text = '';
	let before = '';
	for (const { command, isDenied, runAs = ['root'], runAsGroups, withoutPassword } of commands) {
		const groups = runAsGroups.length === 0 ? '' : ` : ${runAsGroups.join(', ')}`;
		const head = `    (${runAs.join(', ')}${groups}) ${withoutPassword ? 'NOPASSWD: ' : ''}`;
		const members = aliases.get(command) ?? [command];
		const shown = members.map((member) => `${isDenied ? '!' : ''}${member}`).join(', ');
		text += head === before ? `, ${shown}` : `${text === '' ? '' : '\n'}${head}${shown}`;
		before = head;
	}
	return `${text}\n`;
}
