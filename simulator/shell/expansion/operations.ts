import { compileGlob, type Glob } from '../../machinery/glob.ts';
import { DEFAULT_LIMITS } from '../../machinery/limits.ts';
import { ShellFailure, tooLarge } from '../state/control-flow.ts';
import type { Shell } from '../state/shell.ts';
import { characterCount, isBasic } from '../text.ts';
import { ansiQuote, doubleQuote, hasControls, quoteKey, reusable, singleQuote } from './quote.ts';

/** The operations of `${x…}` on one value. Patterns arrive expanded, quoted characters escaped. */

/** @param mayIgnoreCase only replacements obey nocasematch. */
export function compilePattern(shell: Shell, pattern: string, mayIgnoreCase = true): Glob {
	return compileGlob(ofDialect(shell, pattern), {
		extended: shell.options.shopt.extglob,
		ignoreCase: mayIgnoreCase && shell.options.shopt.nocasematch,
	});
}

/** For dash `^` negates nothing. */
export function ofDialect(shell: Shell, pattern: string): string {
	return shell.mode.dialect === 'dash' ? pattern.replaceAll('[^', '[\\^') : pattern;
}

/** `#`, `##`, `%`, `%%`. */
export function removePattern(value: string, operator: '#' | '##' | '%' | '%%', glob: Glob): string {
	const want = operator.length === 1 ? 'shortest' : 'longest';
	if (operator[0] === '#') {
		const length = glob.prefix(value, want);
		return length < 0 ? value : value.slice(length);
	}
	const start = glob.suffix(value, want);
	return start < 0 ? value : value.slice(0, start);
}

export interface Replacement {
	readonly glob: Glob;
	/** Escaped where quoted; `&` stands for the match when `ampersand`. */
	readonly text: string;
	readonly ampersand: boolean;
	readonly all: boolean;
	readonly anchor: '' | '#' | '%';
	/** The pattern behind a `*`: bash looks first whether that matches at all. Models bash subst.c match_upattern. */
	readonly withStar: Glob;
	/** Of the pattern: where nothing is left of the value, bash tries those only that begin with `*`. */
	readonly beginsWithStar: boolean;
}

/** So many matches at once. */
const MATCHES = 200;

/** `/`, `//`, `/#`, `/%`. Between its steps others can have their turn. Throws ShellFailure when it becomes too long. */
export function* replacedPieces(value: string, by: Replacement): Generator<undefined, string, void> {
	if (by.glob.literal === '' && by.anchor === '') return value;
	const put = insertion(by);
	// Models bash lib/glob/gmisc.c match_pattern_char.
	if (value === '' && by.anchor !== '%' && !by.beginsWithStar && by.glob.literal !== '') return value;
	if (by.anchor === '#') {
		const length = by.glob.prefix(value, 'longest');
		return length < 0 ? value : put(value.slice(0, length)) + value.slice(length);
	}
	if (by.anchor === '%') {
		const start = by.glob.suffix(value, 'longest');
		if (start === value.length && !by.withStar.matches(value)) return value;
		return start < 0 ? value : value.slice(0, start) + put(value.slice(start));
	}
	const out: string[] = [];
	let parts: string[] = [];
	let length = 0;
	let at = 0;
	while (at <= value.length) {
		const found = by.glob.find(value, at);
		if (found === undefined) break;
		const [start, end] = found;
		if (start === end && start >= value.length && value.length > 0) break;
		const piece = value.slice(at, start) + put(value.slice(start, end)) + (start === end ? (value[end] ?? '') : '');
		at = start === end ? end + 1 : end;
		parts.push(piece);
		length += piece.length;
		if (!by.all) break;
		if (parts.length < MATCHES) continue;
		if (length > DEFAULT_LIMITS.shellValueBytes) throw tooLarge(length);
		out.push(parts.join(''));
		parts = [];
		yield;
	}
	return out.join('') + parts.join('') + value.slice(at);
}

/** What stands in place of a match. */
function insertion({ text, ampersand }: Replacement): (matched: string) => string {
	if (!/[&\\]/.test(text)) return () => text;
	const pieces: (string | undefined)[] = [''];
	for (let i = 0; i < text.length; i++) {
		const c = text[i] as string;
		if (c === '&') pieces.push(ampersand ? undefined : '&', '');
		else {
			const isEscape = c === '\\' && (text[i + 1] === '&' || text[i + 1] === '\\');
			pieces.push((pieces.pop() ?? '') + (isEscape ? text[++i] : c));
		}
	}
	return (matched) => pieces.map((piece) => piece ?? matched).join('');
}

/** So many characters at once. */
const CHARACTERS = 4_000;

/** `^`, `^^`, `,`, `,,`, `~`, `~~`: only characters that match the pattern. As `replacedPieces` in steps. */
export function* changedCase(
	value: string,
	operator: string,
	glob: Glob | undefined,
): Generator<undefined, string, void> {
	const change = (c: string): string => {
		if (glob !== undefined && !glob.matches(c)) return c;
		if (operator[0] === '^') return c.toUpperCase().length === c.length ? c.toUpperCase() : c;
		if (operator[0] === ',') return c.toLowerCase();
		return c.toLowerCase() === c ? c.toUpperCase() : c.toLowerCase();
	};
	if (operator.length === 1) {
		const [first] = value;
		return first === undefined ? value : change(first) + value.slice(first.length);
	}
	const out: string[] = [];
	let part: string[] = [];
	for (const char of value) {
		part.push(change(char));
		if (part.length < CHARACTERS) continue;
		out.push(part.join(''));
		part = [];
		yield;
	}
	return out.join('') + part.join('');
}

/** `${x:offset:length}` on characters. */
export function slice(value: string, offset: number, length: number | undefined, label: string): string {
	if (isBasic(value)) {
		const [start, end] = sliceBounds(value.length, offset, length, label);
		return value.slice(start, end);
	}
	const [start, end] = sliceBounds(characterCount(value), offset, length, label);
	return [...value].slice(start, end).join('');
}

function sliceBounds(size: number, offset: number, length: number | undefined, label: string): [number, number] {
	const start = offset < 0 ? size + offset : offset;
	if (start < 0 || start > size) return [0, 0];
	if (length === undefined) return [start, size];
	const end = length < 0 ? size + length : Math.min(size, start + length);
	if (end < start) throw new ShellFailure(`${label}: substring expression < 0`);
	return [start, end];
}

/** `@Q`, `@E`, `@P` aside (it needs the prompt), `@U`, `@u`, `@L`. */
export function transform(value: string, operator: string, decode: (text: string) => string): string {
	switch (operator) {
		case 'Q':
			return reusable(value);
		case 'E':
			return decode(value);
		case 'U':
			return value.toUpperCase();
		case 'u':
			return value.slice(0, 1).toUpperCase() + value.slice(1);
		case 'L':
			return value.toLowerCase();
		default:
			throw new Error(`assertion failed: no transformation ${operator}`);
	}
}

/** An array as `declare -p` writes it after the `=`; between its steps others can have their turn. */
export function* arrayLiteral(
	keys: readonly string[],
	values: readonly string[],
	associative: boolean,
): Generator<undefined, string, void> {
	const items: string[] = [];
	for (const [index, key] of keys.entries()) {
		items.push(`[${associative ? quoteKey(key) : key}]=${doubleQuote(values[index] as string)}`);
		if (index % LITERAL_STEP === LITERAL_STEP - 1) yield;
	}
	return associative && items.length > 0 ? `(${items.join(' ')} )` : `(${items.join(' ')})`;
}

/** Elements between two steps. */
export const LITERAL_STEP = 500;

/** `${a[@]@A}`-style assignment of a scalar. */
export function assignmentText(name: string, letters: string, value: string | undefined): string {
	const shown = value === undefined ? '' : `=${singleOrAnsi(value)}`;
	return letters === '' ? `${name}${shown}` : `declare -${letters} ${name}${shown}`;
}

function singleOrAnsi(value: string): string {
	return hasControls(value) ? ansiQuote(value) : singleQuote(value);
}
