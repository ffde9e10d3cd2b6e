import type { LineChange } from '../../machinery/line-changes.ts';
import type { Palette, Sides } from './diff-forms.ts';

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
export function sideBySideText(sides: Sides, changes: readonly LineChange[], options: SideOptions): string {
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
	let out = '';
	let at = 0;
	let other = 0;
	const common = (to: number): void => {
		for (; at < to; at++, other++) {
			if (!options.suppressCommon)
				out += options.leftColumn ? row(sides.old[at], '(', undefined) : row(sides.old[at], ' ', sides.new[other]);
		}
	};
	for (const change of changes) {
		common(change.oldAt);
		for (let index = 0; index < Math.max(change.oldCount, change.newCount); index++) {
			const left = index < change.oldCount ? sides.old[change.oldAt + index] : undefined;
			const right = index < change.newCount ? sides.new[change.newAt + index] : undefined;
			out += row(left, left === undefined ? '>' : right === undefined ? '<' : '|', right);
		}
		at = change.oldAt + change.oldCount;
		other = change.newAt + change.newCount;
	}
	common(sides.old.length);
	return out;
}

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
		const text = cut(left, half, tab);
		out += text;
		column = widthOf(text, tab);
	}
	if (mark !== ' ') {
		moveTo(Math.floor((half + second - 1) / 2));
		const open = left !== undefined && !left.endsWith('\n');
		const otherOpen = right !== undefined && !right.endsWith('\n');
		out += mark === '|' && open !== otherOpen ? (open ? '/' : '\\') : mark;
		column++;
	}
	if (right !== undefined && right !== '\n') {
		moveTo(second);
		out += cut(right, half, tab);
	}
	return `${out}\n`;
}

function cut(line: string, width: number, tab: number): string {
	let out = '';
	let column = 0;
	for (const char of line.replace(/\n$/, '')) {
		const next = char === '\t' ? column + tab - (column % tab) : column + 1;
		if (next > width) break;
		out += char;
		column = next;
	}
	return out;
}

function widthOf(text: string, tab: number): number {
	let column = 0;
	for (const char of text) column = char === '\t' ? column + tab - (column % tab) : column + 1;
	return column;
}
