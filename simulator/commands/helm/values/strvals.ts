import { isDict, typeOf } from '../../../machinery/go-template/values.ts';
import { JsonSyntaxError, parseJsonStream } from '../../../machinery/parse-json.ts';
import { type Dict, newDict } from '../../../machinery/sprig/define.ts';
import { goValue } from '../../../machinery/sprig/plain-json.ts';

const INDEX_MAX = 65_536;
const DEPTH_MAX = 30;
const INT64_MAX = 2 ** 63;

export class StrvalsError extends Error {}

/** What becomes of a value's text. */
export type ValueReader = (text: string) => unknown;

/** `a.b[0]=x,c={1,2}` into `values`. @throws StrvalsError. Models helm.sh/helm/v3/pkg/strvals ParseInto. */
export function parseSet(text: string, values: Dict): void {
	new Parser(text, typedValue, false).parse(values);
}

/** The same, every value a string. */
export function parseSetString(text: string, values: Dict): void {
	new Parser(text, (value) => value, false).parse(values);
}

/** The same, every value what `read` makes of it: the contents of a file. */
export function parseSetWith(text: string, values: Dict, read: ValueReader): void {
	new Parser(text, read, false).parse(values);
}

/** `a.b=[1,2]`: every value is JSON. */
export function parseSetJson(text: string, values: Dict): void {
	new Parser(text, (value) => value, true).parse(values);
}

/** What stands after the first `=` is the value as it is. Models strvals ParseLiteralInto. */
export function parseSetLiteral(text: string, values: Dict): void {
	const at = text.indexOf('=');
	if (at < 0) throw new StrvalsError(`key ${JSON.stringify(text)} has no value`);
	const escaped = text.slice(at + 1).replace(/[\\,{}[\]]/g, '\\$&');
	new Parser(`${text.slice(0, at)}=${escaped}`, (value) => value, false).parse(values);
}

function typedValue(text: string): unknown {
	const lower = text.toLowerCase();
	if (lower === 'true') return true;
	if (lower === 'false') return false;
	if (lower === 'null') return null;
	if (text === '0') return 0;
	if (/^[+-]?\d+$/.test(text) && !text.startsWith('0') && Math.abs(Number(text)) < INT64_MAX) return Number(text);
	return text;
}

/** Whether the text had ended where more could have come. */
type Ended = boolean;

class Parser {
	readonly #chars: readonly string[];
	readonly #read: ValueReader;
	readonly #json: boolean;
	#at = 0;

	constructor(text: string, read: ValueReader, json: boolean) {
		this.#chars = [...text];
		this.#read = read;
		this.#json = json;
	}

	parse(values: Dict): void {
		while (!this.#key(values, 0)) {}
	}

	/** Up to one of the characters, which is taken too. A backslash makes the next character an ordinary one. */
	#until(stops: string): { text: string; stop: string | undefined } {
		let text = '';
		for (;;) {
			const char = this.#chars[this.#at];
			if (char === undefined) return { text, stop: undefined };
			this.#at++;
			if (stops.includes(char)) return { text, stop: char };
			if (char !== '\\') {
				text += char;
				continue;
			}
			const next = this.#chars[this.#at];
			if (next === undefined) return { text, stop: undefined };
			this.#at++;
			text += next;
		}
	}

	#key(data: Dict, depth: number): Ended {
		const { text: key, stop } = this.#until('=[,.');
		switch (stop) {
			case undefined:
				if (key === '') return true;
				throw new StrvalsError(`key ${JSON.stringify(key)} has no value`);
			case '[': {
				const index = this.#index();
				const existing = Object.hasOwn(data, key) ? data[key] : [];
				if (!Array.isArray(existing)) throw unparsable(existing, '[]interface {}');
				const { list, ended } = this.#listItem(existing, index, depth);
				put(data, key, list);
				return ended;
			}
			case '=': {
				const { value, ended } = this.#value();
				put(data, key, value);
				return ended;
			}
			case ',':
				put(data, key, '');
				throw new StrvalsError(`key ${JSON.stringify(key)} has no value (cannot end with ,)`);
			default:
				return this.#nested(data, key, depth + 1);
		}
	}

	#nested(data: Dict, key: string, depth: number): Ended {
		if (depth > DEPTH_MAX) {
			throw new StrvalsError(`value name nested level is greater than maximum supported nested level of ${DEPTH_MAX}`);
		}
		const inner = Object.hasOwn(data, key) ? data[key] : newDict();
		if (!isDict(inner)) throw unparsable(inner, 'map[string]interface {}');
		const ended = this.#key(inner, depth);
		const isEmpty = Object.keys(inner).length === 0;
		if (!ended && isEmpty) throw new StrvalsError(`key map ${JSON.stringify(key)} has no value`);
		if (!isEmpty) put(data, key, inner);
		return ended;
	}

	#index(): number {
		const { text, stop } = this.#until(']');
		if (stop === undefined) throw new StrvalsError('error parsing index: EOF');
		if (/^[+-]?\d+$/.test(text)) return Number(text);
		throw new StrvalsError(`error parsing index: strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`);
	}

	#value(): { value: unknown; ended: Ended } {
		if (this.#json) return this.#jsonValue();
		const first = this.#chars[this.#at];
		if (first === undefined) return { value: '', ended: true };
		if (first === '{') return { value: this.#list(), ended: false };
		const { text } = this.#until(',');
		return { value: this.#read(text), ended: false };
	}

	#list(): unknown[] {
		this.#at++;
		const list: unknown[] = [];
		for (;;) {
			const { text, stop } = this.#until(',}');
			if (stop === undefined) throw new StrvalsError("list must terminate with '}'");
			list.push(this.#read(text));
			if (stop === ',') continue;
			if (this.#chars[this.#at] === ',') this.#at++;
			// "{}" is the list of one empty text, as the real one has it.
			return list;
		}
	}

	#jsonValue(): { value: unknown; ended: Ended } {
		if (this.#skipToValue()) return { value: null, ended: false };
		const rest = this.#chars.slice(this.#at).join('');
		const { value, length } = firstJson(rest);
		this.#at += [...rest.slice(0, length)].length;
		this.#skipToValue();
		return { value: goValue(value), ended: false };
	}

	/** Over blanks and a comma. Returns whether there is no value. */
	#skipToValue(): boolean {
		for (;;) {
			const char = this.#chars[this.#at];
			if (char === undefined) return true;
			if (char !== ',' && !/\s/.test(char)) return false;
			this.#at++;
			if (char === ',') return true;
		}
	}

	#listItem(list: unknown[], index: number, depth: number): { list: unknown[]; ended: Ended } {
		if (index < 0) throw new StrvalsError(`negative ${index} index not allowed`);
		const { text, stop } = this.#until('[.=');
		if (text !== '')
			throw new StrvalsError(
				`unexpected data at end of array index: [${[...text].map((char) => `'${char}'`).join(' ')}]`,
			);
		switch (stop) {
			case undefined:
				return { list, ended: true };
			case '=': {
				const { value, ended } = this.#value();
				return { list: placed(list, index, value), ended };
			}
			case '[': {
				const next = this.#index();
				const inner = list[index] ?? [];
				if (!Array.isArray(inner)) throw unparsable(inner, '[]interface {}');
				const result = this.#listItem(inner, next, depth);
				return { list: placed(list, index, result.list), ended: result.ended };
			}
			default: {
				const existing = list[index];
				const inner = isDict(existing) ? existing : newDict();
				const ended = this.#key(inner, depth);
				return { list: placed(list, index, inner), ended };
			}
		}
	}
}

function firstJson(text: string): { value: unknown; length: number } {
	const { values, end, error } = parseJsonStream(text);
	const [value] = values;
	if (value === undefined && error !== undefined) throw new StrvalsError(error.message);
	if (values.length <= 1) return { value, length: error === undefined ? text.length : end };
	throw new StrvalsError(new JsonSyntaxError('invalid character after top-level value', 0).message);
}

function put(data: Dict, key: string, value: unknown): void {
	if (key !== '') data[key] = value;
}

function placed(list: unknown[], index: number, value: unknown): unknown[] {
	if (index > INDEX_MAX) {
		throw new StrvalsError(`index of ${index} is greater than maximum supported index of ${INDEX_MAX}`);
	}
	while (list.length < index) list.push(null);
	list[index] = value;
	return list;
}

function unparsable(value: unknown, type: string): StrvalsError {
	const own = value === null || value === undefined ? 'nil' : typeOf(value);
	return new StrvalsError(`unable to parse key: interface conversion: interface {} is ${own}, not ${type}`);
}
