import type { Task } from '../../../../machinery/task.ts';
import type { Editor } from '../editor.ts';
import { foldByIndent } from '../normal/fold-commands.ts';
import type { OptionKind, OptionValue } from '../options.ts';
import { OPTIONS, optionNamed } from '../options.ts';
import { setFiletype } from '../syntax/filetypes.ts';
import { VimError } from '../vim-error.ts';
import type { ExCommand, ExKind } from './ex-command.ts';

/** `:set`, `:setlocal` and `:setglobal`. */
function* set({ editor, name, args }: ExCommand): Task<void> {
	const scope = name === 'setlocal' ? 'local' : name === 'setglobal' ? 'global' : 'both';
	const words = args.match(/(?:\\.|[^\s\\])+/g) ?? [];
	if (words.length === 0 || (words.length === 1 && words[0] === 'all')) {
		editor.messages.list(['--- Options ---', ...table(editor, words.length === 0)]);
		return;
	}
	const shown: string[] = [];
	for (let index = 0; index < words.length; index++) {
		let word = words[index] as string;
		// `:set ts =4`: blanks are allowed before the sign.
		while (/^(?:[-+^]?=)/.test(words[index + 1] ?? '')) word += words[++index];
		const value = setOne(editor, word, scope);
		if (value !== undefined) shown.push(value);
		yield* editor.tick();
	}
	if (shown.length > 1) editor.messages.rows(shown);
	else if (shown.length === 1) editor.messages.say(shown[0] as string);
}

type Scope = 'local' | 'global' | 'both';

/** What is to be shown, where that is asked for. */
function setOne(editor: Editor, word: string, scope: Scope): string | undefined {
	const match = /^(no|inv)?([a-z_]+(?:\d+)?)([?&!<]|&vim|(?:[-+^]?[=:]).*)?$/s.exec(word);
	let [, prefix, name, rest] = (match ?? []) as unknown as [
		unknown,
		string | undefined,
		string | undefined,
		string | undefined,
	];
	if (name !== undefined && prefix !== undefined && optionNamed(prefix + name) !== undefined) {
		name = prefix + name;
		prefix = undefined;
	}
	const kind = name === undefined ? undefined : optionNamed(name);
	if (kind === undefined) {
		if (
			name !== undefined &&
			/^t_|^(?:gui|ballooneval|cscope|csprg|toolbar|shada|pumwidth|guitablabel|csto|cst|csverb|tgst|ttyscroll|hkmap|spellfile|fencview|antialias|nocompatible)/.test(
				name,
			)
		)
			return undefined;
		throw new VimError(`E518: Unknown option: ${word}`);
	}
	if (rest === '?') return shownOption(editor, kind);
	const now = editor.option(kind.name);
	if (typeof kind.initial === 'boolean') {
		if (rest !== undefined && !/^[!&<]/.test(rest)) throw new VimError(`E474: Invalid argument: ${word}`);
		const flipped = prefix === 'inv' || rest === '!';
		store(
			editor,
			kind,
			rest?.startsWith('&') === true ? kind.initial : flipped ? now !== true : prefix !== 'no',
			scope,
		);
		return undefined;
	}
	if (prefix !== undefined) throw new VimError(`E474: Invalid argument: ${word}`);
	if (rest === undefined) return shownOption(editor, kind);
	if (rest.startsWith('&')) store(editor, kind, kind.initial, scope);
	else if (rest === '<') store(editor, kind, editor.global.values.get(kind.name) as OptionValue, 'local');
	else store(editor, kind, nextValue(kind, now, rest, word), scope);
	return undefined;
}

function nextValue(kind: OptionKind, now: OptionValue, rest: string, word: string): OptionValue {
	const sign = /^[-+^]?/.exec(rest)?.[0] as string;
	const text = rest.slice(sign.length + 1).replace(/\\(.)/gs, '$1');
	if (typeof kind.initial === 'number') {
		if (!/^-?(?:0x[0-9a-fA-F]+|\d+)$/.test(text)) throw new VimError(`E521: Number required after =: ${word}`);
		const number = Number(text);
		const old = now as number;
		const value = sign === '+' ? old + number : sign === '-' ? old - number : sign === '^' ? old * number : number;
		if (
			value < 0 &&
			!['softtabstop', 'shiftwidth', 'foldlevelstart', 'scrolloff', 'ttimeoutlen', 'undolevels'].includes(kind.name)
		) {
			throw new VimError(`E487: Argument must be positive: ${word}`);
		}
		if (value === 0 && (kind.name === 'tabstop' || kind.name === 'columns' || kind.name === 'lines'))
			throw new VimError(`E487: Argument must be positive: ${word}`);
		if (Math.abs(value) > 10_000 && ['tabstop', 'shiftwidth', 'softtabstop', 'textwidth'].includes(kind.name))
			throw new VimError(`E474: Invalid argument: ${word}`);
		return value;
	}
	const old = now as string;
	if (sign === '') return checked(kind, text, word);
	if (kind.list === 'commas') {
		const parts = old === '' ? [] : old.split(',');
		if (sign === '-') return parts.filter((part) => part !== text).join(',');
		return (
			sign === '+' ? [...parts.filter((part) => part !== text), text] : [text, ...parts.filter((part) => part !== text)]
		).join(',');
	}
	if (sign === '-')
		return kind.list === 'flags' ? [...old].filter((flag) => !text.includes(flag)).join('') : old.replace(text, '');
	if (kind.list === 'flags') return old + [...text].filter((flag) => !old.includes(flag)).join('');
	return sign === '+' ? old + text : text + old;
}

const CHOICES: Readonly<Record<string, readonly string[]>> = {
	background: ['light', 'dark'],
	fileformat: ['unix', 'dos', 'mac'],
	foldmethod: ['manual', 'indent', 'expr', 'marker', 'syntax', 'diff'],
	selection: ['inclusive', 'exclusive', 'old'],
};

function checked(kind: OptionKind, text: string, word: string): string {
	if (CHOICES[kind.name]?.includes(text) === false) throw new VimError(`E474: Invalid argument: ${word}`);
	if (kind.name === 'mouse' && /[^anvichr]/.test(text))
		throw new VimError(`E539: Illegal character <${/[^anvichr]/.exec(text)?.[0]}>: ${word}`);
	return text;
}

function store(editor: Editor, kind: OptionKind, value: OptionValue, scope: Scope): void {
	const own =
		kind.scope === 'buffer' ? editor.buffer.options : kind.scope === 'window' ? editor.window.options : undefined;
	const onlyHere = ['readonly', 'modifiable', 'filetype', 'syntax', 'buftype', 'endofline'].includes(kind.name);
	if (scope !== 'global') own?.set(kind.name, value);
	if ((scope !== 'local' || own === undefined) && !(onlyHere && own !== undefined))
		editor.global.values.set(kind.name, value);
	follow(editor, kind.name, value);
}

/** What changes with an option. */
function follow(editor: Editor, name: string, value: OptionValue): void {
	switch (name) {
		case 'filetype':
			setFiletype(editor, String(value));
			break;
		case 'syntax':
			if (value === 'on' || value === 'enable') editor.syntaxOn = true;
			else if (value === 'off') editor.syntaxOn = false;
			break;
		case 'hlsearch':
			editor.highlightOff = false;
			break;
		case 'foldmethod':
		case 'foldlevel':
			if (editor.text('foldmethod') === 'indent') foldByIndent(editor);
			else if (name === 'foldmethod') editor.window.folds = [];
			break;
		case 'compatible':
			break;
		case 'mouse':
			editor.screen.mouseChanged(editor);
			break;
		default:
	}
}

/** "  tabstop=8", "nonumber". */
function shownOption(editor: Editor, kind: OptionKind): string {
	const value = editor.option(kind.name);
	if (typeof value === 'boolean') return `${value ? '  ' : 'no'}${kind.name}`;
	return `  ${kind.name}=${value}`;
}

function table(editor: Editor, changedOnly: boolean): string[] {
	const shown = OPTIONS.filter((kind) => !changedOnly || editor.option(kind.name) !== kind.initial).map((kind) =>
		shownOption(editor, kind),
	);
	const short = shown.filter((each) => each.length < 19);
	const long = shown.filter((each) => each.length >= 19);
	const columns = Math.max(1, Math.floor((editor.screen.columns - 1) / 20));
	const rows = Math.ceil(short.length / columns);
	const lines = Array.from({ length: rows }, (_, row) =>
		short
			.filter((__, index) => index % rows === row)
			.map((each) => each.padEnd(20))
			.join('')
			.trimEnd(),
	);
	return [...lines, ...long];
}

const option = (name: string, least: number): ExKind => ({ name, least, run: set, lines: 'none', takesQuote: false });

export const OPTION_COMMANDS: readonly ExKind[] = [option('set', 2), option('setlocal', 4), option('setglobal', 4)];
