import type { Process } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { flag, withValue } from '../options.ts';
import { Exit, unixCommand } from '../unix-command.ts';
import {
	type AccountFiles,
	freeSystemId,
	makeHome,
	nextId,
	readAccountFiles,
	type UserEntry,
	writeAccountFiles,
} from './account-files.ts';
import { homeMode, idRange, type LoginDefinitions, readLoginDefinitions, textAt } from './login-defs.ts';
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
import { addSubordinateIds } from './subordinate-ids.ts';

const USAGE = `Usage: useradd [options] LOGIN
       useradd -D
       useradd -D [options]

Options:
      --badname                 do not check for bad names
  -b, --base-dir BASE_DIR       base directory for the home directory of the
                                new account
      --btrfs-subvolume-home    use BTRFS subvolume for home directory
  -c, --comment COMMENT         GECOS field of the new account
  -d, --home-dir HOME_DIR       home directory of the new account
  -D, --defaults                print or change default useradd configuration
  -e, --expiredate EXPIRE_DATE  expiration date of the new account
  -f, --inactive INACTIVE       password inactivity period of the new account
  -F, --add-subids-for-system   add entries to sub[ud]id even when adding a system user
  -g, --gid GROUP               name or ID of the primary group of the new
                                account
  -G, --groups GROUPS           list of supplementary groups of the new
                                account
  -h, --help                    display this help message and exit
  -k, --skel SKEL_DIR           use this alternative skeleton directory
  -K, --key KEY=VALUE           override /etc/login.defs defaults
  -l, --no-log-init             do not add the user to the lastlog and
                                faillog databases
  -m, --create-home             create the user's home directory
  -M, --no-create-home          do not create the user's home directory
  -N, --no-user-group           do not create a group with the same name as
                                the user
  -o, --non-unique              allow to create users with duplicate
                                (non-unique) UID
  -p, --password PASSWORD       encrypted password of the new account
  -r, --system                  create a system account
  -R, --root CHROOT_DIR         directory to chroot into
  -P, --prefix PREFIX_DIR       prefix directory where are located the /etc/* files
  -s, --shell SHELL             login shell of the new account
  -u, --uid UID                 user ID of the new account
  -U, --user-group              create a group with the same name as the user
  -Z, --selinux-user SEUSER     use a specific SEUSER for the SELinux user mapping

`;

const OPTIONS = {
	badName: flag('badname'),
	base: withValue('b', 'base-dir'),
	subvolume: flag('btrfs-subvolume-home'),
	comment: withValue('c', 'comment'),
	home: withValue('d', 'home-dir'),
	defaults: flag('D', 'defaults'),
	expires: withValue('e', 'expiredate'),
	inactive: withValue('f', 'inactive'),
	subids: flag('F', 'add-subids-for-system'),
	group: withValue('g', 'gid'),
	groups: withValue('G', 'groups'),
	help: flag('h', 'help'),
	skeleton: withValue('k', 'skel'),
	key: withValue('K', 'key'),
	noLog: flag('l', 'no-log-init'),
	create: flag('m', 'create-home'),
	noCreate: flag('M', 'no-create-home'),
	noGroup: flag('N', 'no-user-group'),
	duplicate: flag('o', 'non-unique'),
	password: withValue('p', 'password'),
	system: flag('r', 'system'),
	root: withValue('R', 'root'),
	prefix: withValue('P', 'prefix'),
	shell: withValue('s', 'shell'),
	uid: withValue('u', 'uid'),
	ownGroup: flag('U', 'user-group'),
	selinux: withValue('Z', 'selinux-user'),
} as const;

type Values = ReturnType<typeof shadowOptions<typeof OPTIONS>>['values'];

const DEFAULTS_FILE = '/etc/default/useradd';

/** Models shadow-utils 4.13, src/useradd.c, as Debian builds it. Differs: no --root and --prefix. */
export const useradd = unixCommand({
	name: 'useradd',
	paths: ['/usr/sbin/useradd'],
	size: 151_352,
	help: USAGE,
	*main({ process, args, out, say }) {
		const { values, operands, given } = shadowOptions('useradd', USAGE, args, OPTIONS);
		if (values.help) {
			yield* out.write(USAGE);
			return 0;
		}
		const overrides = given.flatMap(({ key, value }) => (key === 'key' ? [value as string] : []));
		if (overrides.some((each) => !each.includes('='))) throw new Exit(3, 'useradd: -K requires KEY=VALUE\n');
		const defaults = yield* readDefaults(process);
		const files = yield* readAccountFiles(process);
		yield* say(checked(process, files, values));
		if (values.defaults) {
			if (operands.length > 0) throw new Exit(2, USAGE);
			return yield* changeDefaults(process, defaults, values, (text) => out.write(text));
		}
		const [name] = operands;
		if (name === undefined || operands.length > 1) throw new Exit(2, USAGE);
		if (!isValidName(name) && !values.badName) {
			throw new Exit(3, `useradd: invalid user name '${name}': use --badname to ignore\n`);
		}
		if (files.users.some((user) => user.name === name)) throw new Exit(9, `useradd: user '${name}' already exists\n`);
		const definitions = yield* readLoginDefinitions(process, overrides);
		const hasOwnGroup =
			values.ownGroup === true ||
			(!values.noGroup && values.group === undefined && definitions.get('USERGROUPS_ENAB') === 'yes');
		if (hasOwnGroup && files.groups.some((group) => group.name === name)) {
			throw new Exit(9, `useradd: group ${name} exists - if you want to add this user to that group, use -g.\n`);
		}
		requireRoot('useradd', process);
		yield* say(rangeWarning(definitions, name, values));
		const user = newUser(files, definitions, defaults, name, values, hasOwnGroup);
		files.users.push(user);
		if (hasOwnGroup) files.groups.push({ name, gid: user.gid, members: [] });
		if (values.groups !== undefined) {
			for (const group of groupNames(files, values.groups, 'useradd'))
				setMembers(files, group, (all) => [...all, name]);
		}
		writeShadowLine(process, files, definitions, defaults, user, values);
		yield* writeAccountFiles(process, files);
		if (!values.system || values.subids) yield* addSubordinateIds(process, name);
		const wantsHome = values.create === true || (!values.system && definitions.get('CREATE_HOME') === 'yes');
		if (!wantsHome || values.noCreate) return 0;
		if (process.access(user.home, {})) {
			yield* say(
				`useradd: warning: the home directory ${user.home} already exists.\nuseradd: Not copying any file from skel directory into it.\n`,
			);
			return 0;
		}
		yield* makeHome(process, user, homeMode(definitions), values.skeleton ?? defaults.get('SKEL'));
		return 0;
	},
});

/** What is said of the options before anything is done. Throws Exit. */
function checked(process: Process, files: AccountFiles, values: Values): string {
	const bad = (what: string, text: string): never => {
		throw new Exit(3, `useradd: invalid ${what} '${text}'\n`);
	};
	const isText = (text: string): boolean => !/[:\n]/.test(text);
	const isPath = (text: string): boolean => isText(text) && text.startsWith('/');
	if (values.base !== undefined && !isPath(values.base)) bad('base directory', values.base);
	if (values.comment !== undefined && !isText(values.comment)) bad('comment', values.comment);
	if (values.home !== undefined && !isPath(values.home)) bad('home directory', values.home);
	if (values.expires !== undefined) dayField('useradd', values.expires);
	if (values.inactive !== undefined) inactiveField('useradd', values.inactive);
	if (values.group !== undefined) groupId(files, values.group, 'useradd');
	if (values.groups !== undefined) groupNames(files, values.groups, 'useradd');
	if (values.password !== undefined && !isText(values.password)) bad('field', values.password);
	if (values.uid !== undefined) idOf('useradd', 'user', values.uid);
	if (values.selinux !== undefined) throw new Exit(3, 'useradd: -Z requires SELinux enabled kernel\n');
	const { shell } = values;
	if (shell !== undefined && (!isText(shell) || !(shell === '' || shell.startsWith('/') || shell.startsWith('*')))) {
		bad('shell', shell);
	}
	const isMissing = shell !== undefined && shell !== '' && !process.access(shell, { execute: true });
	const said = isMissing ? `useradd: Warning: missing or non-executable shell '${shell}'\n` : '';
	const conflict = (text: string): never => {
		throw new Exit(2, `${said}useradd: ${text}\n${USAGE}`);
	};
	if (values.duplicate && values.uid === undefined) conflict('-o flag is only allowed with the -u flag');
	if (values.skeleton !== undefined && !values.create) conflict('-k flag is only allowed with the -m flag');
	if (values.ownGroup && values.group !== undefined) conflict('options -U and -g conflict');
	if (values.ownGroup && values.noGroup) conflict('options -U and -N conflict');
	if (values.create && values.noCreate) conflict('options -m and -M conflict');
	return said;
}

/** Throws Exit. */
function newUser(
	files: AccountFiles,
	definitions: LoginDefinitions,
	defaults: ReadonlyMap<string, string>,
	name: string,
	values: Values,
	hasOwnGroup: boolean,
): UserEntry {
	const uids = files.users.map(({ uid }) => uid);
	const isSystem = values.system === true;
	const uid =
		values.uid === undefined ? newId(uids, idRange(definitions, 'UID', isSystem), isSystem) : Number(values.uid);
	if (uids.includes(uid) && !values.duplicate) throw new Exit(4, `useradd: UID ${uid} is not unique\n`);
	const gids = files.groups.map(({ gid }) => gid);
	let gid = values.group === undefined ? Number(defaults.get('GROUP')) : groupId(files, values.group, 'useradd');
	if (hasOwnGroup) gid = ownGroupId(gids, uid, idRange(definitions, 'GID', isSystem), isSystem);
	return {
		name,
		uid,
		gid,
		comment: values.comment ?? '',
		home: values.home ?? `${values.base ?? defaults.get('HOME')}/${name}`,
		shell: values.shell ?? defaults.get('SHELL') ?? '',
	};
}

/** A number that its kind does not have is taken all the same. */
function rangeWarning(definitions: LoginDefinitions, name: string, { uid, system }: Values): string {
	if (uid === undefined) return '';
	const [from, to] = idRange(definitions, 'UID', system === true);
	if (system)
		return Number(uid) > to ? `useradd warning: ${name}'s uid ${uid} is greater than SYS_UID_MAX ${to}\n` : '';
	if (Number(uid) >= from && Number(uid) <= to) return '';
	return `useradd warning: ${name}'s uid ${uid} outside of the UID_MIN ${from} and UID_MAX ${to} range.\n`;
}

/** The user's own number where groups may have it. */
function ownGroupId(used: readonly number[], uid: number, range: readonly [number, number], isSystem: boolean): number {
	return uid >= range[0] && uid <= range[1] && !used.includes(uid) ? uid : newId(used, range, isSystem);
}

/** System accounts are counted downwards, others up from the highest. */
export function newId(used: readonly number[], [from, to]: readonly [number, number], isSystem: boolean): number {
	return isSystem ? freeSystemId(used, to, from) : nextId(used, from, to);
}

function writeShadowLine(
	process: Process,
	files: AccountFiles,
	definitions: LoginDefinitions,
	defaults: ReadonlyMap<string, string>,
	{ name }: UserEntry,
	values: Values,
): void {
	if (files.shadow.length === 0) return;
	const line = shadowLine(files, name, today(process));
	const isSystem = values.system === true;
	line[SHADOW_FIELD.password] = values.password ?? '!';
	line[SHADOW_FIELD.minimumDays] = isSystem ? '' : (definitions.get('PASS_MIN_DAYS') ?? '');
	line[SHADOW_FIELD.maximumDays] = isSystem ? '' : (definitions.get('PASS_MAX_DAYS') ?? '');
	line[SHADOW_FIELD.warningDays] = isSystem ? '' : (definitions.get('PASS_WARN_AGE') ?? '');
	const inactive = values.inactive ?? (isSystem ? '-1' : (defaults.get('INACTIVE') ?? '-1'));
	line[SHADOW_FIELD.inactiveDays] = inactiveField('useradd', inactive);
	line[SHADOW_FIELD.expires] = dayField('useradd', values.expires ?? (isSystem ? '' : (defaults.get('EXPIRE') ?? '')));
}

const DEFAULTS = [
	['GROUP', '100'],
	['HOME', '/home'],
	['INACTIVE', '-1'],
	['EXPIRE', ''],
	['SHELL', '/bin/sh'],
	['SKEL', '/etc/skel'],
	['CREATE_MAIL_SPOOL', 'no'],
	['LOG_INIT', 'yes'],
] as const;

function* readDefaults(process: Process): Task<Map<string, string>> {
	const found = new Map<string, string>(DEFAULTS);
	for (const line of (yield* textAt(process, DEFAULTS_FILE)).split('\n')) {
		const [, name = '', value = ''] = /^([A-Z_]+)=(.*)$/.exec(line) ?? [];
		if (found.has(name) && value !== '') found.set(name, value);
	}
	return found;
}

/** -D: shows what holds, or writes down what shall. */
function* changeDefaults(
	process: Process,
	defaults: Map<string, string>,
	{ group, base, inactive, expires, shell }: Values,
	write: (text: string) => Task<void>,
): Task<number> {
	const changes = [
		['GROUP', group],
		['HOME', base],
		['INACTIVE', inactive],
		['EXPIRE', expires],
		['SHELL', shell],
	] as const;
	if (changes.every(([, value]) => value === undefined)) {
		yield* write(DEFAULTS.map(([name]) => `${name}=${defaults.get(name)}\n`).join(''));
		return 0;
	}
	if (process.credentials.uid !== 0) {
		throw new Exit(1, 'useradd: cannot create new defaults file: Permission denied\n');
	}
	let text = yield* textAt(process, DEFAULTS_FILE);
	for (const [name, value] of changes) {
		if (value === undefined) continue;
		const line = new RegExp(`^${name}=.*$`, 'm');
		text = line.test(text) ? text.replace(line, () => `${name}=${value}`) : `${text}${name}=${value}\n`;
	}
	const fd = yield* process.open(DEFAULTS_FILE, { write: true, create: true, truncate: true }, 0o644);
	yield* process.write(fd, encodeUtf8(text));
	process.close(fd);
	return 0;
}
