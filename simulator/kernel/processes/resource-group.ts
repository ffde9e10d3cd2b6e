import { KeptState, keptStatePort } from '../kept-state.ts';
import type { GroupLimits, GroupMemory, ResourceGroup } from '../machine-api.ts';
import { type BandwidthCounters, CpuBandwidth } from './cpu-bandwidth.ts';
import type { KernelProcess } from './kernel-process.ts';

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
	peakMemoryBytes = 0;
	/** What its processes find by name, as ports of the machine. */
	readonly port: (name: string) => unknown;
	#endedCpuMs: number;
	readonly #bandwidth: CpuBandwidth;
	readonly #kept: KeptState;

	constructor(name: string, limits: GroupLimits = {}, memory?: GroupMemory) {
		this.name = name;
		this.#bandwidth = new CpuBandwidth(memory?.bandwidth);
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
		return { cpuMs: this.usage().cpuMs, bandwidth: this.#bandwidth.counters, kept: this.#kept.all() };
	}

	cpuPeriods(): BandwidthCounters {
		return this.#bandwidth.counters;
	}

	/** One process runs for `cpuMs` from `startMs` on. @returns when it has had them, and how much of it at once. */
	runCpu(startMs: number, cpuMs: number): { readonly doneAtMs: number; readonly atOnceMs: number } {
		const millicores = this.cpuLimitMillicores;
		if (millicores === undefined) return { doneAtMs: startMs + cpuMs, atOnceMs: cpuMs };
		return this.#bandwidth.run(startMs, cpuMs, millicores);
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
