import { type Process, SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { Fatal, gnuCommand, type Run } from '../gnu-command.ts';
import { inheritedDescriptors, launch, launchFailureStatus, reasonOf, shellStatus, waitFor } from '../launch.ts';
import { flag, withValue } from '../options.ts';
import { UTIL_LINUX } from './version.ts';

/** Of sysexits.h. */
const USAGE = 64;
const DATA_ERROR = 65;
const NO_INPUT = 66;
const UNAVAILABLE = 69;

const OPTIONS = {
	shared: flag('s', 'shared'),
	exclusive: flag('x', 'e', 'exclusive'),
	unlock: flag('u', 'unlock'),
	nonblock: flag('n', 'nb', 'nonblock'),
	timeout: withValue('w', 'wait', 'timeout'),
	conflict: withValue('E', 'conflict-exit-code'),
	close: flag('o', 'close'),
	command: withValue('c', 'command'),
	noFork: flag('F', 'no-fork'),
	verbose: flag('verbose'),
};

export const flock = gnuCommand({
	name: 'flock',
	paths: ['/usr/bin/flock'],
	size: 22_920,
	version: `flock from ${UTIL_LINUX}`,
	usageStatus: USAGE,
	stopAtOperand: true,
	help: `
Usage:
 flock [options] <file>|<directory> <command> [<argument>...]
 flock [options] <file>|<directory> -c <command>
 flock [options] <file descriptor number>

Manage file locks from shell scripts.

Options:
 -s, --shared             get a shared lock
 -x, --exclusive          get an exclusive lock (default)
 -u, --unlock             remove a lock
 -n, --nonblock           fail rather than wait
 -w, --timeout <secs>     wait for a limited amount of time
 -E, --conflict-exit-code <number>  exit code after conflict or timeout
 -o, --close              close file descriptor before running command
 -c, --command <command>  run a single command string through the shell
 -F, --no-fork            execute command without forking
     --verbose            increase verbosity

 -h, --help               display this help
 -V, --version            display version

For more details see flock(1).
`,
	options: OPTIONS,
	*main(run) {
		const [file, ...words] = run.operands;
		if (file === undefined) throw new Fatal('not enough arguments', USAGE, true);
		const command = commandOf(run, words);
		if (command.length === 0) return yield* lockDescriptor(run, file);
		const fd = yield* openLock(run.process, file);
		const failed = yield* take(run, fd);
		if (failed !== undefined) return failed;
		return yield* runLocked(run, fd, command);
	},
});

function commandOf({ values }: Run<typeof OPTIONS>, words: readonly string[]): readonly string[] {
	if (values.command !== undefined) return ['/bin/sh', '-c', values.command];
	if (words[0] !== '-c' && words[0] !== '--command') return words;
	if (words.length !== 2) throw new Fatal('-c requires exactly one command argument', USAGE);
	return ['/bin/sh', '-c', words[1] as string];
}

function* lockDescriptor(run: Run<typeof OPTIONS>, text: string): Task<number> {
	if (!/^\d+$/.test(text)) throw new Fatal(`bad file descriptor: '${text}'`, USAGE);
	const fd = Number(text);
	if (!run.process.fileDescriptors().includes(fd)) throw new Fatal(`${fd}: Bad file descriptor`, DATA_ERROR);
	return (yield* take(run, fd)) ?? 0;
}

/** A directory too; what is not there is made. */
function* openLock(process: Process, path: string): Task<number> {
	try {
		const isDirectory = process.access(path, {}) && process.stat(path).type === 'directory';
		if (isDirectory) return yield* process.open(path, { read: true, directory: true });
		return yield* process.open(path, { read: true, create: true }, 0o666);
	} catch (error) {
		throw new Fatal(`cannot open lock file ${path}: ${reasonOf(error)}`, NO_INPUT);
	}
}

/** Undefined: it is held now; else the status to end with. */
function* take(run: Run<typeof OPTIONS>, fd: number): Task<number | undefined> {
	const { values, process } = run;
	if (values.timeout !== undefined && !/^\d+(\.\d+)?$/.test(values.timeout)) {
		throw new Fatal(`invalid timeout value: '${values.timeout}'`, USAGE);
	}
	const conflict = Number(values.conflict ?? '1');
	const mode = values.unlock ? 'unlock' : values.shared ? 'shared' : 'alone';
	const timeoutMs =
		values.nonblock || values.timeout === '0'
			? 0
			: values.timeout === undefined
				? Number.POSITIVE_INFINITY
				: Number(values.timeout) * 1000;
	const beganMs = process.now();
	try {
		yield* process.flock(fd, mode, timeoutMs);
	} catch (error) {
		if (!(error instanceof SystemError) || error.errno !== 'EAGAIN') throw error;
		if (values.verbose) {
			yield* run.complain(timeoutMs > 0 ? 'timeout while waiting to get lock' : 'failed to get lock');
		}
		return conflict;
	}
	if (values.verbose && mode !== 'unlock') {
		yield* run.out.write(`flock: getting lock took ${((process.now() - beganMs) / 1000).toFixed(6)} seconds\n`);
	}
	return undefined;
}

function* runLocked(run: Run<typeof OPTIONS>, fd: number, command: readonly string[]): Task<number> {
	const { process, values } = run;
	if (values.verbose) yield* run.out.write(`flock: executing ${command[0]}\n`);
	yield* run.out.flush();
	try {
		const fds = inheritedDescriptors(process, values.close ? fd : -1);
		return shellStatus(yield* waitFor(process, launch(process, command, { fds })));
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		const status = launchFailureStatus(error) === 127 ? UNAVAILABLE : 126;
		throw new Fatal(`failed to execute ${command[0]}: ${reasonOf(error)}`, status);
	}
}
