import { errorMessage } from '../kernel/error-message.ts';
import type { Process } from '../kernel/process-api.ts';
import { SystemError } from '../kernel/process-api.ts';
import type { Task } from '../machinery/task.ts';
import { encodeUtf8 } from '../machinery/utf8.ts';
import type { Command } from './command.ts';
import { say } from './say.ts';
import { Output } from './stdio.ts';

/** A command that reads its own arguments. What it throws as `Exit` ends it with a text and a status. */
export interface UnixCommand {
	readonly name: string;
	readonly paths: readonly string[];
	readonly size: number;
	/** What `--help` prints, wherever it stands among the arguments. */
	readonly help?: string;
	readonly main: (run: UnixRun) => Task<number>;
}

export interface UnixRun {
	readonly process: Process;
	/** As it was called: argv[0]. */
	readonly name: string;
	/** Without the command's name. */
	readonly args: readonly string[];
	readonly out: Output;
	/** To stderr as it is, after what was printed so far. */
	say(text: string): Task<void>;
}

/** Ends the command: `text` goes to stderr as it is. */
export class Exit extends Error {
	readonly status: number;
	constructor(status: number, text = '') {
		super(text);
		this.status = status;
	}
}

export function unixCommand(command: UnixCommand): Command {
	const { name, paths, size } = command;
	return { name, paths, size, program: (process) => start(command, process) };
}

function* start({ name, main, help }: UnixCommand, process: Process): Task<number> {
	const out = new Output(process, 1);
	const run: UnixRun = {
		process,
		name: process.argv[0] ?? name,
		args: process.argv.slice(1),
		out,
		say: (text) => say(process, out, text),
	};
	try {
		if (help !== undefined && wantsHelp(run.args)) {
			yield* out.write(help);
			yield* out.flush();
			return 0;
		}
		const status = yield* main(run);
		yield* out.flush();
		return status;
	} catch (error) {
		if (error instanceof Exit) {
			yield* say(process, out, error.message);
			return error.status;
		}
		if (!(error instanceof SystemError)) throw error;
		yield* process.write(2, encodeUtf8(`${name}: ${errorMessage(error.errno)}\n`));
		return 1;
	}
}

function wantsHelp(args: readonly string[]): boolean {
	const end = args.indexOf('--');
	return (end < 0 ? args : args.slice(0, end)).includes('--help');
}
