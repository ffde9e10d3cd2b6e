import type { Task } from '../../machinery/task.ts';
import type { FileData } from '../files/file-data.ts';
import type { FileNode } from '../files/file-system.ts';
import { type OpenFlags, SystemError } from '../process-api.ts';
import { type Caller, OpenFile, type OpenFileStatus } from './open-file.ts';

/** What a regular file's description asks of its tree. */
export interface ContentStore {
	readonly device: number;
	current(node: FileNode): FileNode;
	size(node: FileNode): number;
	links(node: FileNode): number;
	content(node: FileNode): FileData;
	/** Throws EFBIG, ENOSPC. */
	writeContent(node: FileNode, offset: number, data: Uint8Array): void;
	truncate(node: FileNode, size: number): void;
	allocate(node: FileNode, end: number): void;
	notify(path: string): void;
	opened(node: FileNode): void;
	closed(node: FileNode): void;
}

/** An open regular file of a tree: an offset into shared content. */
export class RegularFile extends OpenFile {
	readonly #store: ContentStore;
	readonly #node: FileNode;
	readonly #path: string;
	#offset = 0;

	/** @param path within its file system, for watchers. */
	constructor(store: ContentStore, node: FileNode, flags: OpenFlags, name: string, path: string) {
		super(flags, name);
		this.#store = store;
		this.#node = node;
		this.#path = path;
		store.opened(node);
	}

	status(): OpenFileStatus {
		const node = this.#store.current(this.#node);
		return {
			node,
			device: this.#store.device,
			size: this.#store.size(node),
			links: this.#store.links(node),
		};
	}

	*read(caller: Caller, max: number): Task<Uint8Array> {
		const bytes = this.#store.content(this.#node).read(this.#offset, max);
		this.#offset += bytes.length;
		caller.charge(bytes.length >> 8);
		return bytes;
	}

	*write(caller: Caller, data: Uint8Array): Task<void> {
		if (data.length === 0) return;
		if (this.flags.append) this.#offset = this.#store.size(this.#store.current(this.#node));
		const room = (caller.fileBytesMax ?? Number.POSITIVE_INFINITY) - this.#offset;
		const part = data.length <= room ? data : data.subarray(0, Math.max(0, room));
		if (part.length > 0) {
			this.#store.writeContent(this.#node, this.#offset, part);
			this.#offset += part.length;
			caller.charge(part.length >> 8);
			this.#store.notify(this.#path);
		}
		if (part.length === data.length) return;
		// The next write of what is left finds no room at all. Models mm/filemap.c generic_write_check_limits.
		caller.raise('XFSZ');
		throw new SystemError('EFBIG');
	}

	override seek(offset: number, whence: 'set' | 'cur' | 'end'): number {
		const from =
			whence === 'set' ? 0 : whence === 'cur' ? this.#offset : this.#store.size(this.#store.current(this.#node));
		const target = from + offset;
		if (target < 0) throw new SystemError('EINVAL');
		this.#offset = target;
		return target;
	}

	override truncate(length: number): void {
		this.#store.truncate(this.#node, length);
		this.#store.notify(this.#path);
	}

	override allocate(end: number): void {
		this.#store.allocate(this.#node, end);
		this.#store.notify(this.#path);
	}

	override reopen(flags: OpenFlags): OpenFile {
		if (flags.truncate) this.truncate(0);
		return new RegularFile(this.#store, this.#node, flags, this.name, this.#path);
	}

	protected override closed(): void {
		this.#store.closed(this.#node);
	}
}
