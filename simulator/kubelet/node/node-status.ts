import type { ContainerImage, NodeCondition, NodeStatus } from '../../api/core/types/node.ts';
import { formatTime } from '../../machinery/timestamp.ts';
import type { KubeletConfiguration } from '../configuration.ts';
import type { Pressure } from '../eviction/thresholds.ts';
import type { ImageStore } from '../runtime/image-store.ts';
import { type NodeFacts, nodeCapacity } from './node-facts.ts';

/** Images that a Node's status lists at most. Models nodeStatusMaxImages. */
const IMAGES_MAX = 50;

export interface NodeStatusInput {
	readonly facts: NodeFacts;
	readonly configuration: KubeletConfiguration;
	readonly images: ImageStore;
	/** Why it is not ready; undefined when it is. */
	readonly problem: string | undefined;
	/** What the node runs short of. */
	readonly under: (pressure: Pressure) => boolean;
	readonly volumesInUse: readonly string[];
	readonly old: NodeStatus | undefined;
	readonly nowMs: number;
}

/** Models pkg/kubelet/nodestatus setters, in their order. */
export function nodeStatus(input: NodeStatusInput): NodeStatus {
	const { facts } = input;
	return {
		...nodeCapacity(facts, input.configuration),
		conditions: conditions(input),
		addresses: [
			{ type: 'InternalIP', address: facts.address },
			{ type: 'Hostname', address: facts.name },
		],
		daemonEndpoints: { kubeletEndpoint: { Port: input.configuration.port } },
		nodeInfo: {
			architecture: 'amd64',
			bootID: facts.bootID,
			containerRuntimeVersion: facts.containerRuntimeVersion,
			kernelVersion: facts.kernelVersion,
			kubeProxyVersion: '',
			kubeletVersion: facts.kubeletVersion,
			machineID: facts.machineID,
			operatingSystem: 'linux',
			osImage: facts.osImage,
			swap: { capacity: 0 },
			systemUUID: facts.systemUUID,
		},
		images: listImages(input.images),
		...volumesInUse(input),
		runtimeHandlers: [
			{ name: '', features: { recursiveReadOnlyMounts: true, userNamespaces: true } },
			{ name: 'runc', features: { recursiveReadOnlyMounts: true, userNamespaces: true } },
		],
		features: { supplementalGroupsPolicy: true },
	};
}

/** Null takes the field away. */
function volumesInUse({ volumesInUse: names, old }: NodeStatusInput): Pick<NodeStatus, 'volumesInUse'> {
	if (names.length > 0) return { volumesInUse: [...names] };
	return old?.volumesInUse === undefined ? {} : { volumesInUse: null as unknown as string[] };
}

function listImages(images: ImageStore): ContainerImage[] {
	return images
		.list()
		.map((image) => ({ names: [...image.digests, ...image.tags].slice(0, 5), sizeBytes: image.version.sizeBytes }))
		.sort((a, b) => b.sizeBytes - a.sizeBytes)
		.slice(0, IMAGES_MAX);
}

function conditions(input: NodeStatusInput): NodeCondition[] {
	const { problem } = input;
	const fine = (type: string, reason: string, message: string): NodeCondition =>
		condition(input, { type, status: 'False', reason, message });
	const short = (type: string, reason: string, message: string): NodeCondition =>
		condition(input, { type, status: 'True', reason, message });
	const ready =
		problem === undefined
			? { type: 'Ready', status: 'True', reason: 'KubeletReady', message: 'kubelet is posting ready status' }
			: { type: 'Ready', status: 'False', reason: 'KubeletNotReady', message: problem };
	const own = [
		input.under('memory')
			? short('MemoryPressure', 'KubeletHasInsufficientMemory', 'kubelet has insufficient memory available')
			: fine('MemoryPressure', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'),
		input.under('disk')
			? short('DiskPressure', 'KubeletHasDiskPressure', 'kubelet has disk pressure')
			: fine('DiskPressure', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'),
		fine('PIDPressure', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'),
		condition(input, ready),
	];
	const others = (input.old?.conditions ?? []).filter((each) => !own.some((mine) => mine.type === each.type));
	return [...others, ...own];
}

function condition(input: NodeStatusInput, now: Omit<NodeCondition, 'lastHeartbeatTime'>): NodeCondition {
	const before = input.old?.conditions?.find((each) => each.type === now.type);
	const time = formatTime(input.nowMs);
	const kept = before?.status === now.status ? before.lastTransitionTime : undefined;
	return { ...now, lastHeartbeatTime: time, lastTransitionTime: kept ?? time };
}
