import { SystemError } from '../../kernel/process-api.ts';
import { Fatal, gnuCommand } from '../gnu-command.ts';
import { become, launchFailureStatus, reasonOf } from '../launch.ts';
import { withValue } from '../options.ts';
import { coreutilsHelp } from './coreutils-help.ts';
import { parseCount } from './count.ts';
import { COREUTILS } from './version.ts';

/** Differs: programs write as they do without it. */
export const stdbuf = gnuCommand({
	name: 'stdbuf',
	paths: ['/usr/bin/stdbuf'],
	size: 51_664,
	version: `stdbuf ${COREUTILS}`,
	usageStatus: 125,
	stopAtOperand: true,
	help: coreutilsHelp(
		'stdbuf OPTION... COMMAND',
		'Runs COMMAND with other buffers for its standard streams.',
		'  -i, --input=MODE   of standard input\n  -o, --output=MODE  of standard output\n  -e, --error=MODE   of standard error\n',
		'MODE: L (by lines), 0 (none) or a size.\n',
	),
	options: { input: withValue('i', 'input'), output: withValue('o', 'output'), error: withValue('e', 'error') },
	*main(run) {
		for (const { key, value = '' } of run.given) {
			if (value === 'L' && key === 'input') throw new Fatal('line buffering stdin is meaningless', 125, true);
			if (value !== 'L' && parseCount(value) === undefined) throw new Fatal(`invalid mode ‘${value}’`, 125);
		}
		const [command] = run.operands;
		if (command === undefined) throw new Fatal('missing operand', 125, true);
		if (run.given.length === 0) throw new Fatal('you must specify a buffering mode option', 125, true);
		try {
			yield* run.out.flush();
			return yield* become(run.process, run.operands, run.process.env);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			throw new Fatal(`failed to run command ‘${command}’: ${reasonOf(error)}`, launchFailureStatus(error));
		}
	},
});
