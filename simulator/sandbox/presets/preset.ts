import type { ManifestObject } from '../../hosts/kubeadm/manifest-object.ts';

/** The facts of a cluster that a world starts from. */
export interface Preset {
	readonly name: string;
	/** "v1.35.0". */
	readonly kubernetesVersion: string;
	/** Virtual time at which the machines are switched on, milliseconds since the epoch. */
	readonly bootedAtMs: number;
	/** The first is where terminals open by default; control planes come first. */
	readonly hosts: readonly PresetHost[];
	readonly podCidr: string;
	readonly serviceCidr: string;
	readonly clusterDomain: string;
	readonly clusterDnsAddress: string;
	/** The first ordinary user of every host; default "student". */
	readonly userName?: string;
	/** What `kubeadm init` and the administrator after it put into the cluster, in order. */
	readonly objects: readonly ManifestObject[];
}

export interface PresetHost {
	readonly name: string;
	readonly role: 'control-plane' | 'worker';
	readonly address: string;
	readonly cpus: number;
	readonly memoryBytes: number;
	readonly diskBytes: number;
	/** Its packages are installed, and no more: kubeadm has not been here. */
	readonly isBare?: boolean;
	/** Nothing of Kubernetes is on it. */
	readonly isPlain?: boolean;
	/** Of a plain one: it has kubectl and the other clients of clusters. */
	readonly hasClients?: boolean;
}
