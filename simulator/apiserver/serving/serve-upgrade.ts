import type { ByteDuplex } from '../../machinery/http/byte-duplex.ts';
import { ByteReader } from '../../machinery/http/byte-reader.ts';
import { encodeResponseHead, HttpHeaders, type HttpRequestHead } from '../../machinery/http/http-message.ts';
import { HttpSyntaxError } from '../../machinery/http/http-reader.ts';
import { WebSocketTunnel } from '../../machinery/http/websocket-tunnel.ts';
import { SpdyCodec } from '../../machinery/spdy/spdy-codec.ts';
import type { Task } from '../../machinery/task.ts';
import { formatHttpDate } from '../../machinery/timestamp.ts';
import type { ApiServer } from '../api-server.ts';
import type { Upgrade } from '../request.ts';
import { tunnelProtocol } from '../subresources/upgrade-choice.ts';
import { serveWebSocket, webSocketHead } from './serve-websocket.ts';
import { SpdyServer } from './spdy-server.ts';

/** A connection whose last request asked for another protocol. */
export interface UpgradedConnection {
	readonly duplex: ByteDuplex;
	readonly reader: ByteReader;
	readonly head: HttpRequestHead;
	readonly server: ApiServer;
}

/** Answers the request and speaks the other protocol until either side ends it. Throws ConnectionError. */
export function* serveUpgrade(connection: UpgradedConnection, upgrade: Upgrade): Task<void> {
	const { upgraded } = connection.server;
	const ended = upgrade.framing === 'websocket' ? upgrade.session : upgrade.sessions;
	upgraded.add(ended);
	try {
		yield* speak(connection, upgrade);
	} catch (error) {
		// A WebSocket that is none: there is nothing to answer in.
		if (!(error instanceof HttpSyntaxError)) throw error;
	} finally {
		upgraded.delete(ended);
	}
}

function* speak(connection: UpgradedConnection, upgrade: Upgrade): Task<void> {
	const { duplex, reader, head, server } = connection;
	if (upgrade.framing === 'websocket') return yield* serveWebSocket(duplex, reader, head, upgrade);
	const { loop } = server.world;
	if (!upgrade.tunnelled) {
		yield* duplex.write(spdyHead(upgrade.protocol, loop.now()));
		return yield* speakSpdy(duplex, reader, server, upgrade);
	}
	yield* duplex.write(webSocketHead(head, tunnelProtocol(upgrade.protocol)));
	const tunnel = new WebSocketTunnel(duplex, reader);
	yield* speakSpdy(tunnel, new ByteReader(tunnel), server, upgrade);
	yield* tunnel.end();
}

type SpdyUpgrade = Extract<Upgrade, { readonly framing: 'spdy' }>;

function* speakSpdy(duplex: ByteDuplex, reader: ByteReader, server: ApiServer, upgrade: SpdyUpgrade): Task<void> {
	const { loop, limits } = server.world;
	const codec = new SpdyCodec(limits);
	yield* new SpdyServer({ duplex, reader, codec }, upgrade.sessions, loop, limits).run();
}

function spdyHead(protocol: string, nowMs: number): Uint8Array {
	const headers = new HttpHeaders([
		['Connection', 'Upgrade'],
		['Upgrade', 'SPDY/3.1'],
		['X-Stream-Protocol-Version', protocol],
		['Date', formatHttpDate(nowMs)],
	]);
	return encodeResponseHead({ status: 101, reason: 'Switching Protocols', version: 'HTTP/1.1', headers });
}
