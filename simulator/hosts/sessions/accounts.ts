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
	return accountIn(textOf(root, '/etc/passwd'), textOf(root, '/etc/group'), name);
}

/** A user of the texts of /etc/passwd and /etc/group. */
export function accountIn(passwd: string, groups: string, name: string): Account | undefined {
	const fields = lines(passwd).find(([user]) => user === name);
	const [, , uidText, gidText, , home, shell] = fields ?? [];
	if (uidText === undefined || gidText === undefined || home === undefined) return undefined;
	const uid = Number(uidText);
	const gid = Number(gidText);
	const memberOf = lines(groups)
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

function textOf(root: FileTree, path: string): string {
	const bytes = root.readFile(path);
	return bytes === undefined ? '' : decodeUtf8(bytes);
}

function lines(text: string): string[][] {
	return text
		.split('\n')
		.filter((line) => line !== '')
		.map((line) => line.split(':'));
}
