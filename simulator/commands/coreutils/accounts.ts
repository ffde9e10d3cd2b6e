import type { Process } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { namesIn, RecordReader } from './record-reader.ts';

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
	const reading = new RecordReader(process);
	for (const line of yield* reading.lines('/etc/passwd')) {
		if (line.startsWith('#')) continue;
		const [name = '', , uid = '', gid = '', , home = '/', shell = ''] = line.split(':');
		if (!users.has(Number(uid))) users.set(Number(uid), name);
		uids.set(name, Number(uid));
		homes.set(name, { gid: Number(gid), home, shell });
		yield* reading.pause(1);
	}
	const groups = new Map<number, string>();
	const gids = new Map<string, number>();
	const memberships = new Map<string, number[]>();
	for (const line of yield* reading.lines('/etc/group')) {
		if (line.startsWith('#')) continue;
		const [name = '', , gid = '', members = ''] = line.split(':');
		if (!groups.has(Number(gid))) groups.set(Number(gid), name);
		gids.set(name, Number(gid));
		yield* reading.pause(1);
		for (const member of namesIn(members)) {
			const known = memberships.get(member);
			if (known === undefined) memberships.set(member, [Number(gid)]);
			else known.push(Number(gid));
			yield* reading.pause(1);
		}
	}
	return { users, groups, uids, gids, homes, memberships };
}
