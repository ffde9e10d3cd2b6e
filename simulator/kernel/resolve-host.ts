import type { DnsExtensions, DnsMessage, RecordType } from '../machinery/dns/dns-message.ts';
import { DnsFormatError, decodeDnsMessage, dnsQuery, encodeDnsMessage } from '../machinery/dns/dns-message.ts';
import type { DnsExchange, Resolution } from '../machinery/dns/resolver.ts';
import { resolveName } from '../machinery/dns/resolver.ts';
import { concatBytes } from '../machinery/http/byte-reader.ts';
import type { Task } from '../machinery/task.ts';
import { decodeUtf8 } from '../machinery/utf8.ts';
import type { Process } from './process-api.ts';
import { SystemError } from './process-api.ts';

/** What became of a question: an answer, or why there is none. */
export type DnsReply =
	| { readonly kind: 'answer'; readonly message: DnsMessage; readonly bytes: number }
	| { readonly kind: 'timeout' }
	| { readonly kind: 'refused' }
	| { readonly kind: 'unreachable' };

export interface AskedQuestion {
	readonly name: string;
	readonly type: RecordType;
	readonly port?: number;
	/** False: the server shall ask nobody else. */
	readonly recursionDesired?: boolean;
	readonly edns?: DnsExtensions;
	readonly overTcp?: true;
}

function queryOf(id: number, { name, type, recursionDesired = true, edns }: AskedQuestion): Uint8Array {
	return encodeDnsMessage({ ...dnsQuery(id, name, type), recursionDesired, ...(edns !== undefined && { edns }) });
}

/** Differs: a server that takes the connection and says nothing is waited for without end. */
function* askOverTcp(process: Process, server: string, question: AskedQuestion, timeoutMs: number): Task<DnsReply> {
	const id = process.randomUint32() & 0xffff;
	let fd: number;
	try {
		fd = yield* process.connect(server, question.port ?? 53, { timeoutMs });
	} catch (error) {
		if (!(error instanceof SystemError) || error.errno === 'EINTR') throw error;
		if (error.errno === 'ETIMEDOUT') return { kind: 'timeout' };
		return { kind: error.errno === 'ECONNREFUSED' ? 'refused' : 'unreachable' };
	}
	try {
		const query = queryOf(id, question);
		yield* process.write(fd, Uint8Array.from([query.length >> 8, query.length & 255, ...query]));
		const received: number[] = [];
		for (;;) {
			const piece = yield* process.read(fd, 65_536);
			if (piece.length === 0) return { kind: 'unreachable' };
			for (const byte of piece) received.push(byte);
			const length = (received[0] as number) * 256 + (received[1] ?? 0);
			if (received.length < 2 || received.length < length + 2) continue;
			const message = decoded(Uint8Array.from(received.slice(2, length + 2)));
			return message === undefined ? { kind: 'unreachable' } : { kind: 'answer', message, bytes: length };
		}
	} catch (error) {
		if (!(error instanceof SystemError) || error.errno === 'EINTR') throw error;
		return { kind: 'unreachable' };
	} finally {
		process.close(fd);
	}
}

/** Asks one server one question in the process's own network, over UDP when nothing else is said. */
export function* askServer(
	process: Process,
	server: string,
	question: AskedQuestion,
	timeoutMs: number,
): Task<DnsReply> {
	if (question.overTcp === true) return yield* askOverTcp(process, server, question, timeoutMs);
	const id = process.randomUint32() & 0xffff;
	const fd = process.udp();
	try {
		const query = queryOf(id, question);
		process.sendTo(fd, server, question.port ?? 53, query);
		const untilMs = process.now() + timeoutMs;
		for (;;) {
			const datagram = yield* process.receiveFrom(fd, Math.max(0, untilMs - process.now()));
			if (datagram === undefined) return { kind: 'timeout' };
			const message = decoded(datagram.data);
			if (message?.id === id && message.response) return { kind: 'answer', message, bytes: datagram.data.length };
		}
	} catch (error) {
		if (!(error instanceof SystemError) || error.errno === 'EINTR') throw error;
		return { kind: error.errno === 'ECONNREFUSED' ? 'refused' : 'unreachable' };
	} finally {
		process.close(fd);
	}
}

/** How a process asks for `resolveName`. */
export function queryFrom(process: Process): DnsExchange {
	return (server, name, type, timeoutMs) => answerOf(process, server, { name, type }, timeoutMs);
}

function* answerOf(...asked: Parameters<typeof askServer>): Task<DnsMessage | undefined> {
	const reply = yield* askServer(...asked);
	return reply.kind === 'answer' ? reply.message : undefined;
}

function decoded(data: Uint8Array): DnsMessage | undefined {
	try {
		return decodeDnsMessage(data);
	} catch (error) {
		if (error instanceof DnsFormatError) return undefined;
		throw error;
	}
}

/** A name's IPv4 addresses as getaddrinfo(3) finds them: /etc/hosts, then DNS by /etc/resolv.conf. */
export function* resolveHost(process: Process, name: string): Task<Resolution> {
	const hosts = yield* linesWith(process, '/etc/hosts', name.replace(/\.$/, '').toLowerCase());
	if (name === 'localhost' && !/\slocalhost(\s|$)/m.test(hosts)) {
		return { kind: 'found', addresses: ['127.0.0.1'], canonicalName: name };
	}
	const files = { hosts, resolvConf: yield* textOf(process, '/etc/resolv.conf') };
	return yield* resolveName(name, files, queryFrom(process));
}

const PIECE_BYTES = 32_768;
/** Differs: of a file of the resolver's nothing is read beyond, and no longer line of its hosts. */
const TEXT_BYTES_MAX = 256 * 1024;
/** What looking through a piece takes. */
const STEPS_A_PIECE = 200;
/** Differs: the first that name a host. */
const LINES_MAX = 1_000;

/** The lines of a file, however long it is, in which a text stands in either case; '' when it cannot be read. */
function* linesWith(process: Process, path: string, wanted: string): Task<string> {
	const found: string[] = [];
	try {
		const fd = yield* process.open(path, { read: true });
		let begun = '';
		for (let isLast = false; !isLast && found.length < LINES_MAX; ) {
			const piece = yield* process.read(fd, PIECE_BYTES);
			isLast = piece.length === 0;
			const text = begun + decodeUtf8(piece);
			const end = isLast ? text.length : text.lastIndexOf('\n') + 1;
			begun = text.length - end < TEXT_BYTES_MAX ? text.slice(end) : '';
			const whole = text.slice(0, end);
			if (whole.toLowerCase().includes(wanted))
				found.push(...whole.split('\n').filter((line) => line.toLowerCase().includes(wanted)));
			if (piece.length === PIECE_BYTES) yield* process.tick(STEPS_A_PIECE);
		}
		process.close(fd);
		return found.join('\n');
	} catch (error) {
		if (error instanceof SystemError) return '';
		throw error;
	}
}

/** A file's text; '' when it cannot be read. */
export function* textOf(process: Process, path: string): Task<string> {
	try {
		const fd = yield* process.open(path, { read: true });
		const pieces: Uint8Array[] = [];
		for (let bytes = 0; bytes < TEXT_BYTES_MAX; ) {
			const piece = yield* process.read(fd, PIECE_BYTES);
			if (piece.length === 0) break;
			pieces.push(piece);
			bytes += piece.length;
			if (piece.length === PIECE_BYTES) yield* process.tick(STEPS_A_PIECE);
		}
		process.close(fd);
		return decodeUtf8(concatBytes(pieces));
	} catch (error) {
		if (error instanceof SystemError) return '';
		throw error;
	}
}

/** The number of a service of /etc/services, or of its digits; undefined: there is none. */
export function* resolveService(process: Process, name: string, protocol: 'tcp' | 'udp'): Task<number | undefined> {
	// As getaddrinfo has it, without a look at how large it is.
	if (/^\d+$/.test(name)) return Number(name) & 0xffff;
	for (const line of (yield* textOf(process, '/etc/services')).split('\n')) {
		const [first, where, ...others] = line.replace(/#.*/, '').trim().split(/\s+/);
		if (first !== name && !others.includes(name)) continue;
		const [number, of] = (where ?? '').split('/');
		if (of === protocol) return Number(number);
	}
	return undefined;
}
