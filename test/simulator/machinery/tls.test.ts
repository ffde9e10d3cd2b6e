import { expect, test } from 'vitest';
import { EventLoop } from '../../../simulator/machinery/event-loop.ts';
import { ByteReader } from '../../../simulator/machinery/http/byte-reader.ts';
import { duplexPair } from '../../../simulator/machinery/http/memory-duplex.ts';
import { startTask, type Task } from '../../../simulator/machinery/task.ts';
import { acceptTls, type TlsServerOptions } from '../../../simulator/machinery/tls/accept-tls.ts';
import { connectTls, type TlsClientOptions } from '../../../simulator/machinery/tls/connect-tls.ts';
import { TlsError } from '../../../simulator/machinery/tls/tls-record.ts';
import { decodeUtf8, encodeUtf8 } from '../../../simulator/machinery/utf8.ts';

const SERVER: TlsServerOptions = { certificatesFor: () => 'SERVER PEM', alpn: ['http/1.1'] };
const CLIENT: TlsClientOptions = {
	serverName: 'web',
	alpn: ['h2', 'http/1.1'],
	certificates: 'CLIENT PEM',
	verify: () => undefined,
};

function shake(server: Partial<TlsServerOptions>, client: Partial<TlsClientOptions>): string[] {
	const loop = new EventLoop(0);
	const [left, right] = duplexPair(loop.post);
	const said: string[] = [];
	const attempt = function* (who: string, task: Task<string>): Task<void> {
		try {
			said.push(`${who}: ${yield* task}`);
		} catch (error) {
			if (!(error instanceof TlsError)) throw error;
			said.push(`${who} failed: ${error.message}`);
		}
	};
	const clientSide = function* (): Task<string> {
		const { duplex, peerCertificates, alpn } = yield* connectTls(left, { ...CLIENT, ...client });
		yield* duplex.write(encodeUtf8('hello\n'));
		return `${peerCertificates} ${alpn}`;
	};
	const serverSide = function* (): Task<string> {
		const { duplex, peerCertificates, serverName } = yield* acceptTls(right, { ...SERVER, ...server });
		return `${peerCertificates} ${serverName} ${yield* new ByteReader(duplex).line(100)}`;
	};
	startTask(attempt('client', clientSide()), () => undefined);
	startTask(attempt('server', serverSide()), () => undefined);
	while (loop.step());
	return said;
}

test.each<[string, Partial<TlsServerOptions>, Partial<TlsClientOptions>, string[]]>([
	['goes well', {}, {}, ['client: SERVER PEM http/1.1', 'server: CLIENT PEM web hello']],
	[
		'fails on the server certificate',
		{},
		{ verify: () => 'x509: certificate signed by unknown authority' },
		[
			'client failed: tls: failed to verify certificate: x509: certificate signed by unknown authority',
			'server failed: remote error: tls: bad certificate',
		],
	],
	[
		'fails on the client certificate',
		{ verifyClient: (pem) => (pem === '' ? 'certificate required' : undefined) },
		{ certificates: '' },
		[
			"server failed: tls: client didn't provide a certificate",
			'client failed: remote error: tls: certificate required',
		],
	],
])('a handshake that %s', (_, server, client, expected) => {
	expect(shake(server, client)).toEqual(expected);
});

test('plain HTTP on a TLS port, and TLS on a plain one', () => {
	const loop = new EventLoop(0);
	const [left, right] = duplexPair(loop.post);
	const errors: string[] = [];
	const failing = function* (task: Task<unknown>): Task<void> {
		try {
			yield* task;
		} catch (error) {
			errors.push((error as Error).message);
		}
	};
	startTask(failing(acceptTls(right, SERVER)), () => undefined);
	startTask(left.write(encodeUtf8('GET / HTTP/1.1\r\n\r\n')), () => undefined);
	while (loop.step());
	startTask(left.read(), (data) => errors.push(decodeUtf8(data)));
	const [first, second] = duplexPair(loop.post);
	startTask(failing(connectTls(first, CLIENT)), () => undefined);
	startTask(second.write(encodeUtf8('HTTP/1.1 400 Bad Request\r\n\r\n')), () => undefined);
	while (loop.step());
	expect(errors).toEqual([
		'client sent an HTTP request to an HTTPS server',
		'HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n',
		'http: server gave HTTP response to HTTPS client',
	]);
});
