import type { Namespace } from '../../api/core/types/object.ts';
import type { Pod } from '../../api/core/types/pod.ts';
import type { LabelSelector } from '../../api/meta/types.ts';
import type { NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort } from '../../api/networking/types.ts';
import type { Lister } from '../../client/indexer.ts';
import type { NetworkNamespace } from '../../kernel/machine-api.ts';
import { labelSelectorFrom } from '../../machinery/selectors.ts';
import { contains } from '../cluster-network.ts';

export interface Connection {
	readonly protocol: 'tcp' | 'udp' | 'icmp';
	readonly from: NetworkNamespace;
	readonly to: NetworkNamespace;
	/** The address the receiver sees. */
	readonly source: string;
	/** At the receiver. */
	readonly port: number;
}

export interface PolicyDecider {
	allowsEgress(connection: Connection): boolean;
	allowsIngress(connection: Connection): boolean;
}

export interface PolicyListers {
	readonly policies: Lister<NetworkPolicy>;
	readonly pods: Lister<Pod>;
	readonly namespaces: Lister<Namespace>;
}

/**
 * NetworkPolicies as an agent on a node decides them: a Pod that some policy selects for a direction is isolated in
 * it, and then only what one of those policies lists gets through. Hosts and host-network Pods are never isolated.
 * Models the NetworkPolicy API's semantics as Calico implements them (a node reaches its own Pods).
 */
export class PolicyTable implements PolicyDecider {
	readonly #listers: PolicyListers;

	constructor(listers: PolicyListers) {
		this.#listers = listers;
	}

	get #isEmpty(): boolean {
		return this.#listers.policies.list().length === 0;
	}

	allowsEgress(connection: Connection): boolean {
		if (this.#isEmpty) return true;
		const pod = this.#pod(connection.from);
		if (pod === undefined || connection.from === connection.to) return true;
		const policies = this.#selecting(pod, 'Egress');
		if (policies.length === 0) return true;
		const peer = { pod: this.#pod(connection.to), address: connection.to.addresses[0] as string };
		return policies.some((policy) =>
			policy.spec.egress?.some(
				(rule) => this.#peers(rule.to, policy, peer) && portMatches(rule.ports, connection, peer.pod),
			),
		);
	}

	allowsIngress(connection: Connection): boolean {
		if (this.#isEmpty) return true;
		const pod = this.#pod(connection.to);
		if (pod === undefined || connection.from === connection.to) return true;
		// The node's own traffic (probes) is always let in.
		if (connection.from.labels.get('node') === undefined && pod.status?.hostIP === connection.source) return true;
		const policies = this.#selecting(pod, 'Ingress');
		if (policies.length === 0) return true;
		const peer = { pod: this.#pod(connection.from), address: connection.source };
		return policies.some((policy) =>
			policy.spec.ingress?.some(
				(rule) => this.#peers(rule.from, policy, peer) && portMatches(rule.ports, connection, pod),
			),
		);
	}

	/** The Pod that a namespace belongs to; a host's belongs to none. */
	#pod(namespace: NetworkNamespace): Pod | undefined {
		const key = namespace.labels.get('pod');
		if (key === undefined) return undefined;
		const [podNamespace, name] = key.split('/') as [string, string];
		return this.#listers.pods.get(podNamespace, name);
	}

	#selecting(pod: Pod, direction: 'Ingress' | 'Egress'): NetworkPolicy[] {
		return this.#listers.policies
			.list(pod.metadata.namespace)
			.filter(
				(policy) =>
					policy.spec.policyTypes?.includes(direction) && selects(policy.spec.podSelector, pod.metadata.labels),
			);
	}

	#peers(
		peers: readonly NetworkPolicyPeer[] | undefined,
		policy: NetworkPolicy,
		other: { readonly pod: Pod | undefined; readonly address: string },
	): boolean {
		if (peers === undefined || peers.length === 0) return true;
		return peers.some((peer) => {
			if (peer.ipBlock !== undefined) {
				const { cidr, except = [] } = peer.ipBlock;
				return contains(cidr, other.address) && !except.some((each) => contains(each, other.address));
			}
			const { pod } = other;
			if (pod === undefined) return false;
			if (peer.namespaceSelector === undefined) {
				if (pod.metadata.namespace !== policy.metadata.namespace) return false;
			} else {
				const namespace = this.#listers.namespaces.get('', pod.metadata.namespace as string);
				if (namespace === undefined || !selects(peer.namespaceSelector, namespace.metadata.labels)) return false;
			}
			return peer.podSelector === undefined || selects(peer.podSelector, pod.metadata.labels);
		});
	}
}

function selects(selector: LabelSelector | undefined, labels: { readonly [key: string]: string } | undefined): boolean {
	return labelSelectorFrom(selector ?? {}).matches(labels);
}

/** @param server the Pod that listens: named ports are its containers'. */
function portMatches(
	ports: readonly NetworkPolicyPort[] | undefined,
	connection: Connection,
	server: Pod | undefined,
): boolean {
	if (ports === undefined || ports.length === 0) return true;
	return ports.some((each) => {
		if ((each.protocol ?? 'TCP').toLowerCase() !== connection.protocol) return false;
		if (each.port === undefined) return true;
		if (typeof each.port === 'string') {
			return server?.spec.containers.some((container) =>
				container.ports?.some((port) => port.name === each.port && port.containerPort === connection.port),
			);
		}
		return connection.port >= each.port && connection.port <= (each.endPort ?? each.port);
	});
}
