import type { Machine } from '../kernel/machine-api.ts';
import type { Process } from '../kernel/process-api.ts';
import { processDuplex } from '../kernel/serving/process-duplex.ts';
import type { ByteDuplex } from '../machinery/http/byte-duplex.ts';
import { ConnectionError } from '../machinery/http/byte-duplex.ts';
import type { Task } from '../machinery/task.ts';
import type { HostConnector } from './probes/http-get.ts';

/** Connections of the kubelet itself, from the node's own network: those of a process that only lends its sockets. */
export class HostNetwork implements HostConnector {
	readonly #machine: Machine;
	#process: Process | undefined;

	constructor(machine: Machine) {
		this.#machine = machine;
	}

	*connect(address: string, port: number): Task<ByteDuplex> {
		const process = this.#owner();
		return processDuplex(process, yield* process.connect(address, port));
	}

	// biome-ignore lint/correctness/noUnusedFunctionParameters: the interface has it
	*secure(duplex: ByteDuplex, serverName: string): Task<ByteDuplex> {
		throw new ConnectionError('tls: first record does not look like a TLS handshake');
	}

	#owner(): Process {
		this.#process ??= this.#machine.start({
			argv: ['[kubelet-prober]'],
			env: new Map(),
			cwd: '/',
			credentials: { uid: 0, gid: 0, groups: [0], capabilities: new Set() },
			stdin: 'null',
			onOutput: () => undefined,
			onExit: () => {
				this.#process = undefined;
			},
			*program(process) {
				for (;;) yield* process.sleep(1_000_000_000);
			},
		}).process;
		return this.#process;
	}
}
