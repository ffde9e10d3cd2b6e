import type { ImageConfig, ImageRepository } from '../runtime/image.ts';
import { imageTags } from './image-version.ts';
import { layer, type PathEntry } from './layer-builder.ts';

/** Another publisher's images of the same thing: tags there, and the tag here. */
export function renamedImage(
	names: readonly string[],
	source: ImageRepository,
	tags: readonly (readonly [there: string, here: string])[],
	changes: { readonly config?: Partial<ImageConfig>; readonly files?: () => readonly PathEntry[] } = {},
): ImageRepository {
	const { config, files } = changes;
	return {
		names,
		tags: imageTags(
			names[0] as string,
			tags.map(([there, here]) => {
				const version = source.tags.get(here);
				if (version === undefined) throw new Error(`assertion failed: ${source.names[0]} has no tag ${here}`);
				return {
					tags: there,
					date: version.createdAt.slice(0, 10),
					sizeBytes: version.sizeBytes,
					layers: () => (files === undefined ? version.layers() : [...version.layers(), layer(files())]),
					config: { ...version.config, ...config },
				};
			}),
		),
	};
}
