import { characterCount } from '../../../machinery/characters.ts';
import type { Task } from '../../../machinery/task.ts';
import { characterClass, firstNonBlank } from '../vim/text/characters.ts';
import {
	breakLine,
	comment,
	copy,
	cut,
	cutToEnd,
	deleteBack,
	deleteForward,
	indent,
	justify,
	paste,
	typeTab,
} from './nano-editing.ts';
import { execute } from './nano-execute.ts';
import { insertFile, writeOut } from './nano-files.ts';
import { goToPrompt } from './nano-go-to.ts';
import { ask } from './nano-prompt.ts';
import { searchAgain, searchCommand } from './nano-search.ts';
import type { NanoState } from './nano-state.ts';

type Action = (nano: NanoState) => void;
type Dialog = (nano: NanoState) => Task<void>;

/** Movements: they end what typing and cutting go on with. */
const MOVES: Readonly<Record<string, Action>> = {
	Left: (nano) => nano.buffer.left(),
	Right: (nano) => nano.buffer.right(),
	Home: home,
	End: (nano) => nano.buffer.moveTo(nano.buffer.line, nano.buffer.text.length),
	'C-Left': (nano) => word(nano, true),
	'C-Right': (nano) => word(nano, false),
	'M-\\': (nano) => nano.buffer.moveTo(0, 0),
	'M-/': lastLine,
	'M-(': (nano) => paragraph(nano, true),
	'M-)': (nano) => paragraph(nano, false),
	'M-]': bracket,
};

/** Up and down, which keep the column. */
const ROWS: Readonly<Record<string, Action>> = {
	Up: (nano) => nano.buffer.moveRows(-1, nano.tabsize),
	Down: (nano) => nano.buffer.moveRows(1, nano.tabsize),
	PageUp: (nano) => page(nano, -1),
	PageDown: (nano) => page(nano, 1),
};

const EDITS: Readonly<Record<string, Action>> = {
	Enter: breakLine,
	Tab: typeTab,
	Bsp: deleteBack,
	Del: deleteForward,
	'^U': paste,
	'M-}': (nano) => indent(nano, false),
	'M-{': (nano) => indent(nano, true),
	'M-3': comment,
	'M-U': (nano) => nano.say(undone(nano.buffer.undo(), 'Undid', 'Nothing to undo')),
	'M-E': (nano) => nano.say(undone(nano.buffer.redo(), 'Redid', 'Nothing to redo')),
	'M-T': cutToEnd,
};

/** An edit that may take long. */
const JUSTIFY = '^J';

/** What view mode refuses besides. */
const WRITERS: ReadonlySet<string> = new Set(['^K', '^O', '^R', '^T']);

const OTHERS: Readonly<Record<string, Action>> = {
	'^C': location,
	'M-A': mark,
	'M-D': count,
	'^Z': (nano) => nano.say('To suspend, type ^T^Z'),
	'M-,': (nano) => switchBuffer(nano, -1),
	'M-.': (nano) => switchBuffer(nano, 1),
};

const DIALOGS: Readonly<Record<string, Dialog>> = {
	'^X': leave,
	'^O': writeOutCommand,
	'^R': (nano) => insertFile(nano, execute),
	'^W': (nano) => search(nano, false, false),
	'^Q': (nano) => search(nano, false, true),
	'^\\': (nano) => search(nano, true, false),
	'M-W': (nano) => searchAgain(nano, false),
	'M-Q': (nano) => searchAgain(nano, true),
	'^_': goToPrompt,
	'^T': execute,
};

/** Toggles: what they are called on the status line, and the flag. */
const TOGGLES: Readonly<Record<string, readonly [title: string, flag: string, inverted?: boolean]>> = {
	'M-X': ['Help mode', 'nohelp', true],
	'M-C': ['Constant cursor position display', 'constantshow'],
	'M-P': ['Whitespace display', 'whitespacedisplay'],
	'M-H': ['Smart home key', 'smarthome'],
	'M-I': ['Auto indent', 'autoindent'],
	'M-K': ['Cut to end', 'cutfromcursor'],
	'M-L': ['Hard wrapping of overlong lines', 'breaklonglines'],
	'M-O': ['Conversion of typed tabs to spaces', 'tabstospaces'],
	'M-N': ['Line numbering', 'linenumbers'],
	'M-#': ['Line numbering', 'linenumbers'],
	'M-M': ['Mouse support', 'mouse'],
};

const ALIASES: Readonly<Record<string, string>> = {
	'^B': 'Left',
	'^F': 'Right',
	'^P': 'Up',
	'^N': 'Down',
	'^A': 'Home',
	'^E': 'End',
	'^Y': 'PageUp',
	'^V': 'PageDown',
	'^@': 'C-Right',
	'M- ': 'C-Left',
	'^D': 'Del',
	'^M': 'Enter',
	'^I': 'Tab',
	'^H': 'Bsp',
	'^/': '^_',
	'^-': '^_',
	'M-G': '^_',
	'M-^': 'M-6',
	'M-R': '^\\',
	'^^': 'M-A',
	'^6': 'M-A',
	'M-|': 'M-\\',
	'M-?': 'M-/',
	'C-Home': 'M-\\',
	'C-End': 'M-/',
	'M-9': 'M-(',
	'M-0': 'M-)',
	'M-;': 'M-,',
	'M-<': 'M-,',
	'M->': 'M-.',
	'M-V': '^V',
	F2: '^X',
	F3: '^O',
	F5: '^R',
	F6: '^W',
	F7: 'PageUp',
	F8: 'PageDown',
	F9: '^K',
	F10: '^U',
	F11: '^C',
	F12: '^T',
	'S-Tab': 'M-{',
};

/** Does what a key is bound to; false: it is bound to nothing. */
export function* runKey(nano: NanoState, typed: string): Task<boolean> {
	const key = ALIASES[typed] ?? typed;
	const { buffer } = nano;
	if (key !== '^K' && key !== 'M-6') nano.keepCut = false;
	const edit = EDITS[key];
	if ((edit !== undefined || key === JUSTIFY || WRITERS.has(key)) && nano.options.has('view')) {
		nano.say('Key is invalid in view mode');
		return true;
	}
	if (edit !== undefined) edit(nano);
	else if (key === JUSTIFY) yield* justify(nano);
	else if (key === '^K') cut(nano);
	else if (key === 'M-6') copy(nano);
	else if (ROWS[key] !== undefined) {
		buffer.lastAction = '';
		ROWS[key](nano);
		return true;
	} else {
		buffer.lastAction = '';
		const toggle = TOGGLES[key];
		if (MOVES[key] !== undefined) MOVES[key](nano);
		else if (OTHERS[key] !== undefined) OTHERS[key](nano);
		else if (DIALOGS[key] !== undefined) yield* DIALOGS[key](nano);
		else if (toggle !== undefined) {
			const on = nano.options.toggle(toggle[1]) !== (toggle[2] === true);
			if (key === 'M-C') location(nano);
			else nano.say(`${toggle[0]} ${on ? 'enabled' : 'disabled'}`);
		} else if (key !== '^L') return false;
	}
	// The last buffer may just have been closed.
	if (!nano.done) nano.buffer.want = nano.buffer.column(nano.tabsize);
	return true;
}

function home(nano: NanoState): void {
	const { buffer } = nano;
	const first = firstNonBlank(buffer.text);
	const smart = nano.options.has('smarthome') && buffer.x !== first && first < buffer.text.length;
	buffer.moveTo(buffer.line, smart ? first : 0);
}

function lastLine(nano: NanoState): void {
	const { buffer } = nano;
	buffer.moveTo(buffer.lastLine, Number.MAX_SAFE_INTEGER);
	buffer.top = Math.max(0, buffer.lastLine - nano.editRows + 1);
}

function page(nano: NanoState, way: 1 | -1): void {
	const { buffer } = nano;
	const rows = Math.max(1, nano.editRows - 2);
	if (way < 0 && buffer.line < rows) buffer.moveTo(0, 0);
	else if (way > 0 && buffer.line + rows > buffer.lastLine) lastLine(nano);
	else {
		buffer.moveRows(way * rows, nano.tabsize);
		buffer.top = Math.max(0, buffer.top + way * rows);
		return;
	}
	if (way < 0) buffer.top = 0;
}

/** To the next word's start, or the one before. */
function word(nano: NanoState, back: boolean): void {
	const { buffer } = nano;
	const inWord = (): boolean => characterClass(buffer.text[buffer.x]) >= 2 && buffer.text[buffer.x] !== '_';
	if (back) {
		let seen = false;
		for (;;) {
			const before = { line: buffer.line, x: buffer.x };
			buffer.left();
			if (before.line === buffer.line && before.x === buffer.x) return;
			if (inWord()) seen = true;
			else if (seen) {
				buffer.moveTo(before.line, before.x);
				return;
			}
		}
	}
	let left = !inWord();
	while (buffer.line < buffer.lastLine || buffer.x < buffer.text.length) {
		buffer.right();
		if (!inWord()) left = true;
		else if (left) return;
	}
}

function paragraph(nano: NanoState, back: boolean): void {
	const { buffer } = nano;
	const empty = (line: number): boolean => (buffer.lines[line] as string).trim() === '';
	let { line } = buffer;
	if (back) {
		if (line > 0) line--;
		while (line > 0 && empty(line)) line--;
		while (line > 0 && !empty(line - 1)) line--;
	} else {
		while (line < buffer.lastLine && empty(line)) line++;
		while (line < buffer.lastLine && !empty(line)) line++;
	}
	buffer.moveTo(line, 0);
}

const PAIRS = '(<[{)>]}';

function bracket(nano: NanoState): void {
	const { buffer } = nano;
	const char = buffer.text[buffer.x] ?? '';
	const at = char === '' ? -1 : PAIRS.indexOf(char);
	if (at < 0) {
		nano.say('Not a bracket');
		return;
	}
	const other = PAIRS[(at + 4) % 8];
	const step = at < 4 ? 1 : -1;
	let depth = 0;
	let x = buffer.x;
	for (let line = buffer.line; line >= 0 && line <= buffer.lastLine; line += step) {
		const text = buffer.lines[line] as string;
		if (line !== buffer.line) x = step > 0 ? 0 : text.length - 1;
		for (; x >= 0 && x < text.length; x += step) {
			if (text[x] === char) depth++;
			else if (text[x] === other && --depth === 0) {
				buffer.moveTo(line, x);
				return;
			}
		}
	}
	nano.say('No matching bracket');
}

function undone(name: string | undefined, verb: string, nothing: string): string {
	return name === undefined ? nothing : `${verb} ${name}`;
}

function mark(nano: NanoState): void {
	const { buffer } = nano;
	buffer.mark = buffer.mark === undefined ? { line: buffer.line, x: buffer.x } : undefined;
	nano.say(buffer.mark === undefined ? 'Mark Unset' : 'Mark Set');
}

function characters(lines: readonly string[]): number {
	let sum = lines.length - 1;
	for (const line of lines) sum += characterCount(line);
	return sum;
}

/** Where the cursor is. Models winio.c report_cursor_position. */
export function location(nano: NanoState): void {
	const { buffer, tabsize } = nano;
	const line = buffer.line + 1;
	const total = buffer.lines.length;
	const column = buffer.column(tabsize) + 1;
	const end = { line: buffer.line, x: buffer.text.length };
	const here = { line: buffer.line, x: buffer.x };
	buffer.x = end.x;
	const width = buffer.column(tabsize) + 1;
	buffer.x = here.x;
	const sum = characters(buffer.between({ line: 0, x: 0 }, here));
	const all = characters(buffer.lines);
	const percent = (part: number, whole: number): string => String(whole === 0 ? 0 : Math.floor((100 * part) / whole));
	const wide = (value: number, of: number): string => String(value).padStart(Math.max(2, String(of).length));
	nano.say(
		`line ${wide(line, total)}/${total} (${percent(line, total).padStart(2)}%), col ${String(column).padStart(2)}/${String(width).padStart(2)} (${percent(column, width).padStart(3)}%), char ${wide(sum, all)}/${all} (${percent(sum, all).padStart(2)}%)`,
	);
}

/** M-D. */
function count(nano: NanoState): void {
	const region = nano.buffer.region();
	const lines = region === undefined ? nano.buffer.lines : nano.buffer.between(region[0], region[1]);
	const words = lines
		.join('\n')
		.split(/\s+/)
		.filter((each) => each !== '').length;
	const rows = lines.length - (lines.at(-1) === '' ? 1 : 0);
	const plural = (value: number, one: string): string => `${value} ${one}${value === 1 ? '' : 's'}`;
	const scope = region === undefined ? '' : 'In Selection:  ';
	nano.say(`${scope}${plural(rows, 'line')},  ${plural(words, 'word')},  ${plural(characters(lines), 'character')}`);
}

function switchBuffer(nano: NanoState, way: number): void {
	if (nano.buffers.length === 1) {
		nano.say('No more open file buffers');
		return;
	}
	nano.index = (nano.index + way + nano.buffers.length) % nano.buffers.length;
	nano.say(nameAndLines(nano));
}

function nameAndLines({ buffer: { name, lastLine: lines } }: NanoState): string {
	return `${name === '' ? 'New Buffer' : name} -- ${lines} ${lines === 1 ? 'line' : 'lines'}`;
}

function* search(nano: NanoState, replacing: boolean, back: boolean): Task<void> {
	if (replacing && nano.options.has('view')) nano.say('Key is invalid in view mode');
	else {
		nano.options.flags.delete('backwards');
		if (back) nano.options.flags.add('backwards');
		yield* searchCommand(nano, replacing);
	}
}

function* writeOutCommand(nano: NanoState): Task<void> {
	yield* writeOut(nano, false);
}

/** ^X. */
function* leave(nano: NanoState): Task<void> {
	const { buffer, options } = nano;
	if (buffer.modified && !options.has('view')) {
		const choice = options.has('saveonexit') ? 'yes' : yield* ask(nano, 'Save modified buffer? ');
		if (choice === 'cancel') {
			nano.say('Cancelled');
			return;
		}
		if (choice === 'yes' && !(yield* writeOut(nano, true))) return;
	}
	nano.buffers = nano.buffers.filter((each) => each !== buffer);
	if (nano.buffers.length === 0) nano.done = true;
	else {
		nano.index = Math.max(0, nano.index % nano.buffers.length);
		nano.say(nameAndLines(nano));
	}
}
