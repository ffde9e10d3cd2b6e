import { type Process, SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import { launch } from '../launch.ts';
import { flag, OptionError, parseOptions, withValue } from '../options.ts';
import { readFile } from '../stdio.ts';
import { Exit, type UnixRun, unixCommand } from '../unix-command.ts';
import { readPolicy, SUDOERS, type SudoersFile } from './sudo-policy.ts';
import type { SyntaxProblem } from './sudoers.ts';

const TABLE = {
	check: flag('c', 'check'),
	file: withValue('f', 'file'),
	strict: flag('s', 'strict'),
	quiet: flag('q', 'quiet'),
	owner: flag('O', 'owner'),
	permissions: flag('P', 'perms'),
	version: flag('V', 'version'),
	help: flag('h', 'help'),
} as const;

const USAGE = `usage: visudo [-chqsV] [[-f] sudoers ]\n`;

/** Checks sudoers, or has it edited and takes what was written when it can be understood. Models plugins/sudoers/visudo.c. */
export const visudo = unixCommand({
	name: 'visudo',
	paths: ['/usr/sbin/visudo'],
	size: 244_232,
	*main(run) {
		const { process } = run;
		const { values, operands } = parsed(run.args);
		if (values.version) {
			yield* run.out.write('visudo version 1.9.15p5\nvisudo grammar version 50\n');
			return 0;
		}
		const path = values.file ?? operands[0] ?? SUDOERS;
		if (values.check) {
			const isOwn = values.file === undefined && operands.length === 0;
			return yield* check(run, path, isOwn || values.permissions === true, values.quiet === true);
		}
		if (process.credentials.uid !== 0) throw new Exit(1, `visudo: ${path}: Permission denied\n`);
		return yield* edit(run, path);
	},
});

function parsed(args: readonly string[]) {
	try {
		return parseOptions(args, TABLE);
	} catch (error) {
		if (!(error instanceof OptionError)) throw error;
		throw new Exit(1, `visudo: ${error.message}\n${USAGE}`);
	}
}

/** "/etc/sudoers:3:12: syntax error", the line, and what is wrong marked. */
export function problemText(path: string, { line, column, text, length }: SyntaxProblem): string {
	return `${path}:${line}:${column}: syntax error\n${text}\n${' '.repeat(column - 1)}^${'~'.repeat(length - 1)}\n`;
}

function* check(run: UnixRun, path: string, withModes: boolean, isQuiet: boolean): Task<number> {
	const { process } = run;
	if (!process.access(path, { read: true })) {
		const why = process.access(path, {}) ? 'Permission denied' : 'No such file or directory';
		throw new Exit(1, `visudo: unable to open ${path}: ${why}\n`);
	}
	const { files } = yield* readPolicy(process, path);
	let status = 0;
	for (const file of files) {
		const problem = problemOf(process, file, withModes);
		if (problem === undefined) {
			if (!isQuiet) yield* run.out.write(`${file.path}: parsed OK\n`);
			continue;
		}
		status = 1;
		if (!isQuiet) yield* run.say(problem);
	}
	return status;
}

function problemOf(process: Process, { path, problems }: SudoersFile, withModes: boolean): string | undefined {
	if (problems.length > 0) return problems.map((problem) => problemText(path, problem)).join('');
	if (!withModes) return undefined;
	const { uid, gid, mode } = process.stat(path);
	if (uid !== 0 || gid !== 0) return `${path}: wrong owner (uid, gid) should be (0, 0)\n`;
	return (mode & 0o7777) === 0o440 ? undefined : `${path}: bad permissions, should be mode 0440\n`;
}

/** The old file stays until the new one is right. */
function* edit(run: UnixRun, path: string): Task<number> {
	const { process } = run;
	const copy = `${path}.tmp`;
	const before = process.access(path, {}) ? decodeUtf8(yield* readFile(process, path)) : '';
	yield* write(process, copy, before);
	try {
		for (;;) {
			const editor = process.env.get('SUDO_EDITOR') ?? process.env.get('VISUAL') ?? process.env.get('EDITOR');
			const pid = launch(process, ['/bin/sh', '-c', `${editor ?? '/usr/bin/editor'} -- ${copy}`]);
			yield* process.wait(pid);
			const after = decodeUtf8(yield* readFile(process, copy));
			if (after === before) {
				yield* run.say(`visudo: ${copy} unchanged\n`);
				return 0;
			}
			const { files } = yield* readPolicy(process, copy);
			const wrong = files.filter(({ problems }) => problems.length > 0);
			if (wrong.length === 0) {
				process.chmod(copy, 0o440);
				process.rename(copy, path);
				return 0;
			}
			for (const file of wrong)
				for (const problem of file.problems)
					yield* run.say(problemText(file.path === copy ? path : file.path, problem));
			if (!(yield* isToBeEdited(run))) return 1;
		}
	} finally {
		if (process.access(copy, {})) process.unlink(copy);
	}
}

/** Whether the file is edited again; otherwise it is left as it was. */
function* isToBeEdited(run: UnixRun): Task<boolean> {
	const { process } = run;
	for (;;) {
		yield* run.out.write('What now? ');
		yield* run.out.flush();
		const answer = decodeUtf8(yield* process.read(0, 256)).trim();
		if (answer === 'e') return true;
		if (answer === 'x' || answer === '') return false;
		yield* run.out.write(
			'Options are:\n  (e)dit sudoers file again\n  e(x)it without saving changes to sudoers file\n  (Q)uit and save changes to sudoers file (DANGER!)\n\n',
		);
	}
}

function* write(process: Process, path: string, text: string): Task<void> {
	try {
		const fd = yield* process.open(path, { write: true, create: true, truncate: true }, 0o600);
		yield* process.write(fd, encodeUtf8(text));
		process.close(fd);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		throw new Exit(1, `visudo: ${path}: ${error.errno}\n`);
	}
}
