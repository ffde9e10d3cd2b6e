import { characterClass, isKeywordCode } from '../text/characters.ts';
import type { CharTest } from './vim-pattern.ts';

const between = (code: number, first: string, last: string): boolean =>
	code >= first.charCodeAt(0) && code <= last.charCodeAt(0);
const digit: CharTest = (code) => between(code, '0', '9');
const lower: CharTest = (code) => between(code, 'a', 'z');
const upper: CharTest = (code) => between(code, 'A', 'Z');
const alpha: CharTest = (code) => lower(code) || upper(code);
const word: CharTest = (code) => alpha(code) || digit(code) || code === 95;
const head: CharTest = (code) => alpha(code) || code === 95;
const hex: CharTest = (code) => digit(code) || between(code, 'a', 'f') || between(code, 'A', 'F');
const octal: CharTest = (code) => between(code, '0', '7');
const blank: CharTest = (code) => code === 32 || code === 9;
const identifier: CharTest = (code) => word(code) || (code >= 192 && code <= 255);
const file: CharTest = (code) =>
	alpha(code) || digit(code) || code > 127 || '/.-_+,#$%~='.includes(String.fromCodePoint(code));
const printable: CharTest = (code) => code >= 32 && code !== 127 && (code < 128 || code >= 160);
const not =
	(test: CharTest): CharTest =>
	(code) =>
		!test(code);
const noDigit =
	(test: CharTest): CharTest =>
	(code) =>
		test(code) && !digit(code);

/** `\s`, `\d`, … by their letters. */
export const LETTER_SETS: Readonly<Record<string, CharTest>> = {
	i: identifier,
	I: noDigit(identifier),
	k: isKeywordCode,
	K: noDigit(isKeywordCode),
	f: file,
	F: noDigit(file),
	p: printable,
	P: noDigit(printable),
	s: blank,
	S: not(blank),
	d: digit,
	D: not(digit),
	x: hex,
	X: not(hex),
	o: octal,
	O: not(octal),
	w: word,
	W: not(word),
	h: head,
	H: not(head),
	a: alpha,
	A: not(alpha),
	l: lower,
	L: not(lower),
	u: upper,
	U: not(upper),
};

/** `[:alpha:]` and its like. */
export const NAMED_SETS: Readonly<Record<string, CharTest>> = {
	alpha,
	digit,
	alnum: (code) => alpha(code) || digit(code),
	lower: (code) => (code < 128 ? lower(code) : isLetterOfCase(code, 'lower')),
	upper: (code) => (code < 128 ? upper(code) : isLetterOfCase(code, 'upper')),
	punct: (code) => code > 32 && code < 127 && !alpha(code) && !digit(code),
	space: (code) => code === 32 || (code >= 9 && code <= 13),
	blank,
	xdigit: hex,
	cntrl: (code) => code < 32 || code === 127,
	print: printable,
	graph: (code) => code > 32 && code < 127,
	return: (code) => code === 13,
	tab: (code) => code === 9,
	escape: (code) => code === 27,
	backspace: (code) => code === 8,
	ident: identifier,
	keyword: isKeywordCode,
	fname: file,
};

function isLetterOfCase(code: number, wanted: 'lower' | 'upper'): boolean {
	const char = String.fromCodePoint(code);
	if (characterClass(char) < 2) return false;
	return wanted === 'lower' ? char !== char.toUpperCase() : char !== char.toLowerCase();
}
