/** Stands before each quoted character while a regular expression is put together: no text of a shell holds it. */
const MARK = '\0';

export function markQuoted(text: string): string {
	return text.replace(/./gsu, `${MARK}$&`);
}

const SPECIAL = /^[.[\\()*+?{|^$]$/;

/**
 * The regular expression of a marked text: what was quoted matches itself. Between brackets a quoted character is only
 * one that does not end them. Models bash pathexp.c quote_string_for_globbing.
 */
export function regexpOf(marked: string): string {
	const characters = [...marked.matchAll(/\0?./gsu)].map(([text]) => text);
	let out = '';
	let closes = true;
	for (let i = 0; i < characters.length; ) {
		const c = characters[i] as string;
		const end = c === '[' && closes ? bracketsEnd(characters, i) : -1;
		if (end > 0) {
			out += characters.slice(i, end).join('').replaceAll(MARK, '');
			i = end;
			continue;
		}
		// What does not close one closes none behind it.
		if (c === '[') closes = false;
		out += c.startsWith(MARK) ? quoted(c.slice(1)) : c;
		i++;
	}
	return out;
}

function quoted(character: string): string {
	return SPECIAL.test(character) ? `\\${character}` : character;
}

/** Index behind the `]` that ends the brackets at `open`; -1 without one. */
function bracketsEnd(characters: readonly string[], open: number): number {
	let i = open + 1;
	if (characters[i] === '^') i++;
	if (characters[i] === ']') i++;
	const unclosed = new Set<string>();
	for (; i < characters.length; i++) {
		if (characters[i] === ']') return i + 1;
		const kind = characters[i + 1] ?? '';
		if (characters[i] !== '[' || !/^[:=.]$/.test(kind) || unclosed.has(kind)) continue;
		const close = classEnd(characters, i + 2, kind);
		if (close > 0) i = close;
		else unclosed.add(kind);
	}
	return -1;
}

/** Of the `]` in `:]`. */
function classEnd(characters: readonly string[], from: number, kind: string): number {
	for (let i = from + 1; i < characters.length; i++) if (characters[i] === ']' && characters[i - 1] === kind) return i;
	return -1;
}
