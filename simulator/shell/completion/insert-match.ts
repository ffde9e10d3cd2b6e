import type { LineEditor } from '../readline/line-editor.ts';
import type { Attempt } from './attempt.ts';
import { expandTyped, isDirectory, typeOf } from './file-names.ts';

/** Where the word stands while it is replaced, in characters of the line. */
export interface Place {
	readonly start: number;
	/** The word in the line reaches from `start` to the cursor. */
	readonly editor: LineEditor;
}

/**
 * Puts a match in the place of the word. @param single its closing quote is put there too. Models readline complete.c
 * insert_match.
 */
export function insertMatch({ editor, start }: Place, attempt: Attempt, match: string, single: boolean): void {
	const { buffer } = editor;
	const before = attempt.quote;
	let text = match;
	if (attempt.filenames && attempt.quotes && NEEDS_QUOTES.test(match)) text = quoted(attempt, match, single);
	const opening = buffer.chars[start - 1];
	let from = start;
	if (attempt.quote !== '' && opening === attempt.quote && text.startsWith(attempt.quote)) from--;
	else if (attempt.quote !== before && opening === before && !text.startsWith(before)) from--;
	let to = buffer.cursor;
	if (attempt.quote !== '' && buffer.chars[to] === attempt.quote && text.endsWith(attempt.quote) && text.length > 1)
		to++;
	if (attempt.isOn('skip-completed-text')) {
		const added = [...text];
		let same = 0;
		while (same < added.length && buffer.chars[from + same] === added[same]) same++;
		if (from + same < to || same < added.length) {
			buffer.replace(from + same, Math.max(to, from + same), added.slice(same).join(''));
		}
		buffer.cursor = from + added.length;
	} else if (buffer.chars.slice(from, to).join('') !== text) buffer.replace(from, to, text);
	else buffer.cursor = to;
}

const NEEDS_QUOTES = /[ \t\n\\"'@<>=;|&()#$`?*[!:{~]/;

/** Models bash bashline.c bash_quote_filename. */
function quoted(attempt: Attempt, match: string, single: boolean): string {
	if (attempt.quote === '"' && match.includes('!') && attempt.shell.options.set.histexpand) attempt.quote = '';
	const quote = attempt.quote === '' && match.includes('\n') ? "'" : attempt.quote;
	if (quote === "'") return `'${match.replaceAll("'", "'\\''")}${single ? "'" : ''}`;
	if (quote === '"')
		return `"${match.replace(attempt.keepsExpansions ? /["\\`]/g : /["\\`$]/g, '\\$&')}${single ? '"' : ''}`;
	const special = attempt.keepsExpansions ? /[ \t"'\\|&;()<>`*?[\]!^,]/ : /[ \t"'\\|&;()<>`*?[\]!^,${}]/;
	let out = '';
	for (const [index, c] of [...match].entries()) {
		const breaks = attempt.breaks.includes(c) || (c === '#' && index === 0);
		out += special.test(c) || breaks ? `\\${c}` : c;
	}
	return out;
}

/**
 * What follows a single match: the closing quote, a slash behind a directory, a blank at the line's end. Models readline
 * complete.c append_to_match. @param nontrivial the word was not that match already.
 */
export function appendToMatch({ editor }: Place, attempt: Attempt, match: string, nontrivial: boolean): void {
	const { buffer } = editor;
	const previous = buffer.chars[buffer.cursor - 1];
	const next = buffer.chars[buffer.cursor];
	let tail = '';
	if (attempt.quote !== '' && buffer.cursor > 0 && attempt.appendsQuote && previous !== attempt.quote)
		tail += attempt.quote;
	tail += attempt.append;
	if (attempt.filenames) {
		const path = expandTyped(attempt.shell, match);
		const follow = !nontrivial || attempt.isOn('mark-symlinked-directories');
		const type = typeOf(attempt.shell, path, follow);
		if (type === 'directory') {
			if (attempt.shell.keyBindings?.isOn('mark-directories') === false) return;
			if ((next === undefined && previous === '/') || next === '/') return;
			buffer.insert('/');
			return;
		}
		if (type === 'symlink' && isDirectory(attempt.shell, path)) return;
	}
	if (next === undefined && tail !== '') buffer.insert(tail);
}
