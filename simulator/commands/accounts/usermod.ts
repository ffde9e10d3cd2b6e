import type { Process } from '../../kernel/process-api.ts';
import { flag, withValue } from '../options.ts';
import { Exit, unixCommand } from '../unix-command.ts';
import { type AccountFiles, readAccountFiles, type UserEntry, writeAccountFiles } from './account-files.ts';
import { below } from './home-tree.ts';
import { SHADOW_FIELD } from './shadow-file.ts';
import {
	dayField,
	groupId,
	groupNames,
	idOf,
	inactiveField,
	isValidName,
	requireRoot,
	setMembers,
	shadowLine,
	shadowOptions,
	today,
} from './shadow-options.ts';
import { renameSubordinateIds } from './subordinate-ids.ts';
import { processOf } from './user-processes.ts';

const USAGE = `Usage: usermod [options] LOGIN

Options:
  -a, --append                  append the user to the supplemental GROUPS
                                mentioned by the -G option without removing
                                the user from other groups
  -b, --badname                 allow bad names
  -c, --comment COMMENT         new value of the GECOS field
  -d, --home HOME_DIR           new home directory for the user account
  -e, --expiredate EXPIRE_DATE  set account expiration date to EXPIRE_DATE
  -f, --inactive INACTIVE       set password inactive after expiration
                                to INACTIVE
  -g, --gid GROUP               force use GROUP as new primary group
  -G, --groups GROUPS           new list of supplementary GROUPS
  -h, --help                    display this help message and exit
  -l, --login NEW_LOGIN         new value of the login name
  -L, --lock                    lock the user account
  -m, --move-home               move contents of the home directory to the
                                new location (use only with -d)
  -o, --non-unique              allow using duplicate (non-unique) UID
  -p, --password PASSWORD       use encrypted password for the new password
  -P, --prefix PREFIX_DIR       prefix directory where are located the /etc/* files
  -r, --remove                  remove the user from only the supplemental GROUPS
                                mentioned by the -G option without removing
                                the user from other groups
  -R, --root CHROOT_DIR         directory to chroot into
  -s, --shell SHELL             new login shell for the user account
  -u, --uid UID                 new UID for the user account
  -U, --unlock                  unlock the user account
  -v, --add-subuids FIRST-LAST  add range of subordinate uids
  -V, --del-subuids FIRST-LAST  remove range of subordinate uids
  -w, --add-subgids FIRST-LAST  add range of subordinate gids
  -W, --del-subgids FIRST-LAST  remove range of subordinate gids
  -Z, --selinux-user SEUSER     new SELinux user mapping for the user account

`;

const OPTIONS = {
	append: flag('a', 'append'),
	badName: flag('b', 'badname'),
	comment: withValue('c', 'comment'),
	home: withValue('d', 'home'),
	expires: withValue('e', 'expiredate'),
	inactive: withValue('f', 'inactive'),
	group: withValue('g', 'gid'),
	groups: withValue('G', 'groups'),
	help: flag('h', 'help'),
	login: withValue('l', 'login'),
	lock: flag('L', 'lock'),
	move: flag('m', 'move-home'),
	duplicate: flag('o', 'non-unique'),
	password: withValue('p', 'password'),
	prefix: withValue('P', 'prefix'),
	remove: flag('r', 'remove'),
	root: withValue('R', 'root'),
	shell: withValue('s', 'shell'),
	uid: withValue('u', 'uid'),
	unlock: flag('U', 'unlock'),
	addUids: withValue('v', 'add-subuids'),
	dropUids: withValue('V', 'del-subuids'),
	addGids: withValue('w', 'add-subgids'),
	dropGids: withValue('W', 'del-subgids'),
	selinux: withValue('Z', 'selinux-user'),
} as const;

type Values = ReturnType<typeof shadowOptions<typeof OPTIONS>>['values'];

/** Models shadow-utils 4.13, src/usermod.c. Differs: no --root and --prefix; subordinate numbers are not changed. */
export const usermod = unixCommand({
	name: 'usermod',
	paths: ['/usr/sbin/usermod'],
	size: 143_160,
	help: USAGE,
	*main({ process, args, out, say }) {
		const { values, operands, given } = shadowOptions('usermod', USAGE, args, OPTIONS);
		if (values.help) {
			yield* out.write(USAGE);
			return 0;
		}
		const [name] = operands;
		if (name === undefined || operands.length > 1) throw new Exit(2, USAGE);
		const files = yield* readAccountFiles(process);
		const user = files.users.find((each) => each.name === name);
		if (user === undefined) throw new Exit(6, `usermod: user '${name}' does not exist\n`);
		requireUsable(files, values, given.length);
		requireRoot('usermod', process);
		const used = processOf(process, user.uid);
		const isMoved = values.uid !== undefined || values.login !== undefined || values.home !== undefined;
		if (isMoved && used !== undefined) {
			throw new Exit(8, `usermod: user ${name} is currently used by process ${used}\n`);
		}
		const changed = changedUser(files, user, values);
		if (isSame(user, changed) && isOnlyOf(values)) {
			yield* say('usermod: no changes\n');
			return 0;
		}
		files.users[files.users.indexOf(user)] = changed;
		changeGroups(files, user, changed, values);
		yield* say(changeSecrets(process, files, user, changed, values));
		yield* writeAccountFiles(process, files);
		if (changed.name !== user.name) yield* renameSubordinateIds(process, user.name, changed.name);
		if (values.move && changed.home !== user.home) yield* say(moveHome(process, user.home, changed.home));
		if (changed.uid !== user.uid || changed.gid !== user.gid) own(process, user, changed);
		return 0;
	},
});

/** Throws Exit. */
function requireUsable(files: AccountFiles, values: Values, count: number): void {
	const conflict = (text: string): never => {
		throw new Exit(2, `usermod: ${text}\n${USAGE}`);
	};
	if (values.uid !== undefined) idOf('usermod', 'user', values.uid);
	if (values.expires !== undefined) dayField('usermod', values.expires);
	if (values.inactive !== undefined) inactiveField('usermod', values.inactive);
	if (values.group !== undefined) groupId(files, values.group, 'usermod');
	if (values.groups !== undefined) groupNames(files, values.groups, 'usermod');
	if (values.login !== undefined && !isValidName(values.login) && !values.badName) {
		throw new Exit(3, `usermod: invalid user name '${values.login}': use --badname to ignore\n`);
	}
	if (values.selinux !== undefined) throw new Exit(3, 'usermod: -Z requires SELinux enabled kernel\n');
	if (count === 0) conflict('no options');
	if (values.append && values.groups === undefined) conflict('-a flag is only allowed with the -G flag');
	if (values.remove && values.groups === undefined) conflict('-r flag is only allowed with the -G flag');
	if ([values.lock, values.unlock, values.password].filter((each) => each !== undefined).length > 1) {
		conflict('the -L, -p, and -U flags are exclusive');
	}
	if (values.duplicate && values.uid === undefined) conflict('-o flag is only allowed with the -u flag');
	if (values.move && values.home === undefined) conflict('-m flag is only allowed with the -d flag');
}

/** Throws Exit. */
function changedUser(files: AccountFiles, user: UserEntry, values: Values): UserEntry {
	const name = values.login ?? user.name;
	const uid = values.uid === undefined ? user.uid : Number(values.uid);
	if (name !== user.name && files.users.some((each) => each.name === name)) {
		throw new Exit(9, `usermod: user '${name}' already exists\n`);
	}
	if (uid !== user.uid && !values.duplicate && files.users.some((each) => each.uid === uid)) {
		throw new Exit(4, `usermod: UID '${uid}' already exists\n`);
	}
	return {
		...user,
		name,
		uid,
		gid: values.group === undefined ? user.gid : groupId(files, values.group, 'usermod'),
		comment: values.comment ?? user.comment,
		home: values.home ?? user.home,
		shell: values.shell ?? user.shell,
	};
}

function isSame(user: UserEntry, changed: UserEntry): boolean {
	return (['name', 'uid', 'gid', 'comment', 'home', 'shell'] as const).every((key) => user[key] === changed[key]);
}

/** Nothing was asked for that stands elsewhere than in /etc/passwd. */
function isOnlyOf({ groups, lock, unlock, password, expires, inactive }: Values): boolean {
	return [groups, lock, unlock, password, expires, inactive].every((each) => each === undefined);
}

function changeGroups(files: AccountFiles, user: UserEntry, changed: UserEntry, values: Values): void {
	const wanted = values.groups === undefined ? undefined : new Set(groupNames(files, values.groups, 'usermod'));
	for (const { name: group, members } of [...files.groups]) {
		const isMember = members.includes(user.name);
		let stays = isMember;
		if (wanted?.has(group)) stays = values.remove !== true;
		else if (wanted !== undefined && !values.append && !values.remove) stays = false;
		if (!isMember && !stays) continue;
		setMembers(files, group, (all) => {
			const named = all.map((each) => (each === user.name ? changed.name : each));
			if (!stays) return named.filter((each) => each !== changed.name);
			return isMember ? named : [...named, changed.name];
		});
	}
}

/** The password and its times. Returns what is said of it. */
function changeSecrets(
	process: Process,
	files: AccountFiles,
	user: UserEntry,
	changed: UserEntry,
	values: Values,
): string {
	if (files.shadow.length === 0) return '';
	const line = shadowLine(files, user.name, today(process));
	line[SHADOW_FIELD.name] = changed.name;
	if (values.expires !== undefined) line[SHADOW_FIELD.expires] = dayField('usermod', values.expires);
	if (values.inactive !== undefined) line[SHADOW_FIELD.inactiveDays] = inactiveField('usermod', values.inactive);
	const hash = line[SHADOW_FIELD.password] ?? '';
	if (values.password !== undefined) {
		line[SHADOW_FIELD.password] = values.password;
		line[SHADOW_FIELD.lastChange] = today(process);
	}
	if (values.lock && !hash.startsWith('!')) line[SHADOW_FIELD.password] = `!${hash}`;
	if (!values.unlock || !hash.startsWith('!')) return '';
	if (hash.length === 1) {
		return "usermod: unlocking the user's password would result in a passwordless account.\nYou should set a password with usermod -p to unlock this user's password.\n";
	}
	line[SHADOW_FIELD.password] = hash.slice(1);
	return '';
}

/** Returns what is said. Throws Exit. */
function moveHome(process: Process, from: string, to: string): string {
	if (process.access(to, {})) throw new Exit(12, `usermod: directory ${to} exists\n`);
	if (!process.access(from, {})) {
		return `usermod: The previous home directory (${from}) does not exist or is inaccessible. Move cannot be completed.\n`;
	}
	process.rename(from, to);
	return '';
}

/** What the user had at home is the user's under the new numbers, too. */
function own(process: Process, before: UserEntry, { uid, gid, home }: UserEntry): void {
	if (!process.access(home, {}) || process.lstat(home).uid !== before.uid) return;
	for (const path of below(process, home)) {
		const stat = process.lstat(path);
		const newUid = stat.uid === before.uid ? uid : stat.uid;
		const newGid = stat.gid === before.gid ? gid : stat.gid;
		if (newUid !== stat.uid || newGid !== stat.gid) process.chown(path, newUid, newGid, false);
	}
}
