import type { Pod } from '../../api/core/types/pod.ts';
import { quantityOf, wholeValue } from '../../machinery/quantity.ts';
import type { KubeletConfiguration } from '../configuration.ts';
import type { KubeletParts } from '../parts.ts';
import { isStaticPod } from '../pod/pod-facts.ts';
import { isEnding, type PodState } from '../pod/pod-state.ts';
import type { ContainerRecord } from '../runtime/container-record.ts';
import { containerBytes, limitsStorage, storageBytes, storageOverrun } from './local-storage.ts';
import {
	type Pressure,
	type SoftThreshold,
	softThresholdsOf,
	type Threshold,
	thresholdBytes,
	thresholdsOf,
} from './thresholds.ts';

export interface EvictionOptions {
	readonly parts: () => KubeletParts;
	readonly states: ReadonlyMap<string, PodState>;
	readonly configuration: KubeletConfiguration;
	readonly memoryBytes: number;
	/** Says something about the Node. */
	readonly tell: (reason: string, message: string) => void;
	/** Takes away what nobody uses of the disk. */
	readonly freeDisk: () => void;
}

/** What is evicted for its node's sake gets no more. Models immediateEvictionGracePeriodSeconds. */
const GRACE_SECONDS = 1;
/** Of system-cluster-critical Pods and those above. Models scheduling.SystemCriticalPriority. */
const CRITICAL_PRIORITY = 2_000_000_000;
/** Below that much of the memory in use, nothing is short. */
const LOOK_FROM = 0.5;

const RESOURCES: Readonly<Record<Pressure, string>> = { memory: 'memory', disk: 'ephemeral-storage' };
const CONDITIONS: Readonly<Record<Pressure, string>> = { memory: 'MemoryPressure', disk: 'DiskPressure' };

interface Shortage {
	/** Absent of a hard one. */
	readonly soft?: SoftThreshold;
	readonly pressure: Pressure;
	readonly thresholdBytes: number;
	readonly availableBytes: number;
}

/** Ends Pods before their node runs out of memory or disk, and those that write more than they may. Models pkg/kubelet/eviction. */
export class EvictionManager {
	readonly #options: EvictionOptions;
	readonly #thresholds: readonly (Threshold | SoftThreshold)[];
	readonly #lastSeenMs = new Map<Pressure, number>();
	/** Since when soft thresholds are crossed. */
	readonly #softSinceMs = new Map<SoftThreshold, number>();
	/** Pods with limits on what they write. */
	readonly #limited = new Set<string>();

	constructor(options: EvictionOptions) {
		this.#options = options;
		const { evictionHard } = options.configuration;
		this.#thresholds = [...thresholdsOf(evictionHard), ...softThresholdsOf(options.configuration)];
	}

	added({ pod }: PodState): void {
		if (limitsStorage(pod)) this.#limited.add(pod.metadata.uid);
	}

	removed(uid: string): void {
		this.#limited.delete(uid);
	}

	under(pressure: Pressure): boolean {
		return this.#lastSeenMs.has(pressure);
	}

	/** Why a Pod is not taken now; undefined when it is. Models managerImpl.Admit. */
	refusal(pod: Pod): { readonly reason: string; readonly message: string } | undefined {
		if (this.#lastSeenMs.size === 0 || isCritical(pod)) return undefined;
		const tolerates = pod.spec.tolerations?.some(
			({ key, operator }) => operator === 'Exists' && (key ?? 'node.kubernetes.io/memory-pressure') === MEMORY_TAINT,
		);
		if (!this.under('disk') && (pod.status.qosClass !== 'BestEffort' || tolerates === true)) return undefined;
		const names = (['memory', 'disk'] as const).filter((each) => this.under(each)).map((each) => CONDITIONS[each]);
		return { reason: 'Evicted', message: `The node had condition: [${names.join(' ')}]. ` };
	}

	/** A look at the node, every ten seconds. Whether nothing is short or was. Models managerImpl.synchronize. */
	look(): boolean {
		for (const uid of this.#limited) {
			const state = this.#options.states.get(uid);
			if (state === undefined || !isActive(state)) continue;
			const message = storageOverrun(state.pod, this.#options.parts());
			if (message !== undefined) this.#evict(state, message);
		}
		const { evictionPressureTransitionPeriod } = this.#options.configuration;
		const nowMs = this.#options.parts().context.loop.now();
		const shortages = this.#shortages();
		for (const { pressure } of shortages) this.#lastSeenMs.set(pressure, nowMs);
		for (const [pressure, seenMs] of this.#lastSeenMs) {
			if (nowMs - seenMs >= evictionPressureTransitionPeriod) this.#lastSeenMs.delete(pressure);
		}
		const worst = shortages.find(({ soft }) => soft === undefined || this.#isOverdue(soft, nowMs));
		if (worst !== undefined) this.#reclaim(worst);
		return shortages.length === 0 && this.#lastSeenMs.size === 0;
	}

	/** Models thresholdsMetGracePeriod. */
	#isOverdue(soft: SoftThreshold, nowMs: number): boolean {
		return nowMs - (this.#softSinceMs.get(soft) ?? nowMs) >= soft.graceMs;
	}

	#shortages(): Shortage[] {
		const { machine, context } = this.#options.parts();
		const { memoryBytes } = this.#options;
		const shortages: Shortage[] = [];
		for (const threshold of this.#thresholds) {
			const soft = 'graceMs' in threshold ? threshold : undefined;
			const { pressure } = threshold;
			const disk = pressure === 'disk' ? machine.root.diskUsage() : undefined;
			const capacity = disk?.totalBytes ?? memoryBytes;
			const bytes = thresholdBytes(threshold, capacity);
			if (
				disk === undefined &&
				bytes < memoryBytes * LOOK_FROM &&
				machine.heldAtGrowthBytes < memoryBytes * LOOK_FROM
			) {
				if (soft !== undefined) this.#softSinceMs.delete(soft);
				continue;
			}
			const availableBytes = wholePages(capacity - (disk?.usedBytes ?? machine.usage().memoryBytes));
			if (availableBytes >= bytes) {
				if (soft !== undefined) this.#softSinceMs.delete(soft);
				continue;
			}
			if (soft !== undefined && !this.#softSinceMs.has(soft)) this.#softSinceMs.set(soft, context.loop.now());
			if (shortages.some((each) => each.pressure === pressure && each.soft === soft)) continue;
			shortages.push({ ...(soft && { soft }), pressure, thresholdBytes: bytes, availableBytes });
		}
		return shortages;
	}

	/** One Pod a look: those beyond their requests first, then the least important, then the largest. */
	#reclaim(shortage: Shortage): void {
		const { states, tell } = this.#options;
		tell('EvictionThresholdMet', `Attempting to reclaim ${RESOURCES[shortage.pressure]}`);
		if (shortage.pressure === 'disk' && this.#isRelieved()) return;
		let chosen: { readonly state: PodState; readonly rank: readonly number[] } | undefined;
		for (const state of states.values()) {
			if (isLeaving(state)) return;
			if (!isActive(state) || isCritical(state.pod)) continue;
			const beyond = this.#used(state.pod, shortage.pressure) - requestOf(state.pod, RESOURCES[shortage.pressure]);
			const rank = [beyond > 0 ? 1 : 0, -(state.pod.spec.priority ?? 0), beyond];
			if (chosen === undefined || isGreater(rank, chosen.rank)) chosen = { state, rank };
		}
		if (chosen !== undefined) {
			const message = this.#lowMessage(chosen.state.pod, shortage);
			this.#evict(chosen.state, message, shortage.soft === undefined ? GRACE_SECONDS : this.#softGrace(chosen.state));
		}
	}

	/** Whether the disk has room without anybody's going. Models reclaimNodeLevelResources. */
	#isRelieved(): boolean {
		this.#options.freeDisk();
		return !this.#shortages().some(({ pressure }) => pressure === 'disk');
	}

	/** In seconds. Models synchronize's gracePeriodOverride. */
	#softGrace({ pod }: PodState): number {
		const { evictionMaxPodGracePeriod } = this.#options.configuration;
		return Math.min(evictionMaxPodGracePeriod, pod.spec.terminationGracePeriodSeconds ?? 30);
	}

	#used(pod: Pod, pressure: Pressure): number {
		const parts = this.#options.parts();
		if (pressure === 'disk') return storageBytes(pod, parts);
		return this.#containers(pod).reduce((sum, { id }) => sum + parts.runtime.live(id).group.usage().memoryBytes, 0);
	}

	#containers(pod: Pod): ContainerRecord[] {
		return this.#options
			.parts()
			.runtime.containersOf(pod.metadata.uid)
			.filter(({ state }) => state === 'running');
	}

	/** Models evictionMessage. */
	#lowMessage(pod: Pod, { pressure, thresholdBytes: threshold, availableBytes }: Shortage): string {
		const resource = RESOURCES[pressure];
		const parts = this.#options.parts();
		const [wanted, available] = [quantityOf(threshold, 'BinarySI'), quantityOf(availableBytes, 'BinarySI')];
		let message = `The node was low on resource: ${resource}. Threshold quantity: ${wanted}, available: ${available}. `;
		for (const record of [...this.#containers(pod)].reverse()) {
			const { name } = record.config;
			const { memoryBytes } = parts.runtime.live(record.id).group.usage();
			const usage = wholePages(pressure === 'disk' ? containerBytes(record, parts) : memoryBytes);
			const request = pod.spec.containers.find((each) => each.name === name)?.resources?.requests?.[resource] ?? '0';
			if (usage <= wholeValue(request)) continue;
			message += `Container ${name} was using ${quantityOf(usage, 'BinarySI')}, request is ${request}, has larger consumption of ${resource}. `;
		}
		return message;
	}

	#evict(state: PodState, message: string, graceSeconds = GRACE_SECONDS): void {
		const { events, syncAfter } = this.#options.parts();
		state.failure = { reason: 'Evicted', message, disruption: true };
		state.graceSeconds = graceSeconds;
		events.ofPod(state.pod, 'Warning', 'Evicted', message);
		syncAfter(state.pod.metadata.uid, 0);
	}
}

function wholePages(bytes: number): number {
	return Math.floor(bytes / PAGE_BYTES) * PAGE_BYTES;
}

const PAGE_BYTES = 4096;

const MEMORY_TAINT = 'node.kubernetes.io/memory-pressure';

function isActive(state: PodState): boolean {
	return state.admitted && state.stage === 'running' && state.failure === undefined && !isEnding(state);
}

/** One that has been evicted and still holds what it held. */
function isLeaving({ failure, stage }: PodState): boolean {
	return failure?.disruption === true && (stage === 'running' || stage === 'terminating');
}

/** Models pkg/kubelet/types IsCriticalPod. */
function isCritical(pod: Pod): boolean {
	return isStaticPod(pod) || (pod.spec.priority ?? 0) >= CRITICAL_PRIORITY;
}

function requestOf(pod: Pod, resource: string): number {
	return pod.spec.containers.reduce(
		(sum, { resources }) => sum + wholeValue(resources?.requests?.[resource] ?? '0'),
		0,
	);
}

function isGreater(a: readonly number[], b: readonly number[]): boolean {
	for (const [index, value] of a.entries()) {
		const other = b[index] ?? 0;
		if (value !== other) return value > other;
	}
	return false;
}
