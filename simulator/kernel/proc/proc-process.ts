import { fnv32a } from '../../machinery/fnv.ts';
import { ALL_CAPABILITIES, capabilityMask } from '../capabilities.ts';
import type { OpenFile } from '../open-files/open-file.ts';
import { SystemError } from '../process-api.ts';
import type { KernelProcess } from '../processes/kernel-process.ts';
import { programName, shownArguments, stateOf } from '../processes/machine-view.ts';
import type { PidNamespace } from '../processes/pid-namespace.ts';
import { dispositionMask } from '../processes/signal-calls.ts';
import { limitsText } from '../resource-limits.ts';
import { SIGNAL_NUMBERS } from '../signals.ts';
import { directoryOf, type GeneratedContent, textOf } from './generated-node.ts';
import { mountInfoText, mountsText } from './proc-mounts.ts';
import { networkDirectory } from './proc-net.ts';

/** Models ptrace_may_access: one's own user's processes, or with SYS_PTRACE. */
function rootFor(process: KernelProcess, viewer: KernelProcess | undefined): object {
	const may =
		viewer === undefined ||
		viewer.credentials.uid === process.credentials.uid ||
		viewer.credentials.capabilities.has('SYS_PTRACE');
	if (!may) throw new SystemError('EACCES');
	return process.root;
}

/** /proc/PID of one process, for who looks from `namespace`. Models Linux fs/proc/base.c. */
export function processDirectory(process: KernelProcess, namespace: PidNamespace): GeneratedContent {
	const { env } = process;
	const owner = { uid: process.credentials.uid, gid: process.credentials.gid };
	const text = (read: () => string, mode = 0o444): GeneratedContent => ({ kind: 'text', read, mode, ...owner });
	/** To what the process has there, in its own root. */
	const jump = (target: () => string): GeneratedContent => ({
		kind: 'link',
		target,
		root: (viewer) => rootFor(process, viewer),
		...owner,
	});
	const entries: Record<string, () => GeneratedContent> = {
		attr: () => attributes(process),
		cgroup: () => text(() => `0::${process.resources === undefined ? '/' : `/${process.resources.name}`}\n`),
		cmdline: () =>
			text(() =>
				shownArguments(process)
					.map((argument) => `${argument}\0`)
					.join(''),
			),
		comm: () => text(() => `${programName(process)}\n`, 0o644),
		cwd: () => jump(() => process.cwd),
		environ: () => text(() => [...env].map(([name, value]) => `${name}=${value}\0`).join(''), 0o400),
		exe: () => jump(() => executableOf(process)),
		fd: () => descriptorDirectory(process, owner),
		limits: () => text(() => limitsText(process.limits)),
		loginuid: () => text(() => String(process.credentials.uid), 0o644),
		mountinfo: () => text(() => mountInfoText(process.root)),
		mounts: () => text(() => mountsText(process.root)),
		net: () => networkDirectory(process),
		ns: () => namespaces(process, owner),
		oom_score: () => text(() => `${Math.max(0, Math.round(666 + (process.oomScoreAdj * 2) / 3))}\n`),
		oom_score_adj: () => ({
			...{ kind: 'text', mode: 0o644, ...owner },
			read: () => `${process.oomScoreAdj}\n`,
			write: (value, viewer) => setOomScore(process, value, viewer),
		}),
		root: () => jump(() => '/'),
		stat: () => text(() => statText(process, namespace)),
		statm: () => text(() => `${pages(process) * 2} ${pages(process)} ${pages(process) >> 1} 1 0 ${pages(process)} 0\n`),
		status: () => text(() => statusText(process, namespace)),
		uid_map: () => text(() => idMap(process)),
		gid_map: () => text(() => idMap(process)),
	};
	return {
		kind: 'directory',
		list: () => Object.keys(entries).sort(),
		lookup: (name) => (Object.hasOwn(entries, name) ? entries[name]?.() : undefined),
		...owner,
	};
}

/** Models fs/proc/base.c oom_score_adj_write: who may not make it safer than it was, may make it less so. */
function setOomScore(process: KernelProcess, text: string, viewer: KernelProcess | undefined): void {
	const value = text.trim();
	if (!/^[+-]?\d+$/.test(value) || Math.abs(Number(value)) > 1000) throw new SystemError('EINVAL');
	const may = viewer?.credentials.capabilities.has('SYS_RESOURCE') === true;
	if (!may && Number(value) < process.oomScoreAdj) throw new SystemError('EACCES');
	process.oomScoreAdj = Number(value);
}

/** Inode numbers of the first namespaces. Models include/linux/proc_ns.h; what follows is counted on from there. */
const FIRST_NAMESPACES = {
	cgroup: 4_026_531_835,
	ipc: 4_026_531_839,
	mnt: 4_026_531_841,
	net: 4_026_531_840,
	pid: 4_026_531_836,
	pid_for_children: 4_026_531_836,
	time: 4_026_531_834,
	time_for_children: 4_026_531_834,
	user: 4_026_531_837,
	uts: 4_026_531_838,
} as const;
const LATER_NAMESPACES = 4_026_532_200;

function namespaces(process: KernelProcess, owner: { uid: number; gid: number }): GeneratedContent {
	const { kernel, network, namespace, root, uts, confinement } = process;
	const { init } = kernel.pids;
	const isOwn: { readonly [name: string]: boolean } = {
		mnt: root !== init?.root,
		net: network.name !== kernel.facts.hostname,
		pid: namespace !== kernel.pids,
		pid_for_children: (process.childNamespace ?? namespace) !== kernel.pids,
		uts: uts !== init?.uts && network.name !== kernel.facts.hostname,
		user: confinement?.firstUid !== undefined,
	};
	const entries = Object.entries(FIRST_NAMESPACES).map(([name, first], index): [string, GeneratedContent] => {
		const kind = name.replace('_for_children', '');
		const own = fnv32a(kind === 'net' || kind === 'uts' ? network.name : String(root.fileSystem.device)) % 1_000;
		const unshared = unsharedNumber(process, name, kind);
		const number = unshared ?? (isOwn[name] === true ? LATER_NAMESPACES + own * 10 + index : first);
		return [name, { kind: 'link', target: () => `${kind}:[${number}]`, ...owner }];
	});
	return directoryOf(Object.fromEntries(entries));
}

/** Of a namespace that was made by hand; of ids and clocks, children are the first in it. */
function unsharedNumber(
	{ namespaceIds, namespace, childNamespace }: KernelProcess,
	name: string,
	kind: string,
): number | undefined {
	const id = namespaceIds?.get(kind);
	if (id === undefined) return undefined;
	const isParents = name === 'pid' && childNamespace !== undefined && childNamespace !== namespace;
	return isParents ? undefined : MADE_NAMESPACES + id;
}

/** Numbers of those that were made by hand begin here. */
const MADE_NAMESPACES = 4_026_542_800;

function executableOf({ executable, root, argv }: KernelProcess): string {
	if (executable === undefined) return argv[0] ?? '';
	return root.typeOf(executable) === undefined ? `${executable} (deleted)` : executable;
}

function attributes({ kernel, confinement }: KernelProcess): GeneratedContent {
	const label = textOf(() => `${kernel.profiles.label(confinement?.profile)}\n`);
	return directoryOf({ current: label, apparmor: directoryOf({ current: label }) });
}

function idMap({ confinement }: KernelProcess): string {
	const first = confinement?.firstUid;
	const row = first === undefined ? [0, 0, 4_294_967_295] : [0, first, 65_536];
	return `${row.map((each) => String(each).padStart(10)).join(' ')}\n`;
}

function descriptorDirectory(process: KernelProcess, owner: { uid: number; gid: number }): GeneratedContent {
	const find = (name: string): OpenFile | undefined =>
		/^\d+$/.test(name) ? process.files.find(Number(name)) : undefined;
	return {
		kind: 'directory',
		mode: 0o500,
		list: () => process.files.numbers().map(String),
		lookup: (name) => {
			const file = find(name);
			if (file === undefined) return undefined;
			// The link's mode says for what the file is open. Models fs/proc/fd.c tid_fd_update_inode.
			const mode = 0o100 | (file.flags.read ? 0o400 : 0) | (file.flags.write ? 0o200 : 0);
			return { kind: 'link', target: () => file.name, file: () => find(name), mode, ...owner };
		},
		...owner,
	};
}

function pages(process: KernelProcess): number {
	return process.isEnded ? 0 : Math.ceil(process.memoryBytes / 4096);
}

const STATE_NAMES = { R: 'running', S: 'sleeping', T: 'stopped', Z: 'zombie', D: 'disk sleep', I: 'idle' } as const;

function statusText(process: KernelProcess, namespace: PidNamespace): string {
	const { credentials } = process;
	const state = stateOf(process);
	const real = credentials.realUid ?? credentials.uid;
	const pid = process.pidIn(namespace);
	const kilobytes = Math.ceil((process.isEnded ? 0 : process.memoryBytes) / 1024);
	const capabilities = capabilityMask(credentials.capabilities);
	const ids = (first: number, rest: number): string => [first, rest, rest, rest].join('\t');
	const lines: readonly (readonly [string, string])[] = [
		['Name', programName(process)],
		['Umask', `0${process.umask.toString(8).padStart(3, '0')}`],
		['State', `${state} (${STATE_NAMES[state]})`],
		['Tgid', String(pid)],
		['Ngid', '0'],
		['Pid', String(pid)],
		['PPid', String(process.parent?.pidIn(namespace) ?? 0)],
		['TracerPid', '0'],
		['Uid', ids(real, credentials.uid)],
		['Gid', ids(credentials.gid, credentials.gid)],
		['FDSize', '64'],
		['Groups', `${credentials.groups.join(' ')} `],
		['NStgid', namespacePids(process, namespace)],
		['NSpid', namespacePids(process, namespace)],
		['VmSize', `${String(kilobytes * 2).padStart(8)} kB`],
		['VmRSS', `${String(kilobytes).padStart(8)} kB`],
		['Threads', '1'],
		['SigPnd', '0000000000000000'],
		['ShdPnd', '0000000000000000'],
		['SigBlk', '0000000000000000'],
		['SigIgn', dispositionMask(process, 'ignore', (signal) => SIGNAL_NUMBERS[signal])],
		['SigCgt', dispositionMask(process, 'catch', (signal) => SIGNAL_NUMBERS[signal])],
		['CapInh', '0000000000000000'],
		['CapPrm', capabilities],
		['CapEff', capabilities],
		['CapBnd', capabilityMask(credentials.bounding ?? ALL_CAPABILITIES)],
		['CapAmb', '0000000000000000'],
		['NoNewPrivs', credentials.noNewPrivileges === true ? '1' : '0'],
		['Seccomp', process.confinement?.filtered === true ? '2' : '0'],
		['Seccomp_filters', process.confinement?.filtered === true ? '1' : '0'],
	];
	return lines.map(([name, value]) => `${name}:\t${value}\n`).join('');
}

function namespacePids(process: KernelProcess, namespace: PidNamespace): string {
	const seen = process.pidIn(namespace);
	return process.namespace === namespace ? String(seen) : `${seen}\t${process.namespacePid}`;
}

function statText(process: KernelProcess, namespace: PidNamespace): string {
	const { kernel, session } = process;
	const ticks = Math.floor(process.cpuMs / 10);
	const terminal = session.terminal;
	const device = terminal === undefined ? 0 : 34_816 + terminal.index;
	const foreground = terminal === undefined ? -1 : process.groupIdIn(namespace);
	const startTicks = Math.floor((process.startedAtMs - kernel.facts.bootedAtMs) / 10);
	const head = `${process.pidIn(namespace)} (${programName(process)}) ${stateOf(process)}`;
	const ids = [
		process.parent?.pidIn(namespace) ?? 0,
		process.groupIdIn(namespace),
		process.sessionIdIn(namespace),
		device,
		foreground,
	];
	const faults = '4194304 0 0 0 0';
	const memory = pages(process);
	const rest = `0 0 ${20 + process.niceness} ${process.niceness} 1 0 ${startTicks} ${memory * 8192} ${memory} 18446744073709551615`;
	return `${head} ${ids.join(' ')} ${faults} ${ticks} 0 ${rest} ${'0 '.repeat(26)}0\n`;
}
