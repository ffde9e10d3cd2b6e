/** Bytes of an address as certificates hold them: 4, or 16 for IPv6. Undefined for what is no address. */
export function parseIp(text: string): Uint8Array | undefined {
	if (/^\d+\.\d+\.\d+\.\d+$/.test(text)) {
		const bytes = text.split('.').map(Number);
		return bytes.every((byte) => byte < 256) ? Uint8Array.from(bytes) : undefined;
	}
	if (!/^[0-9a-fA-F:]+$/.test(text) || !text.includes(':')) return undefined;
	const [head = '', tail, more] = text.split('::');
	const groups = (part: string | undefined): string[] => (part ? part.split(':') : []);
	const left = groups(head);
	const right = groups(tail);
	const missing = 8 - left.length - right.length;
	if (more !== undefined || (tail === undefined ? missing !== 0 : missing < 1)) return undefined;
	const all = [...left, ...Array.from({ length: missing }, () => '0'), ...right].map((group) =>
		Number.parseInt(group, 16),
	);
	if (!all.every((group) => group >= 0 && group <= 0xffff)) return undefined;
	return Uint8Array.from(all.flatMap((group) => [group >> 8, group & 0xff]));
}

/** Dotted or, with the longest run of zeros cut, colon notation. */
export function formatIp(bytes: Uint8Array): string {
	if (bytes.length !== 16) return [...bytes].join('.');
	const groups = Array.from({ length: 8 }, (_, index) => ((bytes[2 * index] ?? 0) << 8) | (bytes[2 * index + 1] ?? 0));
	let best = { start: -1, length: 1 };
	for (let start = 0; start < 8; start++) {
		let length = 0;
		while (start + length < 8 && groups[start + length] === 0) length++;
		if (length > best.length) best = { start, length };
	}
	const hex = groups.map((group) => group.toString(16));
	if (best.start < 0) return hex.join(':');
	return `${hex.slice(0, best.start).join(':')}::${hex.slice(best.start + best.length).join(':')}`;
}
