/** The packet filter of a machine, as `iptables` asks for it: the machine's port 'packet-filter'. */
export interface PacketFilter {
	/** The machine's own: namespaces without it have tables of their own, with nothing in them. */
	readonly address: string;
	/** Of a table ("nat"): its chains, built-in ones with their policy, and its rules as `iptables-save` writes them. */
	table(name: string): FilterTable;
	/** Makes a table, one step after another, where it is not made yet: what `table` gives then was there already. */
	prepare(name: string): Generator<void, void, void>;
	/** By what the service proxy does its work. */
	mode(): ProxyMode;
	/** What the kernel's load balancer has been told, in mode ipvs. */
	virtualServers(): readonly VirtualServer[];
}

export type ProxyMode = 'iptables' | 'ipvs' | 'nftables';

export interface VirtualServer {
	readonly protocol: string;
	/** "10.96.0.1:443". */
	readonly address: string;
	readonly persistentSeconds: number | undefined;
	readonly backends: readonly string[];
}

export interface FilterTable {
	readonly chains: ReadonlyMap<string, string | undefined>;
	/** Of each chain, in order: "-d 10.96.0.1/32 …". */
	readonly rules: ReadonlyMap<string, readonly string[]>;
}
