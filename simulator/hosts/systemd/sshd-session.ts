import type { Process, WaitResult } from '../../kernel/process-api.ts';
import { TaskGroup } from '../../kernel/serving/task-group.ts';
import { OutputQueue } from '../../kubelet/server/output-queue.ts';
import { type ByteDuplex, ConnectionError } from '../../machinery/http/byte-duplex.ts';
import type { ByteReader } from '../../machinery/http/byte-reader.ts';
import { fitsPatterns } from '../../machinery/ssh/keyword-lines.ts';
import type { SshChannel } from '../../machinery/ssh/ssh-channel.ts';
import { postOf, SshMux } from '../../machinery/ssh/ssh-mux.ts';
import type { ChannelRequest, OpenSession } from '../../machinery/ssh/ssh-wire.ts';
import { Signal, type Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import type { Account } from '../sessions/accounts.ts';
import { lastLogin } from '../sessions/last-login.ts';
import type { RemoteSession, RemoteSessions } from '../sessions/remote-session.ts';
import { sftpServerProgram } from './sftp-server.ts';
import { ServerForwards } from './sshd-forward.ts';
import { log } from './sshd-log.ts';
import type { SessionRights } from './sshd-rights.ts';

/** Gives a world's screens the ports of their programs (editors), by the screen's name: `process.port('screens')`. */
export type ScreenPorts = (screen: string) => ReadonlyMap<string, unknown> | undefined;

/** Who is at the other end of a connection. */
export interface Peer {
	readonly address: string;
	readonly port: number;
}

export interface LoggedIn {
	readonly duplex: ByteDuplex;
	readonly reader: ByteReader;
	readonly peer: Peer;
	readonly account: Account;
	readonly rights: SessionRights;
}

/** What somebody who is logged in asks for on channels, until the connection is over. Models serverloop.c, session.c. */
export function* serveLoggedIn(process: Process, client: LoggedIn): Task<void> {
	const { account, peer } = client;
	yield* log(
		process,
		`pam_unix(sshd:session): session opened for user ${account.name}(uid=${account.credentials.uid}) by ${account.name}(uid=0)`,
	);
	process.setTitle(`sshd: ${account.name} [priv]`);
	const served = new ServedConnection(process, client);
	yield* served.run();
	yield* log(process, `Received disconnect from ${peer.address} port ${peer.port}:11: disconnected by user`);
	yield* log(process, `Disconnected from user ${account.name} ${peer.address} port ${peer.port}`);
	yield* log(process, `pam_unix(sshd:session): session closed for user ${account.name}`);
}

class ServedConnection {
	readonly #process: Process;
	readonly #client: LoggedIn;
	readonly #group = new TaskGroup();
	readonly #mux: SshMux;
	readonly #forwards: ServerForwards;
	readonly #sessions = new Map<SshChannel, RemoteSession>();

	constructor(process: Process, client: LoggedIn) {
		this.#process = process;
		this.#client = client;
		this.#mux = new SshMux(client.duplex, client.reader, false, postOf(process));
		this.#forwards = new ServerForwards(process, this.#group, this.#mux, client);
	}

	*run(): Task<void> {
		const mux = this.#mux;
		mux.onOpen = (channel, request) => this.#open(channel, request);
		mux.onMessage = (message) => this.#forwards.obey(message);
		mux.onEnd = () => this.#group.end(0);
		this.#group.add(mux.readAll());
		this.#group.add(mux.writeAll());
		yield* this.#group.run(this.#process, () => 255);
		for (const session of this.#sessions.values()) session.hangup();
		this.#forwards.close();
	}

	#open(channel: SshChannel, request: ChannelRequest): void {
		if (request.kind !== 'session') {
			this.#forwards.open(channel, request);
			return;
		}
		if (this.#sessions.size >= this.#client.rights.maxSessions) {
			channel.refuse('open failed');
			return;
		}
		this.#group.add(this.#serveSession(channel, request));
	}

	*#serveSession(channel: SshChannel, asked: OpenSession): Task<void> {
		const process = this.#process;
		const { rights, account, peer } = this.#client;
		const sessions = process.port<RemoteSessions>('remote-sessions');
		if (sessions === undefined) throw new Error('assertion failed: a host without sessions runs sshd');
		const open = this.#permitted(asked);
		if (open === undefined) {
			channel.refuse('subsystem request failed');
			return;
		}
		channel.accept();
		if (asked.terminal !== undefined && open.terminal === undefined) {
			yield* channel.write(encodeUtf8('PTY allocation request failed on channel 0\r\n'), 'error-data');
		}
		const greeting =
			open.terminal !== undefined && open.command === undefined ? yield* lastLogin(process, account, peer.address) : '';
		let result: WaitResult | undefined;
		const queue = new OutputQueue<readonly ['data' | 'error-data', Uint8Array]>(postOf(process));
		const internal = /^internal-sftp(?:\s|$)/.test(open.command ?? '');
		const running = sessions.start(account, {
			...open,
			env: [...open.env, ...this.#environment(asked, open)],
			greeting,
			...(rights.chroot === undefined ? {} : { chroot: rights.chroot }),
			...(internal ? { internal: sftpServerProgram } : {}),
			ports: open.screen === undefined ? undefined : process.port<ScreenPorts>('screens')?.(open.screen),
			onOutput: (stream, data) => queue.push([stream === 'stdout' ? 'data' : 'error-data', data], data.length),
			onExit: (how) => {
				result = how;
				queue.end();
			},
		});
		this.#sessions.set(channel, running);
		const tty = open.terminal === undefined ? 'notty' : (running.ttyName() ?? '/dev/pts/0').replace('/dev/', '');
		process.setTitle(`sshd: ${account.name}@${tty}`);
		channel.onMessage = (message) => {
			if (message.is === 'resize') running.resize(message.columns, message.rows);
		};
		this.#group.add(takeInput(process, channel, running));
		yield* sendOutput(channel, queue);
		channel.tell({ is: 'exit', ...exitOf(result) });
		this.#sessions.delete(channel);
		channel.close();
	}

	/** What is run instead of what was asked for; undefined: there is no such subsystem. */
	#permitted(asked: OpenSession): OpenSession | undefined {
		const { rights } = this.#client;
		const { terminal, command: wanted, subsystem, ...rest } = asked;
		const found = subsystem === undefined ? wanted : rights.subsystem(subsystem);
		if (subsystem !== undefined && found === undefined) return undefined;
		const command = rights.command ?? found;
		const env = asked.env.filter(([name]) => fitsPatterns(name, rights.acceptEnv));
		return {
			...rest,
			env,
			...(command === undefined ? {} : { command }),
			...(terminal === undefined || !rights.terminals ? {} : { terminal }),
		};
	}

	#environment(asked: OpenSession, open: OpenSession): [string, string][] {
		const process = this.#process;
		const { peer, rights } = this.#client;
		const own = process.sockName(3);
		const env: [string, string][] = [
			...rights.environment.map(([name, value]): [string, string] => [name, value]),
			['SSH_CLIENT', `${peer.address} ${peer.port} ${own.port}`],
			['SSH_CONNECTION', `${peer.address} ${peer.port} ${own.address} ${own.port}`],
		];
		if (open.terminal !== undefined) env.push(['SSH_TTY', '/dev/pts/0']);
		const original = asked.command ?? (asked.subsystem === undefined ? undefined : open.command);
		if (rights.command !== undefined && original !== undefined) env.push(['SSH_ORIGINAL_COMMAND', original]);
		const agent = asked.agent ? this.#forwards.agentSocket() : undefined;
		if (agent !== undefined) env.push(['SSH_AUTH_SOCK', agent]);
		return env;
	}
}

function* sendOutput(
	channel: SshChannel,
	queue: OutputQueue<readonly ['data' | 'error-data', Uint8Array]>,
): Task<void> {
	for (;;) {
		const item = queue.next();
		if (item === 'end') return;
		if (item === undefined) {
			yield queue.readable;
			continue;
		}
		try {
			yield* channel.write(item[1], item[0]);
		} catch (error) {
			if (!(error instanceof ConnectionError)) throw error;
		}
	}
}

/** What the client sends; a channel that it closes hangs up. */
function* takeInput(process: Process, channel: SshChannel, running: RemoteSession): Task<void> {
	const drained = new Signal(postOf(process));
	let full = false;
	for (let frame = yield* channel.frame(); frame !== undefined; frame = yield* channel.frame()) {
		full = !running.write(frame.payload);
		if (!full) continue;
		running.onDrain(() => {
			full = false;
			drained.wakeAll();
		});
		while (full) yield drained;
	}
	if (channel.isLost) running.hangup();
	else running.closeStdin();
}

function exitOf(result: WaitResult | undefined): { readonly status?: number; readonly signal?: string } {
	if (result?.kind === 'exited') return { status: result.status };
	return result?.kind === 'signaled' ? { signal: result.signal } : {};
}
