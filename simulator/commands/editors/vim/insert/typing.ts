import { trimEndOf } from '../../../../machinery/trim-end.ts';
import type { Editor } from '../editor.ts';
import { indentOf, indentText, setIndent } from '../normal/indent.ts';
import {
	columnsBefore,
	firstNonBlank,
	isBlank,
	isKeywordCode,
	nextOffset,
	previousOffset,
	widthOf,
} from '../text/characters.ts';
import { before } from '../text/position.ts';
import { Beep } from '../vim-error.ts';
import { expandAbbreviation } from './abbreviations.ts';
import { commentLeader } from './comments.ts';
import { indentFor } from './indent-rules.ts';
import type { InsertSession } from './insert-session.ts';

/** Puts text in at the cursor, breaks and all, as it is. */
export function addText(editor: Editor, text: string): void {
	const { window, buffer } = editor;
	const { line, column } = window;
	const old = window.text;
	const lines = text.split('\n');
	const first = lines[0] as string;
	if (lines.length === 1) {
		buffer.setLine(line, old.slice(0, column) + first + old.slice(column));
		window.column = column + first.length;
		return;
	}
	const last = lines.at(-1) as string;
	buffer.setLine(line, old.slice(0, column) + first);
	buffer.insertLines(line + 1, [...lines.slice(1, -1), last + old.slice(column)]);
	window.line = line + lines.length - 1;
	window.column = last.length;
}

/** An ordinary character, with all that follows from it. */
export function typeCharacter(editor: Editor, session: InsertSession, char: string): void {
	if (char === '\n' || char === '\r') {
		breakLine(editor, session);
		return;
	}
	if (char !== '\x1b' && !isKeywordCode(char.codePointAt(0) as number)) expandAbbreviation(editor, session, char);
	const wasIndent = session.autoIndented;
	session.autoIndented = false;
	wrapLine(editor, char);
	if (char === ' ') noteOwnIndent(editor, session);
	putCharacter(editor, session, char);
	if (!session.ownIndent || editor.text('indentexpr') === '') smartIndent(editor, char, wasIndent);
}

/** The indent is changed by hand, when the cursor is in it. Models edit.c can_cindent. */
function noteOwnIndent({ window }: Editor, session: InsertSession): void {
	if (window.column <= firstNonBlank(window.text)) session.ownIndent = true;
}

/** A character as it is, over another one in Replace mode. */
export function putCharacter(editor: Editor, session: InsertSession, char: string): void {
	const { window, buffer } = editor;
	const { line, column, text } = window;
	if (!session.replace) {
		buffer.setLine(line, text.slice(0, column) + char + text.slice(column));
		window.column = column + char.length;
		return;
	}
	const end = column < text.length ? nextOffset(text, column) : column;
	const old = text.slice(column, end);
	session.replaced.push({ position: { line, column }, char: old === '' ? undefined : old });
	buffer.setLine(line, text.slice(0, column) + char + text.slice(end));
	window.column = column + char.length;
}

/** 'smartindent' and 'indentkeys': some characters at the start of a line change its indent. */
function smartIndent(editor: Editor, char: string, wasIndent: boolean): void {
	const { window } = editor;
	if (editor.flag('paste')) return;
	const { line } = window;
	const expression = editor.text('indentexpr') !== '';
	if (expression) {
		const before = window.text.slice(0, window.column);
		const fires =
			(char === '#' && /^\s*#$/.test(before)) ||
			('}]'.includes(char) && /^\s*[}\]]$/.test(before)) ||
			(char === '-' && /^\s*-$/.test(before)) ||
			char === ':';
		if (fires && char === ':' && !editor.text('indentkeys').includes('<:>')) return;
		if (fires) changeIndent(editor, indentFor(editor, line, 'typed'));
		return;
	}
	if (!editor.flag('smartindent') || !wasIndent) return;
	if (char === '}' && /^\s*\}$/.test(window.text))
		changeIndent(editor, Math.max(0, indentOf(editor, line) - editor.shiftwidth));
	else if (char === '#' && /^\s*#$/.test(window.text)) changeIndent(editor, 0);
}

/** Another indent for the cursor's line; the cursor stays on its text. */
export function changeIndent(editor: Editor, cells: number): void {
	if (cells < 0) return;
	const { window } = editor;
	const before = window.text.length;
	setIndent(editor, window.line, cells);
	window.column = Math.max(0, window.column + window.text.length - before);
}

/** 'textwidth': a line that grows too long is broken at its last blank. Models textformat.c internal_format. */
function wrapLine(editor: Editor, char: string): void {
	const width = editor.flag('paste') ? 0 : editor.number('textwidth');
	if (width === 0 || isBlank(char)) return;
	const { window, buffer, tabstop } = editor;
	const leader = commentLeader(editor, window.text);
	const options = editor.text('formatoptions');
	if (!options.includes(leader === '' ? 't' : 'c')) return;
	for (let turns = 0; turns < 100; turns++) {
		const { text, column, line } = window;
		if (columnsBefore(text, column, tabstop) + widthOf(char) <= width) return;
		const start = Math.max(firstNonBlank(text), leader.length);
		let at = column;
		let found = -1;
		while (at > start) {
			if (isBlank(text[at - 1]) && !isBlank(text[at] ?? 'x')) {
				found = at;
				if (columnsBefore(text, at - 1, tabstop) <= width) break;
			}
			at--;
		}
		if (found <= start) return;
		const head = trimEndOf(text.slice(0, found), ' \t');
		if (head.trim() === '') return;
		const indent = editor.flag('autoindent') ? indentText(editor, indentOf(editor, line)) : '';
		const prefix = leader === '' ? indent : leader;
		buffer.setLine(line, head);
		buffer.insertLines(line + 1, [prefix + text.slice(found)]);
		window.line = line + 1;
		window.column = prefix.length + column - found;
	}
}

/** Return: the rest of the line goes to the next one, indented. */
export function breakLine(editor: Editor, session: InsertSession): void {
	expandAbbreviation(editor, session, '\r');
	const { window, buffer } = editor;
	const { line, column } = window;
	const paste = editor.flag('paste');
	if (session.replace) {
		session.replaced.push({ position: { line, column }, char: undefined });
	}
	const leader =
		!paste && editor.text('formatoptions').includes('r') ? commentLeader(editor, window.text.slice(0, column)) : '';
	const wasIndent = session.autoIndented;
	const text = window.text;
	const base = indentOf(editor, line);
	let head = text.slice(0, column);
	let tail = text.slice(column);
	const indents = !paste && (editor.flag('autoindent') || editor.text('indentexpr') !== '' || editor.flag('cindent'));
	if (indents || leader !== '') {
		if (leader === '' || editor.flag('autoindent')) tail = tail.replace(/^[ \t]+/, '');
		if (editor.flag('autoindent') || wasIndent)
			head = head.replace(/[ \t]+$/, wasIndent || head.trim() === '' ? (wasIndent ? '' : '$&') : '');
	}
	buffer.setLine(line, head);
	buffer.insertLines(line + 1, [leader + tail]);
	window.line = line + 1;
	window.column = leader.length;
	session.autoIndented = false;
	session.ownIndent = false;
	if (leader === '' && indents) {
		const cells = wasIndent && editor.text('indentexpr') === '' ? base : indentFor(editor, line + 1, 'below', line);
		if (cells > 0) {
			const indent = indentText(editor, cells);
			buffer.setLine(line + 1, indent + tail);
			window.column = indent.length;
			session.autoIndented = true;
		}
	}
}

/** An indent that nobody has typed after goes. */
export function dropAutoIndent(editor: Editor, session: InsertSession): void {
	if (!session.autoIndented) return;
	const { window, buffer } = editor;
	session.autoIndented = false;
	const { text } = window;
	if (/^[ \t]*$/.test(text.slice(0, window.column)) && window.column === firstNonBlank(text)) {
		if (text.slice(window.column) !== '') return;
		buffer.setLine(window.line, '');
		window.column = 0;
	}
}

/** Tab, as 'expandtab', 'softtabstop' and 'smarttab' say. */
export function typeTab(editor: Editor, session: InsertSession): void {
	const { window, tabstop } = editor;
	const before = window.text.slice(0, window.column);
	const inIndent = /^[ \t]*$/.test(before);
	const smart = editor.flag('smarttab') && inIndent;
	const sts = editor.number('softtabstop');
	const soft = smart ? editor.shiftwidth : sts < 0 ? editor.shiftwidth : sts;
	expandAbbreviation(editor, session, '\t');
	noteOwnIndent(editor, session);
	session.autoIndented = false;
	if (editor.flag('paste') || (!editor.flag('expandtab') && soft === 0) || session.replace) {
		const width = soft === 0 || editor.flag('paste') ? tabstop : soft;
		if (editor.flag('expandtab') && !editor.flag('paste')) {
			const cells = width - (columnsBefore(window.text, window.column, tabstop) % width);
			for (let left = cells; left > 0; left--) putCharacter(editor, session, ' ');
		} else putCharacter(editor, session, '\t');
		return;
	}
	const step = soft === 0 ? tabstop : soft;
	const cell = columnsBefore(window.text, window.column, tabstop);
	addText(editor, ' '.repeat(step - (cell % step)));
	if (!editor.flag('expandtab')) tabify(editor);
}

/** Blanks before the cursor become tabs where they can. */
function tabify(editor: Editor): void {
	const { window, buffer, tabstop } = editor;
	const { text, column } = window;
	let start = column;
	while (start > 0 && isBlank(text[start - 1])) start--;
	const from = columnsBefore(text, start, tabstop);
	const to = columnsBefore(text, column, tabstop);
	let cell = from;
	let blanks = '';
	while (cell < to) {
		const next = cell + tabstop - (cell % tabstop);
		if (next > to) {
			blanks += ' '.repeat(to - cell);
			break;
		}
		blanks += '\t';
		cell = next;
	}
	buffer.setLine(window.line, text.slice(0, start) + blanks + text.slice(column));
	window.column = start + blanks.length;
}

/** Backspace, Ctrl-W and Ctrl-U. Throws Beep where 'backspace' forbids it. */
export function eraseBefore(editor: Editor, session: InsertSession, what: 'char' | 'word' | 'line'): void {
	const { window, buffer } = editor;
	const allowed = editor.text('backspace');
	const may = (name: string, number: number): boolean =>
		/^\d$/.test(allowed) ? Number(allowed) >= number : allowed.includes(name);
	const { line, column, text } = window;
	noteOwnIndent(editor, session);
	if (session.replace) {
		const to = what === 'char' ? column : eraseTo(editor, session, what);
		do restoreReplaced(editor, session);
		while (window.line === line && window.column > to && session.replaced.length > 0);
		return;
	}
	if (column === 0) {
		if (line === 0 || (!may('eol', 1) && line > session.start.line === false)) throw new Beep();
		if (!may('start', 2) && line <= session.start.line) throw new Beep();
		if (!may('eol', 1)) throw new Beep();
		joinWithAbove(editor);
		if (before(window.position, session.start)) session.start = window.position;
		return;
	}
	if (!may('start', 2) && line === session.start.line && column <= session.start.column && !session.autoIndented)
		throw new Beep();
	const to = what === 'char' ? backspaceTo(editor, text, column) : eraseTo(editor, session, what);
	session.autoIndented = false;
	buffer.setLine(line, text.slice(0, to) + text.slice(column));
	window.column = to;
	if (before(window.position, session.start)) session.start = window.position;
}

/** How far Ctrl-W and Ctrl-U reach; they stop once where the insertion began. */
function eraseTo(editor: Editor, { start, autoIndented }: InsertSession, what: 'word' | 'line'): number {
	const { line, column, text } = editor.window;
	let to = what === 'word' ? wordStart(text, column) : firstNonBlank(text);
	if (what === 'line' && (to === column || (to > column && !autoIndented))) to = 0;
	return line === start.line && column > start.column ? Math.max(to, start.column) : to;
}

function joinWithAbove(editor: Editor): void {
	const { window, buffer } = editor;
	const { line } = window;
	const above = buffer.line(line - 1);
	buffer.setLine(line - 1, above + window.text);
	buffer.deleteLines(line, 1);
	window.line = line - 1;
	window.column = above.length;
}

/** With 'softtabstop' blanks go as if they were one tab. */
function backspaceTo(editor: Editor, text: string, column: number): number {
	const sts = editor.number('softtabstop');
	const soft = editor.flag('paste') ? 0 : sts < 0 ? editor.shiftwidth : sts;
	const inIndent = /^[ \t]*$/.test(text.slice(0, column));
	const step = editor.flag('smarttab') && inIndent && !editor.flag('paste') ? editor.shiftwidth : soft;
	if (step === 0 || text[column - 1] !== ' ') return previousOffset(text, column);
	const cell = columnsBefore(text, column, editor.tabstop);
	const wanted = Math.floor((cell - 1) / step) * step;
	let to = column;
	while (to > 0 && text[to - 1] === ' ' && columnsBefore(text, to, editor.tabstop) > wanted) to--;
	return to;
}

function wordStart(text: string, column: number): number {
	let at = column;
	while (at > 0 && isBlank(text[at - 1])) at--;
	if (at === 0) return 0;
	const kind = (offset: number): boolean => isKeywordCode(text.codePointAt(offset) as number);
	const word = kind(previousOffset(text, at));
	while (at > 0 && !isBlank(text[at - 1]) && kind(previousOffset(text, at)) === word) at = previousOffset(text, at);
	return at;
}

/** Backspace in Replace mode brings back what was there. */
function restoreReplaced(editor: Editor, session: InsertSession): void {
	const { window, buffer } = editor;
	const last = session.replaced.pop();
	if (last === undefined) {
		if (window.column > 0) window.column = previousOffset(window.text, window.column);
		else if (window.line > 0) {
			window.line--;
			window.column = window.text.length;
		} else throw new Beep();
		return;
	}
	if (last.position.line !== window.line) {
		joinWithAbove(editor);
		return;
	}
	const { text, column, line } = window;
	const from = last.position.column;
	buffer.setLine(line, text.slice(0, from) + (last.char ?? '') + text.slice(column));
	window.column = from;
}
