import type { FileTree, Machine } from '../../kernel/machine-api.ts';
import type { ImageCatalog } from './image-catalog.ts';
import type { ImageStore } from './image-store.ts';

/** What containers see of images that are volumes: one tree of each, for all of them. */
export class ImageTrees {
	readonly #machine: Machine;
	readonly #images: ImageStore;
	readonly #catalog: ImageCatalog;
	#trees: Map<string, FileTree> | undefined;

	constructor(machine: Machine, images: ImageStore, catalog: ImageCatalog) {
		this.#machine = machine;
		this.#images = images;
		this.#catalog = catalog;
	}

	/** Undefined of an image that is not here. */
	of(reference: string): FileTree | undefined {
		const version = this.#images.find(reference)?.version;
		if (version === undefined) return undefined;
		this.#trees ??= new Map();
		let tree = this.#trees.get(version.configDigest);
		if (tree === undefined) {
			tree = this.#machine.createTree(this.#catalog.stackOf(version));
			this.#trees.set(version.configDigest, tree);
		}
		return tree;
	}
}
