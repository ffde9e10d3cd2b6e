import type { Link, Neighbour } from '../../kernel/network-view.ts';

const FOREVER = 4_294_967_295;

/** `ip -j address` and `ip -j link`. Models iproute2's print_linkinfo and print_addrinfo with JSON. */
export function linkJson(
	link: Link,
	withAddresses: boolean,
	isBrief: boolean,
	broadcastOf: (cidr: string) => string,
): object {
	const { index, name, peer, kind, flags, mac, mtu, qdisc, state, addresses } = link;
	const loopback = name === 'lo';
	if (isBrief) {
		const addr_info = addresses.map((each) => ({ local: each.split('/')[0], prefixlen: Number(each.split('/')[1]) }));
		const own = { ifname: name, operstate: state };
		return withAddresses ? { ...own, addr_info } : { ...own, address: mac, flags: flags.split(',') };
	}
	const [, other] = /^if(\d+)$/.exec(peer ?? '') ?? [];
	return {
		ifindex: index,
		...(other !== undefined && { link_index: Number(other) }),
		...(other === undefined && peer !== undefined && { link: peer === 'NONE' ? null : peer }),
		ifname: name,
		flags: flags.split(','),
		mtu,
		qdisc,
		operstate: state,
		...(!withAddresses && { linkmode: 'DEFAULT' }),
		group: 'default',
		txqlen: 1000,
		link_type: loopback ? 'loopback' : kind,
		address: mac,
		broadcast: kind === 'ipip' ? '0.0.0.0' : loopback ? '00:00:00:00:00:00' : 'ff:ff:ff:ff:ff:ff',
		...(withAddresses && {
			addr_info: addresses.map((cidr) => ({
				family: 'inet',
				local: cidr.split('/')[0],
				prefixlen: Number(cidr.split('/')[1]),
				...(!loopback && !cidr.endsWith('/32') && { broadcast: broadcastOf(cidr) }),
				scope: loopback ? 'host' : 'global',
				label: name,
				valid_life_time: FOREVER,
				preferred_life_time: FOREVER,
			})),
		}),
	};
}

/** A line of `ip route` as `ip -j route` has it. */
export function routeJson(line: string): object {
	const words = line.trim().split(' ');
	const after = (word: string): string | undefined => {
		const at = words.indexOf(word);
		return at < 0 ? undefined : words[at + 1];
	};
	const isSpecial = ['blackhole', 'unreachable', 'prohibit'].includes(words[0] ?? '');
	const [gateway, dev, protocol, scope, prefsrc] = ['via', 'dev', 'proto', 'scope', 'src'].map(after);
	return {
		...(isSpecial && { type: words[0] }),
		dst: words[isSpecial ? 1 : 0],
		...(gateway !== undefined && { gateway }),
		...(dev !== undefined && { dev }),
		...(protocol !== undefined && { protocol }),
		...(scope !== undefined && { scope }),
		...(prefsrc !== undefined && { prefsrc }),
		flags: words.includes('onlink') ? ['onlink'] : [],
	};
}

export function neighbourJson({ address, device, mac, state }: Neighbour): object {
	return { dst: address, dev: device, lladdr: mac, state: [state] };
}
