import type { Task } from '../../machinery/task.ts';
import { mayLeave } from '../jobs/leave-check.ts';
import { ExitShell, ShellFailure } from '../state/control-flow.ts';
import type { Shell } from '../state/shell.ts';
import type { Builtin } from './builtin.ts';

const COLON: Builtin = { run: () => 0, special: true, usage: '' };
const TRUE: Builtin = { run: () => 0, usage: '' };
const FALSE: Builtin = { run: () => 1, usage: '' };

function leaveLoop(kind: 'break' | 'continue'): Builtin {
	return {
		special: true,
		usage: '[n]',
		run(shell, given) {
			if (shell.loopDepth === 0 && shell.isBash) return shell.options.set.posix ? 0 : onlyInLoop(shell, kind);
			const args = given[0] === '--' ? given.slice(1) : given;
			const levels = args[0] === undefined ? 1 : /^[+-]?\d+$/.test(args[0]) ? Number(args[0]) : undefined;
			if (!shell.isBash && levels !== undefined && levels < 1) return badNumber(shell, kind, args[0] as string);
			if (levels === undefined) return badNumber(shell, kind, args[0] as string);
			if (args.length > 1 && shell.isBash) throw tooMany(kind);
			if (shell.loopDepth === 0) return 0;
			if (levels < 1) return outOfRange(shell, kind, args[0] as string);
			shell.unwinding = kind;
			shell.unwindLevels = Math.min(levels, shell.loopDepth);
			return 0;
		},
	};
}

function* badNumber(shell: Shell, name: string, text: string): Task<number> {
	yield* shell.fail(name, `${text}: numeric argument required`);
	throw new ExitShell(shell.isBash ? 128 : 2);
}

function* onlyInLoop(shell: Shell, name: string): Task<number> {
	yield* shell.fail(name, "only meaningful in a `for', `while', or `until' loop");
	return 0;
}

function* outOfRange(shell: Shell, name: string, text: string): Task<number> {
	yield* shell.fail(name, `${text}: loop count out of range`);
	shell.unwinding = 'break';
	shell.unwindLevels = shell.loopDepth;
	return 1;
}

const RETURN: Builtin = {
	special: true,
	usage: '[n]',
	run(shell, args) {
		const text = args[0] === '--' ? args[1] : args[0];
		if (shell.frames.length === 0 && shell.isBash) return notInFunction(shell, text);
		if (text !== undefined && !/^[+-]?\d+$/.test(text.trim())) return badReturn(shell, text);
		if (shell.isBash && args.length > (args[0] === '--' ? 2 : 1)) throw tooMany('return');
		shell.statusBeforeReturn = shell.status;
		shell.status = text === undefined ? shell.status : Number(text) & (shell.mode.dialect === 'dash' ? -1 : 0xff);
		shell.unwinding = 'return';
		return shell.status;
	},
};

function* notInFunction(shell: Shell, text: string | undefined): Task<number> {
	if (text !== undefined && !/^\s*[+-]?\d+\s*$/.test(text))
		yield* shell.fail('return', `${text}: numeric argument required`);
	shell.misused = true;
	return yield* shell.fail('return', "can only `return' from a function or sourced script", 2);
}

function* badReturn(shell: Shell, text: string): Task<number> {
	yield* shell.fail('return', `${text}: numeric argument required`);
	shell.status = 2;
	shell.unwinding = 'return';
	return 2;
}

/** Gives the whole command line up. Models bash builtins/common.c no_args. */
export function tooMany(name: string): ShellFailure {
	const failure = new ShellFailure(`${name}: too many arguments`);
	failure.whole = true;
	return failure;
}

const EXIT: Builtin = { special: true, usage: '[n]', run: (shell, args) => exit(shell, args, 'exit') };

const LOGOUT: Builtin = {
	usage: '[n]',
	*run(shell, args) {
		if (!shell.mode.login) return yield* shell.fail('logout', "not login shell: use `exit'");
		return yield* exit(shell, args, 'logout');
	},
};

function* exit(shell: Shell, args: readonly string[], name: string): Task<number> {
	const text = args[0] === '--' ? args[1] : args[0];
	if (shell.mode.interactive && !shell.isSubshell) {
		// In a file that is read there is nobody to be told.
		const inFile = shell.frames.some(({ kind }) => kind === 'source');
		if (shell.isBash && !inFile && name === 'exit') yield* shell.say(`${shell.mode.login ? 'logout' : 'exit'}\n`);
		if (!(yield* mayLeave(shell))) return 1;
	}
	shell.noteExit(shell.variables.scopes);
	if (text === undefined) throw new ExitShell(shell.status);
	if (!/^\s*[+-]?\d+\s*$/.test(text) || (!shell.isBash && text.startsWith('-'))) {
		if (!shell.isBash) {
			yield* shell.fail(name, `Illegal number: ${text}`);
			throw new ExitShell(2);
		}
		yield* shell.fail(name, `${text}: numeric argument required`);
		throw new ExitShell(2);
	}
	if (args.length > 1 && shell.isBash) throw tooMany(name);
	throw new ExitShell(Number(text) & 0xff);
}

const SHIFT: Builtin = {
	special: true,
	usage: '[n]',
	run(shell, given) {
		const args = given[0] === '--' && shell.isBash ? given.slice(1) : given;
		const text = args[0] ?? '1';
		if (!/^[+-]?\d+$/.test(text)) return shell.fail('shift', `${text}: numeric argument required`);
		if (args.length > 1 && shell.isBash) throw tooMany('shift');
		const count = Number(text);
		if (count < 0) return shell.fail('shift', `${text}: shift count out of range`);
		if (count > shell.positional.length) {
			if (shell.mode.dialect === 'dash') return shell.fail('shift', "can't shift that many", 2);
			return shell.options.shopt.shift_verbose || shell.options.set.posix
				? shell.fail('shift', `${text}: shift count out of range`)
				: 1;
		}
		shell.positional = shell.positional.slice(count);
		return 0;
	},
};

export const FLOW_BUILTINS: Readonly<Record<string, Builtin>> = {
	':': COLON,
	true: TRUE,
	false: FALSE,
	break: leaveLoop('break'),
	continue: leaveLoop('continue'),
	return: RETURN,
	exit: EXIT,
	logout: LOGOUT,
	shift: SHIFT,
};
