import type { KubeletParts } from '../parts.ts';
import type { ContainerRecord } from '../runtime/container-record.ts';

/** What something has used and holds at a moment. */
export interface Usage {
	/** Core seconds since it began. */
	readonly cpuSeconds: number;
	readonly memoryBytes: number;
}

export interface ContainerUsage extends Usage {
	readonly name: string;
	readonly startedAtMs: number;
}

export interface PodUsage extends Usage {
	readonly name: string;
	readonly namespace: string;
	readonly uid: string;
	readonly startedAtMs: number;
	readonly containers: readonly ContainerUsage[];
}

/** A Pod's sandbox: the pause program. */
const SANDBOX_MEMORY_BYTES = 237_568;
/** Of the Pods whose containers run, in the order of their sandboxes. */
export function podUsages({ runtime }: KubeletParts): readonly PodUsage[] {
	const pods: PodUsage[] = [];
	for (const { id, config, state, createdAtMs } of runtime.listSandboxes()) {
		if (state !== 'ready') continue;
		const containers = runtime
			.containersOf(config.podUid)
			.filter((record) => record.sandboxId === id && record.state === 'running')
			.map((record) => containerUsage(record, runtime))
			.reverse();
		pods.push({
			name: config.podName,
			namespace: config.podNamespace,
			uid: config.podUid,
			startedAtMs: createdAtMs,
			containers,
			cpuSeconds: containers.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0),
			memoryBytes: containers.reduce((sum, { memoryBytes }) => sum + memoryBytes, SANDBOX_MEMORY_BYTES),
		});
	}
	return pods;
}

function containerUsage(record: ContainerRecord, runtime: KubeletParts['runtime']): ContainerUsage {
	const { cpuMs, memoryBytes } = runtime.live(record.id).group.usage();
	const startedAtMs = record.startedAtMs;
	return { name: record.config.name, cpuSeconds: cpuMs / 1000, memoryBytes, startedAtMs };
}

/** Of the whole machine, whoever uses it. */
export function nodeUsage({ machine }: KubeletParts): Usage {
	const { cpuMs, memoryBytes } = machine.usage();
	return { cpuSeconds: cpuMs / 1000, memoryBytes };
}
