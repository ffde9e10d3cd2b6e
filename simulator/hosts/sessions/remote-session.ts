import type { Machine, RunningProcess } from '../../kernel/machine-api.ts';
import { SystemError, type WaitResult } from '../../kernel/process-api.ts';
import type { OpenSession } from '../../machinery/ssh/ssh-wire.ts';
import { type Account, findAccount } from './accounts.ts';
import { loginEnvironment, loginProgram } from './open-session.ts';

/** What sshd starts sessions with: `process.port('remote-sessions')`. */
export interface RemoteSessions {
	/** Absent: they are there at once. Otherwise to be called first; `then` is told, later, when they are. */
	reach?(then: () => void): void;
	/** Undefined when the machine has no such user. */
	account(user: string): Account | undefined;
	start(account: Account, options: RemoteSessionOptions): RemoteSession;
}

/** What a client has started: a shell or a command, and its standard streams. */
export interface RemoteSession extends Pick<RunningProcess, 'write' | 'onDrain' | 'closeStdin' | 'resize' | 'hangup'> {
	/** "/dev/pts/0"; undefined without a terminal. */
	ttyName(): string | undefined;
}

export interface RemoteSessionOptions extends OpenSession {
	/** Said before the shell's first prompt ("Last login: …"). */
	readonly greeting: string;
	/** Of the screen that the user sits at (editors). */
	readonly ports: ReadonlyMap<string, unknown> | undefined;
	readonly onOutput: (stream: 'stdout' | 'stderr', data: Uint8Array) => void;
	readonly onExit: (result: WaitResult) => void;
}

/** Models session.c do_exec_pty, do_exec_no_pty and do_child. */
export function remoteSessions(machine: Machine): RemoteSessions {
	return {
		account: (user) => findAccount(machine.root, user),
		start(account, options) {
			const { command, terminal, ports } = options;
			const hasHome = machine.root.list(account.home) !== undefined;
			const running = machine.start({
				argv: command === undefined ? ['login', '--', account.name] : [account.shell, '-c', command],
				env: environment(account, options),
				cwd: hasHome ? account.home : '/',
				credentials: account.credentials,
				stdin: terminal === undefined ? 'pipe' : 'terminal',
				...(terminal === undefined ? {} : { terminalSize: { columns: terminal.columns, rows: terminal.rows } }),
				onOutput: options.onOutput,
				onExit: options.onExit,
				...(command === undefined ? { program: loginProgram(account, options.greeting) } : {}),
				umask: account.credentials.uid === 0 ? 0o022 : 0o002,
				...(ports === undefined ? {} : { ports }),
			});
			return {
				write: (data) => running.write(data),
				onDrain: (callback) => running.onDrain(callback),
				closeStdin: () => running.closeStdin(),
				resize: (columns, rows) => running.resize(columns, rows),
				hangup: () => running.hangup(),
				ttyName: () => ttyOf(running),
			};
		},
	};
}

function ttyOf(running: RunningProcess): string | undefined {
	try {
		return running.process.ttyName(0);
	} catch (error) {
		if (error instanceof SystemError) return undefined;
		throw error;
	}
}

function environment(account: Account, { env, terminal }: RemoteSessionOptions): ReadonlyMap<string, string> {
	const map = new Map(loginEnvironment(account));
	map.delete('TERM');
	if (terminal !== undefined) map.set('TERM', terminal.type);
	for (const [name, value] of env) map.set(name, value);
	return map;
}
