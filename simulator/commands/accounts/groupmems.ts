import { flag, OptionError, parseOptions, withValue } from '../options.ts';
import { Exit, type UnixRun, unixCommand } from '../unix-command.ts';
import { readAccountFiles, writeAccountFiles } from './account-files.ts';

const USAGE = `Usage: groupmems [options] [action]

Options:
  -g, --group groupname         change groupname instead of the user's group
                                (root only)
  -R, --root CHROOT_DIR         directory to chroot into

Actions:
  -a, --add username            add username to the members of the group
  -d, --delete username         remove username from the members of the group
  -h, --help                    display this help message and exit
  -p, --purge                   purge all members from the group
  -l, --list                    list the members of the group
`;
const OPTIONS = {
	add: withValue('a', 'add'),
	delete: withValue('d', 'delete'),
	group: withValue('g', 'group'),
	help: flag('h', 'help'),
	list: flag('l', 'list'),
	purge: flag('p', 'purge'),
	root: withValue('R', 'root'),
} as const;
const BAD_USAGE = 1;
const GROUP_UNKNOWN = 9;
const USER_UNKNOWN = 6;
const NOT_MEMBER = 6;
const IS_MEMBER = 7;
const NOT_ROOT = 3;

/** Models shadow-utils' src/groupmems.c. Differs: whoever is not root may change no group, their own neither. */
export const groupmems = unixCommand({
	name: 'groupmems',
	paths: ['/usr/sbin/groupmems'],
	size: 51_744,
	*main(run) {
		const { values, operands } = parsed(run);
		const { add, group: wanted, list, purge } = values;
		if (values.help) {
			yield* run.out.write(USAGE);
			return 0;
		}
		const actions = [add, values.delete, list, purge].filter((each) => each !== undefined).length;
		if (actions !== 1 || operands.length > 0) throw new Exit(BAD_USAGE, USAGE);
		const { process } = run;
		const files = yield* readAccountFiles(process);
		const own = files.groups.find(({ gid }) => gid === process.credentials.gid)?.name;
		const name = wanted ?? own;
		if (process.credentials.uid !== 0) throw new Exit(NOT_ROOT, 'groupmems: only root can use the -g/--group option\n');
		const at = files.groups.findIndex((each) => each.name === name);
		const group = files.groups[at];
		if (group === undefined) throw new Exit(GROUP_UNKNOWN, `groupmems: group '${name}' does not exist in /etc/group\n`);
		if (list) {
			if (group.members.length > 0) yield* run.out.write(`${group.members.join(' ')} \n`);
			return 0;
		}
		if (add !== undefined && !files.users.some((user) => user.name === add)) {
			throw new Exit(USER_UNKNOWN, `groupmems: user '${add}' does not exist\n`);
		}
		files.groups[at] = { ...group, members: changed(group.name, group.members, add, values.delete) };
		yield* writeAccountFiles(process, files);
		return 0;
	},
});

function parsed(run: UnixRun) {
	try {
		return parseOptions(run.args, OPTIONS);
	} catch (error) {
		if (!(error instanceof OptionError)) throw error;
		throw new Exit(BAD_USAGE, `${run.name}: ${error.message}\n${USAGE}`);
	}
}

function changed(
	group: string,
	members: readonly string[],
	added: string | undefined,
	removed: string | undefined,
): readonly string[] {
	if (added !== undefined) {
		if (members.includes(added))
			throw new Exit(IS_MEMBER, `groupmems: user '${added}' is already a member of '${group}'\n`);
		return [...members, added];
	}
	if (removed === undefined) return [];
	if (!members.includes(removed))
		throw new Exit(NOT_MEMBER, `groupmems: user '${removed}' is not a member of '${group}'\n`);
	return members.filter((name) => name !== removed);
}
