import { encodeBase64 } from '../base64.ts';
import { sha1 } from '../sha1.ts';
import type { Task } from '../task.ts';
import { encodeUtf8 } from '../utf8.ts';
import { type ByteReader, concatBytes } from './byte-reader.ts';
import { HttpSyntaxError } from './http-reader.ts';

export type WebSocketOpcode = 'continuation' | 'text' | 'binary' | 'close' | 'ping' | 'pong';

const OPCODES: ReadonlyMap<number, WebSocketOpcode> = new Map([
	[0, 'continuation'],
	[1, 'text'],
	[2, 'binary'],
	[8, 'close'],
	[9, 'ping'],
	[10, 'pong'],
]);
const NUMBERS = new Map([...OPCODES].map(([number, name]) => [name, number]));

/** A whole message, or a control frame. */
export interface WebSocketMessage {
	readonly opcode: Exclude<WebSocketOpcode, 'continuation'>;
	readonly data: Uint8Array;
}

/** What the server answers to a client's Sec-WebSocket-Key (RFC 6455, 1.3). */
export function acceptKey(key: string): string {
	return encodeBase64(sha1(encodeUtf8(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)));
}

/** @param mask four bytes, from clients only (they must mask; servers must not). */
export function encodeFrame(opcode: WebSocketOpcode, data: Uint8Array, mask?: Uint8Array): Uint8Array {
	const { length } = data;
	const extended = length < 126 ? 0 : length < 65_536 ? 2 : 8;
	const head = new Uint8Array(2 + extended + (mask === undefined ? 0 : 4));
	head[0] = 0x80 | (NUMBERS.get(opcode) as number);
	head[1] = (mask === undefined ? 0 : 0x80) | (extended === 0 ? length : extended === 2 ? 126 : 127);
	const view = new DataView(head.buffer);
	if (extended === 2) view.setUint16(2, length);
	if (extended === 8) view.setUint32(6, length);
	if (mask === undefined) return concatBytes([head, data]);
	head.set(mask, 2 + extended);
	return concatBytes([head, masked(data, mask)]);
}

/** The next message, put together from its frames; undefined when the connection ends. Throws HttpSyntaxError. */
export function* readMessage(reader: ByteReader, maxBytes: number): Task<WebSocketMessage | undefined> {
	const parts: Uint8Array[] = [];
	let opcode: WebSocketMessage['opcode'] | undefined;
	let length = 0;
	for (;;) {
		if ((yield* reader.peek()) === undefined) return undefined;
		const frame = yield* readFrame(reader, maxBytes - length);
		if (frame.opcode === 'close' || frame.opcode === 'ping' || frame.opcode === 'pong') {
			return { opcode: frame.opcode, data: frame.data };
		}
		if ((frame.opcode === 'continuation') !== (opcode !== undefined)) throw protocolError('unexpected continuation');
		if (frame.opcode !== 'continuation') opcode = frame.opcode;
		parts.push(frame.data);
		length += frame.data.length;
		if (frame.final) return { opcode: opcode as 'text' | 'binary', data: concatBytes(parts) };
	}
}

interface Frame {
	readonly opcode: WebSocketOpcode;
	readonly final: boolean;
	readonly data: Uint8Array;
}

function* readFrame(reader: ByteReader, maxBytes: number): Task<Frame> {
	const head = yield* reader.exactly(2);
	const [first = 0, second = 0] = head;
	const opcode = OPCODES.get(first & 0x0f);
	if (opcode === undefined || (first & 0x70) !== 0) throw protocolError('bad opcode');
	let length = second & 0x7f;
	if (length === 126) length = dataView(yield* reader.exactly(2)).getUint16(0);
	else if (length === 127) {
		const view = dataView(yield* reader.exactly(8));
		if (view.getUint32(0) !== 0) throw protocolError('frame too large');
		length = view.getUint32(4);
	}
	if (length > maxBytes) throw protocolError('frame too large');
	const mask = (second & 0x80) === 0 ? undefined : yield* reader.exactly(4);
	const data = yield* reader.exactly(length);
	return { opcode, final: (first & 0x80) !== 0, data: mask === undefined ? data : masked(data, mask) };
}

function masked(data: Uint8Array, mask: Uint8Array): Uint8Array {
	const out = new Uint8Array(data.length);
	for (let i = 0; i < data.length; i++) out[i] = (data[i] as number) ^ (mask[i & 3] as number);
	return out;
}

function dataView(bytes: Uint8Array): DataView {
	return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

function protocolError(message: string): HttpSyntaxError {
	return new HttpSyntaxError(400, `websocket: ${message}`);
}
