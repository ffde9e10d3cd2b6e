import type { Editor } from '../editor.ts';
import type { Position } from '../text/position.ts';
import { TextWalker } from '../text/text-walker.ts';

/** The next empty line after a paragraph; the ends of the text otherwise. Undefined: there is no more. */
export function paragraphForward(editor: Editor, start: number, count: number): Position | undefined {
	const { buffer } = editor;
	let line = start;
	for (let left = count; left > 0; left--) {
		let inside = buffer.line(line) !== '';
		for (;;) {
			line++;
			if (line > buffer.lastLine) {
				return left === 1 ? endOfText(editor) : undefined;
			}
			if (buffer.line(line) !== '') inside = true;
			else if (inside) break;
		}
	}
	return { line, column: 0 };
}

function endOfText(editor: Editor): Position {
	const { lastLine } = editor.buffer;
	return { line: lastLine, column: editor.buffer.line(lastLine).length };
}

export function paragraphBackward(editor: Editor, start: number, count: number): Position | undefined {
	const { buffer } = editor;
	let line = start;
	for (let left = count; left > 0; left--) {
		let inside = buffer.line(line) !== '';
		for (;;) {
			line--;
			// The only line is the last one, too: there its end is meant.
			if (line < 0 && left === 1) return buffer.lastLine === 0 ? endOfText(editor) : { line: 0, column: 0 };
			if (line < 0) return undefined;
			if (buffer.line(line) !== '') inside = true;
			else if (inside) break;
		}
	}
	return { line, column: 0 };
}

const isEndMark = (text: string, at: number): boolean => {
	if (!'.!?'.includes(text[at] as string)) return false;
	let after = at + 1;
	while (after < text.length && ')]"\''.includes(text[after] as string)) after++;
	return after >= text.length || text[after] === ' ' || text[after] === '\t';
};

/** Starts of sentences in one paragraph's lines and the empty lines between. */
function startsIn(editor: Editor, line: number): readonly number[] {
	const { buffer } = editor;
	const text = buffer.line(line);
	if (text === '') return line > 0 && buffer.line(line - 1) === '' ? [] : [0];
	const starts: number[] = [];
	const first = text.search(/[^ \t]/);
	const above = buffer.line(line - 1);
	if (line === 0 || above === '' || endsSentence(above)) if (first >= 0) starts.push(first);
	for (let at = 0; at < text.length; at++) {
		if (!isEndMark(text, at)) continue;
		let next = at + 1;
		while (next < text.length && ')]"\''.includes(text[next] as string)) next++;
		while (next < text.length && (text[next] === ' ' || text[next] === '\t')) next++;
		if (next < text.length) starts.push(next);
	}
	return starts;
}

function endsSentence(text: string): boolean {
	return /[.!?][)\]"']*[ \t]*$/.test(text);
}

/** `)` */
export function sentenceForward(editor: Editor, start: Position, count: number): Position | undefined {
	let { line, column } = start;
	for (let left = count; left > 0; left--) {
		let next = startsIn(editor, line).find((each) => each > column);
		while (next === undefined) {
			line++;
			if (line > editor.buffer.lastLine) return left === 1 ? endIfMoved(editor, start) : undefined;
			next = startsIn(editor, line)[0];
		}
		column = next;
	}
	return { line, column };
}

function endIfMoved(editor: Editor, start: Position): Position | undefined {
	const end = endOfText(editor);
	return start.line === end.line && start.column > end.column ? undefined : end;
}

/** `(` */
export function sentenceBackward(editor: Editor, start: Position, count: number): Position | undefined {
	let { line, column } = start;
	for (let left = count; left > 0; left--) {
		let next = startsIn(editor, line).findLast((each) => each < column);
		while (next === undefined) {
			line--;
			if (line < 0) return left === 1 ? { line: 0, column: 0 } : undefined;
			// From text the last of empty lines is met first.
			const empty = editor.buffer.line(line) === '' && editor.buffer.line(line + 1) !== '';
			next = empty ? 0 : startsIn(editor, line).at(-1);
		}
		column = next;
	}
	// The blanks before the first sentence of all belong to it.
	const first = line === 0 && column <= editor.buffer.line(0).search(/[^ \t]|$/);
	return { line, column: first ? 0 : column };
}

/** A walker at the cursor. */
export function walkerAtCursor(editor: Editor, big = false): TextWalker {
	return new TextWalker(editor.buffer, editor.window.position, big);
}
