import { BUSYBOX_PATH, runCommand } from '../support/command-bench.ts';
import type { GoldenCase, GoldenResult } from '../support/golden.ts';

/** What a real shell said, without what differs from run to run: the directory and process ids of notices. */
export function normalized(result: GoldenResult): GoldenResult {
	const text = (each: string): string =>
		each
			.replace(/\/tmp\/golden-\w+/g, '/work')
			.replace(/(cannot set terminal process group) \(-?\d+\)/g, '$1 (GROUP)')
			.replace(/line (\d+): +\d+ (Killed|Aborted|Terminated|Hangup|Quit|User|Alarm|Segm)/g, 'line $1: PID $2');
	return { stdout: text(result.stdout), stderr: text(result.stderr), exitCode: result.exitCode };
}

/**
 * What ours says to the same, on a machine that has every command.
 * @param tool as the record names it: "bash", "dash" or busybox's path.
 */
export function ownAnswer(tool: string, golden: GoldenCase): GoldenResult {
	const busybox = tool.startsWith(BUSYBOX_PATH);
	const argv = busybox ? [...golden.argv] : [tool, ...golden.argv];
	const env = busybox ? { ...golden.env, PATH: golden.env?.PATH ?? BUSYBOX_PATH } : golden.env;
	return runCommand({ ...golden, argv, ...(env === undefined ? {} : { env }) });
}

export function sameAnswer(own: GoldenResult, real: GoldenResult): boolean {
	const [a, b] = [normalized(own), normalized(real)];
	return a.stdout === b.stdout && a.stderr === b.stderr && a.exitCode === b.exitCode;
}
