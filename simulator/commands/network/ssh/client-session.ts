import type { Process } from '../../../kernel/process-api.ts';
import type { TaskGroup } from '../../../kernel/serving/task-group.ts';
import { ConnectionError } from '../../../machinery/http/byte-duplex.ts';
import type { SshChannel } from '../../../machinery/ssh/ssh-channel.ts';
import type { SshMux } from '../../../machinery/ssh/ssh-mux.ts';
import type { OpenSession } from '../../../machinery/ssh/ssh-wire.ts';
import { nothing, type Task } from '../../../machinery/task.ts';
import { encodeUtf8 } from '../../../machinery/utf8.ts';
import { RAW_MODE } from '../../raw-mode.ts';
import { type Escape, EscapeKeys, escapeHelp } from './ssh-escapes.ts';
import type { SshRequest } from './ssh-options.ts';

const READ_BYTES = 32_768;

/** How a session ended: what its program's status was, and whether the connection was still there. */
export interface SessionEnd {
	/** Undefined: it is not known. */
	readonly status: number | undefined;
	readonly byUser: boolean;
	readonly refusal?: string;
}

/** One command or shell over a connection: the near ends of its streams. Models clientloop.c. */
export class ClientSession {
	readonly #process: Process;
	readonly #mux: SshMux;
	readonly #request: SshRequest;
	readonly #tty: boolean;
	readonly #agent: boolean;
	readonly #escapes: EscapeKeys;
	#channel: SshChannel | undefined;
	#status: number | undefined;
	#exited = false;
	#hungUp = false;
	/** What escapes ask about. */
	onEscape: (wish: Escape) => Task<void> = () => nothing();

	constructor(process: Process, mux: SshMux, request: SshRequest, { tty, agent }: { tty: boolean; agent: boolean }) {
		this.#process = process;
		this.#mux = mux;
		this.#request = request;
		this.#tty = tty;
		this.#agent = agent;
		this.#escapes = new EscapeKeys(tty ? request.escapeLetter : undefined);
	}

	*run(group: TaskGroup): Task<SessionEnd> {
		const process = this.#process;
		const raw = this.#tty && process.isatty(0);
		const mode = raw ? process.getTerminalMode(0) : undefined;
		const channel = this.#mux.open({ kind: 'session', ...this.#openSession() });
		this.#channel = channel;
		channel.onMessage = (message) => {
			if (message.is !== 'exit') return;
			this.#exited = true;
			this.#status = message.status;
		};
		const refusal = yield* channel.opened();
		if (refusal !== undefined) return { status: undefined, byUser: false, refusal };
		if (mode !== undefined) {
			process.setTerminalMode(0, { ...mode, ...RAW_MODE });
			process.onSignal('WINCH', 'catch');
		}
		if (!this.#request.noInput) group.add(this.#sendInput(channel));
		yield* this.#takeOutput(channel);
		if (mode !== undefined) process.setTerminalMode(0, mode);
		return { status: this.#status, byUser: this.#exited || this.#hungUp };
	}

	/** The terminal has another size now. */
	resized(): void {
		this.#channel?.tell({ is: 'resize', ...this.#size() });
	}

	#openSession(): OpenSession {
		const { env } = this.#process;
		const { command, subsystem, sendEnv, setEnv } = this.#request;
		const screen = this.#process.port<string>('screen');
		const terminal = this.#tty ? { terminal: { type: env.get('TERM') ?? 'dumb', ...this.#size() } } : {};
		return {
			...(subsystem ? { subsystem: command } : command === '' ? {} : { command }),
			...terminal,
			...(this.#agent ? { agent: true } : {}),
			env: [...[...env].filter(([name]) => sendEnv(name)), ...setEnv],
			...(screen === undefined ? {} : { screen }),
		};
	}

	#size(): { columns: number; rows: number } {
		return this.#process.isatty(0) ? this.#process.terminalSize(0) : { columns: 80, rows: 24 };
	}

	*#takeOutput(channel: SshChannel): Task<void> {
		for (let frame = yield* channel.frame(); frame !== undefined; frame = yield* channel.frame()) {
			yield* this.#process.write(frame.type === 'error-data' ? 2 : 1, frame.payload);
		}
	}

	*#sendInput(channel: SshChannel): Task<void> {
		const process = this.#process;
		try {
			for (;;) {
				while (!process.readable(0)) yield process.whenReadable(0);
				if (channel.isLost) return;
				const data = yield* process.read(0, READ_BYTES);
				if (data.length === 0) break;
				for (const piece of this.#escapes.filter(data)) {
					if (typeof piece !== 'string') yield* channel.write(piece);
					else if (piece === 'hang-up') {
						this.#hungUp = true;
						channel.close();
						return;
					} else if (piece === 'help')
						yield* process.write(2, encodeUtf8(escapeHelp(this.#request.escapeLetter ?? '~')));
					else yield* this.onEscape(piece);
				}
			}
			channel.closeWrite();
		} catch (error) {
			if (!(error instanceof ConnectionError)) throw error;
		}
	}
}
