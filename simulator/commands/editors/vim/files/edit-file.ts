import { SystemError } from '../../../../kernel/process-api.ts';
import type { Task } from '../../../../machinery/task.ts';
import type { Editor } from '../editor.ts';
import { foldByIndent } from '../normal/fold-commands.ts';
import { detectFiletype, setFiletype } from '../syntax/filetypes.ts';
import type { TextBuffer } from '../text/text-buffer.ts';
import { VimError } from '../vim-error.ts';
import { absolute } from './file-words.ts';
import { applyModelines } from './modelines.ts';
import { createSwap, removeSwap } from './swap-file.ts';
import type { ReadText } from './text-file.ts';
import { readText } from './text-file.ts';

/** `"f" 3L, 12B` with what is remarkable between. */
export function fileMessage(name: string, text: ReadText, flags: readonly string[]): string {
	const shown = `"${name}"`;
	if (text.problem === 'new') return `${shown} [New]`;
	if (text.problem === 'new-directory') return `${shown} [New DIRECTORY]`;
	if (text.problem === 'denied') return `${shown} [Permission Denied]`;
	if (text.problem === 'directory') return `${shown} is a directory`;
	const remarks = [...flags, ...(text.noEol ? ['[noeol]'] : []), ...(text.format === 'dos' ? ['[dos]'] : [])].join('');
	return `${shown} ${remarks === '' ? '' : `${remarks} `}${text.lines.length}L, ${text.bytes}B`;
}

/** The buffer of a name, made when there is none yet. */
export function bufferFor(editor: Editor, name: string): TextBuffer {
	const path = absolute(editor, name);
	const known = editor.buffers.find((each) => each.path === path);
	if (known !== undefined) return known;
	const { buffer } = editor;
	// A buffer without name and text becomes that of the file.
	if (
		buffer.name === '' &&
		buffer.isEmpty &&
		!buffer.modified &&
		buffer.undo.newest === 0 &&
		editor.windows.all().filter((each) => each.buffer === buffer).length === 1
	) {
		buffer.name = name;
		buffer.path = path;
		buffer.loaded = false;
		return buffer;
	}
	return editor.addBuffer(name, path);
}

/** Reads a buffer's file into it. */
export function* loadBuffer(editor: Editor, buffer: TextBuffer): Task<void> {
	const text = buffer.path === '' ? undefined : yield* readText(editor, buffer.path);
	buffer.load(text?.lines ?? []);
	buffer.noEol = text?.noEol ?? false;
	buffer.isNew = text?.problem === 'new' || text?.problem === 'new-directory';
	buffer.options.set('fileformat', text?.format ?? 'unix');
	buffer.options.set('endofline', !buffer.noEol);
	buffer.marks.delete('\0warned');
	editor.viminfo?.restoreMarks(buffer);
	buffer.marks.set('[', { line: 0, column: 0 });
	buffer.marks.set(']', { line: buffer.lastLine, column: 0 });
	noteFile(editor, buffer);
	if (editor.readOnly || (text !== undefined && mayNotWrite(editor, buffer, text)))
		buffer.options.set('readonly', true);
	if (text !== undefined) {
		yield* createSwap(editor, buffer);
		const flags = buffer.options.get('readonly') === true ? ['[readonly]'] : [];
		editor.messages.say(fileMessage(buffer.name, text, flags));
	}
	if (editor.filetypeOn.detect) setFiletype(editor, detectFiletype(buffer));
	yield* editor.autoCommands.run(editor, text?.problem === undefined ? 'BufReadPost' : 'BufNewFile', buffer.name);
	yield* applyModelines(editor, buffer);
}

/** A file that nobody may write is read-only, for root too. Models fileio.c check_file_readonly. */
function mayNotWrite(editor: Editor, buffer: TextBuffer, { problem }: ReadText): boolean {
	if (problem !== undefined) return problem === 'denied';
	const { process } = editor;
	return (process.stat(buffer.path).mode & 0o222) === 0 || !process.access(buffer.path, { write: true });
}

/** Notes how the file is now, to see later whether somebody else has changed it. */
export function noteFile(editor: Editor, buffer: TextBuffer): void {
	try {
		const stat = editor.process.stat(buffer.path);
		buffer.fileMtimeMs = stat.mtimeMs;
		buffer.fileSize = stat.size;
		buffer.seenMtimeMs = stat.mtimeMs;
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		buffer.fileMtimeMs = undefined;
		buffer.seenMtimeMs = undefined;
	}
}

/** Shows a buffer in the current window. Throws VimError E37 when the one in it would be lost. */
export function* showBuffer(
	editor: Editor,
	buffer: TextBuffer,
	options: { readonly force: boolean; readonly reload?: boolean },
): Task<void> {
	const { window } = editor;
	const old = window.buffer;
	const elsewhere = editor.windows.all().some((each) => each !== window && each.buffer === old);
	if (old !== buffer && old.modified && !elsewhere && !options.force && !editor.flag('hidden')) {
		throw new VimError('E37: No write since last change (add ! to override)');
	}
	if (old !== buffer) {
		old.lastCursor = window.position;
		if (old.name !== '' || !old.isEmpty) window.alternate = old;
		window.noteJump();
		// What no window shows any more is read again when it comes back.
		if (!editor.flag('hidden') && !elsewhere && (!old.modified || options.force) && old.name !== '') old.loaded = false;
		window.buffer = buffer;
		window.folds = [];
	}
	editor.visual = undefined;
	if (!buffer.loaded || options.reload === true) {
		const line = options.reload === true ? window.line : buffer.lastCursor.line;
		window.line = 0;
		window.column = 0;
		window.top = 0;
		yield* loadBuffer(editor, buffer);
		window.line = Math.min(line, buffer.lastLine);
		editor.beginLine();
		const left = options.reload === true ? undefined : buffer.marks.get('"');
		if (editor.returnsToLast && left !== undefined && !String(buffer.options.get('filetype')).includes('commit'))
			editor.moveTo(left);
		if (options.reload !== true) window.previous = window.position;
	} else {
		editor.moveTo(buffer.lastCursor);
		editor.messages.say(bufferMessage(editor, buffer));
	}
	if (editor.text('foldmethod') === 'indent') foldByIndent(editor);
	if (old !== buffer && old.name === '' && old.isEmpty && !old.modified && !elsewhere) {
		editor.buffers = editor.buffers.filter((each) => each !== old);
	}
	yield* editor.autoCommands.run(editor, 'BufEnter', buffer.name);
}

function bufferMessage(editor: Editor, buffer: TextBuffer): string {
	const flags = `${buffer.modified ? ' [Modified]' : ''}${buffer.options.get('readonly') === true ? ' [readonly]' : ''}`;
	const line = editor.window.line + 1;
	const percent = Math.floor((line * 100) / buffer.lineCount);
	return `"${buffer.name === '' ? '[No Name]' : buffer.name}"${flags} line ${line} of ${buffer.lineCount} --${percent}%-- col 1`;
}

/** Takes a buffer out of the list, its swap file too. */
export function forgetBuffer(editor: Editor, buffer: TextBuffer): void {
	removeSwap(editor, buffer);
	editor.buffers = editor.buffers.filter((each) => each !== buffer);
}
