const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
	let value = byte << 24;
	for (let bit = 0; bit < 8; bit++) value = value & 0x80000000 ? (value << 1) ^ 0x04c11db7 : value << 1;
	return value >>> 0;
});

/** Goes on from `before`, 0xffffffff at first; the sum is what comes out, inverted. */
export function updateCrc(before: number, data: Uint8Array): number {
	let crc = before;
	for (const byte of data) crc = (crc << 8) ^ (TABLE[(crc >>> 24) ^ byte] as number);
	return crc >>> 0;
}

/** The sum of a file goes on with that of its next block. */
export function combineCrc(before: number, block: number): number {
	return (((before << 1) | (before >>> 31)) ^ block) >>> 0;
}
