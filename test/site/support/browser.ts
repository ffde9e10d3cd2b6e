import { WebSocket } from 'ws';
import { decodeFrame, encodeFrame } from '../../../app/_server/frames.ts';
import type { ClientMessage, ServerMessage } from '../../../app/_server/protocol.ts';

type MessageOf<T extends ServerMessage['type']> = Extract<ServerMessage, { type: T }>;

/** Cookies and requests of one visitor. */
export class Browser {
	readonly #cookies = new Map<string, string>();

	constructor(public origin: string) {}

	get cookie(): string {
		return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
	}

	async post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
		const response = await fetch(this.origin + path, {
			method: 'POST',
			headers: { 'content-type': 'application/json', origin: this.origin, cookie: this.cookie, ...headers },
			body: JSON.stringify(body),
		});
		this.#keep(response);
		return response;
	}

	async get(path: string, headers: Record<string, string> = {}): Promise<Response> {
		const response = await fetch(this.origin + path, { headers: { cookie: this.cookie, ...headers } });
		this.#keep(response);
		return response;
	}

	/** As another tab or a thief would have it. */
	copy(): Browser {
		const copy = new Browser(this.origin);
		for (const [name, value] of this.#cookies) copy.#cookies.set(name, value);
		return copy;
	}

	#keep(response: Response): void {
		for (const cookie of response.headers.getSetCookie()) {
			const [pair = ''] = cookie.split(';');
			const [name = '', ...value] = pair.split('=');
			if (/max-age=0/i.test(cookie)) this.#cookies.delete(name);
			else this.#cookies.set(name, value.join('='));
		}
	}

	async becomeGuest(): Promise<void> {
		const response = await this.post('/api/auth/sign-in/anonymous', {});
		if (!response.ok) throw new Error(`guest: ${response.status} ${await response.text()}`);
	}

	/** Opens a socket; rejects with the HTTP status when it is refused. */
	async connect(headers: Record<string, string> = {}): Promise<Socket> {
		const socket = new WebSocket(`${this.origin.replace('http', 'ws')}/ws`, {
			headers: { origin: this.origin, cookie: this.cookie, ...headers },
		});
		const page = new Socket(socket);
		await new Promise<void>((resolve, reject) => {
			socket.once('open', resolve);
			socket.once('unexpected-response', (_, response) => reject(new Error(String(response.statusCode))));
			socket.once('error', reject);
		});
		return page;
	}
}

/** One page's WebSocket: collects what comes, and waits for it. */
export class Socket {
	readonly messages: ServerMessage[] = [];
	readonly screens = new Map<string, string>();
	closed: { readonly code: number; readonly reason: string } | undefined;
	seq = 0;
	attempt = '';
	readonly #socket: WebSocket;
	#waiters: (() => void)[] = [];

	constructor(socket: WebSocket) {
		this.#socket = socket;
		socket.on('message', (data: Buffer, binary: boolean) => {
			if (binary) {
				const frame = decodeFrame(data);
				if (typeof frame === 'string') throw new Error(frame);
				const before = frame.kind === 'screen' ? '' : (this.screens.get(frame.terminal) ?? '');
				this.screens.set(frame.terminal, before + Buffer.from(frame.data).toString('utf8'));
			} else this.messages.push(JSON.parse(data.toString('utf8')) as ServerMessage);
			this.#wake();
		});
		socket.on('close', (code, reason) => {
			this.closed = { code, reason: reason.toString() };
			this.#wake();
		});
		socket.on('error', () => undefined);
	}

	send(message: ClientMessage): void {
		this.#socket.send(JSON.stringify(message));
	}

	raw(data: string | Uint8Array): void {
		this.#socket.send(data);
	}

	async hello(exercise = 'fake', more: { sandbox?: string; fresh?: boolean; client?: string; seenMs?: number } = {}) {
		this.send({ type: 'hello', exercise, client: 'client-one', ...more });
		const snapshot = await this.next('snapshot');
		this.attempt = snapshot.attempt;
		this.seq = Math.max(this.seq, snapshot.lastSeq);
		return snapshot;
	}

	open(terminal = 't1'): void {
		this.send({ type: 'open', seq: ++this.seq, terminal, columns: 80, rows: 24 });
	}

	/** Types, as a frame; returns its running number. */
	type(text: string, terminal = 't1'): number {
		const data = new TextEncoder().encode(text);
		this.#socket.send(encodeFrame({ kind: 'input', terminal, seq: ++this.seq, data }));
		return this.seq;
	}

	/** Waits until the terminal shows `text`. */
	shows(text: string, terminal = 't1'): Promise<string> {
		return this.until(
			() => {
				const screen = this.screens.get(terminal);
				return screen?.includes(text) ? screen : undefined;
			},
			`${terminal} to show ${JSON.stringify(text)}`,
		);
	}

	/** Takes the next message of a type out of what has come. */
	next<T extends ServerMessage['type']>(
		type: T,
		which: (message: MessageOf<T>) => boolean = () => true,
	): Promise<MessageOf<T>> {
		return this.until(() => {
			const index = this.messages.findIndex((message) => message.type === type && which(message as MessageOf<T>));
			return index === -1 ? undefined : (this.messages.splice(index, 1)[0] as MessageOf<T>);
		}, `a message "${type}"`);
	}

	ack(seq: number): Promise<unknown> {
		return this.next('ack', (message) => message.seq >= seq);
	}

	closing(withinMs?: number): Promise<{ readonly code: number; readonly reason: string }> {
		return this.until(() => this.closed, 'the close', true, withinMs);
	}

	close(): Promise<unknown> {
		this.#socket.close();
		return this.closing();
	}

	async until<T>(look: () => T | undefined, what: string, evenClosed = false, withinMs = 8_000): Promise<T> {
		const limit = performance.now() + withinMs;
		for (;;) {
			const found = look();
			if (found !== undefined) return found;
			if (this.closed !== undefined && !evenClosed) {
				throw new Error(`waiting for ${what}: closed ${this.closed.code} ${this.closed.reason}`);
			}
			if (performance.now() > limit) {
				throw new Error(
					`no ${what}; screens ${JSON.stringify([...this.screens])}, messages ${JSON.stringify(this.messages)}`,
				);
			}
			await new Promise<void>((resolve) => {
				const timer = setTimeout(resolve, 100);
				this.#waiters.push(() => {
					clearTimeout(timer);
					resolve();
				});
			});
		}
	}

	#wake(): void {
		for (const wake of this.#waiters.splice(0)) wake();
	}
}
