import type { Credentials } from '../../kernel/process-api.ts';
import { Fatal, gnuCommand } from '../gnu-command.ts';
import { flag } from '../options.ts';
import type { Accounts } from './accounts.ts';
import { readAccounts } from './accounts.ts';
import { COREUTILS } from './version.ts';

interface Identity {
	readonly uid: number;
	readonly gid: number;
	readonly groups: readonly number[];
}

/** Of the named account ("root", "1000"), or of the process. Undefined: no such user. */
function identityOf(name: string | undefined, own: Credentials, accounts: Accounts): Identity | undefined {
	if (name === undefined) return { uid: own.uid, gid: own.gid, groups: [...new Set([own.gid, ...own.groups])] };
	const byNumber = /^\+?\d+$/.test(name) ? accounts.users.get(Number(name)) : undefined;
	const user = accounts.uids.has(name) ? name : byNumber;
	const home = user === undefined ? undefined : accounts.homes.get(user);
	if (user === undefined || home === undefined) return undefined;
	const groups = [...new Set([home.gid, ...(accounts.memberships.get(user) ?? [])])];
	return { uid: accounts.uids.get(user) as number, gid: home.gid, groups };
}

export const id = gnuCommand({
	name: 'id',
	paths: ['/usr/bin/id'],
	size: 39_432,
	version: `id ${COREUTILS}`,
	help: `Usage: id [OPTION]... [USER]...
Print user and group information for each specified USER,
or (when USER omitted) for the current process.

  -a             ignore, for compatibility with other versions
  -Z, --context  print only the security context of the process
  -g, --group    print only the effective group ID
  -G, --groups   print all group IDs
  -n, --name     print a name instead of a number, for -ugG
  -r, --real     print the real ID instead of the effective ID, with -ugG
  -u, --user     print only the effective user ID
  -z, --zero     delimit entries with NUL characters, not whitespace;
                   not permitted in default format
      --help        display this help and exit
      --version     output version information and exit

Without any OPTION, print some useful set of identified information.

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/id>
or available locally via: info '(coreutils) id invocation'
`,
	options: {
		ignored: flag('a'),
		context: flag('Z', 'context'),
		group: flag('g', 'group'),
		groups: flag('G', 'groups'),
		name: flag('n', 'name'),
		real: flag('r', 'real'),
		user: flag('u', 'user'),
		zero: flag('z', 'zero'),
	},
	*main(run) {
		const { values, operands, process } = run;
		const only = [values.user, values.group, values.groups].filter((each) => each === true).length;
		if (values.context) throw new Fatal('--context (-Z) works only on an SELinux-enabled kernel');
		if (only > 1) throw new Fatal('cannot print "only" of more than one choice');
		if (only === 0 && (values.name || values.real)) {
			throw new Fatal('printing only names or real IDs requires -u, -g, or -G');
		}
		if (only === 0 && values.zero) throw new Fatal('option --zero not permitted in default format');
		const accounts = yield* readAccounts(process);
		let status = 0;
		for (const operand of operands.length === 0 ? [undefined] : operands) {
			const identity = identityOf(operand, process.credentials, accounts);
			if (identity === undefined) {
				yield* run.complain(`‘${operand}’: no such user`);
				status = 1;
				continue;
			}
			const user = (uid: number): string => (values.name ? accounts.users.get(uid) : undefined) ?? String(uid);
			const group = (gid: number): string => (values.name ? accounts.groups.get(gid) : undefined) ?? String(gid);
			const end = values.zero ? '\0' : '\n';
			if (values.user) yield* run.out.write(user(identity.uid) + end);
			else if (values.group) yield* run.out.write(group(identity.gid) + end);
			else if (values.groups) yield* run.out.write(identity.groups.map(group).join(values.zero ? '\0' : ' ') + end);
			else yield* run.out.write(`${describe(identity, accounts)}\n`);
		}
		return status;
	},
});

function describe({ uid, gid, groups }: Identity, accounts: Accounts): string {
	const named = (value: number, names: ReadonlyMap<number, string>): string => {
		const name = names.get(value);
		return name === undefined ? String(value) : `${value}(${name})`;
	};
	const list = groups.map((each) => named(each, accounts.groups)).join(',');
	return `uid=${named(uid, accounts.users)} gid=${named(gid, accounts.groups)} groups=${list}`;
}

export const whoami = gnuCommand({
	name: 'whoami',
	paths: ['/usr/bin/whoami'],
	size: 35_208,
	version: `whoami ${COREUTILS}`,
	help: `Usage: whoami [OPTION]...
Print the user name associated with the current effective user ID.
Same as id -un.

      --help        display this help and exit
      --version     output version information and exit

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/whoami>
or available locally via: info '(coreutils) whoami invocation'
`,
	options: {},
	*main(run) {
		if (run.operands.length > 0) throw new Fatal(`extra operand ‘${run.operands[0]}’`, 1, true);
		const { uid } = run.process.credentials;
		const name = (yield* readAccounts(run.process)).users.get(uid);
		if (name === undefined) throw new Fatal(`cannot find name for user ID ${uid}`);
		yield* run.out.write(`${name}\n`);
		return 0;
	},
});

export const groups = gnuCommand({
	name: 'groups',
	paths: ['/usr/bin/groups'],
	size: 35_208,
	version: `groups ${COREUTILS}`,
	help: `Usage: groups [OPTION]... [USERNAME]...
Print group memberships for each USERNAME or, if no USERNAME is specified, for
the current process (which may differ if the groups database has changed).
      --help        display this help and exit
      --version     output version information and exit

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/groups>
or available locally via: info '(coreutils) groups invocation'
`,
	options: {},
	*main(run) {
		const accounts = yield* readAccounts(run.process);
		let status = 0;
		for (const operand of run.operands.length === 0 ? [undefined] : run.operands) {
			const identity = identityOf(operand, run.process.credentials, accounts);
			if (identity === undefined) {
				yield* run.complain(`‘${operand}’: no such user`);
				status = 1;
				continue;
			}
			const names = identity.groups.map((gid) => accounts.groups.get(gid) ?? String(gid)).join(' ');
			yield* run.out.write(`${operand === undefined ? '' : `${operand} : `}${names}\n`);
			for (const gid of identity.groups) {
				if (!accounts.groups.has(gid)) {
					yield* run.complain(`cannot find name for group ID ${gid}`);
					status = 1;
				}
			}
		}
		return status;
	},
});

export const logname = gnuCommand({
	name: 'logname',
	paths: ['/usr/bin/logname'],
	size: 35_208,
	version: `logname ${COREUTILS}`,
	help: `Usage: logname [OPTION]
Print the user's login name.

      --help        display this help and exit
      --version     output version information and exit

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/logname>
or available locally via: info '(coreutils) logname invocation'
`,
	options: {},
	*main(run) {
		const { uid, realUid = uid } = run.process.credentials;
		const name = (yield* readAccounts(run.process)).users.get(realUid);
		// Only a session on a terminal has a login name.
		if (name === undefined || run.process.ttyName(0) === undefined) throw new Fatal('no login name');
		yield* run.out.write(`${name}\n`);
		return 0;
	},
});
