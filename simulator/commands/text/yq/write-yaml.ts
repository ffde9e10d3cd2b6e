import { nothing, runToCompletion, type Task } from '../../../machinery/task.ts';
import { resolveTag } from './resolve-tag.ts';
import type { Pause } from './yaml-comments.ts';
import type { YamlNode } from './yaml-node.ts';

export interface YamlForm {
	readonly indent: number;
	/** Dashes of a sequence stand below its key. */
	readonly compact: boolean;
}

/** A document as go-yaml writes it, with a newline at its end. The comment below the document is not included. */
export function writeYaml(node: YamlNode, form: YamlForm): string {
	return runToCompletion(writeYamlInSteps(node, form, nothing));
}

/** The same of a document of any length: others run in between. */
export function* writeYamlInSteps(node: YamlNode, form: YamlForm, pause: Pause): Task<string> {
	const writer = new Writer(form, pause);
	yield* writer.document(node);
	return writer.text();
}

/** Nodes that are written between two pauses. */
const STRIDE = 128;

class Writer {
	readonly #form: YamlForm;
	readonly #pause: Pause;
	#nodes = 0;
	readonly #parts: string[] = [];
	/** Indentation of the entry whose closing comment was written last: the next entry there stands apart. */
	#footIndent = -1;

	constructor(form: YamlForm, pause: Pause) {
		this.#form = form;
		this.#pause = pause;
	}

	text(): string {
		return this.#parts.join('');
	}

	*document(node: YamlNode): Task<void> {
		this.#comment(node.head, 0);
		if (isBlock(node)) {
			const properties = propertiesOf(node);
			if (properties !== '') this.#parts.push(`${properties}${behind(node.line)}\n`);
			yield* this.#collection(node, 0, false);
		} else this.#parts.push(yield* this.#inline(node, 0), behindValue(node), '\n');
	}

	#comment(text: string, indent: number): void {
		if (text === '') return;
		const pad = ' '.repeat(indent);
		for (const line of text.split('\n')) this.#parts.push(line === '' ? '\n' : `${pad}${line}\n`);
	}

	*#collection(node: YamlNode, indent: number, begun: boolean): Task<void> {
		if (node.kind === 'mapping') yield* this.#mapping(node, indent, begun);
		else yield* this.#sequence(node, indent, begun);
	}

	/** @param begun the first entry stands behind a dash. */
	*#mapping(node: YamlNode, indent: number, begun: boolean): Task<void> {
		let first = begun;
		for (const [key, value] of node.pairs()) {
			if (!first) this.#begin(key.head, indent);
			first = false;
			this.#parts.push(yield* this.#key(key, indent));
			yield* this.#value(key, value, indent);
			this.#close(key.foot === '' ? value.foot : key.foot, indent);
		}
	}

	#begin(head: string, indent: number): void {
		if (this.#footIndent === indent) this.#parts.push('\n');
		this.#footIndent = -1;
		this.#comment(head, indent);
		this.#parts.push(' '.repeat(indent));
	}

	#close(foot: string, indent: number): void {
		if (foot === '') return;
		this.#comment(foot, indent);
		this.#footIndent = indent;
	}

	*#key(key: YamlNode, indent: number): Task<string> {
		if (key.kind !== 'scalar') return `? ${yield* this.#inline(key, indent)}\n${' '.repeat(indent)}:`;
		return `${yield* this.#inline(key, indent, true)}${key.kind === 'scalar' ? '' : ' '}:`;
	}

	*#value(key: YamlNode, value: YamlNode, indent: number): Task<void> {
		if (!isBlock(value)) {
			const text = yield* this.#inline(value, indent + this.#form.indent);
			const comment = value.line === '' ? key.line : value.line;
			this.#parts.push(text === '' ? '' : ' ', insertComment(text, behind(comment), value), '\n');
			return;
		}
		const properties = propertiesOf(value);
		const comment = key.line === '' ? value.line : key.line;
		this.#parts.push(`${properties === '' ? '' : ` ${properties}`}${behind(comment)}\n`);
		const deeper = value.kind === 'sequence' && this.#form.compact ? indent : indent + this.#form.indent;
		if (value.head !== '') this.#comment(value.head, deeper);
		yield* this.#collection(value, deeper, false);
	}

	*#sequence(node: YamlNode, indent: number, begun: boolean): Task<void> {
		let first = begun;
		for (const item of node.content) {
			const firstKey = item.kind === 'mapping' && isBlock(item) ? (item.content[0] as YamlNode).head : '';
			const head = item.head === '' ? firstKey : item.head;
			if (!first) this.#begin(head, indent);
			first = false;
			this.#parts.push('-');
			if (!isBlock(item)) {
				const text = yield* this.#inline(item, indent + 2);
				this.#parts.push(text === '' ? '' : ' ', insertComment(text, behind(item.line), item), '\n');
			} else {
				const properties = propertiesOf(item);
				if (properties !== '') {
					this.#parts.push(` ${properties}${behind(item.line)}\n`);
					yield* this.#collection(item, indent + 2, false);
				} else {
					this.#parts.push(' ');
					yield* this.#collection(item, indent + 2, true);
				}
			}
			this.#close(item.foot, indent);
		}
	}

	/** What stands on one line, or is a block scalar. */
	*#inline(node: YamlNode, indent: number, isKey = false): Task<string> {
		if (++this.#nodes % STRIDE === 0) yield* this.#pause(STRIDE);
		if (node.kind === 'alias') return `*${node.value}`;
		if (node.kind === 'scalar') return scalarText(node, indent, isKey);
		const properties = propertiesOf(node);
		const lead = properties === '' ? '' : `${properties} `;
		const items: string[] = [];
		if (node.kind === 'sequence') {
			for (const item of node.content) items.push(yield* this.#inline(item, indent, true));
			return `${lead}[${items.join(', ')}]`;
		}
		for (const [key, value] of node.pairs()) {
			const text = yield* this.#inline(value, indent, true);
			items.push(`${yield* this.#inline(key, indent, true)}:${text === '' ? '' : ` ${text}`}`);
		}
		return `${lead}{${items.join(', ')}}`;
	}
}

/** Whether it takes lines of its own. */
function isBlock(node: YamlNode): boolean {
	return (node.kind === 'mapping' || node.kind === 'sequence') && node.style !== 'flow' && node.content.length > 0;
}

function behind(comment: string): string {
	return comment === '' ? '' : ` ${comment}`;
}

function behindValue(node: YamlNode): string {
	return node.style === 'literal' || node.style === 'folded' ? '' : behind(node.line);
}

/** The comment of a block scalar stands behind its header. */
function insertComment(text: string, comment: string, node: YamlNode): string {
	if (comment === '' || (node.style !== 'literal' && node.style !== 'folded')) return text + comment;
	const end = text.indexOf('\n');
	return end < 0 ? text + comment : text.slice(0, end) + comment + text.slice(end);
}

function propertiesOf(node: YamlNode): string {
	const words: string[] = [];
	if (node.anchor !== '') words.push(`&${node.anchor}`);
	const implied = node.kind === 'mapping' ? '!!map' : '!!seq';
	if (node.tag !== '' && (node.tag !== implied || node.style === 'tagged')) words.push(node.tag);
	return words.join(' ');
}

/** Tags that are never said unless they were. */
const IMPLIED: ReadonlySet<string> = new Set(['!!merge', '!!null', '!!float']);

function scalarText(node: YamlNode, indent: number, oneLine: boolean): string {
	const resolved = resolveTag(node.value);
	let style = node.style;
	let tag = '';
	if (style === 'tagged') tag = node.tag;
	else if (node.tag !== '' && node.tag !== '!!str' && node.tag !== resolved && !IMPLIED.has(node.tag)) tag = node.tag;
	const forced = node.tag === '!!str' && resolved !== '!!str';
	if (style === '' || style === 'tagged' || style === 'flow') {
		if (node.value.includes('\n')) style = 'literal';
		else if (forced && tag === '') style = 'double';
		else style = '';
	}
	const lead = [...(node.anchor === '' ? [] : [`&${node.anchor}`]), ...(tag === '' ? [] : [tag])].join(' ');
	const text = styled(node.value, style, indent, oneLine, node.tag === '!!null');
	return lead === '' ? text : text === '' ? lead : `${lead} ${text}`;
}

function styled(value: string, style: string, indent: number, oneLine: boolean, isNull: boolean): string {
	if (value === '' && isNull && style === '') return '';
	if ((style === 'literal' || style === 'folded') && !oneLine && value !== '' && blockable(value)) {
		return blockText(value, style, indent);
	}
	if (style === 'literal' || style === 'folded') return quoted(value);
	if (style === 'double') return quoted(value);
	if (style === 'single') return singleable(value) ? `'${value.replaceAll("'", "''")}'` : quoted(value);
	if (plainable(value, oneLine)) return value;
	return singleable(value) ? `'${value.replaceAll("'", "''")}'` : quoted(value);
}

const UNPRINTABLE = /[^\n\x20-\x7e\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/u;

/** Most texts are ASCII, which is seen several times as fast. */
function isPrintable(value: string): boolean {
	return /^[\n\x20-\x7e]*$/.test(value) || !UNPRINTABLE.test(value);
}

function plainable(value: string, inFlow: boolean): boolean {
	if (/^\w[\w./-]*$/.test(value)) return true;
	if (value === '' || value.includes('\n') || !isPrintable(value)) return false;
	if (/^(?:---|\.\.\.)/.test(value) || /^[#,[\]{}&*!|>'"%@`]/.test(value) || /^[?:-](?:\s|$)/.test(value)) return false;
	if (/:(?:\s|$)/.test(value) || /\s#/.test(value) || /^\s|\s$/.test(value)) return false;
	return !(inFlow && /[,?[\]{}]/.test(value));
}

function singleable(value: string): boolean {
	return isPrintable(value) && !value.includes('\n') && !/ \n/.test(value);
}

function blockable(value: string): boolean {
	return isPrintable(value.replaceAll('\t', ' ')) && !/ $/.test(value) && !/ \n/.test(value);
}

function blockText(value: string, style: 'literal' | 'folded' | string, indent: number): string {
	const hint = /^[ \n]/.test(value) ? '2' : '';
	const chomping = !value.endsWith('\n') ? '-' : value === '\n' || value.endsWith('\n\n') ? '+' : '';
	const pad = ' '.repeat(indent);
	const lines = (value.endsWith('\n') ? value.slice(0, -1) : value).split('\n');
	const body = lines.map((line) => (line === '' ? '' : pad + line));
	if (style === 'literal') return `|${hint}${chomping}\n${body.join('\n')}`;
	const folded: string[] = [];
	for (const [at, line] of body.entries()) {
		folded.push(line);
		const [own, next] = [lines[at] as string, lines[at + 1]];
		// A line break between two texts is written as an empty line.
		if (next !== undefined && own !== '' && next !== '' && !own.startsWith(' ') && !next.startsWith(' '))
			folded.push('');
	}
	return `>${hint}${chomping}\n${folded.join('\n')}`;
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
	['\0', '\\0'],
	['\x07', '\\a'],
	['\b', '\\b'],
	['\t', '\\t'],
	['\n', '\\n'],
	['\v', '\\v'],
	['\f', '\\f'],
	['\r', '\\r'],
	['\x1b', '\\e'],
	['"', '\\"'],
	['\\', '\\\\'],
	['\u0085', '\\N'],
	['\u2028', '\\L'],
	['\u2029', '\\P'],
]);

/** What stands between them means itself. */
const RUNS = /[^\0-\x1f"\\\x7f-\uffff]+|./gsu;

function quoted(value: string): string {
	let out = '"';
	for (const [char] of value.matchAll(RUNS)) {
		if (char.length > 2) {
			out += char;
			continue;
		}
		const code = char.codePointAt(0) as number;
		const simple = ESCAPES.get(char);
		if (simple !== undefined) out += simple;
		else if (isPrintable(char)) out += char;
		else if (code <= 0xff) out += `\\x${code.toString(16).toUpperCase().padStart(2, '0')}`;
		else if (code <= 0xffff) out += `\\u${code.toString(16).toUpperCase().padStart(4, '0')}`;
		else out += `\\U${code.toString(16).toUpperCase().padStart(8, '0')}`;
	}
	return `${out}"`;
}
