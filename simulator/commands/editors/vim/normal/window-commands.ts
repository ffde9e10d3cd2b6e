import type { Task } from '../../../../machinery/task.ts';
import type { Editor } from '../editor.ts';
import { Beep } from '../vim-error.ts';
import type { Window } from '../window.ts';
import type { NormalCommand, NormalOutcome } from './normal-command.ts';

const ARROWS: Readonly<Record<string, string>> = {
	'<Up>': 'k',
	'<Down>': 'j',
	'<Left>': 'h',
	'<Right>': 'l',
	'\x08': 'h',
	'\n': 'j',
	'\x0b': 'k',
	'\x0c': 'l',
	'\x17': 'w',
	'\x13': 's',
	'\x16': 'v',
	'\x0e': 'n',
	'\x03': 'c',
	'\x11': 'q',
	'\x0f': 'o',
	'\x10': 'p',
	'\x12': 'r',
	'\x18': 'x',
};

/** What stands behind Ctrl-W. */
export function* windowCommand(command: NormalCommand): Task<NormalOutcome> {
	const { editor } = command;
	let { count, given } = command;
	let key = command.key.slice(1);
	let digits = '';
	while (/^\d$/.test(key)) {
		digits += key;
		key = yield* editor.keys.next(undefined);
	}
	if (digits !== '') {
		count = Number(digits);
		given = true;
	}
	key = ARROWS[key] ?? key;
	const ex = EX[key];
	if (ex !== undefined) {
		yield* editor.parts.exCommand(editor, given ? `${count}${ex}` : ex);
		return 'once';
	}
	if (key === '+' || key === '-' || key === '_' || key === '>' || key === '<' || key === '|' || key === '=') {
		resize(editor, key, count, given);
		return 'once';
	}
	const target = targetOf(editor, key, count, given);
	if (target === undefined) throw new Beep();
	goWindow(editor, target);
	return 'once';
}

const EX: Readonly<Record<string, string>> = {
	s: 'split',
	S: 'split',
	v: 'vsplit',
	n: 'new',
	c: 'close',
	q: 'quit',
	o: 'only',
	T: 'tab split',
	'^': 'split #',
	f: 'split <cfile>',
};

function targetOf(editor: Editor, key: string, count: number, given: boolean): Window | undefined {
	const { windows } = editor;
	const list = windows.list();
	const at = list.indexOf(windows.current);
	switch (key) {
		case 'w':
			return given ? list[Math.min(count, list.length) - 1] : list[(at + 1) % list.length];
		case 'W':
			return given ? list[Math.min(count, list.length) - 1] : list[(at + list.length - 1) % list.length];
		case 't':
			return list[0];
		case 'b':
			return list.at(-1);
		case 'p':
			return windows.previous;
		case 'h':
		case 'j':
		case 'k':
		case 'l': {
			for (let left = count; left > 1; left--) {
				const next = windows.neighbour(key);
				if (next === undefined) break;
				goWindow(editor, next);
			}
			return windows.neighbour(key) ?? windows.current;
		}
		default:
			return undefined;
	}
}

/** Makes another window the current one. */
export function goWindow(editor: Editor, window: Window): void {
	editor.visual = undefined;
	editor.buffer.lastCursor = editor.window.position;
	editor.windows.go(window);
	editor.clampColumn();
}

function resize(editor: Editor, key: string, count: number, given: boolean): void {
	const { windows } = editor;
	if (key === '=') windows.resize(false, undefined);
	else if (key === '_') windows.resize(false, () => (given ? count : 10_000));
	else if (key === '|') windows.resize(true, () => (given ? count : 10_000));
	else windows.resize(key === '>' || key === '<', (now) => now + (key === '+' || key === '>' ? count : -count));
}
