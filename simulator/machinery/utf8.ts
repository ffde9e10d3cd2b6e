/**
 * UTF-8, by the platform's own codec: the one pair of host globals the layers may use, because the
 * Encoding Standard defines their results to the bit (so they are deterministic) and they are an order
 * of magnitude faster than code of ours on the megabytes that lists and logs are.
 */
declare const TextEncoder: new () => { encode(text: string): Uint8Array };
declare const TextDecoder: new (
	label: string,
	options: { ignoreBOM: boolean },
) => { decode(bytes: Uint8Array): string };

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** A lone surrogate becomes U+FFFD. */
export function encodeUtf8(text: string): Uint8Array {
	return encoder.encode(text);
}

/** Malformed bytes become U+FFFD; a byte order mark is kept as a character. */
export function decodeUtf8(bytes: Uint8Array): string {
	return decoder.decode(bytes);
}

/**
 * Length of the longest prefix of `bytes` that does not cut a character in two: for readers that decode
 * a stream piece by piece.
 */
export function wholeCharacters(bytes: Uint8Array): number {
	const length = bytes.length;
	for (let back = 1; back <= 3 && back <= length; back++) {
		const byte = bytes[length - back] as number;
		if ((byte & 0xc0) === 0x80) continue;
		if (byte < 0x80) return length;
		const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
		return needed > back ? length - back : length;
	}
	return length;
}
