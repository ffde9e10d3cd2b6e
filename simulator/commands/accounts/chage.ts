import { formatTime } from '../../machinery/timestamp.ts';
import { flag, OptionError, parseOptions, withValue } from '../options.ts';
import { strftime } from '../strftime.ts';
import { Exit, unixCommand } from '../unix-command.ts';
import { readShadow, SHADOW_FIELD, writeShadow } from './shadow-file.ts';

const DAY_MS = 86_400_000;

const OPTIONS = {
	lastday: withValue('d', 'lastday'),
	expiredate: withValue('E', 'expiredate'),
	help: flag('h', 'help'),
	iso: flag('i', 'iso8601'),
	inactive: withValue('I', 'inactive'),
	list: flag('l', 'list'),
	mindays: withValue('m', 'mindays'),
	maxdays: withValue('M', 'maxdays'),
	warndays: withValue('W', 'warndays'),
} as const;

const USAGE = `Usage: chage [options] LOGIN

Options:
  -d, --lastday LAST_DAY        set date of last password change to LAST_DAY
  -E, --expiredate EXPIRE_DATE  set account expiration date to EXPIRE_DATE
  -h, --help                    display this help message and exit
  -i, --iso8601                 use YYYY-MM-DD when printing dates
  -I, --inactive INACTIVE       set password inactive after expiration
                                to INACTIVE
  -l, --list                    show account aging information
  -m, --mindays MIN_DAYS        set minimum number of days before password
                                change to MIN_DAYS
  -M, --maxdays MAX_DAYS        set maximum number of days before password
                                change to MAX_DAYS
  -R, --root CHROOT_DIR         directory to chroot into
  -W, --warndays WARN_DAYS      set expiration warning days to WARN_DAYS

`;

/** How old passwords may grow. Models shadow-utils src/chage.c. Differs: without options it does not ask. */
export const chage = unixCommand({
	name: 'chage',
	paths: ['/usr/bin/chage'],
	size: 72_184,
	*main({ process, args, out }) {
		const { values, operands } = parsed(args);
		if (values.help) {
			yield* out.write(USAGE);
			return 0;
		}
		const [name] = operands;
		const changes = CHANGES.filter(([key]) => values[key] !== undefined);
		if (name === undefined || operands.length > 1 || (!values.list && changes.length === 0)) throw new Exit(2, USAGE);
		if (values.list && changes.length > 0) {
			throw new Exit(2, `chage: do not include "l" with other flags\n${USAGE}`);
		}
		const lines = yield* readShadow(process);
		if (lines === undefined) throw new Exit(1, 'chage: Permission denied.\n');
		const fields = lines.find(([each]) => each === name);
		if (fields === undefined) throw new Exit(1, `chage: user '${name}' does not exist in /etc/passwd\n`);
		if (values.list) {
			yield* out.write(aging(fields, values.iso === true));
			return 0;
		}
		if (process.credentials.uid !== 0) throw new Exit(1, 'chage: Permission denied.\n');
		for (const [key, field, kind] of changes) {
			while (fields.length <= field) fields.push('');
			fields[field] = kind === 'date' ? dayOf(values[key] as string) : numberOf(values[key] as string);
		}
		yield* writeShadow(process, lines);
		return 0;
	},
});

const CHANGES = [
	['lastday', SHADOW_FIELD.lastChange, 'date'],
	['expiredate', SHADOW_FIELD.expires, 'date'],
	['inactive', SHADOW_FIELD.inactiveDays, 'number'],
	['mindays', SHADOW_FIELD.minimumDays, 'number'],
	['maxdays', SHADOW_FIELD.maximumDays, 'number'],
	['warndays', SHADOW_FIELD.warningDays, 'number'],
] as const;

function parsed(args: readonly string[]): ReturnType<typeof parseOptions<typeof OPTIONS>> {
	try {
		return parseOptions(args, OPTIONS);
	} catch (error) {
		if (error instanceof OptionError) throw new Exit(2, `chage: ${error.message}\n${USAGE}`);
		throw error;
	}
}

/** A date or a number of days since 1970; −1 and '' take the limit away. */
function dayOf(text: string): string {
	if (text === '' || text === '-1') return '';
	if (/^\d+$/.test(text)) return text;
	const date = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
	if (date === null) throw new Exit(2, `chage: invalid date '${text}'\n${USAGE}`);
	return String(Date.UTC(Number(date[1]), Number(date[2]) - 1, Number(date[3])) / DAY_MS);
}

function numberOf(text: string): string {
	if (!/^-?\d+$/.test(text)) throw new Exit(2, `chage: invalid numeric argument '${text}'\n${USAGE}`);
	return text === '-1' ? '' : text;
}

function aging(fields: readonly string[], iso: boolean): string {
	const number = (field: number): number => (fields[field] === '' ? -1 : Number(fields[field] ?? '-1'));
	const { lastChange, minimumDays, maximumDays, warningDays, inactiveDays, expires } = SHADOW_FIELD;
	const changed = number(lastChange);
	const maximum = number(maximumDays);
	const shown = (day: number): string =>
		iso ? formatTime(day * DAY_MS).slice(0, 10) : strftime('%b %d, %Y', day * DAY_MS);
	const due = changed < 0 || maximum < 0 || maximum >= 10_000 ? undefined : changed + maximum;
	const orForced = (text: string): string => (changed === 0 ? 'password must be changed' : text);
	const inactive = number(inactiveDays);
	return [
		`Last password change\t\t\t\t\t: ${orForced(changed < 0 ? 'never' : shown(changed))}\n`,
		`Password expires\t\t\t\t\t: ${orForced(due === undefined ? 'never' : shown(due))}\n`,
		`Password inactive\t\t\t\t\t: ${orForced(due === undefined || inactive < 0 ? 'never' : shown(due + inactive))}\n`,
		`Account expires\t\t\t\t\t\t: ${number(expires) < 0 ? 'never' : shown(number(expires))}\n`,
		`Minimum number of days between password change\t\t: ${number(minimumDays)}\n`,
		`Maximum number of days between password change\t\t: ${maximum}\n`,
		`Number of days of warning before password expires\t: ${number(warningDays)}\n`,
	].join('');
}
