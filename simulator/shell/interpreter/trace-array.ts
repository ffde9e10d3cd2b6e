import type { Task } from '../../machinery/task.ts';
import { singleQuote } from '../expansion/quote.ts';
import type { Shell } from '../state/shell.ts';
import type { ArrayElement, ArrayLiteral, Assignment, Word } from '../syntax/ast.ts';
import { literal } from '../syntax/word-parser.ts';
import { expandElements } from './assignments.ts';
import { trace } from './trace.ts';

/**
 * `declare a=(…)` under `set -x`: bash expands the literal first and shows it so, before it declares it.
 * @param before the words of the command before it.
 * @returns what it has become: nothing is expanded twice. Models bash subst.c expand_compound_assignment_word.
 */
export function* traceArray(
	shell: Shell,
	assignment: Assignment,
	value: ArrayLiteral,
	before: readonly string[],
): Task<ArrayLiteral> {
	const declared = before.some((word) => /^-\w*A/.test(word));
	const { name, index: subscript, append } = assignment;
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
	yield* trace(
		shell,
		`${name}${subscript === undefined ? '' : `[${subscript.text}]`}${append ? '+' : ''}=(${shown.join(' ')})`,
	);
	return { type: 'array', elements };
}

function plain(text: string): Word {
	return { type: 'word', text, parts: [literal(text, true)], slow: false, literal: text, braces: false };
}
