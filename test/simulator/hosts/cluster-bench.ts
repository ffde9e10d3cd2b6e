import type { ClusterFacts } from '../../../simulator/hosts/cluster-facts.ts';

export const INITIALIZED_AT_MS = Date.UTC(2026, 10, 20, 9, 0, 0);

export const FACTS: ClusterFacts = {
	kubernetesVersion: 'v1.35.0',
	initializedAtMs: INITIALIZED_AT_MS,
	hosts: [
		{ name: 'controlplane', role: 'control-plane', address: '172.30.1.2' },
		{ name: 'node01', role: 'worker', address: '172.30.2.2' },
	],
	podCidr: '192.168.0.0/16',
	serviceCidr: '10.96.0.0/12',
	clusterDomain: 'cluster.local',
	clusterDnsAddress: '10.96.0.10',
};
