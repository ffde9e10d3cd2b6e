import { errorMessage } from '../../kernel/error-message.ts';
import { type Process, SystemError } from '../../kernel/process-api.ts';
import { lineChanges } from '../../machinery/line-changes.ts';
import { compilePosix, type Regexp, RegexpSyntaxError } from '../../machinery/regexp.ts';
import type { Task } from '../../machinery/task.ts';
import { trimEndOf } from '../../machinery/trim-end.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import { Fatal } from '../gnu-command.ts';
import { launch, waitFor } from '../launch.ts';
import { readAll, readFile } from '../stdio.ts';
import { strftime } from '../strftime.ts';
import {
	contextPieces,
	edPieces,
	type FormOptions,
	forwardEdPieces,
	normalPieces,
	type Palette,
	rcsPieces,
	type ShownChange,
	type Sides,
	unifiedPieces,
} from './diff-forms.ts';
import type { DiffRun } from './diff-options.ts';
import { kindOf } from './file-kind.ts';
import { type MergedFormats, mergedFormats, mergedText } from './merged-form.ts';
import { sideBySidePieces } from './side-by-side.ts';

/** Compares pairs of files and shows how they differ. */
export class FileComparison {
	readonly #run: DiffRun;
	readonly #palette: Palette | undefined;
	readonly #formats: MergedFormats | undefined;
	readonly #functionLine: FormOptions['functionLine'];

	/** Throws Fatal. */
	constructor(run: DiffRun) {
		this.#run = run;
		this.#palette = paletteOf(run);
		this.#formats = mergedFormats(run.given);
		this.#functionLine = functionLineOf(run);
		columnsOf(run.values.tabSize ?? '8', 'tabsize');
		ignoredLines(run);
		if (run.given.filter(({ key }) => key === 'label').length > 2) throw new Fatal('too many file label options', 2);
	}

	/** @param named print the command line above, as for each pair of two directories. */
	*compare(before: string, after: string, named: boolean): Task<number> {
		const { process, values, out } = this.#run;
		if (before === '-' && after === '-') return 0;
		if (values.color !== undefined && !isPalette(values.palette)) {
			yield* this.#run.complain('unparsable value for --palette');
		}
		if (values.noDereference && isThere(process, before) && isThere(process, after)) {
			const [a, b] = [process.lstat(before), process.lstat(after)];
			if (a.type !== b.type) {
				yield* out.write(`File ${before} is a ${kindOf(a)} while file ${after} is a ${kindOf(b)}\n`);
				return 1;
			}
			if (a.type === 'symlink') {
				if (process.readlink(before) === process.readlink(after)) return 0;
				yield* out.write(`Symbolic links ${before} and ${after} differ\n`);
				return 1;
			}
		}
		return yield* this.#contents(before, after, named);
	}

	*#contents(before: string, after: string, named: boolean): Task<number> {
		const run = this.#run;
		const { values, out } = run;
		const [from, to] = [yield* contentOf(run, before), yield* contentOf(run, after)];
		if (from === undefined || to === undefined) return 2;
		if (!values.text && from !== to && (from.includes('\0') || to.includes('\0'))) {
			yield* out.write(`${values.brief ? 'Files' : 'Binary files'} ${before} and ${after} differ\n`);
			return 1;
		}
		const sides: Sides = { old: yield* linesInSteps(run, from), new: yield* linesInSteps(run, to) };
		const all = from === to ? [] : yield* changesBetween(run, sides);
		// Hunks are shown with what does not count in them.
		const told = all.filter(({ ignored }) => !ignored);
		const changes = contextOf(run) === undefined || told.length === 0 ? told : all;
		if (changes.length === 0) {
			if (values.identical) yield* out.write(`Files ${this.#labelled(before, after).join(' and ')} are identical\n`);
			else if (values.sideBySide || this.#formats !== undefined) yield* this.#write(sides, changes, before, after);
			return 0;
		}
		if (values.brief) {
			yield* out.write(`Files ${this.#labelled(before, after).join(' and ')} differ\n`);
			return 1;
		}
		const title = `diff ${[...switches(run), ...this.#labelled(before, after).map(quoted)].join(' ')}`;
		if (values.paginate) {
			yield* this.#paged(this.#form(sides, changes, before, after), title);
			return 1;
		}
		if (named) yield* out.write(`${title}\n`);
		yield* this.#write(sides, changes, before, after);
		return 1;
	}

	/** -l: pr(1) makes pages of it. */
	*#paged(pieces: Iterable<string>, title: string): Task<void> {
		const { out, process } = this.#run;
		yield* out.flush();
		const [read, write] = process.pipe();
		const fds = new Map([
			[0, read],
			[1, 1],
			[2, 2],
		]);
		const pid = launch(process, ['pr', '-h', title], { fds });
		process.close(read);
		for (const piece of pieces) yield* process.write(write, encodeUtf8(piece));
		process.close(write);
		yield* waitFor(process, pid);
	}

	#labelled(before: string, after: string): readonly [string, string] {
		const labels = this.#run.given.filter(({ key }) => key === 'label').map(({ value }) => value);
		return [labels[0] ?? before, labels[1] ?? after];
	}

	*#write(sides: Sides, changes: readonly ShownChange[], before: string, after: string): Task<void> {
		const { out, process } = this.#run;
		let length = 0;
		for (const piece of this.#form(sides, changes, before, after)) {
			yield* out.write(piece);
			length += PIECE_LENGTH + piece.length;
			if (length < STRIDE) continue;
			yield* process.tick(length >> CHARACTERS_A_STEP_LOG2);
			length = 0;
		}
	}

	#form(sides: Sides, changes: readonly ShownChange[], before: string, after: string): Iterable<string> {
		const run = this.#run;
		const { values } = run;
		if (this.#formats !== undefined) return mergedText(sides, changes, this.#formats);
		const options: FormOptions = {
			palette: this.#palette,
			initialTab: values.initialTab === true,
			...(values.expandTabs ? { tab: columnsOf(values.tabSize ?? '8', 'tabsize') } : {}),
			suppressBlank: values.suppressBlankEmpty === true,
			functionLine: this.#functionLine,
		};
		const context = contextOf(run);
		if (context !== undefined) {
			const labels = run.given.filter(({ key }) => key === 'label').map(({ value }) => value);
			const heads = [
				labels[0] ?? `${quoted(before)}\t${timeOf(run, before)}`,
				labels[1] ?? `${quoted(after)}\t${timeOf(run, after)}`,
			] as const;
			return (isUnified(run) ? unifiedPieces : contextPieces)(sides, changes, context, heads, options);
		}
		if (values.ed) return edPieces(sides, changes);
		if (values.forwardEd) return forwardEdPieces(sides, changes);
		if (values.rcs) return rcsPieces(sides, changes);
		if (values.sideBySide) return sideBySidePieces(sides, changes, sideOptions(run, this.#palette));
		return normalPieces(sides, changes, options);
	}
}

/** A link that leads nowhere is there. */
function isThere(process: Process, path: string): boolean {
	try {
		process.lstat(path);
		return true;
	} catch (error) {
		if (error instanceof SystemError) return false;
		throw error;
	}
}

/** Characters that are written between two steps, as which a piece counts besides, and of them in a step (a power of two). */
const STRIDE = 4_096;
const PIECE_LENGTH = 8;
const CHARACTERS_A_STEP_LOG2 = 6;

/** The options as they were typed, quoted where a shell would have to. */
function switches({ process, operands }: DiffRun): readonly string[] {
	const words = process.argv.slice(1);
	for (const operand of [...operands].reverse()) {
		const at = words.lastIndexOf(operand);
		if (at >= 0) words.splice(at, 1);
	}
	return words.map((word) => (/^[\w%+,./:@-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`));
}

const DEFAULT_PALETTE: Palette = { header: '1', add: '32', delete: '31', line: '36' };

/** Whether colours are given as they should be. */
function isPalette(text: string | undefined): boolean {
	return text === undefined || /^(?:(?:rs|hd|ad|de|ln)=[\d;]*(?::|$))*$/.test(text);
}

/** Throws Fatal. */
function paletteOf({ process, values }: DiffRun): Palette | undefined {
	const asked = values.color as string | true | undefined;
	const when = asked === true ? 'auto' : (asked ?? 'never');
	if (!['never', 'always', 'auto'].includes(when)) throw new Fatal(`invalid color '${when}'`, 2, true);
	if (when === 'never' || (when === 'auto' && !(process.isatty(1) && process.env.get('TERM') !== 'dumb'))) {
		return undefined;
	}
	const own = new Map((values.palette ?? '').split(':').map((part) => part.split('=') as [string, string]));
	if (!isPalette(values.palette)) return undefined;
	return {
		header: own.get('hd') ?? DEFAULT_PALETTE.header,
		add: own.get('ad') ?? DEFAULT_PALETTE.add,
		delete: own.get('de') ?? DEFAULT_PALETTE.delete,
		line: own.get('ln') ?? DEFAULT_PALETTE.line,
	};
}

/** The last line above a hunk that -F's expression matches; -p: one that begins like a definition in C. */
function functionLineOf({ given }: DiffRun): FormOptions['functionLine'] {
	const patterns = given.flatMap(({ key, value }) => {
		if (key === 'showFunction') return [compilePosix('^[[:alpha:]$_]', 'basic')];
		return key === 'functionLine' ? [patternOf(value as string)] : [];
	});
	if (patterns.length === 0) return undefined;
	return (old, before) => {
		for (let at = before - 1; at >= 0; at--) {
			const line = (old[at] as string).replace(/\n$/, '');
			if (patterns.some((pattern) => pattern.test(line))) return line;
		}
		return undefined;
	};
}

function isUnified({ values }: DiffRun): boolean {
	return values.unified === true || values.unifiedLines !== undefined || values.unifiedCount !== undefined;
}

function sideOptions({ values }: DiffRun, palette: Palette | undefined) {
	return {
		palette,
		tab: columnsOf(values.tabSize ?? '8', 'tabsize'),
		width: columnsOf(values.width ?? '130', 'width'),
		suppressCommon: values.suppressCommon === true,
		leftColumn: values.leftColumn === true,
		expandTabs: values.expandTabs === true,
	};
}

/** No more columns than a line of any terminal has. Throws Fatal. */
function columnsOf(text: string, what: string): number {
	if (!/^0*[1-9]\d*$/.test(text)) throw new Fatal(`invalid ${what} '${text}'`, 2, true);
	return Math.min(COLUMNS_MAX, Number(text));
}

const COLUMNS_MAX = 65_536;

/** Lines around a change; undefined of forms that show none. Throws Fatal. */
function contextOf({ values, given: all }: DiffRun): number | undefined {
	// The largest of all that are asked for.
	let lines: number | undefined;
	for (const { key, value } of all) {
		if (!CONTEXT_KEYS.has(key)) continue;
		const count = given(value);
		if (count !== undefined && !/^\d+$/.test(count)) throw new Fatal(`invalid context length '${count}'`, 2, true);
		// A count of its own, as in -u5, is the length; so is that of -U. Without any it is three.
		const own = count === undefined ? (values.count === undefined ? 3 : 0) : Number(count);
		lines = Math.max(lines ?? 0, own);
	}
	// Without another form -p means this one.
	const others = all.some(({ key }) => ['normal', 'ed', 'forwardEd', 'rcs', 'sideBySide'].includes(key));
	if (lines === undefined && !(values.showFunction === true && !others)) return undefined;
	const digits = values.count === undefined ? 0 : Number(values.count);
	return Math.max(lines ?? (values.count === undefined ? 3 : 0), digits);
}

const CONTEXT_KEYS: ReadonlySet<string> = new Set(
	'unified context unifiedLines contextLines unifiedCount contextCount'.split(' '),
);

/** An option that may have a value and has none is true. */
function given(value: string | undefined): string | undefined {
	return typeof value === 'string' ? value : undefined;
}

/** Comparisons of two lines' numbers in a microsecond. */
const STEPS_PER_TICK = 50;

/** Each with its newline, the last one as it is. */
function* linesInSteps({ process }: DiffRun, text: string): Task<string[]> {
	const lines: string[] = [];
	for (let at = 0; at < text.length; ) {
		const end = text.indexOf('\n', at);
		const next = end < 0 ? text.length : end + 1;
		lines.push(text.slice(at, next));
		at = next;
		if (lines.length % LINES_A_STEP === 0) yield* process.tick(LINES_A_STEP >> STEPS_A_LINE_LOG2);
	}
	return lines;
}

const LINES_A_STEP = 1_024;
/** Characters of long lines. */
const KEYED_AT_ONCE = 524_288;
const STEPS_A_LINE_LOG2 = 3;

function* keysOf(run: DiffRun, lines: readonly string[], key: (line: string) => string): Task<string[]> {
	const { process } = run;
	const keys: string[] = [];
	let length = 0;
	for (const line of lines) {
		let folding = '';
		let from = 0;
		for (let to = cutIn(line, from); to > from; to = cutIn(line, from)) {
			folding += folded(run, line.slice(from, to));
			from = to;
			yield* process.tick(KEYED_AT_ONCE >> CHARACTERS_A_STEP_LOG2);
		}
		keys.push(folding + key(from === 0 ? line : line.slice(from)));
		length += line.length - from;
		if (length >= KEYED_AT_ONCE) {
			yield* process.tick(length >> CHARACTERS_A_STEP_LOG2);
			length = 0;
		}
		if (keys.length % LINES_A_STEP === 0) yield* process.tick(LINES_A_STEP >> STEPS_A_LINE_LOG2);
	}
	return keys;
}

/** Where a long line can be folded in two, between two letters or digits; `from` where that need not or cannot be. */
function cutIn(line: string, from: number): number {
	if (line.length - from <= 2 * KEYED_AT_ONCE) return from;
	const pair = /[\dA-Za-z](?=[\dA-Za-z])/g;
	pair.lastIndex = from + KEYED_AT_ONCE;
	return pair.test(line) ? pair.lastIndex : from;
}

function* changesBetween(run: DiffRun, sides: Sides): Task<ShownChange[]> {
	const { values } = run;
	// A last line without its newline differs from one that has it, unless white space does not count.
	const lenient = values.ignoreAllSpace || values.ignoreSpaceChange || values.ignoreTrailing;
	const key = (line: string): string =>
		`${folded(run, line.replace(/\n$/, ''))}${line.endsWith('\n') || lenient ? '\n' : ''}`;
	const keys = [yield* keysOf(run, sides.old, key), yield* keysOf(run, sides.new, key)] as const;
	const changes = yield* lineChanges(...keys, {
		horizon: contextOf(run) ?? 0,
		isMinimal: values.minimal === true,
		pause: (steps) => run.process.tick(Math.ceil(steps / STEPS_PER_TICK)),
	});
	const patterns = ignoredLines(run);
	const ignorable = (line: string): boolean => {
		const text = line.replace(/\n$/, '');
		return (values.ignoreBlank === true && text === '') || patterns.some((pattern) => pattern.test(text));
	};
	return changes.map((change) => {
		const { oldAt, oldCount, newAt, newCount } = change;
		const touched = [...sides.old.slice(oldAt, oldAt + oldCount), ...sides.new.slice(newAt, newAt + newCount)];
		return { ...change, ignored: touched.every(ignorable) };
	});
}

/** Of -I. Throws Fatal. */
function ignoredLines({ given }: DiffRun): readonly Regexp[] {
	return given.filter(({ key }) => key === 'ignoreMatching').map(({ value }) => patternOf(value as string));
}

/** Throws Fatal. */
function patternOf(text: string): Regexp {
	try {
		return compilePosix(text, 'basic');
	} catch (error) {
		if (!(error instanceof RegexpSyntaxError)) throw error;
		throw new Fatal(`${text}: ${error.message}`, 2);
	}
}

/** A name in a heading: in quotes as in C when it has blanks or other unusual characters. */
function quoted(name: string): string {
	if (!/[\x00-\x20"\\\x7f]/.test(name)) return name;
	const escaped = (char: string): string => ESCAPES.get(char) ?? `\\${char.charCodeAt(0).toString(8).padStart(3, '0')}`;
	return `"${name.replace(/[\x00-\x1f"\\\x7f]/g, escaped)}"`;
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
	['"', '\\"'],
	['\\', '\\\\'],
	['\x07', '\\a'],
	['\b', '\\b'],
	['\t', '\\t'],
	['\n', '\\n'],
	['\v', '\\v'],
	['\f', '\\f'],
	['\r', '\\r'],
]);

function* contentOf(run: DiffRun, path: string): Task<string | undefined> {
	try {
		return decodeUtf8(path === '-' ? yield* readAll(run.process, 0) : yield* readFile(run.process, path));
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		if (error.errno === 'ENOENT' && (run.values.newFile || run.values.oneWay)) return '';
		yield* run.complain(`${path}: ${errorMessage(error.errno)}`);
		return undefined;
	}
}

/** A line as the options let it be compared. */
function folded({ values }: DiffRun, line: string): string {
	let out = values.stripReturn ? line.replace(/\r$/, '') : line;
	if (values.ignoreAllSpace) out = out.replace(/[ \t]+/g, '');
	else if (values.ignoreSpaceChange) out = out.replace(/[ \t]+/g, ' ').replace(/ $/, '');
	else if (values.ignoreTrailing) out = trimEndOf(out, ' \t');
	if (values.ignoreTabs) out = out.replace(/\t/g, '        ');
	return values.ignoreCase ? out.toLowerCase() : out;
}

function timeOf(run: DiffRun, path: string): string {
	const known = path !== '-' && run.process.access(path, {});
	return strftime(
		'%Y-%m-%d %H:%M:%S.%N %z',
		known ? run.process.stat(path).mtimeMs : path === '-' ? run.process.now() : 0,
	);
}
