import type { Task } from '../../../../machinery/task.ts';
import type { Editor } from '../editor.ts';
import { failed } from '../normal/normal.ts';
import { reportLines } from '../normal/operators.ts';
import { matchInLine, splitPattern } from '../normal/search.ts';
import { Beep, VimError } from '../vim-error.ts';
import type { ExCommand } from './ex-command.ts';
import { reportSubstitutions } from './substitute.ts';

/** `:g` and `:v`: a command on every line that matches (or does not). */
export function* global({ editor, name, bang, args, range }: ExCommand): Task<void> {
	if (editor.globalBusy) throw new VimError('E147: Cannot do :global recursive with a range');
	const delimiter = args[0];
	if (delimiter === undefined || /[a-zA-Z0-9\s"|]/.test(delimiter))
		throw new VimError('E148: Regular expression missing from global');
	const { pattern: typed, rest } = splitPattern(args.slice(1), delimiter);
	const pattern = typed === '' ? editor.lastSearch?.pattern : typed.replaceAll(`\\${delimiter}`, delimiter);
	if (pattern === undefined) throw new VimError('E35: No previous regular expression');
	const inverse = bang || name === 'vglobal';
	editor.lastSearch = { pattern, forward: true, offset: '' };
	const all = range.given === 0;
	const lines: number[] = [];
	const regexp = editor.regexp(pattern);
	for (let line = all ? 0 : range.first; line <= (all ? editor.buffer.lastLine : range.last); line++) {
		if ((matchInLine(editor, regexp, line, 0) !== undefined) !== inverse) lines.push(line);
		if (line % 10 === 0) yield* editor.tick();
	}
	if (lines.length === 0) {
		editor.messages.say(inverse ? `Pattern found in every line: ${pattern}` : `Pattern not found: ${pattern}`);
		return;
	}
	const before = editor.buffer.lineCount;
	if (/^d(?:e(?:l(?:e(?:te?)?)?)?)?$/.test(rest.trim()) && editor.buffer.lineCount > lines.length)
		yield* deleteAll(editor, lines);
	else yield* runOnEach(editor, lines, rest === '' ? 'p' : rest);
	const done = editor.globalSubstitutions;
	editor.globalSubstitutions = undefined;
	if (done !== undefined) reportSubstitutions(editor, done.count, done.lines);
	else reportLines(editor, editor.buffer.lineCount - before);
}

/** `:g/x/d`, the most frequent one, in one go. */
function* deleteAll(editor: Editor, lines: readonly number[]): Task<void> {
	editor.checkModifiable();
	const { buffer } = editor;
	const last = buffer.line(lines.at(-1) as number);
	// Where an undo puts the cursor.
	editor.window.line = lines[0] as number;
	editor.beginLine();
	let end = lines.length;
	while (end > 0) {
		let start = end - 1;
		while (start > 0 && (lines[start - 1] as number) === (lines[start] as number) - 1) start--;
		buffer.deleteLines(lines[start] as number, end - start);
		end = start;
		yield* editor.tick();
	}
	editor.registers.delete('', { lines: [last], type: 'line' }, true);
	const line = (lines.at(-1) as number) - lines.length + 1;
	editor.moveTo({ line: Math.min(line, buffer.lastLine), column: 0 });
	editor.beginLine();
}

const MARKS_A_STEP_LOG2 = 7;

function* runOnEach(editor: Editor, lines: readonly number[], command: string): Task<void> {
	const marked: (number | undefined)[] = [...lines];
	editor.globalLines = marked;
	editor.globalBusy = true;
	editor.window.noteJump();
	try {
		for (let index = 0; index < marked.length; index++) {
			const line = marked[index];
			if (line === undefined) continue;
			marked[index] = undefined;
			editor.window.line = line;
			editor.window.column = 0;
			try {
				yield* editor.parts.exCommand(editor, command);
			} catch (error) {
				if (error instanceof Beep) failed(editor, error);
				else throw error;
			}
			// Each change moves the marks of those that are left.
			yield* editor.process.tick(marked.length >> MARKS_A_STEP_LOG2);
			yield* editor.tick();
		}
	} finally {
		editor.globalLines = undefined;
		editor.globalBusy = false;
	}
	editor.clampColumn();
}
