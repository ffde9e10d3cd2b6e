import { type Process, SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import { readFile } from '../stdio.ts';

/** A line of /etc/passwd. */
export interface UserEntry {
	readonly name: string;
	readonly uid: number;
	readonly gid: number;
	readonly comment: string;
	readonly home: string;
	readonly shell: string;
}

/** A line of /etc/group. */
export interface GroupEntry {
	readonly name: string;
	readonly gid: number;
	readonly members: readonly string[];
}

/** The accounts of a machine or an image as its files have them. */
export interface AccountFiles {
	readonly users: UserEntry[];
	readonly groups: GroupEntry[];
}

export function* readAccountFiles(process: Process): Task<AccountFiles> {
	const users = (yield* fields(process, '/etc/passwd')).map(
		([name = '', , uid, gid, comment = '', home = '/', shell = '']) => {
			return { name, uid: Number(uid), gid: Number(gid), comment, home, shell };
		},
	);
	const groups = (yield* fields(process, '/etc/group')).map(([name = '', , gid, members = '']) => {
		return { name, gid: Number(gid), members: members.split(',').filter((each) => each !== '') };
	});
	return { users, groups };
}

function* fields(process: Process, path: string): Task<string[][]> {
	try {
		return decodeUtf8(yield* readFile(process, path))
			.split('\n')
			.filter((line) => line !== '')
			.map((line) => line.split(':'));
	} catch (error) {
		if (error instanceof SystemError && error.errno === 'ENOENT') return [];
		throw error;
	}
}

/** Writes both files, and a locked line of /etc/shadow for users who have none. Throws SystemError. */
export function* writeAccountFiles(process: Process, { users, groups }: AccountFiles): Task<void> {
	const passwd = users.map(
		({ name, uid, gid, comment, home, shell }) => `${name}:x:${uid}:${gid}:${comment}:${home}:${shell}\n`,
	);
	const group = groups.map(({ name, gid, members }) => `${name}:x:${gid}:${members.join(',')}\n`);
	yield* replace(process, '/etc/passwd', passwd.join(''), 0o644);
	yield* replace(process, '/etc/group', group.join(''), 0o644);
	const shadow = yield* fields(process, '/etc/shadow');
	if (shadow.length === 0) return;
	const kept = shadow.filter(([name]) => users.some((user) => user.name === name));
	const days = Math.floor(process.now() / 86_400_000);
	const added = users.filter(({ name }) => !shadow.some(([each]) => each === name));
	const lines = [...kept, ...added.map(({ name }) => [name, '!', String(days), '0', '99999', '7', '', '', ''])];
	yield* replace(process, '/etc/shadow', lines.map((line) => `${line.join(':')}\n`).join(''), 0o640);
}

function* replace(process: Process, path: string, text: string, mode: number): Task<void> {
	const fd = yield* process.open(path, { write: true, create: true, truncate: true }, mode);
	yield* process.write(fd, encodeUtf8(text));
	process.close(fd);
}

/** The first number from `from` on that nobody has. */
export function freeId(used: readonly number[], from: number, to: number): number {
	const taken = new Set(used);
	for (let id = from; id < to; id++) if (!taken.has(id)) return id;
	return to;
}

/** The highest number below `from` that nobody has: system accounts are counted downwards. */
export function freeSystemId(used: readonly number[], from: number, to: number): number {
	const taken = new Set(used);
	for (let id = from; id > to; id--) if (!taken.has(id)) return id;
	return to;
}

/** Makes a home with what /etc/skel has. Throws SystemError. */
export function* makeHome(process: Process, { home, uid, gid }: UserEntry, mode: number): Task<void> {
	const parts = home.split('/').slice(1);
	for (let length = 1; length <= parts.length; length++) {
		const path = `/${parts.slice(0, length).join('/')}`;
		if (process.access(path, {})) continue;
		process.mkdir(path, length === parts.length ? mode : 0o755);
	}
	process.chown(home, uid, gid);
	if (!process.access('/etc/skel', {})) return;
	for (const name of process.readdir('/etc/skel')) {
		const from = `/etc/skel/${name}`;
		if (process.stat(from).type !== 'file' || process.access(`${home}/${name}`, {})) continue;
		const data = yield* readFile(process, from);
		const fd = yield* process.open(`${home}/${name}`, { write: true, create: true }, process.stat(from).mode);
		yield* process.write(fd, data);
		process.close(fd);
		process.chown(`${home}/${name}`, uid, gid);
	}
}
