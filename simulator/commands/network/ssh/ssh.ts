import { errorMessage } from '../../../kernel/error-message.ts';
import { type Process, SystemError } from '../../../kernel/process-api.ts';
import { ConnectionError } from '../../../machinery/http/byte-duplex.ts';
import { encodeFrame, encodeMessage, messageOf, type OpenSession, readFrame } from '../../../machinery/ssh/ssh-wire.ts';
import { anyOf, type Task, type Wait } from '../../../machinery/task.ts';
import { encodeUtf8 } from '../../../machinery/utf8.ts';
import { RAW_MODE } from '../../raw-mode.ts';
import { Exit, unixCommand } from '../../unix-command.ts';
import { connectSsh, type SshConnection } from './ssh-connection.ts';
import { carryClient, carryStdio, forwarded, Refused } from './ssh-forward.ts';
import { type LocalForward, type SshRequest, sshRequest } from './ssh-options.ts';

const VERSION = 'OpenSSH_9.6p1 Ubuntu-3ubuntu13.14, OpenSSL 3.0.13 30 Jan 2024\n';
const READ_BYTES = 32_768;

/** The OpenSSH client. Differs: no agent, no control sockets; of ports only local ones are forwarded (-L). */
export const ssh = unixCommand({
	name: 'ssh',
	paths: ['/usr/bin/ssh'],
	size: 846_888,
	*main({ process, args, say }) {
		const request = yield* sshRequest(process, args);
		if (request === undefined) {
			yield* say(VERSION);
			return 0;
		}
		if (request.dump !== undefined) {
			yield* process.write(1, encodeUtf8(request.dump));
			return 0;
		}
		return request.background ? yield* inBackground(process, request) : yield* connectAndRun(process, request);
	},
});

/** `-f`: a child asks what is to be asked and goes on by itself once it is logged in. */
function* inBackground(process: Process, request: SshRequest): Task<number> {
	const [told, telling] = process.pipe();
	const child = process.spawn({
		argv: process.argv,
		env: process.env,
		fds: new Map([0, 1, 2].map((each) => [each, each] as const).concat([[3, telling]])),
		program: (own) => goOn(own, request),
	});
	process.close(telling);
	// The child closes its end when it goes on; otherwise it ends, and so does the pipe.
	yield* process.read(told, 1);
	const ended = yield* process.wait(child, { nohang: true });
	return ended?.kind === 'exited' ? ended.status : 0;
}

function* goOn(process: Process, request: SshRequest): Task<number> {
	try {
		return yield* connectAndRun(process, request);
	} catch (error) {
		if (!(error instanceof Exit)) throw error;
		yield* process.write(2, encodeUtf8(error.message));
		return error.status;
	}
}

/** Away from the terminal; who waits at the pipe is told. */
function* leaveTerminal(process: Process): Task<void> {
	process.dup2(yield* process.open('/dev/null', { read: true }), 0);
	process.setsid();
	process.close(3);
}

function* connectAndRun(process: Process, request: SshRequest): Task<number> {
	const connection = yield* connectSsh(process, request);
	if (request.stdioForward !== undefined) return yield* forwardStdio(process, connection, request.stdioForward);
	yield* openForwards(process, request);
	if (request.background) yield* leaveTerminal(process);
	if (request.noCommand) {
		yield* waitForEnd(process, connection);
		return 255;
	}
	const wantsTerminal = request.terminal > 0 || (request.terminal === 0 && request.command === '');
	const tty = wantsTerminal && (process.isatty(0) || request.terminal > 1);
	if (wantsTerminal && !tty && !request.quiet) {
		yield* process.write(2, encodeUtf8('Pseudo-terminal will not be allocated because stdin is not a terminal.\r\n'));
	}
	return yield* new ClientSession(process, connection, request, tty).run();
}

function* forwardStdio(
	process: Process,
	connection: SshConnection,
	{ host, port }: { readonly host: string; readonly port: number },
): Task<number> {
	try {
		return yield* carryStdio(process, yield* forwarded(connection, host, port));
	} catch (error) {
		if (!(error instanceof Refused)) throw error;
		throw new Exit(255, `channel 0: open failed: ${error.message}\r\nstdio forwarding failed\r\n`);
	}
}

/** A child that listens for each port: a client of it gets a connection of its own. Models -L. */
function* openForwards(process: Process, request: SshRequest): Task<void> {
	for (const forward of request.forwards) {
		let fd: number;
		try {
			fd = process.listen(forward.address, forward.port);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			const reason = errorMessage(error.errno);
			yield* process.write(
				2,
				encodeUtf8(
					`bind [${forward.address}]:${forward.port}: ${reason}\r\nchannel_setup_fwd_listener_tcpip: cannot listen to port: ${forward.port}\r\nCould not request local forwarding.\r\n`,
				),
			);
			continue;
		}
		const standard = [0, 1, 2].map((each) => [each, each] as const);
		process.onSignal('CHLD', 'ignore');
		const fds = new Map([...standard, [3, fd] as const]);
		const child = process.spawn({
			argv: process.argv,
			env: process.env,
			fds,
			program: (listener) => serveForwards(listener, request, forward),
		});
		process.close(fd);
		process.onEnd(() => endChild(process, child));
	}
}

function endChild(process: Process, pid: number): void {
	try {
		process.kill(pid, 'TERM');
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
	}
}

function* serveForwards(process: Process, request: SshRequest, { host, hostPort }: LocalForward): Task<number> {
	process.onSignal('CHLD', 'ignore');
	for (;;) {
		const { fd } = yield* process.accept(3);
		const fds = new Map([0, 1, 2].map((each) => [each, each] as const).concat([[3, fd]]));
		process.spawn({
			argv: process.argv,
			env: process.env,
			fds,
			program: (child) => serveForwardedClient(child, request, host, hostPort),
		});
		process.close(fd);
	}
}

function* serveForwardedClient(process: Process, request: SshRequest, host: string, port: number): Task<number> {
	try {
		const connection = yield* connectSsh(process, request);
		yield* carryClient(process, 3, yield* forwarded(connection, host, port));
		return 0;
	} catch (error) {
		if (!(error instanceof Refused || error instanceof Exit || error instanceof ConnectionError)) throw error;
		const reason = error instanceof Refused ? `channel 2: open failed: ${error.message}\r\n` : error.message;
		yield* process.write(2, encodeUtf8(reason));
		return 1;
	}
}

/** Until the server goes, or a signal comes. */
function* waitForEnd(process: Process, { reader, duplex }: SshConnection): Task<void> {
	while (!reader.hasData()) yield* process.block(duplex.readable, () => reader.hasData());
}

/** One command or shell over a connection. Models clientloop.c. */
export class ClientSession {
	readonly #process: Process;
	readonly #connection: SshConnection;
	readonly #request: Pick<SshRequest, 'host' | 'command' | 'noInput' | 'quiet'>;
	readonly #tty: boolean;
	readonly #escapes = new EscapeKeys();
	#inputOpen: boolean;
	#reading: ReturnType<typeof readFrame> | undefined;
	#waiting: Wait | undefined;
	#status: number | undefined;

	constructor(
		process: Process,
		connection: SshConnection,
		request: Pick<SshRequest, 'host' | 'command' | 'noInput' | 'quiet'>,
		tty: boolean,
	) {
		this.#process = process;
		this.#connection = connection;
		this.#request = request;
		this.#tty = tty;
		this.#inputOpen = !request.noInput;
	}

	/** The status of what ran there; 255 when it is not known. */
	*run(): Task<number> {
		const process = this.#process;
		const raw = this.#tty && process.isatty(0);
		const mode = raw ? process.getTerminalMode(0) : undefined;
		yield* this.#connection.duplex.write(encodeMessage({ is: 'open', ...this.#openSession() }));
		if (mode !== undefined) {
			process.setTerminalMode(0, { ...mode, ...RAW_MODE });
			process.onSignal('WINCH', 'catch');
		}
		let closedBy = 'closed by remote host.';
		try {
			if (yield* this.#carry()) closedBy = 'closed.';
		} catch (error) {
			if (!(error instanceof ConnectionError)) throw error;
		} finally {
			if (mode !== undefined) process.setTerminalMode(0, mode);
			this.#connection.duplex.close();
		}
		if ((this.#tty || closedBy !== 'closed.') && !this.#request.quiet) {
			yield* process.write(2, encodeUtf8(`Connection to ${this.#request.host} ${closedBy}\r\n`));
		}
		return this.#status ?? 255;
	}

	#openSession(): OpenSession {
		const { env } = this.#process;
		const screen = this.#process.port<string>('screen');
		const terminal = this.#tty ? { terminal: { type: env.get('TERM') ?? 'dumb', ...this.#size() } } : {};
		return {
			...(this.#request.command === '' ? {} : { command: this.#request.command }),
			...terminal,
			env: [...env].filter(([name]) => name === 'LANG' || name.startsWith('LC_')),
			...(screen === undefined ? {} : { screen }),
		};
	}

	#size(): { columns: number; rows: number } {
		return this.#process.isatty(0) ? this.#process.terminalSize(0) : { columns: 80, rows: 24 };
	}

	/** True when the session ended by itself or by the user's escape, false when the connection broke. */
	*#carry(): Task<boolean> {
		const process = this.#process;
		const { reader, duplex } = this.#connection;
		for (;;) {
			if ((yield* this.#takeOutput()) === 'over') return this.#status !== undefined || this.#ended;
			if (yield* this.#sendInput()) return true;
			const waits = [this.#waiting ?? duplex.readable, ...(this.#inputOpen ? [process.whenReadable(0)] : [])];
			try {
				yield* process.block(anyOf(waits), () => reader.hasData() || (this.#inputOpen && process.readable(0)));
			} catch (error) {
				if (!(error instanceof SystemError) || error.errno !== 'EINTR') throw error;
				if (process.takeSignals().includes('WINCH'))
					yield* duplex.write(encodeMessage({ is: 'resize', ...this.#size() }));
			}
		}
	}

	/** The exit was told, with or without a status. */
	#ended = false;

	*#takeOutput(): Task<'over' | 'waiting'> {
		for (;;) {
			this.#reading ??= readFrame(this.#connection.reader);
			const step = this.#reading.next();
			if (!step.done) {
				this.#waiting = step.value;
				return 'waiting';
			}
			this.#reading = undefined;
			const frame = step.value;
			if (frame === undefined) return 'over';
			if (frame.type === 'data') yield* this.#process.write(1, frame.payload);
			else if (frame.type === 'error-data') yield* this.#process.write(2, frame.payload);
			else {
				const message = messageOf(frame);
				if (message.is !== 'exit') continue;
				this.#ended = true;
				this.#status = message.status;
				return 'over';
			}
		}
	}

	/** True when the user typed the escape that hangs up. */
	*#sendInput(): Task<boolean> {
		const process = this.#process;
		const { duplex } = this.#connection;
		while (this.#inputOpen && process.readable(0)) {
			const data = yield* process.read(0, READ_BYTES);
			if (data.length === 0) {
				this.#inputOpen = false;
				yield* duplex.write(encodeMessage({ is: 'end-of-input' }));
				return false;
			}
			const typed = this.#tty ? this.#escapes.filter(data) : { data, hangUp: false };
			if (typed.data.length > 0) yield* duplex.write(encodeFrame('data', typed.data));
			if (typed.hangUp) return true;
		}
		return false;
	}
}

const TILDE = 126;
const DOT = 46;

/** "~." at the start of a line hangs up, "~~" is a tilde. */
class EscapeKeys {
	#lineStart = true;
	#escape = false;

	filter(data: Uint8Array): { data: Uint8Array; hangUp: boolean } {
		const out: number[] = [];
		for (const byte of data) {
			if (this.#escape) {
				this.#escape = false;
				if (byte === DOT) return { data: Uint8Array.from(out), hangUp: true };
				out.push(TILDE);
				if (byte === TILDE) continue;
			} else if (byte === TILDE && this.#lineStart) {
				this.#escape = true;
				continue;
			}
			this.#lineStart = byte === 13 || byte === 10;
			out.push(byte);
		}
		return { data: Uint8Array.from(out), hangUp: false };
	}
}
