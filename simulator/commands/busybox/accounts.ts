import {
	freeId,
	type GroupEntry,
	makeHome,
	readAccountFiles,
	type UserEntry,
	writeAccountFiles,
} from '../accounts/account-files.ts';
import { Fatal } from '../gnu-command.ts';
import { flag, withValue } from '../options.ts';
import { applet } from './applet.ts';

/** Where busybox counts from. Models loginutils/adduser.c. */
const FIRST_ID = 1000;
const LAST_ID = 60_000;
const FIRST_SYSTEM_ID = 100;
const LAST_SYSTEM_ID = 999;

export const adduser = applet({
	name: 'adduser',
	usage:
		"adduser [OPTIONS] USER [GROUP]\n\nCreate new user, or add USER to GROUP\n\n\t-h DIR\t\tHome directory\n\t-g GECOS\tGECOS field\n\t-s SHELL\tLogin shell\n\t-G GRP\t\tGroup\n\t-S\t\tCreate a system user\n\t-D\t\tDon't assign a password\n\t-H\t\tDon't create home directory\n\t-u UID\t\tUser id\n\t-k SKEL\t\tSkeleton directory (/etc/skel)\n",
	options: {
		home: withValue('h', 'home'),
		gecos: withValue('g', 'gecos'),
		shell: withValue('s', 'shell'),
		group: withValue('G', 'ingroup'),
		system: flag('S', 'system'),
		noPassword: flag('D', 'disabled-password', 'empty-password'),
		noHome: flag('H', 'no-create-home'),
		uid: withValue('u', 'uid'),
		skel: withValue('k', 'skel'),
	},
	*main({ process, values, operands }) {
		const [name, group] = operands;
		if (name === undefined) throw new Fatal('missing operand', 1, true);
		if (process.credentials.uid !== 0) throw new Fatal('must be root');
		const files = yield* readAccountFiles(process);
		const { users, groups } = files;
		if (group !== undefined) {
			joined(groups, name, group);
			yield* writeAccountFiles(process, files);
			return 0;
		}
		if (users.some((user) => user.name === name)) throw new Fatal(`user '${name}' in use`);
		const uids = users.map(({ uid }) => uid);
		const free = values.system ? freeId(uids, FIRST_SYSTEM_ID, LAST_SYSTEM_ID) : freeId(uids, FIRST_ID, LAST_ID);
		const uid = values.uid === undefined ? free : Number(values.uid);
		if (uids.includes(uid)) throw new Fatal(`uid '${uid}' in use`);
		let gid = values.system ? 65_533 : uid;
		if (values.group !== undefined) {
			const found = groups.find((each) => each.name === values.group);
			if (found === undefined) throw new Fatal(`unknown group ${values.group}`);
			gid = found.gid;
		} else if (!values.system) {
			if (groups.some((each) => each.name === name)) throw new Fatal(`group '${name}' in use`);
			groups.push({ name, gid, members: [name] });
		}
		const user: UserEntry = {
			name,
			uid,
			gid,
			comment: values.gecos ?? 'Linux User,,,',
			home: values.home ?? `/home/${name}`,
			shell: values.shell ?? (values.system ? '/bin/false' : '/bin/sh'),
		};
		users.push(user);
		yield* writeAccountFiles(process, files);
		if (!values.noHome) yield* makeHome(process, user, 0o2755);
		return 0;
	},
});

function joined(groups: GroupEntry[], user: string, name: string): void {
	const at = groups.findIndex((each) => each.name === name);
	const group = groups[at];
	if (group === undefined) throw new Fatal(`unknown group ${name}`);
	if (!group.members.includes(user)) groups[at] = { ...group, members: [...group.members, user] };
}

export const addgroup = applet({
	name: 'addgroup',
	usage:
		'addgroup [-g GID] [-S] [USER] GROUP\n\nAdd a group or add a user to a group\n\n\t-g GID\tGroup id\n\t-S\tCreate a system group\n',
	options: { gid: withValue('g', 'gid'), system: flag('S', 'system') },
	*main({ process, values, operands }) {
		const [first, second] = operands;
		if (first === undefined) throw new Fatal('missing operand', 1, true);
		if (process.credentials.uid !== 0) throw new Fatal('must be root');
		const files = yield* readAccountFiles(process);
		const { groups } = files;
		if (second !== undefined) joined(groups, first, second);
		else {
			if (groups.some((each) => each.name === first)) throw new Fatal(`group '${first}' in use`);
			const gids = groups.map(({ gid }) => gid);
			const free = values.system ? freeId(gids, FIRST_SYSTEM_ID + 1, LAST_SYSTEM_ID) : freeId(gids, FIRST_ID, LAST_ID);
			groups.push({ name: first, gid: values.gid === undefined ? free : Number(values.gid), members: [] });
		}
		yield* writeAccountFiles(process, files);
		return 0;
	},
});

export const deluser = applet({
	name: 'deluser',
	usage: 'deluser [--remove-home] USER\n\nDelete USER from the system\n',
	options: { removeHome: flag('remove-home') },
	*main({ process, operands }) {
		const [name] = operands;
		if (name === undefined) throw new Fatal('missing operand', 1, true);
		if (process.credentials.uid !== 0) throw new Fatal('must be root');
		const files = yield* readAccountFiles(process);
		const { users, groups } = files;
		if (!users.some((user) => user.name === name)) throw new Fatal(`unknown user ${name}`);
		yield* writeAccountFiles(process, {
			...files,
			users: users.filter((user) => user.name !== name),
			groups: groups
				.filter((group) => group.name !== name)
				.map((group) => ({ ...group, members: group.members.filter((member) => member !== name) })),
		});
		return 0;
	},
});
