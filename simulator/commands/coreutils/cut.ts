import { nothing, type Task } from '../../machinery/task.ts';
import { decodeLossless, decodeUtf8, encodeLossless, encodeUtf8 } from '../../machinery/utf8.ts';
import type { Run } from '../gnu-command.ts';
import { Fatal, forEachFile, forEachLine, gnuCommand } from '../gnu-command.ts';
import { flag, withValue } from '../options.ts';
import { readAll } from '../stdio.ts';
import { quoted } from './env-split.ts';
import { COREUTILS } from './version.ts';

const options = {
	bytes: withValue('b', 'bytes'),
	characters: withValue('c', 'characters'),
	delimiter: withValue('d', 'delimiter'),
	fields: withValue('f', 'fields'),
	noSplit: flag('n'),
	complement: flag('complement'),
	onlyDelimited: flag('s', 'only-delimited'),
	outputDelimiter: withValue('output-delimiter'),
	zero: flag('z', 'zero-terminated'),
};

export const cut = gnuCommand({
	name: 'cut',
	paths: ['/usr/bin/cut'],
	size: 43_456,
	version: `cut ${COREUTILS}`,
	help: `Usage: cut OPTION... [FILE]...
Print selected parts of lines from each FILE to standard output.

With no FILE, or when FILE is -, read standard input.

Mandatory arguments to long options are mandatory for short options too.
  -b, --bytes=LIST        select only these bytes
  -c, --characters=LIST   select only these characters
  -d, --delimiter=DELIM   use DELIM instead of TAB for field delimiter
  -f, --fields=LIST       select only these fields;  also print any line
                            that contains no delimiter character, unless
                            the -s option is specified
  -n                      (ignored)
      --complement        complement the set of selected bytes, characters
                            or fields
  -s, --only-delimited    do not print lines not containing delimiters
      --output-delimiter=STRING  use STRING as the output delimiter
                            the default is to use the input delimiter
  -z, --zero-terminated   line delimiter is NUL, not newline
      --help        display this help and exit
      --version     output version information and exit

Use one, and only one of -b, -c or -f.  Each LIST is made up of one
range, or many ranges separated by commas.  Selected input is written
in the same order that it is read, and is written exactly once.
Each range is one of:

  N     N'th byte, character or field, counted from 1
  N-    from N'th byte, character or field, to end of line
  N-M   from N'th to M'th (included) byte, character or field
  -M    from first to M'th (included) byte, character or field
`,
	badInput: { close: '-' },
	options,
	*main(run) {
		const { values } = run;
		const lists = [values.bytes, values.characters, values.fields].filter((each) => each !== undefined);
		if (lists.length === 0) throw new Fatal('you must specify a list of bytes, characters, or fields', 1, true);
		if (lists.length > 1) throw new Fatal('only one list may be specified', 1, true);
		const byField = values.fields !== undefined;
		if (!byField && values.delimiter !== undefined) {
			throw new Fatal('an input delimiter may be specified only when operating on fields', 1, true);
		}
		if (!byField && values.onlyDelimited) {
			throw new Fatal('suppressing non-delimited lines makes sense\n\tonly when operating on fields', 1, true);
		}
		if (values.delimiter !== undefined && encodeUtf8(values.delimiter).length > 1) {
			throw new Fatal('the delimiter must be a single character', 1, true);
		}
		const chosen = parseList(lists[0] as string, byField, values.complement === true);
		const end = values.zero ? '\0' : '\n';
		if (byField && separatorOf(run) === end) {
			return yield* forEachFile(run, run.operands, (fd) => cutLines(run, fd, chosen, end));
		}
		return yield* forEachLine(
			run,
			run.operands,
			(line) => {
				const text = byField ? cutFields(run, line, chosen) : cutCharacters(run, line, chosen);
				return text === undefined ? nothing() : run.out.write(text + end);
			},
			undefined,
			end,
		);
	},
});

/** Parts from the first to the last, counted from 1. */
type Range = readonly [first: number, last: number];

/** What is chosen, in order, no two of them touching. Throws Fatal. */
function parseList(text: string, byField: boolean, complement: boolean): readonly Range[] {
	const what = byField ? 'field' : 'byte/character position';
	const ranges = text.split(/[, ]/).map((range): [number, number] => {
		const match = /^(\d*)(?:(-)(\d*))?$/.exec(range)?.map((each) => each ?? '') ?? null;
		if (match === null) throw new Fatal(rangeProblem(range, byField), 1, true);
		const [, from = '', dash = '', to = ''] = match;
		if (from === '' && to === '') {
			throw new Fatal(
				dash === ''
					? `${byField ? 'fields' : 'byte/character positions'} are numbered from 1`
					: 'invalid range with no endpoint: -',
				1,
				true,
			);
		}
		const low = from === '' ? 1 : Number(from);
		const high = dash === '' ? low : to === '' ? Number.POSITIVE_INFINITY : Number(to);
		if (low === 0) throw new Fatal(`${byField ? 'fields' : 'byte/character positions'} are numbered from 1`, 1, true);
		if (high < low) throw new Fatal(`invalid decreasing range`, 1, true);
		return [low, high];
	});
	if (ranges.length === 0) throw new Fatal(`missing list of ${what}s`, 1, true);
	const merged = mergedRanges(ranges, complement);
	return complement ? rangesBetween(merged) : merged;
}

/** What is wrong with it, from the first character that cannot be. Models coreutils set-fields.c. */
function rangeProblem(range: string, byField: boolean): string {
	const rest = /^\d*-?\d*(.*)$/s.exec(range)?.[1] ?? range;
	if (rest.startsWith('-')) return byField ? 'invalid field range' : 'invalid byte or character range';
	return byField ? `invalid field value ${quoted(rest)}` : `invalid byte/character position ${quoted(rest)}`;
}

/** @param joins those that only touch become one. */
function mergedRanges(ranges: readonly Range[], joins: boolean): readonly Range[] {
	const merged: Range[] = [];
	for (const [first, last] of [...ranges].sort(([a], [b]) => a - b)) {
		const [start, end] = merged.at(-1) ?? [0, -1];
		if (merged.length > 0 && (joins ? first <= end + 1 : first <= end))
			merged.splice(-1, 1, [start, Math.max(end, last)]);
		else merged.push([first, last]);
	}
	return merged;
}

function rangesBetween(ranges: readonly Range[]): readonly Range[] {
	const between: Range[] = [];
	let next = 1;
	for (const [first, last] of ranges) {
		if (first > next) between.push([next, first - 1]);
		next = last + 1;
	}
	if (next !== Number.POSITIVE_INFINITY) between.push([next, Number.POSITIVE_INFINITY]);
	return between;
}

/** Where lines are the fields: those of a whole file. */
function* cutLines(run: Run<typeof options>, fd: number, chosen: readonly Range[], end: string): Task<void> {
	const text = decodeUtf8(yield* readAll(run.process, fd));
	if (text === '') return;
	const cut = cutFields(run, text.endsWith(end) ? text.slice(0, -1) : text, chosen, text.includes(end));
	if (cut !== undefined) yield* run.out.write(cut + end);
}

function separatorOf(run: Run<typeof options>): string {
	return run.values.delimiter === '' ? '\0' : (run.values.delimiter ?? '\t');
}

function cutFields(
	run: Run<typeof options>,
	line: string,
	chosen: readonly Range[],
	delimited = false,
): string | undefined {
	const separator = separatorOf(run);
	if (!delimited && !line.includes(separator)) return run.values.onlyDelimited ? undefined : line;
	const output = outputDelimiter(run, separator);
	const pieces: string[] = [];
	let [field, at] = [1, 0];
	for (const [first, last] of chosen) {
		at = afterFields(line, separator, at, first - field);
		if (at < 0) break;
		const end = last === Number.POSITIVE_INFINITY ? -1 : afterFields(line, separator, at, last - first + 1);
		const piece = end < 0 ? line.slice(at) : line.slice(at, end - separator.length);
		pieces.push(output === separator ? piece : piece.replaceAll(separator, output));
		if (end < 0) break;
		[field, at] = [last + 1, end];
	}
	return pieces.join(output);
}

/** Where the line goes on after so many fields; −1 when it has no more. */
function afterFields(line: string, separator: string, from: number, count: number): number {
	let at = from;
	for (let left = count; left > 0; left--) {
		const next = line.indexOf(separator, at);
		if (next < 0) return -1;
		at = next + separator.length;
	}
	return at;
}

/** GNU cut counts bytes for -c too; a character is cut like all else. */
function cutCharacters(run: Run<typeof options>, line: string, chosen: readonly Range[]): string {
	const output = outputDelimiter(run, '');
	// What is behind the last that is chosen need not be looked at.
	const wanted = chosen.at(-1)?.[1] ?? 0;
	if (/^[\x00-\x7f]*$/.test(wanted < line.length ? line.slice(0, wanted) : line)) {
		return chosen.flatMap(([first, last]) => (first > line.length ? [] : [line.slice(first - 1, last)])).join(output);
	}
	const bytes = encodeLossless(wanted < line.length ? line.slice(0, wanted + 1) : line);
	return chosen
		.flatMap(([first, last]) => (first > bytes.length ? [] : [decodeLossless(bytes.subarray(first - 1, last))]))
		.join(output);
}

/** An empty one is a NUL, as an empty delimiter is. */
function outputDelimiter(run: Run<typeof options>, otherwise: string): string {
	return run.values.outputDelimiter === '' ? '\0' : (run.values.outputDelimiter ?? otherwise);
}
