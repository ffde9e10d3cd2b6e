import type { Process } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import type { Command } from '../command.ts';
import { flag, OptionError, type OptionTable, type ParsedOptions, parseOptions, withValue } from '../options.ts';
import { Exit, unixCommand } from '../unix-command.ts';
import {
	type AccountFiles,
	freeId,
	freeSystemId,
	makeHome,
	readAccountFiles,
	type UserEntry,
	writeAccountFiles,
} from './account-files.ts';

/** Where shadow's tools count from. Models /etc/login.defs. */
const FIRST_ID = 1000;
const LAST_ID = 60_000;
const LAST_SYSTEM_ID = 999;
const FIRST_SYSTEM_ID = 100;

function parsed<T extends OptionTable>(
	name: string,
	usage: string,
	args: readonly string[],
	table: T,
): ParsedOptions<T> {
	try {
		return parseOptions(args, table);
	} catch (error) {
		if (!(error instanceof OptionError)) throw error;
		throw new Exit(2, `${name}: ${error.message}\nUsage: ${usage}\n`);
	}
}

function requireRoot(name: string, { credentials }: Process): void {
	if (credentials.uid !== 0) {
		throw new Exit(
			1,
			`${name}: Permission denied.\n${name}: cannot lock /etc/${name.startsWith('group') ? 'group' : 'passwd'}; try again later.\n`,
		);
	}
}

const USER_OPTIONS = {
	comment: withValue('c', 'comment'),
	home: withValue('d', 'home-dir'),
	group: withValue('g', 'gid'),
	groups: withValue('G', 'groups'),
	create: flag('m', 'create-home'),
	noCreate: flag('M', 'no-create-home'),
	noGroup: flag('N', 'no-user-group'),
	own: flag('U', 'user-group'),
	system: flag('r', 'system'),
	shell: withValue('s', 'shell'),
	uid: withValue('u', 'uid'),
	duplicate: flag('o', 'non-unique'),
	password: withValue('p', 'password'),
	skel: withValue('k', 'skel'),
	noLog: flag('l', 'no-log-init'),
	base: withValue('b', 'base-dir'),
	expire: withValue('e', 'expiredate'),
	key: withValue('K', 'key'),
} as const;

/** A group by name or number. */
function groupId(files: AccountFiles, text: string, name: string): number {
	const found = files.groups.find((each) => each.name === text || String(each.gid) === text);
	if (found === undefined) throw new Exit(6, `${name}: group '${text}' does not exist\n`);
	return found.gid;
}

function joinGroups(files: AccountFiles, user: string, texts: string, name: string): void {
	for (const text of texts.split(',').filter((each) => each !== '')) {
		const gid = groupId(files, text, name);
		const at = files.groups.findIndex((each) => each.gid === gid);
		const group = files.groups[at];
		if (group !== undefined && !group.members.includes(user))
			files.groups[at] = { ...group, members: [...group.members, user] };
	}
}

/** Models shadow-utils src/useradd.c. */
export const useradd = unixCommand({
	name: 'useradd',
	paths: ['/usr/sbin/useradd'],
	size: 151_352,
	*main({ process, args }) {
		const { values, operands } = parsed('useradd', 'useradd [options] LOGIN', args, USER_OPTIONS);
		const [name] = operands;
		if (name === undefined || operands.length > 1) throw new Exit(2, 'Usage: useradd [options] LOGIN\n');
		if (!/^[a-z_][a-z0-9_.-]*\$?$/i.test(name)) {
			throw new Exit(3, `useradd: invalid user name '${name}': use --badname to ignore\n`);
		}
		const files = yield* readAccountFiles(process);
		if (files.users.some((user) => user.name === name)) throw new Exit(9, `useradd: user '${name}' already exists\n`);
		requireRoot('useradd', process);
		const uids = files.users.map(({ uid }) => uid);
		const gids = files.groups.map(({ gid }) => gid);
		if (values.uid !== undefined && uids.includes(Number(values.uid)) && !values.duplicate) {
			throw new Exit(4, `useradd: UID ${values.uid} is not unique\n`);
		}
		const free = values.system
			? freeSystemId([...uids, ...gids], LAST_SYSTEM_ID, FIRST_SYSTEM_ID)
			: freeId(uids, FIRST_ID, LAST_ID);
		const uid = values.uid === undefined ? free : Number(values.uid);
		let gid = values.group === undefined ? 100 : groupId(files, values.group, 'useradd');
		if (values.group === undefined && !values.noGroup) {
			if (files.groups.some((group) => group.name === name)) {
				throw new Exit(9, `useradd: group ${name} exists - if you want to add this user to that group, use -g.\n`);
			}
			gid = gids.includes(uid) ? freeId(gids, FIRST_ID, LAST_ID) : uid;
			files.groups.push({ name, gid, members: [] });
		}
		const home = values.home ?? `${values.base ?? '/home'}/${name}`;
		const user: UserEntry = { name, uid, gid, comment: values.comment ?? '', home, shell: values.shell ?? '/bin/sh' };
		files.users.push(user);
		if (values.groups !== undefined) joinGroups(files, name, values.groups, 'useradd');
		yield* writeAccountFiles(process, files);
		if (values.create && !values.noCreate) yield* makeHome(process, user, 0o755);
		return 0;
	},
});

/** Models shadow-utils src/groupadd.c. */
export const groupadd = unixCommand({
	name: 'groupadd',
	paths: ['/usr/sbin/groupadd'],
	size: 92_376,
	*main({ process, args }) {
		const { values, operands } = parsed('groupadd', 'groupadd [options] GROUP', args, {
			gid: withValue('g', 'gid'),
			system: flag('r', 'system'),
			force: flag('f', 'force'),
			duplicate: flag('o', 'non-unique'),
		});
		const [name] = operands;
		if (name === undefined) throw new Exit(2, 'Usage: groupadd [options] GROUP\n');
		const files = yield* readAccountFiles(process);
		if (files.groups.some((group) => group.name === name)) {
			if (values.force) return 0;
			throw new Exit(9, `groupadd: group '${name}' already exists\n`);
		}
		requireRoot('groupadd', process);
		const gids = files.groups.map(({ gid }) => gid);
		if (values.gid !== undefined && gids.includes(Number(values.gid)) && !values.duplicate) {
			throw new Exit(4, `groupadd: GID '${values.gid}' already exists\n`);
		}
		const free = values.system ? freeSystemId(gids, LAST_SYSTEM_ID, FIRST_SYSTEM_ID) : freeId(gids, FIRST_ID, LAST_ID);
		files.groups.push({ name, gid: values.gid === undefined ? free : Number(values.gid), members: [] });
		yield* writeAccountFiles(process, files);
		return 0;
	},
});

/** Models shadow-utils src/usermod.c. */
export const usermod = unixCommand({
	name: 'usermod',
	paths: ['/usr/sbin/usermod'],
	size: 143_160,
	*main({ process, args }) {
		const table = {
			...USER_OPTIONS,
			append: flag('a', 'append'),
			login: withValue('l', 'login'),
			lock: flag('L', 'lock'),
			move: flag('m', 'move-home'),
			noLog: flag('noLog'),
			create: flag('create'),
		};
		const { values, operands } = parsed('usermod', 'usermod [options] LOGIN', args, table);
		const [name] = operands;
		if (name === undefined) throw new Exit(2, 'Usage: usermod [options] LOGIN\n');
		const files = yield* readAccountFiles(process);
		const at = files.users.findIndex((user) => user.name === name);
		const user = files.users[at];
		if (user === undefined) throw new Exit(6, `usermod: user '${name}' does not exist\n`);
		requireRoot('usermod', process);
		files.users[at] = {
			name: values.login ?? name,
			uid: values.uid === undefined ? user.uid : Number(values.uid),
			gid: values.group === undefined ? user.gid : groupId(files, values.group, 'usermod'),
			comment: values.comment ?? user.comment,
			home: values.home ?? user.home,
			shell: values.shell ?? user.shell,
		};
		if (values.groups !== undefined) {
			if (!values.append) {
				for (const [index, group] of files.groups.entries()) {
					files.groups[index] = { ...group, members: group.members.filter((member) => member !== name) };
				}
			}
			joinGroups(files, name, values.groups, 'usermod');
		}
		yield* writeAccountFiles(process, files);
		return 0;
	},
});

function removal(name: 'userdel' | 'groupdel', size: number): Command {
	return unixCommand({
		name,
		paths: [`/usr/sbin/${name}`],
		size,
		main: ({ process, args }) => (name === 'userdel' ? deleteUser(process, args) : deleteGroup(process, args)),
	});
}

function* deleteUser(process: Process, args: readonly string[]): Task<number> {
	const { values, operands } = parsed('userdel', 'userdel [options] LOGIN', args, {
		remove: flag('r', 'remove'),
		force: flag('f', 'force'),
	});
	const [name] = operands;
	if (name === undefined) throw new Exit(2, 'Usage: userdel [options] LOGIN\n');
	const files = yield* readAccountFiles(process);
	const user = files.users.find((each) => each.name === name);
	if (user === undefined) throw new Exit(6, `userdel: user '${name}' does not exist\n`);
	requireRoot('userdel', process);
	const users = files.users.filter((each) => each !== user);
	const groups = files.groups
		.filter((group) => group.name !== name || users.some(({ gid }) => gid === group.gid))
		.map((group) => ({ ...group, members: group.members.filter((member) => member !== name) }));
	yield* writeAccountFiles(process, { users, groups });
	if (values.remove && process.access(user.home, {})) removeBelow(process, user.home);
	return 0;
}

function removeBelow(process: Process, path: string): void {
	for (const name of process.readdir(path)) {
		const below = `${path}/${name}`;
		if (process.lstat(below).type === 'directory') removeBelow(process, below);
		else process.unlink(below);
	}
	process.rmdir(path);
}

function* deleteGroup(process: Process, args: readonly string[]): Task<number> {
	const { operands } = parsed('groupdel', 'groupdel [options] GROUP', args, { force: flag('f', 'force') });
	const [name] = operands;
	if (name === undefined) throw new Exit(2, 'Usage: groupdel [options] GROUP\n');
	const files = yield* readAccountFiles(process);
	const group = files.groups.find((each) => each.name === name);
	if (group === undefined) throw new Exit(6, `groupdel: group '${name}' does not exist\n`);
	requireRoot('groupdel', process);
	const user = files.users.find(({ gid }) => gid === group.gid);
	if (user !== undefined) throw new Exit(8, `groupdel: cannot remove the primary group of user '${user.name}'\n`);
	yield* writeAccountFiles(process, { users: files.users, groups: files.groups.filter((each) => each !== group) });
	return 0;
}

export const userdel = removal('userdel', 126_704);
export const groupdel = removal('groupdel', 88_280);
