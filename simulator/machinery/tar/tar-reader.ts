import { decodeUtf8 } from '../utf8.ts';
import type { TarEntry, TarHeader } from './tar-format.ts';
import { BLOCK_BYTES, decodeTarHeader, LONG_LINK, LONG_NAME } from './tar-format.ts';

/** The bytes are no tar archive. */
export class TarError extends Error {}

export interface TarItem {
	readonly entry: TarEntry;
	readonly data: Uint8Array;
	/** So many zeros follow the data: a hole. */
	readonly zeros: number;
}

/** Takes an archive piece by piece and gives its entries, each when all of it is there. */
export class TarReader {
	#pending: Uint8Array = new Uint8Array(0);
	#header: TarHeader | undefined;
	#longName: string | undefined;
	#longLink: string | undefined;
	#ended = false;

	/** Whether the end mark has come; what follows it is ignored. */
	get ended(): boolean {
		return this.#ended;
	}

	/** Whether bytes of an entry are still missing. */
	get isIncomplete(): boolean {
		return !this.#ended && (this.#header !== undefined || this.#pending.length > 0);
	}

	/** @throws TarError */
	feed(bytes: Uint8Array): TarItem[] {
		const items: TarItem[] = [];
		this.#append(bytes);
		for (;;) {
			if (this.#ended) {
				this.#pending = new Uint8Array(0);
				return items;
			}
			const header = this.#header ?? this.#nextHeader();
			if (header === undefined) return items;
			this.#header = header;
			const padded = Math.ceil(header.size / BLOCK_BYTES) * BLOCK_BYTES;
			if (this.#pending.length < padded) return items;
			const data = this.#pending.slice(0, header.size);
			this.#pending = this.#pending.subarray(padded);
			this.#header = undefined;
			if (header.flag === LONG_NAME) this.#longName = textOf(data);
			else if (header.flag === LONG_LINK) this.#longLink = textOf(data);
			else items.push({ entry: this.#named(header.entry), data, zeros: header.zeros });
		}
	}

	#append(bytes: Uint8Array): void {
		if (this.#pending.length === 0) {
			this.#pending = bytes;
			return;
		}
		const joined = new Uint8Array(this.#pending.length + bytes.length);
		joined.set(this.#pending);
		joined.set(bytes, this.#pending.length);
		this.#pending = joined;
	}

	#nextHeader(): TarHeader | undefined {
		if (this.#pending.length < BLOCK_BYTES) return undefined;
		const block = this.#pending.subarray(0, BLOCK_BYTES);
		this.#pending = this.#pending.subarray(BLOCK_BYTES);
		if (block.every((byte) => byte === 0)) {
			this.#ended = true;
			return undefined;
		}
		const header = decodeTarHeader(block);
		if (header === undefined) throw new TarError('archive/tar: invalid tar header');
		return header;
	}

	#named(entry: TarEntry): TarEntry {
		const named = {
			...entry,
			name: this.#longName ?? entry.name,
			linkName: this.#longLink ?? entry.linkName,
		};
		this.#longName = undefined;
		this.#longLink = undefined;
		return named;
	}
}

function textOf(data: Uint8Array): string {
	const end = data.indexOf(0);
	return decodeUtf8(end < 0 ? data : data.subarray(0, end));
}
