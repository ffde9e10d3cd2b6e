import type { Kernel } from '../kernel.ts';

/** A module of the distribution's kernel that people load or look for. */
export interface KernelModule {
	readonly name: string;
	readonly size: number;
	/** Below /lib/modules/RELEASE/kernel, without its ending. */
	readonly folder: string;
	readonly needs: readonly string[];
	readonly description: string;
}

const module = (name: string, size: number, folder: string, needs: string, description: string): KernelModule => ({
	name,
	size,
	folder,
	needs: needs === '' ? [] : needs.split(' '),
	description,
});

export const KERNEL_MODULES: readonly KernelModule[] = [
	module('llc', 16_384, 'net/llc', '', 'LLC IEEE 802.2 core support'),
	module('stp', 12_288, 'net/802', 'llc', 'STP demultiplexer'),
	module('bridge', 421_888, 'net/bridge', 'stp llc', 'Ethernet bridge driver'),
	module('br_netfilter', 32_768, 'net/bridge', 'bridge', 'Linux ethernet netfilter firewall bridge'),
	module('overlay', 212_992, 'fs/overlayfs', '', 'Overlay filesystem'),
	module('x_tables', 65_536, 'net/netfilter', '', '{ip,ip6,arp,eb}_tables backend module'),
	module('ip_tables', 32_768, 'net/ipv4/netfilter', 'x_tables', 'IPv4 packet filter'),
	module('libcrc32c', 12_288, 'lib', '', 'CRC32c (Castagnoli) calculations'),
	module('nf_defrag_ipv4', 12_288, 'net/ipv4/netfilter', '', ''),
	module('nf_defrag_ipv6', 24_576, 'net/ipv6/netfilter', '', ''),
	module('nf_conntrack', 196_608, 'net/netfilter', 'nf_defrag_ipv4 nf_defrag_ipv6 libcrc32c', ''),
	module('nf_nat', 61_440, 'net/netfilter', 'nf_conntrack libcrc32c', 'Network address translation core'),
	module('nfnetlink', 20_480, 'net/netfilter', '', 'netfilter netlink transport'),
	module(
		'nf_tables',
		376_832,
		'net/netfilter',
		'nfnetlink libcrc32c',
		'Framework for packet filtering and classification',
	),
	module('xt_conntrack', 12_288, 'net/netfilter', 'x_tables nf_conntrack', 'Xtables: connection tracking state match'),
	module('xt_MASQUERADE', 16_384, 'net/netfilter', 'x_tables nf_nat', 'Xtables: automatic-address SNAT'),
	module(
		'xt_comment',
		12_288,
		'net/netfilter',
		'x_tables',
		'Xtables: No-op match which can be tagged with a 16bit comment',
	),
	module('xt_mark', 12_288, 'net/netfilter', 'x_tables', 'Xtables: packet mark operations'),
	module('ip_set', 61_440, 'net/netfilter/ipset', 'nfnetlink', 'core IP set support'),
	module('xt_set', 20_480, 'net/netfilter', 'x_tables ip_set', 'Xtables: IP set match and target module'),
	module('veth', 40_960, 'drivers/net', '', 'Virtual Ethernet Tunnel'),
	module('tunnel4', 12_288, 'net/ipv4', '', ''),
	module('ip_tunnel', 36_864, 'net/ipv4', '', ''),
	module('ipip', 20_480, 'net/ipv4', 'tunnel4 ip_tunnel', 'IP/IP protocol decoder library'),
	module('udp_tunnel', 36_864, 'net/ipv4', '', ''),
	module('vxlan', 155_648, 'drivers/net/vxlan', 'udp_tunnel', 'Driver for VXLAN encapsulated traffic'),
	module('ip_vs', 221_184, 'net/netfilter/ipvs', 'nf_conntrack nf_defrag_ipv6 libcrc32c', ''),
	module('ip_vs_rr', 12_288, 'net/netfilter/ipvs', 'ip_vs', ''),
	module('ip_vs_wrr', 12_288, 'net/netfilter/ipvs', 'ip_vs', ''),
	module('ip_vs_sh', 12_288, 'net/netfilter/ipvs', 'ip_vs', ''),
	module('ip_vs_lc', 12_288, 'net/netfilter/ipvs', 'ip_vs', ''),
	module('nfs', 569_344, 'fs/nfs', '', ''),
	module('nbd', 65_536, 'drivers/block', '', ''),
	module('dummy', 12_288, 'drivers/net', '', ''),
	module('wireguard', 114_688, 'drivers/net/wireguard', 'udp_tunnel', 'WireGuard secure network tunnel'),
];

/** What a node of a kubeadm cluster with Calico has loaded by the time somebody looks, the last one first. */
const LOADED =
	'ipip ip_tunnel tunnel4 xt_set ip_set xt_MASQUERADE xt_mark xt_comment xt_conntrack nf_tables nfnetlink nf_nat nf_conntrack nf_defrag_ipv6 nf_defrag_ipv4 libcrc32c veth ip_tables x_tables br_netfilter bridge stp llc overlay';

/** Where the loaded ones stand among the kernel's settings. */
const KEY = 'modules';

/** /proc/modules. */
export function modulesText(kernel: Kernel): string {
	const loaded = (kernel.settings.get(KEY) ?? LOADED).split(' ').filter((name) => name !== '');
	return loaded
		.map((name) => {
			const size = KERNEL_MODULES.find((each) => each.name === name)?.size ?? 0;
			const users = KERNEL_MODULES.filter((each) => each.needs.includes(name) && loaded.includes(each.name));
			const by = users.length === 0 ? '-' : `${users.map((each) => each.name).join(',')},`;
			return `${name} ${size} ${users.length} ${by} Live 0x0000000000000000\n`;
		})
		.join('');
}

/** Differs: init_module(2) and delete_module(2) are a write of the names that are loaded from then on. */
export function setModules(kernel: Kernel, text: string): void {
	kernel.settings.set(KEY, text.trim());
}
