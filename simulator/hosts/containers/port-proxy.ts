import { ROOT_CREDENTIALS } from '../../kernel/capabilities.ts';
import type { Machine, RunningProcess } from '../../kernel/machine-api.ts';
import { type Process, SystemError } from '../../kernel/process-api.ts';
import { processDuplex } from '../../kernel/serving/process-duplex.ts';
import { TaskGroup } from '../../kernel/serving/task-group.ts';
import { type ByteDuplex, ConnectionError } from '../../machinery/http/byte-duplex.ts';
import type { Task } from '../../machinery/task.ts';

/** A port of the host that leads into a container. */
export interface PublishedPort {
	/** "0.0.0.0". */
	readonly hostAddress: string;
	readonly hostPort: number;
	readonly containerPort: number;
	readonly protocol: 'tcp' | 'udp';
}

/**
 * The process that answers a published port: every connection is one to the container. Models moby cmd/docker-proxy.
 * Differs: all that comes in is the host's to the container, as in life only what comes from the host itself.
 * Throws SystemError (EADDRINUSE, EACCES).
 */
export function startPortProxy(
	machine: Machine,
	argv: readonly string[],
	port: PublishedPort,
	to: string,
): RunningProcess {
	const listening = { fd: -1 };
	const running = machine.start({
		argv,
		env: new Map(),
		cwd: '/',
		credentials: ROOT_CREDENTIALS,
		stdin: 'null',
		onOutput: ignore,
		onExit: ignore,
		program: (process) => forward(process, listening, to, port),
	});
	const { process } = running;
	try {
		if (port.protocol === 'tcp') listening.fd = process.listen(port.hostAddress, port.hostPort);
		else {
			listening.fd = process.udp();
			process.bindUdp(listening.fd, port.hostAddress, port.hostPort);
		}
	} catch (error) {
		running.signal('KILL');
		throw error;
	}
	return running;
}

const ignore = (): void => undefined;

function* forward(process: Process, listening: { readonly fd: number }, to: string, port: PublishedPort): Task<number> {
	const { fd } = listening;
	const group = new TaskGroup();
	group.add(
		port.protocol === 'tcp' ? acceptAll(process, group, fd, to, port) : datagrams(process, group, fd, to, port),
	);
	return yield* group.run(process, () => undefined);
}

function* acceptAll(process: Process, group: TaskGroup, fd: number, to: string, port: PublishedPort): Task<void> {
	for (;;) {
		const { fd: client } = yield* process.accept(fd);
		group.add(connect(process, group, client, to, port.containerPort));
	}
}

function* connect(process: Process, group: TaskGroup, client: number, to: string, port: number): Task<void> {
	let server: number;
	try {
		server = yield* process.connect(to, port);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		process.close(client);
		return;
	}
	const ends = [processDuplex(process, client), processDuplex(process, server)] as const;
	const open = { count: 2 };
	group.add(copy(ends[0], ends[1], open, () => process.shutdown(server, 'reset')));
	group.add(copy(ends[1], ends[0], open, () => process.shutdown(client, 'reset')));
}

/** @param passOn tells the other end that this one was reset: what comes from the host itself has nobody between. */
function* copy(from: ByteDuplex, to: ByteDuplex, open: { count: number }, passOn: () => void): Task<void> {
	try {
		for (;;) {
			const data = yield* from.read();
			if (data.length === 0) break;
			yield* to.write(data);
		}
		to.closeWrite();
	} catch (error) {
		if (!(error instanceof ConnectionError)) throw error;
		passOn();
	} finally {
		open.count--;
		if (open.count === 0) {
			from.close();
			to.close();
		}
	}
}

/** How long an answer to a datagram is waited for. */
const ANSWER_MS = 5_000;

function* datagrams(process: Process, group: TaskGroup, fd: number, to: string, port: PublishedPort): Task<void> {
	for (;;) {
		const datagram = yield* process.receiveFrom(fd, Number.MAX_SAFE_INTEGER);
		if (datagram === undefined) continue;
		group.add(answer(process, fd, datagram, to, port.containerPort));
	}
}

function* answer(
	process: Process,
	fd: number,
	{ data, address, port: from }: { data: Uint8Array; address: string; port: number },
	to: string,
	port: number,
): Task<void> {
	const socket = process.udp();
	try {
		process.sendTo(socket, to, port, data);
		const reply = yield* process.receiveFrom(socket, ANSWER_MS);
		if (reply !== undefined) process.sendTo(fd, address, from, reply.data);
	} finally {
		process.close(socket);
	}
}
