import { describe, expect, test } from 'vitest';
import { InputQueue } from '../../app/_components/bench/input-queue.ts';
import { utf8Chunks } from '../../app/_components/bench/utf8-chunks.ts';

const KIB = 1024;

/** A queue and what it has sent, by number. */
function connected(lastSeq = 0): { readonly queue: InputQueue; readonly sent: string[] } {
	const sent: string[] = [];
	const queue = new InputQueue();
	queue.connect(lastSeq, (payload) => sent.push(String(payload)));
	return { queue, sent };
}

function type(queue: InputQueue, bytes = 1): number {
	const seq = queue.next();
	queue.push(seq, String(seq), bytes);
	return seq;
}

describe('what is typed and not yet in the journal', () => {
	test('goes out at once and is forgotten when it is acknowledged', () => {
		const { queue, sent } = connected();
		type(queue);
		queue.acknowledge(type(queue));
		queue.connect(2, (payload) => sent.push(String(payload)));
		expect(sent).toEqual(['1', '2']);
	});

	test('comes once more after a reconnect, in order and only what the journal lacks', () => {
		const { queue, sent } = connected();
		for (let count = 0; count < 3; count++) type(queue);
		queue.disconnect();
		type(queue);
		expect(sent).toEqual(['1', '2', '3']);
		queue.connect(2, (payload) => sent.push(String(payload)));
		expect(sent).toEqual(['1', '2', '3', '3', '4']);
	});

	test('a large paste waits for acknowledgements, and what comes after it waits behind it', () => {
		const { queue, sent } = connected();
		for (let count = 0; count < 20; count++) type(queue, 48 * KIB);
		expect(sent).toHaveLength(10);
		queue.acknowledge(4);
		expect(sent).toHaveLength(14);
		type(queue, 0);
		expect(sent).toHaveLength(14);
		queue.acknowledge(14);
		expect(sent).toEqual(Array.from({ length: 21 }, (_, index) => String(index + 1)));
	});

	test('numbers go on from what another page of the same visitor has had', () => {
		const { queue } = connected(7);
		expect(queue.next()).toBe(8);
	});

	test('nothing is left of a world that is no more', () => {
		const { queue, sent } = connected();
		queue.disconnect();
		type(queue);
		queue.drop();
		queue.connect(0, (payload) => sent.push(String(payload)));
		expect(sent).toEqual([]);
	});
});

test('pastes are cut between characters, Korean ones too', () => {
	const bytes = new TextEncoder().encode('가나다 abc 한글😀'.repeat(100));
	for (const size of [4, 5, 6, 7, 64, 10_000]) {
		const chunks = utf8Chunks(bytes, size);
		expect(chunks.every((each) => each.length <= size)).toBe(true);
		const strict = new TextDecoder('utf-8', { fatal: true });
		expect(chunks.map((each) => strict.decode(each)).join('')).toBe('가나다 abc 한글😀'.repeat(100));
	}
});
