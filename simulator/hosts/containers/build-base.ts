import { emptyStack, type LayerFile } from '../../kernel/files/layer-files.ts';
import type { LayerStack } from '../../kernel/files/layer-stack.ts';
import type { HistoryEntry, ImageConfig, ImageVersion } from '../../kubelet/runtime/image.ts';
import { type ImageLayer, layerOf } from '../../kubelet/runtime/layers/image-layer.ts';
import { madeImage } from '../../kubelet/runtime/layers/made-image.ts';
import type { Task } from '../../machinery/task.ts';
import type { ContainerEngine } from './container-engine.ts';

/** What an image in the making is made of so far. */
export interface BuildBase {
	stack: LayerStack;
	config: ImageConfig;
	layers: readonly ImageLayer[];
	history: readonly HistoryEntry[];
	author: string | undefined;
}

export type BuiltImage = ImageVersion;
export type BuiltConfig = ImageConfig;

/** Nothing yet: FROM scratch. */
export function scratch(): BuildBase {
	return { stack: emptyStack(), config: { env: [] }, layers: [], history: [], author: undefined };
}

/** What is built on an image. */
export function baseOf(engine: ContainerEngine, version: ImageVersion): BuildBase {
	const { stack, layers, history } = engine.images.contentOf(version);
	return { stack, config: version.config, layers, history, author: undefined };
}

/** @param pause called after so many bytes. */
export function newLayer(files: readonly LayerFile[], pause: (bytes: number) => Task<void>): Task<ImageLayer> {
	return layerOf(files, pause);
}

/** @param created RFC 3339. */
export function imageOf(base: BuildBase, created: string): ImageVersion {
	return madeImage({ ...base, created });
}
