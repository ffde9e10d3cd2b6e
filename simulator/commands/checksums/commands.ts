import type { Command } from '../command.ts';
import { cksum, sum } from './cksum.ts';
import { b2sum, md5sum, sha1sum, sha224sum, sha256sum, sha384sum, sha512sum } from './digests.ts';

export const CHECKSUMS_COMMANDS: readonly Command[] = [
	b2sum,
	cksum,
	md5sum,
	sha1sum,
	sha224sum,
	sha256sum,
	sha384sum,
	sha512sum,
	sum,
];
