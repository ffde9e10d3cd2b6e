import type { Task } from '../../../../machinery/task.ts';
import { readCommandLine } from '../cmdline/read-command-line.ts';
import { pasteText } from '../insert/insert-mode.ts';
import { keysToText, textToKeys } from '../keys/key-names.ts';
import { registerFromString, registerString } from '../registers.ts';
import { characterAt, nextOffset } from '../text/characters.ts';
import { Beep, VimError } from '../vim-error.ts';
import { addAtCursor } from './add-number.ts';
import { CHANGE_COMMANDS } from './change-commands.ts';
import { fileInfo, goToFile, showCharacter, showPosition } from './file-commands.ts';
import { foldCommand } from './fold-commands.ts';
import { setMark } from './marks.ts';
import { mouse } from './mouse.ts';
import type { NormalCommand, NormalHandler, NormalOutcome } from './normal-command.ts';
import { readRegister } from './put.ts';
import { halfPage, page, place, scrollLines, sideways } from './scroll.ts';
import { redo, restoreLine, undo, undoByTime } from './undo.ts';
import { windowCommand } from './window-commands.ts';

function* repeat({ editor, count, given }: NormalCommand): Task<NormalOutcome> {
	const last = editor.repeat;
	if (last === undefined) throw new Beep();
	const register = /^[1-8]$/.test(last.register) ? String(Number(last.register) + 1) : last.register;
	const times = given ? count : last.count;
	editor.repeat = { ...last, register, count: times };
	const keys = [...last.keys];
	const prefix = [...(register === '' ? [] : ['"', register]), ...(times > 0 ? [...String(times)] : [])];
	if (last.visual !== undefined) editor.parts.selectSize(editor, last.visual);
	editor.repeating = true;
	try {
		yield* editor.runKeys([...prefix, ...keys], false);
	} finally {
		editor.repeating = false;
	}
	return 'once';
}

function* undoChanges({ editor, key, count }: NormalCommand): Task<NormalOutcome> {
	if (key === 'u' || key === '<Undo>') undo(editor, count);
	else if (key === '\x12') redo(editor, count);
	else if (key === 'U') {
		if (!restoreLine(editor)) throw new Beep();
	} else undoByTime(editor, key === 'g-' ? -count : count);
	return 'once';
}

function* record({ editor }: NormalCommand): Task<NormalOutcome> {
	const { keys } = editor;
	if (keys.recording !== undefined) {
		const { register, keys: typed } = keys.recording;
		keys.recording = undefined;
		// The `q` that ends it is no part of it.
		typed.pop();
		editor.registers.set(register, registerFromString(keysToText(typed)));
		return 'once';
	}
	if (keys.isNested) throw new Beep();
	const register = yield* keys.next(undefined);
	if (!/^[a-zA-Z0-9"]$/.test(register)) throw new Beep();
	keys.recording = { register, keys: [] };
	editor.messages.shown = undefined;
	return 'once';
}

function* runMacro({ editor, count }: NormalCommand): Task<NormalOutcome> {
	let name = yield* editor.keys.next(undefined);
	if (name === '@') {
		if (editor.lastMacro === '') throw new VimError('E748: No previously used register');
		name = editor.lastMacro;
	}
	if (name === ':') {
		if (editor.lastCommandLine === '') throw new VimError('E30: No previous command line');
		editor.lastMacro = name;
		for (let left = count; left > 0; left--) yield* editor.parts.exCommand(editor, editor.lastCommandLine);
		return 'once';
	}
	editor.lastMacro = name;
	const text = readRegister(editor, name);
	if (text === undefined) throw new Beep();
	const typed = textToKeys(registerString(text));
	if (typed.length * count > 500_000) throw new VimError('E342: Out of memory!');
	const all: string[] = [];
	for (let left = count; left > 0; left--) all.push(...typed);
	editor.keys.insert(
		all.map((key) => (key === '\n' ? '\r' : key)),
		true,
	);
	yield* editor.tick();
	return 'once';
}

function* mark({ editor }: NormalCommand): Task<NormalOutcome> {
	if (!setMark(editor, yield* editor.keys.next(undefined))) throw new Beep();
	return 'once';
}

function* addNumber({ editor, key, count }: NormalCommand): Task<NormalOutcome> {
	// Even where there is no number it can be undone.
	editor.buffer.keepLines(editor.window.line, 1);
	if (editor.window.text === '') return 'repeatable';
	if (!addAtCursor(editor, key === '\x01' ? count : -count)) throw new Beep();
	return 'repeatable';
}

function* commandLine({ editor, given, count }: NormalCommand): Task<NormalOutcome> {
	const initial = given ? (count === 1 ? '.' : `.,.+${count - 1}`) : '';
	const text = yield* readCommandLine(editor, ':', initial);
	if (text === undefined) return 'once';
	yield* editor.parts.exCommand(editor, text);
	if (editor.messages.mustWait) editor.listTyped = `:${text}`;
	return 'once';
}

function* substituteAgain({ editor, key }: NormalCommand): Task<NormalOutcome> {
	yield* editor.parts.exCommand(editor, key === '&' ? 's' : '%s//~/&');
	return 'once';
}

function* visualAgain({ editor }: NormalCommand): Task<NormalOutcome> {
	const last = editor.lastVisual;
	if (last === undefined) throw new Beep();
	editor.messages.lines = [];
	if (editor.flag('showmode')) editor.messages.shown = undefined;
	editor.visual = { mode: last.mode, start: last.start };
	editor.moveTo(last.end);
	if (last.toEnd) editor.window.want = Number.POSITIVE_INFINITY;
	return 'once';
}

/** Ctrl-O and Ctrl-I through the jump list. */
function* jump({ editor, key, count }: NormalCommand): Task<NormalOutcome> {
	const { window } = editor;
	const by = key === '\x0f' ? -count : count;
	if (window.jumpAt === window.jumps.length && by < 0) {
		window.noteJump();
		window.jumpAt = window.jumps.length - 1;
	}
	const at = window.jumpAt + by;
	const target = window.jumps[at];
	if (at < 0 || target === undefined) throw new Beep();
	window.jumpAt = at;
	if (target.buffer !== window.buffer)
		yield* editor.parts.exCommand(editor, `keepjumps buffer ${target.buffer.number}`);
	editor.moveTo(target.position);
	return 'once';
}

function* changePlace({ editor, key, count }: NormalCommand): Task<NormalOutcome> {
	const { window, buffer } = editor;
	const list = buffer.changeList;
	if (list.length === 0) throw new VimError('E664: Changelist is empty');
	const from = window.changeAt === 0 || window.changeAt > list.length ? list.length : window.changeAt;
	const at = from + (key === 'g;' ? -count : count);
	if (at < 0) throw new VimError('E662: At start of changelist');
	if (at >= list.length) throw new VimError('E663: At end of changelist');
	window.changeAt = at;
	editor.moveTo(list[at] as { line: number; column: number });
	return 'once';
}

function* quit({ editor, key }: NormalCommand): Task<NormalOutcome> {
	yield* editor.parts.exCommand(editor, key === 'ZZ' ? 'x' : 'q!');
	return 'once';
}

function* suspend({ editor }: NormalCommand): Task<NormalOutcome> {
	yield* editor.screen.suspend(editor);
	return 'once';
}

function* cancel({ editor, given }: NormalCommand): Task<NormalOutcome> {
	if (editor.insertNormal === undefined && !given && !editor.keys.isNested) editor.screen.beep();
	return 'once';
}

function* interrupted({ editor }: NormalCommand): Task<NormalOutcome> {
	if (editor.buffer.modified) editor.messages.say('Type  :qa!  and press <Enter> to abandon all changes and exit Vim');
	else editor.messages.say('Type  :qa  and press <Enter> to exit Vim');
	return 'once';
}

function* redraw({ editor }: NormalCommand): Task<NormalOutcome> {
	editor.screen.forget();
	return 'once';
}

function* paste({ editor }: NormalCommand): Task<NormalOutcome> {
	const { window } = editor;
	editor.checkModifiable();
	if (window.column > 0 && window.text !== '') window.column = nextOffset(window.text, window.column);
	editor.mode = 'insert';
	yield* pasteText(editor);
	editor.mode = 'normal';
	if (window.column > 0) window.column--;
	editor.clampColumn();
	return 'once';
}

function* nothing(): Task<NormalOutcome> {
	return 'once';
}

function* help({ editor }: NormalCommand): Task<NormalOutcome> {
	yield* editor.parts.exCommand(editor, 'help');
	return 'once';
}

function* manual({ editor }: NormalCommand): Task<NormalOutcome> {
	const word = /[\w.-]+/.exec(editor.window.text.slice(editor.window.column));
	if (word === null) throw new VimError('E349: No identifier under cursor');
	yield* editor.parts.exCommand(editor, `!man ${word[0]}`);
	return 'once';
}

function* alternateFile({ editor }: NormalCommand): Task<NormalOutcome> {
	yield* editor.parts.exCommand(editor, 'edit #');
	return 'once';
}

function* exMode({ editor }: NormalCommand): Task<NormalOutcome> {
	editor.mode = 'ex';
	return 'once';
}

function* tabPage({ editor, key, count, given }: NormalCommand): Task<NormalOutcome> {
	yield* editor.parts.exCommand(editor, key === 'gt' ? `tabnext ${given ? count : ''}` : 'tabprevious');
	return 'once';
}

function* lastInsertion({ editor, key }: NormalCommand): Task<NormalOutcome> {
	const char = characterAt(editor.window.text, editor.window.column);
	if (key === 'g8') {
		editor.messages.say(
			[...char].map((each) => (each.codePointAt(0) as number).toString(16).padStart(2, '0')).join(' '),
		);
	}
	return 'once';
}

/** What keys do in Normal mode, but for operators and motions. */
export const NORMAL_COMMANDS: Readonly<Record<string, NormalHandler>> = {
	...CHANGE_COMMANDS,
	'.': repeat,
	u: undoChanges,
	U: undoChanges,
	'\x12': undoChanges,
	'g-': undoChanges,
	'g+': undoChanges,
	q: record,
	'@': runMacro,
	m: mark,
	'\x01': addNumber,
	'\x18': addNumber,
	':': commandLine,
	'&': substituteAgain,
	'g&': substituteAgain,
	gv: visualAgain,
	'\x0f': jump,
	'\t': jump,
	'g;': changePlace,
	'g,': changePlace,
	ZZ: quit,
	ZQ: quit,
	'\x1a': suspend,
	'\x1b': cancel,
	'\x03': interrupted,
	'\x0c': redraw,
	'<PasteStart>': paste,
	'<PasteEnd>': nothing,
	'<Ignore>': nothing,
	'<FocusGained>': nothing,
	'<F1>': help,
	K: manual,
	'\x1e': alternateFile,
	gQ: exMode,
	Q: exMode,
	gt: tabPage,
	gT: tabPage,
	'<C-PageDown>': (command) => tabPage({ ...command, key: 'gt' }),
	'<C-PageUp>': tabPage,
	g8: lastInsertion,
	ga: showCharacter,
	'g\x07': showPosition,
	'\x07': fileInfo,
	gf: goToFile,
	'\x05': scrollLines,
	'\x19': scrollLines,
	'\x04': halfPage,
	'\x15': halfPage,
	'\x06': page,
	'\x02': page,
	'<PageDown>': page,
	'<PageUp>': page,
	'<S-Down>': page,
	'<S-Up>': page,
	zt: place,
	'z\r': place,
	zz: place,
	'z.': place,
	zb: place,
	'z-': place,
	zh: sideways,
	zl: sideways,
	zH: sideways,
	zL: sideways,
	zs: sideways,
	ze: sideways,
	zo: foldCommand,
	zO: foldCommand,
	zc: foldCommand,
	zC: foldCommand,
	za: foldCommand,
	zA: foldCommand,
	zv: foldCommand,
	zR: foldCommand,
	zM: foldCommand,
	zF: foldCommand,
	zd: foldCommand,
	zD: foldCommand,
	zE: foldCommand,
	zi: foldCommand,
	zn: foldCommand,
	zN: foldCommand,
	...windowKeys(),
	...mouseKeys(),
};

function windowKeys(): Record<string, NormalHandler> {
	const out: Record<string, NormalHandler> = {};
	const keys = 'hjklwWtbpcqosvnxrRT=+-_|<>HJKLf]d^z0123456789'.split('');
	keys.push(
		'<Up>',
		'<Down>',
		'<Left>',
		'<Right>',
		'\x17',
		'\x13',
		'\x16',
		'\x0e',
		'\x03',
		'\x11',
		'\x08',
		'\n',
		'\x0b',
		'\x0c',
		'\x0f',
		'\x10',
		'\x12',
		'\x18',
	);
	for (const key of keys) out[`\x17${key}`] = windowCommand;
	return out;
}

function mouseKeys(): Record<string, NormalHandler> {
	return { '<Mouse>': mouse };
}
