import type { Pod } from '../../api/core/types/pod.ts';
import type { NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort } from '../../api/networking/types.ts';
import { type AddressBlock, addressBlock } from '../../machinery/ipv4.ts';
import type { LabelSelector } from '../../machinery/selectors.ts';
import { labelSelectorFrom } from '../../machinery/selectors.ts';
import type { PodProfile } from './pod-profile.ts';
import type { PolicyVerdict } from './policy-verdict.ts';

export type Direction = 'Ingress' | 'Egress';

/** What is asked of a rule that means the peer. */
export interface Passage {
	readonly protocol: string;
	readonly port: number;
	/** The Pod that listens: named ports are its containers'. */
	readonly server: Pod | undefined;
}

/** One peer of one rule of a policy, ready to be asked. */
export interface PeerRule {
	readonly verdict: PolicyVerdict;
	/** Undefined: every port of every protocol. */
	readonly ports: readonly PortRange[] | undefined;
	/** The same for the same ports; '' for all. */
	readonly portsKey: string;
	readonly peer: PeerMeant;
}

export type PeerMeant =
	| { readonly kind: 'everybody' }
	| { readonly kind: 'block'; readonly block: AddressBlock; readonly except: readonly AddressBlock[] }
	| {
			readonly kind: 'pods';
			readonly pods: LabelSelector;
			/** Undefined: the policy's own. */
			readonly namespaces: LabelSelector | undefined;
			readonly ownNamespace: string;
	  };

interface PortRange {
	readonly protocol: string;
	readonly name: string | undefined;
	readonly low: number;
	readonly high: number;
}

/** All that a policy lists for one direction. */
export function peerRules({ metadata, spec }: NetworkPolicy, direction: Direction): PeerRule[] {
	const { namespace = '', name } = metadata;
	const rules =
		direction === 'Ingress'
			? (spec.ingress ?? []).map(({ from, ports }) => ({ peers: from, ports }))
			: (spec.egress ?? []).map(({ to, ports }) => ({ peers: to, ports }));
	return rules.flatMap(({ peers = [], ports = [] }, rule): PeerRule[] => {
		const ranges = ports.length === 0 ? undefined : ports.map(portRange);
		const common = {
			verdict: { kind: 'allowed', policy: `${namespace}/${name}`, rule },
			ports: ranges,
			portsKey: ranges === undefined ? '' : JSON.stringify(ranges),
		} as const;
		if (peers.length === 0) return [{ ...common, peer: { kind: 'everybody' } }];
		return peers.flatMap((each) => {
			const peer = peerMeant(each, namespace);
			return peer === undefined ? [] : [{ ...common, peer }];
		});
	});
}

/** Undefined for a block of the other address family, which nobody here is in. */
function peerMeant(peer: NetworkPolicyPeer, ownNamespace: string): PeerMeant | undefined {
	if (peer.ipBlock !== undefined) {
		const block = addressBlock(peer.ipBlock.cidr);
		if (block === undefined) return undefined;
		return { kind: 'block', block, except: (peer.ipBlock.except ?? []).flatMap((cidr) => addressBlock(cidr) ?? []) };
	}
	const pods = labelSelectorFrom(peer.podSelector ?? {});
	const namespaces = peer.namespaceSelector === undefined ? undefined : labelSelectorFrom(peer.namespaceSelector);
	return { kind: 'pods', pods, namespaces, ownNamespace };
}

/** Whether a rule's peer means Pods like these. */
export function meansPods(peer: PeerMeant, { namespace, labels, namespaceLabels }: PodProfile): boolean {
	if (peer.kind !== 'pods') return false;
	if (peer.namespaces === undefined) {
		if (namespace !== peer.ownNamespace) return false;
	} else if (namespaceLabels === undefined || !peer.namespaces.matches(namespaceLabels)) return false;
	return peer.pods.matches(labels);
}

/** Puts a rule to others that mean the same peers, unless one of them opens the same ports. */
export function addOpening<T extends PeerRule>(rules: T[], rule: T): void {
	if (rules.some((each) => each.portsKey === '' || each.portsKey === rule.portsKey)) return;
	if (rule.portsKey === '') rules.length = 0;
	rules.push(rule);
}

function portRange({ port, endPort, protocol = 'TCP' }: NetworkPolicyPort): PortRange {
	const common = { protocol: protocol.toLowerCase(), name: undefined };
	if (port === undefined) return { ...common, low: 0, high: Number.POSITIVE_INFINITY };
	if (typeof port === 'string') return { ...common, name: port, low: 0, high: 0 };
	return { ...common, low: port, high: endPort ?? port };
}

export function portMatches(ports: readonly PortRange[] | undefined, passage: Passage): boolean {
	if (ports === undefined) return true;
	for (const range of ports) {
		if (range.protocol !== passage.protocol) continue;
		if (range.name === undefined) {
			if (passage.port >= range.low && passage.port <= range.high) return true;
		} else if (listensAs(passage, range.name)) return true;
	}
	return false;
}

function listensAs({ server, port, protocol }: Passage, name: string): boolean {
	if (server === undefined) return false;
	for (const { ports } of server.spec.containers) {
		if (ports === undefined) continue;
		for (const each of ports) {
			if (each.containerPort !== port || each.name !== name) continue;
			if ((each.protocol ?? 'TCP').toLowerCase() === protocol) return true;
		}
	}
	return false;
}
