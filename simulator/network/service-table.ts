import type { Service } from '../api/core/types/service.ts';
import type { EndpointSlice } from '../api/discovery/types.ts';
import type { Context } from '../machinery/context.ts';
import type { Random } from '../machinery/random.ts';

/** Where a connection to a Service goes. */
export interface ServiceTarget {
	readonly address: string;
	readonly port: number;
	/** The endpoint sees the node's address instead of the client's. */
	readonly masquerade: boolean;
	/** A NodePort with externalTrafficPolicy Local keeps the client's address. */
	readonly preserveSource: boolean;
}

interface Backend {
	readonly address: string;
	readonly port: number;
	readonly node: string | undefined;
	readonly ready: boolean;
	readonly serving: boolean;
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
}

/** The key under which addresses of the node itself are filed. */
const NODE = 'node';

/**
 * One node's service rules. Models what pkg/proxy/iptables proxier.go writes: no usable endpoint is rejected, a
 * port that no Service names on a Service's address is lost.
 */
export class ServiceTable {
	readonly #context: Context;
	#rules = new Map<string, Rule>();
	#addresses = new Set<string>();
	readonly #affinity = new Map<string, { backend: string; atMs: number }>();

	constructor(context: Context) {
		this.#context = context;
	}

	/** Replaces everything. @param slices by "namespace/service". */
	update(nodeName: string, services: readonly Service[], slices: ReadonlyMap<string, readonly EndpointSlice[]>): void {
		this.#rules = new Map();
		this.#addresses = new Set();
		for (const service of services) this.#add(nodeName, service, slices);
	}

	/** One Service changed (or, undefined, is gone). Rules of the others stay. */
	replace(nodeName: string, key: string, service: Service | undefined, slices: readonly EndpointSlice[]): void {
		for (const [where, rule] of this.#rules) if (rule.service === key) this.#rules.delete(where);
		if (service !== undefined) this.#add(nodeName, service, new Map([[key, slices]]));
		this.#addresses = new Set([...this.#rules.keys()].map((where) => where.split(' ')[1] as string));
	}

	/**
	 * What becomes of a connection to `address`: undefined when no Service has the address.
	 * @param address a Service's, or "node" for one of the node's own.
	 */
	lookup(
		protocol: 'tcp' | 'udp',
		address: string,
		port: number,
		client: { readonly address: string; readonly local: boolean },
		random: Random,
	): ServiceTarget | 'reject' | 'drop' | undefined {
		const rule = this.#rules.get(`${protocol} ${address} ${port}`);
		if (rule === undefined) return address !== NODE && this.#addresses.has(address) ? 'drop' : undefined;
		// What the node itself sends to an outside address is no outside traffic.
		const anywhere = rule.external && client.local;
		const usable = this.#usable(anywhere ? rule.everywhere : rule.backends);
		if (usable.length === 0) return this.#usable(rule.everywhere).length > 0 ? 'drop' : 'reject';
		const backend = this.#choose(rule, usable, client.address, random);
		const hairpin = backend.address === client.address;
		const masquerade = hairpin || anywhere || (rule.external && !rule.local);
		return { address: backend.address, port: backend.port, masquerade, preserveSource: rule.external && rule.local };
	}

	/** In the order of their names. */
	ports(): readonly PortRule[] {
		const found = new Map<string, PortRule>();
		for (const [where, rule] of this.#rules) {
			const [protocol, address, number] = where.split(' ') as [string, string, string];
			const name = rule.portName === '' ? rule.service : `${rule.service}:${rule.portName}`;
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
					backends: this.#usable(rule.backends)
						.map((backend) => `${backend.address}:${backend.port}`)
						.sort(),
					affinitySeconds: rule.affinitySeconds,
				});
			} else if (address === NODE) found.set(key, { ...known, nodePort: Number(number), localOnly: rule.local });
			else found.set(key, { ...known, externals: [...known.externals, address], localOnly: rule.local });
		}
		return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
	}

	/** Ready endpoints; while there are none, those that are terminating but still serve. */
	#usable(candidates: readonly Backend[]): readonly Backend[] {
		const ready = candidates.filter((each) => each.ready);
		return ready.length > 0 ? ready : candidates.filter((each) => each.serving);
	}

	#choose(rule: Rule, usable: readonly Backend[], client: string, random: Random): Backend {
		if (rule.affinitySeconds === undefined) return random.pick(usable);
		const key = `${rule.service} ${client}`;
		const nowMs = this.#context.loop.now();
		const remembered = this.#affinity.get(key);
		const fresh = remembered !== undefined && nowMs - remembered.atMs < rule.affinitySeconds * 1000;
		const chosen = (fresh && usable.find((each) => each.address === remembered.backend)) || random.pick(usable);
		this.#affinity.set(key, { backend: chosen.address, atMs: nowMs });
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
		for (const port of spec.ports ?? []) {
			const all = backendsOf(slices.get(key) ?? [], port.name ?? '');
			const onNode = all.filter((each) => each.node === nodeName);
			const protocol = (port.protocol ?? 'TCP').toLowerCase();
			const rule = (address: string, number: number, local: boolean, external: boolean): void => {
				const backends = local ? onNode : all;
				this.#rules.set(`${protocol} ${address} ${number}`, {
					service: key,
					portName: port.name ?? '',
					backends,
					everywhere: all,
					local,
					external,
					affinitySeconds,
				});
				this.#addresses.add(address);
			};
			rule(spec.clusterIP, port.port, spec.internalTrafficPolicy === 'Local', false);
			const outsideLocal = spec.externalTrafficPolicy === 'Local';
			for (const address of spec.externalIPs ?? []) rule(address, port.port, outsideLocal, true);
			for (const ingress of service.status.loadBalancer?.ingress ?? []) {
				if (ingress.ip !== undefined) rule(ingress.ip, port.port, outsideLocal, true);
			}
			if (port.nodePort !== undefined && port.nodePort !== 0) rule(NODE, port.nodePort, outsideLocal, true);
		}
	}
}

const AFFINITY_MAX = 10_000;

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
			});
		}
	}
	return [...backends.values()];
}
