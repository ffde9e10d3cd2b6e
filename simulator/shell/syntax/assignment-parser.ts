import type { ArrayElement, Assignment, Word } from './ast.ts';
import { closingSubscript } from './closing-subscript.ts';
import type { Dialect } from './dialect.ts';
import { withoutInnerTildes } from './inner-tildes.ts';
import { parseWord } from './word-parser.ts';

/** `name=value`, `name[index]+=value`; undefined when `text` is none. The value is not an array literal. */
export function parseAssignment(text: string, dialect: Dialect): Assignment | undefined {
	const head = /^([A-Za-z_]\w*)/.exec(text);
	if (head === null) return undefined;
	const name = head[1] as string;
	let at = name.length;
	let index: Word | undefined;
	if (text[at] === '[' && dialect === 'bash') {
		const close = closingSubscript(text, at);
		if (close < 0) return undefined;
		index = parseWord(text.slice(at + 1, close), dialect, 'subscript');
		at = close + 1;
	}
	const append = text[at] === '+' && dialect === 'bash';
	if (append) at++;
	if (text[at] !== '=') return undefined;
	const value = parseWord(text.slice(at + 1), dialect, 'assignment');
	return { name, index, append, value, text, slow: value.slow || index?.slow === true };
}

/** The subscript holds an expansion that does not end: it fails when it is reached. */
export function brokenAssignment(text: string, dialect: Dialect): Assignment {
	const found = /^([A-Za-z_]\w*)\[(.*)\](\+?)=(.*)$/s.exec(text);
	if (found === null) throw new Error(`assertion failed: not an assignment: ${text}`);
	const [, name = '', subscript = '', plus, rest = ''] = found;
	const index = parseWord(subscript, dialect, 'subscript');
	const value = parseWord(rest, dialect, 'assignment');
	return { name, index, append: plus === '+', value, text, slow: value.slow || index.slow };
}

/** One element of `(…)`: `word` or `[index]=word`. */
export function parseArrayElement(text: string, dialect: Dialect): ArrayElement {
	if (text[0] === '[') {
		const close = closingSubscript(text, 0);
		const operator = close < 0 ? null : /^\+?=/.exec(text.slice(close + 1, close + 3));
		if (operator !== null) {
			return {
				index: parseWord(text.slice(1, close), dialect, 'subscript'),
				append: operator[0] === '+=',
				value: parseWord(text.slice(close + 1 + operator[0].length), dialect, 'assignment'),
			};
		}
	}
	return { index: undefined, append: false, value: withoutInnerTildes(parseWord(text, dialect)) };
}
