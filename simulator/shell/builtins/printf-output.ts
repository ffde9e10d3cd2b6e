import { DEFAULT_LIMITS } from '../../machinery/limits.ts';
import type { Task } from '../../machinery/task.ts';
import { tooLarge } from '../state/control-flow.ts';
import type { Shell } from '../state/shell.ts';
import { encodeText, joinBytes } from '../text.ts';

/** Characters that are kept before they are printed, and printed at once. */
const BUFFERED = 65_536;
/** Complaints that are kept. */
const COMPLAINTS_MAX = 1_024;

/** What `printf` prints and complains of, in order: output waits for the end of its line, complaints do not. */
export class PrintfOutput {
	readonly #shell: Shell;
	/** All of it is for a variable. */
	readonly #keeps: boolean;
	#parts: string[] = [];
	#length = 0;
	/** Where the line begins that is being printed. */
	#lineAt = 0;
	#complaints: { readonly at: number; readonly message: string }[] = [];
	/** Bytes of what has been printed already. */
	#printedBytes = 0;

	constructor(shell: Shell, keeps: boolean) {
		this.#shell = shell;
		this.#keeps = keeps;
	}

	put(text: string): void {
		const newline = text.lastIndexOf('\n');
		if (newline >= 0) this.#lineAt = this.#length + newline + 1;
		this.#length += text.length;
		this.#parts.push(text);
	}

	complain(message: string): void {
		this.#complaints.push({ at: this.#lineAt, message });
	}

	/** Everything that was put. */
	get text(): string {
		return joinBytes(this.#parts.join(''));
	}

	get bytes(): number {
		return this.#printedBytes + encodeText(this.#parts.join('')).length;
	}

	/** Prints when much has come together. A status that is not 0 ends the builtin. Throws ShellFailure. */
	*relieve(): Task<number> {
		if (this.#length <= BUFFERED && this.#complaints.length <= COMPLAINTS_MAX) return 0;
		if (!this.#keeps) return yield* this.flush();
		if (this.#length > DEFAULT_LIMITS.shellValueBytes) throw tooLarge(this.#length);
		yield* this.#shell.process.tick();
		return 0;
	}

	*flush(): Task<number> {
		const whole = this.#parts.join('');
		const complaints = this.#complaints;
		if (!this.#keeps) {
			this.#parts = [];
			this.#length = 0;
			this.#lineAt = 0;
		}
		this.#complaints = [];
		let from = 0;
		for (const { at, message } of complaints) {
			const status = yield* this.#print(whole, from, at);
			if (status !== 0) return status;
			yield* this.#shell.fail('printf', message);
			from = at;
		}
		return yield* this.#print(whole, from, whole.length);
	}

	*#print(text: string, from: number, to: number): Task<number> {
		if (this.#keeps) return 0;
		for (let at = from; at < to; ) {
			const end = pieceEnd(text, Math.min(at + BUFFERED, to));
			const piece = text.slice(at, end);
			this.#printedBytes += encodeText(piece).length;
			const status = yield* this.#shell.print('printf', piece);
			if (status !== 0) return status;
			at = end;
		}
		return 0;
	}
}

/** No character is cut. */
function pieceEnd(text: string, end: number): number {
	const last = text.charCodeAt(end - 1);
	return end < text.length && last >= 0xd800 && last <= 0xdbff ? end + 1 : end;
}
