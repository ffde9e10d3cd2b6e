import { decodeBase64, encodeBase64 } from '../base64.ts';
import { concatBytes } from '../http/byte-reader.ts';
import type { Random } from '../random.ts';
import { sha256 } from '../sha256.ts';
import { encodeUtf8 } from '../utf8.ts';

const TYPE = 'ssh-ed25519';
const BEGIN = '-----BEGIN OPENSSH PRIVATE KEY-----';
const END = '-----END OPENSSH PRIVATE KEY-----';
const LINE = 70;

export interface SshKeyPair {
	/** "ssh-ed25519 AAAA…", without a comment. */
	readonly publicKey: string;
	/** The file of the private key. */
	readonly privateKey: string;
}

/** A pair for a world's hosts. Differs: the two halves are random bytes, nobody here could sign with them. */
export function makeSshKey(random: Random, comment: string): SshKeyPair {
	const bytes = (count: number): Uint8Array => Uint8Array.from({ length: count }, () => random.uint32() & 0xff);
	const point = bytes(32);
	const blob = concatBytes([sized(TYPE), sized(point)]);
	const check = bytes(4);
	const secret = concatBytes([check, check, blob, sized(concatBytes([bytes(32), point])), sized(comment)]);
	const padding = Uint8Array.from({ length: (8 - (secret.length % 8)) % 8 }, (_, index) => index + 1);
	const container = concatBytes([
		encodeUtf8('openssh-key-v1\0'),
		sized('none'),
		sized('none'),
		sized(''),
		uint32(1),
		sized(blob),
		sized(concatBytes([secret, padding])),
	]);
	const lines = encodeBase64(container).match(new RegExp(`.{1,${LINE}}`, 'g')) ?? [];
	return { publicKey: `${TYPE} ${encodeBase64(blob)}`, privateKey: `${[BEGIN, ...lines, END].join('\n')}\n` };
}

/** The public key that a private key's file holds; undefined for what is no such file. Models PROTOCOL.key. */
export function publicKeyIn(privateKey: string): string | undefined {
	const begin = privateKey.indexOf(BEGIN);
	const end = privateKey.indexOf(END);
	if (begin < 0 || end < begin) return undefined;
	try {
		const container = decodeBase64(privateKey.slice(begin + BEGIN.length, end).replace(/\s/g, ''));
		const view = new DataView(container.buffer, container.byteOffset, container.length);
		let at = 'openssh-key-v1\0'.length;
		for (let field = 0; field < 3; field++) at += 4 + view.getUint32(at);
		at += 4;
		const blob = container.subarray(at + 4, at + 4 + view.getUint32(at));
		return `${TYPE} ${encodeBase64(blob)}`;
	} catch {
		return undefined;
	}
}

/** "SHA256:…" of a key as `ssh` shows it. */
export function keyFingerprint(publicKey: string): string {
	const blob = decodeBase64(publicKey.split(' ')[1] ?? '');
	return `SHA256:${encodeBase64(sha256(blob)).replace(/=+$/, '')}`;
}

/** Whether a file of keys (authorized_keys) lists this one: type and body, whatever stands before and after. */
export function listsKey(text: string, publicKey: string): boolean {
	return text.split('\n').some((line) => {
		const trimmed = line.trim();
		return !trimmed.startsWith('#') && ` ${trimmed} `.includes(` ${publicKey} `);
	});
}

function sized(content: Uint8Array | string): Uint8Array {
	const bytes = typeof content === 'string' ? encodeUtf8(content) : content;
	return concatBytes([uint32(bytes.length), bytes]);
}

function uint32(value: number): Uint8Array {
	const bytes = new Uint8Array(4);
	new DataView(bytes.buffer).setUint32(0, value);
	return bytes;
}
