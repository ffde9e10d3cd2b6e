import { type Plugin, SCORE_MAX } from '../framework/plugin.ts';

const MIB = 1024 * 1024;
const BYTES_MIN = 23 * MIB;
const CONTAINER_BYTES_MAX = 1000 * MIB;

/** Prefers nodes that have the images, the more so the more nodes have them. Models plugins/imagelocality. */
export const imageLocality: Plugin = {
	name: 'ImageLocality',
	weight: 1,
	score: ({ pod }, { cache }) => {
		const containers = [...pod.spec.containers, ...(pod.spec.initContainers ?? [])];
		const images = containers.map((container) => withTag(container.image ?? ''));
		const bytesMax = CONTAINER_BYTES_MAX * containers.length;
		return {
			of: ({ name }) => {
				let sum = 0;
				for (const image of images) {
					const holders = cache.images.get(image);
					const bytes = holders?.get(name);
					if (holders === undefined || bytes === undefined) continue;
					sum += Math.trunc(bytes * (holders.size / cache.nodes.size));
				}
				const bounded = Math.min(Math.max(sum, BYTES_MIN), bytesMax);
				return Math.trunc((SCORE_MAX * (bounded - BYTES_MIN)) / (bytesMax - BYTES_MIN));
			},
		};
	},
};

function withTag(image: string): string {
	return image.lastIndexOf(':') <= image.lastIndexOf('/') ? `${image}:latest` : image;
}
