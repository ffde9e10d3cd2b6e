import { ALL_CAPABILITIES, NO_CAPABILITIES } from '../../kernel/capabilities.ts';
import type { FileTree } from '../../kernel/machine-api.ts';
import type { Credentials } from '../../kernel/process-api.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';

/** A user as /etc/passwd and /etc/group of a machine describe them. */
export interface Account {
	readonly name: string;
	readonly home: string;
	readonly shell: string;
	readonly credentials: Credentials;
}

/** Undefined when the machine has no such user. */
export function findAccount(root: FileTree, name: string): Account | undefined {
	const fields = lines(root, '/etc/passwd').find(([user]) => user === name);
	const [, , uidText, gidText, , home, shell] = fields ?? [];
	if (uidText === undefined || gidText === undefined || home === undefined) return undefined;
	const uid = Number(uidText);
	const gid = Number(gidText);
	const memberOf = lines(root, '/etc/group')
		.filter(([, , , members]) => (members ?? '').split(',').includes(name))
		.map(([, , id]) => Number(id));
	return {
		name,
		home: home === '' ? '/' : home,
		shell: shell === undefined || shell === '' ? '/bin/sh' : shell,
		credentials: {
			uid,
			gid,
			groups: [...new Set([gid, ...memberOf])].sort((a, b) => a - b),
			capabilities: uid === 0 ? ALL_CAPABILITIES : NO_CAPABILITIES,
		},
	};
}

function lines(root: FileTree, path: string): string[][] {
	const bytes = root.readFile(path);
	if (bytes === undefined) return [];
	return decodeUtf8(bytes)
		.split('\n')
		.filter((line) => line !== '')
		.map((line) => line.split(':'));
}
