import type { Process, ProcessInfo } from '../../kernel/process-api.ts';
import type { Accounts } from '../coreutils/accounts.ts';
import { strftime } from '../strftime.ts';

/** What columns are computed from. */
export interface ProcessView {
	readonly info: ProcessInfo;
	readonly process: Process;
	readonly accounts: Accounts;
	/** What /proc says of it, where a column wants that: lines of its status by their names. */
	readonly status?: ReadonlyMap<string, string>;
	/** "0::/…". */
	readonly cgroup?: string;
	readonly profile?: string;
	readonly oomScore?: string;
	readonly oomScoreAdj?: string;
	/** Of the service manager's. */
	readonly unit?: string | undefined;
}

export interface Column {
	readonly header: string;
	readonly width: number;
	readonly align: 'left' | 'right';
	readonly value: (view: ProcessView) => string;
	/** Nothing is longer than the width. */
	readonly isCut?: boolean;
	/** What `--sort` compares; the text when absent. */
	readonly key?: (view: ProcessView) => number | string;
}

/** Basename of what was executed, as the kernel keeps it: 15 characters. */
export function commandName({ name }: ProcessInfo): string {
	return name;
}

export function commandLine(info: ProcessInfo): string {
	if (info.state === 'Z') return `[${commandName(info)}] <defunct>`;
	return info.argv.join(' ').replace(/[\n\t]/g, ' ');
}

export function cpuPercent({ info, process }: ProcessView): number {
	const aliveMs = process.now() - info.startedAtMs;
	return aliveMs <= 0 ? 0 : Math.min(99.9 * process.machine.cpus, (info.cpuMs / aliveMs) * 100);
}

export function memoryPercent({ info, process }: ProcessView): number {
	return (info.rssBytes / process.machine.memoryBytes) * 100;
}

/** Differs: address space is not modelled: three times what is resident, as for small daemons. */
export function virtualKilobytes({ rssBytes }: ProcessInfo): number {
	return Math.round((rssBytes * 3) / 1024);
}

export function stateText({ pid, sid, state, foreground, niceness }: ProcessInfo): string {
	const nice = niceness > 0 ? 'N' : niceness < 0 ? '<' : '';
	return `${state}${nice}${pid === sid ? 's' : ''}${foreground ? '+' : ''}`;
}

/** "00:01:02". */
export function clockText(ms: number): string {
	const seconds = Math.floor(ms / 1000);
	const two = (value: number): string => String(value).padStart(2, '0');
	const days = Math.floor(seconds / 86_400);
	return `${days > 0 ? `${days}-` : ''}${two(Math.floor(seconds / 3600) % 24)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

/** "1:02". */
export function minutesText(ms: number): string {
	const seconds = Math.floor(ms / 1000);
	return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

function elapsedText(ms: number): string {
	const seconds = Math.floor(ms / 1000);
	const two = (value: number): string => String(value).padStart(2, '0');
	const [days, hours, minutes] = [
		Math.floor(seconds / 86_400),
		Math.floor(seconds / 3600) % 24,
		Math.floor(seconds / 60) % 60,
	];
	const rest = `${two(minutes)}:${two(seconds % 60)}`;
	if (days > 0) return `${days}-${two(hours)}:${rest}`;
	return hours > 0 ? `${two(hours)}:${rest}` : rest;
}

/** "09:00" of today, "Nov20" of another day, the year of another year. */
function startText({ info, process }: ProcessView): string {
	const now = process.now();
	if (strftime('%Y', now) !== strftime('%Y', info.startedAtMs)) return strftime('%Y', info.startedAtMs);
	return strftime(strftime('%F', now) === strftime('%F', info.startedAtMs) ? '%H:%M' : '%b%d', info.startedAtMs);
}

function userName({ info, accounts }: ProcessView): string {
	const name = accounts.users.get(info.uid) ?? String(info.uid);
	return name.length > 8 ? `${name.slice(0, 7)}+` : name;
}

const left = (header: string, width: number, value: Column['value'], key?: Column['key']): Column => ({
	header,
	width,
	align: 'left',
	value,
	...(key === undefined ? {} : { key }),
});

const right = (header: string, width: number, value: Column['value'], key?: Column['key']): Column => ({
	header,
	width,
	align: 'right',
	value,
	...(key === undefined ? {} : { key }),
});

const number = (header: string, width: number, value: (view: ProcessView) => number): Column =>
	right(header, width, (view) => String(value(view)), value);

const pid = number('PID', 7, ({ info }) => info.pid);
const user = left('USER', 8, userName);
const tty = (header: string): Column => left(header, 8, ({ info }) => info.tty ?? '?');
const args = (header: string): Column => left(header, 27, ({ info }) => commandLine(info));
const comm = (header: string): Column =>
	left(header, 15, ({ info }) => commandName(info) + (info.state === 'Z' ? ' <defunct>' : ''));
const cpu = right('%CPU', 4, (view) => cpuPercent(view).toFixed(1), cpuPercent);
const memory = right('%MEM', 4, (view) => memoryPercent(view).toFixed(1), memoryPercent);
const rss = (header: string): Column => number(header, 5, ({ info }) => Math.round(info.rssBytes / 1024));
const vsz = number('VSZ', 6, ({ info }) => virtualKilobytes(info));
const time = right(
	'TIME',
	8,
	({ info }) => clockText(info.cpuMs),
	({ info }) => info.cpuMs,
);
const one = (header: string, width: number, text: string): Column => right(header, width, () => text);

/** By the names that `ps -o` knows. Models procps output.c for what the world has. */
export const COLUMNS: ReadonlyMap<string, Column> = new Map<string, Column>([
	['pid', pid],
	['tgid', pid],
	['lwp', { ...pid, header: 'LWP' }],
	['ppid', number('PPID', 7, ({ info }) => info.ppid)],
	['pgid', number('PGID', 7, ({ info }) => info.pgid)],
	['pgrp', number('PGRP', 7, ({ info }) => info.pgid)],
	['sid', number('SID', 7, ({ info }) => info.sid)],
	['sess', number('SESS', 7, ({ info }) => info.sid)],
	['uid', number('UID', 5, ({ info }) => info.uid)],
	['euid', number('EUID', 5, ({ info }) => info.uid)],
	['ruid', number('RUID', 5, ({ info }) => info.uid)],
	['user', user],
	['euser', { ...user, header: 'EUSER' }],
	['ruser', { ...user, header: 'RUSER' }],
	['uname', user],
	['UID', { ...user, header: 'UID' }],
	['tty', tty('TT')],
	['tt', tty('TT')],
	['tname', tty('TTY')],
	['stat', left('STAT', 4, ({ info }) => stateText(info))],
	['state', left('S', 1, ({ info }) => info.state)],
	['s', left('S', 1, ({ info }) => info.state)],
	['time', time],
	['cputime', time],
	[
		'bsdtime',
		right(
			'TIME',
			6,
			({ info }) => minutesText(info.cpuMs),
			({ info }) => info.cpuMs,
		),
	],
	[
		'etime',
		right(
			'ELAPSED',
			11,
			({ info, process }) => elapsedText(process.now() - info.startedAtMs),
			({ info }) => -info.startedAtMs,
		),
	],
	['etimes', number('ELAPSED', 7, ({ info, process }) => Math.floor((process.now() - info.startedAtMs) / 1000))],
	[
		'start',
		right(
			'STARTED',
			8,
			({ info }) => strftime('%H:%M:%S', info.startedAtMs),
			({ info }) => info.startedAtMs,
		),
	],
	['start_time', right('START', 5, startText, ({ info }) => info.startedAtMs)],
	['stime', right('STIME', 5, startText, ({ info }) => info.startedAtMs)],
	['bsdstart', right('START', 6, startText, ({ info }) => info.startedAtMs)],
	[
		'lstart',
		right(
			'STARTED',
			24,
			({ info }) => strftime('%a %b %e %H:%M:%S %Y', info.startedAtMs),
			({ info }) => info.startedAtMs,
		),
	],
	['%cpu', cpu],
	['pcpu', cpu],
	['c', number('C', 2, (view) => Math.min(99, Math.floor(cpuPercent(view))))],
	['%mem', memory],
	['pmem', memory],
	['rss', rss('RSS')],
	['rsz', rss('RSZ')],
	['rssize', rss('RSS')],
	['vsz', vsz],
	['vsize', vsz],
	['sz', number('SZ', 5, ({ info }) => Math.round(virtualKilobytes(info) / 4))],
	['comm', comm('COMMAND')],
	['ucmd', comm('CMD')],
	['ucomm', comm('COMMAND')],
	['args', args('COMMAND')],
	['command', args('COMMAND')],
	['cmd', args('CMD')],
	['ni', number('NI', 3, ({ info }) => info.niceness)],
	['nice', number('NI', 3, ({ info }) => info.niceness)],
	['pri', number('PRI', 3, ({ info }) => 19 - info.niceness)],
	['opri', number('PRI', 3, ({ info }) => 80 + info.niceness)],
	['nlwp', one('NLWP', 4, '1')],
	['thcount', one('THCNT', 5, '1')],
	['psr', one('PSR', 3, '0')],
	['cls', one('CLS', 3, 'TS')],
	['f', one('F', 1, '4')],
	['addr', one('ADDR', 4, '-')],
	['addr_1', one('ADDR', 1, '-')],
	['wchan', left('WCHAN', 6, () => '-')],
	['group', left('GROUP', 8, ({ info, accounts }) => accounts.users.get(info.uid) ?? String(info.uid))],
]);
