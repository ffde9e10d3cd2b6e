import { errorMessage } from '../../kernel/error-message.ts';
import { type Process, type Stat, SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { Fatal, type RunContext } from '../gnu-command.ts';
import { readFile } from '../stdio.ts';

export interface FollowOptions {
	/** Follow names (-F), not the files that they named at first. */
	readonly byName: boolean;
	/** Files that are not there may come. */
	readonly retry: boolean;
	readonly headers: boolean;
	/** Between two looks, if it was asked for. */
	readonly intervalMs: number | undefined;
	/** Ends when these are gone. */
	readonly pids: readonly number[];
}

/** One file that is followed. */
interface Followed {
	readonly name: string;
	fd: number | undefined;
	id: string;
	position: number;
}

/** Prints what is appended to files until a signal ends it. Models coreutils tail.c tail_forever and recheck. */
export class Follower {
	readonly #run: RunContext;
	readonly #options: FollowOptions;
	readonly #files: Followed[];
	#shown: string | undefined;
	#changedMs: number;

	constructor(run: RunContext, names: readonly string[], options: FollowOptions) {
		this.#run = run;
		this.#options = options;
		this.#files = names.map((name) => ({ name, fd: undefined, id: '', position: 0 }));
		this.#shown = names.at(-1);
		this.#changedMs = run.process.now();
	}

	/** A file that was read to its end before. */
	*open(file: Followed): Task<boolean> {
		const { process } = this.#run;
		try {
			const stat = process.stat(file.name);
			if (stat.type === 'directory') return false;
			file.fd = yield* process.open(file.name, { read: true });
			file.id = idOf(stat);
			file.position = stat.size;
			return true;
		} catch (error) {
			if (error instanceof SystemError) return false;
			throw error;
		}
	}

	/** Throws Fatal when nothing is left to follow. */
	*follow(): Task<void> {
		const { process, out } = this.#run;
		const { retry, intervalMs, pids } = this.#options;
		for (const file of [...this.#files]) {
			if (yield* this.open(file)) continue;
			if (isDirectory(process, file.name)) {
				yield* this.#run.complain(`${file.name}: cannot follow end of this type of file; giving up on this name`);
				this.#files.splice(this.#files.indexOf(file), 1);
			} else if (!retry) this.#files.splice(this.#files.indexOf(file), 1);
		}
		yield* out.flush();
		if (this.#files.length === 0) throw new Fatal('no files remaining');
		for (;;) {
			let isOver = pids.length > 0;
			for (const pid of pids) if (isOver && (yield* isAlive(process, pid))) isOver = false;
			for (const file of [...this.#files]) yield* this.#look(file);
			if (isOver) return;
			// The real one is told of changes at once: where something came a moment ago it is looked at often.
			const isQuiet = process.now() - this.#changedMs > BUSY_MS;
			yield* process.sleep(intervalMs ?? (isQuiet ? QUIET_INTERVAL_MS : BUSY_INTERVAL_MS));
		}
	}

	*#look(file: Followed): Task<void> {
		if (this.#options.byName || file.fd === undefined) yield* this.#recheck(file);
		if (file.fd === undefined) return;
		const { process } = this.#run;
		const { size } = process.fstat(file.fd);
		if (size < file.position) {
			yield* this.#run.complain(`${file.name}: file truncated`);
			file.position = 0;
		}
		if (size > file.position) yield* this.#passOn(file);
	}

	/** Whether the name stands for another file by now, or for none. */
	*#recheck(file: Followed): Task<void> {
		const { process } = this.#run;
		let stat: Stat | undefined;
		let reason = errorMessage('ENOENT');
		try {
			stat = process.stat(file.name);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			reason = errorMessage(error.errno);
		}
		if (stat === undefined) {
			if (file.fd === undefined) return;
			yield* this.#run.complain(`'${file.name}' has become inaccessible: ${reason}`);
			this.#close(file);
			if (!this.#options.retry) yield* this.#giveUp(file);
			return;
		}
		if (file.fd !== undefined && idOf(stat) === file.id) return;
		const isReplaced = file.fd !== undefined;
		this.#close(file);
		if (!(yield* this.open(file))) return;
		file.position = 0;
		const what = isReplaced ? 'has been replaced' : 'has appeared';
		yield* this.#run.complain(`'${file.name}' ${what};  following new file`);
	}

	*#giveUp(file: Followed): Task<void> {
		this.#files.splice(this.#files.indexOf(file), 1);
		if (this.#files.length > 0) return;
		yield* this.#run.out.flush();
		throw new Fatal('no files remaining');
	}

	#close(file: Followed): void {
		if (file.fd !== undefined) this.#run.process.close(file.fd);
		file.fd = undefined;
	}

	/** Writes what has come to a file, piece by piece: it may grow faster than it is read. */
	*#passOn(file: Followed): Task<void> {
		const { process, out } = this.#run;
		const fd = file.fd as number;
		if (this.#options.headers && this.#shown !== file.name) yield* out.write(`\n==> ${file.name} <==\n`);
		this.#shown = file.name;
		this.#changedMs = process.now();
		process.seek(fd, file.position, 'set');
		for (;;) {
			const piece = yield* process.read(fd, PIECE_BYTES);
			if (piece.length === 0) break;
			file.position += piece.length;
			yield* out.writeBytes(piece);
			yield* out.flush();
		}
	}
}

const PIECE_BYTES = 65_536;
const BUSY_MS = 30_000;
const BUSY_INTERVAL_MS = 100;
const QUIET_INTERVAL_MS = 1_000;

function idOf({ device, inode }: Stat): string {
	return `${device}:${inode}`;
}

function isDirectory(process: Process, name: string): boolean {
	try {
		return process.stat(name).type === 'directory';
	} catch (error) {
		if (error instanceof SystemError) return false;
		throw error;
	}
}

/** A process that has ended and that nobody has asked after is gone as well: a real shell asks at once. */
function* isAlive(process: Process, pid: number): Task<boolean> {
	try {
		process.kill(pid, 0);
		const state = decodeUtf8(yield* readFile(process, `/proc/${pid}/stat`));
		return !/^\d+ \(.*\) Z /s.test(state);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		return error.errno !== 'ESRCH';
	}
}
