import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { Random } from '../../../simulator/machinery/random.ts';
import type { TarEntry } from '../../../simulator/machinery/tar/tar-format.ts';
import { encodeTarEntry, tarTrailer } from '../../../simulator/machinery/tar/tar-format.ts';
import type { TarItem } from '../../../simulator/machinery/tar/tar-reader.ts';
import { TarReader } from '../../../simulator/machinery/tar/tar-reader.ts';

const random = new Random('tar');
const FILES: readonly (readonly [name: string, size: number])[] = [
	['empty', 0],
	['one-byte', 1],
	['a-block', 512],
	['more-than-a-block', 513],
	[`long/${'name/'.repeat(40)}file`, 3_000],
	['large', 70_000],
	['last', 10],
];

function archive(): { bytes: Uint8Array; items: TarItem[] } {
	const entries: Uint8Array[] = [];
	let length = 0;
	const items = FILES.map(([name, size]) => {
		const data = random.bytes(size);
		const bytes = encodeTarEntry(file(name), data);
		entries.push(bytes);
		const from = length;
		length += bytes.length;
		return { entry: file(name), data, zeros: 0, from, to: length };
	});
	return { bytes: new Uint8Array(Buffer.concat([...entries, tarTrailer(length, 20)])), items };
}

function file(name: string): TarEntry {
	return {
		name,
		type: 'file',
		linkName: '',
		mode: 0o644,
		uid: 1000,
		gid: 1000,
		userName: 'candidate',
		groupName: 'candidate',
		mtimeMs: 1_700_000_000_000,
	};
}

/** Arrays of bytes are slow to compare one by one. */
function described({ entry, data, zeros, from, to }: TarItem): unknown {
	return { ...entry, zeros, from, to, bytes: data.length, sha256: createHash('sha256').update(data).digest('hex') };
}

test.each([1, 7, 100, 511, 512, 513, 4_096, 65_536])('an archive in pieces of %i bytes is the same', (pieceBytes) => {
	const { bytes, items } = archive();
	const reader = new TarReader();
	const read: TarItem[] = [];
	for (let at = 0; at < bytes.length; at += pieceBytes) {
		const piece = bytes.slice(at, at + pieceBytes);
		read.push(...reader.feed(piece));
		// What was fed belongs to whoever fed it.
		expect(Buffer.compare(piece, bytes.subarray(at, at + pieceBytes))).toBe(0);
	}
	expect(read.map(described)).toEqual(items.map(described));
	expect([reader.ended, reader.isIncomplete]).toEqual([true, false]);
});

test('an archive that is cut off is incomplete', () => {
	const { bytes } = archive();
	const reader = new TarReader();
	reader.feed(bytes.subarray(0, 512 + 512 + 100));
	expect([reader.ended, reader.isIncomplete]).toEqual([false, true]);
});
