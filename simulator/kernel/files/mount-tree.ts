import { LazyText } from '../../machinery/lazy-text.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import type { FileTree } from '../machine-api.ts';
import { SystemError } from '../process-api.ts';
import { DirectoryCache } from './directory-cache.ts';
import { FileData } from './file-data.ts';
import type { FileNode, FileSystem, NodeType } from './file-system.ts';
import type { FrozenFileSystems, ThawedFileSystems } from './file-system-copies.ts';
import { type MountTable, mountsOf, mountTable } from './mount-table.ts';
import { type Located, walk, walkFrom } from './path-walk.ts';
import { TreeFileSystem } from './tree-file-system.ts';
import { isBelow } from './tree-watchers.ts';

/** One mounted file system: which node of it appears at `path`. */
export interface Mount {
	readonly path: string;
	readonly fileSystem: FileSystem;
	readonly root: FileNode;
	/** Path of `root` in its own file system, for watchers. */
	readonly rootPath: string;
	readonly readOnly: boolean;
	readonly source: string;
	readonly type: string;
	/** What the mount table says besides "rw": the kind of file system decides when absent. */
	readonly options?: string;
}

interface Follower {
	readonly tree: MountTree;
	/** Here, and there. */
	readonly from: string;
	readonly to: string;
}

/** The mounts that every host and container has, of one namespace. */
export interface StandardMounts {
	/** By path; the same objects every time. */
	mounts(): ReadonlyMap<string, Mount>;
}

/**
 * A tree with what is mounted on it: the mount namespace of the processes that have it as their root. Mounts
 * are kept by their canonical path; a bind mount pins the node it was made from, as the kernel does.
 */
export class MountTree implements FileTree {
	readonly fileSystem: TreeFileSystem;
	readonly rootMount: Mount;
	/** Free for the machine: what belongs to this namespace (its pseudo-terminals). */
	extension: object | undefined;
	hasDevices = false;
	/** Free for the machine: whose processes its /proc shows; undefined: its own processes'. */
	shownProcesses: object | undefined;
	#mounts: Map<string, Mount> | undefined;
	/** Last names of mount points: most names on a path are none, and need no lookup by their whole path. */
	#mountedNames: Set<string> | undefined;
	/** Mounts that somebody has yet to look at: most trees of a copied world never need theirs. */
	#inherited: { readonly table: MountTable; readonly copies: ThawedFileSystems } | undefined;
	/** What every root has besides (proc, sys, dev): built when somebody looks there first. */
	#standard: StandardMounts | undefined;
	#directories: DirectoryCache | undefined;
	/** Who is to have what is mounted here. */
	#followers: Set<Follower> | undefined;
	#leaving: (() => void)[] | undefined;

	constructor(fileSystem: TreeFileSystem, options: { source?: string; readOnly?: boolean } = {}) {
		this.fileSystem = fileSystem;
		this.rootMount = {
			path: '/',
			fileSystem,
			root: fileSystem.stack.root,
			rootPath: '/',
			readOnly: options.readOnly ?? false,
			source: options.source ?? fileSystem.type,
			type: fileSystem.type,
		};
	}

	/** The same file systems with mounts of their own from here on. Models copy_mnt_ns with private propagation. */
	copy(): MountTree {
		const { source, readOnly } = this.rootMount;
		const copy = new MountTree(this.fileSystem, { source, readOnly });
		copy.extension = this.extension;
		copy.hasDevices = this.hasDevices;
		copy.shownProcesses = this.shownProcesses;
		copy.#standard = this.#standard;
		for (const mount of this.#own()?.values() ?? []) copy.#put(mount);
		return copy;
	}

	/** In the order they were mounted, the root first. */
	mountList(): readonly Mount[] {
		return [this.rootMount, ...(this.#standard?.mounts().values() ?? []), ...(this.#own()?.values() ?? [])];
	}

	mountAt(path: string): Mount | undefined {
		const own = (path === '/' ? this.#mounts : this.#own())?.get(path);
		if (own !== undefined || this.#standard === undefined || !STANDARD_PATHS.has(path)) return own;
		return this.#standard.mounts().get(path);
	}

	/** False when nothing can be mounted on a path that ends in `name`. */
	mayBeMounted(name: string): boolean {
		if (STANDARD_NAMES.has(name) || this.#mountedNames?.has(name) === true) return true;
		return this.#inherited?.table.names.has(name) === true;
	}

	get hasStandardMounts(): boolean {
		return this.#standard !== undefined;
	}

	setStandardMounts(standard: StandardMounts): void {
		this.#standard = standard;
		this.#directories?.clear();
	}

	/** Names directly below `directory` that exist because something is mounted there. */
	mountNames(directory: string): readonly string[] {
		const prefix = directory === '/' ? '/' : `${directory}/`;
		const names: string[] = [];
		for (const path of [...(this.#standard === undefined ? [] : STANDARD_PATHS), ...(this.#own()?.keys() ?? [])]) {
			if (path.startsWith(prefix) && path.length > prefix.length && !path.includes('/', prefix.length)) {
				names.push(path.slice(prefix.length));
			}
		}
		return names;
	}

	/** Whether something is mounted at `path` or below it: such a name cannot be removed or renamed. */
	isMountedBelow(path: string): boolean {
		if (this.#standard !== undefined && STANDARD_PATHS.has(path)) return true;
		for (const mounted of this.#own()?.keys() ?? []) if (isBelow(mounted, path)) return true;
		return false;
	}

	addMount(mount: Mount): void {
		this.#own();
		this.#put(mount);
		for (const { tree, path } of this.#followersOf(mount.path)) {
			if (tree.mountAt(path)?.root !== mount.root) tree.addMount({ ...mount, path });
		}
	}

	followMounts(path: string, source: { readonly tree: FileTree; readonly path: string }, both: boolean): void {
		const { tree } = source;
		if (!(tree instanceof MountTree)) throw new Error('assertion failed: only kernel trees are followed');
		const from = tree.#find(source.path)?.path ?? source.path;
		this.#leaving ??= [];
		this.#leaving.push(tree.#lead({ tree: this, from, to: path }));
		if (both) this.#lead({ tree, from: path, to: from });
	}

	/** Follows nobody any more. */
	leave(): void {
		for (const leave of this.#leaving ?? []) leave();
	}

	#lead(follower: Follower): () => void {
		this.#followers ??= new Set();
		this.#followers.add(follower);
		return () => this.#followers?.delete(follower);
	}

	/** Where else something at `path` is mounted. */
	#followersOf(path: string): { readonly tree: MountTree; readonly path: string }[] {
		if (this.#followers === undefined) return [];
		return [...this.#followers]
			.filter(({ from }) => path !== from && isBelow(path, from))
			.map(({ tree, from, to }) => ({
				tree,
				path: `${to === '/' ? '' : to}${from === '/' ? path : path.slice(from.length)}`,
			}));
	}

	#put(mount: Mount): void {
		this.#directories?.clear();
		this.#mounts ??= new Map();
		this.#mounts.delete(mount.path);
		this.#mounts.set(mount.path, mount);
		this.#mountedNames ??= new Set();
		this.#mountedNames.add(mount.path.slice(mount.path.lastIndexOf('/') + 1));
	}

	mount(
		path: string,
		tree: FileTree,
		options: {
			readOnly?: boolean;
			subPath?: string;
			source?: string;
			type?: string;
			options?: string;
			recursive?: boolean;
			recursiveReadOnly?: boolean;
		} = {},
	): void {
		if (!(tree instanceof MountTree)) throw new Error('assertion failed: only kernel trees can be mounted');
		const from = tree.#locate(options.subPath === undefined ? '/' : `/${options.subPath}`, true);
		if (from.node === undefined) throw new SystemError('ENOENT');
		const target = this.#mountPoint(path);
		this.addMount({
			path: target,
			fileSystem: from.mount.fileSystem,
			root: from.node,
			rootPath: from.fileSystemPath,
			readOnly: options.readOnly ?? from.mount.readOnly,
			source: options.source ?? from.mount.source,
			type: options.type ?? from.mount.type,
			...((options.options ?? from.mount.options) !== undefined && { options: options.options ?? from.mount.options }),
		});
		if (options.recursive === false) return;
		// What is mounted below the source comes along (a recursive bind).
		for (const mount of tree.#mountsBelow(from.path)) {
			const below = from.path === '/' ? mount.path : mount.path.slice(from.path.length);
			const readOnly = mount.readOnly || options.recursiveReadOnly === true;
			this.addMount({ ...mount, readOnly, path: target === '/' ? below : target + below });
		}
	}

	showDevices(): void {
		this.hasDevices = true;
	}

	isMounted(path: string): boolean {
		return this.mountAt(path) !== undefined;
	}

	/** The machine has been switched off: what was mounted is mounted no more. */
	unmountAll(): void {
		this.#inherited = undefined;
		this.#mounts = undefined;
		this.#mountedNames = undefined;
		this.#directories?.clear();
	}

	unmount(path: string): void {
		const target = walk(this, '/', path, { follow: true }).path;
		const mounts = this.#own();
		if (!mounts?.has(target)) throw new SystemError('EINVAL');
		this.#directories?.clear();
		for (const mounted of [...mounts.keys()]) if (isBelow(mounted, target)) mounts.delete(mounted);
		for (const { tree, path: there } of this.#followersOf(target)) if (tree.isMounted(there)) tree.unmount(there);
	}

	mountTable(copies: FrozenFileSystems): MountTable {
		const mounts = [...(this.#own()?.values() ?? [])].filter((mount) => mount.path !== '/');
		return mountTable(mounts, copies);
	}

	inheritMounts(table: MountTable, copies: ThawedFileSystems): void {
		this.#inherited = { table, copies };
		this.#directories?.clear();
	}

	/** What is mounted besides the standard mounts, with what was inherited. */
	#own(): Map<string, Mount> | undefined {
		const inherited = this.#inherited;
		if (inherited === undefined) return this.#mounts;
		this.#inherited = undefined;
		for (const mount of mountsOf(inherited.table, inherited.copies)) this.#put(mount);
		return this.#mounts;
	}

	readFile(path: string): Uint8Array | undefined {
		const found = this.#find(path);
		if (found?.node?.type !== 'file' || !(found.mount.fileSystem instanceof TreeFileSystem)) return undefined;
		const content = found.mount.fileSystem.content(found.node);
		// Nobody who asks for all of a file at once means one that fills a disk.
		return content.size > this.fileSystem.environment.fileBytesMax ? undefined : content.readAll();
	}

	writeFile(
		path: string,
		data: Uint8Array | string | LazyText,
		attributes: { mode?: number; uid?: number; gid?: number; mtimeMs?: number } = {},
	): void {
		this.#reserved(() => this.#writeFile(path, data, attributes));
	}

	#writeFile(
		path: string,
		data: Uint8Array | string | LazyText,
		attributes: { mode?: number; uid?: number; gid?: number; mtimeMs?: number },
	): void {
		const found = this.#parents(path);
		const fileSystem = treeOf(found.mount);
		const node =
			found.node ??
			fileSystem.create(found.parent, found.name, { type: 'file', mode: attributes.mode ?? 0o644, uid: 0, gid: 0 });
		if (node.type !== 'file') throw new SystemError('EISDIR');
		fileSystem.replaceContent(node, fileDataOf(data));
		const { mode, uid, gid, mtimeMs } = attributes;
		if (mode !== undefined || uid !== undefined || gid !== undefined || mtimeMs !== undefined) {
			fileSystem.setAttributes(node, { mode, uid, gid, mtimeMs });
		}
		fileSystem.notify(found.fileSystemPath);
	}

	allocate(path: string, bytes: number): void {
		this.writeFile(path, '');
		const { mount, node } = this.#locate(path, true);
		if (node !== undefined) treeOf(mount).allocate(node, bytes);
	}

	mkdir(path: string, attributes: { mode?: number; uid?: number; gid?: number } = {}): void {
		this.#reserved(() => this.#mkdir(path, attributes));
	}

	#mkdir(path: string, attributes: { mode?: number; uid?: number; gid?: number }): void {
		const { mode, uid, gid } = attributes;
		if (path === '/') {
			this.fileSystem.setAttributes(this.fileSystem.root, { mode, uid, gid });
			return;
		}
		const found = this.#parents(path);
		const fileSystem = treeOf(found.mount);
		if (found.node === undefined) {
			const init = { type: 'directory', mode: mode ?? 0o755, uid: uid ?? 0, gid: gid ?? 0 } as const;
			fileSystem.create(found.parent, found.name, init);
			fileSystem.notify(found.fileSystemPath);
		} else if (found.node.type !== 'directory') {
			throw new SystemError('EEXIST');
		} else if (mode !== undefined || uid !== undefined || gid !== undefined) {
			fileSystem.setAttributes(found.node, { mode, uid, gid });
		}
	}

	symlink(target: string, path: string): void {
		this.#reserved(() => this.#symlink(target, path));
	}

	#symlink(target: string, path: string): void {
		const found = this.#parents(path, false);
		const fileSystem = treeOf(found.mount);
		if (found.node !== undefined) fileSystem.unlink(found.parent, found.name);
		fileSystem.create(found.parent, found.name, { type: 'symlink', mode: 0o777, uid: 0, gid: 0, target });
		fileSystem.notify(found.fileSystemPath);
	}

	/** Removes a file or a whole directory; nothing happens when it is absent. */
	remove(path: string): void {
		const found = this.#find(path, false);
		if (found?.node === undefined || found.parent === undefined) return;
		const fileSystem = treeOf(found.mount);
		removeBelow(fileSystem, found.node);
		fileSystem.unlink(found.parent, found.name);
		fileSystem.notify(found.fileSystemPath);
	}

	typeOf(path: string): NodeType | undefined {
		return this.#find(path)?.node?.type;
	}

	list(path: string): readonly string[] | undefined {
		const found = this.#find(path);
		if (found?.node?.type !== 'directory') return undefined;
		return found.mount.fileSystem.list(found.node, undefined);
	}

	watch(path: string, onChange: (path: string) => void): () => void {
		const found = this.#find(path) ?? { fileSystemPath: path, mount: this.rootMount };
		const { fileSystem, rootPath, path: mountPath } = found.mount;
		if (!(fileSystem instanceof TreeFileSystem)) throw new Error('assertion failed: only trees can be watched');
		return fileSystem.watchers.add(found.fileSystemPath, (changed) => {
			const below = rootPath === '/' ? changed : changed.slice(rootPath.length);
			onChange(mountPath === '/' ? below : mountPath + below);
		});
	}

	writtenBytes(): number {
		return this.fileSystem.writtenBytes;
	}

	bytesBelow(path: string): number {
		const found = this.#find(path);
		return found?.node === undefined ? 0 : contentBytes(found.mount.fileSystem, found.node);
	}

	get nextInode(): number {
		return this.fileSystem.nextInode;
	}

	skipInodes(count: number): void {
		this.fileSystem.skipInodes(count);
	}

	diskUsage(): { totalBytes: number; usedBytes: number } {
		return this.fileSystem.usage();
	}

	#mountsBelow(path: string): readonly Mount[] {
		const below = (other: string): boolean => other !== path && isBelow(other, path);
		const standard = [...STANDARD_PATHS].some(below) ? (this.#standard?.mounts().values() ?? []) : [];
		return [...standard, ...(this.#own()?.values() ?? [])].filter((mount) => below(mount.path));
	}

	#find(path: string, follow = true): Located | undefined {
		try {
			return this.#locate(path, follow);
		} catch (error) {
			if (error instanceof SystemError) return undefined;
			throw error;
		}
	}

	/** What `walk` finds; the directory above is looked for where it was the last time. */
	#locate(path: string, follow: boolean): Located {
		const slash = path.lastIndexOf('/');
		const name = path.slice(slash + 1);
		if (slash <= 0 || name === '' || name === '.' || name === '..' || this.mayBeMounted(name)) {
			return walk(this, '/', path, { follow });
		}
		this.#directories ??= new DirectoryCache(this.fileSystem.environment.nameChanges);
		const above = path.slice(0, slash);
		const known = this.#directories.get(above);
		if (known !== undefined) {
			const found = walkFrom(known, above, name, follow);
			if (found !== undefined) return found;
		}
		const found = walk(this, '/', path, { follow });
		if (found.path === path && found.parent !== undefined && found.mount.fileSystem instanceof TreeFileSystem) {
			this.#directories.add(above, { mount: found.mount, node: found.parent });
		}
		return found;
	}

	/** Finds `path`, making the directories above it. */
	#parents(path: string, follow = true): Located & { parent: FileNode } {
		const slash = path.lastIndexOf('/');
		if (slash > 0 && this.#directories?.get(path.slice(0, slash)) === undefined)
			this.#makeDirectory(path.slice(0, slash));
		const found = this.#locate(path, follow);
		if (found.parent === undefined) throw new SystemError('EEXIST');
		return { ...found, parent: found.parent };
	}

	/** Makes a directory and what is missing above it, from the highest one that is missing. */
	#makeDirectory(path: string): void {
		const slash = path.lastIndexOf('/');
		if (slash > 0 && this.#directories?.get(path.slice(0, slash)) === undefined)
			this.#makeDirectory(path.slice(0, slash));
		const { node, parent, name, mount } = this.#locate(path, true);
		if (node !== undefined || parent === undefined) return;
		treeOf(mount).create(parent, name, { type: 'directory', mode: 0o755, uid: 0, gid: 0 });
	}

	/**
	 * The canonical path of a mount point. The directories above it are created, as container runtimes do; the name
	 * itself needs no inode while something is mounted there.
	 */
	#mountPoint(path: string): string {
		return path === '/' ? '/' : this.#reserved(() => this.#parents(path).path);
	}

	/** What comes through this interface comes from services of the machine, not from programs. */
	#reserved<T>(work: () => T): T {
		return this.fileSystem.environment.disk.reserved(work);
	}
}

/** The paths that `StandardMounts` serves, in mount order. */
export const STANDARD_PATHS: ReadonlySet<string> = new Set(['/proc', '/sys', '/dev', '/dev/pts', '/dev/shm']);

const STANDARD_NAMES: ReadonlySet<string> = new Set(
	[...STANDARD_PATHS].map((path) => path.slice(path.lastIndexOf('/') + 1)),
);

function fileDataOf(data: Uint8Array | string | LazyText): FileData {
	if (data instanceof LazyText) return FileData.lazy(data);
	return FileData.of(typeof data === 'string' ? encodeUtf8(data) : data.slice());
}

function treeOf(mount: Mount): TreeFileSystem {
	const { fileSystem } = mount;
	if (!(fileSystem instanceof TreeFileSystem)) throw new SystemError('EPERM');
	return fileSystem;
}

function removeBelow(fileSystem: TreeFileSystem, node: FileNode): void {
	if (node.type !== 'directory') return;
	for (const name of fileSystem.list(node)) {
		const child = fileSystem.lookup(node, name);
		if (child !== undefined) removeBelow(fileSystem, child);
		fileSystem.unlink(node, name);
	}
}

function contentBytes(fileSystem: FileSystem, node: FileNode): number {
	if (node.type !== 'directory') return fileSystem.size(node);
	let bytes = 0;
	for (const name of fileSystem.list(node, undefined)) {
		const child = fileSystem.lookup(node, name, undefined);
		if (child !== undefined) bytes += contentBytes(fileSystem, child);
	}
	return bytes;
}
