import type { Pipe } from '../open-files/pipe.ts';
import type { ExecutableImage } from './executable-stub.ts';
import type { ExtendedAttributes } from './extended-attributes.ts';
import type { FileData } from './file-data.ts';
import type { FileNode, NodeType } from './file-system.ts';
import type { BaseNode } from './layer-stack.ts';

/** An inode of a writable tree: created there, or copied up from an immutable layer when first changed. */
export class TreeNode implements FileNode {
	readonly type: NodeType;
	readonly ino: number;
	mode: number;
	uid: number;
	gid: number;
	atimeMs: number;
	mtimeMs: number;
	ctimeMs: number;
	readonly birthMs: number;
	/** Names that lead here. */
	linkCount: number;
	/** Open descriptions; the content lives until the last closes. */
	openCount = 0;
	/** Bytes of content that its file system's space was charged for. */
	chargedBytes = 0;
	/** Bytes of content that the world's account was charged for. */
	heldBytes = 0;
	data: FileData | undefined;
	executable: ExecutableImage | undefined;
	readonly target: string | undefined;
	/** Of a directory: what the layer below holds, and what changed: a node, or null for a name removed. */
	readonly base: ReadonlyMap<string, BaseNode> | undefined;
	entries: Map<string, FileNode | null> | undefined;
	pipe: Pipe | undefined;
	extended: ExtendedAttributes | undefined;

	constructor(init: {
		type: NodeType;
		ino: number;
		mode: number;
		uid: number;
		gid: number;
		atMs: number;
		target?: string | undefined;
		extended?: ExtendedAttributes | undefined;
		base?: BaseNode;
	}) {
		this.type = init.type;
		this.ino = init.ino;
		this.mode = init.mode;
		this.uid = init.uid;
		this.gid = init.gid;
		this.atimeMs = init.base?.atimeMs ?? init.atMs;
		this.mtimeMs = init.base?.mtimeMs ?? init.atMs;
		this.ctimeMs = init.base?.ctimeMs ?? init.atMs;
		this.birthMs = init.base?.birthMs ?? init.atMs;
		// Names of subdirectories are counted when somebody asks.
		this.linkCount = init.type === 'directory' ? 1 : (init.base?.links ?? 1);
		this.target = init.target;
		this.base = init.base?.children;
		this.data = undefined;
		this.executable = init.base?.executable;
		this.entries = undefined;
		this.pipe = undefined;
		this.extended = init.base?.extended ?? init.extended;
	}
}
