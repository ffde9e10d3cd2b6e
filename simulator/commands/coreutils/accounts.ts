import type { Process } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { readFile } from '../stdio.ts';

/** Names of users and groups as /etc/passwd and /etc/group of the process's file system say. */
export interface Accounts {
	readonly users: ReadonlyMap<number, string>;
	readonly groups: ReadonlyMap<number, string>;
	readonly uids: ReadonlyMap<string, number>;
	readonly gids: ReadonlyMap<string, number>;
	/** Home and shell by user name. */
	readonly homes: ReadonlyMap<string, { readonly gid: number; readonly home: string; readonly shell: string }>;
	/** Supplementary groups by user name. */
	readonly memberships: ReadonlyMap<string, readonly number[]>;
}

export function* readAccounts(process: Process): Task<Accounts> {
	const users = new Map<number, string>();
	const uids = new Map<string, number>();
	const homes = new Map<string, { gid: number; home: string; shell: string }>();
	for (const [name = '', , uid = '', gid = '', , home = '/', shell = ''] of yield* records(process, '/etc/passwd')) {
		if (!users.has(Number(uid))) users.set(Number(uid), name);
		uids.set(name, Number(uid));
		homes.set(name, { gid: Number(gid), home, shell });
	}
	const groups = new Map<number, string>();
	const gids = new Map<string, number>();
	const memberships = new Map<string, number[]>();
	for (const [name = '', , gid = '', members = ''] of yield* records(process, '/etc/group')) {
		if (!groups.has(Number(gid))) groups.set(Number(gid), name);
		gids.set(name, Number(gid));
		for (const member of members.split(',').filter((each) => each !== '')) {
			memberships.set(member, [...(memberships.get(member) ?? []), Number(gid)]);
		}
	}
	return { users, groups, uids, gids, homes, memberships };
}

function* records(process: Process, path: string): Task<string[][]> {
	if (!process.access(path, { read: true })) return [];
	const text = decodeUtf8(yield* readFile(process, path));
	return text
		.split('\n')
		.filter((line) => line !== '' && !line.startsWith('#'))
		.map((line) => line.split(':'));
}
