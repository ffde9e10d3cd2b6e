import { compileGlob } from '../../machinery/glob.ts';
import type { Task } from '../../machinery/task.ts';
import { evaluateArithmetic } from '../expansion/arithmetic.ts';
import {
	arithmeticTextSlowly,
	evaluateText,
	expandToTextSlowly,
	expandWords,
	expandWordsSlowly,
	partsToPatternSlowly,
} from '../expansion/expand.ts';
import { isTrue } from '../expansion/integers.ts';
import { ofDialect } from '../expansion/operations.ts';
import { reapAndForget } from '../jobs/job-notices.ts';
import { characterWidth } from '../readline/character-width.ts';
import { ExitShell, ShellFailure } from '../state/control-flow.ts';
import type { Shell } from '../state/shell.ts';
import type {
	ArithmeticCommand,
	ArithmeticForCommand,
	ArithmeticText,
	CaseCommand,
	ForCommand,
	IfCommand,
	List,
	WhileCommand,
} from '../syntax/ast.ts';
import { elementName } from '../syntax/element-name.ts';
import { shownText } from '../syntax/print.ts';
import { debugTrap, skippedStatus } from './debug-trap.ts';
import { sayWarnings } from './fork.ts';
import { failedAssignment } from './strict.ts';
import { trace } from './trace.ts';

/** What a loop does after its body: go on, or stop. Consumes `break` and `continue` meant for it. */
function loopGoesOn(shell: Shell): boolean {
	if (shell.unwinding === 'none') return true;
	if (shell.unwinding === 'return') return false;
	if (shell.unwindLevels > 1) {
		shell.unwindLevels--;
		return false;
	}
	const goesOn = shell.unwinding === 'continue';
	shell.unwinding = 'none';
	shell.unwindLevels = 0;
	return goesOn;
}

/** An error that gives the command up leaves `bash -c` with the loops that it stood in. */
function noteLoops(shell: Shell, error: unknown): void {
	if (error instanceof ShellFailure && error.loops === 0) error.loops = shell.loopDepth;
}

export function* runIf(shell: Shell, command: IfCommand): Task<number> {
	for (const branch of command.branches) {
		const { surroundingLine } = shell;
		const isTrue = yield* holds(shell, branch.test);
		shell.surroundingLine = surroundingLine;
		if (isTrue) return yield* shell.interpreter.runList(shell, branch.body);
		if (shell.unwinding !== 'none') return shell.status;
	}
	if (command.otherwise === undefined) return 0;
	return yield* shell.interpreter.runList(shell, command.otherwise);
}

/** A condition: -e has no effect in it. */
function* holds(shell: Shell, test: List): Task<boolean> {
	shell.errexitSuspended++;
	try {
		const status = yield* shell.interpreter.runList(shell, test);
		return status === 0 && shell.unwinding === 'none';
	} finally {
		shell.errexitSuspended--;
	}
}

export function* runWhile(shell: Shell, command: WhileCommand): Task<number> {
	let status = 0;
	shell.loopDepth++;
	try {
		for (;;) {
			yield* shell.process.tick();
			const held = yield* holds(shell, command.test);
			if (shell.unwinding !== 'none') {
				if (!loopGoesOn(shell)) break;
				continue;
			}
			if (held !== (command.type === 'while')) break;
			status = yield* shell.interpreter.runList(shell, command.body);
			if (shell.jobs.jobs.length > 0) yield* reapAndForget(shell);
			if (!loopGoesOn(shell)) break;
		}
	} catch (error) {
		noteLoops(shell, error);
		throw error;
	} finally {
		shell.loopDepth--;
	}
	return status;
}

export function* runFor(shell: Shell, command: ForCommand): Task<number> {
	if (!/^[A-Za-z_]\w*$/.test(command.name)) {
		shell.line = shell.surroundingLine;
		yield* shell.complain(`\`${command.name}': not a valid identifier`);
		if (shell.isStrict) throw new ExitShell(2);
		return 1;
	}
	let status = 0;
	const { surroundingLine } = shell;
	shell.loopDepth++;
	try {
		const words = yield* loopWords(shell, command);
		shell.surroundingLine = command.line;
		for (const word of words) {
			yield* shell.process.tick();
			if ((shell.options.set.xtrace || shell.traps.size > 0) && !(yield* announce(shell, command))) {
				if (shell.unwinding !== 'none') break;
				continue;
			}
			if (!(yield* assignLoopVariable(shell, command, word))) return 1;
			status = yield* shell.interpreter.runList(shell, command.body);
			if (shell.jobs.jobs.length > 0) yield* reapAndForget(shell);
			if (!loopGoesOn(shell)) break;
		}
	} catch (error) {
		noteLoops(shell, error);
		throw error;
	} finally {
		shell.loopDepth--;
		shell.surroundingLine = surroundingLine;
	}
	return status;
}

/** `for x in words` for `set -x` (not of busybox) and the DEBUG trap, which may refuse. */
function* announce(shell: Shell, command: ForCommand): Task<boolean> {
	shell.line = command.line;
	const list = command.words?.map((each) => shownText(each.text)).join(' ') ?? '"$@"';
	const text = `${command.type} ${command.name} in ${list}`;
	if (shell.options.set.xtrace && shell.isBash) yield* trace(shell, text);
	return !shell.traps.has('DEBUG') || (yield* debugTrap(shell, command, text));
}

function* assignLoopVariable(shell: Shell, command: ForCommand, word: string): Task<boolean> {
	const variable = shell.variables.find(command.name);
	// References in a circle stay what they are, which a warning says.
	if (variable?.nameref === true && !shell.variables.inFunction && shell.variables.resolve(command.name).isCircular) {
		yield* sayWarnings(shell);
		return false;
	}
	try {
		if (variable?.nameref === true && !isReference(word)) {
			throw new ShellFailure(`\`${word}': not a valid identifier`);
		}
		if (variable?.nameref === true) shell.variables.refer(command.name, word);
		else shell.variables.set(command.name, word);
		return true;
	} catch (error) {
		if (!(error instanceof ShellFailure)) throw error;
		shell.line = command.line;
		if ((shell.isStrict && variable?.nameref !== true) || !shell.isBash) throw failedAssignment(shell, error, false);
		yield* shell.complain(error.message);
		return false;
	}
}

/** What a name reference may hold. */
function isReference(text: string): boolean {
	return /^[A-Za-z_]\w*$/.test(text) || elementName(text) !== undefined;
}

function* loopWords(shell: Shell, command: ForCommand): Task<readonly string[]> {
	shell.line = command.line;
	if (command.words === undefined) return shell.positional;
	const isSlow = command.words.some((word) => word.slow);
	const words = isSlow ? yield* expandWordsSlowly(shell, command.words) : expandWords(shell, command.words);
	if (shell.warnings.length > 0) yield* sayWarnings(shell);
	return words;
}

export function* runArithmeticFor(shell: Shell, command: ArithmeticForCommand): Task<number> {
	let status = 0;
	const { surroundingLine } = shell;
	shell.loopDepth++;
	try {
		if ((yield* loopExpression(shell, command, command.initialize)) === undefined) return 1;
		for (;;) {
			yield* shell.process.tick();
			const test = yield* loopExpression(shell, command, command.test);
			if (test === undefined) return 1;
			if (!isTrue(test)) break;
			status = yield* shell.interpreter.runList(shell, command.body);
			if (shell.jobs.jobs.length > 0) yield* reapAndForget(shell);
			if (!loopGoesOn(shell)) break;
			if ((yield* loopExpression(shell, command, command.update)) === undefined) return 1;
		}
	} catch (error) {
		noteLoops(shell, error);
		throw error;
	} finally {
		shell.loopDepth--;
		shell.surroundingLine = surroundingLine;
	}
	return status;
}

/** One of the three expressions of a loop. Undefined when it is wrong, which was said. */
function* loopExpression(
	shell: Shell,
	command: ArithmeticForCommand,
	text: ArithmeticText,
): Task<number | bigint | undefined> {
	shell.line = command.line;
	if (shell.traps.size > 0 && !(yield* debugTrap(shell, command, `((${text.text}))`))) return undefined;
	if (shell.options.set.xtrace) yield* trace(shell, `(( ${text.text} ))`);
	try {
		if (!text.slow) return evaluateText(shell, text, '((: ');
		return evaluateArithmetic(shell, yield* arithmeticTextSlowly(shell, text), '((: ');
	} catch (error) {
		if (!(error instanceof ShellFailure) || error.effect === 'exit') throw error;
		yield* shell.complain(error.message);
		return undefined;
	}
}

/**
 * `((…))` without a generator, where nothing can wait; else undefined. The task only says what is wrong: the
 * expression may have assigned already, so that it cannot be evaluated again.
 */
export function tryArithmetic(shell: Shell, command: ArithmeticCommand): number | Task<number> | undefined {
	const { text } = command;
	if (text.slow || text.compiled === undefined || command.redirects.length > 0) return undefined;
	if (shell.options.set.xtrace || shell.traps.size > 0) return undefined;
	shell.line = command.line;
	try {
		return isTrue(evaluateText(shell, text, '((: ')) ? 0 : 1;
	} catch (error) {
		return arithmeticFailure(shell, error);
	}
}

function* arithmeticFailure(shell: Shell, error: unknown): Task<number> {
	if (!(error instanceof ShellFailure) || error.effect === 'exit' || error.whole) throw error;
	yield* shell.complain(error.message);
	return 1;
}

/** `((…))`: 0 when the value is not zero. */
export function* runArithmetic(shell: Shell, text: ArithmeticText): Task<number> {
	try {
		if (!text.slow && !shell.options.set.xtrace) return isTrue(evaluateText(shell, text, '((: ')) ? 0 : 1;
		const expanded = yield* arithmeticTextSlowly(shell, text);
		if (shell.options.set.xtrace) yield* trace(shell, `(( ${expanded} ))`);
		return isTrue(evaluateArithmetic(shell, expanded, '((: ')) ? 0 : 1;
	} catch (error) {
		return yield* arithmeticFailure(shell, error);
	}
}

export function* runCase(shell: Shell, command: CaseCommand): Task<number> {
	shell.line = command.line;
	if (shell.traps.size > 0 && !(yield* debugTrap(shell, command, `case ${command.word.text} in `))) {
		return skippedStatus(shell);
	}
	if (shell.options.set.xtrace && shell.isBash) yield* trace(shell, `case ${shownText(command.word.text)} in`);
	const subject = yield* expandToTextSlowly(shell, command.word, shell.isBash ? 'case' : 'word');
	if (shell.warnings.length > 0) yield* sayWarnings(shell);
	let status = 0;
	let falls = false;
	const { surroundingLine } = shell;
	shell.surroundingLine = command.line;
	for (const item of command.items) {
		if (!falls && !(yield* matchesAny(shell, subject, item.patterns))) continue;
		status = yield* shell.interpreter.runList(shell, item.body);
		if (shell.unwinding !== 'none' || item.terminator === ';;') break;
		falls = item.terminator === ';&';
	}
	shell.surroundingLine = surroundingLine;
	return status;
}

/** Characters of a subject that is matched in no time, and of a longer one for a step. */
const MATCHED_AT_ONCE = 65_536;
const MATCHED_LOG2 = 8;

function* matchesAny(shell: Shell, subject: string, patterns: CaseCommand['items'][number]['patterns']): Task<boolean> {
	for (const word of patterns) {
		const pattern = yield* partsToPatternSlowly(shell, word.parts, undefined, shell.isBash);
		const glob = compileGlob(ofDialect(shell, pattern), {
			extended: shell.options.shopt.extglob,
			ignoreCase: shell.options.shopt.nocasematch,
		});
		const fits = glob.matches(subject);
		if (subject.length > MATCHED_AT_ONCE) yield* shell.process.tick(subject.length >> MATCHED_LOG2);
		if (fits) return true;
	}
	return false;
}

/** `select`: a menu on standard error, answers from standard input until it ends. */
export function* runSelect(
	shell: Shell,
	command: ForCommand,
	readLine: (shell: Shell) => Task<string | undefined>,
	prompt: (shell: Shell) => Task<string>,
): Task<number> {
	if (!/^[A-Za-z_]\w*$/.test(command.name)) {
		shell.line = command.line;
		yield* shell.complain(`\`${command.name}': not a valid identifier`);
		return 1;
	}
	if (!(yield* announce(shell, command))) return skippedStatus(shell);
	const words = yield* loopWords(shell, command);
	if (words.length === 0) {
		// bash forgets to leave the loop. Models execute_cmd.c execute_select_command.
		shell.loopDepth++;
		return 0;
	}
	let status = 0;
	let showMenu = true;
	const { surroundingLine } = shell;
	shell.surroundingLine = command.line;
	shell.loopDepth++;
	try {
		for (;;) {
			yield* shell.process.tick();
			if (showMenu) yield* shell.say(menu(words, Number(shell.variables.get('COLUMNS') ?? '80') || 80));
			yield* shell.say(yield* prompt(shell));
			const line = yield* readLine(shell);
			if (line === undefined) {
				shell.variables.set('REPLY', '');
				yield* shell.write(1, '\n');
				return 1;
			}
			shell.variables.set('REPLY', line);
			showMenu = line.trim() === '';
			if (showMenu) continue;
			const number = /^\s*\d+\s*$/.test(line) ? Number(line) : 0;
			if (!(yield* assignLoopVariable(shell, command, words[number - 1] ?? ''))) return 1;
			status = yield* shell.interpreter.runList(shell, command.body);
			if (shell.jobs.jobs.length > 0) yield* reapAndForget(shell);
			if (!loopGoesOn(shell)) break;
			showMenu = shell.variables.get('REPLY') === '';
		}
	} catch (error) {
		noteLoops(shell, error);
		throw error;
	} finally {
		shell.loopDepth--;
		shell.surroundingLine = surroundingLine;
	}
	return status;
}

function textWidth(text: string): number {
	let width = 0;
	for (const c of text) width += characterWidth(c);
	return width;
}

/** Tabs as far as they reach, then blanks. Models bash execute_cmd.c indent. */
function indent(from: number, to: number): string {
	let out = '';
	for (let at = from; at < to; ) {
		const tab = Math.floor(to / 8) > Math.floor(at / 8);
		out += tab ? '\t' : ' ';
		at = tab ? at + 8 - (at % 8) : at + 1;
	}
	return out;
}

/** Models bash execute_cmd.c print_select_list. */
function menu(words: readonly string[], columns: number): string {
	const digits = String(words.length).length;
	const longest = Math.max(...words.map((word) => textWidth(word))) + digits + 2;
	const perRow = Math.max(1, Math.floor(columns / (longest + 2)));
	const rows = words.length <= perRow ? words.length : Math.ceil(words.length / perRow);
	let out = '';
	for (let row = 0; row < rows; row++) {
		let line = '';
		let column = 0;
		for (let index = row; index < words.length; index += rows) {
			const width = column === 0 ? String(rows).length : digits;
			const item = `${String(index + 1).padStart(width)}) ${words[index]}`;
			line += item;
			if (index + rows >= words.length) break;
			line += indent(column + textWidth(item), column + longest + 2);
			column += longest + 2;
		}
		out += `${line}\n`;
	}
	return out;
}
