import type { Layer, LayerEntry } from '../../kernel/machine-api.ts';

/** Collects the entries of one layer. */
export class LayerEntries {
	readonly #entries = new Map<string, LayerEntry>();

	file(path: string, content: string, mode = 0o644, owner: { uid?: number; gid?: number } = {}): this {
		this.#entries.set(path, { type: 'file', mode, content, ...owner });
		return this;
	}

	directory(path: string, mode = 0o755, owner: { uid?: number; gid?: number } = {}): this {
		this.#entries.set(path, { type: 'directory', mode, ...owner });
		return this;
	}

	directories(paths: string): this {
		for (const path of paths.split(/\s+/)) if (path !== '') this.directory(path);
		return this;
	}

	link(path: string, target: string): this {
		this.#entries.set(path, { type: 'symlink', target });
		return this;
	}

	/** @param program its key in the program registry. */
	executable(path: string, program: string, size: number, mode = 0o755): this {
		this.#entries.set(path, { type: 'executable', mode, program, size });
		return this;
	}

	/** What has been collected so far. */
	all(): ReadonlyMap<string, LayerEntry> {
		return this.#entries;
	}

	layer(mtimeMs?: number): Layer {
		return mtimeMs === undefined ? { entries: this.#entries } : { entries: this.#entries, mtimeMs };
	}
}
