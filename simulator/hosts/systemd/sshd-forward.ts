import { errorMessage } from '../../kernel/error-message.ts';
import { type Process, SystemError } from '../../kernel/process-api.ts';
import { resolveHost } from '../../kernel/resolve-host.ts';
import { processDuplex } from '../../kernel/serving/process-duplex.ts';
import type { TaskGroup } from '../../kernel/serving/task-group.ts';
import { carryBothWays } from '../../machinery/ssh/ssh-carry.ts';
import type { SshChannel } from '../../machinery/ssh/ssh-channel.ts';
import type { SshMux } from '../../machinery/ssh/ssh-mux.ts';
import type { ChannelRequest, SshMessage } from '../../machinery/ssh/ssh-wire.ts';
import type { Task } from '../../machinery/task.ts';
import type { Account } from '../sessions/accounts.ts';
import type { SessionRights } from './sshd-rights.ts';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
/** Listening sockets of one connection. */
const LISTENERS_MAX = 64;

type Forwarding = Exclude<ChannelRequest, { readonly kind: 'session' }>;

/** A client's forwarded ports, sockets and agent: what it may have, in both directions. Models serverloop.c, nchan.c. */
export class ServerForwards {
	readonly #process: Process;
	readonly #group: TaskGroup;
	readonly #mux: SshMux;
	readonly #account: Account;
	readonly #rights: SessionRights;
	/** Descriptors of what listens, by "address:port". */
	readonly #listeners = new Map<string, number>();
	#agentPath: string | undefined;
	readonly #paths: string[] = [];

	constructor(
		process: Process,
		group: TaskGroup,
		mux: SshMux,
		{ account, rights }: { readonly account: Account; readonly rights: SessionRights },
	) {
		this.#process = process;
		this.#group = group;
		this.#mux = mux;
		this.#account = account;
		this.#rights = rights;
	}

	/** Carries a client's bytes to somewhere that this host reaches, and back. */
	open(channel: SshChannel, request: Forwarding): void {
		const refuse = (): void => channel.refuse('administratively prohibited: open failed');
		if (request.kind === 'direct-tcpip') {
			if (!this.#rights.mayOpen(request.host, request.port)) {
				refuse();
				return;
			}
			this.#group.add(this.#connect(channel, () => this.#dial(request.host, request.port)));
		} else if (request.kind === 'direct-streamlocal') {
			if (!this.#rights.mayOpenLocal) {
				refuse();
				return;
			}
			this.#group.add(this.#connect(channel, () => this.#dialLocal(request.path)));
		} else refuse();
	}

	/** What the client asks of the connection itself; each is answered. */
	obey(message: SshMessage): void {
		if (message.is === 'listen') this.#mux.tell({ is: 'listening', ...this.#listen(message.address, message.port) });
		else if (message.is === 'listen-local') this.#mux.tell({ is: 'listening', ...this.#listenLocal(message.path) });
		else if (message.is === 'unlisten') {
			const address = this.#rights.listenAddress(message.address);
			const fd = this.#listeners.get(`${address}:${message.port}`);
			if (fd !== undefined) this.#process.close(fd);
			this.#listeners.delete(`${address}:${message.port}`);
			this.#mux.tell({ is: 'listening', ...(fd === undefined ? {} : { port: message.port }) });
		}
	}

	/** A socket behind which the client's agent is; undefined: it may not have one. */
	agentSocket(): string | undefined {
		const process = this.#process;
		if (!this.#rights.agent) return undefined;
		if (this.#agentPath !== undefined) return this.#agentPath;
		const letters = Array.from({ length: 10 }, () => LETTERS[process.randomUint32() % LETTERS.length]).join('');
		const folder = `/tmp/ssh-${letters}`;
		const path = `${folder}/agent.${process.pid}`;
		try {
			const fd = this.#asUser(() => {
				process.mkdir(folder, 0o700);
				const listening = process.listenLocal(path, 128);
				process.chmod(path, 0o600);
				return listening;
			});
			this.#paths.push(path);
			this.#group.add(this.#serve(fd, () => ({ kind: 'auth-agent' })));
			this.#agentPath = path;
			process.onEnd(() => this.#removeAgent(path, folder));
			return path;
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			return undefined;
		}
	}

	close(): void {
		for (const fd of this.#listeners.values()) this.#process.close(fd);
		this.#listeners.clear();
	}

	#removeAgent(path: string, folder: string): void {
		try {
			this.#process.unlink(path);
			this.#process.rmdir(folder);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
		}
	}

	/** What does not wait is done with the rights of who is logged in. */
	#asUser<T>(action: () => T): T {
		const before = this.#process.credentials;
		this.#process.setCredentials(this.#account.credentials);
		try {
			return action();
		} finally {
			this.#process.setCredentials(before);
		}
	}

	*#connect(channel: SshChannel, dial: () => Task<number | string>): Task<void> {
		const fd = yield* dial();
		if (typeof fd === 'string') {
			channel.refuse(fd);
			return;
		}
		channel.accept();
		yield* carryBothWays(this.#group, channel, processDuplex(this.#process, fd));
	}

	*#dial(host: string, port: number): Task<number | string> {
		const found = yield* resolveHost(this.#process, host);
		if (found.kind !== 'found') return 'connect failed: Name or service not known';
		try {
			return yield* this.#process.connect(found.addresses[0] as string, port);
		} catch (error) {
			return reasonOf(error);
		}
	}

	*#dialLocal(path: string): Task<number | string> {
		const process = this.#process;
		try {
			this.#asUser(() => process.stat(path));
			if (!this.#asUser(() => process.access(path, { write: true }))) return 'connect failed: open failed';
			return yield* process.connectLocal(path);
		} catch (error) {
			return reasonOf(error, 'open failed');
		}
	}

	#listen(asked: string, port: number): { readonly port?: number } {
		const process = this.#process;
		const address = this.#rights.listenAddress(asked);
		if (!this.#rights.mayListen(address, port) || this.#listeners.size >= LISTENERS_MAX) return {};
		try {
			const fd = this.#asUser(() => process.listen(address, port));
			const chosen = process.sockName(fd).port;
			this.#listeners.set(`${address}:${chosen}`, fd);
			this.#group.add(this.#serve(fd, (from) => ({ kind: 'forwarded-tcpip', address: asked, port: chosen, from })));
			return { port: chosen };
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			return {};
		}
	}

	#listenLocal(path: string): { readonly port?: number } {
		const process = this.#process;
		if (!this.#rights.mayListenLocal || this.#listeners.size >= LISTENERS_MAX) return {};
		try {
			const fd = this.#asUser(() => {
				if (this.#rights.unlinksLocal && process.access(path, {})) process.unlink(path);
				const listening = process.listenLocal(path, 64);
				process.chmod(path, 0o600);
				return listening;
			});
			this.#listeners.set(path, fd);
			this.#group.add(this.#serve(fd, () => ({ kind: 'forwarded-streamlocal', path })));
			return { port: 0 };
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			return {};
		}
	}

	/** Each who comes gets a channel to the client. */
	*#serve(fd: number, request: (from: { address: string; port: number }) => ChannelRequest): Task<void> {
		const process = this.#process;
		for (;;) {
			let accepted: { fd: number; address: string; port: number };
			try {
				accepted = yield* process.accept(fd);
			} catch (error) {
				if (!(error instanceof SystemError)) throw error;
				return;
			}
			const channel = this.#mux.open(request({ address: accepted.address, port: accepted.port }));
			this.#group.add(this.#carry(channel, accepted.fd));
		}
	}

	*#carry(channel: SshChannel, fd: number): Task<void> {
		const near = processDuplex(this.#process, fd);
		if ((yield* channel.opened()) !== undefined) near.close();
		else yield* carryBothWays(this.#group, channel, near);
	}
}

function reasonOf(error: unknown, otherwise?: string): string {
	if (!(error instanceof SystemError) || error.errno === 'EINTR') throw error;
	return `connect failed: ${otherwise ?? errorMessage(error.errno)}`;
}
