import type { Link } from '../kernel/network-view.ts';
import { fnv32a } from '../machinery/fnv.ts';
import { addressNumber, addressText } from '../machinery/ipv4.ts';

/** What a Pod network adds to a node, besides the pairs of its Pods. */
export interface NodeWiring {
	readonly links: readonly Link[];
	readonly routes: readonly string[];
}

export interface NodeFacts {
	readonly name: string;
	/** The node's range; other nodes' with their addresses. */
	readonly range: string;
	readonly others: readonly { readonly range: string; readonly address: string }[];
	/** Whether WireGuard encrypts. */
	readonly isEncrypted: boolean;
}

/** How a Pod's own device is wired. */
export interface PodWiring {
	readonly bits: number;
	readonly mtu: number;
	readonly routes: readonly string[];
	readonly gateway: string;
}

const UP = 'BROADCAST,MULTICAST,UP,LOWER_UP';
const VXLAN_MTU = 1450;

function device(index: number, name: string, more: Partial<Link>): Link {
	const hash = fnv32a(name).toString(16).padStart(8, '0');
	return {
		index,
		name,
		type: 'ether',
		flags: UP,
		mac: `5e:1f:${hash.match(/../g)?.join(':')}`,
		mtu: VXLAN_MTU,
		qdisc: 'noqueue',
		state: 'UP',
		addresses: [],
		...more,
	};
}

function offset(range: string, by: number): string {
	return addressText(addressNumber(range.replace(/\/.*/, '')) + by);
}

/** Models flannel-io/flannel's vxlan backend and the bridge plugin. */
export function flannelNode({ range, others }: NodeFacts): NodeWiring {
	const [first, gateway] = [offset(range, 0), offset(range, 1)];
	return {
		links: [
			device(3, 'flannel.1', { type: 'vxlan', id: 1, port: 8472, state: 'UNKNOWN', addresses: [`${first}/32`] }),
			device(4, 'cni0', { type: 'bridge', addresses: [`${gateway}/${range.split('/')[1]}`] }),
		],
		routes: [
			`${range} dev cni0 proto kernel scope link src ${gateway} `,
			...others.map((each) => `${each.range} via ${offset(each.range, 0)} dev flannel.1 onlink `),
		],
	};
}

export function flannelPod(address: string, range: string): PodWiring {
	const gateway = offset(range, 1);
	const bits = Number(range.split('/')[1] ?? '24');
	const cluster = `${range.split('.').slice(0, 2).join('.')}.0.0/16`;
	return {
		bits,
		mtu: VXLAN_MTU,
		gateway,
		routes: [
			`default via ${gateway} dev eth0 `,
			`${range} dev eth0 proto kernel scope link src ${address} `,
			`${cluster} via ${gateway} dev eth0 `,
		],
	};
}

/** Of the device cilium_host. */
export function ciliumRouter(nodeName: string, range: string): string {
	return offset(range, 100 + (fnv32a(nodeName) % 128));
}

/** Models Cilium with tunnels. */
export function ciliumNode({ name, range, others, isEncrypted }: NodeFacts): NodeWiring {
	const router = ciliumRouter(name, range);
	const plain = { mtu: 1500 };
	return {
		links: [
			device(3, 'cilium_net', { ...plain, type: 'veth', peer: 'cilium_host' }),
			device(4, 'cilium_host', { ...plain, type: 'veth', peer: 'cilium_net', addresses: [`${router}/32`] }),
			device(5, 'cilium_vxlan', { ...plain, type: 'vxlan', id: 0, port: 8472, state: 'UNKNOWN' }),
			...(isEncrypted
				? [
						device(900, 'cilium_wg0', {
							type: 'wireguard',
							flags: 'POINTOPOINT,NOARP,UP,LOWER_UP',
							mtu: 1420,
							state: 'UNKNOWN',
						}),
					]
				: []),
		],
		routes: [
			`${range} via ${router} dev cilium_host proto kernel src ${router} `,
			`${router} dev cilium_host proto kernel scope link `,
			...others.map(
				(each) => `${each.range} via ${router} dev cilium_host proto kernel src ${router} mtu ${VXLAN_MTU} `,
			),
		],
	};
}

export function ciliumPod(nodeName: string, range: string): PodWiring {
	const gateway = ciliumRouter(nodeName, range);
	return {
		bits: 32,
		mtu: VXLAN_MTU,
		gateway,
		routes: [`default via ${gateway} dev eth0 mtu ${VXLAN_MTU} `, `${gateway} dev eth0 scope link `],
	};
}
