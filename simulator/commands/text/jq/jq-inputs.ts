import type { Process } from '../../../kernel/process-api.ts';
import { SystemError } from '../../../kernel/process-api.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8, wholeCharacters } from '../../../machinery/utf8.ts';
import { reasonOf } from '../../launch.ts';
import { concatenate } from '../../stdio.ts';
import type { JqOptions } from './jq-options.ts';
import type { Json } from './json.ts';
import { JsonReadError, JsonReader } from './json-reader.ts';

const CHUNK_BYTES = 65_536;

/** The inputs of a run, read as they are asked for. */
export class JqInputs {
	/** Newlines read of the current file. */
	line = 0;
	file: string | null = null;
	/** Whether some file could not be read. */
	failed = false;
	/** Whether anything was asked for. */
	started = false;
	readonly #process: Process;
	readonly #options: JqOptions;
	readonly #complain: (text: string) => Task<void>;
	readonly #waiting: string[];
	readonly #reader: JsonReader;
	#fd: number | undefined;
	#undecoded: Uint8Array = new Uint8Array(0);
	#text = '';
	#ended = false;
	#slurped = false;
	#fault: JsonReadError | undefined;

	constructor(process: Process, options: JqOptions, complain: (text: string) => Task<void>) {
		this.#process = process;
		this.#options = options;
		this.#reader = new JsonReader(options.seq);
		this.#complain = complain;
		this.#waiting = options.files.length === 0 ? ['-'] : [...options.files];
	}

	/** Undefined: no more. Throws JsonReadError. */
	*next(): Task<Json | undefined> {
		if (!this.#options.slurp) return yield* this.one();
		if (this.#slurped) return undefined;
		this.#slurped = true;
		if (this.#options.rawInput) {
			let text = '';
			for (let line = yield* this.#rawLine(true); line !== undefined; line = yield* this.#rawLine(true)) text += line;
			return text;
		}
		const all: Json[] = [];
		for (let each = yield* this.one(); each !== undefined; each = yield* this.one()) all.push(each);
		return all;
	}

	/** The next value, whether they are to be gathered or not. */
	*one(): Task<Json | undefined> {
		this.started = true;
		if (this.#options.rawInput) return yield* this.#rawLine(false);
		for (;;) {
			const value = this.#reader.take();
			if (value !== undefined) return value;
			if (this.#fault !== undefined) throw this.#fault;
			// Line by line, so that errors name the line that has been reached.
			const text = yield* this.#nextLine();
			if (text === undefined) {
				if (this.#ended) return undefined;
				this.#ended = true;
				this.#try(() => this.#reader.end());
				yield* this.#ignore();
				continue;
			}
			this.#try(() => this.#reader.feed(text));
			yield* this.#ignore();
		}
	}

	/** What came before a mistake is handed out first. */
	#try(read: () => void): void {
		try {
			read();
		} catch (error) {
			if (!(error instanceof JsonReadError)) throw error;
			this.#fault = error;
		}
	}

	/** Of --seq: what is wrong with a record is told, and the next one read. */
	*#ignore(): Task<void> {
		for (const complaint of this.#reader.complaints.splice(0))
			yield* this.#complain(`ignoring parse error: ${complaint}`);
	}

	*#nextLine(): Task<string | undefined> {
		if (this.#text === '') {
			const more = yield* this.#chunk();
			if (more === undefined) return undefined;
			this.#text = more;
		}
		const end = this.#text.indexOf('\n');
		const line = end < 0 ? this.#text : this.#text.slice(0, end + 1);
		this.#text = this.#text.slice(line.length);
		if (end >= 0) this.line++;
		return line;
	}

	*#rawLine(keepEnd: boolean): Task<string | undefined> {
		for (;;) {
			const end = this.#text.indexOf('\n');
			if (end >= 0) {
				const line = this.#text.slice(0, keepEnd ? end + 1 : end);
				this.#text = this.#text.slice(end + 1);
				this.line++;
				return line;
			}
			const more = yield* this.#chunk();
			if (more === undefined) {
				const rest = this.#text;
				this.#text = '';
				return rest === '' ? undefined : rest;
			}
			this.#text += more;
		}
	}

	/** The next piece of text of the files; undefined after the last. */
	*#chunk(): Task<string | undefined> {
		for (;;) {
			if (this.#fd === undefined) {
				const name = this.#waiting.shift();
				if (name === undefined) return undefined;
				yield* this.#open(name);
				continue;
			}
			let bytes: Uint8Array;
			try {
				bytes = yield* this.#process.read(this.#fd, CHUNK_BYTES);
			} catch (error) {
				if (!(error instanceof SystemError)) throw error;
				// Of a directory it says nothing.
				this.failed = true;
				if (error.errno !== 'EISDIR') yield* this.#complain(`Input error: ${reasonOf(error)}`);
				bytes = new Uint8Array(0);
			}
			if (bytes.length === 0) {
				if (this.#fd !== 0) this.#process.close(this.#fd);
				this.#fd = undefined;
				const rest = decodeUtf8(this.#undecoded);
				this.#undecoded = new Uint8Array(0);
				if (rest !== '') return rest;
				continue;
			}
			return this.#decode(bytes);
		}
	}

	*#open(name: string): Task<void> {
		if (name === '-') {
			this.#fd = 0;
			return;
		}
		try {
			this.#fd = yield* this.#process.open(name, { read: true });
			this.file = name;
			this.line = 0;
		} catch (error) {
			this.failed = true;
			yield* this.#complain(`error: Could not open file ${name}: ${reasonOf(error)}`);
		}
	}

	#decode(bytes: Uint8Array): string {
		const all = this.#undecoded.length === 0 ? bytes : concatenate([this.#undecoded, bytes]);
		const whole = wholeCharacters(all);
		this.#undecoded = all.slice(whole);
		return decodeUtf8(all.subarray(0, whole));
	}
}
