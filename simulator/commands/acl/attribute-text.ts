import { decodeBase64, encodeBase64 } from '../../machinery/base64.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';

export type AttributeEncoding = 'text' | 'hex' | 'base64';

/** One sign in so many may be unprintable in what is shown as text. Models getfattr's well_enough_printable. */
const PRINTABLE_SHARE = 8;

/** '"hello"', "0x68" or "0saA==". */
export function valueText(value: Uint8Array, encoding: AttributeEncoding | undefined): string {
	const how = encoding ?? (isPrintable(value) ? 'text' : 'base64');
	if (how === 'hex') return `0x${[...value].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
	if (how === 'base64') return `0s${encodeBase64(value)}`;
	return `"${quoted(decodeUtf8(value))}"`;
}

function isPrintable(value: Uint8Array): boolean {
	const length = value.at(-1) === 0 ? value.length - 1 : value.length;
	let unprintable = 0;
	for (const byte of value.subarray(0, length)) if (byte < 0x20 || byte > 0x7e) unprintable++;
	return length >= unprintable * PRINTABLE_SHARE;
}

function quoted(text: string): string {
	return text
		.replace(/["\\]/g, '\\$&')
		.replace(/[\0\n\r]/g, (sign) => `\\${sign.charCodeAt(0).toString(8).padStart(3, '0')}`);
}

/** What a user gives as a value; undefined of what cannot be read. */
export function valueBytes(text: string): Uint8Array | undefined {
	if (/^0x/i.test(text)) {
		const digits = text.slice(2);
		if (!/^(?:[\da-f]{2})*$/i.test(digits)) return undefined;
		return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
	}
	if (/^0s/i.test(text)) {
		const digits = text.slice(2);
		return digits.length % 4 === 0 && /^[A-Za-z\d+/]*={0,2}$/.test(digits) ? decodeBase64(digits) : undefined;
	}
	const inner = text.length > 1 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text;
	return encodeUtf8(
		inner.replace(/\\(\\|"|[0-7]{1,3})/g, (_, sign: string) =>
			/\d/.test(sign) ? String.fromCharCode(Number.parseInt(sign, 8) & 0xff) : sign,
		),
	);
}
