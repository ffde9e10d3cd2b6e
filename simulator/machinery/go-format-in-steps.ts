import { compareUtf8 } from './format-json.ts';
import { goPrint, goQuote, goSyntax } from './go-format.ts';
import { hasManyParts } from './rest.ts';
import { sortInSteps } from './sort-in-steps.ts';
import type { Task } from './task.ts';

/** Lets others run. Is told about how many values have been written since the last time. */
type Pause = (parts: number) => Task<void>;

/** How lists and maps are written. */
interface Form {
	readonly whole: (value: unknown) => string;
	readonly list: string;
	readonly map: string;
	readonly end: string;
	readonly between: string;
	readonly key: (key: string) => string;
}

const PRINT: Form = {
	whole: (value) => goPrint(value),
	list: '[',
	map: 'map[',
	end: ']',
	between: ' ',
	key: (key) => key,
};
const SYNTAX: Form = {
	whole: goSyntax,
	list: '[]interface {}{',
	map: 'map[string]interface {}{',
	end: '}',
	between: ', ',
	key: goQuote,
};

/** `goPrint` of what may be large. */
export function* goPrintInSteps(value: unknown, pause: Pause): Task<string> {
	return yield* format(value, PRINT, pause);
}

/** `goSyntax` of what may be large. */
export function* goSyntaxInSteps(value: unknown, pause: Pause): Task<string> {
	return yield* format(value, SYNTAX, pause);
}

/** Written at once. */
const PARTS_INSIDE = 500;
/** Written between two pauses. */
const PARTS_A_STEP = 2_000;

function* format(value: unknown, form: Form, pause: Pause): Task<string> {
	const texts: string[] = [];
	yield* write(value, form, new Writer(texts, pause));
	return texts.join('');
}

class Writer {
	readonly texts: string[];
	readonly pause: Pause;
	#parts = 0;

	constructor(texts: string[], pause: Pause) {
		this.texts = texts;
		this.pause = pause;
	}

	*after(parts: number): Task<void> {
		this.#parts += parts;
		if (this.#parts < PARTS_A_STEP) return;
		this.#parts = 0;
		yield* this.pause(PARTS_A_STEP);
	}
}

function* write(value: unknown, form: Form, writer: Writer): Task<void> {
	const { texts } = writer;
	if (!hasManyParts(value, PARTS_INSIDE)) {
		texts.push(form.whole(value));
		yield* writer.after(typeof value === 'object' ? PARTS_INSIDE : 1);
	} else if (Array.isArray(value)) {
		texts.push(form.list);
		for (const [index, item] of value.entries()) {
			if (index > 0) texts.push(form.between);
			yield* write(item, form, writer);
		}
		texts.push(form.end);
	} else {
		const fields = value as { readonly [key: string]: unknown };
		texts.push(form.map);
		for (const [index, key] of (yield* sortInSteps(Object.keys(fields), compareUtf8, writer.pause)).entries()) {
			texts.push(index > 0 ? form.between : '', form.key(key), ':');
			yield* write(fields[key], form, writer);
		}
		texts.push(form.end);
	}
}
