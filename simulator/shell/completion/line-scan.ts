/**
 * How completion cuts a line that may be unfinished: quotes, substitutions and expansions are passed over as a whole, to
 * the line's end when they are not closed. Models bash subst.c skip_to_delim and split_at_delims.
 */

/** What ends a command, as completion sees it. */
const COMMAND_SEPARATORS = ';|&{(`';
const COMMAND_NAME_ENDS = '()<>;&| \t\n';

/** The offset of the first character of `delimiters` from `from` on that nothing quotes; the line's length without one. */
export function skipTo(line: string, from: number, delimiters: string): number {
	let at = from;
	while (at < line.length) {
		const c = line[at] as string;
		if ((c === '<' || c === '>') && delimiters.includes(c)) return at;
		const past = afterQuoted(line, at);
		if (past > at) at = past;
		else if (delimiters.includes(c)) return at;
		else at++;
	}
	return line.length;
}

/** Where what begins at `at` and belongs together ends; `at` when nothing does. */
function afterQuoted(line: string, at: number): number {
	const c = line[at];
	const next = line[at + 1];
	if (c === '\\') return at + 2;
	if (c === '`') return closing(line, at + 1, '`');
	if (c === "'") return closing(line, at + 1, "'");
	if (c === '"') return closing(line, at + 1, '"');
	if (c === '$' && next === "'") return closing(line, at + 2, "'", true);
	if ((c === '$' || c === '<' || c === '>') && next === '(') return closing(line, at + 2, ')');
	return c === '$' && next === '{' ? closing(line, at + 2, '}') : at;
}

/** The offset behind the closing character; the line's length when it is not closed. */
function closing(line: string, from: number, close: string, escapes = close !== "'"): number {
	let at = from;
	while (at < line.length) {
		const c = line[at] as string;
		if (c === close) return at + 1;
		if (c === '\\' && escapes) at += 2;
		else if (close === ')' && c === '(') at = closing(line, at + 1, ')');
		else if (close === ')' || close === '}') at = Math.max(at + 1, afterQuoted(line, at));
		else if (close === '"' && c === '$') at = Math.max(at + 1, afterQuoted(line, at));
		else at++;
	}
	return line.length;
}

/** Whether the character at `at` stands inside quotes (these included) or behind a backslash. */
export function isQuoted(line: string, at: number): boolean {
	for (let i = 0; i <= at; ) {
		const c = line[i] as string;
		if (c === '\\') {
			if (i + 1 === at) return true;
			i += 2;
		} else if (c === "'" || c === '"') {
			i = closing(line, i + 1, c);
			if (i > at) return true;
		} else i++;
	}
	return false;
}

/** The word that ends at the cursor. */
export interface WordAtCursor {
	readonly start: number;
	/** The quote that is open at the cursor; the word begins behind it. */
	readonly quote: string;
	/** Something is quoted before the cursor. */
	readonly foundQuote: boolean;
}

/** Models readline complete.c _rl_find_completion_word. */
export function wordAtCursor(line: string, point: number, breaks: string): WordAtCursor {
	let quote = '';
	let foundQuote = false;
	let start = point;
	for (let i = 0; i < point; i++) {
		const c = line[i] as string;
		if (quote !== "'" && c === '\\') {
			foundQuote = true;
			i++;
		} else if (quote !== '') {
			if (c === quote) {
				quote = '';
				start = point;
			}
		} else if (c === "'" || c === '"') {
			quote = c;
			foundQuote = true;
			start = i + 1;
		}
	}
	if (quote !== '' || point === 0) return { start, quote, foundQuote };
	for (start = point; start > 0; start--) {
		if (breaks.includes(line[start - 1] as string) && !(foundQuote && isQuoted(line, start - 1))) break;
	}
	// An `@` says what kind of word it is.
	return { start: line[start - 1] === '@' ? start - 1 : start, quote, foundQuote };
}

/** Where the command begins that holds the character at `at`. */
export function commandStart(line: string, at: number): number {
	let start = 0;
	for (;;) {
		const end = skipTo(line, start, COMMAND_SEPARATORS);
		if (end > at || end >= line.length) return start;
		const skipped =
			(line[end] === '|' && line[end - 1] === '>') || (line[end] === '{' && !isReservedBrace(line, start, end));
		if (skipped) {
			const next = skipTo(line, end + 1, COMMAND_SEPARATORS);
			if (next > at || next >= line.length) return start;
			start = next + 1;
		} else start = end + 1;
	}
}

/** A `{` that begins a group, and no expansion of braces. */
function isReservedBrace(line: string, from: number, at: number): boolean {
	let before = at > from ? at - 1 : from;
	while (before > from && /[ \t]/.test(line[before] as string)) before--;
	if (before > from && (line[at - 1] === '{' || !COMMAND_SEPARATORS.includes(line[before] as string))) return false;
	const next = line[at + 1];
	return next === undefined || COMMAND_NAME_ENDS.includes(next);
}

/** Where the command ends that goes on at `at`. */
export function commandEnd(line: string, at: number): number {
	return skipTo(line, at, COMMAND_SEPARATORS);
}

/** The word that begins at or behind `from` (a command's name, or an assignment before it). */
export function nameAt(line: string, from: number): { readonly start: number; readonly end: number } {
	let start = from;
	while (line[start] === ' ' || line[start] === '\t') start++;
	return { start, end: skipTo(line, start, COMMAND_NAME_ENDS) };
}

/** The words of a command as COMP_WORDS has them, and which of them the cursor is at. */
export function splitWords(
	command: string,
	cursor: number,
	breaks: string,
): { readonly words: readonly string[]; readonly index: number } {
	const delimiters = breaks.replace(/["']/g, '');
	const others = delimiters.replace(/[ \t\n]/g, '');
	const words: string[] = [];
	let index = -1;
	let at = /^[ \t\n]*/.exec(command)?.[0].length as number;
	let end = at;
	while (at < command.length) {
		end = skipTo(command, at, delimiters);
		if (end === at) {
			end = at + 1;
			while (end < command.length && others.includes(command[end] as string)) end++;
		}
		if (index < 0 && cursor <= end) index = words.length;
		words.push(command.slice(at, end));
		at = end;
		while (at < command.length && /[ \t\n]/.test(command[at] as string)) at++;
	}
	if (index >= 0) return { words, index };
	if (words.length === 0 || /[ \t\n]/.test(command[cursor - 1] ?? '')) words.push('');
	return { words, index: words.length - 1 };
}

/** Whether a backquote or another character is open at the end of `text`. */
export function hasOpenBackquote(text: string): boolean {
	let open = false;
	let single = false;
	for (let i = 0; i < text.length; i++) {
		const c = text[i];
		if (c === '\\' && !single) i++;
		else if (c === "'" && !open) single = !single;
		else if (c === '`' && !single) open = !open;
	}
	return open;
}

/** The text a word stands for as typed so far: quotes and backslashes taken off, expansions left alone. */
export function unquoteTyped(word: string, openQuote = ''): string {
	let out = '';
	let quote = openQuote;
	for (let i = 0; i < word.length; i++) {
		const c = word[i] as string;
		if (quote === '' && (c === "'" || c === '"')) quote = c;
		else if (c === quote) quote = '';
		else if (c === '\\' && quote !== "'") {
			const next = word[++i];
			if (next === undefined) break;
			out += quote === '"' && !/["\\$`]/.test(next) ? `\\${next}` : next;
		} else out += c;
	}
	return out;
}
