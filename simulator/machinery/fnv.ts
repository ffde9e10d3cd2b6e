/** FNV-1a over the UTF-8 bytes of `text` (or over bytes), continued from `hash`. An unsigned 32-bit number. */
export function fnv32a(data: string | Uint8Array, hash = FNV32_OFFSET): number {
	let state = hash;
	if (typeof data !== 'string') {
		for (const byte of data) state = Math.imul(state ^ byte, FNV32_PRIME);
		return state >>> 0;
	}
	for (let i = 0; i < data.length; i++) {
		let code = data.charCodeAt(i);
		if (code >= 0xd800 && code < 0xdc00 && i + 1 < data.length) code = data.codePointAt(i++) as number;
		if (code < 0x80) {
			state = Math.imul(state ^ code, FNV32_PRIME);
			continue;
		}
		const tail = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
		const lead = tail === 1 ? 0xc0 : tail === 2 ? 0xe0 : 0xf0;
		state = Math.imul(state ^ (lead | (code >> (6 * tail))), FNV32_PRIME);
		for (let shift = 6 * (tail - 1); shift >= 0; shift -= 6) {
			state = Math.imul(state ^ (0x80 | ((code >> shift) & 0x3f)), FNV32_PRIME);
		}
	}
	return state >>> 0;
}

const FNV32_OFFSET = 0x811c9dc5;
const FNV32_PRIME = 0x01000193;
