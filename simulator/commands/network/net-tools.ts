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
		if (verb !== undefined) throw new Exit(7, 'SIOCADDRT: Operation not permitted\n');
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
