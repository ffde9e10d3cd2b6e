import type { Process, WaitResult } from '../../kernel/process-api.ts';
import { OutputQueue } from '../../kubelet/server/output-queue.ts';
import type { ByteDuplex } from '../../machinery/http/byte-duplex.ts';
import type { ByteReader } from '../../machinery/http/byte-reader.ts';
import { encodeFrame, encodeMessage, messageOf, type OpenSession, readFrame } from '../../machinery/ssh/ssh-wire.ts';
import { anyOf, type Task, type Wait } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import type { Account } from '../sessions/accounts.ts';
import { lastLogin } from '../sessions/last-login.ts';
import type { RemoteSession, RemoteSessions } from '../sessions/remote-session.ts';

/** Gives a world's screens the ports of their programs (editors), by the screen's name: `process.port('screens')`. */
export type ScreenPorts = (screen: string) => ReadonlyMap<string, unknown> | undefined;

/** Who is at the other end of a connection. */
export interface Peer {
	readonly address: string;
	readonly port: number;
}

interface Client {
	readonly duplex: ByteDuplex;
	readonly reader: ByteReader;
	readonly peer: Peer;
	readonly account: Account;
	readonly open: OpenSession;
}

/** Runs what the client asked for and carries its streams until it has ended or the client has gone. */
export function* serveSession(process: Process, client: Client): Task<void> {
	const { account, open, peer } = client;
	const sessions = process.port<RemoteSessions>('remote-sessions');
	if (sessions === undefined) throw new Error('assertion failed: a host without sessions runs sshd');
	const greeting =
		open.terminal !== undefined && open.command === undefined ? yield* lastLogin(process, account, peer.address) : '';
	yield* log(
		process,
		`pam_unix(sshd:session): session opened for user ${account.name}(uid=${account.credentials.uid})`,
	);
	const queue = new OutputQueue<Uint8Array>((callback) => process.timer(process.now()).arm(callback));
	let result: WaitResult | undefined;
	const running = sessions.start(account, {
		...open,
		env: [...open.env, ...connectionEnvironment(process, client)],
		greeting,
		ports: open.screen === undefined ? undefined : process.port<ScreenPorts>('screens')?.(open.screen),
		onOutput: (stream, data) => queue.push(encodeFrame(stream === 'stdout' ? 'data' : 'error-data', data), data.length),
		onExit: (how) => {
			result = how;
			queue.end();
		},
	});
	process.setTitle(
		`sshd: ${account.name}@${open.terminal === undefined ? 'notty' : (running.ttyName() ?? '/dev/pts/0').replace('/dev/', '')}`,
	);
	const input = new ClientInput(client.reader, running);
	const hasNews = (): boolean => queue.bytes > 0 || result !== undefined || input.hasNews;
	const gone = yield* carry(process, client.duplex, queue, input, hasNews);
	if (gone) running.hangup();
	else yield* client.duplex.write(encodeMessage(exitMessage(result)));
	yield* log(process, `pam_unix(sshd:session): session closed for user ${account.name}`);
}

/** Whether the client left before the session had ended. */
function* carry(
	process: Process,
	duplex: ByteDuplex,
	queue: OutputQueue<Uint8Array>,
	input: ClientInput,
	hasNews: () => boolean,
): Task<boolean> {
	for (;;) {
		for (let frame = queue.next(); frame !== undefined; frame = queue.next()) {
			if (frame === 'end') return false;
			yield* duplex.write(frame);
		}
		if (!input.take()) return true;
		yield* process.block(anyOf([queue.readable, input.waiting ?? duplex.readable]), hasNews);
	}
}

/** What the client sends, taken as it comes, so that output need not wait for it. */
class ClientInput {
	readonly #reader: ByteReader;
	readonly #running: RemoteSession;
	#reading: ReturnType<typeof readFrame> | undefined;
	waiting: Wait | undefined;
	/** Input waits for the program to read what it has. */
	#full = false;

	constructor(reader: ByteReader, running: RemoteSession) {
		this.#reader = reader;
		this.#running = running;
	}

	/** Whether `take` would find something. */
	get hasNews(): boolean {
		return !this.#full && this.#reader.hasData();
	}

	/** False: the connection is over. */
	take(): boolean {
		for (;;) {
			if (this.#full) {
				this.waiting = { arm: (wake) => this.#whenDrained(wake) };
				return true;
			}
			this.#reading ??= readFrame(this.#reader);
			const step = this.#reading.next();
			if (!step.done) {
				this.waiting = step.value;
				return true;
			}
			this.#reading = undefined;
			const frame = step.value;
			if (frame === undefined) return false;
			if (frame.type === 'data') this.#full = !this.#running.write(frame.payload);
			else this.#obey(messageOf(frame));
		}
	}

	#obey(message: ReturnType<typeof messageOf>): void {
		if (message.is === 'resize') this.#running.resize(message.columns, message.rows);
		if (message.is === 'end-of-input') this.#running.closeStdin();
	}

	#whenDrained(wake: () => void): () => void {
		let wanted = true;
		this.#running.onDrain(() => {
			this.#full = false;
			if (wanted) wake();
		});
		return () => {
			wanted = false;
		};
	}
}

/** To the journal. */
export function* log(process: Process, text: string): Task<void> {
	yield* process.write(2, encodeUtf8(`${text}\n`));
}

function connectionEnvironment(process: Process, { peer, open }: Client): [string, string][] {
	const own = process.sockName(3);
	const env: [string, string][] = [
		['SSH_CLIENT', `${peer.address} ${peer.port} ${own.port}`],
		['SSH_CONNECTION', `${peer.address} ${peer.port} ${own.address} ${own.port}`],
	];
	if (open.terminal !== undefined) env.push(['SSH_TTY', '/dev/pts/0']);
	return env;
}

function exitMessage(result: WaitResult | undefined): { is: 'exit'; status?: number } {
	return result?.kind === 'exited' ? { is: 'exit', status: result.status } : { is: 'exit' };
}
