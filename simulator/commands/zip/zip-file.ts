import { crc32 } from '../../machinery/deflate/gzip.ts';
import { InflateError } from '../../machinery/deflate/inflate-error.ts';
import { Inflater } from '../../machinery/deflate/inflater.ts';
import { concatBytes } from '../../machinery/http/byte-reader.ts';
import { calendarTime, timeOfCalendar } from '../../machinery/timestamp.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import { isDirectory, S_IFDIR, S_IFREG, type ZipEntry } from './zip-entry.ts';

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const LOCAL_BYTES = 30;
const CENTRAL_BYTES = 46;
const END_BYTES = 22;
/** Version 3.0, on Unix. */
const MADE_BY = 0x031e;
const BYTES_MAX = 64 * 1024 * 1024;

/** The whole archive. Models APPNOTE.TXT, with Info-ZIP's fields for times (UT) and owners (ux). */
export function writeZip(entries: readonly ZipEntry[]): Uint8Array {
	const parts: Uint8Array[] = [];
	const directory: Uint8Array[] = [];
	let at = 0;
	for (const entry of entries) {
		const name = encodeUtf8(entry.name);
		const local = new Uint8Array(LOCAL_BYTES);
		const view = new DataView(local.buffer);
		view.setUint32(0, LOCAL, true);
		writeCommon(view, 4, entry, name.length, 28);
		const central = new Uint8Array(CENTRAL_BYTES);
		const record = new DataView(central.buffer);
		record.setUint32(0, CENTRAL, true);
		record.setUint16(4, MADE_BY, true);
		writeCommon(record, 6, entry, name.length, 24);
		record.setUint16(36, entry.deflated ? 1 : 0, true);
		record.setUint32(38, ((entry.mode << 16) | (isDirectory(entry) ? 0x10 : 0)) >>> 0, true);
		record.setUint32(42, at, true);
		directory.push(central, name, extra(entry, false));
		const whole = [local, name, extra(entry, true), entry.packed];
		parts.push(...whole);
		at += whole.reduce((sum, part) => sum + part.length, 0);
	}
	const index = concatBytes(directory);
	const end = new DataView(new ArrayBuffer(END_BYTES));
	end.setUint32(0, END, true);
	end.setUint16(8, entries.length, true);
	end.setUint16(10, entries.length, true);
	end.setUint32(12, index.length, true);
	end.setUint32(16, at, true);
	return concatBytes([...parts, index, new Uint8Array(end.buffer)]);
}

/** What both headers have, from the version that is needed to the lengths of the name and of the extra fields. */
function writeCommon(view: DataView, at: number, entry: ZipEntry, nameBytes: number, extraBytes: number): void {
	const { year, month, day, hour, minute, second } = calendarTime(entry.mtimeMs);
	view.setUint16(at, entry.deflated ? 20 : 10, true);
	view.setUint16(at + 4, entry.deflated ? 8 : 0, true);
	view.setUint16(at + 6, (hour << 11) | (minute << 5) | (second >> 1), true);
	view.setUint16(at + 8, (Math.max(0, year - 1980) << 9) | (month << 5) | day, true);
	view.setUint32(at + 10, entry.crc, true);
	view.setUint32(at + 14, entry.packed.length, true);
	view.setUint32(at + 18, entry.size, true);
	view.setUint16(at + 22, nameBytes, true);
	view.setUint16(at + 24, extraBytes, true);
}

function extra(entry: ZipEntry, local: boolean): Uint8Array {
	const seconds = Math.floor(entry.mtimeMs / 1000);
	const view = new DataView(new ArrayBuffer(local ? 28 : 24));
	view.setUint16(0, 0x5455, true);
	view.setUint16(2, local ? 9 : 5, true);
	view.setUint8(4, 3);
	view.setUint32(5, seconds, true);
	if (local) view.setUint32(9, seconds, true);
	const at = local ? 13 : 9;
	view.setUint16(at, 0x7875, true);
	view.setUint16(at + 2, 11, true);
	view.setUint8(at + 4, 1);
	view.setUint8(at + 5, 4);
	view.setUint32(at + 6, entry.uid, true);
	view.setUint8(at + 10, 4);
	view.setUint32(at + 11, entry.gid, true);
	return new Uint8Array(view.buffer);
}

/** The entries in the directory's order; undefined for what is no archive. */
export function readZip(bytes: Uint8Array): ZipEntry[] | undefined {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
	let end = bytes.length - END_BYTES;
	while (end >= 0 && view.getUint32(end, true) !== END) end--;
	if (end < 0) return undefined;
	try {
		const count = view.getUint16(end + 10, true);
		const entries: ZipEntry[] = [];
		let at = view.getUint32(end + 16, true);
		for (let index = 0; index < count; index++) {
			if (view.getUint32(at, true) !== CENTRAL) return undefined;
			entries.push(readEntry(bytes, view, at));
			at +=
				CENTRAL_BYTES + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
		}
		return entries;
	} catch (error) {
		// A number of the archive points beyond its end.
		if (error instanceof RangeError) return undefined;
		throw error;
	}
}

function readEntry(bytes: Uint8Array, view: DataView, at: number): ZipEntry {
	const nameEnd = at + CENTRAL_BYTES + view.getUint16(at + 28, true);
	const name = decodeUtf8(bytes.subarray(at + CENTRAL_BYTES, nameEnd));
	const [time, date] = [view.getUint16(at + 12, true), view.getUint16(at + 14, true)];
	const local = view.getUint32(at + 42, true);
	const start = local + LOCAL_BYTES + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
	const unixMode = view.getUint16(at + 40, true);
	return {
		name,
		mode: unixMode !== 0 ? unixMode : name.endsWith('/') ? S_IFDIR | 0o755 : S_IFREG | 0o644,
		mtimeMs:
			unixTime(view, nameEnd, view.getUint16(at + 30, true)) ??
			timeOfCalendar({
				year: 1980 + (date >> 9),
				month: Math.max(1, (date >> 5) & 15),
				day: Math.max(1, date & 31),
				hour: time >> 11,
				minute: (time >> 5) & 63,
				second: (time & 31) * 2,
				millisecond: 0,
			}),
		uid: 0,
		gid: 0,
		deflated: view.getUint16(at + 10, true) === 8,
		crc: view.getUint32(at + 16, true),
		size: view.getUint32(at + 24, true),
		packed: bytes.subarray(start, start + view.getUint32(at + 20, true)),
	};
}

function unixTime(view: DataView, from: number, length: number): number | undefined {
	for (let at = from; at + 4 <= from + length; at += 4 + view.getUint16(at + 2, true)) {
		if (view.getUint16(at, true) === 0x5455 && (view.getUint8(at + 4) & 1) === 1)
			return view.getUint32(at + 5, true) * 1000;
	}
	return undefined;
}

/** What a file was; undefined when the archive is damaged. */
export function contentOf(entry: ZipEntry): Uint8Array | undefined {
	try {
		const data = entry.deflated
			? new Inflater(new Uint8Array(0), Math.min(entry.size, BYTES_MAX)).inflateAll(entry.packed).output
			: entry.packed;
		return data.length === entry.size && crc32(data) === entry.crc ? data : undefined;
	} catch (error) {
		if (error instanceof InflateError) return undefined;
		throw error;
	}
}
