import type { RunningProcess } from '../../kernel/machine-api.ts';
import type { KubeletParts } from '../parts.ts';
import type { SandboxRecord } from '../runtime/container-record.ts';
import { sleepForever } from '../runtime/sleep-forever.ts';
import { ForwardedConnection } from './forwarded-connection.ts';
import type { PortForwarder } from './kubelet-server.ts';

/**
 * Connections to ports inside a Pod, from its own loopback.
 * Models containerd/internal/cri/server sandbox_portforward_linux.go.
 */
export function portForwarder(parts: KubeletParts, sandbox: SandboxRecord): PortForwarder {
	const running = parts.machine.start({
		argv: ['[port-forward]'],
		env: new Map(),
		cwd: '/',
		credentials: { uid: 0, gid: 0, groups: [0], capabilities: new Set() },
		network: parts.runtime.namespaceOf(sandbox.id),
		stdin: 'null',
		onOutput: () => undefined,
		onExit: () => undefined,
		program: sleepForever,
	});
	const connections = new Set<ForwardedConnection>();
	// Somebody on the node may kill it, or the node loses its power.
	running.process.onEnd(() => {
		for (const connection of connections) connection.processEnded();
	});
	return {
		open(port) {
			const connection = new ForwardedConnection(parts.context.loop, processIn(running, sandbox), port);
			connections.add(connection);
			connection.whenEnded(() => connections.delete(connection));
			return connection;
		},
		close() {
			for (const connection of connections) connection.close();
			running.signal('KILL');
		},
	};
}

export interface SandboxProcess {
	readonly running: RunningProcess;
	readonly sandboxId: string;
	/** Where its network is, as errors say; undefined when the Pod has ended. */
	readonly network: string | undefined;
}

function processIn(running: RunningProcess, sandbox: SandboxRecord): SandboxProcess {
	const { id, config, state } = sandbox;
	const network = config.hostNetwork ? 'host' : `/var/run/netns/cni-${id.slice(0, 12)}`;
	return { running, sandboxId: id, network: state === 'ready' && running.exited === undefined ? network : undefined };
}
