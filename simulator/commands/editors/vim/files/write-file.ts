import { SystemError } from '../../../../kernel/process-api.ts';
import type { Task } from '../../../../machinery/task.ts';
import type { Editor } from '../editor.ts';
import type { TextBuffer } from '../text/text-buffer.ts';
import { VimError } from '../vim-error.ts';
import { noteFile } from './edit-file.ts';
import { absolute } from './file-words.ts';
import { writeSwap } from './swap-file.ts';
import { isDirectory, writeText } from './text-file.ts';

export interface WriteRequest {
	readonly buffer: TextBuffer;
	/** '' for the buffer's own. */
	readonly name: string;
	readonly first: number;
	readonly last: number;
	readonly append: boolean;
	readonly force: boolean;
}

/** `:w` in all its forms. Throws VimError. Models bufwrite.c buf_write. */
export function* writeFile(editor: Editor, request: WriteRequest): Task<void> {
	const { buffer, append, force } = request;
	if (!editor.flag('write')) throw new VimError("E142: File not written: Writing is disabled by 'write' option");
	const own = request.name === '' || absolute(editor, request.name) === buffer.path;
	const name = request.name === '' ? buffer.name : request.name;
	if (name === '') throw new VimError('E32: No file name');
	const path = absolute(editor, name);
	const whole = request.first === 0 && request.last === buffer.lastLine;
	const there = statOf(editor, path);
	if (isDirectory(editor, path)) throw new VimError(`E17: "${name}" is a directory`);
	if (own && buffer.options.get('readonly') === true && !force)
		throw new VimError("E45: 'readonly' option is set (add ! to override)");
	if (!own && there !== undefined && !force && !append) throw new VimError('E13: File exists (add ! to override)');
	if (own && !whole && !force && !append) throw new VimError('E140: Use ! to write partial buffer');
	if (append && there === undefined && !force) throw new VimError(`E212: Can't open file for writing`);
	if (own && !force && !append) yield* checkChanged(editor, buffer, there?.mtimeMs);
	if (own) yield* editor.autoCommands.run(editor, 'BufWritePre', name);
	const empty = buffer.isEmpty && whole;
	const lines = empty && buffer.hasNoLines ? [] : buffer.slice(request.first, request.last + 1);
	const noEol = buffer.options.get('endofline') === false && buffer.options.get('fixendofline') === false && whole;
	let bytes: number;
	try {
		bytes = yield* write(editor, path, lines, append, noEol, force);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		if (error.errno === 'ENOSPC' || error.errno === 'EFBIG' || error.errno === 'EDQUOT')
			throw new VimError(`E514: Write error (file system full?)`);
		editor.messages.error(`"${name}" E212: Can't open file for writing`, [`"${name}"`]);
		throw new VimError('');
	}
	const count = lines.length;
	const remarks = `${there === undefined ? '[New] ' : ''}${noEol ? '[noeol] ' : ''}${editor.text('fileformat') === 'dos' ? '[dos] ' : ''}`;
	editor.messages.say(`"${name}" ${remarks}${count}L, ${bytes}B ${append ? 'appended' : 'written'}`, 'aboveErrors');
	if (!own && editor.buffer === buffer) editor.window.alternate = namedBuffer(editor, name, path);
	if (own && whole) {
		buffer.markSaved();
		buffer.isNew = false;
		buffer.notEdited = false;
		noteFile(editor, buffer);
		yield* writeSwap(editor, buffer);
		yield* editor.autoCommands.run(editor, 'BufWritePost', name);
	} else if (buffer.name === '' && whole) {
		buffer.name = name;
		buffer.path = path;
		buffer.markSaved();
		noteFile(editor, buffer);
	}
}

/** A buffer for a file that was only written: `#` stands for it then. */
function namedBuffer(editor: Editor, name: string, path: string): TextBuffer {
	return editor.buffers.find((each) => each.path === path) ?? editor.addBuffer(name, path);
}

function statOf(editor: Editor, path: string): { mtimeMs: number; mode: number } | undefined {
	try {
		return editor.process.stat(path);
	} catch (error) {
		if (error instanceof SystemError) return undefined;
		throw error;
	}
}

function* write(
	editor: Editor,
	path: string,
	lines: readonly string[],
	append: boolean,
	noEol: boolean,
	force: boolean,
): Task<number> {
	try {
		return yield* writeLines(editor, path, lines, append, noEol);
	} catch (error) {
		// With ! a file that may not be written is replaced, where its directory allows it.
		if (!(error instanceof SystemError) || error.errno !== 'EACCES' || !force) throw error;
		editor.process.unlink(path);
		return yield* writeLines(editor, path, lines, append, noEol);
	}
}

function* writeLines(
	editor: Editor,
	path: string,
	lines: readonly string[],
	append: boolean,
	noEol: boolean,
): Task<number> {
	return yield* writeText(editor, path, lines, { append, noEol: noEol || lines.length === 0 });
}

/** WARNING when somebody else has written the file since. */
function* checkChanged(editor: Editor, buffer: TextBuffer, mtimeMs: number | undefined): Task<void> {
	if (buffer.fileMtimeMs === undefined || mtimeMs === undefined || mtimeMs === buffer.fileMtimeMs) return;
	const key = yield* editor.screen.ask(editor, [
		'WARNING: The file has been changed since reading it!!!',
		'Do you really want to write to it (y/n)?',
	]);
	if (key.toLowerCase() !== 'y') throw new VimError('');
}
