import { addressBlock, addressNumber, addressText } from '../../../machinery/ipv4.ts';

export type RouteType = 'unicast' | 'blackhole' | 'unreachable' | 'prohibit' | 'throw' | 'local' | 'broadcast';

/** One entry of a routing table. */
export interface RouteEntry {
	readonly type: RouteType;
	/** Its first address, and how many bits of it count. */
	readonly base: number;
	readonly bits: number;
	readonly via?: string;
	readonly dev?: string;
	/** Absent: boot. */
	readonly proto?: string;
	/** Absent: global. */
	readonly scope?: string;
	readonly src?: string;
	readonly metric?: number;
	readonly onlink?: true;
	readonly mtu?: number;
}

const TYPES: ReadonlySet<string> = new Set([
	'unicast',
	'blackhole',
	'unreachable',
	'prohibit',
	'throw',
	'local',
	'broadcast',
]);

/** Reads what `routeText` writes. */
export function parseRoute(line: string): RouteEntry {
	const words = line.trim().split(/ +/);
	const type = TYPES.has(words[0] as string) ? (words.shift() as RouteType) : 'unicast';
	const { base, bits } = prefixOf(words.shift() as string) as { base: number; bits: number };
	const after = (word: string): string | undefined => {
		const at = words.indexOf(word);
		return at < 0 ? undefined : words[at + 1];
	};
	const [via, dev, proto, scope, src, metric, mtu] = ['via', 'dev', 'proto', 'scope', 'src', 'metric', 'mtu'].map(
		after,
	);
	return {
		type,
		base,
		bits,
		...(via !== undefined && { via }),
		...(dev !== undefined && { dev }),
		...(proto !== undefined && { proto }),
		...(scope !== undefined && { scope }),
		...(src !== undefined && { src }),
		...(metric !== undefined && { metric: Number(metric) }),
		...(words.includes('onlink') && { onlink: true as const }),
		...(mtu !== undefined && { mtu: Number(mtu) }),
	};
}

/** "default", "10.0.0.0/8", "10.1" (10.1.0.0/16's short form is none: 10.1.0.0) or an address. Undefined: none of them. */
export function prefixOf(text: string): { readonly base: number; readonly bits: number } | undefined {
	if (text === 'default' || text === 'any' || text === 'all') return { base: 0, bits: 0 };
	const [address = '', bits] = text.split('/');
	if (!/^\d{1,3}(\.\d{1,3}){0,3}$/.test(address)) return undefined;
	const parts = address.split('.');
	if (parts.some((part) => Number(part) > 255)) return undefined;
	const full = [...parts, '0', '0', '0'].slice(0, 4).join('.');
	if (bits !== undefined && (!/^\d{1,2}$/.test(bits) || Number(bits) > 32)) return undefined;
	return { base: addressNumber(full), bits: bits === undefined ? 32 : Number(bits) };
}

/** Whether an address is really one of four numbers up to 255. */
export function isAddress(text: string): boolean {
	return /^\d{1,3}(\.\d{1,3}){3}$/.test(text) && text.split('.').every((part) => Number(part) <= 255);
}

export function prefixText({ base, bits }: { readonly base: number; readonly bits: number }): string {
	if (bits === 0) return 'default';
	return bits === 32 ? addressText(base) : `${addressText(base)}/${bits}`;
}

/** As iproute2 prints it, a space behind. Models ip/iproute.c print_route. @param more flags of the moment: linkdown. */
export function routeText(route: RouteEntry, more: { readonly table?: string; readonly flags?: string } = {}): string {
	const { type, via, dev, proto, scope, src, metric, onlink, mtu } = route;
	const parts = [
		type === 'unicast' ? '' : `${type} `,
		`${prefixText(route)} `,
		via === undefined ? '' : `via ${via} `,
		dev === undefined ? '' : `dev ${dev} `,
		more.table === undefined ? '' : `table ${more.table} `,
		proto === undefined ? '' : `proto ${proto} `,
		scope === undefined ? '' : `scope ${scope} `,
		src === undefined ? '' : `src ${src} `,
		metric === undefined ? '' : `metric ${metric} `,
		onlink === true ? 'onlink ' : '',
		more.flags === undefined ? '' : `${more.flags} `,
		mtu === undefined ? '' : `mtu ${mtu} `,
	];
	return parts.join('');
}

/** Two that cannot stand in one table: the same destination with the same metric. */
export function isSameSlot(a: RouteEntry, b: RouteEntry): boolean {
	return a.base === b.base && a.bits === b.bits && (a.metric ?? 0) === (b.metric ?? 0);
}

/** In the order in which the kernel lists them: by address, the longer first, by metric. Models net/ipv4/fib_trie.c. */
export function byPlace(a: RouteEntry, b: RouteEntry): number {
	return a.base - b.base || b.bits - a.bits || (a.metric ?? 0) - (b.metric ?? 0);
}

export function covers(prefix: { readonly base: number; readonly bits: number }, address: number): boolean {
	const size = 2 ** (32 - prefix.bits);
	return Math.floor(prefix.base / size) === Math.floor(address / size);
}

/** "10.0.0.1/24": the network that the address is in. */
export function networkOf(cidr: string): { readonly base: number; readonly bits: number } {
	const { bits, size, index } = addressBlock(cidr) as { bits: number; size: number; index: number };
	return { base: index * size, bits };
}

/** The last address of a network. */
export function broadcastOf(cidr: string): string {
	const { base, bits } = networkOf(cidr);
	return addressText(base + 2 ** (32 - bits) - 1);
}
