import type { Task } from '../../machinery/task.ts';
import { builtinNames } from '../builtins/registry.ts';
import type { Shell } from '../state/shell.ts';
import { type Attempt, COMP_TYPES } from './attempt.ts';
import type { CompletionSpec } from './completions.ts';
import { fileMatches } from './file-names.ts';
import { generate, type Offered } from './generate.ts';
import { splitWords, unquoteTyped } from './line-scan.ts';

/** Offsets of the command in the line. */
interface Bounds {
	readonly start: number;
	readonly end: number;
}

export function hasProgrammable({ options, completions }: Shell): boolean {
	return options.shopt.progcomp && completions.byCommand.size + completions.special.size > 0;
}

/**
 * What a specification offers for the command; undefined when there is none, or when it offers nothing and leaves the
 * word to bash. Models bash pcomplete.c programmable_completions.
 */
export function* programmed(
	attempt: Attempt,
	command: string | { readonly special: 'empty' | 'initial' },
	bounds: Bounds,
): Task<readonly string[] | undefined> {
	const { completions, options } = attempt.shell;
	if (!options.shopt.progcomp) return undefined;
	for (let tries = 0; tries < TRIES_MAX; tries++) {
		const spec =
			typeof command === 'string' ? specFor(attempt.shell, command) : completions.special.get(command.special);
		const renamed =
			spec === undefined && typeof command === 'string' ? aliasWithSpec(attempt.shell, command) : undefined;
		const used =
			spec ?? renamed?.spec ?? (typeof command === 'string' ? completions.special.get('default') : undefined);
		if (used === undefined) return undefined;
		const found = yield* ask(attempt, used, bounds, renamed);
		if (found !== 'again') return found;
	}
	return undefined;
}

interface Renamed {
	readonly name: string;
	readonly text: string;
	readonly spec: CompletionSpec;
}

/** `shopt -s progcomp_alias`: the specification of the command that an alias stands for. */
function aliasWithSpec(shell: Shell, name: string): Renamed | undefined {
	const text = shell.options.shopt.progcomp_alias ? shell.aliases.get(name) : undefined;
	const spec = text === undefined ? undefined : specFor(shell, text.trim().split(/\s+/)[0] as string);
	return text === undefined || spec === undefined ? undefined : { name, text, spec };
}

/** Times that a completion function may ask to be tried again (status 124). */
const TRIES_MAX = 32;

function specFor(shell: Shell, name: string): CompletionSpec | undefined {
	const { byCommand } = shell.completions;
	return byCommand.get(name) ?? byCommand.get(name.slice(name.lastIndexOf('/') + 1));
}

function* ask(
	attempt: Attempt,
	spec: CompletionSpec,
	{ start, end }: Bounds,
	renamed: Renamed | undefined,
): Task<readonly string[] | undefined | 'again'> {
	const { shell, text, quote, foundQuote } = attempt;
	let line = attempt.line.slice(start, end);
	let point = attempt.point - start;
	if (renamed !== undefined) {
		line = renamed.text + line.slice(renamed.name.length);
		point += renamed.text.length - renamed.name.length;
	}
	const { words, index } = splitWords(line, point, attempt.breaks);
	const typed = foundQuote || quote !== '' ? unquoteTyped(text, quote) : text;
	shell.completions.current = new Set(spec.options);
	let outcome: Offered;
	let options: ReadonlySet<string>;
	try {
		outcome = yield* generate(
			shell,
			spec,
			{
				word: typed,
				rawWord: text,
				words,
				wordIndex: index,
				line: [...line],
				point: [...line.slice(0, point)].length,
				type: COMP_TYPES[attempt.type],
				key: attempt.key.codePointAt(0) ?? 9,
			},
			builtinNames,
		);
		options = shell.completions.current ?? new Set<string>();
	} finally {
		shell.completions.current = undefined;
	}
	if (outcome.missing) attempt.printed = true;
	if (outcome.retry) return 'again';
	return finish(attempt, spec, outcome.matches, options, typed);
}

function finish(
	attempt: Attempt,
	spec: CompletionSpec,
	offered: readonly string[],
	options: ReadonlySet<string>,
	typed: string,
): readonly string[] | undefined {
	const { shell } = attempt;
	let matches = offered;
	if (options.has('plusdirs') || (options.has('dirnames') && matches.length === 0)) {
		const directories = fileMatches(shell, typed, { directoriesOnly: true, fold: (name) => attempt.fold(name) });
		if (directories.length > 0) attempt.filenames = true;
		matches = [...matches, ...directories];
	}
	if (options.has('filenames') || spec.actions.some((action) => action === 'file' || action === 'directory')) {
		attempt.filenames = true;
	}
	if (options.has('noquote')) attempt.quotes = false;
	if (options.has('nospace')) attempt.append = '';
	if (options.has('nosort')) attempt.sorted = false;
	if (!options.has('default')) attempt.over = true;
	if (matches.length > 0) return matches;
	return options.has('bashdefault') ? undefined : [];
}
