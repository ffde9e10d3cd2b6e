import { addressNumber } from '../../../machinery/ipv4.ts';
import type { Link, Neighbour, Wiring } from '../../network-view.ts';
import { type Device, deviceOfLink, hasCarrier } from './device.ts';
import { byPlace, covers, networkOf, parseRoute, type RouteEntry, routeText } from './route-entry.ts';
import { DEFAULT_RULES, type RoutingRule, ruleApplies } from './routing-rule.ts';

/** Where a packet goes from here. */
export type Lookup =
	| { readonly kind: 'local' }
	| { readonly kind: 'route'; readonly route: RouteEntry; readonly device: Device; readonly table: string }
	| { readonly kind: 'refused'; readonly by: 'blackhole' | 'unreachable' | 'prohibit' }
	| { readonly kind: 'none' };

export const MAIN = 'main';

interface Plain {
	links(): readonly Link[];
	routes(): readonly string[];
}

/**
 * Devices, addresses, routes, rules and neighbours of one network namespace: what its wiring says, and what was changed
 * by hand since. A device of the wiring that was changed goes by what it became.
 * Models net/core/rtnetlink.c and net/ipv4/fib_*.c as far as `ip` and a connection's way can tell.
 */
export class LinkTable {
	readonly namespace: string;
	/** Whether something differs from the wiring. */
	isChanged = false;
	/** Told of each change. */
	onChange: (() => void) | undefined;
	/** Told of a route of the wiring that somebody has deleted: who keeps it may put it back. */
	onRemoved: ((route: RouteEntry) => void) | undefined;
	/** Of the wiring: what became of them; undefined: they are gone. */
	readonly changed = new Map<string, Device | undefined>();
	readonly made: Device[] = [];
	/** By table. */
	readonly added = new Map<string, RouteEntry[]>();
	/** Texts of the wiring's routes that are gone. */
	readonly removed = new Set<string>();
	rules: readonly RoutingRule[] = DEFAULT_RULES;
	neighbourChanges: readonly (Neighbour & { readonly isGone?: true })[] = [];
	readonly #wiring: () => Wiring | undefined;
	readonly #plain: Plain;
	nextIndex = 0;

	/** @param plain what there is where nobody knows a wiring. */
	constructor(namespace: string, wiring: () => Wiring | undefined, plain: Plain) {
		this.namespace = namespace;
		this.#wiring = wiring;
		this.#plain = plain;
	}

	touch(): void {
		this.isChanged = true;
		this.onChange?.();
	}

	/** All as the wiring has it. */
	reset(): void {
		this.changed.clear();
		for (const device of this.made) device.isGone = true;
		this.made.length = 0;
		this.added.clear();
		this.removed.clear();
		this.rules = DEFAULT_RULES;
		this.neighbourChanges = [];
		if (!this.isChanged) return;
		this.isChanged = false;
		this.onChange?.();
	}

	/** Whoever wired it puts routes back that were deleted. @param which of them; all when absent. */
	putBack(which: (route: RouteEntry) => boolean = () => true): void {
		let isAny = false;
		for (const text of [...this.removed]) {
			if (which(parseRoute(text)) && this.removed.delete(text)) isAny = true;
		}
		if (isAny) this.touch();
	}

	/** Devices of the wiring that were deleted or set down are there again, with their routes; machines' own cards stay as they are. */
	wireAnew(): void {
		if (!this.isChanged) return;
		for (const { name, type, far } of this.baseLinks()) {
			if (type !== 'ether' && type !== 'loopback' && far === undefined) this.changed.delete(name);
		}
		this.putBack();
		this.touch();
	}

	baseLinks(): readonly Link[] {
		const fallback = this.#plain.links();
		const links = this.#wiring()?.links;
		return links === undefined ? fallback : [...fallback.filter(({ type }) => type === 'loopback'), ...links];
	}

	/** By index. */
	devices(): readonly Device[] {
		const found: Device[] = [];
		for (const link of this.baseLinks()) {
			const device = this.changed.has(link.name) ? this.changed.get(link.name) : deviceOfLink(link, this);
			if (device !== undefined) found.push(device);
		}
		return [...found, ...this.made].sort((a, b) => a.index - b.index);
	}

	find(name: string): Device | undefined {
		return this.devices().find((device) => device.name === name);
	}

	/** A device of the wiring, by the name that it has there. */
	byBase(name: string): Device | undefined {
		return this.devices().find(({ baseName }) => baseName === name);
	}

	isUp(name: string): boolean {
		return this.find(name)?.up === true;
	}

	/** The network of each address, as far as it is not the wiring's, of which routes are. */
	#connected(devices: readonly Device[]): RouteEntry[] {
		const routes: RouteEntry[] = [];
		for (const { name, up, baseName, addresses, home } of devices) {
			const isBase = baseName !== undefined && !home.changed.has(baseName);
			if (!up || isBase || name === LOOPBACK_DEVICE) continue;
			for (const { cidr, peer, scope } of addresses) {
				const { base, bits } = networkOf(peer ?? cidr);
				if (bits === 32 && peer === undefined) continue;
				const src = cidr.replace(/\/.*/, '');
				if (routes.some((each) => each.base === base && each.bits === bits && each.dev === name)) continue;
				if (scope === 'host') continue;
				routes.push({ type: 'unicast', base, bits, dev: name, proto: 'kernel', scope: 'link', src });
			}
		}
		return routes;
	}

	/** Of the table main, in the kernel's order. */
	routes(table = MAIN): readonly RouteEntry[] {
		const own = this.added.get(table) ?? [];
		if (table !== MAIN) return own;
		const base = (this.#wiring()?.routes ?? this.#plain.routes()).map(parseRoute);
		if (!this.isChanged) return base.sort(byPlace);
		const devices = this.devices();
		const byName = new Map(devices.map((device) => [device.baseName ?? device.name, device]));
		const local = new Set(this.localAddresses(devices));
		const kept: RouteEntry[] = [];
		for (const route of base) {
			if (this.removed.has(routeText(route))) continue;
			if (route.dev === undefined) {
				kept.push(route);
				continue;
			}
			const device = byName.get(route.dev);
			const wasChanged = this.changed.has(route.dev);
			const isConnected = route.proto === 'kernel' && route.scope === 'link' && route.src !== undefined;
			if (device?.up !== true || (wasChanged && isConnected)) continue;
			if (route.src !== undefined && !local.has(route.src)) continue;
			kept.push(device.name === route.dev ? route : { ...route, dev: device.name });
		}
		const connected = this.#connected(devices).filter((route) => !this.removed.has(routeText(route)));
		return [...kept, ...connected, ...own].sort(byPlace);
	}

	/** "linkdown" behind a route whose device has no carrier. */
	routeFlags({ dev }: RouteEntry): string | undefined {
		const device = dev === undefined || !this.isChanged ? undefined : this.find(dev);
		return device?.up && !hasCarrier(device) ? 'linkdown' : undefined;
	}

	tables(): readonly string[] {
		return [...this.added.keys()].filter((name) => name !== MAIN && (this.added.get(name)?.length ?? 0) > 0);
	}

	neighbours(): readonly Neighbour[] {
		const base = this.#wiring()?.neighbours ?? [];
		if (!this.isChanged) return base;
		const isChanged = (each: Neighbour): boolean =>
			this.neighbourChanges.some(({ address, device }) => address === each.address && device === each.device);
		const isThere = ({ device }: Neighbour): boolean => this.isUp(device);
		return [
			...this.neighbourChanges.filter(({ isGone }) => isGone !== true),
			...base.filter((each) => !isChanged(each)),
		].filter(isThere);
	}

	/** Of all devices, those that are set down as well. */
	localAddresses(devices = this.devices()): readonly string[] {
		return devices.flatMap(({ addresses }) => addresses.map(({ cidr }) => cidr.replace(/\/.*/, '')));
	}

	isLocal(address: string): boolean {
		const own = this.localAddresses();
		return own.includes(address) || (address.startsWith('127.') && own.some((each) => each.startsWith('127.')));
	}

	lookup(address: string, source?: string, inDevice?: string): Lookup {
		const target = addressNumber(address);
		for (const rule of this.rules) {
			if (!ruleApplies(rule, target, source === undefined ? undefined : addressNumber(source), inDevice)) continue;
			if (rule.action === 'unreachable') return { kind: 'none' };
			if (rule.action !== undefined) return { kind: 'refused', by: rule.action };
			if (rule.table === 'local') {
				if (this.isLocal(address)) return { kind: 'local' };
				continue;
			}
			const found = this.#best(rule.table, target);
			if (found === undefined || found.type === 'throw') continue;
			if (found.type === 'blackhole' || found.type === 'unreachable' || found.type === 'prohibit') {
				return { kind: 'refused', by: found.type };
			}
			const device = this.find(found.dev ?? '');
			if (device !== undefined) return { kind: 'route', route: found, device, table: rule.table };
		}
		return { kind: 'none' };
	}

	#best(table: string, target: number): RouteEntry | undefined {
		let best: RouteEntry | undefined;
		for (const route of this.routes(table)) {
			if (!covers(route, target)) continue;
			if (best === undefined || route.bits > best.bits) best = route;
		}
		return best;
	}

	/** The source of what is sent there and has none yet. */
	sourceFor(address: string): string | undefined {
		const found = this.lookup(address);
		if (found.kind === 'local') return address;
		if (found.kind !== 'route') return undefined;
		if (found.route.src !== undefined) return found.route.src;
		const next = addressNumber(found.route.via ?? address);
		const { addresses } = found.device;
		const near = addresses.find(({ cidr }) => covers(networkOf(cidr), next)) ?? addresses[0];
		return near?.cidr.replace(/\/.*/, '') ?? this.#anyAddress();
	}

	#anyAddress(): string | undefined {
		return this.devices()
			.filter(({ up, type }) => up && type !== 'loopback')
			.flatMap(({ addresses }) =>
				addresses.filter(({ scope }) => scope === 'global').map(({ cidr }) => cidr.replace(/\/.*/, '')),
			)[0];
	}
}

export const LOOPBACK_DEVICE = 'lo';
