import { fnv32a } from '../../machinery/fnv.ts';
import type { FileNode, FileSystem, OpenedPath, Viewer } from '../files/file-system.ts';
import type { OpenFile } from '../open-files/open-file.ts';
import { TextFile } from '../open-files/text-file.ts';
import { type OpenFlags, SystemError } from '../process-api.ts';
import type { KernelProcess } from '../processes/kernel-process.ts';
import { type GeneratedContent, GeneratedNode } from './generated-node.ts';

/** A file system without storage: proc, sysfs, devpts. Names cannot be added or removed. */
export class GeneratedFileSystem implements FileSystem {
	readonly device: number;
	readonly type: string;
	readonly root: FileNode;
	readonly #now: () => number;
	readonly #processOf: (viewer: Viewer) => KernelProcess | undefined;

	constructor(options: {
		device: number;
		type: string;
		root: GeneratedContent;
		now: () => number;
		processOf: (viewer: Viewer) => KernelProcess | undefined;
	}) {
		this.device = options.device;
		this.type = options.type;
		this.#now = options.now;
		this.#processOf = options.processOf;
		this.root = new GeneratedNode(options.root, 1, options.now());
	}

	current(node: FileNode): FileNode {
		return node;
	}

	lookup(directory: FileNode, name: string, viewer: Viewer | undefined): FileNode | undefined {
		const content = contentOf(directory);
		if (content.kind !== 'directory') return undefined;
		const found = content.lookup(name, this.#process(viewer));
		return found === undefined ? undefined : new GeneratedNode(found, fnv32a(`${directory.ino}/${name}`), this.#now());
	}

	list(directory: FileNode, viewer: Viewer | undefined): readonly string[] {
		const content = contentOf(directory);
		return content.kind === 'directory' ? content.list(this.#process(viewer)) : [];
	}

	readlink(node: FileNode, viewer: Viewer | undefined): string {
		const content = contentOf(node);
		if (content.kind !== 'link') throw new SystemError('EINVAL');
		return content.target(this.#process(viewer));
	}

	magicLink(node: FileNode): OpenFile | undefined {
		const content = contentOf(node);
		return content.kind === 'link' ? content.file?.() : undefined;
	}

	rootLink(node: FileNode, viewer: Viewer | undefined): object | undefined {
		const content = contentOf(node);
		return content.kind === 'link' ? content.root?.(this.#process(viewer)) : undefined;
	}

	size(): number {
		return 0;
	}

	links(node: FileNode): number {
		return node.type === 'directory' ? 2 : 1;
	}

	open(node: FileNode, flags: OpenFlags, where: OpenedPath, viewer: Viewer | undefined): OpenFile {
		const content = contentOf(node);
		if (content.kind === 'device') return content.open(flags);
		if (content.kind !== 'text') throw new SystemError('EACCES');
		if (flags.write && content.write === undefined) throw new SystemError('EACCES');
		const process = this.#process(viewer);
		const take = content.write === undefined ? undefined : (text: string) => content.write?.(text, process);
		return new TextFile(node, this.device, flags, where.path, () => content.read(process), take);
	}

	program(): undefined {
		return undefined;
	}

	head(): Uint8Array {
		return new Uint8Array(0);
	}

	create(): FileNode {
		throw new SystemError(this.type === 'sysfs' ? 'EPERM' : 'ENOENT');
	}

	link(): void {
		throw new SystemError('EPERM');
	}

	unlink(): void {
		throw new SystemError('EPERM');
	}

	rename(): void {
		throw new SystemError('EPERM');
	}

	truncate(): void {
		throw new SystemError('EINVAL');
	}

	setAttributes(): void {
		throw new SystemError('EPERM');
	}

	notify(): void {}

	usage(): { totalBytes: number; usedBytes: number } {
		return { totalBytes: 0, usedBytes: 0 };
	}

	#process(viewer: Viewer | undefined): KernelProcess | undefined {
		return viewer === undefined ? undefined : this.#processOf(viewer);
	}
}

function contentOf(node: FileNode): GeneratedContent {
	if (!(node instanceof GeneratedNode)) throw new Error('assertion failed: a node of another file system');
	return node.content;
}
