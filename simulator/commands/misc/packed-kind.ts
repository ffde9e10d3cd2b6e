import { decodeUtf8 } from '../../machinery/utf8.ts';
import { strftime } from '../strftime.ts';
import type { ContentKind } from './content-kind.ts';

const SYSTEMS: Readonly<Record<number, string>> = {
	0: 'FAT filesystem (MS-DOS, OS/2, NT)',
	3: 'Unix',
	11: 'NTFS filesystem (NT)',
};

/** What is packed, and what its head says of it. */
export function packedKind(bytes: Uint8Array): ContentKind | undefined {
	const found = packedText(bytes);
	if (found === undefined) return undefined;
	const word = /^\w+/.exec(found)?.[0] ?? '';
	return { text: found, mime: TYPES[word] as string, charset: 'binary' };
}

const TYPES: Readonly<Record<string, string>> = {
	gzip: 'application/gzip',
	bzip2: 'application/x-bzip2',
	XZ: 'application/x-xz',
	Zstandard: 'application/zstd',
};

function packedText(bytes: Uint8Array): string | undefined {
	const starts = (...magic: readonly number[]): boolean => magic.every((byte, at) => bytes[at] === byte);
	if (starts(0x1f, 0x8b)) return gzipKind(bytes);
	if (starts(0x42, 0x5a, 0x68))
		return `bzip2 compressed data, block size = ${String.fromCharCode(bytes[3] ?? 0x39)}00k`;
	if (starts(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0)) return 'XZ compressed data, checksum CRC64';
	if (starts(0x28, 0xb5, 0x2f, 0xfd)) return 'Zstandard compressed data (v0.8+), Dictionary ID: None';
	return undefined;
}

/** "gzip compressed data, was "x", last modified: …, from Unix, original size modulo 2^32 69". */
function gzipKind(bytes: Uint8Array): string {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const parts = ['gzip compressed data'];
	const flags = bytes[3] ?? 0;
	if ((flags & 8) !== 0 && (flags & 4) === 0) {
		const end = bytes.indexOf(0, 10);
		parts.push(`was "${decodeUtf8(bytes.subarray(10, end < 0 ? undefined : end))}"`);
	}
	const seconds = bytes.length >= 8 ? view.getUint32(4, true) : 0;
	if (seconds > 0) parts.push(`last modified: ${strftime('%a %b %e %H:%M:%S %Y', seconds * 1000)}`);
	if (bytes[8] === 2) parts.push('max compression');
	if (bytes[8] === 4) parts.push('max speed');
	const system = SYSTEMS[bytes[9] ?? 255];
	if (system !== undefined) parts.push(`from ${system}`);
	// Of what is longer than the beginning that was read the end is not known.
	if (bytes.length >= 18 && bytes.length < 65_536) {
		parts.push(`original size modulo 2^32 ${view.getUint32(bytes.length - 4, true)}`);
	}
	return parts.join(', ');
}
