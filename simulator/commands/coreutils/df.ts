import type { Process } from '../../kernel/process-api.ts';
import { Fatal, gnuCommand } from '../gnu-command.ts';
import { flag, mayHaveValue, withValue } from '../options.ts';
import { humanSize } from './human-size.ts';
import { COREUTILS } from './version.ts';

interface Usage {
	readonly source: string;
	readonly type: string;
	readonly target: string;
	readonly total: number;
	readonly used: number;
}

export const df = gnuCommand({
	name: 'df',
	paths: ['/usr/bin/df'],
	size: 88_008,
	version: `df ${COREUTILS}`,
	help: `Usage: df [OPTION]... [FILE]...
Show information about the file system on which each FILE resides,
or all file systems by default.

Mandatory arguments to long options are mandatory for short options too.
  -a, --all             include pseudo, duplicate, inaccessible file systems
  -B, --block-size=SIZE  scale sizes by SIZE before printing them; e.g.,
                           '-BM' prints sizes in units of 1,048,576 bytes;
                           see SIZE format below
  -h, --human-readable  print sizes in powers of 1024 (e.g., 1023M)
  -H, --si              print sizes in powers of 1000 (e.g., 1.1G)
  -i, --inodes          list inode information instead of block usage
  -k                    like --block-size=1K
  -l, --local           limit listing to local file systems
      --no-sync         do not invoke sync before getting usage info (default)
      --output[=FIELD_LIST]  use the output format defined by FIELD_LIST,
                               or print all fields if FIELD_LIST is omitted.
  -P, --portability     use the POSIX output format
      --sync            invoke sync before getting usage info
      --total           elide all entries insignificant to available space,
                          and produce a grand total
  -t, --type=TYPE       limit listing to file systems of type TYPE
  -T, --print-type      print file system type
  -x, --exclude-type=TYPE   limit listing to file systems not of type TYPE
  -v                    (ignored)
      --help        display this help and exit
      --version     output version information and exit

Display values are in units of the first available SIZE from --block-size,
and the DF_BLOCK_SIZE, BLOCK_SIZE and BLOCKSIZE environment variables.
Otherwise, units default to 1024 bytes (or 512 if POSIXLY_CORRECT is set).

The SIZE argument is an integer and optional unit (example: 10K is 10*1024).
Units are K,M,G,T,P,E,Z,Y (powers of 1024) or KB,MB,... (powers of 1000).
Binary prefixes can be used, too: KiB=K, MiB=M, and so on.

FIELD_LIST is a comma-separated list of columns to be included.  Valid
field names are: 'source', 'fstype', 'itotal', 'iused', 'iavail', 'ipcent',
'size', 'used', 'avail', 'pcent', 'file' and 'target' (see info page).

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/df>
or available locally via: info '(coreutils) df invocation'
`,
	options: {
		all: flag('a', 'all'),
		block: withValue('B', 'block-size'),
		human: flag('h', 'human-readable'),
		si: flag('H', 'si'),
		inodes: flag('i', 'inodes'),
		kilo: flag('k'),
		local: flag('l', 'local'),
		mega: flag('m'),
		output: mayHaveValue('output'),
		portable: flag('P', 'portability'),
		total: flag('total'),
		type: withValue('t', 'type'),
		printType: flag('T', 'print-type'),
		exclude: withValue('x', 'exclude-type'),
	},
	*main(run) {
		const { process, values, operands } = run;
		let status = 0;
		let rows: Usage[] = [];
		if (operands.length === 0) rows = mounted(process, values.all === true);
		for (const path of operands) {
			try {
				process.stat(path);
				const found = process.statfs(path);
				rows.push({
					source: found.source,
					type: found.type,
					target: found.mountPoint,
					total: found.totalBytes,
					used: found.usedBytes,
				});
			} catch (error) {
				yield* run.complainOf(path, error);
				status = 1;
			}
		}
		if (values.type !== undefined) rows = rows.filter((row) => row.type === values.type);
		if (values.exclude !== undefined) rows = rows.filter((row) => row.type !== values.exclude);
		if (rows.length === 0) {
			if (status === 0) throw new Fatal('no file systems processed');
			return status;
		}
		if (values.total) {
			const sum = (key: 'total' | 'used'): number => rows.reduce((all, row) => all + row[key], 0);
			rows.push({ source: 'total', type: '-', target: '-', total: sum('total'), used: sum('used') });
		}
		const unit = values.mega ? 1024 ** 2 : values.block === undefined ? 1024 : blockSize(values.block);
		const size = (bytes: number): string =>
			values.human ? humanSize(bytes) : values.si ? humanSize(bytes, 1000) : String(Math.ceil(bytes / unit));
		const heading =
			values.human || values.si
				? 'Size'
				: values.block === undefined
					? values.mega
						? '1M-blocks'
						: values.portable
							? '1024-blocks'
							: '1K-blocks'
					: `${values.block}-blocks`;
		const table = values.inodes
			? inodeTable(rows)
			: sizeTable(rows, size, heading, values.human === true || values.si === true);
		if (values.printType) {
			for (const [at, row] of table.entries()) row.splice(1, 0, rows[at - 1]?.type ?? 'Type');
		}
		yield* run.out.write(layOut(table, values.printType ? 2 : 1));
		return status;
	},
});

/** The mounts that a plain df lists: real ones and memory file systems, each once. Models src/df.c filter_mount_list. */
function mounted(process: Process, all: boolean): Usage[] {
	const rows: Usage[] = [];
	const known = new Map<string, number>();
	for (const { source, target, type } of process.machine.mounts()) {
		if (!all && ['proc', 'sysfs', 'devpts', 'cgroup2', 'mqueue', 'devtmpfs-hidden'].includes(type)) continue;
		const { totalBytes, usedBytes } = process.statfs(target);
		const row = { source, type, target, total: totalBytes, used: usedBytes };
		// A file system that shows at several places is told at the shortest path.
		const key = `${process.stat(target).device} ${source}`;
		const before = known.get(key);
		if (all || before === undefined) known.set(key, rows.push(row) - 1);
		else if (target.length < (rows[before] as Usage).target.length) rows[before] = row;
	}
	return rows;
}

function blockSize(text: string): number {
	const units: Readonly<Record<string, number>> = {
		'': 1,
		K: 1024,
		M: 1024 ** 2,
		G: 1024 ** 3,
		KB: 1000,
		MB: 1e6,
		GB: 1e9,
	};
	const match = /^(\d*)([A-Z]*)$/.exec(text);
	const unit = units[match?.[2] ?? '-'];
	if (match === null || unit === undefined) throw new Fatal(`invalid -B argument '${text}'`);
	return Number(match[1] || '1') * unit;
}

function sizeTable(
	rows: readonly Usage[],
	size: (bytes: number) => string,
	heading: string,
	human: boolean,
): string[][] {
	return [
		[
			'Filesystem',
			heading,
			'Used',
			human ? 'Avail' : 'Available',
			heading === '1024-blocks' ? 'Capacity' : 'Use%',
			'Mounted on',
		],
		...rows.map(({ source, target, total, used }) => {
			const percent = total === 0 ? '-' : `${Math.ceil((used * 100) / total)}%`;
			return [source, size(total), size(used), size(Math.max(0, total - used)), percent, target];
		}),
	];
}

/** Differs: an inode for every 16 KiB, as ext4 makes them; used ones by their average size. */
function inodeTable(rows: readonly Usage[]): string[][] {
	return [
		['Filesystem', 'Inodes', 'IUsed', 'IFree', 'IUse%', 'Mounted on'],
		...rows.map(({ source, target, total, used }) => {
			const inodes = Math.floor(total / 16_384);
			const taken = Math.ceil(used / 16_384);
			return [
				source,
				String(inodes),
				String(taken),
				String(inodes - taken),
				inodes === 0 ? '-' : `${Math.ceil((taken * 100) / inodes)}%`,
				target,
			];
		}),
	];
}

/** Texts to the left, numbers to the right; the first column has at least 14 columns, numbers 5. */
function layOut(table: readonly (readonly string[])[], texts: number): string {
	const columns = table[0] as readonly string[];
	const widths = columns.map((_, at) =>
		Math.max(
			at === 0 ? 14 : at < texts ? 4 : at === columns.length - 2 ? 4 : 5,
			...table.map((row) => (row[at] as string).length),
		),
	);
	return table
		.map((row) =>
			row
				.map((cell, at) =>
					at === row.length - 1
						? cell
						: at < texts
							? cell.padEnd(widths[at] as number)
							: cell.padStart(widths[at] as number),
				)
				.join(' '),
		)
		.map((line) => `${line}\n`)
		.join('');
}
