import { type Device, type DeviceAddress, flagsOf, peerOf, stateOf } from '../../../kernel/net/links/device.ts';
import type { Netlink } from '../../../kernel/net/links/netlink.ts';
import { prefixText, type RouteEntry } from '../../../kernel/net/links/route-entry.ts';
import type { Neighbour } from '../../../kernel/network-view.ts';
import type { IpOptions } from './ip-request.ts';
import { broadcastMacOf, hardwareOf, macOf } from './link-text.ts';

const FOREVER = 4_294_967_295;

/** As iproute2's lib/json_writer.c prints it. */
export function jsonText(all: readonly object[], isPretty: boolean): string {
	if (!isPretty) return `${JSON.stringify(all)}\n`;
	return all.length === 0 ? '[ ]\n' : `[ ${all.map((each) => prettyText(each, 1)).join(',')} ]\n`;
}

/** Objects over several lines, arrays of plain values on one. */
function prettyText(value: unknown, depth: number): string {
	const inner = ' '.repeat(4 * (depth + 1));
	if (Array.isArray(value)) {
		return value.length === 0 ? '[ ]' : `[ ${value.map((each) => prettyText(each, depth + 1)).join(',')} ]`;
	}
	if (typeof value !== 'object' || value === null) return JSON.stringify(value);
	const rows = Object.entries(value).map(
		([key, each]) => `${inner}${JSON.stringify(key)}: ${prettyText(each, depth + 1)}`,
	);
	return `{\n${rows.join(',\n')}\n${' '.repeat(4 * depth)}}`;
}

/** Models ip/ipaddress.c print_linkinfo and print_addrinfo with JSON. @param addresses absent: `ip link`. */
export function deviceJson(
	device: Device,
	netlink: Netlink,
	options: IpOptions,
	addresses: readonly DeviceAddress[] | undefined,
): object {
	const { index, name, mtu, qdisc, master, alias, queueLength } = device;
	const flags = flagsOf(device).split(',');
	if (options.brief) {
		const addr_info = addresses?.map(({ cidr }) => ({
			local: cidr.split('/')[0],
			prefixlen: Number(cidr.split('/')[1]),
		}));
		const own = { ifname: name, operstate: stateOf(device) };
		return addr_info !== undefined ? { ...own, addr_info } : { ...own, address: macOf(device), flags };
	}
	const peer = peerOf(device);
	const [, other] = /^if(\d+)$/.exec(peer ?? '') ?? [];
	const far = device.far?.();
	const netns = far === undefined || far.home === device.home ? undefined : netlink.nameOf(far.home);
	return {
		ifindex: index,
		...(other !== undefined && { link_index: Number(other) }),
		...(other === undefined && peer !== undefined && { link: peer === 'NONE' ? null : peer }),
		ifname: name,
		flags,
		mtu,
		qdisc,
		...(master !== undefined && { master }),
		operstate: stateOf(device),
		...(addresses === undefined && { linkmode: 'DEFAULT' }),
		group: 'default',
		txqlen: queueLength,
		link_type: hardwareOf(device),
		address: macOf(device),
		broadcast: broadcastMacOf(device),
		...(netns !== undefined && { link_netns: netns }),
		...(netns === undefined && far !== undefined && far.home !== device.home && { link_netnsid: 0 }),
		...(alias !== undefined && { ifalias: alias }),
		...(addresses !== undefined && { addr_info: addresses.map((each) => addressJson(device, each)) }),
	};
}

function addressJson({ name }: Device, { cidr, peer, broadcast, scope, label }: DeviceAddress): object {
	const [local, bits] = cidr.split('/');
	const [far, farBits] = peer?.split('/') ?? [];
	return {
		family: 'inet',
		local,
		...(far !== undefined && { address: far }),
		prefixlen: Number(farBits ?? bits),
		...(broadcast !== undefined && { broadcast }),
		scope,
		label: label ?? name,
		valid_life_time: FOREVER,
		preferred_life_time: FOREVER,
	};
}

export function routeJson(route: RouteEntry, flags: string | undefined): object {
	const { type, via, dev, proto, scope, src, metric, onlink } = route;
	return {
		...(type !== 'unicast' && { type }),
		dst: prefixText(route),
		...(via !== undefined && { gateway: via }),
		...(dev !== undefined && { dev }),
		...(proto !== undefined && { protocol: proto }),
		...(scope !== undefined && { scope }),
		...(src !== undefined && { prefsrc: src }),
		...(metric !== undefined && { metric }),
		flags: [...(onlink === true ? ['onlink'] : []), ...(flags === undefined ? [] : [flags])],
	};
}

export function neighbourJson({ address, device, mac, state }: Neighbour): object {
	return { dst: address, dev: device, lladdr: mac, state: [state] };
}
