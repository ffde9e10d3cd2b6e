import { SystemError } from '../../kernel/process-api.ts';
import { compileGlob } from '../../machinery/glob.ts';
import type { Task } from '../../machinery/task.ts';
import { signalNames } from '../builtins/signal-list.ts';
import { expandWordsSlowly } from '../expansion/expand.ts';
import { separatorsOf } from '../expansion/fields.ts';
import { expandPath } from '../expansion/path-expansion.ts';
import { readSmallFile, userEntries } from '../expansion/tilde.ts';
import { FUNCTION_NAMES } from '../readline/function-names.ts';
import { SET_OPTIONS, SHOPT_DEFAULTS } from '../state/options.ts';
import type { Shell } from '../state/shell.ts';
import { IndexedArray } from '../state/shell-array.ts';
import type { Variable } from '../state/variable.ts';
import { parseWord } from '../syntax/word-parser.ts';
import type { CompletionSpec } from './completions.ts';
import { expandTyped, fileMatches, isDirectory } from './file-names.ts';

/** What is being completed. */
export interface CompletionRequest {
	/** The word up to the cursor, quotes taken off. */
	readonly word: string;
	/** The word as it was typed. */
	readonly rawWord: string;
	/** Words of the command, the one at the cursor included. */
	readonly words: readonly string[];
	readonly wordIndex: number;
	/** What stands before the word, where that is not the word before in `words`. */
	readonly previous?: string;
	/** Characters of the command, up to where it ends behind the cursor. */
	readonly line: readonly string[];
	readonly point: number;
	/** COMP_TYPE: 9 for Tab, 63 for a list. */
	readonly type: number;
	/** COMP_KEY: the code of the key. */
	readonly key: number;
}

export interface Offered {
	readonly matches: readonly string[];
	/** The specification has changed: it is to be asked again. */
	readonly retry: boolean;
	/** Its function does not exist, as has been said. */
	readonly missing: boolean;
}

/** Names of builtins: they are listed elsewhere. */
export type BuiltinNames = (shell: Shell) => readonly string[];

/** Everything a specification offers for the request. Status 124 of a function asks to try again. */
export function* generate(
	shell: Shell,
	spec: CompletionSpec,
	request: CompletionRequest,
	builtins: BuiltinNames,
): Task<Offered> {
	const { word } = request;
	const matches: string[] = [];
	for (const action of spec.actions) matches.push(...actionMatches(shell, action, word, builtins));
	if (spec.glob !== undefined)
		matches.push(...(expandPath(shell, spec.glob) ?? []).filter((each) => each.startsWith(word)));
	if (spec.wordlist !== undefined) {
		matches.push(...(yield* wordlist(shell, spec.wordlist)).filter((each) => each.startsWith(word)));
	}
	let outcome: Offered = { matches: [], retry: false, missing: false };
	if (spec.functionName !== undefined) {
		outcome = yield* callFunction(shell, spec.functionName, request);
		matches.push(...outcome.matches);
	}
	if (spec.command !== undefined) {
		const text = yield* shell.interpreter.substitute(
			shell,
			`${spec.command} '${request.words[0] ?? ''}' '${request.rawWord}' '${previousWord(request)}'`,
			shell.line,
			false,
		);
		matches.push(...text.split('\n').filter((each) => each !== ''));
	}
	const filtered = spec.filter === undefined ? matches : filter(matches, spec.filter, word);
	return { ...outcome, matches: filtered.map((each) => spec.prefix + each + spec.suffix) };
}

function filter(matches: readonly string[], pattern: string, word: string): string[] {
	const negated = pattern.startsWith('!');
	const text = (negated ? pattern.slice(1) : pattern).replace(/(?<!\\)&/g, word);
	const glob = compileGlob(text, { extended: true });
	return matches.filter((each) => glob.matches(each) === negated);
}

/** -W: split by IFS outside of quotes and substitutions, then each word expanded. */
function* wordlist(shell: Shell, text: string): Task<string[]> {
	const { blanks, others } = separatorsOf(shell);
	const separators = blanks + others;
	const pieces: string[] = [];
	let piece = '';
	let quote = '';
	let depth = 0;
	for (const c of text) {
		if (c === '(' && (depth > 0 || piece.endsWith('$'))) depth++;
		else if (c === ')' && depth > 0) depth--;
		if (quote !== '' || depth > 0 || (c === ')' && piece.includes('$('))) {
			if (c === quote) quote = '';
			piece += c;
		} else if (separators.includes(c)) {
			if (piece !== '') pieces.push(piece);
			piece = '';
		} else {
			if (c === "'" || c === '"') quote = c;
			piece += c;
		}
	}
	if (piece !== '') pieces.push(piece);
	const out: string[] = [];
	for (const each of pieces) out.push(...(yield* expandWordsSlowly(shell, [parseWord(each, 'bash')])));
	return out;
}

/** Runs a completion function with COMP_* set; what it leaves in COMPREPLY are the matches. */
function* callFunction(shell: Shell, name: string, request: CompletionRequest): Task<Offered> {
	if (!shell.functions.has(name)) {
		yield* shell.complain(`completion: function \`${name}' not found`);
		return { matches: [], retry: false, missing: true };
	}
	const words = shell.variables.declare('COMP_WORDS', 'global');
	words.indexed = new IndexedArray(request.words);
	shell.variables.set('COMP_CWORD', String(request.wordIndex));
	shell.variables.set('COMP_LINE', request.line.join(''));
	shell.variables.set('COMP_POINT', String(request.point));
	shell.variables.set('COMP_TYPE', String(request.type));
	shell.variables.set('COMP_KEY', String(request.key));
	shell.variables.unset('COMPREPLY');
	const status = yield* shell.interpreter.callFunction(shell, name, [
		name,
		request.words[0] ?? '',
		request.rawWord,
		previousWord(request),
	]);
	const reply = shell.variables.find('COMPREPLY')?.values() ?? [];
	for (const each of ['COMP_WORDS', 'COMP_CWORD', 'COMP_LINE', 'COMP_POINT', 'COMP_TYPE', 'COMP_KEY', 'COMPREPLY']) {
		shell.variables.unset(each);
	}
	return { matches: [...reply], retry: status === 124, missing: false };
}

/** The names that one action (`-A action`) offers and that begin with `word`. */
export function actionMatches(shell: Shell, action: string, word: string, builtins: BuiltinNames): string[] {
	if (action === 'file' || action === 'directory')
		return fileMatches(shell, word, { directoriesOnly: action === 'directory' });
	if (action === 'command') return commandMatches(shell, word, builtins);
	const names = [...new Set(actionNames(shell, action, builtins))].filter((name) => name.startsWith(word));
	// These come as bash's tables have them.
	return UNSORTED.has(action) ? names : names.sort();
}

const UNSORTED: ReadonlySet<string> = new Set(['keyword', 'signal', 'setopt', 'shopt', 'binding']);

/** Of these arrays there is nothing outside of functions, and before the first command. */
function isVisible(shell: Shell, { name, dynamic }: Variable): boolean {
	if (dynamic === undefined || !shell.isBash) return true;
	return name === 'FUNCNAME' ? shell.functionDepth > 0 : name !== 'PIPESTATUS' || shell.pipeStatus.length > 0;
}

function actionNames(shell: Shell, action: string, builtins: BuiltinNames): readonly string[] {
	const variables = (): string[] =>
		shell.variables
			.visible()
			.filter((variable) => (variable.isSet || variable.isArray) && isVisible(shell, variable))
			.map((variable) => variable.name);
	switch (action) {
		case 'alias':
			return [...shell.aliases.keys()];
		case 'binding':
			return FUNCTION_NAMES;
		case 'arrayvar':
			return shell.variables
				.visible()
				.filter((variable) => variable.isArray && isVisible(shell, variable))
				.map((variable) => variable.name);
		case 'builtin':
		case 'helptopic':
			return builtins(shell);
		case 'enabled':
			return builtins(shell).filter((name) => !shell.disabledBuiltins.has(name));
		case 'disabled':
			return builtins(shell).filter((name) => shell.disabledBuiltins.has(name));
		case 'export':
			return [...shell.variables.environment().keys()];
		case 'function':
			return [...shell.functions.keys()];
		case 'group':
			return readSmallFile(shell, '/etc/group')
				.split('\n')
				.map((line) => line.split(':')[0] as string)
				.filter((name) => name !== '');
		case 'hostname':
			return hostNames(shell);
		case 'job':
			return shell.jobs.jobs.map((job) => job.text.split(' ')[0] as string);
		case 'running':
		case 'stopped':
			return shell.jobs.jobs.filter((job) => job.state === action).map((job) => job.text.split(' ')[0] as string);
		case 'keyword':
			return KEYWORDS;
		case 'service':
			return [];
		case 'setopt':
			return SET_OPTIONS.map(([name]) => name);
		case 'shopt':
			return Object.keys(SHOPT_DEFAULTS);
		case 'signal':
			return signalWords();
		case 'user':
			return userEntries(shell).map((entry) => entry.name);
		case 'variable':
			return variables();
		default:
			return [];
	}
}

/** In the order of bash's own table. */
const KEYWORDS: readonly string[] =
	'if then else elif fi case esac for select while until do done in function time { } ! [[ ]] coproc'.split(' ');

function hostNames(shell: Shell): string[] {
	return readSmallFile(shell, '/etc/hosts')
		.split('\n')
		.flatMap((line) => (line.split('#')[0] as string).trim().split(/\s+/).slice(1));
}

/** What may stand where a command's name is: aliases, functions, builtins, keywords, executables in PATH. */
export function commandMatches(
	shell: Shell,
	word: string,
	builtins: BuiltinNames,
	fold: (text: string) => string = (text) => text,
): string[] {
	if (/^~|\//.test(word)) {
		const mayRun = (path: string): boolean => isDirectory(shell, path) || shell.process.access(path, { execute: true });
		return fileMatches(shell, word, { fold }).filter((path) => mayRun(expandTyped(shell, path)));
	}
	const names = new Set<string>([...shell.aliases.keys(), ...shell.functions.keys(), ...builtins(shell), ...KEYWORDS]);
	const prefix = fold(word);
	const fits = (name: string): boolean => fold(name).startsWith(prefix);
	const pattern = /[*?[]/.test(word) ? compileGlob(word, { extended: true }) : undefined;
	const matching = (name: string): boolean => (pattern === undefined ? fits(name) : pattern.matches(name));
	for (const directory of (shell.variables.get('PATH') ?? '').split(':')) {
		for (const name of executables(shell, directory)) if (matching(name)) names.add(name);
	}
	return [...names].filter(matching).sort();
}

function executables(shell: Shell, directory: string): readonly string[] {
	try {
		return shell.process.readdir(directory);
	} catch (error) {
		if (error instanceof SystemError) return [];
		throw error;
	}
}

function previousWord({ previous, words, wordIndex }: CompletionRequest): string {
	return previous ?? words[wordIndex - 1] ?? '';
}

/** In the order of their numbers, those without a name included, between bash's own. */
function signalWords(): string[] {
	const names = signalNames().map((name, index) => name ?? `SIGJUNK(${index + 1})`);
	return ['EXIT', ...names, 'DEBUG', 'ERR', 'RETURN'];
}
