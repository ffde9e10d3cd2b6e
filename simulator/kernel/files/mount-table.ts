import type { FrozenFileSystems, ThawedFileSystems } from './file-system-copies.ts';
import type { BaseNode, LayerStack } from './layer-stack.ts';
import type { Mount } from './mount-tree.ts';
import { TreeFileSystem } from './tree-file-system.ts';

interface TableMount extends Omit<Mount, 'fileSystem'> {
	/** Its number among those of the copied machines. */
	readonly fileSystem: number;
}

/**
 * What is mounted in a tree, as copies of it take it over: found once, shared by all copies. A mount shows what it has
 * always shown, also where its path leads elsewhere by now, or nowhere. Immutable.
 */
export interface MountTable {
	/** In the order they were mounted. */
	readonly mounts: readonly TableMount[];
	/** Last names of their paths. */
	readonly names: ReadonlySet<string>;
}

/** The table of `mounts`, without what has no files of its own (/proc). */
export function mountTable(mounts: Iterable<Mount>, copies: FrozenFileSystems): MountTable {
	const found: TableMount[] = [];
	const names = new Set<string>();
	for (const { fileSystem, ...mount } of mounts) {
		const number = fileSystem instanceof TreeFileSystem ? copies.number(fileSystem) : undefined;
		if (number === undefined) continue;
		const there = nodeAt(copies.stackOf(number), mount.rootPath);
		const root = there?.ino === mount.root.ino ? there : (fileSystem as TreeFileSystem).frozen(mount.root);
		found.push({ ...mount, root, fileSystem: number });
		names.add(mount.path.slice(mount.path.lastIndexOf('/') + 1));
	}
	return { mounts: found, names };
}

/** What a table stands for on the copied machines. */
export function mountsOf({ mounts }: MountTable, copies: ThawedFileSystems): Mount[] {
	return mounts.map(({ fileSystem, ...mount }) => ({ ...mount, fileSystem: copies.get(fileSystem) }));
}

function nodeAt(stack: LayerStack, path: string): BaseNode | undefined {
	let node: BaseNode | undefined = stack.root;
	for (const name of path.split('/')) if (name !== '') node = node?.children?.get(name);
	return node;
}
