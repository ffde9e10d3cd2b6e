import { errorMessage } from '../../kernel/error-message.ts';
import type { FileData } from '../../kernel/files/file-data.ts';
import { joinedPieces } from '../../kernel/files/tar-file.ts';
import { type Process, SystemError } from '../../kernel/process-api.ts';
import { processDuplex } from '../../kernel/serving/process-duplex.ts';
import { encodeBase64 } from '../../machinery/base64.ts';
import type { HostCalls } from '../../machinery/host-calls.ts';
import { type ByteDuplex, ConnectionError } from '../../machinery/http/byte-duplex.ts';
import { ByteReader } from '../../machinery/http/byte-reader.ts';
import { encodeRequestHead, HttpHeaders } from '../../machinery/http/http-message.ts';
import { HttpSyntaxError, readResponseHead, responseBody } from '../../machinery/http/http-reader.ts';
import type { Task } from '../../machinery/task.ts';
import { clientHandshake } from '../../machinery/tls/client-handshake.ts';
import { goAlert } from '../../machinery/tls/record.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import { type Certificate, readCertificates } from '../../machinery/x509/certificate.ts';
import { DerError } from '../../machinery/x509/der-reader.ts';
import { verifyCertificate } from '../../machinery/x509/verify-certificate.ts';
import { lookupName } from '../images/programs/program-resolver.ts';
import type { Credential } from '../runtime/registry-access.ts';

/** Where a registry of the world listens, and how it is spoken to. */
export interface RegistryEndpoint {
	/** "localhost:5000". */
	readonly host: string;
	readonly scheme: 'https' | 'http';
	/** Any certificate will do. */
	readonly insecure: boolean;
	/** PEM of authorities, besides the system's. */
	readonly authorities: string;
}

export interface RegistryRequest {
	readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
	/** "/v2/app/manifests/latest". */
	readonly path: string;
	readonly headers?: readonly (readonly [string, string])[];
	readonly body?: { readonly bytes: number; readonly pieces: Iterable<Uint8Array> };
	readonly credential: Credential | undefined;
}

export interface RegistryAnswer {
	readonly status: number;
	readonly headers: HttpHeaders;
	readonly body: FileData;
}

/** The registry could not be asked: Go's words from "dial tcp" on. */
export class RegistryUnreachable extends Error {}

/** Asks a registry over the world's network. Throws RegistryUnreachable. Models net/http Transport as registries' clients use it. */
export function* askRegistry(
	process: Process,
	endpoint: RegistryEndpoint,
	request: RegistryRequest,
): Task<RegistryAnswer> {
	const socket = yield* dial(process, endpoint);
	try {
		const duplex = endpoint.scheme === 'https' ? yield* secured(process, socket, endpoint) : socket;
		return yield* exchange(duplex, endpoint, request);
	} catch (error) {
		if (error instanceof ConnectionError) throw new RegistryUnreachable(error.message);
		if (error instanceof HttpSyntaxError) throw new RegistryUnreachable(error.message);
		throw error;
	} finally {
		socket.close();
	}
}

function* dial(process: Process, { host, scheme }: RegistryEndpoint): Task<ByteDuplex> {
	const [, name = host, given] = /^(.*?)(?::(\d+))?$/.exec(host) ?? [];
	const port = Number(given ?? (scheme === 'https' ? 443 : 80));
	const found = /^\d+(\.\d+){3}$/.test(name) ? [name] : yield* addressesOf(process, name);
	const [address] = found;
	if (address === undefined) throw new RegistryUnreachable(`dial tcp: lookup ${name} on 127.0.0.53:53: no such host`);
	try {
		return processDuplex(process, yield* process.connect(address, port, { timeoutMs: DIAL_TIMEOUT_MS }));
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		const why = error.errno === 'ETIMEDOUT' ? 'i/o timeout' : `connect: ${errorMessage(error.errno).toLowerCase()}`;
		throw new RegistryUnreachable(`dial tcp ${address}:${port}: ${why}`);
	}
}

const DIAL_TIMEOUT_MS = 30_000;

function* addressesOf(process: Process, name: string): Task<readonly string[]> {
	if (name === 'localhost') return ['127.0.0.1'];
	const result = yield* lookupName(process, name);
	return result.kind === 'found' ? result.addresses : [];
}

function* secured(process: Process, socket: ByteDuplex, endpoint: RegistryEndpoint): Task<ByteDuplex> {
	const name = endpoint.host.replace(/:\d+$/, '');
	const result = yield* clientHandshake(socket, {
		serverName: /^[\d.]+$/.test(name) ? '' : name,
		alpn: ['http/1.1'],
		verify: (chain) => (endpoint.insecure ? undefined : problemOf(process, chain, endpoint.authorities, name)),
	});
	switch (result.kind) {
		case 'open':
			return result.duplex;
		case 'not-tls':
			throw new RegistryUnreachable('http: server gave HTTP response to HTTPS client');
		case 'certificate':
			throw new RegistryUnreachable(`tls: failed to verify certificate: x509: ${result.reason.replace(/^x509: /, '')}`);
		case 'alert':
			throw new RegistryUnreachable(goAlert(result.code));
		case 'closed':
			throw new RegistryUnreachable('EOF');
	}
}

function problemOf(
	process: Process,
	chain: readonly Certificate[],
	authorities: string,
	host: string,
): string | undefined {
	const [leaf, ...intermediates] = chain;
	const hostCalls = process.port<HostCalls>('host-calls');
	if (leaf === undefined || hostCalls === undefined) return 'certificate signed by unknown authority';
	return verifyCertificate(
		leaf,
		{ roots: certificatesOf(authorities), intermediates, atMs: process.now(), usage: 'serverAuth', host },
		hostCalls,
	);
}

function certificatesOf(pem: string): readonly Certificate[] {
	try {
		return readCertificates(pem);
	} catch (error) {
		if (error instanceof DerError) return [];
		throw error;
	}
}

function* exchange(duplex: ByteDuplex, endpoint: RegistryEndpoint, request: RegistryRequest): Task<RegistryAnswer> {
	const { method, path, body, credential } = request;
	const headers = new HttpHeaders([['Host', endpoint.host], ['User-Agent', 'containers'], ...(request.headers ?? [])]);
	if (credential !== undefined) {
		headers.add('Authorization', `Basic ${encodeBase64(encodeUtf8(`${credential.username}:${credential.password}`))}`);
	}
	if (body !== undefined) headers.add('Content-Length', String(body.bytes));
	else if (method !== 'GET' && method !== 'HEAD') headers.add('Content-Length', '0');
	headers.add('Connection', 'close');
	yield* duplex.write(encodeRequestHead({ method, target: path, version: 'HTTP/1.1', headers }));
	for (const piece of body?.pieces ?? []) yield* duplex.write(piece);
	const reader = new ByteReader(duplex);
	const head = yield* readResponseHead(reader);
	if (head === undefined) throw new RegistryUnreachable('EOF');
	const source = responseBody(reader, head, method);
	const pieces: Uint8Array[] = [];
	for (let piece = yield* source.read(); piece !== undefined; piece = yield* source.read()) pieces.push(piece);
	return { status: head.status, headers: head.headers, body: joinedPieces(pieces) };
}

/** What a registry says is wrong: "manifest unknown: manifest unknown". */
export function registryErrors({ body }: RegistryAnswer): string | undefined {
	try {
		const json = JSON.parse(decodeUtf8(body.readAll())) as { errors?: { code?: string; message?: string }[] };
		const [first] = json.errors ?? [];
		if (first === undefined) return undefined;
		const code = (first.code ?? '').toLowerCase().replaceAll('_', ' ');
		return `${code}: ${first.message ?? ''}`;
	} catch {
		return undefined;
	}
}
