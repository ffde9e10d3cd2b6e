import type { Task } from '../../machinery/task.ts';
import type { FileNode } from '../files/file-system.ts';
import { type Caller, OpenFile, type OpenFileStatus } from '../open-files/open-file.ts';
import { type OpenFlags, SystemError } from '../process-api.ts';

/** Bytes at their places: what a block device is. */
export interface BlockContent {
	readonly bytes: number;
	read(offset: number, max: number): Uint8Array;
	/** Throws EPERM where nobody may write. */
	write(offset: number, data: Uint8Array): void;
}

/** An open block device: it does not grow. */
export class BlockFile extends OpenFile {
	readonly #node: FileNode;
	readonly #content: BlockContent;
	#offset = 0;

	constructor(node: FileNode, content: BlockContent, flags: OpenFlags, name: string) {
		super(flags, name);
		this.#node = node;
		this.#content = content;
	}

	status(): OpenFileStatus {
		return { node: this.#node, device: 5, size: 0, links: 1 };
	}

	*read(caller: Caller, max: number): Task<Uint8Array> {
		const length = Math.max(0, Math.min(max, this.#content.bytes - this.#offset));
		const data = this.#content.read(this.#offset, length);
		this.#offset += data.length;
		caller.charge(data.length >> 8);
		return data;
	}

	*write(caller: Caller, data: Uint8Array): Task<void> {
		const fits = data.subarray(0, Math.max(0, this.#content.bytes - this.#offset));
		this.#content.write(this.#offset, fits);
		this.#offset += fits.length;
		caller.charge(fits.length >> 8);
		if (fits.length < data.length) throw new SystemError('ENOSPC');
	}

	override seek(offset: number, whence: 'set' | 'cur' | 'end'): number {
		const from = whence === 'set' ? 0 : whence === 'cur' ? this.#offset : this.#content.bytes;
		if (from + offset < 0) throw new SystemError('EINVAL');
		this.#offset = from + offset;
		return this.#offset;
	}
}
