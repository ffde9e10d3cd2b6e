import { SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { forgetEnded } from '../jobs/job-notices.ts';
import type { parseCommands } from '../parser-adapter.ts';
import { ExitShell, ShellFailure, saidFailure } from '../state/control-flow.ts';
import type { TextSource } from '../state/interpreter-port.ts';
import type { Shell } from '../state/shell.ts';
import { CommandReader, type CompleteCommand } from '../syntax/command-reader.ts';
import type { HereDocumentWarning } from '../syntax/here-document-reader.ts';
import { GROUP_PARTS } from '../syntax/list-cuts.ts';
import { EndOfInput } from '../syntax/scanner.ts';
import { ShellSyntaxError } from '../syntax/syntax-error.ts';
import { failureBy, report } from './fork.ts';
import { type ReadStep, readingOf, readingOptions } from './reading.ts';
import { syntaxErrorText } from './syntax-error-text.ts';
import { checkSignals } from './traps.ts';

/** Makes the reader of commands for this shell as it is now: its aliases and options. */
export function readerFor(shell: Shell, text: string, final: boolean): CommandReader {
	const expands = shell.options.shopt.expand_aliases || !shell.isBash;
	return new CommandReader(text, {
		dialect: shell.mode.dialect,
		extendedGlob: shell.options.shopt.extglob,
		final,
		inBraces: shell.options.set.posix ? 'ordinary' : 'quotes',
		alias: expands && shell.aliases.size > 0 ? (name) => shell.aliases.get(name) : undefined,
	});
}

/** The next command of a reader that nobody shares; rests in a long one. */
export function* readCommand(shell: Shell, reader: CommandReader): Task<CompleteCommand | undefined> {
	const reading = reader.readInSteps();
	for (;;) {
		const next = reading.next();
		if (next.done) return next.value;
		yield* shell.process.tick(GROUP_PARTS);
	}
}

/**
 * Reads and runs the commands of a whole text, one complete command (line) after the other, as `bash -c`, scripts,
 * `eval` and `source` do. A syntax error comes when its line is reached.
 */
export function* runText(shell: Shell, text: string, source: TextSource): Task<number> {
	const isMain = source.kind === 'command' || (source.kind === 'exitTrap' && !shell.isSubshell);
	const depth = shell.enter(5);
	const { surroundingLine } = shell;
	if (!isMain) shell.traceDepth++;
	try {
		return yield* runCommands(shell, text, source);
	} finally {
		shell.depth = depth;
		shell.surroundingLine = surroundingLine;
		if (!isMain) shell.traceDepth--;
	}
}

function* runCommands(shell: Shell, text: string, source: TextSource): Task<number> {
	let line = source.line;
	let options = readingOptions(shell);
	let reading = readingOf(shell, text, line, options);
	let status = 0;
	/** What has not been read. */
	let rest = text;
	for (let index = 0; ; ) {
		let step: ReadStep;
		let list: ReturnType<typeof parseCommands>;
		if (shell.jobs.jobs.length > 0 && shell.isBash) {
			shell.line = line + newlines(text.slice(0, text.length - rest.length)) + (rest.startsWith('\n') ? 1 : 0);
			yield* forgetEnded(shell);
		}
		try {
			step = yield* reading.at(index++, shell.process);
			if (shell.options.set.verbose && shows(shell, source)) yield* showLines(shell, rest, step);
			rest = step.rest;
			yield* warn(shell, [...step.warnings], line);
			if (step.command === undefined) return status;
			list = step.command.list;
			shell.surroundingLine = step.command.endLine;
			const ended = rest.startsWith('\n') || text[text.length - rest.length - 1] === '\n';
			shell.unreadLine = step.command.endLine + (ended ? 1 : 0);
		} catch (error) {
			if (error instanceof ShellSyntaxError) {
				const read = lengthOfLines(rest, error.line - newlines(text.slice(0, text.length - rest.length)));
				if (shell.options.set.verbose && shows(shell, source)) yield* showRead(shell, rest, read);
				yield* warn(shell, [...error.warnings], line);
				return yield* syntaxFailure(shell, error, source, line);
			}
			if (error instanceof EndOfInput) throw new Error('assertion failed: the end of a whole text is an error');
			throw error;
		}
		if (!shell.options.set.noexec || shell.mode.interactive) status = yield* runOne(shell, list, source);
		if (shell.unwinding !== 'none') return shell.status;
		if (source.kind === 'command' && shell.options.set.history && !shell.mode.interactive && !shell.isSubshell) {
			shell.unread = { text: step.rest, line: line + newlines(text.slice(0, text.length - step.rest.length)) };
			return status;
		}
		const now = readingOptions(shell);
		const jumped = shell.isBash ? (shell.discarded ? shell.line : shell.surroundingLine) - step.command.endLine : 0;
		if (now !== options || jumped !== 0) {
			// Aliases and patterns hold from the next line on. bash counts on from the line that it stands at.
			line += jumped + newlines(text.slice(0, text.length - step.rest.length));
			text = step.rest;
			rest = text;
			options = now;
			reading = readingOf(shell, text, line, options);
			index = 0;
		}
	}
}

/** Whether `set -v` shows what is read. */
function shows(shell: Shell, { kind }: TextSource): boolean {
	// Other shells show what they read from files alone.
	if (!shell.isBash) return kind === 'file';
	// What a command substitution reads is not shown. Models bash subst.c command_substitute.
	if (shell.withinSubstitution) return false;
	return (
		kind === 'eval' ||
		kind === 'file' ||
		kind === 'command' ||
		kind === 'trap' ||
		kind === 'exitTrap' ||
		kind === 'prompt' ||
		kind === 'promptCommand'
	);
}

/** What `set -v` shows of a command: no line that was read inside a command substitution. Models bash parse.y shell_getc. */
function* showLines(shell: Shell, text: string, { rest, longSubstitutions }: ReadStep): Task<void> {
	let shown = '';
	for (let start = 0; start < text.length - rest.length; ) {
		const newline = text.indexOf('\n', start);
		const end = newline < 0 ? text.length : newline + 1;
		const hidden = longSubstitutions.some(([from, to]) => text.length - start < from && text.length - start >= to);
		if (!hidden) shown += text.slice(start, end);
		start = end;
	}
	yield* showRead(shell, shown, shown.length);
}

/** What `set -v` shows of lines that were read: the last one ended too. */
export function* showRead(shell: Shell, text: string, length: number): Task<void> {
	const read = text.slice(0, length);
	if (read !== '') yield* shell.say(read.endsWith('\n') ? read : `${read}\n`);
}

/** How long the first lines are, with their newlines. */
export function lengthOfLines(text: string, lines: number): number {
	let end = 0;
	for (let line = 0; line < lines; line++) {
		const newline = text.indexOf('\n', end);
		if (newline < 0) return text.length;
		end = newline + 1;
	}
	return end;
}

function newlines(text: string): number {
	let count = 0;
	for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) count++;
	return count;
}

/** One complete command; a failure that discards it ends here, for eval and files with everything that follows. */
function* runOne(shell: Shell, list: ReturnType<typeof parseCommands>, source: TextSource): Task<number> {
	const { depth } = shell;
	try {
		const status = yield* shell.interpreter.runList(shell, list);
		shell.discarded = false;
		if (shell.watchesSignals) yield* checkSignals(shell, true);
		return status;
	} catch (caught) {
		if (caught instanceof SystemError && caught.errno === 'EINTR') {
			yield* checkSignals(shell);
			return shell.status;
		}
		const error = failureBy(caught);
		const inTrap = source.kind === 'trap' || source.kind === 'exitTrap';
		if (!(error instanceof ShellFailure) || error.effect === 'exit' || inTrap) throw error;
		if (!shell.isBash) throw error;
		const isFile = source.kind === 'command' && shell.mode.input === 'file';
		if (error.whole && !isFile) throw error;
		// A subshell ends by it.
		if (shell.isSubshell && source.kind !== 'command') throw error;
		shell.depth = depth;
		shell.discarded = true;
		yield* report(shell, error);
		if (source.kind === 'command' && shell.mode.input === 'command') shell.loopDepth += error.loops;
		// Only where a file is read by the shell itself it is more than a failure.
		shell.status = isFile || shell.mode.interactive ? error.status : 1;
		return shell.status;
	}
}

export function* warn(shell: Shell, warnings: HereDocumentWarning[], firstLine: number): Task<void> {
	while (warnings.length > 0) {
		const { delimiter, startLine, endLine, unterminated } = warnings.shift() as HereDocumentWarning;
		if (!shell.isBash) continue;
		const line = firstLine + endLine - 1;
		if (unterminated !== undefined) {
			const documents = `${unterminated} unterminated here-document${unterminated === 1 ? '' : 's'}`;
			yield* shell.say(`${shell.name}: line ${line}: warning: command substitution: ${documents}\n`);
			continue;
		}
		const at = firstLine + startLine - 1;
		const where = shell.mode.interactive && shell.frames.length === 0 ? '' : `line ${line}: `;
		yield* shell.say(
			`${shell.name}: ${where}warning: here-document at line ${at} delimited by end-of-file (wanted \`${delimiter}')\n`,
		);
	}
}

/**
 * Says a syntax error; a shell that is not interactive gives up the whole text, and under `set -e` ends with the first
 * line of what it says.
 */
export function* syntaxFailure(
	shell: Shell,
	error: ShellSyntaxError,
	source: TextSource,
	firstLine: number,
): Task<number> {
	const said = syntaxErrorText(shell, error, source, firstLine);
	if (!shell.isBash) {
		yield* shell.say(said);
		throw saidFailure(2);
	}
	if (shell.options.set.errexit && shell.errexitSuspended + shell.negations === 0 && !shell.mode.interactive) {
		yield* shell.say(said.slice(0, said.indexOf('\n') + 1));
		throw new ExitShell(2);
	}
	yield* shell.say(said);
	if (error.inSubstitution && !shell.mode.interactive) throw new ExitShell(statusOfReader(shell, source));
	const ofBuiltin = shell.commandDepth === 0 && (source.kind === 'eval' || source.kind === 'file');
	// What is wrong between `[[` and `]]` is no error of the builtin's.
	if (shell.isStrict && ofBuiltin && error.problem.kind !== 'message') {
		throw new ExitShell(2);
	}
	shell.status = error.status ?? (source.kind === 'command' ? shell.status : 2);
	return shell.status;
}

/** What a shell ends with whose reader gives up. Models bash parse.y parse_comsub. */
function statusOfReader(shell: Shell, { kind }: TextSource): number {
	if (kind === 'exitTrap') return shell.status;
	if (shell.fatalStatus === 127) return 127;
	return kind === 'command' || kind === 'trap' ? 2 : shell.status || 1;
}
