import { decodeUtf8 } from '../utf8.ts';
import { type PaxRecords, paxEntry, readPaxRecords } from './pax-records.ts';
import type { TarEntry, TarHeader } from './tar-format.ts';
import { BLOCK_BYTES, decodeTarHeader, LONG_LINK, LONG_NAME, PAX_ALL, PAX_NEXT, tarEntryType } from './tar-format.ts';

/** The bytes are no tar archive. */
export class TarError extends Error {}

export interface TarItem {
	readonly entry: TarEntry;
	readonly data: Uint8Array;
	/** So many zeros follow the data: a hole. */
	readonly zeros: number;
	/** Where its blocks begin and end in the archive. */
	readonly from: number;
	readonly to: number;
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
	#paxNext: PaxRecords | undefined;
	#paxAll: PaxRecords | undefined;
	#ended = false;
	/** Bytes taken so far, and where the entry that is being read began. */
	#position = 0;
	#begun = 0;

	/** Whether the end mark has come; what follows it is ignored. */
	get ended(): boolean {
		return this.#ended;
	}

	/** Whether bytes of an entry are still missing. */
	get isIncomplete(): boolean {
		return !this.#ended && (this.#header !== undefined || this.#pendingBytes > 0);
	}

	/** Where the last entry ended: what marks the end of the archive begins here. */
	get end(): number {
		return this.#begun;
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
			this.#position += padded;
			this.#header = undefined;
			if (header.flag === LONG_NAME) this.#longName = textOf(data);
			else if (header.flag === LONG_LINK) this.#longLink = textOf(data);
			else if (header.flag === PAX_NEXT) this.#paxNext = readPaxRecords(data);
			else if (header.flag === PAX_ALL) this.#paxAll = new Map([...(this.#paxAll ?? []), ...readPaxRecords(data)]);
			else {
				items.push({ entry: this.#named(header), data, zeros: header.zeros, from: this.#begun, to: this.#position });
				this.#begun = this.#position;
			}
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
		this.#position += BLOCK_BYTES;
		if (block.every((byte) => byte === 0)) {
			this.#ended = true;
			return undefined;
		}
		const header = decodeTarHeader(block);
		if (header === undefined) throw new TarError('archive/tar: invalid tar header');
		const size = Number(this.#pax('size') ?? header.size);
		return header.flag === PAX_NEXT || header.flag === PAX_ALL ? header : { ...header, size };
	}

	#pax(key: string): string | undefined {
		return this.#paxNext?.get(key) ?? this.#paxAll?.get(key);
	}

	#named({ entry: own, flag }: TarHeader): TarEntry {
		const entry = paxEntry(own, (key) => this.#pax(key));
		const name = this.#longName ?? entry.name;
		const named = {
			...entry,
			name,
			type: tarEntryType(flag, name),
			linkName: this.#longLink ?? entry.linkName,
		};
		this.#longName = undefined;
		this.#longLink = undefined;
		this.#paxNext = undefined;
		return named;
	}
}

function textOf(data: Uint8Array): string {
	const end = data.indexOf(0);
	return decodeUtf8(end < 0 ? data : data.subarray(0, end));
}
