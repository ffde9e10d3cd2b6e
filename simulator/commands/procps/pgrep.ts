import type { ProcessInfo } from '../../kernel/process-api.ts';
import { SystemError } from '../../kernel/process-api.ts';
import type { Regexp } from '../../machinery/regexp.ts';
import { compilePosix, RegexpSyntaxError } from '../../machinery/regexp.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { type Accounts, readAccounts } from '../coreutils/accounts.ts';
import type { Run } from '../gnu-command.ts';
import { Fatal, gnuCommand } from '../gnu-command.ts';
import { reasonOf } from '../launch.ts';
import { flag, withValue } from '../options.ts';
import { signalByName } from '../signal-names.ts';
import { readFile } from '../stdio.ts';
import { commandLine, commandName } from './process-columns.ts';

const options = {
	full: flag('f', 'full'),
	listName: flag('l', 'list-name'),
	listFull: flag('a', 'list-full'),
	count: flag('c', 'count'),
	delimiter: withValue('d', 'delimiter'),
	exact: flag('x', 'exact'),
	invert: flag('v', 'inverse'),
	newest: flag('n', 'newest'),
	oldest: flag('o', 'oldest'),
	parent: withValue('P', 'parent'),
	user: withValue('u', 'euid'),
	realUser: withValue('U', 'uid'),
	terminal: withValue('t', 'terminal'),
	ignoreCase: flag('i', 'ignore-case'),
	signal: withValue('signal'),
	echo: flag('e', 'echo'),
	group: withValue('g', 'pgroup'),
	realGroup: withValue('G', 'group'),
	older: withValue('O', 'older'),
	session: withValue('s', 'session'),
	pidFile: withValue('F', 'pidfile'),
	locked: flag('L', 'logpidfile'),
	states: withValue('r', 'runstates'),
	noAncestors: flag('A', 'ignore-ancestors'),
	threads: flag('w', 'lightweight'),
	queue: withValue('q', 'queue'),
};

type GrepRun = Run<typeof options>;

export const pgrep = gnuCommand({
	name: 'pgrep',
	paths: ['/usr/bin/pgrep'],
	size: 31_104,
	version: 'pgrep from procps-ng 4.0.4',
	usageStatus: 2,
	usageHint: "Try `pgrep --help' for more information.",
	help: `
Usage:
 pgrep [options] <pattern>

Options:
 -d, --delimiter <string>  specify output delimiter
 -l, --list-name           list PID and process name
 -a, --list-full           list PID and full command line
 -v, --inverse             negates the matching
 -w, --lightweight         list all TID
 -c, --count               count of matching processes
 -f, --full                use full process name to match
 -g, --pgroup <PGID,...>   match listed process group IDs
 -G, --group <GID,...>     match real group IDs
 -i, --ignore-case         match case insensitively
 -n, --newest              select most recently started
 -o, --oldest              select least recently started
 -O, --older <seconds>     select where older than seconds
 -P, --parent <PPID,...>   match only child processes of the given parent
 -s, --session <SID,...>   match session IDs
 -t, --terminal <tty,...>  match by controlling terminal
 -u, --euid <ID,...>       match by effective IDs
 -U, --uid <ID,...>        match by real IDs
 -x, --exact               match exactly with the command name
 -F, --pidfile <file>      read PIDs from file
 -L, --logpidfile          fail if PID file is not locked
 -r, --runstates <state>   match runstates [D,S,Z,...]
 -A, --ignore-ancestors    exclude our ancestors from results
 --cgroup <grp,...>        match by cgroup v2 names
 --ns <PID>                match the processes that belong to the same
                           namespace as <pid>
 --nslist <ns,...>         list which namespaces will be considered for
                           the --ns option.
                           Available namespaces: ipc, mnt, net, pid, user, uts

 -h, --help     display this help and exit
 -V, --version  output version information and exit

For more details see pgrep(1).
`,
	options,
	*main(run) {
		const found = yield* matching(run);
		const { values, out } = run;
		if (values.count) {
			yield* out.write(`${found.length}\n`);
			return found.length > 0 ? 0 : 1;
		}
		const lines = found.map((info) =>
			values.listFull
				? `${info.pid} ${commandLine(info)}`
				: values.listName
					? `${info.pid} ${commandName(info)}`
					: String(info.pid),
		);
		if (lines.length > 0) yield* out.write(`${lines.join(values.delimiter ?? '\n')}\n`);
		return found.length > 0 ? 0 : 1;
	},
});

export const pkill = gnuCommand({
	name: 'pkill',
	paths: ['/usr/bin/pkill'],
	size: 31_104,
	version: 'pkill from procps-ng 4.0.4',
	usageStatus: 2,
	usageHint: "Try `pkill --help' for more information.",
	help: `
Usage:
 pkill [options] <pattern>

Options:
 -<sig>, --signal <sig>    signal to send (either number or name)
 -q, --queue <value>       integer value to be sent with the signal
 -e, --echo                display what is killed
 -c, --count               count of matching processes
 -f, --full                use full process name to match
 -g, --pgroup <PGID,...>   match listed process group IDs
 -G, --group <GID,...>     match real group IDs
 -i, --ignore-case         match case insensitively
 -n, --newest              select most recently started
 -o, --oldest              select least recently started
 -O, --older <seconds>     select where older than seconds
 -P, --parent <PPID,...>   match only child processes of the given parent
 -s, --session <SID,...>   match session IDs
 -t, --terminal <tty,...>  match by controlling terminal
 -u, --euid <ID,...>       match by effective IDs
 -U, --uid <ID,...>        match by real IDs
 -x, --exact               match exactly with the command name
 -F, --pidfile <file>      read PIDs from file
 -L, --logpidfile          fail if PID file is not locked
 -r, --runstates <state>   match runstates [D,S,Z,...]
 -A, --ignore-ancestors    exclude our ancestors from results
 --cgroup <grp,...>        match by cgroup v2 names
 --ns <PID>                match the processes that belong to the same
                           namespace as <pid>
 --nslist <ns,...>         list which namespaces will be considered for
                           the --ns option.
                           Available namespaces: ipc, mnt, net, pid, user, uts

 -h, --help     display this help and exit
 -V, --version  output version information and exit

For more details see pgrep(1).
`,
	options,
	rewrite: (argv) =>
		argv.map((word) => (/^-(\d+|(?:SIG)?[A-Z]{2,}\d?)$/.test(word) ? `--signal=${word.slice(1)}` : word)),
	*main(run) {
		const { values, process } = run;
		const signal = signalByName(values.signal ?? 'TERM');
		if (signal === undefined) throw new Fatal(`invalid signal "${values.signal}"`, 2, true);
		const found = yield* matching(run);
		for (const info of found) {
			try {
				process.kill(info.pid, signal);
				if (values.echo) yield* run.out.write(`${commandName(info)} killed (pid ${info.pid})\n`);
			} catch (error) {
				yield* run.complain(`killing pid ${info.pid} failed: ${reasonOf(error)}`);
			}
		}
		return found.length > 0 ? 0 : 1;
	},
});

function* matching(run: GrepRun): Task<ProcessInfo[]> {
	const { process, values, operands } = run;
	const { parent, user, realUser, terminal, group, session, pidFile, states, older } = values;
	const criteria = [parent, user, realUser, terminal, group, session, pidFile, states, older, values.realGroup];
	if (operands.length === 0 && criteria.every((each) => each === undefined))
		throw new Fatal('no matching criteria specified', 2, true);
	if (operands.length > 1) throw new Fatal('only one pattern can be provided', 2, true);
	const pattern = operands[0] === undefined ? undefined : compiled(operands[0], run);
	const accounts = yield* readAccounts(process);
	const pids = pidFile === undefined ? undefined : yield* pidsIn(run, pidFile);
	const ancestors = values.noAncestors ? ancestorsOf(process.machine.processes(), process.pid) : new Set<number>();
	const lists = (text: string | undefined, own: number, zero: number): boolean =>
		text === undefined || text.split(',').some((each) => (each === '0' ? zero : Number(each)) === own);
	const uids = [values.user, values.realUser].filter((each) => each !== undefined).flatMap((each) => each.split(','));
	const matches = (info: ProcessInfo): boolean => {
		const text = values.full ? commandLine(info) : commandName(info);
		return (
			(pattern === undefined || pattern.test(text)) &&
			(values.parent === undefined || values.parent.split(',').includes(String(info.ppid))) &&
			(uids.length === 0 || uids.some((each) => each === String(info.uid) || accounts.uids.get(each) === info.uid)) &&
			lists(group, info.pgid, process.pgid) &&
			lists(session, info.sid, process.sid) &&
			(pids === undefined || pids.has(info.pid)) &&
			(states === undefined || states.includes(info.state)) &&
			(older === undefined || process.now() - info.startedAtMs >= Number(older) * 1000) &&
			(values.realGroup === undefined || values.realGroup.split(',').some((each) => groupOf(info, each, accounts))) &&
			(values.terminal === undefined || values.terminal.split(',').includes(info.tty ?? '-'))
		);
	};
	const found = process.machine
		.processes()
		.filter(
			(info) => info.pid !== process.pid && !ancestors.has(info.pid) && matches(info) !== (values.invert === true),
		);
	const last = found.at(-1);
	if (values.newest) return last === undefined ? [] : [last];
	return values.oldest ? found.slice(0, 1) : found;
}

/** Whether that is the user's own group: processes do not tell theirs. */
function groupOf({ uid }: ProcessInfo, text: string, { users, homes, gids }: Accounts): boolean {
	const gid = homes.get(users.get(uid) ?? '')?.gid;
	return gid !== undefined && (String(gid) === text || gids.get(text) === gid);
}

/** Throws Fatal. */
function* pidsIn({ process }: GrepRun, path: string): Task<ReadonlySet<number>> {
	try {
		const text = decodeUtf8(yield* readFile(process, path));
		const pid = Number.parseInt(text, 10);
		if (pid > 0) return new Set([pid]);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
	}
	throw new Fatal(`pidfile not valid`, 1, true);
}

function ancestorsOf(processes: readonly ProcessInfo[], pid: number): ReadonlySet<number> {
	const found = new Set<number>();
	for (let at = processes.find((each) => each.pid === pid); at !== undefined && !found.has(at.ppid); ) {
		found.add(at.ppid);
		const { ppid } = at;
		at = processes.find((each) => each.pid === ppid);
	}
	return found;
}

function compiled(pattern: string, { values }: GrepRun): Regexp {
	try {
		return compilePosix(values.exact ? `^(${pattern})$` : pattern, 'extended', {
			strict: true,
			ignoreCase: values.ignoreCase === true,
		});
	} catch (error) {
		if (!(error instanceof RegexpSyntaxError)) throw error;
		throw new Fatal(error.message, 2);
	}
}

export const pidof = gnuCommand({
	name: 'pidof',
	paths: ['/usr/bin/pidof'],
	size: 18_720,
	version: 'pidof from procps-ng 4.0.4',
	help: ``,
	options: {
		single: flag('s', 'single-shot'),
		quiet: flag('q'),
		scripts: flag('x'),
		omit: withValue('o', 'omit-pid'),
		separator: withValue('S', 'separator'),
	},
	*main(run) {
		const { process, values, operands } = run;
		const omitted = new Set((values.omit ?? '').split(','));
		const found = operands.flatMap((name) =>
			process.machine
				.processes()
				.filter(
					({ argv, name: own, pid }) =>
						(own === name || argv[0] === name || argv[0]?.split('/').at(-1)?.replace(/^-/, '') === name) &&
						!omitted.has(String(pid)),
				)
				.map(({ pid }) => pid)
				.reverse(),
		);
		const shown = values.single ? found.slice(0, 1) : found;
		if (shown.length > 0 && !values.quiet) yield* run.out.write(`${shown.join(values.separator ?? ' ')}\n`);
		return shown.length > 0 ? 0 : 1;
	},
});
