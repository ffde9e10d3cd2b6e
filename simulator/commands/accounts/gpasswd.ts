import type { Process } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { flag, withValue } from '../options.ts';
import { Exit, unixCommand } from '../unix-command.ts';
import { type AccountFiles, readAccountFiles, writeAccountFiles } from './account-files.ts';
import { ask } from './ask-password.ts';
import { hashPassword } from './password-hash.ts';
import { setMembers, shadowOptions } from './shadow-options.ts';

const USAGE = `Usage: gpasswd [option] GROUP

Options:
  -a, --add USER                add USER to GROUP
  -d, --delete USER             remove USER from GROUP
  -h, --help                    display this help message and exit
  -Q, --root CHROOT_DIR         directory to chroot into
  -r, --remove-password         remove the GROUP's password
  -R, --restrict                restrict access to GROUP to its members
  -M, --members USER,...        set the list of members of GROUP
  -A, --administrators ADMIN,...
                                set the list of administrators for GROUP
Except for the -A and -M options, the options cannot be combined.
`;

const OPTIONS = {
	add: withValue('a', 'add'),
	remove: withValue('d', 'delete'),
	help: flag('h', 'help'),
	root: withValue('Q', 'root'),
	noPassword: flag('r', 'remove-password'),
	restrict: flag('R', 'restrict'),
	members: withValue('M', 'members'),
	administrators: withValue('A', 'administrators'),
} as const;

/** Who is in a group, and who may say so. Models shadow-utils 4.13, src/gpasswd.c. Differs: no --root. */
export const gpasswd = unixCommand({
	name: 'gpasswd',
	paths: ['/usr/bin/gpasswd'],
	size: 76_248,
	help: USAGE,
	*main({ process, args, out }) {
		const { values, operands, given } = shadowOptions('gpasswd', USAGE, args, OPTIONS);
		if (values.help) {
			yield* out.write(USAGE);
			return 0;
		}
		const [name] = operands;
		const kinds = new Set(given.map(({ key }) => (key === 'members' || key === 'administrators' ? 'lists' : key)));
		if (name === undefined || operands.length > 1 || kinds.size > 1) throw new Exit(2, USAGE);
		const files = yield* readAccountFiles(process);
		const listed = [values.administrators, values.members].flatMap((text) => (text === undefined ? [] : namesOf(text)));
		const unknown = [...(values.add === undefined ? [] : [values.add]), ...listed].find(
			(each) => !files.users.some((user) => user.name === each),
		);
		if (unknown !== undefined) throw new Exit(3, `gpasswd: user '${unknown}' does not exist\n`);
		const group = files.groups.find((each) => each.name === name);
		if (group === undefined) throw new Exit(3, `gpasswd: group '${name}' does not exist in /etc/group\n`);
		requirePower(process, files, name, kinds.has('lists'));
		if (values.remove !== undefined) {
			yield* out.write(`Removing user ${values.remove} from group ${name}\n`);
			if (!group.members.includes(values.remove)) {
				throw new Exit(3, `gpasswd: user '${values.remove}' is not a member of '${name}'\n`);
			}
			setMembers(files, name, (members) => members.filter((each) => each !== values.remove));
		}
		if (values.add !== undefined) {
			yield* out.write(`Adding user ${values.add} to group ${name}\n`);
			setMembers(files, name, (members) => [...members, values.add as string]);
		}
		if (values.members !== undefined) setMembers(files, name, () => namesOf(values.members as string));
		const line = secretLine(files, name);
		if (values.administrators !== undefined) line[2] = namesOf(values.administrators).join(',');
		if (values.noPassword) line[1] = '';
		if (values.restrict) line[1] = '!';
		if (given.length === 0) line[1] = hashPassword(process, yield* newPassword(process, name));
		yield* writeAccountFiles(process, files);
		return 0;
	},
});

function namesOf(text: string): string[] {
	return text.split(',').filter((each) => each !== '');
}

/** Root, or an administrator of the group. Throws Exit. */
function requirePower({ credentials }: Process, files: AccountFiles, group: string, isLists: boolean): void {
	const { uid, realUid = uid } = credentials;
	if (realUid === 0) return;
	const own = files.users.find((user) => user.uid === realUid)?.name ?? '';
	if (!isLists && namesOf(secretLine(files, group)[2] ?? '').includes(own)) return;
	throw new Exit(1, 'gpasswd: Permission denied.\n');
}

function secretLine(files: AccountFiles, name: string): string[] {
	const found = files.groupShadow.find(([each]) => each === name);
	if (found !== undefined) return found;
	const made = [name, '!', '', ''];
	files.groupShadow.push(made);
	return made;
}

/** Throws Exit. */
function* newPassword(process: Process, group: string): Task<string> {
	if (!process.isatty(0)) throw new Exit(1, 'gpasswd: Not a tty\n');
	const first = yield* ask(process, `Changing the password for group ${group}\nNew Password: `);
	const second = yield* ask(process, 'Re-enter new password: ');
	if (first === undefined || first !== second)
		throw new Exit(1, "They don't match; try again\ngpasswd: Try again later\n");
	return first;
}
