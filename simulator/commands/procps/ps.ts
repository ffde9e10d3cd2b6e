import type { Process, ProcessInfo } from '../../kernel/process-api.ts';
import type { Accounts } from '../coreutils/accounts.ts';
import { readAccounts } from '../coreutils/accounts.ts';
import { Exit, unixCommand } from '../unix-command.ts';
import type { Column, ProcessView } from './process-columns.ts';
import { COLUMNS, commandName } from './process-columns.ts';
import type { PsOptions } from './ps-options.ts';
import { PsUsageError, parsePsOptions } from './ps-options.ts';

const USAGE = `
Usage:
 ps [options]

 Try 'ps --help <simple|list|output|threads|misc|all>'
  or 'ps --help <s|l|o|t|m|a>'
 for additional help text.

For more details see ps(1).
`;

const FORMATS: Readonly<Record<PsOptions['format'], string>> = {
	default: 'pid,tname,time,ucmd',
	full: 'UID,pid,ppid,c,stime,tname,time,cmd',
	long: 'f,s,uid,pid,ppid,c,opri,ni,addr,sz,wchan,tname,time,ucmd',
	jobs: 'pid,pgid,sid,tname,time,ucmd',
	user: 'user,pid,%cpu,%mem,vsz,rss,tname,stat,start_time,bsdtime,command',
};

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
		const accounts = yield* readAccounts(process);
		const views = select(process, options, accounts).map((info): ProcessView => ({ info, process, accounts }));
		order(views, options);
		const width = process.isatty(1) && !options.wide ? process.terminalSize(1).columns : Number.POSITIVE_INFINITY;
		const depths = options.forest ? depthsOf(views) : undefined;
		if (options.headers && columns.some(({ header }) => header !== '')) {
			yield* out.write(
				`${line(
					columns,
					columns.map(({ header }) => header),
					width,
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

function columnsOf(options: PsOptions): Column[] {
	const wanted =
		options.columns.length > 0
			? options.columns
			: FORMATS[options.format].split(',').map((name) => ({ name, header: undefined }));
	return wanted.map(({ name, header }) => {
		const column = COLUMNS.get(name) ?? COLUMNS.get(name.toLowerCase());
		if (column === undefined) throw new PsUsageError(`unknown user-defined format specifier "${name}"`);
		return header === undefined ? column : { ...column, header, width: Math.max(header.length, column.width) };
	});
}

function select(process: Process, options: PsOptions, accounts: Accounts): ProcessInfo[] {
	const own =
		process.ttyName(0)?.replace(/^\/dev\//, '') ??
		process.machine.processes().find(({ pid }) => pid === process.pid)?.tty;
	const { uid } = process.credentials;
	const lists = [options.pids, options.parents, options.users, options.commands, options.terminals, options.sessions];
	const hasList = lists.some((list) => list.length > 0);
	const chosen = (info: ProcessInfo): boolean => {
		if (options.all || (options.bsdAll && options.bsdNoTerminal)) return true;
		if (hasList) return listed(info, options, accounts);
		if (options.bsdNoTerminal) return info.uid === uid;
		if (options.bsdAll) return info.tty !== undefined;
		return info.uid === uid && info.tty === own;
	};
	return process.machine.processes().filter((info) => chosen(info) !== options.deselect);
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
		const column = COLUMNS.get(name);
		if (column === undefined) throw new Exit(1, `error: unknown sort specifier\n${USAGE}`);
		const key = (view: ProcessView): number | string => column.key?.(view) ?? column.value(view);
		const sign = descending ? -1 : 1;
		views.sort((a, b) => (key(a) < key(b) ? -sign : key(a) > key(b) ? sign : 0));
	}
}

/** How deep each process stands below the first of its ancestors that is shown. */
function depthsOf(views: readonly ProcessView[]): Map<number, number> {
	const depths = new Map<number, number>();
	for (const { info } of views) depths.set(info.pid, (depths.get(info.ppid) ?? -1) + 1);
	return depths;
}

function line(columns: readonly Column[], cells: readonly string[], width: number): string {
	let text = '';
	columns.forEach(({ width: columnWidth, align }, at) => {
		const cell = cells[at] as string;
		const last = at === columns.length - 1;
		text +=
			(at === 0 ? '' : ' ') + (align === 'right' ? cell.padStart(columnWidth) : last ? cell : cell.padEnd(columnWidth));
	});
	return text.slice(0, width);
}
