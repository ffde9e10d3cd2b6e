import type { Process } from '../../kernel/process-api.ts';
import { flag, withValue } from '../options.ts';
import { Exit, unixCommand } from '../unix-command.ts';
import { readAccountFiles, writeAccountFiles } from './account-files.ts';
import { removeTree } from './home-tree.ts';
import { readLoginDefinitions } from './login-defs.ts';
import { requireRoot, shadowOptions } from './shadow-options.ts';
import { renameSubordinateIds } from './subordinate-ids.ts';
import { processOf } from './user-processes.ts';

const USAGE = `Usage: userdel [options] LOGIN

Options:
  -f, --force                   force some actions that would fail otherwise
                                e.g. removal of user still logged in
                                or files, even if not owned by the user
  -h, --help                    display this help message and exit
  -r, --remove                  remove home directory and mail spool
  -R, --root CHROOT_DIR         directory to chroot into
  -P, --prefix PREFIX_DIR       prefix directory where are located the /etc/* files
  -Z, --selinux-user            remove any SELinux user mapping for the user

`;

/** Models shadow-utils 4.13, src/userdel.c. Differs: no --root and --prefix. */
export const userdel = unixCommand({
	name: 'userdel',
	paths: ['/usr/sbin/userdel'],
	size: 126_704,
	help: USAGE,
	*main({ process, args, out, say }) {
		const { values, operands } = shadowOptions('userdel', USAGE, args, {
			force: flag('f', 'force'),
			help: flag('h', 'help'),
			remove: flag('r', 'remove'),
			root: withValue('R', 'root'),
			prefix: withValue('P', 'prefix'),
			selinux: flag('Z', 'selinux-user'),
		});
		if (values.help) {
			yield* out.write(USAGE);
			return 0;
		}
		const [name] = operands;
		if (name === undefined || operands.length > 1) throw new Exit(2, USAGE);
		const files = yield* readAccountFiles(process);
		const user = files.users.find((each) => each.name === name);
		if (user === undefined) throw new Exit(6, `userdel: user '${name}' does not exist\n`);
		requireRoot('userdel', process);
		const used = processOf(process, user.uid);
		if (used !== undefined) {
			yield* say(`userdel: user ${name} is currently used by process ${used}\n`);
			if (!values.force) return 8;
		}
		const users = files.users.filter((each) => each !== user);
		const isShared = users.some(({ gid }) => files.groups.some((group) => group.name === name && group.gid === gid));
		const hasOwnGroups = (yield* readLoginDefinitions(process)).get('USERGROUPS_ENAB') === 'yes';
		const groups = files.groups
			.filter(
				(group) => group.name !== name || !hasOwnGroups || (isShared && !values.force) || group.members.length > 1,
			)
			.map((group) => ({ ...group, members: group.members.filter((member) => member !== name) }));
		if (isShared && !values.force) {
			yield* say(`userdel: group ${name} is the primary group of another user and is not removed.\n`);
		}
		yield* writeAccountFiles(process, { ...files, users, groups });
		yield* renameSubordinateIds(process, name, undefined);
		if (!values.remove) return 0;
		const mail = `/var/mail/${name}`;
		if (process.access(mail, {})) process.unlink(mail);
		else yield* say(`userdel: ${name} mail spool (${mail}) not found\n`);
		const refusal = removeHome(process, name, user.home, user.uid, values.force === true);
		if (refusal === undefined) return 0;
		yield* say(refusal);
		return refusal.includes('not found') ? 0 : 12;
	},
});

/** Returns what is said when it stays. */
function removeHome(process: Process, name: string, home: string, uid: number, force: boolean): string | undefined {
	if (!process.access(home, {})) return `userdel: ${name} home directory (${home}) not found\n`;
	if (process.lstat(home).uid !== uid && !force) return `userdel: ${home} not owned by ${name}, not removing\n`;
	removeTree(process, home);
	return undefined;
}
