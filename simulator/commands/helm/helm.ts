import type { Task } from '../../machinery/task.ts';
import { type CobraProgram, runCobra } from '../cobra/cobra.ts';
import { defaultUsage } from '../cobra/default-usage.ts';
import { isUserError } from '../kubectl/errors.ts';
import { type UnixRun, unixCommand } from '../unix-command.ts';
import { HelmError } from './helm-error.ts';
import { ROOT } from './root.ts';
import { completionArgs } from './verbs/completion.ts';

/** What loading 58 MB of Go costs. */
const START_CPU_MS = 40;

export const helm = unixCommand({
	name: 'helm',
	paths: ['/usr/local/bin/helm'],
	size: 60_366_848,
	main: (run) => main(run),
});

function* main(run: UnixRun): Task<number> {
	yield* run.process.burnCpu(START_CPU_MS);
	return yield* runHelm({ ...run, args: completionArgs(run.args) });
}

/** helm as a library, for programs that bring it. */
export function* runHelm(run: UnixRun): Task<number> {
	try {
		return yield* runCobra(PROGRAM, run);
	} catch (error) {
		if (!(error instanceof HelmError) && !isUserError(error)) throw error;
		yield* run.say(`Error: ${error.message}\n`);
		return 1;
	}
}

function* refuse(run: UnixRun, message: string): Task<number> {
	const hint = message.startsWith('unknown command') ? "Run 'helm --help' for usage.\n" : '';
	yield* run.say(`Error: ${message}\n${hint}`);
	return 1;
}

const PROGRAM: CobraProgram = { root: ROOT, usage: defaultUsage, onError: refuse };
