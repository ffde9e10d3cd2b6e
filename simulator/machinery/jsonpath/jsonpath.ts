import { formatJsonInSteps } from '../format-json-in-steps.ts';
import { goPrint, goTypeName } from '../go-format.ts';
import { goPrintInSteps } from '../go-format-in-steps.ts';
import { nothing, runToCompletion, type Task } from '../task.ts';
import { encodeUtf8 } from '../utf8.ts';
import type { Node } from './parse.ts';
import { JsonPathError, parseTemplate } from './parse.ts';

export interface JsonPathOptions {
	/** A field that is not there selects nothing instead of failing. */
	readonly allowMissingKeys?: boolean;
	/** Results as indented JSON lists (`-o jsonpath-as-json`). */
	readonly asJson?: boolean;
	/** Steps after which evaluation is given up. */
	readonly stepsMax?: number;
}

const STEPS_MAX = 5_000_000;

/** Lets others run. Is told about how many values have been looked at since the last time. */
export type Pause = (values: number) => Task<void>;
const VALUES_A_STEP = 4_000;

/**
 * A JSONPath template as kubectl has it: `{…}` actions in text, with ranges, filters, slices, unions and recursive
 * descent. Models client-go/util/jsonpath.
 */
export class JsonPath {
	readonly #nodes: readonly Node[];
	readonly #options: JsonPathOptions;
	#steps = 0;
	#values = 0;
	#pause: Pause = nothing;

	/** @throws JsonPathError */
	constructor(template: string, options: JsonPathOptions = {}) {
		this.#nodes = parseTemplate(template);
		this.#options = options;
	}

	/** What the template prints for `data`. @throws JsonPathError */
	execute(data: unknown): string {
		const texts: string[] = [];
		const write = (text: string): Task<void> => {
			texts.push(text);
			return nothing();
		};
		runToCompletion(this.executeInSteps(data, nothing, write));
		return texts.join('');
	}

	/** The same of what may be large, written piece by piece. @throws JsonPathError before anything is written. */
	*executeInSteps(data: unknown, pause: Pause, write: (text: string) => Task<void>): Task<void> {
		const found = yield* this.findInSteps(data, pause);
		for (const results of found) {
			if (this.#options.asJson === true) {
				yield* write(`${yield* formatJsonInSteps(results, { indent: '    ' }, pause)}\n`);
				continue;
			}
			let texts: string[] = [];
			let length = 0;
			for (const [index, result] of results.entries()) {
				if (length > PIECE_LENGTH) {
					yield* write(texts.join(''));
					[texts, length] = [[], 0];
				}
				const text = yield* textOf(result, pause);
				length += text.length + 1;
				texts.push(index > 0 ? ' ' : '', text);
				if (this.#looksAt(1)) yield* pause(VALUES_A_STEP);
			}
			yield* write(texts.join(''));
		}
	}

	/** The values that each part of the template selects. @throws JsonPathError */
	find(data: unknown): unknown[][] {
		return runToCompletion(this.findInSteps(data, nothing));
	}

	/** The same of what may be large. @throws JsonPathError */
	*findInSteps(data: unknown, pause: Pause): Task<unknown[][]> {
		this.#steps = 0;
		this.#pause = pause;
		return (yield* this.#run(0, [data], 0)).results;
	}

	/** Whether it is time for a pause after so many values more. */
	#looksAt(values: number): boolean {
		this.#values += values;
		if (this.#values < VALUES_A_STEP) return false;
		this.#values = 0;
		return true;
	}

	/** @param depth how many ranges are open. */
	*#run(
		from: number,
		current: readonly unknown[],
		depth: number,
	): Task<{ results: unknown[][]; endAt: number | undefined }> {
		const results: unknown[][] = [];
		for (let i = from; i < this.#nodes.length; i++) {
			const node = this.#nodes[i] as Node;
			const keyword = keywordOf(node);
			if (keyword === 'end') {
				if (depth > 0) return { results, endAt: i };
				throw new JsonPathError('not in range, nothing to end');
			}
			const found = yield* this.#walk(current, keyword === 'range' ? withoutKeyword(node) : node);
			if (keyword !== 'range') {
				results.push(found);
				continue;
			}
			let endAt: number | undefined;
			for (const value of found) {
				const inner = yield* this.#run(i + 1, [value], depth + 1);
				for (const each of inner.results) results.push(each);
				endAt = inner.endAt;
			}
			if (found.length === 0) endAt = (yield* this.#run(i + 1, [undefined], depth + 1)).endAt;
			// A range without an end runs over everything after it, which is then done once more for the whole.
			if (endAt !== undefined) i = endAt;
		}
		return { results, endAt: undefined };
	}

	*#walk(input: readonly unknown[], node: Node): Task<unknown[]> {
		this.#steps += input.length + 1;
		if (this.#steps > (this.#options.stepsMax ?? STEPS_MAX)) throw new JsonPathError('evaluation takes too long');
		if (this.#looksAt(input.length + 1)) yield* this.#pause(VALUES_A_STEP);
		switch (node.type) {
			case 'list': {
				let values = [...input];
				for (const each of node.nodes) values = yield* this.#walk(values, each);
				return values;
			}
			case 'text':
				return [node.text];
			case 'literal':
				return input.map(() => node.value);
			case 'field':
				return this.#field(input, node.name);
			case 'array':
				return slices(input, node.bounds);
			case 'filter':
				return yield* this.#filter(input, node);
			case 'wildcard':
				return yield* this.#children(input);
			case 'recursive':
				return yield* this.#descend(input);
			case 'union': {
				const found: unknown[] = [];
				for (const list of node.lists) for (const value of yield* this.#walk(input, list)) found.push(value);
				return found;
			}
			case 'identifier':
				throw new JsonPathError(`unrecognized identifier ${node.name}`);
		}
	}

	#field(input: readonly unknown[], name: string): unknown[] {
		if (input.length === 0) return [];
		const found: unknown[] = [];
		for (const value of input) {
			if (isMap(value) && Object.hasOwn(value, name) && value[name] !== undefined) found.push(value[name]);
		}
		if (found.length === 0 && this.#options.allowMissingKeys !== true) throw new JsonPathError(`${name} is not found`);
		return found;
	}

	*#children(input: readonly unknown[]): Task<unknown[]> {
		const found: unknown[] = [];
		for (const value of input) {
			const parts = children(value);
			for (const part of parts) found.push(part);
			if (this.#looksAt(parts.length + 1)) yield* this.#pause(VALUES_A_STEP);
		}
		return found;
	}

	/** Everything that has parts, from the outside in. */
	*#descend(input: readonly unknown[]): Task<unknown[]> {
		const found: unknown[] = [];
		for (const value of input) yield* this.#visit(value, found);
		return found;
	}

	*#visit(value: unknown, found: unknown[]): Task<void> {
		const parts = typeof value === 'string' ? [] : children(value);
		if (parts.length === 0 && !(typeof value === 'string' && value !== '')) return;
		this.#steps++;
		found.push(value);
		if (this.#looksAt(parts.length + 1)) yield* this.#pause(VALUES_A_STEP);
		for (const part of parts) {
			if (typeof part === 'object') yield* this.#visit(part, found);
			else if (typeof part === 'string' && part !== '') {
				this.#steps++;
				found.push(part);
			}
		}
	}

	*#filter(input: readonly unknown[], node: Extract<Node, { type: 'filter' }>): Task<unknown[]> {
		const found: unknown[] = [];
		for (const value of input) {
			if (!Array.isArray(value)) {
				const given = yield* goPrintInSteps(value, this.#pause);
				throw new JsonPathError(`${given} is not array or slice and cannot be filtered`);
			}
			for (const item of value) if (yield* this.#passes(item, node)) found.push(item);
		}
		return found;
	}

	*#passes(item: unknown, node: Extract<Node, { type: 'filter' }>): Task<boolean> {
		if (node.operator === 'exists') {
			try {
				return (yield* this.#walk([item], node.left)).length > 0;
			} catch (error) {
				if (error instanceof JsonPathError) return false;
				throw error;
			}
		}
		const left = yield* this.#walk([item], node.left);
		if (left.length === 0) return false;
		if (left.length > 1) throw new JsonPathError('can only compare one element at a time');
		const right = yield* this.#walk([item], node.right);
		if (right.length === 0) return false;
		if (right.length > 1) throw new JsonPathError('can only compare one element at a time');
		return compare(left[0], right[0], node.operator);
	}
}

/** Written at once. */
const PIECE_LENGTH = 65_536;

function keywordOf(node: Node): string | undefined {
	if (node.type !== 'list') return undefined;
	const first = node.nodes[0];
	return first?.type === 'identifier' && (first.name === 'range' || first.name === 'end') ? first.name : undefined;
}

function withoutKeyword(node: Node): Node {
	return node.type === 'list' ? { type: 'list', nodes: node.nodes.slice(1) } : node;
}

function isMap(value: unknown): value is { readonly [key: string]: unknown } {
	return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** Differs: Go walks maps in random order; here in the order of their keys. */
function children(value: unknown): unknown[] {
	if (Array.isArray(value)) return value;
	if (typeof value === 'string') return [...encodeUtf8(value)];
	if (!isMap(value)) return [];
	return Object.keys(value)
		.sort()
		.map((key) => value[key]);
}

type Bounds = Extract<Node, { type: 'array' }>['bounds'];

/** An empty slice ends the whole selection: lists after it are not looked at, as in the real one. */
function slices(input: readonly unknown[], bounds: Bounds): unknown[] {
	const found: unknown[] = [];
	for (const value of input) {
		if (value === null || value === undefined) continue;
		const part = slice(value, bounds);
		if (part.length === 0) break;
		for (const item of part) found.push(item);
	}
	return found;
}

function slice(value: unknown, [first, second, third]: Bounds): unknown[] {
	if (!Array.isArray(value)) throw new JsonPathError(`${goTypeName(value)} is not array or slice`);
	const length = value.length;
	const start = (first.known ? first.value : 0) + (first.known && first.value < 0 ? length : 0);
	let stop = second.known ? second.value : length;
	if (stop < 0 || (stop === 0 && second.derived === true)) stop += length;
	if (stop === start) return [];
	if (start >= length || start < 0)
		throw new JsonPathError(`array index out of bounds: index ${start}, length ${length}`);
	if (stop > length || stop < 0)
		throw new JsonPathError(`array index out of bounds: index ${stop - 1}, length ${length}`);
	if (start > stop) throw new JsonPathError(`starting index ${start} is greater than ending index ${stop}`);
	if (third.known && third.value <= 0) throw new JsonPathError('step must be > 0');
	const step = third.known ? third.value : 1;
	return value.slice(start, stop).filter((_, index) => index % step === 0);
}

/** Models the comparisons of text/template that client-go keeps a copy of. */
function compare(left: unknown, right: unknown, operator: string): boolean {
	const kind = comparableKind(left);
	const other = comparableKind(right);
	if (kind === undefined || other === undefined) throw new JsonPathError('invalid type for comparison');
	if (!['==', '!=', '<', '<=', '>', '>='].includes(operator))
		throw new JsonPathError(`unrecognized filter operator ${operator}`);
	if (kind !== other) throw new JsonPathError('incompatible types for comparison');
	if (operator === '==') return left === right;
	if (operator === '!=') return left !== right;
	if (kind === 'bool') throw new JsonPathError('invalid type for comparison');
	const order = (left as string | number) < (right as string | number) ? -1 : left === right ? 0 : 1;
	if (operator === '<') return order < 0;
	if (operator === '<=') return order <= 0;
	return operator === '>' ? order > 0 : order >= 0;
}

function comparableKind(value: unknown): 'bool' | 'int' | 'float' | 'string' | undefined {
	if (typeof value === 'boolean') return 'bool';
	if (typeof value === 'string') return 'string';
	if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float';
	return undefined;
}

function* textOf(value: unknown, pause: Pause): Task<string> {
	if (value === null || value === undefined) return 'null';
	return typeof value === 'object' ? yield* formatJsonInSteps(value, {}, pause) : goPrint(value);
}

const RELAXED = /^\{\.?([^{}]+)\}$|^\.?([^{}]+)$/;

/**
 * The forms that `--sort-by`, custom columns and `wait` take, as a template: `name`, `.name`, `{name}`, `{.name}`.
 * @throws JsonPathError. Models kubectl/pkg/cmd/get RelaxedJSONPathExpression.
 */
export function relaxedJsonPath(text: string): string {
	if (text === '') return text;
	const match = RELAXED.exec(text);
	if (match === null) {
		throw new JsonPathError(
			"unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'",
		);
	}
	return `{.${match[1] ?? match[2]}}`;
}
