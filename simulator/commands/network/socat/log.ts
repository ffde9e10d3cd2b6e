import type { Process } from '../../../kernel/process-api.ts';
import type { Task } from '../../../machinery/task.ts';
import { encodeUtf8 } from '../../../machinery/utf8.ts';
import { Exit } from '../../unix-command.ts';

const LEVELS = 'FEWNID';

/** What socat says of itself, to standard error: errors, and with each -d more. */
export class SocatLog {
	readonly #process: Process;
	/** How many kinds of messages are shown, from "F" on. */
	readonly #level: number;
	readonly #programName: string;

	constructor(process: Process, level: number, programName: string) {
		this.#process = process;
		this.#level = level;
		this.#programName = programName;
	}

	/** The same for a child. */
	of(process: Process): SocatLog {
		return new SocatLog(process, this.#level, this.#programName);
	}

	/** Ends the program. */
	fatal(text: string): Exit {
		return new Exit(1, this.#line('E', text));
	}

	*error(text: string): Task<void> {
		yield* this.#process.write(2, encodeUtf8(this.#line('E', text)));
	}

	/** As it is. */
	*raw(text: string): Task<void> {
		yield* this.#process.write(2, encodeUtf8(text));
	}

	*warning(text: string): Task<void> {
		yield* this.#tell('W', text);
	}

	*notice(text: string): Task<void> {
		yield* this.#tell('N', text);
	}

	*#tell(level: string, text: string): Task<void> {
		if (LEVELS.indexOf(level) < this.#level) yield* this.#process.write(2, encodeUtf8(this.#line(level, text)));
	}

	#line(level: string, text: string): string {
		const process = this.#process;
		return `${stamp(process.now(), '/')} ${this.#programName}[${process.pid}] ${level} ${text}\n`;
	}
}

/** "2026/03/02 09:00:00". */
export function stamp(ms: number, separator: string): string {
	const iso = new Date(ms).toISOString();
	return `${iso.slice(0, 10).replaceAll('-', separator)} ${iso.slice(11, 19)}`;
}
