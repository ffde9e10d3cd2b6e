import type { Task } from '../../../../machinery/task.ts';
import { trimEndOf } from '../../../../machinery/trim-end.ts';
import { readCommandLine } from '../cmdline/read-command-line.ts';
import type { Editor } from '../editor.ts';
import { parseKeys, textToKeys } from '../keys/key-names.ts';
import { makeFold } from '../normal/fold-commands.ts';
import { indentText } from '../normal/indent.ts';
import { setMark } from '../normal/marks.ts';
import { joinLines, remove, reportLines, setChangeMarks, shift, yank } from '../normal/operators.ts';
import { put, readRegister } from '../normal/put.ts';
import { lineRegion } from '../normal/region.ts';
import { redo, undo, undoByTime, undoTo } from '../normal/undo.ts';
import { registerString } from '../registers.ts';
import { columnsBefore, firstNonBlank, shownCharacter, widthOf } from '../text/characters.ts';
import { Beep, VimError } from '../vim-error.ts';
import { readAddresses } from './addresses.ts';
import type { ExCommand, ExKind, ExRange } from './ex-command.ts';
import { textOfValue } from './expression-value.ts';
import { filterLines } from './filter.ts';
import { global } from './global.ts';
import { runCommandOnScreen } from './shell-command.ts';
import { sortLines } from './sort.ts';
import { substitute } from './substitute.ts';

/** Register and count behind `:d`, `:y` and `:put`. */
function registerAndCount({ editor, args, range }: ExCommand): { register: string; range: ExRange } {
	const match = /^([a-zA-Z"_\-*+]|\d(?=\s))?\s*(\d*)\s*$/.exec(args);
	if (match === null) throw new VimError(`E488: Trailing characters: ${args}`);
	return { register: match[1] ?? '', range: counted(editor, range, match[2] as string) };
}

/** A count begins at the last line of the range. */
function counted(editor: Editor, range: ExRange, count: string): ExRange {
	if (count === '') return range;
	if (Number(count) === 0) throw new VimError('E939: Positive count required');
	return { ...range, first: range.last, last: Math.min(range.last + Number(count) - 1, editor.buffer.lastLine) };
}

function requestOf(editor: Editor, range: ExRange, register: string): Parameters<typeof remove>[0] {
	const region = lineRegion(range.first, range.last);
	return { editor, region, register, visual: false, amount: 1, cursor: editor.window.position };
}

function* deleteLines(command: ExCommand): Task<void> {
	const { register, range } = registerAndCount(command);
	remove(requestOf(command.editor, range, register));
	yield* command.editor.tick();
}

function* yankLines(command: ExCommand): Task<void> {
	const { editor } = command;
	const { register, range } = registerAndCount(command);
	const cursor = editor.window.position;
	yank(requestOf(editor, range, register));
	editor.moveTo(cursor);
	yield* editor.tick();
}

function* putRegister({ editor, args, bang, range }: ExCommand): Task<void> {
	let name = args.trim();
	if (name.startsWith('=')) {
		const value = textOfValue(yield* editor.parts.evaluate(editor, name.slice(1)));
		editor.registers.set('\0put', { lines: value.replace(/\n$/, '').split('\n'), type: 'line' });
		name = '\0put';
	}
	editor.window.line = range.last;
	const before = bang || range.zero;
	if (range.zero) editor.window.line = 0;
	yield* put(editor, { register: name, count: 1, before, behind: false, fitIndent: false, asLines: true });
}

/** The line that `:m` and `:t` go behind; −1: before the first. */
function* targetLine({ editor, args }: ExCommand): Task<number> {
	const { lines, rest } = yield* readAddresses(editor, args);
	const target = lines.at(-1);
	if (target === undefined) throw new VimError('E14: Invalid address');
	if (rest.trim() !== '') throw new VimError(`E488: Trailing characters: ${rest.trim()}`);
	if (target < -1 || target > editor.buffer.lastLine) throw new VimError('E16: Invalid range');
	return target;
}

function* moveLines(command: ExCommand): Task<void> {
	const { editor, range } = command;
	editor.checkModifiable();
	const target = yield* targetLine(command);
	if (target >= range.first && target < range.last)
		throw new VimError('E134: Cannot move a range of lines into itself');
	const count = range.last - range.first + 1;
	const lines = editor.buffer.slice(range.first, range.last + 1);
	// There already.
	if (target === range.last || target === range.first - 1) editor.window.line = range.last;
	else if (target > range.last) {
		editor.buffer.insertLines(target + 1, lines);
		editor.buffer.deleteLines(range.first, count);
		editor.window.line = target;
	} else {
		editor.buffer.insertLines(target + 1, lines);
		editor.buffer.deleteLines(range.first + count, count);
		editor.window.line = target + count;
	}
	editor.startLine();
	if (count > editor.number('report') && !editor.globalBusy) editor.messages.say(`${count} lines moved`);
}

function* copyLines(command: ExCommand): Task<void> {
	const { editor, range } = command;
	editor.checkModifiable();
	const target = yield* targetLine(command);
	const lines = editor.buffer.slice(range.first, range.last + 1);
	editor.buffer.insertLines(target + 1, lines);
	editor.window.line = target + lines.length;
	editor.startLine();
	setChangeMarks(editor, { line: target + 1, column: 0 }, { line: target + lines.length, column: 0 });
	reportLines(editor, lines.length);
}

function* join({ editor, args, bang, range }: ExCommand): Task<void> {
	const count = /^\d+/.exec(args)?.[0] ?? '';
	const area = counted(editor, range, count);
	const { window, buffer } = editor;
	// Of one line there is nothing to join, unless it is the only one that was named.
	const alone = area.first === area.last;
	const named = range.given + (count === '' ? 0 : 1);
	if (alone && (named >= 2 || area.first >= buffer.lastLine)) {
		window.line = area.first;
		editor.clampColumn();
		if (named >= 2) return;
		throw new Beep();
	}
	const lines = area.last - area.first + 1;
	joinLines(editor, area.first, Math.max(2, lines), !bang);
	yield* editor.tick();
	editor.beginLine();
}

function* shiftLines({ editor, args, range, name }: ExCommand): Task<void> {
	const more = /^[<>]*/.exec(args) as RegExpExecArray;
	const count = args.slice(more[0].length).trim();
	const area = counted(editor, range, count);
	shift({ ...requestOf(editor, area, ''), amount: 1 + more[0].length }, name === '>');
	editor.window.line = area.last;
	editor.startLine();
	yield* editor.tick();
}

function* markLine({ editor, args, range }: ExCommand): Task<void> {
	const kept = editor.window.position;
	editor.window.line = range.last;
	editor.window.column = 0;
	const name = args.trim();
	const done = /^.$/.test(name) && setMark(editor, name);
	editor.window.line = kept.line;
	editor.window.column = kept.column;
	if (!done)
		throw new VimError(
			name === '' ? 'E471: Argument required' : 'E191: Argument must be a letter or forward/backward quote',
		);
	yield* editor.tick();
}

/** `:normal`: keys on each line of a range. */
function* normal({ editor, args, bang, range }: ExCommand): Task<void> {
	const keys = textToKeys(args).map((key) => (key === '\x7f' ? '<BS>' : key));
	if (keys.length === 0) throw new VimError('E471: Argument required');
	if (range.given === 0) {
		yield* editor.runKeys(keys, !bang);
		return;
	}
	const lines: (number | undefined)[] = [];
	for (let line = range.first; line <= range.last; line++) lines.push(line);
	const outer = editor.globalLines;
	editor.globalLines = lines;
	try {
		for (let index = 0; index < lines.length; index++) {
			const line = lines[index];
			if (line === undefined || line > editor.buffer.lastLine) continue;
			editor.window.line = line;
			editor.window.column = 0;
			editor.keepColumn();
			yield* editor.runKeys(keys, !bang);
		}
	} finally {
		editor.globalLines = outer;
	}
}

function* retab({ editor, args, bang, range }: ExCommand): Task<void> {
	editor.checkModifiable();
	const old = editor.tabstop;
	const next = args === '' ? old : Number.parseInt(args, 10);
	if (Number.isNaN(next)) throw new VimError('E487: Argument must be positive');
	const expand = editor.flag('expandtab');
	for (let line = range.first; line <= range.last; line++) {
		const text = editor.buffer.line(line);
		const changed = text.replace(bang ? /[ \t]+/g : / *\t[ \t]*/g, (blanks: string, at: number) => {
			const from = columnsBefore(text, at, old);
			const to = columnsBefore(text, at + blanks.length, old);
			if (expand) return ' '.repeat(to - from);
			if (bang && !blanks.includes('\t') && to - from < 2) return blanks;
			let cell = from;
			let out = '';
			while (cell + next - (cell % next) <= to) {
				out += '\t';
				cell += next - (cell % next);
			}
			return out + ' '.repeat(to - cell);
		});
		if (changed !== text) editor.buffer.setLine(line, changed);
		yield* editor.tick();
	}
	if (args !== '') {
		editor.buffer.options.set('tabstop', next);
		editor.global.values.set('tabstop', next);
	}
	editor.moveToLine(editor.window.line);
}

function* printLines({ editor, name, args, range }: ExCommand): Task<void> {
	const area = counted(editor, range, /^\d+/.exec(args)?.[0] ?? '');
	const numbered = name === 'number' || name === '#' || editor.flag('number') || args.includes('#');
	const out: string[] = [];
	for (let line = area.first; line <= area.last; line++) {
		const text = editor.buffer.line(line);
		const shown =
			name === 'list' ? `${[...text].map((char) => (char === '\t' ? '^I' : shownCharacter(char))).join('')}$` : text;
		out.push((numbered ? `${String(line + 1).padStart(3)} ` : '') + shown.replaceAll('\t', '        '));
		yield* editor.tick();
	}
	editor.moveTo({ line: area.last, column: 0 });
	editor.beginLine();
	if (editor.silent || out.length > 1 || editor.globalBusy) editor.messages.list(out);
	else editor.messages.say(out[0] as string);
}

function* lineNumber({ editor, range }: ExCommand): Task<void> {
	editor.messages.say(String((range.given === 0 ? editor.buffer.lastLine : range.last) + 1));
	yield* editor.tick();
}

function* align({ editor, name, args, range }: ExCommand): Task<void> {
	editor.checkModifiable();
	editor.buffer.keepLines(range.first, range.last - range.first + 1);
	const width = args === '' ? (name === 'left' ? 0 : editor.number('textwidth') || 80) : Number.parseInt(args, 10);
	for (let line = range.first; line <= range.last; line++) {
		const whole = editor.buffer.line(line);
		const text = whole.slice(firstNonBlank(whole));
		const shown = widthOf(trimEndOf(text, ' \t'));
		yield* editor.tick();
		if (name !== 'left' && shown === 0) continue;
		const room = Math.max(0, width - shown);
		const indent = name === 'left' ? width : name === 'right' ? room : Math.floor(room / 2);
		editor.buffer.setLine(line, indentText(editor, indent) + text);
	}
	editor.startLine();
}

function* undoRedo({ editor, name, args }: ExCommand): Task<void> {
	if (name === 'undo' && args !== '') undoTo(editor, Number(args));
	else if (name === 'undo') undo(editor, 1);
	else if (name === 'redo') redo(editor, 1);
	else {
		const match = /^(\d*)([smhdf]?)$/.exec(args);
		if (match === null) throw new VimError(`E475: Invalid argument: ${args}`);
		const count = match[1] === '' ? 1 : Number(match[1]);
		const seconds = { s: 1, m: 60, h: 3_600, d: 86_400 }[match[2] as string];
		undoByTime(editor, (name === 'earlier' ? -1 : 1) * (seconds === undefined ? count : Number.MAX_SAFE_INTEGER));
	}
	yield* editor.tick();
}

/** `:a`, `:i` and `:c`: lines of the script, or typed, up to a dot. */
function* appendLines({ editor, name, range }: ExCommand): Task<void> {
	const script = editor.scriptLines;
	const added: string[] = [];
	editor.checkModifiable();
	for (;;) {
		const line = script === undefined ? yield* readCommandLine(editor, '') : script.shift();
		if (line === undefined || line === '.') break;
		added.push(line);
	}
	const { buffer } = editor;
	const at =
		buffer.hasNoLines || range.zero
			? 0
			: name === 'append'
				? range.last + 1
				: name === 'insert'
					? range.last
					: range.first;
	const gone = name === 'change' ? range.last - range.first + 1 : buffer.hasNoLines && added.length > 0 ? 1 : 0;
	buffer.replaceLines(at, gone, added);
	editor.window.line = Math.max(0, at + added.length - 1);
	if (added.length > 0) setChangeMarks(editor, { line: at, column: 0 }, { line: editor.window.line, column: 0 });
	editor.startLine();
	yield* editor.tick();
}

/** `:!cmd`, and `:r,r!cmd`. */
function* bang({ editor, args, range }: ExCommand): Task<void> {
	const command = args.replace(/\\(.)|!/g, (whole, escaped: string | undefined) =>
		escaped === '!' ? '!' : escaped === undefined ? editor.lastShellCommand : whole,
	);
	editor.lastShellCommand = command;
	if (range.given > 0) yield* filterLines(editor, range.first, range.last, command);
	else yield* runCommandOnScreen(editor, command);
}

function* fold({ editor, name, range }: ExCommand): Task<void> {
	if (name === 'fold') makeFold(editor, range.first, range.last);
	else {
		for (const each of editor.window.folds) {
			if (each.first <= range.last && each.last >= range.first) each.closed = name === 'foldclose';
		}
	}
	yield* editor.tick();
}

function* atRegister({ editor, args, range }: ExCommand): Task<void> {
	const name = args.trim() === '' || args.trim() === '@' ? editor.lastMacro || '"' : args.trim();
	editor.window.line = range.given > 0 ? range.last : editor.window.line;
	if (name === ':') {
		yield* editor.parts.exCommand(editor, editor.lastCommandLine);
		return;
	}
	editor.lastMacro = name;
	const text = readRegister(editor, name);
	if (text === undefined) throw new Beep();
	for (const line of registerString(text).replace(/\n$/, '').split('\n')) yield* editor.parts.exCommand(editor, line);
}

function* startInsert({ editor, bang: atEnd }: ExCommand): Task<void> {
	editor.keys.insert(parseKeys(atEnd ? 'A' : 'i'), false);
	yield* editor.tick();
}

const line = (name: string, least: number, run: ExKind['run'], more: Partial<ExKind> = {}): ExKind => ({
	name,
	least,
	run,
	lines: 'line',
	...more,
});

export const TEXT_COMMANDS: readonly ExKind[] = [
	line('substitute', 1, substitute, { takesBar: false, takesQuote: true }),
	line('&&', 2, substitute),
	line('&', 1, substitute),
	line('~', 1, substitute),
	line('global', 1, global, { takesBar: true, lines: 'all' }),
	line('vglobal', 1, global, { takesBar: true, lines: 'all' }),
	line('delete', 1, deleteLines),
	line('yank', 1, yankLines),
	line('put', 2, putRegister, { takesQuote: true }),
	line('move', 1, moveLines),
	line('t', 1, copyLines),
	line('copy', 2, copyLines),
	line('join', 1, join),
	line('>', 1, shiftLines),
	line('<', 1, shiftLines),
	line('k', 1, markLine),
	line('mark', 2, markLine),
	line('normal', 4, normal, { takesBar: true }),
	line('sort', 3, sortLines, { lines: 'all', takesQuote: true }),
	line('retab', 3, retab, { lines: 'all' }),
	line('print', 1, printLines),
	line('Print', 1, printLines),
	line('number', 2, printLines),
	line('#', 1, printLines),
	line('list', 1, printLines),
	line('=', 1, lineNumber),
	line('left', 2, align),
	line('right', 2, align),
	line('center', 2, align),
	line('undo', 1, undoRedo, { lines: 'none' }),
	line('redo', 3, undoRedo, { lines: 'none' }),
	line('earlier', 2, undoRedo, { lines: 'none' }),
	line('later', 3, undoRedo, { lines: 'none' }),
	line('append', 1, appendLines),
	line('insert', 1, appendLines),
	line('change', 1, appendLines),
	line('!', 1, bang, { takesBar: true }),
	line('fold', 2, fold),
	line('foldopen', 5, fold),
	line('foldclose', 5, fold),
	line('@', 1, atRegister, { takesQuote: true }),
	line('*', 1, atRegister, { takesQuote: true }),
	line('startinsert', 4, startInsert, { lines: 'none' }),
];
