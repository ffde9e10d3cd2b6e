import { Exit, unixCommand } from '../unix-command.ts';
import { readAccountFiles } from './account-files.ts';
import { ask } from './ask-password.ts';
import { isPassword } from './password-hash.ts';
import { SHADOW_FIELD } from './shadow-file.ts';
import { becomeByShell, switchOptions, userOf } from './switch-user.ts';

/** PAM waits so long after a wrong password. */
const FAILURE_DELAY_MS = 2_000;

/** Root becomes anybody, others whose password they know. Models util-linux's login-utils/su-common.c with pam_unix. */
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
	*main(run) {
		const { process } = run;
		const options = switchOptions(run, 'su');
		const { uid, realUid = uid } = process.credentials;
		if (realUid === 0) return yield* becomeByShell(run, 'su', options);
		const name = userOf(options);
		const { users, shadow } = yield* readAccountFiles(process);
		if (!users.some((user) => user.name === name)) {
			const what = 'does not exist or the user entry does not contain all the required fields';
			throw new Exit(1, `su: user ${name} ${what}\n`);
		}
		const hash = shadow.find(([each]) => each === name)?.[SHADOW_FIELD.password] ?? '*';
		if (hash !== '') {
			const typed = yield* ask(process, 'Password: ');
			if (typed === undefined || !(yield* isPassword(process, typed, hash))) {
				yield* process.sleep(FAILURE_DELAY_MS);
				throw new Exit(1, 'su: Authentication failure\n');
			}
		}
		return yield* becomeByShell(run, 'su', options);
	},
});
