import { SystemError } from '../../kernel/process-api.ts';
import { encodeLossless } from '../../machinery/utf8.ts';
import { Fatal, gnuCommand, localQuotes } from '../gnu-command.ts';
import { become, launchFailureStatus, reasonOf } from '../launch.ts';
import { flag, withValue } from '../options.ts';
import { quoted, SHEBANG_HINT, withSplitStrings } from './env-split.ts';
import { COREUTILS } from './version.ts';

export const env = gnuCommand({
	name: 'env',
	paths: ['/usr/bin/env'],
	size: 48_072,
	version: `env ${COREUTILS}`,
	usageStatus: 125,
	help: `Usage: env [OPTION]... [-] [NAME=VALUE]... [COMMAND [ARG]...]
Set each NAME to VALUE in the environment and run COMMAND.

Mandatory arguments to long options are mandatory for short options too.
  -i, --ignore-environment  start with an empty environment
  -0, --null           end each output line with NUL, not newline
  -u, --unset=NAME     remove variable from the environment
  -C, --chdir=DIR      change working directory to DIR
  -S, --split-string=S  process and split S into separate arguments;
                        used to pass multiple arguments on shebang lines
      --block-signal[=SIG]    block delivery of SIG signal(s) to COMMAND
      --default-signal[=SIG]  reset handling of SIG signal(s) to the default
      --ignore-signal[=SIG]   set handling of SIG signal(s) to do nothing
      --list-signal-handling  list non default signal handling to stderr
  -v, --debug          print verbose information for each processing step
      --help        display this help and exit
      --version     output version information and exit

A mere - implies -i.  If no COMMAND, print the resulting environment.

SIG may be a signal name like 'PIPE', or a signal number like '13'.
Without SIG, all known signals are included.  Multiple signals can be
comma-separated.

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/env>
or available locally via: info '(coreutils) env invocation'
`,
	options: {
		ignore: flag('i', 'ignore-environment'),
		zero: flag('0', 'null'),
		unset: withValue('u', 'unset'),
		chdir: withValue('C', 'chdir'),
		split: withValue('S', 'split-string'),
		verbose: flag('v', 'debug'),
	},
	stopAtOperand: true,
	// `#!/usr/bin/env -S program options`: the kernel passes everything behind env as one word.
	rewrite: (argv, process) => withSplitStrings(argv, process.env).words,
	*main(run) {
		const { process, values } = run;
		let operands = run.operands;
		let empty = values.ignore === true;
		if (operands[0] === '-') {
			empty = true;
			operands = operands.slice(1);
		}
		const variables = new Map(empty ? [] : process.env);
		const told = [...withSplitStrings(process.argv.slice(1), process.env).told];
		if (empty) told.push('cleaning environ');
		for (const { key, value = '' } of run.given) {
			if (key !== 'unset') continue;
			if (value === '' || value.includes('=')) throw new Fatal(`cannot unset ‘${value}’: Invalid argument`, 125);
			variables.delete(value);
			told.push(`unset:    ${value}`);
		}
		let at = 0;
		for (; at < operands.length && (operands[at] as string).includes('='); at++) {
			const word = operands[at] as string;
			const equals = word.indexOf('=');
			if (equals === 0) throw new Fatal(`cannot set ‘’: Invalid argument`, 125);
			variables.set(word.slice(0, equals), word.slice(equals + 1));
			told.push(`setenv:   ${word}`);
		}
		const command = operands.slice(at);
		if (values.chdir !== undefined) {
			if (command.length === 0) throw new Fatal('must specify command with --chdir (-C)', 125, true);
			told.push(`chdir:    '${values.chdir}'`);
			try {
				process.chdir(values.chdir);
			} catch (error) {
				throw new Fatal(`cannot change directory to '${values.chdir}': ${reasonOf(error)}`, 125);
			}
		}
		if (command.length > 0)
			told.push(`executing: ${command[0]}`, ...command.map((word, n) => `   arg[${n}]= ${quoted(word)}`));
		if (values.verbose && told.length > 0) {
			yield* process.write(2, encodeLossless(localQuotes(`${told.join('\n')}\n`, process.env)));
		}
		if (command.length === 0) {
			const end = values.zero ? '\0' : '\n';
			for (const [name, value] of variables) yield* run.out.write(`${name}=${value}${end}`);
			return 0;
		}
		if (values.zero) throw new Fatal('cannot specify --null (-0) with command', 125, true);
		try {
			return yield* become(process, command, variables);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			const hint = error.errno === 'ENOENT' && / /.test(command[0] as string) ? `\nenv: ${SHEBANG_HINT}` : '';
			throw new Fatal(`${quoted(command[0] as string)}: ${reasonOf(error)}${hint}`, launchFailureStatus(error));
		}
	},
});

export const printenv = gnuCommand({
	name: 'printenv',
	paths: ['/usr/bin/printenv'],
	size: 35_208,
	version: `printenv ${COREUTILS}`,
	usageStatus: 2,
	help: `Usage: printenv [OPTION]... [VARIABLE]...
Print the values of the specified environment VARIABLE(s).
If no VARIABLE is specified, print name and value pairs for them all.

  -0, --null     end each output line with NUL, not newline
      --help        display this help and exit
      --version     output version information and exit

NOTE: your shell may have its own version of printenv, which usually supersedes
the version described here.  Please refer to your shell's documentation
for details about the options it supports.

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/printenv>
or available locally via: info '(coreutils) printenv invocation'
`,
	options: { zero: flag('0', 'null') },
	stopAtOperand: true,
	*main(run) {
		const end = run.values.zero ? '\0' : '\n';
		if (run.operands.length === 0) {
			for (const [name, value] of run.process.env) yield* run.out.write(`${name}=${value}${end}`);
			return 0;
		}
		let status = 0;
		for (const name of run.operands) {
			const value = name.includes('=') ? undefined : run.process.env.get(name);
			if (value === undefined) status = 1;
			else yield* run.out.write(value + end);
		}
		return status;
	},
});
