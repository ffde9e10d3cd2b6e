import { type Process, SystemError } from '../../../kernel/process-api.ts';
import { processDuplex } from '../../../kernel/serving/process-duplex.ts';
import type { TaskGroup } from '../../../kernel/serving/task-group.ts';
import { type ByteDuplex, ConnectionError } from '../../../machinery/http/byte-duplex.ts';
import { ByteReader } from '../../../machinery/http/byte-reader.ts';
import type { SshChannel } from '../../../machinery/ssh/ssh-channel.ts';
import { SshMux } from '../../../machinery/ssh/ssh-mux.ts';
import { type ChannelRequest, readFrame } from '../../../machinery/ssh/ssh-wire.ts';
import type { Task } from '../../../machinery/task.ts';
import type { ClientForwards } from './client-forwards.ts';
import { type ControlAnswer, type ControlRequest, controlOf, encodeControl } from './control-messages.ts';

const CLIENTS_MAX = 64;

/** Lets other clients use the connection: the socket of ControlPath. Models mux.c. */
export class ControlServer {
	readonly #process: Process;
	readonly #group: TaskGroup;
	readonly #mux: SshMux;
	readonly #forwards: ClientForwards;
	readonly #path: string;
	#listening: number | undefined;
	/** Clients whose sessions go on. */
	count = 0;
	onIdle: () => void = () => undefined;

	constructor(process: Process, group: TaskGroup, mux: SshMux, forwards: ClientForwards, path: string) {
		this.#process = process;
		this.#group = group;
		this.#mux = mux;
		this.#forwards = forwards;
		this.#path = path;
	}

	/** @returns what is said when it cannot. */
	listen(): string | undefined {
		const process = this.#process;
		try {
			this.#listening = process.listenLocal(this.#path, 64);
			process.chmod(this.#path, 0o600);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			if (error.errno === 'EADDRINUSE') {
				return `ControlSocket ${this.#path} already exists, disabling multiplexing\r\n`;
			}
			return `unix_listener: cannot bind to path ${this.#path}: ${error.errno === 'ENOENT' ? 'No such file or directory' : 'Permission denied'}\r\n`;
		}
		process.onEnd(() => this.#close());
		this.#group.add(this.#acceptAll(this.#listening));
		return undefined;
	}

	#close(): void {
		if (this.#listening === undefined) return;
		this.#listening = undefined;
		try {
			this.#process.unlink(this.#path);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
		}
	}

	*#acceptAll(listening: number): Task<void> {
		for (;;) {
			try {
				const { fd } = yield* this.#process.accept(listening);
				const near = processDuplex(this.#process, fd);
				if (this.count >= CLIENTS_MAX) near.close();
				else this.#group.add(this.#serve(near));
			} catch (error) {
				if (!(error instanceof SystemError)) throw error;
				return;
			}
		}
	}

	*#serve(near: ByteDuplex): Task<void> {
		const reader = new ByteReader(near);
		try {
			for (;;) {
				const frame = yield* readFrame(reader);
				if (frame === undefined) break;
				const request = controlOf<ControlRequest>(frame);
				const problem = yield* this.#obey(request);
				const answer: ControlAnswer = { pid: this.#process.pid, ...(problem === undefined ? {} : { problem }) };
				yield* near.write(encodeControl(answer));
				if (request.ask === 'exit') return this.#group.end(0);
				if (request.ask === 'session') return yield* this.#share(near, reader);
			}
		} catch (error) {
			if (!(error instanceof ConnectionError)) throw error;
		}
		near.close();
	}

	*#obey(request: ControlRequest): Task<string | undefined> {
		if (request.ask === 'stop') {
			const fd = this.#listening;
			this.#close();
			if (fd !== undefined) this.#process.close(fd);
		}
		if (request.ask === 'forward') return yield* this.#forwards.add(request.kind, request.forward);
		if (request.ask === 'cancel' && !(yield* this.#forwards.remove(request.kind, request.forward))) {
			return 'port not found';
		}
		return undefined;
	}

	/** What the client opens is opened on the connection. */
	*#share(near: ByteDuplex, reader: ByteReader): Task<void> {
		const theirs = new SshMux(near, reader, false, this.#mux.post);
		this.count++;
		theirs.onOpen = (channel, request) => this.#group.add(this.#relay(channel, request));
		theirs.onEnd = () => {
			this.count--;
			this.onIdle();
		};
		this.#group.add(theirs.writeAll());
		yield* theirs.readAll();
	}

	*#relay(channel: SshChannel, request: ChannelRequest): Task<void> {
		const far = this.#mux.open(request);
		// A command may have ended before anybody looks.
		far.onMessage = (message) => channel.tell(message);
		const refusal = yield* far.opened();
		if (refusal !== undefined) {
			channel.refuse(refusal);
			return;
		}
		channel.accept();
		channel.onMessage = (message) => far.tell(message);
		this.#group.add(pass(channel, far));
		yield* pass(far, channel);
		channel.close();
	}
}

/** One way, to the end of it. */
function* pass(from: SshChannel, to: SshChannel): Task<void> {
	try {
		for (let frame = yield* from.frame(); frame !== undefined; frame = yield* from.frame()) {
			yield* to.write(frame.payload, frame.type === 'error-data' ? 'error-data' : 'data');
		}
		if (from.isLost) to.close();
		else to.closeWrite();
	} catch (error) {
		if (!(error instanceof ConnectionError)) throw error;
	}
}
