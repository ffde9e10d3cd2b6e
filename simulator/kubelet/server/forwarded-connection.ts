import { SystemError } from '../../kernel/process-api.ts';
import { ProcessEnded } from '../../kernel/processes/waits.ts';
import { processDuplex } from '../../kernel/serving/process-duplex.ts';
import type { EventLoop, Timer } from '../../machinery/event-loop.ts';
import { type ByteDuplex, ConnectionError } from '../../machinery/http/byte-duplex.ts';
import { Signal, startTask, type Task, type TaskHandle, type Wait } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import type { ChannelSession } from './kubelet-server.ts';
import { OutputQueue } from './output-queue.ts';
import type { SandboxProcess } from './port-forwarder.ts';

const DATA = 0;
const ERROR = 1;
/** What may wait on its way to either side. */
const WAITING_BYTES_MAX = 262_144;
/** When one direction has ended, the other may go on for so long: socat's default. */
const GRACE_MS = 500;

/** One connection to a port of a Pod: channel 0 is its data, 1 what went wrong. */
export class ForwardedConnection implements ChannelSession {
	readonly #loop: EventLoop;
	readonly #sandbox: SandboxProcess;
	readonly #port: number;
	readonly #output: OutputQueue<{ channel: number; data: Uint8Array }>;
	/** For the tasks: the client has said something, or taken something. */
	readonly #changed: Signal;
	readonly #input: Uint8Array[] = [];
	#inputBytes = 0;
	#inputEnded = false;
	#tasks: TaskHandle[] = [];
	#connection: { readonly duplex: ByteDuplex; readonly name: string } | undefined;
	/** What ended the first direction, and how long the other has. */
	#ending: { readonly problem: string | undefined; readonly timer: Timer } | undefined;
	#ended = false;
	#onEnded: (() => void) | undefined;

	constructor(loop: EventLoop, sandbox: SandboxProcess, port: number) {
		this.#loop = loop;
		this.#sandbox = sandbox;
		this.#port = port;
		this.#output = new OutputQueue(loop.post);
		this.#changed = new Signal(loop.post);
		if (sandbox.network === undefined) {
			this.#finish(`network namespace for sandbox ${JSON.stringify(sandbox.sandboxId)} is closed`);
			return;
		}
		this.#start(this.#connect(sandbox), (problem) => {
			if (problem !== undefined) this.#finish(problem);
		});
	}

	send(channel: number, data: Uint8Array): void {
		if (channel !== DATA || this.#ended) return;
		this.#input.push(data);
		this.#inputBytes += data.length;
		this.#changed.wakeAll();
	}

	closeChannel(channel: number): void {
		if (channel !== DATA) return;
		this.#inputEnded = true;
		this.#changed.wakeAll();
	}

	full(): boolean {
		return !this.#ended && this.#inputBytes >= WAITING_BYTES_MAX;
	}

	receive(): { channel: number; data: Uint8Array } | undefined | 'end' {
		const waiting = this.#output.bytes >= WAITING_BYTES_MAX;
		const piece = this.#output.next();
		if (waiting) this.#changed.wakeAll();
		return piece;
	}

	get readable(): Wait {
		return this.#output.readable;
	}

	close(): void {
		this.#finish(undefined);
	}

	/** The process whose sockets these are has ended, and they with it. */
	processEnded(): void {
		this.#finish(`network namespace for sandbox ${JSON.stringify(this.#sandbox.sandboxId)} is closed`);
	}

	/** At once when it has ended. */
	whenEnded(callback: () => void): void {
		if (this.#ended) callback();
		else this.#onEnded = callback;
	}

	#start(task: Task<string | undefined>, done: (problem: string | undefined) => void): void {
		this.#tasks.push(startTask(task, done));
	}

	/** Each task gives what went wrong. */
	*#connect({ running, sandboxId, network }: SandboxProcess): Task<string | undefined> {
		const { process } = running;
		const port = this.#port;
		const inside = `failed to execute portforward in network namespace ${JSON.stringify(network)}: `;
		try {
			const fd = yield* process.connect('127.0.0.1', port);
			const local = process.sockName(fd);
			this.#connection = {
				duplex: processDuplex(process, fd),
				name: `tcp4 127.0.0.1:${local.port}->127.0.0.1:${port}`,
			};
		} catch (error) {
			if (!(error instanceof SystemError) && !(error instanceof ProcessEnded)) throw error;
			return `${inside}failed to connect to localhost:${port} inside namespace "${sandboxId}", IPv4: dial tcp4 127.0.0.1:${port}: connect: connection refused IPv6 dial tcp6: address localhost: no suitable address `;
		}
		const { duplex, name } = this.#connection;
		const ended = (problem: string | undefined): void => {
			this.#directionEnded(problem === undefined ? undefined : `${inside}${problem}`);
		};
		this.#start(this.#download(duplex, `writeto ${name}: read ${name}`), ended);
		this.#start(this.#upload(duplex, `readfrom ${name}: write ${name}`), ended);
		return undefined;
	}

	*#download(duplex: ByteDuplex, name: string): Task<string | undefined> {
		try {
			for (;;) {
				while (this.#output.bytes >= WAITING_BYTES_MAX) yield this.#changed;
				const data = yield* duplex.read();
				if (data.length === 0) return undefined;
				this.#output.push({ channel: DATA, data }, data.length);
			}
		} catch (error) {
			return problemOf(error, name);
		}
	}

	*#upload(duplex: ByteDuplex, name: string): Task<string | undefined> {
		try {
			for (;;) {
				const data = this.#input.shift();
				if (data !== undefined) {
					yield* duplex.write(data);
					this.#inputBytes -= data.length;
					this.#output.wake();
				} else if (this.#inputEnded) return undefined;
				else yield this.#changed;
			}
		} catch (error) {
			return problemOf(error, name);
		}
	}

	#directionEnded(problem: string | undefined): void {
		if (this.#ending !== undefined) this.#finish(this.#ending.problem ?? problem);
		else this.#ending = { problem, timer: this.#loop.after(GRACE_MS, () => this.#finish(problem)) };
	}

	#finish(problem: string | undefined): void {
		if (this.#ended) return;
		this.#ended = true;
		this.#ending?.timer.cancel();
		for (const task of this.#tasks) task.cancel();
		if (this.#sandbox.running.exited === undefined) this.#connection?.duplex.close();
		if (problem !== undefined) {
			const data = encodeUtf8(
				`error forwarding port ${this.#port} to pod ${this.#sandbox.sandboxId}, uid : ${problem}`,
			);
			this.#output.push({ channel: ERROR, data }, data.length);
		}
		this.#output.end();
		this.#onEnded?.();
	}
}

function problemOf(error: unknown, name: string): string {
	if (error instanceof ConnectionError) return `${name}: ${error.message}`;
	// The process has been ended.
	if (error instanceof SystemError || error instanceof ProcessEnded) return `${name}: use of closed network connection`;
	throw error;
}
