import type { Kernel } from '../kernel.ts';
import { type GeneratedContent, textOf } from './generated-node.ts';
import { modulesText, setModules } from './kernel-modules.ts';
import {
	cpuInfoText,
	loadAverageText,
	memoryInfoText,
	statText,
	swapsText,
	uptimeText,
	versionText,
} from './proc-machine.ts';
import { processDirectory } from './proc-process.ts';
import { sysctls } from './proc-sysctls.ts';

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
		self: { kind: 'link', target: (viewer) => String(viewer?.pidIn(viewer.shownProcesses) ?? '') },
		stat: textOf(() => statText(kernel)),
		swaps: textOf(() => swapsText(kernel)),
		sys: sysctls(kernel),
		uptime: textOf(() => uptimeText(kernel)),
		version: { kind: 'text', mode: 0o444, read: (viewer) => versionText(kernel, viewer?.confinement?.guest) },
	};
	return {
		kind: 'directory',
		list: (viewer) => {
			const namespace = viewer?.shownProcesses ?? kernel.pids;
			return [...namespace.all().map((process) => String(process.pidIn(namespace))), ...Object.keys(fixed)];
		},
		lookup: (name, viewer) => {
			if (Object.hasOwn(fixed, name)) return fixed[name];
			const namespace = viewer?.shownProcesses ?? kernel.pids;
			const process = /^[1-9]\d*$/.test(name) ? namespace.get(Number(name)) : undefined;
			return process === undefined ? undefined : processDirectory(process, namespace);
		},
	};
}

const FILE_SYSTEMS = ['sysfs', 'tmpfs', 'proc', 'cgroup2', 'devtmpfs', 'devpts', 'overlay', 'pipefs', 'sockfs'];
