import { type RawData, WebSocket } from 'ws';
import { TokenBucket } from '../_lib/token-bucket.ts';
import { decodeFrame, encodeFrame, type Frame, type FrameKind } from './frames.ts';
import { SERVER_LIMITS } from './limits.ts';
import type { Owner } from './live-connections.ts';
import { log } from './log.ts';
import { OutputWindow } from './output-window.ts';
import type { LiveSandbox } from './pool/live-sandbox.ts';
import { PoolRefusal, UserGone } from './pool/pool-refusal.ts';
import type { SandboxPool } from './pool/sandbox-pool.ts';
import type { Viewer } from './pool/viewer.ts';
import {
	CLOSE_CODES,
	type ClientMessage,
	clientMessageSchema,
	EXAM_OVER,
	type RefusalCode,
	type ServerMessage,
} from './protocol.ts';
import type { OutsideEvent } from './worker-protocol.ts';

type Message<T extends ClientMessage['type']> = Extract<ClientMessage, { type: T }>;

/**
 * One WebSocket: checks what comes, passes it to the pool in order, and sends what the world has to say. Whatever a
 * client sends, the worst that happens is that its connection is closed with a reason.
 */
export class Connection implements Viewer {
	client = '';
	readonly #socket: WebSocket;
	readonly #pool: SandboxPool;
	readonly #window: OutputWindow;
	readonly #messages = new TokenBucket(SERVER_LIMITS.messagesBurst, SERVER_LIMITS.messagesPerSecond);
	readonly #input = new TokenBucket(
		SERVER_LIMITS.pasteBytes + SERVER_LIMITS.inputWindowBytes,
		SERVER_LIMITS.inputBytesPerSecond,
	);
	readonly #branches = new TokenBucket(SERVER_LIMITS.branchesPerMinute, SERVER_LIMITS.branchesPerMinute / 60);
	/** Messages wait here while one before them is being seen to. */
	readonly #queue: (() => void | Promise<void>)[] = [];
	#busy = false;
	#greeted = false;
	#live: LiveSandbox | undefined;
	/** Input bytes of which the journal does not have all yet, by their running number. */
	readonly #unacknowledged = new Map<number, number>();
	#unacknowledgedBytes = 0;
	#alive = true;
	/** Ends the connection with the exam. */
	#examTimer: NodeJS.Timeout | undefined;

	constructor(
		socket: WebSocket,
		pool: SandboxPool,
		readonly owner: Owner,
	) {
		this.#socket = socket;
		this.#pool = pool;
		this.#window = new OutputWindow((terminal) => this.#redraw(terminal));
		socket.on('message', (data, binary) => this.#take(data, binary));
		socket.on('pong', () => {
			this.#alive = true;
		});
		// ws reports what breaks the WebSocket protocol itself here and closes with the right code.
		socket.on('error', () => undefined);
		const hello = setTimeout(() => {
			if (!this.#greeted) this.close(CLOSE_CODES.policy, 'no hello');
		}, SERVER_LIMITS.helloMs);
		const heartbeat = setInterval(() => this.#beat(), SERVER_LIMITS.heartbeatMs);
		socket.on('close', () => {
			clearTimeout(hello);
			clearInterval(heartbeat);
			clearTimeout(this.#examTimer);
			this.#queue.length = 0;
			if (this.#live !== undefined) this.#pool.detach(this, this.#live);
			this.#live = undefined;
		});
	}

	send(message: ServerMessage): void {
		if (message.type === 'ack') this.#acknowledged(message.seq);
		if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
	}

	frame(kind: FrameKind, terminal: string, data: Uint8Array): void {
		if (this.#socket.readyState !== WebSocket.OPEN) return;
		if (kind === 'screen') this.#window.redrawn(terminal, data.length);
		else if (!this.#window.admits(terminal, data.length)) return;
		this.#socket.send(encodeFrame({ kind, terminal, seq: 0, data }));
	}

	moved(sandbox: string): void {
		this.#live = this.#pool.live(sandbox);
		this.#window.clear();
		this.#unacknowledged.clear();
		this.#unacknowledgedBytes = 0;
	}

	close(code: number, reason: string): void {
		this.#queue.length = 0;
		this.#socket.close(code, reason.slice(0, 120));
	}

	#beat(): void {
		if (!this.#alive) {
			this.#socket.terminate();
			return;
		}
		this.#alive = false;
		this.#socket.ping();
	}

	#take(data: RawData, binary: boolean): void {
		const bytes = Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as ArrayBuffer);
		if (binary) {
			this.#takeFrame(bytes);
			return;
		}
		if (!this.#messages.take()) {
			this.close(CLOSE_CODES.policy, 'too many messages');
			return;
		}
		// Files are input, too: what waits here and for the journal is bounded by bytes.
		if (bytes.length > SERVER_LIMITS.smallMessageBytes && !this.#input.take(bytes.length)) {
			this.close(CLOSE_CODES.policy, 'too much input');
			return;
		}
		let parsed: ReturnType<typeof clientMessageSchema.safeParse>;
		try {
			parsed = clientMessageSchema.safeParse(JSON.parse(bytes.toString('utf8')));
		} catch {
			this.close(CLOSE_CODES.unsupported, 'text frame is not JSON');
			return;
		}
		if (!parsed.success) {
			const [issue] = parsed.error.issues;
			this.close(CLOSE_CODES.policy, `bad message: ${issue?.path.join('.')}: ${issue?.message}`);
			return;
		}
		this.#enqueue(() => this.#handle(parsed.data));
	}

	#takeFrame(bytes: Uint8Array): void {
		const frame = decodeFrame(bytes);
		const problem = typeof frame === 'string' ? unsupported(frame) : this.#problemOf(frame);
		if (problem !== undefined) this.close(problem.code, problem.reason);
		if (problem !== undefined || typeof frame === 'string') return;
		const text = decodeUtf8(frame.data);
		if (text === undefined) {
			this.close(CLOSE_CODES.unsupported, 'input is not UTF-8, or a frame ends within a character');
			return;
		}
		const { terminal, seq, data } = frame;
		this.#enqueue(() => {
			this.#apply(seq, { kind: 'input', terminal, data: text }, data.length);
		});
	}

	#problemOf({ kind, seq, data }: Frame): Problem | undefined {
		if (kind !== 'input') return unsupported(`a client does not send ${kind}`);
		if (seq === 0) return policy('input without a running number');
		if (data.length > SERVER_LIMITS.inputFrameBytes) return policy('input frame too large');
		if (!this.#input.take(data.length)) return policy('too much input');
		return undefined;
	}

	/** One message after the other; most are done at once, without leaving this turn of the event loop. */
	#enqueue(work: () => void | Promise<void>): void {
		this.#queue.push(work);
		if (!this.#busy) this.#drain();
	}

	#drain(): void {
		for (let work = this.#queue.shift(); work !== undefined; work = this.#queue.shift()) {
			try {
				const done = work();
				if (done === undefined) continue;
				this.#busy = true;
				done
					.catch((error: unknown) => this.#fail(error))
					.finally(() => {
						this.#busy = false;
						this.#drain();
					});
				return;
			} catch (error) {
				this.#fail(error);
			}
		}
	}

	#fail(error: unknown): void {
		if (error instanceof PoolRefusal) {
			this.#refuse(error.code, error.message);
			return;
		}
		if (error instanceof UserGone) {
			this.close(CLOSE_CODES.restart, 'signed in or out meanwhile');
			return;
		}
		log.error('connection', error);
		this.close(CLOSE_CODES.internal, 'internal error');
	}

	#refuse(code: RefusalCode, message: string, seq?: number): void {
		this.send({ type: 'refused', code, message, ...(seq !== undefined && { seq }) });
	}

	#handle(message: ClientMessage): void | Promise<void> {
		if (message.type === 'hello') return this.#hello(message);
		const live = this.#live;
		if (live === undefined) return this.close(CLOSE_CODES.policy, 'say hello first');
		if (live.examEndsAt !== undefined && !IN_EXAM.has(message.type)) {
			return this.#refuse(
				'not-in-exam',
				'an exam allows a terminal and nothing else',
				'seq' in message ? message.seq : undefined,
			);
		}
		switch (message.type) {
			case 'drawn':
				return this.#window.drawn(message.terminal, message.bytes);
			case 'paste':
				return this.#paste(message);
			case 'read-file':
				return this.#readFile(live, message);
			case 'rewind':
			case 'reset':
				return this.#branch(live, message);
			case 'grade':
				return this.#grade(live, message);
			case 'compare':
				return this.#compare(live, message);
			case 'hint':
				return this.#pool.hint(live, message.task, message.step);
			default:
				return this.#apply(message.seq, eventOf(message), 0);
		}
	}

	async #hello({ exercise, sandbox, fresh, client, seenMs }: Message<'hello'>): Promise<void> {
		if (this.#live !== undefined) return this.close(CLOSE_CODES.policy, 'hello twice');
		this.#greeted = true;
		this.client = client;
		const live = await this.#pool.attach(this, this.owner.userId, { exercise, sandbox, fresh, seenMs });
		if (this.#socket.readyState !== WebSocket.OPEN) {
			this.#pool.detach(this, live);
			return;
		}
		this.#live = live;
		if (live.examEndsAt !== undefined) {
			this.#examTimer = setTimeout(
				() => this.close(CLOSE_CODES.policy, EXAM_OVER),
				live.examEndsAt.getTime() - Date.now(),
			);
		}
	}

	/** Passes an event to the world, once; `bytes` count against what may be under way. */
	#apply(seq: number, event: OutsideEvent, bytes: number): void {
		const live = this.#live;
		if (live === undefined) {
			this.close(CLOSE_CODES.policy, 'say hello first');
			return;
		}
		if (!live.takes(this.client, seq)) return;
		this.#unacknowledged.set(seq, bytes);
		this.#unacknowledgedBytes += bytes;
		if (this.#unacknowledgedBytes > SERVER_LIMITS.inputWindowBytes) {
			this.close(CLOSE_CODES.policy, 'input faster than it is acknowledged');
			return;
		}
		const inExam = live.examEndsAt !== undefined && event.kind === 'open';
		this.#pool.apply(live, inExam ? candidates(event) : event, { client: this.client, seq });
	}

	#acknowledged(seq: number): void {
		for (const [sent, bytes] of this.#unacknowledged) {
			if (sent > seq) break;
			this.#unacknowledged.delete(sent);
			this.#unacknowledgedBytes -= bytes;
		}
	}

	#paste({ terminal, bytes }: Message<'paste'>): void {
		const limitBytes = SERVER_LIMITS.pasteBytes;
		this.send({ type: 'paste', terminal, accepted: bytes <= limitBytes, limitBytes });
	}

	async #readFile(live: LiveSandbox, { request, host, path }: Message<'read-file'>): Promise<void> {
		this.send({ type: 'file', request, content: await this.#pool.readFile(live, host, path) });
	}

	async #branch(live: LiveSandbox, message: Message<'rewind'> | Message<'reset'>): Promise<void> {
		if (!this.#branches.take()) return this.#refuse('too-fast', 'too many rewinds; wait a moment');
		if (message.type === 'reset') await this.#pool.reset(live);
		else await this.#pool.rewind(live, message.journalIndex);
	}

	async #grade(live: LiveSandbox, { request }: Message<'grade'>): Promise<void> {
		if (!this.#branches.take()) return this.#refuse('too-fast', 'graded a moment ago; wait a little');
		const tasks = await this.#pool.grade(live);
		this.send({ type: 'graded', request, tasks });
	}

	async #compare(live: LiveSandbox, { request, task }: Message<'compare'>): Promise<void> {
		if (!this.#branches.take()) return this.#refuse('too-fast', 'compared a moment ago; wait a little');
		this.send({ type: 'compared', request, comparisons: await this.#pool.compare(live, task) });
	}

	#redraw(terminal: string): void {
		const live = this.#live;
		if (live === undefined) return;
		this.#pool.redraw(live, this, terminal).catch((error: unknown) => log.error('redraw', error));
	}
}

interface Problem {
	readonly code: number;
	readonly reason: string;
}

const unsupported = (reason: string): Problem => ({ code: CLOSE_CODES.unsupported, reason });
const policy = (reason: string): Problem => ({ code: CLOSE_CODES.policy, reason });

/** The text; undefined when the bytes are none. */
function decodeUtf8(bytes: Uint8Array): string | undefined {
	try {
		return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
	} catch {
		return undefined;
	}
}

/** What one may do in an exam besides typing. */
const IN_EXAM: ReadonlySet<ClientMessage['type']> = new Set(['open', 'close', 'resize', 'paste', 'drawn']);

/** A terminal of an exam is the candidate's, at the first machine. */
function candidates({ terminal, columns, rows }: Extract<OutsideEvent, { kind: 'open' }>): OutsideEvent {
	return { kind: 'open', terminal, user: 'candidate', columns, rows };
}

type Applied = Message<'open' | 'close' | 'resize' | 'run-command' | 'write-file' | 'advance'>;

/** What the journal holds for a message. */
function eventOf(message: Applied): OutsideEvent {
	switch (message.type) {
		case 'open': {
			const { terminal, host, user, columns, rows } = message;
			const where = { ...(host !== undefined && { host }), ...(user !== undefined && { user }) };
			return { kind: 'open', terminal, ...where, columns, rows };
		}
		case 'close':
			return { kind: 'close', terminal: message.terminal };
		case 'resize':
			return { kind: 'resize', terminal: message.terminal, columns: message.columns, rows: message.rows };
		case 'run-command':
			// Ctrl-U first: what was half typed is not part of the command.
			return { kind: 'input', terminal: message.terminal, data: `\x15${message.command.replaceAll('\n', '\r')}\r` };
		case 'write-file': {
			const { host, path, content } = message;
			return { kind: 'file', ...(host !== undefined && { host }), path, content };
		}
		case 'advance':
			return { kind: 'advance-by', seconds: message.seconds };
	}
}
