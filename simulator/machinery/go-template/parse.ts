import { goQuote, goUnquote } from '../go-format.ts';
import type { Item, ItemType } from './lex.ts';
import { lexTemplate } from './lex.ts';
import type { ArgNode, Body, CommandNode, Pipe, TemplateNode } from './nodes.ts';
import { TemplateError } from './nodes.ts';
import { GoFloat, GoInt } from './values.ts';

export interface ParsedTemplate {
	readonly body: Body;
	/** `define`d and `block` templates. */
	readonly named: ReadonlyMap<string, Body>;
}

const DEPTH_MAX = 1_000;

/** @throws TemplateError. Models text/template/parse. */
export function parseGoTemplate(name: string, text: string, functions: ReadonlySet<string>): ParsedTemplate {
	return new Parser(name, text, functions).parse();
}

type Stop = 'end' | 'else' | 'eof';

class Parser {
	readonly #name: string;
	readonly #text: string;
	readonly #items: readonly Item[];
	readonly #functions: ReadonlySet<string>;
	readonly #named = new Map<string, Body>();
	#index = 0;
	#variables: string[] = ['$'];
	#rangeDepth = 0;
	#depth = 0;

	constructor(name: string, text: string, functions: ReadonlySet<string>) {
		this.#name = name;
		this.#text = text;
		this.#items = lexTemplate(text);
		this.#functions = functions;
	}

	parse(): ParsedTemplate {
		const { body, stop } = this.#body(true);
		if (stop !== 'eof') throw this.#error(`unexpected {{${stop}}}`);
		return { body, named: this.#named };
	}

	#peek(): Item {
		const item = this.#items[this.#index] as Item;
		if (item.type === 'error') throw this.#error(item.text, item.line);
		return item;
	}

	#next(): Item {
		const item = this.#peek();
		if (item.type !== 'end') this.#index++;
		return item;
	}

	#peekNonSpace(): Item {
		while (this.#peek().type === 'space') this.#index++;
		return this.#peek();
	}

	#nextNonSpace(): Item {
		this.#peekNonSpace();
		return this.#next();
	}

	#error(
		message: string,
		line = this.#items[Math.max(0, Math.min(this.#index - 1, this.#items.length - 1))]?.line ?? 1,
	): TemplateError {
		return new TemplateError(`template: ${this.#name}:${line}: ${message}`);
	}

	#unexpected(item: Item, context: string): TemplateError {
		const shown =
			item.type === 'end'
				? 'EOF'
				: item.type === 'right'
					? '"}}"'
					: item.type === 'keyword'
						? `<${item.text}>`
						: goQuote(item.text);
		return this.#error(`unexpected ${shown} in ${context}`, item.line);
	}

	#body(top = false): { body: TemplateNode[]; stop: Stop } {
		if (++this.#depth > DEPTH_MAX) throw this.#error('template nests too deeply');
		const body: TemplateNode[] = [];
		for (;;) {
			const item = this.#next();
			if (item.type === 'end') {
				if (!top) throw this.#error('unexpected EOF', item.line);
				this.#depth--;
				return { body, stop: 'eof' };
			}
			if (item.type === 'text') {
				body.push({ type: 'text', text: item.text });
				continue;
			}
			const keyword = this.#peekNonSpace();
			if (keyword.type === 'keyword' && (keyword.text === 'end' || keyword.text === 'else')) {
				this.#next();
				if (keyword.text === 'end') this.#expectRight('end');
				this.#depth--;
				return { body, stop: keyword.text };
			}
			if (keyword.type === 'keyword' && keyword.text === 'define') {
				this.#next();
				this.#define();
				continue;
			}
			body.push(...this.#action());
		}
	}

	#expectRight(context: string): void {
		const item = this.#nextNonSpace();
		if (item.type !== 'right') throw this.#unexpected(item, context);
	}

	#define(): void {
		const name = this.#quotedName('define clause');
		this.#expectRight('define clause');
		const saved = this.#variables;
		this.#variables = ['$'];
		const { body, stop } = this.#body();
		if (stop !== 'end') throw this.#error(`unexpected {{${stop}}} in define clause`);
		this.#variables = saved;
		this.#add(name, body);
	}

	/** An empty definition gives way to any other; two others are one too many. Models parse.Tree.add. */
	#add(name: string, body: Body): void {
		const earlier = this.#named.get(name);
		if (earlier === undefined || isEmptyBody(earlier)) this.#named.set(name, body);
		else if (!isEmptyBody(body)) throw this.#error(`template: multiple definition of template ${goQuote(name)}`);
	}

	#quotedName(context: string): string {
		const item = this.#nextNonSpace();
		if (item.type !== 'string') throw this.#unexpected(item, context);
		return this.#stringValue(item);
	}

	#stringValue(item: Item): string {
		if (item.text.startsWith('`')) return item.text.slice(1, -1);
		const value = goUnquote(item.text.slice(1, -1), '"');
		if (value === undefined) throw this.#error('invalid syntax', item.line);
		return value;
	}

	#action(): TemplateNode[] {
		const item = this.#peekNonSpace();
		if (item.type !== 'keyword') {
			const at = item.at;
			return [{ type: 'action', pipe: this.#pipeline('command', 'right'), at }];
		}
		this.#next();
		switch (item.text) {
			case 'if':
			case 'with':
			case 'range':
				return [this.#control(item.text, item.at)];
			case 'template':
				return [this.#template(item.at)];
			case 'block':
				return [this.#block(item.at)];
			default:
				if (this.#rangeDepth === 0) throw this.#error(`{{${item.text}}} outside {{range}}`);
				this.#expectRight(`{{${item.text}}}`);
				return [{ type: item.text as 'break' | 'continue', at: item.at }];
		}
	}

	#control(type: 'if' | 'with' | 'range', at: number): TemplateNode {
		const variables = this.#variables.length;
		const pipe = this.#pipeline(type, 'right');
		if (type === 'range') this.#rangeDepth++;
		const { body: then, stop } = this.#body();
		if (type === 'range') this.#rangeDepth--;
		let otherwise: Body | undefined;
		if (stop === 'else') otherwise = this.#elseOf(type);
		this.#variables.length = variables;
		return { type, pipe, then, otherwise, at };
	}

	#elseOf(type: 'if' | 'with' | 'range'): Body {
		const item = this.#peekNonSpace();
		// `else if` and `else with` share the end of what they stand in.
		if (item.type === 'keyword' && item.text === type && type !== 'range') {
			this.#next();
			return [this.#control(type, item.at)];
		}
		this.#expectRight('else');
		const { body, stop } = this.#body();
		if (stop !== 'end') throw this.#error(`expected end; found {{${stop}}}`);
		return body;
	}

	#template(at: number): TemplateNode {
		const start = at;
		const name = this.#quotedName('template clause');
		const pipe = this.#peekNonSpace().type === 'right' ? undefined : this.#pipeline('template clause', 'right');
		if (pipe === undefined) this.#next();
		const shown = pipe === undefined ? '' : ` ${pipe.source}`;
		return {
			type: 'template',
			name,
			pipe,
			at: this.#text.indexOf('"', start) < 0 ? at : this.#nameOffset(start),
			source: `{{template ${goQuote(name)}${shown}}}`,
		};
	}

	#nameOffset(from: number): number {
		const offset = this.#text.slice(from).search(/["`]/);
		return offset < 0 ? from : from + offset;
	}

	#block(at: number): TemplateNode {
		const name = this.#quotedName('block clause');
		const pipe = this.#pipeline('block clause', 'right');
		const saved = this.#variables;
		this.#variables = ['$'];
		const { body } = this.#body();
		this.#variables = saved;
		this.#add(name, body);
		return { type: 'template', name, pipe, at, source: `{{template ${goQuote(name)} ${pipe.source}}}` };
	}

	#pipeline(context: string, end: ItemType): Pipe {
		const first = this.#peekNonSpace();
		const declared: string[] = [];
		const assigns = this.#declarations(context, declared);
		const commands: CommandNode[] = [];
		const from = this.#peekNonSpace().at;
		for (;;) {
			const item = this.#peekNonSpace();
			if (item.type === end) {
				if (commands.length === 0) throw this.#error(`missing value for ${context}`);
				this.#checkPipeline(commands);
				const source = pipeSource(declared, assigns, commands);
				this.#next();
				return { declared, assigns, commands, at: declared.length > 0 ? first.at : from, source };
			}
			if (!STARTS_OPERAND.has(item.type)) throw this.#unexpected(item, context);
			commands.push(this.#command());
		}
	}

	#checkPipeline(commands: readonly CommandNode[]): void {
		for (const [index, command] of commands.entries()) {
			const type = command.args[0]?.type;
			if (index > 0 && (type === 'constant' || type === 'dot' || type === 'nil')) {
				throw this.#error(`non executable command in pipeline stage ${index + 1}`);
			}
		}
	}

	/** `$x :=`, `$x =`, `$i, $x :=`. Returns whether it assigns. */
	#declarations(context: string, declared: string[]): boolean {
		const mark = this.#index;
		const names: string[] = [];
		for (;;) {
			const variable = this.#peekNonSpace();
			if (variable.type !== 'variable') break;
			this.#next();
			const after = this.#peekNonSpace();
			names.push(variable.text);
			if (after.type === 'declare' || after.type === 'assign') {
				this.#next();
				declared.push(...names);
				if (after.type === 'declare') this.#variables.push(...names);
				return after.type === 'assign';
			}
			if (after.type !== 'comma') break;
			this.#next();
			if (context !== 'range' || names.length > 1) throw this.#error(`too many declarations in ${context}`);
		}
		this.#index = mark;
		return false;
	}

	#command(): CommandNode {
		const first = this.#peekNonSpace();
		const args: ArgNode[] = [];
		for (;;) {
			args.push(this.#operand());
			const item = this.#next();
			if (item.type === 'space') {
				const next = this.#peekNonSpace();
				if (STARTS_OPERAND.has(next.type)) continue;
				if (next.type === 'pipe') {
					this.#next();
					break;
				}
				if (next.type !== 'right' && next.type !== 'close') throw this.#unexpected(next, 'operand');
				break;
			}
			if (item.type === 'right' || item.type === 'close') {
				this.#index--;
				break;
			}
			if (item.type === 'pipe') break;
			throw this.#unexpected(item, 'operand');
		}
		return { args, at: first.at, source: args.map((arg) => arg.source).join(' ') };
	}

	#operand(): ArgNode {
		const inner = this.#term();
		// Messages about a field of a field point at the second one.
		const at = this.#peek().at;
		const names: string[] = [];
		while (this.#peek().type === 'field') names.push(this.#next().text.slice(1));
		if (names.length === 0) return inner;
		const source = `${inner.source}${names.map((name) => `.${name}`).join('')}`;
		if (inner.type === 'field') return { ...inner, names: [...inner.names, ...names], at, source };
		if (inner.type === 'variable') return { ...inner, names, at, source };
		if (inner.type === 'constant' || inner.type === 'nil' || inner.type === 'dot') {
			throw this.#error(`unexpected . after term ${goQuote(inner.source)}`);
		}
		return { type: 'chain', inner, names, at, source };
	}

	#term(): ArgNode {
		const item = this.#nextNonSpace();
		const { at, text } = item;
		switch (item.type) {
			case 'identifier':
				if (!this.#functions.has(text)) throw this.#error(`function ${goQuote(text)} not defined`, item.line);
				return { type: 'function', name: text, at, source: text };
			case 'dot':
				return { type: 'dot', at, source: '.' };
			case 'nil':
				return { type: 'nil', at, source: 'nil' };
			case 'variable':
				if (!this.#variables.includes(text)) throw this.#error(`undefined variable ${goQuote(text)}`, item.line);
				return { type: 'variable', name: text, names: [], at, source: text };
			case 'field':
				return { type: 'field', names: [text.slice(1)], at, source: text };
			case 'bool':
				return { type: 'constant', value: text === 'true', at, source: text };
			case 'number':
			case 'char':
				return { type: 'constant', value: this.#numberValue(item), at, source: text };
			case 'string':
				return { type: 'constant', value: this.#stringValue(item), at, source: text };
			case 'open': {
				const pipe = this.#pipeline('parenthesized pipeline', 'close');
				return { type: 'pipe', pipe, at, source: `(${pipe.source})` };
			}
			default:
				throw this.#unexpected(item, 'operand');
		}
	}

	#numberValue(item: Item): number | GoInt | GoFloat {
		if (item.type === 'char') {
			const char = goUnquote(item.text.slice(1, -1), "'");
			if (char === undefined || [...char].length !== 1) throw this.#error(`malformed character constant: ${item.text}`);
			return char.codePointAt(0) as number;
		}
		const text = item.text.replaceAll('_', '');
		const sign = text.startsWith('-') ? -1 : 1;
		const digits = text.replace(/^[+-]/, '');
		if (/^(0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+|\d+)$/.test(digits)) {
			const value = sign * Number(/^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits);
			if (Math.abs(value) > 2 ** 64) throw this.#error(`integer overflow: ${goQuote(item.text)}`);
			return new GoInt(value);
		}
		if (!/^(\d+(?:\.\d*)?|\.\d+)([eE][+-]?\d+)?$/.test(digits))
			throw this.#error(`illegal number syntax: ${goQuote(item.text)}`);
		const value = sign * Number(digits);
		return new GoFloat(value);
	}
}

/** Nothing but blanks. */
export function isEmptyBody(body: Body): boolean {
	return body.every((node) => node.type === 'text' && node.text.trim() === '');
}

const STARTS_OPERAND = new Set<ItemType>([
	'bool',
	'char',
	'dot',
	'field',
	'identifier',
	'nil',
	'number',
	'open',
	'string',
	'variable',
]);

function pipeSource(declared: readonly string[], assigns: boolean, commands: readonly CommandNode[]): string {
	const head = declared.length === 0 ? '' : `${declared.join(', ')} ${assigns ? '=' : ':='} `;
	return head + commands.map((command) => command.source).join(' | ');
}
