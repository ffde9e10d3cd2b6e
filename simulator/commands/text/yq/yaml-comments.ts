import { LongList } from '../../../machinery/long-list.ts';
import { sortLongList } from '../../../machinery/sort-in-steps.ts';
import type { Task } from '../../../machinery/task.ts';
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
	readonly tokens: LongList<Token>;
	readonly comments: YamlComments;
}

/** Lets others run, after about so many steps of work. */
export type Pause = (steps: number) => Task<void>;

/** Tokens that are worked on between two pauses. */
const STRIDE = 256;

/** Throws YamlError. */
export function* scanStream(text: string, pause: Pause): Task<ScannedStream> {
	const scanner = new Scanner(text);
	const tokens = new LongList<Token>();
	for (let token = scanner.take(); ; token = scanner.take()) {
		tokens.push(token);
		if (token.type === 'stream-end') break;
		if (tokens.length % STRIDE === 0) yield* pause(STRIDE);
	}
	const comments = new YamlComments();
	if (text.includes('#')) yield* collect(text, tokens, comments, pause);
	return { tokens, comments };
}

const SILENT: ReadonlySet<string> = new Set([
	'block-end',
	'key',
	'block-mapping-start',
	'block-sequence-start',
	'stream-end',
]);

function* collect(text: string, tokens: Iterable<Token>, comments: YamlComments, pause: Pause): Task<void> {
	const found = new LongList<Token>();
	let left = STRIDE;
	for (const token of tokens) {
		if (!SILENT.has(token.type) || (token.type === 'key' && text[token.start.index] === '?')) found.push(token);
		if (--left > 0) continue;
		left = STRIDE;
		yield* pause(STRIDE >> 2);
	}
	let previous: Token | undefined;
	const upTo = (token: Token | undefined): void => {
		const to = token?.start.index ?? text.length;
		let from = previous?.end.index ?? 0;
		if (previous?.type === 'plain') from = endOfPlain(text, previous.start.index, to);
		if (to > from) gap(text, from, to, previous, token, comments);
		previous = token;
	};
	for (const token of yield* sortLongList(found, (a, b) => a.start.index - b.start.index, pause)) {
		upTo(token);
		if (--left > 0) continue;
		left = STRIDE;
		yield* pause(STRIDE);
	}
	upTo(undefined);
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
