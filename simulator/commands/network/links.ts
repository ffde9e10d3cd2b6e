import type { Device } from '../../kernel/net/links/device.ts';
import type { RouteEntry } from '../../kernel/net/links/route-entry.ts';
import type { NetworkView, Wiring } from '../../kernel/network-view.ts';
import type { PacketFilter } from '../../kernel/packet-filter.ts';
import type { Process } from '../../kernel/process-api.ts';
import { addressText } from '../../machinery/ipv4.ts';

/** How the network namespace that a process is in is wired; undefined where nobody knows. */
export function wiringOf(process: Process): Wiring | undefined {
	const own = process.machine.interfaces().find(({ name }) => name !== 'lo')?.addresses[0];
	if (own === undefined) return undefined;
	return process.port<NetworkView>('network-view')?.wiring(own.replace(/\/.*/, ''));
}

/** The packet filter of the network namespace that a process is in, where it is the machine's. */
export function ownPacketFilter(process: Process): PacketFilter | undefined {
	const filter = process.port<PacketFilter>('packet-filter');
	const here = process.machine
		.interfaces()
		.flatMap(({ addresses }) => addresses.map((each) => each.replace(/\/.*/, '')));
	return filter !== undefined && here.includes(filter.address) ? filter : undefined;
}

/** All devices with the loopback first. */
export function linksOf(process: Process): readonly Device[] {
	return process.machine.netlink.table.devices();
}

export interface NumericRoute {
	readonly destination: string;
	readonly gateway: string;
	readonly mask: string;
	readonly device: string;
	readonly metric: number;
	readonly isReject: boolean;
}

/** The table main as `route` and `netstat -r` show it. */
export function numericRoutes(process: Process): NumericRoute[] {
	return process.machine.netlink.table.routes().map((route) => numeric(route));
}

function numeric({ type, base, bits, via, dev, metric }: RouteEntry): NumericRoute {
	return {
		destination: addressText(base),
		gateway: via ?? '0.0.0.0',
		mask: addressText(2 ** 32 - 2 ** (32 - bits)),
		device: dev ?? '*',
		metric: metric ?? 0,
		isReject: type !== 'unicast',
	};
}
