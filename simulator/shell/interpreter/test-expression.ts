import { compileGlob } from '../../machinery/glob.ts';
import { LimitError } from '../../machinery/limit-error.ts';
import { compilePosix, RegexpSyntaxError } from '../../machinery/regexp.ts';
import type { Task } from '../../machinery/task.ts';
import { compareTest, unaryTest } from '../builtins/test-operators.ts';
import { evaluateArithmetic } from '../expansion/arithmetic.ts';
import {
	expandToText,
	expandToTextSlowly,
	partsToPatternSlowly,
	partsToRegexp,
	partsToTextSlowly,
} from '../expansion/expand.ts';
import { settleSubscripts } from '../expansion/expand-subscript.ts';
import { ShellFailure } from '../state/control-flow.ts';
import type { Shell } from '../state/shell.ts';
import { IndexedArray } from '../state/shell-array.ts';
import type { Part, TestExpression, Word } from '../syntax/ast.ts';
import { parseText } from '../syntax/word-parser.ts';
import { trace } from './trace.ts';

/** `[[ … ]]`: 0 true, 1 false, 2 wrong. */
export function* runTest(shell: Shell, expression: TestExpression): Task<number> {
	try {
		return (yield* evaluate(shell, expression)) ? 0 : 1;
	} catch (error) {
		if (!(error instanceof WrongTest)) throw error;
		// Of a wrong expression bash says nothing.
		if (error.failure.message !== '') yield* shell.complain(error.failure.message);
		return error.failure.status;
	}
}

/** The test itself is wrong, and false; what is wrong in the expansion of its words gives up more than the test. */
class WrongTest extends Error {
	readonly failure: ShellFailure;
	constructor(failure: ShellFailure) {
		super(failure.message);
		this.failure = failure;
	}
}

function tested(test: () => boolean): boolean {
	try {
		return test();
	} catch (error) {
		if (error instanceof ShellFailure && error.effect === 'discard' && !error.whole) throw new WrongTest(error);
		throw error;
	}
}

/** @param mark what `set -x` shows before it: the `!` of a term. */
function* evaluate(shell: Shell, expression: TestExpression, mark = ''): Task<boolean> {
	switch (expression.type) {
		case 'paren':
			return yield* evaluate(shell, expression.operand);
		case 'not':
			return !(yield* evaluate(shell, expression.operand, '! '));
		case 'and':
			for (const operand of expression.operands) if (!(yield* evaluate(shell, operand))) return false;
			return true;
		case 'or':
			for (const operand of expression.operands) if (yield* evaluate(shell, operand)) return true;
			return false;
		case 'unary': {
			const { operand } = expression;
			const isName = expression.operator === '-v';
			const written = yield* expandOperand(shell, operand, isName);
			const text = isName ? yield* settleSubscripts(shell, written) : written;
			if (shell.options.set.xtrace) yield* trace(shell, `[[ ${mark}${expression.operator} ${shown(text)} ]]`);
			return tested(() => unaryTest(shell, expression.operator, text, '[['));
		}
		case 'binary':
			return yield* binary(shell, expression, mark);
	}
}

/** Characters of a subject that is matched in no time, and of a longer one for a step. */
const MATCHED_AT_ONCE = 65_536;
const MATCHED_LOG2 = 8;

function* binary(shell: Shell, expression: Extract<TestExpression, { type: 'binary' }>, mark: string): Task<boolean> {
	const { operator, left, right } = expression;
	const isNumeric = /^-(eq|ne|lt|le|gt|ge)$/.test(operator);
	const subject = yield* expandOperand(shell, left, isNumeric);
	switch (operator) {
		case '=':
		case '==':
		case '!=': {
			if (isQuoted(right.parts) && !shell.options.set.xtrace && !shell.options.shopt.nocasematch) {
				return (subject === (yield* partsToTextSlowly(shell, right.parts))) === (operator !== '!=');
			}
			const pattern = yield* partsToPatternSlowly(shell, right.parts, shell.options.set.xtrace ? escapeAll : undefined);
			yield* traceBinary(shell, mark + shown(subject), operator, shown(pattern));
			const glob = compileGlob(pattern, { extended: true, ignoreCase: shell.options.shopt.nocasematch });
			const fits = glob.matches(subject);
			if (subject.length > MATCHED_AT_ONCE) yield* shell.process.tick(subject.length >> MATCHED_LOG2);
			return fits === (operator !== '!=');
		}
		case '=~': {
			// Long ago quotes did not keep it from being a pattern.
			const isOld = shell.options.compatibility <= 31;
			const pattern = isOld ? yield* expandToTextSlowly(shell, right) : yield* partsToRegexp(shell, right.parts);
			yield* traceBinary(shell, mark + shown(subject), operator, shown(pattern));
			return tested(() => matchRegexp(shell, subject, pattern));
		}
		default: {
			const other = yield* expandOperand(shell, right, isNumeric);
			yield* traceBinary(shell, mark + shown(subject), operator, shown(other));
			if (isNumeric) {
				const [first, second] = [yield* settleSubscripts(shell, subject), yield* settleSubscripts(shell, other)];
				const value = (text: string): number | bigint => evaluateArithmetic(shell, text, '[[: ');
				return tested(() => compareTest(operator, value(first), value(second)));
			}
			if (operator === '<') return subject < other;
			if (operator === '>') return subject > other;
			return tested(() => unaryOrFiles(shell, operator, subject, other));
		}
	}
}

/** @param isExpression its subscripts are expanded apart: what they are is no code for the expression. */
function* expandOperand(shell: Shell, word: Word, isExpression: boolean): Task<string> {
	if (isExpression && /\[.*[$`'"\\]/s.test(word.text)) {
		return yield* partsToTextSlowly(shell, parseText(word.text, shell.mode.dialect, 'operandOfTest'));
	}
	return word.slow ? yield* expandToTextSlowly(shell, word) : expandToText(shell, word);
}

/** Nothing in it is a pattern: a text may be long. */
function isQuoted(parts: readonly Part[]): boolean {
	return parts.every((part) => part.type === 'quoted' || (part.type === 'literal' && part.quoted));
}

function* traceBinary(shell: Shell, subject: string, operator: string, right: string): Task<void> {
	if (shell.options.set.xtrace) yield* trace(shell, `[[ ${subject} ${operator} ${right} ]]`);
}

function unaryOrFiles(shell: Shell, operator: string, left: string, right: string): boolean {
	return unaryTest(shell, operator, left, '[[', right);
}

/** As `set -x` shows what was quoted in a pattern. */
function escapeAll(text: string): string {
	return text.replace(/./gsu, '\\$&');
}

/** Models bash print_cmd.c xtrace_print_cond_term: no quotes. */
function shown(text: string): string {
	return text === '' ? "''" : text;
}

/** `=~`: fills BASH_REMATCH. A pattern that is wrong is status 2. */
function matchRegexp(shell: Shell, subject: string, pattern: string): boolean {
	try {
		const regexp = compilePosix(pattern, 'extended', {
			ignoreCase: shell.options.shopt.nocasematch,
			strict: true,
		});
		const match = regexp.exec(subject);
		const variable = shell.variables.writable('BASH_REMATCH');
		variable.value = undefined;
		variable.indexed = new IndexedArray(match?.groups.map((group) => group ?? '') ?? []);
		variable.indexed.assigned = true;
		return match !== undefined;
	} catch (error) {
		if (error instanceof LimitError) throw new ShellFailure(`[[: ${error.message}`, 'discard', 2);
		if (!(error instanceof RegexpSyntaxError)) throw error;
		throw new ShellFailure('', 'discard', 2);
	}
}
