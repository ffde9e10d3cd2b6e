import { type Process, SystemError } from '../../../kernel/process-api.ts';
import {
	DnsFormatError,
	type DnsMessage,
	decodeDnsMessage,
	dnsQuery,
	encodeDnsMessage,
	type RecordType,
} from '../../../machinery/dns/dns-message.ts';
import { type DnsExchange, type Resolution, resolveName } from '../../../machinery/dns/resolver.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8 } from '../../../machinery/utf8.ts';
import { readWholeFile } from './read-file.ts';

/** A name's addresses as a program in this process finds them: its files, then its name servers over UDP. */
export function* lookupName(process: Process, name: string): Task<Resolution> {
	const files = {
		hosts: yield* readText(process, '/etc/hosts'),
		resolvConf: yield* readText(process, '/etc/resolv.conf'),
	};
	return yield* resolveName(name, files, udpExchange(process));
}

/** One question over UDP, from a socket of its own. */
export function udpExchange(process: Process): DnsExchange {
	return (server, name, type, timeoutMs) => exchange(process, server, name, type, timeoutMs);
}

function* exchange(
	process: Process,
	server: string,
	name: string,
	type: RecordType,
	timeoutMs: number,
): Task<DnsMessage | undefined> {
	const id = process.randomUint32() & 0xffff;
	const fd = process.udp();
	const deadlineMs = process.now() + timeoutMs;
	try {
		process.sendTo(fd, server, 53, encodeDnsMessage(dnsQuery(id, name, type)));
		for (;;) {
			const leftMs = deadlineMs - process.now();
			const datagram = leftMs <= 0 ? undefined : yield* process.receiveFrom(fd, leftMs);
			if (datagram === undefined) return undefined;
			const answer = decodeDnsMessage(datagram.data);
			if (answer.id === id && answer.response) return answer;
		}
	} catch (error) {
		if (error instanceof DnsFormatError) return undefined;
		if (error instanceof SystemError && error.errno !== 'EINTR') return undefined;
		throw error;
	} finally {
		process.close(fd);
	}
}

function* readText(process: Process, path: string): Task<string> {
	try {
		return decodeUtf8(yield* readWholeFile(process, path));
	} catch (error) {
		if (error instanceof SystemError) return '';
		throw error;
	}
}
