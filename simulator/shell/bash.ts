import { errorMessage } from '../kernel/error-message.ts';
import { type Process, type Program, SystemError } from '../kernel/process-api.ts';
import type { Task } from '../machinery/task.ts';
import { restrict } from './builtins/restrictions.ts';
import { isSetOption, setOption, shellOptsChanged } from './builtins/set.ts';
import { createShell } from './create-shell.ts';
import { prepareInteractive, startInteractive } from './interactive.ts';
import { readWholeFile } from './interpreter/external.ts';
import { runChild } from './interpreter/fork.ts';
import { linesOf, runStream } from './interpreter/run-stream.ts';
import { type Invocation, parseInvocation } from './invocation.ts';
import { ignoreQuit } from './jobs/fatal-signals.ts';
import { runStartupFiles } from './startup-files.ts';
import { SHOPT_DEFAULTS, type Shopt } from './state/options.ts';
import type { Shell } from './state/shell.ts';
import type { Dialect } from './syntax/dialect.ts';

/** /bin/bash. */
export const bashProgram: Program = (process) => main(process, 'bash');

/** /bin/sh of Debian and Ubuntu. */
export const dashProgram: Program = (process) => main(process, 'dash');

/** /bin/sh of busybox (Alpine). */
export const ashProgram: Program = (process) => main(process, 'ash');

function* main(process: Process, dialect: Dialect): Task<number> {
	const invocation = parseInvocation(process, dialect);
	if ('problem' in invocation) return yield* usage(process, invocation.problem, invocation.status);
	const shell = createShell(process, invocation.mode);
	const problem = applyOptions(shell, invocation);
	if (problem !== undefined) {
		yield* shell.say(`${shell.name}: ${problem}\n`);
		return 2;
	}
	if (!shell.mode.interactive) ignoreQuit(shell);
	return yield* runChild(shell, (each) => run(each, invocation));
}

function* usage(process: Process, text: string, status: number): Task<number> {
	yield* process.write(status === 0 ? 1 : 2, new Uint8Array([...text].map((c) => c.charCodeAt(0))));
	return status;
}

function applyOptions(shell: Shell, invocation: Invocation): string | undefined {
	if (shell.isBash) inheritOptions(shell);
	for (const [name, on] of invocation.setOptions) {
		if (!isSetOption(name)) {
			return shell.isBash ? `line 0: ${shell.name}: ${name}: invalid option name` : `${name}: invalid option name`;
		}
		setOption(shell, name, on);
	}
	for (const [name, on] of invocation.shopts) {
		if (!Object.hasOwn(SHOPT_DEFAULTS, name)) return `line 0: ${name}: invalid shell option name`;
		shell.options.shopt[name as Shopt] = on;
	}
	shell.options.shopt.login_shell = shell.mode.login;
	shellOptsChanged(shell);
	shell.positional = invocation.positional;
	return undefined;
}

/** What an exported SHELLOPTS, BASHOPTS or POSIXLY_CORRECT turns on. Models bash shell.c main, set.c parse_shellopts. */
function inheritOptions(shell: Shell): void {
	const { env } = shell.process;
	if (env.has('POSIXLY_CORRECT')) setOption(shell, 'posix', true);
	for (const name of (env.get('SHELLOPTS') ?? '').split(':')) {
		if (isSetOption(name) && name !== 'monitor') setOption(shell, name, true);
	}
	for (const name of (env.get('BASHOPTS') ?? '').split(':')) {
		if (Object.hasOwn(SHOPT_DEFAULTS, name)) shell.options.shopt[name as Shopt] = true;
	}
}

function* run(shell: Shell, invocation: Invocation): Task<number> {
	if (shell.mode.interactive) yield* prepareInteractive(shell, invocation);
	yield* runStartupFiles(shell, invocation);
	if (invocation.restricted) restrict(shell);
	const { command, scriptPath } = invocation;
	// `bash -ic`: aliases, history's signs and the files of an interactive shell, but no prompt.
	if (shell.mode.interactive && command === undefined && scriptPath === undefined) {
		return yield* startInteractive(shell, invocation);
	}
	if (command !== undefined) {
		shell.line = 1;
		if (shell.isBash) shell.variables.set('BASH_EXECUTION_STRING', command);
		return yield* runMain(shell, command);
	}
	if (scriptPath === undefined) return yield* runStream(shell);
	return yield* runScript(shell, scriptPath);
}

function* runMain(shell: Shell, text: string): Task<number> {
	const status = yield* shell.interpreter.runText(shell, text, { kind: 'command', line: 1 });
	const { unread } = shell;
	if (unread === undefined) return status;
	shell.unread = undefined;
	return unread.text === '' ? status : yield* runStream(shell, linesOf(unread.text), unread.line);
}

function* runScript(shell: Shell, path: string): Task<number> {
	let text: string;
	try {
		if (shell.process.stat(path).type === 'directory') {
			if (shell.isBash) {
				yield* shell.say(`${path}: ${path}: Is a directory\n`);
				return 126;
			}
			throw new SystemError('EISDIR');
		}
		text = yield* readWholeFile(shell, path);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		return yield* cannotOpen(shell, path, error);
	}
	if (/\0/.test(text.slice(0, 80).split('\n')[0] as string)) {
		yield* shell.say(`${path}: ${path}: cannot execute binary file\n`);
		return 126;
	}
	return yield* runMain(shell, text);
}

function* cannotOpen(shell: Shell, path: string, error: SystemError): Task<number> {
	const own = shell.process.argv[0] as string;
	switch (shell.mode.dialect) {
		case 'bash':
			yield* shell.say(`${own}: ${path}: ${errorMessage(error.errno)}\n`);
			return error.errno === 'ENOENT' ? 127 : 126;
		case 'dash':
			yield* shell.say(`${own}: 0: cannot open ${path}: No such file\n`);
			return 2;
		case 'ash':
			yield* shell.say(`${own}: can't open '${path}': ${errorMessage(error.errno)}\n`);
			return 2;
	}
}
