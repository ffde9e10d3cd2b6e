import { errorMessage } from '../../kernel/error-message.ts';
import { SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { evaluateArithmetic } from '../expansion/arithmetic.ts';
import { settleSubscripts } from '../expansion/expand-subscript.ts';
import { isTrue } from '../expansion/integers.ts';
import { returnTrap } from '../interpreter/debug-trap.ts';
import { execute, findCommand, isFile, readWholeFile, searchPath } from '../interpreter/external.ts';
import { report } from '../interpreter/fork.ts';
import { ExitShell, ShellFailure } from '../state/control-flow.ts';
import type { Shell } from '../state/shell.ts';
import { noteFirstParameters } from '../state/special-variables.ts';
import { type Builtin, parseOptions, usageError } from './builtin.ts';

const EVAL: Builtin = {
	special: true,
	usage: '[arg ...]',
	*run(shell, args) {
		if (shell.isBash && args[0] !== '--' && /^-./.test(args[0] ?? '')) {
			return yield* usageError(shell, 'eval', `${args[0]?.slice(0, 2)}: invalid option`, EVAL.usage);
		}
		const rest = args[0] === '--' ? args.slice(1) : args;
		const text = rest.join(' ');
		if (text.trim() === '') return 0;
		if (shell.mode.dialect !== 'dash') {
			const { current, commandText, line, reads } = shell;
			if (!shell.isBash) shell.reads = 'eval: ';
			try {
				return yield* shell.interpreter.runText(shell, text, { kind: 'eval', line });
			} finally {
				shell.line = line;
				shell.reads = reads;
				// For the ERR and EXIT traps it is this command that has failed.
				if (shell.inTrap === '') Object.assign(shell, { current, commandText });
			}
		}
		// dash counts the lines of the text.
		const { reads, line } = shell;
		shell.reads = 'eval: ';
		const status = yield* shell.interpreter.runText(shell, text, { kind: 'eval', line: 1 });
		shell.reads = reads;
		shell.line = line;
		return status;
	},
};

const LET: Builtin = {
	usage: 'arg [arg ...]',
	*run(shell, args) {
		if (args.length === 0) return yield* shell.fail('let', 'expression expected', shell.isBash ? 1 : 2);
		let value: number | bigint = 0;
		try {
			for (const arg of args) {
				value = evaluateArithmetic(shell, shell.isBash ? yield* settleSubscripts(shell, arg) : arg, 'let: ');
			}
		} catch (error) {
			if (error instanceof ShellFailure && !shell.isBash) return yield* shell.fail('let', error.message, 2);
			if (!(error instanceof ShellFailure) || error.effect === 'exit') throw error;
			yield* shell.complain(error.message);
			return 1;
		}
		return isTrue(value) ? 0 : 1;
	},
};

/** `source` and `.`. */
const SOURCE: Builtin = { special: true, usage: 'filename [arguments]', run: source };

function* source(shell: Shell, args: readonly string[], name: string): Task<number> {
	const { rest, problem } = parseOptions(args, '');
	if (problem !== undefined) return yield* usageError(shell, name, problem, 'filename [arguments]');
	const file = rest[0];
	if (file === undefined) {
		if (!shell.isBash) return shell.mode.dialect === 'ash' ? 2 : 0;
		return yield* usageError(shell, name, 'filename argument required', 'filename [arguments]');
	}
	const inPath = file.includes('/') ? file : searchPath(shell, file).find((each) => isFile(shell, each));
	if (inPath === undefined && shell.isBash && shell.options.set.posix) {
		shell.misused = true;
		return yield* shell.fail(name, `${file}: file not found`);
	}
	if (inPath === undefined && !shell.isBash) {
		yield* shell.fail(name, `${file}: not found`);
		if (shell.commandDepth > 0) return 2;
		throw new ExitShell(2);
	}
	const path = inPath ?? file;
	let text: string;
	try {
		if (shell.process.stat(path).type === 'directory') {
			if (shell.isBash) {
				const status = yield* shell.fail(name, `${file}: is a directory`);
				yield* returnTrap(shell, shell.line, false);
				return status;
			}
			throw new SystemError('EISDIR');
		}
		text = yield* readWholeFile(shell, path);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		if (shell.mode.dialect === 'ash') {
			yield* shell.fail(name, `can't open '${file}': ${errorMessage(error.errno)}`);
			throw new ExitShell(2);
		}
		if (!shell.isBash) {
			yield* shell.fail('.', file.includes('/') ? `cannot open ${file}: No such file` : `${file}: not found`);
			if (shell.commandDepth > 0) return 2;
			throw new ExitShell(2);
		}
		yield* shell.complain(`${path}: ${errorMessage(error.errno)}`);
		if (shell.isStrict) shell.misused = true;
		else yield* returnTrap(shell, shell.line, false);
		return 1;
	}
	// dash leaves the positional parameters as they are.
	return yield* runSourced(shell, path, text, shell.mode.dialect === 'dash' ? [] : rest.slice(1));
}

/** Runs a file's text in this shell, as `source` does. */
export function* runSourced(shell: Shell, path: string, text: string, args: readonly string[]): Task<number> {
	const saved = shell.positional;
	const { line, loopDepth, current, commandText } = shell;
	const pushed = args.length === 0 ? [path] : shell.options.shopt.extdebug ? args : undefined;
	const depth = shell.frames.length;
	shell.frames.push({
		name: 'source',
		source: path,
		callLine: line,
		kind: 'source',
		saved,
		...(pushed === undefined ? {} : { pushed }),
	});
	if (args.length > 0) shell.positional = args;
	const { reads } = shell;
	if (!shell.isBash) shell.reads = `${path}: `;
	if (shell.functionDepth === 0) noteFirstParameters(shell);
	const debug = shell.options.set.functrace ? undefined : shell.traps.get('DEBUG');
	if (debug !== undefined) shell.traps.delete('DEBUG');
	try {
		let status = yield* shell.interpreter.runText(shell, text, { kind: 'file', line: 1 });
		const returned = shell.unwinding === 'return';
		if (returned) {
			shell.unwinding = 'none';
			status = shell.status;
		}
		shell.status = status;
		if (shell.inTrap === '') Object.assign(shell, { current, commandText });
		// For its RETURN trap the file has been left.
		shell.frames.length = depth;
		yield* returnTrap(shell, line, returned);
		// The trap itself may return, from what sources it.
		return shell.unwinding === 'return' ? shell.status : status;
	} catch (error) {
		// Said while the file is still what runs.
		if (error instanceof ShellFailure) yield* report(shell, error);
		throw error;
	} finally {
		if (shell.inTrap === '') Object.assign(shell, { current, commandText });
		if (debug !== undefined && !shell.traps.has('DEBUG')) shell.traps.set('DEBUG', debug);
		shell.frames.length = depth;
		shell.reads = reads;
		if (args.length > 0) shell.positional = saved;
		shell.line = line;
		shell.loopDepth = loopDepth;
	}
}

const EXEC: Builtin = {
	special: true,
	keepsRedirections: true,
	usage: '[-cl] [-a name] [command [argument ...]] [redirection ...]',
	*run(shell, args) {
		const { flags, values, rest, problem } = parseOptions(args, 'cla:');
		if (problem !== undefined) return yield* usageError(shell, 'exec', problem, EXEC.usage);
		if (rest.length === 0) return 0;
		const name = rest[0] as string;
		const argv0 = values.get('a') ?? name;
		if (shell.isBash && 'problem' in findCommand(shell, name, false)) {
			yield* shell.fail('exec', `${name}: not found`);
			if (shell.mode.interactive || shell.options.shopt.execfail) return 127;
			shell.noteExit(shell.variables.scopes);
			throw new ExitShell(127);
		}
		const status = yield* execute(shell, rest, {
			argv0: flags.has('l') ? `-${argv0}` : argv0,
			...(flags.has('c') ? { environment: new Map() } : {}),
			ofBuiltin: 'exec',
		});
		if (shell.mode.interactive || shell.options.shopt.execfail) return status;
		throw new ExitShell(status);
	},
};

const BUILTIN: Builtin = {
	usage: '[shell-builtin [arg ...]]',
	*run(shell, args) {
		if (args[0] !== '--' && /^-./.test(args[0] ?? '')) {
			return yield* usageError(shell, 'builtin', `${args[0]?.slice(0, 2)}: invalid option`, BUILTIN.usage);
		}
		const rest = args[0] === '--' ? args.slice(1) : args;
		if (rest.length === 0) return 0;
		return yield* shell.interpreter.runWords(shell, rest, 'allButBuiltins');
	},
};

export const EVALUATE_BUILTINS: Readonly<Record<string, Builtin>> = {
	eval: EVAL,
	let: LET,
	source: SOURCE,
	'.': SOURCE,
	exec: EXEC,
	builtin: BUILTIN,
};
