import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import { FileData } from './file-data.ts';

/** Which program of the registry an executable is, and how large its file claims to be. */
export interface ExecutableImage {
	readonly program: string;
	readonly size: number;
}

/**
 * What an executable reads as: an ELF header that names the program, then zeros up to its size. Because the
 * name is in the bytes, a copy (cp, tar, curl, kubectl cp) is as executable as the original.
 */
export function executableStub(image: ExecutableImage): FileData {
	const data = FileData.of(executableHeader(image));
	data.truncate(Math.max(image.size, HEADER_BYTES));
	return data;
}

/** Its first bytes: what comes after them is zeros. For who unpacks one. */
export function executableHeader({ program, size }: ExecutableImage): Uint8Array {
	const header = new Uint8Array(HEADER_BYTES);
	header.set(ELF_HEADER);
	header.set(encodeUtf8(`${MARK}${program}\n${size}\n`), ELF_HEADER.length);
	return header;
}

/** The program that these bytes are a copy of; undefined when they are no stub. */
export function parseExecutableStub(data: FileData): ExecutableImage | undefined {
	const header = data.read(0, HEADER_BYTES);
	if (header.length < HEADER_BYTES || ELF_HEADER.some((byte, index) => header[index] !== byte)) return undefined;
	const [mark, program, size] = splitMark(decodeUtf8(header.subarray(ELF_HEADER.length)));
	if (mark === undefined || program === undefined || size === undefined) return undefined;
	return { program, size: Number(size) };
}

function splitMark(text: string): (string | undefined)[] {
	if (!text.startsWith(MARK)) return [];
	const [program, size] = text.slice(MARK.length).split('\n');
	return [MARK, program, size];
}

const MARK = 'kubedrill-program:';
const HEADER_BYTES = 256;

/** 64-bit little-endian position-independent executable for x86-64; entry point and headers as a linker lays them. */
const ELF_HEADER: readonly number[] = [
	0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0x3e, 0, 1, 0, 0, 0, 0x40, 0x10, 0, 0, 0, 0, 0, 0,
	0x40, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x40, 0, 0x38, 0, 1, 0, 0x40, 0, 0, 0, 0, 0,
];
