import type { Process } from '../../kernel/process-api.ts';
import { Fatal, gnuCommand, type Run } from '../gnu-command.ts';
import { flag, mayHaveValue, OptionError, withValue } from '../options.ts';
import {
	type BlockSize,
	BYTES,
	environmentBlockSize,
	HUMAN,
	inBlocks,
	KIBIBYTES,
	parseBlockSize,
	SI,
	unitName,
} from './block-size.ts';
import { COREUTILS } from './version.ts';

interface Usage {
	readonly source: string;
	readonly type: string;
	readonly target: string;
	readonly total: number;
	readonly used: number;
	/** As it was asked for; "-" when it was not. */
	readonly file: string;
}

const options = {
	all: flag('a', 'all'),
	block: withValue('B'),
	blockLong: withValue('block-size'),
	human: flag('h', 'human-readable'),
	si: flag('H', 'si'),
	inodes: flag('i', 'inodes'),
	kilo: flag('k'),
	local: flag('l', 'local'),
	mega: flag('m'),
	output: mayHaveValue('output'),
	portable: flag('P', 'portability'),
	sync: flag('sync'),
	noSync: flag('no-sync'),
	total: flag('total'),
	type: withValue('t', 'type'),
	printType: flag('T', 'print-type'),
	exclude: withValue('x', 'exclude-type'),
	ignored: flag('v'),
};

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
	options,
	*main(run) {
		const { process, values, operands } = run;
		const blocks = blockSizeOf(run);
		const fields = fieldsOf(run);
		const { only, without } = checkTypes(run);
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
					file: path,
				});
			} catch (error) {
				yield* run.complainOf(path, error);
				status = 1;
			}
		}
		if (only.size > 0) rows = rows.filter((row) => only.has(row.type));
		rows = rows.filter((row) => !without.has(row.type));
		if (rows.length === 0) {
			if (status === 0) throw new Fatal('no file systems processed');
			return status;
		}
		if (values.total) {
			const sum = (key: 'total' | 'used'): number => rows.reduce((all, row) => all + row[key], 0);
			const isFirst = fields.includes('source');
			rows.push({
				source: 'total',
				type: '-',
				target: isFirst ? '-' : 'total',
				total: sum('total'),
				used: sum('used'),
				file: '-',
			});
		}
		const size = (bytes: number): string => inBlocks(bytes, blocks);
		const count = (inodes: number): string => inBlocks(inodes, blocks.human === undefined ? BYTES : blocks);
		const isHuman = blocks.human !== undefined;
		const block = isHuman ? 'Size' : values.portable ? `${blocks.unit}-blocks` : `${unitName(blocks.unit)}-blocks`;
		const headings: Partial<Record<Field, string>> = {
			size: block,
			...(isHuman || values.output !== undefined ? {} : { avail: 'Available' }),
			...(values.portable && !isHuman ? { pcent: 'Capacity' } : {}),
		};
		const table = rows.map((row) => fields.map((field) => FIELDS[field].cell(row, size, count)));
		yield* run.out.write(layOut(fields, [fields.map((field) => headings[field] ?? FIELDS[field].heading), ...table]));
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
		const row = { source, type, target, total: totalBytes, used: usedBytes, file: '-' };
		// A file system that shows at several places is told at the shortest path.
		const key = `${process.stat(target).device} ${source}`;
		const before = known.get(key);
		if (all || before === undefined) known.set(key, rows.push(row) - 1);
		else if (target.length < (rows[before] as Usage).target.length) rows[before] = row;
	}
	return rows;
}

/** Throws Fatal. */
function blockSizeOf({ given, values, process }: Run<typeof options>): BlockSize {
	let found: BlockSize | undefined;
	for (const { key, value = '' } of given) {
		if (key === 'human') found = HUMAN;
		else if (key === 'si') found = SI;
		else if (key === 'kilo') found = KIBIBYTES;
		else if (key === 'mega') found = { unit: 1024 ** 2, suffix: '' };
		else if (key === 'block') found = parseBlockSize(value, '-B');
		else if (key === 'blockLong') found = parseBlockSize(value, '--block-size');
	}
	if (found !== undefined) return found;
	if (values.portable && !process.env.has('DF_BLOCK_SIZE')) return KIBIBYTES;
	return environmentBlockSize(process.env, ['DF_BLOCK_SIZE', 'BLOCK_SIZE', 'BLOCKSIZE']) ?? KIBIBYTES;
}

/** Throws Fatal. */
function checkTypes({ given }: Run<typeof options>): { readonly only: Set<string>; readonly without: Set<string> } {
	const named = (wanted: string): Set<string> =>
		new Set(given.filter(({ key }) => key === wanted).map(({ value }) => value as string));
	const [only, without] = [named('type'), named('exclude')];
	const both = [...only].filter((each) => without.has(each));
	if (both.length > 0) {
		const lines = both.map((each) => `file system type ‘${each}’ both selected and excluded`);
		throw new Fatal(lines.join('\ndf: '));
	}
	return { only, without };
}

interface Column {
	readonly heading: string;
	readonly width: number;
	readonly isText?: true;
	readonly cell: (row: Usage, size: (bytes: number) => string, count: (inodes: number) => string) => string;
}

const percent = (part: number, whole: number): string => (whole === 0 ? '-' : `${Math.ceil((part * 100) / whole)}%`);
/** Differs: an inode for every 16 KiB, as ext4 makes them; used ones by their average size. */
const inodes = ({ total }: Usage): number => Math.floor(total / 16_384);
const usedInodes = ({ used }: Usage): number => Math.ceil(used / 16_384);

/** In the order of a plain --output. Models src/df.c field_data. */
const FIELDS = {
	source: { heading: 'Filesystem', width: 14, isText: true, cell: ({ source }) => source },
	fstype: { heading: 'Type', width: 4, isText: true, cell: ({ type }) => type },
	itotal: { heading: 'Inodes', width: 5, cell: (row, _, count) => count(inodes(row)) },
	iused: { heading: 'IUsed', width: 5, cell: (row, _, count) => count(usedInodes(row)) },
	iavail: { heading: 'IFree', width: 5, cell: (row, _, count) => count(inodes(row) - usedInodes(row)) },
	ipcent: { heading: 'IUse%', width: 4, cell: (row) => percent(usedInodes(row), inodes(row)) },
	size: { heading: 'Size', width: 5, cell: ({ total }, size) => size(total) },
	used: { heading: 'Used', width: 5, cell: ({ used }, size) => size(used) },
	avail: { heading: 'Avail', width: 5, cell: ({ total, used }, size) => size(Math.max(0, total - used)) },
	pcent: { heading: 'Use%', width: 4, cell: ({ total, used }) => percent(used, total) },
	file: { heading: 'File', width: 0, isText: true, cell: ({ file }) => file },
	target: { heading: 'Mounted on', width: 0, isText: true, cell: ({ target }) => target },
} as const satisfies Record<string, Column>;

type Field = keyof typeof FIELDS;

/** The columns that are asked for. Throws Fatal. */
function fieldsOf({ values, given }: Run<typeof options>): readonly Field[] {
	const { inodes: ofInodes, portable, printType } = values;
	const lists = given.filter(({ key }) => key === 'output').map(({ value }) => value);
	if (lists.length === 0) {
		const amounts: Field[] = ofInodes ? ['itotal', 'iused', 'iavail', 'ipcent'] : ['size', 'used', 'avail', 'pcent'];
		return ['source', ...(printType ? (['fstype'] as const) : []), ...amounts, 'target'];
	}
	const other = ofInodes ? '-i' : portable ? '-P' : printType ? '-T' : undefined;
	if (other !== undefined) throw new OptionError(`options ${other} and --output are mutually exclusive`);
	const all = Object.keys(FIELDS) as Field[];
	const names = lists.flatMap((list) => list?.split(',') ?? all);
	for (const [at, name] of names.entries()) {
		if (!(all as string[]).includes(name)) throw new OptionError(`option --output: field ‘${name}’ unknown`);
		if (names.indexOf(name) < at) throw new OptionError(`option --output: field ‘${name}’ used more than once`);
	}
	return names as Field[];
}

/** Texts to the left, numbers to the right. */
function layOut(fields: readonly Field[], table: readonly (readonly string[])[]): string {
	const columns: readonly Column[] = fields.map((field) => FIELDS[field]);
	const widths = columns.map(({ width }, at) => Math.max(width, ...table.map((row) => (row[at] as string).length)));
	const line = (row: readonly string[]): string =>
		row
			.map((cell, at) => {
				const width = widths[at] as number;
				if (columns[at]?.isText === undefined) return cell.padStart(width);
				return at === row.length - 1 ? cell : cell.padEnd(width);
			})
			.join(' ');
	return table.map((row) => `${line(row)}\n`).join('');
}
