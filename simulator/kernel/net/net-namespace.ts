import { fnv32a } from '../../machinery/fnv.ts';
import type { NetworkNamespace } from '../machine-api.ts';
import type { Wiring } from '../network-view.ts';
import { SystemError } from '../process-api.ts';
import { FilterTables } from './filter-tables.ts';
import { LinkTable } from './links/link-table.ts';
import { plainLinks, plainRoutes } from './links/plain-links.ts';
import type { PacketTaps } from './packet-taps.ts';
import type { TcpListener } from './tcp-listener.ts';
import type { Beyond } from './tcp-peer.ts';
import type { TcpSocket } from './tcp-socket.ts';
import type { UdpSocket } from './udp-socket.ts';

const EPHEMERAL_FIRST = 32_768;
const EPHEMERAL_LAST = 60_999;

/** Anything that holds a local port. */
interface Bound {
	readonly address: string;
}

/** One network namespace: which addresses are local, who listens, what is connected. */
export class NetNamespace implements NetworkNamespace {
	readonly name: string;
	addresses: string[];
	#filters: FilterTables | undefined;
	#links: LinkTable | undefined;
	/** What wires it; absent: nobody knows. */
	wiring: (() => Wiring | undefined) | undefined;
	/** Told when its devices, addresses or routes are no longer as it was wired. */
	onRewired: (() => void) | undefined;
	/** The machine that it is on; absent: it is the machine's own. */
	host: NetNamespace | undefined;
	/** The others that there are on its machine. */
	neighbourNamespaces: (() => readonly NetNamespace[]) | undefined;
	#labels: Map<string, string> | undefined;
	#settings: Map<string, string> | undefined;
	readonly #unprivilegedPortStart: number;
	/** Gone: whatever is sent to it is lost. */
	deleted = false;
	beyond: Beyond | undefined;
	/** Who listens on its machine. */
	taps: PacketTaps | undefined;
	#listeners: Map<number, TcpListener[]> | undefined;
	#udp: Map<number, UdpSocket[]> | undefined;
	#connections: Set<TcpSocket> | undefined;
	#nextPort: number;

	constructor(name: string, addresses: readonly string[], unprivilegedPortStart: number) {
		this.name = name;
		this.addresses = [...addresses];
		this.#unprivilegedPortStart = unprivilegedPortStart;
		// Namespaces start at different ports, so that few collide behind one masquerading address.
		this.#nextPort = EPHEMERAL_FIRST + (fnv32a(name) % (EPHEMERAL_LAST - EPHEMERAL_FIRST));
	}

	/** Its packet filter. */
	get filters(): FilterTables {
		this.#filters ??= new FilterTables();
		return this.#filters;
	}

	/** Whether something was written into the packet filter. */
	get hasFilters(): boolean {
		return this.#filters?.isUntouched === false;
	}

	/** Its devices, addresses and routes. */
	get links(): LinkTable {
		if (this.#links === undefined) {
			this.#links = new LinkTable(this.name, () => this.wiring?.(), {
				links: () => plainLinks(this),
				routes: () => plainRoutes(this),
			});
			this.#links.onChange = () => this.onRewired?.();
		}
		return this.#links;
	}

	/** Whether its devices, addresses and routes are not as it was wired. */
	get isRewired(): boolean {
		return this.#links?.isChanged === true;
	}

	/** Free for the network layer. */
	get labels(): Map<string, string> {
		this.#labels ??= new Map();
		return this.#labels;
	}

	get settings(): Map<string, string> {
		this.#settings ??= new Map();
		return this.#settings;
	}

	/** What is set here of a name; undefined: the usual. */
	setting(name: string): string | undefined {
		return this.#settings?.get(name);
	}

	/** Ports below it need NET_BIND_SERVICE (containerd sets 0 for containers). */
	get unprivilegedPortStart(): number {
		const set = this.#settings?.get('net.ipv4.ip_unprivileged_port_start');
		return set === undefined ? this.#unprivilegedPortStart : Number(set);
	}

	get primaryAddress(): string {
		const addresses = this.isRewired ? this.links.localAddresses() : this.addresses;
		return addresses.find((address) => !isLoopback(address)) ?? LOOPBACK;
	}

	isLocal(address: string): boolean {
		if (this.isRewired) return address === ANY_ADDRESS || this.links.isLocal(address);
		return isLoopback(address) || address === ANY_ADDRESS || this.addresses.includes(address);
	}

	isListening(protocol: 'tcp' | 'udp', address: string, port: number): boolean {
		return (protocol === 'tcp' ? this.listenerFor(address, port) : this.udpFor(address, port)) !== undefined;
	}

	listenerFor(address: string, port: number): TcpListener | undefined {
		return this.#listeners?.get(port)?.find((listener) => accepts(listener, address));
	}

	udpFor(address: string, port: number): UdpSocket | undefined {
		return this.#udp?.get(port)?.find((socket) => accepts(socket, address));
	}

	/** Throws EADDRNOTAVAIL for somebody else's address, EADDRINUSE when the port is taken. Port 0: a free one. */
	choosePort(protocol: 'tcp' | 'udp', address: string, port: number): number {
		if (address !== ANY_ADDRESS && !this.isLocal(address)) throw new SystemError('EADDRNOTAVAIL');
		if (port === 0) return this.ephemeralPort(protocol);
		const holders: readonly Bound[] = (protocol === 'tcp' ? this.#listeners : this.#udp)?.get(port) ?? [];
		if (holders.some((holder) => overlaps(holder.address, address))) throw new SystemError('EADDRINUSE');
		return port;
	}

	ephemeralPort(protocol: 'tcp' | 'udp'): number {
		for (let tried = EPHEMERAL_FIRST; tried <= EPHEMERAL_LAST; tried++) {
			const port = this.#nextPort;
			this.#nextPort = port === EPHEMERAL_LAST ? EPHEMERAL_FIRST : port + 1;
			if (!this.#isUsed(protocol, port)) return port;
		}
		throw new SystemError('EADDRNOTAVAIL');
	}

	addListener(listener: TcpListener): void {
		this.#listeners ??= new Map();
		this.#listeners.set(listener.port, [...(this.#listeners.get(listener.port) ?? []), listener]);
	}

	removeListener(listener: TcpListener): void {
		removeFrom(this.#listeners, listener.port, listener);
	}

	addUdp(socket: UdpSocket, port: number): void {
		this.#udp ??= new Map();
		this.#udp.set(port, [...(this.#udp.get(port) ?? []), socket]);
	}

	removeUdp(socket: UdpSocket, port: number): void {
		removeFrom(this.#udp, port, socket);
	}

	addConnection(connection: TcpSocket): void {
		this.#connections ??= new Set();
		this.#connections.add(connection);
	}

	removeConnection(connection: TcpSocket): void {
		this.#connections?.delete(connection);
	}

	listeners(): readonly TcpListener[] {
		return [...(this.#listeners?.values() ?? [])].flat();
	}

	udpSockets(): readonly UdpSocket[] {
		return [...(this.#udp?.values() ?? [])].flat();
	}

	connections(): readonly TcpSocket[] {
		return [...(this.#connections ?? [])];
	}

	#isUsed(protocol: 'tcp' | 'udp', port: number): boolean {
		if (protocol === 'udp') return this.#udp?.has(port) === true;
		if (this.#listeners?.has(port)) return true;
		for (const connection of this.#connections ?? []) if (connection.local.port === port) return true;
		return false;
	}
}

export const ANY_ADDRESS = '0.0.0.0';
export const LOOPBACK = '127.0.0.1';

export function isLoopback(address: string): boolean {
	return address.startsWith('127.');
}

function accepts(bound: Bound, address: string): boolean {
	return bound.address === ANY_ADDRESS || bound.address === address;
}

function overlaps(a: string, b: string): boolean {
	return a === b || a === ANY_ADDRESS || b === ANY_ADDRESS;
}

function removeFrom<T>(map: Map<number, T[]> | undefined, port: number, item: T): void {
	if (map === undefined) return;
	const rest = map.get(port)?.filter((other) => other !== item) ?? [];
	if (rest.length === 0) map.delete(port);
	else map.set(port, rest);
}
