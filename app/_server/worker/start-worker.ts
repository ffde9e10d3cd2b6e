import type { MessagePort } from 'node:worker_threads';
import type { World, WorldOptions } from '../../../simulator/sandbox/world-api.ts';
import { SandboxHost } from './sandbox-host.ts';

/** Connects a host of worlds to the main thread. `workerData` is the watchdog's shared memory. */
export function startWorker(
	createWorld: (options: WorldOptions) => World,
	port: MessagePort | null,
	workerData: { readonly watch: SharedArrayBuffer },
): void {
	if (port === null) throw new Error('assertion failed: not in a worker thread');
	const host = new SandboxHost(createWorld, new Int32Array(workerData.watch), {
		post: (message, transfer) => port.postMessage(message, transfer === undefined ? [] : [...transfer]),
	});
	port.on('message', (message: unknown) => host.take(message));
}
