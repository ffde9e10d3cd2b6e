import { SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { become, reasonOf } from '../launch.ts';
import { Exit, type UnixRun, unixCommand } from '../unix-command.ts';
import { becomeByShell, type SwitchOptions, setIdentity, switchOptions, targetOf } from './switch-user.ts';

/** Root runs a command as somebody else, without a shell between them, or as su does. */
export const runuser = unixCommand({
	name: 'runuser',
	paths: ['/usr/sbin/runuser'],
	size: 55_680,
	help: `
Usage:
 runuser [options] -u <user> [[--] <command>]
 runuser [options] [-] [<user> [<argument>...]]

Run <command> with the effective user ID and group ID of <user>.  If -u is
not given, fall back to su(1)-compatible semantics and execute standard shell.
The options -c, -f, -l, and -s are mutually exclusive with -u.

Options:
 -u, --user <user>               username
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

For more details see runuser(1).
`,
	*main(run) {
		const { process } = run;
		const { uid, realUid = uid } = process.credentials;
		// What follows the user is the command's, its options too.
		const first = switchOptions(run, 'runuser', true);
		const options = first.values.user === undefined ? switchOptions(run, 'runuser') : first;
		if (realUid !== 0) throw new Exit(1, 'runuser: may not be used by non-root users\n');
		if (options.values.user === undefined) return yield* becomeByShell(run, 'runuser', options);
		return yield* execute(run, options.values.user, options);
	},
});

function* execute(run: UnixRun, user: string, options: SwitchOptions): Task<number> {
	const { process } = run;
	const { values, operands } = options;
	if (values.shell !== undefined || values.fast || values.command !== undefined || values.login) {
		const list = '{shell,fast,command,session-command,login}';
		throw new Exit(1, `runuser: options --${list} and --user are mutually exclusive\n`);
	}
	if (operands.length === 0) throw new Exit(1, 'runuser: no command was specified\n');
	const target = yield* targetOf(run, 'runuser', user, options);
	const env = new Map(process.env);
	if (!values.preserve) setIdentity(env, target, env.get('SHELL') ?? target.shell, false);
	process.setCredentials(target.credentials);
	try {
		return yield* become(process, operands, env);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		throw new Exit(1, `runuser: failed to execute ${operands[0]}: ${reasonOf(error)}\n`);
	}
}
