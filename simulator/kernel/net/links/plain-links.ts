import { fnv32a } from '../../../machinery/fnv.ts';
import { addressText } from '../../../machinery/ipv4.ts';
import type { Link } from '../../network-view.ts';
import type { NetNamespace } from '../net-namespace.ts';
import { networkOf } from './route-entry.ts';

const LOOPBACK: Link = {
	index: 1,
	name: 'lo',
	type: 'loopback',
	flags: 'LOOPBACK,UP,LOWER_UP',
	mac: '00:00:00:00:00:00',
	mtu: 65_536,
	qdisc: 'noqueue',
	state: 'UNKNOWN',
	addresses: ['127.0.0.1/8'],
};

/** A namespace that somebody has made: nothing is set up. */
const NEW_LOOPBACK: Link = { ...LOOPBACK, flags: 'LOOPBACK', qdisc: 'noop', state: 'DOWN', addresses: [] };

/** The loopback device and, with addresses, one Ethernet device: what a namespace has of which nobody knows more. */
export function plainLinks(network: NetNamespace): readonly Link[] {
	if (network.labels.has('made')) return [NEW_LOOPBACK];
	const addresses = network.addresses.filter((address) => !address.startsWith('127.'));
	if (addresses.length === 0) return [LOOPBACK];
	const prefix = network.labels.get('prefixLength') ?? '24';
	const hash = fnv32a(`${network.name}/${addresses[0]}`).toString(16).padStart(8, '0');
	const card: Link = {
		index: 2,
		name: network.labels.get('interface') ?? 'eth0',
		type: 'ether',
		flags: 'BROADCAST,MULTICAST,UP,LOWER_UP',
		mac: `02:42:${hash.match(/../g)?.join(':')}`,
		mtu: Number(network.labels.get('mtu') ?? 1500),
		qdisc: 'fq_codel',
		state: 'UP',
		addresses: addresses.map((address) => `${address}/${prefix}`),
	};
	return [LOOPBACK, card];
}

/** What its addresses imply: the network's first address is where all else goes. */
export function plainRoutes(network: NetNamespace): readonly string[] {
	const [, card] = plainLinks(network);
	const [own = ''] = card?.addresses ?? [];
	if (card === undefined || own === '') return [];
	if (own.endsWith('/32'))
		return [`default via 169.254.1.1 dev ${card.name} `, `169.254.1.1 dev ${card.name} scope link `];
	const { base, bits } = networkOf(own);
	return [
		`default via ${addressText(base + 1)} dev ${card.name} `,
		`${addressText(base)}/${bits} dev ${card.name} proto kernel scope link src ${own.replace(/\/.*/, '')} `,
	];
}
