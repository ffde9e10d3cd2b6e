import type { AttributeCalls as Api } from '../attribute-api.ts';
import { getAttribute, getFlags, listAttributes, setAttribute, setFlags } from '../files/path-attributes.ts';
import type { KernelProcess } from './kernel-process.ts';
import { SharingCalls } from './sharing-calls.ts';

/** The system calls about extended attributes and flags of files. */
export class AttributeCalls extends SharingCalls implements Api {
	readonly #self: KernelProcess;

	constructor(self: KernelProcess) {
		super(self);
		this.#self = self;
	}

	getAttribute(path: string, name: string, follow = true): Uint8Array {
		return getAttribute(this.#self, path, name, follow);
	}

	setAttribute(
		path: string,
		name: string,
		value: Uint8Array | undefined,
		{ follow = true, exists }: { readonly follow?: boolean; readonly exists?: boolean } = {},
	): void {
		setAttribute(this.#self, path, name, value, { follow, exists });
	}

	listAttributes(path: string, follow = true): readonly string[] {
		return listAttributes(this.#self, path, follow);
	}

	getFlags(path: string): number {
		return getFlags(this.#self, path);
	}

	setFlags(path: string, flags: number): void {
		setFlags(this.#self, path, flags);
	}
}
