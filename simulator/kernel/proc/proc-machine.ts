import type { Kernel } from '../kernel.ts';
import type { GuestKernel } from '../security/confinement.ts';

/** /proc/cpuinfo: the fields that people read, a block a CPU. */
export function cpuInfoText(kernel: Kernel): string {
	const { cpus } = kernel.facts;
	const blocks: string[] = [];
	for (let cpu = 0; cpu < cpus; cpu++) {
		const fields: readonly (readonly [string, string])[] = [
			['processor\t', String(cpu)],
			['vendor_id\t', 'GenuineIntel'],
			['cpu family\t', '6'],
			['model\t\t', '85'],
			['model name\t', 'Intel(R) Xeon(R) Platinum 8259CL CPU @ 2.50GHz'],
			['stepping\t', '7'],
			['cpu MHz\t\t', '2500.000'],
			['cache size\t', '36608 KB'],
			['physical id\t', '0'],
			['siblings\t', String(cpus)],
			['core id\t\t', String(cpu)],
			['cpu cores\t', String(cpus)],
			['fpu\t\t', 'yes'],
			[
				'flags\t\t',
				'fpu vme de pse tsc msr pae mce cx8 apic sep mtrr pge mca cmov pat sse sse2 ht syscall nx lm constant_tsc',
			],
			['bogomips\t', '5000.00'],
			['address sizes\t', '46 bits physical, 48 bits virtual'],
		];
		blocks.push(fields.map(([name, value]) => `${name}: ${value}\n`).join(''));
	}
	return `${blocks.join('\n')}\n`;
}

export function memoryInfoText(kernel: Kernel): string {
	const total = Math.floor(kernel.facts.memoryBytes / 1024);
	const used = Math.floor(kernel.usedMemoryBytes() / 1024);
	const cached = Math.floor(total / 4);
	const free = Math.max(0, total - used - cached);
	const swapKib = kernel.swaps.reduce((sum, { bytes }) => sum + bytes, 0) / 1024;
	const rows: readonly (readonly [string, number])[] = [
		['MemTotal', total],
		['MemFree', free],
		['MemAvailable', free + cached],
		['Buffers', Math.floor(cached / 20)],
		['Cached', cached],
		['SwapCached', 0],
		['Active', used],
		['Inactive', cached],
		['SwapTotal', swapKib],
		['SwapFree', swapKib],
		['Dirty', 0],
		['Shmem', 4096],
	];
	return rows.map(([name, value]) => `${`${name}:`.padEnd(16)}${String(value).padStart(8)} kB\n`).join('');
}

/** Models mm/swapfile.c swap_show. */
export function swapsText({ swaps }: Kernel): string {
	const lines = swaps.map(({ name, isDevice, bytes, priority }) => {
		const kib = bytes / 1024;
		const start = `${name}${' '.repeat(name.length < 40 ? 40 - name.length : 1)}${isDevice ? 'partition' : 'file\t'}`;
		return `${start}\t${kib}\t${kib < 10_000_000 ? '\t' : ''}0\t\t${priority}\n`;
	});
	return `Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n${lines.join('')}`;
}

export function uptimeText(kernel: Kernel): string {
	const seconds = (kernel.loop.now() - kernel.facts.bootedAtMs) / 1000;
	return `${seconds.toFixed(2)} ${(seconds * kernel.facts.cpus * 0.95).toFixed(2)}\n`;
}

/** Differs: no decay; the processes that would run now count for all three averages. */
export function loadAverageText(kernel: Kernel): string {
	const all = kernel.pids.all();
	const running = all.filter((process) => !process.isEnded && process.runState !== 'sleeping').length;
	const load = kernel.scheduler.busyCpus.toFixed(2);
	const last = all.at(-1)?.hostPid ?? 0;
	return `${load} ${load} ${load} ${Math.max(1, running)}/${all.length} ${last}\n`;
}

export function versionText(kernel: Kernel, guest: GuestKernel | undefined): string {
	if (guest !== undefined) return `Linux version ${guest.release} ${guest.version}\n`;
	return `Linux version ${kernel.facts.kernelRelease} (buildd@lcy02-amd64-095) (x86_64-linux-gnu-gcc-13 (Ubuntu 13.3.0-6ubuntu2~24.04) 13.3.0, GNU ld (GNU Binutils for Ubuntu) 2.42) ${kernel.facts.kernelVersion}\n`;
}

export function statText(kernel: Kernel): string {
	const elapsed = Math.floor((kernel.loop.now() - kernel.facts.bootedAtMs) / 10);
	const all = kernel.pids.all();
	const busy = Math.floor(kernel.usedCpuMs() / 10);
	const { cpus } = kernel.facts;
	const idle = Math.max(0, elapsed * cpus - busy);
	const lines = [`cpu  ${busy} 0 0 ${idle} 0 0 0 0 0 0`];
	for (let cpu = 0; cpu < cpus; cpu++) {
		lines.push(`cpu${cpu} ${Math.floor(busy / cpus)} 0 0 ${Math.floor(idle / cpus)} 0 0 0 0 0 0`);
	}
	const running = all.filter((process) => process.runState !== 'sleeping').length;
	lines.push(`btime ${Math.floor(kernel.facts.bootedAtMs / 1000)}`, `processes ${all.at(-1)?.hostPid ?? 0}`);
	lines.push(`procs_running ${running}`, 'procs_blocked 0');
	return `${lines.join('\n')}\n`;
}
