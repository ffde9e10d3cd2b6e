import { expect, test } from 'vitest';
import type { KubeletPort } from '../../../simulator/apiserver/ports.ts';
import type { UpgradeSession } from '../../../simulator/apiserver/request.ts';
import { serveConnection } from '../../../simulator/apiserver/serving/serve-connection.ts';
import { concatBytes } from '../../../simulator/machinery/http/byte-reader.ts';
import { encodeFrame } from '../../../simulator/machinery/http/websocket.ts';
import { Signal, startTask } from '../../../simulator/machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../../simulator/machinery/utf8.ts';
import { MemoryDuplex } from '../../support/memory-duplex.ts';
import { ADMIN, type TestServer, testServer } from './test-server.ts';

/** A connection to the server: what is said comes back as text. */
function connect(world: TestServer): { say(text: string | Uint8Array): void; heard(): string; closed(): boolean } {
	let text = '';
	let closed = false;
	const duplex = new MemoryDuplex(
		world.context.loop.post,
		(data) => {
			text += [...data].every((byte) => byte < 128) ? decodeUtf8(data) : `<${Buffer.from(data).toString('hex')}>`;
		},
		() => {
			closed = true;
		},
	);
	startTask(serveConnection(duplex, world.server, ADMIN), () => undefined);
	const settle = (): boolean => world.context.loop.runUntil(world.context.loop.now());
	return {
		say(data) {
			duplex.push(typeof data === 'string' ? encodeUtf8(data) : data);
			settle();
		},
		heard() {
			const heard = text;
			text = '';
			return heard;
		},
		closed: () => closed,
	};
}

const request = (line: string, body = '', headers = ''): string =>
	`${line} HTTP/1.1\r\nHost: 172.30.1.2:6443\r\nUser-Agent: kubectl/v1.35.0\r\n${headers}${body === '' ? '' : `Content-Length: ${body.length}\r\n`}\r\n${body}`;

test('requests follow one another on a connection', () => {
	const client = connect(testServer());
	client.say(request('GET /api/v1/namespaces/default/configmaps/none') + request('GET /healthz'));
	expect(client.heard()).toBe(
		[
			'HTTP/1.1 404 Not Found',
			'Cache-Control: no-cache, private',
			'Content-Type: application/json',
			'Date: Fri, 20 Nov 2026 09:00:00 GMT',
			'Content-Length: 188',
			'',
			'{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"configmaps \\"none\\" not found","reason":"NotFound","details":{"name":"none","kind":"configmaps"},"code":404}',
			'HTTP/1.1 200 OK',
			'Cache-Control: no-cache, private',
			'Content-Type: text/plain; charset=utf-8',
			'X-Content-Type-Options: nosniff',
			'Date: Fri, 20 Nov 2026 09:00:00 GMT',
			'Content-Length: 2',
			'',
			'ok',
		]
			.join('\r\n')
			.replace('}\r\nHTTP', '}\nHTTP'),
	);
	expect(client.closed()).toBe(false);
});

test('YAML comes in, curl gets it indented', () => {
	const client = connect(testServer());
	const yaml = 'metadata:\n  name: a\ndata:\n  x: "<1>"\n';
	client.say(
		request('POST /api/v1/namespaces/default/configmaps?pretty=true', yaml, 'Content-Type: application/yaml\r\n'),
	);
	expect(client.heard()).toContain('  "data": {\n    "x": "\\u003c1\\u003e"\n  }\n}');
});

test('a watch goes on, chunk by chunk, until the client hangs up', () => {
	const world = testServer();
	const client = connect(world);
	client.say(request('GET /api/v1/namespaces/default/configmaps?watch=1&resourceVersion=3'));
	expect(client.heard()).toContain('Transfer-Encoding: chunked\r\n\r\n');
	world.ask('POST', '/api/v1/namespaces/default/configmaps', { metadata: { name: 'a' } });
	world.context.loop.runUntil(world.context.loop.now());
	const heard = client.heard();
	const [, size = '', json = ''] = /^([0-9a-f]+)\r\n(.*)\n\r\n$/s.exec(heard) ?? [];
	expect(Number.parseInt(size, 16)).toBe(json.length + 1);
	expect(JSON.parse(json)).toMatchObject({ type: 'ADDED', object: { kind: 'ConfigMap', metadata: { name: 'a' } } });
});

test.each([
	[
		'GET / HTTP/1.1\r\n\r\n',
		'HTTP/1.1 400 Bad Request: missing required Host header\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n400 Bad Request: missing required Host header',
	],
	[
		'hello\r\n\r\n',
		'HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n400 Bad Request',
	],
	[
		'GET / HTTP/2.0\r\nHost: x\r\n\r\n',
		'HTTP/1.1 505 HTTP Version Not Supported: unsupported protocol version\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n505 HTTP Version Not Supported: unsupported protocol version',
	],
])('what is not HTTP is refused: %j', (said, expected) => {
	const client = connect(testServer());
	client.say(said);
	expect([client.heard(), client.closed()]).toEqual([expected, true]);
});

test('a body that is too large is refused', () => {
	const client = connect(testServer());
	client.say(request('POST /api/v1/namespaces/default/configmaps', 'x'.repeat(3 * 1024 * 1024 + 1)));
	const heard = client.heard();
	expect(heard).toContain('HTTP/1.1 413 Request Entity Too Large');
	expect(heard).toContain('"message":"Request entity too large: limit is 3145728","reason":"RequestEntityTooLarge"');
	expect(client.closed()).toBe(true);
});

test('exec runs over a WebSocket', () => {
	const sent: string[] = [];
	const output: ({ channel: number; data: Uint8Array } | 'end')[] = [];
	const readable = new Signal((callback) => world.context.loop.post(callback));
	const session: UpgradeSession = {
		send: (channel, data) => sent.push(`${channel}:${decodeUtf8(data)}`),
		closeChannel: (channel) => sent.push(`close ${channel}`),
		full: () => false,
		receive: () => output.shift(),
		readable,
		close: () => sent.push('closed'),
	};
	const kubelet = {
		*exec(target: object, options: object) {
			sent.push(JSON.stringify([target, options]));
			return { kind: 'open', value: session };
		},
	} as unknown as KubeletPort;
	const world = testServer(kubelet);
	const pods = '/api/v1/namespaces/default/pods';
	world.ask('POST', pods, {
		metadata: { name: 'p' },
		spec: { nodeName: 'node01', containers: [{ name: 'c', image: 'i' }] },
	});
	const client = connect(world);
	client.say(request(`GET ${pods}/p/exec?command=sh&stdin=true&stdout=true`));
	expect(client.heard()).toContain('"message":"Upgrade request required"');
	const upgrade =
		'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: v5.channel.k8s.io\r\n';
	client.say(request(`GET ${pods}/p/exec?command=sh&command=-c&stdin=true&stdout=true`, '', upgrade));
	expect(client.heard()).toBe(
		'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\nSec-WebSocket-Protocol: v5.channel.k8s.io\r\n\r\n',
	);
	const mask = Uint8Array.of(1, 2, 3, 4);
	client.say(
		concatBytes([
			encodeFrame('binary', encodeUtf8('\0ls\n'), mask),
			encodeFrame('binary', Uint8Array.of(255, 0), mask),
		]),
	);
	output.push({ channel: 1, data: encodeUtf8('bin\n') }, 'end');
	readable.wakeAll();
	world.context.loop.runUntil(world.context.loop.now());
	// "bin\n" on channel 1, and the close.
	expect(client.heard()).toBe('<82050162696e0a><880203e8>');
	expect(sent.slice(1)).toEqual(['0:ls\n', 'close 0', 'closed']);
	expect(client.closed()).toBe(true);
});
