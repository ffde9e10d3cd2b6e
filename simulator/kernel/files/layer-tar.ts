import { BLOCK_BYTES, type TarEntry, tarHeader } from '../../machinery/tar/tar-format.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { FileData, ZEROS } from './file-data.ts';
import { type LayerFile, whiteout } from './layer-files.ts';

/** What takes a name away in a layer's archive stands before it. Models image-spec layer.md. */
const WHITEOUT = '.wh.';
const OPAQUE = '.wh..wh..opq';
const PIECE_BYTES = 65_536;
/** Longer names have an entry of their own in front. */
const NAME_BYTES = 100;

/** The archive of a layer, piece by piece: what is a hole in a file comes as views of `ZEROS`. */
export function* layerTar(files: readonly LayerFile[]): Generator<Uint8Array, void, void> {
	for (const file of files) {
		const data = file.data ?? new FileData();
		yield tarHeader(entryOf(file), data.size);
		yield* paddedPieces(data);
	}
	yield ZEROS.subarray(0, 2 * BLOCK_BYTES);
}

/** A file's bytes, filled up to a whole block. */
export function* paddedPieces(data: FileData): Generator<Uint8Array, void, void> {
	for (let at = 0; at < data.size; at += PIECE_BYTES) yield data.read(at, PIECE_BYTES);
	const rest = data.size % BLOCK_BYTES;
	if (rest > 0) yield ZEROS.subarray(0, BLOCK_BYTES - rest);
}

/** The size of `layerTar`'s archive. */
export function tarBytes(files: readonly LayerFile[]): number {
	const blocks = (bytes: number): number => Math.ceil(bytes / BLOCK_BYTES) * BLOCK_BYTES;
	return files.reduce((sum, file) => {
		const { name, linkName } = entryOf(file);
		// A character is three bytes at most, for each unit of it.
		const long = [name, linkName]
			.filter((text) => 3 * text.length > NAME_BYTES)
			.map((text) => encodeUtf8(text).length)
			.filter((length) => length > NAME_BYTES);
		const longs = long.reduce((all, length) => all + BLOCK_BYTES + blocks(length + 1), 0);
		return sum + longs + BLOCK_BYTES + blocks(file.data?.size ?? 0);
	}, 2 * BLOCK_BYTES);
}

function entryOf({ path, type, mode, uid, gid, mtimeMs, target = '' }: LayerFile): TarEntry {
	const name = path.slice(1);
	const slash = name.lastIndexOf('/') + 1;
	const common = { uid, gid, userName: '', groupName: '', mtimeMs };
	if (type === 'whiteout') {
		return {
			...common,
			name: `${name.slice(0, slash)}${WHITEOUT}${name.slice(slash)}`,
			type: 'file',
			mode: 0,
			linkName: '',
		};
	}
	return { ...common, name: type === 'directory' ? `${name}/` : name, type, mode, linkName: target };
}

/** What an entry of a layer's archive says. Undefined for what no layer has. */
export function fileOfEntry(
	entry: TarEntry,
	data: FileData,
	linked: (path: string) => FileData | undefined,
): LayerFile | undefined {
	const path = `/${entry.name.replace(/^(\.?\/)+/, '').replace(/\/+$/, '')}`;
	if (path === '/' || path === '/.') return undefined;
	const name = path.slice(path.lastIndexOf('/') + 1);
	if (name === OPAQUE) return undefined;
	if (name.startsWith(WHITEOUT))
		return whiteout(path.slice(0, path.length - name.length) + name.slice(WHITEOUT.length));
	const { mode, uid, gid, mtimeMs, type, linkName } = entry;
	const common = { path, mode, uid, gid, mtimeMs };
	if (type === 'directory') return { ...common, type };
	if (type === 'symlink') return { ...common, type, target: linkName };
	if (type === 'hardlink') {
		return { ...common, type: 'file', data: linked(`/${linkName.replace(/^(\.?\/)+/, '')}`) ?? new FileData() };
	}
	return type === 'file' ? { ...common, type, data } : undefined;
}
