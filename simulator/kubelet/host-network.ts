import type { Machine } from '../kernel/machine-api.ts';
import type { Process } from '../kernel/process-api.ts';
import { processDuplex } from '../kernel/serving/process-duplex.ts';
import type { ByteDuplex } from '../machinery/http/byte-duplex.ts';
import { ConnectionError } from '../machinery/http/byte-duplex.ts';
import type { Task } from '../machinery/task.ts';
import { clientHandshake } from '../machinery/tls/client-handshake.ts';
import { goAlert } from '../machinery/tls/record.ts';
import type { HostConnector } from './probes/http-get.ts';
import { sleepForever } from './runtime/sleep-forever.ts';

/** Connections of the kubelet itself, from the node's own network: those of a process that only lends its sockets. */
export class HostNetwork implements HostConnector {
	readonly #machine: Machine;
	#process: Process | undefined;

	constructor(machine: Machine) {
		this.#machine = machine;
	}

	/** From now on connections are those of this process, until it ends. */
	adopt(process: Process): void {
		this.#process = process;
		process.onEnd(() => {
			if (this.#process === process) this.#process = undefined;
		});
	}

	*connect(address: string, port: number): Task<ByteDuplex> {
		const process = this.#owner();
		return processDuplex(process, yield* process.connect(address, port));
	}

	vouchedStatus(address: string, port: number, secure: boolean, path: string): number | undefined {
		return this.#owner().vouchedStatus(address, port, secure, path);
	}

	*secure(duplex: ByteDuplex, serverName: string): Task<ByteDuplex> {
		const name = /^\d+(?:\.\d+){3}$/.test(serverName) ? '' : serverName;
		const result = yield* clientHandshake(duplex, { serverName: name, verify: () => undefined });
		switch (result.kind) {
			case 'open':
				return result.duplex;
			case 'not-tls':
				throw new ConnectionError('http: server gave HTTP response to HTTPS client');
			case 'closed':
				throw new ConnectionError('EOF');
			case 'alert':
				throw new ConnectionError(goAlert(result.code));
			case 'certificate':
				throw new ConnectionError(`tls: failed to verify certificate: ${result.reason}`);
		}
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
			program: sleepForever,
		}).process;
		return this.#process;
	}
}
