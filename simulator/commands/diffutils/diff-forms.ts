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
	/** -t: columns of a tab that becomes blanks. */
	readonly tab?: number;
	/** -p, -F: the last line before a hunk that says where one is. */
	readonly functionLine?: ((old: readonly string[], before: number) => string | undefined) | undefined;
	/** Context lines without text have no mark. */
	readonly suppressBlank?: boolean;
}

/** A change; one that does not count by itself (-I, -B) is shown where another one is near. */
export interface ShownChange extends LineChange {
	readonly ignored?: boolean;
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

/** A form piece by piece: others run in between. */
export type Pieces = Generator<string, void>;

const MISSING_END = '\\ No newline at end of file\n';

function painted(text: string, color: string | undefined): string {
	return color === undefined ? text : `\x1b[${color}m${text}\x1b[0m`;
}

/** Lines of a piece. */
const STRIDE = 256;

/** Lines behind a mark: "< ", "+". */
function* marked(mark: string, lines: readonly string[], options: FormOptions, color?: string): Pieces {
	for (let at = 0; at < lines.length; at += STRIDE)
		yield lines
			.slice(at, at + STRIDE)
			.map((line) => markedLine(mark, line, options, color))
			.join('');
}

function markedLine(mark: string, line: string, options: FormOptions, color?: string): string {
	const { initialTab, suppressBlank, tab } = options;
	const isWhole = line.endsWith('\n');
	const bare = isWhole ? line.slice(0, -1) : line;
	const text = tab === undefined ? bare : expanded(bare, tab);
	if (suppressBlank && text === '' && mark.trim() === '') return '\n';
	const before = initialTab ? `${mark === ' ' ? '' : mark[0]}\t` : mark;
	return `${painted(before + text, color)}\n${isWhole ? '' : MISSING_END}`;
}

/** Blanks for tabs. */
export function expanded(text: string, tab: number): string {
	let out = '';
	for (const [at, part] of text.split('\t').entries()) {
		if (at > 0) out += ' '.repeat(tab - (out.length % tab));
		out += part;
	}
	return out;
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
export function* normalPieces(sides: Sides, changes: readonly LineChange[], options: FormOptions = {}): Pieces {
	const { palette } = options;
	for (const change of changes) {
		const kind = change.oldCount === 0 ? 'a' : change.newCount === 0 ? 'd' : 'c';
		const where = `${range(change.oldAt, change.oldCount)}${kind}${range(change.newAt, change.newCount)}`;
		yield `${painted(where, palette?.line)}\n`;
		yield* marked('< ', taken(sides, change), options, palette?.delete);
		if (kind === 'c') yield '---\n';
		yield* marked('> ', put(sides, change), options, palette?.add);
	}
}

/**
 * Changes that are closer than twice the context are shown together, those that do not count when they are closer than
 * the context. Of what does not count alone nothing is shown. Models diffutils context.c find_hunk.
 */
function groups(changes: readonly ShownChange[], context: number): ShownChange[][] {
	const out: ShownChange[][] = [];
	for (const change of changes) {
		const last = out.at(-1)?.at(-1);
		const near = change.ignored ? context : 2 * context + 1;
		if (last !== undefined && change.oldAt - (last.oldAt + last.oldCount) < near) out.at(-1)?.push(change);
		else out.push([change]);
	}
	return out.filter((group) => !group.every(({ ignored }) => ignored));
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

export function* unifiedPieces(
	sides: Sides,
	changes: readonly ShownChange[],
	context: number,
	heads: readonly [string, string],
	options: FormOptions = {},
): Pieces {
	const { palette } = options;
	yield `${painted(`--- ${heads[0]}`, palette?.header)}\n${painted(`+++ ${heads[1]}`, palette?.header)}\n`;
	const part = (from: number, to: number): string => {
		const count = to - from;
		return count === 1 ? String(from + 1) : `${count === 0 ? from : from + 1},${count}`;
	};
	for (const group of groups(changes, context)) {
		const { oldFrom, oldTo, newFrom, newTo } = windowOf(sides, group, context);
		const where = `@@ -${part(oldFrom, oldTo)} +${part(newFrom, newTo)} @@`;
		yield `${painted(where, palette?.line)}${functionText(sides, oldFrom, options, 40)}\n`;
		let at = oldFrom;
		for (const change of group) {
			yield* marked(' ', sides.old.slice(at, change.oldAt), options);
			yield* marked('-', taken(sides, change), options, palette?.delete);
			yield* marked('+', put(sides, change), options, palette?.add);
			at = change.oldAt + change.oldCount;
		}
		yield* marked(' ', sides.old.slice(at, oldTo), options);
	}
}

function functionText({ old }: Sides, before: number, { functionLine }: FormOptions, width: number): string {
	const found = functionLine?.(old, before);
	return found === undefined ? '' : ` ${found.trimStart().slice(0, width).trimEnd()}`;
}

export function* contextPieces(
	sides: Sides,
	changes: readonly ShownChange[],
	context: number,
	heads: readonly [string, string],
	options: FormOptions = {},
): Pieces {
	const { palette } = options;
	yield `${painted(`*** ${heads[0]}`, palette?.header)}\n${painted(`--- ${heads[1]}`, palette?.header)}\n`;
	const part = (from: number, to: number): string => (to - from <= 1 ? String(to) : `${from + 1},${to}`);
	for (const group of groups(changes, context)) {
		const { oldFrom, oldTo, newFrom, newTo } = windowOf(sides, group, context);
		yield `***************${functionText(sides, oldFrom, options, 40)}\n`;
		yield `${painted(`*** ${part(oldFrom, oldTo)} ****`, palette?.line)}\n`;
		if (group.some(({ oldCount }) => oldCount > 0)) {
			let at = oldFrom;
			for (const change of group) {
				yield* marked('  ', sides.old.slice(at, change.oldAt), options, palette?.delete);
				yield* marked(change.newCount > 0 ? '! ' : '- ', taken(sides, change), options, palette?.delete);
				at = change.oldAt + change.oldCount;
			}
			yield* marked('  ', sides.old.slice(at, oldTo), options, palette?.delete);
		}
		yield `${painted(`--- ${part(newFrom, newTo)} ----`, palette?.line)}\n`;
		if (!group.some(({ newCount }) => newCount > 0)) continue;
		let at = newFrom;
		for (const change of group) {
			yield* marked('  ', sides.new.slice(at, change.newAt), options, palette?.add);
			yield* marked(change.oldCount > 0 ? '! ' : '+ ', put(sides, change), options, palette?.add);
			at = change.newAt + change.newCount;
		}
		yield* marked('  ', sides.new.slice(at, newTo), options, palette?.add);
	}
}

/** Lines of an ed script, whose end is a dot. */
function* ended(lines: readonly string[]): Pieces {
	for (let at = 0; at < lines.length; at += STRIDE)
		yield lines
			.slice(at, at + STRIDE)
			.map((line) => (line.endsWith('\n') ? line : `${line}\n`))
			.join('');
	yield '.\n';
}

/** The last change first, so that line numbers stay true. */
export function* edPieces(sides: Sides, changes: readonly LineChange[]): Pieces {
	for (const change of [...changes].reverse()) {
		const kind = change.oldCount === 0 ? 'a' : change.newCount === 0 ? 'd' : 'c';
		yield `${range(change.oldAt, change.oldCount)}${kind}\n`;
		if (change.newCount > 0) yield* ended(put(sides, change));
	}
}

/** -f: like an ed script, from the first change on. */
export function* forwardEdPieces(sides: Sides, changes: readonly LineChange[]): Pieces {
	for (const change of changes) {
		const kind = change.oldCount === 0 ? 'a' : change.newCount === 0 ? 'd' : 'c';
		yield `${kind}${range(change.oldAt, change.oldCount).replace(',', ' ')}\n`;
		if (change.newCount > 0) yield* ended(put(sides, change));
	}
}

function* appended({ oldAt, oldCount, newCount }: LineChange, lines: readonly string[]): Pieces {
	yield `a${oldAt + oldCount} ${newCount}\n`;
	for (let at = 0; at < lines.length; at += STRIDE) yield lines.slice(at, at + STRIDE).join('');
}

export function* rcsPieces(sides: Sides, changes: readonly LineChange[]): Pieces {
	for (const change of changes) {
		if (change.oldCount > 0) yield `d${change.oldAt + 1} ${change.oldCount}\n`;
		if (change.newCount > 0) yield* appended(change, put(sides, change));
	}
}
