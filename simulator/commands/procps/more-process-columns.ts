import { SystemError } from '../../kernel/process-api.ts';
import type { Column, ProcessView } from './process-columns.ts';
import { commandName, cpuPercent, virtualKilobytes } from './process-columns.ts';

type Definition = readonly [
	names: string,
	header: string,
	width: number,
	align: 'left' | 'right',
	value: (view: ProcessView) => string,
];

const zero = (): string => '0';
const none = (): string => '-';
const signals =
	(key: string) =>
	({ status }: ProcessView): string =>
		status?.get(key) ?? '0'.repeat(16);
/** The real, effective, saved or file system's number of a user or a group. */
const number =
	(key: 'Uid' | 'Gid', at: number) =>
	({ info, status }: ProcessView): string =>
		status?.get(key)?.split(/\s+/)[at] ?? String(info.uid);
const user =
	(at: number) =>
	(view: ProcessView): string => {
		const uid = number('Uid', at)(view);
		return view.accounts.users.get(Number(uid)) ?? uid;
	};
const group =
	(at: number) =>
	(view: ProcessView): string => {
		const gid = number('Gid', at)(view);
		return view.accounts.groups.get(Number(gid)) ?? gid;
	};
const kilobytes = (of: (view: ProcessView) => number) => (view: ProcessView) => String(Math.round(of(view)));
const seconds = ({ info }: ProcessView): string => String(Math.floor(info.cpuMs / 1000));

/** "net:[4026531840]" without its kind; nobody else's are told to who may not look. */
const namespace =
	(kind: string) =>
	({ info, process }: ProcessView): string => {
		try {
			return /\[(\d+)\]/.exec(process.readlink(`/proc/${info.pid}/ns/${kind}`))?.[1] ?? '-';
		} catch (error) {
			if (error instanceof SystemError) return '-';
			throw error;
		}
	};

function executable({ info, process }: ProcessView): string {
	try {
		return process.readlink(`/proc/${info.pid}/exe`);
	} catch (error) {
		if (error instanceof SystemError) return '-';
		throw error;
	}
}

const cgroup = ({ cgroup: path = '0::/' }: ProcessView): string => path;

/** Models procps src/ps/output.c, for columns that scripts ask for and nobody looks at. Differs: memory faults, bytes and calls are not counted. */
const DEFINITIONS: readonly Definition[] = [
	['gid egid', 'EGID', 5, 'right', number('Gid', 1)],
	['rgid', 'RGID', 5, 'right', number('Gid', 0)],
	['sgid svgid', 'SGID', 5, 'right', number('Gid', 2)],
	['fgid', 'FGID', 5, 'right', number('Gid', 3)],
	['fsgid', 'FSGID', 5, 'right', number('Gid', 3)],
	['suid svuid', 'SUID', 5, 'right', number('Uid', 2)],
	['fuid', 'FUID', 5, 'right', number('Uid', 3)],
	['fsuid', 'FSUID', 5, 'right', number('Uid', 3)],
	['egroup', 'EGROUP', 8, 'left', group(1)],
	['rgroup', 'RGROUP', 8, 'left', group(0)],
	['sgroup svgroup', 'SGROUP', 8, 'left', group(2)],
	['fgroup', 'FGROUP', 8, 'left', group(3)],
	['fsgroup', 'FSGROUP', 8, 'left', group(3)],
	['suser svuser', 'SUSER', 8, 'left', user(2)],
	['fuser', 'FUSER', 8, 'left', user(3)],
	['fsuser', 'FSUSER', 8, 'left', user(3)],
	['uid_hack', 'UID', 8, 'left', user(1)],
	['supgid', 'SUPGID', 20, 'left', ({ status }) => status?.get('Groups')?.trim().replace(/\s+/g, ',') || '-'],
	[
		'supgrp',
		'SUPGRP',
		40,
		'left',
		({ status, accounts }) =>
			status
				?.get('Groups')
				?.trim()
				.split(/\s+/)
				.map((gid) => accounts.groups.get(Number(gid)) ?? gid)
				.join(',') || '-',
	],
	['cgroup', 'CGROUP', 27, 'left', cgroup],
	['cgname', 'CGNAME', 27, 'left', cgroup],
	['cgroupns', 'CGROUPNS', 10, 'right', namespace('cgroup')],
	['ipcns', 'IPCNS', 10, 'right', namespace('ipc')],
	['mntns', 'MNTNS', 10, 'right', namespace('mnt')],
	['netns', 'NETNS', 10, 'right', namespace('net')],
	['pidns', 'PIDNS', 10, 'right', namespace('pid')],
	['timens', 'TIMENS', 10, 'right', namespace('time')],
	['userns', 'USERNS', 10, 'right', namespace('user')],
	['utsns', 'UTSNS', 10, 'right', namespace('uts')],
	['exe', 'EXE', 27, 'left', executable],
	['fname', 'COMMAND', 8, 'left', ({ info }) => commandName(info).slice(0, 8)],
	['blocked sigmask sig_block', 'BLOCKED', 16, 'right', signals('SigBlk')],
	['caught sigcatch', 'CAUGHT', 16, 'right', signals('SigCgt')],
	['sig_catch', 'CATCHED', 16, 'right', signals('SigCgt')],
	['ignored sigignore sig_ignore', 'IGNORED', 16, 'right', signals('SigIgn')],
	['pending sig tsig', 'PENDING', 16, 'right', signals('SigPnd')],
	['sig_pend', 'SIGNAL', 16, 'right', signals('SigPnd')],
	['class cls policy', 'CLS', 3, 'left', () => 'TS'],
	['cp', 'CP', 3, 'right', (view) => String(Math.floor(cpuPercent(view) * 10))],
	['cpuid', 'CPUID', 5, 'right', zero],
	['lastcpu', 'C', 3, 'right', zero],
	['numa', 'NUMA', 4, 'right', zero],
	['cuc', '%CUC', 7, 'right', (view) => cpuPercent(view).toFixed(3)],
	['cuu', '%CUU', 6, 'right', (view) => cpuPercent(view).toFixed(3)],
	['util', 'C', 2, 'right', (view) => String(Math.min(99, Math.floor(cpuPercent(view))))],
	['cputimes times', 'TIME', 8, 'right', seconds],
	['flag flags', 'F', 1, 'left', () => '4'],
	['intpri', 'PRI', 3, 'right', ({ info }) => String(80 + info.niceness)],
	['priority', 'PRI', 3, 'right', ({ info }) => String(20 + info.niceness)],
	['pri_api', 'API', 3, 'right', ({ info }) => String(-21 - info.niceness)],
	['pri_bar', 'BAR', 3, 'right', ({ info }) => String(21 + info.niceness)],
	['pri_baz', 'BAZ', 3, 'right', ({ info }) => String(120 + info.niceness)],
	['pri_foo', 'FOO', 3, 'right', ({ info }) => String(info.niceness)],
	['rtprio', 'RTPRIO', 6, 'right', none],
	['sched', 'SCH', 3, 'right', zero],
	['ag_id', 'AGID', 5, 'right', ({ info }) => String(info.sid)],
	['ag_nice', 'AGNI', 4, 'right', zero],
	['longtname tty8', 'TTY', 8, 'left', ({ info }) => info.tty ?? '?'],
	['tty4', 'TTY', 4, 'left', ({ info }) => info.tty ?? '?'],
	['lsession', 'SESSION', 11, 'left', none],
	['seat', 'SEAT', 11, 'left', none],
	['context label', 'LABEL', 31, 'left', ({ profile }) => profile ?? 'unconfined'],
	['machine', 'MACHINE', 31, 'left', none],
	['unit', 'UNIT', 31, 'left', ({ unit }) => unit ?? '-'],
	['slice', 'SLICE', 31, 'left', ({ unit }) => (unit === undefined ? '-.slice' : 'system.slice')],
	['uunit', 'UUNIT', 31, 'left', none],
	['zone', 'ZONE', 31, 'left', none],
	['lxc', 'LXC', 8, 'left', none],
	['luid', 'LUID', 5, 'right', none],
	['ouid', 'OWNER', 5, 'left', none],
	['majflt', 'MAJFLT', 6, 'right', zero],
	['maj_flt', 'MAJFL', 6, 'right', zero],
	['minflt', 'MINFLT', 6, 'right', zero],
	['min_flt', 'MINFL', 6, 'right', zero],
	['pagein', 'PAGEIN', 6, 'right', zero],
	['oom', 'OOM', 4, 'right', ({ oomScore }) => oomScore ?? '0'],
	['oomadj', 'OOMADJ', 5, 'right', ({ oomScoreAdj }) => oomScoreAdj ?? '0'],
	['pss', 'PSS', 5, 'right', kilobytes(({ info }) => info.rssBytes / 1024)],
	['uss', 'USS', 5, 'right', kilobytes(({ info }) => info.rssBytes / 1024)],
	['size', 'SIZE', 5, 'right', kilobytes(({ info }) => info.rssBytes / 1024)],
	['m_size', 'SIZE', 5, 'right', kilobytes(({ info }) => virtualKilobytes(info) * 1024)],
	['drs m_drs', 'DRS', 5, 'right', kilobytes(({ info }) => virtualKilobytes(info))],
	['dsiz', 'DSIZ', 4, 'right', kilobytes(({ info }) => virtualKilobytes(info))],
	['trs m_trs', 'TRS', 4, 'right', zero],
	['trss', 'TRSS', 4, 'right', zero],
	['tsiz', 'TSIZ', 4, 'right', zero],
	['rbytes', 'RBYTES', 5, 'right', zero],
	['rchars', 'RCHARS', 5, 'right', zero],
	['rops', 'ROPS', 5, 'right', zero],
	['wbytes', 'WBYTES', 5, 'right', zero],
	['wcbytes', 'WCBYTES', 5, 'right', zero],
	['wchars', 'WCHARS', 5, 'right', zero],
	['wops', 'WOPS', 5, 'right', zero],
	['session', 'SESS', 5, 'right', ({ info }) => String(info.sid)],
	['spid', 'SPID', 5, 'right', ({ info }) => String(info.pid)],
	['tid', 'TID', 5, 'right', ({ info }) => String(info.pid)],
	['tpgid', 'TPGID', 5, 'right', ({ info }) => (info.tty === undefined ? '-1' : String(info.pgid))],
	['stackp start_stack', 'STACKP', 16, 'right', () => '0'.repeat(16)],
	['eip', 'EIP', 16, 'right', () => '0'.repeat(16)],
	['esp', 'ESP', 16, 'right', () => '0'.repeat(16)],
	['wname', 'WCHAN', 6, 'left', none],
	['lim', 'LIM', 5, 'right', () => 'xx'],
	['sgi_p', 'P', 1, 'left', ({ info }) => (info.state === 'R' ? '0' : '*')],
	['sgi_rss', 'RSS', 4, 'left', kilobytes(({ info }) => info.rssBytes / 1024)],
];

/** Where several names are one column, each has the header of its own that it has in life. */
const HEADERS: ReadonlyMap<string, string> = new Map([
	['gid', 'GID'],
	['svgid', 'SVGID'],
	['svuid', 'SVUID'],
	['svgroup', 'SVGROUP'],
	['svuser', 'SVUSER'],
	['policy', 'POL'],
	['context', 'CONTEXT'],
]);

export const MORE_COLUMNS: ReadonlyMap<string, Column> = new Map(
	DEFINITIONS.flatMap(([names, header, width, align, value]) =>
		names.split(' ').map((name): [string, Column] => {
			const shown = HEADERS.get(name) ?? header;
			return [name, { header: shown, width: Math.max(width, shown.length), align, value }];
		}),
	),
);
