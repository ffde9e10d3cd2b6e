import type { NetworkNamespace, Route } from '../kernel/machine-api.ts';
import { type Device, hasCarrier } from '../kernel/net/links/device.ts';
import type { LinkTable, Lookup } from '../kernel/net/links/link-table.ts';
import { addressNumber, contains } from '../machinery/ipv4.ts';

/** What a way leads through. */
export interface Terrain {
	/** Machines of the LAN, each in a network of its own; one router joins them. */
	hosts(): Iterable<{ readonly name: string; readonly namespace: NetworkNamespace; readonly up: boolean }>;
	/** Nodes and the ranges of their Pods. */
	podRanges(): readonly (readonly [node: string, cidr: string])[];
	/** Pods of a machine. */
	podAt(host: NetworkNamespace, address: string): NetworkNamespace | undefined;
	/** Who has an address where the LAN's router goes on. */
	outside(address: string): NetworkNamespace | undefined;
}

/** How far a packet comes. */
export type Way =
	/** As whose packet, and how often it was passed on. */
	| { readonly kind: 'arrives'; readonly at: NetworkNamespace; readonly source: string; readonly hops: number }
	| { readonly kind: 'fails'; readonly route: Route };

/** Models net.ipv4.ip_default_ttl, more modestly. */
const HOPS_MAX = 16;
/** Until nobody has told who has an address. */
const UNRESOLVED_MS = 3_000;
const FORWARDING = 'net.ipv4.ip_forward';

const LOST: Way = { kind: 'fails', route: { kind: 'drop' } };

function unreachable(errno: 'EHOSTUNREACH' | 'ENETUNREACH' | 'EACCES' | 'EINVAL', latencyMs = 0, by?: string): Way {
	return { kind: 'fails', route: { kind: 'unreachable', errno, latencyMs, ...(by !== undefined && { by }) } };
}

/**
 * Goes from namespace to namespace as devices and routes lead: asked once somebody has changed some.
 * Models ip_route_output_key, ip_forward and bridges. Differs: nothing depends on sizes, nobody answers wrongly for others' addresses.
 */
export function wayOf(terrain: Terrain, from: NetworkNamespace, source: string, address: string): Way {
	let here = from;
	let inDevice: string | undefined;
	let sender = source;
	for (let hops = 0; hops < HOPS_MAX; hops++) {
		const isFirst = hops === 0;
		if (isOpaque(here)) return { kind: 'arrives', at: here, source: sender, hops: Math.max(0, hops - 1) };
		if (!isFirst && isOwn(here, address))
			return { kind: 'arrives', at: here, source: sender, hops: Math.max(0, hops - 1) };
		if (!isFirst && here.setting(FORWARDING) === '0') return LOST;
		const found = here.links.lookup(address, sender, inDevice);
		if (found.kind === 'local') return { kind: 'arrives', at: here, source: sender, hops: Math.max(0, hops - 1) };
		if (found.kind !== 'route') return refused(found, here, isFirst);
		const { route, device } = found;
		sender = leavingAs(here, isFirst, device, sender, address);
		const next = throughDevice(terrain, here, device, route.via ?? address, address);
		if (next === undefined)
			return unreachable('EHOSTUNREACH', UNRESOLVED_MS, isFirst ? undefined : here.links.localAddresses()[1]);
		if (next === 'lost') return LOST;
		here = next.namespace;
		inDevice = next.device;
	}
	return LOST;
}

/** What is outside of the world has no devices to look at. */
function isOpaque({ labels }: NetworkNamespace): boolean {
	return labels.has('outside');
}

function isOwn(namespace: NetworkNamespace, address: string): boolean {
	return namespace.isRewired ? namespace.links.isLocal(address) : namespace.addresses.includes(address);
}

function refused(found: Exclude<Lookup, { kind: 'route' | 'local' }>, here: NetworkNamespace, isFirst: boolean): Way {
	const say = (errno: Parameters<typeof unreachable>[0]): Way =>
		isFirst
			? unreachable(errno)
			: unreachable(errno === 'EACCES' ? 'EHOSTUNREACH' : errno, 1, here.links.localAddresses()[1]);
	if (found.kind === 'none') return say('ENETUNREACH');
	if (found.by === 'unreachable') return say('EHOSTUNREACH');
	if (found.by === 'prohibit') return say('EACCES');
	return isFirst ? unreachable('EINVAL') : LOST;
}

/** Rules of hand that translate the sources of what goes out. */
function leavingAs(here: NetworkNamespace, isFirst: boolean, device: Device, source: string, address: string): string {
	if (isFirst || !here.hasFilters) return source;
	const target = here.filters.translateSource({
		protocol: 'tcp',
		source: addressNumber(source),
		destination: addressNumber(address),
		sourcePort: 40_000,
		destinationPort: 0,
		inDevice: '',
		outDevice: device.name,
		state: 'NEW',
		icmpType: 8,
	});
	if (target === undefined) return source;
	return target.toAddress ?? device.addresses[0]?.cidr.replace(/\/.*/, '') ?? source;
}

interface Arrival {
	readonly namespace: NetworkNamespace;
	/** By which it comes in. */
	readonly device: string;
}

/** Undefined: nobody answers for the next hop. */
function throughDevice(
	terrain: Terrain,
	here: NetworkNamespace,
	device: Device,
	nextHop: string,
	address: string,
): Arrival | 'lost' | undefined {
	if (device.type === 'dummy') return 'lost';
	if (!hasCarrier(device)) return undefined;
	const { baseName } = device;
	if (device.far !== undefined && device.type === 'veth') {
		const far = device.far();
		return far === undefined ? undefined : intoDevice(here, far, nextHop);
	}
	switch (device.type) {
		case 'ether':
			if (device.master !== undefined) return undefined;
			return isHost(here)
				? overLan(terrain, device, nextHop, address)
				: { namespace: here.host ?? here, device: device.name };
		case 'bridge':
			return acrossBridge(here, device, nextHop);
		case 'vlan':
			return undefined;
		case 'veth':
		case 'ipip':
		case 'vxlan':
		case 'wireguard':
			return baseName === undefined ? 'lost' : throughTunnel(terrain, here, baseName, nextHop, address);
		default:
			return 'lost';
	}
}

function isHost({ host, labels }: NetworkNamespace): boolean {
	return host === undefined && !labels.has('bridges');
}

function namespaceOf(here: NetworkNamespace, table: LinkTable): NetworkNamespace | undefined {
	if (here.links === table) return here;
	const machine = here.host ?? here;
	if (machine.links === table) return machine;
	return machine.neighbourNamespaces?.().find((each) => each.links === table);
}

/** @param far the device that it comes out of. */
function intoDevice(here: NetworkNamespace, far: Device, nextHop: string): Arrival | undefined {
	const there = namespaceOf(here, far.home);
	if (there === undefined) return undefined;
	if (far.master !== undefined) {
		const bridge = far.home.find(far.master);
		return bridge?.up === true ? acrossBridge(there, bridge, nextHop, far) : undefined;
	}
	// The host's end of a Pod's pair answers for all addresses.
	const answersForAll = far.baseName !== undefined && isHost(there);
	return answersForAll || isOwn(there, nextHop) ? { namespace: there, device: far.name } : undefined;
}

/** @param from the port that it came in by; absent: from the machine itself. */
function acrossBridge(here: NetworkNamespace, bridge: Device, nextHop: string, from?: Device): Arrival | undefined {
	if (from !== undefined && bridge.addresses.some(({ cidr }) => cidr.startsWith(`${nextHop}/`))) {
		return { namespace: here, device: bridge.name };
	}
	for (const port of here.links.devices()) {
		if (port.master !== bridge.name || port.name === from?.name || !hasCarrier(port)) continue;
		const far = port.far?.();
		const there = far === undefined ? undefined : namespaceOf(here, far.home);
		if (far === undefined || there === undefined || far.master !== undefined) continue;
		if (far.addresses.some(({ cidr }) => cidr.startsWith(`${nextHop}/`))) return { namespace: there, device: far.name };
	}
	return undefined;
}

/** To the LAN's router, and where that sends it. */
function overLan(terrain: Terrain, device: Device, nextHop: string, address: string): Arrival | 'lost' | undefined {
	if (!nextHop.endsWith('.1') || !device.addresses.some(({ cidr }) => contains(cidr, nextHop))) return undefined;
	const host = hostAt(terrain, address);
	if (host !== undefined) return { namespace: host, device: LAN };
	// The router asks for a machine that is off in vain, and says so.
	for (const { namespace, up } of terrain.hosts()) if (!up && namespace.addresses.includes(address)) return undefined;
	const outside = terrain.outside(address);
	return outside === undefined ? 'lost' : { namespace: outside, device: LAN };
}

const LAN = 'eth0';

function hostAt(terrain: Terrain, address: string): NetworkNamespace | undefined {
	for (const { namespace, up } of terrain.hosts()) {
		if (!up || !isHost(namespace) || isOpaque(namespace)) continue;
		const card = namespace.links.byBase(LAN);
		if (card?.up === true && card.addresses.some(({ cidr }) => cidr.startsWith(`${address}/`))) return namespace;
	}
	return undefined;
}

/** What a Pod network carries from node to node, and what it delivers itself. */
function throughTunnel(
	terrain: Terrain,
	here: NetworkNamespace,
	device: string,
	nextHop: string,
	address: string,
): Arrival | 'lost' | undefined {
	const pod = device.startsWith('cilium') ? terrain.podAt(here, address) : undefined;
	if (pod !== undefined) return { namespace: pod, device: LAN };
	for (const { name, namespace } of terrain.hosts()) {
		if (namespace === here || isOpaque(namespace)) continue;
		const [own = ''] = namespace.addresses;
		const range = terrain.podRanges().find(([node]) => node === name)?.[1];
		const isMeant = nextHop === own || (range !== undefined && (contains(range, nextHop) || contains(range, address)));
		if (!isMeant) continue;
		// The packet around it has to arrive as well.
		const outer = here.links.lookup(own);
		if (outer.kind !== 'route' || outer.device.type !== 'ether') return 'lost';
		if (overLan(terrain, outer.device, outer.route.via ?? own, own) === undefined || hostAt(terrain, own) === undefined)
			return 'lost';
		const far = namespace.links.byBase(device);
		return far?.up === true ? { namespace, device: far.name } : 'lost';
	}
	return 'lost';
}
