import { SystemError } from '../../../kernel/process-api.ts';
import { processDuplex } from '../../../kernel/serving/process-duplex.ts';
import { TaskGroup } from '../../../kernel/serving/task-group.ts';
import type { ByteDuplex } from '../../../machinery/http/byte-duplex.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8 } from '../../../machinery/utf8.ts';
import { CommandError, goErrno, isUserError, messageOf } from '../errors.ts';
import type { Kubectl } from '../kubectl.ts';
import type { RemoteSession } from '../remote/remote-session.ts';
import type { ForwardedPort } from './port-specs.ts';

const PROTOCOLS = ['v5.channel.k8s.io', 'v4.channel.k8s.io'];

interface Listener {
	readonly fd: number;
	readonly port: ForwardedPort;
}

/**
 * Listens, and carries every connection to the Pod until Ctrl-C. Models client-go/tools/portforward PortForwarder.
 * Differs: each connection has a session of its own, where the real one has streams of one SPDY connection.
 */
export function* forwardPorts(
	kubectl: Kubectl,
	path: string,
	addresses: readonly string[],
	ports: readonly ForwardedPort[],
): Task<void> {
	const { process } = kubectl;
	const hosts = parseAddresses(addresses);
	const first = yield* openSession(kubectl, path, []);
	const listeners: Listener[] = [];
	for (const port of ports) listeners.push(...(yield* listenOn(kubectl, hosts, port)));
	if (listeners.length === 0) {
		const list = ports.map(({ local, remote }) => `{${local} ${remote}}`).join(' ');
		throw new CommandError(`unable to listen on any of the requested ports: [${list}]`);
	}
	process.onSignal('INT', 'catch');
	const group = new TaskGroup();
	for (const listener of listeners) group.add(acceptAll(kubectl, path, listener, group));
	try {
		yield* group.run(process, (signal) => (signal === 'INT' ? 0 : undefined));
	} finally {
		first.close();
	}
}

function* openSession(kubectl: Kubectl, path: string, ports: readonly number[]): Task<RemoteSession> {
	try {
		return yield* kubectl.openSession(
			path,
			ports.map((port) => ['ports', String(port)] as const),
			PROTOCOLS,
		);
	} catch (error) {
		if (!isUserError(error)) throw error;
		throw new CommandError(`error upgrading connection: ${messageOf(error)}`);
	}
}

/** Differs: there is no IPv6 here, so "localhost" is 127.0.0.1 alone, as on a host without it. */
function parseAddresses(addresses: readonly string[]): string[] {
	if (addresses.length === 0) throw new CommandError('you must specify at least 1 address');
	const hosts = addresses.map((address) => {
		if (address === 'localhost') return '127.0.0.1';
		if (/^\d{1,3}(\.\d{1,3}){3}$/.test(address)) return address;
		throw new CommandError(`${address} is not a valid IP`);
	});
	return [...new Set(hosts)].sort();
}

function* listenOn(kubectl: Kubectl, hosts: readonly string[], port: ForwardedPort): Task<Listener[]> {
	const { process, io } = kubectl;
	const listeners: Listener[] = [];
	const failures: string[] = [];
	for (const host of hosts) {
		try {
			const fd = process.listen(host, port.local);
			const local = process.sockName(fd).port;
			yield* io.out(`Forwarding from ${host}:${local} -> ${port.remote}\n`);
			listeners.push({ fd, port: { local, remote: port.remote } });
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			const reason = `listen tcp4 ${host}:${port.local}: bind: ${goErrno(error)}`;
			failures.push(`unable to create listener: Error ${reason}`);
		}
	}
	if (failures.length > 0) {
		yield* io.err(
			`Unable to listen on port ${port.local}: Listeners failed to create with the following errors: [${failures.join(' ')}]\n`,
		);
	}
	return listeners;
}

function* acceptAll(kubectl: Kubectl, path: string, listener: Listener, group: TaskGroup): Task<void> {
	for (;;) {
		const { fd } = yield* kubectl.process.accept(listener.fd);
		group.add(carry(kubectl, path, listener.port, processDuplex(kubectl.process, fd), group));
	}
}

/** One connection, until the Pod's side closes it. */
function* carry(kubectl: Kubectl, path: string, port: ForwardedPort, local: ByteDuplex, group: TaskGroup): Task<void> {
	yield* kubectl.io.out(`Handling connection for ${port.local}\n`);
	const session = yield* openSession(kubectl, path, [port.remote]);
	group.add(sendAll(local, session));
	try {
		for (;;) {
			const message = session.receive();
			if (message === 'end') return;
			if (message === undefined) yield session.readable;
			else if (message.channel === 0) yield* local.write(message.data);
			else if (message.channel === 1 && message.data.length > 0) {
				const text = `an error occurred forwarding ${port.local} -> ${port.remote}: ${decodeUtf8(message.data)}`;
				yield* kubectl.logError('portforward.go:424', text);
				throw new CommandError('lost connection to pod');
			}
		}
	} finally {
		session.close();
		local.close();
	}
}

function* sendAll(local: ByteDuplex, session: RemoteSession): Task<void> {
	for (;;) {
		const data = yield* local.read();
		if (data.length === 0) {
			yield* session.closeChannel(0);
			return;
		}
		yield* session.send(0, data);
	}
}
