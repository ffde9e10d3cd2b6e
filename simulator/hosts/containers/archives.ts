import type { FileData } from '../../kernel/files/file-data.ts';
import { emptyStack, type LayerFile, layerFile, stackChanges, stackOver } from '../../kernel/files/layer-files.ts';
import type { BaseNode } from '../../kernel/files/layer-stack.ts';
import { layerTar } from '../../kernel/files/layer-tar.ts';
import { tarPieces } from '../../kernel/files/tar-file.ts';
import type { ImageConfig, ImageVersion } from '../../kubelet/runtime/image.ts';
import {
	dockerArchive,
	type Familiar,
	ImageArchiveError,
	ociArchive,
	readImageArchive,
	type Tick,
} from '../../kubelet/runtime/layers/image-archive.ts';
import type { ImageLayer } from '../../kubelet/runtime/layers/image-layer.ts';
import { layerOf } from '../../kubelet/runtime/layers/image-layer.ts';
import { madeImage } from '../../kubelet/runtime/layers/made-image.ts';
import type { Task } from '../../machinery/task.ts';
import type { ContainerEngine } from './container-engine.ts';
import { EngineError } from './container-request.ts';
import type { EngineContainer } from './engine-container.ts';

/** An archive of images, piece by piece. Throws EngineError for one that is not here. */
export function savedImages(
	engine: ContainerEngine,
	names: readonly string[],
	format: 'oci' | 'docker',
	familiar: Familiar,
): Iterable<Uint8Array> {
	const wanted = new Map<ImageVersion, string[]>();
	for (const name of names) {
		const { version, tags } = engine.images.requireStored(name);
		const full = engine.images.namesOf(name).find((each) => tags.includes(each));
		wanted.set(version, [...(wanted.get(version) ?? []), ...(full === undefined ? [] : [full])]);
	}
	const images = [...wanted].map(([version, tags]) => ({
		version,
		content: engine.images.contentOf(version),
		names: tags,
	}));
	return tarPieces(format === 'oci' ? ociArchive(images, familiar) : dockerArchive(images, familiar));
}

/** Takes in what an archive has. @returns the images with their full names. Throws EngineError. */
export function* loadImages(
	engine: ContainerEngine,
	archive: FileData,
	tick: Tick,
): Task<{ readonly id: string; readonly names: readonly string[] }[]> {
	const here = new Map(
		engine.images.store
			.list()
			.flatMap(({ version }) => engine.images.contentOf(version).layers.map((layer) => [layer.diffId, layer] as const)),
	);
	try {
		const known = (diffId: string): ImageLayer | undefined => engine.catalog.layerOf(diffId) ?? here.get(diffId);
		const images = yield* readImageArchive(archive, known, tick);
		return images.map(({ version, names }) => {
			const full = names.map((name) => engine.images.newName(name));
			engine.images.store.add(version, full);
			return { id: version.configDigest, names: full };
		});
	} catch (error) {
		if (!(error instanceof ImageArchiveError)) throw error;
		throw new EngineError('invalid', error.message);
	}
}

/** The file system of a container as an archive. */
export function exportedFiles(engine: ContainerEngine, { live }: EngineContainer): Iterable<Uint8Array> {
	const files: LayerFile[] = [];
	collect('', engine.machine.snapshotTree(live.content).root, files);
	return layerTar(files);
}

function collect(path: string, node: BaseNode, files: LayerFile[]): void {
	const own = path === '' ? undefined : layerFile(path, node);
	if (own !== undefined) files.push(own);
	for (const [name, child] of node.children ?? []) collect(`${path}/${name}`, child, files);
}

/** An image of one layer. @param names full ones. @returns its id. */
export function* importFiles(
	engine: ContainerEngine,
	files: readonly LayerFile[],
	image: {
		readonly names: readonly string[];
		readonly config: ImageConfig;
		readonly created: string;
		readonly comment: string;
	},
	pause: (bytes: number) => Task<void>,
): Task<string> {
	const version = madeImage({
		stack: stackOver(emptyStack(), files),
		layers: [yield* layerOf(files, pause)],
		history: [{ created: image.created, createdBy: '', comment: image.comment, empty: false }],
		config: image.config,
		created: image.created,
	});
	engine.images.store.add(version, image.names);
	return version.configDigest;
}

/** A container's changes as a layer on its image. @returns the new image's id. */
export function* commitContainer(
	engine: ContainerEngine,
	{ image, live, command }: EngineContainer,
	request: {
		readonly names: readonly string[];
		readonly config: ImageConfig;
		readonly created: string;
		readonly comment: string;
		readonly author: string | undefined;
	},
	pause: (bytes: number) => Task<void>,
): Task<string> {
	const content = engine.images.contentOf(image);
	const stack = engine.machine.snapshotTree(live.content);
	const layer = yield* layerOf(
		stackChanges(content.stack, stack).map(({ kind: _, ...file }) => file),
		pause,
	);
	const version = madeImage({
		stack,
		layers: [...content.layers, layer],
		history: [
			...content.history,
			{ created: request.created, createdBy: command.join(' '), comment: request.comment, empty: false },
		],
		config: request.config,
		created: request.created,
		author: request.author,
	});
	engine.images.store.add(version, request.names);
	return version.configDigest;
}
