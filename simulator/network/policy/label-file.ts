import type { LabelSelector, Labels } from '../../machinery/selectors.ts';

/** Things with selectors, filed by one label that whatever they select must have. */
export class LabelFile<T> {
	/** By key, then value. */
	readonly #filed = new Map<string, Map<string, T[]>>();
	/** Those that no label is needed for. */
	readonly #rest: T[] = [];

	add(selector: LabelSelector, entry: T): void {
		const needed = selector.requirements.find(({ operator }) => operator === '=' || operator === 'in');
		if (needed === undefined) {
			this.#rest.push(entry);
			return;
		}
		let byValue = this.#filed.get(needed.key);
		if (byValue === undefined) {
			byValue = new Map();
			this.#filed.set(needed.key, byValue);
		}
		for (const value of needed.values) {
			const known = byValue.get(value);
			if (known === undefined) byValue.set(value, [entry]);
			else known.push(entry);
		}
	}

	/** All that may select something with these labels. */
	candidates(labels: Labels): T[] {
		const found: T[] = [...this.#rest];
		for (const key in labels) found.push(...(this.#filed.get(key)?.get(labels[key] as string) ?? []));
		return found;
	}
}
