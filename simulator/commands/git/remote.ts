import { TransportError } from '../../client/transport.ts';
import type { Process } from '../../kernel/process-api.ts';
import { textOf } from '../../kernel/resolve-host.ts';
import { parseUrl, type Url } from '../../machinery/http/url.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import { ByteStream } from '../kubectl/rest-client.ts';
import { SocketTransport } from '../kubectl/transport.ts';
import { SYSTEM_CA_FILE } from '../network/http-connection.ts';
import { Exit } from '../unix-command.ts';

const REDIRECTS_MAX = 10;
/** Tarballs of commits lie beside the host of the repositories. */
const ARCHIVES = 'codeload.github.com';

/** What a remote says that it has. */
export interface Advertised {
	/** "refs/heads/main". */
	readonly head: string;
	/** Commits by full names. */
	readonly refs: ReadonlyMap<string, string>;
}

/** @throws Exit. Models git's remote-curl discover_refs, protocol version 0. */
export function* listRemote(process: Process, remote: string): Task<Advertised> {
	const url = httpUrl(remote);
	const answer = yield* get(process, remote, { ...url, path: `${pathOf(url)}/info/refs` });
	if (answer.status === 404) throw missing(remote, url);
	if (answer.status !== 200)
		throw fatal(`unable to access '${remote}/': The requested URL returned error: ${answer.status}`);
	return parseAdvertisement(decodeUtf8(answer.body));
}

/** A commit's files as a packed tarball. @throws Exit */
export function* fetchCommit(process: Process, remote: string, commit: string): Task<Uint8Array> {
	const url = httpUrl(remote);
	const path = `${pathOf(url).replace(/\.git$/, '')}/tar.gz/${commit}`;
	const answer = yield* get(process, remote, { ...url, host: ARCHIVES, path });
	if (answer.status === 200) return answer.body;
	throw fatal(`remote error: upload-pack: not our ref ${commit}`);
}

export function fatal(text: string): Exit {
	return new Exit(128, `fatal: ${text}\n`);
}

/** Models git's connect.c and transport-helper.c: what other ways to a repository say here. */
function httpUrl(remote: string): Url {
	const url = parseUrl(remote);
	if (url !== undefined && (url.scheme === 'https' || url.scheme === 'http')) return url;
	if (url !== undefined && url.scheme !== 'ssh' && url.scheme !== 'file')
		throw fatal(`Unable to find remote helper for '${url.scheme}'`);
	if (url?.scheme === 'ssh' || /^[\w.-]+@[\w.-]+:/.test(remote)) {
		throw new Exit(
			128,
			'Host key verification failed.\nfatal: Could not read from remote repository.\n\nPlease make sure you have the correct access rights\nand the repository exists.\n',
		);
	}
	throw fatal(`repository '${remote}' does not exist`);
}

/** GitHub does not tell a private repository from none: it wants to know who asks. */
function missing(remote: string, { scheme, host }: Url): Exit {
	if (host !== 'github.com') return fatal(`repository '${remote}/' not found`);
	return fatal(`could not read Username for '${scheme}://${host}': No such device or address`);
}

function pathOf(url: Url): string {
	return url.path.replace(/\/+$/, '');
}

function* get(process: Process, remote: string, first: Url): Task<{ status: number; body: Uint8Array }> {
	const caPem = yield* textOf(process, SYSTEM_CA_FILE);
	let place = first;
	for (let hops = 0; hops < REDIRECTS_MAX; hops++) {
		const server = `${place.scheme}://${place.host}${place.port === undefined ? '' : `:${place.port}`}`;
		const transport = new SocketTransport(process, { server, caPem, insecure: false });
		try {
			const headers = { connection: 'close', 'user-agent': 'git/2.43.0' };
			const response = yield* transport.request({ method: 'GET', path: place.path, headers, stream: true });
			const body =
				response.stream === undefined ? bytesOf(response.body) : yield* new ByteStream(process, response.stream).all();
			const location = response.headers.get('location');
			const next = typeof location === 'string' ? parseUrl(location) : undefined;
			if (response.status < 301 || response.status > 308 || next === undefined)
				return { status: response.status, body };
			place = next;
		} catch (error) {
			if (!(error instanceof TransportError)) throw error;
			throw fatal(`unable to access '${remote}/': ${curlReason(error.detail, place)}`);
		}
	}
	throw fatal(`unable to access '${remote}/': Maximum (${REDIRECTS_MAX}) redirects followed`);
}

/** libcurl's words for what Go's transport says. */
function curlReason(detail: string, { scheme, host, port }: Url): string {
	const at = port ?? (scheme === 'https' ? 443 : 80);
	if (detail.includes('no such host') || detail.includes('lookup')) return `Could not resolve host: ${host}`;
	if (detail.includes('certificate')) return `server certificate verification failed. CAfile: none CRLfile: none`;
	return `Failed to connect to ${host} port ${at} after 0 ms: Couldn't connect to server`;
}

function bytesOf(body: unknown): Uint8Array {
	if (body instanceof Uint8Array) return body;
	return encodeUtf8(typeof body === 'string' ? body : JSON.stringify(body));
}

/** Models git's gitprotocol-common(5): lines with their length in front. */
function parseAdvertisement(text: string): Advertised {
	const refs = new Map<string, string>();
	let head = 'refs/heads/main';
	for (let at = 0; at + 4 <= text.length; ) {
		const length = Number.parseInt(text.slice(at, at + 4), 16);
		const line = length < 4 ? '' : text.slice(at + 4, at + length);
		at += Math.max(length, 4) || text.length;
		const [, commit, name, rest] = /^([0-9a-f]{40}) ([^\0\n]+)(?:\0(.*))?\n?$/s.exec(line) ?? [];
		if (commit === undefined || name === undefined) continue;
		head = /symref=HEAD:(\S+)/.exec(rest ?? '')?.[1] ?? head;
		refs.set(name, commit);
	}
	return { head, refs };
}
