import type { LineChange } from '../../machinery/line-changes.ts';
import { Fatal } from '../gnu-command.ts';
import type { Sides } from './diff-forms.ts';

type Line = 'old' | 'new' | 'unchanged';
type Group = Line | 'changed';

/** How the lines and groups of lines of both files are shown as one. */
export interface MergedFormats {
	readonly line: Readonly<Record<Line, string>>;
	readonly group: Readonly<Record<Group, string>>;
}

/** What the options say; undefined without any of them. Models diffutils ifdef.c and diff.c specify_value. Throws Fatal. */
export function mergedFormats(
	given: readonly { readonly key: string; readonly value: string | undefined }[],
): MergedFormats | undefined {
	const line: Partial<Record<Line, string>> = {};
	const group: Partial<Record<Group, string>> = {};
	for (const { key, value } of given) {
		const text = value as string;
		if (key === 'ifdef') {
			group.unchanged ??= '%=';
			group.old ??= `#ifndef ${text}\n%<#endif /* ! ${text} */\n`;
			group.new ??= `#ifdef ${text}\n%>#endif /* ${text} */\n`;
			group.changed ??= `#ifndef ${text}\n%<#else /* ${text} */\n%>#endif /* ${text} */\n`;
		} else if (key === 'lineFormat') {
			line.old ??= text;
			line.new ??= text;
			line.unchanged ??= text;
		}
		const [, kind = '', what] = /^(old|new|unchanged|changed)(Line|Group)Format$/.exec(key) ?? [];
		if (what === 'Line') setFormat(line, kind as Line, text);
		else if (what === 'Group') setFormat(group, kind as Group, text);
	}
	if (Object.keys(line).length === 0 && Object.keys(group).length === 0) return undefined;
	const old = group.old ?? group.changed ?? '%<';
	const own = group.new ?? group.changed ?? '%>';
	return {
		line: { old: line.old ?? '%l\n', new: line.new ?? '%l\n', unchanged: line.unchanged ?? '%l\n' },
		group: { old, new: own, unchanged: group.unchanged ?? '%=', changed: group.changed ?? old + own },
	};
}

function setFormat<K extends string>(formats: Partial<Record<K, string>>, kind: K, text: string): void {
	const before = formats[kind];
	if (before !== undefined && before !== text) {
		throw new Fatal(`conflicting ${kind} line format options`, 2, true);
	}
	formats[kind] = text;
}

/** Both files as one. */
export function mergedText(sides: Sides, changes: readonly LineChange[], formats: MergedFormats): string {
	const writer = new MergedWriter(sides, formats);
	let [at, other] = [0, 0];
	for (const { oldAt, oldCount, newAt, newCount } of changes) {
		if (oldAt > at) writer.group('unchanged', at, oldAt, other, newAt);
		const kind = oldCount === 0 ? 'new' : newCount === 0 ? 'old' : 'changed';
		writer.group(kind, oldAt, oldAt + oldCount, newAt, newAt + newCount);
		[at, other] = [oldAt + oldCount, newAt + newCount];
	}
	if (at < sides.old.length) writer.group('unchanged', at, sides.old.length, other, sides.new.length);
	return writer.out;
}

class MergedWriter {
	readonly #sides: Sides;
	readonly #formats: MergedFormats;
	out = '';

	constructor(sides: Sides, formats: MergedFormats) {
		this.#sides = sides;
		this.#formats = formats;
	}

	group(kind: Group, from: number, to: number, newFrom: number, newTo: number): void {
		const numbers = (letter: string): number | undefined => {
			const [start, end] = /[A-Z]/.test(letter) ? [newFrom, newTo] : [from, to];
			const values: Readonly<Record<string, number>> = { e: start, f: start + 1, l: end, m: end + 1, n: end - start };
			return values[letter.toLowerCase()];
		};
		this.out += filled(this.#formats.group[kind], (letter, shown) => {
			if (letter === '<') return this.#lines('old', from, to);
			if (letter === '=') return this.#lines('unchanged', from, to);
			if (letter === '>') return this.#lines('new', newFrom, newTo);
			const number = numbers(letter);
			return number === undefined || shown === undefined ? undefined : shown(number);
		});
	}

	#lines(kind: Line, from: number, to: number): string {
		const lines = kind === 'new' ? this.#sides.new : this.#sides.old;
		let out = '';
		for (let at = from; at < to; at++) {
			const line = lines[at] as string;
			out += filled(this.#formats.line[kind], (letter, shown) => {
				if (letter === 'L') return line;
				if (letter === 'l') return line.replace(/\n$/, '');
				return letter === 'n' && shown !== undefined ? shown(at + 1) : undefined;
			});
		}
		return out;
	}
}

type Shown = (value: number) => string;

/** `%<`, `%5dn`, `%%`, `%c'x'`; what is none of them stays as it is. */
function filled(format: string, value: (letter: string, shown: Shown | undefined) => string | undefined): string {
	const pattern = /%(?:(%)|c'(\\[0-7]{1,3}|\\?.)'|(-?)('?)(\d*)(?:\.(\d*))?([doxX])([a-zA-Z])|([<>=lL]))/g;
	return format.replace(
		pattern,
		(whole: string, percent, character, left, _quote, width, digits, base, number, text) => {
			if (percent !== undefined) return '%';
			if (character !== undefined) return characterOf(character);
			if (text !== undefined) return value(text, undefined) ?? whole;
			const radix = base === 'd' ? 10 : base === 'o' ? 8 : 16;
			const shown = (given: number): string => {
				const plain = given.toString(radix).padStart(columns(digits), '0');
				const cased = base === 'X' ? plain.toUpperCase() : plain;
				return left === '-' ? cased.padEnd(columns(width)) : cased.padStart(columns(width));
			};
			return value(number, shown) ?? whole;
		},
	);
}

/** No field is wider than this. */
const COLUMNS_MAX = 4_096;

function columns(text: string | undefined): number {
	return Math.min(COLUMNS_MAX, Number(text || '0'));
}

function characterOf(text: string): string {
	return /^\\[0-7]/.test(text) ? String.fromCharCode(Number.parseInt(text.slice(1), 8)) : text.replace(/^\\/, '');
}
