import { SystemError } from '../../kernel/process-api.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { Fatal, gnuCommand } from '../gnu-command.ts';
import { reasonOf } from '../launch.ts';

const HELP = `
Usage:
 pwdx [options] pid...

Options:
 -h, --help     display this help and exit
 -V, --version  output version information and exit

For more details see pwdx(1).
`;

/** Where processes work. Models procps' src/pwdx.c. */
export const pwdx = gnuCommand({
	name: 'pwdx',
	paths: ['/usr/bin/pwdx'],
	size: 14_640,
	help: HELP,
	version: 'pwdx from procps-ng 4.0.4',
	options: {},
	usageHint: HELP.replace(/\n$/, ''),
	*main({ operands, process, out, complain }) {
		if (operands.length === 0) throw new Fatal('', 1);
		let status = 0;
		for (const word of operands) {
			const pid = /^(?:\/proc\/)?(\d+)$/.exec(word)?.[1];
			if (pid === undefined) {
				yield* complain(`invalid process id: ${word}`);
				return 1;
			}
			try {
				const { uid } = process.stat(`/proc/${pid}`);
				const own = process.credentials.uid === uid || process.credentials.capabilities.has('SYS_PTRACE');
				if (!own) throw new SystemError('EACCES');
				yield* out.write(`${word}: ${process.readlink(`/proc/${pid}/cwd`)}\n`);
			} catch (error) {
				if (!(error instanceof SystemError)) throw error;
				const why = error.errno === 'ENOENT' ? 'No such process' : reasonOf(error);
				yield* out.flush();
				yield* process.write(2, encodeUtf8(`${word}: ${why}\n`));
				status = 1;
			}
		}
		return status;
	},
});
