import { errorMessage } from '../../kernel/error-message.ts';
import { SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { printable } from '../expansion/quote.ts';
import { isDirectory } from '../interpreter/external.ts';
import type { Shell } from '../state/shell.ts';
import { type Builtin, parseOptions, usageError } from './builtin.ts';
import { correctPath } from './spell-path.ts';

export const CD: Builtin = { usage: '[-L|[-P [-e]] [-@]] [dir]', run: cd };

function* cd(shell: Shell, args: readonly string[], name: string): Task<number> {
	const { flags, rest, problem } = parseOptions(args, 'LPe@');
	if (problem !== undefined) return yield* usageError(shell, 'cd', problem, CD.usage);
	if (rest.length > 1 && shell.isBash) return yield* shell.fail(name, 'too many arguments');
	const physical = flags.has('P') || (shell.options.set.physical && !flags.has('L'));
	let target = rest[0];
	let shown = false;
	if (target === undefined) {
		target = shell.variables.get('HOME');
		if (target === undefined && shell.mode.dialect === 'dash') return 0;
		if (target === undefined) return yield* shell.fail(name, 'HOME not set');
		if (target === '') return 0;
	} else if (target === '-') {
		target = shell.variables.get('OLDPWD') ?? (shell.isBash ? undefined : shell.process.cwd);
		if (target === undefined) return yield* shell.fail(name, 'OLDPWD not set');
		shown = true;
	}
	const found = throughCdPath(shell, target, physical);
	const outcome = found ?? change(shell, target, physical);
	if (outcome.error !== undefined) {
		const meant = mayCorrect(shell, flags) ? correctPath(shell, target) : undefined;
		if (meant === undefined || change(shell, meant, physical).error !== undefined) {
			return yield* cannot(shell, name, target, outcome.error);
		}
		return yield* shell.print(name, `${meant}\n`);
	}
	if (shown || found?.shown === true) {
		return yield* shell.print(name, `${shell.variables.get('PWD')}\n`);
	}
	return 0;
}

/** `shopt -s cdspell`, at a prompt. */
function mayCorrect({ mode, options }: Shell, flags: ReadonlySet<string>): boolean {
	return mode.interactive && mode.dialect === 'bash' && options.shopt.cdspell && !flags.has('e');
}

function* cannot(shell: Shell, name: string, target: string, error: SystemError): Task<number> {
	if (shell.mode.dialect === 'dash') return yield* shell.fail(name, `can't cd to ${target}`, 2);
	if (shell.mode.dialect === 'ash') {
		return yield* shell.fail(name, `can't cd to ${target}: ${errorMessage(error.errno)}`, 2);
	}
	return yield* shell.fail(name, `${printable(target)}: ${errorMessage(error.errno)}`);
}

interface Outcome {
	readonly error: SystemError | undefined;
	readonly shown: boolean;
}

/** Tries the directories of CDPATH for a relative name. */
function throughCdPath(shell: Shell, target: string, physical: boolean): Outcome | undefined {
	const cdPath = shell.variables.get('CDPATH');
	if (cdPath === undefined || cdPath === '' || /^\.{0,2}\//.test(target) || target === '.' || target === '..') {
		return undefined;
	}
	for (const directory of cdPath.split(':')) {
		const prefix = directory === '' || directory === '.' ? '' : `${directory.replace(/\/$/, '')}/`;
		const outcome = change(shell, prefix + target, physical);
		if (outcome.error === undefined) return { error: undefined, shown: prefix !== '' };
	}
	return undefined;
}

/** Changes the directory, PWD and OLDPWD. */
export function change(shell: Shell, target: string, physical: boolean): Outcome {
	const { process } = shell;
	const before = shell.variables.get('PWD') ?? process.cwd;
	const logical = logicalPath(shell, target.startsWith('/') ? target : `${before}/${target}`);
	try {
		if (!physical) {
			try {
				if (logical === undefined) throw new SystemError('ENOENT');
				process.chdir(logical);
			} catch (error) {
				if (!(error instanceof SystemError)) throw error;
				process.chdir(target);
				setDirectory(shell, before, process.cwd);
				return { error: undefined, shown: false };
			}
			setDirectory(shell, before, logical as string);
		} else {
			process.chdir(target);
			setDirectory(shell, before, process.realpath('.'));
		}
		return { error: undefined, shown: false };
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		return { error, shown: false };
	}
}

/** Undefined where `..` leaves something that is no directory. Exactly two slashes at the beginning stay. Models bash lib/sh/pathcanon.c. */
function logicalPath(shell: Shell, path: string): string | undefined {
	const parts = path.split('/');
	for (let i = 1; i < parts.length; i++) {
		if (parts[i] === '..' && !isDirectory(shell, parts.slice(0, i).join('/') || '/')) return undefined;
	}
	const plain = normalize(path);
	return /^\/\/(?!\/)/.test(path) ? `/${plain}` : plain;
}

function setDirectory(shell: Shell, before: string, now: string): void {
	shell.variables.set('OLDPWD', before);
	shell.variables.set('PWD', now);
	if (shell.isBash) return;
	for (const name of ['PWD', 'OLDPWD']) shell.variables.declare(name, 'global').exported = true;
	shell.variables.attributesChanged();
}

/** Takes `.`, `..` and double slashes out of an absolute path without looking at links. */
export function normalize(path: string): string {
	const out: string[] = [];
	for (const part of path.split('/')) {
		if (part === '' || part === '.') continue;
		if (part === '..') out.pop();
		else out.push(part);
	}
	return `/${out.join('/')}`;
}

const PWD: Builtin = {
	usage: '[-LP]',
	*run(shell, args) {
		const { flags, problem } = parseOptions(args, 'LP');
		if (problem !== undefined) return yield* usageError(shell, 'pwd', problem, '[-LP]');
		const physical = flags.has('P') || (shell.options.set.physical && !flags.has('L'));
		try {
			const path = physical ? shell.process.realpath('.') : currentDirectory(shell);
			return yield* shell.print('pwd', `${path}\n`);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			return yield* shell.fail(
				'pwd',
				`error retrieving current directory: getcwd: cannot access parent directories: ${errorMessage(error.errno)}`,
			);
		}
	},
};

/** PWD when it still names the current directory, else what the kernel says. */
export function currentDirectory(shell: Shell): string {
	const pwd = shell.variables.get('PWD');
	if (pwd?.startsWith('/') === true) return pwd;
	return shell.process.cwd;
}

export const DIRECTORY_BUILTINS: Readonly<Record<string, Builtin>> = { cd: CD, pwd: PWD };
