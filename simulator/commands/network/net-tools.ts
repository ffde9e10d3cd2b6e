import { NetlinkError } from '../../kernel/net/links/link-changes.ts';
import { addRoute, deleteRoute } from '../../kernel/net/links/route-changes.ts';
import { isAddress, prefixOf } from '../../kernel/net/links/route-entry.ts';
import { addressNumber } from '../../machinery/ipv4.ts';
import type { UnixRun } from '../unix-command.ts';
import { Exit, unixCommand } from '../unix-command.ts';
import { linksOf, numericRoutes } from './links.ts';

/** The kernel's table, for `route` and `netstat -r`. */
export const route = unixCommand({
	name: 'route',
	paths: ['/usr/sbin/route'],
	size: 68_328,
	*main(run) {
		const [verb] = run.args.filter((word) => !word.startsWith('-'));
		if (verb !== undefined) return changeRoute(run, verb, run.args.slice(run.args.indexOf(verb) + 1));
		const numeric = run.args.includes('-n');
		yield* run.out.write(
			'Kernel IP routing table\nDestination     Gateway         Genmask         Flags Metric Ref    Use Iface\n',
		);
		for (const { destination, gateway, mask, device, metric, isReject } of numericRoutes(run.process)) {
			const isHost = mask === '255.255.255.255' ? 'H' : '';
			const flags = isReject ? `!${isHost}` : `U${gateway === '0.0.0.0' ? '' : 'G'}${isHost}`;
			const shown = numeric ? destination : destination === '0.0.0.0' ? 'default' : destination;
			const via = numeric || gateway !== '0.0.0.0' ? gateway : '0.0.0.0';
			yield* run.out.write(
				`${shown.padEnd(15)} ${via.padEnd(15)} ${mask.padEnd(15)} ${flags.padEnd(5)} ${String(metric).padEnd(6)} 0        0 ${device}\n`,
			);
		}
		return 0;
	},
});

/** Models net-tools' lib/inet_sr.c. */
function changeRoute({ process }: UnixRun, verb: string, words: readonly string[]): number {
	if (verb !== 'add' && verb !== 'del') throw new Exit(4, ROUTE_USAGE);
	const call = verb === 'add' ? 'SIOCADDRT' : 'SIOCDELRT';
	const named = (key: string): string | undefined => (words.includes(key) ? words[words.indexOf(key) + 1] : undefined);
	const [via, mask, metric] = ['gw', 'netmask', 'metric'].map(named);
	const taken = new Set(
		['gw', 'netmask', 'metric', 'dev'].filter((key) => words.includes(key)).flatMap((key) => [key, named(key)]),
	);
	const [target, last] = words.filter(
		(word) => !taken.has(word) && word !== '-net' && word !== '-host' && word !== 'reject',
	);
	if (target === undefined) throw new Exit(4, ROUTE_USAGE);
	const bits = mask === undefined ? '' : `/${addressNumber(mask).toString(2).replaceAll('0', '').length}`;
	const prefix = prefixOf(target.includes('/') || target === 'default' ? target : `${target}${bits}`);
	if (prefix === undefined || (via !== undefined && !isAddress(via)))
		throw new Exit(6, `${prefix === undefined ? target : via}: Unknown host\n`);
	const dev = named('dev') ?? last;
	const entry = {
		...prefix,
		type: words.includes('reject') ? ('unreachable' as const) : ('unicast' as const),
		...(via !== undefined && { via }),
		...(dev !== undefined && { dev }),
		...(metric !== undefined && { metric: Number(metric) }),
	};
	try {
		process.machine.netlink.change((table) =>
			verb === 'add' ? addRoute(table, 'add', entry) : deleteRoute(table, entry),
		);
		return 0;
	} catch (error) {
		if (!(error instanceof NetlinkError)) throw error;
		throw new Exit(7, `${call}: ${reasonOf(error.message)}\n`);
	}
}

/** What errno stands behind the words that `ip` has for it. */
function reasonOf(text: string): string {
	if (text.includes('invalid gateway') || text.includes('not up')) return 'Network is unreachable';
	if (text.startsWith('Error: ')) return 'Invalid argument';
	return text.replace('RTNETLINK answers: ', '');
}

const ROUTE_USAGE = `Usage: route [-nNvee] [-FC] [<AF>]           List kernel routing tables
       route [-v] [-FC] {add|del|flush} ...  Modify routing table for AF.
`;

export const arp = unixCommand({
	name: 'arp',
	paths: ['/usr/sbin/arp'],
	size: 64_328,
	*main(run) {
		const words = run.args.filter((word) => !word.startsWith('-'));
		const all = run.args.some((word) => /^-\w*a/.test(word));
		const known = run.process.machine.netlink.table.neighbours();
		const shown = known.filter(({ address }) => words.length === 0 || words.includes(address));
		if (words.length > 0 && shown.length === 0) {
			yield* run.out.write(`${words[0]} (${words[0]}) -- no entry\n`);
			return 1;
		}
		if (!all && shown.length > 0) {
			yield* run.out.write('Address                  HWtype  HWaddress           Flags Mask            Iface\n');
		}
		for (const { address, mac, device } of shown) {
			yield* run.out.write(
				all
					? `? (${address}) at ${mac} [ether] on ${device}\n`
					: `${address.padEnd(24)} ether   ${mac}   C                     ${device}\n`,
			);
		}
		return 0;
	},
});

/** iproute2's bridge: Calico has none, so that there is nothing to show. */
export const bridge = unixCommand({
	name: 'bridge',
	paths: ['/usr/sbin/bridge'],
	size: 117_808,
	*main(run) {
		const [object = '', verb = 'show'] = run.args.filter((word) => !word.startsWith('-'));
		if (object === '' || object === 'help') throw new Exit(object === '' ? 255 : 0, BRIDGE_USAGE);
		const objects = ['link', 'fdb', 'mdb', 'vlan', 'vni', 'monitor'];
		if (!objects.some((each) => each.startsWith(object))) {
			throw new Exit(255, `Object "${object}" is unknown, try "bridge help".\n`);
		}
		if (!['show', 'list', 'lst'].some((each) => each.startsWith(verb))) {
			throw new Exit(255, 'RTNETLINK answers: Operation not supported\n');
		}
		if ('fdb'.startsWith(object)) yield* multicastEntries(run);
		return 0;
	},
});

/** Addresses that every Ethernet device listens to. */
function* multicastEntries(run: UnixRun) {
	for (const { name, type } of linksOf(run.process)) {
		if (name === 'lo' || type === 'ipip') continue;
		for (const mac of ['33:33:00:00:00:01', '01:00:5e:00:00:01']) {
			yield* run.out.write(`${mac} dev ${name} self permanent\n`);
		}
	}
}

const BRIDGE_USAGE = `Usage: bridge [ OPTIONS ] OBJECT { COMMAND | help }
       bridge [ -force ] -batch filename
where  OBJECT := { link | fdb | mdb | vlan | vni | monitor }
       OPTIONS := { -V[ersion] | -s[tatistics] | -d[etails] |
                    -o[neline] | -t[imestamp] | -n[etns] name |
                    -com[pressvlans] -c[olor] -p[retty] -j[son] }
`;
