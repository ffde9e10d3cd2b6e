import { decodeFrame, encodeFrame } from '../../_server/frames.ts';
import type { ClientMessage, ServerMessage } from '../../_server/protocol.ts';
import { InputQueue } from './input-queue.ts';
import { utf8Chunks } from './utf8-chunks.ts';

/** Bytes of an input frame; a paste of more is announced first. */
const FRAME_BYTES = 48 * 1024;
/** Said to be drawn in steps of this. */
const DRAWN_BYTES = 100 * 1024;
const RETRY_MS = [250, 500, 1_000, 2_000, 4_000];
const CLOSED_BY_A_BUG = 1011;

type Sequenced = Extract<ClientMessage, { seq: number }>;
type WithoutSeq<T> = T extends unknown ? Omit<T, 'seq'> : never;

/** One that is open at the start: on which machine, and who is logged in. */
export interface InitialTerminal {
	readonly host: string;
	readonly user?: string;
}

export interface SocketHandlers {
	message(message: ServerMessage): void;
	/** Terminal bytes; `screen`: clear first. */
	output(terminal: string, data: Uint8Array, screen: boolean): void;
	/** "lost": it is being opened again. "ended": the world cannot go on as it is. "refused": this visitor may not. */
	state(state: 'connecting' | 'lost' | 'ended' | 'refused'): void;
	/** What the world's clock shows now; undefined before it is known. */
	worldMs(): number | undefined;
	/** The terminals that are open at the start. */
	terminals(terminals: readonly InitialTerminal[]): void;
}

/**
 * The bench's connection: keeps it up, numbers what changes the world, sends again what was lost with a connection,
 * and says what has been drawn.
 */
export class BenchSocket {
	readonly #exercise: string;
	readonly #handlers: SocketHandlers;
	readonly #client = randomName();
	readonly #queue = new InputQueue();
	readonly #drawn = new Map<string, number>();
	readonly #pastes: { readonly terminal: string; readonly bytes: Uint8Array }[] = [];
	#socket: WebSocket | undefined;
	#tries = 0;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#closed = false;
	#known = false;
	/** The world's clock when the connection was lost. */
	#seenMs: number | undefined;
	#fresh = false;

	constructor(exercise: string, handlers: SocketHandlers) {
		this.#exercise = exercise;
		this.#handlers = handlers;
	}

	open(): void {
		this.#handlers.state('connecting');
		void this.#connect();
	}

	close(): void {
		this.#closed = true;
		clearTimeout(this.#timer);
		this.#socket?.close();
	}

	/** Begins a new attempt when the world cannot be opened any more. */
	startAfresh(): void {
		this.#fresh = true;
		this.#tries = 0;
		this.open();
	}

	send(message: Exclude<ClientMessage, Sequenced>): void {
		if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
	}

	/** Returns the number it has. */
	change(message: WithoutSeq<Sequenced>): number {
		const seq = this.#queue.next();
		this.#queue.push(seq, JSON.stringify({ ...message, seq }), 0);
		return seq;
	}

	input(terminal: string, text: string): void {
		const bytes = new TextEncoder().encode(text);
		if (bytes.length <= FRAME_BYTES) {
			this.#frames(terminal, bytes);
			return;
		}
		this.#pastes.push({ terminal, bytes });
		this.send({ type: 'paste', terminal, bytes: bytes.length });
	}

	/** xterm has written so many bytes of what came. */
	drawn(terminal: string, bytes: number): void {
		const sum = (this.#drawn.get(terminal) ?? 0) + bytes;
		this.#drawn.set(terminal, sum < DRAWN_BYTES ? sum : 0);
		if (sum >= DRAWN_BYTES) this.send({ type: 'drawn', terminal, bytes: sum });
	}

	async #connect(): Promise<void> {
		if (!this.#known && !(await this.#introduce())) return;
		if (this.#closed) return;
		const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
		const socket = new WebSocket(`${scheme}://${location.host}/ws`);
		socket.binaryType = 'arraybuffer';
		this.#socket = socket;
		socket.onopen = () => {
			const fresh = this.#fresh ? { fresh: true } : {};
			const seen = this.#seenMs === undefined ? {} : { seenMs: this.#seenMs };
			this.send({ type: 'hello', exercise: this.#exercise, client: this.#client, ...fresh, ...seen });
		};
		socket.onmessage = ({ data }) => this.#take(data as string | ArrayBuffer);
		socket.onclose = ({ code }) => this.#lost(code);
	}

	/** Makes the visitor someone, once. False: it will be tried again, or never. */
	async #introduce(): Promise<boolean> {
		try {
			const response = await fetch('/api/sandbox', {
				method: 'POST',
				headers: { 'Content-Type': 'application/json' },
				body: JSON.stringify({ exercise: this.#exercise }),
			});
			if (response.ok) {
				const { terminals } = (await response.json()) as { terminals: InitialTerminal[] };
				this.#known = true;
				this.#handlers.terminals(terminals);
				return true;
			}
			// 409: another tab has signed in meanwhile; asked again, the request has its cookie.
			if (response.status < 500 && response.status !== 429 && response.status !== 409) {
				this.#handlers.state('refused');
				return false;
			}
		} catch {
			// The network or the server is away: tried again below.
		}
		this.#lost(0);
		return false;
	}

	#take(data: string | ArrayBuffer): void {
		if (typeof data !== 'string') {
			const frame = decodeFrame(new Uint8Array(data));
			if (typeof frame === 'string') return;
			this.#handlers.output(frame.terminal, frame.data, frame.kind === 'screen');
			return;
		}
		const message = JSON.parse(data) as ServerMessage;
		if (message.type === 'snapshot') {
			this.#tries = 0;
			this.#seenMs = undefined;
			this.#fresh = false;
			this.#drawn.clear();
			this.#pastes.length = 0;
			if (message.reason === 'rewind' || message.reason === 'reset') this.#queue.drop();
			this.#handlers.message(message);
			this.#queue.connect(message.lastSeq, (payload) => this.#socket?.send(payload));
			return;
		}
		if (message.type === 'ack') this.#queue.acknowledge(message.seq);
		if (message.type === 'paste') this.#paste(message.accepted);
		this.#handlers.message(message);
	}

	#paste(accepted: boolean): void {
		const paste = this.#pastes.shift();
		if (paste !== undefined && accepted) this.#frames(paste.terminal, paste.bytes);
	}

	#frames(terminal: string, bytes: Uint8Array): void {
		for (const data of utf8Chunks(bytes, FRAME_BYTES)) {
			const seq = this.#queue.next();
			this.#queue.push(seq, encodeFrame({ kind: 'input', terminal, seq, data }), data.length);
		}
	}

	#lost(code: number): void {
		this.#queue.disconnect();
		if (this.#closed) return;
		if (code === CLOSED_BY_A_BUG && this.#tries > 2) {
			this.#handlers.state('ended');
			return;
		}
		this.#seenMs ??= this.#handlers.worldMs();
		this.#handlers.state('lost');
		// A server that has forgotten the session (a new database) must make it anew.
		if (this.#tries > 1) this.#known = false;
		const wait = RETRY_MS[Math.min(this.#tries, RETRY_MS.length - 1)] ?? 4_000;
		this.#tries++;
		this.#timer = setTimeout(() => void this.#connect(), wait);
	}
}

/** Names this page load towards the server. (`randomUUID` wants HTTPS.) */
function randomName(): string {
	return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
