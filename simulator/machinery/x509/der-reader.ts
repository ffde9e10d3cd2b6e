import { decodeUtf8 } from '../utf8.ts';

/** Thrown for bytes that are not DER, or not what was expected. A result: who reads a file says which file. */
export class DerError extends Error {
	constructor(message: string) {
		super(message);
		this.name = 'DerError';
	}
}

/** One element: its tag, its contents, and all its bytes. */
export interface DerElement {
	readonly tag: number;
	readonly contents: Uint8Array;
	readonly whole: Uint8Array;
}

/** Reads elements one after another. */
export class DerReader {
	readonly #bytes: Uint8Array;
	#at = 0;

	constructor(bytes: Uint8Array) {
		this.#bytes = bytes;
	}

	get isAtEnd(): boolean {
		return this.#at >= this.#bytes.length;
	}

	peekTag(): number | undefined {
		return this.#bytes[this.#at];
	}

	/** The next element; with `tag`, it must have it. */
	next(tag?: number): DerElement {
		const start = this.#at;
		const found = this.#bytes[start];
		if (found === undefined) throw new DerError('asn1: syntax error: data truncated');
		if (tag !== undefined && found !== tag) throw new DerError('asn1: structure error: tags don’t match');
		const [length, headerEnd] = this.#length(start + 1);
		const end = headerEnd + length;
		if (end > this.#bytes.length) throw new DerError('asn1: syntax error: data truncated');
		this.#at = end;
		return {
			tag: found,
			contents: this.#bytes.subarray(headerEnd, end),
			whole: this.#bytes.subarray(start, end),
		};
	}

	/** The next element when it has `tag`. */
	optional(tag: number): DerElement | undefined {
		return this.peekTag() === tag ? this.next() : undefined;
	}

	/** A reader of the next element's contents. */
	enter(tag: number): DerReader {
		return new DerReader(this.next(tag).contents);
	}

	objectIdentifier(): string {
		const bytes = this.next(0x06).contents;
		const arcs: number[] = [];
		let arc = 0;
		for (const byte of bytes) {
			arc = arc * 128 + (byte & 0x7f);
			if ((byte & 0x80) !== 0) continue;
			arcs.push(arc);
			arc = 0;
		}
		const first = arcs.shift() ?? 0;
		const root = Math.min(2, Math.floor(first / 40));
		return [root, first - root * 40, ...arcs].join('.');
	}

	/** Milliseconds since the epoch. */
	time(): number {
		const { tag, contents } = this.next();
		const text = decodeUtf8(contents);
		const [, century, year, month, day, hour, minute, second] =
			/^(\d\d)??(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(text) ?? [];
		if (year === undefined || (tag !== 0x17 && tag !== 0x18)) throw new DerError('x509: malformed time');
		const full = century === undefined ? (Number(year) >= 50 ? 1900 : 2000) + Number(year) : Number(century + year);
		return Date.UTC(full, Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
	}

	#length(at: number): [length: number, end: number] {
		const first = this.#bytes[at];
		if (first === undefined) throw new DerError('asn1: syntax error: data truncated');
		if (first < 0x80) return [first, at + 1];
		const count = first & 0x7f;
		if (count === 0 || count > 4) throw new DerError('asn1: structure error: length too large');
		let length = 0;
		for (let index = 1; index <= count; index++) length = length * 256 + (this.#bytes[at + index] ?? 0);
		return [length, at + 1 + count];
	}
}
