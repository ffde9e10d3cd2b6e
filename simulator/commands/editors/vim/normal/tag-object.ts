import type { Task } from '../../../../machinery/task.ts';
import type { Editor } from '../editor.ts';
import { firstNonBlank } from '../text/characters.ts';
import type { Position } from '../text/position.ts';
import { Beep } from '../vim-error.ts';
import type { Motion } from './motion.ts';
import type { ObjectRequest } from './text-objects.ts';

const TEXT_MAX = 200_000;

interface Tag {
	readonly name: string;
	readonly start: number;
	readonly end: number;
	readonly closes: boolean;
}

/** `it` and `at`: what lies between a tag and its end. */
export function* tagObject({ editor, around, count, selected }: ObjectRequest): Task<Motion> {
	const text = editor.buffer.slice(0, editor.buffer.lineCount).join('\n');
	if (text.length > TEXT_MAX) throw new Beep();
	yield* editor.tick();
	const { line, column } = editor.window;
	// In the indent it is what the line begins with.
	const at = offsetOf(editor, { line, column: Math.max(column, firstNonBlank(editor.window.text)) });
	let left = count;
	for (const [open, close] of pairsAround(text, at)) {
		const from = around ? open.start : open.end;
		const to = around ? close.end : close.start;
		if (selected !== undefined && offsetOf(editor, selected.start) <= from && to - 1 <= offsetOf(editor, selected.end))
			continue;
		if (--left > 0) continue;
		if (from === to) {
			const place = positionOf(text, from);
			return { from: place, to: place, kind: 'char', inclusive: false, exact: true };
		}
		return { from: positionOf(text, from), to: positionOf(text, to - 1), kind: 'char', inclusive: true, exact: true };
	}
	throw new Beep();
}

/** The pairs of tags around an offset, the innermost first. */
function pairsAround(text: string, at: number): readonly (readonly [Tag, Tag])[] {
	const stack: Tag[] = [];
	const found: (readonly [Tag, Tag])[] = [];
	for (const tag of tagsOf(text)) {
		if (!tag.closes) {
			stack.push(tag);
			continue;
		}
		const index = stack.findLastIndex((each) => each.name === tag.name);
		if (index < 0) continue;
		const open = stack[index] as Tag;
		stack.length = index;
		if (open.start <= at && at < tag.end) found.push([open, tag]);
	}
	return found.sort((a, b) => a[1].end - a[0].start - (b[1].end - b[0].start));
}

function tagsOf(text: string): readonly Tag[] {
	const tags: Tag[] = [];
	for (const match of text.matchAll(/<(\/?)([A-Za-z][^\s<>/]*)([^<>]*)>/g)) {
		if ((match[3] as string).endsWith('/')) continue;
		const start = match.index;
		tags.push({ name: match[2] as string, start, end: start + match[0].length, closes: match[1] === '/' });
	}
	return tags;
}

function offsetOf(editor: Editor, { line, column }: Position): number {
	let offset = column;
	for (let each = 0; each < line; each++) offset += editor.buffer.line(each).length + 1;
	return offset;
}

function positionOf(text: string, offset: number): Position {
	const lines = text.slice(0, offset).split('\n');
	return { line: lines.length - 1, column: (lines.at(-1) as string).length };
}
