import type { Editor } from '../editor.ts';
import { firstNonBlank, offsetAtColumn, previousOffset } from '../text/characters.ts';
import type { Position } from '../text/position.ts';
import type { TextWalker } from '../text/text-walker.ts';
import { Beep } from '../vim-error.ts';
import type { Motion } from './motion.ts';

/** There is no further to go: the cursor stays as far as it came. */
export function stopped(editor: Editor, at: TextWalker): Beep {
	editor.moveTo(at.position);
	return new Beep();
}

export const char = (to: Position, more: Partial<Motion> = {}): Motion => ({ to, kind: 'char', ...more });

export function lastColumn(text: string): number {
	return text === '' ? 0 : previousOffset(text, text.length);
}

/** The first character that is not blank, or the last of a line of blanks. */
export function startColumn(editor: Editor, line: number): number {
	const text = editor.buffer.line(line);
	return Math.min(firstNonBlank(text), lastColumn(text));
}

/** To a line; the column stays with 'nostartofline'. */
export function linewise(editor: Editor, line: number): Motion {
	if (!editor.flag('startofline')) {
		const column = offsetAtColumn(editor.buffer.line(line), editor.window.want, editor.tabstop);
		return { to: { line, column }, kind: 'line', jump: true, want: 'same' };
	}
	return { to: { line, column: startColumn(editor, line) }, kind: 'line', jump: true };
}
