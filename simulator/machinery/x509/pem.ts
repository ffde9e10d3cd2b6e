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
	const blocks: PemBlock[] = [];
	for (const match of text.matchAll(BLOCK)) {
		const body = (match[2] as string).replace(/\s+/g, '');
		if (body.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(body)) continue;
		blocks.push({ type: match[1] as string, bytes: decodeBase64(body) });
	}
	return blocks;
}

const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----\s([A-Za-z0-9+/=\s]*)-----END \1-----/g;
