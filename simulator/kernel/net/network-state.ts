import type { FilterState } from './filter-tables.ts';
import type { Device } from './links/device.ts';
import { join } from './links/link-changes.ts';
import type { LinkTable } from './links/link-table.ts';
import { madeNamespace } from './links/netlink.ts';
import type { NetNamespace } from './net-namespace.ts';

/** By name. */
type KernelNetworks = Map<string, NetNamespace>;

type FrozenDevice = Omit<Device, 'home' | 'far'> & {
	/** The other end of a pair: in which namespace ('' is the machine's own), and its name. */
	readonly peer?: readonly [namespace: string, name: string];
};

interface FrozenLinks {
	readonly changed: readonly (readonly [base: string, device: FrozenDevice | undefined])[];
	readonly made: readonly FrozenDevice[];
	readonly added: LinkTable['added'];
	readonly removed: ReadonlySet<string>;
	readonly rules: LinkTable['rules'];
	readonly neighbourChanges: LinkTable['neighbourChanges'];
	readonly nextIndex: number;
}

/** What was changed by hand in the networks of a machine, for a copy of it. Differs: of Pods nothing is kept. */
export interface NetworkState {
	readonly filters: FilterState | undefined;
	readonly links: FrozenLinks | undefined;
	/** Namespaces that somebody has made, the oldest first. */
	readonly made: readonly (readonly [name: string, state: NetworkState])[];
}

/** Undefined: all is as it was wired. */
export function networkState(own: NetNamespace, named: KernelNetworks): NetworkState | undefined {
	const made = [...named].filter(([, namespace]) => namespace.labels.has('made'));
	if (!own.hasFilters && !own.isRewired && made.length === 0) return undefined;
	const names = new Map<LinkTable, string>([
		[own.links, ''],
		...made.map(([name, each]) => [each.links, name] as const),
	]);
	const frozen = (each: NetNamespace): NetworkState => ({
		filters: each.hasFilters ? each.filters.state() : undefined,
		links: each.isRewired ? frozenLinks(each.links, names) : undefined,
		made: [],
	});
	return { ...frozen(own), made: made.map(([name, each]) => [name, frozen(each)] as const) };
}

function frozenLinks(table: LinkTable, names: ReadonlyMap<LinkTable, string>): FrozenLinks {
	const { changed, made, added, removed, rules, neighbourChanges, nextIndex } = table;
	return {
		changed: [...changed].map(([base, device]) => [base, device && frozenDevice(device, names)] as const),
		made: made.map((device) => frozenDevice(device, names)),
		added: new Map([...added].map(([name, routes]) => [name, [...routes]] as const)),
		removed: new Set(removed),
		rules,
		neighbourChanges,
		nextIndex,
	};
}

function frozenDevice({ home: _, far, ...rest }: Device, names: ReadonlyMap<LinkTable, string>): FrozenDevice {
	const other = rest.baseName === undefined ? far?.() : undefined;
	const where = other === undefined ? undefined : names.get(other.home);
	return { ...rest, ...(other !== undefined && where !== undefined && { peer: [where, other.name] as const }) };
}

export function resumeNetworks(own: NetNamespace, named: KernelNetworks, state: NetworkState | undefined): void {
	if (state === undefined) return;
	const all = new Map<string, readonly [NetNamespace, NetworkState]>([['', [own, state]]]);
	for (const [name, each] of state.made) {
		const namespace = madeNamespace(name, own);
		named.set(name, namespace);
		all.set(name, [namespace, each]);
	}
	for (const [namespace, { filters, links }] of all.values()) {
		if (filters !== undefined) namespace.filters.resume(filters);
		if (links !== undefined) resumeLinks(namespace.links, links);
	}
	for (const [namespace, { links }] of all.values()) {
		for (const { name, peer } of links?.made ?? []) {
			const device = namespace.links.made.find((each) => each.name === name);
			const other = peer && all.get(peer[0])?.[0].links.made.find((each) => each.name === peer[1]);
			if (device !== undefined && other !== undefined) join(device, other);
		}
	}
}

function resumeLinks(table: LinkTable, links: FrozenLinks): void {
	for (const [base, device] of links.changed) {
		const far = (): Device | undefined => {
			const other = table.baseLinks().find(({ name }) => name === base)?.far;
			return other?.namespace.links.byBase(other.name);
		};
		const isPair = device?.type === 'veth' && device.baseName !== undefined;
		table.changed.set(base, device && { ...device, home: table, ...(isPair && { far }) });
	}
	for (const { peer: _, ...device } of links.made) table.made.push({ ...device, home: table });
	for (const [name, routes] of links.added) table.added.set(name, [...routes]);
	for (const text of links.removed) table.removed.add(text);
	table.rules = links.rules;
	table.neighbourChanges = links.neighbourChanges;
	table.nextIndex = links.nextIndex;
	table.touch();
}
