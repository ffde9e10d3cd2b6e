import type { LazyText } from '../../machinery/lazy-text.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';

/** Bytes a chunk holds. Appends and overwrites touch one chunk, so a growing log costs O(1) a byte. */
const CHUNK_BYTES = 65_536;

/**
 * Zeros that readers get for holes. Data that is a view of it is recognised when written, so that copying a
 * program of 50 MB takes no memory.
 */
export const ZEROS = new Uint8Array(CHUNK_BYTES);

/**
 * The content of a regular file: chunks, each possibly shared with a snapshot (copied before it is changed).
 * A chunk may be shorter than its extent: the rest reads as zeros (a hole).
 */
export class FileData {
	#chunks: Uint8Array[] = [];
	#owned: boolean[] = [];
	#size = 0;
	#heldBytes = 0;
	/** Stands for the chunks until somebody needs them. */
	#pending: LazyText | undefined;

	/** @param bytes kept, not copied: the caller gives them away. */
	static of(bytes: Uint8Array): FileData {
		const data = new FileData();
		for (let offset = 0; offset < bytes.length; offset += CHUNK_BYTES) {
			data.#chunks.push(bytes.length <= CHUNK_BYTES ? bytes : bytes.subarray(offset, offset + CHUNK_BYTES));
			data.#owned.push(false);
		}
		data.#size = bytes.length;
		data.#heldBytes = bytes.length;
		return data;
	}

	static ofContent(content: string | Uint8Array): FileData {
		return FileData.of(typeof content === 'string' ? encodeUtf8(content) : content);
	}

	/** @param text shorter than a chunk. */
	static lazy(text: LazyText): FileData {
		if (text.length > CHUNK_BYTES) throw new Error('assertion failed: a lazy text of more than a chunk');
		const data = new FileData();
		data.#pending = text;
		data.#size = text.length;
		data.#heldBytes = text.length;
		return data;
	}

	get size(): number {
		return this.#size;
	}

	/** Where the last byte that is kept ends: from there on it is a hole. */
	get solidBytes(): number {
		this.#load();
		for (let index = this.#chunks.length - 1; index >= 0; index--) {
			const length = (this.#chunks[index] as Uint8Array).length;
			if (length > 0) return Math.min(this.#size, index * CHUNK_BYTES + length);
		}
		return 0;
	}

	/** Bytes that are there: holes and zeros that were never anything else take none. */
	get heldBytes(): number {
		return this.#heldBytes;
	}

	/** A second content that starts equal; both copy a chunk before they change it. O(chunks). */
	share(): FileData {
		const copy = new FileData();
		copy.#chunks = [...this.#chunks];
		copy.#owned = this.#chunks.map(() => false);
		copy.#size = this.#size;
		copy.#heldBytes = this.#heldBytes;
		copy.#pending = this.#pending;
		this.#owned = copy.#owned.slice();
		return copy;
	}

	/** At most `max` bytes from `offset`; empty at the end. The result is the caller's, unless all of it is a hole. */
	read(offset: number, max: number): Uint8Array {
		const length = Math.min(max, this.#size - offset);
		if (length <= 0) return EMPTY;
		this.#load();
		const first = Math.floor(offset / CHUNK_BYTES);
		if (length <= CHUNK_BYTES && this.#isHole(first, offset, length)) return ZEROS.subarray(0, length);
		const out = new Uint8Array(length);
		for (let done = 0; done < length; ) {
			const at = offset + done;
			const within = at % CHUNK_BYTES;
			const piece = Math.min(length - done, CHUNK_BYTES - within);
			const chunk = this.#chunks[Math.floor(at / CHUNK_BYTES)];
			if (chunk !== undefined && within < chunk.length) out.set(chunk.subarray(within, within + piece), done);
			done += piece;
		}
		return out;
	}

	readAll(): Uint8Array {
		return this.read(0, this.#size);
	}

	write(offset: number, data: Uint8Array): void {
		this.#load();
		if (offset > this.#size) this.truncate(offset);
		const zeros = isZeros(data);
		for (let done = 0; done < data.length; ) {
			const at = offset + done;
			const index = Math.floor(at / CHUNK_BYTES);
			const within = at % CHUNK_BYTES;
			const piece = Math.min(data.length - done, CHUNK_BYTES - within);
			const chunk = this.#chunks[index];
			if (!(zeros && within >= (chunk?.length ?? 0))) {
				this.#extend(index);
				this.#writable(index, within + piece).set(data.subarray(done, done + piece), within);
			}
			done += piece;
			this.#size = Math.max(this.#size, offset + done);
		}
	}

	truncate(size: number): void {
		this.#load();
		const chunks = Math.ceil(size / CHUNK_BYTES);
		if (size < this.#size) {
			this.#chunks.length = Math.min(this.#chunks.length, chunks);
			this.#owned.length = this.#chunks.length;
			const tail = size % CHUNK_BYTES;
			const last = this.#chunks[chunks - 1];
			if (tail !== 0 && last !== undefined && last.length > tail) {
				this.#chunks[chunks - 1] = last.slice(0, tail);
				this.#owned[chunks - 1] = true;
			}
			this.#heldBytes = this.#chunks.reduce((sum, chunk) => sum + chunk.length, 0);
		}
		this.#size = size;
	}

	#load(): void {
		if (this.#pending === undefined) return;
		const bytes = encodeUtf8(this.#pending.text);
		this.#chunks = [bytes];
		this.#owned = [false];
		this.#heldBytes = bytes.length;
		this.#pending = undefined;
	}

	#isHole(index: number, offset: number, length: number): boolean {
		const within = offset % CHUNK_BYTES;
		const here = this.#chunks[index];
		if (here !== undefined && within < here.length) return false;
		if (within + length <= CHUNK_BYTES) return true;
		return (this.#chunks[index + 1]?.length ?? 0) === 0;
	}

	#extend(index: number): void {
		while (this.#chunks.length <= index) {
			this.#chunks.push(EMPTY);
			this.#owned.push(false);
		}
	}

	/** The chunk, ours and with room for `end` bytes. */
	#writable(index: number, end: number): Uint8Array {
		const chunk = this.#chunks[index] as Uint8Array;
		if (this.#owned[index] && chunk.length >= end) return chunk;
		const grown =
			chunk.length === 0 || end <= chunk.length ? end : Math.min(CHUNK_BYTES, Math.max(end, 2 * chunk.length));
		const copy = new Uint8Array(Math.max(grown, chunk.length));
		copy.set(chunk);
		this.#heldBytes += copy.length - chunk.length;
		this.#chunks[index] = copy;
		this.#owned[index] = true;
		return copy;
	}
}

/** Whether data is zeros: known without a look at it, or, where there is much of it, found out. */
export function isZeros(data: Uint8Array): boolean {
	if (data.buffer === ZEROS.buffer) return true;
	return data.length >= LOOKED_AT_BYTES && data.every((byte) => byte === 0);
}

/** What comes over a network has been copied: programs are downloads of many zeros. */
const LOOKED_AT_BYTES = 4_096;

const EMPTY = new Uint8Array(0);
