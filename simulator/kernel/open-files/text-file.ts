import type { Task } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import type { FileNode } from '../files/file-system.ts';
import { type OpenFlags, SystemError } from '../process-api.ts';
import { type Caller, OpenFile, type OpenFileStatus } from './open-file.ts';

/** A file of a generated file system: its text is made when it is first read; writes go to a handler. */
export class TextFile extends OpenFile {
	readonly #node: FileNode;
	readonly #device: number;
	readonly #text: () => string;
	readonly #store: ((text: string) => void) | undefined;
	#bytes: Uint8Array | undefined;
	#offset = 0;

	constructor(
		node: FileNode,
		device: number,
		flags: OpenFlags,
		name: string,
		text: () => string,
		store?: (text: string) => void,
	) {
		super(flags, name);
		this.#node = node;
		this.#device = device;
		this.#text = text;
		this.#store = store;
	}

	status(): OpenFileStatus {
		return { node: this.#node, device: this.#device, size: 0, links: 1 };
	}

	*read(caller: Caller, max: number): Task<Uint8Array> {
		// Reading from the start makes the text anew, so that a monitor may keep the file open and seek back.
		if (this.#bytes === undefined || this.#offset === 0) this.#bytes = encodeUtf8(this.#text());
		const bytes = this.#bytes.slice(this.#offset, this.#offset + max);
		this.#offset += bytes.length;
		caller.charge(bytes.length >> 8);
		return bytes;
	}

	*write(_caller: Caller, data: Uint8Array): Task<void> {
		if (this.#store === undefined) throw new SystemError('EACCES');
		this.#store(decodeUtf8(data));
	}

	override seek(offset: number, whence: 'set' | 'cur' | 'end'): number {
		if (whence === 'end') throw new SystemError('EINVAL');
		const target = (whence === 'cur' ? this.#offset : 0) + offset;
		if (target < 0) throw new SystemError('EINVAL');
		this.#offset = target;
		return target;
	}

	override truncate(): void {}

	override reopen(flags: OpenFlags): OpenFile {
		return new TextFile(this.#node, this.#device, flags, this.name, this.#text, this.#store);
	}
}
