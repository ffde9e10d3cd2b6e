import type { Pod } from '../../../api/core/types/pod.ts';
import type { NetworkPolicy, NetworkPolicyPort } from '../../../api/networking/types.ts';
import { type AddressBlock, addressBlock, addressNumber } from '../../../machinery/ipv4.ts';
import type { LabelSelectorSpec } from '../../../machinery/selectors.ts';
import {
	type CiliumIdentity,
	type EndpointSelector,
	peerSelector,
	plainSelector,
	subjectSelector,
} from './cilium-identity.ts';
import type {
	AuthenticationMode,
	CidrRule,
	CiliumRule,
	EgressRule,
	HttpRule,
	IcmpField,
	IngressRule,
	NamePattern,
	PortRule,
	ServiceReference,
} from './cilium-policy.ts';
import { lenientSelector } from './lenient-selector.ts';
import { nameMatcher } from './name-pattern.ts';

export type Direction = 'ingress' | 'egress';

/** What rules refer to by name. */
export interface RuleReferences {
	/** Addresses behind a Service. */
	backendsOf(reference: ServiceReference, ownNamespace: string): ReadonlySet<string>;
	/** Blocks of CiliumCIDRGroups. */
	groupBlocks(match: (name: string, labels: { readonly [key: string]: string } | undefined) => boolean): string[];
}

/** Something that selects endpoints and says what may reach them, or what they may reach. */
export interface SubjectRule {
	/** "default/web", a cluster-wide policy's name alone. */
	readonly origin: string;
	/** For nodes and not for Pods. */
	readonly isHostRule: boolean;
	readonly subject: EndpointSelector;
	/** Whether what no rule lists is refused. */
	readonly enforces: { readonly ingress: boolean; readonly egress: boolean };
	readonly rules: { readonly ingress: readonly CompiledRule[]; readonly egress: readonly CompiledRule[] };
}

export interface CompiledRule {
	readonly origin: string;
	/** Which of the policy's rules for the direction, from 0. */
	readonly index: number;
	readonly deny: boolean;
	/** Undefined: everybody. */
	readonly peers: PeerMatch | undefined;
	/** Undefined: every port of every protocol. */
	readonly ports: readonly PortMatch[] | undefined;
	readonly http: readonly HttpRule[] | undefined;
	readonly dns: readonly NamePattern[] | undefined;
	readonly authentication: AuthenticationMode | undefined;
}

export interface PeerMatch {
	/** By what it is. */
	identity(identity: CiliumIdentity): boolean;
	/** By where it is; only asked of what is outside the cluster, but for `backends`. */
	readonly address: ((address: string, names: ReadonlySet<string>) => boolean) | undefined;
	/** Asked of every address. */
	readonly backends: ReadonlySet<string> | undefined;
}

export interface PortMatch {
	/** '' for all that have ports. */
	readonly protocol: string;
	readonly name: string | undefined;
	readonly low: number;
	readonly high: number;
}

/** What a connection is asked about. */
export interface Passage {
	readonly protocol: string;
	readonly port: number;
	/** Whose containers named ports are. */
	readonly server: Pod | undefined;
}

const NOBODY: PeerMatch = { identity: () => false, address: undefined, backends: undefined };
const ECHO_REQUEST = 8;

export function compileCiliumRule(
	rule: CiliumRule,
	{ origin, namespace }: { readonly origin: string; readonly namespace: string },
	references: RuleReferences,
): SubjectRule {
	const { endpointSelector, nodeSelector, ingress = [], ingressDeny = [], egress = [], egressDeny = [] } = rule;
	const about = { origin, namespace, references };
	const all = (direction: Direction, allow: readonly object[], deny: readonly object[]): CompiledRule[] => [
		...deny.flatMap((each, index) => compileOne(each, direction, { ...about, index, deny: true })),
		...allow.flatMap((each, index) => compileOne(each, direction, { ...about, index, deny: false })),
	];
	const { enableDefaultDeny: asked } = rule;
	return {
		origin,
		isHostRule: nodeSelector !== undefined,
		subject: subjectSelector(endpointSelector ?? nodeSelector ?? {}, nodeSelector === undefined ? namespace : ''),
		enforces: {
			ingress: asked?.ingress ?? ingress.length + ingressDeny.length > 0,
			egress: asked?.egress ?? egress.length + egressDeny.length > 0,
		},
		rules: { ingress: all('ingress', ingress, ingressDeny), egress: all('egress', egress, egressDeny) },
	};
}

interface About {
	readonly origin: string;
	readonly namespace: string;
	readonly references: RuleReferences;
	readonly index: number;
	readonly deny: boolean;
}

function compileOne(rule: IngressRule & EgressRule, direction: Direction, about: About): CompiledRule[] {
	const { toPorts = [], icmps = [], authentication } = rule;
	const peers = direction === 'ingress' ? ingressPeers(rule, about) : egressPeers(rule, about);
	// A rule that names neither peers nor ports lets nothing through.
	if (peers === 'unnamed' && toPorts.length === 0 && icmps.length === 0) return [];
	const common = {
		origin: about.origin,
		index: about.index,
		deny: about.deny,
		peers: peers === 'unnamed' ? undefined : peers,
		authentication: authentication?.mode,
	};
	const plain = { http: undefined, dns: undefined };
	if (icmps.length > 0) {
		const echo = icmps.some(({ fields = [] }) => fields.some(isEchoRequest));
		return echo ? [{ ...common, ...plain, ports: [{ protocol: 'icmp', name: undefined, low: 0, high: 0 }] }] : [];
	}
	if (toPorts.length === 0) return [{ ...common, ...plain, ports: undefined }];
	return toPorts.map((each) => ({
		...common,
		ports: portsOf(each),
		http: each.rules?.http,
		dns: each.rules?.dns,
	}));
}

function isEchoRequest({ family = 'IPv4', type }: IcmpField): boolean {
	return family === 'IPv4' && [String(ECHO_REQUEST), 'Echo', 'EchoRequest'].includes(String(type));
}

function portsOf({ ports = [] }: PortRule): PortMatch[] | undefined {
	if (ports.length === 0) return undefined;
	return ports.map(({ port = '0', endPort, protocol = 'ANY' }) => {
		const common = { protocol: protocol === 'ANY' ? '' : protocol.toLowerCase(), name: undefined };
		if (!/^\d+$/.test(port)) return { ...common, name: port.toLowerCase(), low: 0, high: 0 };
		const low = Number(port);
		if (low === 0) return { ...common, low: 0, high: 65_535 };
		return { ...common, low, high: endPort !== undefined && endPort > low ? endPort : low };
	});
}

type Peers = PeerMatch | 'unnamed';

function ingressPeers(rule: IngressRule, { namespace, references }: About): Peers {
	const { fromEndpoints, fromEntities, fromCIDR, fromCIDRSet, fromNodes, fromGroups } = rule;
	return (
		selectorPeers(fromEndpoints, namespace) ??
		entityPeers(fromEntities) ??
		blockPeers(fromCIDR, fromCIDRSet, references) ??
		(fromNodes === undefined && fromGroups === undefined ? noneOf(rule, 'from') : NOBODY)
	);
}

function egressPeers(rule: EgressRule, { namespace, references }: About): Peers {
	const { toEndpoints, toEntities, toCIDR, toCIDRSet, toServices, toFQDNs, toNodes, toGroups } = rule;
	return (
		selectorPeers(toEndpoints, namespace) ??
		entityPeers(toEntities) ??
		blockPeers(toCIDR, toCIDRSet, references) ??
		servicePeers(toServices, namespace, references) ??
		namePeers(toFQDNs) ??
		(toNodes === undefined && toGroups === undefined ? noneOf(rule, 'to') : NOBODY)
	);
}

/** A list of peers that is there and empty means nobody. */
function noneOf(rule: object, prefix: string): Peers {
	const named = Object.keys(rule).some((key) => key.startsWith(prefix) && key !== 'toPorts');
	return named ? NOBODY : 'unnamed';
}

function selectorPeers(specs: readonly LabelSelectorSpec[] | undefined, namespace: string): PeerMatch | undefined {
	if (specs === undefined || specs.length === 0) return undefined;
	const selectors = specs.map((spec) => peerSelector(spec, namespace));
	return { ...NOBODY, identity: (identity) => selectors.some((each) => each.matches(identity)) };
}

function entityPeers(entities: readonly string[] | undefined): PeerMatch | undefined {
	if (entities === undefined || entities.length === 0) return undefined;
	return { ...NOBODY, identity: (identity) => entities.some((entity) => isEntity(entity, identity)) };
}

/** Models pkg/policy/api entity.go. */
function isEntity(entity: string, { labels, reserved }: CiliumIdentity): boolean {
	switch (entity) {
		case 'all':
			return true;
		case 'cluster':
			return labels.size > 0 || !reserved.has('world');
		case 'world':
		case 'world-ipv4':
			return reserved.has('world');
		default:
			return reserved.has(entity);
	}
}

function blockPeers(
	cidrs: readonly string[] | undefined,
	sets: readonly CidrRule[] | undefined,
	references: RuleReferences,
): PeerMatch | undefined {
	const all: CidrRule[] = [...(cidrs ?? []).map((cidr) => ({ cidr })), ...(sets ?? [])];
	if (all.length === 0) return undefined;
	const blocks = all.flatMap((each) => {
		const except = (each.except ?? []).flatMap((cidr) => addressBlock(cidr) ?? []);
		return blocksOf(each, references).map((block) => ({ block, except }));
	});
	const isIn = (address: number, { size, index }: AddressBlock): boolean => Math.floor(address / size) === index;
	return {
		...NOBODY,
		address: (text) => {
			const address = addressNumber(text);
			return blocks.some(({ block, except }) => isIn(address, block) && !except.some((each) => isIn(address, each)));
		},
	};
}

function blocksOf({ cidr, cidrGroupRef, cidrGroupSelector }: CidrRule, references: RuleReferences): AddressBlock[] {
	const selector = cidrGroupSelector === undefined ? undefined : lenientSelector(cidrGroupSelector);
	const texts =
		cidr !== undefined
			? [cidr]
			: references.groupBlocks((name, labels) => name === cidrGroupRef || selector?.matches(labels) === true);
	return texts.flatMap((text) => addressBlock(text) ?? []);
}

function servicePeers(
	services: readonly ServiceReference[] | undefined,
	namespace: string,
	references: RuleReferences,
): PeerMatch | undefined {
	if (services === undefined || services.length === 0) return undefined;
	const backends = new Set(services.flatMap((each) => [...references.backendsOf(each, namespace)]));
	return { ...NOBODY, backends };
}

function namePeers(patterns: readonly NamePattern[] | undefined): PeerMatch | undefined {
	if (patterns === undefined || patterns.length === 0) return undefined;
	const matches = nameMatcher(patterns);
	return {
		...NOBODY,
		address: (_address, names) => {
			for (const name of names) if (matches(name)) return true;
			return false;
		},
	};
}

/** A NetworkPolicy as Cilium reads it: blocks mean no Pods and no nodes. Models pkg/k8s ParseNetworkPolicy. */
export function compileNetworkPolicy({ metadata, spec }: NetworkPolicy): SubjectRule {
	const { namespace = '', name } = metadata;
	const origin = `${namespace}/${name}`;
	const compiled = (
		rules: readonly { readonly peers: readonly PolicyPeer[]; readonly ports: readonly NetworkPolicyPort[] }[],
	): CompiledRule[] =>
		rules.flatMap(({ peers, ports }, index): CompiledRule[] => {
			const common = { origin, index, deny: false, http: undefined, dns: undefined, authentication: undefined };
			const matches = ports.length === 0 ? undefined : ports.map(policyPort);
			if (peers.length === 0) return [{ ...common, peers: undefined, ports: matches }];
			return peers.map((peer) => ({ ...common, peers: policyPeer(peer, namespace), ports: matches }));
		});
	return {
		origin,
		isHostRule: false,
		subject: plainSelector(spec.podSelector, undefined, namespace),
		enforces: {
			ingress: spec.policyTypes?.includes('Ingress') === true,
			egress: spec.policyTypes?.includes('Egress') === true,
		},
		rules: {
			ingress: compiled((spec.ingress ?? []).map(({ from = [], ports = [] }) => ({ peers: from, ports }))),
			egress: compiled((spec.egress ?? []).map(({ to = [], ports = [] }) => ({ peers: to, ports }))),
		},
	};
}

interface PolicyPeer {
	readonly podSelector?: LabelSelectorSpec;
	readonly namespaceSelector?: LabelSelectorSpec;
	readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] };
}

function policyPeer({ podSelector, namespaceSelector, ipBlock }: PolicyPeer, namespace: string): PeerMatch {
	if (ipBlock !== undefined) {
		const none: RuleReferences = { backendsOf: () => new Set(), groupBlocks: () => [] };
		return blockPeers(undefined, [ipBlock], none) ?? NOBODY;
	}
	const selector = plainSelector(podSelector, namespaceSelector, namespace);
	return { ...NOBODY, identity: (identity) => selector.matches(identity) };
}

function policyPort({ port, endPort, protocol = 'TCP' }: NetworkPolicyPort): PortMatch {
	const common = { protocol: protocol.toLowerCase(), name: undefined };
	if (port === undefined) return { ...common, low: 0, high: 65_535 };
	if (typeof port === 'string') return { ...common, name: port, low: 0, high: 0 };
	return { ...common, low: port, high: endPort ?? port };
}

export function portsMatch(ports: readonly PortMatch[] | undefined, { protocol, port, server }: Passage): boolean {
	if (ports === undefined) return true;
	return ports.some((each) => {
		if (each.protocol === '' ? protocol === 'icmp' : each.protocol !== protocol) return false;
		if (each.name === undefined) return port >= each.low && port <= each.high;
		return (server?.spec.containers ?? []).some((container) =>
			container.ports?.some(
				({ containerPort, name, protocol: is = 'TCP' }) =>
					containerPort === port && name === each.name && is.toLowerCase() === protocol,
			),
		);
	});
}
