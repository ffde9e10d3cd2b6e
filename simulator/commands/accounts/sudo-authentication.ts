import { type Process, SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import { readFile } from '../stdio.ts';
import { Exit, type UnixRun } from '../unix-command.ts';
import { readAccountFiles } from './account-files.ts';
import { ask } from './ask-password.ts';
import { isPassword } from './password-hash.ts';
import { SHADOW_FIELD } from './shadow-file.ts';

/** How long a password is remembered, by terminal: timestamp_timeout's and timestamp_type's defaults. */
const REMEMBERED_MS = 15 * 60_000;
const TRIES = 3;
const FAILURE_DELAY_MS = 2_000;
const FOLDER = '/run/sudo/ts';

interface AuthenticationOptions {
	readonly nonInteractive?: true | undefined;
	readonly stdin?: true | undefined;
	readonly prompt?: string | undefined;
}

/** Asks for the user's own password unless it has been typed in this terminal a short while ago. Throws Exit. */
export function* authenticate(run: UnixRun, own: string, options: AuthenticationOptions): Task<void> {
	const { process } = run;
	if (yield* isRemembered(process, own)) return;
	if (options.nonInteractive) throw new Exit(1, 'sudo: a password is required\n');
	if (!options.stdin && !process.isatty(0)) {
		throw new Exit(
			1,
			'sudo: a terminal is required to read the password; either use the -S option to read from standard input or configure an askpass helper\nsudo: a password is required\n',
		);
	}
	const hash = (yield* readAccountFiles(process)).shadow.find(([name]) => name === own)?.[SHADOW_FIELD.password] ?? '*';
	const prompt = (options.prompt ?? '[sudo] password for %p: ').replace(/%([puUhH%])/g, (_whole, letter: string) =>
		letter === '%' ? '%' : letter.toLowerCase() === 'h' ? process.hostname : letter === 'U' ? 'root' : own,
	);
	for (let tried = 1; ; tried++) {
		const typed = yield* ask(process, prompt);
		if (typed === undefined) {
			const said = tried === 1 ? 'sudo: a password is required\n' : failure(tried - 1);
			throw new Exit(1, `\nsudo: no password was provided\n${said}`);
		}
		if (yield* isPassword(process, typed, hash)) break;
		yield* process.sleep(FAILURE_DELAY_MS);
		if (tried === TRIES) throw new Exit(1, failure(tried));
		yield* run.say('Sorry, try again.\n');
	}
}

function failure(tries: number): string {
	return `sudo: ${tries} incorrect password attempt${tries === 1 ? '' : 's'}\n`;
}

/** By what a password is remembered: the terminal and its session, or who called when there is no terminal. */
function keyOf(process: Process): string {
	return process.isatty(0) ? `tty ${process.ttyName(0)} ${process.sid}` : `ppid ${process.ppid}`;
}

function* isRemembered(process: Process, own: string): Task<boolean> {
	const key = keyOf(process);
	const path = `${FOLDER}/${own}`;
	if (!process.access(path, {})) return false;
	const lines = decodeUtf8(yield* readFile(process, path)).split('\n');
	const at = lines.find((line) => line.startsWith(`${key} `))?.slice(key.length + 1);
	return at !== undefined && process.now() - Number(at) < REMEMBERED_MS;
}

/** What is allowed need not be asked for again soon. */
export function* remember(process: Process, own: string): Task<void> {
	const key = keyOf(process);
	for (const folder of ['/run/sudo', FOLDER]) if (!process.access(folder, {})) process.mkdir(folder, 0o700);
	const path = `${FOLDER}/${own}`;
	const lines = process.access(path, {}) ? decodeUtf8(yield* readFile(process, path)).split('\n') : [];
	const others = lines.filter((line) => line !== '' && !line.startsWith(`${key} `));
	const fd = yield* process.open(path, { write: true, create: true, truncate: true }, 0o600);
	yield* process.write(fd, encodeUtf8([...others, `${key} ${process.now()}`].map((line) => `${line}\n`).join('')));
	process.close(fd);
}

/** `sudo -k`: the next time asks again. */
export function forget(process: Process, own: string): void {
	try {
		process.unlink(`${FOLDER}/${own}`);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
	}
}
