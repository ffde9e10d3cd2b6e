import { fnv32a } from '../../../machinery/fnv.ts';
import type { Link, LinkType } from '../../network-view.ts';
import type { LinkTable } from './link-table.ts';
import { broadcastOf } from './route-entry.ts';

/** An address of a device. */
export interface DeviceAddress {
	/** "10.0.0.1/24" */
	readonly cidr: string;
	readonly broadcast?: string;
	readonly scope: 'global' | 'link' | 'host';
	readonly label?: string;
	/** The other end of a link from point to point: "10.7.7.2/32". */
	readonly peer?: string;
}

/** A network device as the kernel keeps it. */
export interface Device {
	name: string;
	/** What the machine's own set-up calls it; absent: made by hand. */
	readonly baseName?: string;
	index: number;
	readonly type: LinkType;
	/** By which the driver is known besides UP and its like: BROADCAST, MULTICAST. */
	kindFlags: readonly string[];
	/** Set up by an administrator. */
	up: boolean;
	mac: string;
	/** A bridge's address that somebody has set does not follow its ports. */
	hasOwnMac: boolean;
	mtu: number;
	queueLength: number;
	qdisc: string;
	/** While it works. */
	upState: 'UP' | 'UNKNOWN';
	master: string | undefined;
	alias: string | undefined;
	addresses: readonly DeviceAddress[];
	/** The other end of a pair; undefined: there is none, or it is gone. */
	far?: () => Device | undefined;
	/** Of a bridge: its carrier is that of its ports, from the first or from a new address on. */
	hadPorts?: true;
	/** It was deleted. */
	isGone?: true;
	/** Whose device it is; changes when it moves. */
	home: LinkTable;
	/** Of a VLAN: its device and number; of a VXLAN its number. */
	lower?: string;
	id?: number;
	port?: number;
	/** What base links show after the "@", and behind their address. */
	readonly shownPeer?: string;
	readonly shownNote?: string;
}

const WORKING: ReadonlySet<string> = new Set(['UP', 'LOWER_UP', 'NO-CARRIER', 'M-DOWN']);

/** Their drivers do not tell how they are. */
const WITHOUT_STATE: ReadonlySet<LinkType> = new Set(['loopback', 'dummy', 'vxlan', 'ipip', 'wireguard']);

/** A device of the machine's own set-up. */
export function deviceOfLink(link: Link, home: LinkTable): Device {
	const flags = link.flags.split(',').filter((flag) => flag !== '');
	const { far } = link;
	return {
		name: link.name,
		baseName: link.name,
		index: link.index,
		type: link.type,
		kindFlags: flags.filter((flag) => !WORKING.has(flag)),
		up: flags.includes('UP'),
		mac: link.mac,
		hasOwnMac: true,
		mtu: link.mtu,
		queueLength: 1000,
		qdisc: link.qdisc,
		upState: link.state === 'UNKNOWN' || WITHOUT_STATE.has(link.type) ? 'UNKNOWN' : 'UP',
		master: link.master,
		alias: undefined,
		addresses: link.addresses.map((cidr) => baseAddress(cidr, link.type)),
		...(far !== undefined && { far: () => tableOf(far.namespace)?.byBase(far.name) }),
		home,
		...(link.id !== undefined && { id: link.id }),
		...(link.port !== undefined && { port: link.port }),
		...(link.peer !== undefined && { shownPeer: link.peer }),
		...(link.note !== undefined && { shownNote: link.note }),
	};
}

function tableOf(namespace: { readonly links?: LinkTable }): LinkTable | undefined {
	return namespace.links;
}

function baseAddress(cidr: string, type: LinkType): DeviceAddress {
	if (type === 'loopback') return { cidr, scope: 'host' };
	return cidr.endsWith('/32') ? { cidr, scope: 'global' } : { cidr, scope: 'global', broadcast: broadcastOf(cidr) };
}

/** Of a device that somebody makes. Differs: follows from its name, where the kernel throws dice. */
export function madeMac(namespace: string, name: string, index: number): string {
	const bytes = [fnv32a(`${namespace}/${name}`), fnv32a(`${index}/${name}/${namespace}`)]
		.flatMap((hash) => [hash >>> 24, (hash >>> 16) & 255, (hash >>> 8) & 255, hash & 255])
		.slice(0, 6);
	bytes[0] = ((bytes[0] as number) & 0xfc) | 2;
	return bytes.map((byte) => byte.toString(16).padStart(2, '0')).join(':');
}

/** Whether what it hangs on works. Models netif_carrier_ok. */
export function hasCarrier(device: Device, depth = 0): boolean {
	const { type, home, far, lower } = device;
	if (!device.up || depth > CARRIER_DEPTH) return false;
	if (far !== undefined) return far()?.up === true;
	if (type === 'bridge' && device.hadPorts === true) {
		return home.devices().some((port) => port.master === device.name && hasCarrier(port, depth + 1));
	}
	if (type === 'vlan') {
		const below = home.find(lower ?? '');
		return below !== undefined && hasCarrier(below, depth + 1);
	}
	return true;
}

/** VLANs stand on VLANs only so often. */
const CARRIER_DEPTH = 8;

/** What stands between < and >. Models iproute2 ip/ipaddress.c print_link_flags. */
export function flagsOf(device: Device): string {
	const carrier = hasCarrier(device);
	const far = device.far?.();
	const isPair = device.baseName === undefined && far !== undefined && far.home === device.home;
	return [
		...(device.up && !carrier ? ['NO-CARRIER'] : []),
		...FLAG_ORDER.filter((flag) => device.kindFlags.includes(flag)),
		...(device.up ? ['UP'] : []),
		...(carrier ? ['LOWER_UP'] : []),
		...(isPair && !far.up ? ['M-DOWN'] : []),
	].join(',');
}

const FLAG_ORDER = ['LOOPBACK', 'BROADCAST', 'POINTOPOINT', 'MULTICAST', 'NOARP', 'ALLMULTI', 'PROMISC'];

/** Models net/core/link_watch.c rfc2863_policy. */
export function stateOf(device: Device): string {
	if (!device.up) return 'DOWN';
	if (hasCarrier(device))
		return device.type === 'bridge' && device.baseName === undefined && device.hadPorts !== true
			? 'UNKNOWN'
			: device.upState;
	const { far, type } = device;
	return type === 'vlan' || far?.()?.home === device.home ? 'LOWERLAYERDOWN' : 'DOWN';
}

/** Behind the "@". */
export function peerOf(device: Device): string | undefined {
	const { far, lower, home } = device;
	if (lower !== undefined) return lower;
	if (device.shownPeer !== undefined) return device.shownPeer;
	const other = far?.();
	if (other === undefined) return undefined;
	return other.home === home ? other.name : `if${other.index}`;
}
