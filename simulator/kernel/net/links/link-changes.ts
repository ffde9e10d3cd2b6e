import { StacklessError } from '../../../machinery/stackless-error.ts';
import type { LinkType } from '../../network-view.ts';
import { type Device, type DeviceAddress, madeMac } from './device.ts';
import type { LinkTable } from './link-table.ts';
import { broadcastOf, networkOf, type RouteEntry, routeText } from './route-entry.ts';

/** Refused by the kernel; the message is what `ip` prints. */
export class NetlinkError extends StacklessError {
	constructor(text: string) {
		super('NetlinkError', text);
	}
}

/** What the kernel answers with a number only. */
export function answers(what: string): NetlinkError {
	return new NetlinkError(`RTNETLINK answers: ${what}`);
}

export interface LinkRequest {
	readonly type: LinkType;
	/** Absent: the kernel finds one. */
	readonly name?: string;
	readonly mtu?: number;
	readonly mac?: string;
	readonly up?: true;
	readonly queueLength?: number;
	/** Of a VLAN or a tunnel. */
	readonly lower?: string;
	readonly id?: number;
	readonly port?: number;
	/** Of a pair: the other end, and in which namespace. */
	readonly peer?: { readonly name?: string; readonly mtu?: number; readonly mac?: string; readonly into?: LinkTable };
	readonly into?: LinkTable;
}

/** Made by hand, of one namespace. */
const DEVICES_MAX = 256;
const ADDRESSES_MAX = 256;
export const NAME_MAX = 15;

const PREFIXES: Readonly<Partial<Record<LinkType, string>>> = { ipip: 'tunl', wireguard: 'wg' };
const MTUS: Readonly<Partial<Record<LinkType, number>>> = { ipip: 1480, wireguard: 1420 };

/** Models net/core/rtnetlink.c rtnl_newlink. */
export function addLink(table: LinkTable, request: LinkRequest): void {
	const { type, peer, into = table } = request;
	if (type !== 'veth') into.made.push(newDevice(into, request, table));
	else {
		if (request.name !== undefined && into.find(request.name) !== undefined) throw answers('File exists');
		const far = peer?.into ?? into;
		// The other end is registered first.
		const other = newDevice(far, { type, ...peer }, far);
		far.made.push(other);
		let device: Device;
		try {
			device = newDevice(into, request, into);
		} catch (error) {
			far.made.pop();
			throw error;
		}
		into.made.push(device);
		join(device, other);
		far.touch();
	}
	into.touch();
}

/** The two ends of a pair. */
export function join(a: Device, b: Device): void {
	a.far = () => (b.isGone === true ? undefined : b);
	b.far = () => (a.isGone === true ? undefined : a);
}

function newDevice(table: LinkTable, request: LinkRequest, lowerIn: LinkTable): Device {
	const { type, lower, id, port } = request;
	if (table.made.length >= DEVICES_MAX) throw answers('No buffer space available');
	const name = request.name ?? freeName(table, PREFIXES[type] ?? type);
	if (table.find(name) !== undefined) throw answers('File exists');
	if (!isName(name)) throw new NetlinkError('Error: Attribute failed policy validation.');
	const below = lower === undefined ? undefined : lowerIn.find(lower);
	if (type === 'vlan') {
		if (below === undefined) throw answers('Invalid argument');
		const isThere = table.devices().some((each) => each.lower === lower && each.id === id && each.type === 'vlan');
		if (isThere) throw answers('File exists');
	}
	const index = Math.max(table.nextIndex, ...table.devices().map((each) => each.index + 1));
	table.nextIndex = index + 1;
	const mtu = request.mtu ?? (type === 'vxlan' ? (below?.mtu ?? 1550) - 50 : (MTUS[type] ?? below?.mtu ?? 1500));
	checkMtu(mtu, type, below);
	return {
		name,
		index,
		type,
		kindFlags:
			type === 'dummy'
				? ['BROADCAST', 'NOARP']
				: isTunnel(type)
					? ['POINTOPOINT', 'NOARP']
					: ['BROADCAST', 'MULTICAST'],
		up: request.up === true,
		mac:
			request.mac ??
			(type === 'ipip'
				? '0.0.0.0'
				: type === 'vlan' && below !== undefined
					? below.mac
					: madeMac(table.namespace, name, index)),
		hasOwnMac: request.mac !== undefined,
		mtu,
		queueLength: request.queueLength ?? 1000,
		qdisc: request.up === true ? 'noqueue' : 'noop',
		upState: ['dummy', 'vxlan', 'ipip', 'wireguard'].includes(type) ? 'UNKNOWN' : 'UP',
		master: undefined,
		alias: undefined,
		addresses: [],
		home: table,
		...(type === 'vlan' && lower !== undefined && { lower }),
		...(id !== undefined && { id }),
		...(port !== undefined && { port }),
	};
}

function isTunnel(type: LinkType): boolean {
	return type === 'ipip' || type === 'wireguard';
}

export function isName(name: string): boolean {
	return name.length > 0 && name.length <= NAME_MAX && !/[/\s:]/.test(name) && name !== '.' && name !== '..';
}

function freeName(table: LinkTable, prefix: string): string {
	const names = new Set(table.devices().map(({ name }) => name));
	for (let number = 0; ; number++) if (!names.has(`${prefix}${number}`)) return `${prefix}${number}`;
}

function checkMtu(mtu: number, type: LinkType, below?: Device): void {
	if (mtu < (type === 'loopback' || type === 'dummy' ? 0 : 68))
		throw new NetlinkError('Error: mtu less than device minimum.');
	if (mtu > 65_535 + (type === 'loopback' ? 2 ** 30 : 0) || (type === 'ether' && mtu > 9_000)) {
		throw new NetlinkError('Error: mtu greater than device maximum.');
	}
	if (type === 'vlan' && below !== undefined && mtu > below.mtu) throw answers('Numerical result out of range');
}

/** The device that changes go to: one of the wiring goes by what it becomes from now on. */
function own(table: LinkTable, name: string): Device {
	const device = table.find(name);
	if (device === undefined) throw answers('No such device');
	if (device.baseName !== undefined && !table.changed.has(device.baseName)) table.changed.set(device.baseName, device);
	return device;
}

/** Models rtnl_dellink. */
export function deleteLink(table: LinkTable, name: string): void {
	const device = table.find(name);
	if (device === undefined) throw answers('No such device');
	if (device.type === 'loopback' || device.type === 'ether') throw answers('Operation not supported');
	const other = device.far?.();
	remove(device);
	if (other !== undefined) remove(other);
}

function remove(device: Device): void {
	const table = device.home;
	device.isGone = true;
	for (const port of table.devices()) {
		if (port.master === device.name) own(table, port.name).master = undefined;
		if (port.lower === device.name && port.type === 'vlan') remove(port);
	}
	dropRoutes(table, ({ dev }) => dev === device.name);
	if (device.baseName !== undefined) table.changed.set(device.baseName, undefined);
	const at = table.made.indexOf(device);
	if (at >= 0) table.made.splice(at, 1);
	table.touch();
}

/** All that goes with a namespace that ends: pairs lose both ends. */
export function endTable(table: LinkTable): void {
	for (const device of [...table.made]) {
		const other = device.far?.();
		if (device.isGone !== true) remove(device);
		if (other !== undefined && other.isGone !== true) remove(other);
	}
}

export interface LinkChange {
	readonly up?: boolean;
	readonly mtu?: number;
	readonly mac?: string;
	readonly name?: string;
	readonly alias?: string;
	readonly queueLength?: number;
	/** '': of none any more. */
	readonly master?: string;
	/** By name: set or cleared. */
	readonly flags?: ReadonlyMap<string, boolean>;
	readonly into?: LinkTable;
}

/** Models net/core/rtnetlink.c do_setlink. */
export function changeLink(table: LinkTable, name: string, change: LinkChange): void {
	const known = table.find(name);
	if (known === undefined) throw answers('No such device');
	const { mtu, mac, master, into } = change;
	if (change.name !== undefined && change.name !== name) {
		if (!isName(change.name)) throw answers('Invalid argument');
		if (table.find(change.name) !== undefined) throw answers('File exists');
	}
	if (mtu !== undefined) checkMtu(mtu, known.type, known.lower === undefined ? undefined : table.find(known.lower));
	const bridge = master === undefined || master === '' ? undefined : table.find(master);
	if (bridge !== undefined && bridge.type !== 'bridge') throw answers('Operation not supported');
	if (bridge !== undefined && master === name) throw answers('Invalid argument');
	if (bridge !== undefined && (known.type === 'bridge' || known.type === 'loopback')) {
		throw known.type === 'bridge'
			? new NetlinkError('Error: Can not enslave a bridge to a bridge.')
			: answers('Invalid argument');
	}
	if (into !== undefined && (known.baseName !== undefined || known.type === 'loopback')) {
		throw known.type === 'loopback'
			? new NetlinkError('Error: The interface netns is immutable.')
			: answers('Operation not supported');
	}
	const device = own(table, name);
	if (into !== undefined) {
		move(device, into);
		return;
	}
	if (change.name !== undefined) rename(table, device, change.name);
	if (mtu !== undefined) device.mtu = mtu;
	if (mac !== undefined) {
		device.mac = mac;
		device.hasOwnMac = true;
		if (device.type === 'bridge') device.hadPorts = true;
	}
	if (change.alias !== undefined) device.alias = change.alias === '' ? undefined : change.alias;
	if (change.queueLength !== undefined) device.queueLength = change.queueLength;
	if (master !== undefined) device.master = master === '' ? undefined : master;
	if (bridge !== undefined) own(table, bridge.name).hadPorts = true;
	for (const [flag, isSet] of change.flags ?? []) {
		device.kindFlags = [...device.kindFlags.filter((each) => each !== flag), ...(isSet ? [flag] : [])];
	}
	if (change.up !== undefined && change.up !== device.up) setUp(table, device, change.up);
	table.touch();
	device.far?.()?.home.touch();
}

function setUp(table: LinkTable, device: Device, up: boolean): void {
	device.up = up;
	if (!up) {
		dropRoutes(table, ({ dev }) => dev === device.name, true);
		return;
	}
	if (device.qdisc === 'noop') device.qdisc = 'noqueue';
	const { baseName, type } = device;
	if (type === 'loopback' && device.addresses.length === 0) device.addresses = [{ cidr: '127.0.0.1/8', scope: 'host' }];
	if (baseName === undefined) return;
	// What manages the machine's own devices sets them up anew. Models systemd-networkd's link_carrier_gained.
	for (const text of [...table.removed]) if (text.includes(`dev ${baseName} `)) table.removed.delete(text);
	const base = table.baseLinks().find((each) => each.name === baseName);
	if (type !== 'ether' || base === undefined) return;
	const missing = base.addresses.filter((cidr) => !device.addresses.some((each) => each.cidr === cidr));
	const restored = missing.map((cidr) => ({ cidr, scope: 'global', broadcast: broadcastOf(cidr) }) as const);
	device.addresses = [...restored, ...device.addresses];
}

function rename(table: LinkTable, device: Device, name: string): void {
	for (const each of table.devices()) {
		if (each.master === device.name) own(table, each.name).master = name;
		if (each.lower === device.name) own(table, each.name).lower = name;
	}
	for (const routes of table.added.values()) {
		for (const [at, route] of routes.entries()) if (route.dev === device.name) routes[at] = { ...route, dev: name };
	}
	device.name = name;
}

/** Into another namespace it comes set down and without addresses. */
function move(device: Device, into: LinkTable): void {
	const from = device.home;
	if (into === from) return;
	if (into.find(device.name) !== undefined) throw answers('File exists');
	from.made.splice(from.made.indexOf(device), 1);
	dropRoutes(from, ({ dev }) => dev === device.name);
	if (into.devices().some(({ index }) => index === device.index)) {
		device.index = Math.max(into.nextIndex, ...into.devices().map(({ index }) => index + 1));
	}
	into.nextIndex = Math.max(into.nextIndex, device.index + 1);
	Object.assign(device, { home: into, up: false, master: undefined, addresses: [] });
	into.made.push(device);
	from.touch();
	into.touch();
}

/** @param staysBase whether the wiring's routes come back with their device. */
function dropRoutes(table: LinkTable, which: (route: RouteEntry) => boolean, staysBase = false): void {
	for (const [name, routes] of table.added) {
		table.added.set(
			name,
			routes.filter((route) => !which(route)),
		);
	}
	if (staysBase) return;
	for (const route of table.routes()) if (which(route)) table.removed.add(routeText(route));
}

export function addAddress(
	table: LinkTable,
	name: string,
	address: DeviceAddress,
	how: { readonly replaces?: true } = {},
): void {
	const device = own(table, name);
	const plain = plainOf(address.cidr);
	const network = networkText(address.cidr);
	const at = device.addresses.findIndex(
		({ cidr }) => cidr === address.cidr || (plainOf(cidr) === plain && networkText(cidr) === network),
	);
	if (at >= 0) {
		if (how.replaces !== true) throw new NetlinkError('Error: ipv4: Address already assigned.');
		table.touch();
		return;
	}
	if (device.addresses.length >= ADDRESSES_MAX) throw answers('No buffer space available');
	// The kernel keeps what is secondary behind what is primary.
	const networks = new Set<string>();
	const primaries: DeviceAddress[] = [];
	const others: DeviceAddress[] = [];
	for (const each of device.addresses) {
		const key = `${networkText(each.cidr)} ${each.scope}`;
		(networks.has(key) ? others : primaries).push(each);
		networks.add(key);
	}
	const isSecondary = networks.has(`${network} ${address.scope}`);
	device.addresses = isSecondary ? [...primaries, ...others, address] : [...primaries, address, ...others];
	for (const text of [...table.removed]) if (text.includes(`src ${plain} `)) table.removed.delete(text);
	table.touch();
}

/** Whether one of the same network comes before it. */
export function isSecondaryAmong(before: readonly DeviceAddress[], address: DeviceAddress): boolean {
	return before.some(({ cidr, scope }) => scope === address.scope && networkText(cidr) === networkText(address.cidr));
}

function networkText(cidr: string): string {
	const { base, bits } = networkOf(cidr);
	return `${base}/${bits}`;
}

/** @param cidr an address without a length means any of it. */
export function deleteAddress(table: LinkTable, name: string, cidr: string): void {
	const device = own(table, name);
	const found = device.addresses.find(
		(each) => each.cidr === cidr || (!cidr.includes('/') && plainOf(each.cidr) === cidr),
	);
	if (found === undefined) throw new NetlinkError('Error: ipv4: Address not found.');
	device.addresses = device.addresses.filter((each) => each !== found);
	const src = plainOf(found.cidr);
	const isLast = device.addresses.length === 0;
	dropRoutes(
		table,
		(route) => (isLast && route.dev === device.name) || (route.src === src && route.proto !== 'kernel'),
	);
	table.touch();
}

function plainOf(cidr: string): string {
	return cidr.replace(/\/.*/, '');
}
