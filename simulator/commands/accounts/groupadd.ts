import { flag, withValue } from '../options.ts';
import { Exit, unixCommand } from '../unix-command.ts';
import { readAccountFiles, writeAccountFiles } from './account-files.ts';
import { idRange, readLoginDefinitions } from './login-defs.ts';
import { idOf, isValidName, requireRoot, setMembers, shadowOptions } from './shadow-options.ts';
import { newId } from './useradd.ts';

const ADD_USAGE = `Usage: groupadd [options] GROUP

Options:
  -f, --force                   exit successfully if the group already exists,
                                and cancel -g if the GID is already used
  -g, --gid GID                 use GID for the new group
  -h, --help                    display this help message and exit
  -K, --key KEY=VALUE           override /etc/login.defs defaults
  -o, --non-unique              allow to create groups with duplicate
                                (non-unique) GID
  -p, --password PASSWORD       use this encrypted password for the new group
  -r, --system                  create a system account
  -R, --root CHROOT_DIR         directory to chroot into
  -P, --prefix PREFIX_DI        directory prefix
  -U, --users USERS             list of user members of this group

`;

const MODIFY_USAGE = `Usage: groupmod [options] GROUP

Options:
  -a, --append                  append the users mentioned by -U option to the group 
                                without removing existing user members
  -g, --gid GID                 change the group ID to GID
  -h, --help                    display this help message and exit
  -n, --new-name NEW_GROUP      change the name to NEW_GROUP
  -o, --non-unique              allow to use a duplicate (non-unique) GID
  -p, --password PASSWORD       change the password to this (encrypted)
                                PASSWORD
  -R, --root CHROOT_DIR         directory to chroot into
  -P, --prefix PREFIX_DIR       prefix directory where are located the /etc/* files
  -U, --users USERS             list of user members of this group

`;

const DELETE_USAGE = `Usage: groupdel [options] GROUP

Options:
  -h, --help                    display this help message and exit
  -R, --root CHROOT_DIR         directory to chroot into
  -P, --prefix PREFIX_DIR       prefix directory where are located the /etc/* files
  -f, --force                   delete group even if it is the primary group of a user

`;

/** Models shadow-utils 4.13, src/groupadd.c. Differs: no --root and --prefix. */
export const groupadd = unixCommand({
	name: 'groupadd',
	paths: ['/usr/sbin/groupadd'],
	size: 92_376,
	help: ADD_USAGE,
	*main({ process, args, out }) {
		const { values, operands, given } = shadowOptions('groupadd', ADD_USAGE, args, {
			force: flag('f', 'force'),
			gid: withValue('g', 'gid'),
			help: flag('h', 'help'),
			key: withValue('K', 'key'),
			duplicate: flag('o', 'non-unique'),
			password: withValue('p', 'password'),
			system: flag('r', 'system'),
			root: withValue('R', 'root'),
			prefix: withValue('P', 'prefix'),
			users: withValue('U', 'users'),
		});
		if (values.help) {
			yield* out.write(ADD_USAGE);
			return 0;
		}
		let gid = values.gid === undefined ? undefined : idOf('groupadd', 'group', values.gid);
		const overrides = given.flatMap(({ key, value }) => (key === 'key' ? [value as string] : []));
		if (overrides.some((each) => !each.includes('='))) throw new Exit(3, 'groupadd: -K requires KEY=VALUE\n');
		const [name] = operands;
		if (name === undefined || operands.length > 1) throw new Exit(2, ADD_USAGE);
		const files = yield* readAccountFiles(process);
		if (!isValidName(name)) throw new Exit(3, `groupadd: '${name}' is not a valid group name\n`);
		if (files.groups.some((group) => group.name === name)) {
			if (values.force) return 0;
			throw new Exit(9, `groupadd: group '${name}' already exists\n`);
		}
		const gids = files.groups.map((group) => group.gid);
		if (gid !== undefined && gids.includes(gid) && !values.duplicate) {
			if (!values.force) throw new Exit(4, `groupadd: GID '${gid}' already exists\n`);
			gid = undefined;
		}
		requireRoot('groupadd', process);
		const isSystem = values.system === true;
		const range = idRange(yield* readLoginDefinitions(process, overrides), 'GID', isSystem);
		const members = (values.users ?? '').split(',').filter((each) => each !== '');
		const unknown = members.find((each) => !files.users.some((user) => user.name === each));
		if (unknown !== undefined) throw new Exit(6, `groupadd: user '${unknown}' does not exist\n`);
		files.groups.push({ name, gid: gid ?? newId(gids, range, isSystem), members });
		if (values.password !== undefined) files.groupShadow.push([name, values.password, '', '']);
		yield* writeAccountFiles(process, files);
		return 0;
	},
});

/** Models shadow-utils 4.13, src/groupmod.c. Differs: no --root and --prefix. */
export const groupmod = unixCommand({
	name: 'groupmod',
	paths: ['/usr/sbin/groupmod'],
	size: 92_376,
	help: MODIFY_USAGE,
	*main({ process, args, out }) {
		const { values, operands } = shadowOptions('groupmod', MODIFY_USAGE, args, {
			append: flag('a', 'append'),
			gid: withValue('g', 'gid'),
			help: flag('h', 'help'),
			name: withValue('n', 'new-name'),
			duplicate: flag('o', 'non-unique'),
			password: withValue('p', 'password'),
			root: withValue('R', 'root'),
			prefix: withValue('P', 'prefix'),
			users: withValue('U', 'users'),
		});
		if (values.help) {
			yield* out.write(MODIFY_USAGE);
			return 0;
		}
		const gid = values.gid === undefined ? undefined : idOf('groupmod', 'group', values.gid);
		const [name] = operands;
		if (name === undefined || operands.length > 1) throw new Exit(2, MODIFY_USAGE);
		const files = yield* readAccountFiles(process);
		const at = files.groups.findIndex((each) => each.name === name);
		const group = files.groups[at];
		if (group === undefined) throw new Exit(6, `groupmod: group '${name}' does not exist\n`);
		const newName = values.name ?? name;
		if (!isValidName(newName)) throw new Exit(3, `groupmod: invalid group name '${newName}'\n`);
		const others = files.groups.filter((each) => each !== group);
		if (others.some((each) => each.name === newName))
			throw new Exit(9, `groupmod: group '${newName}' already exists\n`);
		if (gid !== undefined && !values.duplicate && others.some((each) => each.gid === gid)) {
			throw new Exit(4, `groupmod: GID '${gid}' already exists\n`);
		}
		requireRoot('groupmod', process);
		files.groups[at] = { ...group, name: newName, gid: gid ?? group.gid };
		if (values.users !== undefined) {
			const users = values.users.split(',').filter((each) => each !== '');
			setMembers(files, newName, (members) => (values.append ? [...members, ...users] : users));
		}
		for (const line of files.groupShadow) {
			if (line[0] !== name) continue;
			line[0] = newName;
			if (values.password !== undefined) line[1] = values.password;
		}
		if (gid !== undefined) {
			for (const [index, user] of files.users.entries()) {
				if (user.gid === group.gid) files.users[index] = { ...user, gid };
			}
		}
		yield* writeAccountFiles(process, files);
		return 0;
	},
});

/** Models shadow-utils 4.13, src/groupdel.c. Differs: no --root and --prefix. */
export const groupdel = unixCommand({
	name: 'groupdel',
	paths: ['/usr/sbin/groupdel'],
	size: 88_280,
	help: DELETE_USAGE,
	*main({ process, args, out }) {
		const { values, operands } = shadowOptions('groupdel', DELETE_USAGE, args, {
			help: flag('h', 'help'),
			root: withValue('R', 'root'),
			prefix: withValue('P', 'prefix'),
			force: flag('f', 'force'),
		});
		if (values.help) {
			yield* out.write(DELETE_USAGE);
			return 0;
		}
		const [name] = operands;
		if (name === undefined || operands.length > 1) throw new Exit(2, DELETE_USAGE);
		const files = yield* readAccountFiles(process);
		const group = files.groups.find((each) => each.name === name);
		if (group === undefined) throw new Exit(6, `groupdel: group '${name}' does not exist\n`);
		const user = files.users.find(({ gid }) => gid === group.gid);
		if (user !== undefined && !values.force) {
			throw new Exit(8, `groupdel: cannot remove the primary group of user '${user.name}'\n`);
		}
		requireRoot('groupdel', process);
		yield* writeAccountFiles(process, { ...files, groups: files.groups.filter((each) => each !== group) });
		return 0;
	},
});
