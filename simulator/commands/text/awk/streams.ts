import type { Process } from '../../../kernel/process-api.ts';
import { SystemError } from '../../../kernel/process-api.ts';
import type { Regexp } from '../../../machinery/regexp.ts';
import type { Task } from '../../../machinery/task.ts';
import { trimEndOf } from '../../../machinery/trim-end.ts';
import { decodeLossless, encodeLossless, wholeCharacters } from '../../../machinery/utf8.ts';
import { launch, shellStatus, waitFor } from '../../launch.ts';
import { concatenate } from '../../stdio.ts';

/** Reads records by RS: one character, a regular expression, or paragraphs ('' ). */
export class RecordReader {
	readonly #process: Process;
	readonly #fd: number;
	#buffer = '';
	#undecoded: Uint8Array = new Uint8Array(0);
	#ended = false;

	constructor(process: Process, fd: number) {
		this.#process = process;
		this.#fd = fd;
	}

	get fd(): number {
		return this.#fd;
	}

	/** Undefined at the end. */
	*next(separator: string, pattern: Regexp | undefined): Task<string | undefined> {
		for (;;) {
			if (separator === '') this.#buffer = this.#buffer.replace(/^\n+/, '');
			const found = this.#find(separator, pattern);
			if (found !== undefined) {
				const record = this.#buffer.slice(0, found.start);
				this.#buffer = this.#buffer.slice(found.end);
				yield* this.#process.tick();
				return record;
			}
			if (this.#ended) {
				if (this.#buffer === '') return undefined;
				const last = separator === '' ? trimEndOf(this.#buffer, '\n') : this.#buffer;
				this.#buffer = '';
				return last === '' && separator === '' ? undefined : last;
			}
			yield* this.#fill();
		}
	}

	#find(separator: string, pattern: Regexp | undefined): { start: number; end: number } | undefined {
		if (separator === '') {
			const match = /\n\n+/.exec(this.#buffer);
			// More newlines may follow.
			if (match === null || (match.index + match[0].length === this.#buffer.length && !this.#ended)) return undefined;
			return { start: match.index, end: match.index + match[0].length };
		}
		if (pattern !== undefined) {
			const match = pattern.exec(this.#buffer);
			if (match === undefined || match.end === match.start) return undefined;
			return match.end === this.#buffer.length && !this.#ended ? undefined : match;
		}
		const at = this.#buffer.indexOf(separator);
		return at < 0 ? undefined : { start: at, end: at + 1 };
	}

	*#fill(): Task<void> {
		const bytes = yield* this.#process.read(this.#fd, 65_536);
		if (bytes.length === 0) {
			this.#ended = true;
			this.#buffer += decodeLossless(this.#undecoded);
			this.#undecoded = new Uint8Array(0);
			// The newline that ends the last line ends a record for every separator but itself.
			return;
		}
		const all = this.#undecoded.length === 0 ? bytes : concatenate([this.#undecoded, bytes]);
		const whole = wholeCharacters(all);
		this.#undecoded = all.slice(whole);
		this.#buffer += decodeLossless(all.subarray(0, whole));
	}
}

interface OutputStream {
	readonly fd: number;
	/** Of a command. */
	readonly pid: number | undefined;
	pending: string;
}

interface InputStream {
	readonly reader: RecordReader;
	readonly pid: number | undefined;
}

const BUFFER = 16_384;

/** Files and commands that the program writes to and reads from, by the text that names them. */
export class AwkStreams {
	readonly #process: Process;
	readonly #outputs = new Map<string, OutputStream>();
	readonly #inputs = new Map<string, InputStream>();
	readonly #standard: OutputStream = { fd: 1, pid: undefined, pending: '' };

	constructor(process: Process) {
		this.#process = process;
	}

	*print(text: string): Task<void> {
		yield* this.#put(this.#standard, text);
		if (this.#process.isatty(1)) yield* this.#flush(this.#standard);
	}

	/** Throws SystemError when the file cannot be opened. */
	*printTo(kind: '>' | '>>' | '|', name: string, text: string): Task<void> {
		let stream = this.#outputs.get(name);
		if (stream === undefined) {
			stream = yield* this.#open(kind, name);
			this.#outputs.set(name, stream);
		}
		yield* this.#put(stream, text);
		if (stream.fd === 2) yield* this.#flush(stream);
	}

	*#open(kind: '>' | '>>' | '|', name: string): Task<OutputStream> {
		if (kind === '|') {
			yield* this.flushAll();
			const [read, write] = this.#process.pipe();
			this.#process.setCloseOnExec(write, true);
			const pid = launch(this.#process, ['sh', '-c', name], {
				fds: new Map([
					[0, read],
					[1, 1],
					[2, 2],
				]),
			});
			this.#process.close(read);
			return { fd: write, pid, pending: '' };
		}
		if (name === '/dev/stdout' || name === '-') return this.#standard;
		if (name === '/dev/stderr') return { fd: 2, pid: undefined, pending: '' };
		const append = kind === '>>';
		const fd = yield* this.#process.open(name, { write: true, create: true, append, truncate: !append }, 0o666);
		return { fd, pid: undefined, pending: '' };
	}

	*#put(stream: OutputStream, text: string): Task<void> {
		stream.pending += text;
		if (stream.pending.length > BUFFER) yield* this.#flush(stream);
	}

	*#flush(stream: OutputStream): Task<void> {
		const text = stream.pending;
		stream.pending = '';
		if (text !== '') yield* this.#process.write(stream.fd, encodeLossless(text));
	}

	*flushAll(): Task<void> {
		yield* this.#flush(this.#standard);
		for (const stream of this.#outputs.values()) yield* this.#flush(stream);
	}

	/** Undefined when the file cannot be read. */
	*fileReader(name: string): Task<RecordReader | undefined> {
		const known = this.#inputs.get(name);
		if (known !== undefined) return known.reader;
		try {
			const fd = name === '-' || name === '/dev/stdin' ? 0 : yield* this.#process.open(name, { read: true });
			const reader = new RecordReader(this.#process, fd);
			this.#inputs.set(name, { reader, pid: undefined });
			return reader;
		} catch (error) {
			if (error instanceof SystemError) return undefined;
			throw error;
		}
	}

	*commandReader(command: string): Task<RecordReader> {
		const known = this.#inputs.get(command);
		if (known !== undefined) return known.reader;
		yield* this.flushAll();
		const [read, write] = this.#process.pipe();
		this.#process.setCloseOnExec(read, true);
		const pid = launch(this.#process, ['sh', '-c', command], {
			fds: new Map([
				[0, 0],
				[1, write],
				[2, 2],
			]),
		});
		this.#process.close(write);
		const reader = new RecordReader(this.#process, read);
		this.#inputs.set(command, { reader, pid });
		return reader;
	}

	/** The command's status, 0 for a file, −1 when nothing of that name is open. */
	*close(name: string): Task<number> {
		let status = -1;
		const output = this.#outputs.get(name);
		if (output !== undefined) {
			this.#outputs.delete(name);
			status = yield* this.#end(output);
		}
		const input = this.#inputs.get(name);
		if (input === undefined) return status;
		this.#inputs.delete(name);
		if (input.reader.fd !== 0) this.#process.close(input.reader.fd);
		return input.pid === undefined ? 0 : shellStatus(yield* waitFor(this.#process, input.pid));
	}

	*#end(stream: OutputStream): Task<number> {
		yield* this.#flush(stream);
		if (stream.fd > 2) this.#process.close(stream.fd);
		return stream.pid === undefined ? 0 : shellStatus(yield* waitFor(this.#process, stream.pid));
	}

	/** At the end of the program: commands are waited for. */
	*closeAll(): Task<void> {
		yield* this.#flush(this.#standard);
		for (const stream of this.#outputs.values()) yield* this.#end(stream);
		this.#outputs.clear();
	}

	*system(command: string): Task<number> {
		yield* this.flushAll();
		return shellStatus(yield* waitFor(this.#process, launch(this.#process, ['sh', '-c', command])));
	}
}
