import { decodeUtf8 } from '../utf8.ts';
import type { TarEntry, TarHeader } from './tar-format.ts';
import { BLOCK_BYTES, decodeTarHeader, LONG_LINK, LONG_NAME, tarEntryType } from './tar-format.ts';

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
	/** What has come and is not taken: from `#from` to `#to`. */
	#buffer: Uint8Array = new Uint8Array(0);
	#from = 0;
	#to = 0;
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
		return !this.#ended && (this.#header !== undefined || this.#pendingBytes > 0);
	}

	/** @throws TarError */
	feed(bytes: Uint8Array): TarItem[] {
		const items: TarItem[] = [];
		this.#append(bytes);
		for (;;) {
			if (this.#ended) {
				this.#buffer = new Uint8Array(0);
				this.#from = 0;
				this.#to = 0;
				return items;
			}
			const header = this.#header ?? this.#nextHeader();
			if (header === undefined) return items;
			this.#header = header;
			const padded = Math.ceil(header.size / BLOCK_BYTES) * BLOCK_BYTES;
			if (this.#pendingBytes < padded) return items;
			const data = this.#buffer.slice(this.#from, this.#from + header.size);
			this.#from += padded;
			this.#header = undefined;
			if (header.flag === LONG_NAME) this.#longName = textOf(data);
			else if (header.flag === LONG_LINK) this.#longLink = textOf(data);
			else items.push({ entry: this.#named(header), data, zeros: header.zeros });
		}
	}

	get #pendingBytes(): number {
		return this.#to - this.#from;
	}

	/** Costs what comes, not what is there: a large entry comes in thousands of pieces. */
	#append(bytes: Uint8Array): void {
		const pending = this.#pendingBytes;
		if (pending === 0) {
			this.#buffer = bytes;
			this.#from = 0;
			this.#to = bytes.length;
			return;
		}
		if (this.#to + bytes.length > this.#buffer.length) {
			const larger = new Uint8Array(2 * (pending + bytes.length));
			larger.set(this.#buffer.subarray(this.#from, this.#to));
			this.#buffer = larger;
			this.#from = 0;
			this.#to = pending;
		}
		this.#buffer.set(bytes, this.#to);
		this.#to += bytes.length;
	}

	#nextHeader(): TarHeader | undefined {
		if (this.#pendingBytes < BLOCK_BYTES) return undefined;
		const block = this.#buffer.subarray(this.#from, this.#from + BLOCK_BYTES);
		this.#from += BLOCK_BYTES;
		if (block.every((byte) => byte === 0)) {
			this.#ended = true;
			return undefined;
		}
		const header = decodeTarHeader(block);
		if (header === undefined) throw new TarError('archive/tar: invalid tar header');
		return header;
	}

	#named({ entry, flag }: TarHeader): TarEntry {
		const name = this.#longName ?? entry.name;
		const named = {
			...entry,
			name,
			type: tarEntryType(flag, name),
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
