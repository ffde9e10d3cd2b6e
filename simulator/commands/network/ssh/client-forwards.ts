import { errorMessage } from '../../../kernel/error-message.ts';
import { type Process, SystemError } from '../../../kernel/process-api.ts';
import { resolveHost } from '../../../kernel/resolve-host.ts';
import { processDuplex } from '../../../kernel/serving/process-duplex.ts';
import type { TaskGroup } from '../../../kernel/serving/task-group.ts';
import { type ByteDuplex, ConnectionError } from '../../../machinery/http/byte-duplex.ts';
import { ByteReader } from '../../../machinery/http/byte-reader.ts';
import { carryBothWays } from '../../../machinery/ssh/ssh-carry.ts';
import type { SshChannel } from '../../../machinery/ssh/ssh-channel.ts';
import type { SshMux } from '../../../machinery/ssh/ssh-mux.ts';
import type { ChannelRequest, SshMessage } from '../../../machinery/ssh/ssh-wire.ts';
import { Signal, type Task } from '../../../machinery/task.ts';
import { encodeUtf8 } from '../../../machinery/utf8.ts';
import { Exit } from '../../unix-command.ts';
import { bindAddress, type Forward, type ForwardEnd, type ForwardKind } from './forward-specs.ts';
import { socksWish } from './socks.ts';

const LISTENERS_MAX = 128;

export interface ForwardOptions {
	readonly gateway: boolean;
	readonly exitOnFailure: boolean;
	/** StreamLocalBindUnlink. */
	readonly unlinks: boolean;
	/** Where the agent is that programs over there may ask. */
	readonly agent: string | undefined;
}

/** The client's side of forwarded ports: -L and -D listen here, -R there. Models channels.c, clientloop.c. */
export class ClientForwards {
	readonly #process: Process;
	readonly #group: TaskGroup;
	readonly #mux: SshMux;
	readonly #options: ForwardOptions;
	/** By what `-O cancel` calls them. */
	readonly #listeners = new Map<string, number>();
	readonly #remote: Forward[] = [];
	/** Answers of the server to what was asked of the connection, in order. */
	readonly #answers: (number | undefined)[] = [];
	readonly #answered: Signal;
	/** Numbers of channels, as messages show them. */
	readonly #numbers = new Set<number>();
	#open = 0;
	/** The last forwarded connection has ended. */
	onIdle: () => void = () => undefined;

	constructor(process: Process, group: TaskGroup, mux: SshMux, options: ForwardOptions) {
		this.#process = process;
		this.#group = group;
		this.#mux = mux;
		this.#options = options;
		this.#answered = new Signal(mux.post);
	}

	/** Forwarded connections that are open. */
	get count(): number {
		return this.#open;
	}

	/** The lowest number that no channel has. */
	takeNumber(): number {
		for (let number = 0; ; number++) {
			if (this.#numbers.has(number)) continue;
			this.#numbers.add(number);
			return number;
		}
	}

	obey(message: SshMessage): void {
		if (message.is !== 'listening') return;
		this.#answers.push(message.port);
		this.#answered.wakeAll();
	}

	/** @returns what went wrong. */
	*add(kind: ForwardKind, forward: Forward): Task<string | undefined> {
		return kind === 'remote' ? yield* this.#listenThere(forward) : this.#listenHere(forward);
	}

	/** `-O cancel`. @returns whether there was one. */
	*remove(kind: ForwardKind, { listen }: Forward): Task<boolean> {
		if (kind === 'remote' && 'port' in listen) {
			this.#mux.tell({ is: 'unlisten', address: listen.address, port: listen.port });
			return (yield* this.#answer()) !== undefined;
		}
		const name = this.#nameOf(listen);
		const fd = this.#listeners.get(name);
		if (fd === undefined) return false;
		this.#process.close(fd);
		this.#listeners.delete(name);
		return true;
	}

	/** What the server opens: somebody has come to a port of -R, or asks the agent. */
	take(channel: SshChannel, request: ChannelRequest): void {
		if (request.kind === 'auth-agent' && this.#options.agent !== undefined) {
			this.#group.add(this.#connect(channel, { path: this.#options.agent }));
			return;
		}
		const found = this.#remote.find(({ listen }) => {
			if (request.kind === 'forwarded-streamlocal') return 'path' in listen && listen.path === request.path;
			if (request.kind !== 'forwarded-tcpip') return false;
			return 'port' in listen && listen.port === request.port && listen.address === request.address;
		});
		if (found === undefined) channel.refuse('administratively prohibited: open failed');
		else if (found.to === 'socks') this.#group.add(this.#serveSocksThere(channel));
		else this.#group.add(this.#connect(channel, found.to));
	}

	#nameOf(listen: ForwardEnd): string {
		return 'path' in listen ? listen.path : `${bindAddress(listen.address, this.#options.gateway)}:${listen.port}`;
	}

	#listenHere({ listen, to }: Forward): string | undefined {
		const process = this.#process;
		if (this.#listeners.size >= LISTENERS_MAX) return 'channel_setup_fwd_listener: too many listeners\r\n';
		let fd: number;
		try {
			if ('path' in listen) {
				if (this.#options.unlinks && process.access(listen.path, {})) process.unlink(listen.path);
				fd = process.listenLocal(listen.path, 64);
				process.chmod(listen.path, 0o600);
				process.onEnd(() => removeSocket(process, listen.path));
			} else fd = process.listen(bindAddress(listen.address, this.#options.gateway), listen.port);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			const reason = errorMessage(error.errno);
			if ('path' in listen) {
				return `unix_listener: cannot bind to path ${listen.path}: ${reason}\r\nCould not request local forwarding.\r\n`;
			}
			const address = bindAddress(listen.address, this.#options.gateway);
			return `bind [${address}]:${listen.port}: ${reason}\r\nchannel_setup_fwd_listener_tcpip: cannot listen to port: ${listen.port}\r\nCould not request local forwarding.\r\n`;
		}
		this.#listeners.set(this.#nameOf(listen), fd);
		// One for each family of a name's addresses.
		this.takeNumber();
		if ('port' in listen && listen.address === '') this.takeNumber();
		this.#group.add(this.#serveHere(fd, to));
		return undefined;
	}

	*#listenThere(forward: Forward): Task<string | undefined> {
		const { listen, to } = forward;
		this.#mux.tell('path' in listen ? { is: 'listen-local', path: listen.path } : { is: 'listen', ...listen });
		const port = yield* this.#answer();
		if (port === undefined) {
			return 'path' in listen
				? `remote port forwarding failed for listen path ${listen.path}\r\n`
				: `remote port forwarding failed for listen port ${listen.port}\r\n`;
		}
		if ('path' in listen) this.#remote.push(forward);
		else {
			this.#remote.push({ ...forward, listen: { ...listen, port } });
			if (listen.port === 0) {
				const target = to === 'socks' ? 'socks' : 'path' in to ? to.path : `${to.address}:${to.port}`;
				yield* this.#say(`Allocated port ${port} for remote forward to ${target}\r\n`);
			}
		}
		return undefined;
	}

	*#answer(): Task<number | undefined> {
		while (this.#answers.length === 0 && !this.#mux.isOver) yield this.#answered;
		return this.#answers.shift();
	}

	*#serveHere(fd: number, to: ForwardEnd | 'socks'): Task<void> {
		const process = this.#process;
		for (;;) {
			let accepted: number;
			try {
				accepted = (yield* process.accept(fd)).fd;
			} catch (error) {
				if (!(error instanceof SystemError)) throw error;
				return;
			}
			this.#group.add(this.#carryClient(processDuplex(process, accepted), to));
		}
	}

	/** A client of a port here, to its end. */
	*#carryClient(near: ByteDuplex, to: ForwardEnd | 'socks'): Task<void> {
		const number = this.takeNumber();
		this.#open++;
		try {
			if (to === 'socks') yield* this.#serveSocks(near, number);
			else {
				const channel = this.#mux.open(requestFor(to));
				const refusal = yield* channel.opened();
				if (refusal === undefined) yield* carryBothWays(this.#group, channel, near);
				else yield* this.#refused(number, refusal);
			}
		} catch (error) {
			if (!(error instanceof ConnectionError)) throw error;
		}
		near.close();
		this.#numbers.delete(number);
		this.#open--;
		if (this.#open === 0) this.onIdle();
	}

	*#refused(number: number, reason: string): Task<void> {
		if (!this.#mux.isOver) yield* this.#say(`channel ${number}: open failed: ${reason}\r\n`);
	}

	*#serveSocks(near: ByteDuplex, number: number): Task<void> {
		const reader = new ByteReader(near);
		const wish = yield* socksWish(near, reader);
		if (wish === undefined) return;
		const channel = this.#mux.open({ kind: 'direct-tcpip', host: wish.host, port: wish.port });
		const refusal = yield* channel.opened();
		yield* near.write(wish.answer(refusal === undefined));
		if (refusal === undefined) yield* carryBothWays(this.#group, channel, near);
		else yield* this.#refused(number, refusal);
	}

	/** -R with a port alone: who comes there says where to, and is connected from here. */
	*#serveSocksThere(channel: SshChannel): Task<void> {
		channel.accept();
		try {
			const wish = yield* socksWish(channel, new ByteReader(channel));
			const fd = wish === undefined ? 'refused' : yield* this.#dial({ address: wish.host, port: wish.port });
			if (wish !== undefined) yield* channel.write(wish.answer(typeof fd === 'number'));
			if (typeof fd === 'number') {
				yield* carryBothWays(this.#group, channel, processDuplex(this.#process, fd));
				return;
			}
		} catch (error) {
			if (!(error instanceof ConnectionError)) throw error;
		}
		channel.close();
	}

	/** From the server to somewhere that is reached from here. */
	*#connect(channel: SshChannel, to: ForwardEnd): Task<void> {
		const fd = yield* this.#dial(to);
		if (typeof fd === 'string') {
			if ('port' in to) yield* this.#say(`connect_to ${to.address} port ${to.port}: failed.\r\n`);
			channel.refuse('connect failed: Connection refused');
			return;
		}
		channel.accept();
		yield* carryBothWays(this.#group, channel, processDuplex(this.#process, fd));
	}

	*#dial(to: ForwardEnd): Task<number | string> {
		const process = this.#process;
		try {
			if ('path' in to) return yield* process.connectLocal(to.path);
			const found = yield* resolveHost(process, to.address);
			if (found.kind !== 'found') return 'Name or service not known';
			return yield* process.connect(found.addresses[0] as string, to.port);
		} catch (error) {
			if (!(error instanceof SystemError) || error.errno === 'EINTR') throw error;
			return errorMessage(error.errno);
		}
	}

	/** Sets up all of them. Throws Exit with ExitOnForwardFailure. */
	*addAll(forwards: readonly (readonly [ForwardKind, Forward])[]): Task<void> {
		for (const [kind, forward] of forwards) {
			const problem = yield* this.add(kind, forward);
			if (problem === undefined) continue;
			const shown = kind === 'remote' ? (this.#options.exitOnFailure ? 'Error: ' : 'Warning: ') : '';
			if (this.#options.exitOnFailure) throw new Exit(255, shown + problem);
			yield* this.#say(shown + problem);
		}
	}

	*#say(text: string): Task<void> {
		yield* this.#process.write(2, encodeUtf8(text));
	}
}

function requestFor(to: ForwardEnd): ChannelRequest {
	return 'path' in to
		? { kind: 'direct-streamlocal', path: to.path }
		: { kind: 'direct-tcpip', host: to.address, port: to.port };
}

function removeSocket(process: Process, path: string): void {
	try {
		process.unlink(path);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
	}
}
