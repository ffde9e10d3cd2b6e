import { type Process, SystemError } from '../../../kernel/process-api.ts';
import { processDuplex } from '../../../kernel/serving/process-duplex.ts';
import {
	DnsFormatError,
	type DnsMessage,
	decodeDnsMessage,
	encodeDnsMessage,
} from '../../../machinery/dns/dns-message.ts';
import { ConnectionError } from '../../../machinery/http/byte-duplex.ts';
import { ByteReader } from '../../../machinery/http/byte-reader.ts';
import type { Task } from '../../../machinery/task.ts';
import { concatBytes } from '../../runtime/container-log.ts';

interface Server {
	readonly address: string;
	readonly port: number;
}

type Outcome = { readonly reply: DnsMessage } | { readonly problem: string };

/** Passes a question on. What goes wrong is worded as Go's net package does. */
export function* forwardQuery(
	process: Process,
	server: Server,
	query: DnsMessage,
	protocol: 'udp' | 'tcp',
	timeoutMs: number,
): Task<Outcome> {
	return yield* protocol === 'udp'
		? overUdp(process, server, query, timeoutMs)
		: overTcp(process, server, query, timeoutMs);
}

function* overUdp(process: Process, server: Server, query: DnsMessage, timeoutMs: number): Task<Outcome> {
	const fd = process.udp();
	const deadlineMs = process.now() + timeoutMs;
	const id = process.randomUint32() & 0xffff;
	try {
		process.sendTo(fd, server.address, server.port, encodeDnsMessage({ ...query, id }));
		for (;;) {
			const leftMs = deadlineMs - process.now();
			const datagram = leftMs <= 0 ? undefined : yield* process.receiveFrom(fd, leftMs);
			if (datagram === undefined) return { problem: `${between(process, fd, server)}: i/o timeout` };
			const reply = decodeDnsMessage(datagram.data);
			if (reply.id === id && reply.response) return { reply: { ...reply, id: query.id } };
		}
	} catch (error) {
		if (error instanceof DnsFormatError) return { problem: error.message };
		if (!(error instanceof SystemError)) throw error;
		return { problem: `${between(process, fd, server)}: ${reason('read', error)}` };
	} finally {
		process.close(fd);
	}
}

function between(process: Process, fd: number, server: Server): string {
	const own = process.machine.interfaces().find(({ name }) => name !== 'lo')?.addresses[0] ?? '127.0.0.1';
	return `read udp ${own.replace(/\/.*/, '')}:${process.sockName(fd).port}->${server.address}:${server.port}`;
}

function* overTcp(process: Process, server: Server, query: DnsMessage, timeoutMs: number): Task<Outcome> {
	const { address, port } = server;
	let fd: number;
	try {
		fd = yield* process.connect(address, port, { timeoutMs });
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		return { problem: `dial tcp ${address}:${port}: ${reason('connect', error)}` };
	}
	const duplex = processDuplex(process, fd);
	try {
		const bytes = encodeDnsMessage(query);
		yield* duplex.write(concatBytes([new Uint8Array([bytes.length >> 8, bytes.length & 255]), bytes]));
		const reader = new ByteReader(duplex);
		const [high = 0, low = 0] = yield* reader.exactly(2);
		return { reply: decodeDnsMessage(yield* reader.exactly(high * 256 + low)) };
	} catch (error) {
		if (error instanceof DnsFormatError || error instanceof ConnectionError) return { problem: 'EOF' };
		throw error;
	} finally {
		duplex.close();
	}
}

function reason(call: string, error: SystemError): string {
	switch (error.errno) {
		case 'ETIMEDOUT':
			return 'i/o timeout';
		case 'EHOSTUNREACH':
			return `${call}: no route to host`;
		case 'ENETUNREACH':
			return `${call}: network is unreachable`;
		default:
			return `${call}: connection refused`;
	}
}
