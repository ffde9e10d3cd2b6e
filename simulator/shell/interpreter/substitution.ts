import { DEFAULT_LIMITS } from '../../machinery/limits.ts';
import type { Task } from '../../machinery/task.ts';
import { expandWordsSlowly } from '../expansion/expand.ts';
import { statusOf } from '../jobs/job.ts';
import { spawn, waitFor } from '../jobs/job-control.ts';
import { parseCommands } from '../parser-adapter.ts';
import { tooLarge } from '../state/control-flow.ts';
import type { TextSource } from '../state/interpreter-port.ts';
import type { Shell } from '../state/shell.ts';
import type { SimpleCommand, Word } from '../syntax/ast.ts';
import { printList } from '../syntax/print.ts';
import { ShellSyntaxError } from '../syntax/syntax-error.ts';
import { decodeBytes } from '../text.ts';
import { childDescriptors, subshellProgram } from './fork.ts';
import { runElement } from './pipeline.ts';
import { moveHigh } from './redirections.ts';
import { readerFor } from './run-text.ts';

/** `$(…)`: runs the commands in a child and takes what they print, without the newlines at its end. */
export function* substitute(shell: Shell, source: string, line: number, backquoted: boolean): Task<string> {
	const file = fileOnly(shell, source, line);
	if (shell.options.set.verbose && shell.isBash) yield* showRedirection(shell, source, line, backquoted);
	// The name is this shell's to expand: bash reads the file without a child.
	const paths = file === undefined ? [] : yield* expandWordsSlowly(shell, [file]);
	if (file !== undefined && paths.length !== 1) return yield* ambiguous(shell, file);
	const { process } = shell;
	const [readEnd, writeEnd] = process.pipe();
	const fds =
		childDescriptors(shell) ??
		new Map([
			[0, 0],
			[1, 1],
			[2, 2],
		]);
	fds.delete(readEnd);
	fds.delete(writeEnd);
	fds.set(1, writeEnd);
	let pid: number;
	try {
		pid = yield* spawn(shell, {
			argv: process.argv,
			env: shell.variables.environment(),
			fds,
			program: subshellProgram(shell, (child) => {
				child.isSubstitution = true;
				child.withinSubstitution = true;
				if (!child.options.shopt.inherit_errexit) child.options.set.errexit = false;
				// In bash a condition's failures are none in its substitutions either.
				if (!child.isBash) child.errexitSuspended = 0;
				return file === undefined
					? runSource(child, source, line, backquoted ? 'backquotes' : 'substitution')
					: copyFile(child, paths[0] as string);
			}),
		});
	} finally {
		process.close(writeEnd);
	}
	let text: string;
	try {
		text = yield* readOutput(shell, readEnd);
	} finally {
		process.close(readEnd);
	}
	shell.substitutionStatus = statusOf(yield* waitFor(shell, pid));
	shell.status = shell.substitutionStatus;
	if (text.includes('\0')) {
		text = text.replaceAll('\0', '');
		yield* shell.complain('warning: command substitution: ignored null byte in input');
	}
	let end = text.length;
	while (text.charCodeAt(end - 1) === 10) end--;
	return text.slice(0, end);
}

/** Decodes as it reads, so that a large output holds nobody up at its end. */
function* readOutput(shell: Shell, fd: number): Task<string> {
	let text = '';
	let rest: Uint8Array = new Uint8Array(0);
	let length = 0;
	for (;;) {
		const piece = yield* shell.process.read(fd, 65_536);
		if (piece.length === 0) return text + decodeBytes(rest);
		length += piece.length;
		if (length > DEFAULT_LIMITS.shellValueBytes) throw tooLarge(length);
		const bytes = rest.length === 0 ? piece : joined(rest, piece);
		const end = wholeCharacters(bytes);
		text += decodeBytes(bytes.subarray(0, end));
		rest = bytes.slice(end);
	}
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
	const out = new Uint8Array(first.length + second.length);
	out.set(first);
	out.set(second, first.length);
	return out;
}

/** Up to where no character of UTF-8 is cut. */
function wholeCharacters(bytes: Uint8Array): number {
	const { length } = bytes;
	for (let back = 1; back <= Math.min(3, length); back++) {
		const byte = bytes[length - back] as number;
		if (byte < 0x80) return length;
		if (byte < 0xc0) continue;
		const wanted = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
		return back < wanted ? length - back : length;
	}
	return length;
}

/** The word of `$(< word)`. Models bash execute_cmd.c can_optimize_cat_file. */
function fileOnly(shell: Shell, source: string, line: number): Word | undefined {
	if (!/^\s*0?</.test(source)) return undefined;
	const only = singleCommand(shell, source.replace(/;\s*$/, ''), line);
	if (only === undefined || only.words.length > 0 || only.assignments.length > 0) return undefined;
	const [redirect] = only.redirects;
	const reads = redirect?.operator === '<' && redirect.variable === undefined && (redirect.fd ?? 0) === 0;
	return reads && only.redirects.length === 1 ? redirect.target : undefined;
}

/** `set -v` shows what begins with a redirection: bash reads it once more. Models subst.c command_substitute. */
function* showRedirection(shell: Shell, source: string, line: number, backquoted: boolean): Task<void> {
	if (!/^\s*</.test(source)) return;
	const text = backquoted ? source : printList(parseCommands(source, line, shell.mode.dialect));
	if (text.startsWith('<')) yield* shell.say(`${text}\n`);
}

function* ambiguous(shell: Shell, word: Word): Task<string> {
	yield* shell.complain(`${word.text}: ambiguous redirect`);
	shell.substitutionStatus = 1;
	shell.status = 1;
	return '';
}

/** `$(< file)`. */
function* copyFile(child: Shell, path: string): Task<number> {
	const fd = yield* child.interpreter.openForReading(child, path, child.line);
	if (fd === undefined) return 1;
	for (;;) {
		const piece = yield* child.process.read(fd, 65_536);
		if (piece.length === 0) return 0;
		yield* child.process.write(1, piece);
	}
}

/** Runs a source; a single command becomes the process. */
function* runSource(child: Shell, source: string, line: number, kind: TextSource['kind']): Task<number> {
	const only = child.traps.has('ERR') ? undefined : singleCommand(child, source, line);
	if (only !== undefined) {
		child.traceDepth++;
		return yield* runElement(child, only);
	}
	const text = kind === 'substitution' && child.isBash ? printedSource(child, source) : source;
	const status = yield* child.interpreter.runText(child, text, { kind, line });
	return child.unwinding === 'return' ? child.status : status;
}

/** bash keeps commands as it prints them, and counts the lines of that. Models bash parse.y parse_comsub. */
function printedSource(child: Shell, source: string): string {
	// Differs: lines of what is longer are counted as written.
	if (source.length > PRINTED_MAX || source.startsWith('(') || !HAS_LINES.test(source)) return source;
	let printed = child.printed.get(source);
	if (printed === undefined) {
		printed = printedOrSame(source);
		if (child.printed.size < 500) child.printed.set(source, printed);
	}
	return printed;
}

function printedOrSame(source: string): string {
	try {
		return printList(parseCommands(source, 1, 'bash'));
	} catch (error) {
		if (error instanceof ShellSyntaxError) return source;
		throw error;
	}
}

const PRINTED_MAX = 10_000;
/** Has several lines, or will have when it is printed. */
const HAS_LINES = /\n|\(\)|\b(?:if|for|while|until|case|select|function)\b/;

function singleCommand(child: Shell, source: string, line: number): SimpleCommand | undefined {
	if (/[\n;&|]/.test(source)) return undefined;
	const plain = child.aliases.size === 0;
	const key = `${line}:${source}`;
	const known = plain ? child.parsed.get(key) : undefined;
	if (known !== undefined) return known;
	const only = parseSingle(child, source, line);
	if (plain && only !== undefined && child.parsed.size < 500) child.parsed.set(key, only);
	return only;
}

function parseSingle(child: Shell, source: string, line: number): SimpleCommand | undefined {
	try {
		const reader = readerFor(child, source, true);
		const command = reader.read();
		if (command === undefined || reader.rest.trim() !== '') return undefined;
		const list = parseCommands(command.text, line, child.mode.dialect, child.options.set.posix);
		const only = list.items[0];
		if (list.items.length !== 1 || only === undefined || only.background) return undefined;
		return only.command.type === 'simple' ? only.command : undefined;
	} catch (error) {
		if (error instanceof ShellSyntaxError) return undefined;
		throw error;
	}
}

/** `<(…)` and `>(…)`: a pipe to a child; the path names the shell's end. */
export function processSubstitution(shell: Shell, direction: '<' | '>', source: string, line: number): string {
	const { process } = shell;
	const [readEnd, writeEnd] = process.pipe();
	const [ours, theirs] = direction === '<' ? [readEnd, writeEnd] : [writeEnd, readEnd];
	const fds =
		childDescriptors(shell) ??
		new Map([
			[0, 0],
			[1, 1],
			[2, 2],
		]);
	fds.delete(ours);
	fds.delete(theirs);
	fds.set(direction === '<' ? 1 : 0, theirs);
	const pid = process.spawn({
		argv: process.argv,
		env: shell.variables.environment(),
		fds,
		program: subshellProgram(shell, (child) => {
			child.isSubstitution = true;
			child.withinSubstitution = true;
			return runSource(child, source, line, 'substitution');
		}),
	});
	process.close(theirs);
	const fd = moveToTop(shell, ours);
	shell.substitutions.push({ fd, pid });
	shell.lastBackgroundPid = pid;
	shell.substitutionPid = pid;
	return `/dev/fd/${fd}`;
}

/** bash uses 63 and downwards. */
function moveToTop(shell: Shell, fd: number): number {
	const open = shell.process.fileDescriptors();
	for (let top = 63; top > 9; top--) {
		if (open.includes(top)) continue;
		shell.process.dup2(fd, top);
		shell.process.close(fd);
		return top;
	}
	return moveHigh(shell, fd);
}
