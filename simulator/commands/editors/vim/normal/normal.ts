import { errorMessage } from '../../../../kernel/error-message.ts';
import { SystemError } from '../../../../kernel/process-api.ts';
import type { Task } from '../../../../machinery/task.ts';
import type { Editor } from '../editor.ts';
import { Folds } from '../folds.ts';
import type { Key } from '../keys/key-names.ts';
import { isNamed } from '../keys/key-names.ts';
import type { MapMode } from '../keys/mappings.ts';
import { scrollToCursor } from '../screen/scroll-to-cursor.ts';
import { Beep, Interrupted, VimError } from '../vim-error.ts';
import { NORMAL_COMMANDS } from './commands.ts';
import type { Motion } from './motion.ts';
import { MOTIONS } from './motions.ts';
import type { NormalCommand } from './normal-command.ts';
import { OPERATOR_KEYS, runOperator } from './operator-command.ts';
import { VISUAL_COMMANDS, VISUAL_TOGGLES, visualObject, visualSize } from './visual.ts';
import { visualRegion } from './visual-state.ts';

/** Keys that need another one to be a command. */
const PREFIXES = new Set(['g', 'z', 'Z', '[', ']', '\x17']);

/** Reads one command and does it. What goes wrong in it is shown, never thrown. */
export function* normalCommand(editor: Editor): Task<void> {
	const { top } = editor.window;
	editor.changed = undefined;
	editor.keys.taken = [];
	editor.pending = '';
	try {
		yield* readAndRun(editor);
	} catch (error) {
		if (error instanceof SystemError) failed(editor, new VimError(errorMessage(error.errno)));
		else if (!isExpected(error)) throw error;
		else failed(editor, error);
	}
	editor.pending = '';
	editor.clampColumn();
	// While a macro runs nobody looks.
	if (!editor.keys.hasWaiting || editor.keys.lastTyped) scrollToCursor(editor, editor.window);
	const moved = Math.abs(editor.window.top - top);
	// What stood at the foot goes when the text is moved, unless all of it is drawn anew.
	const { messages } = editor;
	if ((moved > 0 && moved < editor.window.rows - 1) || editor.shiftsRows) {
		messages.shown = undefined;
		messages.lines = messages.lines.filter((line) => line.passing !== true);
	}
	if (editor.keys.isNested === false && !editor.keys.hasWaiting) editor.buffer.undo.close();
	else if (editor.keys.lastTyped) editor.buffer.undo.close();
}

function isExpected(error: unknown): error is VimError | Beep | Interrupted {
	return error instanceof VimError || error instanceof Beep || error instanceof Interrupted;
}

/** A command has failed: what mappings and macros had still to say is dropped. */
export function failed(editor: Editor, error: VimError | Beep | Interrupted): void {
	editor.keys.flush();
	if (error instanceof VimError && error.message !== '') editor.messages.error(error.message);
	else if (error instanceof Interrupted) editor.messages.error('Interrupted');
	editor.screen.beep();
	editor.mode = editor.mode === 'ex' ? 'ex' : 'normal';
	editor.insertNormal = undefined;
}

function* readAndRun(editor: Editor): Task<void> {
	const { keys } = editor;
	const mode: MapMode = editor.visual === undefined ? 'n' : 'x';
	let register = '';
	let digits = '';
	let key = yield* keys.next(mode);
	for (;;) {
		if (/^[1-9]$/.test(key) || (key === '0' && digits !== '')) digits = (digits + key).slice(0, 10);
		else if (key === '<Del>' && digits !== '') digits = digits.slice(0, -1);
		else if (key === '"') {
			editor.pending = `${showRegister(register)}${digits}"`;
			register = yield* keys.next(undefined);
			if (!isRegister(register)) throw new Beep();
		} else break;
		editor.pending = `${showRegister(register)}${digits}`;
		key = yield* keys.next(mode);
	}
	keys.taken = [key];
	editor.pending += shownKey(key);
	if (PREFIXES.has(key)) {
		if (key === '\x17') editor.pending = `${digits}^W`;
		const next = yield* keys.next(undefined);
		editor.pending += shownKey(next);
		key = combined(key, next);
	}
	const given = digits !== '';
	const count = given ? Math.min(Number(digits), 999_999_999) : 1;
	const command: NormalCommand = { editor, key, count, given, register };
	yield* run(command);
}

/** `z` and Ctrl-W take counts between their keys; those are read by their commands. */
function combined(prefix: Key, next: Key): Key {
	return prefix === '\x17' ? `\x17${next}` : prefix + next;
}

function shownKey(key: Key): string {
	if (isNamed(key)) return '';
	return key < ' ' ? `^${String.fromCharCode(key.charCodeAt(0) + 64)}` : key;
}

function showRegister(register: string): string {
	return register === '' ? '' : `"${register}`;
}

export function isRegister(name: Key): boolean {
	return /^[a-zA-Z0-9"_\-.:%/#]$/.test(name);
}

function* run(command: NormalCommand): Task<void> {
	const { editor, key } = command;
	if (editor.visual !== undefined) {
		const handler = VISUAL_COMMANDS[key];
		if (handler !== undefined) {
			const size = visualSize(editor);
			if (PUTS.has(key)) noteRepeat(command, size);
			const outcome = yield* handler(command);
			if (outcome === 'repeatable') noteRepeat(command, size);
			return;
		}
		if (OPERATOR_KEYS.has(key)) {
			const size = visualSize(editor);
			const outcome = yield* runOperator(command, visualRegion(editor));
			if (outcome === 'repeatable') noteRepeat(command, size);
			return;
		}
		if (key === 'i' || key === 'a') {
			yield* visualObject(command);
			return;
		}
	} else if (OPERATOR_KEYS.has(key) || (key === '~' && editor.flag('tildeop'))) {
		const outcome = yield* runOperator(key === '~' ? { ...command, key: 'g~' } : command, undefined);
		if (outcome === 'repeatable') noteRepeat(command, undefined);
		return;
	}
	const motion = MOTIONS[key];
	if (motion !== undefined) {
		const { count, given } = command;
		const visual = editor.visual !== undefined;
		const result = yield* motion({ editor, key, count, given, operator: '', visual });
		yield* editor.settle();
		go(editor, result);
		yield* editor.settle();
		if (OPENS_FOLDS.test(key) && !editor.keys.isNested) Folds.openAt(editor.window, editor.window.line);
		return;
	}
	const handler = VISUAL_TOGGLES[key] ?? NORMAL_COMMANDS[key.startsWith('<Mouse') ? '<Mouse>' : key];
	if (handler === undefined) throw new Beep();
	// A put that fails is what `.` does again, all the same.
	if (PUTS.has(key)) noteRepeat(command, undefined);
	const outcome = yield* handler(command);
	if (outcome === 'repeatable') noteRepeat(command, undefined);
}

/** Motions that 'foldopen' names as it stands: those within a line, searches, marks, pairs and blocks. */
const OPENS_FOLDS =
	/^(?:[hl wbeWBE0^$|fFtT;,%nN/?*#`'(){}]|g[eE_*#]|[[\]].|<(?:Left|Right|Home|End|BS|[CS]-(?:Left|Right))>)$/;

const PUTS = new Set('p P gp gP ]p [p ]P [P'.split(' '));

/** Remembers the command for `.`. */
function noteRepeat(
	{ editor, key, count, given, register }: NormalCommand,
	visual: ReturnType<typeof visualSize>,
): void {
	if (editor.repeating) return;
	const times = OPERATOR_KEYS.has(key) ? editor.operatorCount : given ? count : 0;
	editor.repeat = { count: times, register, keys: [...editor.keys.taken], visual };
}

/** Puts the cursor where a motion leads. */
export function go(editor: Editor, motion: Motion): void {
	const { window } = editor;
	if (motion.jump === true) window.noteJump();
	if (motion.from !== undefined) {
		editor.visual ??= { mode: 'v', start: motion.from };
	}
	window.line = Math.max(0, Math.min(motion.to.line, editor.buffer.lastLine));
	window.column = Math.min(motion.to.column, window.text.length);
	editor.clampColumn();
	if (motion.want === undefined) editor.keepColumn();
	else if (motion.want !== 'same') window.want = motion.want;
}
