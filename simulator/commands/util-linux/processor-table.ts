import type { Process } from '../../kernel/process-api.ts';
import { textOf } from '../../kernel/resolve-host.ts';
import type { Task } from '../../machinery/task.ts';
import { Fatal } from '../gnu-command.ts';
import { type SmartColumn, smartJson, smartTable } from './smart-columns.ts';

/** One processor, by the fields of /proc/cpuinfo. */
type Processor = ReadonlyMap<string, string>;

export interface ProcessorStyle {
	readonly columns: readonly string[] | undefined;
	/** With commas, below a comment that names the columns. */
	readonly parsable: boolean;
	readonly json: boolean;
	readonly isWhole: boolean;
	readonly isOffline: boolean;
}

const ALL: readonly string[] = [
	...['BOGOMIPS', 'CPU', 'CORE', 'SOCKET', 'CLUSTER', 'NODE', 'BOOK', 'DRAWER', 'CACHE', 'POLARIZATION', 'ADDRESS'],
	...['CONFIGURED', 'ONLINE', 'MHZ', 'SCALMHZ%', 'MAXMHZ', 'MINMHZ'],
];
const NUMBERS: readonly string[] = ['BOGOMIPS', 'CPU', 'CORE', 'SOCKET', 'NODE'];
/** What -p calls them. */
const PARSED: ReadonlyMap<string, string> = new Map([
	['CPU', 'CPU'],
	['CORE', 'Core'],
	['SOCKET', 'Socket'],
	['NODE', 'Node'],
	['ONLINE', 'Online'],
	['BOOK', 'Book'],
	['CACHE', ''],
]);
const PARSABLE_HEAD = `# The following is the parsable format, which can be fed to other
# programs. Each different item in every column has an unique ID
# starting usually from zero.
`;

export function* processors(process: Process): Task<Processor[]> {
	const text = yield* textOf(process, '/proc/cpuinfo');
	return text
		.split('\n\n')
		.filter((block) => block.trim() !== '')
		.map(
			(block) =>
				new Map(
					block.split('\n').map((line): [string, string] => {
						const colon = line.indexOf(':');
						return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
					}),
				),
		);
}

/** lscpu -e and -p. Models sys-utils/lscpu.c print_cpus_readable and print_cpus_parsable. Differs: no caches. */
export function processorTable(all: readonly Processor[], style: ProcessorStyle): string {
	const standard = style.parsable ? ['CPU', 'CORE', 'SOCKET', 'NODE'] : ['CPU', 'NODE', 'SOCKET', 'CORE', 'ONLINE'];
	const names = style.columns ?? (style.isWhole ? ALL : standard);
	const unknown = names.find((name) => !ALL.includes(name));
	if (unknown !== undefined) throw new Fatal(`unknown column: ${unknown.toLowerCase()}`);
	const rows = (style.isOffline ? [] : all).map((cpu) => names.map((name) => cellOf(cpu, name, style.parsable)));
	if (style.parsable) {
		const lines = rows.map((row) => row.join(','));
		return `${PARSABLE_HEAD}# ${names.map(parsedName).join(',')}\n${lines.map((line) => `${line}\n`).join('')}`;
	}
	const columns = names.map((name): SmartColumn => {
		if (name === 'ONLINE') return { name, right: true, json: 'boolean' };
		return { name, right: true, ...(NUMBERS.includes(name) ? { json: 'number' as const } : {}) };
	});
	if (style.json)
		return smartJson(
			'cpus',
			columns,
			rows.map((cells) => ({ cells })),
		);
	return smartTable(columns, rows, { headings: true });
}

function parsedName(name: string): string {
	return PARSED.get(name) ?? name;
}

function cellOf(cpu: Processor, name: string, parsable: boolean): string {
	switch (name) {
		case 'CPU':
			return cpu.get('processor') ?? '';
		case 'CORE':
			return cpu.get('core id') ?? '0';
		case 'SOCKET':
			return cpu.get('physical id') ?? '0';
		case 'NODE':
			return '0';
		case 'ONLINE':
			return parsable ? 'Y' : 'yes';
		case 'BOGOMIPS':
			return cpu.get('bogomips') ?? '';
		case 'MHZ':
			return cpu.get('cpu MHz') ?? '';
		default:
			return parsable ? '' : '-';
	}
}
