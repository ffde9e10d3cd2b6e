import type { NetworkNamespace } from '../kernel/machine-api.ts';
import type { Link, NetworkView, TrackedFlow, Wiring } from '../kernel/network-view.ts';
import { fnv32a } from '../machinery/fnv.ts';
import { addressNumber, addressText } from '../machinery/ipv4.ts';
import { type ClusterNetwork, TUNNEL_MTU } from './cluster-network.ts';
import { hostEndName } from './host-end-name.ts';
import type { PortRule } from './service-table.ts';
import { ciliumNode, ciliumPod, flannelNode, flannelPod, type NodeFacts, type NodeWiring } from './wiring-styles.ts';

const UP = 'BROADCAST,MULTICAST,UP,LOWER_UP';
const TUNNEL = 'tunl0';
const LAN_MTU = 1500;
/** Of every host's end of a Pod's pair. Models Felix. */
const HOST_MAC = 'ee:ee:ee:ee:ee:ee';
/** Where Pods send everything. Models Calico's link-local gateway. */
const GATEWAY = '169.254.1.1';
/** A Pod's first device comes after the loopback, the tunnel and its template. */
const POD_INDEX = 4;
/** Of the device that IPVS makes. */
const BALANCER_INDEX = 5;

/** How a node and its Pods are wired: veth pairs with a route each, tunnels to the other nodes' ranges. Models Calico with IPIP. */
export function networkView(network: ClusterNetwork, node: string, about: WiringAbout): NetworkView {
	const known = new Map<string, { readonly key: string; readonly wiring: Wiring | undefined }>();
	return {
		wiring: (address) => {
			// The addresses of IPVS's device follow Services.
			if (network.services(node).mode === 'ipvs') return wiringOf(network, node, address, about);
			const key = `${network.generation} ${about.plugin()} ${about.isEncrypted()}`;
			const kept = known.get(address);
			if (kept?.key === key) return kept.wiring;
			const wiring = wiringOf(network, node, address, about);
			if (known.size > KEPT_MAX) known.clear();
			known.set(address, { key, wiring });
			return wiring;
		},
		tracked: () => trackedBy(network, node),
	};
}

/** Wirings that are remembered on a node until somebody joins or leaves. */
const KEPT_MAX = 256;

/** Which plugin wires Pods now, and whether it encrypts. */
export interface WiringAbout {
	plugin(): string;
	isEncrypted(): boolean;
}

/** Seconds after which a flow is forgotten. Models nf_conntrack_tcp_timeout_time_wait and _syn_sent, nf_conntrack_udp_timeout. */
const FORGOTTEN = { tcp: 120, udp: 30 } as const;

/** Differs: connections that are still open count as just ended. */
function trackedBy(network: ClusterNetwork, node: string): TrackedFlow[] {
	const flows: TrackedFlow[] = [];
	for (const { atMs, protocol, from, asked, to, seenAs, service, outcome } of network.connections()) {
		const passes = from.node === node || to?.node === node || service?.node === node;
		if (!passes || to === undefined || protocol === 'icmp' || outcome === 'no route') continue;
		const leftSeconds = FORGOTTEN[protocol] - Math.floor((network.now() - atMs) / 1000);
		if (leftSeconds <= 0) continue;
		const answered = outcome === 'delivered';
		flows.push({ protocol, from, asked, to, seenAs: seenAs ?? from.address, answered, leftSeconds });
	}
	return flows;
}

const NODE_STYLES: Readonly<Record<string, (facts: NodeFacts) => NodeWiring>> = {
	flannel: flannelNode,
	'cilium-cni': ciliumNode,
};
/** Plugins that need no route for each Pod, and whose Pods have no further devices. */
const BRIDGED: Readonly<Record<string, true>> = { flannel: true, 'cilium-cni': true };

function wiringOf(network: ClusterNetwork, node: string, address: string, about: WiringAbout): Wiring | undefined {
	const { host, pods } = network.members(node);
	const [own = ''] = host.addresses;
	if (address === own) return hostWiring(network, node, host, pods, about);
	const at = pods.findIndex((pod) => pod.addresses.includes(address));
	return at < 0 ? undefined : podWiring(network, node, host, pods[at] as NetworkNamespace);
}

function hostWiring(
	network: ClusterNetwork,
	node: string,
	host: NetworkNamespace,
	pods: readonly NetworkNamespace[],
	about: WiringAbout,
): Wiring {
	const [own = ''] = host.addresses;
	const [lan, router] = [addressText(lanOf(own)), addressText(lanOf(own) + 1)];
	const range = network.podRange(node);
	const links: Link[] = [lanLink(host.name, own)];
	const routes = [
		`default via ${router} dev eth0 proto static `,
		`${lan}/24 dev eth0 proto kernel scope link src ${own} `,
	];
	const others = network.podRanges().filter(([name]) => name !== node);
	const style = NODE_STYLES[about.plugin()];
	if (range !== undefined && style !== undefined) {
		const peers = others.map(([name, cidr]) => ({
			range: cidr,
			address: network.members(name).host.addresses[0] as string,
		}));
		const wired = style({ name: node, range, others: peers, isEncrypted: about.isEncrypted() });
		links.push(...wired.links);
		routes.push(...wired.routes);
	} else if (range !== undefined) {
		links.push(tunnel(addressText(addressNumber(range.replace(/\/.*/, '')) + 1)));
		for (const [name, cidr] of others) {
			const gateway = network.members(name).host.addresses[0] as string;
			routes.push(`${cidr} via ${gateway} dev ${TUNNEL} proto bird onlink `);
		}
		routes.push(`blackhole ${range} proto bird `);
	}
	for (const pod of pods) {
		links.push(hostEnd(pod));
		if (BRIDGED[pod.labels.get('plugin') ?? ''] !== true) {
			routes.push(`${pod.addresses[0]} dev ${hostEndName(pod)} scope link `);
		}
	}
	const services = network.services(node);
	if (services.mode === 'ipvs') links.push(balancerLink(BALANCER_INDEX, services.ports()));
	const neighbours = [{ address: router, device: 'eth0', mac: macOf(router), state: 'REACHABLE' }];
	for (const pod of pods) {
		const [address = ''] = pod.addresses;
		neighbours.push({ address, device: hostEndName(pod), mac: macOf(`${pod.name}/${address}`), state: 'STALE' });
	}
	return { links, routes: routes.sort(byDestination), neighbours, path: (target) => network.path(own, target) };
}

function podWiring(network: ClusterNetwork, node: string, host: NetworkNamespace, pod: NetworkNamespace): Wiring {
	const [own = ''] = host.addresses;
	const [address = ''] = pod.addresses;
	const plugin = pod.labels.get('plugin');
	const range = network.podRange(node) ?? `${address}/32`;
	const styled =
		plugin === 'flannel' ? flannelPod(address, range) : plugin === 'cilium-cni' ? ciliumPod(node, range) : undefined;
	const eth0: Link = {
		index: POD_INDEX,
		name: 'eth0',
		peer: `if${hostIndex(pod)}`,
		type: 'veth',
		far: { namespace: host, name: hostEndName(pod) },
		flags: UP,
		mac: macOf(`${pod.name}/${address}`),
		mtu: styled?.mtu ?? TUNNEL_MTU,
		qdisc: 'noqueue',
		state: 'UP',
		note: 'link-netnsid 0',
		addresses: [`${address}/${styled?.bits ?? 32}`],
	};
	if (styled !== undefined) {
		return {
			links: [{ ...eth0, index: 2 }],
			routes: styled.routes,
			neighbours: [{ address: styled.gateway, device: 'eth0', mac: macOf(styled.gateway), state: 'REACHABLE' }],
			path: (target) => network.path(address, target),
		};
	}
	return {
		links: [{ ...tunnel(undefined), index: 2, flags: 'NOARP', qdisc: 'noop', state: 'DOWN' }, eth0],
		routes: [`default via ${GATEWAY} dev eth0 `, `${GATEWAY} dev eth0 scope link `],
		neighbours: [
			{ address: GATEWAY, device: 'eth0', mac: HOST_MAC, state: 'REACHABLE' },
			{ address: own, device: 'eth0', mac: HOST_MAC, state: 'STALE' },
		],
		path: (target) => network.path(address, target),
	};
}

/** Holds the addresses of all Services, so that the node takes what is sent to them. Models pkg/proxy/ipvs. */
function balancerLink(index: number, ports: readonly PortRule[]): Link {
	const addresses = new Set(ports.flatMap(({ clusterIP, externals }) => [clusterIP, ...externals]));
	return {
		index,
		name: 'kube-ipvs0',
		type: 'dummy',
		flags: 'BROADCAST,NOARP',
		mac: macOf('kube-ipvs0'),
		mtu: LAN_MTU,
		qdisc: 'noop',
		state: 'DOWN',
		addresses: [...addresses].map((address) => `${address}/32`),
	};
}

function lanOf(address: string): number {
	return Math.floor(addressNumber(address) / 256) * 256;
}

function lanLink(name: string, address: string): Link {
	return {
		index: 2,
		name: 'eth0',
		type: 'ether',
		flags: UP,
		mac: macOf(`${name}/${address}`),
		mtu: LAN_MTU,
		qdisc: 'fq_codel',
		state: 'UP',
		addresses: [`${address}/24`],
	};
}

function tunnel(address: string | undefined): Link {
	return {
		index: 3,
		name: TUNNEL,
		peer: 'NONE',
		type: 'ipip',
		flags: 'NOARP,UP,LOWER_UP',
		mac: '0.0.0.0',
		mtu: TUNNEL_MTU,
		qdisc: 'noqueue',
		state: 'UNKNOWN',
		addresses: address === undefined ? [] : [`${address}/32`],
	};
}

/** Counted up on each node. */
function hostIndex(pod: NetworkNamespace): number {
	return Number(pod.labels.get('index'));
}

function hostEnd(pod: NetworkNamespace): Link {
	return {
		index: hostIndex(pod),
		name: hostEndName(pod),
		peer: `if${BRIDGED[pod.labels.get('plugin') ?? ''] === true ? 2 : POD_INDEX}`,
		type: 'veth',
		far: { namespace: pod, name: 'eth0' },
		...(pod.labels.get('plugin') === 'flannel' && { master: 'cni0' }),
		flags: UP,
		mac: HOST_MAC,
		mtu: BRIDGED[pod.labels.get('plugin') ?? ''] === true ? 1450 : TUNNEL_MTU,
		qdisc: 'noqueue',
		state: 'UP',
		note: `link-netns ${pod.name}`,
		addresses: [],
	};
}

function macOf(what: string): string {
	const hash = fnv32a(what).toString(16).padStart(8, '0');
	return `02:42:${hash.match(/../g)?.join(':')}`;
}

/** The default route first, then by destination. */
function byDestination(a: string, b: string): number {
	return destinationOf(a) - destinationOf(b);
}

function destinationOf(route: string): number {
	const words = route.split(' ');
	const [first = ''] = words[0] === 'blackhole' ? words.slice(1) : words;
	return first === 'default' ? -1 : addressNumber(first.replace(/\/.*/, ''));
}
