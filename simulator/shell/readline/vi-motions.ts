import type { Task } from '../../machinery/task.ts';
import type { Key } from './key-reader.ts';
import type { LineEditor } from './line-editor.ts';

/** Where a motion of vi's command mode leads: `inclusive` when an operator takes the character there as well. */
export interface Reached {
	readonly at: number;
	readonly inclusive: boolean;
}

/** Finds where `key` moves to from the cursor, `count` times; undefined when it moves nowhere or is no motion. */
export function* viMotion(editor: LineEditor, key: Key, count: number): Task<Reached | undefined> {
	const { chars, cursor, length } = editor.buffer;
	const exclusive = (at: number): Reached => ({ at, inclusive: false });
	switch (key.name) {
		case 'h':
		case 'Left':
		case 'C-?':
		case 'C-h':
			return cursor === 0 ? undefined : exclusive(Math.max(0, cursor - count));
		case 'l':
		case 'Right':
		case ' ':
			return exclusive(Math.min(length, cursor + count));
		case '0':
		case 'Home':
			return exclusive(0);
		case '^':
			return exclusive(
				Math.max(
					0,
					chars.findIndex((char) => !isBlank(char)),
				),
			);
		case '$':
		case 'End':
			return exclusive(length);
		case '|':
			return exclusive(Math.min(length, count - 1));
		case 'w':
		case 'W':
			return exclusive(times(count, cursor, (at) => nextWord(chars, at, key.name === 'W')));
		case 'b':
		case 'B':
			return exclusive(times(count, cursor, (at) => previousWord(chars, at, key.name === 'B')));
		case 'e':
		case 'E':
			return { at: times(count, cursor, (at) => endOfWord(chars, at, key.name === 'E')), inclusive: true };
		case '%':
			return matching(chars, cursor);
		case ';':
		case ',':
			return editor.viSearch === undefined ? undefined : repeatSearch(editor, key.name === ',', count, true);
		case 'f':
		case 'F':
		case 't':
		case 'T': {
			const wanted = yield* editor.nextKey();
			if (wanted === undefined || wanted.text === '' || wanted.name === 'Escape') return undefined;
			editor.viSearch = { kind: key.name, char: wanted.text };
			return repeatSearch(editor, false, count, false);
		}
		default:
			return undefined;
	}
}

function times(count: number, from: number, step: (at: number) => number): number {
	let at = from;
	for (let i = 0; i < Math.min(count, 1000); i++) at = step(at);
	return at;
}

function repeatSearch(editor: LineEditor, opposite: boolean, count: number, again: boolean): Reached | undefined {
	const { kind, char } = editor.viSearch as { kind: 'f' | 'F' | 't' | 'T'; char: string };
	const { chars, cursor } = editor.buffer;
	const forward = (kind === 'f' || kind === 't') !== opposite;
	const before = kind === 't' || kind === 'T';
	const step = forward ? 1 : -1;
	let found = cursor;
	for (let left = count; left > 0; left--) {
		found += step;
		// `t` again does not stay before the character that it stands before.
		if (again && before && left === count && chars[found] === char) found += step;
		while (found >= 0 && found < chars.length && chars[found] !== char) found += step;
		if (found < 0 || found >= chars.length) return undefined;
	}
	return { at: before ? found - step : found, inclusive: forward };
}

const PAIRS = '()[]{}';

function matching(chars: readonly string[], from: number): Reached | undefined {
	const start = chars.findIndex((char, index) => index >= from && PAIRS.includes(char));
	if (start < 0) return undefined;
	const kind = PAIRS.indexOf(chars[start] as string);
	const step = kind % 2 === 0 ? 1 : -1;
	const other = PAIRS[kind + step];
	let depth = 0;
	for (let at = start; at >= 0 && at < chars.length; at += step) {
		if (chars[at] === chars[start]) depth++;
		else if (chars[at] === other && --depth === 0) return { at, inclusive: true };
	}
	return undefined;
}

function isBlank(char: string | undefined): boolean {
	return char === ' ' || char === '\t' || char === '\n';
}

/** 0 blank, 1 letters, digits and underscores, 2 the rest; for big words everything that is not blank is one. */
function classOf(char: string | undefined, big: boolean): number {
	if (char === undefined || isBlank(char)) return 0;
	return big || /[\p{L}\p{N}_]/u.test(char) ? 1 : 2;
}

export function nextWord(chars: readonly string[], from: number, big: boolean): number {
	let at = from;
	const kind = classOf(chars[at], big);
	while (at < chars.length && kind !== 0 && classOf(chars[at], big) === kind) at++;
	while (at < chars.length && isBlank(chars[at])) at++;
	return at;
}

function previousWord(chars: readonly string[], from: number, big: boolean): number {
	let at = from - 1;
	while (at > 0 && isBlank(chars[at])) at--;
	const kind = classOf(chars[at], big);
	while (at > 0 && classOf(chars[at - 1], big) === kind && kind !== 0) at--;
	return Math.max(0, at);
}

function endOfWord(chars: readonly string[], from: number, big: boolean): number {
	let at = from + 1;
	while (at < chars.length && isBlank(chars[at])) at++;
	const kind = classOf(chars[at], big);
	while (at + 1 < chars.length && classOf(chars[at + 1], big) === kind) at++;
	return Math.min(at, Math.max(0, chars.length - 1));
}
