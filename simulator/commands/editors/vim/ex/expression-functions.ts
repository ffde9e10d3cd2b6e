import { indexOfText } from '../../../../machinery/find-text.ts';
import type { Task } from '../../../../machinery/task.ts';
import { strftime } from '../../../strftime.ts';
import type { Editor } from '../editor.ts';
import { expandFileWords } from '../files/file-words.ts';
import { optionNamed } from '../options.ts';
import { VimRegexp } from '../regexp/vim-regexp.ts';
import { columnsBefore } from '../text/characters.ts';
import { VimError } from '../vim-error.ts';
import type { ExValue } from './expression-value.ts';
import { numberOfValue, textOfValue } from './expression-value.ts';
import { runShell } from './shell.ts';

type Values = readonly ExValue[];
type PureFunction = (editor: Editor, values: Values) => ExValue;

const text = (values: Values, index: number): string => textOfValue(values[index] ?? '');
const number = (values: Values, index: number, otherwise = 0): number =>
	values[index] === undefined ? otherwise : numberOfValue(values[index]);

/** What `has()` knows of this vim. */
const FEATURES = new Set(
	'autocmd cmdline_compl cmdline_hist cmdline_info comments cscope diff digraphs eval ex_extra extra_search file_in_path filterpipe find_in_path folding insert_expand jumplist keymap langmap linebreak lispindent localmap mksession modify_fname mouse mouse_sgr mouse_xterm multi_byte num64 packages path_extra persistent_undo postscript printer profile quickfix reltime rightleft scrollbind signs smartindent spell startuptime statusline syntax tag_binary tag_old_static termguicolors textobjects textprop timers title unix unnamedplus user_commands vertsplit vim9script viminfo virtualedit visual visualextra vreplace wildignore wildmenu windows writebackup terminal'.split(
		' ',
	),
);

function lineArgument(editor: Editor, value: ExValue | undefined): number {
	if (value === undefined || value === '.') return editor.window.line + 1;
	if (value === '$') return editor.buffer.lineCount;
	if (typeof value === 'string' && value.startsWith("'"))
		return (editor.buffer.marks.get(value[1] as string)?.line ?? -1) + 1;
	return numberOfValue(value);
}

const FUNCTIONS: Readonly<Record<string, PureFunction>> = {
	has: (_, values) => {
		const name = text(values, 0);
		if (/^patch-?[\d.]+/.test(name)) return 1;
		return FEATURES.has(name) ? 1 : 0;
	},
	exists: (editor, values) => {
		const name = text(values, 0);
		if (/^[&+]/.test(name)) return optionNamed(name.slice(1)) === undefined ? 0 : 1;
		if (name.startsWith('$')) return editor.process.env.has(name.slice(1)) ? 1 : 0;
		if (name.startsWith(':')) return 2;
		if (name.startsWith('*')) return name.slice(1) in FUNCTIONS ? 1 : 0;
		return editor.variables.has(name.replace(/^g:/, '')) ? 1 : 0;
	},
	empty: (_, values) =>
		values[0] === '' || values[0] === 0 || (Array.isArray(values[0]) && values[0].length === 0) ? 1 : 0,
	len: (_, values) => (typeof values[0] === 'number' ? String(values[0]).length : (values[0] ?? '').length),
	strlen: (_, values) => text(values, 0).length,
	toupper: (_, values) => text(values, 0).toUpperCase(),
	tolower: (_, values) => text(values, 0).toLowerCase(),
	str2nr: (_, values) => numberOfValue(text(values, 0)),
	string: (_, values) => (typeof values[0] === 'string' ? `'${values[0]}'` : textOfValue(values[0] ?? '')),
	abs: (_, values) => Math.abs(number(values, 0)),
	repeat: (_, values) => {
		const count = Math.max(0, number(values, 1));
		if (text(values, 0).length * count > 1_000_000) throw new VimError('E342: Out of memory!');
		return text(values, 0).repeat(count);
	},
	strpart: (_, values) => text(values, 0).substr(number(values, 1), number(values, 2, 1_000_000)),
	stridx: (_, values) => indexOfText(text(values, 0), text(values, 1)),
	trim: (_, values) => text(values, 0).trim(),
	nr2char: (_, values) => String.fromCodePoint(Math.max(0, Math.min(number(values, 0), 0x10ffff))),
	char2nr: (_, values) => text(values, 0).codePointAt(0) ?? 0,
	join: (_, values) =>
		Array.isArray(values[0]) ? values[0].map(textOfValue).join(values[1] === undefined ? ' ' : text(values, 1)) : '',
	split: (_, values) =>
		text(values, 0)
			.split(/\s+/)
			.filter((each) => each !== ''),
	range: (_, values) => {
		const [from, to] = values.length > 1 ? [number(values, 0), number(values, 1)] : [0, number(values, 0) - 1];
		if (to - from > 100_000) throw new VimError('E342: Out of memory!');
		return Array.from({ length: Math.max(0, to - from + 1) }, (_unused, index) => from + index);
	},
	max: (_, values) => Math.max(...(Array.isArray(values[0]) ? values[0].map(numberOfValue) : [0])),
	min: (_, values) => Math.min(...(Array.isArray(values[0]) ? values[0].map(numberOfValue) : [0])),
	line: (editor, values) => lineArgument(editor, values[0] === '\'"' ? '\'"' : values[0]),
	col: (editor, values) => (values[0] === '$' ? editor.window.text.length : editor.window.column) + 1,
	virtcol: (editor) => columnsBefore(editor.window.text, editor.window.column, editor.tabstop) + 1,
	indent: (editor, values) => {
		const line = editor.buffer.line(lineArgument(editor, values[0]) - 1);
		return columnsBefore(line, line.length - line.trimStart().length, editor.tabstop);
	},
	getline: (editor, values) => {
		const first = lineArgument(editor, values[0]);
		if (values[1] === undefined) return editor.buffer.line(first - 1);
		return editor.buffer.slice(first - 1, lineArgument(editor, values[1]));
	},
	setline: (editor, values) => {
		const line = lineArgument(editor, values[0]) - 1;
		if (line <= editor.buffer.lastLine) editor.buffer.setLine(line, text(values, 1));
		else insertBehind(editor, line, [text(values, 1)]);
		return 0;
	},
	append: (editor, values) => {
		const lines = Array.isArray(values[1]) ? values[1].map(textOfValue) : [text(values, 1)];
		insertBehind(editor, lineArgument(editor, values[0]), lines);
		return 0;
	},
	cursor: (editor, values) => {
		editor.moveTo({ line: number(values, 0) - 1, column: Math.max(0, number(values, 1, 1) - 1) });
		return 0;
	},
	mode: (editor) => (editor.mode === 'insert' ? 'i' : (editor.visual?.mode ?? 'n')),
	bufname: (editor) => editor.buffer.name,
	bufnr: (editor) => editor.buffer.number,
	winnr: (editor, values) =>
		values[0] === '$' ? editor.windows.list().length : editor.windows.list().indexOf(editor.window) + 1,
	localtime: (editor) => Math.floor(editor.process.now() / 1000),
	strftime: (editor, values) =>
		strftime(text(values, 0), values[1] === undefined ? editor.process.now() : number(values, 1) * 1000),
	getcwd: (editor) => editor.process.cwd,
	hostname: (editor) => editor.process.hostname,
	getpid: (editor) => editor.process.pid,
	expand: (editor, values) => expandFileWords(editor, text(values, 0)),
	fnamemodify: (editor, values) => expandFileWords(editor, text(values, 0) + text(values, 1)),
	filereadable: (editor, values) =>
		editor.process.access(expandFileWords(editor, text(values, 0)), { read: true }) ? 1 : 0,
	isdirectory: (editor, values) => (isDirectory(editor, expandFileWords(editor, text(values, 0))) ? 1 : 0),
	executable: (editor, values) => {
		const path = editor.process.env.get('PATH') ?? '/usr/bin:/bin';
		return path.split(':').some((folder) => editor.process.access(`${folder}/${text(values, 0)}`, { execute: true }))
			? 1
			: 0;
	},
	glob: () => '',
	maparg: () => '',
	shellescape: (_, values) => `'${text(values, 0).replaceAll("'", "'\\''")}'`,
	escape: (_, values) =>
		[...text(values, 0)].map((char) => (text(values, 1).includes(char) ? `\\${char}` : char)).join(''),
	match: (_, values) => new VimRegexp(text(values, 1)).exec(text(values, 0))?.start ?? -1,
	matchstr: (_, values) => new VimRegexp(text(values, 1)).exec(text(values, 0))?.groups[0] ?? '',
	getreg: (editor, values) => (editor.registers.get(text(values, 0))?.lines ?? []).join('\n'),
	setreg: (editor, values) => {
		editor.registers.set(text(values, 0), { lines: text(values, 1).split('\n'), type: 'char' });
		return 0;
	},
	printf: (_, values) => {
		let index = 1;
		return text(values, 0).replace(/%(-?\d*)([ds%])/g, (_whole, width: string, kind: string) => {
			if (kind === '%') return '%';
			const shown = kind === 'd' ? String(number(values, index++)) : text(values, index++);
			return width.startsWith('-')
				? shown.padEnd(Math.min(1_000, -Number(width)))
				: shown.padStart(Math.min(1_000, Number(width)), width.startsWith('0') ? '0' : ' ');
		});
	},
	eval: () => 0,
};

/** Lines behind another; the cursor stays on its text. */
function insertBehind(editor: Editor, line: number, lines: readonly string[]): void {
	editor.buffer.insertLines(line, lines);
	if (editor.window.line >= line) editor.window.line += lines.length;
}

function isDirectory(editor: Editor, path: string): boolean {
	try {
		return editor.process.stat(path).type === 'directory';
	} catch {
		return false;
	}
}

/** Throws VimError E117 for what there is not. */
export function* callFunction(editor: Editor, name: string, values: Values): Task<ExValue> {
	yield* editor.tick();
	if (name === 'system') return (yield* runShell(editor, text(values, 0), text(values, 1))).output;
	if (name === 'substitute') return substituted(values);
	if (name === 'feedkeys') {
		editor.keys.insert([...text(values, 0)], true);
		return 0;
	}
	const known = FUNCTIONS[name];
	if (known === undefined) throw new VimError(`E117: Unknown function: ${name}`);
	return known(editor, values);
}

function substituted(values: Values): string {
	const source = text(values, 0);
	const regexp = new VimRegexp(text(values, 1));
	const global = text(values, 3).includes('g');
	let out = '';
	let at = 0;
	while (at <= source.length) {
		const match = regexp.exec(source, at);
		if (match === undefined) break;
		const replacement = text(values, 2).replace(
			/\\(\d)|&/g,
			(_, group: string | undefined) => match.groups[Number(group ?? 0)] ?? '',
		);
		out += source.slice(at, match.start) + replacement;
		at = match.end > match.start ? match.end : match.end + 1;
		if (match.end === match.start) out += source.slice(match.end, match.end + 1);
		if (!global) break;
	}
	return out + source.slice(at);
}
