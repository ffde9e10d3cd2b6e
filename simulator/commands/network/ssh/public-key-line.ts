import { decodeBase64 } from '../../../machinery/base64.ts';
import { sha256 } from '../../../machinery/sha256.ts';
import { keyFingerprint, wireFields } from '../../../machinery/ssh/ssh-key.ts';
import { md5 } from '../../checksums/md5.ts';
import { randomart } from './randomart.ts';

/** A key as a line of a .pub file, of authorized_keys or of known_hosts has it. */
export interface KeyLine {
	/** "ssh-rsa AAAA…". */
	readonly key: string;
	/** '' when there is none. */
	readonly comment: string;
}

const LINE = /(?:^|\s)((?:ssh-(?:rsa|ed25519|dss)|ecdsa-sha2-nistp\d+) [A-Za-z0-9+/]+=*)(?:\s+(.*))?$/;
const NAMES: ReadonlyMap<string, string> = new Map([
	['ssh-rsa', 'RSA'],
	['ssh-ed25519', 'ED25519'],
	['ssh-dss', 'DSA'],
]);

export function keyLineOf(line: string): KeyLine | undefined {
	if (line.startsWith('#')) return undefined;
	const [, key, comment = ''] = LINE.exec(line.trimEnd()) ?? [];
	return key === undefined ? undefined : { key, comment };
}

/** "RSA". */
export function keyTypeName({ key }: KeyLine): string {
	return NAMES.get(key.split(' ')[0] as string) ?? 'ECDSA';
}

/** "256 SHA256:… root@node (ED25519)". */
export function keySummary(line: KeyLine, hash: 'sha256' | 'md5'): string {
	const fingerprint = hash === 'sha256' ? keyFingerprint(line.key) : `MD5:${colons(md5(blobOf(line)))}`;
	return `${bitsOf(line)} ${fingerprint} ${line.comment || 'no comment'} (${keyTypeName(line)})`;
}

export function picture(line: KeyLine): string {
	return randomart(sha256(blobOf(line)), `${keyTypeName(line)} ${bitsOf(line)}`, 'SHA256');
}

function blobOf({ key }: KeyLine): Uint8Array {
	return decodeBase64(key.split(' ')[1] as string);
}

function bitsOf(line: KeyLine): number {
	const curve = /^ecdsa-sha2-nistp(\d+)/.exec(line.key)?.[1];
	if (curve !== undefined) return Number(curve);
	if (!line.key.startsWith('ssh-rsa')) return 256;
	const [, , modulus = new Uint8Array(0)] = wireFields(blobOf(line), 3).fields;
	const first = modulus.findIndex((byte) => byte !== 0);
	return (modulus.length - first) * 8 - Math.clz32(modulus[first] ?? 0) + 24;
}

function colons(bytes: Uint8Array): string {
	return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(':');
}
