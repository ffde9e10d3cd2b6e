import { encodeBase64 } from '../../machinery/base64.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';

/** How two ends in different clusters reach each other: what is posted is done when all have come to the present moment. */
export type Courier = (delivery: () => void) => void;

/** Bytes as a journal has them. */
export function journaled(bytes: Uint8Array): { readonly data: string; readonly base64?: true } {
	const text = decodeUtf8(bytes);
	const again = encodeUtf8(text);
	if (again.length === bytes.length && again.every((byte, index) => byte === bytes[index])) return { data: text };
	return { data: encodeBase64(bytes), base64: true };
}
