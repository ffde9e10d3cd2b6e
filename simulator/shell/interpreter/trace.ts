import type { Task } from '../../machinery/task.ts';
import { expandPrompt } from '../expansion/prompt.ts';
import { posixQuote, traceQuote } from '../expansion/quote.ts';
import { traceQuoteInSteps } from '../expansion/quote-in-steps.ts';
import type { Shell } from '../state/shell.ts';

/**
 * `set -x` for a command with a name.
 * @param assignments what stands before it on its line: `x=1`.
 * @param errors where standard error is.
 */
export function* traceCommand(
	shell: Shell,
	assignments: readonly string[],
	words: readonly string[],
	errors = 2,
): Task<void> {
	if (!shell.options.set.xtrace) return;
	const shown = [...assignments];
	if (shell.mode.dialect === 'ash') words = withoutCommand(words);
	for (const word of words) shown.push(yield* quoteTraceSlowly(shell, word));
	yield* trace(shell, shown.join(' '), errors);
}

/** As `quoteTrace`; others have their turn while a long word is quoted. */
export function* quoteTraceSlowly(shell: Shell, word: string, ofCommand = true): Task<string> {
	if (!shell.isBash) return quoteTrace(shell, word, ofCommand);
	const steps = traceQuoteInSteps(word);
	let next = steps.next();
	for (; next.done !== true; next = steps.next()) yield* shell.process.tick(QUOTE_STEPS);
	return next.value;
}

/** What quoting one piece of a long word costs. */
const QUOTE_STEPS = 150;

/** @param ofCommand one of its words: busybox quotes the language's own among them. */
export function quoteTrace(shell: Shell, word: string, ofCommand = false): string {
	if (shell.mode.dialect === 'ash') return ofCommand && ASH_KEYWORDS.has(word) ? posixQuote(word) : ashTraceQuote(word);
	return shell.isBash ? traceQuote(word) : word;
}

/** Models busybox shell/ash.c maybe_single_quote. */
function ashTraceQuote(word: string): string {
	return /^[\w@+:,./\]^-]*$/.test(word) ? word : posixQuote(word);
}

/** busybox has taken `command` and its options away by then, unless they describe. */
function withoutCommand(words: readonly string[]): readonly string[] {
	let at = 0;
	while (words[at] === 'command' && at + 1 < words.length) at++;
	if (at > 0 && words[at] === '-p') at++;
	if (at > 0 && words[at] === '--') at++;
	return at < words.length && !(words[at] as string).startsWith('-') ? words.slice(at) : words;
}

const ASH_KEYWORDS: ReadonlySet<string> = new Set(
	'case do done elif else esac fi for function if in then until while'.split(' '),
);

/** Writes one line of `set -x`, with PS4 before it, repeated by depth. */
export function* trace(shell: Shell, text: string, errors = 2): Task<void> {
	const line = `${yield* tracePrefix(shell)}${text}\n`;
	if (errors === 2) yield* sayTrace(shell, line);
	else yield* shell.write(errors, line);
}

export function* tracePrefix(shell: Shell): Task<string> {
	const { set } = shell.options;
	// What PS4 runs is not traced.
	set.xtrace = false;
	let ps4: string;
	try {
		ps4 = yield* expandPrompt(shell, shell.variables.get('PS4') ?? '');
	} finally {
		set.xtrace = true;
	}
	if (!shell.isBash) return ps4;
	const [first] = ps4;
	const mark = first === undefined ? '' : first.repeat(1 + shell.traceDepth);
	return mark + ps4.slice(first?.length ?? 0);
}

/** To standard error, or to the descriptor that BASH_XTRACEFD names. */
export function* sayTrace(shell: Shell, text: string): Task<void> {
	const fd = shell.isBash ? shell.variables.get('BASH_XTRACEFD') : undefined;
	if (fd === undefined || !/^\d+$/.test(fd) || !shell.process.fileDescriptors().includes(Number(fd))) {
		yield* shell.say(text);
	} else yield* shell.write(Number(fd), text);
}
