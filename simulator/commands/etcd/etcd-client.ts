import type { Process } from '../../kernel/process-api.ts';
import { SystemError } from '../../kernel/process-api.ts';
import { resolveHost } from '../../kernel/resolve-host.ts';
import type { HostCalls } from '../../machinery/host-calls.ts';
import { type ByteDuplex, ConnectionError } from '../../machinery/http/byte-duplex.ts';
import { ByteReader, concatBytes } from '../../machinery/http/byte-reader.ts';
import { encodeRequestHead, HttpHeaders } from '../../machinery/http/http-message.ts';
import { HttpSyntaxError, readResponseHead, readWholeBody, responseBody } from '../../machinery/http/http-reader.ts';
import type { Task } from '../../machinery/task.ts';
import { clientHandshake } from '../../machinery/tls/client-handshake.ts';
import { ALERTS, withReadAhead } from '../../machinery/tls/record.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import type { Certificate } from '../../machinery/x509/certificate.ts';
import { verifyCertificate } from '../../machinery/x509/verify-certificate.ts';
import { goErrno } from '../kubectl/errors.ts';
import { DeadlineError, TimedDuplex } from '../network/deadline.ts';
import { EtcdError, EXIT } from './etcd-error.ts';
import type { EtcdTls } from './etcd-tls.ts';
import { zapJson } from './zap-log.ts';

export interface EtcdClientConfig {
	readonly endpoint: string;
	/** Undefined: nothing was said of TLS. */
	readonly tls: EtcdTls | undefined;
	/** Infinity: the call has all the time in the world. */
	readonly timeoutMs: number;
	/** Whose log a failure stands in. */
	readonly logger: string;
}

/** Fields of an answer; 64-bit numbers are texts. */
export type EtcdReply = { readonly [key: string]: unknown };

const BODY_BYTES_MAX = 64 * 1024 * 1024;
/** Models grpc's backoff between attempts to connect. */
const BACKOFF_MS = 1_000;
const BACKOFF_FACTOR = 1.6;

/**
 * Asks an etcd once. A connection that does not come about is tried until the time is up.
 * Models client/v3, over the JSON gateway: Differs: not gRPC.
 * @param method of gRPC, for the log: "/etcdserverpb.KV/Range".
 */
export function* callEtcd(
	process: Process,
	config: EtcdClientConfig,
	method: string,
	path: string,
	body: object,
): Task<EtcdReply> {
	const answer = yield* exchange(process, config, method, path, body);
	const reply = replyIn(answer.body);
	if (reply === undefined) {
		const problem = 'received message with invalid content';
		yield* logFailure(process, config, method, `rpc error: code = Unavailable desc = ${problem}`);
		throw new EtcdError(EXIT.error, problem);
	}
	if (answer.status === 200) return reply;
	const { code, message } = reply as { code: number; message: string };
	yield* logFailure(process, config, method, `rpc error: code = ${CODES[code] ?? 'Unknown'} desc = ${message}`);
	throw new EtcdError(EXIT.error, message);
}

/** Undefined for what no etcd answers. */
function replyIn(body: Uint8Array): EtcdReply | undefined {
	try {
		const reply: unknown = JSON.parse(decodeUtf8(body));
		return typeof reply === 'object' && reply !== null ? (reply as EtcdReply) : undefined;
	} catch {
		return undefined;
	}
}

const CODES: readonly string[] =
	'OK Canceled Unknown InvalidArgument DeadlineExceeded NotFound AlreadyExists PermissionDenied ResourceExhausted FailedPrecondition Aborted OutOfRange Unimplemented Internal Unavailable'.split(
		' ',
	);

/** The body of the answer, as it is. Throws EtcdError when nobody answered. */
export function* exchange(
	process: Process,
	config: EtcdClientConfig,
	method: string,
	path: string,
	body: object,
): Task<{ readonly status: number; readonly body: Uint8Array }> {
	const deadlineMs = process.now() + config.timeoutMs;
	let pauseMs = BACKOFF_MS;
	for (;;) {
		const outcome = yield* attempt(process, config, path, body, deadlineMs);
		if (typeof outcome !== 'string') return outcome;
		const left = deadlineMs - process.now();
		if (left > pauseMs) {
			yield* process.sleep(pauseMs);
			pauseMs *= BACKOFF_FACTOR;
			continue;
		}
		if (left > 0) yield* process.sleep(left);
		const dialled = `latest balancer error: last connection error: connection error: desc = ${JSON.stringify(outcome)}`;
		const last = outcome === NO_ANSWER ? NO_ANSWER : dialled;
		yield* logFailure(process, config, method, `rpc error: code = DeadlineExceeded desc = ${last}`);
		throw new EtcdError(EXIT.error, 'context deadline exceeded');
	}
}

function* logFailure(process: Process, config: EtcdClientConfig, method: string, error: string): Task<void> {
	const address = (process.randomUint32() & 0xfffff0).toString(16).padStart(6, '0');
	const target = `etcd-endpoints://0xc000${address}/${config.endpoint.replace(/^[a-z]+:\/\//, '')}`;
	const fields = { target, method, attempt: 0, error };
	const caller = 'v3@v3.6.6/retry_interceptor.go:65';
	const message = 'retrying of unary invoker failed';
	yield* process.write(
		2,
		encodeUtf8(zapJson(process, { level: 'warn', logger: config.logger, caller, message, fields })),
	);
}

/** Of a server that takes the question and does not answer it in time. */
const NO_ANSWER = 'context deadline exceeded';

/** A text says why there is no connection. */
function* attempt(
	process: Process,
	config: EtcdClientConfig,
	path: string,
	body: object,
	deadlineMs: number,
): Task<{ readonly status: number; readonly body: Uint8Array } | string> {
	const [, scheme = '', host = '', port = '2379'] =
		/^(?:([a-z]+):\/\/)?\[?([^\]/]*?)\]?(?::(\d+))?\/?$/.exec(config.endpoint) ?? [];
	const secure = scheme === 'https' || (scheme === '' && config.tls !== undefined);
	const dialled = yield* dial(process, host, Number(port), deadlineMs);
	if (typeof dialled === 'string') return dialled;
	let isConnected = false;
	try {
		const duplex = secure ? yield* secured(process, dialled, host, config.tls) : dialled;
		if (typeof duplex === 'string') return duplex;
		isConnected = secure;
		return yield* converse(duplex, `${host}:${port}`, path, body);
	} catch (error) {
		if (error instanceof DeadlineError) {
			return isConnected ? NO_ANSWER : 'error reading server preface: context deadline exceeded';
		}
		if (error instanceof ConnectionError) return `error reading server preface: ${error.message}`;
		throw error;
	} finally {
		dialled.close();
	}
}

function* dial(process: Process, host: string, port: number, deadlineMs: number): Task<TimedDuplex | string> {
	const isAddress = /^[\d.]+$/.test(host);
	const found = isAddress ? undefined : yield* resolveHost(process, host);
	const address = isAddress ? host : found?.kind === 'found' ? found.addresses[0] : undefined;
	if (address === undefined) {
		return `transport: Error while dialing: dial tcp: lookup ${host} on 127.0.0.53:53: no such host`;
	}
	try {
		const left = Math.min(deadlineMs - process.now(), DIAL_MS);
		return new TimedDuplex(process, yield* process.connect(address, port, { timeoutMs: left }), deadlineMs);
	} catch (error) {
		if (!(error instanceof SystemError) || error.errno === 'EINTR') throw error;
		const reason = error.errno === 'ETIMEDOUT' ? 'i/o timeout' : `connect: ${goErrno(error)}`;
		return `transport: Error while dialing: dial tcp ${address}:${port}: ${reason}`;
	}
}

const DIAL_MS = 20_000;

function* secured(
	process: Process,
	socket: ByteDuplex,
	host: string,
	tls: EtcdTls | undefined,
): Task<ByteDuplex | string> {
	const failed = 'transport: authentication handshake failed: ';
	const result = yield* clientHandshake(socket, {
		serverName: /^[\d.]+$/.test(host) ? '' : host,
		alpn: ['h2'],
		...(tls?.certificatePem === undefined ? {} : { certificatePem: tls.certificatePem }),
		verify: (chain) => (tls?.skipVerify === true ? undefined : judge(process, chain, host, tls)),
	});
	switch (result.kind) {
		case 'open':
			return result.duplex;
		case 'certificate':
			return `${failed}tls: failed to verify certificate: ${result.reason}`;
		case 'not-tls':
			return `${failed}tls: first record does not look like a TLS handshake`;
		default:
			return `${failed}EOF`;
	}
}

function judge(
	process: Process,
	chain: readonly Certificate[],
	host: string,
	tls: EtcdTls | undefined,
): string | undefined {
	const [leaf, ...intermediates] = chain;
	const hostCalls = process.port<HostCalls>('host-calls');
	const roots = tls?.authorities ?? [];
	if (leaf === undefined || hostCalls === undefined) return 'x509: certificate signed by unknown authority';
	return verifyCertificate(leaf, { roots, intermediates, atMs: process.now(), host, usage: 'serverAuth' }, hostCalls);
}

function* converse(
	duplex: ByteDuplex,
	host: string,
	path: string,
	body: object,
): Task<{ readonly status: number; readonly body: Uint8Array } | string> {
	const content = encodeUtf8(JSON.stringify(body));
	const headers = new HttpHeaders([
		['Host', host],
		['Content-Type', 'application/json'],
		['Content-Length', String(content.length)],
		['Connection', 'close'],
	]);
	const head = encodeRequestHead({ method: 'POST', target: path, version: 'HTTP/1.1', headers });
	yield* sendIfTaken(duplex, concatBytes([head, content]));
	const first = yield* duplex.read();
	if (first.length === 0) return 'error reading server preface: EOF';
	const alert = first[0] === ALERT_RECORD ? ALERT_TEXTS.get(first[6] ?? 0) : undefined;
	if (alert !== undefined) return `error reading server preface: remote error: tls: ${alert}`;
	const reader = new ByteReader(withReadAhead(duplex, first));
	try {
		const response = yield* readResponseHead(reader);
		// A server that only speaks TLS.
		if (response === undefined || response.version === 'HTTP/1.0') return 'error reading server preface: EOF';
		const whole = yield* readWholeBody(responseBody(reader, response, 'POST'), BODY_BYTES_MAX);
		return { status: response.status, body: whole ?? new Uint8Array(0) };
	} catch (error) {
		if (!(error instanceof HttpSyntaxError)) throw error;
		return 'error reading server preface: http2: frame too large';
	}
}

/** A server that has hung up may have said why. */
function* sendIfTaken(duplex: ByteDuplex, bytes: Uint8Array): Task<void> {
	try {
		yield* duplex.write(bytes);
	} catch (error) {
		if (!(error instanceof ConnectionError)) throw error;
	}
}

const ALERT_RECORD = 0x15;
/** Models crypto/tls alertText. */
const ALERT_TEXTS: ReadonlyMap<number, string> = new Map([
	[ALERTS.badCertificate, 'bad certificate'],
	[ALERTS.certificateExpired, 'expired certificate'],
	[ALERTS.unknownAuthority, 'unknown certificate authority'],
	[ALERTS.certificateRequired, 'certificate required'],
]);
