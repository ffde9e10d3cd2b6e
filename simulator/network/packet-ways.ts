import type { NetworkNamespace, Route } from '../kernel/machine-api.ts';
import { type Terrain, type Way, wayOf } from './packet-way.ts';

/** A machine that ways lead over. */
interface WayNode {
	readonly name: string;
	readonly namespace: NetworkNamespace;
	readonly up: boolean;
}

/** What ways ask of the network. */
interface Surroundings {
	/** Whether somebody has changed devices, addresses or routes. */
	isRewired(): boolean;
	hosts(): Iterable<WayNode>;
	podRanges(): readonly (readonly [node: string, cidr: string])[];
	/** Whose machine a namespace is on. */
	machineOf(namespace: NetworkNamespace): WayNode | undefined;
	/** Who has an address, as a machine sees it. */
	owner(address: string, node: WayNode): NetworkNamespace | undefined;
	/** The host or Pod that was given an address. */
	namespaceAt(address: string): NetworkNamespace | undefined;
}

/** What becomes of connections where devices and routes are no longer as they were wired. */
export class PacketWays {
	readonly #around: Surroundings;

	constructor(around: Surroundings) {
		this.#around = around;
	}

	/** Before any rules are asked there has to be a route. */
	firstStep(from: NetworkNamespace, node: WayNode, address: string): Route | undefined {
		if (isInner(from) || !from.isRewired) return undefined;
		const found = from.links.lookup(address);
		if (found.kind === 'none') return { kind: 'unreachable', errno: 'ENETUNREACH', latencyMs: 0 };
		if (found.kind !== 'refused') return undefined;
		const way = wayOf(this.#terrain(node), from, '', address);
		return way.kind === 'fails' ? way.route : undefined;
	}

	/** @param sender of what another machine has passed on: from there it goes. Undefined: as it always was. */
	way(node: WayNode, from: NetworkNamespace, address: string, sender: string | undefined): Way | undefined {
		const start = sender === undefined ? from : node.namespace;
		const target = this.#around.owner(address, node);
		// What container engines have bridged is looked at from the machine on.
		if (isInner(start)) {
			return target !== undefined && isInner(target) ? undefined : this.way(node, node.namespace, address, undefined);
		}
		if (target !== undefined && isInner(target)) return undefined;
		return wayOf(this.#terrain(node), start, ownAddress(start, address), address);
	}

	/**
	 * Whether answers arrive; undefined: they do.
	 * @param seenAs whom the receiver answers
	 * @param own who that is on its machine
	 */
	wayBack(
		to: NetworkNamespace,
		address: string,
		seenAs: string,
		own: string,
		node: WayNode,
		from: NetworkNamespace,
	): Route | undefined {
		const lost: Route = { kind: 'drop' };
		if (isInner(from) || isInner(to)) return undefined;
		const receiver = this.#around.machineOf(to);
		if (receiver === undefined) return lost;
		const isOutside = to.labels.has('outside');
		const start = isOutside ? undefined : wayOf(this.#terrain(receiver), to, address, seenAs);
		if (start?.kind === 'fails') return lost;
		if (isOutside && !isOwn(node.namespace, seenAs)) return lost;
		if (seenAs === own) return start !== undefined && start.at !== from ? lost : undefined;
		if (from === node.namespace || isOwn(from, seenAs)) return undefined;
		const rest = wayOf(this.#terrain(node), node.namespace, address, own);
		return rest.kind === 'fails' || rest.at !== from ? lost : undefined;
	}

	/** Why something does not come from one namespace to another and back, where devices or routes are the reason. */
	fault(from: NetworkNamespace, source: string, to: NetworkNamespace, address: string): Route | undefined {
		if (!this.#around.isRewired() || isInner(from) || isInner(to)) return undefined;
		const [sending, receiving] = [this.#around.machineOf(from), this.#around.machineOf(to)];
		if (sending === undefined || receiving === undefined) return undefined;
		const there = wayOf(this.#terrain(sending), from, source, address);
		if (there.kind === 'fails') return there.route;
		if (there.at !== to) return { kind: 'drop' };
		const isMasked = from !== sending.namespace && to === receiving.namespace;
		const seenAs = isMasked ? (sending.namespace.addresses[0] as string) : source;
		return this.wayBack(to, address, seenAs, source, sending, from);
	}

	#terrain(node: WayNode): Terrain {
		const { hosts, podRanges, namespaceAt, machineOf, owner } = this.#around;
		return {
			hosts,
			podRanges,
			podAt: (host, address) => {
				const pod = namespaceAt(address);
				return pod !== undefined && pod !== host && machineOf(pod)?.namespace === host ? pod : undefined;
			},
			outside: (address) => {
				const found = owner(address, node);
				return found?.labels.has('outside') === true ? found : undefined;
			},
		};
	}
}

export function isOwn(namespace: NetworkNamespace, address: string): boolean {
	return namespace.isRewired ? namespace.links.isLocal(address) : namespace.addresses.includes(address);
}

/** As whom a namespace sends there. */
export function ownAddress(from: NetworkNamespace, address: string): string {
	if (from.isRewired) return from.links.sourceFor(address) ?? from.addresses[0] ?? '127.0.0.1';
	return from.addresses.includes(address) ? address : (from.addresses[0] ?? '127.0.0.1');
}

export function isNotForwarding(host: NetworkNamespace): boolean {
	return host.setting('net.ipv4.ip_forward') === '0';
}

export function isInner(namespace: NetworkNamespace): boolean {
	return namespace.labels.has('bridges');
}

/** A node forwards what its Pods send and get, but for what it sends or gets itself. */
export function hopsBetween(
	from: NetworkNamespace,
	sending: { readonly namespace: NetworkNamespace },
	to: NetworkNamespace,
	receiving: { readonly namespace: NetworkNamespace },
): number {
	const fromPod = from !== sending.namespace;
	const toPod = to !== receiving.namespace;
	// A bridge is no router.
	if (isInner(from) && isInner(to)) return 0;
	if (sending === receiving) return fromPod && toPod && from !== to ? 1 : 0;
	return (fromPod ? 1 : 0) + (toPod ? 1 : 0);
}
