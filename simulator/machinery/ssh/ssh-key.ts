import { decodeBase64, encodeBase64 } from '../base64.ts';
import { concatBytes } from '../http/byte-reader.ts';
import type { Random } from '../random.ts';
import { sha256 } from '../sha256.ts';
import { decodeUtf8, encodeUtf8 } from '../utf8.ts';

const MAGIC = 'openssh-key-v1\0';
const BEGIN = '-----BEGIN OPENSSH PRIVATE KEY-----';
const END = '-----END OPENSSH PRIVATE KEY-----';
const LINE = 70;

export interface SshKeyPair {
	/** "ssh-ed25519 AAAA…", without a comment. */
	readonly publicKey: string;
	/** The file of the private key. */
	readonly privateKey: string;
}

/** The numbers of a key, each as the wire has it. */
export interface SshKeyParts {
	/** "ssh-ed25519". */
	readonly type: string;
	readonly publicFields: readonly Uint8Array[];
	readonly privateFields: readonly Uint8Array[];
}

/** A pair for a world's hosts. Differs: the two halves are random bytes, nobody here could sign with them. */
export function makeSshKey(random: Random, comment: string): SshKeyPair {
	const bytes = (count: number): Uint8Array => Uint8Array.from({ length: count }, () => random.uint32() & 0xff);
	const point = bytes(32);
	const check = bytes(4);
	return sshKeyFiles(ed25519Parts(bytes(32), point), comment, check);
}

export function ed25519Parts(seed: Uint8Array, point: Uint8Array): SshKeyParts {
	return {
		type: 'ssh-ed25519',
		publicFields: [point],
		privateFields: [point, concatBytes([seed, point])],
	};
}

/** The two files of a key without a passphrase. Models PROTOCOL.key. @param check four random bytes. */
export function sshKeyFiles(parts: SshKeyParts, comment: string, check: Uint8Array): SshKeyPair {
	const { type, publicFields, privateFields } = parts;
	const blob = concatBytes([sized(type), ...publicFields.map(sized)]);
	const secret = concatBytes([check, check, sized(type), ...privateFields.map(sized), sized(comment)]);
	const padding = Uint8Array.from({ length: (8 - (secret.length % 8)) % 8 }, (_, index) => index + 1);
	const container = concatBytes([
		encodeUtf8(MAGIC),
		sized('none'),
		sized('none'),
		sized(''),
		uint32(1),
		sized(blob),
		sized(concatBytes([secret, padding])),
	]);
	const lines = encodeBase64(container).match(new RegExp(`.{1,${LINE}}`, 'g')) ?? [];
	return { publicKey: `${type} ${encodeBase64(blob)}`, privateKey: `${[BEGIN, ...lines, END].join('\n')}\n` };
}

/** The public key that a private key's file holds; undefined for what is no such file. Models PROTOCOL.key. */
export function publicKeyIn(privateKey: string): string | undefined {
	return readPrivateKey(privateKey)?.publicKey;
}

/** Both halves of what a private key's file tells without its passphrase. */
export function readPrivateKey(text: string): { readonly publicKey: string; readonly comment: string } | undefined {
	const begin = text.indexOf(BEGIN);
	const end = text.indexOf(END);
	if (begin < 0 || end < begin) return undefined;
	try {
		const container = decodeBase64(text.slice(begin + BEGIN.length, end).replace(/\s/g, ''));
		const fields = wireFields(container.subarray(MAGIC.length), 3);
		const [blob, secret] = wireFields(container.subarray(MAGIC.length + fields.bytes + 4), 2).fields;
		if (blob === undefined || secret === undefined) return undefined;
		const type = decodeUtf8(wireFields(blob, 1).fields[0] as Uint8Array);
		// After the two checks: the type, the numbers, the comment.
		const count = type === 'ssh-rsa' ? 8 : 4;
		const comment = wireFields(secret.subarray(8), count).fields[count - 1] as Uint8Array;
		return { publicKey: `${type} ${encodeBase64(blob)}`, comment: decodeUtf8(comment) };
	} catch {
		return undefined;
	}
}

/** The first `count` strings of a message. */
export function wireFields(
	bytes: Uint8Array,
	count: number,
): { readonly fields: readonly Uint8Array[]; readonly bytes: number } {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
	const fields: Uint8Array[] = [];
	let at = 0;
	for (let field = 0; field < count; field++) {
		const length = view.getUint32(at);
		if (at + 4 + length > bytes.length) throw new RangeError('a field goes beyond its message');
		fields.push(bytes.subarray(at + 4, at + 4 + length));
		at += 4 + length;
	}
	return { fields, bytes: at };
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
