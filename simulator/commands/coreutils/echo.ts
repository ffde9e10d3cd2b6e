import type { Process } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { encodeLossless } from '../../machinery/utf8.ts';
import type { Command } from '../command.ts';
import { decodeEscapes } from '../escapes.ts';
import { COREUTILS } from './version.ts';

/** GNU echo as a program of its own: `--help` and `--version` count only when they stand alone. */
export const echo: Command = {
	name: 'echo',
	paths: ['/usr/bin/echo'],
	size: 35_208,
	*program(process) {
		const words = process.argv.slice(1);
		if (words.length === 1 && words[0] === '--help') {
			yield* process.write(1, encodeLossless(HELP(process.argv[0] ?? 'echo')));
			return 0;
		}
		if (words.length === 1 && words[0] === '--version') {
			yield* process.write(1, encodeLossless(`echo ${COREUTILS}\n`));
			return 0;
		}
		return yield* echoWords(
			process,
			// Unlike the shell's, it takes octal numbers without a zero before them.
			!words.some((word) => /^-[nE]*e/.test(word))
				? words
				: words.map((word) => word.replace(/(?<!\\)((?:\\\\)*)\\([1-7][0-7]{0,2})/g, '$1\\0$2')),
		);
	},
};

const HELP = (name: string): string => `Usage: ${name} [SHORT-OPTION]... [STRING]...
  or:  ${name} LONG-OPTION
Echo the STRING(s) to standard output.

  -n             do not output the trailing newline
  -e             enable interpretation of backslash escapes
  -E             disable interpretation of backslash escapes (default)
      --help        display this help and exit
      --version     output version information and exit

If -e is in effect, the following sequences are recognized:

  \\\\      backslash
  \\a      alert (BEL)
  \\b      backspace
  \\c      produce no further output
  \\e      escape
  \\f      form feed
  \\n      new line
  \\r      carriage return
  \\t      horizontal tab
  \\v      vertical tab
  \\0NNN   byte with octal value NNN (1 to 3 digits)
  \\xHH    byte with hexadecimal value HH (1 to 2 digits)

NOTE: your shell may have its own version of echo, which usually supersedes
the version described here.  Please refer to your shell's documentation
for details about the options it supports.

NOTE: printf(1) is a preferred alternative,
which does not have issues outputting option-like strings.

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/echo>
or available locally via: info '(coreutils) echo invocation'
`;

/** Writes the words as the options before them say. */
export function* echoWords(process: Process, argv: readonly string[]): Task<number> {
	let words = argv;
	let newline = true;
	let escapes = false;
	while (words[0] !== undefined && /^-[neE]+$/.test(words[0])) {
		for (const letter of words[0].slice(1)) {
			if (letter === 'n') newline = false;
			else escapes = letter === 'e';
		}
		words = words.slice(1);
	}
	const text = words.join(' ');
	const decoded = escapes ? decodeEscapes(text, 'echo') : { text, stopped: false };
	yield* process.write(1, encodeLossless(decoded.text + (newline && !decoded.stopped ? '\n' : '')));
	return 0;
}
