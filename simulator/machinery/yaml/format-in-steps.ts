import type { Json } from '../meta.ts';
import { isLarge, isLongText } from '../rest.ts';
import { sortInSteps } from '../sort-in-steps.ts';
import type { Task } from '../task.ts';
import { formatStringInSteps } from './format-scalar.ts';
import { type Collection, formatYaml, isFilled, isSimpleKey, type Mapping, PARTS } from './format-yaml.ts';
import { compareKeys, filledKeys } from './key-order.ts';

/** `formatYaml` of what may be large. @param pause called with about how many values have been written since the last time. */
export function* formatYamlInSteps(value: unknown, pause: (parts: number) => Task<void>): Task<string> {
	if (!isLarge(value) || !isFilled(value as Json)) return formatYaml(value);
	const writer = new Writer(pause);
	yield* writer.collection(value as Collection, 0, false);
	return writer.text();
}

/** Written between two pauses. */
const PARTS_A_STEP = 2_000;

class Writer {
	#out: string[] = [];
	readonly #texts: string[] = [];
	readonly #pause: (parts: number) => Task<void>;

	constructor(pause: (parts: number) => Task<void>) {
		this.#pause = pause;
	}

	text(): string {
		this.#texts.push(this.#out.join(''));
		return this.#texts.join('');
	}

	*collection(value: Collection, indent: number, compact: boolean): Task<void> {
		if (Array.isArray(value)) yield* this.#sequence(value, indent, compact);
		else yield* this.#mapping(value, indent, compact);
	}

	*#sequence(items: readonly Json[], indent: number, compact: boolean): Task<void> {
		const pad = ' '.repeat(indent);
		let first = compact;
		for (const item of items) {
			if (!first) this.#out.push(pad);
			first = false;
			if (isLongText(item)) {
				this.#out.push('- ');
				yield* this.#longText(item, { column: indent + 2, indent: indent + 2 });
			} else if (isFilled(item) && isLarge(item)) {
				this.#out.push('- ');
				yield* this.collection(item, indent + 2, true);
			} else PARTS.writeItem(item, indent, this.#out);
			yield* this.#step();
		}
	}

	*#mapping(mapping: Mapping, indent: number, compact: boolean): Task<void> {
		const pad = ' '.repeat(indent);
		let first = compact;
		const keys = filledKeys(mapping);
		for (const key of yield* sortInSteps(keys, compareKeys, this.#pause)) {
			const value = mapping[key] as Json;
			if (!first) this.#out.push(pad);
			first = false;
			if (isLongText(value) && isSimpleKey(key)) {
				const column = PARTS.writeSimpleKey(key, indent, this.#out) + 1;
				this.#out.push(' ');
				yield* this.#longText(value, { column, indent: indent + 2 });
			} else if (isFilled(value) && isLarge(value)) yield* this.#largePair(key, value, indent);
			else PARTS.writePair(key, value, indent, this.#out);
			yield* this.#step();
		}
	}

	*#largePair(key: string, value: Collection, indent: number): Task<void> {
		if (isSimpleKey(key)) {
			PARTS.writeSimpleKey(key, indent, this.#out);
			this.#out.push('\n');
			yield* this.collection(value, Array.isArray(value) ? indent : indent + 2, false);
		} else {
			PARTS.writeComplexKey(key, indent, this.#out);
			this.#out.push(' ');
			yield* this.collection(value, indent + 2, true);
		}
	}

	*#longText(text: string, place: { readonly column: number; readonly indent: number }): Task<void> {
		this.#out.push(yield* formatStringInSteps(text, { ...place, simpleKey: false }, this.#pause));
		PARTS.endLine(this.#out);
		yield* this.#pause(PARTS_A_STEP);
	}

	*#step(): Task<void> {
		if (this.#out.length < PARTS_A_STEP) return;
		// The end of the text says whether a line has ended.
		const last = this.#out.pop() as string;
		this.#texts.push(this.#out.join(''));
		this.#out = [last];
		yield* this.#pause(PARTS_A_STEP);
	}
}
