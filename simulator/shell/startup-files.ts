import { SystemError } from '../kernel/process-api.ts';
import type { Task } from '../machinery/task.ts';
import { runSourced } from './builtins/evaluate.ts';
import { expandToTextSlowly } from './expansion/expand.ts';
import { readWholeFile } from './interpreter/external.ts';
import type { Invocation } from './invocation.ts';
import type { Shell } from './state/shell.ts';
import { parseWord } from './syntax/word-parser.ts';

/** Runs the files a shell of this kind begins with. Models bash shell.c run_startup_files. */
export function* runStartupFiles(shell: Shell, invocation: Invocation): Task<void> {
	const home = shell.variables.get('HOME') ?? '';
	if (shell.isBash) yield* bashFiles(shell, invocation, home);
	else yield* posixFiles(shell, home);
	shell.line = 0;
}

function* bashFiles(shell: Shell, invocation: Invocation, home: string): Task<void> {
	if (shell.mode.login && !invocation.noProfile) {
		yield* sourceFile(shell, '/etc/profile');
		for (const name of ['.bash_profile', '.bash_login', '.profile']) {
			if (yield* sourceFile(shell, `${home}/${name}`)) break;
		}
		return;
	}
	if (shell.mode.interactive && !invocation.noRc) {
		// Debian's bash reads the system-wide file first.
		if (invocation.rcFile === undefined) yield* sourceFile(shell, '/etc/bash.bashrc');
		yield* sourceFile(shell, invocation.rcFile ?? `${home}/.bashrc`);
		return;
	}
	if (!shell.mode.interactive) {
		const file = shell.variables.get('BASH_ENV');
		if (file !== undefined && file !== '') {
			yield* sourceFile(shell, yield* expandToTextSlowly(shell, parseWord(file, shell.mode.dialect)));
		}
	}
}

function* posixFiles(shell: Shell, home: string): Task<void> {
	if (shell.mode.login) {
		yield* sourceFile(shell, '/etc/profile');
		yield* sourceFile(shell, `${home}/.profile`);
	}
	const file = shell.mode.interactive ? shell.variables.get('ENV') : undefined;
	if (file !== undefined && file !== '') {
		yield* sourceFile(shell, yield* expandToTextSlowly(shell, parseWord(file, shell.mode.dialect)));
	}
}

/** At the end of a login shell. */
export function* runLogoutFile(shell: Shell): Task<void> {
	if (shell.mode.login && shell.isBash) yield* sourceFile(shell, `${shell.variables.get('HOME') ?? ''}/.bash_logout`);
}

/** False when there is no such file to read. */
function* sourceFile(shell: Shell, path: string): Task<boolean> {
	let text: string;
	try {
		text = yield* readWholeFile(shell, path);
	} catch (error) {
		if (error instanceof SystemError) return false;
		throw error;
	}
	yield* runSourced(shell, path, text, []);
	return true;
}
