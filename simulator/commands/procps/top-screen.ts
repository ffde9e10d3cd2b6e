import type { Process, ProcessInfo } from '../../kernel/process-api.ts';
import type { Accounts } from '../coreutils/accounts.ts';
import { loginSessions } from '../coreutils/who.ts';
import { memoryUse, uptimeLine } from './load.ts';
import { commandLine, commandName, virtualKilobytes } from './process-columns.ts';

/** What -o sorts by. Models procps src/top/top.c Fieldstab. */
export const TOP_FIELDS: readonly string[] =
	'PID PPID UID USER RUID RUSER SUID SUSER GID GROUP PGRP TTY TPGID SID PR NI nTH P %CPU TIME TIME+ %MEM VIRT SWAP RES CODE DATA SHR nMaj nMin nDRT S COMMAND WCHAN Flags CGROUPS SUPGIDS SUPGRPS TGID OOMa OOMs ENVIRON vMj vMn USED nsIPC nsMNT nsNET nsPID nsUSER nsUTS LXC RSan RSfd RSlk RSsh CGNAME NU LOGID EXE RSS PSS PSan PSfd PSsh USS ioR ioRop ioW ioWop AGID AGNI STARTED ELAPSED %CUU %CUC nsCGROUP nsTIME'.split(
		' ',
	);

/** What top shows now: keys change it. */
export interface TopChoice {
	readonly pids: readonly number[] | undefined;
	readonly user: string | undefined;
	fullCommand: boolean;
	sort: string;
	isReversed: boolean;
	hidesIdle: boolean;
	threads: boolean;
	/** A line a processor. */
	single: boolean;
	/** "k", "m", "g", … */
	summaryScale: string;
	taskScale: string;
	readonly width: number;
}

interface Row {
	readonly info: ProcessInfo;
	readonly share: number;
	readonly memory: number;
}

/** The summary and the tasks. @param before processors' time at the last look, brought up to date. */
export function topScreen(
	process: Process,
	accounts: Accounts,
	before: Map<number, number>,
	elapsedMs: number,
	choice: TopChoice,
): string[] {
	const all = process.machine.processes();
	const wanted = all.filter(({ pid, uid }) => (choice.pids?.includes(pid) ?? true) && isOf(choice.user, uid, accounts));
	const { total } = memoryUse(process);
	const rows = wanted
		.map((info): Row => {
			const share = ((info.cpuMs - (before.get(info.pid) ?? 0)) / Math.max(1, elapsedMs)) * 100;
			return { info, share, memory: (info.rssBytes / total) * 100 };
		})
		.filter(({ share }) => !choice.hidesIdle || share >= 0.05);
	rows.sort((a, b) => compare(a, b, choice, accounts));
	const busyMs = all.reduce((sum, { pid, cpuMs }) => sum + cpuMs - (before.get(pid) ?? 0), 0);
	for (const { pid, cpuMs } of all) before.set(pid, cpuMs);
	return [
		...summary(process, all, busyMs / Math.max(1, elapsedMs), choice),
		'',
		'    PID USER      PR  NI    VIRT    RES    SHR S  %CPU  %MEM     TIME+ COMMAND',
		...rows.map((row) => taskLine(row, accounts, choice)),
	];
}

function isOf(user: string | undefined, uid: number, accounts: Accounts): boolean {
	if (user === undefined) return true;
	const name = user.replace(/^!/, '');
	return (accounts.users.get(uid) === name || String(uid) === name) !== user.startsWith('!');
}

/** The greatest first, unless it is turned round; equals by their numbers. */
function compare(a: Row, b: Row, { sort, isReversed }: TopChoice, accounts: Accounts): number {
	const [one, other] = [keyOf(a, sort, accounts), keyOf(b, sort, accounts)];
	const order = one < other ? 1 : one > other ? -1 : 0;
	return (isReversed ? -order : order) || a.info.pid - b.info.pid;
}

function keyOf({ info, share }: Row, sort: string, accounts: Accounts): number | string {
	switch (sort) {
		case 'PID':
		case 'TGID':
			return info.pid;
		case 'PPID':
			return info.ppid;
		case 'PGRP':
			return info.pgid;
		case 'SID':
			return info.sid;
		case 'UID':
		case 'RUID':
		case 'SUID':
			return info.uid;
		case 'USER':
		case 'RUSER':
		case 'SUSER':
			return accounts.users.get(info.uid) ?? String(info.uid);
		case 'PR':
		case 'NI':
			return info.niceness;
		case 'TTY':
			return info.tty ?? '';
		case 'S':
			return info.state;
		case 'COMMAND':
		case 'EXE':
			return commandName(info);
		case 'TIME':
		case 'TIME+':
			return info.cpuMs;
		case 'STARTED':
			return info.startedAtMs;
		case 'ELAPSED':
			return -info.startedAtMs;
		case '%CPU':
		case '%CUU':
		case '%CUC':
			return share;
		case '%MEM':
		case 'RES':
		case 'RSS':
		case 'VIRT':
		case 'SHR':
		case 'USED':
		case 'DATA':
		case 'PSS':
		case 'USS':
			return info.rssBytes;
		default:
			return 0;
	}
}

function summary(process: Process, all: readonly ProcessInfo[], usedCores: number, choice: TopChoice): string[] {
	const count = (state: string): string => String(all.filter((each) => each.state === state).length).padStart(3);
	const sleeping = all.filter(({ state }) => state === 'S' || state === 'I' || state === 'D').length;
	const { cpus } = process.machine;
	const { total, used, free, cache, available } = memoryUse(process);
	const exponent = 'kmgtpe'.indexOf(choice.summaryScale) + 1;
	const unit = `${'KMGTPE'[exponent - 1]}iB`;
	const size = (bytes: number): string =>
		(exponent === 1 ? String(Math.round(bytes / 1024)) : (bytes / 1024 ** exponent).toFixed(1)).padStart(8);
	const swap = process.machine.swaps.reduce((sum, { bytes }) => sum + bytes, 0);
	const percent = (value: number): string => value.toFixed(1).padStart(4);
	const share = Math.min(100, (usedCores / cpus) * 100);
	const processor = (name: string): string =>
		`${name}: ${percent(share)} us,  0.0 sy,  0.0 ni,${(100 - share).toFixed(1).padStart(5)} id,  0.0 wa,  0.0 hi,  0.0 si,  0.0 st `;
	const names = choice.single ? Array.from({ length: cpus }, (_, at) => `%Cpu${String(at).padEnd(3)}`) : ['%Cpu(s)'];
	return [
		`top -${uptimeLine(process, loginSessions(process).length)}`,
		`${choice.threads ? 'Threads' : 'Tasks'}: ${String(all.length).padStart(3)} total, ${count('R')} running, ${String(sleeping).padStart(3)} sleeping, ${count('T')} stopped, ${count('Z')} zombie`,
		...names.map(processor),
		`${unit} Mem : ${size(total)} total, ${size(free)} free, ${size(used)} used, ${size(cache)} buff/cache     `,
		`${unit} Swap: ${size(swap)} total, ${size(swap)} free, ${size(0)} used. ${size(available)} avail Mem `,
	];
}

function taskLine({ info, share, memory }: Row, accounts: Accounts, choice: TopChoice): string {
	const name = accounts.users.get(info.uid) ?? String(info.uid);
	const user = (name.length > 8 ? `${name.slice(0, 7)}+` : name).padEnd(8);
	const resident = Math.round(info.rssBytes / 1024);
	const scaled = (kilobytes: number, width: number): string => scaledText(kilobytes, choice.taskScale).padStart(width);
	const command = choice.fullCommand ? commandLine(info) : commandName(info);
	return `${String(info.pid).padStart(7)} ${user} ${String(20 + info.niceness).padStart(3)} ${String(info.niceness).padStart(3)} ${scaled(virtualKilobytes(info), 7)} ${scaled(resident, 6)} ${scaled(Math.round(resident / 2), 6)} ${info.state} ${share.toFixed(1).padStart(5)} ${memory.toFixed(1).padStart(5)} ${timePlus(info.cpuMs).padStart(9)} ${command}`;
}

/** "12345", "427.1m", "63.9g". */
function scaledText(kilobytes: number, scale: string): string {
	const exponent = 'kmgtp'.indexOf(scale);
	if (exponent === 0) return String(kilobytes);
	return `${(kilobytes / 1024 ** exponent).toFixed(1)}${scale}`;
}

/** "1:02.34". */
function timePlus(ms: number): string {
	const seconds = Math.floor(ms / 1000);
	const hundredths = Math.floor((ms % 1000) / 10);
	return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}.${String(hundredths).padStart(2, '0')}`;
}
