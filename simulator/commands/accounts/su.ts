import { Exit, unixCommand } from '../unix-command.ts';
import { becomeByShell, switchOptions } from './switch-user.ts';

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
	*main(run) {
		const { process, say } = run;
		const options = switchOptions(run, 'su');
		const { uid, realUid = uid } = process.credentials;
		if (realUid === 0) return yield* becomeByShell(run, 'su', options);
		if (process.isatty(0)) {
			yield* say('Password: ');
			yield* process.sleep(2000);
			yield* say('\n');
		}
		throw new Exit(1, 'su: Authentication failure\n');
	},
});
