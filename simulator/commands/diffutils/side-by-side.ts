import type { LineChange } from '../../machinery/line-changes.ts';
import { displayWidth } from '../coreutils/ls-layout.ts';
import { expanded, type Palette, type Pieces, type Sides } from './diff-forms.ts';

export interface SideOptions {
	readonly width: number;
	readonly suppressCommon: boolean;
	readonly leftColumn: boolean;
	readonly expandTabs: boolean;
	readonly palette?: Palette | undefined;
	/** Columns of a tab. */
	readonly tab: number;
}

const GUTTER = 3;

/** Models diffutils side.c. */
export function* sideBySidePieces(sides: Sides, changes: readonly LineChange[], options: SideOptions): Pieces {
	const { tab, palette } = options;
	const step = options.expandTabs ? 1 : tab;
	const second = Math.floor((options.width + step + GUTTER) / (2 * step)) * step;
	const half = Math.max(0, Math.min(second - GUTTER, options.width - second));
	const row = (left: string | undefined, mark: string, right: string | undefined): string =>
		colored(
			sideRow(left, mark, right, {
				half,
				second: half > 0 ? second : options.width,
				expandTabs: options.expandTabs,
				tab,
			}),
			mark === '<' ? palette?.delete : mark === '>' ? palette?.add : undefined,
		);
	let at = 0;
	let other = 0;
	for (const { oldAt, oldCount, newAt, newCount } of [...changes, { ...END, oldAt: sides.old.length }]) {
		for (; at < oldAt; at++, other++) {
			if (options.suppressCommon) yield '';
			else if (options.leftColumn) yield row(sides.old[at], '(', undefined);
			else yield row(sides.old[at], ' ', sides.new[other]);
		}
		for (let index = 0; index < Math.max(oldCount, newCount); index++) {
			const left = index < oldCount ? sides.old[oldAt + index] : undefined;
			const right = index < newCount ? sides.new[newAt + index] : undefined;
			yield row(left, left === undefined ? '>' : right === undefined ? '<' : '|', right);
		}
		at = oldAt + oldCount;
		other = newAt + newCount;
	}
}

/** Behind the last line. */
const END: LineChange = { oldAt: 0, oldCount: 0, newAt: 0, newCount: 0 };

interface Columns {
	readonly half: number;
	readonly second: number;
	readonly expandTabs: boolean;
	readonly tab: number;
}

function colored(row: string, color: string | undefined): string {
	return color === undefined ? row : `\x1b[${color}m${row}\x1b[0m`;
}

function sideRow(left: string | undefined, mark: string, right: string | undefined, columns: Columns): string {
	const { half, second, expandTabs, tab } = columns;
	let out = '';
	let column = 0;
	const moveTo = (to: number): void => {
		while (!expandTabs && column + tab - (column % tab) <= to) {
			out += '\t';
			column += tab - (column % tab);
		}
		out += ' '.repeat(Math.max(0, to - column));
		column = Math.max(column, to);
	};
	if (left !== undefined) {
		const text = cut(expandTabs ? expanded(left, tab) : left, half, tab);
		out += text;
		column = widthOf(text, tab);
	}
	if (mark !== ' ') {
		moveTo(Math.floor((half + second - 1) / 2));
		const open = left !== undefined && !left.endsWith('\n');
		const otherOpen = right !== undefined && !right.endsWith('\n');
		out += mark === '|' && open !== otherOpen ? (open ? '\\' : '/') : mark;
		column++;
	}
	if (right !== undefined && right !== '\n') {
		moveTo(second);
		out += cut(expandTabs ? expanded(right, tab) : right, half, tab);
	}
	return `${out}\n`;
}

function cut(line: string, width: number, tab: number): string {
	let out = '';
	let column = 0;
	for (const char of line.replace(/\n$/, '')) {
		const next = char === '\t' ? column + tab - (column % tab) : column + displayWidth(char);
		if (next > width) break;
		out += char;
		column = next;
	}
	return out;
}

function widthOf(text: string, tab: number): number {
	let column = 0;
	for (const char of text) column = char === '\t' ? column + tab - (column % tab) : column + displayWidth(char);
	return column;
}
