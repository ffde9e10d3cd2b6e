import { SystemError } from '../../kernel/process-api.ts';
import { Fatal, gnuCommand } from '../gnu-command.ts';
import { become, findExecutable, launchFailureStatus, reasonOf, shellStatus, waitFor } from '../launch.ts';
import { flag } from '../options.ts';
import { UTIL_LINUX } from './version.ts';

export const setsid = gnuCommand({
	name: 'setsid',
	paths: ['/usr/bin/setsid'],
	size: 14_640,
	version: `setsid from ${UTIL_LINUX}`,
	stopAtOperand: true,
	help: `
Usage:
 setsid [options] <program> [arguments ...]

Run a program in a new session.

Options:
 -c, --ctty     make the terminal the controlling one
 -f, --fork     always fork
 -w, --wait     wait for the program and return its status

 -h, --help     display this help
 -V, --version  display version

For more details see setsid(1).
`,
	options: { ctty: flag('c', 'ctty'), fork: flag('f', 'fork'), wait: flag('w', 'wait') },
	*main(run) {
		const { process, operands, values } = run;
		const [program] = operands;
		if (program === undefined) throw new Fatal('no command specified', 1, true);
		try {
			yield* run.out.flush();
			// A leader of its group cannot lead a session: a child does.
			if (!values.fork && process.pid !== process.pgid) {
				process.setsid();
				return yield* become(process, operands, process.env);
			}
			const path = findExecutable(process, program);
			const pid = process.spawn({ argv: operands, env: process.env, path, newSession: true });
			return values.wait ? shellStatus(yield* waitFor(process, pid)) : 0;
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			throw new Fatal(`failed to execute ${program}: ${reasonOf(error)}`, launchFailureStatus(error));
		}
	},
});
