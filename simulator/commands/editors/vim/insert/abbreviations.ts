import type { Editor } from '../editor.ts';
import { isKeywordCode, previousOffset } from '../text/characters.ts';
import type { InsertSession } from './insert-session.ts';

/** `:abbreviate`: the word before the cursor may stand for another text. */
export function expandAbbreviation(editor: Editor, session: InsertSession, key: string): void {
	if (editor.abbreviations.size === 0 || editor.flag('paste') || key === '\x16') return;
	const { window, buffer } = editor;
	const { text, column, line } = window;
	let start = column;
	while (start > 0 && isKeywordCode(text.codePointAt(previousOffset(text, start)) as number))
		start = previousOffset(text, start);
	if (line === session.start.line) start = Math.max(start, session.start.column);
	if (start >= column) return;
	let word = text.slice(start, column);
	let found = editor.abbreviations.get(word);
	if (found === undefined && word !== '') return;
	if (found === undefined) {
		// A word of other characters: from the last blank on.
		start = text.slice(0, column).search(/\S*$/);
		word = text.slice(start, column);
		found = editor.abbreviations.get(word);
	}
	if (found === undefined || !found.modes.includes('i')) return;
	buffer.setLine(line, text.slice(0, start) + found.text + text.slice(column));
	window.column = start + found.text.length;
}
