import type { OpenFile } from '../open-files/open-file.ts';
import type { OpenFlags } from '../process-api.ts';
import type { ExtendedAttributes } from './extended-attributes.ts';

export type NodeType = 'file' | 'directory' | 'symlink' | 'fifo' | 'socket' | 'character' | 'block';

/** An inode as all file systems show it. */
export interface FileNode {
	readonly type: NodeType;
	readonly ino: number;
	readonly mode: number;
	readonly uid: number;
	readonly gid: number;
	readonly atimeMs: number;
	readonly mtimeMs: number;
	readonly ctimeMs: number;
	/** When it was made, where the file system keeps that. */
	readonly birthMs?: number;
	/** Of a symlink what it leads to, of a device its driver's name. */
	readonly target?: string | undefined;
	/** Lists of access, named attributes, flags; absent where there is none. */
	readonly extended?: ExtendedAttributes | undefined;
}

/** What a process sees through: generated file systems (/proc/self, /dev/tty) answer according to who looks. */
export interface Viewer {
	readonly hostPid: number;
}

/** By which path a node is opened: in the mount namespace, and in its own file system. */
export interface OpenedPath {
	readonly path: string;
	readonly fileSystemPath: string;
}

export interface NodeInit {
	readonly type: NodeType;
	readonly mode: number;
	readonly uid: number;
	readonly gid: number;
	/** Of a symlink. */
	readonly target?: string;
	readonly extended?: ExtendedAttributes | undefined;
}

export interface AttributeChange {
	readonly mode?: number;
	readonly uid?: number;
	readonly gid?: number;
	readonly atimeMs?: number;
	readonly mtimeMs?: number;
	/** Instead of all it had. A list of access follows the mode by itself. */
	readonly extended?: ExtendedAttributes | undefined;
}

/**
 * One mountable file system. It keeps names and inodes; permissions, path walking and the rules of system
 * calls (who may unlink what) are `path-calls.ts`'s. Methods that change throw EROFS or EPERM where a
 * generated file system has nothing to change.
 */
export interface FileSystem {
	/** Distinguishes file systems in stat. */
	readonly device: number;
	/** As the mount table shows it: "overlay", "proc". */
	readonly type: string;
	readonly root: FileNode;
	/** Keeps extended attributes. */
	readonly hasAttributes?: boolean;
	/** The node as it is now: a node of an immutable layer may have been copied up since it was looked up. */
	current(node: FileNode): FileNode;
	lookup(directory: FileNode, name: string, viewer: Viewer | undefined): FileNode | undefined;
	/** Names in a defined order, without . and .. */
	list(directory: FileNode, viewer: Viewer | undefined): readonly string[];
	readlink(node: FileNode, viewer: Viewer | undefined): string;
	size(node: FileNode): number;
	links(node: FileNode): number;
	/** Bytes that a file takes; its size when absent. */
	allocated?(node: FileNode): number;
	/** An open description of a node that is not a directory. */
	open(node: FileNode, flags: OpenFlags, where: OpenedPath, viewer: Viewer | undefined): OpenFile;
	/** A link that leads to an open file instead of a path (/proc/self/fd/1). */
	magicLink?(node: FileNode, viewer: Viewer | undefined): OpenFile | undefined;
	/** A link that leads into another mount namespace: its tree (/proc/1/root). Throws EACCES. */
	rootLink?(node: FileNode, viewer: Viewer | undefined): object | undefined;
	/** The program an executable file runs; undefined: it is data (a script). */
	program(node: FileNode): string | undefined;
	/** First bytes, for "#!". */
	head(node: FileNode, max: number): Uint8Array;

	create(directory: FileNode, name: string, init: NodeInit): FileNode;
	link(directory: FileNode, name: string, node: FileNode): void;
	unlink(directory: FileNode, name: string): void;
	rename(from: FileNode, fromName: string, to: FileNode, toName: string): void;
	truncate(node: FileNode, size: number): void;
	setAttributes(node: FileNode, change: AttributeChange): void;
	/** Tells watchers that something at this path of the file system has changed. */
	notify(path: string): void;
	usage(): { readonly totalBytes: number; readonly usedBytes: number };
}
