import { errorMessage } from '../kernel/error-message.ts';
import type { Process, SpawnOptions, WaitResult } from '../kernel/process-api.ts';
import { SystemError } from '../kernel/process-api.ts';
import { SIGNAL_NUMBERS } from '../kernel/signals.ts';
import type { Task } from '../machinery/task.ts';
import { readAll } from './stdio.ts';

const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/**
 * The file that a command's name stands for, as execvp(3) finds it. A name with a slash is itself.
 * Throws SystemError ENOENT, or EACCES when the only files of that name cannot be executed.
 */
export function findExecutable(process: Process, name: string, path = process.env.get('PATH')): string {
	if (name.includes('/')) return name;
	let denied = false;
	for (const folder of (path ?? DEFAULT_PATH).split(':')) {
		const candidate = folder === '' ? name : `${folder.replace(/\/$/, '')}/${name}`;
		if (!isRegular(process, candidate)) continue;
		if (process.access(candidate, { execute: true })) return candidate;
		denied = true;
	}
	throw new SystemError(denied && name !== '' ? 'EACCES' : 'ENOENT');
}

function isRegular(process: Process, path: string): boolean {
	try {
		return process.stat(path).type === 'file';
	} catch (error) {
		if (error instanceof SystemError) return false;
		throw error;
	}
}

/** Becomes the command, found in PATH of `env`; a script without `#!` is given to /bin/sh. Throws SystemError. */
export function* become(process: Process, argv: readonly string[], env: ReadonlyMap<string, string>): Task<never> {
	const path = findExecutable(process, argv[0] as string, env.get('PATH'));
	try {
		return yield* process.exec(path, argv, env);
	} catch (error) {
		if (!(error instanceof SystemError) || error.errno !== 'ENOEXEC') throw error;
		return yield* process.exec('/bin/sh', ['/bin/sh', path, ...argv.slice(1)], env);
	}
}

/**
 * What a child gets unless it is told otherwise: every open descriptor, such as those of process substitutions.
 * @param own one that the program has opened for itself.
 */
export function inheritedDescriptors(process: Process, own = -1): Map<number, number> {
	return new Map(process.fileDescriptors().flatMap((fd) => (fd === own ? [] : [[fd, fd] as const])));
}

/** Starts the command as a child, found in PATH; a script without `#!` is given to /bin/sh. Throws SystemError. */
export function launch(
	process: Process,
	argv: readonly string[],
	options: Partial<Pick<SpawnOptions, 'env' | 'fds' | 'pgid' | 'cwd' | 'credentials' | 'ignoredSignals'>> = {},
): number {
	const env = options.env ?? process.env;
	const fds = options.fds ?? inheritedDescriptors(process);
	const path = findExecutable(process, argv[0] as string, env.get('PATH'));
	try {
		return process.spawn({ ...options, fds, argv, env, path });
	} catch (error) {
		if (!(error instanceof SystemError) || error.errno !== 'ENOEXEC') throw error;
		return process.spawn({ ...options, fds, argv: ['/bin/sh', path, ...argv.slice(1)], env, path: '/bin/sh' });
	}
}

/** Waits for a child to end, however often a caught signal disturbs. */
export function* waitFor(process: Process, pid: number): Task<WaitResult> {
	for (;;) {
		try {
			const result = yield* process.wait(pid);
			if (result?.kind === 'exited' || result?.kind === 'signaled') return result;
		} catch (error) {
			if (!(error instanceof SystemError) || error.errno !== 'EINTR') throw error;
		}
	}
}

/** Runs a command for what it prints; it reads and complains where this program does. Throws SystemError. */
export function* captured(
	process: Process,
	argv: readonly string[],
): Task<{ readonly output: Uint8Array; readonly status: number }> {
	const [read, write] = process.pipe();
	const pid = launch(process, argv, {
		fds: new Map([
			[0, 0],
			[1, write],
			[2, 2],
		]),
	});
	process.close(write);
	const output = yield* readAll(process, read);
	process.close(read);
	return { output, status: shellStatus(yield* waitFor(process, pid)) };
}

/** The status as shells show it: 128 and the signal's number for a killed one. */
export function shellStatus(result: WaitResult): number {
	if (result.kind === 'exited') return result.status;
	return result.kind === 'signaled' ? 128 + SIGNAL_NUMBERS[result.signal] : 0;
}

/** Exit status of a wrapper whose command could not be run: 127 not found, 126 otherwise. */
export function launchFailureStatus(error: SystemError): number {
	return error.errno === 'ENOENT' ? 127 : 126;
}

/** "No such file or directory". */
export function reasonOf(error: unknown): string {
	if (!(error instanceof SystemError)) throw error;
	return errorMessage(error.errno);
}
