import { formatJson } from '../format-json.ts';
import { goPrint, goTypeName } from '../go-format.ts';
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

/**
 * A JSONPath template as kubectl has it: `{…}` actions in text, with ranges, filters, slices, unions and recursive
 * descent. Models client-go/util/jsonpath.
 */
export class JsonPath {
	readonly #nodes: readonly Node[];
	readonly #options: JsonPathOptions;
	#steps = 0;

	/** @throws JsonPathError */
	constructor(template: string, options: JsonPathOptions = {}) {
		this.#nodes = parseTemplate(template);
		this.#options = options;
	}

	/** What the template prints for `data`. @throws JsonPathError */
	execute(data: unknown): string {
		return this.find(data)
			.map((results) => this.#print(results))
			.join('');
	}

	/** The values that each part of the template selects. @throws JsonPathError */
	find(data: unknown): unknown[][] {
		this.#steps = 0;
		return this.#run(0, [data], 0).results;
	}

	/** @param depth how many ranges are open. */
	#run(from: number, current: readonly unknown[], depth: number): { results: unknown[][]; endAt: number | undefined } {
		const results: unknown[][] = [];
		for (let i = from; i < this.#nodes.length; i++) {
			const node = this.#nodes[i] as Node;
			const keyword = keywordOf(node);
			if (keyword === 'end') {
				if (depth > 0) return { results, endAt: i };
				throw new JsonPathError('not in range, nothing to end');
			}
			const found = this.#walk(current, keyword === 'range' ? withoutKeyword(node) : node);
			if (keyword !== 'range') {
				results.push(found);
				continue;
			}
			let endAt: number | undefined;
			for (const value of found) {
				const inner = this.#run(i + 1, [value], depth + 1);
				results.push(...inner.results);
				endAt = inner.endAt;
			}
			if (found.length === 0) endAt = this.#run(i + 1, [undefined], depth + 1).endAt;
			// A range without an end runs over everything after it, which is then done once more for the whole.
			if (endAt !== undefined) i = endAt;
		}
		return { results, endAt: undefined };
	}

	#walk(input: readonly unknown[], node: Node): unknown[] {
		this.#steps += input.length + 1;
		if (this.#steps > (this.#options.stepsMax ?? STEPS_MAX)) throw new JsonPathError('evaluation takes too long');
		switch (node.type) {
			case 'list':
				return node.nodes.reduce<unknown[]>((values, each) => this.#walk(values, each), [...input]);
			case 'text':
				return [node.text];
			case 'literal':
				return input.map(() => node.value);
			case 'field':
				return this.#field(input, node.name);
			case 'array':
				return slices(input, node.bounds);
			case 'filter':
				return this.#filter(input, node);
			case 'wildcard':
				return input.flatMap(children);
			case 'recursive':
				return this.#descend(input);
			case 'union':
				return node.lists.flatMap((list) => this.#walk(input, list));
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

	/** Everything that has parts, from the outside in. */
	#descend(input: readonly unknown[]): unknown[] {
		const found: unknown[] = [];
		const visit = (value: unknown): void => {
			const parts = typeof value === 'string' ? [] : children(value);
			if (parts.length === 0 && !(typeof value === 'string' && value !== '')) return;
			this.#steps++;
			found.push(value);
			for (const part of parts) visit(part);
		};
		for (const value of input) visit(value);
		return found;
	}

	#filter(input: readonly unknown[], node: Extract<Node, { type: 'filter' }>): unknown[] {
		const found: unknown[] = [];
		for (const value of input) {
			if (!Array.isArray(value))
				throw new JsonPathError(`${goPrint(value)} is not array or slice and cannot be filtered`);
			for (const item of value) if (this.#passes(item, node)) found.push(item);
		}
		return found;
	}

	#passes(item: unknown, node: Extract<Node, { type: 'filter' }>): boolean {
		if (node.operator === 'exists') {
			try {
				return this.#walk([item], node.left).length > 0;
			} catch (error) {
				if (error instanceof JsonPathError) return false;
				throw error;
			}
		}
		const left = this.#walk([item], node.left);
		if (left.length === 0) return false;
		if (left.length > 1) throw new JsonPathError('can only compare one element at a time');
		const right = this.#walk([item], node.right);
		if (right.length === 0) return false;
		if (right.length > 1) throw new JsonPathError('can only compare one element at a time');
		return compare(left[0], right[0], node.operator);
	}

	#print(results: readonly unknown[]): string {
		if (this.#options.asJson === true) return `${formatJson(results, { indent: '    ' })}\n`;
		return results.map(textOf).join(' ');
	}
}

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
		found.push(...part);
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

function textOf(value: unknown): string {
	if (value === null || value === undefined) return 'null';
	return typeof value === 'object' ? formatJson(value) : goPrint(value);
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
