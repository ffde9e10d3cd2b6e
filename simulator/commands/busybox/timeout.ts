import type { Process, SignalName } from '../../kernel/process-api.ts';
import { SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { parseInterval } from '../coreutils/sleep.ts';
import { Fatal } from '../gnu-command.ts';
import { become, launchFailureStatus, reasonOf } from '../launch.ts';
import { withValue } from '../options.ts';
import { signalByName } from '../signal-names.ts';
import { applet } from './applet.ts';
import { SYSTEM_USAGES } from './usage-system.ts';

/**
 * The process becomes the command and a child of it watches the clock: the command's own death is what the shell
 * sees. Models busybox coreutils/timeout.c.
 */
export const timeout = applet({
	name: 'timeout',
	usage: SYSTEM_USAGES.timeout,
	options: { signal: withValue('s'), kill: withValue('k') },
	stopAtOperand: true,
	*main(run) {
		const { process, values } = run;
		const [duration, ...command] = run.operands;
		if (duration === undefined || command.length === 0) throw new Fatal('', 1, true);
		const afterMs = parseInterval(duration);
		if (afterMs === undefined) throw new Fatal(`invalid number '${duration}'`);
		const killAfterMs = values.kill === undefined ? undefined : parseInterval(values.kill);
		const signal = signalByName(values.signal ?? 'TERM');
		if (signal === undefined) throw new Fatal(`unknown signal '${values.signal}'`);
		const { pid } = process;
		process.spawn({
			argv: process.argv,
			env: process.env,
			fds: new Map(),
			program: (watcher) => watch(watcher, pid, signal, afterMs, killAfterMs),
		});
		try {
			return yield* become(process, command, process.env);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			throw new Fatal(`can't execute '${command[0]}': ${reasonOf(error)}`, launchFailureStatus(error));
		}
	},
});

function* watch(
	watcher: Process,
	pid: number,
	signal: SignalName,
	afterMs: number,
	killAfterMs: number | undefined,
): Task<number> {
	yield* watcher.sleep(afterMs);
	try {
		watcher.kill(pid, signal);
		if (killAfterMs === undefined) return 0;
		yield* watcher.sleep(killAfterMs);
		watcher.kill(pid, 'KILL');
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
	}
	return 0;
}
