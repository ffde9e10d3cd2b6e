import { type Process, SystemError } from '../../../kernel/process-api.ts';
import type { Task } from '../../../machinery/task.ts';
import type { Address } from './address.ts';
import type { SocatLog } from './log.ts';
import { failure, portNumber } from './open-address.ts';
import type { Channel } from './transfer.ts';

export function isListening({ type }: Address): boolean {
	return type.endsWith('-LISTEN');
}

/** Waits for a client. With `fork` each has a child that serves it, and this does not return. Throws Exit. */
export function* acceptClient(
	process: Process,
	log: SocatLog,
	address: Address,
	serve: (process: Process, log: SocatLog, channel: Channel) => Task<number>,
): Task<Channel> {
	if (address.type === 'UDP-LISTEN') return yield* firstDatagram(process, log, address);
	const listener = yield* openListener(process, log, address);
	const { options } = address;
	for (;;) {
		const client = yield* process.accept(listener);
		const where = address.type === 'UNIX-LISTEN' ? 'AF=1 ""' : `AF=2 ${client.address}:${client.port}`;
		yield* log.notice(`accepting connection from ${where} on ${localName(process, address, client.fd)}`);
		const channel: Channel = { readFd: client.fd, writeFd: client.fd, kind: 'stream', options };
		if (!options.has('fork')) {
			process.close(listener);
			return channel;
		}
		const pid = process.spawn({
			argv: process.argv,
			env: process.env,
			fds: new Map([
				[0, 0],
				[1, 1],
				[2, 2],
				[client.fd, client.fd],
			]),
			program: (child) => serve(child, log.of(child), channel),
		});
		yield* log.notice(`forked off child process ${pid}`);
		process.close(client.fd);
		yield* reap(process);
	}
}

/** Takes away children that have ended. */
function* reap(process: Process): Task<void> {
	try {
		while ((yield* process.wait(-1, { nohang: true })) !== undefined) yield* process.tick();
	} catch (error) {
		if (!(error instanceof SystemError) || error.errno !== 'ECHILD') throw error;
	}
}

function localName(process: Process, { type, parameters }: Address, fd: number): string {
	if (type === 'UNIX-LISTEN') return `AF=1 "${parameters[0]}"`;
	const { address, port } = process.sockName(fd);
	return `AF=2 ${address}:${port}`;
}

function* openListener(process: Process, log: SocatLog, { type, parameters, options }: Address): Task<number> {
	const [where = ''] = parameters;
	if (type === 'UNIX-LISTEN') {
		try {
			if (options.has('unlink-early') && process.access(where, {})) process.unlink(where);
			const fd = process.listenLocal(where);
			const mode = options.get('mode');
			if (mode !== undefined) process.chmod(where, Number.parseInt(mode, 8));
			yield* log.notice(`listening on AF=1 "${where}"`);
			return fd;
		} catch (error) {
			throw failure(log, `bind(5, {AF=1 "${where}"}, ${where.length + 2})`, error);
		}
	}
	const port = yield* portNumber(process, log, undefined, where);
	const host = options.get('bind') ?? '0.0.0.0';
	try {
		const fd = process.listen(host, port);
		yield* log.notice(`listening on AF=2 ${host}:${port}`);
		return fd;
	} catch (error) {
		throw failure(log, `bind(5, {AF=2 ${host}:${port}}, 16)`, error);
	}
}

const FOREVER_MS = 3_600_000;

/** Who sends first is the partner. Differs: with `fork`, too, there is one at a time. */
function* firstDatagram(process: Process, log: SocatLog, { parameters, options }: Address): Task<Channel> {
	const port = yield* portNumber(process, log, undefined, parameters[0] ?? '');
	const fd = process.udp();
	const host = options.get('bind') ?? '0.0.0.0';
	try {
		process.bindUdp(fd, host, port);
	} catch (error) {
		throw failure(log, `bind(5, {AF=2 ${host}:${port}}, 16)`, error);
	}
	for (;;) {
		const first = yield* process.receiveFrom(fd, FOREVER_MS);
		if (first === undefined) continue;
		process.connectUdp(fd, first.address, first.port);
		return { readFd: fd, writeFd: fd, kind: 'datagram', early: first.data, options };
	}
}
