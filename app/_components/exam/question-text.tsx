import type { ReactNode } from 'react';
import { InlineMarkdown } from '../lesson/inline-markdown.tsx';

/**
 * The text of a question: paragraphs, lists, tables and fenced blocks with inline Markdown. Task sheets are MDX, but an
 * exam's come with the seed of the sitting, too many to compile each; whoever writes a question keeps to these.
 */
export function QuestionText({ text }: { readonly text: string }) {
	return (
		<>
			{questionBlocks(text).map((block, index) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: a text keeps its order.
				<Block key={index} block={block} />
			))}
		</>
	);
}

export type QuestionBlock =
	| { readonly kind: 'paragraph'; readonly text: string }
	| { readonly kind: 'code'; readonly text: string }
	| { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly string[] }
	| { readonly kind: 'table'; readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] };

const FENCE = /^\s*```/;
const ITEM = /^\s*(?:[-*+]|(\d+)[.)])\s+(.*)$/;
const RULE = /^\s*\|?(?:\s*:?-+:?\s*\|)+\s*(?::?-+:?)?\s*$/;

/** The blocks of a text in their order. */
export function questionBlocks(text: string): readonly QuestionBlock[] {
	const lines = text.split('\n');
	const blocks: QuestionBlock[] = [];
	for (let at = 0; at < lines.length; ) {
		const line = lines[at] ?? '';
		if (line.trim() === '') at++;
		else if (FENCE.test(line)) at = takeCode(lines, at, blocks);
		else if (ITEM.test(line)) at = takeList(lines, at, blocks);
		else if (RULE.test(lines[at + 1] ?? '')) at = takeTable(lines, at, blocks);
		else at = takeParagraph(lines, at, blocks);
	}
	return blocks;
}

function takeCode(lines: readonly string[], from: number, blocks: QuestionBlock[]): number {
	let end = from + 1;
	while (end < lines.length && !FENCE.test(lines[end] ?? '')) end++;
	const depth = (lines[from] ?? '').search(/\S/);
	const text = lines.slice(from + 1, end).map((line) => line.slice(Math.min(depth, Math.max(0, line.search(/\S/)))));
	blocks.push({ kind: 'code', text: text.join('\n') });
	return end + 1;
}

/** Items of a list that has no lists in it; a line that is no item goes on with the one before. */
function takeList(lines: readonly string[], from: number, blocks: QuestionBlock[]): number {
	const items: string[] = [];
	let at = from;
	for (; at < lines.length && (lines[at] ?? '').trim() !== '' && !FENCE.test(lines[at] ?? ''); at++) {
		const item = ITEM.exec(lines[at] ?? '')?.[2];
		if (item === undefined) items.push(`${items.pop() ?? ''} ${(lines[at] ?? '').trim()}`);
		else items.push(item);
	}
	blocks.push({ kind: 'list', ordered: ITEM.exec(lines[from] ?? '')?.[1] !== undefined, items });
	return at;
}

function takeTable(lines: readonly string[], from: number, blocks: QuestionBlock[]): number {
	let end = from + 2;
	while (end < lines.length && (lines[end] ?? '').includes('|')) end++;
	const [head = [], ...rows] = [lines[from] ?? '', ...lines.slice(from + 2, end)].map(cells);
	blocks.push({ kind: 'table', head, rows });
	return end;
}

function cells(line: string): string[] {
	const inner = line.trim().replace(/^\||\|$/g, '');
	return inner.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|'));
}

function takeParagraph(lines: readonly string[], from: number, blocks: QuestionBlock[]): number {
	let end = from + 1;
	while (end < lines.length && (lines[end] ?? '').trim() !== '' && !startsBlock(lines[end] ?? '')) end++;
	const text = lines.slice(from, end).map((line) => line.trim());
	blocks.push({ kind: 'paragraph', text: text.join('\n') });
	return end;
}

const startsBlock = (line: string) => FENCE.test(line) || ITEM.test(line);

function Block({ block }: { readonly block: QuestionBlock }): ReactNode {
	if (block.kind === 'paragraph') return <p>{inline(block.text)}</p>;
	if (block.kind === 'code') {
		return (
			// biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
			<pre tabIndex={0}>
				<code>{block.text}</code>
			</pre>
		);
	}
	if (block.kind === 'list') {
		const List = block.ordered ? 'ol' : 'ul';
		return (
			<List>
				{block.items.map((item, index) => (
					// biome-ignore lint/suspicious/noArrayIndexKey: a text keeps its order.
					<li key={index}>{inline(item)}</li>
				))}
			</List>
		);
	}
	return <Table head={block.head} rows={block.rows} />;
}

function Table({ head, rows }: Pick<QuestionBlock & { kind: 'table' }, 'head' | 'rows'>) {
	return (
		// biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and the keyboard must be able to.
		<div className="table-scroll" tabIndex={0}>
			<table>
				<thead>
					<tr>
						{head.map((cell) => (
							<th key={cell} scope="col">
								{inline(cell)}
							</th>
						))}
					</tr>
				</thead>
				<tbody>
					{rows.map((row, index) => (
						// biome-ignore lint/suspicious/noArrayIndexKey: a text keeps its order.
						<tr key={index}>
							{row.map((cell, column) => (
								// biome-ignore lint/suspicious/noArrayIndexKey: a text keeps its order.
								<td key={column}>{inline(cell)}</td>
							))}
						</tr>
					))}
				</tbody>
			</table>
		</div>
	);
}

/** MDX wants braces and angle brackets escaped where they are not code. */
function inline(text: string): ReactNode {
	const plain = text
		.split(/(`+[^`]*`+)/)
		.map((part) => (part.startsWith('`') ? part : part.replace(/\\([{}<>_*|])/g, '$1')))
		.join('');
	return <InlineMarkdown text={plain} />;
}
