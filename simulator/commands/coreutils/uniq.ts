import type { Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import type { Run } from '../gnu-command.ts';
import { Fatal, gnuCommand } from '../gnu-command.ts';
import { flag, withValue } from '../options.ts';
import { LineReader } from '../stdio.ts';
import { COREUTILS } from './version.ts';

const options = {
	count: flag('c', 'count'),
	repeated: flag('d', 'repeated'),
	allRepeated: flag('D', 'all-repeated'),
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
	*main(run) {
		const { process, values, operands } = run;
		const [input = '-', output] = operands;
		if (operands.length > 2) throw new Fatal(`extra operand ‘${operands[2]}’`, 1, true);
		const fields = Number(values.skipFields ?? 0);
		const skip = Number(values.skipCharacters ?? 0);
		const check = values.checkCharacters === undefined ? undefined : Number(values.checkCharacters);
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
		let group: string[] = [];
		let fd = 0;
		try {
			if (input !== '-') fd = yield* process.open(input, { read: true });
		} catch (error) {
			yield* run.complainOf(input, error);
			return 1;
		}
		const reader = new LineReader(process, fd, end);
		for (let line = yield* reader.next(); line !== undefined; line = yield* reader.next()) {
			if (group.length > 0 && keyOf(group[0] as string) !== keyOf(line)) {
				yield* printGroup(values, group, print);
				group = [];
			}
			group.push(line);
		}
		yield* printGroup(values, group, print);
		return 0;
	},
});

function* printGroup(
	values: Run<typeof options>['values'],
	group: readonly string[],
	print: (line: string) => Task<void>,
): Task<void> {
	const first = group[0];
	if (first === undefined) return;
	if (values.unique ? group.length > 1 : (values.repeated || values.allRepeated) && group.length === 1) return;
	if (values.unique && values.repeated) return;
	if (values.allRepeated) for (const line of group) yield* print(line);
	else yield* print(values.count ? `${String(group.length).padStart(7)} ${first}` : first);
}
