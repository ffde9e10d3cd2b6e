import { errorMessage } from '../../kernel/error-message.ts';
import { type Errno, SystemError } from '../../kernel/process-api.ts';
import { DEFAULT_LIMITS } from '../../machinery/limits.ts';
import type { Task } from '../../machinery/task.ts';
import { printable } from '../expansion/quote.ts';
import { heedQuit } from '../jobs/fatal-signals.ts';
import { ExitShell } from '../state/control-flow.ts';
import type { Shell } from '../state/shell.ts';
import { printFunction } from '../syntax/print.ts';
import { decodeBytes } from '../text.ts';

/** Where a command is: its path, or why it cannot be run. */
export type Found = { readonly path: string } | { readonly problem: 'not found' };

/** Looks a command up in PATH, remembering where it was. */
export function findCommand(shell: Shell, name: string, count = true): Found {
	if (name.includes('/')) return { path: name };
	if (name === '') return { problem: 'not found' };
	forgetOldPath(shell);
	const known = shell.options.set.hashall ? shell.hash.get(name) : undefined;
	if (known !== undefined && (!shell.options.shopt.checkhash || isExecutable(shell, known.path))) {
		if (count) shell.hash.set(name, { path: known.path, hits: known.hits + 1 });
		return { path: known.path };
	}
	const path = searchPath(shell, name)[0];
	if (path === undefined) return { problem: 'not found' };
	if (count && shell.options.set.hashall && !shell.variables.isTemporary('PATH'))
		shell.hash.set(name, { path, hits: 1 });
	return { path };
}

/** What was remembered is forgotten when PATH is assigned, be it what it was. */
export function forgetOldPath(shell: Shell): void {
	const { pathVersion } = shell.variables;
	if (shell.hashedPath === pathVersion) return;
	shell.hash.clear();
	shell.hashedPath = pathVersion;
}

/** Every executable of that name in PATH; a file that is not executable comes only when nothing else is there. */
/** Differs: bash looks into any number of directories. */
const DIRECTORIES_MAX = 4_096;

export function searchPath(shell: Shell, name: string, variable = shell.variables.get('PATH')): string[] {
	const out: string[] = [];
	let notExecutable: string | undefined;
	if (variable === undefined || variable === '') return shell.isBash ? [name] : [];
	for (const directory of variable.split(':', DIRECTORIES_MAX)) {
		const path = directory === '' ? `./${name}` : `${directory.replace(/\/$/, '')}/${name}`;
		if (isExecutable(shell, path)) out.push(path);
		else if (isFile(shell, path)) notExecutable ??= path;
	}
	if (out.length === 0 && notExecutable !== undefined) out.push(notExecutable);
	return out;
}

export function isFile(shell: Shell, path: string): boolean {
	try {
		return shell.process.stat(path).type !== 'directory';
	} catch (error) {
		if (error instanceof SystemError) return false;
		throw error;
	}
}

export function isExecutable(shell: Shell, path: string): boolean {
	try {
		return shell.process.stat(path).type !== 'directory' && shell.process.access(path, { execute: true });
	} catch (error) {
		if (error instanceof SystemError) return false;
		throw error;
	}
}

/**
 * Becomes the command, in a process of its own: returns only with the status of a failure, which it has said.
 * A file that is no program is run as a script by a shell like this one.
 */
export function* execute(
	shell: Shell,
	words: readonly string[],
	options: {
		readonly argv0?: string;
		readonly environment?: ReadonlyMap<string, string>;
		/** The builtin that wants it, which says the failure once more. */
		readonly ofBuiltin?: string;
	} = {},
): Task<number> {
	const name = words[0] as string;
	const found = findCommand(shell, name, false);
	if ('problem' in found) return yield* notFound(shell, words, options.ofBuiltin);
	const environment = options.environment ?? commandEnvironment(shell, found.path);
	try {
		heedQuit(shell);
		return yield* shell.process.exec(found.path, [options.argv0 ?? name, ...words.slice(1)], environment);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		if (error.errno === 'ENOEXEC') return yield* runAsScript(shell, found.path, words);
		if (options.ofBuiltin === undefined || !shell.isBash) {
			return yield* executionFailure(shell, name, found.path, error.errno, options.ofBuiltin);
		}
		const whole = found.path.startsWith('/') ? found.path : `${shell.process.cwd}/${found.path.replace(/^\.\//, '')}`;
		const status = yield* executionFailure(shell, name, whole, error.errno);
		if (error.errno !== 'ENOENT') {
			const why = isDirectory(shell, found.path) ? 'EISDIR' : error.errno;
			yield* shell.fail(options.ofBuiltin, `${whole}: cannot execute: ${errorMessage(why)}`);
		}
		return status;
	}
}

/** The environment of a command: exported variables, and `_`. */
export function commandEnvironment(shell: Shell, path: string): ReadonlyMap<string, string> {
	const environment = new Map(shell.variables.environment());
	if (shell.isBash) environment.set('_', path);
	for (const [name, each] of shell.functions.entries()) {
		if (each.exported)
			environment.set(`BASH_FUNC_${name}%%`, printFunction(name, each.definition.body).slice(name.length + 1));
	}
	return environment;
}

/** Says why a file could not be executed. Models bash execute_cmd.c shell_execve. */
export function* executionFailure(
	shell: Shell,
	name: string,
	path: string,
	errno: Errno,
	builtin?: string,
): Task<number> {
	const missing = errno === 'ENOENT' || errno === 'ENOTDIR';
	if (!shell.isBash) {
		const what = `${name}: ${missing ? 'not found' : errorMessage(errno)}`;
		if (builtin === undefined) yield* shell.complain(what);
		else yield* shell.fail(builtin, what);
		return missing ? 127 : 126;
	}
	if (isDirectory(shell, path)) yield* shell.complain(`${path}: Is a directory`);
	else if (errno === 'ENOENT' && isFile(shell, path)) {
		yield* shell.complain(`${name}: cannot execute: required file not found`);
	} else if (errno === 'ENOEXEC') yield* shell.complain(`${path}: cannot execute binary file: Exec format error`);
	else yield* shell.complain(`${path}: ${errorMessage(errno)}`);
	return missing ? 127 : 126;
}

export function isDirectory(shell: Shell, path: string): boolean {
	try {
		return shell.process.stat(path).type === 'directory';
	} catch (error) {
		if (error instanceof SystemError) return false;
		throw error;
	}
}

/** `command_not_found_handle` when there is one, else the message. */
export function* notFound(shell: Shell, words: readonly string[], builtin?: string): Task<number> {
	if (shell.isBash && shell.functions.has('command_not_found_handle')) {
		return yield* shell.interpreter.callFunction(shell, 'command_not_found_handle', [
			'command_not_found_handle',
			...words,
		]);
	}
	const name = words[0] as string;
	if (shell.isBash) {
		yield* shell.complain(`${printable(name)}: command not found`);
		return 127;
	}
	// What has no name is the directory.
	const denied = name === '';
	const what = `${name}: ${denied ? errorMessage('EACCES') : 'not found'}`;
	if (builtin === undefined) yield* shell.complain(what);
	else yield* shell.fail(builtin, what);
	return denied && builtin !== undefined ? 126 : 127;
}

/** A text file without `#!`: a subshell reads it as a script, with the words as its parameters. */
function* runAsScript(shell: Shell, path: string, words: readonly string[]): Task<number> {
	const text = yield* readWholeFile(shell, path);
	if (/\0/.test(text.slice(0, 80).split('\n')[0] as string)) {
		return yield* executionFailure(shell, words[0] as string, path, 'ENOEXEC');
	}
	shell.name = path;
	shell.positional = words.slice(1);
	shell.traps.clear();
	shell.frames = [];
	shell.line = 0;
	const status = yield* shell.interpreter.runText(shell, text, { kind: 'command', line: 1 });
	throw new ExitShell(status);
}

export function* readWholeFile(shell: Shell, path: string): Task<string> {
	const fd = yield* shell.process.open(path, { read: true });
	try {
		return yield* readAll(shell, fd);
	} finally {
		shell.process.close(fd);
	}
}

/** Reads a descriptor to its end. Throws SystemError EFBIG when that is beyond what a shell takes. */
export function* readAll(shell: Shell, fd: number): Task<string> {
	const pieces: Uint8Array[] = [];
	let length = 0;
	for (;;) {
		const piece = yield* shell.process.read(fd, 65_536);
		if (piece.length === 0) break;
		pieces.push(piece);
		length += piece.length;
		if (length > DEFAULT_LIMITS.shellValueBytes) throw new SystemError('EFBIG');
	}
	const whole = new Uint8Array(length);
	let at = 0;
	for (const piece of pieces) {
		whole.set(piece, at);
		at += piece.length;
	}
	return decodeBytes(whole);
}

/** `shopt -s autocd`: at a prompt a directory's name is a command that goes there. */
export function isPlace(shell: Shell, name: string): boolean {
	if (!shell.options.shopt.autocd || !shell.mode.interactive || name === '') return false;
	return (name.includes('/') || 'problem' in findCommand(shell, name, false)) && isDirectory(shell, name);
}
