import { KeptState, keptStatePort } from '../kept-state.ts';
import type { GroupLimits, GroupMemory, ResourceGroup } from '../machine-api.ts';
import type { KernelProcess } from './kernel-process.ts';

const PERIOD_MS = 100;

/** A control group: what a container's processes use together, and what they may. */
export class KernelResourceGroup implements ResourceGroup {
	readonly name: string;
	memoryLimitBytes: number | undefined;
	cpuLimitMillicores: number | undefined;
	processLimit: number | undefined;
	cpuShares: number;
	readonly oomScoreAdj: number;
	oomKills = 0;
	readonly members = new Set<KernelProcess>();
	/** When the group's CPU quota allows the next slice. */
	cpuFreeAtMs = 0;
	throttledMs: number;
	peakMemoryBytes = 0;
	/** What its processes find by name, as ports of the machine. */
	readonly port: (name: string) => unknown;
	#endedCpuMs: number;
	readonly #kept: KeptState;

	constructor(name: string, limits: GroupLimits = {}, memory?: GroupMemory) {
		this.name = name;
		this.throttledMs = memory?.throttledMs ?? 0;
		this.#endedCpuMs = memory?.cpuMs ?? 0;
		this.#kept = new KeptState(memory?.kept);
		this.port = keptStatePort(this.#kept);
		this.memoryLimitBytes = limits.memoryLimitBytes;
		this.cpuLimitMillicores = limits.cpuLimitMillicores;
		this.processLimit = limits.processLimit;
		this.cpuShares = limits.cpuShares ?? 1024;
		this.oomScoreAdj = limits.oomScoreAdj ?? 0;
	}

	get memoryBytes(): number {
		let bytes = 0;
		for (const member of this.members) bytes += member.memoryBytes;
		return bytes;
	}

	usage(): { cpuMs: number; memoryBytes: number; processes: number } {
		let cpuMs = this.#endedCpuMs;
		for (const member of this.members) cpuMs += member.cpuMs;
		return { cpuMs, memoryBytes: this.memoryBytes, processes: this.members.size };
	}

	memory(): GroupMemory {
		return { cpuMs: this.usage().cpuMs, throttledMs: this.throttledMs, kept: this.#kept.all() };
	}

	/** Differs: periods are counted by what was used. */
	cpuPeriods(): { periods: number; throttled: number; throttledMs: number } {
		const quotaMs = ((this.cpuLimitMillicores ?? 0) * PERIOD_MS) / 1000;
		const periods = quotaMs === 0 ? 0 : Math.ceil(this.usage().cpuMs / quotaMs);
		// Time is counted for each CPU that had to wait, periods once.
		const throttled = Math.min(periods, Math.ceil(this.throttledMs / PERIOD_MS));
		return { periods, throttled, throttledMs: this.throttledMs };
	}

	killAll(): void {
		for (const member of [...this.members]) member.terminateBySignal('KILL');
	}

	/** Called when memory use has grown. Models the memory controller with memory.oom.group set, as the kubelet sets it. */
	checkMemory(): void {
		const used = this.memoryBytes;
		this.peakMemoryBytes = Math.max(this.peakMemoryBytes, used);
		if (this.memoryLimitBytes === undefined || used <= this.memoryLimitBytes) return;
		this.oomKills++;
		this.killAll();
	}

	leave(process: KernelProcess): void {
		if (this.members.delete(process)) this.#endedCpuMs += process.cpuMs;
	}
}
