import type { Task } from '../../machinery/task.ts';
import { builtinNames } from '../builtins/registry.ts';
import { expandPath } from '../expansion/path-expansion.ts';
import { userEntries } from '../expansion/tilde.ts';
import { historyWords } from '../history/history-words.ts';
import type { Attempt } from './attempt.ts';
import { expandTyped, fileMatches, isDirectory } from './file-names.ts';
import { actionMatches, commandMatches } from './generate.ts';
import { commandEnd, commandStart, hasOpenBackquote, nameAt, unquoteTyped } from './line-scan.ts';
import { hasProgrammable, programmed } from './programmed.ts';

/** All that the word before the cursor may become, as it would be typed without quotes. */
export function* findMatches(attempt: Attempt): Task<readonly string[]> {
	const { text, source } = attempt;
	if (source === 'any') {
		const found = yield* shellMatches(attempt);
		if (found.length > 0 || attempt.over) return found;
		return fileNames(attempt);
	}
	if (source === 'filename') return fileNames(attempt);
	if (source === 'command') return commandNames(attempt, text);
	if (source === 'username') return userNames(attempt);
	if (source === 'hostname') return hostNames(attempt);
	if (source === 'variable') return variableNames(attempt);
	if (source === 'glob') return globNames(attempt, true);
	return wordsOfHistory(attempt);
}

/** Models bash bashline.c attempt_shell_completion. */
function* shellMatches(attempt: Attempt): Task<readonly string[]> {
	const { line, start, point, text, quote } = attempt;
	let before = start - 1;
	const skipBlanks = (): void => {
		while (before >= 0 && /[ \t]/.test(line[before] as string)) before--;
	};
	skipBlanks();
	if (line[before] === '"' || line[before] === "'") {
		before--;
		skipBlanks();
	}
	let isCommand =
		before < 0
			? attempt.continued !== 'word'
			: ';|&{(`'.includes(line[before] as string) && !isRedirection(line, before);
	const separator = before >= 0 && isCommand ? line[before] : undefined;
	if (separator === '`' && !text.startsWith('`') && !hasOpenBackquote(line.slice(0, point))) isCommand = false;
	const initial = attempt.shell.completions.special.get('initial') !== undefined;
	if (text.startsWith('`') && quote !== "'" && (isCommand || hasOpenBackquote(line.slice(0, point)))) {
		const found = substituted(attempt, 1);
		if (found.length > 0) return found;
	}
	const mayBeWord = before >= 0 && !isCommand;
	if ((mayBeWord || text === '' || (isCommand && initial)) && attempt.continued === '') {
		const outcome = yield* programmable(attempt, isCommand);
		isCommand = outcome.isCommand;
		if (outcome.matches !== undefined) return outcome.matches;
	}
	return defaults(attempt, isCommand);
}

/** `>&`, `<&`, `&>` and `>|` belong to redirections. Models bash bashline.c check_redir. */
function isRedirection(line: string, at: number): boolean {
	const c = line[at];
	const before = line[at - 1];
	if (c === '&' && (before === '<' || before === '>')) return true;
	if (c === '|' && before === '>') return true;
	return c === '{' && before === '$';
}

interface Outcome {
	/** Undefined when bash goes on with its own rules. */
	readonly matches: readonly string[] | undefined;
	readonly isCommand: boolean;
}

/** What `complete` says for the command around the cursor, where the cursor is not in its name. */
function* programmable(attempt: Attempt, commandBefore: boolean): Task<Outcome> {
	const { shell, line, start, point, text } = attempt;
	const begin = commandStart(line, start);
	const end = commandEnd(line, point);
	let assigned = false;
	let name = nameAt(line, begin);
	while (isAssignment(line.slice(name.start, name.end)) && name.end < line.length) {
		assigned = true;
		if (name.end + 1 > point) break;
		name = nameAt(line, name.end + 1);
	}
	if (isAssignment(line.slice(name.start, name.end))) assigned = true;
	else if (name.start < name.end) assigned = false;
	const word = line.slice(name.start, name.end);
	const bounds = { start: name.start, end };
	if (start === 0 && point === 0 && end !== 0 && text === '') return { matches: undefined, isCommand: commandBefore };
	if (start === point && start === name.start && end !== 0 && name.end > point) {
		return { matches: undefined, isCommand: commandBefore };
	}
	if (end === 0 && name.start === 0 && text === '') {
		return { matches: yield* programmed(attempt, { special: 'empty' }, bounds), isCommand: commandBefore };
	}
	const composing = name.end === point && line[end] === undefined && !/[ \t]/.test(line[end - 1] ?? ' ');
	let isCommand = commandBefore;
	if (end > name.start && !assigned && composing) isCommand = name.start === start && word === text;
	else if (end > name.start && !assigned) {
		const matches = hasProgrammable(shell) ? yield* programmed(attempt, word, bounds) : undefined;
		if (matches !== undefined) return { matches, isCommand };
		isCommand = name.start === start && word === text;
	} else if (name.start >= end && word === '' && text === '' && start > 0) {
		isCommand = (!assigned && ';|&{(`'.includes(line[start - 1] as string)) || assigned || commandBefore;
	} else if (name.start === start && end === point && word === text && start > 0) isCommand = true;
	const initial = shell.completions.special.get('initial');
	if (isCommand && initial !== undefined) {
		return { matches: yield* programmed(attempt, { special: 'initial' }, bounds), isCommand };
	}
	return { matches: undefined, isCommand };
}

function isAssignment(word: string): boolean {
	return /^[A-Za-z_]\w*(?:\[[^\]]*\])?\+?=/.test(word);
}

/** Models bash bashline.c bash_default_completion. */
function defaults(attempt: Attempt, isCommand: boolean): readonly string[] {
	const { shell, text, quote } = attempt;
	let found: readonly string[] = [];
	if (text.startsWith('$')) {
		if (quote !== "'" && text[1] === '(') found = substituted(attempt, 2);
		else found = variableNames(attempt);
	}
	if (found.length === 0 && /^~[^/]*$/.test(text)) found = userNames(attempt);
	if (found.length === 0 && text.startsWith('@') && shell.options.shopt.hostcomplete) found = hostNames(attempt);
	if (found.length === 0 && isCommand) {
		if (text === '' && shell.options.shopt.no_empty_cmd_completion) attempt.over = true;
		else {
			found = commandNames(attempt, text);
			const [first] = found;
			if (found.length === 0) attempt.onlyDirectories = true;
			else if (first !== undefined && new Set(found).size === 1 && !/[/~]/.test(first) && isDirectory(shell, first)) {
				attempt.append = '';
				attempt.filenames = false;
			}
		}
	}
	return found.length === 0 && /[*?[]/.test(text) ? globNames(attempt, false) : found;
}

function fileNames(attempt: Attempt): readonly string[] {
	const { shell, text, quote } = attempt;
	attempt.filenames = true;
	const hidden = shell.keyBindings?.isOn('match-hidden-files') !== false;
	const word = attempt.foundQuote || quote !== '' ? unquoteTyped(text, quote) : text;
	const slash = word.lastIndexOf('/');
	const expands = slash >= 0 && /\$/.test(word.slice(0, slash)) && quote !== "'";
	if (expands && !shell.options.shopt.direxpand) attempt.keepsExpansions = true;
	else if (expands || (slash >= 0 && word.startsWith('~') && attempt.isOn('expand-tilde'))) {
		return expanded(attempt, word, slash, hidden);
	}
	const fold = (name: string): string => attempt.fold(name);
	return fileMatches(shell, word, { fold, hidden, directoriesOnly: attempt.onlyDirectories });
}

/** `shopt -s direxpand` and `expand-tilde`: the directory's expansions are done in the line as well. */
function expanded(attempt: Attempt, word: string, slash: number, hidden: boolean): readonly string[] {
	const fold = (name: string): string => attempt.fold(name);
	const path = expandTyped(attempt.shell, word.slice(0, slash)) + word.slice(slash);
	return fileMatches(attempt.shell, path, { fold, hidden });
}

function commandNames(attempt: Attempt, word: string): readonly string[] {
	const { quote, foundQuote, shell } = attempt;
	const typed = quote !== '' || (foundQuote && word.includes('/')) ? unquoteTyped(word, quote) : word;
	if (/^~|\//.test(typed)) attempt.filenames = true;
	return commandMatches(shell, typed, builtinNames, (name) => attempt.fold(name));
}

/** Users with a `~` before them are paths. */
function userNames(attempt: Attempt): readonly string[] {
	const { shell, text } = attempt;
	const tilde = text.startsWith('~') ? '~' : '';
	if (tilde !== '') attempt.filenames = true;
	return userEntries(shell)
		.map(({ name }) => tilde + name)
		.filter((name) => name.startsWith(text));
}

function hostNames(attempt: Attempt): readonly string[] {
	const at = attempt.text.startsWith('@') ? '@' : '';
	const word = attempt.text.slice(at.length);
	return actionMatches(attempt.shell, 'hostname', word, builtinNames).map((name) => at + name);
}

/** Names behind `$` or `${`; one that holds a directory gets a slash. */
function variableNames(attempt: Attempt): readonly string[] {
	const { shell, text } = attempt;
	const [, head = '', prefix = ''] = /^(\$?\{?)(.*)$/s.exec(text) ?? [];
	if (!/^\w*$/.test(prefix)) return [];
	const tail = head.endsWith('{') ? '}' : '';
	const found = actionMatches(shell, 'variable', prefix, builtinNames);
	const [only] = found;
	if (only !== undefined && found.length === 1 && head !== '' && isDirectory(shell, shell.variables.get(only) ?? '')) {
		attempt.append = '/';
	}
	return found.map((name) => head + name + tail);
}

/** One file that a pattern stands for; several only where they are listed. */
function globNames(attempt: Attempt, any: boolean): readonly string[] {
	const { shell, text, type } = attempt;
	const pattern = any && !/[*?[]/.test(text) ? `${text}*` : text;
	const found = expandPath(shell, expandTyped(shell, pattern)) ?? [];
	if (any) attempt.filenames = true;
	if (any || found.length < 2) {
		attempt.filenames = true;
		return found;
	}
	if (type === 'ambiguous') attempt.append = '';
	return type === 'tab' ? [] : found;
}

/** Inside of a substitution that has just begun: its command, or files for what follows. */
function substituted(attempt: Attempt, opening: number): readonly string[] {
	const head = attempt.text.slice(0, opening);
	const rest = attempt.text.slice(opening);
	const last = /[^ \t;|&(]*$/.exec(rest)?.[0] ?? '';
	const lead = rest.slice(0, rest.length - last.length);
	const isCommand = /(?:^|[;|&(])[ \t]*$/.test(lead);
	const found = isCommand ? commandNames(attempt, last) : fileMatches(attempt.shell, last);
	attempt.append = '';
	attempt.filenames = false;
	return found.map((match) => head + lead + match);
}

/** M-Tab: words of earlier lines. */
function wordsOfHistory(attempt: Attempt): readonly string[] {
	const { shell, text } = attempt;
	const words = new Set<string>();
	const { history } = shell;
	for (let number = history.base; number < history.nextNumber; number++) {
		for (const word of historyWords(history.at(number)?.line ?? '')) if (word.startsWith(text)) words.add(word);
	}
	return [...words];
}
