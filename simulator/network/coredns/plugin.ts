import type { DnsMessage, DnsRecord, RecordType, ResponseCode } from '../../machinery/dns/dns-message.ts';
import { recordTypeName } from '../../machinery/dns/dns-message.ts';
import type { Task } from '../../machinery/task.ts';

/** A question on its way through the plugins of a server block. */
export interface DnsRequest {
	readonly query: DnsMessage;
	/** Lower case, without the final dot. */
	readonly name: string;
	readonly type: number;
	/** Undefined for a type that the world has no records of. */
	readonly typeName: RecordType | undefined;
	readonly client: DnsClient;
	/** Complaints of plugins, for `errors`. */
	readonly problems: string[];
}

export interface DnsClient {
	readonly address: string;
	readonly port: number;
	readonly protocol: 'udp' | 'tcp';
}

export interface DnsReply {
	readonly code: ResponseCode;
	readonly answers: readonly DnsRecord[];
	readonly authorities: readonly DnsRecord[];
	readonly authoritative: boolean;
	readonly recursionAvailable: boolean;
	readonly additionals?: readonly DnsRecord[];
	/** Nothing is sent back. */
	readonly silent?: boolean;
}

/** What comes after a plugin. */
export interface NextPlugin {
	serve(request: DnsRequest): Task<DnsReply>;
}

/** One plugin of one server block. */
export interface DnsPlugin {
	/** Reads what may be long of its configuration, before the first question. Throws CorefileError. */
	prepare?(pause: () => Task<void>): Task<void>;
	serve(request: DnsRequest, next: NextPlugin): Task<DnsReply>;
}

/** Asks another server; undefined: no answer came, `problem` says why. */
export type DnsForwarder = (
	server: { readonly address: string; readonly port: number },
	query: DnsMessage,
	protocol: 'udp' | 'tcp',
	timeoutMs: number,
) => Task<{ readonly reply: DnsMessage } | { readonly problem: string }>;

export function requestOf(query: DnsMessage, client: DnsClient): DnsRequest | undefined {
	const [question] = query.questions;
	if (question === undefined) return undefined;
	const { type } = question;
	const name = question.name.toLowerCase();
	return { query, name, type, typeName: recordTypeName(type), client, problems: [] };
}

/** The same question under another name. */
export function renamed(request: DnsRequest, name: string): DnsRequest {
	const questions = request.query.questions.map((each) => ({ ...each, name }));
	return { ...request, name: name.toLowerCase(), query: { ...request.query, questions } };
}

export function authoritative(answers: readonly DnsRecord[]): DnsReply {
	return { code: 'NOERROR', answers, authorities: [], authoritative: true, recursionAvailable: false };
}

export function failed(code: ResponseCode): DnsReply {
	return { code, answers: [], authorities: [], authoritative: false, recursionAvailable: false };
}

export function inZone(name: string, zone: string): boolean {
	return zone === '' || name === zone || name.endsWith(`.${zone}`);
}

/** `fallthrough` with its zones: which names are passed on. Undefined: none. */
export function fallsThrough(zones: readonly string[] | undefined, name: string): boolean {
	return zones !== undefined && (zones.length === 0 || zones.some((zone) => inZone(name, zone)));
}

/** "4.3.2.1.in-addr.arpa" is 1.2.3.4; undefined for what is no whole address. */
export function addressOfReverse(name: string): string | undefined {
	if (!name.endsWith('.in-addr.arpa')) return undefined;
	const parts = name.slice(0, -'.in-addr.arpa'.length).split('.');
	return parts.length === 4 ? parts.reverse().join('.') : undefined;
}
