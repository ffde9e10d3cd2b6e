import type { TcpPeer } from './tcp-peer.ts';

/** A proxy on the way of a connection: it reads along, and may answer in place of the receiver. */
export interface Inspection {
	/** One TCP connection's; absent: its bytes pass unread. */
	readonly stream?: () => StreamInspector;
	/** Datagrams and the answers to them; absent: they pass unread. */
	readonly datagrams?: DatagramInspector;
}

export interface StreamInspector {
	fromClient(data: Uint8Array): StreamPassage;
	/** Reads what passes; it cannot be changed. */
	fromServer?(data: Uint8Array): void;
}

export interface StreamPassage {
	readonly toServer: readonly Uint8Array[];
	/** What the client is told in place of the server. */
	readonly toClient: readonly Uint8Array[];
	/** How many bytes the server will never see. */
	readonly swallowedBytes: number;
	/** The client is told that no more comes. */
	readonly closes: boolean;
}

export interface DatagramInspector {
	/** Undefined: it passes. Otherwise it does not, and this is the answer. */
	query(data: Uint8Array): Uint8Array | undefined;
	answer(data: Uint8Array): void;
}

/** Puts a proxy between two ends that do not know of each other yet. */
export function joinInspected(client: TcpPeer & Meeting, server: TcpPeer & Meeting, inspector: StreamInspector): void {
	const way = new InspectedWay(client, server, inspector);
	client.meet(way.server);
	server.meet(way.client);
}

interface Meeting {
	meet(peer: TcpPeer): void;
}

/** The two faces of a proxy: each end takes one for its peer. */
class InspectedWay {
	/** What the client sends to. */
	readonly server: TcpPeer;
	/** What the server sends to. */
	readonly client: TcpPeer;
	/** Bytes that the client got and the server has not sent: it must not hear that they were read. */
	#injectedBytes = 0;

	constructor(client: TcpPeer, server: TcpPeer, inspector: StreamInspector) {
		this.server = {
			namespace: server.namespace,
			deliver: (data) => this.#pass(client, server, inspector.fromClient(data)),
			finish: () => server.finish(),
			acknowledge: (bytes) => {
				const own = Math.min(bytes, this.#injectedBytes);
				this.#injectedBytes -= own;
				if (bytes > own) server.acknowledge(bytes - own);
			},
			resetByPeer: () => server.resetByPeer(),
		};
		this.client = {
			namespace: client.namespace,
			deliver: (data) => {
				inspector.fromServer?.(data);
				client.deliver(data);
			},
			finish: () => client.finish(),
			acknowledge: (bytes) => client.acknowledge(bytes),
			resetByPeer: () => client.resetByPeer(),
		};
	}

	#pass(client: TcpPeer, server: TcpPeer, { toServer, toClient, swallowedBytes, closes }: StreamPassage): void {
		for (const data of toServer) server.deliver(data);
		if (swallowedBytes > 0) client.acknowledge(swallowedBytes);
		for (const data of toClient) {
			this.#injectedBytes += data.length;
			client.deliver(data);
		}
		if (!closes) return;
		client.finish();
		server.finish();
	}
}
