import { decodeBase64, encodeBase64 } from '../base64.ts';
import { hmacSha1 } from '../hmac.ts';
import { encodeUtf8 } from '../utf8.ts';
import { fitsPatterns } from './keyword-lines.ts';

/** A line of known_hosts that says something. */
export interface KnownHostLine {
	/** From 1. */
	readonly line: number;
	/** As it stands. */
	readonly text: string;
	readonly marker: 'cert-authority' | 'revoked' | undefined;
	/** Patterns, or one hash. */
	readonly hosts: string;
	/** "ssh-ed25519 AAAA…". */
	readonly key: string;
	readonly comment: string;
}

/** Models hostfile.c hostkeys_foreach. */
export function knownHostLines(text: string): KnownHostLine[] {
	return text.split('\n').flatMap((raw, index) => {
		const words = raw.trim().split(/\s+/);
		const marker = words[0]?.startsWith('@') ? (words.shift() as string).slice(1) : undefined;
		const [hosts = '', type, body, ...comment] = words;
		if (hosts.startsWith('#') || type === undefined || body === undefined) return [];
		if (marker !== undefined && marker !== 'cert-authority' && marker !== 'revoked') return [];
		return [{ line: index + 1, text: raw, marker, hosts, key: `${type} ${body}`, comment: comment.join(' ') }];
	});
}

/** CPU steps of asking that: its name may be a digest. */
export const LINE_STEPS = 8;

/** Whether a line is about a host: "node01", "[node01]:2222". */
export function isAbout({ hosts }: Pick<KnownHostLine, 'hosts'>, name: string): boolean {
	const host = name.toLowerCase();
	if (!isHashed(hosts)) return fitsPatterns(host, hosts.toLowerCase().split(','));
	const [, , salt = '', hash = ''] = hosts.split('|');
	try {
		return encodeBase64(hmacSha1(decodeBase64(salt), encodeUtf8(host))) === hash;
	} catch {
		return false;
	}
}

export function isHashed(hosts: string): boolean {
	return hosts.startsWith('|1|');
}

/** "|1|salt|hash". Models hostfile.c host_hash. @param salt 20 random bytes. */
export function hashedHost(name: string, salt: Uint8Array): string {
	return `|1|${encodeBase64(salt)}|${encodeBase64(hmacSha1(salt, encodeUtf8(name.toLowerCase())))}`;
}
