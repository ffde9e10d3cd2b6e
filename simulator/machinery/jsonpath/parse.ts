import { goRune, goUnquote } from '../go-format.ts';

/** A template or an expression of kubectl's JSONPath that cannot be read or evaluated, in its words. */
export class JsonPathError extends Error {
	constructor(message: string) {
		super(message);
		this.name = 'JsonPathError';
	}
}

export interface SliceBound {
	readonly known: boolean;
	readonly value: number;
	/** `[n]` stands for `[n:n+1]`. */
	readonly derived?: boolean;
}

export type Node =
	| { readonly type: 'list'; readonly nodes: Node[] }
	| { readonly type: 'text'; readonly text: string }
	| { readonly type: 'field'; readonly name: string }
	| { readonly type: 'array'; readonly bounds: readonly [SliceBound, SliceBound, SliceBound] }
	| { readonly type: 'filter'; readonly left: Node; readonly right: Node; readonly operator: string }
	| { readonly type: 'literal'; readonly value: number | boolean }
	| { readonly type: 'wildcard' }
	| { readonly type: 'recursive' }
	| { readonly type: 'union'; readonly lists: readonly Node[] }
	| { readonly type: 'identifier'; readonly name: string };

type ListNode = Extract<Node, { type: 'list' }>;

/** The nodes of a template: text, and one list for each `{…}`. Models client-go/util/jsonpath Parser. */
export function parseTemplate(text: string): readonly Node[] {
	return new Parser(text).parse();
}

const SLICE = /^(-?\d*)(:-?\d*)?(:-?\d*)?$/;
const COMPARISON = /^([^!<>=]+)([!<>=]+)(.+?)$/;

class Parser {
	readonly #text: string;
	#index = 0;

	constructor(text: string) {
		this.#text = text;
	}

	parse(): Node[] {
		const nodes: Node[] = [];
		while (this.#index < this.#text.length) {
			const open = this.#text.indexOf('{', this.#index);
			const end = open < 0 ? this.#text.length : open;
			if (end > this.#index) nodes.push({ type: 'text', text: this.#text.slice(this.#index, end) });
			this.#index = end;
			if (open < 0) break;
			this.#index++;
			nodes.push(this.#action());
		}
		return nodes;
	}

	/** Everything up to the closing brace. */
	#action(): ListNode {
		const list: ListNode = { type: 'list', nodes: [] };
		for (;;) {
			const rest = this.#text.slice(this.#index, this.#index + 3);
			const char = this.#text.charAt(this.#index);
			if (char === '}') {
				this.#index++;
				return list;
			}
			if (rest === '[?(') this.#filter(list);
			else if (rest.startsWith('..')) this.#recursive(list);
			else if (char === '' || char === '\r' || char === '\n') throw new JsonPathError('unclosed action');
			else if (char === ' ' || char === '@' || char === '$') this.#index++;
			else if (char === '[') this.#array(list);
			else if (char === '"' || char === "'") this.#quoted(list, char);
			else if (char === '.') {
				this.#index++;
				this.#field(list);
			} else if (/[+\-\p{Nd}]/u.test(char)) this.#number(list);
			else if (isAlphanumeric(char)) this.#identifier(list);
			else {
				const whole = String.fromCodePoint(this.#text.codePointAt(this.#index) as number);
				throw new JsonPathError(`unrecognized character in action: ${goRune(whole)}`);
			}
		}
	}

	#identifier(list: ListNode): void {
		const from = this.#index;
		while (!isTerminator(this.#text.charAt(this.#index))) this.#index++;
		const name = this.#text.slice(from, this.#index);
		if (name === 'true' || name === 'false') list.nodes.push({ type: 'literal', value: name === 'true' });
		else list.nodes.push({ type: 'identifier', name });
	}

	#recursive(list: ListNode): void {
		if (list.nodes.at(-1)?.type === 'recursive') throw new JsonPathError('invalid multiple recursive descent');
		this.#index += 2;
		list.nodes.push({ type: 'recursive' });
		if (isAlphanumeric(this.#text.charAt(this.#index))) this.#field(list);
	}

	#number(list: ListNode): void {
		const from = this.#index;
		if (/[+-]/.test(this.#text.charAt(this.#index))) this.#index++;
		while (/[.\p{Nd}]/u.test(this.#text.charAt(this.#index))) this.#index++;
		const text = this.#text.slice(from, this.#index);
		if (!/^[+-]?(\d+(?:\.\d*)?|\.\d+)$/.test(text)) throw new JsonPathError(`cannot parse number ${text}`);
		list.nodes.push({ type: 'literal', value: Number(text) });
	}

	#field(list: ListNode): void {
		const from = this.#index;
		while (!isTerminator(this.#text.charAt(this.#index))) {
			this.#index += this.#text.charAt(this.#index) === '\\' ? 2 : 1;
		}
		const name = this.#text.slice(from, this.#index);
		list.nodes.push(name === '*' ? { type: 'wildcard' } : { type: 'field', name: name.replaceAll('\\', '') });
	}

	#array(list: ListNode): void {
		const from = this.#index + 1;
		while (this.#text.charAt(this.#index) !== ']') {
			const char = this.#text.charAt(this.#index);
			if (char === '' || char === '\n') throw new JsonPathError('unterminated array');
			this.#index++;
		}
		const inside = this.#text.slice(from, this.#index);
		this.#index++;
		list.nodes.push(...arrayNodes(inside === '*' ? ':' : inside));
	}

	#filter(list: ListNode): void {
		this.#index += 3;
		const from = this.#index;
		let quote = '';
		let closed = false;
		for (;;) {
			const char = this.#text.charAt(this.#index++);
			if (char === '' || char === '\n') throw new JsonPathError('unterminated filter');
			if (char === '"' || char === "'") {
				if (quote === '') quote = char;
				else if (this.#text.charAt(this.#index - 2) !== '\\' && char === quote) closed = true;
			} else if (char === ')' && (quote !== '') === closed) break;
		}
		if (this.#text.charAt(this.#index) !== ']') throw new JsonPathError('unclosed array expect ]');
		const inside = this.#text.slice(from, this.#index - 1);
		this.#index++;
		list.nodes.push(filterNode(inside));
	}

	#quoted(list: ListNode, quote: string): void {
		const from = this.#index++;
		for (;;) {
			const char = this.#text.charAt(this.#index++);
			if (char === '' || char === '\n') throw new JsonPathError('unterminated quoted string');
			if (char === quote && this.#text.charAt(this.#index - 2) !== '\\') break;
		}
		const whole = this.#text.slice(from, this.#index);
		const text = goUnquote(whole.slice(1, -1), quote);
		if (text === undefined) throw new JsonPathError(`unquote string ${whole} error invalid syntax`);
		list.nodes.push({ type: 'text', text });
	}
}

/** One action's list on its own, for what stands inside brackets. */
function parseAction(text: string): ListNode {
	const first = new Parser(`{${text}}`).parse()[0];
	return first?.type === 'list' ? first : { type: 'list', nodes: [] };
}

function arrayNodes(inside: string): readonly Node[] {
	const parts = inside.split(',');
	if (parts.length > 1) {
		return [{ type: 'union', lists: parts.map((part) => parseAction(`[${part.replace(/^ +| +$/g, '')}]`)) }];
	}
	const key = /^'([^']*)'$/.exec(inside);
	if (key !== null) return parseAction(`.${key[1]}`).nodes;
	const match = SLICE.exec(inside);
	if (match === null) throw new JsonPathError(`invalid array index ${inside}`);
	const start = boundOf(match[1] as string);
	const stop =
		match[2] === undefined ? { known: true, value: start.value + 1, derived: true } : boundOf(match[2].slice(1));
	const step = match[3] === undefined ? { known: false, value: 0 } : boundOf(match[3].slice(1));
	return [{ type: 'array', bounds: [start, stop, step] }];
}

function boundOf(text: string): SliceBound {
	if (text === '') return { known: false, value: 0 };
	if (text === '-') throw new JsonPathError(`array index ${text} is not a number`);
	return { known: true, value: Number(text) };
}

function filterNode(inside: string): Node {
	const match = COMPARISON.exec(inside);
	if (match === null)
		return { type: 'filter', left: parseAction(inside), right: { type: 'list', nodes: [] }, operator: 'exists' };
	return {
		type: 'filter',
		left: parseAction(match[1] as string),
		right: parseAction(match[3] as string),
		operator: match[2] as string,
	};
}

function isTerminator(char: string): boolean {
	return char === '' || ' \t\r\n.,[]$@{}'.includes(char);
}

function isAlphanumeric(char: string): boolean {
	return /^[_\p{L}\p{Nd}]$/u.test(char);
}
