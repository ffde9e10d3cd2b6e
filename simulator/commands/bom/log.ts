import type { Task } from '../../machinery/task.ts';
import { formatTime } from '../../machinery/timestamp.ts';
import type { CobraRun } from '../cobra/cobra.ts';

const LEVELS = ['panic', 'fatal', 'error', 'warning', 'info', 'debug', 'trace'];
const COLUMNS = 44;

/** As logrus writes onto a terminal, and into a file. Models sirupsen/logrus TextFormatter. */
export function* logTo(run: CobraRun, level: string, message: string): Task<void> {
	const asked = run.text('log-level');
	if (LEVELS.indexOf(level) > LEVELS.indexOf(asked)) return;
	if (run.process.isatty(2)) {
		yield* run.say(`${level.slice(0, 4).toUpperCase()} ${message.padEnd(COLUMNS)} \n`);
		return;
	}
	const quoted = /[^\w./@+:-]/.test(message) ? JSON.stringify(message) : message;
	yield* run.say(`time="${formatTime(run.process.now())}" level=${level} msg=${quoted}\n`);
}

export const info = (run: CobraRun, message: string): Task<void> => logTo(run, 'info', message);
export const warn = (run: CobraRun, message: string): Task<void> => logTo(run, 'warning', message);
