import type { IsolationCalls as Api, NamespaceKind, UnsharedKind } from '../isolation-api.ts';
import { AttributeCalls } from './attribute-calls.ts';
import type { KernelProcess } from './kernel-process.ts';
import { changeRoot, joinNamespaces, unshare } from './namespace-calls.ts';

/** The system calls by which processes part from each other. */
export class IsolationCalls extends AttributeCalls implements Api {
	readonly #self: KernelProcess;

	constructor(self: KernelProcess) {
		super(self);
		this.#self = self;
	}

	chroot(path: string): void {
		changeRoot(this.#self, path);
	}

	joinNamespaces(pid: number, kinds: readonly NamespaceKind[]): void {
		joinNamespaces(this.#self, pid, kinds);
	}

	unshare(kinds: readonly UnsharedKind[]): void {
		unshare(this.#self, kinds);
	}
}
