import type { Process } from '../../kernel/process-api.ts';
import { SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';

/** What nc talks to, over TCP or UDP. */
export interface Connection {
	readonly fd: number;
	readonly readable: () => boolean;
	/** Nothing: the other side has ended. */
	readonly read: () => Task<Uint8Array>;
	readonly write: (data: Uint8Array) => Task<void>;
	/** Tells that no more is sent. */
	readonly finish: () => void;
}

export function connectedStream(process: Process, fd: number): Connection {
	return {
		fd,
		readable: () => process.readable(fd),
		read: () => readStream(process, fd),
		write: (data) => writeStream(process, fd, data),
		finish: () => process.shutdown(fd, 'write'),
	};
}

/** @param first what has come before it was known from whom. */
export function connectedUdp(
	process: Process,
	fd: number,
	address: string,
	port: number,
	first?: Uint8Array,
): Connection {
	const waiting = first === undefined ? [] : [first];
	return {
		fd,
		readable: () => waiting.length > 0 || process.readable(fd),
		read: () => readUdp(process, fd, waiting),
		write: (data) => sendUdp(process, fd, address, port, data),
		finish: () => {},
	};
}

/** A connection that breaks has ended. */
function* readStream(process: Process, fd: number): Task<Uint8Array> {
	try {
		return yield* process.read(fd, 8192);
	} catch (error) {
		if (!(error instanceof SystemError) || error.errno === 'EINTR') throw error;
		return new Uint8Array(0);
	}
}

/** What nobody reads any more is lost: SIGPIPE is ignored. */
function* writeStream(process: Process, fd: number, data: Uint8Array): Task<void> {
	try {
		yield* process.write(fd, data);
	} catch (error) {
		if (!(error instanceof SystemError) || error.errno === 'EINTR') throw error;
	}
}

function* readUdp(process: Process, fd: number, waiting: Uint8Array[]): Task<Uint8Array> {
	const first = waiting.shift();
	if (first !== undefined) return first;
	const datagram = yield* process.receiveFrom(fd, 0);
	return datagram?.data ?? new Uint8Array(0);
}

function* sendUdp(process: Process, fd: number, address: string, port: number, data: Uint8Array): Task<void> {
	yield* process.tick();
	process.sendTo(fd, address, port, data);
}
