import type { Task } from '../../../../machinery/task.ts';
import type { Editor } from '../editor.ts';
import { bufferFor, showBuffer } from '../files/edit-file.ts';
import { expandFileWords } from '../files/file-words.ts';
import { VimError } from '../vim-error.ts';
import type { ExCommand, ExKind } from './ex-command.ts';

/** `:split`, `:vsplit`, `:new`, `:sview`. */
function* split({ editor, name, args, range }: ExCommand): Task<void> {
	const { windows, splitWay } = editor;
	if (splitWay.tab === true) {
		windows.newTab();
	} else {
		const vertical = splitWay.vertical === true || name.startsWith('v');
		const after = splitWay.after ?? editor.flag(vertical ? 'splitright' : 'splitbelow');
		if (!windows.split(vertical, after)) throw new VimError('E36: Not enough room');
		editor.screen.arrange(editor);
		if (range.given > 0) {
			const size = range.last + 1;
			windows.resize(vertical, () => size);
		}
	}
	const target = args.replace(/^\+\S+\s*/, '');
	const command = /^\+(\S+)/.exec(args)?.[1];
	if (name === 'new' || name === 'vnew') {
		const buffer = target === '' ? editor.addBuffer('', '') : bufferFor(editor, expandFileWords(editor, target));
		if (target === '') buffer.loaded = true;
		yield* showBuffer(editor, buffer, { force: true });
	} else if (target !== '')
		yield* showBuffer(editor, bufferFor(editor, expandFileWords(editor, target)), { force: true });
	if (name === 'sview') editor.buffer.options.set('readonly', true);
	if (command !== undefined) yield* editor.parts.exCommand(editor, command);
}

function* splitBuffer(command: ExCommand): Task<void> {
	const { editor, args, range } = command;
	yield* split({ ...command, name: 'split', args: '', range: { ...range, given: 0 } });
	yield* editor.parts.exCommand(editor, `buffer ${range.given > 0 ? range.last + 1 : args}`);
}

function* close({ editor, bang, name }: ExCommand): Task<void> {
	const { windows, window, buffer } = editor;
	if (windows.all().length === 1) throw new VimError('E444: Cannot close last window');
	const elsewhere = windows.all().some((each) => each !== window && each.buffer === buffer);
	if (buffer.modified && !elsewhere && !bang && name !== 'hide' && !editor.flag('hidden')) {
		throw new VimError('E37: No write since last change (add ! to override)');
	}
	buffer.lastCursor = window.position;
	windows.close(window);
	yield* editor.tick();
}

function* only({ editor, bang }: ExCommand): Task<void> {
	const { windows, window } = editor;
	if (windows.list().length === 1) editor.messages.say('Already only one window');
	for (const each of windows.list()) {
		if (each === window) continue;
		if (each.buffer.modified && each.buffer !== window.buffer && !bang && !editor.flag('hidden'))
			throw new VimError('E445: Other window contains changes');
		windows.close(each);
	}
	yield* editor.tick();
}

function* windowKey({ editor, args }: ExCommand): Task<void> {
	yield* editor.runKeys(['\x17', args.trim()[0] ?? 'w'], false);
}

function* resize({ editor, args }: ExCommand): Task<void> {
	const vertical = editor.splitWay.vertical === true;
	const match = /^([+-]?)(\d+)$/.exec(args.trim());
	const amount = match === null ? 10_000 : Number(match[2]);
	editor.windows.resize(vertical, (now) =>
		match?.[1] === '+' ? now + amount : match?.[1] === '-' ? now - amount : amount,
	);
	yield* editor.tick();
}

function* openTab({ editor, args }: ExCommand): Task<void> {
	editor.windows.newTab();
	const target = args.trim();
	const buffer = target === '' ? editor.addBuffer('', '') : bufferFor(editor, expandFileWords(editor, target));
	if (target === '') buffer.loaded = true;
	yield* showBuffer(editor, buffer, { force: true });
	if (target === '') editor.messages.clear();
}

function* goTab({ editor, name, args }: ExCommand): Task<void> {
	const { windows } = editor;
	if (name === 'tabfirst') windows.goTab(0);
	else if (name === 'tablast') windows.goTab(windows.tabCount - 1);
	else if (name === 'tabnext') windows.goTab(args === '' ? windows.tabIndex + 1 : Number(args) - 1);
	else windows.goTab(windows.tabIndex - 1);
	yield* editor.tick();
}

function* closeTab({ editor, name }: ExCommand): Task<void> {
	const { windows } = editor;
	if (windows.tabCount === 1) {
		if (name === 'tabonly') return;
		throw new VimError('E784: Cannot close last tab page');
	}
	const own = new Set(windows.list());
	for (const window of windows.all()) if (own.has(window) === (name === 'tabclose')) windows.close(window);
	yield* editor.tick();
}

/** `:tabs` */
function* listTabs({ editor }: ExCommand): Task<void> {
	const rows = editor.windows.pages().flatMap(({ all }, index) => [
		`Tab page ${index + 1}`,
		...all.map((window) => {
			const { name, modified } = window.buffer;
			return `${window === editor.window ? '>' : ' '} ${modified ? '+' : ' '} ${name === '' ? '[No Name]' : name}`;
		}),
	]);
	editor.messages.list(rows);
	yield* editor.tick();
}

/** A command in every window or buffer. */
function* everywhere({ editor, name, args }: ExCommand): Task<void> {
	if (name === 'windo') {
		for (const window of editor.windows.list()) {
			editor.windows.go(window);
			yield* editor.parts.exCommand(editor, args);
		}
		return;
	}
	for (const buffer of [...editor.buffers]) {
		if (buffer !== editor.buffer) yield* showBuffer(editor, buffer, { force: true });
		yield* editor.parts.exCommand(editor, args);
	}
}

/** Every listed buffer in a window of its own. */
function* all({ editor }: ExCommand): Task<void> {
	for (const name of editor.arguments.slice(1)) yield* editor.parts.exCommand(editor, `split ${name}`);
}

const view = (
	name: string,
	least: number,
	run: ExKind['run'],
	lines: ExKind['lines'] = 'count',
	more: Partial<ExKind> = {},
): ExKind => ({ name, least, run, lines, takesQuote: true, ...more });

export const WINDOW_COMMANDS: readonly ExKind[] = [
	view('split', 2, split),
	view('vsplit', 2, split),
	view('new', 3, split),
	view('vnew', 3, split),
	view('sview', 2, split),
	view('sbuffer', 2, splitBuffer),
	view('close', 3, close),
	view('hide', 3, close),
	view('only', 2, only),
	view('wincmd', 4, windowKey),
	view('resize', 3, resize),
	view('tabnew', 6, openTab),
	view('tabedit', 4, openTab),
	view('tabnext', 4, goTab),
	view('tabprevious', 4, goTab),
	view('tabNext', 4, goTab),
	view('tabfirst', 6, goTab),
	view('tablast', 4, goTab),
	view('tabs', 4, listTabs, 'none'),
	view('tabclose', 4, closeTab),
	view('tabonly', 4, closeTab),
	view('windo', 5, everywhere, 'none', { takesBar: true }),
	view('bufdo', 5, everywhere, 'none', { takesBar: true }),
	view('argdo', 5, everywhere, 'none', { takesBar: true }),
	view('all', 2, all),
	view('sall', 3, all),
];

/** How windows are opened for several files of the command line. */
export function* openInWindows(editor: Editor, names: readonly string[], how: 'O' | 'o' | 'p'): Task<void> {
	for (const name of names) {
		const command = how === 'O' ? 'botright vsplit' : how === 'o' ? 'botright split' : 'tabedit';
		yield* editor.parts.exCommand(editor, `${command} ${name.replace(/[ \\%#|"]/g, '\\$&')}`);
	}
	if (how === 'p') editor.windows.goTab(0);
	else editor.windows.go(editor.windows.list()[0] as Editor['window']);
}
