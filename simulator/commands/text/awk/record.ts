import { fromOutside, type Value } from './values.ts';

/** $0 and its fields: the one is made from the other only when it is asked for. */
export class AwkRecord {
	#text = '';
	#fields: Value[] | undefined = [];
	#stale = false;
	readonly #split: (text: string) => string[];
	readonly #join: (fields: readonly Value[]) => string;

	constructor(split: (text: string) => string[], join: (fields: readonly Value[]) => string) {
		this.#split = split;
		this.#join = join;
	}

	set(text: string): void {
		this.#text = text;
		this.#fields = undefined;
		this.#stale = false;
	}

	get text(): string {
		if (this.#stale) {
			this.#text = this.#join(this.#list());
			this.#stale = false;
		}
		return this.#text;
	}

	#list(): Value[] {
		this.#fields ??= this.#split(this.#text).map(fromOutside);
		return this.#fields;
	}

	get count(): number {
		return this.#list().length;
	}

	set count(count: number) {
		const fields = this.#list();
		while (fields.length < count) fields.push('');
		fields.length = count;
		this.#stale = true;
	}

	/** @param index from 0: the record itself. */
	get(index: number): Value {
		return index === 0 ? fromOutside(this.text) : this.#list()[index - 1];
	}

	setField(index: number, value: Value): void {
		const fields = this.#list();
		while (fields.length < index) fields.push('');
		fields[index - 1] = value;
		this.#stale = true;
	}
}
