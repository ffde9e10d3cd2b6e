import { concatBytes } from '../http/byte-reader.ts';
import { decodeUtf8, encodeUtf8 } from '../utf8.ts';

/** Kinds of packets. Models draft-ietf-secsh-filexfer-02. */
export const SFTP = {
	init: 1,
	version: 2,
	open: 3,
	close: 4,
	read: 5,
	write: 6,
	lstat: 7,
	fstat: 8,
	setstat: 9,
	fsetstat: 10,
	opendir: 11,
	readdir: 12,
	remove: 13,
	mkdir: 14,
	rmdir: 15,
	realpath: 16,
	stat: 17,
	rename: 18,
	readlink: 19,
	symlink: 20,
	status: 101,
	handle: 102,
	data: 103,
	name: 104,
	attributes: 105,
	extended: 200,
	extendedReply: 201,
} as const;

export const SFTP_STATUS = {
	ok: 0,
	end: 1,
	noSuchFile: 2,
	denied: 3,
	failure: 4,
	badMessage: 5,
	unsupported: 8,
} as const;

/** What an SFTP client says of a status. Models sftp-common.c fx2txt. */
const STATUS_TEXTS: readonly string[] = [
	'Success',
	'End of file',
	'No such file or directory',
	'Permission denied',
	'Failure',
	'Bad message',
	'No connection',
	'Connection lost',
	'Operation unsupported',
];

export function statusText(status: number): string {
	return STATUS_TEXTS[status] ?? 'Unknown status';
}

export const SFTP_OPEN = { read: 1, write: 2, append: 4, create: 8, truncate: 16, exclusive: 32 } as const;

/** Longer packets are nobody's. */
export const SFTP_PACKET_BYTES_MAX = 262_144;

const FLAG = { size: 1, owner: 2, mode: 4, times: 8 } as const;

/** Of a file: what is not there is not said. */
export interface SftpAttributes {
	readonly size?: number;
	readonly uid?: number;
	readonly gid?: number;
	/** With the bits of its kind. */
	readonly mode?: number;
	readonly atimeSeconds?: number;
	readonly mtimeSeconds?: number;
}

/** Puts a packet together. */
export class SftpWriter {
	readonly #parts: Uint8Array[] = [];

	byte(value: number): this {
		this.#parts.push(Uint8Array.of(value));
		return this;
	}

	number(value: number): this {
		const bytes = new Uint8Array(4);
		new DataView(bytes.buffer).setUint32(0, value);
		this.#parts.push(bytes);
		return this;
	}

	long(value: number): this {
		return this.number(Math.floor(value / 2 ** 32)).number(value % 2 ** 32);
	}

	text(content: string | Uint8Array): this {
		const bytes = typeof content === 'string' ? encodeUtf8(content) : content;
		this.number(bytes.length);
		this.#parts.push(bytes);
		return this;
	}

	attributes({ size, uid, gid, mode, atimeSeconds, mtimeSeconds }: SftpAttributes): this {
		const flags =
			(size === undefined ? 0 : FLAG.size) |
			(uid === undefined ? 0 : FLAG.owner) |
			(mode === undefined ? 0 : FLAG.mode) |
			(mtimeSeconds === undefined ? 0 : FLAG.times);
		this.number(flags);
		if (size !== undefined) this.long(size);
		if (uid !== undefined) this.number(uid).number(gid ?? uid);
		if (mode !== undefined) this.number(mode);
		if (mtimeSeconds !== undefined) this.number(atimeSeconds ?? mtimeSeconds).number(mtimeSeconds);
		return this;
	}

	/** With its length before it. */
	packet(): Uint8Array {
		const body = concatBytes(this.#parts);
		const head = new Uint8Array(4);
		new DataView(head.buffer).setUint32(0, body.length);
		return concatBytes([head, body]);
	}
}

/** Takes a packet apart. Throws RangeError where it is too short. */
export class SftpReader {
	readonly #bytes: Uint8Array;
	readonly #view: DataView;
	#at = 0;

	constructor(bytes: Uint8Array) {
		this.#bytes = bytes;
		this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
	}

	get isAtEnd(): boolean {
		return this.#at >= this.#bytes.length;
	}

	byte(): number {
		return this.#view.getUint8(this.#at++);
	}

	number(): number {
		this.#at += 4;
		return this.#view.getUint32(this.#at - 4);
	}

	long(): number {
		return this.number() * 2 ** 32 + this.number();
	}

	bytes(): Uint8Array {
		const length = this.number();
		if (this.#at + length > this.#bytes.length) throw new RangeError('a string goes beyond its packet');
		this.#at += length;
		return this.#bytes.subarray(this.#at - length, this.#at);
	}

	text(): string {
		return decodeUtf8(this.bytes());
	}

	attributes(): SftpAttributes {
		const flags = this.number();
		const size = flags & FLAG.size ? { size: this.long() } : {};
		const owner = flags & FLAG.owner ? { uid: this.number(), gid: this.number() } : {};
		const mode = flags & FLAG.mode ? { mode: this.number() } : {};
		const times = flags & FLAG.times ? { atimeSeconds: this.number(), mtimeSeconds: this.number() } : {};
		return { ...size, ...owner, ...mode, ...times };
	}
}
