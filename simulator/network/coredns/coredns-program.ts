import { errorMessage } from '../../kernel/error-message.ts';
import type { Process, Program } from '../../kernel/process-api.ts';
import { SystemError } from '../../kernel/process-api.ts';
import type { HttpAnswer } from '../../kernel/serving/http-server.ts';
import { serveHttp } from '../../kernel/serving/http-server.ts';
import { processDuplex } from '../../kernel/serving/process-duplex.ts';
import { TaskGroup } from '../../kernel/serving/task-group.ts';
import type { DnsMessage } from '../../machinery/dns/dns-message.ts';
import { DnsFormatError, decodeDnsMessage, encodeDnsMessage, recordTypeName } from '../../machinery/dns/dns-message.ts';
import { ConnectionError } from '../../machinery/http/byte-duplex.ts';
import { ByteReader } from '../../machinery/http/byte-reader.ts';
import { sha256 } from '../../machinery/sha256.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import { CorefileError } from './corefile.ts';
import type { DnsServer } from './dns-server.ts';

/** `process.port('dns-server')` in CoreDNS's container: a server's mind for as long as the container lives. */
export interface DnsServerPort {
	start(): DnsServer;
}

const UDP_BYTES_MAX = 512;
const TCP_BYTES_MAX = 65_535;
/** How often the reload plugin looks at the file. */
const RELOAD_MS = 30_000;

/** The program of CoreDNS's image. Models coredns's run loop with the plugins of the Corefile that the world knows. */
export const coreDnsProgram: Program = function* run(process) {
	const path = optionValue(process.argv, '-conf') ?? 'Corefile';
	const server = process.port<DnsServerPort>('dns-server')?.start();
	process.port<{ onExit(callback: () => void): void }>('container')?.onExit(() => server?.stop());
	if (server === undefined) return yield* fail(process, 'plugin/kubernetes: unable to load in-cluster configuration');
	let corefile: Uint8Array;
	try {
		corefile = yield* readFile(process, path);
		server.configure(decodeUtf8(corefile));
	} catch (error) {
		if (error instanceof CorefileError) return yield* fail(process, `${path}:${error.message}`);
		if (!(error instanceof SystemError)) throw error;
		return yield* fail(process, `open ${path}: ${errorMessage(error.errno).toLowerCase()}`);
	}
	const group = new TaskGroup();
	try {
		listen(process, group, server);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		return yield* fail(process, `listen tcp :53: bind: ${errorMessage(error.errno).toLowerCase()}`);
	}
	for (const port of server.ports()) yield* process.write(1, encodeUtf8(`.:${port}\n`));
	yield* process.write(1, encodeUtf8(`[INFO] plugin/reload: Running configuration SHA512 = ${digest(corefile)}\n`));
	yield* process.write(1, encodeUtf8('CoreDNS-1.13.1\nlinux/amd64, go1.25.2, 1db4568\n'));
	if (server.has('reload')) group.add(reload(process, server, path, corefile));
	process.onSignal('TERM', 'catch');
	process.onSignal('INT', 'catch');
	const status = yield* group.run(process, (signal) => (signal === 'TERM' || signal === 'INT' ? 0 : undefined));
	yield* process.write(1, encodeUtf8('[INFO] SIGTERM: Shutting down servers then terminating\n'));
	if (server.has('health'))
		yield* process.write(1, encodeUtf8('[INFO] plugin/health: Going into lameduck mode for 5s\n'));
	return status;
};

function listen(process: Process, group: TaskGroup, server: DnsServer): void {
	for (const port of server.ports()) {
		const udp = process.udp();
		process.bindUdp(udp, '0.0.0.0', port);
		group.add(serveUdp(process, server, udp, port));
		group.add(serveTcp(process, group, server, process.listen('0.0.0.0', port), port));
	}
	const http = (port: number, answer: (path: string) => HttpAnswer): void =>
		serveHttp(process, group, '0.0.0.0', port, {
			*handle(request) {
				return answer(request.target.replace(/\?.*/, ''));
			},
			refuse: (status) => plain(status, '400 Bad Request'),
		});
	if (server.has('health'))
		http(8080, (path) => (path === '/health' ? plain(200, 'OK') : plain(404, '404 page not found\n')));
	if (server.has('ready')) {
		http(8181, (path) => {
			if (path !== '/ready') return plain(404, '404 page not found\n');
			return server.ready() ? plain(200, 'OK') : plain(503, 'kubernetes');
		});
	}
	if (server.has('prometheus'))
		http(9153, () =>
			plain(
				200,
				'# HELP coredns_build_info A metric with a constant \'1\' value labeled by version, revision, and goversion from which CoreDNS was built.\n# TYPE coredns_build_info gauge\ncoredns_build_info{goversion="go1.25.2",revision="1db4568",version="1.13.1"} 1\n',
			),
		);
}

function* serveUdp(process: Process, server: DnsServer, fd: number, port: number): Task<void> {
	for (;;) {
		const datagram = yield* process.receiveFrom(fd, Number.POSITIVE_INFINITY);
		if (datagram === undefined) continue;
		const query = decode(datagram.data);
		if (query === undefined) continue;
		const answer = server.answer(query, port);
		let bytes = encodeDnsMessage(answer);
		if (bytes.length > UDP_BYTES_MAX) bytes = encodeDnsMessage({ ...answer, truncated: true, answers: [] });
		process.sendTo(fd, datagram.address, datagram.port, bytes);
		yield* logQuery(process, server, query, answer, `${datagram.address}:${datagram.port}`, 'udp', bytes.length);
	}
}

function* serveTcp(process: Process, group: TaskGroup, server: DnsServer, fd: number, port: number): Task<void> {
	for (;;) {
		const connection = yield* process.accept(fd);
		group.add(serveTcpConnection(process, server, connection, port));
	}
}

function* serveTcpConnection(
	process: Process,
	server: DnsServer,
	connection: { readonly fd: number; readonly address: string; readonly port: number },
	port: number,
): Task<void> {
	const duplex = processDuplex(process, connection.fd);
	const reader = new ByteReader(duplex);
	try {
		for (;;) {
			const head = yield* reader.exactly(2);
			const body = yield* reader.exactly(((head[0] as number) << 8) | (head[1] as number));
			const query = decode(body);
			if (query === undefined) return;
			const answer = server.answer(query, port);
			const bytes = encodeDnsMessage(answer).subarray(0, TCP_BYTES_MAX);
			yield* duplex.write(new Uint8Array([bytes.length >> 8, bytes.length & 255, ...bytes]));
			yield* logQuery(process, server, query, answer, `${connection.address}:${connection.port}`, 'tcp', bytes.length);
		}
	} catch (error) {
		// The client has gone.
		if (!(error instanceof ConnectionError)) throw error;
	} finally {
		duplex.close();
	}
}

/** The log plugin's line. */
function* logQuery(
	process: Process,
	server: DnsServer,
	query: DnsMessage,
	answer: DnsMessage,
	client: string,
	protocol: string,
	bytes: number,
): Task<void> {
	const [question] = query.questions;
	if (question === undefined || !server.has('log')) return;
	const type = recordTypeName(question.type) ?? `TYPE${question.type}`;
	const flags = [
		'qr',
		...(answer.authoritative ? ['aa'] : []),
		'rd',
		...(answer.recursionAvailable ? ['ra'] : []),
	].join(',');
	const asked = `"${type} IN ${question.name}. ${protocol} ${question.name.length + 18} false ${UDP_BYTES_MAX}"`;
	yield* process.write(
		1,
		encodeUtf8(`[INFO] ${client} - ${query.id} ${asked} ${answer.code} ${flags} ${bytes} 0.000112s\n`),
	);
}

/** Takes over a changed file; a broken one is told and the old one stays. */
function* reload(process: Process, server: DnsServer, path: string, first: Uint8Array): Task<void> {
	let current = digest(first);
	for (;;) {
		yield* process.sleep(RELOAD_MS);
		try {
			const content = yield* readFile(process, path);
			const next = digest(content);
			if (next === current) continue;
			current = next;
			server.configure(decodeUtf8(content));
			yield* process.write(
				1,
				encodeUtf8(
					`[INFO] Reloading\n[INFO] plugin/reload: Running configuration SHA512 = ${next}\n[INFO] Reloading complete\n`,
				),
			);
		} catch (error) {
			if (!(error instanceof CorefileError) && !(error instanceof SystemError)) throw error;
			yield* process.write(2, encodeUtf8(`[ERROR] Restart failed: ${path}:${error.message}\n`));
		}
	}
}

function decode(bytes: Uint8Array): DnsMessage | undefined {
	try {
		const message = decodeDnsMessage(bytes);
		return message.response ? undefined : message;
	} catch (error) {
		if (error instanceof DnsFormatError) return undefined;
		throw error;
	}
}

function* readFile(process: Process, path: string): Task<Uint8Array> {
	const fd = yield* process.open(path, { read: true });
	const chunks: number[] = [];
	for (;;) {
		const chunk = yield* process.read(fd, 65_536);
		if (chunk.length === 0) break;
		chunks.push(...chunk);
	}
	process.close(fd);
	return new Uint8Array(chunks);
}

function* fail(process: Process, message: string): Task<number> {
	yield* process.write(2, encodeUtf8(`${message}\n`));
	return 1;
}

function optionValue(argv: readonly string[], name: string): string | undefined {
	const at = argv.indexOf(name);
	return at < 0 ? undefined : argv[at + 1];
}

function plain(status: number, body: string): HttpAnswer {
	return { status, headers: [['Content-Type', 'text/plain; charset=utf-8']], body };
}

/** The real one logs a SHA-512; as many digits of our SHA-256 tell versions apart as well. */
function digest(bytes: Uint8Array): string {
	const hex = [...sha256(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
	return hex + hex;
}
