import type { MessagePort } from 'node:worker_threads';
import type { FromWorker } from '../worker-protocol.ts';
import { SandboxHost } from './sandbox-host.ts';
import type { WorldMaker } from './world-maker.ts';

/** Connects a host of worlds to the main thread. `workerData` is the watchdog's shared memory. */
export function startWorker(
	maker: WorldMaker,
	port: MessagePort | null,
	workerData: { readonly watch: SharedArrayBuffer },
): void {
	if (port === null) throw new Error('assertion failed: not in a worker thread');
	const outbox = new Outbox(port);
	const host = new SandboxHost(maker, new Int32Array(workerData.watch), outbox);
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
