import type { Process } from '../../kernel/process-api.ts';
import { SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { reasonOf } from '../launch.ts';
import type { UnixRun } from '../unix-command.ts';
import { Exit, unixCommand } from '../unix-command.ts';
import { LESS_USAGE } from './less-help.ts';
import { LessKeys } from './less-keys.ts';
import type { LessSettings } from './less-options.ts';
import { defaultSettings, LessOptionError, readLessOptions, readLessVariable } from './less-options.ts';
import { LessSession } from './less-session.ts';

const VERSION = `less 590 (GNU regular expressions)
Copyright (C) 1984-2021  Mark Nudelman

less comes with NO WARRANTY, to the extent permitted by law.
For information about the terms of redistribution,
see the file named README in the less distribution.
Home page: https://greenwoodsoftware.com/less
`;

/**
 * less 590. Differs: lines of input are kept as they are read, so a pipe without end fills the memory that a process may
 * have; tags, lesskey, mouse and `--header` are taken and do nothing.
 */
export const less = unixCommand({
	name: 'less',
	paths: ['/usr/bin/less', '/usr/bin/pager'],
	size: 198_960,
	main: (run) => lessMain(run),
});

function* lessMain(run: UnixRun): Task<number> {
	const { process, args, out } = run;
	if (args.some((word) => word === '--help' || word === '-?')) {
		yield* out.write(LESS_USAGE);
		return 0;
	}
	if (args.some((word) => word === '--version' || word === '-V')) {
		yield* out.write(VERSION);
		return 0;
	}
	const settings = defaultSettings();
	let files: string[];
	try {
		readLessVariable(process.env.get('LESS') ?? '', settings);
		files = readLessOptions(args, settings);
	} catch (error) {
		if (!(error instanceof LessOptionError)) throw error;
		throw new Exit(1, error.message);
	}
	if (files.length === 0) {
		if (process.isatty(0)) throw new Exit(1, 'Missing filename ("less --help" for help)\n');
		files = ['-'];
	}
	const keys = process.isatty(1) ? yield* terminalOf(process) : undefined;
	if (keys === undefined) return yield* passOn(run, files);
	return yield* page(run, settings, files, keys);
}

/** Not to a terminal less is cat. */
function* passOn({ process, out, say }: UnixRun, files: readonly string[]): Task<number> {
	let status = 0;
	for (const file of files) {
		try {
			if (file !== '-' && process.stat(file).type === 'directory') {
				yield* say(`${file} is a directory\n`);
				status = 1;
				continue;
			}
			const fd = file === '-' ? 0 : yield* process.open(file, { read: true });
			for (;;) {
				const bytes = yield* process.read(fd, 65_536);
				if (bytes.length === 0) break;
				yield* out.writeBytes(bytes);
			}
			if (fd !== 0) process.close(fd);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			yield* say(`${file}: ${reasonOf(error)}\n`);
			status = 1;
		}
	}
	return status;
}

function* page(run: UnixRun, settings: LessSettings, files: readonly string[], keysFd: number): Task<number> {
	const { process, say } = run;
	const usable: string[] = [];
	for (const file of files) {
		const problem = problemOf(process, file);
		if (problem === undefined) usable.push(file);
		else yield* say(`${problem}\n`);
	}
	if (usable.length === 0) return 1;
	const keys = new LessKeys(process, keysFd, settings.initial);
	return yield* new LessSession(process, settings, usable, keys).run();
}

function problemOf(process: Process, file: string): string | undefined {
	if (file === '-') return undefined;
	try {
		if (process.stat(file).type === 'directory') return `${file} is a directory`;
		return process.access(file, { read: true }) ? undefined : `${file}: Permission denied`;
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		return `${file}: ${reasonOf(error)}`;
	}
}

/** Keys come from the terminal even when the text comes from a pipe. */
export function* terminalOf(process: Process): Task<number | undefined> {
	if (process.isatty(0)) return 0;
	try {
		return yield* process.open('/dev/tty', { read: true });
	} catch (error) {
		if (error instanceof SystemError) return undefined;
		throw error;
	}
}
