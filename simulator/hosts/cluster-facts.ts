/** What a kubeadm cluster was set up with: all that its hosts' files depend on. A preset has these fields. */
export interface ClusterFacts {
	/** "v1.35.0". */
	readonly kubernetesVersion: string;
	/** When `kubeadm init` ran, milliseconds since the epoch: certificates begin then. */
	readonly initializedAtMs: number;
	/** Control planes first. */
	readonly hosts: readonly HostFacts[];
	readonly podCidr: string;
	readonly serviceCidr: string;
	readonly clusterDomain: string;
	readonly clusterDnsAddress: string;
	/** The first ordinary user of every host; default "student". */
	readonly userName?: string;
}

export interface HostFacts {
	readonly name: string;
	readonly role: 'control-plane' | 'worker';
	readonly address: string;
	/** What /etc/machine-id says; absent: there is no such file. */
	readonly machineId?: string;
	/** Its packages are installed, and no more: kubeadm has not been here. */
	readonly isBare?: boolean;
	/** Nothing of Kubernetes is on it: a machine to log in from. */
	readonly isPlain?: boolean;
	/** Of a plain one: it has the tools with which one works at clusters from afar. */
	readonly hasClients?: boolean;
}

/** Where clients reach the API server: the first control plane. */
export function controlPlaneEndpoint(facts: ClusterFacts): string {
	const first = facts.hosts[0];
	if (first === undefined) throw new Error('assertion failed: a cluster has hosts');
	return `https://${first.address}:6443`;
}

/** The first address of the service range: the Service "kubernetes". */
export function kubernetesServiceAddress(facts: ClusterFacts): string {
	const [a = 0, b = 0, c = 0, d = 0] = (facts.serviceCidr.split('/')[0] as string).split('.').map(Number);
	return `${a}.${b}.${c}.${d + 1}`;
}
