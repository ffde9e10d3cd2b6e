/** A sum of what is fed to it, piece by piece. */
export interface Digest {
	feed(bytes: Uint8Array): void;
	/** The sum; nothing may be fed after it. */
	finish(): Uint8Array;
}

export interface BlockDigestOptions {
	readonly blockBytes: 64 | 128;
	/** Works a block of `view`, from `offset` on, into the state. */
	readonly mix: (view: DataView, offset: number) => void;
	readonly isLittleEndian: boolean;
	/** The state as bytes. */
	readonly sum: () => Uint8Array;
}

/** The way of MD5 and the SHA families: whole blocks are mixed in; a bit, zeros and the number of bits fill the last. */
export class BlockDigest implements Digest {
	readonly #options: BlockDigestOptions;
	readonly #rest: Uint8Array;
	#restBytes = 0;
	#bytes = 0;

	constructor(options: BlockDigestOptions) {
		this.#options = options;
		this.#rest = new Uint8Array(options.blockBytes);
	}

	feed(bytes: Uint8Array): void {
		const { blockBytes, mix } = this.#options;
		this.#bytes += bytes.length;
		let at = 0;
		if (this.#restBytes > 0) {
			at = Math.min(blockBytes - this.#restBytes, bytes.length);
			this.#rest.set(bytes.subarray(0, at), this.#restBytes);
			this.#restBytes += at;
			if (this.#restBytes < blockBytes) return;
			mix(new DataView(this.#rest.buffer), 0);
		}
		const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
		for (; at + blockBytes <= bytes.length; at += blockBytes) mix(view, at);
		this.#rest.set(bytes.subarray(at));
		this.#restBytes = bytes.length - at;
	}

	finish(): Uint8Array {
		const { blockBytes, isLittleEndian, sum } = this.#options;
		const end = new Uint8Array(
			(this.#restBytes + 1 + blockBytes / 8 > blockBytes ? 2 : 1) * blockBytes - this.#restBytes,
		);
		end[0] = 0x80;
		const view = new DataView(end.buffer);
		const [low, high] = [(this.#bytes * 8) >>> 0, Math.floor(this.#bytes / 0x20000000)];
		view.setUint32(end.length - (isLittleEndian ? 8 : 4), low, isLittleEndian);
		view.setUint32(end.length - (isLittleEndian ? 4 : 8), high, isLittleEndian);
		this.feed(end);
		return sum();
	}
}

/** The sum of one message. */
export function digestOf(digest: Digest, message: Uint8Array): Uint8Array {
	digest.feed(message);
	return digest.finish();
}
