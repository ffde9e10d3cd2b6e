import type { Process } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import type { Command } from '../command.ts';
import { COREUTILS } from './version.ts';

function constant(name: 'true' | 'false', status: number, help: string): Command {
	return {
		name,
		paths: [`/usr/bin/${name}`],
		size: 26_936,
		program: (process) => answer(process, name, status, help),
	};
}

function* answer(process: Process, name: string, status: number, help: string): Task<number> {
	const [, word, more] = process.argv;
	if (more === undefined && word === '--help') yield* process.write(1, encodeUtf8(help));
	if (more === undefined && word === '--version') yield* process.write(1, encodeUtf8(`${name} ${COREUTILS}\n`));
	return status;
}

export const trueCommand = constant(
	'true',
	0,
	`Usage: true [ignored command line arguments]
  or:  /usr/bin/true OPTION
Exit with a status code indicating success.

      --help        display this help and exit
      --version     output version information and exit

NOTE: your shell may have its own version of true, which usually supersedes
the version described here.  Please refer to your shell's documentation
for details about the options it supports.

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/true>
or available locally via: info '(coreutils) true invocation'
`,
);
export const falseCommand = constant(
	'false',
	1,
	`Usage: false [ignored command line arguments]
  or:  /usr/bin/false OPTION
Exit with a status code indicating failure.

      --help        display this help and exit
      --version     output version information and exit

NOTE: your shell may have its own version of false, which usually supersedes
the version described here.  Please refer to your shell's documentation
for details about the options it supports.

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/false>
or available locally via: info '(coreutils) false invocation'
`,
);
