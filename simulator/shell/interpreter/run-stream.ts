import { SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { LineSource } from '../builtins/read-line.ts';
import { withHistory } from '../history/recall-line.ts';
import { rememberLine } from '../history/remember-line.ts';
import { notifyJobs } from '../jobs/job-notices.ts';
import { parseCommands } from '../parser-adapter.ts';
import { ShellFailure } from '../state/control-flow.ts';
import type { Shell } from '../state/shell.ts';
import { EndOfInput } from '../syntax/scanner.ts';
import { ShellSyntaxError } from '../syntax/syntax-error.ts';
import { decodeBytes } from '../text.ts';
import { failureOf, report } from './fork.ts';
import { readCommand, readerFor, showRead, syntaxFailure, warn } from './run-text.ts';

/**
 * Runs commands from standard input, reading no further than the line in hand: the commands themselves may read the
 * rest. @param next another source of lines, with their newlines.
 */
export function* runStream(
	shell: Shell,
	next: (shell: Shell) => Task<string | undefined> = readRawLine,
	begin = 1,
): Task<number> {
	let status = 0;
	let pending = '';
	/** What the next line begins in. */
	let within = '';
	/** What must come before the text is complete: it is not read again for every line of a long command. */
	let awaited = '';
	let firstLine = begin;
	let lines = 0;
	for (;;) {
		const read = yield* next(shell);
		const final = read === undefined;
		shell.line = firstLine + lines;
		const line = read === undefined ? undefined : yield* entered(shell, read, pending, within);
		// It does not count as a line.
		if (!final && line === undefined) continue;
		pending += line ?? '';
		if (shell.options.set.verbose && line !== undefined) yield* showRead(shell, line, line.length);
		lines++;
		if (pending === '') return status;
		if (line !== undefined && awaited !== '' && !line.includes(awaited) && !pending.endsWith('\\\n')) continue;
		const reader = readerFor(shell, pending, final);
		try {
			for (
				let command = yield* readCommand(shell, reader);
				command !== undefined;
				command = yield* readCommand(shell, reader)
			) {
				yield* warn(shell, reader.warnings, firstLine);
				const endLine = firstLine + command.endLine - 1;
				shell.surroundingLine = endLine;
				const list = parseCommands(
					command.text,
					firstLine + command.line - 1,
					shell.mode.dialect,
					shell.options.set.posix,
					command.cuts,
				);
				if (!shell.options.set.noexec) status = yield* runOne(shell, list);
				if (shell.unwinding !== 'none') shell.unwinding = 'none';
				// bash counts on from the line that it stands at.
				if (shell.isBash) firstLine += (shell.discarded ? shell.line : shell.surroundingLine) - endLine;
			}
			pending = '';
			within = '';
			awaited = '';
			firstLine += lines;
			lines = 0;
		} catch (error) {
			if (error instanceof EndOfInput) {
				within = error.inHereDocument ? 'here-document' : error.looking;
				// Aliases may stand for it; history changes lines by what they are in.
				const isPlain = shell.aliases.size === 0 && !shell.options.set.history;
				awaited = isPlain && !pending.endsWith('\\\n') ? error.awaited : '';
				continue;
			}
			if (!(error instanceof ShellSyntaxError)) throw error;
			status = yield* syntaxFailure(shell, error, { kind: 'command', line: firstLine }, firstLine);
			return status;
		}
		yield* notifyJobs(shell);
		if (final) return status;
	}
}

/** A line as the history has it: its signs expanded, and remembered. Undefined: there is nothing to run. */
function* entered(shell: Shell, read: string, pending: string, within: string): Task<string | undefined> {
	if (!shell.options.set.history || !shell.isBash) return read;
	const line = yield* withHistory(shell, read.replace(/\n$/, ''), pending, within, () => false);
	if (line === undefined) return undefined;
	rememberLine(shell, line, pending === '', pending);
	return read.endsWith('\n') ? `${line}\n` : line;
}

/** Of a text what `runStream` asks for. */
export function linesOf(text: string): () => Task<string | undefined> {
	const lines = new TextLines(text);
	return () => lines.next();
}

class TextLines {
	readonly #text: string;
	#at = 0;

	constructor(text: string) {
		this.#text = text;
	}

	*next(): Task<string | undefined> {
		if (this.#at >= this.#text.length) return undefined;
		const end = this.#text.indexOf('\n', this.#at);
		const line = this.#text.slice(this.#at, end < 0 ? undefined : end + 1);
		this.#at += line.length;
		return line;
	}
}

function* runOne(shell: Shell, list: ReturnType<typeof parseCommands>): Task<number> {
	try {
		const status = yield* shell.interpreter.runList(shell, list);
		shell.discarded = false;
		return status;
	} catch (caught) {
		const error = caught instanceof SystemError && caught.errno !== 'EINTR' ? failureOf(caught) : caught;
		if (!(error instanceof ShellFailure) || error.effect === 'exit') throw error;
		shell.discarded = true;
		yield* report(shell, error);
		shell.status = error.status;
		return error.status;
	}
}

/** A line with its newline; undefined at the end. */
function* readRawLine(shell: Shell): Task<string | undefined> {
	const source = new LineSource(shell, 0);
	const bytes: number[] = [];
	for (;;) {
		const byte = yield* source.byte();
		if (byte < 0) break;
		bytes.push(byte);
		if (byte === 10) break;
	}
	source.done();
	return bytes.length === 0 ? undefined : decodeBytes(Uint8Array.from(bytes));
}
