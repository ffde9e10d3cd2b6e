import { decodeUtf8, encodeUtf8 } from '../utf8.ts';

/** Everything in a tar archive comes in blocks of this many bytes. */
export const BLOCK_BYTES = 512;

export type TarEntryType = 'file' | 'directory' | 'symlink' | 'hardlink' | 'fifo' | 'label' | 'other';

export interface TarEntry {
	/** A directory's ends with a slash. */
	readonly name: string;
	readonly type: TarEntryType;
	/** Permission bits: 0o644. */
	readonly mode: number;
	readonly uid: number;
	readonly gid: number;
	readonly userName: string;
	readonly groupName: string;
	readonly mtimeMs: number;
	/** Of a link. */
	readonly linkName: string;
}

const TYPE_FLAGS: Readonly<Record<Exclude<TarEntryType, 'other'>, string>> = {
	file: '0',
	hardlink: '1',
	symlink: '2',
	directory: '5',
	fifo: '6',
	/** GNU: the name of the archive. */
	label: 'V',
};
export const LONG_NAME = 'L';
export const LONG_LINK = 'K';
/** POSIX: records that hold for the next entry, or for all that follow. */
export const PAX_NEXT = 'x';
export const PAX_ALL = 'g';
export type TarDialect = 'gnu' | 'ustar' | 'v7';
/** A file with holes: where its data lie, and how large it is. Models tar/sparse.c oldgnu_optab. */
const SPARSE = 'S';
const SPARSE_MAP_AT = 386;
const SPARSE_SIZE_AT = 483;
const NAME_BYTES = 100;
/** Octal digits of a size: 8 GiB, more than any file of the world. */
const SIZE_DIGITS = 11;

/** The header blocks and the data, padded to whole blocks: GNU format. @param zeros that follow it: a sparse file. */
export function encodeTarEntry(entry: TarEntry, data: Uint8Array, zeros = 0): Uint8Array {
	if (zeros === 0) return joined([tarHeader(entry, data.length), padded(data)]);
	const regions = [
		{ at: 0, length: data.length },
		{ at: data.length + zeros, length: 0 },
	];
	return joined([header(entry, SPARSE, data.length, regions), padded(data)]);
}

/** The header blocks alone: `size` bytes of data follow, padded to a whole block. */
export function tarHeader(entry: TarEntry, size: number, dialect: TarDialect = 'gnu'): Uint8Array {
	const parts: Uint8Array[] = [];
	if (encodeUtf8(entry.name).length > NAME_BYTES) parts.push(longText(LONG_NAME, entry.name));
	if (encodeUtf8(entry.linkName).length > NAME_BYTES) parts.push(longText(LONG_LINK, entry.linkName));
	const flag = entry.type === 'other' ? '0' : TYPE_FLAGS[entry.type];
	parts.push(header(entry, flag, size, [], dialect));
	return joined(parts);
}

/** Two empty blocks end an archive; GNU tar fills up to `recordBlocks` blocks. */
export function tarTrailer(bytesBefore: number, recordBlocks: number): Uint8Array {
	const record = recordBlocks * BLOCK_BYTES;
	const total = Math.ceil((bytesBefore + 2 * BLOCK_BYTES) / record) * record;
	return new Uint8Array(total - bytesBefore);
}

function longText(flag: string, text: string): Uint8Array {
	const data = encodeUtf8(`${text}\0`);
	const entry: TarEntry = {
		name: '././@LongLink',
		type: 'other',
		mode: 0o644,
		uid: 0,
		gid: 0,
		userName: 'root',
		groupName: 'root',
		mtimeMs: 0,
		linkName: '',
	};
	return joined([header(entry, flag, data.length), padded(data)]);
}

interface Region {
	readonly at: number;
	readonly length: number;
}

/** @param regions of a sparse file, the last ends it. */
function header(
	entry: TarEntry,
	flag: string,
	size: number,
	regions: readonly Region[] = [],
	dialect: TarDialect = 'gnu',
): Uint8Array {
	const block = new Uint8Array(BLOCK_BYTES);
	const text = (offset: number, length: number, value: string): void =>
		block.set(encodeUtf8(value).subarray(0, length), offset);
	const octal = (offset: number, digits: number, value: number): void =>
		text(offset, digits, Math.max(0, value).toString(8).padStart(digits, '0'));
	text(0, NAME_BYTES, entry.name);
	octal(100, 7, entry.mode);
	octal(108, 7, entry.uid);
	octal(116, 7, entry.gid);
	octal(124, SIZE_DIGITS, size);
	octal(136, SIZE_DIGITS, Math.floor(entry.mtimeMs / 1000));
	text(148, 8, '        ');
	text(156, 1, flag);
	text(157, NAME_BYTES, entry.linkName);
	if (dialect !== 'v7') {
		text(257, 8, dialect === 'gnu' ? 'ustar  ' : 'ustar\x0000');
		text(265, 31, entry.userName);
		text(297, 31, entry.groupName);
	}
	for (const [index, { at, length }] of regions.entries()) {
		octal(SPARSE_MAP_AT + index * 24, SIZE_DIGITS, at);
		octal(SPARSE_MAP_AT + index * 24 + 12, SIZE_DIGITS, length);
		octal(SPARSE_SIZE_AT, SIZE_DIGITS, at + length);
	}
	const sum = block.reduce((total, byte) => total + byte, 0);
	text(148, 8, `${sum.toString(8).padStart(6, '0')}\0 `);
	return block;
}

function padded(data: Uint8Array): Uint8Array {
	const out = new Uint8Array(Math.ceil(data.length / BLOCK_BYTES) * BLOCK_BYTES);
	out.set(data);
	return out;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
	const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
	let at = 0;
	for (const part of parts) {
		out.set(part, at);
		at += part.length;
	}
	return out;
}

/** What a header block says, and how much data follows it. */
export interface TarHeader {
	readonly entry: TarEntry;
	readonly flag: string;
	readonly size: number;
	/** Of a sparse file: the zeros behind its data. */
	readonly zeros: number;
}

/**
 * Undefined when the block is no header: its checksum does not fit, or it is of a sparse file that has data behind its
 * first hole. Differs: GNU tar reads these too.
 */
export function decodeTarHeader(block: Uint8Array): TarHeader | undefined {
	const text = (offset: number, length: number): string => {
		const field = block.subarray(offset, offset + length);
		const end = field.indexOf(0);
		return decodeUtf8(end < 0 ? field : field.subarray(0, end));
	};
	const octal = (offset: number, length: number): number =>
		(block[offset] as number) & 0x80
			? wide(block, offset, length)
			: Number.parseInt(text(offset, length).trim() || '0', 8);
	let sum = 8 * 32;
	for (let i = 0; i < BLOCK_BYTES; i++) if (i < 148 || i >= 156) sum += block[i] as number;
	if (octal(148, 8) !== sum) return undefined;
	const flag = text(156, 1);
	const prefix = text(257, 6) === 'ustar' && block[263] === 48 ? text(345, 155) : '';
	const name = text(0, NAME_BYTES);
	const entry: TarEntry = {
		name: prefix === '' ? name : `${prefix}/${name}`,
		type: tarEntryType(flag, name),
		mode: octal(100, 8) & 0o7777,
		uid: octal(108, 8),
		gid: octal(116, 8),
		userName: text(265, 32),
		groupName: text(297, 32),
		mtimeMs: octal(136, 12) * 1000,
		linkName: text(157, NAME_BYTES),
	};
	const size = octal(124, 12);
	if (flag !== SPARSE) return { entry, flag, size, zeros: 0 };
	const zeros = octal(SPARSE_SIZE_AT, 12) - size;
	const isSimple = octal(SPARSE_MAP_AT, 12) === 0 && octal(SPARSE_MAP_AT + 12, 12) === size;
	return isSimple && zeros >= 0 ? { entry, flag, size, zeros } : undefined;
}

/** Large numbers are written in base 256, marked by their first bit. */
function wide(block: Uint8Array, offset: number, length: number): number {
	let value = (block[offset] as number) & 0x7f;
	for (let at = offset + 1; at < offset + length; at++) value = value * 256 + (block[at] as number);
	return value;
}

/** A regular file whose whole name ends with a slash is a directory: so old archives have it. */
export function tarEntryType(flag: string, name: string): TarEntryType {
	if (flag === '' || flag === '0' || flag === '7' || flag === SPARSE) return name.endsWith('/') ? 'directory' : 'file';
	const found = Object.entries(TYPE_FLAGS).find(([, each]) => each === flag);
	return found === undefined ? 'other' : (found[0] as TarEntryType);
}
