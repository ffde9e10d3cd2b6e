import { compareUtf8, formatJson, type JsonStyle, quoteJson } from './format-json.ts';
import { isLarge, isLongText } from './rest.ts';
import { sortInSteps } from './sort-in-steps.ts';
import type { Task } from './task.ts';

/** `formatJson` of what may be large. @param pause called with about how many values have been written since the last time. */
export function* formatJsonInSteps(
	value: unknown,
	style: JsonStyle,
	pause: (parts: number) => Task<void>,
): Task<string> {
	if (!isLarge(value)) return formatJson(value, style);
	const writer = new Writer(style, pause);
	yield* writer.value(value, '');
	return writer.texts.join('');
}

/** Written between two pauses. */
const PARTS_A_STEP = 2_000;

class Writer {
	readonly texts: string[] = [];
	#parts = 0;
	readonly #style: JsonStyle;
	readonly #pause: (parts: number) => Task<void>;

	constructor(style: JsonStyle, pause: (parts: number) => Task<void>) {
		this.#style = style;
		this.#pause = pause;
	}

	/** @param pad what begins its last line. */
	*collection(value: object, pad: string): Task<void> {
		const { indent } = this.#style;
		const inner = indent === undefined ? '' : `\n${pad}${indent}`;
		const end = indent === undefined ? '' : `\n${pad}`;
		if (Array.isArray(value)) {
			this.texts.push('[');
			for (const [index, item] of value.entries()) {
				this.texts.push(index > 0 ? `,${inner}` : inner);
				yield* this.value(item, pad + (indent ?? ''));
			}
			this.texts.push(value.length > 0 ? end : '', ']');
			return;
		}
		const fields = value as { readonly [key: string]: unknown };
		const given = Object.keys(fields).filter((key) => fields[key] !== undefined);
		const keys = this.#style.keepOrder === true ? given : yield* sortInSteps(given, compareUtf8, this.#pause);
		this.texts.push('{');
		for (const [index, key] of keys.entries()) {
			this.texts.push(`${index > 0 ? ',' : ''}${inner}${quoteJson(key)}${indent === undefined ? ':' : ': '}`);
			yield* this.value(fields[key], pad + (indent ?? ''));
		}
		this.texts.push(keys.length > 0 ? end : '', '}');
	}

	*value(value: unknown, pad: string): Task<void> {
		if (isLongText(value)) yield* this.#longText(value);
		else if (isLarge(value, PARTS_INSIDE)) yield* this.collection(value as object, pad);
		else {
			const text = formatJson(value, this.#style);
			this.texts.push(pad === '' || this.#style.indent === undefined ? text : text.replaceAll('\n', `\n${pad}`));
			this.#parts += typeof value === 'object' ? PARTS_INSIDE : 1;
		}
		if (++this.#parts < PARTS_A_STEP) return;
		this.#parts = 0;
		yield* this.#pause(PARTS_A_STEP);
	}

	*#longText(text: string): Task<void> {
		this.texts.push('"');
		let to = 0;
		for (let from = 0; from < text.length; from = to) {
			to = from + TEXT_AT_ONCE;
			if (isFirstOfPair(text.charCodeAt(to - 1))) to++;
			this.texts.push(quoteJson(text.slice(from, to)).slice(1, -1));
			yield* this.#pause(PARTS_A_STEP);
		}
		this.texts.push('"');
	}
}

/** Whether the next code unit belongs to the same character. */
function isFirstOfPair(code: number): boolean {
	return code >= 0xd800 && code < 0xdc00;
}

/** Characters of a text that are quoted between two pauses. */
const TEXT_AT_ONCE = 65_536;
/** Written at once. */
const PARTS_INSIDE = 200;
