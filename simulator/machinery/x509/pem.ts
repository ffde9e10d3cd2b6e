import { decodeBase64, encodeBase64 } from '../base64.ts';

export interface PemBlock {
	/** "CERTIFICATE", "RSA PRIVATE KEY". */
	readonly type: string;
	readonly bytes: Uint8Array;
}

/** With lines of 64 characters and a newline at the end. */
export function encodePem(type: string, bytes: Uint8Array): string {
	const lines = encodeBase64(bytes).match(/.{1,64}/g) ?? [];
	return [`-----BEGIN ${type}-----`, ...lines, `-----END ${type}-----`, ''].join('\n');
}

/** Every block of `text` in order; what is between them is skipped, as well as blocks that cannot be decoded. */
export function decodePem(text: string): readonly PemBlock[] {
	return [...pemBlocks(text)];
}

/** The same one by one: of thousands, who wants the first does not wait for the others. */
export function* pemBlocks(text: string): Generator<PemBlock, void, void> {
	for (const match of text.slice(0, TEXT_MAX).matchAll(BLOCK)) {
		const body = (match[2] as string).replaceAll('\n', '').replace(/\s+/g, '');
		const digits = body.indexOf('=');
		const isPadded = digits < 0 || ['=', '=='].includes(body.slice(digits));
		if (body.length % 4 !== 0 || !isPadded) continue;
		yield { type: match[1] as string, bytes: decodeBase64(body) };
	}
}

/** What comes behind so many characters is not read: bundles of all public authorities have less than half. */
const TEXT_MAX = 524_288;

const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----\s([A-Za-z0-9+/=\s]*)-----END \1-----/g;
