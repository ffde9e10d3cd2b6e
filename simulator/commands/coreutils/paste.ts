import type { Task } from '../../machinery/task.ts';
import { Fatal, gnuCommand } from '../gnu-command.ts';
import { reasonOf } from '../launch.ts';
import { flag, withValue } from '../options.ts';
import { quotedName } from '../quoted-name.ts';
import { LineReader } from '../stdio.ts';
import { COREUTILS } from './version.ts';

export const paste = gnuCommand({
	name: 'paste',
	paths: ['/usr/bin/paste'],
	size: 39_384,
	version: `paste ${COREUTILS}`,
	help: `Usage: paste [OPTION]... [FILE]...
Write lines consisting of the sequentially corresponding lines from
each FILE, separated by TABs, to standard output.

With no FILE, or when FILE is -, read standard input.

Mandatory arguments to long options are mandatory for short options too.
  -d, --delimiters=LIST   reuse characters from LIST instead of TABs
  -s, --serial            paste one file at a time instead of in parallel
  -z, --zero-terminated    line delimiter is NUL, not newline
      --help        display this help and exit
      --version     output version information and exit

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/paste>
or available locally via: info '(coreutils) paste invocation'
`,
	badInput: { read: '-', close: '-' },
	options: {
		delimiters: withValue('d', 'delimiters'),
		serial: flag('s', 'serial'),
		zero: flag('z', 'zero-terminated'),
	},
	*main(run) {
		const { process, values, operands } = run;
		const end = values.zero ? '\0' : '\n';
		const delimiters = delimiterList(values.delimiters ?? '\t');
		const readers: Source[] = [];
		const standard = new LineReader(process, 0, end);
		for (const name of operands.length === 0 ? ['-'] : operands) {
			try {
				const reader =
					name === '-' ? standard : new LineReader(process, yield* process.open(name, { read: true }), end);
				readers.push({ name, reader });
			} catch (error) {
				throw new Fatal(`${quotedName(name)}: ${reasonOf(error)}`);
			}
		}
		const delimiter = (at: number): string => delimiters[at % delimiters.length] as string;
		if (values.serial) {
			for (const reader of readers) {
				let text = '';
				let count = 0;
				for (let line = yield* next(reader); line !== undefined; line = yield* next(reader)) {
					text += (count === 0 ? '' : delimiter(count - 1)) + line;
					count++;
				}
				yield* run.out.write(text + end);
			}
			return 0;
		}
		for (;;) {
			const row = yield* nextRow(readers);
			if (row === undefined) return 0;
			yield* run.out.write(row.map((cell, at) => (at === 0 ? '' : delimiter(at - 1)) + cell).join('') + end);
		}
	},
});

interface Source {
	readonly name: string;
	readonly reader: LineReader;
}

function* next({ name, reader }: Source): Task<string | undefined> {
	try {
		return yield* reader.next();
	} catch (error) {
		if (name === '-') throw error;
		throw new Fatal(`${quotedName(name)}: ${reasonOf(error)}`);
	}
}

function* nextRow(readers: readonly Source[]): Task<string[] | undefined> {
	const row: string[] = [];
	let any = false;
	for (const reader of readers) {
		const line = yield* next(reader);
		any ||= line !== undefined;
		row.push(line ?? '');
	}
	return any ? row : undefined;
}

function delimiterList(text: string): string[] {
	if (/(?:^|[^\\])(?:\\\\)*\\$/.test(text)) {
		throw new Fatal(`delimiter list ends with an unescaped backslash: ${text}`);
	}
	const list = [...text.matchAll(/\\(.)|([^\\])/gsu)].map(([, escaped, plain]) =>
		escaped === undefined
			? (plain as string)
			: escaped === 'n'
				? '\n'
				: escaped === 't'
					? '\t'
					: escaped === '0'
						? ''
						: escaped,
	);
	return list.length === 0 ? [''] : list;
}
