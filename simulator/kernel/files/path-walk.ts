import type { OpenFile } from '../open-files/open-file.ts';
import { type Credentials, SystemError } from '../process-api.ts';
import type { FileNode, Viewer } from './file-system.ts';
import type { Mount, MountTree } from './mount-tree.ts';
import { EXECUTE, permits } from './permissions.ts';

/** Where a path leads. */
export interface Located {
	/** The mount that holds the node (or would hold it). */
	readonly mount: Mount;
	/** The directory that holds the name; undefined for the root. */
	readonly parent: FileNode | undefined;
	/** The last name, after following links. */
	readonly name: string;
	/** Undefined: everything above exists, this name does not. */
	readonly node: FileNode | undefined;
	/** Canonical absolute path in the mount namespace. */
	readonly path: string;
	/** Path in the node's own file system. */
	readonly fileSystemPath: string;
	/** The open file that a magic link (/proc/self/fd/1) leads to. */
	readonly magic?: OpenFile | undefined;
	/** The path ended in a slash: it must be a directory. */
	readonly mustBeDirectory: boolean;
}

export interface WalkOptions {
	/** Whether a link in the last place is followed. */
	readonly follow: boolean;
	/** Who walks: needs search permission on every directory. Absent: the kernel itself. */
	readonly credentials?: Credentials;
	readonly viewer?: Viewer;
}

interface Step {
	readonly mount: Mount;
	readonly node: FileNode;
	readonly path: string;
	readonly name: string;
}

const PATH_LENGTH_MAX = 4096;
const NAME_LENGTH_MAX = 255;
const LINKS_MAX = 40;

/**
 * Resolves a path in a mount namespace. Throws ENOENT, ENOTDIR, EACCES, ELOOP, ENAMETOOLONG; a missing last
 * name is no error. Models Linux fs/namei.c path_lookupat.
 */
export function walk(from: MountTree, cwd: string, path: string, options: WalkOptions): Located {
	let tree = from;
	if (path === '') throw new SystemError('ENOENT');
	if (path.length >= PATH_LENGTH_MAX) throw new SystemError('ENAMETOOLONG');
	const full = path.startsWith('/') ? path : `${cwd}/${path}`;
	const pending = namesOf(full);
	pending.reverse();
	const mustBeDirectory = endsAtDirectory(full);
	const follow = options.follow || mustBeDirectory;
	const stack: Step[] = [rootOf(tree)];
	let links = 0;
	for (;;) {
		const top = stack[stack.length - 1] as Step;
		const name = pending.pop();
		if (name === undefined) return located(stack, mustBeDirectory);
		if (top.node.type !== 'directory') throw new SystemError('ENOTDIR');
		if (name === '..') {
			if (stack.length > 1) stack.pop();
			continue;
		}
		const next = descend(tree, top, name, options);
		const last = pending.length === 0;
		if (next === undefined) {
			if (!last) throw new SystemError('ENOENT');
			return missing(top, name, mustBeDirectory);
		}
		if (next.node.type !== 'symlink' || (last && !follow)) {
			stack.push(next);
			continue;
		}
		if (++links > LINKS_MAX) throw new SystemError('ELOOP');
		const fileSystem = next.mount.fileSystem;
		const other = fileSystem.rootLink?.(next.node, options.viewer);
		if (other !== undefined) {
			// Differs: the path is that of the other tree from here on, also where it is shown.
			tree = other as MountTree;
			stack.splice(0, stack.length, rootOf(tree));
			pending.push(...namesOf(fileSystem.readlink(next.node, options.viewer)).reverse());
			continue;
		}
		const magic = fileSystem.magicLink?.(next.node, options.viewer);
		if (magic !== undefined && last) {
			stack.push(next);
			return { ...located(stack, mustBeDirectory), magic };
		}
		const target = fileSystem.readlink(next.node, options.viewer);
		if (target === '') throw new SystemError('ENOENT');
		pending.push(...namesOf(target).reverse());
		if (target.startsWith('/')) stack.length = 1;
	}
}

/**
 * The last step of a walk: `name` in a directory whose canonical path is `path`. Nothing is mounted there, and the
 * kernel itself walks. Undefined when the name is a link that has to be followed: that takes a whole walk.
 */
export function walkFrom(
	{ mount, node: parent }: { readonly mount: Mount; readonly node: FileNode },
	path: string,
	name: string,
	follow: boolean,
): Located | undefined {
	if (name.length > NAME_LENGTH_MAX) throw new SystemError('ENAMETOOLONG');
	const node = mount.fileSystem.lookup(parent, name, undefined);
	const top = { mount, node: parent, path, name: '' };
	if (node === undefined) return missing(top, name, false);
	if (node.type === 'symlink' && follow) return undefined;
	return located([top, { mount, node, path: `${path}/${name}`, name }], false);
}

function rootOf(tree: MountTree): Step {
	const root = tree.mountAt('/') ?? tree.rootMount;
	return { mount: root, node: root.fileSystem.current(root.root), path: '', name: '' };
}

function descend(tree: MountTree, top: Step, name: string, options: WalkOptions): Step | undefined {
	if (name.length > NAME_LENGTH_MAX) throw new SystemError('ENAMETOOLONG');
	if (options.credentials !== undefined && !permits(options.credentials, top.node, EXECUTE)) {
		throw new SystemError('EACCES');
	}
	const path = `${top.path}/${name}`;
	const mount = tree.mayBeMounted(name) ? tree.mountAt(path) : undefined;
	if (mount !== undefined) return { mount, node: mount.fileSystem.current(mount.root), path, name };
	const node = top.mount.fileSystem.lookup(top.node, name, options.viewer);
	return node === undefined ? undefined : { mount: top.mount, node, path, name };
}

function located(stack: readonly Step[], mustBeDirectory: boolean): Located {
	const top = stack[stack.length - 1] as Step;
	const parent = stack[stack.length - 2];
	const path = top.path === '' ? '/' : top.path;
	return {
		mount: top.mount,
		parent: parent?.node,
		name: top.name,
		node: top.node,
		path,
		fileSystemPath: pathInMount(top.mount, path),
		mustBeDirectory,
	};
}

function missing(top: Step, name: string, mustBeDirectory: boolean): Located {
	const path = `${top.path}/${name}`;
	return {
		mount: top.mount,
		parent: top.node,
		name,
		node: undefined,
		path,
		fileSystemPath: pathInMount(top.mount, path),
		mustBeDirectory,
	};
}

function pathInMount(mount: Mount, path: string): string {
	const below = mount.path === '/' ? path : path.slice(mount.path.length);
	if (mount.rootPath === '/') return below === '' ? '/' : below;
	return below === '/' ? mount.rootPath : mount.rootPath + below;
}

function namesOf(path: string): string[] {
	const names: string[] = [];
	for (let start = 0; start < path.length; ) {
		const slash = path.indexOf('/', start);
		const end = slash < 0 ? path.length : slash;
		if (end > start && !(end === start + 1 && path[start] === '.')) names.push(path.slice(start, end));
		start = end + 1;
	}
	return names;
}

/** "/a/", "/a/." and "/a/..": what they name must be a directory. */
function endsAtDirectory(path: string): boolean {
	const last = path[path.length - 1];
	return (last === '/' || last === '.') && path !== '/' && /\/\.{0,2}$/.test(path);
}
