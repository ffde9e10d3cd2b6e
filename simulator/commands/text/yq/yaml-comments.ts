import { Scanner, type Token } from '../../../machinery/yaml/scanner.ts';

/** A comment, or several on lines that follow each other. */
interface Block {
	readonly text: string;
	readonly column: number;
	/** Content ends on the line above it. */
	readonly touchesBefore: boolean;
	/** A blank line follows. */
	readonly blankAfter: boolean;
}

/** Comments of a stream by the tokens that they belong to. */
export class YamlComments {
	/** Beginning of a token → what stands above it. */
	readonly head = new Map<number, string>();
	/** Beginning of the last token of a line → what stands behind it. */
	readonly line = new Map<number, string>();
	/** What closes an item: where it stands in the text and how far indented. */
	readonly foot: { readonly at: number; readonly column: number; readonly text: string }[] = [];
	/** Below a document, apart from it: by the beginning of what follows (or the end). */
	readonly after: { readonly at: number; readonly text: string }[] = [];
}

export interface ScannedStream {
	readonly tokens: readonly Token[];
	readonly comments: YamlComments;
}

/** Throws YamlError. */
export function scanStream(text: string): ScannedStream {
	const scanner = new Scanner(text);
	const tokens: Token[] = [];
	for (let token = scanner.take(); ; token = scanner.take()) {
		tokens.push(token);
		if (token.type === 'stream-end') break;
	}
	const comments = new YamlComments();
	if (text.includes('#')) collect(text, tokens, comments);
	return { tokens, comments };
}

const SILENT: ReadonlySet<string> = new Set([
	'block-end',
	'key',
	'block-mapping-start',
	'block-sequence-start',
	'stream-end',
]);

function collect(text: string, tokens: readonly Token[], comments: YamlComments): void {
	const real = tokens
		.filter((token) => !SILENT.has(token.type) || (token.type === 'key' && text[token.start.index] === '?'))
		.sort((a, b) => a.start.index - b.start.index);
	let previous: Token | undefined;
	let from = 0;
	for (const token of [...real, undefined]) {
		const to = token?.start.index ?? text.length;
		if (previous?.type === 'plain') from = endOfPlain(text, previous.start.index, to);
		if (to > from) gap(text, from, to, previous, token, comments);
		if (token === undefined) return;
		from = token.end.index;
		previous = token;
	}
}

function endOfPlain(text: string, from: number, to: number): number {
	const found = /\s#/.exec(text.slice(from, to));
	return found === null
		? to - (text.slice(from, to).length - text.slice(from, to).trimEnd().length)
		: from + found.index;
}

function gap(
	text: string,
	from: number,
	to: number,
	previous: Token | undefined,
	next: Token | undefined,
	comments: YamlComments,
): void {
	const piece = text.slice(from, to);
	if (!piece.includes('#')) return;
	const lines = piece.split('\n');
	const startsLine = from === 0 || text[from - 1] === '\n';
	const first = (lines[0] as string).trim();
	if (!startsLine && previous !== undefined && first.startsWith('#')) comments.line.set(previous.start.index, first);
	const blocks = blocksOf(lines, startsLine ? 0 : 1, previous !== undefined, next === undefined);
	const nextColumn = next === undefined || isBoundary(next) ? -1 : next.start.column;
	const heads: string[] = [];
	for (const [number, block] of blocks.entries()) {
		const isFoot = previous !== undefined && number === 0 && block.touchesBefore && !isBoundary(previous);
		if (nextColumn < 0 && isFoot) comments.foot.push({ at: from, column: block.column, text: block.text });
		else if (nextColumn < 0) comments.after.push({ at: to, text: block.text });
		else if (isFoot && (block.blankAfter || block.column > nextColumn)) {
			comments.foot.push({ at: from, column: block.column, text: block.text });
		} else heads.push(block.text);
	}
	if (heads.length > 0 && next !== undefined) comments.head.set(next.start.index, heads.join('\n\n'));
}

function isBoundary({ type }: Token): boolean {
	return type === 'document-start' || type === 'document-end' || type === 'directive';
}

function blocksOf(lines: readonly string[], begin: number, afterContent: boolean, atEnd: boolean): Block[] {
	const blocks: Block[] = [];
	let current: string[] = [];
	let column = 0;
	let touches = afterContent;
	let blank = false;
	// The last piece is the indentation of what follows.
	const last = atEnd ? lines.length : lines.length - 1;
	for (let at = begin; at <= last; at++) {
		const line = at < last ? (lines[at] as string).trim() : '';
		if (line.startsWith('#')) {
			if (current.length === 0) {
				column = (lines[at] as string).indexOf('#');
				touches = afterContent && blocks.length === 0 && !blank;
			}
			current.push(line);
			continue;
		}
		if (current.length > 0) {
			blocks.push({ text: current.join('\n'), column, touchesBefore: touches, blankAfter: at < last });
			current = [];
		}
		blank = true;
	}
	return blocks;
}
