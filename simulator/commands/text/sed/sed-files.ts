import { errorMessage } from '../../../kernel/error-message.ts';
import { SystemError } from '../../../kernel/process-api.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8, encodeLossless } from '../../../machinery/utf8.ts';
import type { RunContext } from '../../gnu-command.ts';
import { Fatal } from '../../gnu-command.ts';
import { captured } from '../../launch.ts';
import { LineReader, readFile } from '../../stdio.ts';
import type { SedLine, SedPorts } from './sed-machine.ts';
import { SedOutput } from './sed-output.ts';

/** Where a script prints and writes, whatever it reads. */
export class SedOutputs {
	readonly standard: SedOutput;
	readonly #host: RunContext;
	readonly #end: string;
	readonly #files = new Map<string, SedOutput>();

	constructor(host: RunContext, end: string) {
		this.#host = host;
		this.#end = end;
		this.standard = new SedOutput(host.out.write.bind(host.out), end);
	}

	/** A file that `w` writes: that of the program where it is /dev/stdout, also while another is edited in its place. */
	*to(path: string): Task<SedOutput> {
		const known = this.#files.get(path);
		if (known !== undefined) return known;
		const { out, process } = this.#host;
		const write =
			path === '/dev/stdout' ? out.write.bind(out) : (text: string) => writeTo(process, path, text, { append: true });
		const output = new SedOutput(write, this.#end);
		this.#files.set(path, output);
		if (path !== '/dev/stdout') yield* writeTo(process, path, '', { truncate: true });
		return output;
	}
}

function* writeTo(
	process: RunContext['process'],
	path: string,
	text: string,
	how: { append?: boolean; truncate?: boolean },
): Task<void> {
	const fd = yield* process.open(path, { write: true, create: true, ...how }, 0o666);
	if (text !== '') yield* process.write(fd, encodeLossless(text));
	process.close(fd);
}

/** The input files as one stream of lines, which is looked ahead in only when somebody asks. */
export class Files implements SedPorts {
	readonly output: SedOutput;
	readonly #host: RunContext;
	readonly #names: readonly string[];
	readonly #outputs: SedOutputs;
	readonly #options: FilesOptions;
	readonly #readers = new Map<string, LineReader>();
	#index = -1;
	#fd = -1;
	#reader: LineReader | undefined;
	#ahead: SedLine | undefined;
	#nameAhead = '-';
	#current = '-';
	/** An input file was passed over. */
	unreadable = false;

	constructor(
		host: RunContext,
		names: readonly string[],
		output: SedOutput,
		outputs: SedOutputs,
		options: FilesOptions,
	) {
		this.#host = host;
		this.#names = names;
		this.output = output;
		this.#outputs = outputs;
		this.#options = options;
	}

	*nextLine(): Task<SedLine | undefined> {
		const line = this.#ahead ?? (yield* this.#read(false));
		this.#ahead = undefined;
		if (line !== undefined) this.#current = this.#nameAhead;
		return line;
	}

	*isLast(): Task<boolean> {
		this.#ahead ??= yield* this.#read(true);
		return this.#ahead === undefined;
	}

	/** @param ahead what cannot be read is passed over without a word. */
	*#read(ahead: boolean): Task<SedLine | undefined> {
		for (;;) {
			const reader = this.#reader;
			const text = reader === undefined ? undefined : yield* this.#lineOf(reader, ahead);
			if (text !== undefined && reader !== undefined) {
				this.#nameAhead = this.#names[this.#index] as string;
				return { text, terminated: reader.terminated };
			}
			if (!(yield* this.#open(ahead))) return undefined;
		}
	}

	*#lineOf(reader: LineReader, ahead: boolean): Task<string | undefined> {
		try {
			return yield* reader.next();
		} catch (error) {
			if (ahead && error instanceof SystemError) return undefined;
			throw error;
		}
	}

	*#open(ahead: boolean): Task<boolean> {
		const { process } = this.#host;
		if (this.#fd > 0) process.close(this.#fd);
		this.#fd = -1;
		for (;;) {
			const name = this.#names[++this.#index];
			if (name === undefined) {
				this.#reader = undefined;
				return false;
			}
			try {
				if (name !== '-' && process.stat(name).type === 'directory') {
					if (this.#options.readsDirectories && !ahead) throw new Fatal(`read error on ${name}: Is a directory`, 4);
					continue;
				}
				this.#fd = name === '-' ? 0 : yield* process.open(name, { read: true });
				this.#reader = new LineReader(process, this.#fd, this.#options.end, this.#options.unbuffered ? 1 : undefined);
				return true;
			} catch (error) {
				if (!(error instanceof SystemError)) throw error;
				this.unreadable = true;
				yield* this.#host.complain(`can't read ${name}: ${errorMessage(error.errno)}`);
			}
		}
	}

	*readFile(path: string): Task<string> {
		try {
			return decodeUtf8(yield* readFile(this.#host.process, path));
		} catch (error) {
			if (error instanceof SystemError) return '';
			throw error;
		}
	}

	*nextLineOf(path: string): Task<SedLine | undefined> {
		let reader = this.#readers.get(path);
		if (reader === undefined) {
			try {
				const fd = path === '/dev/stdin' ? 0 : yield* this.#host.process.open(path, { read: true });
				reader = new LineReader(this.#host.process, fd, this.#options.end);
			} catch (error) {
				if (!(error instanceof SystemError)) throw error;
				return undefined;
			}
			this.#readers.set(path, reader);
		}
		const text = yield* reader.next();
		return text === undefined ? undefined : { text, terminated: reader.terminated };
	}

	*outputOf(command: string): Task<string> {
		yield* this.#host.out.flush();
		return decodeUtf8((yield* captured(this.#host.process, ['sh', '-c', command])).output);
	}

	/** Leaves standard input where the last line ended. */
	giveBack(): void {
		const position = this.#fd === 0 && this.#ahead === undefined ? this.#reader?.position() : undefined;
		if (position !== undefined) this.#host.process.seek(0, position, 'set');
	}

	outputTo(path: string): Task<SedOutput> {
		return this.#outputs.to(path);
	}

	fileName(): string {
		return this.#current;
	}

	*tick(steps = 1): Task<void> {
		yield* this.#host.process.tick(steps);
	}
}

interface FilesOptions {
	/** What lines end with. */
	readonly end: string;
	/** Nothing is read ahead. */
	readonly unbuffered: boolean;
	/** A directory is read, which fails; or else passed over. */
	readonly readsDirectories: boolean;
}
