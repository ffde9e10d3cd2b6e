import type { LayerStack } from '../../../kernel/files/layer-stack.ts';
import { tarBytes } from '../../../kernel/files/layer-tar.ts';
import { sha256Hex } from '../../../machinery/sha256.ts';
import { encodeUtf8 } from '../../../machinery/utf8.ts';
import type { HistoryEntry, ImageConfig, ImageVersion } from '../image.ts';
import { writeConfigJson } from './config-json.ts';
import type { ImageLayer } from './image-layer.ts';

/** What an image is made of. */
export interface ImageParts {
	readonly stack: LayerStack;
	readonly layers: readonly ImageLayer[];
	readonly history: readonly HistoryEntry[];
	readonly config: ImageConfig;
	/** RFC 3339. */
	readonly created: string;
	readonly author?: string | undefined;
	/** As it was written elsewhere, and its digest there. */
	readonly stored?: { readonly configJson: string; readonly configDigest: string };
}

/** An image that no registry has: its digests follow from what it is made of. */
export function madeImage({ stack, layers, history, config, created, author, stored }: ImageParts): ImageVersion {
	const diffIds = layers.map((each) => each.diffId);
	const configJson = stored?.configJson ?? writeConfigJson({ created, config, history, diffIds, author });
	const configDigest = stored?.configDigest ?? `sha256:${sha256Hex(encodeUtf8(configJson))}`;
	const manifest = manifestJson({ configJson, configDigest, layers });
	return {
		digest: `sha256:${sha256Hex(encodeUtf8(manifest))}`,
		configDigest,
		sizeBytes: layers.reduce((sum, { compressedBytes }) => sum + compressedBytes, 0),
		createdAt: created,
		layers: noLayers,
		config,
		made: { stack, layers, history, configJson },
	};
}

const noLayers = (): readonly never[] => [];

export const MANIFEST_TYPE = 'application/vnd.docker.distribution.manifest.v2+json';
export const CONFIG_TYPE = 'application/vnd.docker.container.image.v1+json';
export const LAYER_TYPE = 'application/vnd.docker.image.rootfs.diff.tar';

/** What a registry keeps under the image's name. Differs: layers are not compressed. */
export function manifestJson(image: {
	readonly configJson: string;
	readonly configDigest: string;
	readonly layers: readonly ImageLayer[];
}): string {
	const { configJson, configDigest, layers } = image;
	return JSON.stringify(
		{
			schemaVersion: 2,
			mediaType: MANIFEST_TYPE,
			config: { mediaType: CONFIG_TYPE, size: encodeUtf8(configJson).length, digest: configDigest },
			layers: layers.map(({ diffId, files }) => ({ mediaType: LAYER_TYPE, size: tarBytes(files()), digest: diffId })),
		},
		undefined,
		3,
	);
}
