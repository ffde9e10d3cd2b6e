import { DEFAULT_LIMITS } from '../../machinery/limits.ts';
import type { Task } from '../../machinery/task.ts';
import { spawn, waitFor } from '../jobs/job-control.ts';
import { statusOf } from '../jobs/job-table.ts';
import { parseCommands } from '../parser-adapter.ts';
import { tooLarge } from '../state/control-flow.ts';
import type { TextSource } from '../state/interpreter-port.ts';
import type { Shell } from '../state/shell.ts';
import type { SimpleCommand } from '../syntax/ast.ts';
import { ShellSyntaxError } from '../syntax/syntax-error.ts';
import { decodeBytes } from '../text.ts';
import { childDescriptors, subshellProgram } from './fork.ts';
import { runElement } from './pipeline.ts';
import { moveHigh } from './redirections.ts';
import { readerFor } from './run-text.ts';

/** `$(…)`: runs the commands in a child and takes what they print, without the newlines at its end. */
export function* substitute(shell: Shell, source: string, line: number, backquoted: boolean): Task<string> {
	const file = /^\s*<\s*([\w./-]+)\s*$/.exec(source);
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
				if (!child.options.shopt.inherit_errexit && !child.options.set.posix) child.options.set.errexit = false;
				child.errexitSuspended = 0;
				return file === null
					? runSource(child, source, line, backquoted ? 'backquotes' : 'substitution')
					: copyFile(child, file[1] as string);
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
	return text.replace(/\n+$/, '');
}

function* readOutput(shell: Shell, fd: number): Task<string> {
	const pieces: Uint8Array[] = [];
	let length = 0;
	for (;;) {
		const piece = yield* shell.process.read(fd, 65_536);
		if (piece.length === 0) break;
		pieces.push(piece);
		length += piece.length;
		if (length > DEFAULT_LIMITS.shellValueBytes) {
			throw tooLarge(length);
		}
	}
	if (pieces.length === 1) return decodeBytes(pieces[0] as Uint8Array);
	const whole = new Uint8Array(length);
	let at = 0;
	for (const piece of pieces) {
		whole.set(piece, at);
		at += piece.length;
	}
	return decodeBytes(whole);
}

/** `$(< file)`. */
function* copyFile(child: Shell, path: string): Task<number> {
	const command: SimpleCommand = {
		type: 'simple',
		line: child.line,
		assignments: [],
		words: [],
		redirects: [],
		slow: false,
	};
	const fd = yield* child.interpreter.openForReading(child, path, command.line);
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
	const status = yield* child.interpreter.runText(child, source, { kind, line });
	return child.unwinding === 'return' ? child.status : status;
}

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
		const list = parseCommands(command.text, line, child.mode.dialect);
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
		program: subshellProgram(shell, (child) => runSource(child, source, line, 'substitution')),
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
