import { describe, expect, test } from 'vitest';
import type { KubeletPort } from '../../../simulator/apiserver/ports.ts';
import type { UpgradeSession } from '../../../simulator/apiserver/request.ts';
import { serveConnection } from '../../../simulator/apiserver/serving/serve-connection.ts';
import { ByteReader, concatBytes } from '../../../simulator/machinery/http/byte-reader.ts';
import { encodeFrame, readMessage } from '../../../simulator/machinery/http/websocket.ts';
import { DEFAULT_LIMITS } from '../../../simulator/machinery/limits.ts';
import type { SpdyFrame } from '../../../simulator/machinery/spdy/frame.ts';
import { SpdyCodec } from '../../../simulator/machinery/spdy/spdy-codec.ts';
import { Signal, startTask, type Task } from '../../../simulator/machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../../simulator/machinery/utf8.ts';
import { MemoryDuplex } from '../../support/memory-duplex.ts';
import { ADMIN, type TestServer, testServer } from './test-server.ts';

const PODS = '/api/v1/namespaces/default/pods';
const MASK = Uint8Array.of(1, 2, 3, 4);

/** A session whose other end is the test. */
class FakeSession implements UpgradeSession {
	readonly heard: string[] = [];
	readonly readable: Signal;
	readonly #output: ({ channel: number; data: Uint8Array } | 'end')[] = [];

	constructor(post: (callback: () => void) => void) {
		this.readable = new Signal(post);
	}

	send = (channel: number, data: Uint8Array): void => void this.heard.push(`${channel}:${decodeUtf8(data)}`);
	closeChannel = (channel: number): void => void this.heard.push(`close ${channel}`);
	full = (): boolean => false;
	receive = (): ReturnType<UpgradeSession['receive']> => this.#output.shift();
	close = (): void => {
		this.heard.push('closed');
		this.say('end');
	};

	say(...pieces: readonly (readonly [number, string] | 'end')[]): void {
		for (const piece of pieces) {
			this.#output.push(piece === 'end' ? 'end' : { channel: piece[0], data: encodeUtf8(piece[1]) });
		}
		this.readable.wakeAll();
	}
}

interface Bench {
	readonly world: TestServer;
	/** Sessions in the order in which they were opened; port-forwards with their port. */
	readonly sessions: { readonly what: unknown; readonly session: FakeSession }[];
	readonly forwardersClosed: () => number;
}

function bench(): Bench {
	const sessions: Bench['sessions'] = [];
	let forwardersClosed = 0;
	const open = (what: unknown): FakeSession => {
		const session = new FakeSession((callback) => world.context.loop.post(callback));
		sessions.push({ what, session });
		return session;
	};
	const kubelet = {
		*exec(_target: object, options: object) {
			return { kind: 'open', value: open(options) };
		},
		*portForward() {
			const close = (): void => {
				forwardersClosed++;
			};
			return { kind: 'open', value: { open, close } };
		},
	} as unknown as KubeletPort;
	const world: TestServer = testServer(kubelet);
	world.ask('POST', PODS, {
		metadata: { name: 'p' },
		spec: { nodeName: 'node01', containers: [{ name: 'c', image: 'i' }] },
	});
	return { world, sessions, forwardersClosed: () => forwardersClosed };
}

/** A client of the server: SPDY, or SPDY inside a WebSocket. */
class Client {
	readonly #world: TestServer;
	readonly #duplex: MemoryDuplex;
	readonly #codec = new SpdyCodec(DEFAULT_LIMITS);
	readonly #tunnelled: boolean;
	#received: Uint8Array[] = [];
	closed = false;

	constructor(world: TestServer, tunnelled = false) {
		this.#world = world;
		this.#tunnelled = tunnelled;
		this.#duplex = new MemoryDuplex(
			world.context.loop.post,
			(data) => this.#received.push(data),
			() => {
				this.closed = true;
			},
		);
		startTask(serveConnection(this.#duplex, world.server, ADMIN), () => undefined);
	}

	/** @returns the answer's head and, when it refuses, its body. */
	ask(line: string, ...headers: readonly string[]): string {
		this.raw(encodeUtf8(`${line} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\n${headers.join('\r\n')}\r\n\r\n`));
		return decodeUtf8(concatBytes(this.#received.splice(0)));
	}

	raw(data: Uint8Array): void {
		this.#duplex.push(data);
		this.settle();
	}

	say(...frames: readonly SpdyFrame[]): void {
		for (const frame of frames) {
			const bytes = this.#codec.encode(frame);
			this.raw(this.#tunnelled ? encodeFrame('binary', bytes, MASK) : bytes);
		}
	}

	settle(laterMs = 0): void {
		const { loop } = this.#world.context;
		loop.runUntil(loop.now() + laterMs);
	}

	hangUp(): void {
		this.#duplex.pushEnd();
		this.settle();
	}

	/** What has come since, each frame in a few words. */
	heard(): string[] {
		this.settle();
		const duplex = new MemoryDuplex(
			() => undefined,
			() => undefined,
			() => undefined,
		);
		duplex.push(concatBytes(this.#received.splice(0)));
		duplex.pushEnd();
		const frames: string[] = [];
		const spdy: Uint8Array[] = [];
		if (this.#tunnelled) {
			startTask(messages(new ByteReader(duplex), spdy, frames), () => undefined);
		}
		const inner = new MemoryDuplex(
			() => undefined,
			() => undefined,
			() => undefined,
		);
		inner.push(concatBytes(spdy));
		inner.pushEnd();
		startTask(decode(this.#codec, new ByteReader(this.#tunnelled ? inner : duplex), frames), () => undefined);
		return frames;
	}
}

function* messages(reader: ByteReader, spdy: Uint8Array[], other: string[]): Task<void> {
	for (;;) {
		const message = yield* readMessage(reader, 1_000_000);
		if (message === undefined) return;
		if (message.opcode === 'binary') spdy.push(message.data);
		else other.push(`websocket ${message.opcode}`);
	}
}

function* decode(codec: SpdyCodec, reader: ByteReader, out: string[]): Task<void> {
	for (;;) {
		const frame = yield* codec.read(reader);
		if (frame === undefined) return;
		out.push(words(frame));
	}
}

function words(frame: SpdyFrame): string {
	switch (frame.kind) {
		case 'data':
			return `${frame.stream}:${decodeUtf8(frame.data)}${frame.fin ? '|' : ''}`;
		case 'syn-reply':
			return `reply ${frame.stream}`;
		case 'rst-stream':
			return `reset ${frame.stream} (${frame.status})`;
		case 'goaway':
			return `goaway after ${frame.lastStream} (${frame.status})`;
		case 'ping':
			return `ping ${frame.id}`;
		default:
			return frame.kind;
	}
}

const syn = (stream: number, headers: Record<string, string>, fin = false): SpdyFrame => {
	return { kind: 'syn-stream', stream, fin, headers: new Map(Object.entries(headers)) };
};
const data = (stream: number, text: string, fin = false): SpdyFrame => {
	return { kind: 'data', stream, fin, data: encodeUtf8(text) };
};
const pair = (first: number, port: string, requestid: string): SpdyFrame[] => [
	syn(first, { streamtype: 'error', port, requestid }, true),
	syn(first + 2, { streamtype: 'data', port, requestid }),
];

const SPDY = 'Upgrade: SPDY/3.1';
const V4 = 'X-Stream-Protocol-Version: v5.channel.k8s.io\r\nX-Stream-Protocol-Version: v4.channel.k8s.io';
const FORWARD = 'X-Stream-Protocol-Version: portforward.k8s.io';

test('exec', () => {
	const { world, sessions } = bench();
	const client = new Client(world);
	expect(client.ask(`POST ${PODS}/p/exec?command=sh&stdin=true&stdout=true&stderr=true`, SPDY, V4)).toBe(
		'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\nX-Stream-Protocol-Version: v4.channel.k8s.io\r\nDate: Fri, 20 Nov 2026 09:00:00 GMT\r\n\r\n',
	);
	client.say(syn(1, { streamtype: 'error' }), syn(3, { streamtype: 'stdin' }), data(3, 'early '));
	client.say(syn(5, { streamtype: 'stdout' }), { kind: 'ping', id: 1 }, { kind: 'ping', id: 2 });
	sessions[0]?.session.say([1, 'out']);
	expect(client.heard()).toEqual(['reply 1', 'reply 3', 'reply 5', 'ping 1']);
	client.say(syn(7, { streamtype: 'stderr' }), data(3, 'in', true), data(3, 'too late'));
	sessions[0]?.session.say([2, 'err'], [3, '{"status":"Success"}']);
	expect(client.heard()).toEqual(['reply 7', '5:out', '7:err', '1:{"status":"Success"}']);
	sessions[0]?.session.say('end');
	expect(client.heard()).toEqual(['1:|', '3:|', '5:|', '7:|', 'goaway after 7 (0)']);
	expect([client.closed, sessions[0]?.session.heard]).toEqual([true, ['0:early ', '0:in', 'close 0', 'closed']]);
});

test('a terminal has sizes; protocols before v4 say errors in words', () => {
	const { world, sessions } = bench();
	const client = new Client(world);
	client.ask(
		`POST ${PODS}/p/exec?command=sh&stdout=true&tty=true`,
		SPDY,
		'X-Stream-Protocol-Version: v3.channel.k8s.io',
	);
	client.say(syn(1, { streamtype: 'error' }), syn(3, { streamtype: 'stdout' }), syn(5, { streamtype: 'resize' }));
	client.say(data(5, '{"Width":80,"Height":24}'));
	sessions[0]?.session.say([3, '{"status":"Failure","message":"command terminated with exit code 1"}'], 'end');
	expect(client.heard().slice(3, 5)).toEqual(['1:command terminated with exit code 1', '1:|']);
	expect(sessions[0]?.session.heard).toEqual(['4:{"Width":80,"Height":24}', 'closed']);
});

describe('ports are forwarded, pair by pair', () => {
	test.each([
		['over SPDY', false],
		['inside a WebSocket', true],
	])('%s', (_name, tunnelled) => {
		const { world, sessions, forwardersClosed } = bench();
		const client = new Client(world, tunnelled);
		const head = tunnelled
			? client.ask(
					`GET ${PODS}/p/portforward`,
					'Upgrade: websocket',
					'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
					'Sec-WebSocket-Protocol: SPDY/3.1+portforward.k8s.io',
				)
			: client.ask(`POST ${PODS}/p/portforward`, SPDY, FORWARD);
		expect(head).toContain(
			tunnelled
				? 'Sec-WebSocket-Protocol: SPDY/3.1+portforward.k8s.io'
				: 'X-Stream-Protocol-Version: portforward.k8s.io',
		);
		client.say(...pair(1, '80', '0'), ...pair(5, '81', '1'), data(3, 'GET /'), data(7, 'x', true));
		expect(sessions.map(({ what, session }) => [what, ...session.heard])).toEqual([
			[80, 'close 1', '0:GET /'],
			[81, 'close 1', '0:x', 'close 0'],
		]);
		sessions[1]?.session.say([1, 'connection refused'], 'end');
		sessions[0]?.session.say([0, '200 OK']);
		expect(client.heard()).toEqual([
			...['reply 1', 'reply 3', 'reply 5', 'reply 7'],
			...['3:200 OK', '5:connection refused', '5:|', '7:|'],
		]);
		client.say({ kind: 'rst-stream', stream: 3, status: 5 });
		expect([client.heard(), sessions[0]?.session.heard.at(-1)]).toEqual([['1:|'], 'closed']);
		// Without numbers, streams that follow each other belong together.
		client.say(syn(9, { streamtype: 'error', port: '82' }), syn(11, { streamtype: 'data', port: '82' }));
		expect([client.heard(), sessions[2]?.what, forwardersClosed()]).toEqual([['reply 9', 'reply 11'], 82, 0]);
		client.say({ kind: 'goaway', lastStream: 0, status: 0 });
		expect([client.closed, sessions[2]?.session.heard, forwardersClosed()]).toEqual([true, ['closed'], 1]);
		expect(client.heard()).toEqual(tunnelled ? ['websocket close'] : []);
	});
});

test('named ports are channels of a WebSocket, which say their ports first', () => {
	const { world, sessions } = bench();
	const client = new Client(world);
	const upgrade = ['Upgrade: websocket', 'Sec-WebSocket-Key: x', 'Sec-WebSocket-Protocol: v4.channel.k8s.io'];
	expect(client.ask(`GET ${PODS}/p/portforward?ports=80,8080`, ...upgrade)).toContain('101 Switching Protocols');
	client.raw(encodeFrame('binary', encodeUtf8('\u0002hello'), MASK));
	expect(sessions.map(({ what, session }) => [what, ...session.heard])).toEqual([[80], [8080, '0:hello']]);
	expect(new Client(world).ask(`GET ${PODS}/p/portforward`, ...upgrade)).toContain(
		'query parameter "port" is required\n',
	);
});

test.each([
	[
		['Upgrade: SPDY/3.1'],
		'400 Bad Request',
		'unable to upgrade: header X-Stream-Protocol-Version does not exist in request with 3 headers\n',
	],
	[
		[SPDY, 'X-Stream-Protocol-Version: v9.channel.k8s.io'],
		'403 Forbidden',
		'unable to upgrade: unable to negotiate protocol: client supports [v9.channel.k8s.io], server accepts [v4.channel.k8s.io v3.channel.k8s.io v2.channel.k8s.io channel.k8s.io]\n',
	],
	[['Upgrade: h2c'], '400 Bad Request', 'unable to upgrade: missing upgrade headers in request\n'],
])('%j is refused', (headers, status, body) => {
	const { world, sessions } = bench();
	const answer = new Client(world).ask(`POST ${PODS}/p/exec?command=sh&stdout=true`, ...headers);
	expect([answer.split('\r\n')[0], answer.split('\r\n\r\n')[1]]).toEqual([`HTTP/1.1 ${status}`, body]);
	expect(sessions).toEqual([]);
});

describe('clients that mean no good', () => {
	const forwarding = (): Bench & { client: Client } => {
		const made = bench();
		const client = new Client(made.world);
		client.ask(`POST ${PODS}/p/portforward`, SPDY, FORWARD);
		return { ...made, client };
	};

	test.each([
		['no frame', Uint8Array.from([0x80, 3, 0, 99, 0, 0, 0, 0])],
		['a header block that is none', Uint8Array.from([0x80, 3, 0, 1, 0, 0, 0, 12, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 2])],
	])('%s ends the connection and its sessions', (_name, bytes) => {
		const { client, sessions, forwardersClosed } = forwarding();
		client.say(...pair(1, '80', '0'));
		client.raw(bytes);
		expect(client.heard()).toEqual(['reply 1', 'reply 3', 'goaway after 3 (1)']);
		expect([client.closed, sessions[0]?.session.heard, forwardersClosed()]).toEqual([true, ['close 1', 'closed'], 1]);
	});

	test('streams that make no sense are refused one by one', () => {
		const { client, sessions } = forwarding();
		client.say(syn(2, { streamtype: 'data', port: '80' }), syn(5, { streamtype: 'data', port: '80', requestid: 'a' }));
		client.say(syn(3, { streamtype: 'error', port: '80' }), syn(7, { streamtype: 'data', port: '80', requestid: 'a' }));
		client.say(syn(9, { streamtype: 'data', port: '0' }), syn(11, { streamtype: 'odd', port: '1' }), syn(13, {}));
		client.say(data(99, 'nobody'), { kind: 'rst-stream', stream: 99, status: 1 });
		expect(client.heard()).toEqual([
			'reset 2 (1)',
			'reply 5',
			'reset 3 (1)',
			'reset 7 (3)',
			'reset 9 (3)',
			'reset 11 (3)',
			'reset 13 (3)',
		]);
		expect([sessions, client.closed]).toEqual([[], false]);
	});

	test('thousands of streams: only so many are open, and those that stay alone are dropped in time', () => {
		const { client, sessions } = forwarding();
		const most = DEFAULT_LIMITS.connectionStreams / 2;
		for (let i = 0; i < most + 10; i++) {
			client.say(syn(2 * i + 1, { streamtype: 'data', port: '80', requestid: String(i) }));
		}
		const heard = client.heard();
		expect([heard.length, heard[most - 1], ...new Set(heard.slice(most).map((each) => each.slice(0, 5)))]).toEqual([
			most + 10,
			`reply ${2 * most - 1}`,
			'reset',
		]);
		client.settle(30_000);
		expect(client.heard()).toHaveLength(most);
		client.say(...pair(9_001, '80', 'again'));
		expect([client.heard(), sessions.length, client.closed]).toEqual([['reply 9001', 'reply 9003'], 1, false]);
	});

	test('data for a session that never starts is not kept without end', () => {
		const { client } = forwarding();
		client.say(syn(1, { streamtype: 'data', port: '80', requestid: '0' }));
		for (let i = 0; i < 5; i++) client.say(data(1, 'x'.repeat(60_000)));
		expect(client.heard()).toEqual(['reply 1', 'goaway after 1 (1)']);
		expect(client.closed).toBe(true);
	});

	test('a command whose streams do not come is given up', () => {
		const { world, sessions } = bench();
		const client = new Client(world);
		client.ask(`POST ${PODS}/p/exec?command=sh&stdout=true`, SPDY, V4);
		client.say(syn(1, { streamtype: 'error' }));
		client.settle(30_000);
		expect(client.heard()).toEqual(['reply 1', 'reset 1 (5)', 'goaway after 1 (0)']);
		expect([client.closed, sessions[0]?.session.heard]).toEqual([true, ['closed']]);
	});

	test('whatever is changed in what a client says, the server goes on', () => {
		const codec = new SpdyCodec(DEFAULT_LIMITS);
		const said = concatBytes(
			[...pair(1, '80', '0'), data(3, 'hello'), ...pair(5, '81', '1')].map((frame) => codec.encode(frame)),
		);
		const made = bench();
		let random = 1;
		const next = (below: number): number => {
			random = (random * 1_103_515_245 + 12_345) % 0x8000_0000;
			return (random >>> 8) % below;
		};
		for (let round = 0; round < 300; round++) {
			const client = new Client(made.world);
			client.ask(`POST ${PODS}/p/portforward`, SPDY, FORWARD);
			const bytes = said.slice(0, 1 + next(said.length));
			for (let change = next(4); change >= 0; change--) bytes[next(bytes.length)] = next(256);
			client.raw(bytes);
			client.hangUp();
			expect(client.closed).toBe(true);
		}
		expect(made.sessions.every(({ session }) => session.heard.at(-1) === 'closed')).toBe(true);
		expect(made.forwardersClosed()).toBe(300);
	});

	test('who hangs up ends what was open', () => {
		const { client, sessions, forwardersClosed } = forwarding();
		client.say(...pair(1, '80', '0'));
		client.hangUp();
		expect([client.closed, sessions[0]?.session.heard, forwardersClosed()]).toEqual([true, ['close 1', 'closed'], 1]);
	});
});

test.each([
	['get', '403 Forbidden', '101 Switching Protocols'],
	['create', '403 Forbidden', '403 Forbidden'],
])('a session needs the right to create it, a WebSocket the right to get too (without %s)', (without, get, post) => {
	const { world } = bench();
	const verbs = ['get', 'create'].filter((verb) => verb !== without);
	const rbac = '/apis/rbac.authorization.k8s.io/v1/namespaces/default';
	world.ask('POST', `${rbac}/roles`, {
		metadata: { name: 'r' },
		rules: [{ apiGroups: [''], resources: ['pods/exec'], verbs }],
	});
	world.ask('POST', `${rbac}/rolebindings`, {
		metadata: { name: 'r' },
		roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'r' },
		subjects: [{ kind: 'User', name: 'joe', apiGroup: 'rbac.authorization.k8s.io' }],
	});
	const target = `${PODS}/p/exec?command=sh&stdout=true`;
	const as = 'Impersonate-User: joe';
	const webSocket = ['Upgrade: websocket', 'Sec-WebSocket-Key: x', 'Sec-WebSocket-Protocol: v5.channel.k8s.io'];
	expect(new Client(world).ask(`GET ${target}`, as, ...webSocket)).toContain(get);
	expect(new Client(world).ask(`POST ${target}`, as, SPDY, V4)).toContain(post);
});
