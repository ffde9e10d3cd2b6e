import type { Process } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import type { Run } from '../gnu-command.ts';
import { Fatal, forEachFile, gnuCommand } from '../gnu-command.ts';
import { flag, withValue } from '../options.ts';
import { giveBack, readAll } from '../stdio.ts';
import { isDirectory } from './copy-tree.ts';
import { parseCount } from './count.ts';
import { COREUTILS } from './version.ts';

const options = {
	bytes: withValue('c', 'bytes'),
	lines: withValue('n', 'lines'),
	quiet: flag('q', 'quiet', 'silent'),
	verbose: flag('v', 'verbose'),
	zero: flag('z', 'zero-terminated'),
};

export const head = gnuCommand({
	name: 'head',
	paths: ['/usr/bin/head'],
	size: 43_456,
	version: `head ${COREUTILS}`,
	help: `Usage: head [OPTION]... [FILE]...
Print the first 10 lines of each FILE to standard output.
With more than one FILE, precede each with a header giving the file name.

With no FILE, or when FILE is -, read standard input.

Mandatory arguments to long options are mandatory for short options too.
  -c, --bytes=[-]NUM       print the first NUM bytes of each file;
                             with the leading '-', print all but the last
                             NUM bytes of each file
  -n, --lines=[-]NUM       print the first NUM lines instead of the first 10;
                             with the leading '-', print all but the last
                             NUM lines of each file
  -q, --quiet, --silent    never print headers giving file names
  -v, --verbose            always print headers giving file names
  -z, --zero-terminated    line delimiter is NUL, not newline
      --help        display this help and exit
      --version     output version information and exit
`,
	badInput: { close: '-' },
	options,
	rewrite: oldWords,
	*main(run) {
		const last = run.given.filter(({ key }) => key === 'bytes' || key === 'lines').at(-1);
		const unit = last?.key === 'bytes' ? 'bytes' : 'lines';
		const text = last?.value ?? '10';
		const fromEnd = text.startsWith('-');
		const count = parseCount(fromEnd ? text.slice(1) : text);
		if (count === undefined) throw new Fatal(`invalid number of ${unit}: ‘${text}’`);
		const separator = run.values.zero ? 0 : 10;
		const headed = (run.operands.length > 1 && !run.values.quiet) || run.values.verbose;
		let first = true;
		return yield* forEachFile(
			run,
			run.operands,
			(fd, name) => {
				const heading = headed ? `${first ? '' : '\n'}==> ${name === '-' ? 'standard input' : name} <==\n` : '';
				first = false;
				return printHead(run, fd, heading, { unit, count, fromEnd, separator });
			},
			(name) => cannotRead(name, run.process),
		);
	},
});

/** `-5`, `-5c`, `-2kqv`: a count, its unit and flags in the first word. Models coreutils head.c main. Throws Fatal. */
function oldWords(argv: readonly string[]): readonly string[] {
	const [, count, letters = ''] = /^-(\d+)(.*)$/s.exec(argv[0] ?? '') ?? [];
	if (count === undefined) return argv;
	let [option, unit] = ['-n', ''];
	const flags: string[] = [];
	for (const letter of letters) {
		if (letter === 'c') [option, unit] = ['-c', ''];
		else if (letter === 'l') option = '-n';
		else if ('bkm'.includes(letter)) [option, unit] = ['-c', letter];
		else if ('qvz'.includes(letter)) flags.push(`-${letter}`);
		else throw new Fatal(`invalid trailing option -- ${letter}`, 1, true);
	}
	return [`${option}${count}${unit}`, ...flags, ...argv.slice(1)];
}

interface Amount {
	readonly unit: 'bytes' | 'lines';
	readonly count: number;
	readonly fromEnd: boolean;
	readonly separator: number;
}

function* printHead(run: Run<typeof options>, fd: number, heading: string, amount: Amount): Task<void> {
	const { unit, count, fromEnd, separator } = amount;
	if (heading !== '') yield* run.out.write(heading);
	if (fromEnd) yield* allButLast(run, fd, unit, count, separator);
	else yield* firstOnes(run, fd, unit, count, separator);
}

/** What head and tail say of a file that cannot be opened; a directory can be, and standard input is, but not read. */
export function cannotRead(name: string, process: Process): string {
	// It is open already.
	if (name === '-') return "error reading 'standard input'";
	return isDirectory(process, name) ? `error reading '${name}'` : `cannot open '${name}' for reading`;
}

/** Models the buffer of stdio. */
const BLOCK_BYTES = 4_096;
const READ_BYTES = 8_192;

function* firstOnes(run: Run<typeof options>, fd: number, unit: string, count: number, separator: number): Task<void> {
	let left = count;
	// As stdio does it, but for a terminal: what goes into the file that is read is not seen here.
	const kept: Uint8Array[] = [];
	let size = 0;
	while (left > 0) {
		const chunk = yield* run.process.read(fd, unit === 'bytes' ? Math.min(left, READ_BYTES) : READ_BYTES);
		if (chunk.length === 0) break;
		if (unit === 'bytes') {
			yield* run.out.writeBytes(chunk.subarray(0, left));
			left -= Math.min(left, chunk.length);
			continue;
		}
		let end = 0;
		while (left > 0) {
			const at = chunk.indexOf(separator, end);
			if (at < 0) {
				end = chunk.length;
				break;
			}
			end = at + 1;
			left--;
		}
		if (left === 0) giveBack(run.process, fd, chunk.length - end);
		kept.push(chunk.subarray(0, end));
		size += end;
		if (size >= BLOCK_BYTES || run.process.isatty(1)) {
			for (const piece of kept.splice(0)) yield* run.out.writeBytes(piece);
			size = 0;
		}
		yield* run.process.tick();
	}
	for (const piece of kept) yield* run.out.writeBytes(piece);
}

function* allButLast(run: Run<typeof options>, fd: number, unit: string, count: number, separator: number): Task<void> {
	const all = yield* readAll(run.process, fd);
	let end = all.length;
	if (unit === 'bytes') end = Math.max(0, end - count);
	else {
		// A last line without its newline counts as a line.
		let position = end > 0 && all[end - 1] === separator ? end - 2 : end - 1;
		for (let left = count; left > 0; left--) {
			const at = position < 0 ? -1 : all.lastIndexOf(separator, position);
			end = at + 1;
			position = at - 1;
			if (at < 0) break;
		}
	}
	giveBack(run.process, fd, all.length - end);
	yield* run.out.writeBytes(end === all.length ? all : all.subarray(0, end));
	yield* run.out.writeBytes(encodeUtf8(''));
}
