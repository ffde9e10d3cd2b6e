import type { Kernel } from '../kernel.ts';
import { SystemError } from '../process-api.ts';
import type { KernelProcess } from '../processes/kernel-process.ts';
import { interfacesOf } from '../processes/machine-view.ts';
import type { KernelResourceGroup } from '../processes/resource-group.ts';
import { directoryOf, type GeneratedContent, textOf } from './generated-node.ts';

/** Default of pids.max and memory.max: no limit. */
const MAX = 'max';

/** The root of /sys: interfaces, CPUs, and the control group of who looks. */
export function sysRoot(kernel: Kernel): GeneratedContent {
	return directoryOf({
		class: directoryOf({ net: interfaces() }),
		devices: directoryOf({
			system: directoryOf({
				cpu: directoryOf({
					online: textOf(() => (kernel.facts.cpus === 1 ? '0\n' : `0-${kernel.facts.cpus - 1}\n`)),
				}),
			}),
			virtual: directoryOf({
				dmi: directoryOf({ id: directoryOf({ product_uuid: textOf(() => `${kernel.facts.bootId}\n`) }) }),
			}),
		}),
		// Differs: no bpf file system is mounted there.
		fs: directoryOf({ bpf: directoryOf({}), cgroup: controlGroup(kernel) }),
		kernel: directoryOf({ security: securityFiles(kernel) }),
		module: directoryOf({
			apparmor: directoryOf({
				parameters: directoryOf({ enabled: textOf(() => 'Y\n'), mode: textOf(() => 'enforce\n') }),
			}),
		}),
	});
}

/** securityfs, of which containers see nothing. Differs: a profile is loaded as JSON, not as a compiled policy. */
function securityFiles(kernel: Kernel): GeneratedContent {
	const action = (write: (text: string) => void): GeneratedContent => ({
		kind: 'text',
		mode: 0o640,
		read: () => '',
		write: (text, viewer) => {
			if (viewer?.credentials.capabilities.has('MAC_ADMIN') === false) throw new SystemError('EACCES');
			write(text);
		},
	});
	const { profiles } = kernel;
	const files = directoryOf({
		apparmor: directoryOf({
			'.load': action((text) => profiles.load(text, false)),
			'.remove': action((text) => profiles.remove(text)),
			'.replace': action((text) => profiles.load(text, true)),
			profiles: { kind: 'text', mode: 0o440, read: () => profiles.listing() },
		}),
		lsm: textOf(() => 'lockdown,capability,landlock,yama,apparmor'),
	});
	const isInside = (viewer: KernelProcess | undefined): boolean => viewer?.credentials.bounding !== undefined;
	return {
		kind: 'directory',
		list: (viewer) => (isInside(viewer) ? [] : files.list(viewer)),
		lookup: (name, viewer) => (isInside(viewer) ? undefined : files.lookup(name, viewer)),
	};
}

function interfaces(): GeneratedContent {
	const of = (viewer: KernelProcess | undefined) => (viewer === undefined ? [] : interfacesOf(viewer.network));
	return {
		kind: 'directory',
		list: (viewer) => of(viewer).map(({ name }) => name),
		lookup: (name, viewer) => {
			const found = of(viewer).find((each) => each.name === name);
			if (found === undefined) return undefined;
			return directoryOf({
				address: textOf(() => `${found.mac}\n`),
				mtu: textOf(() => `${found.mtu}\n`),
				operstate: textOf(() => (found.name === 'lo' ? 'unknown\n' : 'up\n')),
			});
		},
	};
}

/** Time in microseconds. Differs: all of it is the program's own. */
function cpuStatistics(group: KernelResourceGroup | undefined): (readonly [string, number])[] {
	const usedMs = group?.usage().cpuMs ?? 0;
	const { periods, throttled, throttledMs } = group?.cpuPeriods() ?? { periods: 0, throttled: 0, throttledMs: 0 };
	return [
		['usage_usec', usedMs * 1000],
		['user_usec', usedMs * 1000],
		['system_usec', 0],
		['core_sched.force_idle_usec', 0],
		['nr_periods', periods],
		['nr_throttled', throttled],
		['throttled_usec', throttledMs * 1000],
		['nr_bursts', 0],
		['burst_usec', 0],
	];
}

/** Models opencontainers/cgroups ConvertCPUSharesToCgroupV2Value. */
function cpuWeight(shares: number): number {
	return 1 + Math.floor(((Math.max(2, shares) - 2) * 9999) / 262_142);
}

/** The cgroup v2 files that programs look at to learn their limits. */
function controlGroup(kernel: Kernel): GeneratedContent {
	const file = (read: (viewer: KernelProcess | undefined) => string | number): GeneratedContent =>
		textOf((viewer) => `${read(viewer)}\n`);
	const group = (viewer: KernelProcess | undefined) => viewer?.resources;
	return directoryOf({
		'cgroup.controllers': file(() => 'cpuset cpu io memory hugetlb pids rdma misc'),
		'cgroup.procs': textOf((viewer) => {
			const members = [...(group(viewer)?.members ?? [])];
			return members.map((member) => `${viewer === undefined ? 0 : member.pidIn(viewer.namespace)}\n`).join('');
		}),
		'cpu.max': file((viewer) => {
			const limit = group(viewer)?.cpuLimitMillicores;
			return `${limit === undefined ? MAX : limit * 100} 100000`;
		}),
		'cpu.stat': file((viewer) => {
			return cpuStatistics(group(viewer))
				.map(([name, value]) => `${name} ${Math.round(value)}`)
				.join('\n');
		}),
		'cpu.weight': file((viewer) => cpuWeight(group(viewer)?.cpuShares ?? 1024)),
		'cpuset.cpus.effective': file(() => (kernel.facts.cpus === 1 ? '0' : `0-${kernel.facts.cpus - 1}`)),
		'memory.current': file((viewer) => group(viewer)?.memoryBytes ?? kernel.usedMemoryBytes()),
		'memory.high': file(() => MAX),
		'memory.low': file(() => 0),
		'memory.min': file(() => 0),
		'memory.oom.group': file(() => 1),
		'memory.swap.current': file(() => 0),
		'memory.swap.max': file((viewer) => (group(viewer) === undefined ? MAX : 0)),
		'memory.events': file((viewer) => {
			const kills = group(viewer)?.oomKills ?? 0;
			return `low 0\nhigh 0\nmax ${kills}\noom ${kills}\noom_kill ${kills}\noom_group_kill ${kills}`;
		}),
		'memory.max': file((viewer) => group(viewer)?.memoryLimitBytes ?? MAX),
		'memory.peak': file((viewer) => group(viewer)?.peakMemoryBytes ?? 0),
		'pids.current': file((viewer) => group(viewer)?.members.size ?? kernel.pids.size),
		'pids.max': file((viewer) => group(viewer)?.processLimit ?? MAX),
	});
}
