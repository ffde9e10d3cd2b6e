import type { Random } from '../../machinery/random.ts';
import type { Task } from '../../machinery/task.ts';
import { ZEROS } from '../files/file-data.ts';
import type { FileNode } from '../files/file-system.ts';
import { type OpenFlags, SystemError } from '../process-api.ts';
import { type Caller, OpenFile, type OpenFileStatus } from './open-file.ts';

export type DeviceName = 'null' | 'zero' | 'full' | 'random' | 'urandom' | 'mem';

/** Bytes that one read of an endless device gives at most. */
const READ_BYTES_MAX = 65_536;

/** Of /dev/mem: as far as programs may read. Models CONFIG_STRICT_DEVMEM on x86. */
const LOW_MEMORY_BYTES = 1_048_576;

/** The memory devices: /dev/null, zero, full, random, urandom and mem. */
export class DeviceFile extends OpenFile {
	readonly #device: DeviceName;
	readonly #node: FileNode;
	readonly #random: Random;
	#offset = 0;

	/** @param random the machine's stream for random bytes. */
	constructor(device: DeviceName, node: FileNode, random: Random, flags: OpenFlags, name: string) {
		super(flags, name);
		this.#device = device;
		this.#node = node;
		this.#random = random;
	}

	status(): OpenFileStatus {
		return { node: this.#node, device: 5, size: 0, links: 1 };
	}

	*read(caller: Caller, max: number): Task<Uint8Array> {
		if (this.#device === 'null') return new Uint8Array(0);
		const length = Math.min(max, READ_BYTES_MAX);
		caller.charge(length >> 6);
		if (this.#device === 'mem') return this.#lowMemory(length);
		if (this.#device === 'zero' || this.#device === 'full') return ZEROS.subarray(0, length);
		return this.#random.bytes(length);
	}

	#lowMemory(length: number): Uint8Array {
		if (this.#offset >= LOW_MEMORY_BYTES) throw new SystemError('EPERM');
		const data = ZEROS.subarray(0, Math.min(length, LOW_MEMORY_BYTES - this.#offset));
		this.#offset += data.length;
		return data;
	}

	*write(caller: Caller, data: Uint8Array): Task<void> {
		if (this.#device === 'mem') throw new SystemError('EPERM');
		if (this.#device === 'full') throw new SystemError('ENOSPC');
		caller.charge(data.length >> 8);
	}

	override seek(offset: number, whence: 'set' | 'cur' | 'end'): number {
		if (this.#device !== 'mem') return 0;
		this.#offset = Math.max(0, whence === 'cur' ? this.#offset + offset : offset);
		return this.#offset;
	}
}
