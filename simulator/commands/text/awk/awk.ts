import { errorMessage } from '../../../kernel/error-message.ts';
import { SystemError } from '../../../kernel/process-api.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8 } from '../../../machinery/utf8.ts';
import { reasonOf } from '../../launch.ts';
import { readAll, readFile } from '../../stdio.ts';
import type { UnixRun } from '../../unix-command.ts';
import { Exit, unixCommand } from '../../unix-command.ts';
import { AwkRunError } from './builtins.ts';
import { AwkInterpreter } from './interpreter.ts';
import { awkEscapes } from './lexer.ts';
import { parseAwk } from './parser.ts';
import type { AwkProgram } from './syntax-tree.ts';
import { AwkSyntaxError } from './syntax-tree.ts';
import { toNumber, toText } from './values.ts';

const VERSION =
	'mawk 1.3.4 20240123\nCopyright 2008-2023,2024, Thomas E. Dickey\nCopyright 1991-1996,2014, Michael D. Brennan\n';

const USAGE = `Usage: mawk [Options] [Program] [file ...]

Program:
    The -f option value is the name of a file containing program text.
    If no -f option is given, a "--" ends option processing; the following
    parameters are the program text.

Options:
    -f program-file  Program  text is read from file instead of from the
                     command-line.  Multiple -f options are accepted.
    -F value         sets the field separator, FS, to value.
    -v var=value     assigns value to program variable var.
    --               unambiguous end of options.

    Implementation-specific options are prefixed with "-W".  They can be
    abbreviated:

    -W version       show version information and exit.
    -W dump          show assembler-like listing of program and exit.
    -W help          show this message and exit.
    -W interactive   set unbuffered output, line-buffered input.
    -W exec file     use file as program as well as last option.
    -W random=number set initial random seed.
    -W sprintf=number adjust size of sprintf buffer.
    -W posix_space   do not consider "\\n" a space.
    -W usage         show this message and exit.
`;

/** mawk, Debian's awk. Differs: lengths and positions count characters, not bytes. */
export const mawk = unixCommand({
	name: 'mawk',
	paths: ['/usr/bin/mawk', '/usr/bin/awk', '/usr/bin/nawk'],
	size: 151_024,
	main: awkMain,
});

interface AwkArguments {
	readonly programs: string[];
	readonly assignments: (readonly [string, string])[];
	readonly operands: string[];
}

export function* awkMain(run: UnixRun): Task<number> {
	const { process, name } = run;
	const { programs, assignments, operands } = yield* readArguments(run);
	if (programs.length === 0) {
		const program = operands.shift();
		if (program === undefined) throw new Exit(2, USAGE);
		programs.push(program);
	}
	let program: AwkProgram;
	try {
		program = parseAwk(programs.join('\n'));
	} catch (error) {
		if (!(error instanceof AwkSyntaxError)) throw error;
		throw new Exit(2, `${name}: ${error.message}\n`);
	}
	const awk = new AwkInterpreter(process, program, assignments, [name.slice(name.lastIndexOf('/') + 1), ...operands]);
	try {
		return yield* awk.run();
	} catch (error) {
		if (error instanceof SystemError && (error.errno === 'EBADF' || error.errno === 'EISDIR')) {
			yield* awk.streams.flushAll();
			throw new Exit(2, `${name}: read error (${errorMessage(error.errno)})\n`);
		}
		if (!(error instanceof AwkRunError)) throw error;
		yield* awk.streams.flushAll();
		const where = ['FNR', 'NR'].map((each) => `${each}=${toNumber(awk.value(each))}`).join(' ');
		throw new Exit(
			2,
			`${name}: run time error: ${error.message}\n\tFILENAME="${toText(awk.value('FILENAME'), '%.6g')}" ${where}\n`,
		);
	}
}

function* readArguments(run: UnixRun): Task<AwkArguments> {
	const { args, name, out } = run;
	const result: AwkArguments = { programs: [], assignments: [], operands: [] };
	let at = 0;
	const value = (rest: string): string => (rest === '' ? (args[++at] ?? '') : rest);
	for (; at < args.length; at++) {
		const word = args[at] as string;
		if (word === '--') {
			at++;
			break;
		}
		if (!word.startsWith('-') || word === '-') break;
		const letter = word[1];
		if (letter === 'F') result.assignments.push(['FS', separatorOf(value(word.slice(2)))]);
		else if (letter === 'v') {
			const text = value(word.slice(2));
			const equals = text.indexOf('=');
			if (equals <= 0) throw new Exit(2, `${name}: improper assignment: -v ${text}\n`);
			result.assignments.push([text.slice(0, equals), awkEscapes(text.slice(equals + 1))]);
		} else if (letter === 'f') result.programs.push(yield* programFile(run, value(word.slice(2))));
		else if (letter === 'W') {
			const option = value(word.slice(2));
			if (/^v/.test(option)) {
				yield* out.write(VERSION);
				yield* out.flush();
				throw new Exit(0);
			}
			if (/^(u|h)/.test(option)) throw new Exit(0, USAGE);
		} else throw new Exit(2, `${name}: not an option: ${word}\n`);
	}
	result.operands.push(...args.slice(at));
	return result;
}

/** "-Ft" is a tab for POSIX awk; escapes count. */
function separatorOf(text: string): string {
	return awkEscapes(text);
}

function* programFile({ process, name }: UnixRun, path: string): Task<string> {
	try {
		return decodeUtf8(path === '-' ? yield* readAll(process, 0) : yield* readFile(process, path));
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		throw new Exit(2, `${name}: cannot open ${path} (${reasonOf(error)})\n`);
	}
}
