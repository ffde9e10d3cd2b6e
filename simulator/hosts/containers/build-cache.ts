import type { LayerStack } from '../../kernel/files/layer-stack.ts';
import type { FileTree } from '../../kernel/machine-api.ts';
import type { HistoryEntry } from '../../kubelet/runtime/image.ts';
import type { ImageLayer } from '../../kubelet/runtime/layers/image-layer.ts';

/** What a step of a build has come to. */
export interface CachedStep {
	readonly stack: LayerStack;
	/** Undefined: it has changed the configuration only. */
	readonly layers: readonly ImageLayer[] | undefined;
	readonly history: HistoryEntry;
	/** RFC 3339. */
	readonly created: string;
}

/** What an engine remembers of builds: steps by what has led to them, and folders that steps keep for each other. */
export class BuildCache {
	readonly #steps = new Map<string, CachedStep>();
	readonly #folders = new Map<string, FileTree>();

	get(key: string): CachedStep | undefined {
		return this.#steps.get(key);
	}

	set(key: string, step: CachedStep): void {
		this.#steps.delete(key);
		this.#steps.set(key, step);
		for (const oldest of this.#steps.keys()) {
			if (this.#steps.size <= STEPS_MAX) break;
			this.#steps.delete(oldest);
		}
	}

	/** Of `RUN --mount=type=cache`. */
	folder(id: string, create: () => FileTree): FileTree {
		let tree = this.#folders.get(id);
		if (tree === undefined) {
			tree = create();
			this.#folders.set(id, tree);
		}
		return tree;
	}

	get sizeBytes(): number {
		let bytes = 0;
		for (const { layers } of this.#steps.values()) for (const { sizeBytes } of layers ?? []) bytes += sizeBytes;
		return bytes;
	}

	get size(): number {
		return this.#steps.size;
	}

	clear(): void {
		this.#steps.clear();
		this.#folders.clear();
	}
}

const STEPS_MAX = 500;
