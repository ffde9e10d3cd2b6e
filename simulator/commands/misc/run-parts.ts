import { SystemError } from '../../kernel/process-api.ts';
import { compilePosix, RegexpSyntaxError } from '../../machinery/regexp.ts';
import type { Task } from '../../machinery/task.ts';
import { launch, reasonOf, shellStatus, waitFor } from '../launch.ts';
import { flag, OptionError, type ParsedOptions, parseOptions, withValue } from '../options.ts';
import { readAll } from '../stdio.ts';
import { Exit, type UnixRun, unixCommand } from '../unix-command.ts';

const TABLE = {
	test: flag('test'),
	list: flag('list'),
	verbose: flag('v', 'verbose'),
	report: flag('report'),
	reverse: flag('reverse'),
	exitOnError: flag('exit-on-error'),
	argument: withValue('a', 'arg'),
	regex: withValue('regex'),
} as const;

const USUAL_NAMES = '^[a-zA-Z0-9_-]+$';
const HINT = "Try `run-parts --help' for more information.\n";

/** Runs the programs of a directory, by name. Models debianutils run-parts.c. */
export const runParts = unixCommand({
	name: 'run-parts',
	paths: ['/usr/bin/run-parts'],
	size: 27_568,
	*main(run) {
		let options: ParsedOptions<typeof TABLE>;
		try {
			options = parseOptions(run.args, TABLE);
		} catch (error) {
			if (!(error instanceof OptionError)) throw error;
			throw new Exit(1, `run-parts: ${error.message}\n${HINT}`);
		}
		const { values, given, operands } = options;
		const [directory] = operands;
		if (directory === undefined) throw new Exit(1, `run-parts: missing operand\n${HINT}`);
		const { process } = run;
		const words = given.filter(({ key }) => key === 'argument').map(({ value = '' }) => value);
		let status = 0;
		for (const name of namesIn(run, directory, values.regex ?? USUAL_NAMES, values.reverse === true)) {
			const path = `${directory}/${name}`;
			if (process.stat(path).type !== 'file') continue;
			if (values.list) yield* run.out.write(`${path}\n`);
			else if (!process.access(path, { execute: true })) continue;
			else if (values.test) yield* run.out.write(`${path}\n`);
			else {
				if (values.verbose) yield* run.say(`run-parts: executing ${[path, ...words].join(' ')}\n`);
				const ended = yield* execute(run, [path, ...words], values.report === true);
				if (ended === 0) continue;
				status = 1;
				yield* run.say(`run-parts: ${path} exited with return code ${ended}\n`);
				if (values.exitOnError) return 1;
			}
		}
		return status;
	},
});

function namesIn({ process }: UnixRun, directory: string, pattern: string, reverse: boolean): string[] {
	try {
		const regexp = compilePosix(pattern, 'extended');
		const names = process.readdir(directory).filter((name) => regexp.test(name));
		names.sort();
		return reverse ? names.reverse() : names;
	} catch (error) {
		if (error instanceof RegexpSyntaxError) throw new Exit(1, 'run-parts: failed to compile regular expression\n');
		if (!(error instanceof SystemError)) throw error;
		throw new Exit(1, `run-parts: failed to open directory ${directory}: ${reasonOf(error)}\n`);
	}
}

/** With `report` the program's name comes before what it prints, if it prints at all. */
function* execute({ process, out, say }: UnixRun, argv: readonly string[], report: boolean): Task<number> {
	yield* out.flush();
	try {
		if (!report) return shellStatus(yield* waitFor(process, launch(process, argv)));
		const [from, to] = process.pipe();
		const pid = launch(process, argv, { fds: new Map([[0, 0] as const, [1, to] as const, [2, to] as const]) });
		process.close(to);
		const printed = yield* readAll(process, from);
		process.close(from);
		if (printed.length > 0) {
			yield* out.write(`${argv[0]}:\n`);
			yield* out.writeBytes(printed);
		}
		return shellStatus(yield* waitFor(process, pid));
	} catch (error) {
		yield* say(`run-parts: failed to exec ${argv[0]}: ${reasonOf(error)}\n`);
		return 1;
	}
}
