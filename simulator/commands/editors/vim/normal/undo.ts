import type { Editor } from '../editor.ts';
import type { TextBuffer } from '../text/text-buffer.ts';
import type { UndoBlock } from '../text/undo-tree.ts';
import { VimError } from '../vim-error.ts';

/** `u`. */
export function undo(editor: Editor, count: number): void {
	editor.checkModifiable();
	step(editor, count, true);
}

/** Ctrl-R. */
export function redo(editor: Editor, count: number): void {
	step(editor, count, false);
}

function step(editor: Editor, count: number, back: boolean): void {
	const { buffer } = editor;
	const lines = countOf(buffer);
	let block: UndoBlock | undefined;
	for (let left = count; left > 0; left--) {
		const next = back ? buffer.undoOnce() : buffer.redoOnce();
		if (next === undefined) {
			if (block === undefined) {
				editor.messages.say(back ? 'Already at oldest change' : 'Already at newest change');
				return;
			}
			break;
		}
		block = next;
		const area = editor.lastVisual;
		if (next.visual !== undefined) editor.lastVisual = next.visual as Editor['lastVisual'];
		next.visual = area;
		placeCursor(editor, next, back);
	}
	if (block !== undefined) report(editor, block, countOf(buffer) - lines, back);
}

/** A text without even an empty line has none. */
function countOf(buffer: TextBuffer): number {
	return buffer.hasNoLines ? 0 : buffer.lineCount;
}

/**
 * Where the cursor goes: to where it was before the change when that is in or beside it, else to the first line that
 * is different. Models undo.c u_undoredo.
 */
function placeCursor(editor: Editor, block: UndoBlock, back: boolean): void {
	const { window, buffer } = editor;
	const { cursor } = block;
	// The oldest and the newest change as they were met; all lines are counted from 0.
	const met = back ? block.changes.toReversed() : block.changes;
	let found = Number.POSITIVE_INFINITY;
	let line: number | undefined;
	met.forEach(({ at, before, after }, index) => {
		const [was, is] = back ? [after, before] : [before, after];
		if (at >= found) return;
		if (cursor.line >= at - 1 && cursor.line <= at + is.length) {
			line = cursor.line;
			found = line;
			return;
		}
		let same = 0;
		while (same < is.length && same < was.length && was[same] === is[same]) same++;
		if (same < is.length) {
			line = at + same;
			found = line;
		} else if (found === Number.POSITIVE_INFINITY && index === met.length - 1) {
			line = at;
			found = at;
		}
	});
	window.line = Math.min(line ?? window.line, buffer.lastLine);
	if (cursor.line + 1 === window.line && window.line > 0) window.line--;
	if (cursor.line === window.line) window.column = cursor.column;
	else editor.startLine();
	editor.clampColumn();
	editor.keepColumn();
}

function report(editor: Editor, block: UndoBlock, difference: number, back: boolean): void {
	if (editor.globalBusy) return;
	let what: string;
	let count = Math.abs(difference);
	if (difference !== 0) {
		const one = count === 1;
		what = difference > 0 ? (one ? 'more line' : 'more lines') : one ? 'line less' : 'fewer lines';
	} else {
		count = block.changes.reduce((sum, { before, after }) => sum + (back ? before : after).length, 0);
		what = count === 1 ? 'change' : 'changes';
	}
	const when = timeText(editor, block.atMs);
	editor.messages.say(`${count} ${what}; ${back ? 'before' : 'after'} #${block.number}  ${when}`);
}

function timeText(editor: Editor, atMs: number): string {
	const seconds = Math.floor((editor.process.now() - atMs) / 1000);
	if (seconds >= 100) {
		const day = Math.floor(atMs / 1000) % 86_400;
		const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
		return `${two(day / 3600)}:${two((day % 3600) / 60)}:${two(day % 60)}`;
	}
	return seconds === 1 ? '1 second ago' : `${seconds} seconds ago`;
}

/** `g-`, `g+`, `:undo 3`, `:earlier`: to the state after a change of that number, whatever branch it is on. */
export function undoTo(editor: Editor, number: number): void {
	const { buffer } = editor;
	const target = number <= 0 ? undefined : buffer.undo.numbered(number);
	if (number > 0 && target === undefined) throw new VimError(`E830: Undo number ${number} not found`);
	const wanted: UndoBlock[] = [];
	for (let block = target; block !== undefined; block = block.parent) wanted.unshift(block);
	const lines = countOf(buffer);
	let last: UndoBlock | undefined;
	let back = true;
	while (buffer.undo.current !== undefined && !wanted.includes(buffer.undo.current)) {
		const block = buffer.undoOnce();
		if (block === undefined) break;
		last = block;
		placeCursor(editor, block, true);
	}
	for (const block of wanted.slice(buffer.undo.current === undefined ? 0 : wanted.indexOf(buffer.undo.current) + 1)) {
		if (block.parent === undefined) buffer.undo.firstRedo = block;
		else block.parent.redo = block;
		buffer.redoOnce();
		last = block;
		back = false;
		placeCursor(editor, block, false);
	}
	if (last !== undefined)
		report(
			editor,
			target === undefined ? last : { ...last, number: target.number },
			countOf(buffer) - lines,
			back && target === undefined,
		);
}

export function undoByTime(editor: Editor, steps: number): void {
	const { undo } = editor.buffer;
	const now = undo.current?.number ?? 0;
	const wanted = now + steps;
	if (wanted < 0 && now === 0) {
		editor.messages.say('Already at oldest change');
		return;
	}
	if (wanted > undo.newest && now === undo.newest) {
		editor.messages.say('Already at newest change');
		return;
	}
	undoTo(editor, Math.max(0, Math.min(wanted, undo.newest)));
}

/** `U`: the line as it was when the cursor came to it. */
export function restoreLine(editor: Editor): boolean {
	const { buffer } = editor;
	const kept = buffer.lineBefore;
	if (kept === undefined || kept.line > buffer.lastLine) return false;
	const now = buffer.line(kept.line);
	buffer.setLine(kept.line, kept.text);
	const { line, column } = editor.window;
	buffer.lineBefore = { line: kept.line, column: line === kept.line ? column : kept.column, text: now };
	editor.moveTo(kept);
	return true;
}
