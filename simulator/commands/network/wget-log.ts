import { errorMessage } from '../../kernel/error-message.ts';
import { SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import type { Run } from '../gnu-command.ts';
import { localQuotes } from '../gnu-command.ts';
import type { WGET_OPTIONS } from './wget-options.ts';
import { hasNo } from './wget-options.ts';

/** Where wget tells what it does: standard error, or -o's file. -nv leaves the essentials, -q nothing. */
export class WgetLog {
	readonly #run: Run<typeof WGET_OPTIONS>;
	readonly fd: number;
	readonly isVerbose: boolean;
	readonly isQuiet: boolean;

	private constructor(run: Run<typeof WGET_OPTIONS>, fd: number) {
		this.#run = run;
		this.fd = fd;
		this.isQuiet = run.values.quiet === true;
		this.isVerbose = !this.isQuiet && run.values.noVerbose !== true && !hasNo(run, 'v');
	}

	/** Undefined when the file cannot be written, which has been told. */
	static *open(run: Run<typeof WGET_OPTIONS>): Task<WgetLog | undefined> {
		const path = run.values.logFile ?? run.values.appendLog;
		if (path === undefined) return new WgetLog(run, 2);
		try {
			const how = run.values.logFile === undefined ? { append: true } : { truncate: true };
			return new WgetLog(run, path === '-' ? 1 : yield* run.process.open(path, { write: true, create: true, ...how }));
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			yield* run.process.write(2, encodeUtf8(`${path}: ${errorMessage(error.errno)}\n`));
			return undefined;
		}
	}

	*verbose(text: string): Task<void> {
		if (this.isVerbose) yield* this.always(text);
	}

	/** What -nv still tells. */
	*essential(text: string): Task<void> {
		if (!this.isQuiet) yield* this.always(text);
	}

	/** With -nv only. */
	*terse(text: string): Task<void> {
		if (!this.isQuiet && !this.isVerbose) yield* this.always(text);
	}

	*always(text: string): Task<void> {
		yield* this.#run.process.write(this.fd, encodeUtf8(localQuotes(text, this.#run.process.env)));
	}
}
