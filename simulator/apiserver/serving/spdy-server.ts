import type { EventLoop } from '../../machinery/event-loop.ts';
import type { ByteDuplex } from '../../machinery/http/byte-duplex.ts';
import type { ByteReader } from '../../machinery/http/byte-reader.ts';
import type { Limits } from '../../machinery/limits.ts';
import { GOAWAY, RESET, type SpdyFrame } from '../../machinery/spdy/frame.ts';
import type { SpdyCodec } from '../../machinery/spdy/spdy-codec.ts';
import { SpdyError } from '../../machinery/spdy/spdy-error.ts';
import { anyOf, type Task, type Wait } from '../../machinery/task.ts';
import type { StreamSessions } from '../request.ts';
import { StreamGroup } from './stream-group.ts';

export interface SpdyConnection {
	readonly duplex: ByteDuplex;
	readonly reader: ByteReader;
	readonly codec: SpdyCodec;
}

interface Stream {
	readonly group: StreamGroup;
	readonly channel: number;
	/** The client sends no more. */
	ended: boolean;
}

/**
 * One client's streams, carried to the sessions they are part of.
 * Models moby/spdystream Connection and apimachinery/pkg/util/httpstream/spdy. As there, flow control is left to TCP.
 */
export class SpdyServer {
	readonly #connection: SpdyConnection;
	readonly #sessions: StreamSessions;
	readonly #loop: EventLoop;
	readonly #limits: Limits;
	/** Those that somebody still wants something of. */
	readonly #streams = new Map<number, Stream>();
	/** Sessions by name, whether or not all of their streams have come. */
	readonly #groups = new Map<string, StreamGroup>();
	#lastStream = 0;

	constructor(connection: SpdyConnection, sessions: StreamSessions, loop: EventLoop, limits: Limits) {
		this.#connection = connection;
		this.#sessions = sessions;
		this.#loop = loop;
		this.#limits = limits;
	}

	/** Until either side ends the connection. Throws ConnectionError. */
	*run(): Task<void> {
		try {
			yield* this.#serve();
		} catch (error) {
			if (!(error instanceof SpdyError)) throw error;
			yield* this.#goAway(GOAWAY.protocolError);
		} finally {
			for (const group of this.#groups.values()) group.close();
			this.#sessions.close();
		}
	}

	*#serve(): Task<void> {
		const { reader, codec } = this.#connection;
		for (;;) {
			const sent = yield* this.#sendOutput();
			if (sent === 'over') return yield* this.#goAway(GOAWAY.ok);
			const full = [...this.#groups.values()].some((group) => group.full());
			if (!full && reader.hasData()) {
				const frame = yield* codec.read(reader);
				if (frame === undefined || frame.kind === 'goaway') return;
				yield* this.#take(frame);
			} else if (sent === 'nothing') yield this.#wait(full);
		}
	}

	/** One piece of each session that has one. */
	*#sendOutput(): Task<'nothing' | 'something' | 'over'> {
		let sent: 'nothing' | 'something' = 'nothing';
		for (const [name, group] of this.#groups) {
			if (this.#isLate(group)) {
				yield* this.#drop(name, group);
				if (this.#sessions.single) return 'over';
				continue;
			}
			const piece = group.receive();
			if (piece === undefined) continue;
			sent = 'something';
			if (piece === 'end') {
				this.#groups.delete(name);
				for (const stream of group.streams()) yield* this.#finish(stream);
				if (this.#sessions.single) return 'over';
				continue;
			}
			const stream = group.stream(piece.channel);
			if (stream === undefined || !this.#streams.has(stream)) continue;
			if (piece.data.length > 0) yield* this.#send({ kind: 'data', stream, fin: false, data: piece.data });
		}
		return sent;
	}

	#wait(full: boolean): Wait {
		const waits: Wait[] = full ? [] : [this.#connection.duplex.readable];
		for (const group of this.#groups.values()) waits.push(group.readable(this.#loop));
		return anyOf(waits);
	}

	*#take(frame: SpdyFrame): Task<void> {
		switch (frame.kind) {
			case 'syn-stream':
				return yield* this.#open(frame.stream, frame.headers, frame.fin);
			case 'data': {
				const stream = this.#streams.get(frame.stream);
				if (stream === undefined || stream.ended) return;
				stream.group.send(stream.channel, frame.data);
				if (frame.fin) clientEnds(stream);
				return;
			}
			case 'rst-stream': {
				const stream = this.#streams.get(frame.stream);
				if (stream === undefined) return;
				this.#streams.delete(frame.stream);
				// Without one of its streams a connection to a port is nothing; a command goes on.
				if (this.#sessions.single) clientEnds(stream);
				else stream.group.abort();
				return;
			}
			case 'ping':
				// Even ids would be answers to pings of ours.
				if (frame.id % 2 === 1) yield* this.#send(frame);
		}
	}

	*#open(id: number, headers: ReadonlyMap<string, string>, fin: boolean): Task<void> {
		if (id % 2 === 0 || id <= this.#lastStream) {
			return yield* this.#send({ kind: 'rst-stream', stream: id, status: RESET.protocolError });
		}
		this.#lastStream = id;
		const place = this.#sessions.place(id, headers);
		const group = place === undefined ? undefined : this.#group(place.session);
		if (place === undefined || group === undefined || !group.add(place.channel, id)) {
			return yield* this.#send({ kind: 'rst-stream', stream: id, status: RESET.refusedStream });
		}
		const stream: Stream = { group, channel: place.channel, ended: false };
		this.#streams.set(id, stream);
		yield* this.#send({ kind: 'syn-reply', stream: id, fin: false, headers: new Map() });
		if (fin) clientEnds(stream);
		if (group.isComplete) group.start(this.#sessions.open(headers));
	}

	#group(name: string): StreamGroup | undefined {
		const known = this.#groups.get(name);
		if (known !== undefined) return known;
		const { channels } = this.#sessions;
		if ((this.#groups.size + 1) * channels.length > this.#limits.connectionStreams) return undefined;
		const group = new StreamGroup(channels, this.#loop.now());
		this.#groups.set(name, group);
		return group;
	}

	/** The server's last of a stream: what the client may still send on it concerns nobody. */
	*#finish(id: number): Task<void> {
		if (this.#streams.delete(id)) yield* this.#send({ kind: 'data', stream: id, fin: true, data: new Uint8Array(0) });
	}

	#isLate(group: StreamGroup): boolean {
		return !group.isStarted && this.#loop.now() >= group.deadlineMs;
	}

	/** A session whose streams have not all come in time. */
	*#drop(name: string, group: StreamGroup): Task<void> {
		this.#groups.delete(name);
		for (const stream of group.streams()) {
			if (!this.#streams.delete(stream)) continue;
			yield* this.#send({ kind: 'rst-stream', stream, status: RESET.cancel });
		}
	}

	*#goAway(status: number): Task<void> {
		yield* this.#send({ kind: 'goaway', lastStream: this.#lastStream, status });
	}

	*#send(frame: SpdyFrame): Task<void> {
		yield* this.#connection.duplex.write(this.#connection.codec.encode(frame));
	}
}

function clientEnds(stream: Stream): void {
	stream.ended = true;
	stream.group.closeChannel(stream.channel);
}
