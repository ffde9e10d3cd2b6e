import { decodeBase64 } from '../../machinery/base64.ts';
import { goQuote } from '../../machinery/go-format.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import type { CobraRun } from '../cobra/cobra.ts';
import type { Output } from '../stdio.ts';
import type { EtcdReply } from './etcd-client.ts';
import { EtcdError, EXIT } from './etcd-error.ts';
import { formatOf } from './etcdctl-flags.ts';

/** One key with its value; numbers are texts. */
export interface KeyValue {
	readonly key: string;
	readonly create_revision?: string;
	readonly mod_revision?: string;
	readonly version?: string;
	readonly value?: string;
	readonly lease?: string;
}

export interface Header {
	readonly cluster_id: string;
	readonly member_id: string;
	readonly revision?: string;
	readonly raft_term: string;
}

/** Fields of 64 bits, which the gateway writes as texts and Go's encoding/json as numbers. */
const NUMBERS =
	/"(cluster_id|member_id|revision|raft_term|create_revision|mod_revision|version|count|deleted|ID|dbSize|leader|raftIndex|raftTerm|raftAppliedIndex|dbSizeInUse|dbSizeQuota|lease|TTL|grantedTTL|hash_revision|compact_revision)":"(-?\d+)"/g;

/** A reply as `--write-out json` prints it. */
export function replyJson(reply: unknown): string {
	return `${JSON.stringify(reply).replace(NUMBERS, '"$1":$2')}\n`;
}

export function bytesOf(base64: string | undefined): Uint8Array {
	return base64 === undefined ? new Uint8Array(0) : decodeBase64(base64);
}

/** `simple`: the key and the value, each on a line, as they are. Models etcdctl printKV. */
export function* printKeyValue(out: Output, kv: KeyValue, hex: boolean, valueOnly: boolean): Task<void> {
	for (const bytes of valueOnly ? [bytesOf(kv.value)] : [bytesOf(kv.key), bytesOf(kv.value)]) {
		if (hex) yield* out.write(hexText(bytes));
		else yield* out.writeBytes(bytes);
		yield* out.write('\n');
	}
}

function hexText(bytes: Uint8Array): string {
	return [...bytes].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
}

/** `fields`. Models etcdctl fieldsPrinter.kv. */
export function fieldsOfKeyValue(kv: KeyValue, prefix = ''): string {
	return [
		`"${prefix}Key" : ${quotedBytes(bytesOf(kv.key))}`,
		`"${prefix}CreateRevision" : ${kv.create_revision ?? 0}`,
		`"${prefix}ModRevision" : ${kv.mod_revision ?? 0}`,
		`"${prefix}Version" : ${kv.version ?? 0}`,
		`"${prefix}Value" : ${quotedBytes(bytesOf(kv.value))}`,
		`"${prefix}Lease" : ${kv.lease ?? 0}`,
		'',
	].join('\n');
}

/** Models fieldsPrinter.hdr. */
export function fieldsOfHeader(header: Header, hex: boolean): string {
	const id = (decimal: string): string => (hex ? hexId(decimal) : decimal);
	const revision = header.revision === undefined ? '' : `"Revision" : ${header.revision}\n`;
	return `"ClusterID" : ${id(header.cluster_id)}\n"MemberID" : ${id(header.member_id)}\n${revision}"RaftTerm" : ${header.raft_term}\n`;
}

export function hexId(decimal: string): string {
	return BigInt(decimal).toString(16);
}

/** Bytes as Go's %q writes a string of them. */
function quotedBytes(bytes: Uint8Array): string {
	const parts: string[] = [];
	let from = 0;
	for (let at = 0; at <= bytes.length; at++) {
		if (at < bytes.length && isText(bytes, at)) continue;
		parts.push(goQuote(decodeUtf8(bytes.subarray(from, at))).slice(1, -1));
		if (at < bytes.length) parts.push(`\\x${(bytes[at] as number).toString(16).padStart(2, '0')}`);
		from = at + 1;
	}
	return `"${parts.join('')}"`;
}

/** Whether the byte is part of well-formed UTF-8. */
function isText(bytes: Uint8Array, at: number): boolean {
	const byte = bytes[at] as number;
	if (byte < 0x80) return true;
	let start = at;
	while (start > 0 && at - start < 3 && ((bytes[start] as number) & 0xc0) === 0x80) start--;
	const lead = bytes[start] as number;
	const length = lead >= 0xf0 && lead < 0xf5 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 0;
	if (length === 0 || lead >= 0xf5 || start + length <= at) return false;
	for (let next = start + 1; next < start + length; next++) if (((bytes[next] ?? 0) & 0xc0) !== 0x80) return false;
	return true;
}

/** Refuses the formats that a command does not have, in etcd's words. */
export function refuseFormat(run: CobraRun, supported: readonly string[]): string {
	const format = formatOf(run);
	if (supported.includes(format)) return format;
	throw new EtcdError(EXIT.badFeature, `${format} not supported as output format`);
}

export function headerOf(reply: EtcdReply): Header {
	return reply.header as Header;
}
