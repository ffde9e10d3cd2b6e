import { decodeUtf8 } from '../utf8.ts';
import type { TarEntry } from './tar-format.ts';

/** What an extended header says: "path", "size", 'mtime', … */
export type PaxRecords = ReadonlyMap<string, string>;

/** Records are "LENGTH KEY=VALUE" and a newline, the length that of all of it. What is malformed ends them. Models POSIX pax(1). */
export function readPaxRecords(data: Uint8Array): PaxRecords {
	const records = new Map<string, string>();
	for (let at = 0; at < data.length; ) {
		const space = data.indexOf(32, at);
		const length = space < 0 ? Number.NaN : Number(decodeUtf8(data.subarray(at, space)));
		if (!Number.isInteger(length) || length < space - at + 2 || at + length > data.length) break;
		const text = decodeUtf8(data.subarray(space + 1, at + length - 1));
		const equals = text.indexOf('=');
		if (equals < 0) break;
		records.set(text.slice(0, equals), text.slice(equals + 1));
		at += length;
	}
	return records;
}

/** The entry with what its extended header says in place of the header's own fields. */
export function paxEntry(entry: TarEntry, record: (key: string) => string | undefined): TarEntry {
	const number = (key: string, own: number): number => {
		const value = Number(record(key) ?? Number.NaN);
		return Number.isFinite(value) ? value : own;
	};
	return {
		...entry,
		name: record('path') ?? entry.name,
		linkName: record('linkpath') ?? entry.linkName,
		uid: number('uid', entry.uid),
		gid: number('gid', entry.gid),
		userName: record('uname') ?? entry.userName,
		groupName: record('gname') ?? entry.groupName,
		mtimeMs: Math.floor(number('mtime', entry.mtimeMs / 1000) * 1000),
	};
}
