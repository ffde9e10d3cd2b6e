import { type Process, SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import { readFile } from '../stdio.ts';

/** A line of /etc/passwd. */
export interface UserEntry {
	readonly name: string;
	/** "x", for the password is in /etc/shadow, when it is not said. */
	readonly password?: string;
	readonly uid: number;
	readonly gid: number;
	readonly comment: string;
	readonly home: string;
	readonly shell: string;
}

/** A line of /etc/group. */
export interface GroupEntry {
	readonly name: string;
	readonly password?: string;
	readonly gid: number;
	readonly members: readonly string[];
}

/** The accounts of a machine or an image as its files have them. */
export interface AccountFiles {
	readonly users: UserEntry[];
	readonly groups: GroupEntry[];
	/** Lines of /etc/shadow in their fields (SHADOW_FIELD); those of /etc/gshadow: name, password, administrators, members. */
	readonly shadow: string[][];
	readonly groupShadow: string[][];
}

/** Throws SystemError. Who may not read the passwords has none. */
export function* readAccountFiles(process: Process): Task<AccountFiles> {
	const users = (yield* fields(process, '/etc/passwd')).map(
		([name = '', password = 'x', uid, gid, comment = '', home = '/', shell = '']) => {
			return { name, password, uid: Number(uid), gid: Number(gid), comment, home, shell };
		},
	);
	const groups = (yield* fields(process, '/etc/group')).map(([name = '', password = 'x', gid, members = '']) => {
		return { name, password, gid: Number(gid), members: members.split(',').filter((each) => each !== '') };
	});
	const shadow = yield* fields(process, '/etc/shadow');
	const groupShadow = yield* fields(process, '/etc/gshadow');
	return { users, groups, shadow, groupShadow };
}

function* fields(process: Process, path: string): Task<string[][]> {
	try {
		return decodeUtf8(yield* readFile(process, path))
			.split('\n')
			.filter((line) => line !== '')
			.map((line) => line.split(':'));
	} catch (error) {
		if (error instanceof SystemError && (error.errno === 'ENOENT' || error.errno === 'EACCES')) return [];
		throw error;
	}
}

/**
 * Writes the files of users and groups, and what /etc/shadow and /etc/gshadow say of them, where there are such: a locked
 * line for who has none. Throws SystemError.
 */
export function* writeAccountFiles(process: Process, files: AccountFiles): Task<void> {
	const { users, groups, shadow, groupShadow } = files;
	const passwd = users.map(
		({ name, password = 'x', uid, gid, comment, home, shell }) =>
			`${name}:${password}:${uid}:${gid}:${comment}:${home}:${shell}\n`,
	);
	const group = groups.map(
		({ name, password = 'x', gid, members }) => `${name}:${password}:${gid}:${members.join(',')}\n`,
	);
	yield* replace(process, '/etc/passwd', passwd.join(''), 0o644);
	yield* replace(process, '/etc/group', group.join(''), 0o644);
	if (shadow.length > 0) {
		const days = Math.floor(process.now() / 86_400_000);
		const kept = shadow.filter(([name]) => users.some((user) => user.name === name));
		const added = users.filter(({ name }) => !shadow.some(([each]) => each === name));
		const lines = [...kept, ...added.map(({ name }) => [name, '!', String(days), '0', '99999', '7', '', '', ''])];
		yield* replace(process, '/etc/shadow', textOf(lines), 0o640);
	}
	if (groupShadow.length === 0) return;
	const known = new Map(groups.map((each) => [each.name, each]));
	const kept = groupShadow.flatMap(([name = '', password = '!', administrators = '']) => {
		const members = known.get(name)?.members;
		return members === undefined ? [] : [[name, password, administrators, members.join(',')]];
	});
	const added = groups.filter(({ name }) => !groupShadow.some(([each]) => each === name));
	const lines = [...kept, ...added.map(({ name, members }) => [name, '!', '', members.join(',')])];
	yield* replace(process, '/etc/gshadow', textOf(lines), 0o640);
}

function textOf(lines: readonly (readonly string[])[]): string {
	return lines.map((line) => `${line.join(':')}\n`).join('');
}

function* replace(process: Process, path: string, text: string, mode: number): Task<void> {
	const fd = yield* process.open(path, { write: true, create: true, truncate: true }, mode);
	yield* process.write(fd, encodeUtf8(text));
	process.close(fd);
}

/** One more than the highest number within that somebody has; the first free one when there is none above it. */
export function nextId(used: readonly number[], from: number, to: number): number {
	const highest = used.reduce((most, id) => (id >= from && id <= to ? Math.max(most, id) : most), from - 1);
	return highest < to ? highest + 1 : freeId(used, from, to);
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

/** Makes a home with what the skeleton has, which is nothing where there is none. Throws SystemError. */
export function* makeHome(
	process: Process,
	{ home, uid, gid }: UserEntry,
	mode: number,
	skeleton = '/etc/skel',
): Task<void> {
	const parts = home.split('/').slice(1);
	for (let length = 1; length <= parts.length; length++) {
		const path = `/${parts.slice(0, length).join('/')}`;
		if (process.access(path, {})) continue;
		process.mkdir(path, length === parts.length ? mode : 0o755);
	}
	process.chown(home, uid, gid);
	if (!process.access(skeleton, {})) return;
	for (const name of process.readdir(skeleton)) {
		const from = `${skeleton}/${name}`;
		if (process.stat(from).type !== 'file' || process.access(`${home}/${name}`, {})) continue;
		const data = yield* readFile(process, from);
		const fd = yield* process.open(`${home}/${name}`, { write: true, create: true }, process.stat(from).mode);
		yield* process.write(fd, data);
		process.close(fd);
		process.chown(`${home}/${name}`, uid, gid);
	}
}
