import { compileGlob, type Glob } from '../../machinery/glob.ts';
import { ShellFailure } from '../state/control-flow.ts';
import type { Shell } from '../state/shell.ts';
import { characterCount, isBasic } from '../text.ts';
import { ansiQuote, doubleQuote, hasControls, quoteKey, reusable, singleQuote } from './quote.ts';

/** The operations of `${x…}` on one value. Patterns arrive expanded, quoted characters escaped. */

/** @param mayIgnoreCase only replacements obey nocasematch. */
export function compilePattern(shell: Shell, pattern: string, mayIgnoreCase = true): Glob {
	return compileGlob(pattern, {
		extended: shell.options.shopt.extglob,
		ignoreCase: mayIgnoreCase && shell.options.shopt.nocasematch,
	});
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
}

/** `/`, `//`, `/#`, `/%`. */
export function replacePattern(value: string, by: Replacement): string {
	if (by.glob.literal === '' && by.anchor === '') return value;
	const put = (matched: string): string => withAmpersand(by.text, by.ampersand ? matched : '&');
	if (by.anchor === '#') {
		const length = by.glob.prefix(value, 'longest');
		return length < 0 ? value : put(value.slice(0, length)) + value.slice(length);
	}
	if (by.anchor === '%') {
		const start = by.glob.suffix(value, 'longest');
		return start < 0 ? value : value.slice(0, start) + put(value.slice(start));
	}
	let out = '';
	let at = 0;
	while (at <= value.length) {
		const found = by.glob.find(value, at);
		if (found === undefined) break;
		const [start, end] = found;
		if (start === end && start >= value.length && value.length > 0) break;
		out += value.slice(at, start) + put(value.slice(start, end));
		at = end;
		if (start === end) {
			out += value[at] ?? '';
			at++;
		}
		if (!by.all) break;
	}
	return out + value.slice(at);
}

function withAmpersand(text: string, matched: string): string {
	let out = '';
	for (let i = 0; i < text.length; i++) {
		const c = text[i];
		if (c === '\\' && (text[i + 1] === '&' || text[i + 1] === '\\')) out += text[++i];
		else out += c === '&' ? matched : c;
	}
	return out;
}

/** `^`, `^^`, `,`, `,,`, `~`, `~~`: only characters that match the pattern. */
export function changeCase(value: string, operator: string, glob: Glob | undefined): string {
	const change = (c: string): string => {
		if (glob !== undefined && !glob.matches(c)) return c;
		if (operator[0] === '^') return c.toUpperCase().length === c.length ? c.toUpperCase() : c;
		if (operator[0] === ',') return c.toLowerCase();
		return c.toLowerCase() === c ? c.toUpperCase() : c.toLowerCase();
	};
	if (operator.length === 2) return [...value].map(change).join('');
	const [first] = value;
	return first === undefined ? value : change(first) + value.slice(first.length);
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

/** An array as `declare -p` writes it after the `=`. */
export function arrayLiteral(keys: readonly string[], values: readonly string[], associative: boolean): string {
	const items = keys.map((key, index) => {
		const value = doubleQuote(values[index] as string);
		return `[${associative ? quoteKey(key) : key}]=${value}`;
	});
	return associative && items.length > 0 ? `(${items.join(' ')} )` : `(${items.join(' ')})`;
}

/** `${a[@]@A}`-style assignment of a scalar. */
export function assignmentText(name: string, letters: string, value: string | undefined): string {
	const shown = value === undefined ? '' : `=${singleOrAnsi(value)}`;
	return letters === '' ? `${name}${shown}` : `declare -${letters} ${name}${shown}`;
}

function singleOrAnsi(value: string): string {
	return hasControls(value) ? ansiQuote(value) : singleQuote(value);
}
