import type { FileNode } from '../files/file-system.ts';
import type { Terminal } from './terminal.ts';

/** The pseudo-terminals of one mount namespace: /dev/pts. */
export class PtsTable {
	readonly #terminals = new Map<number, { terminal: Terminal; node: FileNode }>();

	nextIndex(): number {
		let index = 0;
		while (this.#terminals.has(index)) index++;
		return index;
	}

	add(terminal: Terminal, uid: number, nowMs: number): FileNode {
		const node: FileNode = {
			type: 'character',
			ino: terminal.index + 3,
			mode: 0o620,
			uid,
			gid: 5,
			atimeMs: nowMs,
			mtimeMs: nowMs,
			ctimeMs: nowMs,
			target: `pts/${terminal.index}`,
		};
		this.#terminals.set(terminal.index, { terminal, node });
		return node;
	}

	remove(terminal: Terminal): void {
		if (this.#terminals.get(terminal.index)?.terminal === terminal) this.#terminals.delete(terminal.index);
	}

	get(index: number): { readonly terminal: Terminal; readonly node: FileNode } | undefined {
		return this.#terminals.get(index);
	}

	/** Ascending. */
	indexes(): readonly number[] {
		return [...this.#terminals.keys()].sort((a, b) => a - b);
	}
}
