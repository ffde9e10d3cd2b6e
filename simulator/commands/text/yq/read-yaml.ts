import { LongList } from '../../../machinery/long-list.ts';
import { sortLongList } from '../../../machinery/sort-in-steps.ts';
import { nothing, runToCompletion, type Task } from '../../../machinery/task.ts';
import type { Token, TokenType } from '../../../machinery/yaml/scanner.ts';
import { parserError } from '../../../machinery/yaml/yaml-error.ts';
import { resolveTag } from './resolve-tag.ts';
import { type Pause, type ScannedStream, scanStream, type YamlComments } from './yaml-comments.ts';
import { type NodeStyle, YamlNode, YqError } from './yaml-node.ts';

const NESTING_MAX = 1_000;

/** The documents of a stream, with styles and comments. Throws YamlError, YqError. */
export function readYaml(text: string): YamlNode[] {
	return runToCompletion(readYamlInSteps(text, nothing));
}

/** The same of a text of any length: others run in between. */
export function* readYamlInSteps(text: string, pause: Pause): Task<YamlNode[]> {
	return yield* new Reader(text, yield* scanStream(text, pause), pause).documents();
}

/** Nodes that are read between two pauses. */
const STRIDE = 128;

/** An entry of a collection: where it begins, for comments that close it. */
interface Entry {
	readonly at: number;
	readonly column: number;
	readonly node: YamlNode;
}

class Reader {
	readonly #text: string;
	readonly #pause: Pause;
	readonly #tokens: ScannedStream['tokens'];
	readonly #comments: YamlComments;
	#at = 0;
	#depth = 0;
	#nodes = 0;
	#anchors = new Map<string, YamlNode>();
	#entries = new LongList<Entry>();
	/** Comments that have found their places. */
	#feet = 0;
	#after = 0;

	constructor(text: string, { tokens, comments }: ScannedStream, pause: Pause) {
		// The scanner counts without the mark.
		this.#text = text.startsWith('\ufeff') ? text.slice(1) : text;
		this.#tokens = tokens;
		this.#comments = comments;
		this.#pause = pause;
	}

	*documents(): Task<YamlNode[]> {
		const documents: YamlNode[] = [];
		let explicit = false;
		while (!this.#next('stream-end')) {
			if (this.#next('directive', 'document-end')) {
				this.#take();
				continue;
			}
			explicit = this.#next('document-start');
			const lead = explicit ? this.#take() : undefined;
			this.#anchors = new Map();
			const empty = this.#next('stream-end', 'document-start', 'document-end', 'directive');
			const root = empty ? YamlNode.scalar('!!null', '') : yield* this.#node(true, false);
			root.document = documents.length;
			const behind = lead === undefined ? undefined : this.#comments.line.get(lead.start.index);
			if (behind !== undefined) root.head = root.head === '' ? behind : `${behind}\n\n${root.head}`;
			documents.push(root);
			if (!this.#next('stream-end', 'document-start', 'document-end', 'directive')) {
				throw parserError('did not find expected <document start>', this.#peek().start, undefined);
			}
			yield* this.#giveFeet(root);
		}
		return documents;
	}

	/** Comments between the document's beginning and here that close entries, and those below it. */
	*#giveFeet(root: YamlNode): Task<void> {
		const end = this.#peek().start.index;
		const limit = this.#next('stream-end') ? Number.POSITIVE_INFINITY : end;
		const { foot, after } = this.#comments;
		if (foot.length > this.#feet) yield* this.#closeEntries(limit, root);
		for (let next = after[this.#after]; next !== undefined && next.at <= limit; next = after[++this.#after]) {
			root.foot = root.foot === '' ? `\n${next.text}` : `${root.foot}\n\n${next.text}`;
		}
		this.#entries = new LongList();
	}

	/** A comment closes the last entry before it that is not indented further, or the document. */
	*#closeEntries(limit: number, root: YamlNode): Task<void> {
		const { foot } = this.#comments;
		const entries = yield* sortLongList(this.#entries, (a, b) => a.at - b.at, this.#pause);
		// Those that a later comment may close: each is indented further than the one before.
		const open: Entry[] = [];
		let at = 0;
		for (let next = foot[this.#feet]; next !== undefined && next.at < limit; next = foot[++this.#feet]) {
			for (; at < entries.length && entries.get(at).at < next.at; at++) {
				const entry = entries.get(at);
				while (open.length > 0 && (open.at(-1) as Entry).column >= entry.column) open.pop();
				open.push(entry);
				if (at % STRIDE === 0) yield* this.#pause(STRIDE >> 2);
			}
			const node = ownerOf(open, next.column)?.node ?? root;
			node.foot = node.foot === '' ? next.text : `${node.foot}\n\n${next.text}`;
			if (this.#feet % STRIDE === 0) yield* this.#pause(STRIDE >> 2);
		}
	}

	#peek(): Token {
		return this.#tokens.get(this.#at);
	}

	#take(): Token {
		const token = this.#peek();
		if (token.type !== 'stream-end') this.#at++;
		return token;
	}

	#next(...types: TokenType[]): boolean {
		return types.includes(this.#peek().type);
	}

	*#node(block: boolean, indentless: boolean): Task<YamlNode> {
		if (++this.#nodes % STRIDE === 0) yield* this.#pause(STRIDE);
		if (++this.#depth > NESTING_MAX) throw new YqError('yaml: exceeded max depth of 10000');
		const start = this.#peek();
		const node = yield* this.#properties(block, indentless);
		this.#depth--;
		node.lineNumber = start.start.line + 1;
		node.column = start.start.column + 1;
		return node;
	}

	*#properties(block: boolean, indentless: boolean): Task<YamlNode> {
		const start = this.#peek();
		if (start.type === 'alias') return this.#alias(this.#take());
		let anchor = '';
		let tag = '';
		while (this.#next('anchor', 'tag')) {
			const property = this.#take();
			if (property.type === 'anchor') anchor = property.value;
			else tag = property.value;
		}
		const node = yield* this.#content(block, indentless, start, anchor !== '' || tag !== '');
		if (anchor !== '') {
			node.anchor = anchor;
			this.#anchors.set(anchor, node);
		}
		if (tag !== '') {
			node.tag = tag === '!' ? '!!str' : tag.replace(/^!<(.*)>$/, '$1').replace(/^tag:yaml\.org,2002:/, '!!');
			if (node.style === '') node.style = 'tagged';
		}
		return node;
	}

	#alias(token: Token): YamlNode {
		const target = this.#anchors.get(token.value);
		if (target === undefined) throw new YqError(`yaml: unknown anchor '${token.value}' referenced`);
		const node = new YamlNode();
		node.kind = 'alias';
		node.value = token.value;
		node.alias = target;
		this.#lineComment(node, token);
		return node;
	}

	#lineComment(node: YamlNode, token: Token): void {
		const text = this.#comments.line.get(token.start.index);
		if (text !== undefined) node.line = text;
	}

	*#content(block: boolean, indentless: boolean, start: Token, hasProperties: boolean): Task<YamlNode> {
		const token = this.#peek();
		if (indentless && token.type === 'block-entry') return yield* this.#sequence(true);
		switch (token.type) {
			case 'plain':
			case 'quoted':
				return this.#scalar(this.#take());
			case 'flow-sequence-start':
				return yield* this.#flow('sequence', 'flow-sequence-end', "did not find expected ',' or ']'");
			case 'flow-mapping-start':
				return yield* this.#flow('mapping', 'flow-mapping-end', "did not find expected ',' or '}'");
			case 'block-sequence-start':
				if (block) return yield* this.#sequence(false);
				break;
			case 'block-mapping-start':
				if (block) return yield* this.#mapping();
				break;
		}
		if (hasProperties) return YamlNode.scalar('!!null', '');
		throw parserError('did not find expected node content', token.start, start.start);
	}

	#scalar(token: Token): YamlNode {
		const node = YamlNode.scalar('!!str', token.value);
		if (token.type === 'plain') node.tag = resolveTag(token.value);
		else node.style = STYLES.get(this.#text[token.start.index] as string) as NodeStyle;
		this.#lineComment(node, token);
		// Of a block the comment stands behind its header.
		if (node.style === 'literal' || node.style === 'folded') {
			const header = /^[|>][-+0-9]*[ \t]+(#.*)/.exec(this.#text.slice(token.start.index, token.start.index + 400));
			if (header !== null) node.line = (header[1] as string).trimEnd();
		}
		return node;
	}

	#null(): YamlNode {
		return YamlNode.scalar('!!null', '');
	}

	*#sequence(indentless: boolean): Task<YamlNode> {
		const node = YamlNode.collection('sequence');
		const start = indentless ? this.#peek() : this.#take();
		while (this.#next('block-entry')) {
			const dash = this.#take();
			const absent = this.#next(...(indentless ? INDENTLESS_ENDS : BLOCK_ENDS));
			const item = absent ? this.#null() : yield* this.#node(true, false);
			const head = this.#comments.head.get(dash.start.index);
			const behind = this.#comments.line.get(dash.start.index);
			if (behind !== undefined) item.head = item.head === '' ? behind : `${behind}\n${item.head}`;
			if (head !== undefined) item.head = item.head === '' ? head : `${head}\n${item.head}`;
			this.#adopt(node, item, dash);
		}
		if (indentless) return node;
		if (!this.#next('block-end')) {
			throw parserError("did not find expected '-' indicator", this.#peek().start, start.start);
		}
		this.#take();
		return node;
	}

	#adopt(node: YamlNode, item: YamlNode, begin: Token): void {
		item.parent = node;
		item.key = YamlNode.scalar('!!int', String(node.content.length));
		item.key.parent = node;
		node.content.push(item);
		this.#entries.push({ at: begin.start.index, column: begin.start.column, node: item });
	}

	*#mapping(): Task<YamlNode> {
		const node = YamlNode.collection('mapping');
		const start = this.#take();
		for (;;) {
			if (this.#next('key')) {
				const mark = this.#take();
				const key = this.#next('key', 'value', 'block-end') ? this.#null() : yield* this.#node(true, false);
				const head = this.#comments.head.get(mark.start.index);
				if (head !== undefined) key.head = head;
				this.#pair(node, key, yield* this.#blockValue(key), mark);
			} else if (this.#next('value')) {
				const mark = this.#peek();
				const key = this.#null();
				this.#pair(node, key, yield* this.#blockValue(key), mark);
			} else if (this.#next('block-end')) {
				this.#take();
				return node;
			} else throw parserError('did not find expected key', this.#peek().start, start.start);
		}
	}

	#pair(node: YamlNode, key: YamlNode, value: YamlNode, begin: Token): void {
		key.parent = node;
		key.isKey = true;
		value.parent = node;
		value.key = key;
		node.content.push(key, value);
		this.#entries.push({ at: begin.start.index, column: begin.start.column, node: key });
	}

	*#blockValue(key: YamlNode): Task<YamlNode> {
		if (!this.#next('value')) return this.#null();
		const colon = this.#take();
		const behind = this.#comments.line.get(colon.start.index);
		const absent = this.#next('key', 'value', 'block-end');
		const begin = this.#peek();
		const value = absent ? this.#null() : yield* this.#node(true, true);
		if (behind !== undefined) {
			if (value.kind === 'scalar' && value.line === '') value.line = behind;
			else key.line = behind;
		}
		if (value.kind === 'scalar' && !absent) {
			const head = this.#comments.head.get(begin.start.index);
			if (head !== undefined) value.head = head;
		}
		return value;
	}

	*#flow(kind: 'mapping' | 'sequence', end: TokenType, expected: string): Task<YamlNode> {
		const node = YamlNode.collection(kind);
		node.style = 'flow';
		const start = this.#take();
		for (let first = true; !this.#next(end); first = false) {
			if (!first) {
				if (!this.#next('flow-entry')) throw parserError(expected, this.#peek().start, start.start);
				this.#take();
				if (this.#next(end)) break;
			}
			const begin = this.#peek();
			if (kind === 'mapping') yield* this.#flowPair(node, begin, end);
			else if (this.#next('key')) {
				const single = YamlNode.collection('mapping');
				single.style = 'flow';
				yield* this.#flowPair(single, begin, end);
				this.#adopt(node, single, begin);
			} else {
				const item = yield* this.#node(false, false);
				item.head = this.#comments.head.get(begin.start.index) ?? '';
				this.#adopt(node, item, begin);
			}
		}
		this.#lineComment(node, this.#take());
		return node;
	}

	*#flowPair(node: YamlNode, begin: Token, end: TokenType): Task<void> {
		const marked = this.#next('key');
		if (marked) this.#take();
		const key = marked && this.#next('value', 'flow-entry', end) ? this.#null() : yield* this.#node(false, false);
		key.head = this.#comments.head.get(begin.start.index) ?? '';
		let value = this.#null();
		if (this.#next('value')) {
			this.#take();
			if (!this.#next('flow-entry', end)) value = yield* this.#node(false, false);
		}
		this.#pair(node, key, value, begin);
	}
}

/** The last that is not indented further than `column`. */
function ownerOf(open: readonly Entry[], column: number): Entry | undefined {
	let [low, high] = [0, open.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((open[middle] as Entry).column <= column) low = middle + 1;
		else high = middle;
	}
	return open[low - 1];
}

const BLOCK_ENDS: readonly TokenType[] = ['block-entry', 'block-end'];
const INDENTLESS_ENDS: readonly TokenType[] = ['block-entry', 'key', 'value', 'block-end'];
const STYLES: ReadonlyMap<string, NodeStyle> = new Map([
	['"', 'double'],
	["'", 'single'],
	['|', 'literal'],
	['>', 'folded'],
]);
