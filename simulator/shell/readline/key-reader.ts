import type { Process } from '../../kernel/process-api.ts';
import { DEFAULT_LIMITS } from '../../machinery/limits.ts';
import { anyOf, type Task } from '../../machinery/task.ts';
import { decodeBytes } from '../text.ts';
import { timeout } from '../timeout.ts';
import { FINALS, FUNCTION_FINALS, plainName, TILDES, withModifier } from './key-names.ts';

/**
 * One key. `name` is the character itself, or "C-a", "M-f", "M-C-h", "Up", "Home", "Delete", "C-Right"; 'paste' comes
 * with its text, 'end' when the terminal is gone.
 */
export interface Key {
	readonly name: string;
	readonly text: string;
}

const END: Key = { name: 'end', text: '' };

/** Reads keys from a terminal in raw mode, byte by byte: what is typed ahead stays for the next program. */
export class KeyReader {
	readonly #process: Process;
	readonly #fd: number;
	#back: Key[] = [];
	/** Escape is a key of its own unless more comes with it. */
	escapeAlone = false;
	/** When waiting for keys ends (TMOUT); a key named 'timeout' comes then. */
	deadlineMs: number | undefined;
	/** A byte that was looked at. */
	#ahead: number | undefined;

	constructor(process: Process, fd: number) {
		this.#process = process;
		this.#fd = fd;
	}

	/** Whether more is typed already, so that drawing can wait. */
	get hasMore(): boolean {
		return this.#back.length > 0 || this.#ahead !== undefined || this.#process.readable(this.#fd);
	}

	/** The key is read again next. */
	pushBack(key: Key): void {
		this.#back.unshift(key);
	}

	/** The keys are read next, as if they had been typed. */
	typeAhead(keys: readonly Key[]): void {
		if (this.#back.length < TYPE_AHEAD_MAX) this.#back.unshift(...keys);
	}

	/** Throws SystemError EINTR when a signal comes. */
	*next(): Task<Key> {
		const back = this.#back.shift();
		if (back !== undefined) return back;
		if (yield* this.#isLate()) return named('timeout');
		const byte = yield* this.#byte();
		if (byte < 0) return END;
		if (byte === 27) return yield* this.#afterEscape();
		return yield* this.#plain(byte);
	}

	/** Waits for a byte no longer than to the deadline. */
	*#isLate(): Task<boolean> {
		while (this.deadlineMs !== undefined && !this.hasMore) {
			const leftMs = this.deadlineMs - this.#process.now();
			if (leftMs <= 0) return true;
			yield* this.#process.block(anyOf([this.#process.whenReadable(this.#fd), timeout(this.#process, leftMs)]));
		}
		return false;
	}

	*#byte(): Task<number> {
		const ahead = this.#ahead;
		this.#ahead = undefined;
		if (ahead !== undefined) return ahead;
		const data = yield* this.#process.read(this.#fd, 1);
		return data.length === 0 ? -1 : (data[0] as number);
	}

	*#plain(byte: number): Task<Key> {
		if (byte < 0x80) return { name: plainName(byte), text: String.fromCharCode(byte) };
		const bytes = [byte];
		const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
		while (bytes.length < length) {
			const next = yield* this.#byte();
			if (next < 0) break;
			bytes.push(next);
		}
		const text = decodeBytes(Uint8Array.from(bytes));
		return { name: text, text };
	}

	*#afterEscape(): Task<Key> {
		if (this.escapeAlone && !this.#process.readable(this.#fd)) return named('Escape');
		const byte = yield* this.#byte();
		if (byte < 0) return END;
		if (this.escapeAlone && byte !== 91 && byte !== 79) {
			this.#ahead = byte;
			return named('Escape');
		}
		if (byte === 91) return yield* this.#sequence();
		if (byte === 79) {
			const final = yield* this.#byte();
			return named(FUNCTION_FINALS[String.fromCharCode(final)] ?? '');
		}
		if (byte === 27) return named('M-Escape');
		const key = yield* this.#plain(byte);
		return { name: `M-${key.name}`, text: key.text };
	}

	/** After `ESC [`. */
	*#sequence(): Task<Key> {
		let parameters = '';
		for (;;) {
			const byte = yield* this.#byte();
			if (byte < 0) return END;
			const c = String.fromCharCode(byte);
			if (byte < 64) {
				parameters += c;
				if (parameters.length > 16) return named('');
				continue;
			}
			if (c === '~') {
				const [number, modifier] = parameters.split(';');
				if (number === '200') return yield* this.#paste();
				return named(withModifier(TILDES[number as string] ?? '', modifier));
			}
			return named(withModifier(FINALS[c] ?? '', parameters.split(';')[1]));
		}
	}

	*#paste(): Task<Key> {
		const bytes: number[] = [];
		const end = [27, 91, 50, 48, 49, 126];
		for (;;) {
			const byte = yield* this.#byte();
			if (byte < 0 || bytes.length > DEFAULT_LIMITS.pasteBytes) break;
			bytes.push(byte);
			if (byte === 126 && end.every((each, i) => bytes[bytes.length - end.length + i] === each)) {
				bytes.length -= end.length;
				break;
			}
		}
		return { name: 'paste', text: decodeBytes(Uint8Array.from(bytes)).replace(/\r\n?/g, '\n') };
	}
}

function named(name: string): Key {
	return { name, text: '' };
}

/** Keys that macros may put before what is typed. */
const TYPE_AHEAD_MAX = 10_000;
