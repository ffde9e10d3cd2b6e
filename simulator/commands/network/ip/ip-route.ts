import { MAIN } from '../../../kernel/net/links/link-table.ts';
import { addRoute, deleteRoute, dropRoute, type RouteVerb } from '../../../kernel/net/links/route-changes.ts';
import {
	broadcastOf,
	covers,
	type RouteEntry,
	type RouteType,
	routeText,
} from '../../../kernel/net/links/route-entry.ts';
import { addressNumber } from '../../../machinery/ipv4.ts';
import type { Task } from '../../../machinery/task.ts';
import { Exit } from '../../unix-command.ts';
import { jsonText, routeJson } from './ip-json.ts';
import { abbreviates, address, cannotFind, garbage, type IpRequest, prefix, wrong } from './ip-request.ts';

type Draft = { -readonly [K in keyof RouteEntry]?: RouteEntry[K] | undefined } & { table?: string };

const TYPES: ReadonlySet<string> = new Set([
	'unicast',
	'blackhole',
	'unreachable',
	'prohibit',
	'throw',
	'local',
	'broadcast',
]);

/** Models ip/iproute.c do_iproute. */
export function* ipRoute(request: IpRequest, verb: string | undefined): Task<number> {
	if (verb === undefined || abbreviates(verb, 'list', 'show', 'lst')) return yield* list(request, 'list');
	if (abbreviates(verb, 'get')) return yield* get(request);
	if (abbreviates(verb, 'add')) return modify(request, 'add');
	if (abbreviates(verb, 'change', 'chg')) return modify(request, 'change');
	if (abbreviates(verb, 'replace')) return modify(request, 'replace');
	if (abbreviates(verb, 'prepend')) return modify(request, 'prepend');
	if (abbreviates(verb, 'append')) return modify(request, 'append');
	if (abbreviates(verb, 'test')) return modify(request, 'test');
	if (abbreviates(verb, 'delete')) return modify(request, 'del');
	if (abbreviates(verb, 'flush')) return yield* list(request, 'flush');
	if (abbreviates(verb, 'help')) throw new Exit(255, ROUTE_USAGE);
	throw new Exit(255, `Command "${verb}" is unknown, try "ip route help".\n`);
}

export function tableName(word: string): string {
	const named: Readonly<Record<string, string>> = { '253': 'default', '254': 'main', '255': 'local' };
	if (/^(?:main|local|default|all|\d+)$/.test(word)) return named[word] ?? word;
	throw new Exit(255, `Error: argument "${word}" is wrong: "table" value is invalid\n\n`);
}

const PROTOCOLS: Readonly<Record<string, string>> = {
	'2': 'kernel',
	'3': 'boot',
	'4': 'static',
	'16': 'dhcp',
	'12': 'bird',
	'186': 'bgp',
};

function protocol(word: string): string {
	if (/^(?:kernel|boot|static|redirect|ra|zebra|bird|dhcp|bgp|ospf|isis|babel|\d+)$/.test(word))
		return PROTOCOLS[word] ?? word;
	throw wrong(word, '"protocol" value is invalid');
}

/** Reads a route as `add` and its like take it. */
function draftOf(request: IpRequest): Draft {
	const draft: Draft = {};
	let hasPrefix = false;
	for (let word = request.next(); word !== undefined; word = request.next()) {
		if (word === 'src') draft.src = address(request.argument());
		else if (word === 'via') {
			const given = request.argument();
			draft.via = address(given === 'inet' ? request.argument() : given);
		} else if (word === 'metric' || (abbreviates(word, 'priority', 'preference') && word.length > 2))
			draft.metric = request.number('metric');
		else if (word === 'scope') draft.scope = routeScope(request.argument());
		else if (word === 'mtu') {
			const given = request.argument();
			draft.mtu = Number(given === 'lock' ? request.argument() : given);
		} else if (word === 'onlink') draft.onlink = true;
		else if (abbreviates(word, 'protocol') && word.length > 3) draft.proto = protocol(request.argument());
		else if (word === 'table') draft.table = tableName(request.argument());
		else if (word === 'dev' || word === 'oif') {
			draft.dev = request.argument();
		} else if (
			/^(?:tos|dsfield|advmss|window|rtt|rttvar|cwnd|initcwnd|initrwnd|ssthresh|realms|hoplimit|quickack|congctl|pref|expires|weight|vrf|rto_min)$/.test(
				word,
			)
		)
			request.argument();
		else if (word === 'help') throw new Exit(255, ROUTE_USAGE);
		else {
			let given = word === 'to' ? request.argument() : word;
			if (TYPES.has(given) && !hasPrefix) {
				draft.type = given as RouteType;
				given = request.argument();
			}
			if (hasPrefix) throw garbage('to', given);
			Object.assign(draft, prefix(given));
			hasPrefix = true;
		}
	}
	if (request.words.length === 0) throw new Exit(255, ROUTE_USAGE);
	if (draft.dev !== undefined && request.table.find(draft.dev) === undefined) throw cannotFind(draft.dev);
	return draft;
}

function routeScope(word: string): string | undefined {
	if (/^(?:link|host|site|nowhere)$/.test(word)) return word;
	if (word === 'global' || word === 'universe' || word === '0') return undefined;
	throw wrong(word, 'invalid "scope" value');
}

function modify(request: IpRequest, verb: RouteVerb | 'del'): number {
	const { table = MAIN, proto, ...rest } = draftOf(request);
	const entry = Object.fromEntries(
		Object.entries(rest).filter(([, value]) => value !== undefined),
	) as Partial<RouteEntry>;
	const { base = 0, bits = 0, type = 'unicast' } = entry;
	const own = { ...entry, base, bits, type, ...(proto !== undefined && proto !== 'boot' && { proto }) };
	request.change((links) => {
		if (verb === 'del') deleteRoute(links, { ...own, base, bits }, table);
		else addRoute(links, verb, own, table);
	});
	return 0;
}

interface RouteFilter {
	device?: string;
	via?: string;
	table: string;
	proto?: string;
	scope?: string;
	src?: string;
	type?: string;
	/** Exactly; at least as long and inside; at most as long and around. */
	exact?: { readonly base: number; readonly bits: number };
	root?: { readonly base: number; readonly bits: number };
	match?: { readonly base: number; readonly bits: number };
}

function filterOf(request: IpRequest): RouteFilter {
	const filter: RouteFilter = { table: MAIN };
	for (let word = request.next(); word !== undefined; word = request.next()) {
		if (word === 'table') filter.table = tableName(request.argument());
		else if (word === 'dev' || word === 'oif' || word === 'iif') filter.device = request.argument();
		else if (word === 'via') filter.via = address(request.argument());
		else if (word === 'proto' || word === 'protocol') filter.proto = protocol(request.argument());
		else if (word === 'scope') filter.scope = routeScope(request.argument()) ?? 'global';
		else if (word === 'src') filter.src = address(request.argument());
		else if (word === 'type') filter.type = request.argument();
		else if (word === 'cache' || word === 'cloned') filter.table = 'cache';
		else {
			const given = word === 'to' ? request.argument() : word;
			if (TYPES.has(given)) filter.type = given;
			else if (given === 'root' || given === 'match' || given === 'exact') filter[given] = prefix(request.argument());
			else filter.exact = prefix(given);
		}
	}
	if (filter.device !== undefined && request.table.find(filter.device) === undefined) throw cannotFind(filter.device);
	return filter;
}

function isWanted(route: RouteEntry, filter: RouteFilter): boolean {
	const { device, via, proto, scope, src, type, exact, root, match } = filter;
	return (
		(device === undefined || route.dev === device) &&
		(via === undefined || route.via === via) &&
		(proto === undefined || (route.proto ?? 'boot') === proto) &&
		(scope === undefined || (route.scope ?? 'global') === scope) &&
		(src === undefined || route.src === src) &&
		(type === undefined || route.type === type) &&
		(exact === undefined || (route.base === exact.base && route.bits === exact.bits)) &&
		(root === undefined || (route.bits >= root.bits && covers(root, route.base))) &&
		(match === undefined || (route.bits <= match.bits && covers(route, match.base)))
	);
}

/** Of the kernel's own table. Differs: broadcast addresses of networks without one of their own are left out. */
function localRoutes(request: IpRequest): RouteEntry[] {
	const routes: RouteEntry[] = [];
	for (const { name, up, type, addresses } of request.table.devices()) {
		if (!up) continue;
		for (const { cidr, broadcast } of addresses) {
			const src = cidr.replace(/\/.*/, '');
			const own = { dev: name, proto: 'kernel', src } as const;
			const isLoopback = type === 'loopback';
			if (isLoopback) routes.push({ ...own, type: 'local', base: addressNumber('127.0.0.0'), bits: 8, scope: 'host' });
			routes.push({ ...own, type: 'local', base: addressNumber(src), bits: 32, scope: 'host' });
			const last = isLoopback ? broadcastOf(cidr) : broadcast;
			if (last !== undefined)
				routes.push({ ...own, type: 'broadcast', base: addressNumber(last), bits: 32, scope: 'link' });
		}
	}
	return routes.sort((a, b) => a.base - b.base || a.bits - b.bits);
}

/** The tables that a filter asks for, each with the name that it is shown by. */
function* chosenTables(
	request: IpRequest,
	wanted: string,
): Generator<readonly [name: string | undefined, routes: readonly RouteEntry[]]> {
	const { table } = request;
	if (wanted !== 'all') {
		yield [undefined, wanted === 'local' ? localRoutes(request) : table.routes(wanted)];
		return;
	}
	for (const name of table.tables()) yield [name, table.routes(name)];
	yield [undefined, table.routes()];
	yield ['local', localRoutes(request)];
}

/** Routes of one device have the same: it is looked at once. */
function flagsByDevice({ table }: IpRequest): (route: RouteEntry) => string | undefined {
	const found = new Map<string | undefined, string | undefined>();
	return (route) => {
		if (!found.has(route.dev)) found.set(route.dev, table.routeFlags(route));
		return found.get(route.dev);
	};
}

function* list(request: IpRequest, verb: 'list' | 'flush'): Task<number> {
	const { options, run } = request;
	if (verb === 'flush' && request.words.length === 0) throw new Exit(1, '"ip route flush" requires arguments.\n');
	const filter = filterOf(request);
	if (options.family === 'inet6' || filter.table === 'cache') return 0;
	const found: { readonly route: RouteEntry; readonly table: string | undefined }[] = [];
	for (const [table, routes] of chosenTables(request, filter.table)) {
		for (const route of routes) if (isWanted(route, filter)) found.push({ route, table });
	}
	if (verb === 'flush') {
		request.change((links) => {
			for (const { route, table } of found) {
				if (table !== 'local') dropRoute(links, route, table ?? (filter.table === 'all' ? MAIN : filter.table));
			}
		});
		return 0;
	}
	const flagsOf = flagsByDevice(request);
	if (options.json) {
		yield* run.out.write(
			jsonText(
				found.map(({ route }) => routeJson(route, flagsOf(route))),
				options.pretty,
			),
		);
		return 0;
	}
	for (const { route, table } of found) {
		const flags = flagsOf(route);
		yield* run.process.tick();
		// What was asked for by name is not repeated. Models print_route.
		const { device, via, proto, scope } = filter;
		const { dev, via: gateway, proto: origin, scope: reach, ...rest } = route;
		const shown: RouteEntry = {
			...rest,
			...(dev !== undefined && device === undefined && { dev }),
			...(gateway !== undefined && via === undefined && { via: gateway }),
			...(origin !== undefined && proto === undefined && { proto: origin }),
			...(reach !== undefined && scope === undefined && { scope: reach }),
		};
		const more = { ...(table !== undefined && { table }), ...(flags !== undefined && { flags }) };
		yield* run.out.write(`${routeText(shown, more)}\n`);
	}
	return 0;
}

function* get(request: IpRequest): Task<number> {
	let to: string | undefined;
	let from: string | undefined;
	let device: string | undefined;
	for (let word = request.next(); word !== undefined; word = request.next()) {
		if (word === 'from') from = request.argument();
		else if (word === 'iif') device = request.argument();
		else if (/^(?:oif|dev|mark|uid|tos|vrf|ipproto|sport|dport)$/.test(word)) request.argument();
		else if (word === 'fibmatch') continue;
		else {
			const given = word === 'to' ? request.argument() : word;
			prefix(given);
			to = given.replace(/\/.*/, '');
		}
	}
	if (to === undefined) throw new Exit(1, 'need at least a destination address\n');
	const { table, run, options } = request;
	const { uid } = run.process.credentials;
	if (from !== undefined && device === undefined && !table.isLocal(from))
		throw new Exit(2, 'RTNETLINK answers: Network is unreachable\n');
	const found = table.lookup(to, from, device);
	if (found.kind === 'none') throw new Exit(2, 'RTNETLINK answers: Network is unreachable\n');
	if (found.kind === 'refused') {
		const why = { blackhole: 'Invalid argument', unreachable: 'No route to host', prohibit: 'Permission denied' }[
			found.by
		];
		throw new Exit(2, `RTNETLINK answers: ${why}\n`);
	}
	const isLocal = found.kind === 'local';
	const via = found.kind === 'route' ? found.route.via : undefined;
	const other = found.kind === 'route' && found.table !== MAIN ? found.table : undefined;
	const dev = found.kind === 'route' ? found.device.name : 'lo';
	const src = from === undefined ? table.sourceFor(to) : undefined;
	if (options.json) {
		const flags = isLocal ? { flags: [], uid, cache: ['local'] } : { flags: [], uid, cache: [] };
		const own = { ...(isLocal && { type: 'local' }), dst: to, ...(via !== undefined && { gateway: via }), dev };
		yield* run.out.write(jsonText([{ ...own, ...(src !== undefined && { prefsrc: src }), ...flags }], options.pretty));
		return 0;
	}
	const words = [
		isLocal ? 'local ' : '',
		`${to} `,
		from === undefined ? '' : `from ${from} `,
		via === undefined ? '' : `via ${via} `,
		`dev ${dev} `,
		other === undefined ? '' : `table ${other} `,
		src === undefined ? '' : `src ${src} `,
		`uid ${uid} \n    cache ${isLocal ? '<local> ' : ''}\n`,
	];
	yield* run.out.write(words.join(''));
	return 0;
}

const ROUTE_USAGE = `Usage: ip route { list | flush } SELECTOR
       ip route get ADDRESS [ from ADDRESS iif STRING ]
       ip route { add | del | change | append | replace } ROUTE
SELECTOR := [ root PREFIX ] [ match PREFIX ] [ exact PREFIX ]
            [ table TABLE_ID ] [ proto RTPROTO ]
            [ type TYPE ] [ scope SCOPE ]
ROUTE := [ TYPE ] PREFIX [ via ADDRESS ] [ dev STRING ]
         [ table TABLE_ID ] [ proto RTPROTO ] [ scope SCOPE ]
         [ metric METRIC ] [ src ADDRESS ] [ mtu NUMBER ] [ onlink ]
TYPE := { unicast | throw | unreachable | prohibit | blackhole }
TABLE_ID := [ local | main | default | all | NUMBER ]
SCOPE := [ host | link | global | NUMBER ]
RTPROTO := [ kernel | boot | static | NUMBER ]
`;
