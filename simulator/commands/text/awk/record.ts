import { fromOutside, type Value } from './values.ts';

/** $0 and its fields: the one is made from the other only when it is asked for. */
export class AwkRecord {
	#text = '';
	#fields: Value[] | undefined = [];
	#stale = false;
	/** It was assigned a text, which never compares as a number. */
	#isText = false;
	readonly #split: (text: string) => string[];
	readonly #join: (fields: readonly Value[]) => string;

	constructor(split: (text: string) => string[], join: (fields: readonly Value[]) => string) {
		this.#split = split;
		this.#join = join;
	}

	/** @param isText it comes from the program, not from outside. */
	set(text: string, isText = false): void {
		this.#text = text;
		this.#isText = isText;
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

	/** Splits it, as its separator may change. */
	settle(): void {
		this.#list();
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
		if (index > 0) return this.#list()[index - 1];
		return this.#isText && !this.#stale ? this.text : fromOutside(this.text);
	}

	setField(index: number, value: Value): void {
		const fields = this.#list();
		while (fields.length < index) fields.push('');
		fields[index - 1] = value;
		this.#stale = true;
	}
}
