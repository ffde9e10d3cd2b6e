import type { Process } from '../../kernel/process-api.ts';
import { SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeLossless, encodeLossless } from '../../machinery/utf8.ts';
import { displayWidth } from '../coreutils/ls-layout.ts';
import { Fatal, gnuCommand, type Run } from '../gnu-command.ts';
import { reasonOf } from '../launch.ts';
import { flag, withValue } from '../options.ts';
import { readAll, readFile } from '../stdio.ts';
import { UTIL_LINUX } from '../util-linux/version.ts';
import { terminalOf } from './less.ts';
import { LessKeys } from './less-keys.ts';

const options = {
	silent: flag('d', 'silent'),
	logical: flag('f', 'logical'),
	noPause: flag('l', 'no-pause'),
	print: flag('c', 'print-over'),
	exit: flag('e', 'exit-on-eof'),
	clean: flag('p', 'clean-print'),
	squeeze: flag('s', 'squeeze'),
	plain: flag('u', 'plain'),
	lines: withValue('n', 'lines'),
	help: flag('h', 'help'),
};

const HELP = `
Usage:
 more [options] <file>...

Display the contents of a file in a terminal.

Options:
 -d, --silent          display help instead of ringing bell
 -f, --logical         count logical rather than screen lines
 -l, --no-pause        suppress pause after form feed
 -c, --print-over      do not scroll, display text and clean line ends
 -p, --clean-print     do not scroll, clean screen and display text
 -e, --exit-on-eof     exit on end-of-file
 -s, --squeeze         squeeze multiple blank lines into one
 -u, --plain           suppress underlining and bold

 -n, --lines <number>  the number of lines per screenful
 -<number>             same as --lines
 +<number>             display file beginning from line number
 +/<pattern>           display file beginning from pattern match

 -h, --help            display this help
 -V, --version         display version

For more details see more(1).
`;

/** A screenful at a time, printed one below the other. Differs: of its keys space, return, d, b, =, / and q. */
export const more = gnuCommand({
	name: 'more',
	paths: ['/usr/bin/more'],
	size: 43_440,
	version: `more from ${UTIL_LINUX}`,
	help: HELP,
	options,
	rewrite: (argv) =>
		argv.flatMap((word) => (/^-\d+$/.test(word) ? ['-n', word.slice(1)] : word === '-V' ? ['--version'] : [word])),
	main: (run) => show(run),
});

function* show(run: Run<typeof options>): Task<number> {
	const { process, values, out } = run;
	if (values.help) {
		yield* out.write(HELP);
		return 0;
	}
	const from = run.operands.find((word) => word.startsWith('+'))?.slice(1);
	const files = run.operands.filter((word) => !word.startsWith('+'));
	if (files.length === 0 && process.isatty(0)) throw new Fatal('bad usage', 1, true);
	const keysFd = process.isatty(1) ? yield* terminalOf(process) : undefined;
	for (const file of files.length === 0 ? ['-'] : files) {
		let text: string;
		try {
			if (file !== '-' && process.stat(file).type === 'directory') {
				yield* out.write(`\n*** ${file}: directory ***\n\n`);
				continue;
			}
			text = decodeLossless(file === '-' ? yield* readAll(process, 0) : yield* readFile(process, file));
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			yield* run.complain(`cannot open ${file}: ${reasonOf(error)}`);
			continue;
		}
		if (files.length > 1) yield* out.write(`${COLONS}\n${file}\n${COLONS}\n`);
		if (keysFd === undefined) yield* out.write(text);
		else if (!(yield* new MoreText(run, keysFd, values.squeeze ? text.replace(/\n{3,}/g, '\n\n') : text, from).run()))
			return 0;
	}
	return 0;
}

const COLONS = ':'.repeat(14);

class MoreText {
	readonly #process: Process;
	readonly #keys: LessKeys;
	readonly #lines: readonly string[];
	readonly #page: number;
	readonly #text: string;
	#at = 0;

	constructor({ process, values }: Run<typeof options>, keysFd: number, text: string, from: string | undefined) {
		this.#process = process;
		this.#keys = new LessKeys(process, keysFd, '');
		this.#lines = text.split(/(?<=\n)/);
		this.#text = text;
		this.#page = Number(values.lines ?? 0) || Math.max(1, process.terminalSize(1).rows - 1);
		if (from?.startsWith('/'))
			this.#at = Math.max(0, this.#lines.findIndex((line) => line.includes(from.slice(1))) - 2);
		else if (from !== undefined && /^\d+$/.test(from)) this.#at = Math.max(0, Number(from) - 1);
	}

	/** False when the student has had enough. */
	*run(): Task<boolean> {
		for (const signal of ['INT', 'WINCH'] as const) this.#process.onSignal(signal, 'catch');
		yield* this.#print(this.#page);
		if (this.#at >= this.#lines.length) return true;
		this.#keys.enter();
		const goesOn = yield* this.#loop();
		this.#keys.leave();
		return goesOn;
	}

	*#loop(): Task<boolean> {
		while (this.#at < this.#lines.length) {
			const read = this.#lines.slice(0, this.#at).join('').length;
			yield* this.#write(`\x1b[7m--More--(${Math.floor((100 * read) / this.#text.length)}%)\x1b[27m`);
			const key = yield* this.#keys.next();
			if (/^(?:[qQ]|interrupt|)$/.test(key)) {
				yield* this.#write(key === 'interrupt' ? '\n' : '\r\x1b[K');
				return false;
			}
			yield* this.#write('\r\x1b[K');
			if (key === ' ' || key === 'z' || key === 'f') yield* this.#print(this.#page);
			else if (key === '\r' || key === '\n' || key === 's') yield* this.#print(1);
			else if (key === 'd' || key === '\x04') yield* this.#print(11);
			else if (key === '=') yield* this.#write(String(this.#at));
			else if (key === 'b' || key === '\x02') {
				this.#at = Math.max(0, this.#at - 2 * this.#page);
				yield* this.#write('...back 1 page\n');
				yield* this.#print(this.#page);
			} else if (key === '/') yield* this.#find();
		}
		return true;
	}

	*#find(): Task<void> {
		let wanted = '';
		for (;;) {
			yield* this.#write(`\r\x1b[K/${wanted}`);
			const key = yield* this.#keys.next();
			if (/^(?:\r|\n|\x1b|)$/.test(key)) break;
			wanted = key === '\x7f' ? wanted.slice(0, -1) : wanted + key;
		}
		const found = this.#lines.findIndex((line, at) => at > this.#at && line.includes(wanted));
		if (found < 0) {
			yield* this.#write('\r\x1b[KPattern not found\n');
			return;
		}
		yield* this.#write('\r\x1b[K...skipping\n');
		this.#at = Math.max(0, found - 2);
		yield* this.#print(this.#page - 1);
	}

	/** So many rows of the screen. */
	*#print(rows: number): Task<void> {
		const { columns } = this.#process.terminalSize(1);
		for (let left = rows; left > 0 && this.#at < this.#lines.length; ) {
			const line = this.#lines[this.#at++] as string;
			left -= Math.max(1, Math.ceil(displayWidth(line) / columns));
			yield* this.#write(line);
		}
	}

	*#write(text: string): Task<void> {
		yield* this.#process.write(1, encodeLossless(text));
	}
}
