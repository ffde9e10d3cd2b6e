/** Where in a command line the cursor stands, as completion sees it. */
export interface CompletionContext {
	/** The words of the simple command at the cursor, as written; the last is the one being completed (may be ''). */
	readonly words: readonly string[];
	/** Offset of the word being completed in the line. */
	readonly wordStart: number;
	/** Offset of the simple command in the line. */
	readonly commandStart: number;
	/** The quote that is open at the cursor: `'`, `"` or ''. */
	readonly quote: string;
	/** The word is where a command's name goes. */
	readonly isCommand: boolean;
	/** The word is the target of a redirection. */
	readonly isRedirection: boolean;
}

interface WordPiece {
	readonly text: string;
	readonly start: number;
}

/** Reads `line` (up to the cursor) far enough to know what the word at its end is. */
export function completionContext(line: string): CompletionContext {
	let words: WordPiece[] = [];
	let commandStart = 0;
	let start = 0;
	let quote = '';
	let redirection = false;
	let i = 0;
	const endWord = (end: number): void => {
		if (end > start) {
			if (redirection) redirection = false;
			else words.push({ text: line.slice(start, end), start });
		}
	};
	while (i < line.length) {
		const c = line[i] as string;
		if (quote !== '') {
			if (c === '\\' && quote === '"') i++;
			else if (c === quote) quote = '';
			i++;
		} else if (c === '\\') i += 2;
		else if (c === "'" || c === '"') {
			quote = c;
			i++;
		} else if (/\s/.test(c)) {
			endWord(i);
			i++;
			start = i;
		} else if (/[;&|(){}`\n]/.test(c) && !isPlainBrace(line, i, start)) {
			endWord(i);
			i++;
			start = i;
			// `>&`, `<&` and `&>` belong to redirections.
			if (c === '&' && (line[i - 2] === '>' || line[i - 2] === '<' || line[i] === '>')) continue;
			words = [];
			commandStart = i;
			redirection = false;
		} else if (c === '<' || c === '>') {
			if (!/^\d+$/.test(line.slice(start, i))) endWord(i);
			while (line[i] === '<' || line[i] === '>' || line[i] === '&' || line[i] === '|') i++;
			start = i;
			redirection = true;
		} else i++;
	}
	const current = line.slice(start);
	const before = words.map((word) => word.text);
	const isCommand = !redirection && before.every((word) => isPrefix(word));
	return {
		words: [...dropPrefixes(before), current],
		wordStart: start,
		commandStart: words.find((word) => !isPrefix(word.text))?.start ?? Math.max(commandStart, start),
		quote,
		isCommand,
		isRedirection: redirection,
	};
}

/** A brace inside a word (`${x`, `{a,b}`) separates nothing. */
function isPlainBrace(line: string, at: number, wordStart: number): boolean {
	const c = line[at];
	if (c !== '{' && c !== '}') return false;
	return at > wordStart || !/[\s]/.test(line[at + 1] ?? 'x');
}

const LEADING = new Set([
	'if',
	'then',
	'else',
	'elif',
	'do',
	'while',
	'until',
	'!',
	'time',
	'exec',
	'sudo',
	'command',
	'builtin',
	'nohup',
	'xargs',
	'watch',
	'{',
]);

/** What may stand before a command's name. */
function isPrefix(word: string): boolean {
	return /^[A-Za-z_]\w*(\[[^\]]*\])?\+?=/.test(word) || (LEADING.has(word) && word !== 'exec');
}

function dropPrefixes(words: readonly string[]): readonly string[] {
	const first = words.findIndex((word) => !isPrefix(word));
	return first < 0 ? [] : words.slice(first);
}

/** The text a word stands for as typed so far: quotes and backslashes taken off, expansions left alone. */
export function unquoteTyped(word: string): string {
	let out = '';
	let quote = '';
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
