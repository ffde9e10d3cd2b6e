import type { Process } from '../../../kernel/process-api.ts';
import { processDuplex } from '../../../kernel/serving/process-duplex.ts';
import type { TaskGroup } from '../../../kernel/serving/task-group.ts';
import {
	DnsFormatError,
	type DnsMessage,
	decodeDnsMessage,
	encodeDnsMessage,
	recordTypeName,
} from '../../../machinery/dns/dns-message.ts';
import { ConnectionError } from '../../../machinery/http/byte-duplex.ts';
import { ByteReader } from '../../../machinery/http/byte-reader.ts';
import type { Task } from '../../../machinery/task.ts';
import { concatBytes } from '../../runtime/container-log.ts';

/** Longest answer over UDP without EDNS. */
const UDP_BYTES_MAX = 512;

/** Listens on a port for questions over UDP and TCP. Throws SystemError. @param log takes CoreDNS's line a question. */
export function serveDns(
	process: Process,
	group: TaskGroup,
	port: number,
	answer: (query: DnsMessage) => DnsMessage,
	log: (line: string) => Task<void>,
): void {
	const udp = process.udp();
	process.bindUdp(udp, '0.0.0.0', port);
	const tcp = process.listen('0.0.0.0', port);
	group.add(serveDatagrams(process, udp, answer, log));
	group.add(acceptStreams(process, group, tcp, answer, log));
}

function* serveDatagrams(
	process: Process,
	fd: number,
	answer: (query: DnsMessage) => DnsMessage,
	log: (line: string) => Task<void>,
): Task<void> {
	for (;;) {
		const datagram = yield* process.receiveFrom(fd, Number.POSITIVE_INFINITY);
		if (datagram === undefined) continue;
		const query = readQuery(datagram.data);
		if (query === undefined) continue;
		let reply = answer(query);
		let bytes = encodeDnsMessage(reply);
		if (bytes.length > UDP_BYTES_MAX) {
			reply = { ...reply, truncated: true, answers: [], authorities: [] };
			bytes = encodeDnsMessage(reply);
		}
		process.sendTo(fd, datagram.address, datagram.port, bytes);
		yield* log(
			logLine(`${datagram.address}:${datagram.port}`, 'udp', query, datagram.data.length, reply, bytes.length),
		);
	}
}

function* acceptStreams(
	process: Process,
	group: TaskGroup,
	listening: number,
	answer: (query: DnsMessage) => DnsMessage,
	log: (line: string) => Task<void>,
): Task<void> {
	for (;;) {
		const { fd, address, port } = yield* process.accept(listening);
		group.add(serveStream(process, fd, `${address}:${port}`, answer, log));
	}
}

/** Messages with their length in front. */
function* serveStream(
	process: Process,
	fd: number,
	peer: string,
	answer: (query: DnsMessage) => DnsMessage,
	log: (line: string) => Task<void>,
): Task<void> {
	const duplex = processDuplex(process, fd);
	try {
		const reader = new ByteReader(duplex);
		while ((yield* reader.peek()) !== undefined) {
			const [high = 0, low = 0] = yield* reader.exactly(2);
			const data = yield* reader.exactly(high * 256 + low);
			const query = readQuery(data);
			if (query === undefined) return;
			const reply = answer(query);
			const bytes = encodeDnsMessage(reply);
			yield* duplex.write(concatBytes([new Uint8Array([bytes.length >> 8, bytes.length & 255]), bytes]));
			yield* log(logLine(peer, 'tcp', query, data.length, reply, bytes.length));
		}
	} catch (error) {
		if (!(error instanceof ConnectionError)) throw error;
	} finally {
		duplex.close();
	}
}

function readQuery(data: Uint8Array): DnsMessage | undefined {
	try {
		const message = decodeDnsMessage(data);
		return message.response ? undefined : message;
	} catch (error) {
		if (error instanceof DnsFormatError) return undefined;
		throw error;
	}
}

/** Models the log plugin's common format. */
function logLine(
	peer: string,
	protocol: 'udp' | 'tcp',
	query: DnsMessage,
	queryBytes: number,
	reply: DnsMessage,
	replyBytes: number,
): string {
	const [question] = query.questions;
	const type = question === undefined ? '-' : (recordTypeName(question.type) ?? `TYPE${question.type}`);
	const size = protocol === 'udp' ? UDP_BYTES_MAX : 65_535;
	const flags = [
		'qr',
		...(reply.authoritative ? ['aa'] : []),
		...(reply.truncated ? ['tc'] : []),
		'rd',
		...(reply.authoritative ? [] : ['ra']),
	];
	const took = (60 + (query.id % 200)) * 1_000 + (query.id % 997);
	return `${peer} - ${query.id} "${type} IN ${question?.name ?? ''}. ${protocol} ${queryBytes} false ${size}" ${reply.code} ${flags.join(',')} ${replyBytes} 0.${String(took).padStart(9, '0')}s`;
}
