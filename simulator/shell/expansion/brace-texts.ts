import type { Task } from '../../machinery/task.ts';
import { ShellFailure } from '../state/control-flow.ts';
import type { Shell } from '../state/shell.ts';
import type { Word } from '../syntax/ast.ts';
import { BRACE_STEP_WORDS, expandBraces, expandBracesInSteps, TooManyWords } from '../syntax/brace-expansion.ts';

/** The texts that the braces of a word make. Throws ShellFailure where there are too many. */
export function braceTexts(word: Word): string[] {
	try {
		return withBackquotes(word.text, expandBraces(word.text));
	} catch (error) {
		if (error instanceof TooManyWords) throw new ShellFailure(`${word.text}: brace expansion: too many words`);
		throw error;
	}
}

/** The same, giving others their turn. */
export function* braceTextsSlowly(shell: Shell, word: Word): Task<string[]> {
	const texts: string[] = [];
	try {
		for (const _ of expandBracesInSteps(word.text, texts)) yield* shell.process.tick(BRACE_STEP_WORDS / 4);
	} catch (error) {
		if (error instanceof TooManyWords) throw new ShellFailure(`${word.text}: brace expansion: too many words`);
		throw error;
	}
	return withBackquotes(word.text, texts);
}

/** `{Z..a}` has a backquote among its letters: at the end it is one, before anything else a command begins that does not end. */
function withBackquotes(word: string, texts: string[]): string[] {
	if (!word.includes('..')) return texts;
	return texts.map((text) => {
		if (!text.includes('`')) return text;
		const rest = UNCLOSED_BACKQUOTE.exec(text)?.[1];
		if (rest === undefined) return text;
		if (rest !== '') throw new ShellFailure(`bad substitution: no closing "\`" in \`${rest}`);
		return `${text.slice(0, -1)}\\\``;
	});
}

/** Behind what is quoted and what is closed. */
const UNCLOSED_BACKQUOTE = /^(?:[^\\'`]|\\.|'[^']*'|`(?:[^\\`]|\\.)*`)*`((?:[^\\`]|\\.?)*)$/s;

export function tooManyWords(word: Word): ShellFailure {
	return new ShellFailure(`${word.text}: too many words`);
}
