import type { Process } from '../../kernel/process-api.ts';
import { DEFAULT_LIMITS } from '../../machinery/limits.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeBytes } from '../text.ts';

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
	#back: Key | undefined;

	constructor(process: Process, fd: number) {
		this.#process = process;
		this.#fd = fd;
	}

	/** Whether more is typed already, so that drawing can wait. */
	get hasMore(): boolean {
		return this.#back !== undefined || this.#process.readable(this.#fd);
	}

	/** The key is read again next. */
	pushBack(key: Key): void {
		this.#back = key;
	}

	/** Throws SystemError EINTR when a signal comes. */
	*next(): Task<Key> {
		const back = this.#back;
		this.#back = undefined;
		if (back !== undefined) return back;
		const byte = yield* this.#byte();
		if (byte < 0) return END;
		if (byte === 27) return yield* this.#afterEscape();
		return yield* this.#plain(byte);
	}

	*#byte(): Task<number> {
		const data = yield* this.#process.read(this.#fd, 1);
		return data.length === 0 ? -1 : (data[0] as number);
	}

	*#plain(byte: number): Task<Key> {
		if (byte === 127) return { name: 'C-?', text: '\x7f' };
		if (byte < 32) return { name: `C-${controlLetter(byte)}`, text: String.fromCharCode(byte) };
		if (byte < 0x80) {
			const char = String.fromCharCode(byte);
			return { name: char, text: char };
		}
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
		const byte = yield* this.#byte();
		if (byte < 0) return END;
		if (byte === 91) return yield* this.#sequence();
		if (byte === 79) {
			const final = yield* this.#byte();
			return named(FINALS[String.fromCharCode(final)] ?? '');
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

function controlLetter(byte: number): string {
	return byte === 0 ? '@' : byte <= 26 ? String.fromCharCode(byte + 96) : String.fromCharCode(byte + 64);
}

function withModifier(name: string, modifier: string | undefined): string {
	if (name === '' || modifier === undefined) return name;
	const bits = Number(modifier) - 1;
	return `${bits & 4 ? 'C-' : ''}${bits & 2 ? 'M-' : ''}${name}`;
}

const FINALS: { readonly [final: string]: string } = {
	A: 'Up',
	B: 'Down',
	C: 'Right',
	D: 'Left',
	H: 'Home',
	F: 'End',
	Z: 'S-Tab',
};

const TILDES: { readonly [number: string]: string } = {
	1: 'Home',
	2: 'Insert',
	3: 'Delete',
	4: 'End',
	5: 'PageUp',
	6: 'PageDown',
	7: 'Home',
	8: 'End',
};
