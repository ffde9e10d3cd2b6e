import type { Kernel } from '../kernel.ts';
import { directoryOf, type GeneratedContent, textOf } from './generated-node.ts';
import { modulesText, setModules } from './kernel-modules.ts';
import { cpuInfoText, loadAverageText, memoryInfoText, statText, uptimeText, versionText } from './proc-machine.ts';
import { processDirectory } from './proc-process.ts';

/** The root of /proc. What it shows depends on who looks: the pid namespace, "self". */
export function procRoot(kernel: Kernel): GeneratedContent {
	const fixed: Record<string, GeneratedContent> = {
		cgroups: textOf(
			() => '#subsys_name\thierarchy\tnum_cgroups\tenabled\ncpu\t0\t1\t1\nmemory\t0\t1\t1\npids\t0\t1\t1\n',
		),
		cmdline: textOf(
			() => `BOOT_IMAGE=/vmlinuz-${kernel.facts.kernelRelease} root=/dev/vda1 ro console=tty1 console=ttyS0\n`,
		),
		cpuinfo: textOf(() => cpuInfoText(kernel)),
		filesystems: textOf(() =>
			FILE_SYSTEMS.map((name) => `nodev\t${name}\n`)
				.join('')
				.concat('\text4\n'),
		),
		loadavg: textOf(() => loadAverageText(kernel)),
		meminfo: textOf(() => memoryInfoText(kernel)),
		modules: { kind: 'text', mode: 0o444, read: () => modulesText(kernel), write: (text) => setModules(kernel, text) },
		mounts: { kind: 'link', target: () => 'self/mounts' },
		net: { kind: 'link', target: () => 'self/net' },
		self: { kind: 'link', target: (viewer) => String(viewer?.namespacePid ?? '') },
		stat: textOf(() => statText(kernel)),
		swaps: textOf(() => 'Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n'),
		sys: sysctls(kernel),
		uptime: textOf(() => uptimeText(kernel)),
		version: textOf(() => versionText(kernel)),
	};
	return {
		kind: 'directory',
		list: (viewer) => {
			const namespace = viewer?.namespace ?? kernel.pids;
			return [...namespace.all().map((process) => String(process.pidIn(namespace))), ...Object.keys(fixed)];
		},
		lookup: (name, viewer) => {
			if (Object.hasOwn(fixed, name)) return fixed[name];
			const namespace = viewer?.namespace ?? kernel.pids;
			const process = /^[1-9]\d*$/.test(name) ? namespace.get(Number(name)) : undefined;
			return process === undefined ? undefined : processDirectory(process, namespace);
		},
	};
}

const FILE_SYSTEMS = ['sysfs', 'tmpfs', 'proc', 'cgroup2', 'devtmpfs', 'devpts', 'overlay', 'pipefs', 'sockfs'];

/** The few settings under /proc/sys that people read, and those that Kubernetes installations write. */
function sysctls(kernel: Kernel): GeneratedContent {
	const fixed = (text: string): GeneratedContent => textOf(() => `${text}\n`);
	const setting = (name: string): GeneratedContent => ({
		kind: 'text',
		read: () => `${kernel.settings.get(name) ?? ''}\n`,
		write: (text) => kernel.settings.set(name, text.trim()),
	});
	const conf = (family: string, names: readonly string[]): GeneratedContent => {
		const folder = (device: string): GeneratedContent =>
			directoryOf(Object.fromEntries(names.map((name) => [name, setting(`net.${family}.conf.${device}.${name}`)])));
		return directoryOf({ all: folder('all'), default: folder('default') });
	};
	return directoryOf({
		fs: directoryOf({
			'file-max': setting('fs.file-max'),
			inotify: directoryOf({
				max_user_instances: setting('fs.inotify.max_user_instances'),
				max_user_watches: setting('fs.inotify.max_user_watches'),
			}),
		}),
		kernel: directoryOf({
			hostname: textOf((viewer) => `${viewer?.uts.hostname ?? kernel.facts.hostname}\n`),
			osrelease: fixed(kernel.facts.kernelRelease),
			ostype: fixed('Linux'),
			panic: setting('kernel.panic'),
			panic_on_oops: setting('kernel.panic_on_oops'),
			pid_max: fixed('4194304'),
			random: directoryOf({ boot_id: fixed(kernel.facts.bootId), entropy_avail: fixed('256') }),
			version: fixed(kernel.facts.kernelVersion),
		}),
		net: directoryOf({
			bridge: directoryOf({
				'bridge-nf-call-ip6tables': setting('net.bridge.bridge-nf-call-ip6tables'),
				'bridge-nf-call-iptables': setting('net.bridge.bridge-nf-call-iptables'),
			}),
			core: directoryOf({
				netdev_max_backlog: setting('net.core.netdev_max_backlog'),
				somaxconn: setting('net.core.somaxconn'),
			}),
			ipv4: directoryOf({
				conf: conf('ipv4', ['forwarding', 'rp_filter']),
				ip_forward: setting('net.ipv4.ip_forward'),
				ip_local_port_range: fixed('32768\t60999'),
				ip_unprivileged_port_start: textOf((viewer) => `${viewer?.network.unprivilegedPortStart ?? 1024}\n`),
				tcp_keepalive_time: setting('net.ipv4.tcp_keepalive_time'),
			}),
			ipv6: directoryOf({ conf: conf('ipv6', ['disable_ipv6', 'forwarding']) }),
			netfilter: directoryOf({ nf_conntrack_max: setting('net.netfilter.nf_conntrack_max') }),
		}),
		vm: directoryOf({
			panic_on_oom: setting('vm.panic_on_oom'),
			max_map_count: setting('vm.max_map_count'),
			overcommit_memory: setting('vm.overcommit_memory'),
			swappiness: setting('vm.swappiness'),
		}),
	});
}

/** What a kubeadm node has set (modules-load and sysctl.d), and the kernel's defaults. */
export const DEFAULT_SETTINGS: readonly (readonly [string, string])[] = [
	['fs.file-max', '9223372036854775807'],
	['fs.inotify.max_user_instances', '128'],
	['fs.inotify.max_user_watches', '61463'],
	['net.bridge.bridge-nf-call-ip6tables', '1'],
	['net.bridge.bridge-nf-call-iptables', '1'],
	['kernel.panic', '10'],
	['kernel.panic_on_oops', '1'],
	['net.core.netdev_max_backlog', '1000'],
	['net.core.somaxconn', '4096'],
	['net.ipv4.conf.all.forwarding', '1'],
	['net.ipv4.conf.all.rp_filter', '2'],
	['net.ipv4.conf.default.forwarding', '1'],
	['net.ipv4.conf.default.rp_filter', '2'],
	['net.ipv4.ip_forward', '1'],
	['net.ipv4.tcp_keepalive_time', '7200'],
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
