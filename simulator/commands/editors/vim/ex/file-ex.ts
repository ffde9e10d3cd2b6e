import { SystemError } from '../../../../kernel/process-api.ts';
import type { Task } from '../../../../machinery/task.ts';
import type { Editor } from '../editor.ts';
import { answerReload, changedOutside, RELOAD_QUESTION } from '../files/changed-outside.ts';
import { bufferFor, fileMessage, forgetBuffer, showBuffer } from '../files/edit-file.ts';
import { absolute, expandFileWords } from '../files/file-words.ts';
import { recover, removeSwap } from '../files/swap-file.ts';
import { readText } from '../files/text-file.ts';
import { writeFile } from '../files/write-file.ts';
import { fileInfoText } from '../normal/file-commands.ts';
import { reportLines, setChangeMarks } from '../normal/operators.ts';
import { goWindow } from '../normal/window-commands.ts';
import type { TextBuffer } from '../text/text-buffer.ts';
import { VimError } from '../vim-error.ts';
import type { ExCommand, ExKind } from './ex-command.ts';
import { runShell } from './shell.ts';
import { runCommandOnScreen } from './shell-command.ts';

function wholeOr(command: ExCommand): { first: number; last: number } {
	const { editor, range } = command;
	return range.given === 0 ? { first: 0, last: editor.buffer.lastLine } : { first: range.first, last: range.last };
}

/** `:w`, `:w f`, `:w >>f`, `:w !cmd`. */
function* write(command: ExCommand): Task<void> {
	const { editor, args, bang } = command;
	const { first, last } = wholeOr(command);
	if (args.startsWith('!')) {
		const { output, status } = yield* runShell(
			editor,
			args.slice(1).replaceAll('%', editor.buffer.name),
			`${editor.buffer.slice(first, last + 1).join('\n')}\n`,
		);
		yield* tellOutput(command, output, status);
		return;
	}
	const append = args.startsWith('>>');
	const name = expandFileWords(editor, (append ? args.slice(2) : args).replace(/^\s*\+\+\S+\s*/, '').trim());
	yield* writeFile(editor, { buffer: editor.buffer, name, first, last, append, force: bang });
}

/** What a command said that was given the text, and whether it has changed the file: `:w !sudo tee %`. */
function* tellOutput({ editor, typed }: ExCommand, output: string, status: number): Task<void> {
	const lines = output === '' ? [] : output.replace(/\n$/, '').split('\n');
	if (status !== 0) lines.push('', `shell returned ${status}`);
	const changes = editor.silent ? undefined : yield* changedOutside(editor);
	if (changes === undefined) {
		editor.messages.list(lines);
		return;
	}
	lines.push('', ...changes);
	const shown = [`:${typed}`, ...lines, RELOAD_QUESTION];
	yield* answerReload(editor, () => editor.screen.ask(editor, shown));
	editor.messages.list([...lines, '']);
}

function* update(command: ExCommand): Task<void> {
	if (command.editor.buffer.modified) yield* write(command);
}

/** `:wq`, `:x`. */
function* writeQuit(command: ExCommand): Task<void> {
	const { editor, name, args } = command;
	if (name !== 'xit' && name !== 'exit') yield* write(command);
	else if (editor.buffer.modified || args !== '') yield* write(command);
	yield* quit({ ...command, name: 'quit', range: { ...command.range, given: 0 } });
}

/** Closes the window, or ends the program with the last one. */
function* quit({ editor, bang }: ExCommand): Task<void> {
	const { buffer, windows, window } = editor;
	const elsewhere = windows.all().some((each) => each !== window && each.buffer === buffer);
	if (buffer.modified && !bang && !elsewhere && !(editor.flag('hidden') && windows.all().length > 1)) {
		throw new VimError('E37: No write since last change (add ! to override)');
	}
	if (windows.all().length === 1) {
		const other = bang ? undefined : editor.buffers.find((each) => each !== buffer && each.modified);
		if (other !== undefined) yield* refuseFor(editor, other);
		const left = editor.arguments.length - editor.argumentAt - 1;
		if (left > 0 && !bang && !editor.quitWarned) {
			editor.quitWarned = true;
			throw new VimError(`E173: ${left} more ${left === 1 ? 'file' : 'files'} to edit`);
		}
		editor.exitStatus = 0;
		return;
	}
	buffer.lastCursor = window.position;
	windows.close(window);
	yield* editor.tick();
}

/** A buffer that would be lost is told and shown. Throws VimError E162. */
function* refuseFor(editor: Editor, buffer: TextBuffer): Task<never> {
	editor.messages.error('E37: No write since last change');
	const window = editor.windows.list().find((each) => each.buffer === buffer);
	if (window !== undefined) goWindow(editor, window);
	else {
		const { messages } = editor;
		messages.muted++;
		yield* showBuffer(editor, buffer, { force: true });
		messages.muted--;
	}
	throw new VimError(`E162: No write since last change for buffer "${shown(buffer)}"`);
}

function shown(buffer: TextBuffer): string {
	return buffer.name === '' ? '[No Name]' : buffer.name;
}

function* quitAll({ editor, bang }: ExCommand): Task<void> {
	const changed = bang ? undefined : editor.buffers.find((each) => each.modified);
	if (changed !== undefined) yield* refuseFor(editor, changed);
	editor.exitStatus = 0;
	yield* editor.tick();
}

function* quitWithError({ editor, args, range }: ExCommand): Task<void> {
	editor.exitStatus = range.given > 0 ? range.last + 1 : args === '' ? 1 : Number(args) & 255;
	yield* editor.tick();
}

function* writeAll({ editor, name, bang }: ExCommand): Task<void> {
	for (const buffer of editor.buffers) {
		if (buffer.modified)
			yield* writeFile(editor, { buffer, name: '', first: 0, last: buffer.lastLine, append: false, force: bang });
	}
	if (name !== 'wall') editor.exitStatus = 0;
}

/** `+cmd` before a file's name. */
function plusCommand(args: string): { command: string; name: string } {
	const rest = args.replace(/^(?:\+\+\S+\s+)+/, '');
	const match = /^\+((?:\\.|\S)*)\s*(.*)$/s.exec(rest);
	return match === null
		? { command: '', name: rest }
		: { command: (match[1] as string).replaceAll('\\ ', ' ') || '$', name: match[2] as string };
}

/** `:e`, `:e f`, `:e!`, `:view`. */
export function* edit({ editor, args, bang, name: called }: ExCommand): Task<void> {
	const { command, name } = plusCommand(args);
	const expanded = expandFileWords(editor, name);
	if (expanded === '') {
		if (editor.buffer.modified && !bang) throw new VimError('E37: No write since last change (add ! to override)');
		yield* showBuffer(editor, editor.buffer, { force: true, reload: true });
	} else {
		const buffer = bufferFor(editor, expanded);
		if (buffer === editor.buffer && buffer.modified && !bang)
			throw new VimError('E37: No write since last change (add ! to override)');
		yield* showBuffer(editor, buffer, { force: bang, reload: buffer === editor.buffer });
	}
	if (called === 'view') editor.buffer.options.set('readonly', true);
	if (command !== '') yield* editor.parts.exCommand(editor, command);
}

function* emptyBuffer({ editor, bang }: ExCommand): Task<void> {
	const buffer = editor.addBuffer('', '');
	buffer.loaded = true;
	yield* showBuffer(editor, buffer, { force: bang });
	editor.messages.clear();
}

/** `:r f` and `:r !cmd`. */
function* read({ editor, args, range }: ExCommand): Task<void> {
	editor.checkModifiable();
	const at = range.zero ? 0 : range.last + 1;
	const before = editor.buffer.lineCount;
	let lines: readonly string[];
	if (args.startsWith('!')) {
		const { output, status } = yield* runShell(editor, expandFileWords(editor, args.slice(1)), '');
		if (status !== 0) editor.messages.list([`shell returned ${status}`, '']);
		lines = output === '' ? [] : output.replace(/\n$/, '').split('\n');
	} else {
		const name = expandFileWords(editor, args);
		if (name === '' && editor.buffer.name === '') throw new VimError('E32: No file name');
		const shownAs = name === '' ? editor.buffer.name : name;
		const text = yield* readText(editor, absolute(editor, shownAs));
		if (text.problem === 'new' || text.problem === 'new-directory')
			throw new VimError(`E484: Can't open file ${shownAs}`);
		if (text.problem !== undefined) throw new VimError(fileMessage(shownAs, text, []));
		lines = text.bytes === 0 ? [] : text.lines;
		editor.messages.say(fileMessage(shownAs, text, []), 'passing');
	}
	editor.buffer.insertLines(at, lines);
	// Of a command the last line.
	const target = args.startsWith('!') && lines.length > 0 ? at + lines.length - 1 : at;
	editor.moveTo({ line: Math.min(target, editor.buffer.lastLine), column: 0 });
	setChangeMarks(editor, { line: at, column: 0 }, { line: Math.max(at, at + lines.length - 1), column: 0 });
	const { text } = editor.window;
	editor.window.column = Math.max(0, Math.min(text.length - text.trimStart().length, text.length - 1));
	if (args.startsWith('!')) {
		editor.messages.shown = undefined;
		reportLines(editor, editor.buffer.lineCount - before);
	}
}

function* file({ editor, args }: ExCommand): Task<void> {
	if (args !== '') {
		const name = expandFileWords(editor, args);
		editor.buffer.name = name;
		editor.buffer.path = absolute(editor, name);
		editor.buffer.notEdited = true;
	}
	editor.messages.say(fileInfoText(editor));
	yield* editor.tick();
}

function* saveAs(command: ExCommand): Task<void> {
	const { editor, args, bang } = command;
	if (args === '') throw new VimError('E471: Argument required');
	const name = expandFileWords(editor, args);
	const { buffer } = editor;
	yield* writeFile(editor, { buffer, name, first: 0, last: buffer.lastLine, append: false, force: bang });
	removeSwap(editor, buffer);
	buffer.name = name;
	buffer.path = absolute(editor, name);
	buffer.options.set('readonly', false);
	buffer.markSaved();
}

/** A buffer by its number or a part of its name. Throws VimError. */
function bufferNamed(editor: Editor, name: string): TextBuffer {
	if (/^\d+$/.test(name)) {
		const found = editor.buffers.find((each) => each.number === Number(name));
		if (found === undefined) throw new VimError(`E86: Buffer ${name} does not exist`);
		return found;
	}
	if (name === '#') {
		if (editor.window.alternate === undefined) throw new VimError('E23: No alternate file');
		return editor.window.alternate;
	}
	if (name === '%' || name === '') return editor.buffer;
	const exact = editor.buffers.find((each) => each.name === name || each.path === absolute(editor, name));
	const partial = editor.buffers.filter((each) => each.name.includes(name));
	const found = exact ?? (partial.length === 1 ? partial[0] : undefined);
	if (found === undefined)
		throw new VimError(
			partial.length > 1 ? `E93: More than one match for ${name}` : `E94: No matching buffer for ${name}`,
		);
	return found;
}

function* buffer({ editor, args, bang, range, name }: ExCommand): Task<void> {
	const listed = editor.buffers.filter((each) => each.listed);
	const at = listed.indexOf(editor.buffer);
	let target: TextBuffer | undefined;
	if (name === 'bnext') target = listed[(at + 1) % listed.length];
	else if (name === 'bprevious' || name === 'bNext') target = listed[(at + listed.length - 1) % listed.length];
	else if (name === 'bfirst' || name === 'brewind') target = listed[0];
	else if (name === 'blast') target = listed.at(-1);
	else target = bufferNamed(editor, range.given > 0 ? String(range.last + 1) : args);
	if (target !== undefined && target !== editor.buffer) yield* showBuffer(editor, target, { force: bang });
}

function* deleteBuffer({ editor, args, bang, range }: ExCommand): Task<void> {
	const target = bufferNamed(editor, range.given > 0 ? String(range.last + 1) : args);
	if (target.modified && !bang)
		throw new VimError(`E89: No write since last change for buffer ${target.number} (add ! to override)`);
	const other =
		editor.window.alternate !== undefined &&
		editor.window.alternate !== target &&
		editor.buffers.includes(editor.window.alternate)
			? editor.window.alternate
			: editor.buffers.find((each) => each !== target && each.listed);
	for (const window of editor.windows.all()) {
		if (window.buffer !== target) continue;
		if (editor.windows.all().length > 1 && other === undefined) editor.windows.close(window);
		else {
			goWindow(editor, window);
			const next = other ?? editor.addBuffer('', '');
			next.loaded = next.loaded || next.name === '';
			yield* showBuffer(editor, next, { force: true });
		}
	}
	forgetBuffer(editor, target);
	for (const window of editor.windows.all()) if (window.alternate === target) window.alternate = undefined;
}

/** `:n`, `:prev`, `:first`, `:last`, with the files of the command line. */
function* nextFile(command: ExCommand): Task<void> {
	const { editor, name, bang, args } = command;
	if (name === 'next' && args !== '') {
		editor.arguments = args.split(/\s+/).map((each) => expandFileWords(editor, each));
		editor.argumentAt = -1;
	}
	const by: Readonly<Record<string, number>> = { next: 1, wnext: 1, previous: -1, Next: -1 };
	const at =
		name === 'first' || name === 'rewind'
			? 0
			: name === 'last'
				? editor.arguments.length - 1
				: editor.argumentAt + (by[name] as number);
	if (editor.arguments.length < 2 && editor.argumentAt === 0)
		throw new VimError('E163: There is only one file to edit');
	if (at < 0) throw new VimError('E164: Cannot go before first file');
	if (at >= editor.arguments.length) throw new VimError('E165: Cannot go beyond last file');
	if (name === 'wnext') yield* write({ ...command, args: '' });
	yield* showBuffer(editor, bufferFor(editor, editor.arguments[at] as string), { force: bang });
	editor.argumentAt = at;
}

function* changeDirectory({ editor, args, name }: ExCommand): Task<void> {
	if (name !== 'pwd') {
		const target = args === '' ? (editor.process.env.get('HOME') ?? '/') : expandFileWords(editor, args);
		try {
			editor.process.chdir(target);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			throw new VimError(`E344: Can't find directory "${target}" in cdpath`);
		}
	}
	editor.messages.say(editor.process.cwd);
	yield* editor.tick();
}

function* recoverFile({ editor }: ExCommand): Task<void> {
	if (!(yield* recover(editor, editor.buffer)))
		throw new VimError(`E305: No swap file found for ${editor.buffer.name}`);
}

function* swapName({ editor }: ExCommand): Task<void> {
	editor.messages.say(editor.buffer.swapPath ?? 'No swap file');
	yield* editor.tick();
}

function* shell({ editor }: ExCommand): Task<void> {
	yield* runCommandOnScreen(editor, undefined);
}

function* suspend({ editor }: ExCommand): Task<void> {
	yield* editor.screen.suspend(editor);
}

const file_ = (
	name: string,
	least: number,
	run: ExKind['run'],
	lines: ExKind['lines'] = 'none',
	more: Partial<ExKind> = {},
): ExKind => ({ name, least, run, lines, takesQuote: true, ...more });

export const FILE_COMMANDS: readonly ExKind[] = [
	file_('write', 1, write, 'line', { takesBar: false }),
	file_('wq', 2, writeQuit, 'line'),
	file_('xit', 1, writeQuit, 'line'),
	file_('exit', 3, writeQuit, 'line'),
	file_('update', 2, update, 'line'),
	file_('wall', 2, writeAll),
	file_('wqall', 3, writeAll),
	file_('xall', 2, writeAll),
	file_('wnext', 2, nextFile),
	file_('quit', 1, quit, 'count'),
	file_('quitall', 5, quitAll),
	file_('qall', 2, quitAll),
	file_('cquit', 2, quitWithError, 'count'),
	file_('edit', 1, edit),
	file_('ex', 2, edit),
	file_('view', 3, edit),
	file_('enew', 3, emptyBuffer),
	file_('read', 1, read, 'line'),
	file_('file', 1, file, 'count'),
	file_('saveas', 3, saveAs),
	file_('buffer', 1, buffer, 'count'),
	file_('bnext', 2, buffer, 'count'),
	file_('bprevious', 2, buffer, 'count'),
	file_('bNext', 2, buffer, 'count'),
	file_('bfirst', 2, buffer),
	file_('brewind', 2, buffer),
	file_('blast', 2, buffer),
	file_('bdelete', 2, deleteBuffer, 'count'),
	file_('bunload', 3, deleteBuffer, 'count'),
	file_('bwipeout', 2, deleteBuffer, 'count'),
	file_('next', 1, nextFile, 'count'),
	file_('previous', 4, nextFile, 'count'),
	file_('Next', 1, nextFile, 'count'),
	file_('first', 3, nextFile),
	file_('rewind', 3, nextFile),
	file_('last', 2, nextFile),
	file_('cd', 2, changeDirectory),
	file_('lcd', 2, changeDirectory),
	file_('chdir', 3, changeDirectory),
	file_('pwd', 2, changeDirectory),
	file_('recover', 3, recoverFile),
	file_('swapname', 2, swapName),
	file_('shell', 2, shell),
	file_('stop', 2, suspend),
	file_('suspend', 3, suspend),
];
