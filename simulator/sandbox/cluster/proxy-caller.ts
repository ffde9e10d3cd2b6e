import type { ProxyAnswer, ProxyCall, ProxyPort } from '../../apiserver/proxy-port.ts';
import { TransportError } from '../../client/transport.ts';
import { type Endpoint, SocketTransport } from '../../commands/kubectl/transport.ts';
import { type Process, SystemError } from '../../kernel/process-api.ts';
import { readWholeFile } from '../../kubelet/images/programs/read-file.ts';
import { type ByteDuplex, ConnectionError } from '../../machinery/http/byte-duplex.ts';
import type { ByteReader } from '../../machinery/http/byte-reader.ts';
import { encodeRequestHead, HttpHeaders } from '../../machinery/http/http-message.ts';
import { HttpSyntaxError, readResponseHead, readWholeBody, responseBody } from '../../machinery/http/http-reader.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { flagValue } from './etcd-address.ts';

/** Hands requests on from the API server's process, over its node's network. */
export class ProxyCaller implements ProxyPort {
	readonly #bodyBytes: number;
	#process: Process | undefined;

	/** @param bodyBytes how long an answer may be. */
	constructor(bodyBytes: number) {
		this.#bodyBytes = bodyBytes;
	}

	/** From now on calls are those of this process, until it ends. */
	adopt(process: Process): void {
		this.#process = process;
		process.onEnd(() => {
			if (this.#process === process) this.#process = undefined;
		});
	}

	*send(call: ProxyCall): Task<ProxyAnswer> {
		const process = this.#process;
		if (process === undefined) return { kind: 'failed', detail: 'dial tcp: network is unreachable' };
		const { server, tls, timeoutMs = DIAL_TIMEOUT_MS } = call;
		const transport = new SocketTransport(process, {
			server,
			...(yield* certificateFor(process, call.client)),
			...(yield* authorityFor(process, call)),
			...(tls === undefined ? {} : { tlsServerName: tls.serverName }),
		});
		let open: { readonly duplex: ByteDuplex; readonly reader: ByteReader } | undefined;
		try {
			open = yield* transport.open(process.now() + timeoutMs);
			return yield* this.#exchange(open, call);
		} catch (error) {
			if (error instanceof TransportError) {
				const timedOut = error.detail.includes('Client.Timeout exceeded');
				return { kind: 'failed', detail: timedOut ? `dial tcp ${hostOf(server)}: i/o timeout` : error.detail };
			}
			if (error instanceof HttpSyntaxError) {
				return { kind: 'failed', detail: `net/http: HTTP/1.x transport connection broken: ${error.message}` };
			}
			if (!(error instanceof ConnectionError)) throw error;
			return { kind: 'failed', detail: error.message };
		} finally {
			open?.duplex.close();
		}
	}

	*#exchange({ duplex, reader }: { duplex: ByteDuplex; reader: ByteReader }, call: ProxyCall): Task<ProxyAnswer> {
		const { method, target, server, body } = call;
		const headers = new HttpHeaders([['Host', hostOf(server)], ...call.headers]);
		if (body !== undefined) headers.add('Content-Length', String(body.length));
		headers.add('Connection', 'close');
		yield* duplex.write(encodeRequestHead({ method, target, version: 'HTTP/1.1', headers }));
		if (body !== undefined) yield* duplex.write(body);
		const head = yield* readResponseHead(reader);
		if (head === undefined) return { kind: 'failed', detail: 'EOF' };
		const bytes = yield* readWholeBody(responseBody(reader, head, method), this.#bodyBytes);
		if (bytes === undefined) return { kind: 'failed', detail: 'http: response body too large' };
		const fields = [...head.headers.entries()].map(([name, value]) => [name.toLowerCase(), value] as const);
		return { kind: 'answered', status: head.status, headers: fields, body: bytes };
	}
}

/** Of a transport that nobody has set up. Models http.DefaultTransport's dialer. */
const DIAL_TIMEOUT_MS = 30_000;

const CERTIFICATE_FLAGS = {
	kubelet: ['kubelet-client-certificate', 'kubelet-client-key'],
	'front-proxy': ['proxy-client-cert-file', 'proxy-client-key-file'],
} as const;

/** What the process shows of itself, from the files that its command line names. */
function* certificateFor(
	process: Process,
	client: ProxyCall['client'],
): Task<Pick<Endpoint, 'clientCertificatePem' | 'clientKeyPem'>> {
	if (client === undefined) return {};
	const [certificate, key] = CERTIFICATE_FLAGS[client].map((name) => flagValue(process.argv, name));
	if (certificate === undefined || key === undefined) return {};
	try {
		return {
			clientCertificatePem: decodeUtf8(yield* readWholeFile(process, certificate)),
			clientKeyPem: decodeUtf8(yield* readWholeFile(process, key)),
		};
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		return {};
	}
}

/** Whom it believes: of kubelets those that --kubelet-certificate-authority has signed, or all without one. */
function* authorityFor(
	process: Process,
	{ client, tls }: ProxyCall,
): Task<{ readonly caPem: string | undefined; readonly insecure: boolean }> {
	if (tls !== undefined) return { caPem: tls.caPem, insecure: false };
	const path = client === 'kubelet' ? flagValue(process.argv, 'kubelet-certificate-authority') : undefined;
	if (path === undefined) return { caPem: undefined, insecure: true };
	try {
		return { caPem: decodeUtf8(yield* readWholeFile(process, path)), insecure: false };
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		return { caPem: '', insecure: false };
	}
}

function hostOf(server: string): string {
	return server.replace(/^[a-z]+:\/\//, '').replace(/\/.*$/, '');
}
