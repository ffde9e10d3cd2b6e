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
/** Memory that eviction keeps free. Models evictionHard's memory.available. */
const EVICTION_BYTES = 100 * KIB * KIB;
const PODS_MAX = 110;

/** Models pkg/kubelet/nodestatus MachineInfo: what there is, and what Pods may have of it. */
export function nodeCapacity(facts: NodeFacts): {
	readonly capacity: { [resource: string]: string };
	readonly allocatable: { [resource: string]: string };
} {
	const diskKib = Math.floor(facts.diskBytes / KIB);
	const memoryKib = Math.floor(facts.memoryBytes / KIB);
	const fixed = { 'hugepages-1Gi': '0', 'hugepages-2Mi': '0' };
	return {
		capacity: {
			cpu: String(facts.cpus),
			'ephemeral-storage': `${diskKib}Ki`,
			...fixed,
			memory: `${memoryKib}Ki`,
			pods: String(PODS_MAX),
		},
		allocatable: {
			cpu: String(facts.cpus),
			'ephemeral-storage': String(Math.floor(diskKib * KIB * 0.9)),
			...fixed,
			memory: `${memoryKib - EVICTION_BYTES / KIB}Ki`,
			pods: String(PODS_MAX),
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
