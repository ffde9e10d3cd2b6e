import type { Task } from '../../machinery/task.ts';
import { singleQuote } from '../expansion/quote.ts';
import type { Shell } from '../state/shell.ts';
import type { ArrayElement, ArrayLiteral, Assignment, SimpleCommand, Word } from '../syntax/ast.ts';
import { literal } from '../syntax/word-parser.ts';
import { expandElements } from './assignments.ts';
import { trace } from './trace.ts';

/**
 * `declare a=(…)` under `set -x`: bash expands the literals first and shows them so, each before the command.
 * @returns the command with what they have become: nothing is expanded twice. Models bash subst.c
 * expand_compound_assignment_word.
 */
export function* traceArrays(shell: Shell, command: SimpleCommand): Task<SimpleCommand> {
	if (!command.words.some((word) => word.assignment?.value.type === 'array')) return command;
	const declared = command.words.some((word) => /^-\w*A/.test(word.literal ?? ''));
	const words: Word[] = [];
	for (const word of command.words) {
		const { assignment } = word;
		if (assignment?.value.type !== 'array') words.push(word);
		else
			words.push({ ...word, slow: false, assignment: yield* expanded(shell, assignment, assignment.value, declared) });
	}
	return { ...command, words, slow: words.some((word) => word.slow) };
}

function* expanded(shell: Shell, assignment: Assignment, value: ArrayLiteral, declared: boolean): Task<Assignment> {
	const { name, append } = assignment;
	const associative = declared || shell.variables.find(name)?.associative !== undefined;
	const elements: ArrayElement[] = [];
	const shown: string[] = [];
	const expansions = yield* expandElements(shell, value, associative);
	const inPairs = expansions[0]?.key === undefined;
	for (const each of expansions) {
		const key = each.key === undefined ? '' : `[${singleQuote(each.key)}]${each.append ? '+=' : '='}`;
		const unnamed = associative && each.key === undefined && !inPairs;
		shown.push(`${key}${singleQuote(unnamed ? each.text : each.value)}`);
		const index = each.key === undefined ? undefined : plain(each.key);
		const word = plain(each.value);
		elements.push({ index, append: each.append, value: associative ? { ...word, text: each.text } : word });
	}
	yield* trace(shell, `${name}${append ? '+' : ''}=(${shown.join(' ')})`);
	return { ...assignment, value: { type: 'array', elements }, slow: false };
}

function plain(text: string): Word {
	return { type: 'word', text, parts: [literal(text, true)], slow: false, literal: text, braces: false };
}
