import type { OpenFile } from '../open-files/open-file.ts';
import { SystemError } from '../process-api.ts';

interface Descriptor {
	readonly file: OpenFile;
	closeOnExec: boolean;
}

/** A process's descriptors: small numbers for open files. */
export class DescriptorTable {
	readonly #descriptors = new Map<number, Descriptor>();
	readonly #most: number;
	#max: number;

	/** @param max limits.openFiles: EMFILE beyond it. */
	constructor(max: number) {
		this.#most = max;
		this.#max = max;
	}

	/** There are no more from here on; those above it stay. */
	limit(max: number): void {
		this.#max = Math.min(this.#most, max);
	}

	get(fd: number): OpenFile {
		const descriptor = this.#descriptors.get(fd);
		if (descriptor === undefined) throw new SystemError('EBADF');
		return descriptor.file;
	}

	find(fd: number): OpenFile | undefined {
		return this.#descriptors.get(fd)?.file;
	}

	/** Takes over the caller's reference. On EMFILE the file is released. */
	add(file: OpenFile): number {
		for (let fd = 0; fd < this.#max; fd++) {
			if (this.#descriptors.has(fd)) continue;
			this.#descriptors.set(fd, { file, closeOnExec: false });
			return fd;
		}
		file.release();
		throw new SystemError('EMFILE');
	}

	/** Takes over the caller's reference; what `fd` was is closed. */
	put(fd: number, file: OpenFile): void {
		if (fd < 0 || fd >= this.#max) {
			file.release();
			throw new SystemError('EBADF');
		}
		const before = this.#descriptors.get(fd);
		this.#descriptors.set(fd, { file, closeOnExec: false });
		before?.file.release();
	}

	close(fd: number): void {
		const file = this.get(fd);
		this.#descriptors.delete(fd);
		file.release();
	}

	setCloseOnExec(fd: number, on: boolean): void {
		const descriptor = this.#descriptors.get(fd);
		if (descriptor === undefined) throw new SystemError('EBADF');
		descriptor.closeOnExec = on;
	}

	closeForExec(): void {
		for (const [fd, descriptor] of [...this.#descriptors]) if (descriptor.closeOnExec) this.close(fd);
	}

	closeAll(): void {
		for (const fd of [...this.#descriptors.keys()]) this.close(fd);
	}

	/** Ascending. */
	numbers(): readonly number[] {
		const numbers = [...this.#descriptors.keys()];
		return numbers.every((fd, index) => index === 0 || fd > (numbers[index - 1] as number))
			? numbers
			: numbers.sort((a, b) => a - b);
	}

	files(): Iterable<OpenFile> {
		return [...this.#descriptors.values()].map((descriptor) => descriptor.file);
	}
}
