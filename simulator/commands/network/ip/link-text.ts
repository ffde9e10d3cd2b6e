import { type Device, type DeviceAddress, flagsOf, peerOf, stateOf } from '../../../kernel/net/links/device.ts';
import { isSecondaryAmong } from '../../../kernel/net/links/link-changes.ts';
import type { Netlink } from '../../../kernel/net/links/netlink.ts';
import type { IpOptions } from './ip-request.ts';

/** A bridge that has no address of its own takes its ports' lowest. Models net/bridge/br_stp_if.c. */
export function macOf(device: Device): string {
	if (device.type !== 'bridge' || device.hasOwnMac) return device.mac;
	const ports = device.home.devices().filter(({ master }) => master === device.name);
	return ports.map(({ mac }) => mac).sort()[0] ?? device.mac;
}

export function fullName(device: Device): string {
	const peer = peerOf(device);
	return peer === undefined ? device.name : `${device.name}@${peer}`;
}

/** What namespace the other end is in, as far as it has a name here. */
export function noteOf(device: Device, netlink: Netlink): string | undefined {
	if (device.shownNote !== undefined) return device.shownNote;
	const far = device.far?.();
	if (far === undefined || far.home === device.home) return undefined;
	const name = netlink.nameOf(far.home);
	return name === undefined ? 'link-netnsid 0' : `link-netns ${name}`;
}

export function hardwareOf({ type }: Device): string {
	if (type === 'loopback') return 'loopback';
	if (type === 'ipip') return 'ipip';
	return type === 'wireguard' ? 'none' : 'ether';
}

export function broadcastMacOf({ type }: Device): string {
	if (type === 'ipip') return '0.0.0.0';
	return type === 'loopback' ? '00:00:00:00:00:00' : 'ff:ff:ff:ff:ff:ff';
}

export function briefLine(device: Device, withAddresses: boolean, addresses: readonly DeviceAddress[]): string {
	const tail = withAddresses
		? addresses.map(({ cidr, peer }) => (peer === undefined ? `${cidr} ` : `${plain(cidr)} peer ${peer} `)).join('')
		: `${macOf(device)} <${flagsOf(device)}> `;
	return `${fullName(device).padEnd(16)} ${stateOf(device).padEnd(14)} ${tail}\n`;
}

/** Models ip/ipaddress.c print_linkinfo and print_addrinfo: the lines of one device. */
export function deviceLines(
	device: Device,
	options: IpOptions,
	netlink: Netlink,
	addresses: readonly DeviceAddress[] | undefined,
): string[] {
	const mode = addresses === undefined ? ' mode DEFAULT' : '';
	const master = device.master === undefined ? '' : ` master ${device.master}`;
	const { index, mtu, qdisc, queueLength } = device;
	const lines = [
		`${index}: ${fullName(device)}: <${flagsOf(device)}> mtu ${mtu} qdisc ${qdisc}${master} state ${stateOf(device)}${mode} group default qlen ${queueLength}`,
	];
	if (options.family === undefined) lines.push(...hardwareLines(device, options, netlink));
	if (device.alias !== undefined) lines.push(`    alias ${device.alias}`);
	if (options.statistics > 0) lines.push(...COUNTERS);
	for (const each of addresses ?? []) lines.push(...addressLines(device, each));
	return lines;
}

function hardwareLines(device: Device, options: IpOptions, netlink: Netlink): string[] {
	const note = noteOf(device, netlink);
	const line = `    link/${hardwareOf(device)} ${device.type === 'wireguard' ? '' : `${macOf(device)} brd ${broadcastMacOf(device)}`}${note === undefined ? '' : ` ${note}`}`;
	if (!options.details) return [line];
	const isPromiscuous = device.kindFlags.includes('PROMISC') || device.master !== undefined;
	const [least, most] = SIZES[device.type] ?? [68, 65_535];
	const queues = device.type === 'veth' ? 2 : 1;
	const head = `${line} promiscuity ${isPromiscuous ? 1 : 0}  allmulti ${device.master === undefined ? 0 : 1} minmtu ${least} maxmtu ${most} `;
	const tail = `addrgenmode eui64 numtxqueues ${queues} numrxqueues ${queues} gso_max_size 65536 gso_max_segs 65535 tso_max_size ${device.type === 'loopback' || device.type === 'veth' ? 524_280 : 65_536} tso_max_segs 65535 gro_max_size 65536 `;
	const kind = kindText(device);
	if (kind === undefined) return [`${head}${tail}`];
	const parts = kind.split('\n');
	return [head, ...parts.slice(0, -1), `${parts.at(-1)}${tail}`];
}

const SIZES: Readonly<Record<string, readonly [number, number]>> = {
	loopback: [0, 0],
	dummy: [0, 0],
	vlan: [0, 65_535],
	ether: [68, 9000],
	ipip: [0, 0],
};

/** What its driver says of it. Differs: of a bridge's settings only the first. */
function kindText(device: Device): string | undefined {
	const slave = device.master === undefined ? '' : '\n    bridge_slave state forwarding priority 32 cost 2 ';
	switch (device.type) {
		case 'veth':
		case 'dummy':
			return `    ${device.type} ${slave}`;
		case 'vlan':
			return `    vlan protocol 802.1Q id ${device.id} <REORDER_HDR> ${slave}`;
		case 'vxlan':
			return `    vxlan id ${device.id} srcport 0 0 dstport ${device.port ?? 8472} ttl auto ageing 300 udpcsum noudp6zerocsumtx noudp6zerocsumrx `;
		case 'bridge':
			return '    bridge forward_delay 1500 hello_time 200 max_age 2000 ageing_time 30000 stp_state 0 priority 32768 vlan_filtering 0 vlan_protocol 802.1Q ';
		case 'ipip':
			return '    ipip any remote any local any ttl inherit nopmtudisc ';
		case 'wireguard':
			return '    wireguard ';
		default:
			return undefined;
	}
}

/** Differs: nothing is counted. */
const COUNTERS = [
	'    RX:  bytes packets errors dropped  missed   mcast           ',
	'             0       0      0       0       0       0 ',
	'    TX:  bytes packets errors dropped carrier collsns           ',
	'             0       0      0       0       0       0 ',
];

function addressLines(device: Device, each: DeviceAddress): string[] {
	const { cidr, peer, broadcast, scope, label } = each;
	const isSecondary = isSecondaryAmong(device.addresses.slice(0, device.addresses.indexOf(each)), each);
	const words = [
		`    inet ${peer === undefined ? cidr : `${plain(cidr)} peer ${peer}`}`,
		...(broadcast === undefined ? [] : [`brd ${broadcast}`]),
		`scope ${scope}`,
		...(isSecondary ? ['secondary'] : []),
		label ?? device.name,
	];
	return [words.join(' '), '       valid_lft forever preferred_lft forever'];
}

/** `ip -o address`: a line for each address. */
export function oneLineAddress(device: Device, each: DeviceAddress): string {
	const [first = '', second = ''] = addressLines(device, each);
	return `${device.index}: ${device.name}${first}\\${second}`;
}

function plain(text: string): string {
	return text.replace(/\/.*/, '');
}
