import type { NetworkNamespace } from './machine-api.ts';

/**
 * How network namespaces of a machine are wired, as `ip` and its neighbours show it: the machine's port 'network-view'.
 * Answers nothing for namespaces that it does not know.
 */
export interface NetworkView {
	/** @param address of the namespace that looks. */
	wiring(address: string): Wiring | undefined;
	/** What the machine's connection tracking still remembers, oldest first. */
	tracked(): readonly TrackedFlow[];
}

export interface TrackedFlow {
	readonly protocol: 'tcp' | 'udp';
	readonly from: { readonly address: string; readonly port: number };
	readonly asked: { readonly address: string; readonly port: number };
	/** Where it was sent on to. */
	readonly to: { readonly address: string; readonly port: number };
	/** Whom answers go to. */
	readonly seenAs: string;
	readonly answered: boolean;
	/** Until it is forgotten. */
	readonly leftSeconds: number;
}

export interface Wiring {
	/** Besides the loopback device, by index. */
	readonly links: readonly Link[];
	/** As `ip route` writes them, in its order. */
	readonly routes: readonly string[];
	readonly neighbours: readonly Neighbour[];
	/** Routers on the way to an address, and whether it answers in the end. */
	path(address: string): { readonly routers: readonly string[]; readonly arrives: boolean };
}

/** By its driver; ether: a machine's own card. */
export type LinkType = 'loopback' | 'ether' | 'dummy' | 'bridge' | 'veth' | 'vlan' | 'vxlan' | 'ipip' | 'wireguard';

export interface Link {
	readonly index: number;
	readonly name: string;
	/** After the "@": the other end of a pair. */
	readonly peer?: string;
	readonly type: LinkType;
	readonly flags: string;
	readonly mac: string;
	readonly mtu: number;
	readonly qdisc: string;
	readonly state: string;
	/** The other end, where another namespace has it. */
	readonly far?: { readonly namespace: NetworkNamespace; readonly name: string };
	/** The bridge that it is a port of. */
	readonly master?: string;
	/** Of a tunnel, its number and port. */
	readonly id?: number;
	readonly port?: number;
	/** "link-netnsid 0" and the like. */
	readonly note?: string;
	/** "172.30.1.2/24". */
	readonly addresses: readonly string[];
}

export interface Neighbour {
	readonly address: string;
	readonly device: string;
	readonly mac: string;
	readonly state: string;
}
