import type { Editor } from '../editor.ts';
import { fileUnderCursor } from '../normal/file-commands.ts';
import { wordUnderCursor } from '../normal/search-motions.ts';
import { VimError } from '../vim-error.ts';

/** A name with %, #, <cword> and their like, `~` and variables made out. Throws VimError. */
export function expandFileWords(editor: Editor, text: string): string {
	const replaced = text.replace(
		/\\([%#])|(%|#\d*|<c?(?:word|WORD|file)>)((?::[p~.htre])*)/g,
		(whole, escaped: string | undefined, word: string | undefined, modifiers: string | undefined) => {
			if (escaped !== undefined) return escaped;
			if (word === undefined) return whole;
			return modified(editor, wordValue(editor, word), modifiers ?? '');
		},
	);
	return replaced
		.replace(/^~(?=\/|$)/, editor.process.env.get('HOME') ?? '/root')
		.replace(/\$(\w+)/g, (whole, name: string) => editor.process.env.get(name) ?? whole);
}

function wordValue(editor: Editor, word: string): string {
	if (word === '%') {
		if (editor.buffer.name === '') throw new VimError("E499: Empty file name for '%' or '#', only works with \":p:h\"");
		return editor.buffer.name;
	}
	if (word === '#') {
		const name = editor.window.alternate?.name;
		if (name === undefined || name === '') throw new VimError("E194: No alternate file name to substitute for '#'");
		return name;
	}
	if (word.startsWith('#')) return editor.buffers.find((each) => each.number === Number(word.slice(1)))?.name ?? '';
	if (word === '<cfile>') return fileUnderCursor(editor) ?? '';
	return wordUnderCursor(editor)?.text ?? '';
}

function modified(editor: Editor, name: string, modifiers: string): string {
	let out = name;
	for (const modifier of modifiers.split(':').filter((each) => each !== '')) {
		if (modifier === 'p') out = absolute(editor, out);
		else if (modifier === 'h') out = out.includes('/') ? out.replace(/\/[^/]*$/, '') || '/' : '.';
		else if (modifier === 't') out = out.replace(/^.*\//, '');
		else if (modifier === 'r') out = out.replace(/(?<=[^/])\.[^./]*$/, '');
		else if (modifier === 'e') out = /\.([^./]*)$/.exec(out)?.[1] ?? '';
	}
	return out;
}

/** The path from the root, with . and .. taken out. */
export function absolute(editor: Editor, path: string): string {
	if (path === '') return '';
	const parts: string[] = [];
	const whole = path.startsWith('/') ? path : `${editor.process.cwd}/${path}`;
	for (const part of whole.split('/')) {
		if (part === '..') parts.pop();
		else if (part !== '' && part !== '.') parts.push(part);
	}
	return `/${parts.join('/')}`;
}

/** As the name is shown: below the working directory without it, below home with ~. */
export function shownName(editor: Editor, path: string): string {
	if (path === '') return '';
	const { cwd } = editor.process;
	if (path.startsWith(cwd === '/' ? '/' : `${cwd}/`)) return path.slice(cwd === '/' ? 1 : cwd.length + 1);
	const home = editor.process.env.get('HOME');
	if (home !== undefined && home !== '/' && path.startsWith(`${home}/`)) return `~${path.slice(home.length)}`;
	return path;
}
