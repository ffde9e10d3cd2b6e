import type { Process } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { namesIn, RecordReader } from '../coreutils/record-reader.ts';
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
	const reading = new RecordReader(process);
	const users: UserEntry[] = [];
	for (const line of yield* reading.lines('/etc/passwd')) {
		const [name = '', password = 'x', uid, gid, comment = '', home = '/', shell = ''] = line.split(':');
		users.push({ name, password, uid: Number(uid), gid: Number(gid), comment, home, shell });
		yield* reading.pause(1);
	}
	const groups: GroupEntry[] = [];
	for (const line of yield* reading.lines('/etc/group')) {
		const [name = '', password = 'x', gid, members = ''] = line.split(':');
		groups.push({ name, password, gid: Number(gid), members: yield* membersIn(reading, members) });
		yield* reading.pause(1);
	}
	return {
		users,
		groups,
		shadow: yield* fields(reading, '/etc/shadow'),
		groupShadow: yield* fields(reading, '/etc/gshadow'),
	};
}

function* membersIn(reading: RecordReader, text: string): Task<string[]> {
	const members: string[] = [];
	for (const name of namesIn(text)) {
		members.push(name);
		yield* reading.pause(1);
	}
	return members;
}

function* fields(reading: RecordReader, path: string): Task<string[][]> {
	const records: string[][] = [];
	for (const line of yield* reading.lines(path)) {
		records.push(line.split(':'));
		yield* reading.pause(1);
	}
	return records;
}

/**
 * Writes the files of users and groups, and what /etc/shadow and /etc/gshadow say of them, where there are such: a locked
 * line for who has none. Throws SystemError.
 */
export function* writeAccountFiles(process: Process, files: AccountFiles): Task<void> {
	const { users, groups, shadow, groupShadow } = files;
	const writer = new RecordWriter(process);
	const known = new Map<string, GroupEntry>();
	const names = new Set(users.map(({ name }) => name));
	for (const { name, password = 'x', uid, gid, comment, home, shell } of users)
		yield* writer.add(`${name}:${password}:${uid}:${gid}:${comment}:${home}:${shell}\n`);
	yield* writer.replace('/etc/passwd', 0o644);
	for (const group of groups) {
		const { name, password = 'x', gid, members } = group;
		known.set(name, group);
		yield* writer.add(`${name}:${password}:${gid}:${members.join(',')}\n`);
	}
	yield* writer.replace('/etc/group', 0o644);
	if (shadow.length > 0) {
		const days = Math.floor(process.now() / 86_400_000);
		const kept = new Set(shadow.map(([name]) => name));
		for (const record of shadow) if (names.has(record[0] as string)) yield* writer.add(`${record.join(':')}\n`);
		for (const { name } of users) if (!kept.has(name)) yield* writer.add(`${name}:!:${days}:0:99999:7:::\n`);
		yield* writer.replace('/etc/shadow', 0o640);
	}
	if (groupShadow.length === 0) return;
	const kept = new Set(groupShadow.map(([name]) => name));
	for (const [name = '', password = '!', administrators = ''] of groupShadow) {
		const members = known.get(name)?.members;
		if (members !== undefined) yield* writer.add(`${name}:${password}:${administrators}:${members.join(',')}\n`);
	}
	for (const { name, members } of groups) if (!kept.has(name)) yield* writer.add(`${name}:!::${members.join(',')}\n`);
	yield* writer.replace('/etc/gshadow', 0o640);
}

const PIECE_LENGTH = 16_384;

/** Writes files of records: each takes the place of what was there when all of it is said. */
class RecordWriter {
	readonly #process: Process;
	#pieces: string[] = [];
	#piece = '';

	constructor(process: Process) {
		this.#process = process;
	}

	*add(record: string): Task<void> {
		this.#piece += record;
		if (this.#piece.length < PIECE_LENGTH) return;
		this.#pieces.push(this.#piece);
		this.#piece = '';
		yield* this.#process.tick(PIECE_LENGTH >> STEPS_LOG2);
	}

	*replace(path: string, mode: number): Task<void> {
		const fd = yield* this.#process.open(path, { write: true, create: true, truncate: true }, mode);
		const pieces = this.#pieces;
		for (const piece of [...pieces, this.#piece]) yield* this.#process.write(fd, encodeUtf8(piece));
		this.#process.close(fd);
		this.#pieces = [];
		this.#piece = '';
	}
}

/** Characters (a power of two) that are put together in a step. */
const STEPS_LOG2 = 5;

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
