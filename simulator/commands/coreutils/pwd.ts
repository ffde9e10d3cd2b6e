import type { Process } from '../../kernel/process-api.ts';
import { gnuCommand } from '../gnu-command.ts';
import { flag } from '../options.ts';
import { COREUTILS } from './version.ts';

export const pwd = gnuCommand({
	name: 'pwd',
	paths: ['/usr/bin/pwd'],
	size: 39_384,
	version: `pwd ${COREUTILS}`,
	help: `Usage: pwd [OPTION]...
Print the full filename of the current working directory.

  -L, --logical   use PWD from environment, even if it contains symlinks
  -P, --physical  avoid all symlinks
      --help        display this help and exit
      --version     output version information and exit

If no option is specified, -P is assumed.

NOTE: your shell may have its own version of pwd, which usually supersedes
the version described here.  Please refer to your shell's documentation
for details about the options it supports.

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/pwd>
or available locally via: info '(coreutils) pwd invocation'
`,
	options: { logical: flag('L', 'logical'), physical: flag('P', 'physical') },
	*main(run) {
		if (run.operands.length > 0) yield* run.complain('ignoring non-option arguments');
		const last = run.given.at(-1)?.key;
		const logical = last === 'logical' || (last === undefined && run.process.env.has('POSIXLY_CORRECT'));
		yield* run.out.write(`${(logical ? logicalDirectory(run.process) : undefined) ?? run.process.realpath('.')}\n`);
		return 0;
	},
});

/** $PWD when it still names the current directory. */
function logicalDirectory(process: Process): string | undefined {
	const text = process.env.get('PWD');
	if (text === undefined || !text.startsWith('/') || /(^|\/)\.{1,2}(\/|$)/.test(text)) return undefined;
	return process.access(text, {}) && process.realpath(text) === process.realpath('.') ? text : undefined;
}
