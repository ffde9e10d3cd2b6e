import type { Process } from './process-api.ts';

const PORT = 'kept-state';

/**
 * What the programs of a control group hold in their memory and cannot find again: a copy of their machine goes on with
 * it, where they are started anew. Plain data, never changed after it has been told.
 */
export class KeptState {
	/** Of the group that this one is a copy of; each is taken once. */
	readonly #left: Map<string, unknown>;
	readonly #told = new Map<string, () => unknown>();

	constructor(left: ReadonlyMap<string, unknown> = new Map()) {
		this.#left = new Map(left);
	}

	keep(key: string, tell: () => unknown): void {
		this.#told.set(key, tell);
	}

	drop(key: string): void {
		this.#told.delete(key);
	}

	take(key: string): unknown {
		const left = this.#left.get(key);
		this.#left.delete(key);
		return left;
	}

	all(): ReadonlyMap<string, unknown> {
		return new Map([...this.#left, ...[...this.#told].map(([key, tell]) => [key, tell()] as const)]);
	}
}

/** A group's, under the name that programs ask for. */
export function keptStatePort(kept: KeptState): (name: string) => unknown {
	return (name) => (name === PORT ? kept : undefined);
}

/**
 * Has a copy of this process, on a copied machine, go on with what `tell` gives when the copy is made.
 * @param key the same in the copy: "redis 6379".
 * @returns what the process that this one is a copy of has told; undefined when it is none.
 */
export function keepState<T>(process: Process, key: string, tell: () => T): T | undefined {
	const kept = process.port<KeptState>(PORT);
	if (kept === undefined) return undefined;
	const left = kept.take(key) as T | undefined;
	kept.keep(key, tell);
	process.onEnd(() => kept.drop(key));
	return left;
}
