import type { EventLoop } from '../../machinery/event-loop.ts';
import { SpdyError } from '../../machinery/spdy/spdy-error.ts';
import type { Wait } from '../../machinery/task.ts';
import type { UpgradeSession } from '../request.ts';

/** How long a client may take to open a session's streams. Models DefaultStreamCreationTimeout. */
const CREATION_MS = 30_000;
/** What may come on some of a session's streams before all are there. */
const EARLY_BYTES_MAX = 262_144;

type Input = { readonly channel: number; readonly data: Uint8Array | 'end' };

/** The streams of one session. It starts when all have come; what came on them before waits. */
export class StreamGroup {
	readonly deadlineMs: number;
	readonly #channels: readonly number[];
	/** Streams by channel. */
	readonly #streams = new Map<number, number>();
	readonly #early: Input[] = [];
	#earlyBytes = 0;
	#session: UpgradeSession | undefined;
	#aborted = false;

	constructor(channels: readonly number[], nowMs: number) {
		this.#channels = channels;
		this.deadlineMs = nowMs + CREATION_MS;
	}

	/** @returns false when the session has, or had, a stream for that channel. */
	add(channel: number, stream: number): boolean {
		if (this.#streams.has(channel)) return false;
		this.#streams.set(channel, stream);
		return true;
	}

	/** All streams are there and the session has not been started. */
	get isComplete(): boolean {
		return !this.isStarted && this.#channels.every((channel) => this.#streams.has(channel));
	}

	get isStarted(): boolean {
		return this.#session !== undefined;
	}

	start(session: UpgradeSession): void {
		this.#session = session;
		for (const input of this.#early.splice(0)) this.#pass(session, input);
		if (this.#aborted) session.close();
	}

	stream(channel: number): number | undefined {
		return this.#streams.get(channel);
	}

	streams(): number[] {
		return [...this.#streams.values()];
	}

	send(channel: number, data: Uint8Array): void {
		if (data.length > 0) this.#input({ channel, data });
	}

	closeChannel(channel: number): void {
		this.#input({ channel, data: 'end' });
	}

	/** The client wants no more of the session; it ends as soon as it has started. */
	abort(): void {
		this.#aborted = true;
		this.#session?.close();
	}

	full(): boolean {
		return this.#session?.full() === true;
	}

	receive(): ReturnType<UpgradeSession['receive']> {
		return this.#session?.receive();
	}

	/** Wakes when the session has something to say, or when it is too late to start it. */
	readable(loop: EventLoop): Wait {
		if (this.#session !== undefined) return this.#session.readable;
		return {
			arm: (wake) => {
				const timer = loop.at(this.deadlineMs, wake);
				return () => timer.cancel();
			},
		};
	}

	close(): void {
		this.#session?.close();
	}

	#input(input: Input): void {
		if (this.#session !== undefined) {
			this.#pass(this.#session, input);
			return;
		}
		this.#earlyBytes += 1 + input.data.length;
		if (this.#earlyBytes > EARLY_BYTES_MAX) throw new SpdyError('too much data before all streams are open');
		this.#early.push(input);
	}

	#pass(session: UpgradeSession, { channel, data }: Input): void {
		if (data === 'end') session.closeChannel(channel);
		else session.send(channel, data);
	}
}
