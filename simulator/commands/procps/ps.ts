import type { ServiceManager } from '../../hosts/systemd/service-manager.ts';
import type { Process, ProcessInfo } from '../../kernel/process-api.ts';
import { textOf } from '../../kernel/resolve-host.ts';
import type { Task } from '../../machinery/task.ts';
import type { Accounts } from '../coreutils/accounts.ts';
import { readAccounts } from '../coreutils/accounts.ts';
import { Exit, unixCommand } from '../unix-command.ts';
import { MORE_COLUMNS } from './more-process-columns.ts';
import type { Column, ProcessView } from './process-columns.ts';
import { COLUMNS, commandName } from './process-columns.ts';
import { formatOf } from './ps-formats.ts';
import type { PsColumn, PsOptions } from './ps-options.ts';
import { PsUsageError, parsePsOptions } from './ps-options.ts';

const USAGE = `
Usage:
 ps [options]

 Try 'ps --help <simple|list|output|threads|misc|all>'
  or 'ps --help <s|l|o|t|m|a>'
 for additional help text.

For more details see ps(1).
`;

/** Models procps ps. */
export const ps = unixCommand({
	name: 'ps',
	paths: ['/usr/bin/ps'],
	size: 144_632,
	*main({ process, args, out }) {
		if (args.some((word) => /^(-V|--version|V)$/.test(word))) {
			yield* out.write('ps from procps-ng 4.0.4\n');
			return 0;
		}
		if (args.some((word) => word === '--help')) {
			yield* out.write(USAGE);
			return 0;
		}
		let options: PsOptions;
		let columns: readonly Column[];
		try {
			options = parsePsOptions(args);
			columns = columnsOf(options);
		} catch (error) {
			if (!(error instanceof PsUsageError)) throw error;
			throw new Exit(1, `error: ${error.message}\n${USAGE}`);
		}
		if (options.tells === 'columns') {
			yield* out.write(columnList());
			return 0;
		}
		const accounts = yield* readAccounts(process);
		const views: ProcessView[] = [];
		const needsMore = columns.some(({ value }) => MORE_VALUES.has(value));
		for (const info of select(process, options, accounts, yield* groupsOf(process, options, accounts))) {
			const more = needsMore ? yield* moreOf(process, info.pid) : {};
			views.push({ info, process, accounts, ...more });
		}
		order(views, options);
		const terminal = process.isatty(1) && !options.wide ? process.terminalSize(1).columns : Number.POSITIVE_INFINITY;
		const width = options.width ?? terminal;
		const depths = options.forest ? depthsOf(views) : undefined;
		if (options.headers && columns.some(({ header }) => header !== '')) {
			yield* out.write(
				`${line(
					columns,
					columns.map(({ header }) => header),
					width,
					true,
				)}\n`,
			);
		}
		for (const view of views) {
			const cells = columns.map((column) => column.value(view));
			const depth = depths?.get(view.info.pid) ?? 0;
			if (depth > 0) cells[cells.length - 1] = `${' '.repeat(4 * (depth - 1))} \\_ ${cells.at(-1)}`;
			yield* out.write(`${line(columns, cells, width)}\n`);
		}
		return views.length === 0 ? 1 : 0;
	},
});

const MORE_VALUES: ReadonlySet<Column['value']> = new Set([...MORE_COLUMNS.values()].map(({ value }) => value));

/** What columns want that the process table does not have. */
function* moreOf(process: Process, pid: number): Task<Partial<ProcessView>> {
	const lines = (yield* textOf(process, `/proc/${pid}/status`)).split('\n').map((line): [string, string] => {
		const colon = line.indexOf(':');
		return [line.slice(0, colon), line.slice(colon + 1).trim()];
	});
	const profile = yield* procText(process, pid, 'attr/current');
	return {
		status: new Map(lines),
		cgroup: yield* procText(process, pid, 'cgroup'),
		...(profile === '' ? {} : { profile }),
		oomScore: yield* procText(process, pid, 'oom_score'),
		oomScoreAdj: yield* procText(process, pid, 'oom_score_adj'),
		unit: process.port<ServiceManager>('systemd')?.unitOf(pid),
	};
}

function* procText(process: Process, pid: number, name: string): Task<string> {
	return (yield* textOf(process, `/proc/${pid}/${name}`)).trim();
}

function columnsOf(options: PsOptions): Column[] {
	const wanted =
		options.columns.length > 0
			? options.columns
			: formatOf(options)
					.split(',')
					.map((word) => ({ name: word, header: undefined }));
	return wanted.flatMap(({ name, header, width }: PsColumn) => {
		if (header === undefined && name.includes('%') && !COLUMNS.has(name)) return aixColumns(name);
		const column = columnNamed(name);
		const shown = header === undefined ? column : { ...column, header, width: Math.max(header.length, column.width) };
		return width === undefined ? shown : { ...shown, width, isCut: CUT.has(column.header) };
	});
}

/** Columns that are no wider than they are told to be. */
const CUT: ReadonlySet<string> = new Set(['COMMAND', 'CMD', 'EXE', 'CGROUP', 'CGNAME']);

function columnNamed(name: string): Column {
	const column = COLUMNS.get(name) ?? MORE_COLUMNS.get(name) ?? COLUMNS.get(name.toLowerCase());
	if (column === undefined) throw new PsUsageError(`unknown user-defined format specifier "${name}"`);
	return column;
}

/** "%p %a". Models sortformat.c aix_format_parse, its text between columns left out. */
function aixColumns(text: string): Column[] {
	return [...text.matchAll(/%(.)|[^%]+/g)].flatMap(([whole, letter]) => {
		if (letter === undefined) {
			if (whole.trim() === '') return [];
			throw new PsUsageError('improper AIX field descriptor');
		}
		const name = AIX[letter];
		if (name === undefined) throw new PsUsageError(`unknown AIX field descriptor '%${letter}'`);
		return [columnNamed(name)];
	});
}

const AIX: { readonly [letter: string]: string } = {
	...{ C: 'pcpu', G: 'group', P: 'ppid', U: 'user', a: 'args', c: 'comm', g: 'rgroup', n: 'nice', p: 'pid' },
	...{ r: 'pgid', t: 'etime', u: 'ruser', x: 'time', y: 'tty', z: 'vsz' },
};

function select(
	process: Process,
	options: PsOptions,
	accounts: Accounts,
	groupOf: ReadonlyMap<number, number>,
): ProcessInfo[] {
	const own =
		process.ttyName(0)?.replace(/^\/dev\//, '') ??
		process.machine.processes().find(({ pid }) => pid === process.pid)?.tty;
	const { uid } = process.credentials;
	const lists = [
		options.groups,
		options.pids,
		options.parents,
		options.users,
		options.commands,
		options.terminals,
		options.sessions,
	];
	const hasList = lists.some((list) => list.length > 0);
	const chosen = (info: ProcessInfo): boolean => {
		if (options.onlyRunning && info.state !== 'R' && info.state !== 'D') return false;
		if (options.onlyOwnTerminal) return info.tty === own;
		if (options.all || (options.bsdAll && options.bsdNoTerminal)) return true;
		if (hasList)
			return (
				listed(info, options, accounts) || options.groups.some((each) => isGroup(each, groupOf.get(info.pid), accounts))
			);
		if (options.bsdNoTerminal) return info.uid === uid;
		if (options.bsdAll) return info.tty !== undefined;
		return info.uid === uid && info.tty === own;
	};
	return process.machine.processes().filter((info) => chosen(info) !== options.deselect);
}

function isGroup(word: string, gid: number | undefined, accounts: Accounts): boolean {
	return word === String(gid) || (gid !== undefined && accounts.groups.get(gid) === word);
}

/** The group of each process, where somebody asks for groups. */
function* groupsOf(process: Process, { groups }: PsOptions, accounts: Accounts): Task<Map<number, number>> {
	const found = new Map<number, number>();
	if (groups.length === 0) return found;
	const names = new Set(accounts.groups.values());
	if (groups.some((word) => !/^\d+$/.test(word) && !names.has(word)))
		throw new Exit(1, `error: group name does not exist\n${USAGE}`);
	for (const { pid } of process.machine.processes()) {
		const gid = /^Gid:\s*(\d+)/m.exec(yield* textOf(process, `/proc/${pid}/status`))?.[1];
		if (gid !== undefined) found.set(pid, Number(gid));
	}
	return found;
}

function listed(info: ProcessInfo, options: PsOptions, accounts: Accounts): boolean {
	const user = accounts.users.get(info.uid);
	return (
		options.pids.includes(info.pid) ||
		options.parents.includes(info.ppid) ||
		options.users.some((each) => each === user || each === String(info.uid)) ||
		options.commands.includes(commandName(info)) ||
		options.sessions.includes(info.sid) ||
		options.terminals.some(
			(each) => each.replace(/^\/dev\//, '') === info.tty || each === '-' || `pts/${each}` === info.tty,
		)
	);
}

function order(views: ProcessView[], { sort, forest }: PsOptions): void {
	if (forest && sort.length === 0) {
		const children = new Map<number, ProcessView[]>();
		for (const view of views) children.set(view.info.ppid, [...(children.get(view.info.ppid) ?? []), view]);
		const pids = new Set(views.map(({ info }) => info.pid));
		const sorted: ProcessView[] = [];
		const visit = (view: ProcessView): void => {
			sorted.push(view);
			for (const child of children.get(view.info.pid) ?? []) visit(child);
		};
		for (const view of views) if (!pids.has(view.info.ppid) || view.info.ppid === view.info.pid) visit(view);
		views.splice(0, views.length, ...sorted);
		return;
	}
	for (const { name, descending } of [...sort].reverse()) {
		const column = COLUMNS.get(name) ?? MORE_COLUMNS.get(name);
		if (column === undefined) throw new Exit(1, `error: unknown sort specifier\n${USAGE}`);
		const key = (view: ProcessView): number | string => column.key?.(view) ?? column.value(view);
		const sign = descending ? -1 : 1;
		views.sort((a, b) => (key(a) < key(b) ? -sign : key(a) > key(b) ? sign : 0));
	}
}

/** ps L: what -o knows. */
function columnList(): string {
	return [...COLUMNS, ...MORE_COLUMNS]
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([name, { header }]) => `${name.padEnd(12)} ${header.padEnd(8)}\n`)
		.join('');
}

/** How deep each process stands below the first of its ancestors that is shown. */
function depthsOf(views: readonly ProcessView[]): Map<number, number> {
	const depths = new Map<number, number>();
	for (const { info } of views) depths.set(info.pid, (depths.get(info.ppid) ?? -1) + 1);
	return depths;
}

/** What is too long takes its room from the blanks behind it. Models output.c show_one_proc. */
function line(columns: readonly Column[], cells: readonly string[], width: number, isHeading = false): string {
	let text = '';
	let correct = 0;
	for (const [at, { width: columnWidth, align, isCut }] of columns.entries()) {
		const whole = cells[at] as string;
		const cell = isCut && !isHeading ? whole.slice(0, columnWidth) : whole;
		const pad = align === 'right' ? Math.max(0, columnWidth - cell.length) : 0;
		const space = correct - text.length + pad;
		text += ' '.repeat(space < 1 ? Math.min(at, 1) : space) + cell;
		correct += columnWidth + 1;
	}
	return text.slice(0, width);
}
