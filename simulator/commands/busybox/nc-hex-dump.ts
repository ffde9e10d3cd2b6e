import { encodeUtf8 } from '../../machinery/utf8.ts';

/** Lines of 16 bytes: direction, offset, digits and text. Models busybox networking/nc_bloaty.c oprint. */
export function hexDump(direction: '<' | '>', offset: number, data: Uint8Array): Uint8Array {
	let text = '';
	for (let at = 0; at < data.length; at += 16) {
		const bytes = [...data.subarray(at, at + 16)];
		const digits = bytes.map((byte) => `${byte.toString(16).padStart(2, '0')} `).join('');
		const shown = bytes.map((byte) => (byte > 31 && byte < 127 ? String.fromCharCode(byte) : '.')).join('');
		text += `${direction} ${(offset + at).toString(16).padStart(8, '0')} ${digits.padEnd(48)}# ${shown}\n`;
	}
	return encodeUtf8(text);
}
