import type { Process } from '../../../kernel/process-api.ts';
import { TaskGroup } from '../../../kernel/serving/task-group.ts';
import { carryBothWays } from '../../../machinery/ssh/ssh-carry.ts';
import { postOf, SshMux } from '../../../machinery/ssh/ssh-mux.ts';
import { nothing, Signal, type Task } from '../../../machinery/task.ts';
import { encodeUtf8 } from '../../../machinery/utf8.ts';
import { Exit } from '../../unix-command.ts';
import { ClientForwards } from './client-forwards.ts';
import { ClientSession, type SessionEnd } from './client-session.ts';
import { ControlServer } from './control-server.ts';
import type { SshConnection } from './ssh-connection.ts';
import type { SshRequest } from './ssh-options.ts';
import { StreamPair } from './stream-pair.ts';

/** What is done on a connection: a session, forwarded ports, other clients' sessions. */
export class SshClient {
	readonly #process: Process;
	readonly #request: SshRequest;
	readonly #isShared: boolean;
	readonly group = new TaskGroup();
	readonly mux: SshMux;
	readonly #forwards: ClientForwards;
	readonly #idle: Signal;
	#control: ControlServer | undefined;
	#session: ClientSession | undefined;
	/** Told once it is set up and about to go on by itself. */
	onReady: () => Task<void> = () => nothing();

	/** @param isShared the connection is another client's, which stays. */
	constructor(process: Process, { duplex, reader }: SshConnection, request: SshRequest, isShared = false) {
		this.#process = process;
		this.#request = request;
		this.#isShared = isShared;
		this.mux = new SshMux(duplex, reader, true, postOf(process));
		this.#forwards = new ClientForwards(process, this.group, this.mux, request.forwarding);
		this.#idle = new Signal(this.mux.post);
	}

	/** The status of what ran there; 255 when it is not known. */
	*run(): Task<number> {
		const { mux, group } = this;
		mux.onMessage = (message) => this.#forwards.obey(message);
		mux.onOpen = (channel, request) => this.#forwards.take(channel, request);
		this.#forwards.onIdle = () => this.#idle.wakeAll();
		mux.onEnd = () => this.#idle.wakeAll();
		group.add(mux.readAll());
		group.add(mux.writeAll());
		group.add(this.#main());
		return yield* group.run(this.#process, (signal) => {
			if (signal === 'WINCH') this.#session?.resized();
			return signal === 'WINCH' ? undefined : 255;
		});
	}

	*#main(): Task<void> {
		const request = this.#request;
		try {
			if (request.stdioForward !== undefined) return this.group.end(yield* this.#carryStdio(request.stdioForward));
			if (!this.#isShared) {
				yield* this.#forwards.addAll(request.forwards);
				if (request.controlPath !== undefined && request.isMaster) yield* this.#openControl(request.controlPath);
			}
			yield* this.onReady();
			if (request.noCommand) {
				while (!this.mux.isOver) yield this.#idle;
				yield* this.#say(request.quiet ? '' : `Connection to ${request.host} closed by remote host.\r\n`);
				return this.group.end(255);
			}
			this.group.end(yield* this.#runSession());
		} catch (error) {
			if (!(error instanceof Exit)) throw error;
			yield* this.#say(error.message);
			this.group.end(error.status);
		}
	}

	*#openControl(path: string): Task<void> {
		this.#control = new ControlServer(this.#process, this.group, this.mux, this.#forwards, path);
		const problem = this.#control.listen();
		if (problem !== undefined) yield* this.#say(problem);
		this.#control.onIdle = () => this.#idle.wakeAll();
	}

	*#runSession(): Task<number> {
		const process = this.#process;
		const request = this.#request;
		const tty = wantsTerminal(process, request);
		const session = new ClientSession(process, this.mux, request, {
			tty,
			agent: request.forwarding.agent !== undefined,
		});
		this.#session = session;
		const number = this.#forwards.takeNumber();
		yield* this.#debug(`channel ${number}: new session [client-session] (inactive timeout: 0)`);
		yield* this.#debug('Requesting no-more-sessions@openssh.com');
		yield* this.#debug('Entering interactive session.');
		if (request.command !== '') yield* this.#debug(`Sending command: ${request.command}`);
		const end = yield* session.run(this.group);
		yield* this.#tellEnd(end, tty, number);
		if (end.status !== undefined) yield* this.#debug(`Exit status ${end.status}`);
		if (end.status === undefined && !end.byUser) return 255;
		yield* this.#linger();
		yield* this.mux.close();
		return end.status ?? 255;
	}

	*#tellEnd({ byUser, refusal }: SessionEnd, tty: boolean, number: number): Task<void> {
		const { host, quiet } = this.#request;
		if (refusal !== undefined && refusal !== '') {
			const text = refusal.startsWith('subsystem')
				? `subsystem request failed on channel ${number}`
				: `channel ${number}: ${refusal}`;
			yield* this.#say(`${text}\r\n`);
			return;
		}
		if (quiet || (!tty && byUser)) return;
		const whose = this.#isShared ? 'Shared connection' : 'Connection';
		yield* this.#say(`${whose} to ${host} ${byUser ? 'closed.' : 'closed by remote host.'}\r\n`);
	}

	/** Until forwarded connections and other clients have ended. */
	*#linger(): Task<void> {
		while (!this.mux.isOver && (this.#forwards.count > 0 || (this.#control?.count ?? 0) > 0)) yield this.#idle;
	}

	*#carryStdio({ host, port }: { readonly host: string; readonly port: number }): Task<number> {
		const channel = this.mux.open({ kind: 'direct-tcpip', host, port });
		const refusal = yield* channel.opened();
		if (refusal !== undefined) {
			throw new Exit(255, `channel 0: open failed: ${refusal}\r\nstdio forwarding failed\r\n`);
		}
		yield* carryBothWays(this.group, channel, new StreamPair(this.#process, 0, 1));
		yield* this.mux.close();
		return 0;
	}

	/** A line of -v. */
	*#debug(text: string): Task<void> {
		if (this.#request.verbosity > 0) yield* this.#say(`debug1: ${text}\r\n`);
	}

	*#say(text: string): Task<void> {
		if (text !== '') yield* this.#process.write(2, encodeUtf8(text));
	}
}

/** Whether the program over there gets a terminal: -t, or no command and somebody who sits at one here. */
export function wantsTerminal(process: Process, { terminal, command }: SshRequest): boolean {
	return (terminal > 0 || (terminal === 0 && command === '')) && (process.isatty(0) || terminal > 1);
}
