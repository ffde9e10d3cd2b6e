import type { Process } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { Exit, type UnixRun } from '../unix-command.ts';

/** Which adduser it is: its file says it in an image; Ubuntu 24.04's otherwise. */
export function adduserRelease(process: Process): number {
	return Number((process.release ?? '3.137').replace(/^3\./, ''));
}

/** From this release on each line says how grave it is. */
const RELEASE_WITH_LEVELS = 135;

/** How adduser and deluser speak: in front of each line its level, or of warnings the program's name. */
export class DebianVoice {
	readonly #run: UnixRun;
	readonly #isQuiet: boolean;
	readonly hasLevels: boolean;
	readonly name: string;

	constructor(run: UnixRun, isQuiet: boolean) {
		this.#run = run;
		this.#isQuiet = isQuiet;
		this.name = run.name.slice(run.name.lastIndexOf('/') + 1);
		this.hasLevels = adduserRelease(run.process) >= RELEASE_WITH_LEVELS;
	}

	*info(text: string): Task<void> {
		if (this.#isQuiet) return;
		yield* this.#run.out.write(this.hasLevels ? `info: ${text}\n` : `${text}\n`);
		yield* this.#run.out.flush();
	}

	/** What only releases with levels say. */
	*detail(text: string): Task<void> {
		if (this.hasLevels) yield* this.info(text);
	}

	/** What only releases without levels say. */
	*plain(text: string): Task<void> {
		if (!this.hasLevels) yield* this.info(text);
	}

	*warn(text: string): Task<void> {
		yield* this.#run.say(this.hasLevels ? `warn: ${text}\n` : `${this.name}: ${text}\n`);
	}

	fatal(status: number, text: string): Exit {
		return new Exit(status, this.hasLevels ? `fatal: ${text}\n` : `${this.name}: ${text}\n`);
	}
}
