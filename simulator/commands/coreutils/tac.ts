import { compilePosix, type Regexp, RegexpSyntaxError } from '../../machinery/regexp.ts';
import type { Task } from '../../machinery/task.ts';
import type { RunContext } from '../gnu-command.ts';
import { Fatal, forEachFile, gnuCommand } from '../gnu-command.ts';
import { flag, withValue } from '../options.ts';
import { HeldMemory, LineReader } from '../stdio.ts';
import { COREUTILS } from './version.ts';

export const tac = gnuCommand({
	name: 'tac',
	paths: ['/usr/bin/tac'],
	size: 43_528,
	version: `tac ${COREUTILS}`,
	help: `Usage: tac [OPTION]... [FILE]...
Write each FILE to standard output, last line first.

With no FILE, or when FILE is -, read standard input.

Mandatory arguments to long options are mandatory for short options too.
  -b, --before             attach the separator before instead of after
  -r, --regex              interpret the separator as a regular expression
  -s, --separator=STRING   use STRING as the separator instead of newline
      --help        display this help and exit
      --version     output version information and exit

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/tac>
or available locally via: info '(coreutils) tac invocation'
`,
	badInput: { close: '-' },
	options: { before: flag('b', 'before'), regex: flag('r', 'regex'), separator: withValue('s', 'separator') },
	*main(run) {
		const { separator = '\n', before, regex } = run.values;
		const pattern = regex ? compiled(separator) : undefined;
		return yield* forEachFile(
			run,
			run.operands,
			(fd) => printReversed(run, fd, pattern ?? separator, before === true),
			(name) => (name === '-' ? "'standard input': read error" : `failed to open '${name}' for reading`),
		);
	},
});

function* printReversed(
	{ process, out }: RunContext,
	fd: number,
	separator: string | Regexp,
	before: boolean,
): Task<void> {
	const reader = new LineReader(process, fd);
	if (typeof separator === 'string' && separator.length === 1) {
		yield* printFromBehind({ process, out }, yield* reader.restInPieces(), separator, before);
		return;
	}
	const text = yield* reader.rest();
	new HeldMemory(process).hold(text.length * PIECE_BYTES);
	// What the separator ends, or with -b begins, stays together with it.
	const pieces: string[] = [];
	let from = 0;
	for (const [start, end] of typeof separator === 'string' ? places(text, separator) : matched(text, separator)) {
		const cut = before ? start : end;
		if (cut > from || before) pieces.push(text.slice(from, cut));
		from = cut;
	}
	pieces.push(text.slice(from));
	yield* out.write(pieces.reverse().join(''));
}

/** What a piece of text may take that is set aside. */
const PIECE_BYTES = 16;
const PIECES_PER_TICK = 50;

/** Piece by piece, so that there may be any number of them. */
function* printFromBehind(
	{ process, out }: Pick<RunContext, 'process' | 'out'>,
	texts: readonly string[],
	separator: string,
	before: boolean,
): Task<void> {
	// What stands behind the text that is looked at, up to what has been written.
	let behind = '';
	let pieces = 0;
	for (const text of texts.toReversed()) {
		let to = text.length;
		for (let at = text.lastIndexOf(separator); at >= 0; at = at === 0 ? -1 : text.lastIndexOf(separator, at - 1)) {
			const cut = before ? at : at + 1;
			yield* out.write(text.slice(cut, to) + behind);
			behind = '';
			to = cut;
			if (++pieces % PIECES_PER_TICK === 0) yield* process.tick(PIECES_PER_TICK);
		}
		behind = text.slice(0, to) + behind;
	}
	yield* out.write(behind);
}

function compiled(pattern: string): Regexp {
	try {
		// Its syntax is Emacs's, in which + and ? repeat.
		return compilePosix(pattern, 'extended');
	} catch (error) {
		if (!(error instanceof RegexpSyntaxError)) throw error;
		throw new Fatal(error.message);
	}
}

function places(text: string, separator: string): (readonly [number, number])[] {
	const found: (readonly [number, number])[] = [];
	const length = Math.max(1, separator.length);
	for (let at = text.indexOf(separator); at >= 0 && separator !== ''; at = text.indexOf(separator, at + length)) {
		found.push([at, at + length]);
	}
	return found;
}

/** Looked for from the end on: a repetition matches its last character alone. Models tac.c tac_seekable. */
function matched(text: string, pattern: Regexp): (readonly [number, number])[] {
	const found: (readonly [number, number])[] = [];
	let limit = text.length;
	for (let at = text.length - 1; at >= 0; at--) {
		const match = pattern.exec(text.slice(0, limit), at);
		if (match === undefined || match.start !== at || match.end === at) continue;
		found.unshift([match.start, match.end]);
		limit = match.start;
	}
	return found;
}
