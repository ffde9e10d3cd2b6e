import { type Process, SystemError } from '../../kernel/process-api.ts';
import { processDuplex } from '../../kernel/serving/process-duplex.ts';
import type { ByteDuplex } from '../../machinery/http/byte-duplex.ts';
import { ConnectionError } from '../../machinery/http/byte-duplex.ts';
import { Signal, startTask, type Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import type { KubeletParts } from '../parts.ts';
import type { ChannelSession } from './kubelet-server.ts';
import { OutputQueue } from './output-queue.ts';

interface Forward {
	readonly input: Uint8Array[];
	readonly changed: Signal;
	inputEnded: boolean;
	duplex: ByteDuplex | undefined;
}

/**
 * Connections to ports inside a Pod, from its own loopback. Channel 2i is the data of port i, 2i + 1 its errors.
 * Models containerd/internal/cri/server sandbox_portforward_linux.go.
 */
export function portForwardSession(parts: KubeletParts, sandboxId: string, ports: readonly number[]): ChannelSession {
	const { loop } = parts.context;
	const queue = new OutputQueue<{ channel: number; data: Uint8Array }>(loop.post);
	const running = parts.machine.start({
		argv: ['[port-forward]'],
		env: new Map(),
		cwd: '/',
		credentials: { uid: 0, gid: 0, groups: [0], capabilities: new Set() },
		network: parts.runtime.namespaceOf(sandboxId),
		stdin: 'null',
		onOutput: () => undefined,
		onExit: () => undefined,
		*program(process) {
			for (;;) yield* process.sleep(1_000_000_000);
		},
	});
	let open = ports.length;
	const forwards = ports.map((port, index): Forward => {
		const forward: Forward = { input: [], changed: new Signal(loop.post), inputEnded: false, duplex: undefined };
		const push = (channel: number, data: Uint8Array): void => queue.push({ channel, data }, data.length);
		startTask(
			serve(running.process, sandboxId, port, forward, (data) => push(2 * index, data)),
			(problem) => {
				if (problem !== undefined) push(2 * index + 1, encodeUtf8(problem));
				if (--open > 0) return;
				queue.end();
				running.signal('KILL');
			},
		);
		return forward;
	});
	return {
		send(channel, data) {
			const forward = forwards[channel >> 1];
			if (forward === undefined || channel % 2 === 1) return;
			forward.input.push(data);
			forward.changed.wakeAll();
		},
		closeChannel(channel) {
			const forward = forwards[channel >> 1];
			if (forward === undefined || channel % 2 === 1) return;
			forward.inputEnded = true;
			forward.changed.wakeAll();
		},
		receive: () => queue.next(),
		readable: queue.readable,
		close() {
			for (const forward of forwards) {
				forward.inputEnded = true;
				forward.duplex?.close();
				forward.changed.wakeAll();
			}
			running.signal('KILL');
			queue.end();
		},
	};
}

/** @returns what went wrong, for the error channel. */
function* serve(
	process: Process,
	sandboxId: string,
	port: number,
	forward: Forward,
	onData: (data: Uint8Array) => void,
): Task<string | undefined> {
	try {
		forward.duplex = processDuplex(process, yield* process.connect('127.0.0.1', port));
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		return `error forwarding port ${port} to pod ${sandboxId}, uid : failed to execute portforward in network namespace "/var/run/netns/cni-${sandboxId.slice(0, 12)}": failed to connect to localhost:${port} inside namespace "${sandboxId}", IPv4: dial tcp4 127.0.0.1:${port}: connect: connection refused IPv6 dial tcp6: address localhost: no suitable address `;
	}
	const { duplex } = forward;
	startTask(pump(forward, duplex), () => undefined);
	try {
		for (;;) {
			const data = yield* duplex.read();
			if (data.length === 0) return undefined;
			onData(data);
		}
	} catch (error) {
		if (error instanceof ConnectionError || error instanceof SystemError) return undefined;
		throw error;
	} finally {
		duplex.close();
	}
}

function* pump(forward: Forward, duplex: ByteDuplex): Task<void> {
	try {
		for (;;) {
			const data = forward.input.shift();
			if (data !== undefined) yield* duplex.write(data);
			else if (forward.inputEnded) {
				duplex.closeWrite();
				return;
			} else yield forward.changed;
		}
	} catch (error) {
		if (!(error instanceof ConnectionError) && !(error instanceof SystemError)) throw error;
	}
}
