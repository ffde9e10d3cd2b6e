import type { Task } from '../../../../machinery/task.ts';
import { encodeUtf8 } from '../../../../machinery/utf8.ts';
import type { Editor } from '../editor.ts';
import { characterAt, columnsBefore } from '../text/characters.ts';
import { VimError } from '../vim-error.ts';
import type { NormalCommand, NormalOutcome } from './normal-command.ts';

/** Ctrl-G: `"f" 3 lines --33%--`. */
export function* fileInfo({ editor }: NormalCommand): Task<NormalOutcome> {
	editor.messages.say(fileInfoText(editor));
	return 'once';
}

export function fileInfoText(editor: Editor): string {
	const { buffer, window } = editor;
	const name = buffer.name === '' ? '[No Name]' : buffer.name;
	const flags = [
		...(buffer.modified ? ['[Modified]'] : []),
		...(buffer.notEdited ? ['[Not edited]'] : []),
		...(buffer.isNew && !buffer.notEdited ? ['[New]'] : []),
		...(editor.flag('readonly') ? ['[readonly]'] : []),
	].join('');
	const gap = flags === '' ? ' ' : ` ${flags} `;
	if (buffer.isEmpty) return `"${name}"${gap}--No lines in buffer--`;
	const { lineCount } = buffer;
	const lines = lineCount === 1 ? '1 line' : `${lineCount} lines`;
	if (editor.flag('ruler')) return `"${name}"${gap}${lines} --${Math.floor(((window.line + 1) * 100) / lineCount)}%--`;
	const percent = Math.floor(((window.line + 1) * 100) / lineCount);
	return `"${name}"${gap}line ${window.line + 1} of ${lineCount} --${percent}%-- col ${columnText(editor)}`;
}

/** "3", or "3-8" where bytes and cells differ. */
export function columnText(editor: Editor): string {
	const { text, column } = editor.window;
	if (text === '') return '0-1';
	const bytes = encodeUtf8(text.slice(0, column)).length + 1;
	const cells = cursorCell(editor) + 1;
	return bytes === cells ? String(bytes) : `${bytes}-${cells}`;
}

/** The cell the cursor is shown in: on a tab, its last one in Normal mode. */
export function cursorCell(editor: Editor): number {
	const { text, column } = editor.window;
	const cell = columnsBefore(text, column, editor.tabstop);
	const onTab =
		text[column] === '\t' && editor.mode === 'normal' && editor.visual === undefined && !editor.flag('list');
	return onTab ? cell + editor.tabstop - (cell % editor.tabstop) - 1 : cell;
}

/** `ga` */
export function* showCharacter({ editor }: NormalCommand): Task<NormalOutcome> {
	const char = characterAt(editor.window.text, editor.window.column);
	if (char === '') {
		editor.messages.say('NUL');
		return 'once';
	}
	const code = char.codePointAt(0) as number;
	const shown = code < 32 ? `^${String.fromCharCode(code + 64)}` : char;
	const hex = code.toString(16);
	if (code < 128)
		editor.messages.say(
			`<${shown}>  ${code},  Hex ${hex.padStart(2, '0')},  Octal ${code.toString(8).padStart(3, '0')}`,
		);
	else editor.messages.say(`<${shown}> ${code}, Hex ${hex.padStart(4, '0')}, Octal ${code.toString(8)}`);
	return 'once';
}

/** `g Ctrl-G` */
export function* showPosition({ editor }: NormalCommand): Task<NormalOutcome> {
	const { buffer, window } = editor;
	if (buffer.isEmpty) {
		editor.messages.say('--No lines in buffer--');
		return 'once';
	}
	let words = 0;
	let wordsHere = 0;
	let bytes = 0;
	let bytesHere = 0;
	for (let line = 0; line < buffer.lineCount; line++) {
		const text = buffer.line(line);
		if (line === window.line) {
			bytesHere = bytes + encodeUtf8(text.slice(0, window.column)).length + 1;
			wordsHere = words + countWords(text.slice(0, window.column + 1));
		}
		words += countWords(text);
		bytes += encodeUtf8(text).length + 1;
		if (line % 50 === 0) yield* editor.tick();
	}
	const total = columnsBefore(window.text, window.text.length, editor.tabstop);
	editor.messages.say(
		`Col ${columnText(editor)} of ${total}; Line ${window.line + 1} of ${buffer.lineCount}; Word ${wordsHere} of ${words}; Byte ${bytesHere} of ${bytes}`,
	);
	return 'once';
}

function countWords(text: string): number {
	return text.split(/[ \t]+/).filter((word) => word !== '').length;
}

/** The file name under the cursor; undefined: there is none. */
export function fileUnderCursor(editor: Editor): string | undefined {
	const { text, column } = editor.window;
	const isName = (at: number): boolean => at >= 0 && at < text.length && /[\w/.\-+,#$%~=]/.test(text[at] as string);
	let start = column;
	while (start < text.length && !isName(start)) start++;
	while (isName(start - 1)) start--;
	let end = start;
	while (isName(end)) end++;
	return end > start ? text.slice(start, end).replace(/[.,]$/, '') : undefined;
}

/** `gf` */
export function* goToFile({ editor }: NormalCommand): Task<NormalOutcome> {
	const name = fileUnderCursor(editor);
	if (name === undefined) throw new VimError('E446: No file name under cursor');
	try {
		editor.process.stat(name);
	} catch {
		throw new VimError(`E447: Can't find file "${name}" in path`);
	}
	yield* editor.parts.exCommand(editor, `edit ${name}`);
	return 'once';
}
