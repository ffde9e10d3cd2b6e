import { errorMessage } from '../../kernel/error-message.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { Fatal, gnuCommand } from '../gnu-command.ts';
import { flag, withValue } from '../options.ts';
import { readFile } from '../stdio.ts';
import { COREUTILS } from './version.ts';

const PARTS = { role: 'roles', type: 'types', user: 'users', range: 'levelranges' } as const;

/** On a kernel without SELinux. */
export const runcon = gnuCommand({
	name: 'runcon',
	paths: ['/usr/bin/runcon'],
	size: 43_984,
	version: `runcon ${COREUTILS}`,
	help: `Usage: runcon CONTEXT COMMAND [args]
  or:  runcon [ -c ] [-u USER] [-r ROLE] [-t TYPE] [-l RANGE] COMMAND [args]
Run a program in a different SELinux security context.
With neither CONTEXT nor COMMAND, print the current security context.

Mandatory arguments to long options are mandatory for short options too.
  CONTEXT            Complete security context
  -c, --compute      compute process transition context before modifying
  -t, --type=TYPE    type (for same role as parent)
  -u, --user=USER    user identity
  -r, --role=ROLE    role
  -l, --range=RANGE  levelrange
      --help        display this help and exit
      --version     output version information and exit

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/runcon>
or available locally via: info '(coreutils) runcon invocation'
`,
	options: {
		compute: flag('c', 'compute'),
		type: withValue('t', 'type'),
		user: withValue('u', 'user'),
		role: withValue('r', 'role'),
		range: withValue('l', 'range'),
	},
	stopAtOperand: true,
	*main(run) {
		const { process, operands, given } = run;
		const seen = new Set<string>();
		for (const { key } of given) {
			if (key !== 'compute' && seen.has(key)) throw new Fatal(`multiple ${PARTS[key as keyof typeof PARTS]}`);
			seen.add(key);
		}
		if (operands.length === 0) {
			if (!process.access(OWN_CONTEXT, { read: true })) {
				throw new Fatal(`failed to get current context: ${errorMessage('EINVAL')}`);
			}
			yield* run.out.write(`${decodeUtf8(yield* readFile(process, OWN_CONTEXT)).trimEnd()}\n`);
			return 0;
		}
		if (given.length === 0 && operands.length === 1) throw new Fatal('no command specified', 1, true);
		throw new Fatal('runcon may be used only on a SELinux kernel');
	},
});

/** Of whatever security module there is. */
const OWN_CONTEXT = '/proc/self/attr/current';
