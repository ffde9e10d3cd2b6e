import type { Process, ProcessInfo } from '../../kernel/process-api.ts';
import { SystemError } from '../../kernel/process-api.ts';
import { readAccounts } from '../coreutils/accounts.ts';
import { Fatal, gnuCommand } from '../gnu-command.ts';
import { flag, withValue } from '../options.ts';
import { UTIL_LINUX } from './version.ts';

const KINDS = ['mnt', 'net', 'ipc', 'user', 'pid', 'uts', 'cgroup', 'time'];
const COLUMNS: ReadonlyMap<string, { readonly right?: boolean; readonly numeric?: boolean; readonly about: string }> =
	new Map([
		['NS', { right: true, numeric: true, about: 'namespace identifier (inode number)' }],
		['TYPE', { about: 'kind of namespace' }],
		['PATH', { about: 'path to the namespace' }],
		['NPROCS', { right: true, numeric: true, about: 'number of processes in the namespace' }],
		['PID', { right: true, numeric: true, about: 'lowest PID in the namespace' }],
		['PPID', { right: true, numeric: true, about: 'PPID of the PID' }],
		['COMMAND', { about: 'command line of the PID' }],
		['UID', { right: true, numeric: true, about: 'UID of the PID' }],
		['USER', { about: 'username of the PID' }],
		['NETNSID', { right: true, about: 'namespace ID as used by network subsystem' }],
		['NSFS', { about: 'nsfs mountpoint (usually used network subsystem)' }],
	]);

const HELP = `
Usage:
 lsns [options] [<namespace>]

List system namespaces.

Options:
 -J, --json             use JSON output format
 -l, --list             use list format output
 -n, --noheadings       don't print headings
 -o, --output <list>    define which output columns to use
     --output-all       output all columns
 -p, --task <pid>       print process namespaces
 -r, --raw              use the raw output format
 -u, --notruncate       don't truncate text in columns
 -W, --nowrap           don't use multi-line representation
 -t, --type <name>      namespace type (mnt, net, ipc, user, pid, uts, cgroup, time)
 -T, --tree[=<rel>]     use tree format (parent, owner, or process)

 -h, --help             display this help
 -V, --version          display version

Available output columns:
${[...COLUMNS].map(([name, { about }]) => `${name.padStart(12)}  ${about}\n`).join('')}
For more details see lsns(8).
`;

interface Namespace {
	readonly number: string;
	readonly kind: string;
	readonly members: ProcessInfo[];
}

/** What /proc tells of each process. Differs: no tree. */
export const lsns = gnuCommand({
	name: 'lsns',
	paths: ['/usr/bin/lsns'],
	size: 47_624,
	version: `lsns from ${UTIL_LINUX}`,
	help: HELP,
	options: {
		json: flag('J', 'json'),
		list: flag('l', 'list'),
		bare: flag('n', 'noheadings'),
		output: withValue('o', 'output'),
		all: flag('output-all'),
		task: withValue('p', 'task'),
		raw: flag('r', 'raw'),
		whole: flag('u', 'notruncate'),
		nowrap: flag('W', 'nowrap'),
		kind: withValue('t', 'type'),
		shortHelp: flag('h'),
	},
	*main(run) {
		const { values, process, out } = run;
		if (values.shortHelp) {
			yield* out.write(HELP);
			return 0;
		}
		if (values.kind !== undefined && !KINDS.includes(values.kind))
			throw new Fatal(`unknown namespace type: ${values.kind}`);
		const isNetwork = values.kind === undefined || values.kind === 'net';
		const usual = [
			'NS',
			'TYPE',
			'NPROCS',
			'PID',
			'USER',
			...(values.kind === 'net' ? ['NETNSID', 'NSFS'] : []),
			'COMMAND',
		];
		const columns = values.all
			? [...COLUMNS.keys()]
			: (values.output
					?.toUpperCase()
					.replace(/^\+/, `${usual.join(',')},`)
					.split(',') ?? usual);
		for (const column of columns) if (!COLUMNS.has(column)) throw new Fatal(`unknown column: ${column}`);
		const users = (yield* readAccounts(process)).users;
		const only = values.task === undefined ? undefined : Number(values.task);
		if (only !== undefined && !process.machine.processes().some(({ pid }) => pid === only))
			throw new Fatal(`failed to stat /proc/${values.task}: No such file or directory`);
		const wanted = run.operands[0];
		const rows = namespacesOf(process)
			.filter(({ kind }) => (values.kind ?? kind) === kind)
			.filter(({ members }) => only === undefined || members.some(({ pid }) => pid === only))
			.filter(({ number }) => wanted === undefined || number === wanted)
			.map(({ number, kind, members }) => {
				const first = (only === undefined ? members[0] : members.find(({ pid }) => pid === only)) as ProcessInfo;
				const cells: { readonly [column: string]: string } = {
					NS: number,
					TYPE: kind,
					PATH: `/proc/${first.pid}/ns/${kind}`,
					NPROCS: String(members.length),
					PID: String(first.pid),
					PPID: String(first.ppid),
					COMMAND: first.argv.length === 0 ? first.name : first.argv.join(' '),
					UID: String(first.uid),
					USER: users.get(first.uid) ?? String(first.uid),
					NETNSID: kind === 'net' && isNetwork ? 'unassigned' : '',
					NSFS: '',
				};
				return columns.map((column) => cells[column] as string);
			});
		if (values.json) {
			const item = (row: readonly string[]): string =>
				`      {\n${columns
					.map(
						(column, at) =>
							`         ${JSON.stringify(column.toLowerCase())}: ${COLUMNS.get(column)?.numeric ? row[at] : row[at] === '' ? 'null' : JSON.stringify(row[at])}`,
					)
					.join(',\n')}\n      }`;
			yield* out.write(`{\n   "namespaces": [\n${rows.map(item).join(',')}\n   ]\n}\n`);
			return 0;
		}
		const table = values.bare ? rows : [columns, ...rows];
		if (values.raw) for (const row of table) yield* out.write(`${row.join(' ')}\n`);
		else for (const line of lines(table, columns)) yield* out.write(`${line}\n`);
		return 0;
	},
});

function lines(table: readonly (readonly string[])[], columns: readonly string[]): string[] {
	const widths = columns.map((_, at) => Math.max(0, ...table.map((row) => (row[at] as string).length)));
	return table.map((row) =>
		row
			.map((cell, at) =>
				COLUMNS.get(columns[at] as string)?.right
					? cell.padStart(widths[at] as number)
					: at === row.length - 1
						? cell
						: cell.padEnd(widths[at] as number),
			)
			.join(' ')
			.trimEnd(),
	);
}

function namespacesOf(process: Process): Namespace[] {
	const found = new Map<string, Namespace>();
	for (const info of process.machine.processes()) {
		for (const kind of KINDS) {
			let number: string | undefined;
			try {
				number = /\[(\d+)\]/.exec(process.readlink(`/proc/${info.pid}/ns/${kind}`))?.[1];
			} catch (error) {
				if (!(error instanceof SystemError)) throw error;
			}
			if (number === undefined) continue;
			const known = found.get(`${kind} ${number}`);
			if (known === undefined) found.set(`${kind} ${number}`, { number, kind, members: [info] });
			else known.members.push(info);
		}
	}
	return [...found.values()].sort((a, b) => Number(a.number) - Number(b.number));
}
