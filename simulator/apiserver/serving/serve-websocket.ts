import { decodeBase64, encodeBase64 } from '../../machinery/base64.ts';
import type { ByteDuplex } from '../../machinery/http/byte-duplex.ts';
import { type ByteReader, concatBytes } from '../../machinery/http/byte-reader.ts';
import { encodeResponseHead, HttpHeaders, type HttpRequestHead } from '../../machinery/http/http-message.ts';
import { acceptKey, encodeFrame, readMessage, type WebSocketMessage } from '../../machinery/http/websocket.ts';
import { anyOf, type Task } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import type { Upgrade, UpgradeSession } from '../request.ts';

type WebSocketUpgrade = Extract<Upgrade, { framing: 'websocket' }>;

/** In v5, a message on this channel closes the channel that it names. */
const CLOSE_CHANNEL = 255;
const MESSAGE_BYTES_MAX = 16 * 1024 * 1024;

/** Carries a session over a WebSocket: every message starts with the number of its channel. */
export function* serveWebSocket(
	duplex: ByteDuplex,
	reader: ByteReader,
	head: HttpRequestHead,
	{ session, protocol }: WebSocketUpgrade,
): Task<void> {
	yield* duplex.write(webSocketHead(head, protocol));
	const base64 = protocol?.includes('base64') === true;
	try {
		for (;;) {
			const sent = session.receive();
			if (sent === 'end') {
				yield* duplex.write(encodeFrame('close', closeCode(1000)));
				return;
			}
			if (sent !== undefined) {
				yield* duplex.write(encodeMessage(sent.channel, sent.data, base64));
				continue;
			}
			if (!session.full() && reader.hasData()) {
				const message = yield* readMessage(reader, MESSAGE_BYTES_MAX);
				if (message === undefined || message.opcode === 'close') return;
				if (message.opcode === 'ping') yield* duplex.write(encodeFrame('pong', message.data));
				else if (message.opcode !== 'pong') deliver(session, message, base64);
				continue;
			}
			yield session.full() ? session.readable : anyOf([session.readable, duplex.readable]);
		}
	} finally {
		session.close();
	}
}

function deliver(session: UpgradeSession, { data }: WebSocketMessage, base64: boolean): void {
	const [first] = data;
	if (first === undefined) return;
	const rest = data.subarray(1);
	if (base64) {
		session.send(first - 48, decodeBase64(decodeUtf8(rest)));
	} else if (first === CLOSE_CHANNEL) {
		if (rest[0] !== undefined) session.closeChannel(rest[0]);
	} else session.send(first, rest);
}

function encodeMessage(channel: number, data: Uint8Array, base64: boolean): Uint8Array {
	if (base64) return encodeFrame('text', encodeUtf8(`${channel}${encodeBase64(data)}`));
	return encodeFrame('binary', concatBytes([Uint8Array.of(channel), data]));
}

/** The server's side of the opening handshake (RFC 6455, 4.2.2). */
export function webSocketHead({ headers }: HttpRequestHead, protocol: string | undefined): Uint8Array {
	const fields: [string, string][] = [
		['Upgrade', 'websocket'],
		['Connection', 'Upgrade'],
		['Sec-WebSocket-Accept', acceptKey(headers.get('sec-websocket-key') ?? '')],
	];
	if (protocol !== undefined) fields.push(['Sec-WebSocket-Protocol', protocol]);
	return encodeResponseHead({
		status: 101,
		reason: 'Switching Protocols',
		version: 'HTTP/1.1',
		headers: new HttpHeaders(fields),
	});
}

function closeCode(code: number): Uint8Array {
	return Uint8Array.of(code >> 8, code & 255);
}
