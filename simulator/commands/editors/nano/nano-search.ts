import type { Regexp } from '../../../machinery/regexp.ts';
import { compilePosix, compileRe2, quoteRegexp, RegexpSyntaxError } from '../../../machinery/regexp.ts';
import type { Task } from '../../../machinery/task.ts';
import { nextOffset } from '../vim/text/characters.ts';
import { goToPrompt } from './nano-go-to.ts';
import { REPLACE_HELP, REPLACE_WITH_HELP, SEARCH_HELP } from './nano-keys.ts';
import { adjustViewport, paintEdit, paintTitle } from './nano-paint.ts';
import { ask, prompt } from './nano-prompt.ts';
import type { NanoState } from './nano-state.ts';

interface Found {
	readonly line: number;
	readonly from: number;
	readonly to: number;
	readonly groups: readonly (string | undefined)[];
	readonly wrapped: boolean;
}

/** What is looked for, asked for until Enter; undefined: nothing, or it is something else now. */
function* askWhat(nano: NanoState, replacing: boolean): Task<'search' | 'replace' | undefined> {
	let text = '';
	let replace = replacing;
	for (;;) {
		const { options } = nano;
		const marks = `${options.has('casesensitive') ? ' [Case Sensitive]' : ''}${options.has('regexp') ? ' [Regexp]' : ''}${options.has('backwards') ? ' [Backwards]' : ''}`;
		const cut = Math.floor(nano.screen.columns / 3);
		const last = nano.lastSearch.length > cut ? `${nano.lastSearch.slice(0, cut)}...` : nano.lastSearch;
		const place = replace ? (nano.buffer.mark === undefined ? ' (to replace)' : ' (to replace) in selection') : '';
		const answer = yield* prompt(nano, {
			prompt: `Search${marks}${place}${last === '' ? '' : ` [${last}]`}`,
			help: replace ? REPLACE_HELP : SEARCH_HELP,
			answer: text,
			keys: ['M-C', 'M-R', 'M-B', '^R', '^T', '^G'],
			history: nano.searches,
		});
		text = answer.text;
		if (answer.key === 'M-C') options.toggle('casesensitive');
		else if (answer.key === 'M-R') options.toggle('regexp');
		else if (answer.key === 'M-B') options.toggle('backwards');
		else if (answer.key === '^R') replace = !replace;
		else if (answer.key === '^T') {
			yield* goToPrompt(nano);
			return undefined;
		} else if (answer.key === '^C' || (answer.key === 'Enter' && text === '' && nano.lastSearch === '')) {
			nano.say('Cancelled');
			return undefined;
		} else if (answer.key === 'Enter') {
			if (text !== '') nano.lastSearch = text;
			nano.searches = [...nano.searches.filter((each) => each !== nano.lastSearch), nano.lastSearch].slice(-100);
			return replace ? 'replace' : 'search';
		}
	}
}

function compiled(nano: NanoState): Regexp | undefined {
	const regexp = nano.options.has('regexp');
	const ignoreCase = !nano.options.has('casesensitive');
	try {
		return regexp
			? compilePosix(nano.lastSearch, 'extended', { ignoreCase })
			: compileRe2(quoteRegexp(nano.lastSearch), { ignoreCase });
	} catch (error) {
		if (!(error instanceof RegexpSyntaxError)) throw error;
		nano.say(`Bad regex "${nano.lastSearch}": ${error.message}`);
		return undefined;
	}
}

/** The next match from a place on, round the end of the text. */
function* find(nano: NanoState, pattern: Regexp, line: number, x: number, back: boolean): Task<Found | undefined> {
	const { lines } = nano.buffer;
	for (let step = 0; step <= lines.length; step++) {
		yield* nano.process.tick();
		const at = (((back ? line - step : line + step) % lines.length) + lines.length) % lines.length;
		const text = lines[at] as string;
		const wrapped = step === lines.length || (back ? at > line : at < line);
		let match = back ? undefined : pattern.exec(text, step === 0 ? Math.min(x, text.length) : 0);
		if (!back && step === 0 && x > text.length) match = undefined;
		if (back) for (const each of pattern.all(text)) if (step > 0 || each.start <= x) match = each;
		if (match !== undefined) return { line: at, from: match.start, to: match.end, groups: match.groups, wrapped };
	}
	return undefined;
}

/** ^W and ^Q. */
export function* searchCommand(nano: NanoState, replacing: boolean): Task<void> {
	const what = yield* askWhat(nano, replacing);
	if (what === 'replace') yield* replaceCommand(nano);
	else if (what === 'search') yield* goToNext(nano);
}

/** `+/text` before a file's name. Models nano.c main. */
export function* searchFor(
	nano: NanoState,
	{ flags, back, text }: { readonly flags: string; readonly back: boolean; readonly text: string },
): Task<void> {
	const { buffer, options } = nano;
	const set = new Set(options.flags);
	if (/c/i.test(flags)) options.flags[flags.includes('c') ? 'add' : 'delete']('casesensitive');
	if (/r/i.test(flags)) options.flags[flags.includes('r') ? 'add' : 'delete']('regexp');
	nano.lastSearch = text;
	const pattern = compiled(nano);
	if (pattern !== undefined) {
		const found = back
			? yield* find(nano, pattern, buffer.lastLine, (buffer.lines[buffer.lastLine] as string).length, true)
			: yield* find(nano, pattern, 0, 0, false);
		if (found === undefined) nano.say(`"${text}" not found`);
		else {
			buffer.moveTo(found.line, found.from);
			nano.wipe();
			adjustViewport(nano, true);
		}
	}
	options.flags.clear();
	for (const flag of set) options.flags.add(flag);
}

/** M-W, M-Q: once more. */
export function* searchAgain(nano: NanoState, back: boolean): Task<void> {
	if (nano.lastSearch === '') {
		nano.say('No current search pattern');
		return;
	}
	if (back !== nano.options.has('backwards')) nano.options.toggle('backwards');
	yield* goToNext(nano);
	nano.options.flags.delete('backwards');
}

function* goToNext(nano: NanoState): Task<void> {
	const { buffer } = nano;
	const pattern = compiled(nano);
	if (pattern === undefined) return;
	const back = nano.options.has('backwards');
	const from = back ? buffer.x - 1 : buffer.x < buffer.text.length ? nextOffset(buffer.text, buffer.x) : buffer.x + 1;
	const found = yield* find(nano, pattern, buffer.line, from, back);
	nano.wipe();
	if (found === undefined) {
		const shown = [...nano.lastSearch];
		const room = Math.floor(nano.screen.columns / 2);
		nano.say(`"${shown.length > room ? `${shown.slice(0, room).join('')}...` : nano.lastSearch}" not found`);
		return;
	}
	if (found.line === buffer.line && found.from === buffer.x) nano.say('This is the only occurrence');
	else if (found.wrapped) nano.say('Search Wrapped');
	buffer.moveTo(found.line, found.from);
	if (found.to > found.from) nano.spotlight = found;
	adjustViewport(nano, true);
}

/** ^\ after the first question. Models search.c ask_for_and_do_replacements. */
function* replaceCommand(nano: NanoState): Task<void> {
	const { buffer } = nano;
	const answer = yield* prompt(nano, {
		prompt: 'Replace with',
		help: REPLACE_WITH_HELP,
		answer: '',
		keys: [],
		history: nano.replacements,
	});
	if (answer.key === '^C') {
		nano.say('Cancelled');
		return;
	}
	if (answer.text !== '') nano.replacements = [...nano.replacements, answer.text].slice(-100);
	const pattern = compiled(nano);
	if (pattern === undefined) return;
	const region = buffer.region();
	const start = region === undefined ? { line: buffer.line, x: buffer.x } : region[0];
	let { line, x } = start;
	let beginX = buffer.x;
	let round = false;
	let all = false;
	let count = -1;
	for (;;) {
		const found = yield* find(nano, pattern, line, x, false);
		round ||= found?.wrapped === true;
		const over =
			region !== undefined &&
			found !== undefined &&
			(round || found.line > region[1].line || (found.line === region[1].line && found.to > region[1].x));
		if (
			found === undefined ||
			over ||
			(round && (found.line > start.line || (found.line === start.line && found.from >= beginX)))
		) {
			if (count < 0) nano.say(`"${nano.lastSearch}" not found`);
			break;
		}
		if (count < 0) count = 0;
		buffer.moveTo(found.line, found.from);
		if (!all) {
			nano.spotlight = found;
			adjustViewport(nano, true);
			paintTitle(nano);
			paintEdit(nano);
			const choice = yield* ask(nano, 'Replace this instance?', true);
			nano.spotlight = undefined;
			if (choice === 'cancel') break;
			all = choice === 'all';
			if (choice === 'no') {
				({ line } = found);
				x = Math.max(found.to, found.from + 1);
				continue;
			}
		}
		const text = nano.options.has('regexp')
			? answer.text.replace(/\\([1-9])/g, (_, digit: string) => found.groups[Number(digit)] ?? '')
			: answer.text;
		const whole = buffer.text;
		buffer.begin('replacement');
		buffer.splice(found.line, 1, [whole.slice(0, found.from) + text + whole.slice(found.to)]);
		buffer.end();
		count++;
		if (found.line === start.line && found.from < beginX) beginX += text.length - (found.to - found.from);
		({ line } = found);
		x = found.from + text.length + (found.to === found.from ? 1 : 0);
	}
	buffer.moveTo(start.line, beginX);
	adjustViewport(nano);
	if (count >= 0) nano.say(`Replaced ${count} ${count === 1 ? 'occurrence' : 'occurrences'}`);
}
