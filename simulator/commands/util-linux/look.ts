import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { complaintOf, Fatal, gnuCommand } from '../gnu-command.ts';
import { flag, withValue } from '../options.ts';
import { readFile } from '../stdio.ts';
import { UTIL_LINUX } from './version.ts';

const DICTIONARY = '/usr/share/dict/words';

/** Lines of a sorted file that begin so: a binary search, as misc-utils/look.c makes it. */
export const look = gnuCommand({
	name: 'look',
	paths: ['/usr/bin/look'],
	size: 14_720,
	version: `look from ${UTIL_LINUX}`,
	help: `
Usage:
 look [options] <string> [<file>...]

Display lines beginning with a specified string.

Options:
 -a, --alternative        use the alternative dictionary
 -d, --alphanum           compare only blanks and alphanumeric characters
 -f, --ignore-case        ignore case differences when comparing
 -t, --terminate <char>   define the string-termination character

 -h, --help               display this help
 -V, --version            display version

For more details see look(1).
`,
	options: {
		alternative: flag('a', 'alternative'),
		alphanumeric: flag('d', 'alphanum'),
		ignoreCase: flag('f', 'ignore-case'),
		terminate: withValue('t', 'terminate'),
	},
	*main({ operands, values, process, out }) {
		const [string, path = DICTIONARY] = operands;
		if (string === undefined || operands.length > 2) throw new Fatal('bad usage', 1, true);
		// Without a file the dictionary is meant, and read as one.
		const isPlain = operands.length < 2;
		const end = values.terminate === undefined ? string.length : string.indexOf(values.terminate.charAt(0)) + 1;
		const key = keyOf(
			end > 0 ? string.slice(0, end) : string,
			values.alphanumeric === true || isPlain,
			values.ignoreCase === true || isPlain,
		);
		let text: string;
		try {
			text = decodeUtf8(yield* readFile(process, path));
		} catch (error) {
			throw new Fatal(complaintOf(path, error));
		}
		const lines = text.replace(/\n$/, '').split('\n');
		const of = (line: string): string =>
			keyOf(line, values.alphanumeric === true || isPlain, values.ignoreCase === true || isPlain);
		let at = yield* firstNotBelow(lines, of, key, () => process.tick());
		const first = at;
		for (; at < lines.length && of(lines[at] as string).startsWith(key); at++) {
			yield* process.tick();
			yield* out.write(`${lines[at]}\n`);
		}
		return at > first ? 0 : 1;
	},
});

function keyOf(line: string, alphanumeric: boolean, ignoreCase: boolean): string {
	const kept = alphanumeric ? line.replace(/[^\p{L}\p{N}\s]/gu, '') : line;
	return ignoreCase ? kept.toLowerCase() : kept;
}

function* firstNotBelow(
	lines: readonly string[],
	of: (line: string) => string,
	key: string,
	tick: () => Task<void>,
): Task<number> {
	let low = 0;
	let high = lines.length;
	while (low < high) {
		yield* tick();
		const middle = (low + high) >> 1;
		if (of(lines[middle] as string) < key) low = middle + 1;
		else high = middle;
	}
	return low;
}
