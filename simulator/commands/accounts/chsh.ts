import type { Process } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { flag, OptionError, type OptionTable, type ParsedOptions, parseOptions, withValue } from '../options.ts';
import { Exit, unixCommand } from '../unix-command.ts';
import { type AccountFiles, readAccountFiles, type UserEntry, writeAccountFiles } from './account-files.ts';
import { ask } from './ask-password.ts';
import { textAt } from './login-defs.ts';
import { isPassword } from './password-hash.ts';
import { SHADOW_FIELD } from './shadow-file.ts';

const SHELL_USAGE = `Usage: chsh [options] [LOGIN]

Options:
  -h, --help                    display this help message and exit
  -R, --root CHROOT_DIR         directory to chroot into
  -s, --shell SHELL             new login shell for the user account

`;

const NAME_USAGE = `Usage: chfn [options] [LOGIN]

Options:
  -f, --full-name FULL_NAME     change user's full name
  -h, --home-phone HOME_PHONE   change user's home phone number
  -o, --other OTHER_INFO        change user's other GECOS information
  -r, --room ROOM_NUMBER        change user's room number
  -R, --root CHROOT_DIR         directory to chroot into
  -u, --help                    display this help message and exit
  -w, --work-phone WORK_PHONE   change user's office phone number

`;

/** Who calls, as root's program sees it, and whose entry is to be changed. Throws Exit. */
function* whose(
	process: Process,
	program: string,
	operands: readonly string[],
): Task<{ files: AccountFiles; user: UserEntry; byRoot: boolean }> {
	const files = yield* readAccountFiles(process);
	const { uid, realUid = uid } = process.credentials;
	const own = files.users.find((each) => each.uid === realUid);
	const user = operands[0] === undefined ? own : files.users.find((each) => each.name === operands[0]);
	if (user === undefined) throw new Exit(1, `${program}: user '${operands[0]}' does not exist\n`);
	if (realUid !== 0) {
		if (user !== own) {
			const text = program === 'chsh' ? `You may not change the shell for '${user.name}'.` : 'chfn: Permission denied.';
			throw new Exit(1, `${text}\n`);
		}
		const hash = files.shadow.find(([each]) => each === user.name)?.[SHADOW_FIELD.password] ?? '';
		const typed = yield* ask(process, 'Password: ');
		if (typed === undefined || !(yield* isPassword(process, typed, hash))) {
			throw new Exit(1, `${program}: PAM: Authentication failure\n`);
		}
	}
	return { files, user, byRoot: realUid === 0 };
}

function options<T extends OptionTable>(
	name: string,
	usage: string,
	args: readonly string[],
	table: T,
): ParsedOptions<T> {
	try {
		const parsed = parseOptions(args, table);
		if (parsed.operands.length > 1) throw new Exit(1, usage);
		return parsed;
	} catch (error) {
		if (!(error instanceof OptionError)) throw error;
		throw new Exit(1, `${name}: ${error.message}\n${usage}`);
	}
}

/** Models shadow-utils 4.13, src/chsh.c. Differs: no --root. */
export const chsh = unixCommand({
	name: 'chsh',
	paths: ['/usr/bin/chsh'],
	size: 44_760,
	help: SHELL_USAGE,
	*main({ process, args, out, say }) {
		const { values, operands } = options('chsh', SHELL_USAGE, args, {
			help: flag('h', 'help'),
			root: withValue('R', 'root'),
			shell: withValue('s', 'shell'),
		});
		if (values.help) {
			yield* out.write(SHELL_USAGE);
			return 0;
		}
		const { files, user, byRoot } = yield* whose(process, 'chsh', operands);
		let { shell } = values;
		if (shell === undefined) {
			yield* out.write(
				`Changing the login shell for ${user.name}\nEnter the new value, or press ENTER for the default\n`,
			);
			yield* out.flush();
			shell = (yield* ask(process, `\tLogin Shell [${user.shell}]: `, true)) || user.shell;
		}
		const allowed = (yield* textAt(process, '/etc/shells')).split('\n');
		if (/[:,=\n]/.test(shell)) throw new Exit(1, `chsh: Invalid entry: ${shell}\n`);
		if (!byRoot && !allowed.includes(shell)) throw new Exit(1, `chsh: ${shell} is an invalid shell\n`);
		if (!process.access(shell, {})) yield* say(`chsh: Warning: ${shell} does not exist\n`);
		else if (!process.access(shell, { execute: true })) yield* say(`chsh: Warning: ${shell} is not executable\n`);
		files.users[files.users.indexOf(user)] = { ...user, shell };
		yield* writeAccountFiles(process, files);
		return 0;
	},
});

const FIELDS = [
	['name', 'Full Name'],
	['room', 'Room Number'],
	['work', 'Work Phone'],
	['home', 'Home Phone'],
	['other', 'Other'],
] as const;

/** Models shadow-utils 4.13, src/chfn.c. Differs: no --root. */
export const chfn = unixCommand({
	name: 'chfn',
	paths: ['/usr/bin/chfn'],
	size: 72_792,
	help: NAME_USAGE,
	*main({ process, args, out }) {
		const { values, operands, given } = options('chfn', NAME_USAGE, args, {
			name: withValue('f', 'full-name'),
			home: withValue('h', 'home-phone'),
			other: withValue('o', 'other'),
			room: withValue('r', 'room'),
			root: withValue('R', 'root'),
			help: flag('u', 'help'),
			work: withValue('w', 'work-phone'),
		});
		if (values.help) {
			yield* out.write(NAME_USAGE);
			return 0;
		}
		const { uid, realUid = uid } = process.credentials;
		// CHFN_RESTRICT: others may say where they are to be reached.
		if (realUid !== 0 && (values.name ?? values.other) !== undefined) throw new Exit(1, 'chfn: Permission denied.\n');
		const { files, user } = yield* whose(process, 'chfn', operands);
		const before = user.comment.split(',');
		const after: string[] = [];
		if (given.length === 0) {
			yield* out.write(
				`Changing the user information for ${user.name}\nEnter the new value, or press ENTER for the default\n`,
			);
			yield* out.flush();
		}
		for (const [at, [key, title]] of FIELDS.entries()) {
			const old = before[at] ?? '';
			const asked = given.length === 0 ? yield* ask(process, `\t${title} [${old}]: `, true) : values[key];
			const text = asked === undefined || asked === '' ? old : asked;
			if (/[:,=\n]/.test(text)) throw new Exit(1, `chfn: invalid ${NAMES[key]}: '${text}'\n`);
			after.push(text);
		}
		const shown = after[4] === '' ? after.slice(0, 4) : after;
		files.users[files.users.indexOf(user)] = { ...user, comment: shown.join(',') };
		yield* writeAccountFiles(process, files);
		return 0;
	},
});

const NAMES = { name: 'name', room: 'room number', work: 'work phone', home: 'home phone', other: 'name' } as const;
