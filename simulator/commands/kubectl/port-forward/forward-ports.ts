import { SystemError } from '../../../kernel/process-api.ts';
import { processDuplex } from '../../../kernel/serving/process-duplex.ts';
import { TaskGroup } from '../../../kernel/serving/task-group.ts';
import { type ByteDuplex, ConnectionError } from '../../../machinery/http/byte-duplex.ts';
import { concatBytes } from '../../../machinery/http/byte-reader.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8 } from '../../../machinery/utf8.ts';
import { CommandError, goErrno, isUserError, messageOf } from '../errors.ts';
import type { Kubectl } from '../kubectl.ts';
import type { ForwardedPort } from './port-specs.ts';
import { Tunnel } from './tunnel.ts';

interface Listener {
	readonly fd: number;
	readonly port: ForwardedPort;
}

/** Listens, and carries every connection to the Pod until Ctrl-C. Models client-go/tools/portforward PortForwarder. */
export function* forwardPorts(
	kubectl: Kubectl,
	path: string,
	addresses: readonly string[],
	ports: readonly ForwardedPort[],
): Task<void> {
	const { process } = kubectl;
	const hosts = parseAddresses(addresses);
	const tunnel = yield* openTunnel(kubectl, path);
	const listeners: Listener[] = [];
	for (const port of ports) listeners.push(...(yield* listenOn(kubectl, hosts, port)));
	if (listeners.length === 0) {
		const list = ports.map(({ local, remote }) => `{${local} ${remote}}`).join(' ');
		throw new CommandError(`unable to listen on any of the requested ports: [${list}]`);
	}
	process.onSignal('INT', 'catch');
	const group = new TaskGroup();
	group.add(untilLost(tunnel));
	const forwarder: Forwarder = { kubectl, tunnel, group, requests: 0 };
	for (const listener of listeners) group.add(acceptAll(forwarder, listener));
	try {
		yield* group.run(process, (signal) => (signal === 'INT' ? 0 : undefined));
		yield* tunnel.end();
	} finally {
		tunnel.close();
	}
}

/** What the connections share. */
interface Forwarder {
	readonly kubectl: Kubectl;
	readonly tunnel: Tunnel;
	readonly group: TaskGroup;
	requests: number;
}

function* openTunnel(kubectl: Kubectl, path: string): Task<Tunnel> {
	try {
		return new Tunnel(yield* kubectl.openStreams(path));
	} catch (error) {
		if (!isUserError(error)) throw error;
		throw new CommandError(`error upgrading connection: ${messageOf(error)}`);
	}
}

function* untilLost(tunnel: Tunnel): Task<void> {
	yield* tunnel.run();
	throw new CommandError('lost connection to pod');
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

function* acceptAll(forwarder: Forwarder, listener: Listener): Task<void> {
	const { process } = forwarder.kubectl;
	for (;;) {
		const { fd } = yield* process.accept(listener.fd);
		forwarder.group.add(carry(forwarder, listener.port, processDuplex(process, fd)));
	}
}

/** One connection, until the Pod's side ends it. Models PortForwarder handleConnection. */
function* carry(forwarder: Forwarder, port: ForwardedPort, local: ByteDuplex): Task<void> {
	const { kubectl, tunnel, group } = forwarder;
	yield* kubectl.io.out(`Handling connection for ${port.local}\n`);
	const request = String(forwarder.requests++);
	const headers = (type: string): Map<string, string> =>
		new Map([
			['streamtype', type],
			['port', String(port.remote)],
			['requestid', request],
		]);
	const errors = yield* tunnel.open(headers('error'), true);
	const data = yield* tunnel.open(headers('data'), false);
	group.add(sendAll(tunnel, local, data));
	yield* receiveAll(tunnel, local, data);
	yield* tunnel.reset(data);
	const message: Uint8Array[] = [];
	for (let piece = yield* tunnel.read(errors); piece.length > 0; piece = yield* tunnel.read(errors))
		message.push(piece);
	tunnel.forget(errors);
	local.close();
	if (message.length === 0) return;
	const text = decodeUtf8(concatBytes(message));
	yield* kubectl.logError(
		'portforward.go:424',
		`an error occurred forwarding ${port.local} -> ${port.remote}: ${text}`,
	);
	tunnel.close();
	throw new CommandError('lost connection to pod');
}

function* receiveAll(tunnel: Tunnel, local: ByteDuplex, stream: number): Task<void> {
	try {
		for (let data = yield* tunnel.read(stream); data.length > 0; data = yield* tunnel.read(stream)) {
			yield* local.write(data);
		}
	} catch (error) {
		// Nobody listens any more.
		if (!(error instanceof ConnectionError)) throw error;
	}
}

function* sendAll(tunnel: Tunnel, local: ByteDuplex, stream: number): Task<void> {
	for (;;) {
		const data = yield* local.read();
		yield* tunnel.send(stream, data, data.length === 0);
		if (data.length === 0) return;
	}
}
