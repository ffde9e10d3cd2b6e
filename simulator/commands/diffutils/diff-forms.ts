import type { LineChange } from '../../machinery/line-changes.ts';

/** The lines of both files, each with its newline if it has one. */
export interface Sides {
	readonly old: readonly string[];
	readonly new: readonly string[];
}

/** The last may have no newline. */
export function linesOf(text: string): readonly string[] {
	return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function ended(line: string): string {
	return line.endsWith('\n') ? line : `${line}\n\\ No newline at end of file\n`;
}

const marked = (mark: string, lines: readonly string[]): string => lines.map((line) => mark + ended(line)).join('');
const taken = ({ old }: Sides, { oldAt, oldCount }: LineChange): readonly string[] =>
	old.slice(oldAt, oldAt + oldCount);
const put = (sides: Sides, { newAt, newCount }: LineChange): readonly string[] =>
	sides.new.slice(newAt, newAt + newCount);

/** "3", "3,5"; of no lines the one before. */
function range(at: number, count: number): string {
	if (count === 0) return String(at);
	return count === 1 ? String(at + 1) : `${at + 1},${at + count}`;
}

/** "3c3", "2a3,4", "5d4" with < and >. */
export function normalText(sides: Sides, changes: readonly LineChange[]): string {
	return changes
		.map((change) => {
			const kind = change.oldCount === 0 ? 'a' : change.newCount === 0 ? 'd' : 'c';
			const head = `${range(change.oldAt, change.oldCount)}${kind}${range(change.newAt, change.newCount)}\n`;
			return `${head}${marked('< ', taken(sides, change))}${kind === 'c' ? '---\n' : ''}${marked('> ', put(sides, change))}`;
		})
		.join('');
}

/** Changes that are closer than twice the context are shown together. */
function groups(changes: readonly LineChange[], context: number): LineChange[][] {
	const out: LineChange[][] = [];
	for (const change of changes) {
		const last = out.at(-1)?.at(-1);
		if (last !== undefined && change.oldAt - (last.oldAt + last.oldCount) <= 2 * context) out.at(-1)?.push(change);
		else out.push([change]);
	}
	return out;
}

interface Window {
	readonly oldFrom: number;
	readonly oldTo: number;
	readonly newFrom: number;
	readonly newTo: number;
}

function windowOf(sides: Sides, group: readonly LineChange[], context: number): Window {
	const [first, last] = [group[0] as LineChange, group.at(-1) as LineChange];
	return {
		oldFrom: Math.max(0, first.oldAt - context),
		newFrom: Math.max(0, first.newAt - context),
		oldTo: Math.min(sides.old.length, last.oldAt + last.oldCount + context),
		newTo: Math.min(sides.new.length, last.newAt + last.newCount + context),
	};
}

export function unifiedText(
	sides: Sides,
	changes: readonly LineChange[],
	context: number,
	heads: readonly [string, string],
): string {
	let out = `--- ${heads[0]}\n+++ ${heads[1]}\n`;
	const part = (from: number, to: number): string => {
		const count = to - from;
		return count === 1 ? String(from + 1) : `${count === 0 ? from : from + 1},${count}`;
	};
	for (const group of groups(changes, context)) {
		const { oldFrom, oldTo, newFrom, newTo } = windowOf(sides, group, context);
		out += `@@ -${part(oldFrom, oldTo)} +${part(newFrom, newTo)} @@\n`;
		let at = oldFrom;
		for (const change of group) {
			out += marked(' ', sides.old.slice(at, change.oldAt));
			out += marked('-', taken(sides, change)) + marked('+', put(sides, change));
			at = change.oldAt + change.oldCount;
		}
		out += marked(' ', sides.old.slice(at, oldTo));
	}
	return out;
}

export function contextText(
	sides: Sides,
	changes: readonly LineChange[],
	context: number,
	heads: readonly [string, string],
): string {
	let out = `*** ${heads[0]}\n--- ${heads[1]}\n`;
	const part = (from: number, to: number): string => (to - from <= 1 ? String(to) : `${from + 1},${to}`);
	for (const group of groups(changes, context)) {
		const { oldFrom, oldTo, newFrom, newTo } = windowOf(sides, group, context);
		out += `***************\n*** ${part(oldFrom, oldTo)} ****\n`;
		if (group.some(({ oldCount }) => oldCount > 0)) {
			let at = oldFrom;
			for (const change of group) {
				out += marked('  ', sides.old.slice(at, change.oldAt));
				out += marked(change.newCount > 0 ? '! ' : '- ', taken(sides, change));
				at = change.oldAt + change.oldCount;
			}
			out += marked('  ', sides.old.slice(at, oldTo));
		}
		out += `--- ${part(newFrom, newTo)} ----\n`;
		if (!group.some(({ newCount }) => newCount > 0)) continue;
		let at = newFrom;
		for (const change of group) {
			out += marked('  ', sides.new.slice(at, change.newAt));
			out += marked(change.oldCount > 0 ? '! ' : '+ ', put(sides, change));
			at = change.newAt + change.newCount;
		}
		out += marked('  ', sides.new.slice(at, newTo));
	}
	return out;
}

/** The last change first, so that line numbers stay true. */
export function edText(sides: Sides, changes: readonly LineChange[]): string {
	let out = '';
	for (const change of [...changes].reverse()) {
		const kind = change.oldCount === 0 ? 'a' : change.newCount === 0 ? 'd' : 'c';
		out += `${range(change.oldAt, change.oldCount)}${kind}\n`;
		if (change.newCount > 0)
			out += `${put(sides, change)
				.map((line) => (line.endsWith('\n') ? line : `${line}\n`))
				.join('')}.\n`;
	}
	return out;
}

export function rcsText(sides: Sides, changes: readonly LineChange[]): string {
	let out = '';
	for (const change of changes) {
		if (change.oldCount > 0) out += `d${change.oldAt + 1} ${change.oldCount}\n`;
		if (change.newCount > 0)
			out += `a${change.oldAt + change.oldCount} ${change.newCount}\n${put(sides, change).join('')}`;
	}
	return out;
}

export interface SideOptions {
	readonly width: number;
	readonly suppressCommon: boolean;
	readonly leftColumn: boolean;
	readonly expandTabs: boolean;
}

const TAB = 8;
const GUTTER = 3;

/** Models diffutils side.c. */
export function sideBySideText(sides: Sides, changes: readonly LineChange[], options: SideOptions): string {
	const step = options.expandTabs ? 1 : TAB;
	const second = Math.floor((options.width + step + GUTTER) / (2 * step)) * step;
	const half = Math.max(0, Math.min(second - GUTTER, options.width - second));
	const row = (left: string | undefined, mark: string, right: string | undefined): string =>
		sideRow(left, mark, right, { half, second: half > 0 ? second : options.width, expandTabs: options.expandTabs });
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
}

function sideRow(left: string | undefined, mark: string, right: string | undefined, columns: Columns): string {
	const { half, second, expandTabs } = columns;
	let out = '';
	let column = 0;
	const moveTo = (to: number): void => {
		while (!expandTabs && column + TAB - (column % TAB) <= to) {
			out += '\t';
			column += TAB - (column % TAB);
		}
		out += ' '.repeat(Math.max(0, to - column));
		column = Math.max(column, to);
	};
	if (left !== undefined) {
		const text = cut(left, half);
		out += text;
		column = widthOf(text);
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
		out += cut(right, half);
	}
	return `${out}\n`;
}

function cut(line: string, width: number): string {
	let out = '';
	let column = 0;
	for (const char of line.replace(/\n$/, '')) {
		const next = char === '\t' ? column + TAB - (column % TAB) : column + 1;
		if (next > width) break;
		out += char;
		column = next;
	}
	return out;
}

function widthOf(text: string): number {
	let column = 0;
	for (const char of text) column = char === '\t' ? column + TAB - (column % TAB) : column + 1;
	return column;
}
