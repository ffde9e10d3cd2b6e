import { openSession } from '../hosts/sessions/open-session.ts';
import { type RemoteSession, remoteSessions } from '../hosts/sessions/remote-session.ts';
import { ROOT_CREDENTIALS } from '../kernel/capabilities.ts';
import type { Machine, RunningProcess, StartOptions } from '../kernel/machine-api.ts';
import { SystemError, type WaitResult } from '../kernel/process-api.ts';
import { signalExitCode } from '../kubelet/runtime/container-record.ts';
import type { ClusterNode } from './cluster/cluster.ts';
import type { JournalEntry } from './world-api.ts';

export interface SessionEnds {
	/** `isError`: to standard error, of a session without a terminal. */
	print(data: Uint8Array, isError?: boolean): void;
	onExit(result: WaitResult): void;
	readonly ports: ReadonlyMap<string, unknown>;
}

/**
 * What stands behind a terminal of a world: a login, or what somebody has asked for by ssh. Throws SystemError when the
 * machine does not know the user, or has no room for another process.
 */
export function startSession(
	machine: Machine,
	{ columns, rows, session, user = 'root' }: Extract<JournalEntry, { kind: 'open' }>,
	{ print, onExit, ports }: SessionEnds,
): Omit<RemoteSession, 'ttyName'> {
	if (session === undefined) {
		return openSession(machine, { user, columns, rows, onOutput: (data) => print(data), onExit, ports });
	}
	const sessions = remoteSessions(machine);
	const account = sessions.account(user);
	if (account === undefined) throw new SystemError('ENOENT');
	const { command, terminalType: type, env, greeting } = session;
	return sessions.start(account, {
		...(command === undefined ? {} : { command }),
		...(type === undefined ? {} : { terminal: { type, columns, rows } }),
		...{ env, greeting, ports, onExit },
		onOutput: (stream, data) => print(data, type === undefined && stream === 'stderr'),
	});
}

/** Throws SystemError when there is no room for another process. */
export function startScript(
	node: ClusterNode,
	path: string,
	callbacks: Pick<StartOptions, 'onOutput' | 'onExit'>,
): RunningProcess {
	return node.machine.start({
		argv: ['bash', path],
		env: scriptEnvironment(node),
		cwd: '/root',
		credentials: ROOT_CREDENTIALS,
		stdin: 'null',
		searchPath: true,
		...callbacks,
	});
}

function scriptEnvironment(node: ClusterNode): ReadonlyMap<string, string> {
	return new Map([
		['HOME', '/root'],
		['USER', 'root'],
		['LOGNAME', 'root'],
		['SHELL', '/bin/bash'],
		['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
		['LANG', 'C.UTF-8'],
		['PWD', '/root'],
		['HOSTNAME', node.host.name],
	]);
}

export function exitStatus(result: WaitResult): number {
	if (result.kind === 'exited') return result.status;
	return result.kind === 'signaled' ? signalExitCode(result.signal) : 0;
}
