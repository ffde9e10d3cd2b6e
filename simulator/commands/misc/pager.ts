import type { Process } from '../../kernel/process-api.ts';
import { SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import type { Command } from '../command.ts';
import { reasonOf } from '../launch.ts';
import { readAll, readFile } from '../stdio.ts';
import type { UnixRun } from '../unix-command.ts';
import { unixCommand } from '../unix-command.ts';

function pager(name: 'less' | 'more', paths: readonly string[], size: number): Command {
	return unixCommand({
		name,
		paths,
		size,
		main: (run) => page(run, name),
	});
}

function* page({ process, args, out, say }: UnixRun, name: 'less' | 'more'): Task<number> {
	const files = args.filter((word) => !/^[-+]./.test(word));
	if (files.length === 0 && process.isatty(0)) {
		yield* say(
			name === 'less'
				? 'Missing filename ("less --help" for help)\n'
				: "more: bad usage\nTry 'more --help' for more information.\n",
		);
		return 1;
	}
	let text = '';
	let status = 0;
	for (const file of files.length === 0 ? ['-'] : files) {
		try {
			if (file !== '-' && process.stat(file).type === 'directory') {
				yield* say(name === 'less' ? `${file} is a directory\n` : `\n*** ${file}: directory ***\n\n`);
				status = 1;
				continue;
			}
			text += decodeUtf8(file === '-' ? yield* readAll(process, 0) : yield* readFile(process, file));
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			yield* say(name === 'less' ? `${file}: ${reasonOf(error)}\n` : `more: cannot open ${file}: ${reasonOf(error)}\n`);
			status = 1;
		}
	}
	const terminal = process.isatty(1) ? yield* openTerminal(process) : undefined;
	if (terminal === undefined) {
		yield* out.write(text);
		return status;
	}
	const label = files[0] === undefined || files[0] === '-' ? '' : files[0];
	if (text !== '')
		yield* new Screen(
			process,
			terminal,
			text,
			label,
			args.some((word) => /^-\w*[FX]/.test(word)),
		).run();
	return status;
}

export const less = pager('less', ['/usr/bin/less', '/usr/bin/pager'], 215_336);
export const more = pager('more', ['/usr/bin/more'], 43_440);

/** Keys come from the terminal even when the text comes from a pipe. */
function* openTerminal(process: Process): Task<number | undefined> {
	if (process.isatty(0)) return 0;
	try {
		return yield* process.open('/dev/tty', { read: true });
	} catch (error) {
		if (error instanceof SystemError) return undefined;
		throw error;
	}
}

/** A screenful at a time: space, b, j, k, g, G, d, u, /, n, N and q do what they do in less. */
class Screen {
	readonly #process: Process;
	readonly #keys: number;
	readonly #lines: readonly string[];
	readonly #label: string;
	readonly #quitIfShort: boolean;
	#top = 0;
	#pattern = '';
	#message = '';

	constructor(process: Process, keys: number, text: string, label: string, quitIfShort: boolean) {
		this.#process = process;
		this.#keys = keys;
		const { columns } = process.terminalSize(1);
		this.#lines = text
			.replace(/\n$/, '')
			.split('\n')
			.flatMap((line) => wrap(line.replaceAll('\t', '        '), columns));
		this.#label = label;
		this.#quitIfShort = quitIfShort;
	}

	*run(): Task<void> {
		const process = this.#process;
		if (this.#quitIfShort && this.#lines.length < this.#rows()) {
			yield* this.#write(`${this.#lines.join('\n')}\n`);
			return;
		}
		const mode = process.getTerminalMode(this.#keys);
		process.setTerminalMode(this.#keys, { ...mode, canonical: false, echo: false });
		process.onSignal('INT', 'catch');
		yield* this.#write('\x1b[?1049h');
		try {
			for (;;) {
				yield* this.#draw();
				const key = yield* this.#key();
				if (key === 'q' || key === 'Q' || key === '') break;
				yield* this.#handle(key);
			}
		} finally {
			process.setTerminalMode(this.#keys, mode);
		}
		yield* this.#write('\x1b[?1049l');
	}

	#rows(): number {
		return Math.max(2, this.#process.terminalSize(1).rows) - 1;
	}

	*#write(text: string): Task<void> {
		yield* this.#process.write(1, encodeUtf8(text));
	}

	*#key(): Task<string> {
		for (;;) {
			try {
				return decodeUtf8(yield* this.#process.read(this.#keys, 16));
			} catch (error) {
				if (!(error instanceof SystemError) || error.errno !== 'EINTR') throw error;
				this.#process.takeSignals();
			}
		}
	}

	*#draw(): Task<void> {
		const rows = this.#rows();
		const shown = this.#lines.slice(this.#top, this.#top + rows);
		while (shown.length < rows) shown.push('~');
		const end = this.#top + rows >= this.#lines.length;
		const prompt =
			this.#message !== ''
				? `\x1b[7m${this.#message}\x1b[27m`
				: end
					? '\x1b[7m(END)\x1b[27m'
					: this.#top === 0 && this.#label !== ''
						? `\x1b[7m${this.#label}\x1b[27m`
						: ':';
		this.#message = '';
		yield* this.#write(`\x1b[H${shown.map((line) => `${line}\x1b[K`).join('\r\n')}\r\n${prompt}\x1b[K`);
	}

	*#handle(key: string): Task<void> {
		const rows = this.#rows();
		switch (key) {
			case ' ':
			case 'f':
			case '\x06':
			case '\x1b[6~':
				this.#go(this.#top + rows);
				return;
			case 'b':
			case '\x02':
			case '\x1b[5~':
				this.#go(this.#top - rows);
				return;
			case 'd':
				this.#go(this.#top + Math.floor(rows / 2));
				return;
			case 'u':
				this.#go(this.#top - Math.floor(rows / 2));
				return;
			case 'j':
			case 'e':
			case '\r':
			case '\n':
			case '\x1b[B':
			case '\x1bOB':
				this.#go(this.#top + 1);
				return;
			case 'k':
			case 'y':
			case '\x1b[A':
			case '\x1bOA':
				this.#go(this.#top - 1);
				return;
			case 'g':
			case '<':
			case '\x1b[H':
				this.#go(0);
				return;
			case 'G':
			case '>':
			case '\x1b[F':
				this.#go(this.#lines.length);
				return;
			case '/':
				yield* this.#ask();
				return;
			case 'n':
				this.#search(this.#top + 1, 1);
				return;
			case 'N':
				this.#search(this.#top - 1, -1);
				return;
			default:
				return;
		}
	}

	#go(line: number): void {
		this.#top = Math.max(0, Math.min(line, this.#lines.length - this.#rows()));
	}

	*#ask(): Task<void> {
		let text = '';
		for (;;) {
			yield* this.#write(`\r/${text}\x1b[K`);
			const key = yield* this.#key();
			if (key === '\r' || key === '\n') break;
			if (key === '\x1b' || key === '') return;
			text = key === '\x7f' ? text.slice(0, -1) : text + key;
		}
		if (text !== '') this.#pattern = text;
		this.#search(this.#top + 1, 1);
	}

	/** Differs: the pattern is a plain text. */
	#search(from: number, step: 1 | -1): void {
		for (let at = from; at >= 0 && at < this.#lines.length; at += step) {
			if (!(this.#lines[at] as string).includes(this.#pattern)) continue;
			this.#top = Math.min(at, Math.max(0, this.#lines.length - 1));
			return;
		}
		this.#message = 'Pattern not found  (press RETURN)';
	}
}

function wrap(line: string, columns: number): string[] {
	const characters = [...line];
	if (characters.length <= columns) return [line];
	return Array.from({ length: Math.ceil(characters.length / columns) }, (_, at) =>
		characters.slice(at * columns, (at + 1) * columns).join(''),
	);
}
