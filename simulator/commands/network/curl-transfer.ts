import { errorMessage } from '../../kernel/error-message.ts';
import type { Process } from '../../kernel/process-api.ts';
import { SystemError } from '../../kernel/process-api.ts';
import { resolveHost } from '../../kernel/resolve-host.ts';
import type { ByteDuplex } from '../../machinery/http/byte-duplex.ts';
import { ConnectionError } from '../../machinery/http/byte-duplex.ts';
import { ByteReader, concatBytes } from '../../machinery/http/byte-reader.ts';
import type { HttpResponseHead } from '../../machinery/http/http-message.ts';
import { encodeRequestHead } from '../../machinery/http/http-message.ts';
import type { HttpBody } from '../../machinery/http/http-reader.ts';
import { HttpSyntaxError, readResponseHead, responseBody } from '../../machinery/http/http-reader.ts';
import type { Url } from '../../machinery/http/url.ts';
import type { Task } from '../../machinery/task.ts';
import { offeredCiphers } from '../../machinery/tls/cipher-suites.ts';
import { certificateLines } from './curl-certificate.ts';
import { clientKeyComplaint } from './curl-client-key.ts';
import type { RequestExtras } from './curl-conditions.ts';
import { CA_ADVICE, CurlFailure } from './curl-failure.ts';
import type { CurlOptions } from './curl-options.ts';
import type { CurlBody } from './curl-request.ts';
import { requestHeaders, requestTarget } from './curl-request.ts';
import { socksProxyOf, throughSocks } from './curl-socks.ts';
import { DeadlineError, TimedDuplex } from './deadline.ts';
import { chainProblem, openTls, pemFile, SYSTEM_CA_FILE, type TlsOutcome } from './http-connection.ts';

/** What is known of one exchange, for -w. */
export interface Exchange {
	readonly url: Url;
	readonly method: string;
	readonly head: HttpResponseHead;
	readonly body: HttpBody;
	readonly address: string;
	readonly port: number;
	readonly local: { readonly address: string; readonly port: number };
	/** Of the request, without what it carries. */
	readonly requestBytes: number;
	readonly times: { readonly lookupMs: number; readonly connectMs: number; readonly firstByteMs: number };
	close(): void;
}

export interface TransferContext {
	readonly process: Process;
	readonly options: CurlOptions;
	readonly startedMs: number;
	/** Of the whole transfer; Infinity without -m. */
	readonly deadlineMs: number;
	/** A line of -v, with its mark. */
	note(text: string): Task<void>;
}

/** Connects, sends and reads the response's head. Throws CurlFailure. */
export function* exchange(
	context: TransferContext,
	url: Url,
	method: string,
	body: CurlBody | undefined,
	extras: RequestExtras & {
		readonly query: string;
		readonly cookies: string;
		readonly trusted: boolean;
		readonly referer: string | undefined;
	},
): Task<Exchange> {
	const { process, options } = context;
	const port = url.port ?? (url.scheme === 'https' ? 443 : 80);
	const startedMs = process.now();
	const { unixSocket } = options.values;
	const proxy = unixSocket === undefined ? socksProxyOf(options.values, url.host) : undefined;
	const [reached, at] = proxy === undefined ? [url, port] : [{ ...url, host: proxy.host }, proxy.port];
	const address = unixSocket ?? (yield* addressOf(context, reached, at));
	const lookupMs = process.now() - startedMs;
	const socket =
		unixSocket === undefined
			? yield* connect(context, reached, address, at)
			: yield* connectLocally(context, url, unixSocket);
	if (proxy !== undefined) yield* throughSocks(context, socket, proxy, { url, port });
	const connectMs = process.now() - startedMs;
	try {
		const duplex = url.scheme === 'https' ? yield* secure(context, socket, url) : socket;
		const headers = requestHeaders(url, options, body, extras);
		const version = options.values.http10 ? 'HTTP/1.0' : 'HTTP/1.1';
		const requestHead = {
			method,
			target: options.values.requestTarget ?? requestTarget(url, extras.query),
			version,
			headers,
		} as const;
		yield* context.note(`> ${method} ${requestHead.target} ${version}`);
		for (const [name, value] of headers.entries()) yield* context.note(`> ${name}: ${value}`);
		yield* context.note('> ');
		const bytes = encodeRequestHead(requestHead);
		yield* duplex.write(body === undefined ? bytes : concatBytes([bytes, body.bytes]));
		const reader = new ByteReader(duplex);
		const head = yield* readResponseHead(reader);
		if (head === undefined) throw new CurlFailure(52, 'Empty reply from server');
		const firstByteMs = process.now() - startedMs;
		const local = process.sockName(socket.fd);
		return {
			url,
			method,
			head,
			body: new TimedBody(responseBody(reader, head, method), context, head.headers.get('content-length')),
			address,
			port,
			local,
			requestBytes: bytes.length,
			times: { lookupMs, connectMs, firstByteMs },
			close: () => duplex.close(),
		};
	} catch (error) {
		socket.close();
		throw inCurlWords(error, context);
	}
}

/** Errors of reading a body, in curl's words. */
/** Counts what comes, so that curl can say how much there was when it breaks off. */
class TimedBody implements HttpBody {
	readonly #body: HttpBody;
	readonly #context: TransferContext;
	#received = 0;
	/** Undefined when the server has not told. */
	readonly #total: number | undefined;

	constructor(body: HttpBody, context: TransferContext, length: string | undefined) {
		this.#total = length === undefined ? undefined : Number(length);
		this.#body = body;
		this.#context = context;
	}

	*read(): Task<Uint8Array | undefined> {
		try {
			const piece = yield* this.#body.read();
			this.#received += piece?.length ?? 0;
			return piece;
		} catch (error) {
			throw inCurlWords(error, this.#context, this.#received, this.#total);
		}
	}
}

function inCurlWords(error: unknown, { process, startedMs }: TransferContext, received = 0, total?: number): unknown {
	const missing = total === undefined ? undefined : total - received;
	if (error instanceof DeadlineError) {
		return new CurlFailure(
			28,
			`Operation timed out after ${process.now() - startedMs} milliseconds with ${received}${total === undefined ? '' : ` out of ${total}`} bytes received`,
		);
	}
	if (error instanceof HttpSyntaxError) {
		if (error.message.includes('EOF'))
			return new CurlFailure(
				18,
				missing === undefined
					? 'transfer closed with outstanding read data remaining'
					: `transfer closed with ${missing} bytes remaining to read`,
			);
		return new CurlFailure(1, 'Received HTTP/0.9 when not allowed');
	}
	if (error instanceof ConnectionError) {
		if (error.message === 'unexpected EOF') return new CurlFailure(52, 'Empty reply from server');
		return new CurlFailure(
			56,
			`Recv failure: ${error.message.includes('reset') ? 'Connection reset by peer' : error.message}`,
		);
	}
	return error;
}

function* addressOf(context: TransferContext, url: Url, port: number): Task<string> {
	const { process, options, deadlineMs, startedMs } = context;
	for (const { key, value = '' } of options.given) {
		if (key !== 'resolve') continue;
		const [, host, forPort, addresses] = /^\+?([^:]+):(\d+):(.+)$/.exec(value) ?? [];
		yield* context.note(`* Added ${host}:${forPort}:${addresses} to DNS cache`);
		if ((host === url.host || host === '*') && Number(forPort) === port) {
			yield* context.note(`* Hostname ${url.host} was found in DNS cache`);
			return (addresses as string).split(',')[0] as string;
		}
	}
	const found = yield* resolveHost(process, url.host);
	if (process.now() >= deadlineMs)
		throw new CurlFailure(28, `Resolving timed out after ${process.now() - startedMs} milliseconds`);
	if (found.kind !== 'found') throw new CurlFailure(6, `Could not resolve host: ${url.host}`);
	return found.addresses[0] as string;
}

function* connect(
	context: TransferContext,
	url: Url,
	address: string,
	port: number,
): Task<TimedDuplex & { readonly fd: number }> {
	const { process, options, deadlineMs, startedMs } = context;
	yield* context.note(`*   Trying ${address}:${port}...`);
	const beganMs = process.now();
	const { connectTimeout } = options.values;
	const limitMs = connectTimeout === undefined ? Number.POSITIVE_INFINITY : Number(connectTimeout) * 1000;
	const timeoutMs = Math.min(limitMs, deadlineMs - beganMs);
	try {
		const fd = yield* process.connect(
			address,
			port,
			timeoutMs === Number.POSITIVE_INFINITY ? {} : { timeoutMs: timeoutMs + 1 },
		);
		yield* context.note(`* Connected to ${url.host} (${address}) port ${port}`);
		return Object.assign(new TimedDuplex(process, fd, deadlineMs), { fd });
	} catch (error) {
		if (!(error instanceof SystemError) || error.errno === 'EINTR') throw error;
		const elapsedMs = process.now() - beganMs;
		const timedOut = error.errno === 'ETIMEDOUT';
		if (timedOut && process.now() >= deadlineMs) {
			throw new CurlFailure(28, `Connection timed out after ${process.now() - startedMs} milliseconds`);
		}
		if (!timedOut)
			yield* context.note(
				`* connect to ${address} port ${port} failed: ${REASONS.get(error.errno) ?? 'Connection refused'}`,
			);
		const reason = timedOut && elapsedMs >= limitMs ? 'Timeout was reached' : "Couldn't connect to server";
		const text = `Failed to connect to ${url.host} port ${port} after ${elapsedMs} ms: ${reason}`;
		yield* context.note(`* ${text}`);
		throw new CurlFailure(timedOut ? 28 : 7, text);
	}
}

/** --unix-socket: the name and the port of the URL say nothing of the way. */
function* connectLocally(
	context: TransferContext,
	url: Url,
	path: string,
): Task<TimedDuplex & { readonly fd: number }> {
	const { process, deadlineMs } = context;
	yield* context.note(`*   Trying ${path}:0...`);
	try {
		const fd = yield* process.connectLocal(path);
		yield* context.note(`* Connected to ${url.host} (${path}) port 0`);
		return Object.assign(new TimedDuplex(process, fd, deadlineMs), { fd });
	} catch (error) {
		if (!(error instanceof SystemError) || error.errno === 'EINTR') throw error;
		yield* context.note(`* Immediate connect fail for ${path}: ${errorMessage(error.errno)}`);
		const port = url.port ?? (url.scheme === 'https' ? 443 : 80);
		const text = `Failed to connect to ${url.host} port ${port} after 0 ms: Couldn't connect to server`;
		yield* context.note(`* ${text}`);
		throw new CurlFailure(7, text);
	}
}

const REASONS: ReadonlyMap<string, string> = new Map([
	['ECONNREFUSED', 'Connection refused'],
	['EHOSTUNREACH', 'No route to host'],
	['ENETUNREACH', 'Network is unreachable'],
	['ECONNRESET', 'Connection reset by peer'],
]);

function* secure(context: TransferContext, socket: ByteDuplex, url: Url): Task<ByteDuplex> {
	const { process, options } = context;
	const { cacert, cert, key, insecure } = options.values;
	const authorities = yield* pemFile(process, cacert ?? SYSTEM_CA_FILE);
	if (authorities === undefined && cacert !== undefined) {
		throw new CurlFailure(77, `error setting certificate verify locations:  CAfile: ${cacert} CApath: /etc/ssl/certs`);
	}
	const certificatePem = cert === undefined ? undefined : yield* pemFile(process, cert.replace(/:.*$/, ''));
	if (cert !== undefined) {
		const keyPath = key ?? cert.replace(/:.*$/, '');
		const complaint = clientKeyComplaint(cert, certificatePem, keyPath, (yield* pemFile(process, keyPath)) ?? '');
		if (complaint !== undefined) throw new CurlFailure(58, complaint);
	}
	yield* context.note('* ALPN: curl offers h2,http/1.1');
	yield* context.note('* TLSv1.3 (OUT), TLS handshake, Client hello (1):');
	if (insecure !== true) {
		yield* context.note(`*  CAfile: ${cacert ?? SYSTEM_CA_FILE}`);
		yield* context.note('*  CApath: /etc/ssl/certs');
	}
	const versions = tlsVersions(options.values);
	const outcome = yield* openTls(process, socket, {
		...(versions === undefined ? {} : { versions }),
		ciphers: offeredCiphers(options.values.ciphers),
		host: url.host,
		insecure: insecure === true,
		authorities: authorities ?? '',
		...(certificatePem === undefined ? {} : { certificatePem }),
	});
	switch (outcome.kind) {
		case 'open':
			yield* noteConnection(context, outcome, {
				authorities: authorities ?? '',
				host: insecure === true ? undefined : url.host,
				shows: certificatePem !== undefined,
			});
			return outcome.duplex;
		case 'untrusted':
			yield* noteRefusal(
				context,
				outcome.reason === 'certificate has expired' ? 'certificate expired (557)' : 'unknown CA (560)',
			);
			throw new CurlFailure(60, `SSL certificate problem: ${outcome.reason}\n${CA_ADVICE}`);
		case 'wrong-name':
			for (const message of HANDSHAKE) yield* context.note(`* TLSv1.3 ${message}:`);
			throw new CurlFailure(
				60,
				`SSL: no alternative certificate subject name matches target host name '${url.host}'\n${CA_ADVICE}`,
			);
		case 'not-tls':
			throw new CurlFailure(35, 'OpenSSL/3.0.13: error:0A00010B:SSL routines::wrong version number');
		case 'closed':
			throw new CurlFailure(
				35,
				`OpenSSL SSL_connect: SSL_ERROR_SYSCALL in connection to ${url.host}:${url.port ?? 443} `,
			);
		case 'alert':
			if (outcome.code === 70) {
				throw new CurlFailure(35, 'OpenSSL/3.0.13: error:0A00042E:SSL routines::tlsv1 alert protocol version');
			}
			if (outcome.code === 40) {
				throw new CurlFailure(35, 'OpenSSL/3.0.13: error:0A000410:SSL routines::sslv3 alert handshake failure');
			}
			if (outcome.code === 80) {
				throw new CurlFailure(35, 'OpenSSL/3.0.13: error:0A000438:SSL routines::tlsv1 alert internal error');
			}
			throw new CurlFailure(56, alertText(outcome.code));
	}
}

/** The messages of a handshake that went well, and what came of it. */
function* noteConnection(
	{ note, process }: TransferContext,
	{ version, chain, cipher: agreed }: Extract<TlsOutcome, { kind: 'open' }>,
	{ authorities, host, shows }: { authorities: string; host: string | undefined; shows: boolean },
): Task<void> {
	const messages = version === 13 ? HANDSHAKE : OLD_HANDSHAKE;
	for (const message of messages) {
		if (shows && message.startsWith('(OUT), TLS handshake, Finished')) {
			yield* note(`* TLSv1.${version - 10} (OUT), TLS handshake, Certificate (11):`);
			yield* note(`* TLSv1.${version - 10} (OUT), TLS handshake, CERT verify (15):`);
		}
		yield* note(`* TLSv1.${version - 10} ${message}:`);
	}
	const cipher = version === 13 ? 'TLS_AES_256_GCM_SHA384' : (agreed ?? 'ECDHE-RSA-AES256-GCM-SHA384');
	yield* note(`* SSL connection using TLSv1.${version - 10} / ${cipher} / X25519 / RSASSA-PSS`);
	yield* note('* ALPN: server accepted http/1.1');
	const problem = chainProblem(chain, authorities, process);
	for (const line of certificateLines({ chain, authorities, host, problem })) yield* note(line);
}

/** The server has shown itself, and is not believed. */
function* noteRefusal({ note }: TransferContext, alert: string): Task<void> {
	for (const message of HANDSHAKE.slice(0, 3)) yield* note(`* TLSv1.3 ${message}:`);
	yield* note(`* TLSv1.3 (OUT), TLS alert, ${alert}:`);
}

const HANDSHAKE = [
	'(IN), TLS handshake, Server hello (2)',
	'(IN), TLS handshake, Encrypted Extensions (8)',
	'(IN), TLS handshake, Certificate (11)',
	'(IN), TLS handshake, CERT verify (15)',
	'(IN), TLS handshake, Finished (20)',
	'(OUT), TLS change cipher, Change cipher spec (1)',
	'(OUT), TLS handshake, Finished (20)',
];

const OLD_HANDSHAKE = [
	'(IN), TLS handshake, Server hello (2)',
	'(IN), TLS handshake, Certificate (11)',
	'(IN), TLS handshake, Server key exchange (12)',
	'(IN), TLS handshake, Server finished (14)',
	'(OUT), TLS handshake, Client key exchange (16)',
	'(OUT), TLS change cipher, Change cipher spec (1)',
	'(OUT), TLS handshake, Finished (20)',
	'(IN), TLS handshake, Finished (20)',
];

/** Undefined: the usual ones. @param values of --tls-max, and of the options that say the least version. */
function tlsVersions(values: TransferContext['options']['values']): readonly number[] | undefined {
	const { tls10, tls11, tls12, tls13, tlsMax } = values;
	const most = /^1\.([0-3])$/.exec(tlsMax ?? '');
	if (!tls10 && !tls11 && !tls12 && !tls13 && most === null) return undefined;
	const last = most === null ? 13 : 10 + Number(most[1]);
	const first = tls13 ? 13 : tls12 ? 12 : tls11 ? 11 : tls10 ? 10 : Math.min(12, last);
	return [10, 11, 12, 13].filter((each) => each >= first && each <= last);
}

function alertText(code: number): string {
	const [number, words] =
		code === 116
			? ['0A00045C', 'tlsv13 alert certificate required']
			: code === 42
				? ['0A000412', 'sslv3 alert bad certificate']
				: ['0A000410', 'sslv3 alert handshake failure'];
	return `OpenSSL SSL_read: OpenSSL/3.0.13: error:${number}:SSL routines::${words}, errno 0`;
}
