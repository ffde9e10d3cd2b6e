const NEWLINE = 10;
const FIRST_LENGTH = 1_024;
/** A buffer that has become longer is not kept for what comes next. */
const KEPT_LENGTH = 65_536;

/** Bytes that are added to, a little at a time. */
export class ByteBuffer {
	#bytes = new Uint8Array(0);
	#length = 0;

	get length(): number {
		return this.#length;
	}

	addAscii(text: string): void {
		this.#grow(text.length);
		for (let at = 0; at < text.length; at++) this.#bytes[this.#length + at] = text.charCodeAt(at);
		this.#length += text.length;
	}

	/** With a newline behind it. */
	addLine(content: Uint8Array): void {
		this.#grow(content.length + 1);
		if (content.length < SHORT) {
			for (let at = 0; at < content.length; at++) this.#bytes[this.#length + at] = content[at] as number;
		} else this.#bytes.set(content, this.#length);
		this.#length += content.length;
		this.#bytes[this.#length++] = NEWLINE;
	}

	/** All there is; it is empty afterwards. What is returned holds until something is added. */
	take(): Uint8Array {
		const taken = this.#bytes.subarray(0, this.#length);
		this.#length = 0;
		if (this.#bytes.length > KEPT_LENGTH) this.#bytes = new Uint8Array(0);
		return taken;
	}

	#grow(more: number): void {
		const wanted = this.#length + more;
		if (wanted <= this.#bytes.length) return;
		const bytes = new Uint8Array(Math.max(FIRST_LENGTH, wanted, 2 * this.#bytes.length));
		bytes.set(this.#bytes.subarray(0, this.#length));
		this.#bytes = bytes;
	}
}

/** Copied sooner one by one. */
const SHORT = 64;
