import type { ImageRepository } from '../runtime/image.ts';
import { imageTags } from './image-version.ts';
import { directory, file, layer } from './layer-builder.ts';

/** Two files and nothing to run: what pages about volumes of images mount. */
export const CRIO_ARTIFACT: ImageRepository = {
	names: ['quay.io/crio/artifact'],
	tags: imageTags('artifact', [
		{
			tags: 'v2 v1',
			date: '2024-06-21',
			sizeBytes: 1_024,
			layers: () => [layer([directory('/dir'), file('/dir/file', '1\n'), file('/file', '2\n')])],
			config: { env: [] },
		},
	]),
	programs: new Map(),
};
