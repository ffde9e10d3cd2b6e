/**
 * The binary frames of the terminal, for both ends (no zod here: the browser loads it).
 *
 *     byte 0      kind
 *     byte 1      length of the terminal's id
 *     …           the id, ASCII
 *     4 bytes     big-endian: of input, its running number in this tab; of output, 0
 *     …           the bytes, UTF-8 as the terminal has them
 */
export const FRAME_KINDS = {
	/** Server → client: append to the terminal. */
	output: 1,
	/** Client → server: typed or pasted. */
	input: 2,
	/** Server → client: clear the terminal, then write: the whole scroll-back. */
	screen: 3,
} as const;

export type FrameKind = keyof typeof FRAME_KINDS;

export interface Frame {
	readonly kind: FrameKind;
	readonly terminal: string;
	readonly seq: number;
	readonly data: Uint8Array;
}

export function encodeFrame(frame: Frame): Uint8Array<ArrayBuffer> {
	const id = new TextEncoder().encode(frame.terminal);
	if (id.length === 0 || id.length > 64) throw new RangeError(`terminal id of ${id.length} bytes`);
	const bytes = new Uint8Array(6 + id.length + frame.data.length);
	bytes[0] = FRAME_KINDS[frame.kind];
	bytes[1] = id.length;
	bytes.set(id, 2);
	new DataView(bytes.buffer).setUint32(2 + id.length, frame.seq);
	bytes.set(frame.data, 6 + id.length);
	return bytes;
}

/** The frame in `bytes`; a string that says what is wrong with them when they are none. `data` shares their memory. */
export function decodeFrame(bytes: Uint8Array): Frame | string {
	const kind = (Object.keys(FRAME_KINDS) as FrameKind[]).find((name) => FRAME_KINDS[name] === bytes[0]);
	if (kind === undefined) return 'unknown kind of binary frame';
	const idLength = bytes[1] ?? 0;
	if (idLength === 0 || idLength > 64 || bytes.length < 6 + idLength) return 'binary frame is too short';
	const id = bytes.subarray(2, 2 + idLength);
	if (id.some((byte) => byte < 0x21 || byte > 0x7e)) return 'terminal id is not printable ASCII';
	return {
		kind,
		terminal: String.fromCharCode(...id),
		seq: new DataView(bytes.buffer, bytes.byteOffset).getUint32(2 + idLength),
		data: bytes.subarray(6 + idLength),
	};
}
