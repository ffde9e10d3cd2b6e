import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { Fatal, gnuCommand, type Run } from '../gnu-command.ts';
import { reasonOf } from '../launch.ts';
import { flag, type OptionTable, withValue } from '../options.ts';
import { readAll } from '../stdio.ts';

const options = {
	all: flag('a', 'all'),
	data: flag('d', 'data'),
	fileName: flag('f', 'print-file-name'),
	least: withValue('n', 'bytes'),
	octal: flag('o'),
	radix: withValue('t', 'radix'),
	whitespace: flag('w', 'include-all-whitespace'),
	encoding: withValue('e', 'encoding'),
	separator: withValue('s', 'output-separator'),
	target: withValue('T', 'target'),
	version: flag('v', 'V', 'version'),
	help: flag('h', 'help'),
} satisfies OptionTable;

const HELP = `Usage: strings [option(s)] [file(s)]
 Display printable strings in [file(s)] (stdin by default)
 The options are:
  -a - --all                the whole file
  -d --data                 the data sections only
  -f --print-file-name      the file's name before each string
  -n <number>, --bytes=<number>  at least so many characters (4)
  -t --radix={o,d,x}        where it is, in base 8, 10 or 16
  -w --include-all-whitespace  line ends and the like are part of strings
  -o                        as --radix=o
  -e --encoding={s,S}       7 or 8 bits
  -s --output-separator=<string>  instead of a newline
  -h --help                 this
  -v -V --version           the version
`;

/** binutils' strings: runs of characters that can be printed. */
export const strings = gnuCommand({
	name: 'strings',
	paths: ['/usr/bin/strings'],
	size: 31_296,
	version: 'GNU strings (GNU Binutils for Ubuntu) 2.42',
	help: HELP,
	options,
	rewrite: (argv) => argv.map((word) => word.replace(/^-(\d+)$/, '-n$1')),
	*main(run) {
		const { values, operands, out } = run;
		if (values.help || values.version) {
			yield* out.write(values.help ? HELP : 'GNU strings (GNU Binutils for Ubuntu) 2.42\n');
			return 0;
		}
		const least = Number(values.least ?? 4);
		if (!Number.isInteger(least) || least < 1) {
			throw new Fatal(
				/^-?\d+$/.test(values.least ?? '')
					? `invalid minimum string length ${values.least}`
					: `invalid integer argument ${values.least}`,
			);
		}
		let status = 0;
		for (const name of operands.length === 0 ? ['-'] : operands) {
			try {
				if (name !== '-' && run.process.stat(name).type === 'directory') {
					yield* run.process.write(2, new Uint8Array());
					throw new Fatal(`Warning: '${name}' is a directory`);
				}
				const fd = name === '-' ? 0 : yield* run.process.open(name, { read: true });
				yield* printStrings(run, yield* readAll(run.process, fd), name === '-' ? '{standard input}' : name, least);
			} catch (error) {
				status = 1;
				if (error instanceof Fatal) yield* run.complain(error.message);
				else
					yield* run.complain(
						`'${name}': ${reasonOf(error) === 'No such file or directory' ? 'No such file' : reasonOf(error)}`,
					);
			}
		}
		return status;
	},
});

function* printStrings(run: Run<typeof options>, bytes: Uint8Array, name: string, least: number): Task<void> {
	const { values, out } = run;
	const eight = values.encoding === 'S';
	const printable = (byte: number): boolean =>
		(byte >= 0x20 && byte < 0x7f) ||
		byte === 9 ||
		(eight && byte >= 0x80) ||
		(values.whitespace === true && [10, 11, 12, 13].includes(byte));
	let from = 0;
	for (let at = 0; at <= bytes.length; at++) {
		if (at % 4096 === 0) yield* run.process.tick();
		if (at < bytes.length && printable(bytes[at] as number)) continue;
		if (at - from >= least) {
			const lead = values.fileName ? `${name}: ` : '';
			yield* out.write(
				`${lead}${offsetText(values.octal ? 'o' : values.radix, from)}${decodeUtf8(bytes.slice(from, at))}${values.separator ?? '\n'}`,
			);
		}
		from = at + 1;
	}
}

const RADICES: Readonly<Record<string, number>> = { o: 8, d: 10, x: 16 };

function offsetText(radix: string | undefined, offset: number): string {
	if (radix === undefined) return '';
	return `${offset.toString(RADICES[radix] ?? 10).padStart(7)} `;
}
