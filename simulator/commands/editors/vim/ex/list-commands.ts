import type { Task } from '../../../../machinery/task.ts';
import { shownCharacter, widthOf } from '../text/characters.ts';
import { VimError } from '../vim-error.ts';
import type { ExCommand, ExKind } from './ex-command.ts';

function* listBuffers({ editor }: ExCommand): Task<void> {
	editor.messages.list(
		editor.buffers
			.filter((buffer) => buffer.listed)
			.map((buffer) => {
				const current = buffer === editor.buffer ? '%' : buffer === editor.window.alternate ? '#' : ' ';
				const active = editor.windows.all().some((window) => window.buffer === buffer)
					? 'a'
					: buffer.loaded
						? 'h'
						: ' ';
				const state = buffer.options.get('readonly') === true ? '=' : ' ';
				const modified = buffer.modified ? '+' : ' ';
				const line = buffer === editor.buffer ? editor.window.line + 1 : buffer.loaded ? buffer.lastCursor.line + 1 : 0;
				const name = `"${buffer.name === '' ? '[No Name]' : buffer.name}"`;
				return `${String(buffer.number).padStart(3)} ${current}${active}${state}${modified} ${name.padEnd(30)} line ${line}`;
			}),
	);
	yield* editor.tick();
}

function shownText(text: string, room: number): string {
	return [...text]
		.map((char) => (char === '\n' ? '^J' : shownCharacter(char)))
		.join('')
		.slice(0, room);
}

function* registers({ editor, args }: ExCommand): Task<void> {
	const wanted = args.replaceAll(/\s/g, '');
	const room = Math.max(10, editor.screen.columns - 11);
	const lines = ['Type Name Content'];
	const line = (type: string, name: string, text: string): void => {
		if (wanted === '' || wanted.includes(name)) lines.push(`  ${type}  "${name}   ${shownText(text, room)}`);
	};
	const last = editor.registers.get('');
	const typeOf = (type: string): string => (type === 'line' ? 'l' : type === 'block' ? 'b' : 'c');
	const body = (register: { lines: readonly string[]; type: string }): string =>
		register.lines.join('\n') + (register.type === 'line' ? '\n' : '');
	if (last !== undefined) line(typeOf(last.type), '"', body(last));
	for (const [name, register] of editor.registers.entries()) line(typeOf(register.type), name, body(register));
	if (editor.lastInserted !== '') line('c', '.', editor.lastInserted);
	if (editor.lastCommandLine !== '') line('c', ':', editor.lastCommandLine);
	if (editor.buffer.name !== '') line('c', '%', editor.buffer.name);
	if (editor.window.alternate !== undefined && editor.window.alternate.name !== '')
		line('c', '#', editor.window.alternate.name);
	if (editor.lastSearch !== undefined) line('c', '/', editor.lastSearch.pattern);
	editor.messages.list(lines);
	yield* editor.tick();
}

function* marks({ editor, args }: ExCommand): Task<void> {
	const { buffer } = editor;
	const rows: string[] = [];
	const row = (name: string, line: number, column: number): void => {
		if (args !== '' && !args.includes(name)) return;
		rows.push(
			` ${name} ${String(line + 1).padStart(6)} ${String(column).padStart(4)} ${buffer
				.line(line)
				.trimStart()
				.slice(0, editor.screen.columns - 15)}`,
		);
	};
	row("'", editor.window.previous.line, editor.window.previous.column);
	const order = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"[]^.';
	for (const name of order) {
		const mark = name === '"' ? (buffer.marks.get(name) ?? { line: 0, column: 0 }) : buffer.marks.get(name);
		if (mark !== undefined) row(name, mark.line, mark.column);
	}
	if (rows.length === 0) throw new VimError(`E283: No marks matching "${args}"`);
	editor.messages.list(['mark line  col file/text', ...rows]);
	yield* editor.tick();
}

function* deleteMarks({ editor, args, bang }: ExCommand): Task<void> {
	if (!bang && args === '') throw new VimError('E471: Argument required');
	for (const name of [...editor.buffer.marks.keys()])
		if (bang ? /[a-z]/.test(name) : args.includes(name)) editor.buffer.marks.delete(name);
	yield* editor.tick();
}

function* jumps({ editor }: ExCommand): Task<void> {
	const { window } = editor;
	const lines = window.jumps.map((jump, index) => {
		const away = Math.abs(window.jumpAt - index);
		const text = jump.buffer === window.buffer ? jump.buffer.line(jump.position.line).trimStart() : jump.buffer.name;
		return `${index === window.jumpAt ? '>' : ' '}${String(away).padStart(2)} ${String(jump.position.line + 1).padStart(5)} ${String(jump.position.column).padStart(4)} ${text}`;
	});
	if (window.jumpAt >= window.jumps.length) lines.push('>');
	editor.messages.list([' jump line  col file/text', ...lines]);
	yield* editor.tick();
}

function* changes({ editor }: ExCommand): Task<void> {
	const list = editor.buffer.changeList;
	const lines = list.map(
		({ line, column }, index) =>
			` ${String(list.length - index).padStart(4)} ${String(line + 1).padStart(5)} ${String(column).padStart(4)} ${editor.buffer.line(line).trimStart()}`,
	);
	editor.messages.list(['change line  col text', ...lines, '>']);
	yield* editor.tick();
}

function* history({ editor, args }: ExCommand): Task<void> {
	const kind = args.startsWith('/') || args.startsWith('s') ? '/' : ':';
	const list = editor.histories[kind];
	const title = kind === ':' ? '      #  cmd history' : '      #  search history';
	editor.messages.list([
		title,
		...list.map((text, index) => `${index === list.length - 1 ? '>' : ' '}${String(index + 1).padStart(6)}  ${text}`),
	]);
	yield* editor.tick();
}

function* messages({ editor, args }: ExCommand): Task<void> {
	if (args === 'clear') editor.messages.history.length = 0;
	else editor.messages.list(editor.messages.history);
	yield* editor.tick();
}

function* undoList({ editor }: ExCommand): Task<void> {
	const leaves = editor.buffer.undo.leaves();
	if (leaves.length === 0) editor.messages.say('Nothing to undo');
	else {
		const depth = (number: number): number => {
			let count = 0;
			for (let block = editor.buffer.undo.numbered(number); block !== undefined; block = block.parent) count++;
			return count;
		};
		editor.messages.list([
			'number changes  when               saved',
			...leaves.map((block) => {
				const seconds = Math.floor((editor.process.now() - block.atMs) / 1000);
				return `${String(block.number).padStart(6)} ${String(depth(block.number)).padStart(7)}  ${seconds} ${seconds === 1 ? 'second' : 'seconds'} ago`;
			}),
		]);
	}
	yield* editor.tick();
}

function* args_({ editor }: ExCommand): Task<void> {
	const items = editor.arguments.map((name, index) => (index === editor.argumentAt ? `[${name}]` : name));
	const width = Math.max(0, ...items.map((item) => widthOf(item))) + 1;
	const across = Math.max(1, Math.floor((editor.screen.columns + 1) / width));
	const rows = Math.ceil(items.length / across);
	const lines = Array.from({ length: rows }, (_, row) =>
		items
			.filter((_item, index) => index % rows === row)
			.map((item) => item + ' '.repeat(width - widthOf(item)))
			.join('')
			.trimEnd(),
	);
	if (rows === 1) editor.messages.say(lines[0] as string);
	else editor.messages.list(lines);
	yield* editor.tick();
}

export const VERSION_LINES: readonly string[] = [
	'VIM - Vi IMproved 9.1 (2024 Jan 02, compiled Sep 05 2025 23:21:16)',
	'Included patches: 1-16, 647, 678, 697, 689',
	'Modified by team+vim@tracker.debian.org',
	'Compiled by team+vim@tracker.debian.org',
	'Huge version without GUI.  Features included (+) or not (-):',
];

function* version({ editor }: ExCommand): Task<void> {
	editor.messages.list(VERSION_LINES);
	yield* editor.tick();
}

/** Differs: there are no help texts. */
function* help({ editor, args }: ExCommand): Task<void> {
	yield* editor.tick();
	throw new VimError(args === '' ? 'E433: No tags file' : `E149: Sorry, no help for ${args}`);
}

const list = (name: string, least: number, run: ExKind['run']): ExKind => ({
	name,
	least,
	run,
	lines: 'none',
	takesQuote: true,
});

export const LIST_COMMANDS: readonly ExKind[] = [
	list('ls', 2, listBuffers),
	list('files', 5, listBuffers),
	list('buffers', 7, listBuffers),
	list('registers', 3, registers),
	list('display', 2, registers),
	list('marks', 5, marks),
	list('delmarks', 4, deleteMarks),
	list('jumps', 2, jumps),
	list('changes', 7, changes),
	list('history', 3, history),
	list('messages', 3, messages),
	list('undolist', 5, undoList),
	list('args', 2, args_),
	list('version', 2, version),
	list('help', 1, help),
];
