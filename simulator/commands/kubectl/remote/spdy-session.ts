import type { Task, Wait } from '../../../machinery/task.ts';
import type { RemoteSession } from './remote-session.ts';
import type { SpdyClient } from './spdy-client.ts';

const NAMES = ['stdin', 'stdout', 'stderr', 'error', 'resize'];
const ERROR_CHANNEL = 3;
const RESIZE_CHANNEL = 4;

/**
 * Opens the streams of a remote command: those that its query asks for.
 * Models client-go/tools/remotecommand streamProtocolV4.
 */
export function* openSpdySession(
	client: SpdyClient,
	query: readonly (readonly [string, string])[],
): Task<RemoteSession> {
	const asked = (name: string): boolean => query.some(([key, value]) => key === name && value === 'true');
	const channels = [ERROR_CHANNEL, ...[0, 1, 2].filter((channel) => asked(NAMES[channel] as string))];
	if (asked('tty')) channels.push(RESIZE_CHANNEL);
	const streams = new Map<number, number>();
	for (const channel of channels) {
		streams.set(channel, yield* client.open(new Map([['streamtype', NAMES[channel] as string]])));
	}
	return new SpdySession(client, streams);
}

class SpdySession implements RemoteSession {
	readonly #client: SpdyClient;
	/** By channel. */
	readonly #streams: ReadonlyMap<number, number>;
	readonly #channels: ReadonlyMap<number, number>;
	readonly readable: Wait;

	constructor(client: SpdyClient, streams: ReadonlyMap<number, number>) {
		this.#client = client;
		this.#streams = streams;
		this.#channels = new Map([...streams].map(([channel, stream]) => [stream, channel]));
		this.readable = client.readable;
	}

	*send(channel: number, data: Uint8Array): Task<void> {
		const stream = this.#streams.get(channel);
		if (stream !== undefined) yield* this.#client.send(stream, data);
	}

	*closeChannel(channel: number): Task<void> {
		const stream = this.#streams.get(channel);
		if (stream !== undefined) yield* this.#client.send(stream, new Uint8Array(0), true);
	}

	receive(): { readonly channel: number; readonly data: Uint8Array } | undefined | 'end' {
		for (;;) {
			const frame = this.#client.receive();
			if (frame === undefined || frame === 'end') return frame;
			const channel = frame.kind === 'data' ? this.#channels.get(frame.stream) : undefined;
			if (frame.kind === 'data' && channel !== undefined && frame.data.length > 0) {
				return { channel, data: frame.data };
			}
		}
	}

	close(): void {
		this.#client.close();
	}
}
