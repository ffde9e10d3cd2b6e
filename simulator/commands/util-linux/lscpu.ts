import type { Process } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { Fatal, gnuCommand } from '../gnu-command.ts';
import { flag, mayHaveValue, withValue } from '../options.ts';
import { readFile } from '../stdio.ts';
import { processors, processorTable } from './processor-table.ts';
import { UTIL_LINUX } from './version.ts';

/** The processors of /proc/cpuinfo. Differs: caches, vulnerabilities and frequencies are not known. */
export const lscpu = gnuCommand({
	name: 'lscpu',
	paths: ['/usr/bin/lscpu'],
	size: 92_200,
	version: `lscpu from ${UTIL_LINUX}`,
	help: `
Usage:
 lscpu [options]

Display information about the CPU architecture.

Options:
 -a, --all               print both online and offline CPUs (default for -e)
 -b, --online            print online CPUs only (default for -p)
 -B, --bytes             print sizes in bytes rather than in human readable format
 -C, --caches[=<list>]   info about caches in extended readable format
 -c, --offline           print offline CPUs only
 -e, --extended[=<list>] print out an extended readable format
 -p, --parse[=<list>]    print out a parsable format
 -s, --sysroot <dir>     use specified directory as system root
 -x, --hex               print hexadecimal masks rather than lists of CPUs
 -y, --physical          print physical instead of logical IDs
     --output-all        print all available columns for -e, -p or -C
 -J, --json              use JSON for default or extended format

 -h, --help              display this help
 -V, --version           display version

For more details see lscpu(1).
`,
	options: {
		json: flag('J', 'json'),
		all: flag('a', 'all'),
		online: flag('b', 'online'),
		offline: flag('c', 'offline'),
		bytes: flag('B', 'bytes', 'y', 'physical'),
		caches: mayHaveValue('C', 'caches'),
		extended: mayHaveValue('e', 'extended'),
		parse: mayHaveValue('p', 'parse'),
		sysroot: withValue('s', 'sysroot'),
		hex: flag('x', 'hex'),
		outputAll: flag('output-all'),
	},
	*main({ process, operands, values, out }) {
		if (operands.length > 0) throw new Fatal('bad usage', 1, true);
		const isTable = values.extended !== undefined || values.parse !== undefined;
		if (!isTable && (values.all || values.online || values.offline))
			throw new Fatal('options --all, --online and --offline may only be used with options --extended or --parse.');
		if (values.caches !== undefined) return 0;
		if (isTable) {
			const list = values.extended ?? values.parse;
			yield* out.write(
				processorTable(yield* processors(process), {
					columns: typeof list === 'string' ? list.replace(/^=/, '').toUpperCase().split(',') : undefined,
					parsable: values.parse !== undefined,
					json: values.json === true,
					isWhole: values.outputAll === true,
					isOffline: values.offline === true,
				}),
			);
			return 0;
		}
		const rows = yield* describe(process, values.hex === true);
		if (values.json) {
			// What belongs to the line above it stands in its children.
			yield* out.write(`${JSON.stringify({ lscpu: nested(rows) }, null, 3)}\n`);
			return 0;
		}
		// Levels and headings are for terminals.
		const tty = process.isatty(1);
		const shown = rows
			.filter(({ data }) => tty || data !== '')
			.map(({ depth, field, data }) => [`${tty ? '  '.repeat(depth) : ''}${field}:`, data] as const);
		const width = Math.max(...shown.map(([field]) => field.length));
		for (const [field, data] of shown) yield* out.write(`${field.padEnd(width)} ${data}`.trimEnd().concat('\n'));
		return 0;
	},
});

interface Row {
	readonly depth: number;
	readonly field: string;
	readonly data: string;
}

function* describe(process: Process, hex: boolean): Task<Row[]> {
	const text = decodeUtf8(yield* readFile(process, '/proc/cpuinfo'));
	const blocks = text.split('\n\n').filter((block) => block.trim() !== '');
	const fields = new Map(
		(blocks[0] ?? '').split('\n').map((line) => {
			const colon = line.indexOf(':');
			return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()] as const;
		}),
	);
	const of = (name: string): string => fields.get(name) ?? '';
	const cpus = blocks.length;
	const online = cpus === 1 ? '0' : `0-${cpus - 1}`;
	const mask = `0x${(2n ** BigInt(cpus) - 1n).toString(16)}`;
	const cores = Number(of('cpu cores')) || 1;
	const row = (depth: number, field: string, data: string): Row => ({ depth, field, data });
	return [
		row(0, 'Architecture', 'x86_64'),
		row(1, 'CPU op-mode(s)', '32-bit, 64-bit'),
		row(1, 'Address sizes', of('address sizes')),
		row(1, 'Byte Order', 'Little Endian'),
		row(0, 'CPU(s)', String(cpus)),
		hex ? row(1, 'On-line CPU(s) mask', mask) : row(1, 'On-line CPU(s) list', online),
		row(0, 'Vendor ID', of('vendor_id')),
		row(1, 'Model name', of('model name')),
		row(2, 'CPU family', of('cpu family')),
		row(2, 'Model', of('model')),
		row(2, 'Thread(s) per core', String(Math.max(1, Math.round(Number(of('siblings')) / cores)))),
		row(2, 'Core(s) per socket', String(cores)),
		row(2, 'Socket(s)', String(Math.max(1, Math.round(cpus / Number(of('siblings')))))),
		row(2, 'Stepping', of('stepping')),
		row(2, 'BogoMIPS', of('bogomips')),
		row(2, 'Flags', of('flags')),
		row(0, 'Virtualization features', ''),
		row(1, 'Hypervisor vendor', 'KVM'),
		row(1, 'Virtualization type', 'full'),
		row(0, 'NUMA', ''),
		row(1, 'NUMA node(s)', '1'),
		row(1, 'NUMA node0 CPU(s)', hex ? mask : online),
	];
}

interface Nested {
	readonly field: string;
	readonly data: string | null;
	children?: Nested[];
}

function nested(rows: readonly Row[]): Nested[] {
	const top: Nested[] = [];
	const path: Nested[] = [];
	for (const { depth, field, data } of rows) {
		const node: Nested = { field: `${field}:`, data: data === '' ? null : data };
		const parent = path[depth - 1];
		if (parent === undefined) top.push(node);
		else {
			parent.children ??= [];
			parent.children.push(node);
		}
		path[depth] = node;
	}
	return top;
}
