import type { ByteDuplex } from '../../../machinery/http/byte-duplex.ts';
import type { ByteReader } from '../../../machinery/http/byte-reader.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8 } from '../../../machinery/utf8.ts';

const NAME_BYTES_MAX = 255;

/** Where a client of a SOCKS proxy wants to be connected, and what it is told of how that went. */
export interface SocksWish {
	readonly host: string;
	readonly port: number;
	/** @param isOpen whether there is a connection. */
	readonly answer: (isOpen: boolean) => Uint8Array;
}

/** Reads SOCKS 4, 4A and 5. Undefined for what is none of them. Models channels.c channel_decode_socks4, _socks5. */
export function* socksWish(near: ByteDuplex, reader: ByteReader): Task<SocksWish | undefined> {
	const [version] = yield* reader.exactly(1);
	if (version === 4) return yield* socks4(reader);
	return version === 5 ? yield* socks5(near, reader) : undefined;
}

function* socks4(reader: ByteReader): Task<SocksWish | undefined> {
	const head = yield* reader.exactly(7);
	if (head[0] !== 1) return undefined;
	const address = head.subarray(3);
	yield* untilZero(reader);
	// 0.0.0.x: the name stands behind the user.
	const isNamed = address[0] === 0 && address[1] === 0 && address[2] === 0 && address[3] !== 0;
	const host = isNamed ? yield* untilZero(reader) : address.join('.');
	const answer = (isOpen: boolean): Uint8Array => Uint8Array.of(0, isOpen ? 90 : 91, 0, 0, 0, 0, 0, 0);
	return { host, port: portIn(head, 1), answer };
}

function* socks5(near: ByteDuplex, reader: ByteReader): Task<SocksWish | undefined> {
	const [count = 0] = yield* reader.exactly(1);
	const methods = yield* reader.exactly(count);
	if (!methods.includes(0)) {
		yield* near.write(Uint8Array.of(5, 255));
		return undefined;
	}
	yield* near.write(Uint8Array.of(5, 0));
	const [version, command, , kind] = yield* reader.exactly(4);
	if (version !== 5 || command !== 1) return undefined;
	let host: string;
	if (kind === 1) host = (yield* reader.exactly(4)).join('.');
	else if (kind === 3) {
		const [length = 0] = yield* reader.exactly(1);
		host = decodeUtf8(yield* reader.exactly(length));
	} else return undefined;
	const answer = (isOpen: boolean): Uint8Array => Uint8Array.of(5, isOpen ? 0 : 5, 0, 1, 0, 0, 0, 0, 0, 0);
	return { host, port: portIn(yield* reader.exactly(2), 0), answer };
}

function* untilZero(reader: ByteReader): Task<string> {
	const bytes: number[] = [];
	for (let [byte = 0] = yield* reader.exactly(1); byte !== 0; [byte = 0] = yield* reader.exactly(1)) {
		if (bytes.length < NAME_BYTES_MAX) bytes.push(byte);
	}
	return decodeUtf8(Uint8Array.from(bytes));
}

function portIn(bytes: Uint8Array, at: number): number {
	return ((bytes[at] as number) << 8) | (bytes[at + 1] as number);
}
