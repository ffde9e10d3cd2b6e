import { platform, setPriority } from 'node:os';
import type { MessagePort } from 'node:worker_threads';
import { ownThread } from '../thread-time.ts';
import type { FromWorker, WorkerStart } from '../worker-protocol.ts';
import { SandboxHost } from './sandbox-host.ts';
import type { WorldMaker } from './world-maker.ts';

/** Connects a host of worlds to the main thread. */
export function startWorker(maker: WorldMaker, port: MessagePort | null, { watch, niceness }: WorkerStart): void {
	if (port === null) throw new Error('assertion failed: not in a worker thread');
	// Linux takes 0 for the calling thread; elsewhere it would be the whole server.
	if (niceness > 0 && platform() === 'linux') setPriority(0, niceness);
	const outbox = new Outbox(port);
	const watched = new Int32Array(watch);
	Atomics.store(watched, 1, ownThread());
	const host = new SandboxHost(maker, watched, outbox);
	port.on('message', (message: unknown) => host.take(message));
}

/** What is said in one turn of the thread's loop goes as one message: each costs more than what it carries. */
class Outbox {
	readonly #port: MessagePort;
	#messages: FromWorker[] = [];
	#transfer: ArrayBuffer[] = [];

	constructor(port: MessagePort) {
		this.#port = port;
	}

	post(message: FromWorker, transfer: readonly ArrayBuffer[] = []): void {
		if (this.#messages.length === 0) queueMicrotask(() => this.#send());
		this.#messages.push(message);
		this.#transfer.push(...transfer);
	}

	#send(): void {
		const messages = this.#messages;
		const transfer = this.#transfer;
		this.#messages = [];
		this.#transfer = [];
		this.#port.postMessage(messages, transfer);
	}
}
