import type { Task } from '../../machinery/task.ts';
import { expandWordsSlowly } from '../expansion/expand.ts';
import { homeOf } from '../expansion/tilde.ts';
import { expandHistory } from '../history/expand-history.ts';
import { historyWords } from '../history/history-words.ts';
import { parseWord } from '../syntax/word-parser.ts';
import type { EditorCommand } from './commands.ts';
import type { LineEditor } from './line-editor.ts';

/** C-x C-e: the line in an editor, and then run. */
function* editAndExecute(editor: LineEditor): Task<void> {
	const { shell, buffer } = editor;
	const line = buffer.text;
	yield* editor.redraw();
	yield* editor.write(`${editor.screen.leave()}\n`);
	editor.leaveRaw();
	shell.history.holdsLine = false;
	if (line.trim() !== '') shell.history.add({ line, atMs: shell.process.now() });
	buffer.load('');
	const program = editor.keymap === 'emacs' ? 'emacs' : 'vi';
	const command = `fc -e "\${VISUAL:-\${EDITOR:-${program}}}"`;
	yield* shell.interpreter.runText(shell, command, { kind: 'prompt', line: 1 });
	if (editor.keymap === 'vi-command') editor.keymap = 'vi-insert';
	yield* editor.begin();
}

/** A command that `bind -x` has put on a key: it may look at the line and change it. */
export function* runBoundCommand(editor: LineEditor, command: string): Task<void> {
	const { shell, buffer } = editor;
	yield* editor.write(`${editor.screen.leave()}\r\x1b[K`);
	editor.leaveRaw();
	shell.variables.set('READLINE_LINE', buffer.text);
	shell.variables.set('READLINE_POINT', String(buffer.cursor));
	yield* shell.interpreter.runText(shell, command, { kind: 'prompt', line: 1 });
	const line = shell.variables.get('READLINE_LINE') ?? '';
	if (line !== buffer.text) buffer.load(line);
	buffer.cursor = Number(shell.variables.get('READLINE_POINT') ?? '0');
	for (const name of ['READLINE_LINE', 'READLINE_POINT']) shell.variables.unset(name);
	yield* editor.begin();
}

function exchange(editor: LineEditor): undefined {
	const { buffer } = editor;
	const mark = Math.min(editor.mark, buffer.length);
	editor.mark = buffer.cursor;
	buffer.cursor = mark;
	return undefined;
}

function region(editor: LineEditor): readonly [number, number] {
	const mark = Math.min(editor.mark, editor.buffer.length);
	return mark < editor.buffer.cursor ? [mark, editor.buffer.cursor] : [editor.buffer.cursor, mark];
}

function killRegion(editor: LineEditor): undefined {
	editor.kills.kill(editor.buffer.remove(...region(editor)), false);
	return undefined;
}

function copyRegion(editor: LineEditor): undefined {
	editor.kills.kill(editor.buffer.chars.slice(...region(editor)).join(''), false);
	return undefined;
}

function* characterSearch(editor: LineEditor, back: boolean): Task<void> {
	const key = yield* editor.nextKey();
	const { chars, cursor } = editor.buffer;
	const found =
		key === undefined ? -1 : back ? chars.lastIndexOf(key.text, cursor - 1) : chars.indexOf(key.text, cursor + 1);
	if (found < 0 || (back && cursor === 0)) yield* editor.bell();
	else editor.buffer.cursor = found;
}

/** Lines of the history that begin with what stands before the cursor, or hold it. */
function historySearch(step: -1 | 1, anywhere: boolean): EditorCommand {
	return (editor) => {
		const { buffer, walk } = editor;
		const again = /^history-(?:substring-)?search-/.test(editor.lastCommand);
		const wanted = again ? editor.searchPrefix : buffer.textBefore();
		editor.searchPrefix = wanted;
		const length = [...wanted].length;
		for (let number = walk.number + step; number >= walk.first && number <= walk.last; number += step) {
			const line = walk.lineAt(number);
			if (number === walk.last && wanted !== '') break;
			const at = line === undefined ? -1 : anywhere ? line.indexOf(wanted) : line.startsWith(wanted) ? 0 : -1;
			if (line === undefined || at < 0 || line === buffer.text) continue;
			return go(editor, number, wanted === '' ? undefined : [...line.slice(0, at)].length + length);
		}
		if (anywhere && again) buffer.cursor = length;
		// Forwards it ends behind the newest line, whose text is left.
		if (step > 0) walk.go(walk.last, buffer.text);
		return editor.bell();
	};
}

function go(editor: LineEditor, number: number, cursor: number | undefined): undefined {
	const line = editor.walk.go(number, editor.buffer.text);
	if (line !== undefined) editor.buffer.load(line, cursor);
	return undefined;
}

function expandHistoryHere(editor: LineEditor): Task<void> | undefined {
	const expansion = expandHistory(editor.buffer.text, editor.shell.history);
	if (expansion.kind === 'error') return editor.bell();
	if (expansion.kind === 'expanded') editor.buffer.replace(0, editor.buffer.length, expansion.line);
	return undefined;
}

/** M-C-e: everything that the shell would expand. */
function* expandLine(editor: LineEditor): Task<void> {
	const before = expandHistoryHere(editor);
	if (before !== undefined) yield* before;
	// What the commands in it write comes behind it.
	yield* editor.redraw();
	const { shell, buffer } = editor;
	const out: string[] = [];
	for (const word of historyWords(buffer.text)) {
		if (/[;|&<>()]/.test(word)) out.push(word);
		else out.push(...(yield* expandWordsSlowly(shell, [parseWord(shell.aliases.get(word) ?? word, 'bash')])));
	}
	buffer.replace(0, buffer.length, out.join(' '));
}

function magicSpace(editor: LineEditor): Task<void> | undefined {
	const expanded = expandHistoryHere(editor);
	editor.buffer.insert(' ');
	return expanded;
}

function wordHere(editor: LineEditor): { readonly from: number; readonly text: string } {
	const { chars, cursor } = editor.buffer;
	let from = cursor;
	while (from > 0 && chars[from - 1] !== ' ') from--;
	return { from, text: chars.slice(from, cursor).join('') };
}

function expandTildeHere(editor: LineEditor): Task<void> | undefined {
	const { from, text } = wordHere(editor);
	const found = /^~([^/]*)/.exec(text);
	const home = found === null ? undefined : homeOf(editor.shell, found[1] as string);
	if (found === null || home === undefined) return editor.bell();
	editor.buffer.replace(from, editor.buffer.cursor, home + text.slice(found[0].length));
	return undefined;
}

function* showVersion(editor: LineEditor): Task<void> {
	yield* editor.printBelow('GNU bash, version 5.2.21(1)-release (x86_64-pc-linux-gnu)\n');
}

function callMacro(editor: LineEditor): Task<void> | undefined {
	if (editor.macro.length === 0) return editor.bell();
	editor.keys.typeAhead(editor.macro);
	return undefined;
}

function beginMacro(editor: LineEditor): undefined {
	editor.recording = [];
	return undefined;
}

function endMacro(editor: LineEditor): Task<void> | undefined {
	if (editor.recording === undefined) return editor.bell();
	// The two keys that end it are none of its own.
	editor.macro = editor.recording.slice(0, -2);
	editor.recording = undefined;
	return undefined;
}

function setEditingMode(vi: boolean): EditorCommand {
	return (editor) => {
		editor.shell.options.set.vi = vi;
		editor.shell.options.set.emacs = !vi;
		editor.keymap = vi ? 'vi-insert' : 'emacs';
		return undefined;
	};
}

/** The word that begins or ends at a path's slash. */
function filenameRubout(editor: LineEditor): undefined {
	const { chars, cursor } = editor.buffer;
	let from = cursor;
	while (from > 0 && /[ \t/]/.test(chars[from - 1] as string)) from--;
	while (from > 0 && !/[ \t/]/.test(chars[from - 1] as string)) from--;
	editor.kills.kill(editor.buffer.remove(from, cursor), true);
	return undefined;
}

function nthArgument(editor: LineEditor): Task<void> | undefined {
	const line = editor.walk.lineAt(editor.walk.last - 1);
	const words = line === undefined ? [] : historyWords(line);
	const word = words.at(editor.argument ?? 1);
	if (word === undefined) return editor.bell();
	editor.buffer.insert(word);
	return undefined;
}

export const MORE_COMMANDS: ReadonlyMap<string, EditorCommand> = new Map<string, EditorCommand>([
	['edit-and-execute-command', editAndExecute],
	['vi-edit-and-execute-command', editAndExecute],
	[
		'set-mark',
		(editor) => {
			editor.mark = editor.buffer.cursor;
			return undefined;
		},
	],
	['exchange-point-and-mark', exchange],
	['kill-region', killRegion],
	['copy-region-as-kill', copyRegion],
	['character-search', (editor) => characterSearch(editor, false)],
	['character-search-backward', (editor) => characterSearch(editor, true)],
	['history-search-backward', historySearch(-1, false)],
	['history-search-forward', historySearch(1, false)],
	['history-substring-search-backward', historySearch(-1, true)],
	['history-substring-search-forward', historySearch(1, true)],
	['history-expand-line', expandHistoryHere],
	['shell-expand-line', expandLine],
	['magic-space', magicSpace],
	['tilde-expand', expandTildeHere],
	['display-shell-version', showVersion],
	['start-kbd-macro', beginMacro],
	['end-kbd-macro', endMacro],
	['call-last-kbd-macro', callMacro],
	['emacs-editing-mode', setEditingMode(false)],
	['vi-editing-mode', setEditingMode(true)],
	['unix-filename-rubout', filenameRubout],
	['yank-nth-arg', nthArgument],
]);
