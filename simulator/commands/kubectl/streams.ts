import type { Process } from '../../kernel/process-api.ts';
import { SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { calendarTime } from '../../machinery/timestamp.ts';
import { decodeUtf8, decodeUtf8InSteps, encodeUtf8 } from '../../machinery/utf8.ts';
import { CommandError, goErrno } from './errors.ts';

const READ_BYTES = 65_536;
/** A value of JSON or YAML is less work than a step of a shell. */
const PARTS_A_STEP_LOG2 = 3;
const BYTES_A_STEP_LOG2 = 8;

/** The standard streams and the files of a process, as text. */
export class Streams {
	readonly process: Process;
	#stdinTaken = false;

	constructor(process: Process) {
		this.process = process;
	}

	/** For between steps of work on something large: values that have been read or written. */
	readonly pause = (parts: number): Task<void> => this.process.tick(parts >> PARTS_A_STEP_LOG2);

	out(text: string): Task<void> {
		return this.#write(1, text);
	}

	err(text: string): Task<void> {
		return this.#write(2, text);
	}

	/** A line of klog's on stderr: "I1121 13:00:00.000000     412 log.go:245] …". */
	*log(level: 'E' | 'I' | 'W', source: string, text: string): Task<void> {
		const time = calendarTime(this.process.now());
		const two = (value: number): string => value.toString().padStart(2, '0');
		const clock = `${two(time.hour)}:${two(time.minute)}:${two(time.second)}.${time.millisecond.toString().padStart(3, '0')}000`;
		const head = `${level}${two(time.month)}${two(time.day)} ${clock} ${String(this.process.pid).padStart(7)} ${source}]`;
		yield* this.err(`${head} ${text}\n`);
	}

	outBytes(data: Uint8Array): Task<void> {
		return this.process.write(1, data);
	}

	*#write(fd: number, text: string): Task<void> {
		if (text !== '') yield* this.process.write(fd, encodeUtf8(text));
	}

	/** Standard input to its end. It can be read once. */
	*stdin(): Task<string> {
		if (this.#stdinTaken) throw new CommandError('standard input cannot be used for multiple arguments');
		this.#stdinTaken = true;
		return yield* this.#decode(yield* readAll(this.process, 0));
	}

	#decode(bytes: Uint8Array): Task<string> {
		return decodeUtf8InSteps(bytes, (length) => this.process.tick(length >> BYTES_A_STEP_LOG2));
	}

	/** One line of standard input without its end; empty at the end of the file. */
	*line(): Task<string> {
		const bytes: number[] = [];
		for (;;) {
			const [byte] = yield* this.process.read(0, 1);
			if (byte === undefined || byte === 10) return decodeUtf8(Uint8Array.from(bytes));
			bytes.push(byte);
		}
	}

	/** @throws CommandError in Go's words: `open x.yaml: no such file or directory`. */
	*readFile(path: string): Task<string> {
		return yield* this.#decode(yield* this.readBytes(path));
	}

	*readBytes(path: string): Task<Uint8Array> {
		let action = 'open';
		try {
			const fd = yield* this.process.open(path, { read: true });
			try {
				action = 'read';
				return yield* readAll(this.process, fd);
			} finally {
				this.process.close(fd);
			}
		} catch (error) {
			if (error instanceof SystemError && error.errno !== 'EINTR') {
				throw new CommandError(`${action} ${path}: ${goErrno(error)}`);
			}
			throw error;
		}
	}

	*writeFile(path: string, content: string | Uint8Array, mode = 0o644): Task<void> {
		try {
			const flags = { write: true, create: true, truncate: true };
			const fd = yield* this.process.open(path, flags, mode);
			yield* this.process.write(fd, typeof content === 'string' ? encodeUtf8(content) : content);
			this.process.close(fd);
		} catch (error) {
			if (error instanceof SystemError && error.errno !== 'EINTR') {
				throw new CommandError(`open ${path}: ${goErrno(error)}`);
			}
			throw error;
		}
	}

	/** The kind of what is at `path`; undefined when nothing is. */
	fileType(path: string): 'file' | 'directory' | 'other' | undefined {
		try {
			const { type } = this.process.stat(path);
			return type === 'file' || type === 'directory' ? type : 'other';
		} catch (error) {
			if (error instanceof SystemError && (error.errno === 'ENOENT' || error.errno === 'ENOTDIR')) return undefined;
			throw error;
		}
	}
}

function* readAll(process: Process, fd: number): Task<Uint8Array> {
	const parts: Uint8Array[] = [];
	let length = 0;
	for (;;) {
		const part = yield* process.read(fd, READ_BYTES);
		if (part.length === 0) break;
		parts.push(part);
		length += part.length;
	}
	const out = new Uint8Array(length);
	let at = 0;
	for (const part of parts) {
		out.set(part, at);
		at += part.length;
	}
	return out;
}

/** The last part of a path. */
export function baseName(path: string): string {
	return path.replace(/\/+$/, '').split('/').at(-1) as string;
}

export function dirName(path: string): string {
	const at = path.lastIndexOf('/');
	return at < 0 ? '.' : at === 0 ? '/' : path.slice(0, at);
}

export function joinPath(directory: string, path: string): string {
	if (path.startsWith('/') || directory === '' || directory === '.') return path;
	return `${directory.replace(/\/$/, '')}/${path}`;
}
