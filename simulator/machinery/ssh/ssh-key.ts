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

/** How a private key is kept from those who do not know the passphrase. */
export interface KeyProtection {
	readonly passphrase: string;
	/** 16 random bytes. */
	readonly salt: Uint8Array;
	readonly rounds: number;
}

/**
 * The two files of a key. Models PROTOCOL.key. Differs: the key stream of a passphrase is made by SHA-256 and not by
 * bcrypt, which is slow by design. @param check four random bytes.
 */
export function sshKeyFiles(
	parts: SshKeyParts,
	comment: string,
	check: Uint8Array,
	protection?: KeyProtection,
): SshKeyPair {
	const { type, publicFields, privateFields } = parts;
	const blob = concatBytes([sized(type), ...publicFields.map(sized)]);
	const secret = concatBytes([check, check, sized(type), ...privateFields.map(sized), sized(comment)]);
	const block = protection === undefined ? 8 : 16;
	const padding = Uint8Array.from({ length: (block - (secret.length % block)) % block }, (_, index) => index + 1);
	const padded = concatBytes([secret, padding]);
	const options = protection === undefined ? '' : concatBytes([sized(protection.salt), uint32(protection.rounds)]);
	const container = concatBytes([
		encodeUtf8(MAGIC),
		sized(protection === undefined ? 'none' : CIPHER),
		sized(protection === undefined ? 'none' : 'bcrypt'),
		sized(options),
		uint32(1),
		sized(blob),
		sized(protection === undefined ? padded : masked(padded, protection.passphrase, protection.salt)),
	]);
	const lines = encodeBase64(container).match(new RegExp(`.{1,${LINE}}`, 'g')) ?? [];
	return { publicKey: `${type} ${encodeBase64(blob)}`, privateKey: `${[BEGIN, ...lines, END].join('\n')}\n` };
}

const CIPHER = 'aes256-ctr';

function masked(bytes: Uint8Array, passphrase: string, salt: Uint8Array): Uint8Array {
	const out = new Uint8Array(bytes.length);
	for (let at = 0; at < bytes.length; at += 32) {
		const stream = sha256(concatBytes([salt, uint32(at), encodeUtf8(passphrase)]));
		for (let index = 0; index < 32 && at + index < bytes.length; index++) {
			out[at + index] = (bytes[at + index] as number) ^ (stream[index] as number);
		}
	}
	return out;
}

export interface PrivateKeyFile {
	readonly publicKey: string;
	/** Undefined while the passphrase is not known. */
	readonly secret: { readonly comment: string; readonly parts: SshKeyParts } | undefined;
	readonly isProtected: boolean;
	readonly rounds: number;
}

/** What a private key's file tells; undefined for what is no such file. Models PROTOCOL.key. @param passphrase '' for none. */
export function readPrivateKey(text: string, passphrase = ''): PrivateKeyFile | undefined {
	const begin = text.indexOf(BEGIN);
	const end = text.indexOf(END);
	if (begin < 0 || end < begin) return undefined;
	try {
		const container = decodeBase64(text.slice(begin + BEGIN.length, end).replace(/\s/g, ''));
		const fields = wireFields(container.subarray(MAGIC.length), 3);
		const [cipher, , options] = fields.fields as [Uint8Array, Uint8Array, Uint8Array];
		const [blob, kept] = wireFields(container.subarray(MAGIC.length + fields.bytes + 4), 2).fields;
		if (blob === undefined || kept === undefined) return undefined;
		const type = decodeUtf8(wireFields(blob, 1).fields[0] as Uint8Array);
		const publicKey = `${type} ${encodeBase64(blob)}`;
		const isProtected = decodeUtf8(cipher) !== 'none';
		const salt = isProtected ? (wireFields(options, 1).fields[0] as Uint8Array) : new Uint8Array(0);
		const rounds = isProtected ? new DataView(options.buffer, options.byteOffset + options.length - 4).getUint32(0) : 0;
		const secret = isProtected ? masked(kept, passphrase, salt) : kept;
		const isOpen = [0, 1, 2, 3].every((at) => secret[at] === secret[at + 4]) && (!isProtected || passphrase !== '');
		return { publicKey, isProtected, rounds, secret: isOpen ? secretParts(type, blob, secret) : undefined };
	} catch {
		return undefined;
	}
}

/** After the two checks: the type, the numbers, the comment. */
function secretParts(type: string, blob: Uint8Array, secret: Uint8Array): PrivateKeyFile['secret'] {
	const count = type === 'ssh-rsa' ? 8 : type.startsWith('ecdsa') ? 5 : 4;
	const found = wireFields(secret.subarray(8), count).fields;
	const publicCount = type === 'ssh-rsa' || type.startsWith('ecdsa') ? 3 : 2;
	const publicFields = wireFields(blob, publicCount).fields.slice(1);
	return {
		comment: decodeUtf8(found[count - 1] as Uint8Array),
		parts: { type, publicFields, privateFields: found.slice(1, -1) },
	};
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

function sized(content: Uint8Array | string): Uint8Array {
	const bytes = typeof content === 'string' ? encodeUtf8(content) : content;
	return concatBytes([uint32(bytes.length), bytes]);
}

function uint32(value: number): Uint8Array {
	const bytes = new Uint8Array(4);
	new DataView(bytes.buffer).setUint32(0, value);
	return bytes;
}
