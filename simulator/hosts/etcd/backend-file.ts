import { decodeBase64, encodeBase64 } from '../../machinery/base64.ts';
import type { Seal } from '../../machinery/ciphers/seal.ts';
import { sha256 } from '../../machinery/sha256.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import type { EtcdMember } from './member.ts';

/** One key in a backend file. */
export interface BackendEntry {
	readonly key: string;
	readonly value: object;
	readonly createRevision: number;
	readonly modRevision: number;
	readonly version: number;
	readonly seal?: Seal;
}

/** What a file `member/snap/db` or a snapshot holds. */
export interface Backend {
	readonly revision: number;
	/** Revisions up to this one are compacted. */
	readonly compactRevision: number;
	/** Absent in snapshots that were made into no data directory yet. */
	readonly member?: EtcdMember;
	readonly entries: readonly BackendEntry[];
}

const PAGE_BYTES = 4096;
const HASH_BYTES = 32;
/** Where bbolt's first meta page has its magic number. */
const MAGIC_AT = 16;
const MAGIC = [0xed, 0xda, 0x0c, 0xed];

/**
 * A backend as the bytes of a file: whole pages, the first of which begins as one of bbolt's.
 * Differs: the pages hold JSON lines instead of B+ trees, and encrypted values are only made unreadable.
 */
export function writeBackend(backend: Backend): Uint8Array {
	const { revision, compactRevision, member, entries } = backend;
	const lines = entries.map(({ key, createRevision, modRevision, version, value, seal }) =>
		JSON.stringify([key, createRevision, modRevision, version, seal === undefined ? value : veil({ value, seal })]),
	);
	const body = encodeUtf8(`${JSON.stringify({ revision, compactRevision, member })}\n${lines.join('\n')}\n`);
	const pages = new Uint8Array(PAGE_BYTES * (1 + Math.ceil(body.length / PAGE_BYTES)));
	pages.set(MAGIC, MAGIC_AT);
	pages.set(body, PAGE_BYTES);
	return pages;
}

/** Undefined: no backend file. */
export function readBackend(bytes: Uint8Array): Backend | undefined {
	if (!MAGIC.every((byte, index) => bytes[MAGIC_AT + index] === byte)) return undefined;
	const end = bytes.indexOf(0, PAGE_BYTES);
	const text = decodeUtf8(bytes.subarray(PAGE_BYTES, end < 0 ? undefined : end));
	const [head = '', ...lines] = text.split('\n').filter((line) => line !== '');
	try {
		const { revision, compactRevision, member } = JSON.parse(head) as Omit<Backend, 'entries'>;
		const entries = lines.map(entryOf);
		return { revision, compactRevision, entries, ...(member === undefined ? {} : { member }) };
	} catch {
		return undefined;
	}
}

function entryOf(line: string): BackendEntry {
	const [key, createRevision, modRevision, version, value] = JSON.parse(line) as [
		string,
		number,
		number,
		number,
		object | string,
	];
	const entry = { key, createRevision, modRevision, version };
	if (typeof value !== 'string') return { ...entry, value };
	return { ...entry, ...(JSON.parse(unveiled(value)) as Veiled) };
}

interface Veiled {
	readonly value: object;
	readonly seal: Seal;
}

function veil(what: Veiled): string {
	const { provider, keyName } = what.seal;
	return `k8s:enc:${provider}:v1:${keyName}:${encodeBase64(turned(encodeUtf8(JSON.stringify(what))))}`;
}

function unveiled(text: string): string {
	return decodeUtf8(turned(decodeBase64(text.slice(text.lastIndexOf(':') + 1))));
}

/** Its own inverse. */
function turned(bytes: Uint8Array): Uint8Array {
	return bytes.map((byte, index) => byte ^ ((index * 151 + 77) & 0xff));
}

/** A snapshot is a backend with its hash behind it. Models server/etcdserver/api/v3rpc maintenance Snapshot. */
export function withHash(pages: Uint8Array): Uint8Array {
	const out = new Uint8Array(pages.length + HASH_BYTES);
	out.set(pages);
	out.set(sha256(pages), pages.length);
	return out;
}

/** Whether a file of this length ends with a hash. Models etcdutl/snapshot hasChecksum. */
export function hasHash(length: number): boolean {
	return length % 512 === HASH_BYTES;
}

export function splitHash(bytes: Uint8Array): { readonly pages: Uint8Array; readonly hash: Uint8Array } {
	const at = bytes.length - HASH_BYTES;
	return { pages: bytes.subarray(0, at), hash: bytes.subarray(at) };
}

const LIVE = 'kubedrill etcd backend ';

/**
 * The file of a running etcd says only which state is behind it: the store itself is elsewhere, and changes too often to
 * be written down. Differs: the real file is the store.
 */
export function liveBackendFile(token: string): string {
	return `${LIVE}${token}\n`;
}

/** The token of a running etcd's file. */
export function liveToken(bytes: Uint8Array): string | undefined {
	if (bytes.length > 256) return undefined;
	const text = decodeUtf8(bytes);
	return text.startsWith(LIVE) ? text.slice(LIVE.length).trim() : undefined;
}

/** What `process.port('etcd-disks')` gives: for tools that open the files of an etcd. */
export interface EtcdDisks {
	/** The state behind a token. */
	read(token: string): Backend | undefined;
}
