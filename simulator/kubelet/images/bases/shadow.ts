import type { PathEntry } from '../layer-builder.ts';

const SHADOW_GID = 42;

/**
 * /etc/shadow of an image: nobody in it has a password.
 * @param passwd as /etc/passwd has it.
 * @param tail what stands behind a locked password: when it was changed, and how long it is good for.
 */
export function shadowFile(passwd: string, tail: string, mode = 0o640, gid = SHADOW_GID): PathEntry {
	const names = passwd.split('\n').flatMap((line) => line.split(':')[0] || []);
	return ['/etc/shadow', { type: 'file', mode, gid, content: names.map((name) => `${name}:${tail}\n`).join('') }];
}
