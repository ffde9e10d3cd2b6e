import type { Pod } from '../../api/core/types/pod.ts';
import { type PodRequests, podRequests } from './resources.ts';

/** A Pod with what the plugins ask of it again and again, computed once. Immutable. */
export interface PodInfo {
	readonly pod: Pod;
	readonly uid: string;
	readonly namespace: string;
	readonly name: string;
	readonly priority: number;
	readonly requests: PodRequests;
	readonly hostPorts: readonly HostPort[];
}

export interface HostPort {
	readonly ip: string;
	readonly protocol: string;
	readonly port: number;
}

export function podInfoOf(pod: Pod): PodInfo {
	return {
		pod,
		uid: pod.metadata.uid,
		namespace: namespaceOf(pod),
		name: pod.metadata.name,
		priority: pod.spec.priority ?? 0,
		requests: podRequests(pod),
		hostPorts: hostPortsOf(pod),
	};
}

function namespaceOf(pod: Pod): string {
	if (pod.metadata.namespace === undefined) throw new Error('assertion failed: a Pod without a namespace');
	return pod.metadata.namespace;
}

function hostPortsOf(pod: Pod): HostPort[] {
	const ports: HostPort[] = [];
	const sidecars = (pod.spec.initContainers ?? []).filter((container) => container.restartPolicy === 'Always');
	for (const container of [...pod.spec.containers, ...sidecars]) {
		for (const port of container.ports ?? []) {
			const hostPort = port.hostPort ?? 0;
			if (hostPort <= 0) continue;
			const ip = port.hostIP === undefined || port.hostIP === '' ? '0.0.0.0' : port.hostIP;
			ports.push({ ip, protocol: port.protocol ?? 'TCP', port: hostPort });
		}
	}
	return ports;
}
