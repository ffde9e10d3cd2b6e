import { milliQuantityOf, milliValue, wholeValue } from '../../machinery/quantity.ts';
import type { KubeletConfiguration } from '../configuration.ts';
import { thresholdBytes, thresholdsOf } from '../eviction/thresholds.ts';

/** What a machine is, as its kubelet reports it. */
export interface NodeFacts {
	readonly name: string;
	/** "172.30.2.2". */
	readonly address: string;
	readonly cpus: number;
	readonly memoryBytes: number;
	readonly diskBytes: number;
	/** "Ubuntu 24.04.3 LTS". */
	readonly osImage: string;
	/** "6.8.0-51-generic". */
	readonly kernelVersion: string;
	/** "containerd://2.1.4". */
	readonly containerRuntimeVersion: string;
	/** "v1.35.0". */
	readonly kubeletVersion: string;
	readonly machineID: string;
	readonly systemUUID: string;
	readonly bootID: string;
	/** Labels it registers with besides its own. */
	readonly labels?: { readonly [key: string]: string };
	/** Taints it registers with. */
	readonly taints?: readonly { readonly key: string; readonly value?: string; readonly effect: string }[];
}

const KIB = 1024;

/** Models pkg/kubelet/nodestatus MachineInfo and cm GetNodeAllocatableReservation: what there is, and what Pods may have of it. */
export function nodeCapacity(
	facts: NodeFacts,
	configuration: KubeletConfiguration,
): {
	readonly capacity: { [resource: string]: string };
	readonly allocatable: { [resource: string]: string };
} {
	const diskBytes = Math.floor(facts.diskBytes / KIB) * KIB;
	const memoryBytes = Math.floor(facts.memoryBytes / KIB) * KIB;
	const fixed = { 'hugepages-1Gi': '0', 'hugepages-2Mi': '0' };
	const { maxPods, podsPerCore, systemReserved, kubeReserved } = configuration;
	const pods = String(podsPerCore === 0 ? maxPods : Math.min(maxPods, facts.cpus * podsPerCore));
	const reserved = (resource: string, amount: (text: string) => number): number =>
		amount(systemReserved[resource] ?? '0') + amount(kubeReserved[resource] ?? '0');
	const hard = thresholdsOf(configuration.evictionHard);
	const kept = (signal: string, capacity: number): number => {
		const threshold = hard.find((each) => each.signal === signal);
		return threshold === undefined ? 0 : thresholdBytes(threshold, capacity);
	};
	const cpu = Math.max(facts.cpus * 1_000 - reserved('cpu', milliValue), 0);
	const memory = memoryBytes - reserved('memory', wholeValue) - kept('memory.available', memoryBytes);
	const disk = diskBytes - reserved('ephemeral-storage', wholeValue) - kept('nodefs.available', diskBytes);
	return {
		capacity: {
			cpu: String(facts.cpus),
			'ephemeral-storage': `${diskBytes / KIB}Ki`,
			...fixed,
			memory: `${memoryBytes / KIB}Ki`,
			pods,
		},
		allocatable: {
			cpu: milliQuantityOf(cpu),
			'ephemeral-storage': String(Math.max(Math.floor(disk), 0)),
			...fixed,
			memory: memory % KIB === 0 ? `${Math.max(memory, 0) / KIB}Ki` : String(Math.max(memory, 0)),
			pods,
		},
	};
}

/** Labels that every kubelet gives its Node. */
export function nodeLabels(facts: NodeFacts): { [key: string]: string } {
	return {
		'beta.kubernetes.io/arch': 'amd64',
		'beta.kubernetes.io/os': 'linux',
		'kubernetes.io/arch': 'amd64',
		'kubernetes.io/hostname': facts.name,
		'kubernetes.io/os': 'linux',
		...facts.labels,
	};
}
