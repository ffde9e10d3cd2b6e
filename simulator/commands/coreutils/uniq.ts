import { SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import type { Run } from '../gnu-command.ts';
import { Fatal, gnuCommand } from '../gnu-command.ts';
import { flag, mayHaveValue, withValue } from '../options.ts';
import { LineReader } from '../stdio.ts';
import { COREUTILS } from './version.ts';

const options = {
	count: flag('c', 'count'),
	repeated: flag('d', 'repeated'),
	allRepeated: mayHaveValue('all-repeated'),
	allRepeatedShort: flag('D'),
	group: mayHaveValue('group'),
	skipFields: withValue('f', 'skip-fields'),
	ignoreCase: flag('i', 'ignore-case'),
	skipCharacters: withValue('s', 'skip-chars'),
	unique: flag('u', 'unique'),
	zero: flag('z', 'zero-terminated'),
	checkCharacters: withValue('w', 'check-chars'),
};

export const uniq = gnuCommand({
	name: 'uniq',
	paths: ['/usr/bin/uniq'],
	size: 43_456,
	version: `uniq ${COREUTILS}`,
	help: `Usage: uniq [OPTION]... [INPUT [OUTPUT]]
Filter adjacent matching lines from INPUT (or standard input),
writing to OUTPUT (or standard output).

With no options, matching lines are merged to the first occurrence.

Mandatory arguments to long options are mandatory for short options too.
  -c, --count           prefix lines by the number of occurrences
  -d, --repeated        only print duplicate lines, one for each group
  -D                    print all duplicate lines
  -f, --skip-fields=N   avoid comparing the first N fields
  -i, --ignore-case     ignore differences in case when comparing
  -s, --skip-chars=N    avoid comparing the first N characters
  -u, --unique          only print unique lines
  -z, --zero-terminated     line delimiter is NUL, not newline
  -w, --check-chars=N   compare no more than N characters in lines
      --help        display this help and exit
      --version     output version information and exit
`,
	options,
	rewrite: oldWords,
	*main(run) {
		const { process, values, operands } = run;
		const [input = '-', output] = operands;
		if (operands.length > 2) throw new Fatal(`extra operand ‘${operands[2]}’`, 1, true);
		const fields = countOf(values.skipFields, 'fields to skip') ?? 0;
		const skip = countOf(values.skipCharacters, 'bytes to skip') ?? 0;
		const check = countOf(values.checkCharacters, 'bytes to compare');
		const group = methodOf('group', values.group, GROUPINGS, 'separate');
		const repeats =
			methodOf('all-repeated', values.allRepeated, REPEATS, 'none') ?? (values.allRepeatedShort ? 'none' : undefined);
		if (group !== undefined && (values.count || values.repeated || values.unique || repeats !== undefined)) {
			throw new Fatal('--group is mutually exclusive with -c/-d/-D/-u', 1, true);
		}
		if (values.count && repeats !== undefined) {
			throw new Fatal('printing all duplicated lines and repeat counts is meaningless', 1, true);
		}
		const keyOf = (line: string): string => {
			let text = line;
			for (let left = fields; left > 0; left--) text = text.replace(/^[ \t]*[^ \t]*/, '');
			text = text.slice(skip, check === undefined ? undefined : skip + check);
			return values.ignoreCase ? text.toLowerCase() : text;
		};
		const end = values.zero ? '\0' : '\n';
		const outFd =
			output === undefined
				? undefined
				: yield* process.open(output, { write: true, create: true, truncate: true }, 0o666);
		const print = (text: string) =>
			outFd === undefined ? run.out.write(text + end) : process.write(outFd, encodeUtf8(text + end));
		let held: string[] = [];
		let printed = 0;
		let fd = 0;
		try {
			if (input !== '-') fd = yield* process.open(input, { read: true });
		} catch (error) {
			yield* run.complainOf(input, error);
			return 1;
		}
		const reader = new LineReader(process, fd, end);
		for (let line = yield* next(reader, input); line !== undefined; line = yield* next(reader, input)) {
			if (held.length > 0 && keyOf(held[0] as string) !== keyOf(line)) {
				printed += yield* printGroup({ values, group, repeats, printed }, held, print);
				held = [];
			}
			held.push(line);
		}
		printed += yield* printGroup({ values, group, repeats, printed }, held, print);
		if (printed > 0 && (group === 'append' || group === 'both')) yield* print('');
		return 0;
	},
});

function* next(reader: LineReader, input: string): Task<string | undefined> {
	try {
		return yield* reader.next();
	} catch (error) {
		if (error instanceof SystemError) throw new Fatal(`error reading '${input}'`);
		throw error;
	}
}

/** `-2` are fields to skip, `+2` characters. */
function oldWords(argv: readonly string[]): readonly string[] {
	const end = argv.indexOf('--');
	return argv.map((word, at) =>
		end >= 0 && at > end ? word : word.replace(/^-(\d+)$/, '-f$1').replace(/^\+(\d+)$/, '-s$1'),
	);
}

const GROUPINGS = ['prepend', 'append', 'separate', 'both'] as const;
const REPEATS = ['none', 'prepend', 'separate'] as const;

function countOf(text: string | undefined, what: string): number | undefined {
	if (text === undefined) return undefined;
	if (!/^\d+$/.test(text)) throw new Fatal(`${text}: invalid number of ${what}`);
	return Number(text);
}

function methodOf<M extends string>(
	name: string,
	value: string | undefined,
	methods: readonly M[],
	fallback: M,
): M | undefined {
	if (value === undefined) return undefined;
	if (typeof value !== 'string') return fallback;
	const found = methods.filter((method) => method.startsWith(value));
	if (found.length === 1) return found[0];
	const list = methods.map((method) => `\n  - ‘${method}’`).join('');
	throw new Fatal(`invalid argument ‘${value}’ for ‘--${name}’\nValid arguments are:${list}`, 1, true);
}

interface Choice {
	readonly values: Run<typeof options>['values'];
	readonly group: (typeof GROUPINGS)[number] | undefined;
	readonly repeats: (typeof REPEATS)[number] | undefined;
	/** How many groups have been printed. */
	readonly printed: number;
}

/** 1 when the group was printed, else 0. */
function* printGroup(
	{ values, group, repeats, printed }: Choice,
	lines: readonly string[],
	print: (line: string) => Task<void>,
): Task<number> {
	const first = lines[0];
	if (first === undefined) return 0;
	if (group !== undefined) {
		if (printed > 0 || group === 'prepend' || group === 'both') yield* print('');
		for (const line of lines) yield* print(line);
		return 1;
	}
	if (values.unique ? lines.length > 1 : (values.repeated || repeats !== undefined) && lines.length === 1) return 0;
	if (values.unique && (values.repeated || repeats !== undefined)) return 0;
	if (repeats === undefined) {
		yield* print(values.count ? `${String(lines.length).padStart(7)} ${first}` : first);
		return 1;
	}
	if (repeats === 'prepend' || (repeats === 'separate' && printed > 0)) yield* print('');
	for (const line of lines) yield* print(line);
	return 1;
}
