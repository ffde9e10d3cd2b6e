import { formatTime } from '../../machinery/timestamp.ts';
import { Exit, unixCommand } from '../unix-command.ts';
import { readAccountFiles, writeAccountFiles } from './account-files.ts';
import { readShadow, writeShadow } from './shadow-file.ts';

const USAGE = 'Usage: gpasswd [option] GROUP\n';

/** Who is in a group. Models shadow-utils src/gpasswd.c. Differs: groups have neither passwords nor administrators. */
export const gpasswd = unixCommand({
	name: 'gpasswd',
	paths: ['/usr/bin/gpasswd'],
	size: 76_248,
	*main({ process, args, out }) {
		const [option = '', ...rest] = args;
		const [who = '', name] = /^(?:-[adM]|--add|--delete|--members)$/.test(option) ? rest : [];
		if (name === undefined) throw new Exit(2, USAGE);
		const files = yield* readAccountFiles(process);
		const at = files.groups.findIndex((each) => each.name === name);
		const group = files.groups[at];
		if (group === undefined) throw new Exit(3, `gpasswd: group '${name}' does not exist in /etc/group\n`);
		if (process.credentials.uid !== 0) throw new Exit(1, 'gpasswd: Permission denied.\n');
		const wanted = /^(?:-M|--members)$/.test(option) ? who.split(',').filter((each) => each !== '') : [who];
		const unknown = wanted.find((each) => !files.users.some((user) => user.name === each));
		if (unknown !== undefined && !/^(?:-d|--delete)$/.test(option)) {
			throw new Exit(3, `gpasswd: user '${unknown}' does not exist\n`);
		}
		let { members } = group;
		if (/^(?:-d|--delete)$/.test(option)) {
			yield* out.write(`Removing user ${who} from group ${name}\n`);
			if (!members.includes(who)) throw new Exit(3, `gpasswd: user '${who}' is not a member of '${name}'\n`);
			members = members.filter((each) => each !== who);
		} else if (/^(?:-a|--add)$/.test(option)) {
			yield* out.write(`Adding user ${who} to group ${name}\n`);
			members = [...members.filter((each) => each !== who), who];
		} else members = wanted;
		files.groups[at] = { ...group, members };
		yield* writeAccountFiles(process, files);
		return 0;
	},
});

const DAY_MS = 86_400_000;

/** Locks, unlocks and tells of passwords. Models shadow-utils src/passwd.c. Differs: none can be typed. */
export const passwd = unixCommand({
	name: 'passwd',
	paths: ['/usr/bin/passwd'],
	size: 64_152,
	help: `Usage: passwd [options] [LOGIN]

Options:
  -a, --all                     report password status on all accounts
  -d, --delete                  delete the password for the named account
  -e, --expire                  force expire the password for the named account
  -h, --help                    display this help message and exit
  -k, --keep-tokens             change password only if expired
  -i, --inactive INACTIVE       set password inactive after expiration
                                to INACTIVE
  -l, --lock                    lock the password of the named account
  -n, --mindays MIN_DAYS        set minimum number of days before password
                                change to MIN_DAYS
  -q, --quiet                   quiet mode
  -r, --repository REPOSITORY   change password in REPOSITORY repository
  -R, --root CHROOT_DIR         directory to chroot into
  -S, --status                  report password status on the named account
  -u, --unlock                  unlock the password of the named account
  -w, --warndays WARN_DAYS      set expiration warning days to WARN_DAYS
  -x, --maxdays MAX_DAYS        set maximum number of days before password
                                change to MAX_DAYS
`,
	*main({ process, args, out }) {
		const option = args.find((word) => word.startsWith('-')) ?? '';
		const own = (yield* readAccountFiles(process)).users.find(({ uid }) => uid === process.credentials.uid)?.name;
		const name = args.find((word) => !word.startsWith('-')) ?? own ?? '';
		const lines = yield* readShadow(process);
		if (lines === undefined) throw new Exit(1, 'passwd: Permission denied.\n');
		const fields = lines.find(([each]) => each === name);
		if (fields === undefined) throw new Exit(1, `passwd: user '${name}' does not exist\n`);
		const hash = fields[1] ?? '';
		switch (option) {
			case '-S':
			case '--status': {
				const state = /^[!*]/.test(hash) ? 'L' : hash === '' ? 'NP' : 'P';
				const day = formatTime(Number(fields[2] || 0) * DAY_MS).slice(0, 10);
				yield* out.write(`${name} ${state} ${day} ${fields[3] || 0} ${fields[4] || 99999} ${fields[5] || 7} -1\n`);
				return 0;
			}
			case '-l':
			case '--lock':
				fields[1] = hash.startsWith('!') ? hash : `!${hash}`;
				break;
			case '-u':
			case '--unlock':
				if (/^[!*]+$/.test(hash)) throw new Exit(3, PASSWORDLESS);
				fields[1] = hash.replace(/^!/, '');
				break;
			case '-d':
			case '--delete':
				fields[1] = '';
				break;
			default:
				throw new Exit(10, 'passwd: Authentication token manipulation error\npasswd: password unchanged\n');
		}
		if (process.credentials.uid !== 0) throw new Exit(1, 'passwd: Permission denied.\n');
		yield* writeShadow(process, lines);
		yield* out.write('passwd: password changed.\n');
		return 0;
	},
});

const PASSWORDLESS =
	'passwd: unlocking the password would result in a passwordless account.\nYou should set a password with usermod -p to unlock the password of this account.\n';
