import type { Task } from '../../machinery/task.ts';
import { builtinNames } from '../builtins/registry.ts';
import { userEntries } from '../expansion/tilde.ts';
import type { LineEditor } from '../readline/line-editor.ts';
import type { Shell } from '../state/shell.ts';
import { type CompletionContext, completionContext, unquoteTyped } from './completion-context.ts';
import type { CompletionSpec } from './completions.ts';
import { commandMatches, expandTilde, fileMatches, generate, isDirectory } from './generate.ts';
import { listMatches } from './list-matches.ts';

/** What may stand at the cursor, and how it is to be put there. */
interface Candidates {
	/** Whole words (for file names: paths as typed). */
	readonly matches: readonly string[];
	/** Matches are paths: directories get a slash, specials get quoted, lists show the last component. */
	readonly filenames: boolean;
	/** No blank after a single match. */
	readonly noSpace: boolean;
	readonly noQuote: boolean;
	/** Offset in the line where the matches begin. */
	readonly start: number;
	/** What stands there as it is matched: quotes off. */
	readonly typed: string;
}

/** Tab: completes the word before the cursor as far as it is certain; a second Tab lists. */
export function* completeLine(editor: LineEditor, request: 'complete' | 'list'): Task<void> {
	const { buffer, shell } = editor;
	const again = editor.lastCommand === 'complete' && !editor.completionChanged;
	const keys = shell.keyBindings;
	const listing = request === 'list' || again;
	const before = buffer.textBefore();
	const context = completionContext(before);
	const candidates = yield* candidatesFor(shell, before, context, listing);
	const matches = [...new Set(candidates.matches)];
	editor.completionChanged = false;
	if (matches.length === 0) {
		yield* editor.bell();
		return;
	}
	const single = matches.length === 1;
	const atOnce = keys?.isOn('show-all-if-ambiguous') === true;
	if (!listing || single) {
		if (!single && !atOnce) yield* editor.bell();
		const match = single ? (matches[0] as string) : commonPrefix(matches);
		editor.completionChanged = insert(editor, candidates, context, match, single);
		if (single || !atOnce) return;
	}
	const shown = candidates.filenames ? matches.map((match) => displayName(shell, match)) : matches;
	yield* listMatches(editor, shown);
}

/** Puts a match in the place of what was typed. False when that changes nothing. */
function insert(
	editor: LineEditor,
	candidates: Candidates,
	context: CompletionContext,
	match: string,
	single: boolean,
): boolean {
	const { buffer, shell } = editor;
	const line = buffer.textBefore();
	const asTyped = line.slice(candidates.start);
	let text = match;
	if (match.length < candidates.typed.length && !single) return false;
	const directory = candidates.filenames && single && isDirectory(shell, expandTilde(shell, match));
	if (directory && !text.endsWith('/')) text += '/';
	const { quote } = context;
	const quoted = candidates.noQuote || !candidates.filenames ? text : quoteForLine(text, quote);
	let out = quote !== '' && asTyped.startsWith(quote) ? quote + quoted : quoted;
	if (single && !directory) {
		if (quote !== '') out += quote;
		if (!candidates.noSpace) out += buffer.chars[buffer.cursor] === ' ' ? '' : ' ';
	}
	if (out === asTyped) return false;
	const from = [...line.slice(0, candidates.start)].length;
	buffer.replace(from, buffer.cursor, out);
	return true;
}

/** Backslashes for what the shell would take as special; inside quotes only what is special there. */
function quoteForLine(text: string, quote: string): string {
	if (quote === "'") return text.replaceAll("'", "'\\''");
	if (quote === '"') return text.replace(/["$`\\]/g, '\\$&');
	const tilde = /^~[^/]*(?=\/|$)/.exec(text)?.[0] ?? '';
	return (
		tilde +
		text.slice(tilde.length).replace(/[ \t\n'"\\|&;()<>$`*?[\]!{}^#=,:](?!$)|[ \t\n'"\\|&;()<>$`*?[\]!{}]$/g, escapeOne)
	);
}

function escapeOne(c: string): string {
	return /[=,:^#]/.test(c) ? c : `\\${c}`;
}

function displayName(shell: Shell, path: string): string {
	const trimmed = path.replace(/\/+$/, '');
	const name = trimmed.slice(trimmed.lastIndexOf('/') + 1);
	return isDirectory(shell, expandTilde(shell, path)) ? `${name}/` : name;
}

function commonPrefix(matches: readonly string[]): string {
	let common = matches[0] as string;
	for (const match of matches) {
		let i = 0;
		while (i < common.length && common[i] === match[i]) i++;
		common = common.slice(0, i);
	}
	return common;
}

function* candidatesFor(shell: Shell, line: string, context: CompletionContext, listing: boolean): Task<Candidates> {
	const word = context.words.at(-1) as string;
	const typed = unquoteTyped(word);
	const plain = { filenames: false, noSpace: false, noQuote: true, start: context.wordStart, typed };
	const variable = /\$(\{?)([A-Za-z_]\w*)?$/.exec(word);
	if (variable !== null && context.quote !== "'") return variableCandidates(shell, context, word, variable);
	if (/^~[^/]*$/.test(word)) {
		const users = userEntries(shell).map((entry) => `~${entry.name}`);
		const matching = users.filter((each) => each.startsWith(word));
		if (matching.length > 0) return { ...plain, matches: matching.map((each) => `${each}/`), noSpace: true };
	}
	const files = { ...plain, filenames: true, noQuote: false };
	if (context.isRedirection) return { ...files, matches: fileMatches(shell, typed) };
	if (context.isCommand) {
		const assignment = /^[A-Za-z_]\w*\+?=/.exec(word)?.[0];
		if (assignment !== undefined) return valueCandidates(shell, context, word, assignment.length);
		if (typed === '' && shell.options.shopt.no_empty_cmd_completion) return { ...plain, matches: [] };
		const matches = commandMatches(shell, typed, builtinNames);
		if (typed.includes('/')) return { ...files, matches };
		const directories = fileMatches(shell, typed, true).map((name) => `${name}/`);
		if (matches.length > 0 || directories.length === 0) return { ...plain, matches };
		return { ...files, matches: directories };
	}
	const programmable = yield* programmed(shell, line, context, listing);
	if (programmable !== undefined) return programmable;
	const equals = /^(--?[\w-]+=)/.exec(word)?.[1];
	if (equals !== undefined) return valueCandidates(shell, context, word, equals.length);
	return { ...files, matches: fileMatches(shell, typed) };
}

function variableCandidates(
	shell: Shell,
	context: CompletionContext,
	word: string,
	found: RegExpExecArray,
): Candidates {
	const brace = found[1] as string;
	const name = found[2] ?? '';
	const names = shell.variables
		.visible()
		.filter((each) => (each.isSet || each.isArray) && each.name.startsWith(name))
		.map((each) => `$${brace}${each.name}${brace === '' ? '' : '}'}`);
	return {
		matches: names,
		filenames: false,
		noSpace: false,
		noQuote: true,
		start: context.wordStart + word.length - found[0].length,
		typed: found[0],
	};
}

/** File names after `name=` or `--option=`. */
function valueCandidates(shell: Shell, context: CompletionContext, word: string, length: number): Candidates {
	const typed = unquoteTyped(word.slice(length));
	return {
		matches: fileMatches(shell, typed),
		filenames: true,
		noSpace: false,
		noQuote: false,
		start: context.wordStart + length,
		typed,
	};
}

/** What `complete` says for the command; undefined when the default is to be used. */
function* programmed(
	shell: Shell,
	line: string,
	context: CompletionContext,
	listing: boolean,
): Task<Candidates | undefined> {
	if (!shell.options.shopt.progcomp) return undefined;
	const name = unquoteTyped(context.words[0] as string);
	for (let attempt = 0; attempt < 10; attempt++) {
		const spec = specFor(shell, name);
		if (spec === undefined) return undefined;
		const split = splitAtBreaks(shell, context);
		const current = split.words.at(-1) as string;
		shell.completions.current = new Set(spec.options);
		const { matches, retry } = yield* generate(
			shell,
			spec,
			{
				word: unquoteTyped(current),
				words: split.words,
				wordIndex: split.words.length - 1,
				line: line.slice(context.commandStart),
				point: line.length - context.commandStart,
				type: listing ? 63 : 9,
			},
			builtinNames,
		);
		const options = shell.completions.current ?? new Set<string>();
		shell.completions.current = undefined;
		if (retry) continue;
		return finish(shell, context, options, matches, current);
	}
	return undefined;
}

function specFor(shell: Shell, name: string): CompletionSpec | undefined {
	const { byCommand, special } = shell.completions;
	return byCommand.get(name) ?? byCommand.get(name.slice(name.lastIndexOf('/') + 1)) ?? special.get('default');
}

/** The words as COMP_WORDS has them: characters of COMP_WORDBREAKS that are no blanks are words of their own. */
function splitAtBreaks(shell: Shell, context: CompletionContext): { words: string[] } {
	const breaks = [...(shell.variables.get('COMP_WORDBREAKS') ?? '')].filter((c) => !/[\s"']/.test(c)).join('');
	const out: string[] = [];
	for (const word of context.words.slice(0, -1)) out.push(...pieces(word, breaks));
	const last = pieces(context.words.at(-1) as string, breaks);
	out.push(...last);
	if (last.length === 0 || (breaks.includes(last.at(-1) as string) && last.at(-1)?.length === 1)) out.push('');
	return { words: out };
}

function pieces(word: string, breaks: string): string[] {
	const out: string[] = [];
	let piece = '';
	for (const c of word) {
		if (!breaks.includes(c)) {
			piece += c;
			continue;
		}
		if (piece !== '') out.push(piece);
		piece = '';
		out.push(c);
	}
	if (piece !== '') out.push(piece);
	return out;
}

function finish(
	shell: Shell,
	context: CompletionContext,
	options: ReadonlySet<string>,
	matches: readonly string[],
	current: string,
): Candidates | undefined {
	const word = context.words.at(-1) as string;
	const start = context.wordStart + word.length - current.length;
	const typed = unquoteTyped(current);
	const base = { noSpace: options.has('nospace'), noQuote: options.has('noquote'), start, typed };
	const sorted = options.has('nosort') ? matches : [...matches].sort();
	if (sorted.length > 0) {
		const directories = options.has('plusdirs') ? fileMatches(shell, typed, true) : [];
		return { ...base, matches: [...sorted, ...directories], filenames: options.has('filenames') };
	}
	if (options.has('dirnames') || options.has('plusdirs')) {
		return { ...base, matches: fileMatches(shell, typed, true), filenames: true };
	}
	return options.has('default') || options.has('bashdefault') ? undefined : { ...base, matches: [], filenames: false };
}
