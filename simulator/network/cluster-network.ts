import type { NetworkFabric, NetworkNamespace, Route } from '../kernel/machine-api.ts';
import type { Context } from '../machinery/context.ts';
import { contains } from '../machinery/ipv4.ts';
import type { Random } from '../machinery/random.ts';
import { bridgeAddress, shareBridge } from './bridges.ts';
import type { ConnectionEnd, ConnectionQuery, ConnectionRecord } from './connection-log.ts';
import { ConnectionLog } from './connection-log.ts';
import { outcomeOf, type Trail } from './connection-trail.ts';
import { refusedByFilters, translated } from './firewall.ts';
import { hopsBetween, isInner, isNotForwarding, isOwn, ownAddress, PacketWays } from './packet-ways.ts';
import type { Connection, PolicyDecider } from './policy/policy-table.ts';
import type { PolicyVerdict } from './policy/policy-verdict.ts';
import { ServiceTable, type ServiceVerdict } from './service-table.ts';

/** One way delays: on a node, and between nodes. */
const LOCAL_MS = 0;
const REMOTE_MS = 1;
const OUTSIDE_MS = 6;

/** The name of everything that is not in the LAN. */
const OUTSIDE = 'internet';

interface NodeNetwork {
	readonly name: string;
	readonly namespace: NetworkNamespace;
	readonly services: ServiceTable;
	policies: PolicyDecider | undefined;
	policiesLast: boolean;
	up: boolean;
	/** Of the next Pod's pair of devices; the node's own come before. */
	nextIndex: number;
	/** Behind bridges of its own, with addresses that other nodes do not know: those of container engines. */
	inner?: Map<string, NetworkNamespace>;
}

/**
 * The network of a world: hosts in one LAN, Pods behind their nodes, and on every node the rules of its service proxy
 * and its policy agent. Models kube-proxy's iptables mode and Calico's routing as far as a connection can tell.
 */
export class ClusterNetwork implements NetworkFabric {
	readonly #random: Random;
	readonly #context: Context;
	readonly #nodes = new Map<string, NodeNetwork>();
	readonly #byAddress = new Map<string, NetworkNamespace>();
	readonly #nodeOf = new Map<NetworkNamespace, NodeNetwork>();
	/** Addresses that would be routed to a node's Pods: no such Pod is "no route to host" and not silence. */
	readonly #podRanges = new Map<string, string>();

	/** Counts who joins and leaves. */
	generation = 0;
	/** Whether ways are looked at step by step: somebody has changed devices, addresses or routes of a machine. */
	#isRewired = false;

	readonly #ways: PacketWays;
	/** From the first connection on. */
	#log: ConnectionLog | undefined;

	/** Makes what has an address outside the cluster, when somebody sends something there first. */
	readonly #outside: ((address: string) => NetworkNamespace | undefined) | undefined;

	constructor(context: Context, outside?: (address: string) => NetworkNamespace | undefined) {
		this.#outside = outside;
		this.#context = context;
		this.#random = context.random.stream('network');
		this.#ways = new PacketWays({
			isRewired: () => this.#isRewired,
			hosts: () => this.#nodes.values(),
			podRanges: () => this.podRanges(),
			machineOf: (namespace) => this.#machineOf(namespace),
			owner: (address, node) => this.#owner(address, this.#node(node.name)),
			namespaceAt: (address) => this.#byAddress.get(address),
		});
	}

	/** A machine joins the LAN with the addresses of its namespace. */
	addHost(name: string, namespace: NetworkNamespace): void {
		const node: NodeNetwork = {
			name,
			namespace,
			services: new ServiceTable(this.#context),
			policies: undefined,
			policiesLast: false,
			up: true,
			nextIndex: 6,
		};
		this.#nodes.set(name, node);
		this.generation++;
		if (namespace.isRewired || isNotForwarding(namespace)) this.#isRewired = true;
		namespace.onRewired = () => {
			this.#isRewired = true;
		};
		this.#nodeOf.set(namespace, node);
		for (const address of namespace.addresses) this.#byAddress.set(address, namespace);
	}

	/** A Pod's namespace gets its addresses on a node. @param plugin that has wired it; Calico's when absent. */
	attach(node: string, namespace: NetworkNamespace, plugin = 'calico'): void {
		namespace.labels.set('prefixLength', plugin === 'flannel' ? '24' : '32');
		namespace.labels.set('mtu', String(plugin === 'calico' ? TUNNEL_MTU : VXLAN_MTU)).set('plugin', plugin);
		const on = this.#node(node);
		this.#nodeOf.set(namespace, on);
		this.generation++;
		namespace.labels.set('index', String(on.nextIndex++));
		namespace.onRewired = () => {
			this.#isRewired = true;
		};
		for (const address of namespace.addresses) this.#byAddress.set(address, namespace);
	}

	detach(namespace: NetworkNamespace): void {
		this.generation++;
		this.#nodeOf.delete(namespace);
		for (const address of namespace.addresses) {
			if (this.#byAddress.get(address) === namespace) this.#byAddress.delete(address);
		}
	}

	/** A namespace on bridges of one node, and its addresses there. Its label "bridges" names them. */
	attachInner(node: string, namespace: NetworkNamespace): void {
		const network = this.#node(node);
		this.#nodeOf.set(namespace, network);
		network.inner ??= new Map();
		for (const address of namespace.addresses) network.inner.set(address, namespace);
	}

	detachInner(node: string, namespace: NetworkNamespace): void {
		this.#nodeOf.delete(namespace);
		const { inner } = this.#node(node);
		for (const address of namespace.addresses) if (inner?.get(address) === namespace) inner.delete(address);
	}

	/** The address of a node on a bridge of its own. */
	addBridge(node: string, gateway: string): void {
		const network = this.#node(node);
		network.inner ??= new Map();
		network.inner.set(gateway, network.namespace);
	}

	/** @param cidr the node's podCIDR. */
	setPodRange(node: string, cidr: string): void {
		this.generation++;
		this.#podRanges.set(node, cidr);
	}

	podRange(node: string): string | undefined {
		return this.#podRanges.get(node);
	}

	podRanges(): readonly (readonly [node: string, cidr: string])[] {
		return [...this.#podRanges];
	}

	/** A node's own namespace and those of its Pods. */
	members(node: string): { readonly host: NetworkNamespace; readonly pods: readonly NetworkNamespace[] } {
		const network = this.#node(node);
		const pods: NetworkNamespace[] = [];
		for (const [namespace, on] of this.#nodeOf) {
			if (on === network && namespace !== network.namespace && !isInner(namespace)) pods.push(namespace);
		}
		return { host: network.namespace, pods };
	}

	/** Which routers an echo request passes, and whether it arrives. @param address of who sends it. */
	path(address: string, target: string): { readonly routers: readonly string[]; readonly arrives: boolean } {
		const from = this.#byAddress.get(address);
		const sending = from === undefined ? undefined : this.#nodeOf.get(from);
		if (from === undefined || sending === undefined) return { routers: [], arrives: false };
		const route = this.route(from, 'icmp', target, 0);
		const routers = from === sending.namespace ? [] : [sending.namespace.addresses[0] as string];
		if (route.kind !== 'deliver') return { routers, arrives: false };
		const receiving = this.#nodeOf.get(route.to);
		// To a Pod of another node by way of that node.
		if (receiving !== undefined && receiving !== sending && route.to !== receiving.namespace) {
			routers.push(receiving.namespace.addresses[0] as string);
		}
		return { routers: route.to === sending.namespace || route.to === from ? [] : routers, arrives: true };
	}

	/** The rules of a node's service proxy; its component fills them. */
	services(node: string): ServiceTable {
		return this.#node(node).services;
	}

	/**
	 * The policy agent of a node takes over (undefined: there is none, nothing is filtered).
	 * @param how `lasts`: those of other kinds that come later do not take over from it.
	 */
	setPolicies(node: string, decider: PolicyDecider | undefined, how: { readonly lasts?: true } = {}): void {
		const network = this.#node(node);
		if (network.policiesLast && how.lasts !== true) return;
		network.policies = decider;
		network.policiesLast = how.lasts === true;
	}

	/** The service proxy of a node has written all its rules. */
	rulesWritten(node: string): void {
		this.#node(node).namespace.filters.restoreGenerated();
	}

	/** A node that is down neither sends nor receives. */
	setUp(node: string, up: boolean): void {
		this.#node(node).up = up;
	}

	/** Whether hand-written rules of two machines let connections through. */
	isOpen(from: string, to: string, port: number): boolean {
		const sender = this.#node(from).namespace;
		const receiver = this.#node(to).namespace;
		// Asked for everything that a component is sent.
		if (!this.#isRewired && !sender.hasFilters && !receiver.hasFilters) return true;
		const [source = ''] = sender.addresses;
		const [address = ''] = receiver.addresses;
		const ends = { from: { namespace: sender, host: sender }, to: { namespace: receiver, host: receiver } };
		const about = { protocol: 'tcp', source, seenAs: source, address, port, latencyMs: REMOTE_MS } as const;
		return (
			this.#ways.fault(sender, source, receiver, address) === undefined &&
			refusedByFilters({ ...ends, ...about }) === undefined
		);
	}

	isUp(node: string): boolean {
		return this.#node(node).up;
	}

	now(): number {
		return this.#context.loop.now();
	}

	/** What became of the last connections, oldest first. */
	connections(query?: ConnectionQuery): readonly ConnectionRecord[] {
		return this.#log?.list(query) ?? [];
	}

	route(
		from: NetworkNamespace,
		protocol: 'tcp' | 'udp' | 'icmp',
		address: string,
		port: number,
		senderPort?: number,
	): Route {
		// Who only asks where a packet would go, and what stays within a namespace, is not noted.
		if (senderPort === undefined || (isLoopback(address) && port === 0)) {
			return this.#route(from, protocol, address, port, undefined);
		}
		const trail: Trail = {};
		const route = this.#route(from, protocol, address, port, trail);
		if (trail.to !== from || trail.service !== undefined)
			this.#note(from, protocol, { address, port }, senderPort, trail, route);
		return route;
	}

	#route(
		from: NetworkNamespace,
		protocol: 'tcp' | 'udp' | 'icmp',
		address: string,
		port: number,
		trail: Trail | undefined,
	): Route {
		const node = this.#machineOf(from);
		if (node === undefined) return { kind: 'unreachable', errno: 'ENETUNREACH', latencyMs: LOCAL_MS };
		if (!node.up && !isLoopback(address)) return { kind: 'drop' };
		const flow: Flow = { node, from, protocol, asked: address, trail };
		const isRewired = this.#isByHand(node, from);
		if (isRewired) {
			const blocked = this.#ways.firstStep(from, node, address);
			if (blocked !== undefined) return blocked;
		}
		const source = ownAddress(from, address);
		if (protocol !== 'icmp') {
			const origin = from === node.namespace ? 'node' : 'pod';
			const where = this.#serviceAddress(node, address);
			const verdict = node.services.lookup(protocol, where, port, { address: source, origin }, this.#random);
			if (verdict !== undefined) return this.#viaService(flow, node, verdict, LOCAL_MS);
		}
		const leaving = { protocol, source, address, port, from };
		const moved = translated(node.namespace, from === node.namespace ? 'OUTPUT' : 'PREROUTING', leaving);
		if (moved !== undefined) return this.#deliver(flow, { ...moved, masquerade: false });
		if (isLoopback(address) || isOwn(from, address)) {
			if (trail !== undefined) trail.to = from;
			const sourceAddress = isLoopback(address) ? address : source;
			const end = { namespace: from, host: node.namespace };
			const ends = { from: end, to: end, source: sourceAddress, seenAs: sourceAddress };
			const refused = refusedByFilters({ ...ends, protocol, address, port, latencyMs: LOCAL_MS });
			return refused ?? { kind: 'deliver', to: from, address, port, sourceAddress, latencyMs: LOCAL_MS };
		}
		const owner = this.#owner(address, node);
		const receiver = owner === undefined ? undefined : this.#nodeOf.get(owner);
		// A NodePort of another node: its own rules take over there.
		const isOtherHost = receiver !== undefined && receiver !== node && receiver.up && owner === receiver.namespace;
		if (isOtherHost && protocol !== 'icmp') {
			const client = { address: node.namespace.addresses[0] as string, origin: 'outside' } as const;
			const verdict = receiver.services.lookup(protocol, NODE_ADDRESS, port, client, this.#random);
			if (verdict !== undefined) return this.#viaService(flow, receiver, verdict, REMOTE_MS);
			const redirected = translated(receiver.namespace, 'PREROUTING', leaving, false);
			if (redirected !== undefined) return this.#deliver(flow, { ...redirected, masquerade: false });
		}
		return this.#deliver(flow, { address, port, masquerade: false });
	}

	#owner(address: string, node: NodeNetwork): NetworkNamespace | undefined {
		const known = node.inner?.get(address) ?? this.#byAddress.get(address);
		if (known !== undefined) return known;
		const outside = this.#outside?.(address);
		if (outside !== undefined) {
			outside.labels.set('outside', '');
			this.addHost(OUTSIDE, outside);
		}
		return outside;
	}

	/** Whether devices and routes are to be looked at: somebody has changed some, or made the namespace itself. */
	#isByHand(node: NodeNetwork, from: NetworkNamespace): boolean {
		return this.#isRewired || from.labels.has('made') || isNotForwarding(node.namespace);
	}

	/** Whose machine a namespace is on; those that somebody has made are not known by their addresses. */
	#machineOf(namespace: NetworkNamespace): NodeNetwork | undefined {
		const { host, labels } = namespace;
		return (
			this.#nodeOf.get(namespace) ?? (host !== undefined && labels.has('made') ? this.#nodeOf.get(host) : undefined)
		);
	}

	/** What the rules of a node make of it, the sender's or one that it was sent to. */
	#viaService(flow: Flow, proxy: NodeNetwork, verdict: ServiceVerdict, refusalMs: number): Route {
		const { trail } = flow;
		const service = { name: verdict.service, node: proxy.name };
		if (verdict.kind !== 'forward') {
			if (trail !== undefined) trail.service = { ...service, refusal: verdict.why };
			return verdict.kind === 'reject' ? { kind: 'refuse', latencyMs: refusalMs } : { kind: 'drop' };
		}
		if (trail !== undefined) trail.service = service;
		if (proxy === flow.node) return this.#deliver(flow, verdict);
		const fault = this.#ways.fault(flow.from, ownAddress(flow.from, flow.asked), proxy.namespace, flow.asked);
		if (fault !== undefined) return fault;
		// Its own node has translated what a Pod sends to a host.
		const sender = flow.node.namespace.addresses[0] as string;
		const masked = verdict.preserveSource ? sender : (proxy.namespace.addresses[0] as string);
		return this.#deliver({ ...flow, node: proxy, sender }, { ...verdict, masquerade: false }, masked);
	}

	/** Node ports answer on every address of the node itself. */
	#serviceAddress(node: NodeNetwork, address: string): string {
		return isLoopback(address) || isOwn(node.namespace, address) ? NODE_ADDRESS : address;
	}

	#deliver(
		{ node, from, protocol, asked, trail, sender }: Flow,
		target: { readonly address: string; readonly port: number; readonly masquerade: boolean },
		sourceAddress?: string,
	): Route {
		const way = this.#isByHand(node, from) ? this.#ways.way(node, from, target.address, sender) : undefined;
		const to = way?.kind === 'arrives' ? way.at : this.#owner(target.address, node);
		const receiver = to === undefined ? undefined : this.#machineOf(to);
		if (trail !== undefined) {
			trail.target = target;
			trail.to = to;
		}
		if (way?.kind === 'fails') return way.route;
		if (to === undefined || receiver === undefined) return this.#nowhere(target.address, asked);
		if (!receiver.up) return protocol === 'udp' ? { kind: 'drop' } : NO_ROUTE;
		const bridge = from === node.namespace && isInner(to) ? bridgeAddress(node, target.address) : undefined;
		const own = bridge ?? ownAddress(from, target.address);
		// Calico's natOutgoing: what a Pod sends to anything but Pods bears its node's address.
		const inner = from.labels.get('bridges');
		const toHost = to === receiver.namespace && receiver !== node;
		const isMade = from.labels.has('made');
		const leaves = from !== node.namespace && !isMade && (toHost || (inner !== undefined && !isInner(to)));
		if (inner !== undefined && isInner(to) && !shareBridge(inner, to)) return { kind: 'drop' };
		const translatedTo = way?.kind === 'arrives' && way.source !== own ? way.source : undefined;
		const source =
			sourceAddress ?? translatedTo ?? (target.masquerade || leaves ? (node.namespace.addresses[0] as string) : own);
		if (way !== undefined && to !== from) {
			const lost = this.#ways.wayBack(to, target.address, source, own, node, from);
			if (lost !== undefined) return lost;
		}
		const connection: Connection = {
			protocol,
			from,
			to,
			// A node translates sources after its own policies, before those of the next.
			source: receiver === node ? (sender ?? own) : source,
			address: target.address,
			port: target.port,
			fromOwnNode: from === receiver.namespace,
		};
		const sending = this.#nodeOf.get(from) ?? node;
		const egress = sending.policies?.egress(connection);
		const ingress = egress?.kind === 'denied' ? undefined : receiver.policies?.ingress(connection);
		if (trail !== undefined) Object.assign(trail, { egress, ingress, source });
		if (egress?.kind === 'denied' || ingress?.kind === 'denied') return { kind: 'drop' };
		const latencyMs = receiver === node ? LOCAL_MS : receiver.name === OUTSIDE ? OUTSIDE_MS : REMOTE_MS;
		const refused = refusedByFilters({
			protocol,
			from: { namespace: from, host: sending.namespace },
			to: { namespace: to, host: receiver.namespace },
			source: own,
			seenAs: source,
			address: target.address,
			port: target.port,
			latencyMs,
		});
		if (refused !== undefined) return refused;
		const inspections = [
			isProxied(egress) ? this.#nodeOf.get(from)?.policies?.inspection?.('egress', connection) : undefined,
			isProxied(ingress) ? receiver.policies?.inspection?.('ingress', connection) : undefined,
		].filter((each) => each !== undefined);
		return {
			...(inspections.length > 0 && { inspections }),
			kind: 'deliver',
			to,
			address: target.address,
			port: target.port,
			sourceAddress: source,
			latencyMs,
			hops: way?.kind === 'arrives' ? way.hops : hopsBetween(from, node, to, receiver),
		};
	}

	#note(
		from: NetworkNamespace,
		protocol: 'tcp' | 'udp' | 'icmp',
		asked: { readonly address: string; readonly port: number },
		senderPort: number,
		{ service, target, to, source, egress, ingress }: Trail,
		route: Route,
	): void {
		const own = from.addresses[0] ?? '127.0.0.1';
		this.#log ??= new ConnectionLog();
		this.#log.add({
			atMs: this.#context.loop.now(),
			protocol,
			from: this.#end(from, own, senderPort),
			asked,
			...(service !== undefined && { service }),
			...(target !== undefined && { to: this.#end(to, target.address, target.port) }),
			...(source !== undefined && source !== own && { seenAs: source }),
			...(egress !== undefined && { egress }),
			...(ingress !== undefined && { ingress }),
			outcome: outcomeOf(protocol, route, service, egress, ingress),
		});
	}

	#end(namespace: NetworkNamespace | undefined, address: string, port: number): ConnectionEnd {
		const node = namespace === undefined ? undefined : this.#nodeOf.get(namespace);
		const pod = namespace === node?.namespace ? undefined : namespace?.labels.get('pod');
		return { address, port, ...(pod !== undefined && { pod }), ...(node !== undefined && { node: node.name }) };
	}

	/** Nobody has the address. A Pod's that is gone is known to be unreachable; outside the cluster there is only silence. */
	#nowhere(address: string, asked: string): Route {
		const known = [...this.#podRanges.values()].some((cidr) => contains(cidr, address));
		if (known && address === asked) return NO_ROUTE;
		return { kind: 'drop' };
	}

	#node(name: string): NodeNetwork {
		const node = this.#nodes.get(name);
		if (node === undefined) throw new Error(`assertion failed: no host ${name} in the network`);
		return node;
	}
}

function isProxied(verdict: PolicyVerdict | undefined): boolean {
	return verdict?.kind === 'allowed' && verdict.proxied === true;
}

interface Flow {
	/** Whose rules it passes now. */
	readonly node: NodeNetwork;
	readonly from: NetworkNamespace;
	readonly protocol: 'tcp' | 'udp' | 'icmp';
	readonly asked: string;
	readonly trail: Trail | undefined;
	/** The address that it came from to this node, where another one has passed it on. */
	readonly sender?: string;
}

/** Nobody answers for the next hop. */
const NO_ROUTE: Route = { kind: 'unreachable', errno: 'EHOSTUNREACH', latencyMs: 3_000 };

/** What a VXLAN header leaves of it. */
const VXLAN_MTU = 1450;
/** What an IPIP header leaves of an Ethernet frame. */
export const TUNNEL_MTU = 1480;

/** What a service table calls the addresses of its own node. */
export const NODE_ADDRESS = 'node';

function isLoopback(address: string): boolean {
	return address.startsWith('127.');
}
