import type { Process } from '../../kernel/process-api.ts';
import { textOf } from '../../kernel/resolve-host.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { readAccounts } from '../coreutils/accounts.ts';
import type { LoginSession } from '../coreutils/who.ts';
import { loginSessions } from '../coreutils/who.ts';
import { strftime } from '../strftime.ts';
import { Exit, unixCommand } from '../unix-command.ts';

const LOGINCTL_HELP = `loginctl [OPTIONS...] COMMAND ...

Send control commands to or query the login manager.

Session Commands:
  list-sessions            List sessions
  session-status [ID...]   Show session status
  show-session [ID...]     Show properties of sessions or the manager
  terminate-session ID...  Terminate one or more sessions

User Commands:
  list-users               List users
  user-status [USER...]    Show user status
  show-user [USER...]      Show properties of users or the manager

Seat Commands:
  list-seats               List seats

Options:
  -h --help                Show this help
     --version             Show package version
     --no-pager            Do not pipe output into a pager
     --no-legend           Do not show the headers and footers
  -p --property=NAME       Show only properties by this name
     --value               When showing properties, only print the value

See the loginctl(1) man page for details.
`;

interface Numbered extends LoginSession {
	/** Sessions are numbered by the processes that lead them. */
	readonly id: string;
}

function sessionsOf(process: Process): Numbered[] {
	return loginSessions(process).map((session) => ({ ...session, id: String(session.leader) }));
}

/** The sessions at terminals. Differs: nobody sits at a seat. */
export const loginctl = unixCommand({
	name: 'loginctl',
	paths: ['/usr/bin/loginctl'],
	size: 63_936,
	help: LOGINCTL_HELP,
	*main({ process, args, out, say }) {
		const [verb = 'list-sessions', ...names] = args.filter((word) => !word.startsWith('-'));
		const legend = !args.includes('--no-legend');
		const users = (yield* readAccounts(process)).users;
		const nameOf = (uid: number): string => users.get(uid) ?? String(uid);
		const sessions = sessionsOf(process);
		const footer = (count: number, what: string): string =>
			legend ? `\n${count} ${what}${count === 1 ? '' : 's'} listed.\n` : '';
		switch (verb) {
			case 'list-sessions': {
				const rows = sessions.map(({ id, uid, tty, leader }) => [
					id,
					String(uid),
					nameOf(uid),
					'-',
					String(leader),
					'user',
					tty,
					'no',
					'-',
				]);
				if (rows.length === 0) {
					yield* out.write('No sessions.\n');
					return 0;
				}
				yield* out.write(
					table(
						legend ? [['SESSION', 'UID', 'USER', 'SEAT', 'LEADER', 'CLASS', 'TTY', 'IDLE', 'SINCE'], ...rows] : rows,
					),
				);
				yield* out.write(footer(rows.length, 'session'));
				return 0;
			}
			case 'list-users': {
				const uids = [...new Set(sessions.map(({ uid }) => uid))].sort((a, b) => a - b);
				if (uids.length === 0) {
					yield* out.write('No users.\n');
					return 0;
				}
				const rows = uids.map((uid) => [String(uid), nameOf(uid), 'no', 'active']);
				yield* out.write(table(legend ? [['UID', 'USER', 'LINGER', 'STATE'], ...rows] : rows));
				yield* out.write(footer(rows.length, 'user'));
				return 0;
			}
			case 'list-seats':
				yield* out.write(legend ? 'No seats.\n' : '');
				return 0;
			case 'session-status':
			case 'show-session':
			case 'terminate-session': {
				const wanted = names.length === 0 ? sessions.filter(({ leader }) => leader === process.sid) : [];
				for (const name of names) {
					const session = sessions.find(({ id }) => id === name);
					if (session === undefined) throw new Exit(1, `Failed to get session path: No session '${name}' known\n`);
					wanted.push(session);
				}
				for (const session of wanted) {
					if (verb === 'terminate-session') process.kill(session.leader, 'HUP');
					else yield* out.write(verb === 'show-session' ? properties(session, nameOf) : status(session, nameOf));
				}
				return 0;
			}
			default:
				yield* say(`Unknown command verb '${verb}'.\n`);
				return 1;
		}
	},
});

function properties({ id, uid, tty, leader, startedAtMs }: Numbered, nameOf: (uid: number) => string): string {
	const since = strftime('%a %Y-%m-%d %H:%M:%S UTC', startedAtMs);
	return `Id=${id}\nUser=${uid}\nName=${nameOf(uid)}\nTimestamp=${since}\nTTY=${tty}\nRemote=yes\nService=sshd\nLeader=${leader}\nType=tty\nClass=user\nActive=yes\nState=active\nIdleHint=no\n`;
}

function status({ id, uid, tty, leader, startedAtMs }: Numbered, nameOf: (uid: number) => string): string {
	return `${id} - ${nameOf(uid)} (${uid})\n           Since: ${strftime('%a %Y-%m-%d %H:%M:%S UTC', startedAtMs)}\n          Leader: ${leader}\n             TTY: ${tty}\n         Service: sshd; type tty; class user\n           State: active\n`;
}

/** Numbers to the right, words to the left. */
function table(rows: readonly (readonly string[])[]): string {
	const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => (row[at] ?? '').length)));
	const isNumber = widths.map((_, at) => rows.slice(1).every((row) => /^\d+$/.test(row[at] ?? '')));
	return rows
		.map(
			(row) =>
				`${row
					.map((cell, at) => (isNumber[at] ? cell.padStart(widths[at] as number) : cell.padEnd(widths[at] as number)))
					.join(' ')
					.trimEnd()}\n`,
		)
		.join('');
}

const LOCALECTL_HELP = `localectl [OPTIONS...] COMMAND ...

Query or change system locale and keyboard settings.

Commands:
  status                   Show current locale settings
  set-locale LOCALE...     Set system locale
  list-locales             Show known locales
  set-keymap MAP [MAP]     Set console and X11 keyboard mappings
  list-keymaps             Show known virtual console keyboard mappings

Options:
  -h --help                Show this help
     --version             Show package version
     --no-pager            Do not pipe output into a pager
     --no-ask-password     Do not prompt for password

See the localectl(1) man page for details.
`;

const LOCALES = ['C.UTF-8'];

export const localectl = unixCommand({
	name: 'localectl',
	paths: ['/usr/bin/localectl'],
	size: 27_128,
	help: LOCALECTL_HELP,
	*main({ process, args, out }) {
		const [verb = 'status', ...values] = args.filter((word) => !word.startsWith('-'));
		switch (verb) {
			case 'status': {
				const lines = (yield* textOf(process, '/etc/default/locale')).split('\n').filter((line) => line.includes('='));
				yield* out.write(
					`System Locale: ${lines.join('\n               ') || 'n/a'}\n    VC Keymap: (unset)\n   X11 Layout: (unset)\n`,
				);
				return 0;
			}
			case 'list-locales':
				yield* out.write(LOCALES.map((name) => `${name}\n`).join(''));
				return 0;
			case 'set-locale': {
				if (values.length === 0) throw new Exit(1, 'Too few arguments.\n');
				if (process.credentials.uid !== 0) throw new Exit(1, 'Failed to issue method call: Access denied\n');
				const text = values.map((word) => (word.includes('=') ? word : `LANG=${word}`));
				for (const word of text) {
					const locale = word.replace(/^[^=]*=/, '');
					if (![...LOCALES, 'C', 'POSIX', 'C.utf8'].includes(locale))
						throw new Exit(1, `Failed to issue method call: Locale ${locale} not installed, refusing.\n`);
				}
				const fd = yield* process.open('/etc/default/locale', { write: true, create: true, truncate: true }, 0o644);
				yield* process.write(fd, encodeUtf8(`${text.join('\n')}\n`));
				process.close(fd);
				return 0;
			}
			case 'list-keymaps':
				throw new Exit(1, "Couldn't find any console keymaps.\n");
			default:
				throw new Exit(1, `Unknown command verb '${verb}'.\n`);
		}
	},
});

/** Every machine of the world is a guest of KVM's. */
export const detectVirt = unixCommand({
	name: 'systemd-detect-virt',
	paths: ['/usr/bin/systemd-detect-virt'],
	size: 18_896,
	help: `systemd-detect-virt [OPTIONS...]

Detect execution in a virtualized environment.

  -h --help             Show this help
     --version          Show package version
  -c --container        Only detect whether we are run in a container
  -v --vm               Only detect whether we are run in a VM
  -q --quiet            Quiet mode, don't output anything
     --list             List all known and detectable types of virtualization

See the systemd-detect-virt(1) man page for details.
`,
	*main({ args, out }) {
		const onlyContainer = args.some((word) => word === '-c' || word === '--container');
		if (!args.some((word) => word === '-q' || word === '--quiet')) yield* out.write(onlyContainer ? 'none\n' : 'kvm\n');
		return onlyContainer ? 1 : 0;
	},
});
