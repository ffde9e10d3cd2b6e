import type { ByteReader } from '../../../machinery/http/byte-reader.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../../machinery/utf8.ts';
import { wordsOf } from './redis-config.ts';
import type { Reply } from './resp.ts';

const LINE_BYTES_MAX = 65_536;
const BULK_BYTES_MAX = 16 * 1024 * 1024;
const WORDS_MAX = 65_536;

/** A command as clients send it, and as files and replicas get it. */
export function commandText(words: readonly string[]): string {
	return `*${words.length}\r\n${words.map((word) => `$${encodeUtf8(word).length}\r\n${word}\r\n`).join('')}`;
}

export function encodeCommand(words: readonly string[]): Uint8Array {
	return encodeUtf8(commandText(words));
}

/** One command, in RESP or typed inline; undefined at the end. */
export function* readCommand(reader: ByteReader): Task<string[] | undefined> {
	const line = yield* reader.line(LINE_BYTES_MAX);
	if (line === undefined) return undefined;
	if (!line.startsWith('*')) return wordsOf(line);
	const count = Number(line.slice(1));
	if (!Number.isInteger(count) || count < 0 || count > WORDS_MAX) return undefined;
	const words: string[] = [];
	for (let i = 0; i < count; i++) {
		const head = yield* reader.line(LINE_BYTES_MAX);
		const length = Number(head?.slice(1));
		if (!head?.startsWith('$') || !Number.isInteger(length) || length < 0 || length > BULK_BYTES_MAX) return undefined;
		words.push(decodeUtf8(yield* reader.exactly(length)));
		yield* reader.exactly(2);
	}
	return words;
}

export function* readReply(reader: ByteReader): Task<Reply> {
	const line = (yield* reader.line(LINE_BYTES_MAX)) ?? '-ERR Server closed the connection';
	const text = line.slice(1);
	switch (line[0]) {
		case '+':
			return { kind: 'simple', text };
		case ':':
			return { kind: 'integer', value: Number(text) };
		case '$': {
			if (text === '-1') return { kind: 'nil' };
			const data = decodeUtf8(yield* reader.exactly(Number(text)));
			yield* reader.exactly(2);
			return { kind: 'bulk', text: data };
		}
		case '*': {
			const items: Reply[] = [];
			for (let left = Number(text); left > 0; left--) items.push(yield* readReply(reader));
			return { kind: 'array', items };
		}
		default:
			return { kind: 'error', text };
	}
}
