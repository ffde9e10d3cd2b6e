import { gunzip, gzip, isGzip } from '../../machinery/deflate/gzip.ts';
import { encodeTarEntry, type TarEntryType, tarTrailer } from '../../machinery/tar/tar-format.ts';
import { type TarItem, TarReader } from '../../machinery/tar/tar-reader.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';

/** A Debian package's archive. */
export interface DebArchive {
	/** DEBIAN/control and the maintainer's scripts. */
	readonly control: readonly TarItem[];
	readonly data: readonly TarItem[];
}

/** Why the bytes are no package, in the words of `dpkg-deb: error: …`. */
export class DebError extends Error {}

export interface DebFile {
	/** "/usr/bin/cri-dockerd"; "postinst" in the control archive. */
	readonly path: string;
	readonly mode: number;
	readonly data: Uint8Array;
	/** How many zeros follow the data. */
	readonly zeros?: number;
	readonly type?: TarEntryType;
}

const MAGIC = '!<arch>\n';
const HEADER_BYTES = 60;

/** Models deb(5): an ar archive of a version and two tar archives. */
export function writeDeb(control: readonly DebFile[], files: readonly DebFile[], atMs: number): Uint8Array {
	return joined([
		encodeUtf8(MAGIC),
		member('debian-binary', encodeUtf8('2.0\n'), atMs),
		member('control.tar.gz', tarball(control, atMs), atMs),
		member('data.tar.gz', tarball(files, atMs), atMs),
	]);
}

/** A .tar.gz of files, each with the folders above it when their paths are absolute. */
export function tarball(files: readonly DebFile[], atMs: number): Uint8Array {
	const folders = new Set<string>();
	for (const { path } of files) {
		if (!path.startsWith('/')) continue;
		const parts = path.split('/').slice(1, -1);
		for (let length = 1; length <= parts.length; length++) folders.add(`/${parts.slice(0, length).join('/')}`);
	}
	const known = new Set(files.map(({ path }) => path));
	const all: DebFile[] = [
		...[...folders]
			.filter((path) => !known.has(path))
			.map((path) => ({ path, mode: 0o755, data: new Uint8Array(0), type: 'directory' as const })),
		...files,
	];
	const entries = all.map(({ path, mode, data, zeros, type = 'file' }) => {
		const name = `${path.startsWith('/') ? '.' : ''}${path}${type === 'directory' ? '/' : ''}`;
		const owner = { uid: 0, gid: 0, userName: 'root', groupName: 'root' };
		return encodeTarEntry({ name, type, mode, ...owner, mtimeMs: atMs, linkName: '' }, data, zeros);
	});
	const bytes = joined(entries);
	return gzip(joined([bytes, tarTrailer(bytes.length, 20)]));
}

function member(name: string, data: Uint8Array, atMs: number): Uint8Array {
	const field = (value: string, columns: number): string => value.padEnd(columns);
	const header = `${field(name, 16)}${field(String(Math.floor(atMs / 1000)), 12)}${field('0', 6)}${field('0', 6)}${field('100644', 8)}${field(String(data.length), 10)}\`\n`;
	return joined([encodeUtf8(header), data, new Uint8Array(data.length % 2).fill(10)]);
}

/** @param name of the file, as messages call it. Throws DebError. Models lib/dpkg-deb/extract.c extracthalf. */
export function readDeb(bytes: Uint8Array, name: string): DebArchive {
	if (decodeUtf8(bytes.subarray(0, MAGIC.length)) !== MAGIC) {
		throw new DebError(`'${name}' is not a Debian format archive`);
	}
	const members = new Map<string, Uint8Array>();
	for (let at = MAGIC.length; at + HEADER_BYTES <= bytes.length; ) {
		const header = decodeUtf8(bytes.subarray(at, at + HEADER_BYTES));
		const size = Number.parseInt(header.slice(48, 58), 10);
		if (Number.isNaN(size) || at + HEADER_BYTES + size > bytes.length) {
			throw new DebError(`unexpected end of file in archive member header in '${name}'`);
		}
		members.set(
			header.slice(0, 16).trim().replace(/\/$/, ''),
			bytes.subarray(at + HEADER_BYTES, at + HEADER_BYTES + size),
		);
		at += HEADER_BYTES + size + (size % 2);
	}
	if (!members.has('debian-binary')) throw new DebError(`'${name}' is not a Debian format archive`);
	return { control: unpacked(members, 'control', name), data: unpacked(members, 'data', name) };
}

function unpacked(members: ReadonlyMap<string, Uint8Array>, part: string, name: string): readonly TarItem[] {
	const bytes = members.get(`${part}.tar.gz`) ?? members.get(`${part}.tar`);
	if (bytes === undefined)
		throw new DebError(`archive '${name}' uses a compression for '${part}.tar' that is not there`);
	return new TarReader().feed(isGzip(bytes) ? gunzip(bytes) : bytes);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
	const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
	let at = 0;
	for (const part of parts) {
		out.set(part, at);
		at += part.length;
	}
	return out;
}
