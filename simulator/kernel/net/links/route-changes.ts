import type { Neighbour } from '../../network-view.ts';
import { answers, NetlinkError } from './link-changes.ts';
import { type LinkTable, MAIN } from './link-table.ts';
import { isSameSlot, type RouteEntry, routeText } from './route-entry.ts';
import type { RoutingRule } from './routing-rule.ts';

/** Made by hand, of one table of one namespace; rules and neighbours alike. */
const ROUTES_MAX = 1_024;

export type RouteVerb = 'add' | 'append' | 'prepend' | 'change' | 'replace' | 'test';

/** Models net/ipv4/fib_trie.c fib_table_insert and fib_semantics.c fib_check_nh. */
export function addRoute(table: LinkTable, verb: RouteVerb, route: RouteEntry, name = MAIN): void {
	const entry = checkedRoute(table, route);
	const routes = table.added.get(name) ?? [];
	const known = table.routes(name).find((each) => isSameSlot(each, entry));
	if (known !== undefined && verb === 'add') throw answers('File exists');
	if (known === undefined && verb === 'change') throw answers('No such file or directory');
	if (known !== undefined && verb === 'append' && routeText(known) === routeText(entry)) throw answers('File exists');
	if (routes.length >= ROUTES_MAX) throw answers('No buffer space available');
	if (known !== undefined && (verb === 'replace' || verb === 'change')) {
		const at = routes.indexOf(known);
		if (at >= 0) routes[at] = entry;
		else {
			table.removed.add(routeText(known));
			routes.push(entry);
		}
	} else if (!table.removed.delete(routeText(entry))) routes.push(entry);
	table.added.set(name, routes);
	table.touch();
}

function checkedRoute(table: LinkTable, route: RouteEntry): RouteEntry {
	if (route.type !== 'unicast') return route;
	if (route.bits < 32 && route.base % 2 ** (32 - route.bits) !== 0) {
		throw new NetlinkError('Error: Invalid prefix for given prefix length.');
	}
	if (route.src !== undefined && !table.isLocal(route.src)) throw new NetlinkError('Error: Invalid prefsrc address.');
	if (route.via !== undefined) {
		const near = table.lookup(route.via);
		if (route.onlink === true && route.dev !== undefined) {
			if (!table.isUp(route.dev)) throw new NetlinkError('Error: Nexthop device is not up.');
			return route;
		}
		const isOnLink = near.kind === 'route' && near.route.via === undefined && near.route.scope === 'link';
		if (!isOnLink || (route.dev !== undefined && near.device.name !== route.dev)) {
			throw new NetlinkError('Error: Nexthop has invalid gateway.');
		}
		return { ...route, dev: near.device.name };
	}
	if (route.dev === undefined) throw answers('No such device');
	const device = table.find(route.dev);
	if (device === undefined) throw answers('No such device');
	if (!device.up) throw new NetlinkError('Error: Device for nexthop is not up.');
	return { ...route, scope: route.scope ?? 'link' };
}

/** What a route to delete has to be like. */
export type RouteMatch = Partial<Pick<RouteEntry, 'via' | 'dev' | 'proto' | 'scope' | 'src' | 'metric' | 'type'>> & {
	readonly base: number;
	readonly bits: number;
};

export function deleteRoute(table: LinkTable, match: RouteMatch, name = MAIN): void {
	const found = table.routes(name).find((route) => {
		const keys = ['via', 'dev', 'proto', 'scope', 'src', 'metric'] as const;
		const isAlike = keys.every((key) => match[key] === undefined || match[key] === route[key]);
		const isType = match.type === undefined || match.type === 'unicast' || match.type === route.type;
		return route.base === match.base && route.bits === match.bits && isAlike && isType;
	});
	if (found === undefined) throw answers('No such process');
	dropRoute(table, found, name);
}

export function dropRoute(table: LinkTable, route: RouteEntry, name = MAIN): void {
	const routes = table.added.get(name) ?? [];
	const at = routes.indexOf(route);
	if (at >= 0) routes.splice(at, 1);
	else if (name === MAIN) table.removed.add(routeText(route));
	table.touch();
	if (at < 0) table.onRemoved?.(route);
}

export function addRule(table: LinkTable, rule: Omit<RoutingRule, 'priority'> & { readonly priority?: number }): void {
	const first = Math.min(32_766, ...table.rules.filter(({ priority }) => priority > 0).map(({ priority }) => priority));
	const entry: RoutingRule = { ...rule, priority: rule.priority ?? first - 1 };
	if (rule.priority !== undefined && table.rules.some((each) => isSameRule(each, entry))) throw answers('File exists');
	if (table.rules.length >= ROUTES_MAX) throw answers('No buffer space available');
	const at = table.rules.findIndex(({ priority }) => priority > entry.priority);
	table.rules = at < 0 ? [...table.rules, entry] : [...table.rules.slice(0, at), entry, ...table.rules.slice(at)];
	table.touch();
}

function isSameRule(a: RoutingRule, b: RoutingRule): boolean {
	return JSON.stringify(a) === JSON.stringify(b);
}

export function deleteRules(
	table: LinkTable,
	isMeant: (rule: RoutingRule) => boolean,
	how: { readonly all?: true } = {},
): void {
	const found = table.rules.filter((rule) => isMeant(rule));
	if (found.length === 0 && how.all !== true) throw answers('No such file or directory');
	const gone = how.all === true ? found : found.slice(0, 1);
	table.rules = table.rules.filter((rule) => !gone.includes(rule));
	table.touch();
}

export function setNeighbour(table: LinkTable, verb: 'add' | 'change' | 'replace' | 'del', neighbour: Neighbour): void {
	const known = table
		.neighbours()
		.find(({ address, device }) => address === neighbour.address && device === neighbour.device);
	if (known !== undefined && verb === 'add') throw answers('File exists');
	if (known === undefined && (verb === 'change' || verb === 'del')) throw answers('No such file or directory');
	if (table.neighbourChanges.length >= ROUTES_MAX) throw answers('No buffer space available');
	const others = table.neighbourChanges.filter(
		({ address, device }) => address !== neighbour.address || device !== neighbour.device,
	);
	table.neighbourChanges = [verb === 'del' ? { ...neighbour, isGone: true } : neighbour, ...others];
	table.touch();
}
