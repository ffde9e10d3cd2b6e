import type { NetworkNamespace, Route } from '../kernel/machine-api.ts';
import type { FilteredPacket } from '../kernel/net/filter-rule.ts';
import type { FilterVerdict } from '../kernel/net/filter-tables.ts';
import { addressNumber } from '../machinery/ipv4.ts';
import { hostEndName } from './host-end-name.ts';

/** A namespace at one end, and the machine that it is on. */
export interface FilteredEnd {
	readonly namespace: NetworkNamespace;
	readonly host: NetworkNamespace;
}

/** Where the machine sends what goes to it. */
function deviceOf({ namespace, host }: FilteredEnd): string {
	return namespace === host ? LAN : hostEndName(namespace);
}

/** A connection that is about to begin. */
export interface FilteredFlow {
	readonly protocol: 'tcp' | 'udp' | 'icmp';
	readonly from: FilteredEnd;
	readonly to: FilteredEnd;
	/** Its sender's own address, and what the receiver sees. */
	readonly source: string;
	readonly seenAs: string;
	readonly address: string;
	readonly port: number;
	readonly latencyMs: number;
}

/** Some port of the sender's: rules about it are asked with this one. */
const SENDER_PORT = 40_000;
const LAN = 'eth0';
const LOOPBACK = 'lo';

/** What hand-written rules on the way say to a connection; undefined: it passes. Answers have to pass as well. */
export function refusedByFilters(flow: FilteredFlow): Route | undefined {
	const { from, to } = flow;
	const touched = from.namespace.hasFilters || to.namespace.hasFilters || from.host.hasFilters || to.host.hasFilters;
	if (!touched) return undefined;
	const there = way(flow, {
		protocol: flow.protocol,
		sourcePort: SENDER_PORT,
		destinationPort: flow.port,
		state: 'NEW',
		icmpType: 8,
	});
	if (there.kind !== 'accept') return routeOf(there, flow);
	const back = way(
		{ ...flow, from: to, to: from, source: flow.address, seenAs: flow.address, address: flow.source },
		{
			protocol: flow.protocol,
			sourcePort: flow.port,
			destinationPort: SENDER_PORT,
			state: 'ESTABLISHED',
			icmpType: 0,
		},
	);
	return back.kind === 'accept' ? undefined : { kind: 'drop' };
}

type About = Pick<FilteredPacket, 'protocol' | 'sourcePort' | 'destinationPort' | 'state' | 'icmpType'>;

/** The hooks that a packet passes, in order. Differs: what is forwarded does not depend on the policy of FORWARD, since networks' own rules accept it. */
function way({ from, to, source, seenAs, address }: FilteredFlow, about: About): FilterVerdict {
	const [sent, arrived] = [addressNumber(source), addressNumber(seenAs)];
	const destination = addressNumber(address);
	const local = from.namespace === to.namespace;
	const sameHost = from.host === to.host;
	const isHost = ({ namespace, host }: FilteredEnd): boolean => namespace === host;
	const at = (
		chain: string,
		namespace: NetworkNamespace,
		src: number,
		inDevice: string,
		outDevice: string,
	): FilterVerdict => {
		if (!namespace.hasFilters) return ACCEPT;
		const packet = { ...about, source: src, destination, inDevice, outDevice };
		const verdict = namespace.filters.judge('filter', chain, packet);
		return chain === 'FORWARD' && verdict.kind === 'drop' && verdict.byPolicy === true ? ACCEPT : verdict;
	};
	const steps: (() => FilterVerdict)[] = [
		() => at('OUTPUT', from.namespace, sent, '', local ? LOOPBACK : isHost(from) && sameHost ? deviceOf(to) : LAN),
	];
	if (!isHost(from) && !(sameHost && isHost(to)) && !local) {
		steps.push(() => at('FORWARD', from.host, sent, deviceOf(from), sameHost ? deviceOf(to) : LAN));
	}
	if (!sameHost && !isHost(to)) steps.push(() => at('FORWARD', to.host, arrived, LAN, deviceOf(to)));
	steps.push(() =>
		at('INPUT', to.namespace, arrived, local ? LOOPBACK : isHost(to) && sameHost ? deviceOf(from) : LAN, ''),
	);
	for (const step of steps) {
		const verdict = step();
		if (verdict.kind !== 'accept') return verdict;
	}
	return ACCEPT;
}

const ACCEPT: FilterVerdict = { kind: 'accept' };

function routeOf(verdict: FilterVerdict, { protocol, latencyMs }: FilteredFlow): Route {
	if (verdict.kind !== 'reject') return { kind: 'drop' };
	const refuses = verdict.with === 'tcp-reset' || verdict.with === 'icmp-port-unreachable';
	if (refuses && protocol !== 'icmp') return { kind: 'refuse', latencyMs };
	return { kind: 'unreachable', errno: 'EHOSTUNREACH', latencyMs: Math.max(1, latencyMs) };
}

/**
 * Where rules of the table nat send a connection on to.
 * @param chain OUTPUT for who sends here, PREROUTING for what comes in.
 * @param isLocal whether it comes from this machine.
 */
export function translated(
	namespace: NetworkNamespace,
	chain: 'OUTPUT' | 'PREROUTING',
	about: {
		readonly protocol: 'tcp' | 'udp' | 'icmp';
		readonly source: string;
		readonly address: string;
		readonly port: number;
		/** Where it comes from, by what it comes in when that is on the machine. */
		readonly from: NetworkNamespace;
	},
	isLocal = true,
): { readonly address: string; readonly port: number } | undefined {
	if (!namespace.hasFilters) return undefined;
	const device = isLocal ? deviceOf({ namespace: about.from, host: namespace }) : LAN;
	const target = namespace.filters.translate(chain, {
		protocol: about.protocol,
		source: addressNumber(about.source),
		destination: addressNumber(about.address),
		sourcePort: SENDER_PORT,
		destinationPort: about.port,
		inDevice: chain === 'OUTPUT' ? '' : device,
		outDevice: chain === 'OUTPUT' ? device : '',
		state: 'NEW',
		icmpType: 8,
	});
	if (target === undefined) return undefined;
	const own = target.name === 'REDIRECT' ? namespace.addresses[0] : target.toAddress;
	return { address: own ?? about.address, port: target.toPort ?? about.port };
}
