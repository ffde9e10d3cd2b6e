import type { Process, TerminalMode } from '../../kernel/process-api.ts';
import { SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';

/** Keys one by one, those first that are given beforehand (`+G`). A sequence of the terminal's is one key. */
export class LessKeys {
	readonly #process: Process;
	readonly #fd: number;
	#waiting: string[];
	#mode: TerminalMode | undefined;

	constructor(process: Process, fd: number, initial: string) {
		this.#process = process;
		this.#fd = fd;
		this.#waiting = keysIn(initial);
	}

	enter(): void {
		this.#mode = this.#process.getTerminalMode(this.#fd);
		this.#process.setTerminalMode(this.#fd, { ...this.#mode, canonical: false, echo: false });
	}

	leave(): void {
		if (this.#mode !== undefined) this.#process.setTerminalMode(this.#fd, this.#mode);
	}

	/** Whether keys are waiting that were given beforehand. */
	get hasWaiting(): boolean {
		return this.#waiting.length > 0;
	}

	unread(key: string): void {
		this.#waiting.unshift(key);
	}

	/** '' when the terminal is gone, and an escape is one key with what comes after it, 'interrupt' for Ctrl-C, 'resize' when the screen has another size. */
	*next(): Task<string> {
		const key = yield* this.#one();
		if (key !== '\x1b') return key;
		const more = yield* this.#one();
		return more.length > 1 && !more.startsWith('\x1b') ? more : `\x1b${more}`;
	}

	*#one(): Task<string> {
		for (;;) {
			const key = this.#waiting.shift();
			if (key !== undefined) return key;
			try {
				const bytes = yield* this.#process.read(this.#fd, 256);
				if (bytes.length === 0) return '';
				this.#waiting.push(...keysIn(decodeUtf8(bytes)));
			} catch (error) {
				if (!(error instanceof SystemError) || error.errno !== 'EINTR') throw error;
				const signals = this.#process.takeSignals();
				if (signals.includes('INT')) return 'interrupt';
				if (signals.includes('WINCH')) return 'resize';
				if (signals.includes('TERM') || signals.includes('HUP')) return '';
			}
		}
	}
}

function keysIn(text: string): string[] {
	return text.match(/\x1b(?:\[[0-9;]*[A-Za-z~]|O[A-Za-z]|[\s\S])|[\s\S]/gu) ?? [];
}
