import type { EngineImages } from '../../../hosts/containers/engine-images.ts';
import type { Task } from '../../../machinery/task.ts';
import { bool } from '../../flags.ts';
import type { EngineCommand, EngineRun } from '../engine-command.ts';
import { humanSize, shortId } from '../words.ts';

/** Models containers/podman cmd/podman/images/tree.go and libimage's tree. */
export const imageTree: EngineCommand = {
	names: ['image tree'],
	usage: '[options] IMAGE',
	short: 'Print layer hierarchy of an image in a tree format',
	only: 'podman',
	flags: { whatrequires: bool(false, 'Show all child images and layers of the specified image') },
	least: 1,
	most: 1,
	*run(run) {
		const { images } = run.engine();
		const { version, tags } = images.requireStored(run.operands[0] as string);
		const { layers } = images.contentOf(version);
		const size = humanSize(images.sizeOf(version), 4);
		yield* run.out.write(
			`Image ID: ${shortId(version.configDigest)}\nTags:     [${tags.join(' ')}]\nSize:     ${size}\n`,
		);
		if (layers.length === 0) yield* run.out.write('No Image Layers\n');
		else yield* branches(run, images, layers);
		return 0;
	},
};

interface Layer {
	readonly diffId: string;
	readonly sizeBytes: number;
}

function* branches(run: EngineRun, images: EngineImages, layers: readonly Layer[]): Task<void> {
	yield* run.out.write('Image Layers\n');
	for (const [index, layer] of layers.entries()) {
		const chain = layers.slice(0, index + 1).map(({ diffId }) => diffId);
		const tops = images
			.list()
			.filter(({ version }) => isTop(images.contentOf(version).layers, chain))
			.flatMap(({ tags }) => tags);
		const branch = index === layers.length - 1 ? '└──' : '├──';
		const top = tops.length === 0 ? '' : ` Top Layer of: [${tops.join(' ')}]`;
		const size = humanSize(layer.sizeBytes, 4).padStart(7);
		yield* run.out.write(`${branch} ID: ${shortId(layer.diffId)} Size: ${size}${top}\n`);
	}
}

function isTop(layers: readonly Layer[], chain: readonly string[]): boolean {
	return layers.length === chain.length && layers.every(({ diffId }, index) => diffId === chain[index]);
}
