/** The packet filter of a machine, as `iptables` asks for it: the machine's port 'packet-filter'. */
export interface PacketFilter {
	/** Of a table ("nat"): its chains, built-in ones with their policy, and its rules as `iptables-save` writes them. */
	table(name: string): FilterTable;
}

export interface FilterTable {
	readonly chains: ReadonlyMap<string, string | undefined>;
	/** "-A KUBE-SERVICES -d 10.96.0.1/32 …", in order. */
	readonly rules: readonly string[];
}
