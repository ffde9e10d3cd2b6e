import { type Process, SystemError } from '../../../kernel/process-api.ts';
import { processDuplex } from '../../../kernel/serving/process-duplex.ts';
import type { TaskGroup } from '../../../kernel/serving/task-group.ts';
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

/** Longest answer over UDP without EDNS. */
const UDP_BYTES_MAX = 512;

export interface DnsPeer {
	readonly address: string;
	readonly port: number;
	readonly protocol: 'udp' | 'tcp';
}

/** Undefined: nothing is sent back. */
type Answer = (query: DnsMessage, peer: DnsPeer) => Task<DnsMessage | undefined>;

/** Listens on a port for questions over UDP and TCP. Throws SystemError. */
export function serveDns(process: Process, group: TaskGroup, port: number, answer: Answer, at = '0.0.0.0'): void {
	const udp = process.udp();
	process.bindUdp(udp, at, port);
	const tcp = process.listen(at, port);
	group.add(serveDatagrams(process, group, udp, answer));
	group.add(acceptStreams(process, group, tcp, answer));
}

function* serveDatagrams(process: Process, group: TaskGroup, fd: number, answer: Answer): Task<void> {
	for (;;) {
		const datagram = yield* nextDatagram(process, fd);
		const query = datagram === undefined ? undefined : readQuery(datagram.data);
		if (datagram === undefined || query === undefined) continue;
		// One that has to be passed on holds up no other.
		group.add(answerDatagram(process, fd, query, datagram, answer));
	}
}

/** Undefined: an answer has found nobody, which is not the server's affair. Throws SystemError. */
function* nextDatagram(
	process: Process,
	fd: number,
): Task<{ data: Uint8Array; address: string; port: number } | undefined> {
	try {
		return yield* process.receiveFrom(fd, Number.POSITIVE_INFINITY);
	} catch (error) {
		if (error instanceof SystemError && error.errno === 'ECONNREFUSED') return undefined;
		throw error;
	}
}

function* answerDatagram(
	process: Process,
	fd: number,
	query: DnsMessage,
	{ address, port }: { readonly address: string; readonly port: number },
	answer: Answer,
): Task<void> {
	const reply = yield* answer(query, { address, port, protocol: 'udp' });
	if (reply === undefined) return;
	let bytes = encodeDnsMessage(reply);
	if (bytes.length > Math.max(UDP_BYTES_MAX, query.edns?.udpBytes ?? 0)) {
		bytes = encodeDnsMessage({ ...reply, truncated: true, answers: [], authorities: [], additionals: [] });
	}
	process.sendTo(fd, address, port, bytes);
}

function* acceptStreams(process: Process, group: TaskGroup, listening: number, answer: Answer): Task<void> {
	for (;;) {
		const { fd, address, port } = yield* process.accept(listening);
		group.add(serveStream(process, fd, { address, port, protocol: 'tcp' }, answer));
	}
}

/** Messages with their length in front. */
function* serveStream(process: Process, fd: number, peer: DnsPeer, answer: Answer): Task<void> {
	const duplex = processDuplex(process, fd);
	try {
		const reader = new ByteReader(duplex);
		while ((yield* reader.peek()) !== undefined) {
			const [high = 0, low = 0] = yield* reader.exactly(2);
			const data = yield* reader.exactly(high * 256 + low);
			const query = readQuery(data);
			const reply = query === undefined ? undefined : yield* answer(query, peer);
			if (reply === undefined) return;
			const bytes = encodeDnsMessage(reply);
			yield* duplex.write(concatBytes([new Uint8Array([bytes.length >> 8, bytes.length & 255]), bytes]));
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
