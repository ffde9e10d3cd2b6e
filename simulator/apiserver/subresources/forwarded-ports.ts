import { anyOf, type Wait } from '../../machinery/task.ts';
import type { PortForwarder } from '../ports.ts';
import type { StreamSessions, UpgradeSession } from '../request.ts';

/** Protocols of forwarded ports over SPDY. */
export const FORWARD_PROTOCOLS: readonly string[] = ['portforward.k8s.io'];

const DATA = 0;
const ERROR = 1;

/**
 * Pairs of streams, one for data and one for errors, as many as the client likes: the header `requestid` says which
 * belong together. Models kubelet/pkg/cri/streaming/portforward httpStreamHandler.
 */
export function forwardStreams(forwarder: PortForwarder): StreamSessions {
	return {
		channels: [DATA, ERROR],
		single: false,
		place(stream, headers) {
			const type = headers.get('streamtype');
			if (portOf(headers) === undefined || (type !== 'data' && type !== 'error')) return undefined;
			// Clients that do not number their requests open the pair's error stream just before the other.
			const session = headers.get('requestid') ?? String(type === 'error' ? stream : stream - 2);
			return { session, channel: type === 'data' ? DATA : ERROR };
		},
		open: (headers) => forwarder.open(portOf(headers) as number),
		close: () => forwarder.close(),
	};
}

function portOf(headers: ReadonlyMap<string, string>): number | undefined {
	const text = headers.get('port') ?? '';
	const port = Number(text);
	return /^\d{1,5}$/.test(text) && port > 0 && port < 65_536 ? port : undefined;
}

/**
 * Ports that the client has named beforehand, over a WebSocket: for the port at index i channel 2i is data, 2i + 1 what
 * went wrong, and the first that each says is the number of its port.
 * Models kubelet/pkg/cri/streaming/portforward websocketStreamHandler.
 */
export function forwardChannels(forwarder: PortForwarder, ports: readonly number[]): UpgradeSession {
	const sessions = ports.map((port) => forwarder.open(port));
	const readable: Wait = anyOf(sessions.map((session) => session.readable));
	const named = ports.flatMap((port, index) =>
		[DATA, ERROR].map((channel) => ({ port, channel: 2 * index + channel })),
	);
	const ended = new Set<UpgradeSession>();
	return {
		send: (channel, data) => sessions[channel >> 1]?.send(channel & 1, data),
		closeChannel: (channel) => sessions[channel >> 1]?.closeChannel(channel & 1),
		full: () => sessions.some((session) => session.full()),
		receive() {
			const name = named.shift();
			if (name !== undefined) return { channel: name.channel, data: Uint8Array.of(name.port & 0xff, name.port >> 8) };
			for (const [index, session] of sessions.entries()) {
				if (ended.has(session)) continue;
				const piece = session.receive();
				if (piece === 'end') ended.add(session);
				else if (piece !== undefined) return { channel: 2 * index + piece.channel, data: piece.data };
			}
			return ended.size === sessions.length ? 'end' : undefined;
		},
		readable,
		close() {
			for (const session of sessions) session.close();
			forwarder.close();
		},
	};
}

/** The ports of a request; undefined: one of them is none. Models NewV4Options. */
export function requestedPorts(values: readonly string[]): number[] | undefined {
	const ports = values.flatMap((value) => value.split(','));
	const numbers = ports.map((port) => portOf(new Map([['port', port]])));
	return numbers.includes(undefined) ? undefined : (numbers as number[]);
}
