import type { FilterTable, PacketFilter, ProxyMode, VirtualServer } from '../kernel/packet-filter.ts';
import { sha256 } from '../machinery/sha256.ts';
import { encodeUtf8 } from '../machinery/utf8.ts';
import type { PortRule, ServiceTable } from './service-table.ts';

const BUILT_IN: Readonly<Record<string, readonly string[]>> = {
	nat: ['PREROUTING', 'INPUT', 'OUTPUT', 'POSTROUTING'],
	filter: ['INPUT', 'FORWARD', 'OUTPUT'],
	mangle: ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'],
};
const OWN: Readonly<Record<string, readonly string[]>> = {
	nat: [
		'KUBE-KUBELET-CANARY',
		'KUBE-MARK-MASQ',
		'KUBE-NODEPORTS',
		'KUBE-POSTROUTING',
		'KUBE-PROXY-CANARY',
		'KUBE-SERVICES',
	],
	filter: [
		'KUBE-EXTERNAL-SERVICES',
		'KUBE-FIREWALL',
		'KUBE-FORWARD',
		'KUBE-NODEPORTS',
		'KUBE-PROXY-CANARY',
		'KUBE-PROXY-FIREWALL',
		'KUBE-SERVICES',
	],
	mangle: ['KUBE-IPTABLES-HINT', 'KUBE-KUBELET-CANARY', 'KUBE-PROXY-CANARY'],
};
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** What a node's service proxy has written, as rules. @param podRange of the whole cluster: what comes from there is local. */
export function packetFilter(services: ServiceTable, podRange: string | undefined, nodeAddress: string): PacketFilter {
	const tables = new WrittenTables(services, podRange);
	return {
		address: nodeAddress,
		table: (name) => tables.table(name),
		prepare: (name) => tables.prepare(name),
		mode: () => services.mode,
		virtualServers: () => (services.mode === 'ipvs' ? virtualServers(services.ports(), nodeAddress) : []),
	};
}

/** The tables as they were asked for last: there may be a rule for each endpoint of each port of each Service. */
class WrittenTables {
	readonly #services: ServiceTable;
	readonly #podRange: string | undefined;
	readonly #made = new Map<string, { readonly of: string; readonly table: FilterTable }>();

	constructor(services: ServiceTable, podRange: string | undefined) {
		this.#services = services;
		this.#podRange = podRange;
	}

	table(name: string): FilterTable {
		for (const _ of this.prepare(name));
		return (this.#made.get(name) as { table: FilterTable }).table;
	}

	*prepare(name: string): Generator<void, void, void> {
		const { mode, version } = this.#services;
		const of = `${mode} ${version}`;
		if (this.#made.get(name)?.of === of) return;
		const ports = mode === 'iptables' ? this.#services.ports() : [];
		yield;
		this.#made.set(name, { of, table: yield* tableOf(name, ports, this.#podRange, mode) });
	}
}

type Steps<T> = Generator<void, T, void>;

/** One for each address and port. Models pkg/proxy/ipvs. */
function virtualServers(ports: readonly PortRule[], nodeAddress: string): VirtualServer[] {
	return ports.flatMap(({ protocol, clusterIP, port, nodePort, externals, backends, affinitySeconds }) => {
		const own = [clusterIP, ...externals].map((address) => `${address}:${port}`);
		const addresses = nodePort === undefined ? own : [...own, `${nodeAddress}:${nodePort}`];
		return addresses.map((address) => ({ protocol, address, persistentSeconds: affinitySeconds, backends }));
	});
}

/** Rules by their chains, in the order in which they came. */
class Rules {
	readonly byChain = new Map<string, string[]>();

	add(chain: string, rule: string): void {
		const rules = this.byChain.get(chain);
		if (rules === undefined) this.byChain.set(chain, [rule]);
		else rules.push(rule);
	}
}

/** The few rules that are left to write where the load balancer of the kernel does the work. */
function addBalancerRules(rules: Rules, podRange: string | undefined): void {
	const set = '-m set --match-set KUBE-CLUSTER-IP dst,dst';
	const purpose = '-m comment --comment "Kubernetes service cluster ip + port for masquerade purpose"';
	rules.add('KUBE-SERVICES', '-s 127.0.0.0/8 -j RETURN');
	if (podRange !== undefined) rules.add('KUBE-SERVICES', `! -s ${podRange} ${purpose} ${set} -j KUBE-MARK-MASQ`);
	rules.add('KUBE-SERVICES', '-m addrtype --dst-type LOCAL -j KUBE-NODE-PORT');
	rules.add('KUBE-SERVICES', `${set} -j ACCEPT`);
}

function* tableOf(
	name: string,
	ports: readonly PortRule[],
	podRange: string | undefined,
	mode: ProxyMode,
): Steps<FilterTable> {
	const chains = new Map<string, string | undefined>();
	for (const chain of BUILT_IN[name] ?? []) chains.set(chain, 'ACCEPT');
	for (const chain of OWN[name] ?? []) chains.set(chain, undefined);
	const rules = new Rules();
	if (name === 'filter') yield* addFilterRules(rules, ports);
	if (name !== 'nat') return { chains, rules: rules.byChain };
	if (mode === 'nftables') {
		const builtIn = [...chains].filter(([, policy]) => policy !== undefined);
		return { chains: new Map(builtIn), rules: rules.byChain };
	}
	yield* addNatRules(rules, ports, podRange);
	if (mode === 'ipvs') addBalancerRules(rules, podRange);
	for (const chain of rules.byChain.keys()) if (!chains.has(chain)) chains.set(chain, undefined);
	yield;
	// Built-in chains come first, the others by name.
	const sorted = new Map([...chains].filter(([, policy]) => policy !== undefined));
	const beginnings = new Map<string, string[]>();
	for (const each of chains.keys()) {
		if (sorted.has(each)) continue;
		const beginning = each.slice(0, BEGINNING_LENGTH);
		const known = beginnings.get(beginning);
		if (known === undefined) beginnings.set(beginning, [each]);
		else known.push(each);
	}
	for (const beginning of [...beginnings.keys()].sort()) {
		yield;
		for (const each of (beginnings.get(beginning) as string[]).sort()) sorted.set(each, undefined);
	}
	return { chains: sorted, rules: rules.byChain };
}

/** Of a chain's name, the kind and one character of what it stands for: a thirty-second of them begins so. */
const BEGINNING_LENGTH = 'KUBE-SEP-A'.length;

function chainName(kind: string, text: string): string {
	const bytes = sha256(encodeUtf8(text));
	let name = '';
	for (let bit = 0; bit < 80; bit += 5) {
		const at = bit >> 3;
		const pair = ((bytes[at] as number) << 8) | (bytes[at + 1] as number);
		name += BASE32[(pair >> (11 - (bit & 7))) & 31];
	}
	return `KUBE-${kind}-${name}`;
}

function comment(text: string): string {
	return `-m comment --comment "${text}"`;
}

const PORTS_A_STEP = 100;
const BACKENDS_A_STEP = 200;

/** Models pkg/proxy/iptables proxier.go syncProxyRules. */
function* addNatRules(rules: Rules, ports: readonly PortRule[], podRange: string | undefined): Steps<void> {
	const portals = '-m comment --comment "kubernetes service portals" -j KUBE-SERVICES';
	rules.add('PREROUTING', portals);
	rules.add('OUTPUT', portals);
	rules.add('POSTROUTING', '-m comment --comment "kubernetes postrouting rules" -j KUBE-POSTROUTING');
	rules.add('KUBE-MARK-MASQ', '-j MARK --set-xmark 0x4000/0x4000');
	rules.add('KUBE-POSTROUTING', '-m mark ! --mark 0x4000/0x4000 -j RETURN');
	rules.add('KUBE-POSTROUTING', '-j MARK --set-xmark 0x4000/0x0');
	rules.add(
		'KUBE-POSTROUTING',
		'-m comment --comment "kubernetes service traffic requiring SNAT" -j MASQUERADE --random-fully',
	);
	for (const [index, port] of ports.entries()) {
		if (index % PORTS_A_STEP === PORTS_A_STEP - 1) yield;
		if (port.backends.length > 0) yield* addPortRules(rules, port, podRange);
	}
	const last = '"kubernetes service nodeports; NOTE: this must be the last rule in this chain"';
	rules.add('KUBE-SERVICES', `-m comment --comment ${last} -m addrtype --dst-type LOCAL -j KUBE-NODEPORTS`);
}

function* addPortRules(rules: Rules, port: PortRule, podRange: string | undefined): Steps<void> {
	const { name, protocol } = port;
	const chain = chainName('SVC', name + protocol);
	const match = `-d ${port.clusterIP}/32 -p ${protocol} ${comment(`${name} cluster IP`)} -m ${protocol} --dport ${port.port}`;
	rules.add('KUBE-SERVICES', `${match} -j ${chain}`);
	const outside = chain.replace('SVC', 'EXT');
	const toPort = `-m ${protocol} --dport`;
	for (const address of port.externals) {
		const note = comment(`${name} loadbalancer IP`);
		rules.add('KUBE-SERVICES', `-d ${address}/32 -p ${protocol} ${note} ${toPort} ${port.port} -j ${outside}`);
	}
	if (port.nodePort !== undefined)
		rules.add('KUBE-NODEPORTS', `-p ${protocol} ${comment(name)} ${toPort} ${port.nodePort} -j ${outside}`);
	if (port.nodePort !== undefined || port.externals.length > 0) {
		if (!port.localOnly)
			rules.add(outside, `${comment(`masquerade traffic for ${name} external destinations`)} -j KUBE-MARK-MASQ`);
		rules.add(outside, `-j ${chain}`);
	}
	if (podRange !== undefined) rules.add(chain, `! -s ${podRange} ${match} -j KUBE-MARK-MASQ`);
	yield* addEndpointRules(rules, port, chain);
}

function* addEndpointRules(
	rules: Rules,
	{ name, protocol, backends, affinitySeconds }: PortRule,
	chain: string,
): Steps<void> {
	const ends = backends.map((backend) => ({ backend, end: chainName('SEP', `${name}${protocol}${backend}`) }));
	// Who has been there goes there again.
	if (affinitySeconds !== undefined) {
		for (const { backend, end } of ends) {
			const seen = `-m recent --rcheck --seconds ${affinitySeconds} --reap --name ${end} --mask 255.255.255.255 --rsource`;
			rules.add(chain, `${comment(`${name} -> ${backend}`)} ${seen} -j ${end}`);
		}
	}
	for (const [index, { backend, end }] of ends.entries()) {
		if (index % BACKENDS_A_STEP === BACKENDS_A_STEP - 1) yield;
		const address = backend.slice(0, backend.lastIndexOf(':'));
		const left = backends.length - index;
		const chance = left === 1 ? '' : ` -m statistic --mode random --probability ${(1 / left).toFixed(11)}`;
		rules.add(chain, `${comment(`${name} -> ${backend}`)}${chance} -j ${end}`);
		rules.add(end, `-s ${address}/32 ${comment(name)} -j KUBE-MARK-MASQ`);
		const remember =
			affinitySeconds === undefined ? '' : ` -m recent --set --name ${end} --mask 255.255.255.255 --rsource`;
		const to = `-m ${protocol} -j DNAT --to-destination ${backend}`;
		rules.add(end, `-p ${protocol} ${comment(name)}${remember} ${to}`);
	}
}

const FILTER_RULES: readonly (readonly [chain: string, rule: string])[] = [
	[
		'INPUT',
		'-m conntrack --ctstate NEW -m comment --comment "kubernetes load balancer firewall" -j KUBE-PROXY-FIREWALL',
	],
	['INPUT', '-m comment --comment "kubernetes health check service ports" -j KUBE-NODEPORTS'],
	[
		'INPUT',
		'-m conntrack --ctstate NEW -m comment --comment "kubernetes externally-visible service portals" -j KUBE-EXTERNAL-SERVICES',
	],
	['INPUT', '-j KUBE-FIREWALL'],
	[
		'FORWARD',
		'-m conntrack --ctstate NEW -m comment --comment "kubernetes load balancer firewall" -j KUBE-PROXY-FIREWALL',
	],
	['FORWARD', '-m comment --comment "kubernetes forwarding rules" -j KUBE-FORWARD'],
	['FORWARD', '-m conntrack --ctstate NEW -m comment --comment "kubernetes service portals" -j KUBE-SERVICES'],
	[
		'FORWARD',
		'-m conntrack --ctstate NEW -m comment --comment "kubernetes externally-visible service portals" -j KUBE-EXTERNAL-SERVICES',
	],
	[
		'OUTPUT',
		'-m conntrack --ctstate NEW -m comment --comment "kubernetes load balancer firewall" -j KUBE-PROXY-FIREWALL',
	],
	['OUTPUT', '-m conntrack --ctstate NEW -m comment --comment "kubernetes service portals" -j KUBE-SERVICES'],
	['OUTPUT', '-j KUBE-FIREWALL'],
	[
		'KUBE-FIREWALL',
		'! -s 127.0.0.0/8 -d 127.0.0.0/8 -m comment --comment "block incoming localnet connections" -m conntrack ! --ctstate RELATED,ESTABLISHED,DNAT -j DROP',
	],
	['KUBE-FORWARD', '-m conntrack --ctstate INVALID -m nfacct --nfacct-name  ct_state_invalid_dropped_pkts -j DROP'],
	['KUBE-FORWARD', '-m comment --comment "kubernetes forwarding rules" -m mark --mark 0x4000/0x4000 -j ACCEPT'],
	[
		'KUBE-FORWARD',
		'-m comment --comment "kubernetes forwarding conntrack rule" -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT',
	],
];

function* addFilterRules(rules: Rules, ports: readonly PortRule[]): Steps<void> {
	for (const [chain, rule] of FILTER_RULES) rules.add(chain, rule);
	for (const [index, { name, protocol, clusterIP, port, backends }] of ports.entries()) {
		if (index % PORTS_A_STEP === PORTS_A_STEP - 1) yield;
		if (backends.length > 0) continue;
		const note = comment(`${name} has no endpoints`);
		rules.add(
			'KUBE-SERVICES',
			`-d ${clusterIP}/32 -p ${protocol} ${note} -m ${protocol} --dport ${port} -j REJECT --reject-with icmp-port-unreachable`,
		);
	}
}
