import { ALL_CAPABILITIES } from '../../kernel/capabilities.ts';
import type { Machine, RunningProcess } from '../../kernel/machine-api.ts';
import { type Process, type Program, SystemError, type WaitResult } from '../../kernel/process-api.ts';
import type { OpenSession } from '../../machinery/ssh/ssh-wire.ts';
import type { Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
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
	/** Its root directory, which only root may change. */
	readonly chroot?: string;
	/** Runs instead of the command. */
	readonly internal?: Program;
	readonly onOutput: (stream: 'stdout' | 'stderr', data: Uint8Array) => void;
	readonly onExit: (result: WaitResult) => void;
}

/** Models session.c do_exec_pty, do_exec_no_pty and do_child. */
export function remoteSessions(machine: Machine): RemoteSessions {
	return {
		account: (user) => findAccount(machine.root, user),
		start(account, options) {
			const { command, terminal, ports, chroot, internal } = options;
			const program = programOf(account, options);
			const hasHome = machine.root.list(account.home) !== undefined;
			const running = machine.start({
				argv:
					internal !== undefined
						? ['sshd:', `${account.name}@internal-sftp`]
						: command === undefined
							? ['login', '--', account.name]
							: [account.shell, '-c', command],
				env: environment(account, options),
				cwd: hasHome ? account.home : '/',
				credentials: chroot === undefined ? account.credentials : ROOT,
				stdin: terminal === undefined ? 'pipe' : 'terminal',
				...(terminal === undefined ? {} : { terminalSize: { columns: terminal.columns, rows: terminal.rows } }),
				onOutput: options.onOutput,
				onExit: options.onExit,
				...(program === undefined ? {} : { program }),
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

const ROOT = { uid: 0, gid: 0, groups: [0], capabilities: ALL_CAPABILITIES };

/** Undefined: the command, by the user's shell. */
function programOf(account: Account, options: RemoteSessionOptions): Program | undefined {
	const { chroot, command, internal, greeting } = options;
	if (chroot === undefined) return internal ?? (command === undefined ? loginProgram(account, greeting) : undefined);
	return (process) => inNewRoot(process, account, options, chroot);
}

/** Models session.c safely_chroot: the directory and all above it are root's, and nobody else may write there. */
function* inNewRoot(
	process: Process,
	account: Account,
	{ command, internal, greeting }: RemoteSessionOptions,
	chroot: string,
): Task<number> {
	try {
		for (let path = chroot; ; path = path.slice(0, path.lastIndexOf('/')) || '/') {
			const { uid, mode } = process.stat(path);
			if (uid !== 0 || (mode & 0o022) !== 0) return 255;
			if (path === '/') break;
		}
		process.chroot(chroot);
		process.chdir('/');
	} catch (error) {
		if (error instanceof SystemError) return 255;
		throw error;
	}
	process.setCredentials(account.credentials);
	if (process.access(account.home, { execute: true })) process.chdir(account.home);
	if (internal !== undefined) return yield* internal(process);
	if (command === undefined) return yield* loginProgram(account, greeting)(process);
	try {
		return yield* process.exec(account.shell, [account.shell, '-c', command], process.env);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		yield* process.write(2, encodeUtf8(`${account.shell}: No such file or directory\r\n`));
		return 1;
	}
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
