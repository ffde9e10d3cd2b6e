import { DEFAULT_LIMITS } from '../../machinery/limits.ts';

/** More words than the world allows; the interpreter words it. */
export class TooManyWords extends Error {}

/** Whether brace expansion may change `text`: cheap, and never wrong when it says no. */
export function hasBraces(text: string): boolean {
	const open = text.indexOf('{');
	if (open < 0) return false;
	return text.indexOf(',', open) > 0 || text.indexOf('..', open) > 0;
}

/** The words that `text`, as written with its quotes, expands to, before any other expansion. */
export function expandBraces(text: string): string[] {
	const out: string[] = [];
	for (const _ of expandBracesInSteps(text, out));
	return out;
}

/** The same into `out`; pauses after every few words, so that others may have their turn. */
export function* expandBracesInSteps(
	text: string,
	out: string[],
	work: Work = { characters: 0 },
): Generator<void, void, void> {
	const group = yield* findGroup(text, work);
	if (group === undefined) {
		push(out, text);
		return;
	}
	const preamble = text.slice(0, group.open);
	const postscripts: string[] = [];
	yield* expandBracesInSteps(text.slice(group.close + 1), postscripts, work);
	for (const middle of group.items) {
		for (const postscript of postscripts) {
			push(out, preamble + middle + postscript);
			if (out.length % BRACE_STEP_WORDS === 0) yield;
		}
	}
}

/** Words between two pauses of `expandBracesInSteps`. */
export const BRACE_STEP_WORDS = 1_000;

interface Group {
	readonly open: number;
	readonly close: number;
	readonly items: readonly string[];
}

function push(out: string[], text: string): void {
	if (out.length >= DEFAULT_LIMITS.shellWords) throw new TooManyWords();
	out.push(text);
}

/** The first brace group that expands, with what it expands to. */
function* findGroup(text: string, work: Work): Generator<void, Group | undefined, void> {
	const found = yield* firstGroup(text, work);
	if (found === undefined) return undefined;
	const { open, close, commas } = found;
	if (found.items !== undefined) return { open, close, items: found.items };
	const items: string[] = [];
	let start = open + 1;
	for (const comma of [...commas, close]) {
		yield* expandBracesInSteps(text.slice(start, comma), items, work);
		start = comma + 1;
	}
	return { open, close, items };
}

/** Where that is; of a sequence also what it expands to. The other braces are forgotten before any is expanded. */
function* firstGroup(text: string, work: Work): Generator<void, (Brace & { items?: string[] }) | undefined, void> {
	for (const brace of yield* matchBraces(text, work)) {
		if (brace.close < 0) continue;
		if (brace.commas.length > 0) return brace;
		const items = yield* expandSequence(text.slice(brace.open + 1, brace.close));
		if (items !== undefined) return { ...brace, items };
	}
	return undefined;
}

/** The next index at or after `i` that is not quoted or inside an expansion. */
function skipTo(text: string, from: number): number {
	let i = from;
	for (;;) {
		const c = text[i];
		if (c === '\\') i += 2;
		else if (c === "'") i = closing(text, "'", i);
		else if (c === '"') i = closingDouble(text, i);
		else if (c === '`') i = closing(text, '`', i);
		else if (c === '$' && (text[i + 1] === '{' || text[i + 1] === '(')) i = closingNested(text, i + 1);
		else if ((c === '<' || c === '>') && text[i + 1] === '(') i = closingNested(text, i + 1);
		else return i;
	}
}

function closing(text: string, quote: string, open: number): number {
	const end = text.indexOf(quote, open + 1);
	return end < 0 ? text.length : end + 1;
}

function closingDouble(text: string, open: number): number {
	for (let i = open + 1; i < text.length; i++) {
		if (text[i] === '\\') i++;
		else if (text[i] === '"') return i + 1;
	}
	return text.length;
}

function closingNested(text: string, open: number): number {
	const [left, right] = text[open] === '{' ? ['{', '}'] : ['(', ')'];
	let depth = 0;
	for (let i = open; i < text.length; i++) {
		const c = text[i];
		if (c === '\\') i++;
		else if (c === "'") i = closing(text, "'", i) - 1;
		else if (c === '"') i = closingDouble(text, i) - 1;
		else if (c === left) depth++;
		else if (c === right && --depth === 0) return i + 1;
	}
	return text.length;
}

/** What has been looked at since the last pause: groups in groups are looked at again. */
interface Work {
	characters: number;
}

interface Brace {
	readonly open: number;
	/** −1 when nothing closes it. */
	close: number;
	/** Those between its own items. */
	readonly commas: number[];
}

/** All `{` outside quotes and not part of `${`, in their order: each character is looked at once. */
function* matchBraces(text: string, work: Work): Generator<void, readonly Brace[], void> {
	const braces: Brace[] = [];
	const within: Brace[] = [];
	let last = 0;
	for (let i = skipTo(text, 0); i < text.length; i = skipTo(text, i + 1)) {
		const c = text[i];
		if (c === '{') {
			const brace = { open: i, close: -1, commas: [] };
			braces.push(brace);
			within.push(brace);
		} else if (c === '}') {
			const brace = within.pop();
			if (brace !== undefined) brace.close = i;
		} else if (c === ',') within.at(-1)?.commas.push(i);
		work.characters += i - last;
		last = i;
		if (work.characters < BRACE_STEP_LENGTH) continue;
		work.characters = 0;
		yield;
	}
	return braces;
}

/** Characters between two pauses. */
const BRACE_STEP_LENGTH = 20_000;

function* expandSequence(body: string): Generator<void, string[] | undefined, void> {
	const numbers = /^([+-]?\d+)\.\.([+-]?\d+)(?:\.\.([+-]?\d+))?$/.exec(body);
	if (numbers !== null) {
		return yield* numberSequence(numbers[1] as string, numbers[2] as string, Number(numbers[3] ?? '0'));
	}
	const letters = /^([A-Za-z])\.\.([A-Za-z])(?:\.\.([+-]?\d+))?$/.exec(body);
	if (letters === null) return undefined;
	const out: string[] = [];
	const from = (letters[1] as string).charCodeAt(0);
	const to = (letters[2] as string).charCodeAt(0);
	const step = Math.abs(Number(letters[3] ?? '0')) || 1;
	for (let code = from; from <= to ? code <= to : code >= to; code += from <= to ? step : -step) {
		const c = String.fromCharCode(code);
		// The backslash quotes nothing, and goes.
		out.push(c === '\\' ? "''" : c);
	}
	return out;
}

function* numberSequence(
	fromText: string,
	toText: string,
	stepText: number,
): Generator<void, string[] | undefined, void> {
	const from = Number(fromText);
	const to = Number(toText);
	if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to)) return undefined;
	const step = Math.abs(stepText) || 1;
	if (Math.abs(to - from) / step >= DEFAULT_LIMITS.shellWords) throw new TooManyWords();
	const padded = /^[+-]?0\d/.test(fromText) || /^[+-]?0\d/.test(toText);
	const width = padded ? Math.max(fromText.length, toText.length) : 0;
	const out: string[] = [];
	for (let value = from; from <= to ? value <= to : value >= to; value += from <= to ? step : -step) {
		out.push(width === 0 ? String(value) : pad(value, width));
		if (out.length % BRACE_STEP_WORDS === 0) yield;
	}
	return out;
}

function pad(value: number, width: number): string {
	return value < 0 ? `-${String(-value).padStart(width - 1, '0')}` : String(value).padStart(width, '0');
}
