import type { Key } from './key-names.ts';

/** Modes of mappings: normal, visual, select, operator-pending, insert, command line. */
export type MapMode = 'n' | 'x' | 's' | 'o' | 'i' | 'c';

export interface Mapping {
	readonly keys: readonly Key[];
	readonly result: readonly Key[];
	/** As typed, for lists; an expression's source with `expression`. */
	readonly source: string;
	readonly recursive: boolean;
	readonly silent: boolean;
	readonly expression: boolean;
	/** Only in this buffer. */
	readonly buffer: number | undefined;
}

const MAPPINGS_MAX = 2_000;

/** What keys stand for, by mode. */
export class Mappings {
	readonly #modes = new Map<MapMode, Map<string, Mapping>>();

	/** False: there are too many. */
	add(modes: readonly MapMode[], mapping: Mapping): boolean {
		for (const mode of modes) {
			const table = this.#table(mode);
			if (table.size >= MAPPINGS_MAX) return false;
			table.set(nameOf(mapping.keys, mapping.buffer), mapping);
		}
		return true;
	}

	/** Whether there was one. */
	remove(modes: readonly MapMode[], keys: readonly Key[], buffer: number | undefined): boolean {
		let found = false;
		for (const mode of modes) if (this.#table(mode).delete(nameOf(keys, buffer))) found = true;
		return found;
	}

	clear(modes: readonly MapMode[], buffer: number | undefined): void {
		for (const mode of modes) {
			const table = this.#table(mode);
			for (const [name, mapping] of table) if (mapping.buffer === buffer) table.delete(name);
		}
	}

	isEmpty(mode: MapMode): boolean {
		const table = this.#modes.get(mode);
		return table === undefined || table.size === 0;
	}

	/**
	 * The longest mapping whose keys begin what was typed, and whether more keys could make another.
	 */
	match(mode: MapMode, typed: readonly Key[], buffer: number): { mapping: Mapping | undefined; partial: boolean } {
		let mapping: Mapping | undefined;
		let partial = false;
		for (const each of this.#table(mode).values()) {
			if (each.buffer !== undefined && each.buffer !== buffer) continue;
			const shared = Math.min(each.keys.length, typed.length);
			if (!each.keys.slice(0, shared).every((key, index) => key === typed[index])) continue;
			if (each.keys.length > typed.length) partial = true;
			else if (mapping === undefined || each.keys.length >= mapping.keys.length) mapping = each;
		}
		return { mapping, partial };
	}

	find(mode: MapMode, keys: readonly Key[]): Mapping | undefined {
		return this.#table(mode).get(nameOf(keys, undefined));
	}

	/** Every mapping with the modes it is of. */
	list(): readonly { readonly modes: string; readonly mapping: Mapping }[] {
		const found = new Map<Mapping, string>();
		for (const [mode, table] of this.#modes) {
			for (const mapping of table.values()) found.set(mapping, (found.get(mapping) ?? '') + mode);
		}
		return [...found].map(([mapping, modes]) => ({ modes, mapping }));
	}

	#table(mode: MapMode): Map<string, Mapping> {
		let table = this.#modes.get(mode);
		if (table === undefined) {
			table = new Map();
			this.#modes.set(mode, table);
		}
		return table;
	}
}

function nameOf(keys: readonly Key[], buffer: number | undefined): string {
	return `${buffer ?? ''}/${keys.join('')}`;
}
