import type { FileNode, NodeType } from '../files/file-system.ts';
import type { OpenFile } from '../open-files/open-file.ts';
import type { OpenFlags } from '../process-api.ts';
import type { KernelProcess } from '../processes/kernel-process.ts';

/** What a node of a generated file system holds; texts and names are made when somebody looks. */
export type GeneratedContent =
	| {
			readonly kind: 'directory';
			list(viewer: KernelProcess | undefined): readonly string[];
			lookup(name: string, viewer: KernelProcess | undefined): GeneratedContent | undefined;
			readonly mode?: number;
			readonly uid?: number;
			readonly gid?: number;
	  }
	| {
			readonly kind: 'text';
			read(viewer: KernelProcess | undefined): string;
			/** Takes what was written. Throws SystemError when it is no good. */
			write?(text: string, viewer: KernelProcess | undefined): void;
			readonly mode?: number;
			readonly uid?: number;
			readonly gid?: number;
	  }
	| {
			readonly kind: 'link';
			target(viewer: KernelProcess | undefined): string;
			/** 0777 when absent. */
			readonly mode?: number;
			/** The open file a magic link leads to. */
			file?(): OpenFile | undefined;
			/** The mounts of another process, where the link leads into them. Throws EACCES. */
			root?(viewer: KernelProcess | undefined): object;
			readonly uid?: number;
			readonly gid?: number;
	  }
	| {
			readonly kind: 'device';
			readonly node: FileNode;
			open(flags: OpenFlags): OpenFile;
	  };

export class GeneratedNode implements FileNode {
	readonly content: GeneratedContent;
	readonly ino: number;
	readonly type: NodeType;
	readonly mode: number;
	readonly uid: number;
	readonly gid: number;
	readonly atimeMs: number;
	readonly mtimeMs: number;
	readonly ctimeMs: number;

	constructor(content: GeneratedContent, ino: number, atMs: number) {
		this.content = content;
		this.ino = ino;
		this.atimeMs = atMs;
		this.mtimeMs = atMs;
		this.ctimeMs = atMs;
		if (content.kind === 'device') {
			this.type = content.node.type;
			this.mode = content.node.mode;
			this.uid = content.node.uid;
			this.gid = content.node.gid;
			return;
		}
		this.uid = content.uid ?? 0;
		this.gid = content.gid ?? 0;
		if (content.kind === 'directory') {
			this.type = 'directory';
			this.mode = content.mode ?? 0o555;
		} else if (content.kind === 'text') {
			this.type = 'file';
			this.mode = content.mode ?? (content.write === undefined ? 0o444 : 0o644);
		} else {
			this.type = 'symlink';
			this.mode = content.mode ?? 0o777;
		}
	}
}

/** A directory with fixed names. */
export function directoryOf(
	entries: Readonly<Record<string, GeneratedContent>>,
): GeneratedContent & { readonly kind: 'directory' } {
	return {
		kind: 'directory',
		list: () => Object.keys(entries),
		lookup: (name) => (Object.hasOwn(entries, name) ? entries[name] : undefined),
	};
}

export function textOf(read: (viewer: KernelProcess | undefined) => string): GeneratedContent {
	return { kind: 'text', read };
}
