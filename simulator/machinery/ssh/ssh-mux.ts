import { type ByteDuplex, ConnectionError } from '../http/byte-duplex.ts';
import type { ByteReader } from '../http/byte-reader.ts';
import { Signal, type Task, type Wait } from '../task.ts';
import { SshChannel } from './ssh-channel.ts';
import { type ChannelRequest, encodeMessage, messageOf, readFrame, type SshMessage } from './ssh-wire.ts';

/** Channels at once on a connection; a peer that wants more is refused. */
const CHANNELS_MAX = 256;

/** The other side does not open a channel, and why. */
export class Refused extends Error {}

/**
 * The channels of a connection on which somebody is logged in. Its two tasks, `readAll` and `writeAll`, run beside those
 * that use the channels. Models RFC 4254.
 */
export class SshMux {
	readonly #duplex: ByteDuplex;
	readonly #reader: ByteReader;
	readonly post: (callback: () => void) => void;
	readonly #channels = new Map<number, SshChannel>();
	readonly #outgoing: Uint8Array[] = [];
	readonly #written: Signal;
	#nextChannel: number;
	#isOver = false;
	/** Channels that the other side opens: accepted when it says so. */
	onOpen: (channel: SshChannel, request: ChannelRequest) => void = (channel) => {
		channel.refuse('administratively prohibited: open failed');
	};
	/** Messages about the connection itself. */
	onMessage: (message: SshMessage) => void = () => undefined;
	/** The connection is over. */
	onEnd: () => void = () => undefined;

	/** @param isClient clients open channels of even numbers, servers of odd ones. */
	constructor(duplex: ByteDuplex, reader: ByteReader, isClient: boolean, post: (callback: () => void) => void) {
		this.#duplex = duplex;
		this.#reader = reader;
		this.#nextChannel = isClient ? 2 : 3;
		this.post = post;
		this.#written = new Signal(post);
	}

	get isOver(): boolean {
		return this.#isOver;
	}

	/** Channels that are open. */
	get count(): number {
		return this.#channels.size;
	}

	/** Asks for a channel. `SshChannel.opened` says whether it is one. */
	open(request: ChannelRequest): SshChannel {
		const channel = new SshChannel(this, this.#nextChannel);
		this.#nextChannel += 2;
		this.#channels.set(channel.id, channel);
		this.send(encodeMessage({ is: 'open', request }, channel.id));
		if (this.#isOver) channel.lost();
		return channel;
	}

	/** In the order of the calls. */
	send(frame: Uint8Array): void {
		if (this.#isOver) return;
		this.#outgoing.push(frame);
		this.#written.wakeAll();
	}

	tell(message: SshMessage): void {
		this.send(encodeMessage(message));
	}

	forget(id: number): void {
		this.#channels.delete(id);
	}

	/** Ends everything, after what waits to be sent. */
	*close(): Task<void> {
		while (this.#outgoing.length > 0 && !this.#isOver) yield this.#written;
		this.#end();
	}

	*writeAll(): Task<void> {
		try {
			while (!this.#isOver) {
				const frame = this.#outgoing.shift();
				if (frame === undefined) yield this.#written;
				else {
					yield* this.#duplex.write(frame);
					if (this.#outgoing.length === 0) this.#written.wakeAll();
				}
			}
		} catch (error) {
			if (!(error instanceof ConnectionError)) throw error;
			this.#end();
		}
	}

	*readAll(): Task<void> {
		try {
			for (let frame = yield* readFrame(this.#reader); frame !== undefined; frame = yield* readFrame(this.#reader)) {
				if (this.#isOver) return;
				const channel = this.#channels.get(frame.channel);
				if (frame.type !== 'message') channel?.take(frame);
				else if (frame.channel === 0) this.onMessage(messageOf(frame));
				else if (channel !== undefined) channel.obey(messageOf(frame));
				else this.#accept(frame.channel, messageOf(frame));
			}
		} catch (error) {
			if (!(error instanceof ConnectionError)) throw error;
		}
		this.#end();
	}

	#accept(id: number, message: SshMessage): void {
		if (message.is !== 'open') return;
		const channel = new SshChannel(this, id);
		if (this.#channels.size >= CHANNELS_MAX) {
			channel.refuse('resource shortage: open failed');
			return;
		}
		this.#channels.set(id, channel);
		this.onOpen(channel, message.request);
	}

	#end(): void {
		if (this.#isOver) return;
		this.#isOver = true;
		this.#duplex.close();
		for (const channel of [...this.#channels.values()]) channel.lost();
		this.#written.wakeAll();
		this.onEnd();
	}
}

/** A Wait's clock of a process. */
export function postOf(process: { now(): number; timer(atMs: number): Wait }): (callback: () => void) => void {
	return (callback) => void process.timer(process.now()).arm(callback);
}
