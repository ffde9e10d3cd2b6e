import type { Endpoint } from './endpoint.ts';

/** A packet as it passes one network namespace. */
export interface TappedPacket {
	readonly namespace: { readonly name: string };
	/** Seen from the namespace. */
	readonly direction: 'In' | 'Out';
	readonly protocol: 'tcp' | 'udp' | 'icmp';
	readonly source: Endpoint;
	readonly destination: Endpoint;
	/** Of TCP, as tcpdump writes them: "S", "S.", ".", "P.", "F.", "R.". */
	readonly flags: string;
	readonly data: Uint8Array;
	/** Of ICMP echoes. */
	readonly echo?: { readonly isReply: boolean; readonly sequence: number };
}

const NOTHING = new Uint8Array();

/** Who listens to what passes the network namespaces of one machine. Costs nothing while nobody does. */
export class PacketTaps {
	readonly #listeners = new Set<(packet: TappedPacket) => void>();

	get isWatched(): boolean {
		return this.#listeners.size > 0;
	}

	/** @returns how it ends. */
	listen(listener: (packet: TappedPacket) => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	emit(packet: TappedPacket): void {
		for (const listener of this.#listeners) listener(packet);
	}
}

interface Tapped {
	readonly name: string;
	readonly taps?: PacketTaps | undefined;
}

/** A segment of TCP passes a namespace. */
export function tapSegment(
	namespace: Tapped,
	direction: 'In' | 'Out',
	source: Endpoint,
	destination: Endpoint,
	flags: string,
	data: Uint8Array = NOTHING,
): void {
	if (namespace.taps?.isWatched !== true) return;
	namespace.taps.emit({ namespace, direction, protocol: 'tcp', source, destination, flags, data });
}

export function tapDatagram(
	namespace: Tapped,
	direction: 'In' | 'Out',
	source: Endpoint,
	destination: Endpoint,
	data: Uint8Array,
): void {
	if (namespace.taps?.isWatched !== true) return;
	namespace.taps.emit({ namespace, direction, protocol: 'udp', source, destination, flags: '', data });
}

export function tapEcho(
	namespace: Tapped,
	direction: 'In' | 'Out',
	source: string,
	destination: string,
	echo: { readonly isReply: boolean; readonly sequence: number },
): void {
	if (namespace.taps?.isWatched !== true) return;
	const ends = { source: { address: source, port: 0 }, destination: { address: destination, port: 0 } };
	namespace.taps.emit({ namespace, direction, protocol: 'icmp', ...ends, flags: '', data: NOTHING, echo });
}
