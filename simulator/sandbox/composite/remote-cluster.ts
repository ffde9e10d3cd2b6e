import type { Account } from '../../hosts/sessions/accounts.ts';
import { findAccount } from '../../hosts/sessions/accounts.ts';
import type { RemoteSession, RemoteSessionOptions, RemoteSessions } from '../../hosts/sessions/remote-session.ts';
import type { WaitResult } from '../../kernel/process-api.ts';
import type { SimulatedWorld } from '../world.ts';
import type { JournalInput, SessionRequest, WorldEvent } from '../world-api.ts';
import { type Courier, journaled } from './courier.ts';
import { RemoteConnections } from './remote-connections.ts';

/** A terminal of a cluster that somebody has opened by ssh from the first machine. */
export interface RemoteTerminal {
	readonly host: string;
	/** The screen that its user sits at; undefined for a command without one. */
	readonly screen: string | undefined;
}

/** One cluster behind the first machine: its world, and the ssh sessions and connections into it. */
export class RemoteCluster {
	readonly world: SimulatedWorld;
	/** Its clock is ahead of the first machine's by so much. */
	readonly offsetMs: number;
	readonly #post: Courier;
	readonly #terminals = new Map<string, RemoteTerminal>();
	readonly #outputs = new Map<string, Pick<RemoteSessionOptions, 'onOutput' | 'onExit'>>();
	/** To its machines' ports. */
	readonly connections: RemoteConnections;
	#opened = 0;

	constructor(world: SimulatedWorld, nowMs: number, post: Courier) {
		this.world = world;
		this.offsetMs = world.now() - nowMs;
		this.#post = post;
		this.connections = new RemoteConnections(post, (connection, signal) =>
			this.world.apply({ kind: 'traffic', connection, signal }),
		);
	}

	terminal(id: string): RemoteTerminal | undefined {
		return this.#terminals.get(id);
	}

	/** What its sshd on `host` starts sessions with. */
	sessions(host: string): RemoteSessions {
		return {
			account: (user) => findAccount(this.world.cluster.node(host).machine.root, user),
			start: (account, options) => this.#start(host, account, options),
		};
	}

	/** Something was printed or has ended; both reach the other end a moment later. */
	take(event: WorldEvent): void {
		if (event.kind === 'traffic') this.connections.take(event.connection, event.answer);
		if (event.kind !== 'output' && event.kind !== 'terminal-exit') return;
		const { terminal } = event;
		const output = this.#outputs.get(terminal);
		if (output === undefined) return;
		if (event.kind === 'output') {
			const { data, isError } = event;
			this.#post(() => output.onOutput(isError === true ? 'stderr' : 'stdout', data));
			return;
		}
		const result: WaitResult = { pid: 1, kind: 'exited', status: event.status };
		this.#outputs.delete(terminal);
		this.#post(() => {
			output.onExit(result);
			this.#close(terminal);
		});
	}

	#start(host: string, account: Account, options: RemoteSessionOptions): RemoteSession {
		const id = `ssh${++this.#opened}`;
		const { command, terminal, env, greeting, onOutput, onExit } = options;
		this.#terminals.set(id, { host, screen: options.screen });
		this.#outputs.set(id, { onOutput, onExit });
		const session: SessionRequest = {
			...(command === undefined ? {} : { command }),
			...(terminal === undefined ? {} : { terminalType: terminal.type }),
			...{ env, greeting },
		};
		const size = { columns: terminal?.columns ?? 80, rows: terminal?.rows ?? 24 };
		this.#post(() => this.#apply({ kind: 'open', terminal: id, host, user: account.name, ...size, session }));
		return this.#ends(id);
	}

	/** The near end of a session. */
	#ends(id: string): RemoteSession {
		let drained: (() => void) | undefined;
		return {
			// Nobody knows yet whether there was room: `onDrain` tells.
			write: (data) => {
				this.#post(() => {
					this.#apply({ kind: 'input', terminal: id, ...journaled(data) });
					const terminal = this.world.terminal(id);
					const told = (): void => this.#post(() => drained?.());
					if (terminal?.isFull === true) terminal.whenDrained = told;
					else told();
				});
				return false;
			},
			onDrain: (callback) => {
				drained = callback;
			},
			closeStdin: () => this.#post(() => this.#apply({ kind: 'end-of-input', terminal: id })),
			resize: (columns, rows) => this.#post(() => this.#apply({ kind: 'resize', terminal: id, columns, rows })),
			hangup: () => this.#post(() => this.#close(id)),
			ttyName: () => undefined,
		};
	}

	#close(id: string): void {
		this.#outputs.delete(id);
		this.#terminals.delete(id);
		this.#apply({ kind: 'close', terminal: id });
	}

	/** What comes for a terminal that has gone meanwhile is lost, as on a connection that has broken. */
	#apply(event: JournalInput): void {
		if (event.kind !== 'open' && 'terminal' in event && this.world.terminal(event.terminal) === undefined) return;
		this.world.apply(event);
	}
}
