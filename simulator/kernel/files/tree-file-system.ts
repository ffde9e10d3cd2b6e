import type { OpenFile } from '../open-files/open-file.ts';
import { Pipe, PipeFile } from '../open-files/pipe.ts';
import { type ContentStore, RegularFile } from '../open-files/regular-file.ts';
import { type OpenFlags, SystemError } from '../process-api.ts';
import { withMode } from './access-list.ts';
import { type DiskAccount, INODE_BYTES } from './disk-account.ts';
import { executableStub, parseExecutableStub } from './executable-stub.ts';
import { attributeBytes, type ExtendedAttributes, withoutCapabilities } from './extended-attributes.ts';
import { FileData, isZeros } from './file-data.ts';
import type { FileSpace } from './file-space.ts';
import type { AttributeChange, FileNode, FileSystem, NodeInit, OpenedPath, Viewer } from './file-system.ts';
import { BaseNode, LayerStack } from './layer-stack.ts';
import type { NameChanges } from './name-changes.ts';
import { TreeNode } from './tree-node.ts';
import { TreeWatchers } from './tree-watchers.ts';

/** What all trees of a machine share. */
export interface TreeEnvironment {
	now(): number;
	readonly post: (callback: () => void) => void;
	readonly disk: DiskAccount;
	readonly nameChanges: NameChanges;
	readonly fileBytesMax: number;
	readonly pipeBytes: number;
	/** Of the machine's disk. */
	readonly space: FileSpace;
	/** Numbers for file systems and for pipes. */
	nextDevice(): number;
	nextPipeId(): number;
	/** @param name without "/dev/". */
	openBlock(name: string, node: FileNode, flags: OpenFlags, path: string): OpenFile;
	openDevice(name: string, node: FileNode, flags: OpenFlags, path: string, viewer: Viewer | undefined): OpenFile;
}

/**
 * A writable file system over immutable layers: inodes are copied up when they change, by inode number, so
 * that an untouched tree costs a few objects whatever its layers hold.
 */
export class TreeFileSystem implements FileSystem, ContentStore {
	readonly device: number;
	readonly type: string;
	readonly environment: TreeEnvironment;
	readonly stack: LayerStack;
	readonly space: FileSpace;
	#watchers: TreeWatchers | undefined;
	/** Changed and created inodes by number. */
	#upper: Map<number, TreeNode> | undefined;
	#nextIno: number;
	#writtenBytes = 0;
	#heldBytes = 0;

	/**
	 * @param options.device a number set aside for it; a new one by default.
	 * @param options.space where what is written takes room; the machine's disk by default.
	 */
	constructor(
		environment: TreeEnvironment,
		stack: LayerStack,
		type: string,
		options: { readonly device?: number; readonly space?: FileSpace } = {},
	) {
		this.environment = environment;
		this.stack = stack;
		this.type = type;
		this.space = options.space ?? environment.space;
		this.device = options.device ?? environment.nextDevice();
		this.#nextIno = stack.nextIno;
	}

	get root(): FileNode {
		return this.current(this.stack.root);
	}

	get writtenBytes(): number {
		return this.#writtenBytes;
	}

	get hasAttributes(): boolean {
		return true;
	}

	get nextInode(): number {
		return this.#nextIno;
	}

	skipInodes(count: number): void {
		this.#nextIno += count;
	}

	/** Changed inodes in the order of their numbers, for digests. */
	changedNodes(): readonly TreeNode[] {
		return [...(this.#upper?.values() ?? [])].sort((a, b) => a.ino - b.ino);
	}

	current(node: FileNode): FileNode {
		return node instanceof BaseNode ? (this.#upper?.get(node.ino) ?? node) : node;
	}

	lookup(directory: FileNode, name: string): FileNode | undefined {
		const node = this.current(directory);
		if (node instanceof BaseNode) {
			const child = node.children?.get(name);
			return child === undefined ? undefined : this.current(child);
		}
		const tree = node as TreeNode;
		const changed = tree.entries?.get(name);
		if (changed === null) return undefined;
		const found = changed ?? tree.base?.get(name);
		return found === undefined ? undefined : this.current(found);
	}

	list(directory: FileNode): readonly string[] {
		const node = this.current(directory);
		if (node instanceof BaseNode) return [...(node.children?.keys() ?? [])];
		const { base, entries } = node as TreeNode;
		if (entries === undefined) return [...(base?.keys() ?? [])];
		const names: string[] = [];
		for (const name of base?.keys() ?? []) if (entries.get(name) !== null) names.push(name);
		for (const [name, child] of entries) if (child !== null && !base?.has(name)) names.push(name);
		return names;
	}

	readlink(node: FileNode): string {
		const target = (node as BaseNode | TreeNode).target;
		if (target === undefined) throw new SystemError('EINVAL');
		return target;
	}

	size(of: FileNode): number {
		const node = this.current(of) as BaseNode | TreeNode;
		if (node.type === 'symlink') return node.target?.length ?? 0;
		if (node.type === 'directory') return 4096;
		if (node.type !== 'file') return 0;
		if (node instanceof TreeNode && node.data !== undefined) return node.data.size;
		return node.executable?.size ?? node.data?.size ?? 0;
	}

	links(of: FileNode): number {
		const node = this.current(of);
		if (node.type !== 'directory') return node instanceof BaseNode ? node.links : (node as TreeNode).linkCount;
		let links = 2;
		for (const name of this.list(node)) if (this.lookup(node, name)?.type === 'directory') links++;
		return links;
	}

	open(of: FileNode, flags: OpenFlags, where: OpenedPath, viewer: Viewer | undefined): OpenFile {
		const node = this.current(of);
		if (node.type === 'file') {
			if (flags.truncate) this.truncate(node, 0);
			return new RegularFile(this, node, flags, where.path, where.fileSystemPath);
		}
		if (node.type === 'fifo') {
			const tree = this.#writable(node);
			tree.pipe ??= new Pipe(this.environment.nextPipeId(), this.environment.pipeBytes, this.environment.post);
			return new PipeFile(tree.pipe, flags, where.path, tree);
		}
		if (node.type === 'block') return this.environment.openBlock(this.readlink(node), node, flags, where.path);
		if (node.type !== 'character') throw new SystemError('ENXIO');
		return this.environment.openDevice(this.readlink(node), node, flags, where.path, viewer);
	}

	program(of: FileNode): string | undefined {
		const node = this.current(of) as BaseNode | TreeNode;
		if (node.executable !== undefined && (node instanceof BaseNode || node.data === undefined)) {
			return node.executable.program;
		}
		return node.data === undefined ? undefined : parseExecutableStub(node.data)?.program;
	}

	head(node: FileNode, max: number): Uint8Array {
		return this.content(node).read(0, max);
	}

	/** The bytes of a regular file. Changing them is `writeContent`'s. */
	content(of: FileNode): FileData {
		const node = this.current(of);
		if (node instanceof BaseNode) return node.data;
		const tree = node as TreeNode;
		tree.data ??= tree.executable === undefined ? new FileData() : executableStub(tree.executable);
		return tree.data;
	}

	/** What fits of it, and then throws ENOSPC. */
	writeContent(of: FileNode, offset: number, data: Uint8Array): void {
		const size = this.size(of);
		const room = this.space.freeBytes + Math.max(0, size - offset);
		if (data.length > room && !this.environment.disk.inReserve) {
			if (room > 0) this.#writeContent(of, offset, data.subarray(0, room));
			throw new SystemError('ENOSPC');
		}
		this.#writeContent(of, offset, data);
	}

	#writeContent(of: FileNode, offset: number, data: Uint8Array): void {
		const end = offset + data.length;
		const node = this.#writable(of);
		const content = this.content(node);
		const held = content.heldBytes + (isZeros(data) ? 0 : data.length);
		const { fileBytesMax, disk } = this.environment;
		if (end > fileBytesMax && held > fileBytesMax) throw new SystemError('EFBIG');
		disk.require(Math.min(held, Math.max(end, content.size)) - node.heldBytes);
		this.#charge(node, Math.max(node.chargedBytes, Math.min(end, node.chargedBytes + data.length)));
		content.write(offset, data);
		if (node.extended !== undefined) this.#extend(node, withoutCapabilities(node.extended));
		this.#hold(node, content.heldBytes);
		this.#modified(node);
	}

	truncate(of: FileNode, size: number): void {
		if (size > FILE_BYTES_MAX) throw new SystemError('EFBIG');
		const node = this.#writable(of);
		// A hole at the end takes no room.
		this.#charge(node, Math.min(node.chargedBytes, size));
		if (size === 0) node.data = new FileData();
		else this.content(node).truncate(size);
		this.#hold(node, Math.min(node.heldBytes, node.data?.heldBytes ?? 0));
		this.#modified(node);
	}

	/** Takes room for the file up to `end`, which is zeros until something is written there. */
	allocate(of: FileNode, end: number): void {
		const node = this.#writable(of);
		const content = this.content(node);
		this.#charge(node, Math.max(node.chargedBytes, end));
		if (end > content.size) content.truncate(end);
		this.#modified(node);
	}

	/** Bytes of the disk that a file takes: holes take none. */
	allocated(of: FileNode): number {
		const node = this.current(of);
		// What is below the writable layer has no holes.
		if (node instanceof BaseNode) return node.allocatedBytes ?? this.size(node);
		const tree = node as TreeNode;
		const isNew = this.#ownsStack || tree.chargedBytes > 0 || tree.ino >= this.stack.nextIno;
		return isNew ? tree.chargedBytes : this.size(node);
	}

	/** Replaces the whole content by bytes that the caller gives away. */
	replaceContent(of: FileNode, data: FileData): void {
		const node = this.#writable(of);
		this.#charge(node, data.size);
		this.#hold(node, data.heldBytes);
		node.data = data;
		this.#modified(node);
	}

	opened(node: FileNode): void {
		const tree = this.current(node);
		if (tree instanceof TreeNode) tree.openCount++;
	}

	closed(node: FileNode): void {
		const tree = this.current(node);
		if (!(tree instanceof TreeNode)) return;
		tree.openCount = Math.max(0, tree.openCount - 1);
		this.#freeIfUnused(tree);
	}

	create(directory: FileNode, name: string, init: NodeInit): FileNode {
		this.#account(this.#inodeBytes, INODE_BYTES);
		if (init.extended !== undefined) this.#account(0, attributeBytes(init.extended));
		const node = new TreeNode({ ...init, ino: this.#nextIno++, atMs: this.environment.now() });
		this.#put(node);
		this.#setEntry(directory, name, node);
		return node;
	}

	link(directory: FileNode, name: string, node: FileNode): void {
		const tree = this.#writable(node);
		tree.linkCount++;
		tree.ctimeMs = this.environment.now();
		this.#setEntry(directory, name, tree);
	}

	unlink(directory: FileNode, name: string): void {
		const node = this.lookup(directory, name);
		if (node === undefined) throw new SystemError('ENOENT');
		this.environment.nameChanges.count++;
		this.#setEntry(directory, name, null);
		if (node instanceof TreeNode) {
			node.linkCount--;
			node.ctimeMs = this.environment.now();
			this.#freeIfUnused(node);
		} else if (node.type !== 'directory' && (node as BaseNode).links > 1) {
			this.#writable(node).linkCount--;
		} else if (node.type === 'file' && this.#ownsStack) this.#account(-this.allocated(node), 0);
	}

	rename(from: FileNode, fromName: string, to: FileNode, toName: string): void {
		const node = this.lookup(from, fromName);
		if (node === undefined) throw new SystemError('ENOENT');
		const replaced = this.lookup(to, toName);
		if (replaced !== undefined) this.unlink(to, toName);
		this.environment.nameChanges.count++;
		this.#setEntry(from, fromName, null);
		this.#setEntry(to, toName, node);
		this.#writable(node).ctimeMs = this.environment.now();
	}

	setAttributes(of: FileNode, change: AttributeChange): void {
		const node = this.#writable(of);
		if ('extended' in change) this.#extend(node, change.extended);
		if (change.mode !== undefined) {
			node.mode = change.mode;
			const { extended } = node;
			if (extended?.access !== undefined) node.extended = { ...extended, access: withMode(extended.access, node.mode) };
		}
		if (change.uid !== undefined) node.uid = change.uid;
		if (change.gid !== undefined) node.gid = change.gid;
		if (change.atimeMs !== undefined) node.atimeMs = change.atimeMs;
		if (change.mtimeMs !== undefined) node.mtimeMs = change.mtimeMs;
		node.ctimeMs = this.environment.now();
	}

	get watchers(): TreeWatchers {
		this.#watchers ??= new TreeWatchers(this.environment.post);
		return this.#watchers;
	}

	notify(path: string): void {
		this.#watchers?.notify(path);
	}

	usage(): { totalBytes: number; usedBytes: number } {
		const { totalBytes, usedBytes } = this.space;
		return { totalBytes, usedBytes };
	}

	/** Gives back everything the disk account was charged for. The tree must not be used afterwards. */
	release(): void {
		this.#account(-this.#writtenBytes, -this.#heldBytes);
		this.environment.nameChanges.count++;
		this.#upper = undefined;
	}

	/** The tree as it is now, immutable: what is unchanged is shared with this tree's own stack. */
	snapshot(): LayerStack {
		const frozen = new Map<number, BaseNode>();
		const bytes = this.stack.bytes + this.#writtenBytes;
		return new LayerStack(this.#freeze(this.root, frozen), this.#nextIno, bytes);
	}

	/** One node as it is now, also when no path leads there any more. */
	frozen(of: FileNode): BaseNode {
		return this.#freeze(of, new Map());
	}

	#freeze(of: FileNode, frozen: Map<number, BaseNode>): BaseNode {
		const node = this.current(of) as BaseNode | TreeNode;
		const done = frozen.get(node.ino);
		if (done !== undefined) return done;
		let children: Map<string, BaseNode> | undefined;
		let same = node instanceof BaseNode;
		if (node.type === 'directory') {
			children = new Map();
			for (const name of this.list(node)) {
				const before = this.lookup(node, name) as FileNode;
				const after = this.#freeze(before, frozen);
				if (after !== before) same = false;
				children.set(name, after);
			}
		}
		const result = same ? (node as BaseNode) : frozenNode(node, children, this.#sparse(node));
		frozen.set(node.ino, result);
		return result;
	}

	#sparse(node: FileNode): number | undefined {
		if (node.type !== 'file') return undefined;
		const bytes = this.allocated(node);
		return bytes === this.size(node) ? undefined : bytes;
	}

	/** What lies in the stack is on this file system's own disk, and not in an image below it. */
	get #ownsStack(): boolean {
		return this.type === 'ext4';
	}

	#extend(node: TreeNode, extended: ExtendedAttributes | undefined): void {
		this.#account(0, attributeBytes(extended) - attributeBytes(node.extended));
		node.extended = extended;
	}

	#writable(of: FileNode): TreeNode {
		const node = this.current(of);
		if (node instanceof TreeNode) return node;
		const base = node as BaseNode;
		this.#account(this.#inodeBytes, INODE_BYTES);
		const { type, ino, mode, uid, gid, target } = base;
		const copy = new TreeNode({ type, ino, mode, uid, gid, atMs: base.mtimeMs, target, base });
		if (type === 'file' && base.executable === undefined) copy.data = base.data.share();
		if (type === 'file' && this.#ownsStack) copy.chargedBytes = this.allocated(base);
		if (base.extended !== undefined) this.#account(0, attributeBytes(base.extended));
		this.#put(copy);
		return copy;
	}

	#put(node: TreeNode): void {
		this.#upper ??= new Map();
		this.#upper.set(node.ino, node);
	}

	#setEntry(directory: FileNode, name: string, node: FileNode | null): void {
		const tree = this.#writable(directory);
		tree.entries ??= new Map();
		if (node === null && !tree.base?.has(name)) tree.entries.delete(name);
		else tree.entries.set(name, node);
		this.#modified(tree);
	}

	#modified(node: TreeNode): void {
		node.mtimeMs = this.environment.now();
		node.ctimeMs = node.mtimeMs;
	}

	#charge(node: TreeNode, size: number): void {
		this.#account(size - node.chargedBytes, 0);
		node.chargedBytes = size;
	}

	/** In memory, inodes are no part of what a file system holds. */
	get #inodeBytes(): number {
		return this.type === 'tmpfs' ? 0 : INODE_BYTES;
	}

	#hold(node: TreeNode, size: number): void {
		this.#account(0, size - node.heldBytes);
		node.heldBytes = size;
	}

	/** @param heldBytes what of it the world has to keep. */
	#account(bytes: number, heldBytes: number): void {
		if (heldBytes > 0) this.environment.disk.require(heldBytes);
		this.space.charge(bytes);
		this.environment.disk.charge(heldBytes);
		this.#writtenBytes += bytes;
		this.#heldBytes += heldBytes;
	}

	#freeIfUnused(node: TreeNode): void {
		if (node.linkCount > 0 || node.openCount > 0 || this.#upper?.get(node.ino) !== node) return;
		const heldBytes = node.heldBytes + INODE_BYTES + attributeBytes(node.extended);
		this.#account(-node.chargedBytes - this.#inodeBytes, -heldBytes);
		node.chargedBytes = 0;
		node.heldBytes = 0;
		this.#upper.delete(node.ino);
	}
}

/** Of a file with holes. Models ext4's largest with blocks of 4 KiB. */
const FILE_BYTES_MAX = 16 * 1024 ** 4 - 4096;

function frozenNode(
	node: BaseNode | TreeNode,
	children: Map<string, BaseNode> | undefined,
	allocatedBytes: number | undefined,
): BaseNode {
	const { type, ino, mode, uid, gid, atimeMs, mtimeMs, ctimeMs, birthMs, target } = node;
	const isTree = node instanceof TreeNode;
	const written = isTree ? node.data : undefined;
	return new BaseNode({
		type,
		ino,
		mode,
		uid,
		gid,
		atimeMs,
		mtimeMs,
		ctimeMs,
		birthMs,
		links: isTree ? node.linkCount : node.links,
		allocatedBytes,
		extended: node.extended,
		children,
		target,
		executable: written === undefined ? node.executable : undefined,
		content: type === 'file' && node.executable === undefined ? (written ?? node.data)?.share() : written?.share(),
	});
}
