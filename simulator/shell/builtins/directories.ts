import { errorMessage } from '../../kernel/error-message.ts';
import { SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { printable } from '../expansion/quote.ts';
import { isDirectory } from '../interpreter/external.ts';
import type { Shell } from '../state/shell.ts';
import { type Builtin, parseOptions, usageError } from './builtin.ts';

const CD: Builtin = { usage: '[-L|[-P [-e]] [-@]] [dir]', run: cd };

function* cd(shell: Shell, args: readonly string[]): Task<number> {
	const { flags, rest, problem } = parseOptions(args, 'LPe@');
	if (problem !== undefined) return yield* usageError(shell, 'cd', problem, CD.usage);
	if (rest.length > 1 && shell.isBash) return yield* shell.fail('cd', 'too many arguments');
	const physical = flags.has('P') || (shell.options.set.physical && !flags.has('L'));
	let target = rest[0];
	let shown = false;
	if (target === undefined) {
		target = shell.variables.get('HOME');
		if (target === undefined) return yield* shell.fail('cd', 'HOME not set');
		if (target === '') return 0;
	} else if (target === '-') {
		target = shell.variables.get('OLDPWD');
		if (target === undefined) return yield* shell.fail('cd', 'OLDPWD not set');
		shown = true;
	}
	const found = throughCdPath(shell, target, physical);
	const outcome = found ?? change(shell, target, physical);
	if (outcome.error !== undefined) return yield* cannot(shell, target, outcome.error);
	if (shown || found?.shown === true) {
		return yield* shell.print('cd', `${shell.variables.get('PWD')}\n`);
	}
	return 0;
}

function* cannot(shell: Shell, target: string, error: SystemError): Task<number> {
	if (shell.mode.dialect === 'dash') return yield* shell.fail('cd', `can't cd to ${target}`, 2);
	if (shell.mode.dialect === 'ash') {
		return yield* shell.fail('cd', `can't cd to ${target}: ${errorMessage(error.errno)}`, 1);
	}
	return yield* shell.fail('cd', `${printable(target)}: ${errorMessage(error.errno)}`);
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
	shell.variables.declare('PWD', 'global').exported = true;
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

function stack(shell: Shell): string[] {
	return [currentDirectory(shell), ...shell.directoryStack];
}

/** `+n` and `-n`; undefined when it is none. */
function position(text: string, size: number): number | undefined {
	const found = /^([+-])(\d+)$/.exec(text);
	if (found === null) return undefined;
	return found[1] === '+' ? Number(found[2]) : size - 1 - Number(found[2]);
}

function shorten(shell: Shell, path: string): string {
	const home = shell.variables.get('HOME');
	if (home === undefined || home === '' || home === '/') return path;
	return path === home ? '~' : path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
}

const DIRS: Builtin = {
	usage: '[-clpv] [+N] [-N]',
	*run(shell, args) {
		const flags = new Set<string>();
		let index: number | undefined;
		for (const arg of args) {
			index = position(arg, stack(shell).length) ?? index;
			if (/^[+-]\d+$/.test(arg)) continue;
			if (!/^-[clpv]+$/.test(arg)) {
				const kind = /^[-+]/.test(arg) ? 'invalid number' : 'invalid option';
				return yield* usageError(shell, 'dirs', `${arg}: ${kind}`, DIRS.usage);
			}
			for (const letter of arg.slice(1)) flags.add(letter);
		}
		if (flags.has('c')) {
			shell.directoryStack = [];
			return 0;
		}
		const all = stack(shell).map((path) => (flags.has('l') ? path : shorten(shell, path)));
		if (index !== undefined) {
			const one = all[index];
			if (one === undefined) {
				if (all.length === 1) return yield* shell.fail('dirs', 'directory stack empty');
				return yield* shell.fail('dirs', `${index}: directory stack index out of range`);
			}
			return yield* shell.print('dirs', `${one}\n`);
		}
		if (flags.has('v')) {
			return yield* shell.print('dirs', all.map((path, i) => `${String(i).padStart(2)}  ${path}\n`).join(''));
		}
		return yield* shell.print('dirs', flags.has('p') ? `${all.join('\n')}\n` : `${all.join(' ')}\n`);
	},
};

const PUSHD: Builtin = {
	usage: '[-n] [+N | -N | dir]',
	*run(shell, args) {
		const stay = args[0] === '-n';
		const arg = stay ? args[1] : args[0];
		const all = stack(shell);
		if (args.length > (stay ? 2 : 1)) return yield* shell.fail('pushd', 'too many arguments');
		if (arg === undefined) {
			if (all.length < 2) return yield* shell.fail('pushd', 'no other directory');
			return yield* arrange(shell, [all[1] as string, all[0] as string, ...all.slice(2)], 'pushd');
		}
		const index = position(arg, all.length);
		if (index !== undefined) {
			if (index < 0 || index >= all.length) {
				if (all.length === 1) return yield* shell.fail('pushd', 'directory stack empty');
				return yield* shell.fail('pushd', `${arg}: directory stack index out of range`);
			}
			return yield* arrange(shell, [...all.slice(index), ...all.slice(0, index)], 'pushd');
		}
		if (stay) {
			shell.directoryStack = [arg, ...shell.directoryStack];
			return yield* DIRS_RUN(shell);
		}
		return yield* arrange(shell, [arg, ...all], 'pushd');
	},
};

function* DIRS_RUN(shell: Shell): Task<number> {
	const outcome = DIRS.run(shell, [], 'dirs');
	return typeof outcome === 'number' ? outcome : yield* outcome;
}

/** Makes `next` the stack, its first the current directory. */
function* arrange(shell: Shell, next: readonly string[], name: string): Task<number> {
	const target = next[0] as string;
	const { error } = change(shell, target, false);
	if (error !== undefined) return yield* shell.fail(name, `${printable(target)}: ${errorMessage(error.errno)}`);
	shell.directoryStack = next.slice(1);
	return yield* DIRS_RUN(shell);
}

const POPD: Builtin = {
	usage: '[-n] [+N | -N]',
	*run(shell, args) {
		const stay = args[0] === '-n';
		const arg = stay ? args[1] : args[0];
		const all = stack(shell);
		if (arg !== undefined && /^-/.test(arg) && position(arg, all.length) === undefined) {
			return yield* usageError(shell, 'popd', `${arg}: invalid number`, POPD.usage);
		}
		if (all.length < 2) return yield* shell.fail('popd', 'directory stack empty');
		const index = arg === undefined ? (stay ? 1 : 0) : position(arg, all.length);
		if (index === undefined) return yield* usageError(shell, 'popd', `${arg}: invalid argument`, POPD.usage);
		if (index < 0 || index >= all.length) {
			return yield* shell.fail('popd', `${arg}: directory stack index out of range`);
		}
		const next = all.filter((_, i) => i !== index);
		if (index > 0) {
			shell.directoryStack = next.slice(1);
			return yield* DIRS_RUN(shell);
		}
		return yield* arrange(shell, next, 'popd');
	},
};

export const DIRECTORY_BUILTINS: Readonly<Record<string, Builtin>> = {
	cd: CD,
	pwd: PWD,
	dirs: DIRS,
	pushd: PUSHD,
	popd: POPD,
};
