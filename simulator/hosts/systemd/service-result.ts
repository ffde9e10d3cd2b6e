import type { WaitResult } from '../../kernel/process-api.ts';

/** The status of a command that could not be executed. */
export const EXEC_FAILED = 203;

/** A service may end by SIGTERM, SIGHUP, SIGINT or SIGPIPE without having failed. */
export function isClean(result: WaitResult): boolean {
	if (result.kind === 'exited') return result.status === 0;
	return result.kind === 'signaled' && ['TERM', 'HUP', 'INT', 'PIPE'].includes(result.signal);
}

/** As the journal says how a main process ended. */
export function describeResult(result: WaitResult): string {
	if (result.kind === 'exited') {
		const name = result.status === EXEC_FAILED ? 'EXEC' : result.status === 1 ? 'FAILURE' : 'n/a';
		return `code=exited, status=${result.status}/${name}`;
	}
	return result.kind === 'signaled' ? `code=killed, status=${result.signal === 'KILL' ? '9/KILL' : result.signal}` : '';
}

export function resultName(result: WaitResult): string {
	return result.kind === 'signaled' ? 'signal' : 'exit-code';
}
