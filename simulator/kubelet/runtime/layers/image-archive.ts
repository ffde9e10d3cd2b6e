import { FileData } from '../../../kernel/files/file-data.ts';
import { emptyStack, type LayerFile, stackOver } from '../../../kernel/files/layer-files.ts';
import { fileOfEntry, layerTar, tarBytes } from '../../../kernel/files/layer-tar.ts';
import { type ArchiveItem, type StreamedItem, tarItemsInSteps } from '../../../kernel/files/tar-file.ts';
import { gunzipSlowly, isGzip } from '../../../machinery/deflate/gzip.ts';
import { InflateError } from '../../../machinery/deflate/inflate-error.ts';
import { record } from '../../../machinery/json-record.ts';
import { sha256Hex } from '../../../machinery/sha256.ts';
import type { TarEntry } from '../../../machinery/tar/tar-format.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../../machinery/utf8.ts';
import type { ImageContent, ImageVersion } from '../image.ts';
import { readConfigJson } from './config-json.ts';
import type { ImageLayer } from './image-layer.ts';
import { bytesOf } from './image-layer.ts';
import { LAYER_TYPE, MANIFEST_TYPE, madeImage, manifestJson } from './made-image.ts';

/** An image that goes into an archive, or comes out of one. */
export interface ArchivedImage {
	readonly version: ImageVersion;
	readonly content: ImageContent;
	/** "docker.io/library/nginx:1.27". */
	readonly names: readonly string[];
}

/** How archives call an image: docker says "nginx:1.27". */
export type Familiar = (name: string) => string;

/** What `docker save` writes: an OCI layout with docker's own list. Models moby image/tarexport. */
export function ociArchive(images: readonly ArchivedImage[], familiar: Familiar): (ArchiveItem | StreamedItem)[] {
	const blobs = new Map<string, Blob>();
	const manifests: object[] = [];
	const list: object[] = [];
	const repositories: Record<string, Record<string, string>> = {};
	for (const { version, content, names } of images) {
		const { configDigest } = version;
		const manifest = manifestJson({ configJson: content.configJson, configDigest, layers: content.layers });
		const digest = `sha256:${sha256Hex(encodeUtf8(manifest))}`;
		for (const layer of content.layers) blobs.set(layer.diffId, layerBlob(layer));
		blobs.set(configDigest, text(content.configJson));
		blobs.set(digest, text(manifest));
		const size = encodeUtf8(manifest).length;
		for (const name of names.length === 0 ? [undefined] : names) {
			const annotations =
				name === undefined
					? {}
					: { 'io.containerd.image.name': name, 'org.opencontainers.image.ref.name': name.replace(/^.*:/, '') };
			manifests.push({ mediaType: MANIFEST_TYPE, digest, size, ...(name === undefined ? {} : { annotations }) });
			if (name === undefined) continue;
			const at = familiar(name).lastIndexOf(':');
			const repository = familiar(name).slice(0, at);
			repositories[repository] = {
				...repositories[repository],
				[familiar(name).slice(at + 1)]: (content.layers.at(-1)?.diffId ?? '').slice(7),
			};
		}
		list.push({
			Config: blobPath(configDigest),
			RepoTags: names.length === 0 ? null : names.map(familiar),
			Layers: content.layers.map(({ diffId }) => blobPath(diffId)),
			LayerSources: Object.fromEntries(
				content.layers.map(({ diffId, sizeBytes }) => [
					diffId,
					{ mediaType: LAYER_TYPE, size: sizeBytes, digest: diffId },
				]),
			),
		});
	}
	return [
		folder('blobs/'),
		folder('blobs/sha256/'),
		...[...blobs].sort(([a], [b]) => (a < b ? -1 : 1)).map(([digest, data]) => item(blobPath(digest), data)),
		item(
			'index.json',
			text(JSON.stringify({ schemaVersion: 2, mediaType: 'application/vnd.oci.image.index.v1+json', manifests })),
		),
		item('manifest.json', text(`${JSON.stringify(list)}\n`)),
		item('oci-layout', text('{"imageLayoutVersion": "1.0.0"}')),
		item('repositories', text(`${JSON.stringify(repositories)}\n`)),
	];
}

/** What `podman save` writes by default. Models containers/image docker/internal/tarfile. */
export function dockerArchive(images: readonly ArchivedImage[], familiar: Familiar): (ArchiveItem | StreamedItem)[] {
	const items = new Map<string, Blob>();
	const list = images.map(({ version, content, names }) => {
		for (const layer of content.layers) items.set(`${layer.diffId.slice(7)}.tar`, layerBlob(layer));
		items.set(`${version.configDigest.slice(7)}.json`, text(content.configJson));
		return {
			Config: `${version.configDigest.slice(7)}.json`,
			RepoTags: names.map(familiar),
			Layers: content.layers.map(({ diffId }) => `${diffId.slice(7)}.tar`),
		};
	});
	return [...[...items].map(([name, data]) => item(name, data)), item('manifest.json', text(JSON.stringify(list)))];
}

function blobPath(digest: string): string {
	return `blobs/sha256/${digest.slice('sha256:'.length)}`;
}

function text(content: string): FileData {
	return FileData.of(encodeUtf8(content));
}

const ENTRY: Omit<TarEntry, 'name' | 'type' | 'mode'> = {
	uid: 0,
	gid: 0,
	userName: '',
	groupName: '',
	mtimeMs: 0,
	linkName: '',
};

function folder(name: string): ArchiveItem {
	return { entry: { ...ENTRY, name, type: 'directory', mode: 0o755 }, data: new FileData() };
}

function item(name: string, blob: Blob): ArchiveItem | StreamedItem {
	const entry: TarEntry = { ...ENTRY, name, type: 'file', mode: 0o644 };
	return blob instanceof FileData ? { entry, data: blob } : { entry, ...blob };
}

/** A text, or an archive that is only made while it is written. */
type Blob = FileData | Pick<StreamedItem, 'sizeBytes' | 'pieces'>;

function layerBlob(layer: ImageLayer): Blob {
	const files = layer.files();
	return { sizeBytes: tarBytes(files), pieces: () => layerTar(files) };
}

/** What is wrong with an archive of images. */
export class ImageArchiveError extends Error {}

/** What others need to have their turn meanwhile: called with the steps that were taken. */
export type Tick = (steps: number) => Task<void>;

export interface FoundArchiveImage {
	readonly version: ImageVersion;
	readonly names: readonly string[];
}

/** The images of an archive. Throws ImageArchiveError. @param known layers that need not be read. */
export function* readImageArchive(
	archive: FileData,
	known: (diffId: string) => ImageLayer | undefined,
	tick: Tick,
): Task<FoundArchiveImage[]> {
	const files = new Map<string, FileData>();
	const plain = yield* unpacked(archive, tick);
	for (const item of tarItemsInSteps(plain)) {
		if (item !== undefined) files.set(item.entry.name.replace(/^\.\//, ''), item.data);
		yield* tick(PIECE_STEPS);
	}
	if (files.size === 0) throw new ImageArchiveError('archive/tar: invalid tar header');
	const list = json(files.get('manifest.json'));
	const images: FoundArchiveImage[] = [];
	if (Array.isArray(list)) {
		for (const each of list) images.push(yield* listedImage(record(each) ?? {}, files, known, tick));
		return images;
	}
	const index = record(json(files.get('index.json')));
	if (!Array.isArray(index?.manifests)) throw new ImageArchiveError('open manifest.json: no such file or directory');
	for (const each of index.manifests) images.push(yield* indexedImage(record(each) ?? {}, files, known, tick));
	return images;
}

function* listedImage(
	entry: Record<string, unknown>,
	files: ReadonlyMap<string, FileData>,
	known: (diffId: string) => ImageLayer | undefined,
	tick: Tick,
): Task<FoundArchiveImage> {
	const names = Array.isArray(entry.RepoTags) ? entry.RepoTags.map(String) : [];
	const layers = Array.isArray(entry.Layers) ? entry.Layers.map(String) : [];
	return { version: yield* imageOfBlobs(String(entry.Config), layers, files, known, tick), names };
}

function* indexedImage(
	entry: Record<string, unknown>,
	files: ReadonlyMap<string, FileData>,
	known: (diffId: string) => ImageLayer | undefined,
	tick: Tick,
): Task<FoundArchiveImage> {
	const manifest = record(json(files.get(blobPath(String(entry.digest)))));
	const annotations = (record(entry.annotations) ?? {}) as Record<string, string>;
	const name = annotations['io.containerd.image.name'] ?? annotations['org.opencontainers.image.ref.name'];
	const blobOf = (descriptor: unknown): string => blobPath(String(record(descriptor)?.digest ?? ''));
	const layers = (Array.isArray(manifest?.layers) ? manifest.layers : []).map(blobOf);
	return {
		version: yield* imageOfBlobs(blobOf(manifest?.config), layers, files, known, tick),
		names: name === undefined ? [] : [name],
	};
}

function* imageOfBlobs(
	config: string,
	layers: readonly string[],
	files: ReadonlyMap<string, FileData>,
	known: (diffId: string) => ImageLayer | undefined,
	tick: Tick,
): Task<ImageVersion> {
	const data = files.get(config);
	if (data === undefined) throw new ImageArchiveError(`open ${config}: no such file or directory`);
	const digest = config.replace(/^.*\//, '').replace(/\.json$/, '');
	return yield* assembledImage(
		decodeUtf8(data.readAll()),
		/^[0-9a-f]{64}$/.test(digest) ? `sha256:${digest}` : `sha256:${sha256Hex(data.readAll())}`,
		(index) => files.get(layers[index] ?? ''),
		known,
		tick,
	);
}

/** Puts an image together from what a registry or an archive has of it. Throws ImageArchiveError. */
export function* assembledImage(
	configJson: string,
	configDigest: string,
	blob: (index: number) => FileData | undefined,
	known: (diffId: string) => ImageLayer | undefined,
	tick: Tick,
): Task<ImageVersion> {
	const description = readConfigJson(configJson);
	if (description === undefined) throw new ImageArchiveError('invalid image config');
	const { config, history, created, diffIds, author } = description;
	let stack = emptyStack();
	const layers: ImageLayer[] = [];
	for (const [index, diffId] of diffIds.entries()) {
		const layer = known(diffId) ?? (yield* layerOfBlob(diffId, blob(index), tick));
		stack = stackOver(stack, layer.files());
		layers.push(layer);
	}
	return madeImage({ stack, layers, history, config, created, author, stored: { configJson, configDigest } });
}

function* layerOfBlob(diffId: string, data: FileData | undefined, tick: Tick): Task<ImageLayer> {
	if (data === undefined) throw new ImageArchiveError(`layer ${diffId}: no such file or directory`);
	const plain = yield* unpacked(data, tick);
	const files = new Map<string, LayerFile>();
	for (const item of tarItemsInSteps(plain)) {
		yield* tick(PIECE_STEPS);
		if (item === undefined) continue;
		const file = fileOfEntry(item.entry, item.data, (path) => files.get(path)?.data);
		if (file !== undefined) files.set(file.path, file);
	}
	const all = [...files.values()];
	const sizeBytes = bytesOf(all);
	return { diffId, sizeBytes, compressedBytes: data.size, files: () => all };
}

/** What a piece of 64 KB takes. */
const PIECE_STEPS = 500;

function* unpacked(data: FileData, tick: Tick): Task<FileData> {
	if (!isGzip(data.read(0, 10))) return data;
	try {
		const plain = new FileData();
		for (const piece of gunzipSlowly(data.readAll())) {
			plain.write(plain.size, piece);
			yield* tick(PIECE_STEPS);
		}
		return plain;
	} catch (error) {
		if (!(error instanceof InflateError)) throw error;
		throw new ImageArchiveError(`gzip: ${error.message}`);
	}
}

function json(data: FileData | undefined): unknown {
	if (data === undefined) return undefined;
	try {
		return JSON.parse(decodeUtf8(data.readAll()));
	} catch {
		return undefined;
	}
}
