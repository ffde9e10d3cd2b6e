import type { Editor, Visual } from '../editor.ts';
import { Folds } from '../folds.ts';
import { columnsBefore, nextOffset } from '../text/characters.ts';
import type { Position } from '../text/position.ts';
import { inOrder } from '../text/position.ts';
import type { Region } from './region.ts';
import { charRegion, lineRegion } from './region.ts';

/** Leaves Visual mode, remembering the area for gv, '< and '>. */
export function endVisual(editor: Editor): void {
	const { visual, window } = editor;
	if (visual === undefined) return;
	const toEnd = window.want === Number.POSITIVE_INFINITY;
	editor.lastVisual = { mode: visual.mode, start: visual.start, end: window.position, toEnd };
	editor.visual = undefined;
	editor.clampColumn();
}

/** The ends of whole lines: where they were begun counts from the line's start but in a repeat, the cursor as it stands. */
export function visualLines({ window, visual, repeating }: Editor): readonly [Position, Position] {
	const { line, column } = (visual as Visual).start;
	return inOrder({ line, column: repeating ? column : 0 }, window.position);
}

/** Closed folds are taken whole. */
function withFolds(
	{ window, buffer }: Editor,
	[start, end]: readonly [Position, Position],
): readonly [Position, Position] {
	const first = Folds.closedAt(window, start.line)?.first;
	const last = Folds.closedAt(window, end.line)?.last;
	return [
		first === undefined ? start : { line: first, column: 0 },
		last === undefined ? end : { line: last, column: buffer.line(last).length },
	];
}

/** The Visual area as text to work on. */
export function visualRegion(editor: Editor): Region {
	const { window, buffer, tabstop } = editor;
	const visual = editor.visual as Visual;
	const [start, end] = withFolds(editor, inOrder(visual.start, window.position));
	if (visual.mode === 'V') return { ...lineRegion(start.line, end.line), start: visualLines(editor)[0] };
	if (visual.mode === 'v') {
		const text = buffer.line(end.line);
		if (end.column >= text.length && end.line < buffer.lastLine)
			return charRegion(start, { line: end.line + 1, column: 0 });
		return charRegion(start, {
			line: end.line,
			column: end.column < text.length ? nextOffset(text, end.column) : text.length,
		});
	}
	const toEnd = window.want === Number.POSITIVE_INFINITY;
	const spans = [start, end].map(({ line, column }) => {
		const text = buffer.line(line);
		const first = columnsBefore(text, column, tabstop);
		const next = column < text.length ? nextOffset(text, column) : column;
		return [first, Math.max(first, columnsBefore(text, next, tabstop) - 1)] as const;
	});
	const left = Math.min(...spans.map(([first]) => first));
	const right = Math.max(...spans.map(([, last]) => last));
	const first = { line: start.line, column: 0 };
	return { type: 'block', start: first, end: { line: end.line, column: 0 }, left, right, toEnd, useFirst: false };
}
