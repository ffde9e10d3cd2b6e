import type { Pod } from '../../api/core/types/pod.ts';
import type { FileTree, Machine } from '../../kernel/machine-api.ts';
import { wholeValue } from '../../machinery/quantity.ts';

/** The tmpfs of Pods' volumes on a node. Models pkg/volume/emptydir setupTmpfs. */
export class MemoryVolumes {
	readonly #machine: Machine;
	/** By path; undefined of one that was mounted before this machine was copied. */
	#trees: Map<string, FileTree | undefined> | undefined;

	/** @param mounted paths where they are mounted already. */
	constructor(machine: Machine, mounted: readonly string[]) {
		this.#machine = machine;
		if (mounted.length > 0) this.#trees = new Map(mounted.map((path) => [path, undefined]));
	}

	/** Mounts one where none is mounted yet. */
	mount(path: string, bytes: number, group: number | undefined): void {
		const { root } = this.#machine;
		if (root.isMounted(path)) return;
		const tree = this.#machine.createMemoryTree(bytes);
		tree.mkdir('/', group === undefined ? { mode: 0o1777 } : { mode: 0o3777, gid: group });
		const options = `size=${Math.floor(bytes / 1024)}k,inode64,noswap`;
		root.mount(path, tree, { source: 'tmpfs', type: 'tmpfs', options });
		this.#trees ??= new Map();
		this.#trees.set(path, tree);
	}

	/** Everything in them is gone then. */
	unmountBelow(folder: string): void {
		for (const [path, tree] of this.#trees ?? []) {
			if (!path.startsWith(`${folder}/`)) continue;
			this.#trees?.delete(path);
			if (this.#machine.root.isMounted(path)) this.#machine.root.unmount(path);
			if (tree !== undefined) this.#machine.releaseTree(tree);
		}
	}
}

/**
 * How large a tmpfs may grow: no larger than the Pod may, when all of its containers have a limit, nor than what the
 * node has for Pods. Models pkg/volume/emptydir calculateEmptyDirMemorySize.
 */
export function memoryVolumeBytes(
	{ spec }: Pod,
	sizeLimit: string | undefined,
	allocatable: { readonly [resource: string]: string },
): number {
	const limits = spec.containers.map(({ resources }) => resources?.limits?.memory);
	const sizes = [wholeValue(allocatable.memory ?? '0')];
	if (limits.every((limit) => limit !== undefined)) {
		sizes.push(limits.reduce((sum, limit) => sum + wholeValue(limit ?? '0'), 0));
	}
	if (sizeLimit !== undefined && wholeValue(sizeLimit) > 0) sizes.push(wholeValue(sizeLimit));
	return Math.min(...sizes);
}
