import { errorMessage } from '../../kernel/error-message.ts';
import type { Process } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import type { Run } from '../gnu-command.ts';
import { forEachFile, gnuCommand } from '../gnu-command.ts';
import { flag } from '../options.ts';
import { quotedName } from '../quoted-name.ts';
import { LineReader } from '../stdio.ts';
import { COREUTILS } from './version.ts';

const options = {
	all: flag('A', 'show-all'),
	numberNonblank: flag('b', 'number-nonblank'),
	endsAndNonprinting: flag('e'),
	ends: flag('E', 'show-ends'),
	number: flag('n', 'number'),
	squeeze: flag('s', 'squeeze-blank'),
	tabsAndNonprinting: flag('t'),
	tabs: flag('T', 'show-tabs'),
	unbuffered: flag('u'),
	nonprinting: flag('v', 'show-nonprinting'),
};

export const cat = gnuCommand({
	name: 'cat',
	paths: ['/usr/bin/cat'],
	size: 39_384,
	version: `cat ${COREUTILS}`,
	help: `Usage: cat [OPTION]... [FILE]...
Concatenate FILE(s) to standard output.

With no FILE, or when FILE is -, read standard input.

  -A, --show-all           equivalent to -vET
  -b, --number-nonblank    number nonempty output lines, overrides -n
  -e                       equivalent to -vE
  -E, --show-ends          display $ at end of each line
  -n, --number             number all output lines
  -s, --squeeze-blank      suppress repeated empty output lines
  -t                       equivalent to -vT
  -T, --show-tabs          display TAB characters as ^I
  -u                       (ignored)
  -v, --show-nonprinting   use ^ and M- notation, except for LFD and TAB
      --help        display this help and exit
      --version     output version information and exit
`,
	badInput: { close: 'closing standard input' },
	options,
	*main(run) {
		const { values } = run;
		const plain = Object.keys(values).every((key) => key === 'unbuffered');
		if (!isOpen(run, 1)) {
			yield* run.complain(`standard output: ${errorMessage('EBADF')}`);
			return 1;
		}
		return yield* plain ? copyAll(run) : formatAll(run);
	},
});

function isOpen(run: Run<typeof options>, fd: number): boolean {
	return run.process.fileDescriptors().includes(fd);
}

function* copyAll(run: Run<typeof options>): Task<number> {
	const refused: string[] = [];
	const status = yield* forEachFile(run, run.operands, (fd, name) => copy(run, fd, name, refused));
	return refused.length > 0 ? 1 : status;
}

/** What is left of a file would be copied to its own end, for ever. Models GNU cat.c main. */
function isOwnOutput(run: Run<typeof options>, fd: number): boolean {
	const { process } = run;
	const from = process.fstat(fd);
	const to = process.fstat(1);
	if (from.type !== 'file' || from.inode !== to.inode || from.device !== to.device) return false;
	return process.seek(fd, 0, 'cur') < from.size;
}

function* copy(run: Run<typeof options>, fd: number, name: string, refused: string[]): Task<void> {
	if (isOwnOutput(run, fd)) {
		refused.push(name);
		yield* run.complain(`${quotedName(name)}: input file is output file`);
		return;
	}
	for (;;) {
		const chunk = yield* run.process.read(fd, 65_536);
		if (chunk.length === 0) return;
		yield* run.out.writeBytes(chunk);
		yield* run.process.tick();
	}
}

function formatAll(run: Run<typeof options>): Task<number> {
	const format = new Format(run);
	return forEachFile(run, run.operands, (fd) => format.print(fd));
}

/** How lines are shown; numbers and squeezed blanks go on from file to file. */
class Format {
	readonly #run: Run<typeof options>;
	#number = 0;
	#wasBlank = false;
	/** The last line had no end yet: the next piece or file goes on in it. */
	#open = false;

	constructor(run: Run<typeof options>) {
		this.#run = run;
	}

	*print(fd: number): Task<void> {
		const { process, out, values } = this.#run;
		const showEnds = values.ends ?? values.all ?? values.endsAndNonprinting;
		const showTabs = values.tabs ?? values.all ?? values.tabsAndNonprinting;
		const showNonprinting = values.nonprinting ?? values.all ?? values.endsAndNonprinting ?? values.tabsAndNonprinting;
		const reader = showNonprinting ? new ByteLines(process, fd) : new LineReader(process, fd);
		for (let line = yield* reader.next(); line !== undefined; line = yield* reader.next()) {
			const goesOn = this.#open;
			this.#open = !reader.terminated;
			const blank = line === '' && !goesOn;
			if (blank && this.#wasBlank && values.squeeze) continue;
			this.#wasBlank = blank;
			let text = showNonprinting ? withCarets(line) : line;
			if (showTabs) text = text.replaceAll('\t', '^I');
			if (!goesOn && (values.numberNonblank ? !blank : values.number))
				text = `${String(++this.#number).padStart(6)}\t${text}`;
			yield* out.write(`${text}${reader.terminated ? `${showEnds ? '$' : ''}\n` : ''}`);
		}
	}
}

/** Lines, and what has been read of long ones, with a character for each byte. */
class ByteLines {
	readonly #process: Process;
	readonly #fd: number;
	#buffer = '';
	#at = 0;
	terminated = true;

	constructor(process: Process, fd: number) {
		this.#process = process;
		this.#fd = fd;
	}

	*next(): Task<string | undefined> {
		if (this.#at === this.#buffer.length) {
			const chunk = yield* this.#process.read(this.#fd, 8_192);
			if (chunk.length === 0) return undefined;
			this.#buffer = String.fromCharCode(...chunk);
			this.#at = 0;
		}
		yield* this.#process.tick();
		const end = this.#buffer.indexOf('\n', this.#at);
		this.terminated = end >= 0;
		const piece = this.#buffer.slice(this.#at, end < 0 ? this.#buffer.length : end);
		this.#at = end < 0 ? this.#buffer.length : end + 1;
		return piece;
	}
}

/** Control characters as ^X, bytes above 127 in M- notation; tabs stay. */
function withCarets(line: string): string {
	let out = '';
	for (const character of line) {
		const code = character.charCodeAt(0);
		const low = code & 127;
		if (code > 127) out += 'M-';
		if (code === 9 || (low >= 32 && low < 127)) out += String.fromCharCode(low);
		else out += low === 127 ? '^?' : `^${String.fromCharCode(low + 64)}`;
	}
	return out;
}
