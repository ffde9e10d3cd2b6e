import { errorMessage } from '../../kernel/error-message.ts';
import type { Machine, RunningProcess } from '../../kernel/machine-api.ts';
import { type Process, type Program, SystemError, type WaitResult } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { LOGIN_PATH } from '../files/base-system.ts';
import { type Account, findAccount } from './accounts.ts';

export interface SessionOptions {
	readonly user: string;
	readonly columns: number;
	readonly rows: number;
	readonly onOutput: (data: Uint8Array) => void;
	readonly onExit: (result: WaitResult) => void;
	/** Ports of this session's programs only (which browser terminal it is). */
	readonly ports?: ReadonlyMap<string, unknown>;
	/** More environment: TERM of another terminal, LANG. */
	readonly env?: ReadonlyMap<string, string>;
}

/**
 * Logs a user in on a new terminal: the message of the day, then the user's shell as a login shell. Throws
 * SystemError ENOENT when the machine does not know the user.
 */
export function openSession(machine: Machine, options: SessionOptions): RunningProcess {
	const account = findAccount(machine.root, options.user);
	if (account === undefined) throw new SystemError('ENOENT');
	const hasHome = machine.root.list(account.home) !== undefined;
	return machine.start({
		argv: ['login', '--', account.name],
		env: loginEnvironment(account, options.env),
		cwd: hasHome ? account.home : '/',
		credentials: account.credentials,
		stdin: 'terminal',
		terminalSize: { columns: options.columns, rows: options.rows },
		onOutput: (_stream, data) => options.onOutput(data),
		onExit: options.onExit,
		program: loginProgram(account),
		umask: account.credentials.uid === 0 ? 0o022 : 0o002,
		...(options.ports === undefined ? {} : { ports: options.ports }),
	});
}

/** What login(1) and pam_env give a shell. */
export function loginEnvironment(
	account: Account,
	more: ReadonlyMap<string, string> = new Map(),
): ReadonlyMap<string, string> {
	return new Map([
		['SHELL', account.shell],
		['PWD', account.home],
		['LOGNAME', account.name],
		['HOME', account.home],
		['LANG', 'C.UTF-8'],
		['TERM', 'xterm-256color'],
		['USER', account.name],
		['PATH', LOGIN_PATH],
		['MAIL', `/var/mail/${account.name}`],
		...more,
	]);
}

/** Shows /etc/motd, unless the user has asked for quiet, says `greeting`, and becomes the shell. */
export function loginProgram(account: Account, greeting = ''): Program {
	return (process) => logIn(process, account, greeting);
}

function* logIn(process: Process, account: Account, greeting: string): Task<number> {
	const { env } = process;
	if (!process.access(`${account.home}/.hushlogin`, {})) {
		try {
			const fd = yield* process.open('/etc/motd', { read: true });
			yield* process.write(1, yield* process.read(fd, MOTD_BYTES_MAX));
			process.close(fd);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
		}
	}
	if (greeting !== '') yield* process.write(1, encodeUtf8(greeting));
	const name = account.shell.slice(account.shell.lastIndexOf('/') + 1);
	try {
		return yield* process.exec(account.shell, [`-${name}`], env);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		yield* process.write(2, encodeUtf8(`login: failed to execute ${account.shell}: ${errorMessage(error.errno)}\n`));
		return 1;
	}
}

const MOTD_BYTES_MAX = 65_536;
