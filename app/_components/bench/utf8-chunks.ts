/** Cuts UTF-8 into pieces of at most `size` bytes that end at a character's end. */
export function utf8Chunks(bytes: Uint8Array, size: number): Uint8Array[] {
	const chunks: Uint8Array[] = [];
	let start = 0;
	while (start < bytes.length) {
		let end = Math.min(start + size, bytes.length);
		// 10xxxxxx continues a character: go back to its first byte.
		while (end < bytes.length && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--;
		chunks.push(bytes.subarray(start, end));
		start = end;
	}
	return chunks;
}
