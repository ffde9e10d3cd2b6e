import type { LineChange } from '../../machinery/line-changes.ts';

/** Colours of what is shown: SGR parameters ("31"), none where nothing is coloured. */
export interface Palette {
	readonly header: string;
	readonly add: string;
	readonly delete: string;
	readonly line: string;
}

/** How a form is shown. */
export interface FormOptions {
	readonly palette?: Palette | undefined;
	/** -T: a tab before each line. */
	readonly initialTab?: boolean;
	/** -p, -F: the last line before a hunk that says where one is. */
	readonly functionLine?: ((old: readonly string[], before: number) => string | undefined) | undefined;
	/** Context lines without text have no mark. */
	readonly suppressBlank?: boolean;
}

/** The lines of both files, each with its newline if it has one. */
export interface Sides {
	readonly old: readonly string[];
	readonly new: readonly string[];
}

/** The last may have no newline. */
export function linesOf(text: string): readonly string[] {
	return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

const MISSING_END = '\\ No newline at end of file\n';

function painted(text: string, color: string | undefined): string {
	return color === undefined ? text : `\x1b[${color}m${text}\x1b[0m`;
}

/** Lines behind a mark: "< ", "+". */
function marked(
	mark: string,
	lines: readonly string[],
	{ initialTab, suppressBlank }: FormOptions,
	color?: string,
): string {
	return lines
		.map((line) => {
			const text = line.replace(/\n$/, '');
			if (suppressBlank && text === '' && mark.trim() === '') return '\n';
			const before = initialTab ? `${mark === ' ' ? '' : mark[0]}\t` : mark;
			return `${painted(before + text, color)}\n${line.endsWith('\n') ? '' : MISSING_END}`;
		})
		.join('');
}

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
export function normalText(sides: Sides, changes: readonly LineChange[], options: FormOptions = {}): string {
	const { palette } = options;
	return changes
		.map((change) => {
			const kind = change.oldCount === 0 ? 'a' : change.newCount === 0 ? 'd' : 'c';
			const where = `${range(change.oldAt, change.oldCount)}${kind}${range(change.newAt, change.newCount)}`;
			const before = marked('< ', taken(sides, change), options, palette?.delete);
			const after = marked('> ', put(sides, change), options, palette?.add);
			return `${painted(where, palette?.line)}\n${before}${kind === 'c' ? '---\n' : ''}${after}`;
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
	options: FormOptions = {},
): string {
	const { palette } = options;
	let out = `${painted(`--- ${heads[0]}`, palette?.header)}\n${painted(`+++ ${heads[1]}`, palette?.header)}\n`;
	const part = (from: number, to: number): string => {
		const count = to - from;
		return count === 1 ? String(from + 1) : `${count === 0 ? from : from + 1},${count}`;
	};
	for (const group of groups(changes, context)) {
		const { oldFrom, oldTo, newFrom, newTo } = windowOf(sides, group, context);
		const where = `@@ -${part(oldFrom, oldTo)} +${part(newFrom, newTo)} @@`;
		out += `${painted(where, palette?.line)}${functionText(sides, oldFrom, options, 40)}\n`;
		let at = oldFrom;
		for (const change of group) {
			out += marked(' ', sides.old.slice(at, change.oldAt), options);
			out += marked('-', taken(sides, change), options, palette?.delete);
			out += marked('+', put(sides, change), options, palette?.add);
			at = change.oldAt + change.oldCount;
		}
		out += marked(' ', sides.old.slice(at, oldTo), options);
	}
	return out;
}

function functionText({ old }: Sides, before: number, { functionLine }: FormOptions, width: number): string {
	const found = functionLine?.(old, before);
	return found === undefined ? '' : ` ${found.trimStart().slice(0, width).trimEnd()}`;
}

export function contextText(
	sides: Sides,
	changes: readonly LineChange[],
	context: number,
	heads: readonly [string, string],
	options: FormOptions = {},
): string {
	const { palette } = options;
	let out = `${painted(`*** ${heads[0]}`, palette?.header)}\n${painted(`--- ${heads[1]}`, palette?.header)}\n`;
	const part = (from: number, to: number): string => (to - from <= 1 ? String(to) : `${from + 1},${to}`);
	for (const group of groups(changes, context)) {
		const { oldFrom, oldTo, newFrom, newTo } = windowOf(sides, group, context);
		out += `***************${functionText(sides, oldFrom, options, 40)}\n`;
		out += `${painted(`*** ${part(oldFrom, oldTo)} ****`, palette?.line)}\n`;
		if (group.some(({ oldCount }) => oldCount > 0)) {
			let at = oldFrom;
			for (const change of group) {
				out += marked('  ', sides.old.slice(at, change.oldAt), options, palette?.delete);
				out += marked(change.newCount > 0 ? '! ' : '- ', taken(sides, change), options, palette?.delete);
				at = change.oldAt + change.oldCount;
			}
			out += marked('  ', sides.old.slice(at, oldTo), options, palette?.delete);
		}
		out += `${painted(`--- ${part(newFrom, newTo)} ----`, palette?.line)}\n`;
		if (!group.some(({ newCount }) => newCount > 0)) continue;
		let at = newFrom;
		for (const change of group) {
			out += marked('  ', sides.new.slice(at, change.newAt), options, palette?.add);
			out += marked(change.oldCount > 0 ? '! ' : '+ ', put(sides, change), options, palette?.add);
			at = change.newAt + change.newCount;
		}
		out += marked('  ', sides.new.slice(at, newTo), options, palette?.add);
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

/** -f: like an ed script, from the first change on. */
export function forwardEdText(sides: Sides, changes: readonly LineChange[]): string {
	let out = '';
	for (const change of changes) {
		const kind = change.oldCount === 0 ? 'a' : change.newCount === 0 ? 'd' : 'c';
		out += `${kind}${range(change.oldAt, change.oldCount).replace(',', ' ')}\n`;
		if (change.newCount > 0)
			out += `${put(sides, change)
				.map((line) => line.replace(/\n?$/, '\n'))
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
