import { SystemError } from '../../kernel/process-api.ts';
import { Fatal, gnuCommand } from '../gnu-command.ts';
import { reasonOf } from '../launch.ts';
import { flag } from '../options.ts';
import { UTIL_LINUX } from './version.ts';

/** That others may write to it. */
const GROUP_WRITE = 0o020;
const NO_TERMINAL = 2;

/** Models term-utils/mesg.c. */
export const mesg = gnuCommand({
	name: 'mesg',
	paths: ['/usr/bin/mesg'],
	size: 14_720,
	version: `mesg from ${UTIL_LINUX}`,
	help: `
Usage:
 mesg [options] [y | n]

Control write access of other users to your terminal.

Options:
 -v, --verbose  explain what is being done
 -h, --help     display this help
 -V, --version  display version

For more details see mesg(1).
`,
	options: { verbose: flag('v', 'verbose') },
	*main({ operands, process, values, out, complain }) {
		const name = [0, 1, 2].map((fd) => process.ttyName(fd)).find((each) => each !== undefined);
		if (name === undefined) {
			if (values.verbose) yield* complain('no tty');
			return NO_TERMINAL;
		}
		const path = name.startsWith('/') ? name : `/dev/${name}`;
		const { mode } = process.stat(path);
		const [answer] = operands;
		if (answer === undefined) {
			const isOpen = (mode & GROUP_WRITE) !== 0;
			yield* out.write(`is ${isOpen ? 'y' : 'n'}\n`);
			return isOpen ? 0 : 1;
		}
		if (!/^[yn]/i.test(answer)) throw new Fatal(`invalid argument: ${answer}`, NO_TERMINAL);
		const opens = /^y/i.test(answer);
		try {
			process.chmod(path, opens ? mode | GROUP_WRITE : mode & ~0o022);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			throw new Fatal(`change ${path} mode failed: ${reasonOf(error)}`, NO_TERMINAL);
		}
		if (values.verbose) yield* complain(`write access to your terminal is ${opens ? 'allowed' : 'denied'}`);
		return opens ? 0 : 1;
	},
});
