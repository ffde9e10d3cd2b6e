import type { BaseNode, LayerStack } from './layer-stack.ts';
import type { Mount } from './mount-tree.ts';
import type { TreeFileSystem } from './tree-file-system.ts';

/**
 * What is mounted in a tree from another one, as copies of both take it over: found once, shared by all copies.
 * Immutable.
 */
export interface MountTable {
	/** In the order they were mounted. */
	readonly mounts: readonly Omit<Mount, 'fileSystem'>[];
	/** Last names of their paths. */
	readonly names: ReadonlySet<string>;
}

/**
 * The table of `mounts`, all of which show `source`.
 * @param snapshot of `source`, in which copies find what is mounted.
 * @returns undefined when another file system is mounted too, or a node that has no path any more.
 */
export function mountTable(
	mounts: Iterable<Mount>,
	source: TreeFileSystem,
	snapshot: LayerStack,
): MountTable | undefined {
	const found: Omit<Mount, 'fileSystem'>[] = [];
	const names = new Set<string>();
	for (const { fileSystem, ...mount } of mounts) {
		const root = nodeAt(snapshot, mount.rootPath);
		if (fileSystem !== source || root?.ino !== mount.root.ino) return undefined;
		found.push({ ...mount, root });
		names.add(mount.path.slice(mount.path.lastIndexOf('/') + 1));
	}
	return { mounts: found, names };
}

function nodeAt(stack: LayerStack, path: string): BaseNode | undefined {
	let node: BaseNode | undefined = stack.root;
	for (const name of path.split('/')) if (name !== '') node = node?.children?.get(name);
	return node;
}
