import type { UnsharedKind } from '../../kernel/isolation-api.ts';
import { type Process, SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { readAccounts } from '../coreutils/accounts.ts';
import { Fatal, gnuCommand, type Run } from '../gnu-command.ts';
import { become, reasonOf, shellStatus, waitFor } from '../launch.ts';
import { flag, mayHaveValue, withValue } from '../options.ts';
import { UTIL_LINUX } from './version.ts';

const HELP = `
Usage:
 unshare [options] [<program> [<argument>...]]

Run a program with some namespaces unshared from the parent.

Options:
 -m, --mount[=<file>]      unshare mounts namespace
 -u, --uts[=<file>]        unshare UTS namespace (hostname etc)
 -i, --ipc[=<file>]        unshare System V IPC namespace
 -n, --net[=<file>]        unshare network namespace
 -p, --pid[=<file>]        unshare pid namespace
 -U, --user[=<file>]       unshare user namespace
 -C, --cgroup[=<file>]     unshare cgroup namespace
 -T, --time[=<file>]       unshare time namespace

 -f, --fork                fork before launching <program>
 --map-user=<uid>|<name>   map current user to uid (implies --user)
 --map-group=<gid>|<name>  map current group to gid (implies --user)
 -r, --map-root-user       map current user to root (implies --user)
 -c, --map-current-user    map current user to itself (implies --user)
 --map-auto                map users and groups automatically (implies --user)
 --map-users=<inneruid>:<outeruid>:<count>
                           map count users from outeruid to inneruid (implies --user)
 --map-groups=<innergid>:<outergid>:<count>
                           map count groups from outergid to innergid (implies --user)

 --kill-child[=<signame>]  when dying, kill the forked child (implies --fork)
                             defaults to SIGKILL
 --mount-proc[=<dir>]      mount proc filesystem first (implies --mount)
 --propagation slave|shared|private|unchanged
                           modify mount propagation in mount namespace
 --setgroups allow|deny    control the setgroups syscall in user namespaces
 --keep-caps               retain capabilities granted in user namespaces

 -R, --root=<dir>          run the command with root directory set to <dir>
 -w, --wd=<dir>            change working directory to <dir>
 -S, --setuid <uid>        set uid in entered namespace
 -G, --setgid <gid>        set gid in entered namespace
 --monotonic <offset>      set clock monotonic offset (seconds) in time namespaces
 --boottime <offset>       set clock boottime offset (seconds) in time namespaces

 -h, --help                display this help
 -V, --version             display version

For more details see unshare(1).
`;
const OPTIONS = {
	mount: mayHaveValue('mount'),
	mountShort: flag('m'),
	uts: mayHaveValue('uts'),
	utsShort: flag('u'),
	ipc: mayHaveValue('ipc'),
	ipcShort: flag('i'),
	net: mayHaveValue('net'),
	netShort: flag('n'),
	pid: mayHaveValue('pid'),
	pidShort: flag('p'),
	user: mayHaveValue('user'),
	userShort: flag('U'),
	cgroup: mayHaveValue('cgroup'),
	cgroupShort: flag('C'),
	time: mayHaveValue('time'),
	timeShort: flag('T'),
	fork: flag('f', 'fork'),
	mapUser: withValue('map-user'),
	mapGroup: withValue('map-group'),
	mapRoot: flag('r', 'map-root-user'),
	mapCurrent: flag('c', 'map-current-user'),
	mapAuto: flag('map-auto'),
	mapUsers: withValue('map-users'),
	mapGroups: withValue('map-groups'),
	killChild: mayHaveValue('kill-child'),
	mountProc: mayHaveValue('mount-proc'),
	propagation: withValue('propagation'),
	setgroups: withValue('setgroups'),
	keepCaps: flag('keep-caps'),
	root: withValue('R', 'root'),
	workingDirectory: withValue('w', 'wd'),
	setuid: withValue('S', 'setuid'),
	setgid: withValue('G', 'setgid'),
	monotonic: withValue('monotonic'),
	boottime: withValue('boottime'),
} as const;

type UnshareRun = Run<typeof OPTIONS>;

/**
 * util-linux's. Differs: namespaces cannot be kept by files; those of users map nobody, so that without privileges none
 * of them can be mapped (as where AppArmor restricts them); clocks have no offsets; --kill-child is read only.
 */
export const unshare = gnuCommand({
	name: 'unshare',
	paths: ['/usr/bin/unshare'],
	size: 39_368,
	help: HELP,
	version: `unshare from ${UTIL_LINUX}`,
	options: OPTIONS,
	stopAtOperand: true,
	*main(run) {
		const { values, process } = run;
		requireValid(run);
		const kinds = kindsOf(values);
		try {
			process.unshare(kinds);
		} catch (error) {
			throw new Fatal(`unshare failed: ${reasonOf(error)}`);
		}
		const maps = values.mapRoot ?? values.mapCurrent ?? values.mapUser ?? values.mapUsers ?? values.mapAuto;
		if (maps !== undefined && !process.credentials.capabilities.has('SYS_ADMIN')) {
			throw new Fatal('write failed /proc/self/uid_map: Operation not permitted');
		}
		if (values.fork || values.killChild !== undefined) {
			const pid = process.spawn({ argv: process.argv, env: process.env, program: (child) => inChild(run, child) });
			return shellStatus(yield* waitFor(process, pid));
		}
		return yield* inside(run, process);
	},
});

function requireValid({ values }: UnshareRun): void {
	const { propagation, setgroups } = values;
	if (propagation !== undefined && !['slave', 'shared', 'private', 'unchanged'].includes(propagation)) {
		throw new Fatal(`unsupported propagation mode: ${propagation}`);
	}
	if (setgroups !== undefined && setgroups !== 'allow' && setgroups !== 'deny') {
		throw new Fatal(`unsupported --setgroups argument '${setgroups}'`);
	}
	if (values.setuid !== undefined && !/^\d+$/.test(values.setuid))
		throw new Fatal(`failed to parse uid: '${values.setuid}'`);
	if (values.setgid !== undefined && !/^\d+$/.test(values.setgid))
		throw new Fatal(`failed to parse gid: '${values.setgid}'`);
	const isTimed = (values.time ?? values.timeShort) !== undefined;
	if (!isTimed && values.monotonic !== undefined)
		throw new Fatal('options --monotonic and --boottime require unsharing of a time namespace (-t)');
	if (!isTimed && values.boottime !== undefined)
		throw new Fatal('options --monotonic and --boottime require unsharing of a time namespace (-t)');
}

function kindsOf(values: UnshareRun['values']): UnsharedKind[] {
	const maps =
		values.mapRoot ?? values.mapCurrent ?? values.mapUser ?? values.mapGroup ?? values.mapUsers ?? values.mapGroups;
	const asked: readonly (readonly [UnsharedKind, unknown])[] = [
		['user', values.user ?? values.userShort ?? maps ?? values.mapAuto],
		['mnt', values.mount ?? values.mountShort ?? values.mountProc],
		['uts', values.uts ?? values.utsShort],
		['ipc', values.ipc ?? values.ipcShort],
		['net', values.net ?? values.netShort],
		['pid', values.pid ?? values.pidShort],
		['cgroup', values.cgroup ?? values.cgroupShort],
		['time', values.time ?? values.timeShort],
	];
	return asked.filter(([, given]) => given !== undefined).map(([kind]) => kind);
}

function* inChild(run: UnshareRun, process: Process): Task<number> {
	try {
		return yield* inside(run, process);
	} catch (error) {
		if (!(error instanceof Fatal)) throw error;
		yield* process.write(2, encodeUtf8(`unshare: ${error.message}\n`));
		return error.status;
	}
}

/** What is done in the namespaces, by the child where there is one. */
function* inside({ values, operands }: UnshareRun, process: Process): Task<number> {
	const failed = (what: string, error: unknown): Fatal => new Fatal(`${what}: ${reasonOf(error)}`);
	if (values.root !== undefined) {
		try {
			process.chroot(values.root);
		} catch (error) {
			throw failed(`cannot change root directory to '${values.root}'`, error);
		}
	}
	if (values.workingDirectory !== undefined) {
		try {
			process.chdir(values.workingDirectory);
		} catch (error) {
			throw failed(`cannot chdir to '${values.workingDirectory}'`, error);
		}
	}
	if (values.mountProc !== undefined) {
		const target = typeof values.mountProc === 'string' && values.mountProc !== '' ? values.mountProc : '/proc';
		try {
			process.mount({ source: 'proc', target, type: 'proc' });
		} catch (error) {
			throw failed(`mount ${target} failed`, error);
		}
	}
	try {
		if (values.setgid !== undefined) process.setCredentials({ gid: Number(values.setgid), groups: [] });
		if (values.setuid !== undefined) process.setCredentials({ uid: Number(values.setuid) });
	} catch (error) {
		throw failed(values.setuid === undefined ? 'setgid failed' : 'setuid failed', error);
	}
	const argv = operands.length > 0 ? operands : [yield* shellOf(process)];
	try {
		return yield* become(process, argv, process.env);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		throw new Fatal(`failed to execute ${argv[0]}: ${reasonOf(error)}`, error.errno === 'ENOENT' ? 127 : 126);
	}
}

function* shellOf(process: Process): Task<string> {
	const own = process.env.get('SHELL');
	if (own !== undefined && own !== '') return own;
	const { users, homes } = yield* readAccounts(process);
	return homes.get(users.get(process.credentials.uid) ?? '')?.shell ?? '/bin/sh';
}
