import { Fatal, gnuCommand } from '../gnu-command.ts';
import { flag, mayHaveValue, withValue } from '../options.ts';
import { chosenColumns, type SmartColumn, smartJson, smartPairs, smartSize, smartTable } from './smart-columns.ts';
import { UTIL_LINUX } from './version.ts';

const GIGABYTE = 1024 ** 3;
const BLOCK_BYTES = 128 * 1024 ** 2;
/** Where devices have the addresses below 4 GiB. */
const HOLE_START = 3 * GIGABYTE;
const HOLE_END = 4 * GIGABYTE;
const COLUMNS: readonly SmartColumn[] = [
	{ name: 'RANGE' },
	{ name: 'SIZE', right: true },
	{ name: 'STATE', right: true },
	{ name: 'REMOVABLE', right: true, json: 'boolean' },
	{ name: 'BLOCK', right: true },
	{ name: 'NODE', right: true },
	{ name: 'ZONES', right: true },
];
const BASE = ['RANGE', 'SIZE', 'STATE', 'REMOVABLE', 'BLOCK'];

interface Range {
	readonly from: number;
	readonly bytes: number;
}

/** The machine's memory as a virtual machine has it. Models sys-utils/lsmem.c. */
export const lsmem = gnuCommand({
	name: 'lsmem',
	paths: ['/usr/bin/lsmem'],
	size: 43_576,
	version: `lsmem from ${UTIL_LINUX}`,
	help: `
Usage:
 lsmem [options]

List the ranges of available memory with their online status.

Options:
 -J, --json           use JSON output format
 -P, --pairs          use key="value" output format
 -a, --all            list each individual memory block
 -b, --bytes          print SIZE in bytes rather than in human readable format
 -n, --noheadings     don't print headings
 -o, --output <list>  output columns
     --output-all     output all columns
 -r, --raw            use raw output format
 -S, --split <list>   split ranges by specified columns
 -s, --sysroot <dir>  use the specified directory as system root
     --summary[=when] print summary information (never,always or only)

 -h, --help           display this help
 -V, --version        display version

Available output columns:
      RANGE  start and end address of the memory range
       SIZE  size of the memory range
      STATE  online status of the memory range
  REMOVABLE  memory is removable
      BLOCK  memory block number or blocks range
       NODE  numa node of memory
      ZONES  valid zones for the memory range

For more details see lsmem(1).
`,
	options: {
		json: flag('J', 'json'),
		pairs: flag('P', 'pairs'),
		all: flag('a', 'all'),
		bytes: flag('b', 'bytes'),
		bare: flag('n', 'noheadings'),
		output: withValue('o', 'output'),
		outputAll: flag('output-all'),
		raw: flag('r', 'raw'),
		split: withValue('S', 'split'),
		root: withValue('s', 'sysroot'),
		summary: mayHaveValue('summary'),
	},
	*main({ values, operands, process, out }) {
		if (operands.length > 0) throw new Fatal('bad usage', 1, true);
		const names = values.outputAll ? COLUMNS.map(({ name }) => name) : chosenColumns(values.output, BASE);
		const columns = names.map((name) => {
			const found = COLUMNS.find((column) => column.name === name);
			if (found === undefined) throw new Fatal(`unknown column: ${values.output}`);
			return found;
		});
		const asked = values.summary as string | true | undefined;
		const when = asked === true ? 'only' : asked;
		if (when !== undefined && !['never', 'always', 'only'].includes(when))
			throw new Fatal('unsupported --summary argument');
		const total = Math.ceil(process.machine.memoryBytes / BLOCK_BYTES) * BLOCK_BYTES;
		const size = (bytes: number): string => (values.bytes ? String(bytes) : smartSize(bytes));
		const wanted = rangesOf(total).flatMap((range) => (values.all ? blocksOf(range) : [range]));
		const rows = wanted.map((range) => columns.map(({ name }) => cell(range, name, size)));
		const isTable = !values.json && !values.pairs && !values.raw;
		if (when !== 'only') {
			if (values.json) {
				const cells = rows.map((row) => ({ cells: row }));
				yield* out.write(smartJson('memory', columns, cells));
			} else if (values.pairs) yield* out.write(smartPairs(columns, rows));
			else yield* out.write(smartTable(columns, rows, { headings: values.bare !== true, raw: values.raw === true }));
		}
		if (when === 'never' || (when === undefined && (!isTable || values.bare === true))) return 0;
		const width = values.bytes ? 14 : 5;
		const line = (label: string, bytes: number): string => `${label.padEnd(23)} ${size(bytes).padStart(width)}\n`;
		yield* out.write(
			`${when === 'only' ? '' : '\n'}${line('Memory block size:', BLOCK_BYTES)}${line('Total online memory:', total)}${line('Total offline memory:', 0).replace(/0\n$/, values.bytes ? '0\n' : '0B\n')}`,
		);
		return 0;
	},
});

function rangesOf(total: number): Range[] {
	if (total <= HOLE_START) return [{ from: 0, bytes: total }];
	return [
		{ from: 0, bytes: HOLE_START },
		{ from: HOLE_END, bytes: total - HOLE_START },
	];
}

function blocksOf({ from, bytes }: Range): Range[] {
	return Array.from({ length: bytes / BLOCK_BYTES }, (_, at) => ({
		from: from + at * BLOCK_BYTES,
		bytes: BLOCK_BYTES,
	}));
}

function cell({ from, bytes }: Range, name: string, size: (bytes: number) => string): string {
	const hex = (address: number): string => `0x${address.toString(16).padStart(16, '0')}`;
	const [first, last] = [from / BLOCK_BYTES, (from + bytes) / BLOCK_BYTES - 1];
	switch (name) {
		case 'RANGE':
			return `${hex(from)}-${hex(from + bytes - 1)}`;
		case 'SIZE':
			return size(bytes);
		case 'STATE':
			return 'online';
		case 'REMOVABLE':
			return 'yes';
		case 'BLOCK':
			return first === last ? String(first) : `${first}-${last}`;
		case 'NODE':
			return '0';
		default:
			return from >= HOLE_END ? 'Normal' : 'None';
	}
}
