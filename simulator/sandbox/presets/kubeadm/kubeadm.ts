import { calicoObjects } from '../../../addons/calico/manifest.ts';
import { configurationOf } from '../../../hosts/kubeadm/cluster-configuration.ts';
import { kubeadmConfigMap, kubeletConfigMap } from '../../../hosts/kubeadm/cluster-info.ts';
import { coreDnsObjects } from '../../../hosts/kubeadm/coredns.ts';
import { kubeProxyObjects } from '../../../hosts/kubeadm/kube-proxy.ts';
import {
	administrators,
	clusterInfoReaders,
	joiningPolicy,
	kubeadmConfigReaders,
	kubeletConfigReaders,
	kubeProxyReaders,
} from '../../../hosts/kubeadm/kubeadm-policy.ts';
import type { Preset, PresetHost } from '../preset.ts';

export interface KubeadmOptions {
	readonly name: string;
	/** "v1.35.0". */
	readonly kubernetesVersion: string;
	readonly workers: number;
	/** Workers that have not joined, after the others. */
	readonly spares?: number;
}

const GIB = 1024 ** 3;

/** Monday 2 March 2026, 09:00 UTC: the morning on which every such cluster is set up. */
const BOOTED_AT_MS = Date.UTC(2026, 2, 2, 9, 0, 0);

const NETWORK = {
	podCidr: '192.168.0.0/16',
	serviceCidr: '10.96.0.0/12',
	clusterDomain: 'cluster.local',
	clusterDnsAddress: '10.96.0.10',
};

/** Machines with containerd, kubeadm, the kubelet and kubectl, and no cluster on them. */
export function barePreset(options: KubeadmOptions): Preset {
	const hosts = [controlPlane(), ...Array.from({ length: options.workers }, (_, index) => worker(index + 1))];
	return {
		name: options.name,
		kubernetesVersion: options.kubernetesVersion,
		bootedAtMs: BOOTED_AT_MS,
		hosts: hosts.map((host) => ({ ...host, isBare: true })),
		...NETWORK,
		objects: [],
	};
}

/**
 * A machine `base` without any tools, or with kubectl and its like, and others that it knows and may log in to: where an
 * exam begins. What is behind the others, CompositeWorld sees to.
 */
export function jumpPreset(
	name: string,
	hosts: readonly string[],
	userName: string,
	{ hasClients }: { readonly hasClients: boolean },
): Preset {
	const plain = (host: string, address: string): PresetHost => ({
		...{ name: host, role: 'worker', address, ...machine(2, 4) },
		...{ isBare: true, isPlain: true },
	});
	return {
		name,
		userName,
		kubernetesVersion: 'v1.35.0',
		bootedAtMs: BOOTED_AT_MS,
		hosts: [
			{ ...plain('base', '172.29.0.2'), ...(hasClients && { hasClients }) },
			...hosts.map((host, index) => plain(host, `172.29.${1 + Math.floor(index / 200)}.${2 + (index % 200)}`)),
		],
		...NETWORK,
		objects: [],
	};
}

/** A cluster of one control plane and some workers as `kubeadm init`, `kubeadm join` and a Pod network leave it. */
export function kubeadmPreset(options: KubeadmOptions): Preset {
	const { workers, spares = 0 } = options;
	const hosts = [
		controlPlane(),
		...Array.from({ length: workers + spares }, (_, index) => worker(index + 1)).map((host, index) =>
			index < workers ? host : { ...host, isBare: true },
		),
	];
	const network = NETWORK;
	const configuration = configurationOf({ ...network, kubernetesVersion: options.kubernetesVersion });
	const { address } = hosts[0] as PresetHost;
	return {
		name: options.name,
		kubernetesVersion: options.kubernetesVersion,
		bootedAtMs: BOOTED_AT_MS,
		hosts,
		...network,
		objects: [
			administrators(),
			...joiningPolicy(),
			...kubeletConfigReaders(),
			...kubeadmConfigReaders(),
			...kubeProxyReaders(),
			...clusterInfoReaders(),
			kubeadmConfigMap(configuration),
			kubeletConfigMap(configuration),
			...coreDnsObjects(configuration),
			...kubeProxyObjects(configuration, address),
			...calicoObjects(network.podCidr),
		],
	};
}

function controlPlane(): PresetHost {
	return { name: 'controlplane', role: 'control-plane', address: '172.30.1.2', ...machine(2, 4) };
}

function worker(index: number): PresetHost {
	const name = `node${String(index).padStart(2, '0')}`;
	const subnet = index + 1;
	const address = subnet < 250 ? `172.30.${subnet}.2` : `172.31.${subnet - 250}.2`;
	return { name, role: 'worker', address, ...machine(2, 4) };
}

function machine(cpus: number, memoryGib: number): Pick<PresetHost, 'cpus' | 'memoryBytes' | 'diskBytes'> {
	return { cpus, memoryBytes: memoryGib * GIB, diskBytes: 20 * GIB };
}
