import {
	BLOCK_BYTES,
	decodeTarHeader,
	LONG_LINK,
	LONG_NAME,
	type TarEntry,
	tarHeader,
} from '../../machinery/tar/tar-format.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { FileData, ZEROS } from './file-data.ts';
import { paddedPieces } from './layer-tar.ts';

/** One thing in an archive. */
export interface ArchiveItem {
	readonly entry: TarEntry;
	readonly data: FileData;
}

const PIECE_BYTES = 65_536;

/** What an archive holds, as far as it can be read: holes of its files stay holes. */
export function* tarItems(archive: FileData): Generator<ArchiveItem, void, void> {
	for (const item of tarItemsInSteps(archive)) if (item !== undefined) yield item;
}

/** The same with steps of less than a millisecond in between, which are undefined. */
export function* tarItemsInSteps(archive: FileData): Generator<ArchiveItem | undefined, void, void> {
	let longName: string | undefined;
	let longLink: string | undefined;
	for (let at = 0; at + BLOCK_BYTES <= archive.size; ) {
		const block = archive.read(at, BLOCK_BYTES);
		at += BLOCK_BYTES;
		const header = block.every((byte) => byte === 0) ? undefined : decodeTarHeader(block);
		if (header === undefined) return;
		const data = yield* part(archive, at, header.size);
		at += Math.ceil(header.size / BLOCK_BYTES) * BLOCK_BYTES;
		if (header.flag === LONG_NAME) longName = textOf(data);
		else if (header.flag === LONG_LINK) longLink = textOf(data);
		else {
			const { entry } = header;
			yield { entry: { ...entry, name: longName ?? entry.name, linkName: longLink ?? entry.linkName }, data };
			longName = undefined;
			longLink = undefined;
		}
	}
}

function textOf(data: FileData): string {
	const bytes = data.readAll();
	const end = bytes.indexOf(0);
	return decodeUtf8(end < 0 ? bytes : bytes.subarray(0, end));
}

function* part(archive: FileData, from: number, size: number): Generator<undefined, FileData, void> {
	const data = new FileData();
	for (let done = 0; done < size; ) {
		const piece = archive.read(from + done, Math.min(PIECE_BYTES, size - done));
		if (piece.length === 0) break;
		data.write(done, isZero(piece) ? ZEROS.subarray(0, piece.length) : piece);
		done += piece.length;
		if (done < size) yield;
	}
	return data;
}

/** Whether there is nothing but zeros: such a piece is written as a hole. */
export function isZero(bytes: Uint8Array): boolean {
	if (bytes.buffer === ZEROS.buffer) return true;
	if (bytes.length > ZEROS.length) return false;
	for (let at = 0; at < bytes.length; at++) if (bytes[at] !== 0) return false;
	return true;
}

/** What is not there before it is written. */
export interface StreamedItem {
	readonly entry: TarEntry;
	/** Whole blocks. */
	readonly sizeBytes: number;
	readonly pieces: () => Iterable<Uint8Array>;
}

/** An archive of these things, piece by piece. */
export function* tarPieces(items: Iterable<ArchiveItem | StreamedItem>): Generator<Uint8Array, void, void> {
	for (const item of items) {
		if ('pieces' in item) {
			yield tarHeader(item.entry, item.sizeBytes);
			yield* item.pieces();
		} else {
			yield tarHeader(item.entry, item.data.size);
			yield* paddedPieces(item.data);
		}
	}
	yield ZEROS.subarray(0, 2 * BLOCK_BYTES);
}

/** All pieces together, holes as holes. */
export function joinedPieces(pieces: Iterable<Uint8Array>): FileData {
	const data = new FileData();
	for (const piece of pieces) data.write(data.size, isZero(piece) ? ZEROS.subarray(0, piece.length) : piece);
	return data;
}
