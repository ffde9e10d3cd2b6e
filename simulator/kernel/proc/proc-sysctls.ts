import type { Kernel } from '../kernel.ts';
import { SystemError } from '../process-api.ts';
import type { KernelProcess } from '../processes/kernel-process.ts';
import { directoryOf, type GeneratedContent, textOf } from './generated-node.ts';

type Folder = { [name: string]: GeneratedContent | Folder };

/** The settings under /proc/sys that people read, and those that Kubernetes installations and Pods write; made when somebody looks. */
export function sysctls(kernel: Kernel): GeneratedContent {
	let made: (GeneratedContent & { kind: 'directory' }) | undefined;
	const root = (): NonNullable<typeof made> => {
		const all = made ?? allSettings(kernel);
		made = all;
		return all;
	};
	return {
		kind: 'directory',
		list: (viewer) => root().list(viewer),
		lookup: (name, viewer) => root().lookup(name, viewer),
	};
}

function allSettings(kernel: Kernel): GeneratedContent & { kind: 'directory' } {
	const root: Folder = Object.create(null);
	const fixed = (text: string): GeneratedContent => textOf(() => `${text}\n`);
	const facts: readonly (readonly [string, GeneratedContent])[] = [
		[
			'kernel.hostname',
			{
				kind: 'text',
				read: (viewer) => `${viewer?.uts.hostname ?? kernel.facts.hostname}\n`,
				write: (text, viewer) => setHostname(text, viewer),
			},
		],
		['kernel.osrelease', fixed(kernel.facts.kernelRelease)],
		['kernel.ostype', fixed('Linux')],
		['kernel.pid_max', fixed('4194304')],
		['kernel.random.boot_id', fixed(kernel.facts.bootId)],
		['kernel.random.entropy_avail', fixed('256')],
		['kernel.version', fixed(kernel.facts.kernelVersion)],
		[
			'net.ipv4.ip_unprivileged_port_start',
			{
				kind: 'text',
				read: (viewer) => `${viewer?.network.unprivilegedPortStart ?? 1024}\n`,
				write: (text, viewer) => write(kernel, 'net.ipv4.ip_unprivileged_port_start', text, viewer),
			},
		],
	];
	for (const [name] of DEFAULT_SETTINGS) place(root, name, setting(kernel, name));
	for (const [name, content] of facts) place(root, name, content);
	return folderOf(root);
}

function place(root: Folder, name: string, content: GeneratedContent): void {
	const parts = name.split('.');
	const last = parts.pop() as string;
	let folder = root;
	for (const part of parts) {
		folder[part] ??= Object.create(null) as Folder;
		folder = folder[part] as Folder;
	}
	folder[last] = content;
}

function folderOf(folder: Folder): GeneratedContent & { kind: 'directory' } {
	const entries: { [name: string]: GeneratedContent } = {};
	for (const name of Object.keys(folder).sort()) {
		const entry = folder[name] as GeneratedContent | Folder;
		entries[name] = 'kind' in entry ? (entry as GeneratedContent) : folderOf(entry as Folder);
	}
	return directoryOf(entries);
}

function setting(kernel: Kernel, name: string): GeneratedContent {
	return {
		kind: 'text',
		read: (viewer) => `${viewer?.network.setting(name) ?? kernel.settings.get(name) ?? ''}\n`,
		write: (text, viewer) => write(kernel, name, text, viewer),
	};
}

/** Of everybody in the same UTS namespace. Models sethostname(2), which takes 64 characters. */
function setHostname(text: string, viewer: KernelProcess | undefined): void {
	if (viewer === undefined || !viewer.credentials.capabilities.has('SYS_ADMIN')) throw new SystemError('EPERM');
	viewer.uts.hostname = text.replace(/\n$/, '').slice(0, 64);
}

/** To what is not privileged in a container, /proc/sys is mounted read-only. Models containerd's default mounts. */
function write(kernel: Kernel, name: string, text: string, viewer: KernelProcess | undefined): void {
	if (viewer?.credentials.bounding !== undefined && viewer.credentials.bounding.has('SYS_ADMIN') === false) {
		throw new SystemError('EROFS');
	}
	const value = text.trim().replace(/\s+/g, '\t');
	const own = viewer !== undefined && isNamespaced(name) && viewer.network.name !== kernel.facts.hostname;
	if (own) viewer.network.settings.set(name, value);
	else kernel.settings.set(name, value);
	if (!own && OF_THE_HOST.has(name)) viewer?.network.settings.set(name, value);
	if (name === 'net.ipv4.ip_forward') viewer?.network.onRewired?.();
}

/** What sockets and routes of the machine's own namespace look at. */
const OF_THE_HOST: ReadonlySet<string> = new Set(['net.ipv4.ip_unprivileged_port_start', 'net.ipv4.ip_forward']);

/** Whether each Pod has its own: what is of its network. Differs: IPC's are kept with it. Models pkg/kubelet/sysctl util. */
function isNamespaced(name: string): boolean {
	return /^(?:net\.|kernel\.(?:shm|msg|sem)|fs\.mqueue\.)/.test(name) && name !== 'net.netfilter.nf_conntrack_max';
}

/** What a kubeadm node has set (modules-load and sysctl.d), and the kernel's defaults. */
export const DEFAULT_SETTINGS: readonly (readonly [string, string])[] = [
	['fs.file-max', '9223372036854775807'],
	['fs.inotify.max_user_instances', '128'],
	['fs.inotify.max_user_watches', '61463'],
	['fs.mqueue.msg_max', '10'],
	['fs.mqueue.msgsize_max', '8192'],
	['fs.mqueue.queues_max', '256'],
	['fs.protected_hardlinks', '1'],
	['fs.protected_symlinks', '1'],
	['fs.suid_dumpable', '2'],
	['kernel.dmesg_restrict', '1'],
	['kernel.kptr_restrict', '1'],
	['kernel.perf_event_paranoid', '4'],
	['kernel.randomize_va_space', '2'],
	['kernel.sysrq', '176'],
	['kernel.yama.ptrace_scope', '1'],
	['kernel.msgmax', '8192'],
	['kernel.msgmnb', '16384'],
	['kernel.msgmni', '32000'],
	['kernel.panic', '10'],
	['kernel.panic_on_oops', '1'],
	['kernel.sem', '32000\t1024000000\t500\t32000'],
	['kernel.shm_rmid_forced', '0'],
	['kernel.shmall', '18446744073692774399'],
	['kernel.shmmax', '18446744073692774399'],
	['kernel.shmmni', '4096'],
	['net.bridge.bridge-nf-call-ip6tables', '1'],
	['net.bridge.bridge-nf-call-iptables', '1'],
	['net.core.netdev_max_backlog', '1000'],
	['net.core.rmem_max', '212992'],
	['net.core.somaxconn', '4096'],
	['net.core.wmem_max', '212992'],
	['net.ipv4.conf.all.forwarding', '1'],
	['net.ipv4.conf.all.rp_filter', '2'],
	['net.ipv4.conf.default.forwarding', '1'],
	['net.ipv4.conf.default.rp_filter', '2'],
	['net.ipv4.ip_forward', '1'],
	['net.ipv4.ip_local_port_range', '32768\t60999'],
	['net.ipv4.ip_local_reserved_ports', ''],
	['net.ipv4.ping_group_range', '0\t2147483647'],
	['net.ipv4.tcp_fin_timeout', '60'],
	['net.ipv4.tcp_keepalive_intvl', '75'],
	['net.ipv4.tcp_keepalive_probes', '9'],
	['net.ipv4.tcp_keepalive_time', '7200'],
	['net.ipv4.tcp_max_syn_backlog', '512'],
	['net.ipv4.tcp_rmem', '4096\t131072\t6291456'],
	['net.ipv4.tcp_syncookies', '1'],
	['net.ipv4.tcp_tw_reuse', '2'],
	['net.ipv4.tcp_wmem', '4096\t16384\t4194304'],
	['net.ipv6.conf.all.disable_ipv6', '0'],
	['net.ipv6.conf.all.forwarding', '0'],
	['net.ipv6.conf.default.disable_ipv6', '0'],
	['net.ipv6.conf.default.forwarding', '0'],
	['net.netfilter.nf_conntrack_max', '131072'],
	['vm.max_map_count', '1048576'],
	['vm.overcommit_memory', '1'],
	['vm.panic_on_oom', '0'],
	['vm.swappiness', '60'],
];
