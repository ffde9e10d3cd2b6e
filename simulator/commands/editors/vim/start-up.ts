import { SystemError } from '../../../kernel/process-api.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8 } from '../../../machinery/utf8.ts';
import { readFile } from '../../stdio.ts';
import type { Editor } from './editor.ts';
import { runScript } from './ex/run-script.ts';
import type { VimArguments } from './vim-arguments.ts';

/** What Debian's debian.vim sets. */
const DEBIAN = ['set backspace=indent,eol,start history=50 ruler nomodeline'];

/** What defaults.vim sets where the user has no vimrc. */
const DEFAULTS = [
	'set backspace=indent,eol,start history=200 ruler showcmd wildmenu ttimeout ttimeoutlen=100 display=truncate scrolloff=5 incsearch nrformats-=octal nolangremap',
	'map Q gq',
	'sunmap Q',
	'inoremap <C-U> <C-G>u<C-U>',
	'set mouse=a',
	'filetype plugin indent on',
	'syntax on',
];

/** Reads the vimrcs that there are. Models main.c source_startup_scripts. */
export function* startUp(editor: Editor, args: VimArguments): Task<void> {
	const { process } = editor;
	const choice = args.vimrc;
	if (editor.small) {
		editor.global.values.set('ruler', false);
		editor.global.values.set('showcmd', false);
		editor.matchParen = false;
		return;
	}
	if (choice === 'NONE' || (args.silent && choice === undefined)) {
		editor.matchParen = choice !== 'NONE';
		editor.global.values.set('backspace', choice === 'NONE' ? '' : 'indent,eol,start');
		if (choice === 'NONE') editor.global.values.set('ruler', false);
		return;
	}
	if (args.clean || choice === 'DEFAULTS') {
		yield* runScript(editor, DEFAULTS, 'defaults.vim');
		return;
	}
	if (choice === 'NORC') return;
	if (choice !== undefined) {
		editor.global.values.set('backspace', '');
		editor.global.values.set('ruler', false);
		if (!(yield* sourceIfThere(editor, choice))) editor.messages.error(`E282: Cannot read from "${choice}"`);
		return;
	}
	if (!(yield* sourceIfThere(editor, '/etc/vim/vimrc')))
		yield* runScript(editor, DEBIAN, '/usr/share/vim/vim91/debian.vim');
	const init = process.env.get('VIMINIT');
	if (init !== undefined && init !== '') {
		yield* runScript(editor, init.split('\n'), 'environment variable "VIMINIT"');
		return;
	}
	const home = process.env.get('HOME') ?? '/root';
	for (const path of [`${home}/.vimrc`, `${home}/.vim/vimrc`]) if (yield* sourceIfThere(editor, path)) return;
	const exrc = process.env.get('EXINIT');
	if (exrc !== undefined) yield* runScript(editor, exrc.split('\n'), 'environment variable "EXINIT"');
	else {
		editor.returnsToLast = true;
		yield* runScript(editor, DEFAULTS, '/usr/share/vim/vim91/defaults.vim');
	}
}

function* sourceIfThere(editor: Editor, path: string): Task<boolean> {
	let text: string;
	try {
		text = decodeUtf8(yield* readFile(editor.process, path));
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		return false;
	}
	const lines = text.split('\n');
	// Debian's /etc/vim/vimrc runs debian.vim.
	if (path === '/etc/vim/vimrc') yield* runScript(editor, DEBIAN, '/usr/share/vim/vim91/debian.vim');
	yield* runScript(editor, lines, path);
	return true;
}
