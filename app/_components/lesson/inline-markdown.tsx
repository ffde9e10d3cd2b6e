import { Fragment, type ReactNode } from 'react';

/**
 * Markdown of a question or an answer: paragraphs and fenced blocks; in a line `code`, **strong**, *stressed* and
 * [links](https://…). Whatever else stands there is text, braces and angle brackets too.
 */
export function InlineMarkdown({ text }: { readonly text: string }) {
	const blocks = blocksOf(text);
	return blocks.map(({ fenced, text: content }, index) => {
		const key = `${index}`;
		if (fenced)
			return (
				<code key={key} className="fenced">
					{content}
				</code>
			);
		// It stands in labels and legends, where no paragraph may.
		return blocks.length === 1 ? (
			<Fragment key={key}>{spans(content)}</Fragment>
		) : (
			<span key={key} className="paragraph">
				{spans(content)}
			</span>
		);
	});
}

interface Block {
	readonly fenced: boolean;
	readonly text: string;
}

/** The text's paragraphs and fenced blocks, in order. */
export function blocksOf(text: string): readonly Block[] {
	const blocks: { fenced: boolean; lines: string[] }[] = [];
	let open: { fenced: boolean; lines: string[] } | undefined;
	for (const line of text.trim().split('\n')) {
		const fence = /^\s*```/.test(line);
		if (fence && open?.fenced === true) open = undefined;
		else if (fence) open = push(blocks, true);
		else if (open?.fenced === true) open.lines.push(line);
		else if (line.trim() === '') open = undefined;
		else {
			open ??= push(blocks, false);
			open.lines.push(line);
		}
	}
	return blocks.map(({ fenced, lines }) => ({ fenced, text: lines.join('\n') }));
}

function push(blocks: { fenced: boolean; lines: string[] }[], fenced: boolean) {
	const block = { fenced, lines: [] };
	blocks.push(block);
	return block;
}

/** Code, with as many backticks as one likes; a link; strong; stressed. */
const SPAN = /(`+)(.+?)\1(?!`)|\[([^\]]+)\]\((https:\/\/[^\s)]+)\)|\*\*(.+?)\*\*|\*([^\s*](?:[^*]*[^\s*])?)\*/gs;

function spans(text: string): ReactNode[] {
	const parts: ReactNode[] = [];
	let from = 0;
	for (const match of text.matchAll(SPAN)) {
		const [whole, , code, label, href, strong, stressed] = match;
		if (match.index > from) parts.push(text.slice(from, match.index));
		from = match.index + whole.length;
		const key = match.index;
		if (code !== undefined) parts.push(<code key={key}>{code.trim()}</code>);
		else if (href !== undefined)
			parts.push(
				<a key={key} href={href} rel="noreferrer" target="_blank">
					{spans(label ?? '')}
				</a>,
			);
		else if (strong !== undefined) parts.push(<strong key={key}>{spans(strong)}</strong>);
		else parts.push(<em key={key}>{spans(stressed ?? '')}</em>);
	}
	if (from < text.length) parts.push(text.slice(from));
	return parts;
}
