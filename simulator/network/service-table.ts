import type { Service } from '../api/core/types/service.ts';
import type { EndpointSlice } from '../api/discovery/types.ts';
import type { ProxyMode } from '../kernel/packet-filter.ts';
import type { Context } from '../machinery/context.ts';
import { contains } from '../machinery/ipv4.ts';
import type { Random } from '../machinery/random.ts';

/** What a node's rules make of a connection to a Service. `service` is the Service's port: "default/web:http". */
export type ServiceVerdict =
	| {
			readonly kind: 'forward';
			readonly service: string;
			readonly address: string;
			readonly port: number;
			/** The endpoint sees the node's address instead of the client's. */
			readonly masquerade: boolean;
			/** A NodePort with externalTrafficPolicy Local keeps the client's address. */
			readonly preserveSource: boolean;
	  }
	| { readonly kind: 'reject' | 'drop'; readonly service: string; readonly why: ServiceRefusal };

export interface ServiceClient {
	readonly address: string;
	/** The node itself, a Pod on it, or anything that comes to it from elsewhere. */
	readonly origin: 'node' | 'pod' | 'outside';
}

export type ServiceRefusal =
	/** No endpoint is ready anywhere. */
	| 'no endpoints'
	/** There are some, but none on the node that has to use its own. */
	| 'no local endpoints'
	/** The address is a Service's, the port is not. */
	| 'no such port'
	/** Not one of loadBalancerSourceRanges. */
	| 'source range';

interface Backend {
	readonly address: string;
	readonly port: number;
	readonly node: string | undefined;
	readonly ready: boolean;
	readonly serving: boolean;
	/** Nodes and zones that it is meant for; undefined without hints. */
	readonly forNodes: readonly string[] | undefined;
	readonly forZones: readonly string[] | undefined;
}

/** One port of a Service, for who wants to see the rules themselves. */
export interface PortRule {
	/** "default/web:http". */
	readonly name: string;
	readonly protocol: string;
	readonly clusterIP: string;
	readonly port: number;
	readonly nodePort: number | undefined;
	/** Load balancers' and external addresses. */
	readonly externals: readonly string[];
	/** What comes from outside stays on its node. */
	readonly localOnly: boolean;
	/** "192.168.1.3:80". */
	readonly backends: readonly string[];
	readonly affinitySeconds: number | undefined;
}

interface Rule {
	readonly service: string;
	/** '' for a port without one. */
	readonly portName: string;
	readonly backends: readonly Backend[];
	/** With those of other nodes, whatever the policy. */
	readonly everywhere: readonly Backend[];
	/** Only endpoints of this node may be used. */
	readonly local: boolean;
	readonly external: boolean;
	readonly affinitySeconds: number | undefined;
	/** Of a load balancer's address: who may come. */
	readonly sources: readonly string[] | undefined;
}

export interface HealthCheck {
	/** "default/web". */
	readonly service: string;
	readonly endpoints: number;
}

const NO_CHECKS: ReadonlyMap<number, HealthCheck> = new Map();

/** The key under which addresses of the node itself are filed. */
const NODE = 'node';

/**
 * One node's service rules. Models what pkg/proxy/iptables proxier.go writes: no usable endpoint is rejected, a
 * port that no Service names on a Service's address is lost.
 */
export class ServiceTable {
	readonly #context: Context;
	/** By what the proxy says it does its work; what becomes of a connection is the same. */
	mode: ProxyMode = 'iptables';
	/** Somebody has thrown the rules away: no address of a Service is known until they are written again. */
	isFlushed = false;
	/** Another one whenever rules have changed. */
	version = 0;
	#rules = new Map<string, Rule>();
	/** Where the rules of a Service are. */
	#places = new Map<string, string[]>();
	/** Which Service an address is of; made when somebody asks. */
	#addresses: Map<string, string> | undefined;
	/** By healthCheckNodePort. */
	#healthChecks: Map<number, HealthCheck> | undefined;
	/** Where this node is, for endpoints with hints. */
	#zone: string | undefined;
	readonly #affinity = new Map<string, { backend: string; atMs: number }>();

	constructor(context: Context) {
		this.#context = context;
	}

	/** Replaces everything. @param slices by "namespace/service". */
	update(nodeName: string, services: readonly Service[], slices: ReadonlyMap<string, readonly EndpointSlice[]>): void {
		this.version++;
		this.#rules = new Map();
		this.#places = new Map();
		this.#addresses = undefined;
		this.#healthChecks = undefined;
		for (const service of services) this.#add(nodeName, service, slices);
	}

	/** The zone of the node, by its label. True when that is news: everything has to be written anew. */
	setZone(zone: string | undefined): boolean {
		const isNew = this.#zone !== zone;
		this.#zone = zone;
		return isNew;
	}

	/** One Service changed (or, undefined, is gone). Rules of the others stay. */
	replace(nodeName: string, key: string, service: Service | undefined, slices: readonly EndpointSlice[]): void {
		this.version++;
		for (const where of this.#places.get(key) ?? []) {
			if (this.#rules.get(where)?.service === key) this.#rules.delete(where);
		}
		this.#places.delete(key);
		this.#addresses = undefined;
		for (const [port, { service: of }] of this.#healthChecks ?? []) if (of === key) this.#healthChecks?.delete(port);
		if (service !== undefined) this.#add(nodeName, service, new Map([[key, slices]]));
	}

	/** The Service of an address. */
	#ownerOf(address: string): string | undefined {
		this.#addresses ??= new Map(
			[...this.#rules].map(([where, { service }]) => [where.split(' ')[1] as string, service]),
		);
		return this.#addresses.get(address);
	}

	/**
	 * What becomes of a connection to `address`: undefined when no Service has the address.
	 * @param address a Service's, or "node" for one of the node's own.
	 */
	lookup(
		protocol: 'tcp' | 'udp',
		address: string,
		port: number,
		client: ServiceClient,
		random: Random,
	): ServiceVerdict | undefined {
		if (this.isFlushed) return undefined;
		const rule = this.#rules.get(`${protocol} ${address} ${port}`);
		if (rule === undefined) {
			const owner = address === NODE ? undefined : this.#ownerOf(address);
			return owner === undefined ? undefined : { kind: 'drop', service: owner, why: 'no such port' };
		}
		const service = nameOf(rule);
		// What the node itself or a Pod of its sends to an outside address is no outside traffic.
		const anywhere = rule.external && client.origin !== 'outside';
		const usable = usableOf(anywhere ? rule.everywhere : rule.backends);
		if (usable.length === 0) {
			return usableOf(rule.everywhere).length > 0
				? { kind: 'drop', service, why: 'no local endpoints' }
				: { kind: 'reject', service, why: 'no endpoints' };
		}
		if (rule.sources !== undefined && !rule.sources.some((range) => contains(range, client.address))) {
			return { kind: 'drop', service, why: 'source range' };
		}
		const backend = this.#choose(rule, usable, client.address, random);
		const hairpin = backend.address === client.address;
		return {
			kind: 'forward',
			service,
			address: backend.address,
			port: backend.port,
			masquerade: hairpin || (rule.external && (!rule.local || client.origin === 'node')),
			preserveSource: rule.external && rule.local,
		};
	}

	/** For load balancers outside: by port, how many endpoints of a Service are on this node. */
	healthChecks(): ReadonlyMap<number, HealthCheck> {
		return this.#healthChecks ?? NO_CHECKS;
	}

	/** In the order of their names. */
	ports(): readonly PortRule[] {
		const found = new Map<string, PortRule>();
		for (const [where, rule] of this.#rules) {
			const [protocol, address, number] = where.split(' ') as [string, string, string];
			const name = nameOf(rule);
			const key = `${name} ${protocol}`;
			const known = found.get(key);
			// The cluster's address comes first.
			if (known === undefined) {
				found.set(key, {
					name,
					protocol,
					clusterIP: address,
					port: Number(number),
					nodePort: undefined,
					externals: [],
					localOnly: false,
					backends: usableOf(rule.backends)
						.map((backend) => `${backend.address}:${backend.port}`)
						.sort(),
					affinitySeconds: rule.affinitySeconds,
				});
			} else if (address === NODE) found.set(key, { ...known, nodePort: Number(number), localOnly: rule.local });
			else found.set(key, { ...known, externals: [...known.externals, address], localOnly: rule.local });
		}
		return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
	}

	#choose(rule: Rule, usable: readonly Backend[], client: string, random: Random): Backend {
		if (rule.affinitySeconds === undefined) return random.pick(usable);
		const key = `${nameOf(rule)} ${client}`;
		const nowMs = this.#context.loop.now();
		const remembered = this.#affinity.get(key);
		const fresh = remembered !== undefined && nowMs - remembered.atMs < rule.affinitySeconds * 1000;
		const chosen =
			(fresh && usable.find((each) => `${each.address}:${each.port}` === remembered.backend)) || random.pick(usable);
		this.#affinity.set(key, { backend: `${chosen.address}:${chosen.port}`, atMs: nowMs });
		if (this.#affinity.size > AFFINITY_MAX) this.#forget(nowMs, rule.affinitySeconds);
		return chosen;
	}

	#forget(nowMs: number, seconds: number): void {
		for (const [key, { atMs }] of this.#affinity) if (nowMs - atMs >= seconds * 1000) this.#affinity.delete(key);
	}

	#add(nodeName: string, service: Service, slices: ReadonlyMap<string, readonly EndpointSlice[]>): void {
		const { spec } = service;
		if (
			spec.type === 'ExternalName' ||
			spec.clusterIP === undefined ||
			spec.clusterIP === 'None' ||
			spec.clusterIP === ''
		)
			return;
		const key = `${service.metadata.namespace}/${service.metadata.name}`;
		const affinitySeconds =
			spec.sessionAffinity === 'ClientIP'
				? (spec.sessionAffinityConfig?.clientIP?.timeoutSeconds ?? 10_800)
				: undefined;
		const places: string[] = [];
		this.#places.set(key, places);
		for (const port of spec.ports ?? []) {
			const everywhere = backendsOf(slices.get(key) ?? [], port.name ?? '');
			const onNode = everywhere.filter((each) => each.node === nodeName);
			const all = nearest(everywhere, nodeName, this.#zone);
			const protocol = (port.protocol ?? 'TCP').toLowerCase();
			const rule = (
				address: string,
				number: number,
				local: boolean,
				external: boolean,
				sources?: readonly string[],
			): void => {
				const backends = local ? onNode : all;
				const where = `${protocol} ${address} ${number}`;
				places.push(where);
				this.#rules.set(where, {
					service: key,
					portName: port.name ?? '',
					backends,
					everywhere,
					local,
					external,
					affinitySeconds,
					sources,
				});
			};
			if (spec.healthCheckNodePort !== undefined && spec.healthCheckNodePort !== 0) {
				this.#healthChecks ??= new Map();
				const endpoints = usableOf(onNode).length;
				this.#healthChecks.set(spec.healthCheckNodePort, { service: key, endpoints });
			}
			rule(spec.clusterIP, port.port, spec.internalTrafficPolicy === 'Local', false);
			const outsideLocal = spec.externalTrafficPolicy === 'Local';
			for (const address of spec.externalIPs ?? []) rule(address, port.port, outsideLocal, true);
			for (const ingress of service.status.loadBalancer?.ingress ?? []) {
				// A balancer that answers itself is gone to.
				if (ingress.ip === undefined || ingress.ipMode === 'Proxy') continue;
				const ranges = spec.loadBalancerSourceRanges ?? [];
				rule(ingress.ip, port.port, outsideLocal, true, ranges.length === 0 ? undefined : ranges);
			}
			if (port.nodePort !== undefined && port.nodePort !== 0) rule(NODE, port.nodePort, outsideLocal, true);
		}
	}
}

const AFFINITY_MAX = 10_000;

function nameOf({ service, portName }: Rule): string {
	return portName === '' ? service : `${service}:${portName}`;
}

/** Ready endpoints; while there are none, those that are terminating but still serve. */
function usableOf(candidates: readonly Backend[]): readonly Backend[] {
	const ready = candidates.filter((each) => each.ready);
	return ready.length > 0 ? ready : candidates.filter((each) => each.serving);
}

/** Those that are meant for this node, or else for its zone; all where hints are missing. Models pkg/proxy topology.go. */
function nearest(all: readonly Backend[], node: string, zone: string | undefined): readonly Backend[] {
	const ready = all.filter((each) => each.ready);
	if (ready.every(({ forNodes }) => forNodes !== undefined) && ready.some(({ forNodes }) => forNodes?.includes(node))) {
		return all.filter(({ forNodes }) => forNodes?.includes(node));
	}
	if (zone === undefined || !ready.every(({ forZones }) => forZones !== undefined)) return all;
	return ready.some(({ forZones }) => forZones?.includes(zone))
		? all.filter(({ forZones }) => forZones?.includes(zone))
		: all;
}

/** Whether some endpoint is meant for a zone: then a proxy has to know its own. */
export function hasZoneHints(slice: EndpointSlice): boolean {
	return (slice.endpoints ?? []).some(({ hints }) => (hints?.forZones ?? []).length > 0);
}

function backendsOf(slices: readonly EndpointSlice[], portName: string): Backend[] {
	const backends = new Map<string, Backend>();
	for (const slice of slices) {
		const port = slice.ports?.find((each) => (each.name ?? '') === portName)?.port;
		if (port === undefined) continue;
		for (const endpoint of slice.endpoints ?? []) {
			const address = endpoint.addresses[0];
			if (address === undefined) continue;
			const { ready = true, serving = ready, terminating = false } = endpoint.conditions ?? {};
			backends.set(`${address}:${port}`, {
				address,
				port,
				node: endpoint.nodeName,
				ready,
				serving: serving && terminating,
				forNodes: endpoint.hints?.forNodes?.map(({ name }) => name),
				forZones: endpoint.hints?.forZones?.map(({ name }) => name),
			});
		}
	}
	return [...backends.values()];
}
