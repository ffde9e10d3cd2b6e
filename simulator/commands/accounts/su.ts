import { SystemError } from '../../kernel/process-api.ts';
import { readAccounts } from '../coreutils/accounts.ts';
import { reasonOf } from '../launch.ts';
import { flag, OptionError, parseOptions, withValue } from '../options.ts';
import { Exit, unixCommand } from '../unix-command.ts';
import { targetUser } from './identity.ts';

const TABLE = {
	command: withValue('c', 'command'),
	login: flag('l', 'login'),
	preserve: flag('m', 'p', 'preserve-environment'),
	shell: withValue('s', 'shell'),
	fast: flag('f', 'fast'),
	pty: flag('P', 'pty'),
} as const;

const LOGIN_PATH = '/usr/local/bin:/usr/bin:/bin:/usr/local/games:/usr/games';
const ROOT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Root becomes anybody; others have no password that would be right. */
export const su = unixCommand({
	name: 'su',
	paths: ['/usr/bin/su'],
	size: 55_680,
	help: `
Usage:
 su [options] [-] [<user> [<argument>...]]

Change the effective user ID and group ID to that of <user>.
A mere - implies -l.  If <user> is not given, root is assumed.

Options:
 -m, -p, --preserve-environment      do not reset environment variables
 -w, --whitelist-environment <list>  don't reset specified variables

 -g, --group <group>             specify the primary group
 -G, --supp-group <group>        specify a supplemental group

 -, -l, --login                  make the shell a login shell
 -c, --command <command>         pass a single command to the shell with -c
 --session-command <command>     pass a single command to the shell with -c
                                   and do not create a new session
 -f, --fast                      pass -f to the shell (for csh or tcsh)
 -s, --shell <shell>             run <shell> if /etc/shells allows it
 -P, --pty                       create a new pseudo-terminal

 -h, --help                      display this help
 -V, --version                   display version

For more details see su(1).
`,
	*main({ process, args, say }) {
		let values: ReturnType<typeof parseOptions<typeof TABLE>>['values'];
		let operands: readonly string[];
		try {
			({ values, operands } = parseOptions(args, TABLE));
		} catch (error) {
			if (!(error instanceof OptionError)) throw error;
			throw new Exit(1, `su: ${error.message}\nTry 'su --help' for more information.\n`);
		}
		const dash = operands[0] === '-';
		const words = dash ? operands.slice(1) : operands;
		const login = dash || values.login === true;
		const accounts = yield* readAccounts(process);
		const name = words[0] ?? 'root';
		const target = targetUser(accounts, name);
		if (target === undefined)
			throw new Exit(1, `su: user ${name} does not exist or the user entry does not contain all the required fields\n`);
		const { uid, realUid = uid } = process.credentials;
		if (realUid !== 0) {
			if (process.isatty(0)) {
				yield* say('Password: ');
				yield* process.sleep(2000);
				yield* say('\n');
			}
			throw new Exit(1, 'su: Authentication failure\n');
		}
		const shell = values.shell ?? target.shell;
		const env = new Map(login && !values.preserve ? [...process.env].filter(([key]) => key === 'TERM') : process.env);
		if (!values.preserve) {
			env.set('HOME', target.home);
			env.set('SHELL', shell);
			if (login || target.credentials.uid !== 0) {
				env.set('USER', target.name);
				env.set('LOGNAME', target.name);
			}
			if (login) env.set('PATH', target.credentials.uid === 0 ? ROOT_PATH : LOGIN_PATH);
			if (login) env.set('MAIL', `/var/mail/${target.name}`);
		}
		if (login && process.access(target.home, {})) process.chdir(target.home);
		process.setCredentials(target.credentials);
		const base = shell.slice(shell.lastIndexOf('/') + 1);
		const argv = [
			login ? `-${base}` : base,
			...(values.command === undefined ? [] : ['-c', values.command]),
			...words.slice(1),
		];
		try {
			return yield* process.exec(shell, argv, env);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			throw new Exit(error.errno === 'ENOENT' ? 127 : 126, `su: failed to execute ${shell}: ${reasonOf(error)}\n`);
		}
	},
});
