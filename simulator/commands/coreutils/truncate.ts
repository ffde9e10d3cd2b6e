import { Fatal, gnuCommand } from '../gnu-command.ts';
import { flag, withValue } from '../options.ts';
import { parseCount } from './count.ts';
import { COREUTILS } from './version.ts';

export const truncate = gnuCommand({
	name: 'truncate',
	paths: ['/usr/bin/truncate'],
	size: 39_384,
	version: `truncate ${COREUTILS}`,
	help: `Usage: truncate OPTION... FILE...
Shrink or extend the size of each FILE to the specified size

A FILE argument that does not exist is created.

If a FILE is larger than the specified size, the extra data is lost.
If a FILE is shorter, it is extended and the sparse extended part (hole)
reads as zero bytes.

Mandatory arguments to long options are mandatory for short options too.
  -c, --no-create        do not create any files
  -o, --io-blocks        treat SIZE as number of IO blocks instead of bytes
  -r, --reference=RFILE  base size on RFILE
  -s, --size=SIZE        set or adjust the file size by SIZE bytes
      --help        display this help and exit
      --version     output version information and exit

The SIZE argument is an integer and optional unit (example: 10K is 10*1024).
Units are K,M,G,T,P,E,Z,Y (powers of 1024) or KB,MB,... (powers of 1000).
Binary prefixes can be used, too: KiB=K, MiB=M, and so on.

SIZE may also be prefixed by one of the following modifying characters:
'+' extend by, '-' reduce by, '<' at most, '>' at least,
'/' round down to multiple of, '%' round up to multiple of.

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/truncate>
or available locally via: info '(coreutils) truncate invocation'
`,
	options: {
		noCreate: flag('c', 'no-create'),
		ioBlocks: flag('o', 'io-blocks'),
		reference: withValue('r', 'reference'),
		size: withValue('s', 'size'),
	},
	*main(run) {
		const { process, values, operands } = run;
		if (values.size === undefined && values.reference === undefined) {
			throw new Fatal('you must specify either ‘--size’ or ‘--reference’', 1, true);
		}
		if (operands.length === 0) throw new Fatal('missing file operand', 1, true);
		const match = /^([-+<>/%]?)(.*)$/s.exec(values.size ?? '') as RegExpExecArray;
		const count = values.size === undefined ? 0 : parseCount(match[2] as string);
		if (count === undefined) throw new Fatal(`Invalid number: ‘${match[2]}’`);
		if (count === 0 && /[/%]/.test(match[1] as string)) throw new Fatal('division by zero');
		const base = values.reference === undefined ? undefined : process.stat(values.reference).size;
		let status = 0;
		for (const path of operands) {
			try {
				if (values.noCreate && !process.access(path, {})) continue;
				const fd = yield* process.open(path, { write: true, create: !values.noCreate }, 0o666);
				const from = base ?? process.fstat(fd).size;
				process.truncate(fd, values.size === undefined ? from : newSize(match[1] as string, count, from));
				process.close(fd);
			} catch (error) {
				yield* run.complainOf(`cannot open '${path}' for writing`, error);
				status = 1;
			}
		}
		return status;
	},
});

function newSize(operator: string, count: number, size: number): number {
	switch (operator) {
		case '+':
			return size + count;
		case '-':
			return Math.max(0, size - count);
		case '<':
			return Math.min(size, count);
		case '>':
			return Math.max(size, count);
		case '/':
			return Math.floor(size / count) * count;
		case '%':
			return Math.ceil(size / count) * count;
		default:
			return count;
	}
}
