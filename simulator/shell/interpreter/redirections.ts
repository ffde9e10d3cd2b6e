import { errorMessage } from '../../kernel/error-message.ts';
import { type OpenFlags, type Process, SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { refuseOutput } from '../builtins/restrictions.ts';
import { evaluateArithmetic } from '../expansion/arithmetic.ts';
import { readElement, writeElement } from '../expansion/element.ts';
import { expandDocument, expandToTextSlowly, expandWordsSlowly } from '../expansion/expand.ts';
import { noteSignals } from '../jobs/job-control.ts';
import { EndedBySignal, ExitShell, ShellFailure } from '../state/control-flow.ts';
import type { Shell } from '../state/shell.ts';
import type { Redirect } from '../syntax/ast.ts';
import { parseWord } from '../syntax/word-parser.ts';
import { encodeText } from '../text.ts';
import { sayWarnings } from './fork.ts';
import { isNetworkPath, openNetworkPath } from './network-path.ts';

/** How to put back what redirections changed: descriptor → where it was saved, or undefined when it was closed. */
export type SavedDescriptors = Map<number, number | undefined>;

/** First descriptor that the shell uses for itself. */
const FIRST_PRIVATE = 10;

/**
 * Performs redirections in order, in this process.
 * @param saved where to note what they replace; undefined when they are to stay (`exec`, a child).
 * Throws ShellFailure, worded, when one fails; what came before it is undone by `restore`.
 */
export function* redirect(
	shell: Shell,
	redirects: readonly Redirect[],
	saved: SavedDescriptors | undefined,
): Task<void> {
	for (const each of redirects) {
		try {
			yield* redirectOne(shell, each, saved);
		} catch (error) {
			if (!(error instanceof SystemError) || error.errno === 'EINTR') throw error;
			throw new ShellFailure(`redirection error: cannot duplicate fd: ${errorMessage(error.errno)}`);
		}
	}
}

/** Puts the descriptors back. */
export function restore(shell: Shell, saved: SavedDescriptors): void {
	const { process } = shell;
	for (const [fd, copy] of [...saved].reverse()) {
		if (copy === undefined) closeQuietly(shell, fd);
		else {
			process.dup2(copy, fd);
			forgetCopy(shell, copy);
		}
	}
	saved.clear();
}

/** Closes what a descriptor was saved as. */
export function forgetCopy(shell: Shell, copy: number): void {
	shell.process.close(copy);
	shell.privateDescriptors.delete(copy);
}

/**
 * A shell that ends inside of a redirected command leaves the descriptors as they are: its EXIT trap writes there.
 * What a failing expansion ends gives them back, and a text behind -c where it is no function that ends it.
 * Models bash builtins/evalstring.c parse_and_execute, which undoes what the others jump past.
 */
export function leaveRedirected(shell: Shell, error: unknown, saved: SavedDescriptors, compound: boolean): void {
	if (!shell.isBash) return;
	if (error instanceof ShellFailure) {
		if (shell.isSubshell) saved.clear();
		return;
	}
	if (!(error instanceof ExitShell) || (error.restores && !compound)) return;
	const isText = shell.mode.input === 'command' && !shell.isSubshell && !(error instanceof EndedBySignal);
	if (isText && shell.exitedFrom?.frames.some(({ kind }) => kind === 'function') !== true) return;
	saved.clear();
}

function closeQuietly(shell: Shell, fd: number): void {
	try {
		shell.process.close(fd);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
	}
}

/** An end of the coprocess that is closed for good is -1 in its array. Models bash execute_cmd.c coproc_fdchk. */
function noteClosed(shell: Shell, fd: number): void {
	const { coprocess } = shell;
	if (coprocess === undefined || !coprocess.fds.includes(fd)) return;
	const fds = coprocess.fds.map((each) => (each === fd ? -1 : each));
	shell.coprocess = { ...coprocess, fds };
	const array = shell.variables.writable(coprocess.name).makeIndexed();
	for (const [index, each] of fds.entries()) array.set(index, String(each));
}

function* redirectOne(shell: Shell, each: Redirect, saved: SavedDescriptors | undefined): Task<void> {
	switch (each.operator) {
		case '<<':
		case '<<-':
		case '<<<':
			yield* hereDocument(shell, each, saved);
			return;
		case '<&':
		case '>&':
			yield* duplicate(shell, each, saved);
			return;
		default: {
			const path = yield* targetPath(shell, each);
			yield* openOnto(shell, each, path, saved);
		}
	}
}

function defaultFd(each: Redirect): number {
	return each.fd ?? (each.operator.startsWith('<') ? 0 : 1);
}

/** What is wrong in the word itself is told apart from redirections that fail. */
function* expandTarget<T>(expansion: Task<T>): Task<T> {
	try {
		return yield* expansion;
	} catch (error) {
		if (error instanceof ShellFailure) error.ofWord = true;
		throw error;
	}
}

/** What is wrong in a here-document of busybox's shell is a redirection that fails. */
function* documentText(shell: Shell, target: Redirect['target']): Task<string> {
	try {
		return yield* expandDocument(shell, target);
	} catch (error) {
		if (!(error instanceof ShellFailure) || shell.mode.dialect !== 'ash') throw error;
		throw new ShellFailure(error.message);
	}
}

/** The file's name: exactly one word, that a strict shell neither splits nor takes for a pattern. */
function* targetPath(shell: Shell, each: Redirect): Task<string> {
	const isPlain = !shell.isBash;
	if (isPlain || (shell.isStrict && !each.target.braces)) {
		const text = yield* expandTarget(expandToTextSlowly(shell, each.target));
		if (text !== '' || isPlain || each.target.parts.some((part) => part.type === 'quoted')) return text;
		throw new ShellFailure(`${each.target.text}: ambiguous redirect`);
	}
	const words = yield* expandTarget(expandWordsSlowly(shell, [each.target]));
	const only = words[0];
	if (words.length === 1 && only !== undefined) return only;
	if (words.length === 0 && each.target.parts.some((part) => part.type === 'quoted')) return '';
	throw new ShellFailure(`${each.target.text}: ambiguous redirect`);
}

const FLAGS: { readonly [operator: string]: OpenFlags } = {
	'<': { read: true },
	'>': { write: true, create: true, truncate: true },
	'>|': { write: true, create: true, truncate: true },
	'>>': { write: true, create: true, append: true },
	'<>': { read: true, write: true, create: true },
	'&>': { write: true, create: true, truncate: true },
	'&>>': { write: true, create: true, append: true },
};

function* openOnto(shell: Shell, each: Redirect, path: string, saved: SavedDescriptors | undefined): Task<void> {
	const flags = FLAGS[each.operator] as OpenFlags;
	const isNetwork = isNetworkPath(shell, path);
	if (shell.options.restricted && flags.write === true) refuseOutput(path);
	if (shell.options.set.noclobber && !isNetwork && (each.operator === '>' || each.operator === '&>'))
		refuseClobber(shell, path);
	let fd: number;
	try {
		fd = isNetwork ? yield* openNetworkPath(shell, path) : yield* shell.process.open(path, flags, 0o666);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		if (error.errno === 'EINTR') noteSignals(shell);
		throw new ShellFailure(openFailure(shell, path, flags, error));
	}
	if (each.variable !== undefined) {
		const high = moveHigh(shell, fd);
		setVariable(shell, each.variable, String(high));
		if (shell.options.shopt.varredir_close) saved?.set(high, undefined);
		return;
	}
	const onto = defaultFd(each);
	save(shell, onto, saved, fd);
	moveOnto(shell, fd, onto);
	if (each.operator === '&>' || each.operator === '&>>') {
		save(shell, 2, saved);
		shell.process.dup2(onto, 2);
	}
}

function openFailure(shell: Shell, path: string, flags: OpenFlags, error: SystemError): string {
	if (shell.isBash) return `${path}: ${errorMessage(error.errno)}`;
	const verb = flags.write === true ? 'create' : 'open';
	const why =
		error.errno === 'ENOENT' ? (verb === 'open' ? 'No such file' : 'Directory nonexistent') : errorMessage(error.errno);
	if (shell.mode.dialect === 'dash') return `cannot ${verb} ${path}: ${why}`;
	return `can't ${verb} ${path}: ${error.errno === 'ENOENT' && verb === 'open' ? 'no such file' : error.errno === 'ENOENT' ? 'nonexistent directory' : errorMessage(error.errno)}`;
}

function refuseClobber(shell: Shell, path: string): void {
	try {
		if (shell.process.stat(path).type !== 'file') return;
	} catch (error) {
		if (error instanceof SystemError) return;
		throw error;
	}
	throw new ShellFailure(
		shell.isBash
			? `${path}: cannot overwrite existing file`
			: `${shell.mode.dialect === 'dash' ? 'cannot' : "can't"} create ${path}: File exists`,
	);
}

/** Notes what `fd` is now, once for each descriptor. @param opened the one that is to take its place: it was free if that is it. */
function save(shell: Shell, fd: number, saved: SavedDescriptors | undefined, opened = -1): void {
	if (saved === undefined || saved.has(fd)) return;
	const { process } = shell;
	if (fd === opened || !process.fileDescriptors().includes(fd)) {
		saved.set(fd, undefined);
		return;
	}
	const copy = moveHigh(shell, process.dup(fd));
	process.setCloseOnExec(copy, true);
	shell.privateDescriptors.add(copy);
	saved.set(fd, copy);
}

function moveOnto(shell: Shell, fd: number, onto: number): void {
	if (fd === onto) return;
	shell.process.dup2(fd, onto);
	shell.process.close(fd);
}

/** Moves a descriptor to the first free one from 10 on. */
export function moveHigh(shell: Shell, fd: number): number {
	if (fd >= FIRST_PRIVATE) return fd;
	const open = new Set(shell.process.fileDescriptors());
	let high = FIRST_PRIVATE;
	// A real child has those of its parent, open until it becomes another program.
	while (open.has(high) || shell.privateDescriptors.has(high)) high++;
	shell.process.dup2(fd, high);
	shell.process.close(fd);
	return high;
}

function* duplicate(shell: Shell, each: Redirect, saved: SavedDescriptors | undefined): Task<void> {
	const target = yield* targetPath(shell, each);
	const { process } = shell;
	if (target === '' && shell.isBash) {
		throw new ShellFailure(
			`${each.fd !== undefined && each.operator === '>&' ? each.fd : each.target.text}: Bad file descriptor`,
		);
	}
	const numbers = /^(\d*)(-?)$/.exec(target);
	if (numbers === null || target === '') {
		// `>&file` is `&>file`.
		const both = each.operator === '>&' && each.fd === undefined;
		if (!shell.isBash && !(both && isFileName(shell, each))) throw badDescriptor(shell, each);
		if (both) {
			yield* openOnto(shell, { ...each, operator: '&>' }, target, saved);
			return;
		}
		throw new ShellFailure(`${target}: ambiguous redirect`);
	}
	if (each.variable !== undefined) {
		duplicateToVariable(shell, each.variable, numbers[1] as string);
		return;
	}
	const onto = defaultFd(each);
	save(shell, onto, saved);
	if (numbers[1] === '') {
		closeQuietly(shell, onto);
		if (saved === undefined) noteClosed(shell, onto);
		return;
	}
	const from = Number(numbers[1]);
	if (!process.fileDescriptors().includes(from) || shell.privateDescriptors.has(from)) {
		const number = shell.mode.dialect === 'ash' ? `dup2(${numbers[1]},${onto})` : (numbers[1] as string);
		const failure = new ShellFailure(`${shell.isBash ? each.target.text : number}: Bad file descriptor`);
		// dash has closed its standard error by then.
		failure.reported = shell.mode.dialect === 'dash' && onto === 2;
		throw failure;
	}
	if (from !== onto) process.dup2(from, onto);
	if (numbers[2] === '-' && from !== onto) {
		save(shell, from, saved);
		process.close(from);
	}
}

/** What busybox takes for a file behind `>&`: it decides when it reads the word. */
function isFileName(shell: Shell, { target }: Redirect): boolean {
	return shell.mode.dialect === 'ash' && target.literal !== undefined;
}

/** Said with the line that is being read, and the end of the shell. Models dash parser.c fixredir. */
function badDescriptor(shell: Shell, { target }: Redirect): ShellFailure {
	shell.line = shell.unreadLine;
	if (shell.mode.dialect === 'dash') return new ShellFailure('Syntax error: Bad fd number', 'exit', 2);
	return new ShellFailure(target.literal === undefined ? 'syntax error: bad fd number' : 'redir error', 'exit', 2);
}

/**
 * Shells other than bash expand what descriptors are copied from before they start a command, and end where that is no
 * number: the redirections with those numbers in place.
 */
export function* numberedDescriptors(shell: Shell, redirects: readonly Redirect[]): Task<readonly Redirect[]> {
	if (shell.isBash || !redirects.some(copiesDescriptor)) return redirects;
	const out: Redirect[] = [];
	for (const each of redirects) {
		if (!copiesDescriptor(each) || /^(\d+|-)$/.test(each.target.literal ?? '')) {
			out.push(each);
			continue;
		}
		const text = yield* expandTarget(expandToTextSlowly(shell, each.target));
		const both = each.operator === '>&' && each.fd === undefined && isFileName(shell, each);
		if (!/^(\d+|-)$/.test(text) && !both) throw badDescriptor(shell, each);
		out.push({ ...each, target: { ...parseWord(text, shell.mode.dialect), text: each.target.text } });
	}
	return out;
}

function copiesDescriptor({ operator }: Redirect): boolean {
	return operator === '<&' || operator === '>&';
}

function duplicateToVariable(shell: Shell, variable: string, from: string): void {
	if (from === '') {
		const held = readVariable(shell, variable);
		if (held === undefined || !/^\d+$/.test(held)) throw new ShellFailure(`${variable}: ambiguous redirect`);
		const fd = Number(held);
		closeQuietly(shell, fd);
		noteClosed(shell, fd);
	} else setVariable(shell, variable, String(moveHigh(shell, shell.process.dup(Number(from)))));
}

const index = (shell: Shell, text: string): number => Number(evaluateArithmetic(shell, text));

/** The variable of `{name}>…`, which may be an element. */
function readVariable(shell: Shell, variable: string): string | undefined {
	const element = /^(\w+)\[(.*)\]$/.exec(variable);
	if (element === null) return shell.variables.get(variable);
	return readElement(shell, element[1] as string, elementKey(shell, element), index);
}

function setVariable(shell: Shell, variable: string, value: string): void {
	const element = /^(\w+)\[(.*)\]$/.exec(variable);
	if (element === null) shell.variables.set(variable, value);
	else writeElement(shell, element[1] as string, elementKey(shell, element), value, false, index);
}

function elementKey(shell: Shell, [, name = '', subscript = '']: readonly string[]): string {
	const isKey = shell.variables.resolve(name).variable?.associative !== undefined;
	return shell.interpreter.subscriptText(shell, subscript, isKey);
}

/** The text comes through a pipe when it fits into one, else through a child that writes it. */
function* hereDocument(shell: Shell, each: Redirect, saved: SavedDescriptors | undefined): Task<void> {
	const { target } = each;
	const expanded = yield* expandTarget(
		each.operator === '<<<' ? expandToTextSlowly(shell, target, 'assignment') : documentText(shell, target),
	);
	if (shell.warnings.length > 0) yield* sayWarnings(shell);
	const data = encodeText(each.operator === '<<<' ? `${expanded}\n` : expanded);
	const { process } = shell;
	const [readEnd, writeEnd] = process.pipe();
	if (data.length <= 32_768) {
		yield* process.write(writeEnd, data);
	} else {
		process.spawn({
			argv: [shell.name],
			env: shell.variables.environment(),
			fds: new Map([[1, writeEnd]]),
			program: (child) => writeDocument(child, data),
		});
	}
	process.close(writeEnd);
	const onto = each.fd ?? 0;
	save(shell, onto, saved, readEnd);
	moveOnto(shell, readEnd, onto);
}

function* writeDocument(process: Process, data: Uint8Array): Task<number> {
	process.onSignal('PIPE', 'ignore');
	try {
		yield* process.write(1, data);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
	}
	return 0;
}
