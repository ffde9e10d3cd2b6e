import type { Process } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { formatTime } from '../../machinery/timestamp.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { flag, OptionError, parseOptions, withValue } from '../options.ts';
import { Exit, unixCommand } from '../unix-command.ts';
import { readAccountFiles } from './account-files.ts';
import { ask } from './ask-password.ts';
import { hashPassword, isPassword } from './password-hash.ts';
import { readShadow, SHADOW_FIELD, writeShadow } from './shadow-file.ts';
import { today } from './shadow-options.ts';

const USAGE = `Usage: passwd [options] [LOGIN]

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

`;

const OPTIONS = {
	all: flag('a', 'all'),
	delete: flag('d', 'delete'),
	expire: flag('e', 'expire'),
	help: flag('h', 'help'),
	keep: flag('k', 'keep-tokens'),
	inactive: withValue('i', 'inactive'),
	lock: flag('l', 'lock'),
	minimum: withValue('n', 'mindays'),
	quiet: flag('q', 'quiet'),
	repository: withValue('r', 'repository'),
	root: withValue('R', 'root'),
	status: flag('S', 'status'),
	unlock: flag('u', 'unlock'),
	warning: withValue('w', 'warndays'),
	maximum: withValue('x', 'maxdays'),
} as const;

type Values = ReturnType<typeof parsed>['values'];

const DAY_MS = 86_400_000;
const LENGTH_MIN = 6;

/** Models shadow-utils 4.13, src/passwd.c, with Debian's PAM stack. Differs: no --root. */
export const passwd = unixCommand({
	name: 'passwd',
	paths: ['/usr/bin/passwd'],
	size: 64_152,
	help: USAGE,
	*main({ process, args, out, say }) {
		const { values, operands } = parsed(args);
		if (values.help) {
			yield* out.write(USAGE);
			return 0;
		}
		if (operands.length > 1) throw new Exit(2, USAGE);
		// The program is root's: who calls it is somebody else.
		const { uid, realUid = uid } = process.credentials;
		const users = (yield* readAccountFiles(process)).users;
		const own = users.find((user) => user.uid === realUid)?.name;
		if (values.all && (operands.length > 0 || !values.status)) throw new Exit(2, USAGE);
		const name = operands[0] ?? own ?? '';
		const lines = yield* readShadow(process);
		if (lines === undefined) throw new Exit(1, 'passwd: Permission denied.\n');
		if (values.all) {
			if (realUid !== 0) throw new Exit(1, 'passwd: Permission denied.\n');
			for (const fields of lines) yield* out.write(statusLine(fields));
			return 0;
		}
		const isChange = CHANGES.some((key) => values[key] !== undefined);
		if (isChange && realUid !== 0) throw new Exit(1, 'passwd: Permission denied.\n');
		const fields = lines.find(([each]) => each === name);
		if (fields === undefined) throw new Exit(1, `passwd: user '${name}' does not exist\n`);
		if (realUid !== 0 && name !== own) {
			throw new Exit(1, `passwd: You may not view or modify password information for ${name}.\n`);
		}
		if (values.status) {
			yield* out.write(statusLine(fields));
			return 0;
		}
		if (isChange) {
			change(fields, values);
			yield* writeShadow(process, lines);
			if (!values.quiet) yield* out.write('passwd: password changed.\n');
			return 0;
		}
		// Standard output waits for the end where nobody looks on.
		const begun = `Changing password for ${name}.\n`;
		const byRoot = realUid === 0 && !values.keep;
		if (!byRoot && process.isatty(1)) yield* out.write(begun);
		let text: string;
		try {
			text = yield* newPassword(process, fields[SHADOW_FIELD.password] ?? '', byRoot);
		} catch (error) {
			if (!(error instanceof Exit)) throw error;
			yield* process.write(2, encodeUtf8(error.message));
			if (!byRoot && !process.isatty(1)) yield* out.write(begun);
			return error.status;
		}
		fields[SHADOW_FIELD.password] = hashPassword(process, text);
		fields[SHADOW_FIELD.lastChange] = today(process);
		yield* writeShadow(process, lines);
		yield* say('passwd: password updated successfully\n');
		if (!byRoot && !process.isatty(1)) yield* out.write(begun);
		return 0;
	},
});

const CHANGES = ['delete', 'expire', 'inactive', 'lock', 'minimum', 'unlock', 'warning', 'maximum'] as const;

function parsed(args: readonly string[]) {
	try {
		return parseOptions(args, OPTIONS);
	} catch (error) {
		if (!(error instanceof OptionError)) throw error;
		throw new Exit(6, `passwd: ${error.message}\n${USAGE}`);
	}
}

/** "student P 2026-01-01 0 99999 7 -1". */
function statusLine(fields: readonly string[]): string {
	const hash = fields[SHADOW_FIELD.password] ?? '';
	const state = /^[!*]/.test(hash) ? 'L' : hash === '' ? 'NP' : 'P';
	const day = formatTime(Number(fields[SHADOW_FIELD.lastChange] || 0) * DAY_MS).slice(0, 10);
	const days = [
		SHADOW_FIELD.minimumDays,
		SHADOW_FIELD.maximumDays,
		SHADOW_FIELD.warningDays,
		SHADOW_FIELD.inactiveDays,
	];
	return `${[fields[0], state, day, ...days.map((at) => fields[at] || '-1')].join(' ')}\n`;
}

const PASSWORDLESS =
	'passwd: unlocking the password would result in a passwordless account.\nYou should set a password with usermod -p to unlock the password of this account.\n';

/** Throws Exit. */
function change(fields: string[], values: Values): void {
	while (fields.length < 9) fields.push('');
	const days = (field: number, text: string | undefined): void => {
		if (text === undefined) return;
		if (!/^-?\d+$/.test(text)) throw new Exit(6, `passwd: invalid numeric argument '${text}'\n${USAGE}`);
		fields[field] = text === '-1' ? '' : text;
	};
	days(SHADOW_FIELD.minimumDays, values.minimum);
	days(SHADOW_FIELD.maximumDays, values.maximum);
	days(SHADOW_FIELD.warningDays, values.warning);
	days(SHADOW_FIELD.inactiveDays, values.inactive);
	const hash = fields[SHADOW_FIELD.password] ?? '';
	if (values.unlock) {
		if (/^!*$/.test(hash) || hash === '*') throw new Exit(3, PASSWORDLESS);
		fields[SHADOW_FIELD.password] = hash.replace(/^!/, '');
	}
	if (values.lock && !hash.startsWith('!')) fields[SHADOW_FIELD.password] = `!${hash}`;
	if (values.delete) fields[SHADOW_FIELD.password] = '';
	if (values.expire) fields[SHADOW_FIELD.lastChange] = '0';
}

/** As pam_unix asks for it. Throws Exit. */
function* newPassword(process: Process, hash: string, byRoot: boolean): Task<string> {
	const refuse = (reason: string): never => {
		throw new Exit(10, `${reason}passwd: Authentication token manipulation error\npasswd: password unchanged\n`);
	};
	let current: string | undefined;
	if (!byRoot) {
		if (hash !== '') {
			current = yield* ask(process, 'Current password: ');
			if (current === undefined || !(yield* isPassword(process, current, hash))) return refuse('');
		}
	}
	for (;;) {
		const first = yield* ask(process, 'New password: ');
		if (first === undefined) return refuse('Password change has been aborted.\n');
		const second = yield* ask(process, 'Retype new password: ');
		if (first !== second) return refuse('Sorry, passwords do not match.\n');
		if (first === '') return refuse('No password has been supplied.\n');
		if (byRoot || (first !== current && first.length >= LENGTH_MIN)) return first;
		const reason = first === current ? 'The password has not been changed.' : 'You must choose a longer password.';
		yield* process.write(2, encodeUtf8(`${reason}\n`));
	}
}
