import type { Link, NetworkView, Wiring } from '../../kernel/network-view.ts';
import type { PacketFilter } from '../../kernel/packet-filter.ts';
import type { Process } from '../../kernel/process-api.ts';

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
export function linksOf(process: Process): readonly Link[] {
	const wiring = wiringOf(process);
	return process.machine.interfaces().flatMap(({ name, addresses, mac, up, mtu }, at): readonly Link[] => {
		const loopback = name === 'lo';
		if (!loopback && wiring !== undefined) return wiring.links;
		const flags = loopback ? 'LOOPBACK,UP,LOWER_UP' : `BROADCAST,MULTICAST${up ? ',UP,LOWER_UP' : ''}`;
		const state = loopback ? 'UNKNOWN' : up ? 'UP' : 'DOWN';
		const qdisc = loopback ? 'noqueue' : 'fq_codel';
		return [{ index: at + 1, name, kind: 'ether', flags, mac, mtu, qdisc, state, addresses }];
	});
}
