import { errorMessage } from '../../../kernel/error-message.ts';
import type { Process } from '../../../kernel/process-api.ts';
import { SystemError } from '../../../kernel/process-api.ts';
import type { Task } from '../../../machinery/task.ts';
import { nothing } from '../../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../../machinery/utf8.ts';
import type { Command } from '../../command.ts';
import { readAll, readFile } from '../../stdio.ts';
import { readCommandLine } from './cmdline/read-command-line.ts';
import type { EditorParts } from './editor.ts';
import { Editor } from './editor.ts';
import { AutoCommands } from './ex/auto-commands.ts';
import { completions } from './ex/completions.ts';
import { evaluate } from './ex/expression.ts';
import { exCommand } from './ex/run-ex.ts';
import { openInWindows } from './ex/window-ex.ts';
import { bufferFor, fileMessage, showBuffer } from './files/edit-file.ts';
import { recover, removeSwap } from './files/swap-file.ts';
import { readStandardInput } from './files/text-file.ts';
import { Viminfo } from './files/viminfo.ts';
import { pasteText, restart } from './insert/insert-mode.ts';
import { applyMouse, parseMouse } from './normal/mouse.ts';
import { failed, normalCommand } from './normal/normal.ts';
import { selectSize } from './normal/visual.ts';
import { Screen } from './screen/screen.ts';
import { startUp } from './start-up.ts';
import type { VimArguments } from './vim-arguments.ts';
import { parseVimArguments } from './vim-arguments.ts';
import { Beep, Interrupted, VimError } from './vim-error.ts';

const PARTS: EditorParts = {
	normalCommand,
	exCommand: (editor, text) => exCommand(editor, text, editor.mode !== 'ex' && !editor.silent),
	evaluate,
	selectSize,
	mouse: (editor, key) => {
		const report = parseMouse(key);
		if (report !== undefined) applyMouse(editor, report);
	},
	restartInsert: restart,
	paste: pasteText,
	completions,
};

export const vim: Command = {
	name: 'vim',
	paths: [
		'/usr/bin/vim',
		'/usr/bin/vi',
		'/usr/bin/view',
		'/usr/bin/ex',
		'/usr/bin/rvim',
		'/usr/bin/rview',
		'/usr/bin/vimdiff',
		'/usr/bin/vim.basic',
	],
	size: 4_126_400,
	program: (process) => run(process, false),
};

/** The vi of busybox: the same editor with less around it. */
export function busyboxVi(process: Process): Task<number> {
	return run(process, true);
}

function* run(process: Process, small: boolean): Task<number> {
	const called = (process.argv[0] as string).replace(/.*\//, '');
	const args = parseVimArguments(called, process.argv.slice(1));
	if ('print' in args) {
		yield* process.write(args.status === 0 ? 1 : 2, encodeUtf8(args.print));
		return args.status;
	}
	const input = yield* keyboard(process, args);
	const screen = new Screen(process, input);
	const editor = new Editor({
		process,
		parts: PARTS,
		calledAs: called,
		small,
		screen,
		autoCommands: new AutoCommands(),
	});
	editor.silent = args.silent;
	editor.global.values.set('shell', process.env.get('SHELL') ?? '/bin/sh');
	editor.readOnly = args.readOnly;
	editor.noSwap = args.noSwap || args.silent;
	if (!args.silent) {
		const warnings = `${process.isatty(1) ? '' : 'Vim: Warning: Output is not to a terminal\n'}${process.isatty(input) ? '' : 'Vim: Warning: Input is not from a terminal\n'}`;
		if (warnings !== '') yield* process.write(2, encodeUtf8(warnings));
		yield* tellInput(process, args);
		screen.arrange(editor);
		yield* screen.start(editor);
	}
	try {
		yield* open(editor, args);
		yield* mainLoop(editor);
		yield* editor.viminfo?.save(editor) ?? nothing();
	} finally {
		for (const buffer of editor.buffers) removeSwap(editor, buffer);
		yield* screen.stop(editor);
	}
	return editor.exitStatus ?? 0;
}

/** What stands on the screen that the editor takes. */
function* tellInput(process: Process, { files, fromInput }: VimArguments): Task<void> {
	if (files.length > 1) yield* process.write(1, encodeUtf8(`${files.length} files to edit\n`));
	if (fromInput) yield* process.write(2, encodeUtf8('Vim: Reading from stdin...\n'));
}

/** Where keys come from: with `vim -` from standard error's terminal. */
function* keyboard(process: Process, args: VimArguments): Task<number> {
	if (!args.fromInput || args.silent) return 0;
	if (process.isatty(2)) return 2;
	try {
		return yield* process.open('/dev/tty', { read: true });
	} catch (error) {
		if (error instanceof SystemError) return 0;
		throw error;
	}
}

function* attempt(editor: Editor, task: Task<void>, source = ''): Task<void> {
	try {
		yield* task;
	} catch (error) {
		if (error instanceof SystemError) editor.messages.error(errorMessage(error.errno));
		else if (!(error instanceof VimError || error instanceof Beep || error instanceof Interrupted)) throw error;
		if (error instanceof VimError && error.message !== '' && source !== '')
			editor.messages.list([{ text: `Error detected while processing ${source}:`, group: 'ErrorMsg' }]);
		if (error instanceof VimError && error.message !== '') editor.messages.error(error.message);
	}
}

function* open(editor: Editor, args: VimArguments): Task<void> {
	for (const command of args.before) yield* attempt(editor, exCommand(editor, command));
	yield* startUp(editor, args);
	if (usesViminfo(editor, args)) {
		editor.viminfo = new Viminfo(args.viminfo ?? `${editor.process.env.get('HOME') ?? '/root'}/.viminfo`);
		yield* editor.viminfo.load(editor);
	}
	for (const window of editor.windows.all()) editor.global.adoptWindow(window.options);
	for (const buffer of editor.buffers) editor.global.adoptBuffer(buffer);
	editor.arguments = [...args.files];
	if (args.fromInput) {
		const text = yield* readStandardInput(editor);
		editor.buffer.load(text.lines);
		editor.buffer.setModified(text.bytes > 0);
		if (!editor.silent) editor.messages.say(fileMessage('-stdin-', text, editor.readOnly ? ['[readonly]'] : []));
		if (editor.readOnly) editor.buffer.options.set('readonly', true);
	}
	const first = args.files[0];
	if (first !== undefined && !args.fromInput)
		yield* attempt(editor, showBuffer(editor, bufferFor(editor, first), { force: true }));
	else if (!args.fromInput && !editor.silent && !editor.text('shortmess').includes('I'))
		editor.introMs = editor.process.now();
	if (editor.exitStatus !== undefined) return;
	if (args.recover && first !== undefined && !(yield* recover(editor, editor.buffer))) {
		editor.messages.error(`E305: No swap file found for ${first}`);
	}
	if (args.windows !== undefined && args.files.length > 1)
		yield* attempt(editor, openInWindows(editor, args.files.slice(1), args.windows));
	if (args.noModify) {
		editor.global.values.set('write', false);
		for (const buffer of editor.buffers) buffer.options.set('modifiable', false);
	}
	if (args.binary) editor.buffer.options.set('binary', true);
	for (const command of args.after) {
		const { lines } = editor.messages;
		yield* attempt(editor, exCommand(editor, command), 'command line');
		// The message about the file stays above.
		if (editor.messages.mustWait)
			editor.messages.lines.unshift(...lines.filter((line) => !editor.messages.lines.includes(line)));
		if (editor.exitStatus !== undefined) return;
	}
	if (args.script !== undefined) {
		const keys = [...decodeUtf8(yield* readFile(editor.process, args.script))];
		editor.keys.insert(
			keys.map((key) => (key === '\x7f' ? '<BS>' : key)),
			true,
		);
	}
	if (args.exMode || args.silent) editor.mode = 'ex';
	yield* editor.autoCommands.run(editor, 'VimEnter', '');
}

function usesViminfo(editor: Editor, { viminfo, clean, vimrc }: VimArguments): boolean {
	return (
		!editor.silent && !editor.small && !clean && vimrc !== 'NONE' && viminfo !== 'NONE' && editor.text('viminfo') !== ''
	);
}

function* mainLoop(editor: Editor): Task<void> {
	if (editor.silent) {
		yield* silentLoop(editor);
		return;
	}
	while (editor.exitStatus === undefined) {
		if (editor.mode === 'ex') yield* attempt(editor, exLine(editor));
		else yield* normalCommand(editor);
		if (editor.messages.waits) editor.screen.unread(editor.keys.giveBack());
	}
}

/** A line of Ex mode. */
function* exLine(editor: Editor): Task<void> {
	const line = yield* readCommandLine(editor, ':');
	editor.mode = 'ex';
	if (line !== undefined) yield* exCommand(editor, line === '' ? '+' : line);
}

/** -es: commands from standard input, what they print to standard output. */
function* silentLoop(editor: Editor): Task<void> {
	const { process } = editor;
	yield* tell(editor);
	if (editor.exitStatus !== undefined) return;
	const text = decodeUtf8(yield* readAll(process, 0));
	const lines = text.replace(/\n$/, '').split('\n');
	editor.scriptLines = lines;
	for (let line = lines.shift(); line !== undefined && editor.exitStatus === undefined; line = lines.shift()) {
		try {
			yield* exCommand(editor, line);
		} catch (error) {
			if (!(error instanceof VimError || error instanceof Beep || error instanceof Interrupted)) throw error;
			failed(editor, error);
			editor.mode = 'ex';
			editor.silentFailed = true;
		}
		yield* tell(editor);
	}
	editor.exitStatus ??= editor.silentFailed ? 1 : 0;
}

/** With -es only what `:print` and its like show is written. */
function* tell(editor: Editor): Task<void> {
	const { messages } = editor;
	const lines = messages.mustWait ? messages.lines.filter((line) => line.group === '') : [];
	messages.clear();
	for (const line of lines) yield* editor.process.write(1, encodeUtf8(`${line.text}\n`));
}
