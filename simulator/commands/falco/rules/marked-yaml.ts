import type { Task } from '../../../machinery/task.ts';
import { resolveScalar } from '../../../machinery/yaml/resolve-scalar.ts';
import { Scanner, type Token, type TokenType } from '../../../machinery/yaml/scanner.ts';
import { type Mark, YamlError } from '../../../machinery/yaml/yaml-error.ts';

/** YAML that remembers where each value stands, as yaml-cpp gives it to falco. */
export type MarkedNode =
	| { readonly kind: 'scalar'; readonly value: string; readonly isNull: boolean; readonly mark: Mark }
	| { readonly kind: 'sequence'; readonly items: readonly MarkedNode[]; readonly mark: Mark }
	| {
			readonly kind: 'mapping';
			readonly entries: readonly (readonly [key: MarkedNode, value: MarkedNode])[];
			readonly mark: Mark;
	  };

/** What is wrong with a text, in yaml-cpp's words. */
export class MarkedYamlError extends Error {
	readonly mark: Mark;
	constructor(message: string, mark: Mark) {
		super(`yaml-cpp: error at line ${mark.line + 1}, column ${mark.column + 1}: ${message}`);
		this.mark = mark;
	}
}

/** The value of a key; undefined when it is not there. */
export function entryOf(node: MarkedNode, key: string): MarkedNode | undefined {
	if (node.kind !== 'mapping') return undefined;
	return node.entries.find(([name]) => name.kind === 'scalar' && name.value === key)?.[1];
}

const NESTING_MAX = 200;
const NODES_MAX = 200_000;
const NODES_A_STEP = 256;

/** Reading that stops after every `NODES_A_STEP` nodes. */
type Steps<T> = Generator<undefined, T, void>;

/** A document, or an item of one that is a sequence. */
export interface YamlPiece {
	readonly node: MarkedNode;
	readonly isItem: boolean;
}

/** The first piece of a short text; undefined of an empty one. Throws MarkedYamlError. */
export function firstPiece(text: string): YamlPiece | undefined {
	for (const piece of new MarkedYaml(text).pieces()) if (piece !== undefined) return piece;
	return undefined;
}

/** The same of a text of any length. */
export function* firstPieceInSteps(text: string, pause: (steps: number) => Task<void>): Task<YamlPiece | undefined> {
	for (const piece of new MarkedYaml(text).pieces()) {
		if (piece !== undefined) return piece;
		yield* pause(NODES_A_STEP);
	}
	return undefined;
}

/** The documents of a text. Throws MarkedYamlError. */
export class MarkedYaml {
	readonly #scanner: Scanner;
	readonly #anchors = new Map<string, MarkedNode>();
	#last: Mark = { index: 0, line: 0, column: 0 };
	#nodes = 0;

	constructor(text: string) {
		try {
			this.#scanner = new Scanner(text);
		} catch (error) {
			throw this.#told(error);
		}
	}

	/**
	 * Piece by piece: each item of a document that is a sequence, any other document whole. Undefined: there is more to
	 * be read. Between them others may have their turn.
	 */
	*pieces(): Generator<YamlPiece | undefined> {
		while (!this.#is('stream-end')) {
			if (this.#is('directive', 'document-start', 'document-end')) {
				this.#take();
				continue;
			}
			const isBlock = this.#is('block-sequence-start');
			if (!isBlock) {
				const node = yield* this.#node(0);
				if (node.kind !== 'sequence') yield { node, isItem: false };
				else for (const item of node.items) yield { node: item, isItem: true };
				continue;
			}
			this.#take();
			while (this.#is('block-entry')) {
				this.#take();
				yield { node: this.#is('block-entry', 'block-end') ? this.#null() : yield* this.#node(0), isItem: true };
			}
			this.#expect('block-end', 'end of sequence not found');
		}
	}

	*#node(depth: number): Steps<MarkedNode> {
		if (depth > NESTING_MAX || ++this.#nodes > NODES_MAX) throw new MarkedYamlError('bad file', this.#last);
		if (this.#nodes % NODES_A_STEP === 0) yield;
		if (this.#is('alias')) {
			const { value, start } = this.#take();
			const found = this.#anchors.get(value);
			if (found === undefined) throw new MarkedYamlError('the referenced anchor is not defined', start);
			return found;
		}
		let anchor: string | undefined;
		while (this.#is('anchor', 'tag')) {
			const token = this.#take();
			if (token.type === 'anchor') anchor = token.value;
		}
		const node = yield* this.#content(depth);
		if (anchor !== undefined) this.#anchors.set(anchor, node);
		return node;
	}

	*#content(depth: number): Steps<MarkedNode> {
		const { type, start, value } = this.#peek();
		switch (type) {
			case 'plain':
				this.#take();
				return { kind: 'scalar', value, isNull: resolveScalar(value).kind === 'null', mark: start };
			case 'quoted':
				this.#take();
				return { kind: 'scalar', value, isNull: false, mark: start };
			case 'flow-sequence-start':
				return yield* this.#flowSequence(depth);
			case 'flow-mapping-start':
				return yield* this.#flowMapping(depth);
			case 'block-sequence-start':
			case 'block-entry':
				return yield* this.#blockSequence(depth, type === 'block-entry');
			case 'block-mapping-start':
				return yield* this.#blockMapping(depth);
			default:
				return this.#null();
		}
	}

	/** @param indentless its dashes stand below their key. */
	*#blockSequence(depth: number, indentless: boolean): Steps<MarkedNode> {
		const mark = this.#peek().start;
		if (!indentless) this.#take();
		const items: MarkedNode[] = [];
		while (this.#is('block-entry')) {
			this.#take();
			const isEmpty = this.#is('block-entry', 'block-end', 'key', 'value');
			items.push(isEmpty ? this.#null() : yield* this.#node(depth + 1));
		}
		if (!indentless) this.#expect('block-end', 'end of sequence not found');
		return { kind: 'sequence', items, mark };
	}

	*#blockMapping(depth: number): Steps<MarkedNode> {
		const mark = this.#take().start;
		const entries: [MarkedNode, MarkedNode][] = [];
		while (this.#is('key', 'value')) {
			const key = this.#is('key') ? yield* this.#keyed(depth) : this.#null();
			let value = this.#null();
			if (this.#is('value')) {
				this.#take();
				if (!this.#is('key', 'value', 'block-end')) value = yield* this.#node(depth + 1);
			}
			entries.push([key, value]);
		}
		this.#expect('block-end', 'end of map not found');
		return { kind: 'mapping', entries, mark };
	}

	*#keyed(depth: number): Steps<MarkedNode> {
		this.#take();
		return this.#is('value', 'key', 'block-end') ? this.#null() : yield* this.#node(depth + 1);
	}

	*#flowSequence(depth: number): Steps<MarkedNode> {
		const mark = this.#take().start;
		const items: MarkedNode[] = [];
		while (!this.#is('flow-sequence-end')) {
			if (this.#is('key', 'value')) items.push(yield* this.#flowPair(depth));
			else if (this.#is('flow-entry')) this.#take();
			else if (this.#isOver()) throw new MarkedYamlError('end of sequence flow not found', this.#peek().start);
			else items.push(yield* this.#node(depth + 1));
		}
		this.#take();
		return { kind: 'sequence', items, mark };
	}

	*#flowPair(depth: number): Steps<MarkedNode> {
		const mark = this.#peek().start;
		const key = this.#is('key') ? yield* this.#keyed(depth) : this.#null();
		let value = this.#null();
		if (this.#is('value')) {
			this.#take();
			if (!this.#is('flow-entry', 'flow-sequence-end', 'flow-mapping-end')) value = yield* this.#node(depth + 1);
		}
		return { kind: 'mapping', entries: [[key, value]], mark };
	}

	*#flowMapping(depth: number): Steps<MarkedNode> {
		const mark = this.#take().start;
		const entries: (readonly [MarkedNode, MarkedNode])[] = [];
		while (!this.#is('flow-mapping-end')) {
			if (this.#is('flow-entry')) this.#take();
			else if (this.#isOver()) throw new MarkedYamlError('end of map flow not found', this.#peek().start);
			else if (this.#is('key', 'value')) {
				const pair = yield* this.#flowPair(depth);
				if (pair.kind === 'mapping') entries.push(...pair.entries);
			} else entries.push([yield* this.#node(depth + 1), this.#null()]);
		}
		this.#take();
		return { kind: 'mapping', entries, mark };
	}

	#null(): MarkedNode {
		return { kind: 'scalar', value: '', isNull: true, mark: this.#last };
	}

	#isOver(): boolean {
		return this.#is('stream-end', 'document-start', 'document-end', 'block-end');
	}

	#is(...types: readonly TokenType[]): boolean {
		return types.includes(this.#peek().type);
	}

	#expect(type: TokenType, message: string): void {
		if (!this.#is(type)) throw new MarkedYamlError(message, this.#peek().start);
		this.#take();
	}

	#peek(): Token {
		try {
			const token = this.#scanner.peek();
			this.#last = token.start;
			return token;
		} catch (error) {
			throw this.#told(error);
		}
	}

	#take(): Token {
		const token = this.#peek();
		this.#scanner.take();
		return token;
	}

	#told(error: unknown): unknown {
		if (!(error instanceof YamlError)) return error;
		const [, line, problem = error.message] = /^yaml:(?: line (\d+):)? (.*)$/s.exec(error.message) ?? [];
		const mark = line === undefined ? this.#last : { ...this.#last, line: Number(line) - 1, column: 0 };
		const known = WORDINGS.find(([pattern]) => pattern.test(problem));
		return new MarkedYamlError(known?.[1] ?? problem, mark);
	}
}

/** yaml-cpp's words for what go-yaml's scanner complains of. */
const WORDINGS: readonly (readonly [RegExp, string])[] = [
	[/mapping values are not allowed/, 'illegal map value'],
	[/could not find expected ':'/, 'end of map not found'],
	[/cannot start any token/, 'unknown token'],
	[/block sequence entries are not allowed/, 'illegal block entry'],
	[/unexpected end of stream|end of stream/, 'illegal EOF in scalar'],
	[/unknown escape character/, 'unknown escape character: '],
];
