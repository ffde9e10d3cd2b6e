import { characterWidth } from '../../../../shell/readline/character-width.ts';

/** What a character counts as for word motions: 0 blank, 1 punctuation, 2 word, more: a script of its own. Models mbyte.c utf_class. */
export function characterClass(char: string | undefined): number {
	if (char === undefined || char === '') return 0;
	const code = char.codePointAt(0) as number;
	if (code < 0x100) {
		if (code === 32 || code === 9 || code === 0 || code === 0xa0) return 0;
		return isKeywordCode(code) ? 2 : 1;
	}
	for (const [first, last, kind] of CLASSES) {
		if (code < first) break;
		if (code <= last) return kind;
	}
	return 2;
}

/** First, last, class. Ascending. */
const CLASSES: readonly (readonly [number, number, number])[] = [
	[0x37e, 0x37e, 1],
	[0x387, 0x387, 1],
	[0x55a, 0x55f, 1],
	[0x1680, 0x1680, 0],
	[0x2000, 0x200b, 0],
	[0x200c, 0x2027, 1],
	[0x2028, 0x2029, 0],
	[0x202a, 0x202e, 1],
	[0x202f, 0x202f, 0],
	[0x2030, 0x205e, 1],
	[0x205f, 0x205f, 0],
	[0x2060, 0x206f, 1],
	[0x2070, 0x207f, 0x2070],
	[0x2080, 0x2094, 0x2080],
	[0x20a0, 0x27ff, 1],
	[0x2800, 0x28ff, 0x2800],
	[0x2900, 0x2998, 1],
	[0x29d8, 0x29db, 1],
	[0x29fc, 0x29fd, 1],
	[0x2e00, 0x2e7f, 1],
	[0x3000, 0x3000, 0],
	[0x3001, 0x3020, 1],
	[0x3030, 0x3030, 1],
	[0x303d, 0x303d, 1],
	[0x3040, 0x309f, 0x3040],
	[0x30a0, 0x30ff, 0x30a0],
	[0x3300, 0x9fff, 0x4e00],
	[0xac00, 0xd7a3, 0xac00],
	[0xf900, 0xfaff, 0x4e00],
	[0xfd3e, 0xfd3f, 1],
	[0xfe30, 0xfe6b, 1],
	[0xff00, 0xff0f, 1],
	[0xff1a, 0xff20, 1],
	[0xff3b, 0xff40, 1],
	[0xff5b, 0xff65, 1],
	[0x1f000, 0x1faff, 3],
	[0x20000, 0x2a6df, 0x4e00],
];

/** 'iskeyword' as it is by default: @,48-57,_,192-255. */
export function isKeywordCode(code: number): boolean {
	if (code < 128) {
		return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || code === 95 || (code >= 97 && code <= 122);
	}
	return code >= 192 && code !== 215 && code !== 247 && (code < 256 || characterClass(String.fromCodePoint(code)) >= 2);
}

export function isBlank(char: string | undefined): boolean {
	return char === ' ' || char === '\t';
}

/** The offset after the character (with what combines with it) at `at`. */
export function nextOffset(text: string, at: number): number {
	let next = at + (isHighSurrogate(text, at) ? 2 : 1);
	while (next < text.length) {
		const code = text.charCodeAt(next);
		if (code < 0x300 || characterWidth(characterAt(text, next)) !== 0) break;
		next += isHighSurrogate(text, next) ? 2 : 1;
	}
	return Math.min(next, text.length);
}

/** The offset of the character before `at`. */
export function previousOffset(text: string, at: number): number {
	let before = at;
	while (before > 0) {
		before--;
		const code = text.charCodeAt(before);
		if (code >= 0xdc00 && code <= 0xdfff && before > 0 && isHighSurrogate(text, before - 1)) before--;
		if (code < 0x300 || characterWidth(characterAt(text, before)) !== 0) break;
	}
	return before;
}

/** The whole code point at an offset; '' beyond the end. */
export function characterAt(text: string, at: number): string {
	return isHighSurrogate(text, at) ? text.slice(at, at + 2) : text.charAt(at);
}

function isHighSurrogate(text: string, at: number): boolean {
	const code = text.charCodeAt(at);
	return code >= 0xd800 && code <= 0xdbff;
}

/** How a character is shown, when not as itself: ^I, ^[, <80>. */
export function shownCharacter(char: string): string {
	const code = char.codePointAt(0) as number;
	if (code < 32) return `^${String.fromCharCode(code + 64)}`;
	if (code === 127) return '^?';
	if (code >= 0x80 && code < 0xa0) return `<${code.toString(16)}>`;
	return char;
}

/** Cells that a character takes that is no tab. */
export function cellsOf(char: string): number {
	const code = char.codePointAt(0) as number;
	if (code >= 32 && code < 127) return 1;
	if (code < 32 || code === 127) return 2;
	if (code < 0xa0) return 4;
	return characterWidth(char);
}

/** How many cells lie before the character at `offset`. */
export function columnsBefore(text: string, offset: number, tabstop: number): number {
	const end = Math.min(offset, text.length);
	if (end < FAR) return countColumns(text, 0, 0, end, tabstop);
	const known = far;
	const goesOn = known.end <= end && known.tabstop === tabstop && known.text === text;
	const column = goesOn
		? countColumns(text, known.end, known.column, end, tabstop)
		: countColumns(text, 0, 0, end, tabstop);
	far = { text, tabstop, end, column };
	return column;
}

/** So far in a line it is remembered what was counted last: drawing asks for the same place several times. */
const FAR = 4_096;

/** A memo of a pure function. */
let far = { text: '', tabstop: 8, end: 0, column: 0 };

function countColumns(text: string, from: number, before: number, end: number, tabstop: number): number {
	let column = before;
	let at = from;
	while (at < end) {
		const code = text.charCodeAt(at);
		if (code >= 32 && code < 127) {
			column++;
			at++;
		} else if (code === 9) {
			column += tabstop - (column % tabstop);
			at++;
		} else {
			const char = characterAt(text, at);
			column += cellsOf(char);
			at += char.length;
		}
	}
	return column;
}

/** Cells of a whole text. */
export function widthOf(text: string, tabstop = 8): number {
	return columnsBefore(text, text.length, tabstop);
}

/** The offset of the character that covers the cell `column`; the text's length beyond it. */
export function offsetAtColumn(text: string, column: number, tabstop: number): number {
	let at = 0;
	let shown = 0;
	while (at < text.length) {
		const char = characterAt(text, at);
		const width = char === '\t' ? tabstop - (shown % tabstop) : cellsOf(char);
		if (shown + width > column) return at;
		shown += width;
		at = nextOffset(text, at);
	}
	return text.length;
}

/** Offset of the first character that is not blank; the text's length when all are. */
export function firstNonBlank(text: string): number {
	let at = 0;
	while (isBlank(text[at])) at++;
	return at;
}
