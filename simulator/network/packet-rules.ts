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
	return {
		address: nodeAddress,
		table: (name) => tableOf(name, services.mode === 'iptables' ? services.ports() : [], podRange, services.mode),
		mode: () => services.mode,
		virtualServers: () => (services.mode === 'ipvs' ? virtualServers(services.ports(), nodeAddress) : []),
	};
}

/** One for each address and port. Models pkg/proxy/ipvs. */
function virtualServers(ports: readonly PortRule[], nodeAddress: string): VirtualServer[] {
	return ports.flatMap(({ protocol, clusterIP, port, nodePort, externals, backends, affinitySeconds }) => {
		const own = [clusterIP, ...externals].map((address) => `${address}:${port}`);
		const addresses = nodePort === undefined ? own : [...own, `${nodeAddress}:${nodePort}`];
		return addresses.map((address) => ({ protocol, address, persistentSeconds: affinitySeconds, backends }));
	});
}

/** The few rules that are left to write where the load balancer of the kernel does the work. */
function balancerRules(podRange: string | undefined): string[] {
	const set = '-m set --match-set KUBE-CLUSTER-IP dst,dst';
	const purpose = '-m comment --comment "Kubernetes service cluster ip + port for masquerade purpose"';
	return [
		'-A KUBE-SERVICES -s 127.0.0.0/8 -j RETURN',
		...(podRange === undefined ? [] : [`-A KUBE-SERVICES ! -s ${podRange} ${purpose} ${set} -j KUBE-MARK-MASQ`]),
		'-A KUBE-SERVICES -m addrtype --dst-type LOCAL -j KUBE-NODE-PORT',
		`-A KUBE-SERVICES ${set} -j ACCEPT`,
	];
}

function tableOf(name: string, ports: readonly PortRule[], podRange: string | undefined, mode: ProxyMode): FilterTable {
	const chains = new Map<string, string | undefined>();
	for (const chain of BUILT_IN[name] ?? []) chains.set(chain, 'ACCEPT');
	for (const chain of OWN[name] ?? []) chains.set(chain, undefined);
	if (name === 'filter') return { chains, rules: filterRules(ports) };
	if (name !== 'nat') return { chains, rules: [] };
	if (mode === 'nftables')
		return { chains: new Map([...chains].filter(([, policy]) => policy !== undefined)), rules: [] };
	const rules = mode === 'ipvs' ? [...natRules([], podRange), ...balancerRules(podRange)] : natRules(ports, podRange);
	for (const rule of rules) chains.set(rule.split(' ', 2)[1] as string, chains.get(rule.split(' ', 2)[1] as string));
	return { chains: new Map([...chains].sort(([a, first], [b, second]) => order(a, first, b, second))), rules };
}

/** Built-in chains come first, the others by name. */
function order(a: string, first: string | undefined, b: string, second: string | undefined): number {
	if (first !== undefined || second !== undefined) return first === second ? 0 : first === undefined ? 1 : -1;
	return a < b ? -1 : 1;
}

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

/** Models pkg/proxy/iptables proxier.go syncProxyRules. */
function natRules(ports: readonly PortRule[], podRange: string | undefined): string[] {
	const jumps: string[] = [];
	const nodePorts: string[] = [];
	const own: string[] = [];
	for (const port of ports) {
		if (port.backends.length === 0) continue;
		const { name, protocol } = port;
		const chain = chainName('SVC', name + protocol);
		const match = (address: string, number: number): string =>
			`-d ${address}/32 -p ${protocol} ${comment(`${name} cluster IP`)} -m ${protocol} --dport ${number}`;
		jumps.push(`-A KUBE-SERVICES ${match(port.clusterIP, port.port)} -j ${chain}`);
		const outside = chain.replace('SVC', 'EXT');
		for (const address of port.externals) {
			jumps.push(
				`-A KUBE-SERVICES -d ${address}/32 -p ${protocol} ${comment(`${name} loadbalancer IP`)} -m ${protocol} --dport ${port.port} -j ${outside}`,
			);
		}
		if (port.nodePort !== undefined) {
			nodePorts.push(
				`-A KUBE-NODEPORTS -p ${protocol} ${comment(name)} -m ${protocol} --dport ${port.nodePort} -j ${outside}`,
			);
		}
		if (port.nodePort !== undefined || port.externals.length > 0) {
			if (!port.localOnly)
				own.push(`-A ${outside} ${comment(`masquerade traffic for ${name} external destinations`)} -j KUBE-MARK-MASQ`);
			own.push(`-A ${outside} -j ${chain}`);
		}
		if (podRange !== undefined)
			own.push(`-A ${chain} ! -s ${podRange} ${match(port.clusterIP, port.port)} -j KUBE-MARK-MASQ`);
		own.push(...endpointRules(port, chain));
	}
	const last = '"kubernetes service nodeports; NOTE: this must be the last rule in this chain"';
	return [
		'-A PREROUTING -m comment --comment "kubernetes service portals" -j KUBE-SERVICES',
		'-A OUTPUT -m comment --comment "kubernetes service portals" -j KUBE-SERVICES',
		'-A POSTROUTING -m comment --comment "kubernetes postrouting rules" -j KUBE-POSTROUTING',
		'-A KUBE-MARK-MASQ -j MARK --set-xmark 0x4000/0x4000',
		...nodePorts,
		'-A KUBE-POSTROUTING -m mark ! --mark 0x4000/0x4000 -j RETURN',
		'-A KUBE-POSTROUTING -j MARK --set-xmark 0x4000/0x0',
		'-A KUBE-POSTROUTING -m comment --comment "kubernetes service traffic requiring SNAT" -j MASQUERADE --random-fully',
		...own.sort(byChain),
		...jumps,
		`-A KUBE-SERVICES -m comment --comment ${last} -m addrtype --dst-type LOCAL -j KUBE-NODEPORTS`,
	];
}

function byChain(a: string, b: string): number {
	const [first, second] = [a.split(' ', 2)[1] as string, b.split(' ', 2)[1] as string];
	return first === second ? 0 : first < second ? -1 : 1;
}

function endpointRules({ name, protocol, backends, affinitySeconds }: PortRule, chain: string): string[] {
	const rules: string[] = [];
	const ends: string[] = [];
	for (const [index, backend] of backends.entries()) {
		const end = chainName('SEP', `${name}${protocol}${backend}`);
		const address = backend.slice(0, backend.lastIndexOf(':'));
		const note = comment(`${name} -> ${backend}`);
		const recent = `-m recent --name ${end} --mask 255.255.255.255 --rsource`;
		if (affinitySeconds !== undefined) {
			rules.push(
				`-A ${chain} ${note} -m recent --rcheck --seconds ${affinitySeconds} --reap --name ${end} --mask 255.255.255.255 --rsource -j ${end}`,
			);
		}
		const left = backends.length - index;
		const chance = left === 1 ? '' : ` -m statistic --mode random --probability ${(1 / left).toFixed(11)}`;
		rules.push(`-A ${chain} ${note}${chance} -j ${end}`);
		ends.push(`-A ${end} -s ${address}/32 ${comment(name)} -j KUBE-MARK-MASQ`);
		const remember = affinitySeconds === undefined ? '' : ` ${recent.replace('-m recent', '-m recent --set')}`;
		ends.push(
			`-A ${end} -p ${protocol} ${comment(name)}${remember} -m ${protocol} -j DNAT --to-destination ${backend}`,
		);
	}
	if (affinitySeconds !== undefined)
		rules.sort((a, b) => Number(b.includes('--rcheck')) - Number(a.includes('--rcheck')));
	return [...rules, ...ends];
}

function filterRules(ports: readonly PortRule[]): string[] {
	const refused = ports
		.filter(({ backends }) => backends.length === 0)
		.map(
			({ name, protocol, clusterIP, port }) =>
				`-A KUBE-SERVICES -d ${clusterIP}/32 -p ${protocol} ${comment(`${name} has no endpoints`)} -m ${protocol} --dport ${port} -j REJECT --reject-with icmp-port-unreachable`,
		);
	return [
		'-A INPUT -m conntrack --ctstate NEW -m comment --comment "kubernetes load balancer firewall" -j KUBE-PROXY-FIREWALL',
		'-A INPUT -m comment --comment "kubernetes health check service ports" -j KUBE-NODEPORTS',
		'-A INPUT -m conntrack --ctstate NEW -m comment --comment "kubernetes externally-visible service portals" -j KUBE-EXTERNAL-SERVICES',
		'-A INPUT -j KUBE-FIREWALL',
		'-A FORWARD -m conntrack --ctstate NEW -m comment --comment "kubernetes load balancer firewall" -j KUBE-PROXY-FIREWALL',
		'-A FORWARD -m comment --comment "kubernetes forwarding rules" -j KUBE-FORWARD',
		'-A FORWARD -m conntrack --ctstate NEW -m comment --comment "kubernetes service portals" -j KUBE-SERVICES',
		'-A FORWARD -m conntrack --ctstate NEW -m comment --comment "kubernetes externally-visible service portals" -j KUBE-EXTERNAL-SERVICES',
		'-A OUTPUT -m conntrack --ctstate NEW -m comment --comment "kubernetes load balancer firewall" -j KUBE-PROXY-FIREWALL',
		'-A OUTPUT -m conntrack --ctstate NEW -m comment --comment "kubernetes service portals" -j KUBE-SERVICES',
		'-A OUTPUT -j KUBE-FIREWALL',
		'-A KUBE-FIREWALL ! -s 127.0.0.0/8 -d 127.0.0.0/8 -m comment --comment "block incoming localnet connections" -m conntrack ! --ctstate RELATED,ESTABLISHED,DNAT -j DROP',
		'-A KUBE-FORWARD -m conntrack --ctstate INVALID -m nfacct --nfacct-name  ct_state_invalid_dropped_pkts -j DROP',
		'-A KUBE-FORWARD -m comment --comment "kubernetes forwarding rules" -m mark --mark 0x4000/0x4000 -j ACCEPT',
		'-A KUBE-FORWARD -m comment --comment "kubernetes forwarding conntrack rule" -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT',
		...refused,
	];
}
