import type { Task } from '../../machinery/task.ts';
import type { Run } from '../gnu-command.ts';
import { forEachFile, gnuCommand } from '../gnu-command.ts';
import { flag } from '../options.ts';
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
	options,
	*main(run) {
		const { values } = run;
		const plain = Object.keys(values).every((key) => key === 'unbuffered');
		return yield* plain ? copyAll(run) : formatAll(run);
	},
});

function copyAll(run: Run<typeof options>): Task<number> {
	return forEachFile(run, run.operands, (fd) => copy(run, fd));
}

function* copy(run: Run<typeof options>, fd: number): Task<void> {
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

	constructor(run: Run<typeof options>) {
		this.#run = run;
	}

	*print(fd: number): Task<void> {
		const { process, out, values } = this.#run;
		const showEnds = values.ends ?? values.all ?? values.endsAndNonprinting;
		const showTabs = values.tabs ?? values.all ?? values.tabsAndNonprinting;
		const showNonprinting = values.nonprinting ?? values.all ?? values.endsAndNonprinting ?? values.tabsAndNonprinting;
		const reader = new LineReader(process, fd);
		for (let line = yield* reader.next(); line !== undefined; line = yield* reader.next()) {
			const blank = line === '';
			if (blank && this.#wasBlank && values.squeeze) continue;
			this.#wasBlank = blank;
			let text = showNonprinting ? withCarets(line) : line;
			if (showTabs) text = text.replaceAll('\t', '^I');
			if (values.numberNonblank ? !blank : values.number) text = `${String(++this.#number).padStart(6)}\t${text}`;
			yield* out.write(`${text}${reader.terminated ? `${showEnds ? '$' : ''}\n` : ''}`);
		}
	}
}

/** Control characters as ^X, bytes above 127 in M- notation; tabs stay. */
function withCarets(line: string): string {
	let out = '';
	for (const character of line) {
		const code = character.codePointAt(0) as number;
		if (code === 9 || (code >= 32 && code < 127)) out += character;
		else if (code < 32) out += `^${String.fromCharCode(code + 64)}`;
		else if (code === 127) out += '^?';
		else out += highBytes(code);
	}
	return out;
}

function highBytes(code: number): string {
	const bytes =
		code < 0x800
			? [0xc0 | (code >> 6), 0x80 | (code & 63)]
			: code < 0x10000
				? [0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63)]
				: [0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63)];
	return bytes
		.map((byte) => {
			const low = byte - 128;
			if (low < 32) return `M-^${String.fromCharCode(low + 64)}`;
			return low === 127 ? 'M-^?' : `M-${String.fromCharCode(low)}`;
		})
		.join('');
}
