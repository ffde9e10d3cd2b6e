import type { Process } from '../../kernel/process-api.ts';
import { gnuCommand } from '../gnu-command.ts';
import { flag } from '../options.ts';
import { strftime } from '../strftime.ts';
import { readAccounts } from './accounts.ts';
import { COREUTILS } from './version.ts';

/** A session on a terminal: the process that leads it. */
export interface LoginSession {
	readonly uid: number;
	/** "pts/0". */
	readonly tty: string;
	readonly startedAtMs: number;
	readonly leader: number;
}

export function loginSessions(process: Process): LoginSession[] {
	return process.machine
		.processes()
		.filter((each) => each.pid === each.sid && each.tty !== undefined)
		.map(({ pid, uid, tty, startedAtMs }) => ({ uid, tty: tty as string, startedAtMs, leader: pid }));
}

export const who = gnuCommand({
	name: 'who',
	paths: ['/usr/bin/who'],
	size: 51_768,
	version: `who ${COREUTILS}`,
	help: `Usage: who [OPTION]... [ FILE | ARG1 ARG2 ]
Print information about users who are currently logged in.

  -a, --all         same as -b -d --login -p -r -t -T -u
  -b, --boot        time of last system boot
  -d, --dead        print dead processes
  -H, --heading     print line of column headings
      --ips         print ips instead of hostnames. with --lookup,
                    canonicalizes based on stored IP, if available,
                    rather than stored hostname
  -l, --login       print system login processes
      --lookup      attempt to canonicalize hostnames via DNS
  -m                only hostname and user associated with stdin
  -p, --process     print active processes spawned by init
  -q, --count       all login names and number of users logged on
  -r, --runlevel    print current runlevel
  -s, --short       print only name, line, and time (default)
  -t, --time        print last system clock change
  -T, -w, --mesg    add user's message status as +, - or ?
  -u, --users       list users logged in
      --message     same as -T
      --writable    same as -T
      --help        display this help and exit
      --version     output version information and exit

If FILE is not specified, use /var/run/utmp.  /var/log/wtmp as FILE is common.
If ARG1 ARG2 given, -m presumed: 'am i' or 'mom likes' are usual.

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/who>
or available locally via: info '(coreutils) who invocation'
`,
	options: {
		all: flag('a', 'all'),
		boot: flag('b', 'boot'),
		heading: flag('H', 'heading'),
		mine: flag('m'),
		count: flag('q', 'count'),
		short: flag('s', 'short'),
		users: flag('u', 'users'),
	},
	*main(run) {
		const { process, values } = run;
		const accounts = yield* readAccounts(process);
		const name = (uid: number): string => accounts.users.get(uid) ?? String(uid);
		if (values.boot) {
			yield* run.out.write(`         system boot  ${strftime('%Y-%m-%d %H:%M', process.machine.bootedAtMs)}\n`);
			return 0;
		}
		const own = process.ttyName(0)?.replace(/^\/dev\//, '');
		const asked = values.mine || run.operands.length === 2;
		const sessions = loginSessions(process).filter(({ tty }) => !asked || tty === own);
		if (values.count) {
			yield* run.out.write(`${sessions.map(({ uid }) => name(uid)).join(' ')}\n# users=${sessions.length}\n`);
			return 0;
		}
		if (values.heading) yield* run.out.write('NAME     LINE         TIME             COMMENT\n');
		for (const { uid, tty, startedAtMs } of sessions) {
			yield* run.out.write(`${name(uid).padEnd(8)} ${tty.padEnd(12)} ${strftime('%Y-%m-%d %H:%M', startedAtMs)}\n`);
		}
		return 0;
	},
});

export const users = gnuCommand({
	name: 'users',
	paths: ['/usr/bin/users'],
	size: 35_208,
	version: `users ${COREUTILS}`,
	help: `Usage: users [OPTION]... [FILE]
Output who is currently logged in according to FILE.
If FILE is not specified, use /var/run/utmp.  /var/log/wtmp as FILE is common.

      --help        display this help and exit
      --version     output version information and exit

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/users>
or available locally via: info '(coreutils) users invocation'
`,
	options: {},
	*main(run) {
		const accounts = yield* readAccounts(run.process);
		const names = loginSessions(run.process).map(({ uid }) => accounts.users.get(uid) ?? String(uid));
		if (names.length > 0) yield* run.out.write(`${names.sort().join(' ')}\n`);
		return 0;
	},
});
