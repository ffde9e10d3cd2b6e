import type { Process } from '../../kernel/process-api.ts';
import { anyOf } from '../../machinery/task.ts';
import type { Accounts } from '../coreutils/accounts.ts';
import { readAccounts } from '../coreutils/accounts.ts';
import { loginSessions } from '../coreutils/who.ts';
import { gnuCommand } from '../gnu-command.ts';
import { flag, withValue } from '../options.ts';
import { memoryUse, uptimeLine } from './load.ts';
import { commandLine, commandName, virtualKilobytes } from './process-columns.ts';

/** Batch mode prints; on a terminal it redraws until q. Differs: no other key does anything. */
export const top = gnuCommand({
	name: 'top',
	paths: ['/usr/bin/top'],
	size: 129_072,
	version: 'top from procps-ng 4.0.4',
	help: `
Usage:
 top [options]

Options:
 -b, --batch-mode                run in non-interactive batch mode
 -c, --cmdline-toggle            reverse last remembered 'c' state
 -d, --delay =SECS [.TENTHS]     iterative delay as SECS [.TENTHS]
 -E, --scale-summary-mem =SCALE  set mem as: k,m,g,t,p,e for SCALE
 -e, --scale-task-mem =SCALE     set mem with: k,m,g,t,p for SCALE
 -H, --threads-show              show tasks plus all their threads
 -i, --idle-toggle               reverse last remembered 'i' state
 -n, --iterations =NUMBER        exit on maximum iterations NUMBER
 -O, --list-fields               output all field names, then exit
 -o, --sort-override =FIELD      force sorting on this named FIELD
 -p, --pid =PIDLIST              monitor only the tasks in PIDLIST
 -S, --accum-time-toggle         reverse last remembered 'S' state
 -s, --secure-mode               run with secure mode restrictions
 -U, --filter-any-user =USER     show only processes owned by USER
 -u, --filter-only-euser =USER   show only processes owned by USER
 -w, --width [=COLUMNS]          change print width [,use COLUMNS]
 -1, --single-cpu-toggle         reverse last remembered '1' state

 -h, --help                      display this help text, then exit
 -V, --version                   output version information & exit

For more details see top(1).
`,
	options: {
		batch: flag('b'),
		iterations: withValue('n'),
		delay: withValue('d'),
		pids: withValue('p'),
		user: withValue('u'),
		fullCommand: flag('c'),
		sort: withValue('o'),
		idle: flag('i'),
		threads: flag('H'),
		width: withValue('w'),
	},
	*main(run) {
		const { process, values, out } = run;
		const accounts = yield* readAccounts(process);
		const delayMs = Number(values.delay ?? 3) * 1000;
		const before = new Map<number, number>();
		let left = values.iterations === undefined ? Number.POSITIVE_INFINITY : Number(values.iterations);
		const interactive = !values.batch && process.isatty(1);
		const mode = interactive && process.isatty(0) ? process.getTerminalMode(0) : undefined;
		if (mode !== undefined) process.setTerminalMode(0, { ...mode, canonical: false, echo: false });
		for (let first = true; left > 0; first = false) {
			const lines = screen(
				process,
				accounts,
				before,
				first ? process.now() - process.machine.bootedAtMs : delayMs,
				values,
			);
			if (interactive) {
				const { rows, columns } = process.terminalSize(1);
				yield* out.write(
					`\x1b[H\x1b[2J${lines
						.slice(0, rows - 1)
						.map((line) => line.slice(0, columns))
						.join('\n')}\n`,
				);
			} else yield* out.write(`${first ? '' : '\n'}${lines.join('\n')}\n`);
			yield* out.flush();
			if (--left <= 0) break;
			if (mode === undefined) yield* process.sleep(delayMs);
			else {
				yield* process.block(anyOf([process.whenReadable(0), process.timer(process.now() + delayMs)]), () =>
					process.readable(0),
				);
				if (process.readable(0) && (yield* process.read(0, 16)).includes(113)) break;
			}
		}
		if (mode !== undefined) process.setTerminalMode(0, mode);
		return 0;
	},
});

interface Choice {
	readonly pids: string | undefined;
	readonly user: string | undefined;
	readonly fullCommand: true | undefined;
	readonly sort: string | undefined;
}

function screen(
	process: Process,
	accounts: Accounts,
	before: Map<number, number>,
	elapsedMs: number,
	choice: Choice,
): string[] {
	const all = process.machine.processes();
	const count = (state: string): number => all.filter((each) => each.state === state).length;
	const busyMs = all.reduce((sum, { pid, cpuMs }) => sum + cpuMs - (before.get(pid) ?? 0), 0);
	const busy = Math.min(100, (busyMs / Math.max(1, elapsedMs) / process.machine.cpus) * 100);
	const { total, used, free, cache, available } = memoryUse(process);
	const mib = (bytes: number): string => (bytes / 1024 ** 2).toFixed(1).padStart(8);
	const percent = (value: number): string => value.toFixed(1).padStart(4);
	const wanted = all.filter(
		({ pid, uid }) =>
			(choice.pids === undefined || choice.pids.split(',').includes(String(pid))) &&
			(choice.user === undefined || accounts.users.get(uid) === choice.user || String(uid) === choice.user),
	);
	const rows = wanted.map((info) => {
		const share = ((info.cpuMs - (before.get(info.pid) ?? 0)) / Math.max(1, elapsedMs)) * 100;
		return { info, share, memory: (info.rssBytes / total) * 100 };
	});
	const byMemory = /MEM|RES/i.test(choice.sort ?? '');
	rows.sort((a, b) => (byMemory ? b.memory - a.memory : b.share - a.share) || a.info.pid - b.info.pid);
	for (const { pid, cpuMs } of all) before.set(pid, cpuMs);
	const table = rows.map(({ info, share, memory }) => {
		const user = (accounts.users.get(info.uid) ?? String(info.uid)).slice(0, 8).padEnd(8);
		const resident = Math.round(info.rssBytes / 1024);
		const command = choice.fullCommand ? commandLine(info) : commandName(info);
		return `${String(info.pid).padStart(7)} ${user} ${String(20 + info.niceness).padStart(3)} ${String(info.niceness).padStart(3)} ${String(virtualKilobytes(info)).padStart(7)} ${String(resident).padStart(6)} ${String(Math.round(resident / 2)).padStart(6)} ${info.state} ${share.toFixed(1).padStart(5)} ${memory.toFixed(1).padStart(5)} ${timePlus(info.cpuMs).padStart(9)} ${command}`;
	});
	return [
		`top -${uptimeLine(process, loginSessions(process).length)}`,
		`Tasks: ${String(all.length).padStart(3)} total, ${String(count('R')).padStart(3)} running, ${String(count('S') + count('I') + count('D')).padStart(3)} sleeping, ${String(count('T')).padStart(3)} stopped, ${String(count('Z')).padStart(3)} zombie`,
		`%Cpu(s): ${percent(busy)} us,  0.0 sy,  0.0 ni, ${percent(100 - busy)} id,  0.0 wa,  0.0 hi,  0.0 si,  0.0 st `,
		`MiB Mem : ${mib(total)} total, ${mib(free)} free, ${mib(used)} used, ${mib(cache)} buff/cache     `,
		`MiB Swap: ${mib(0)} total, ${mib(0)} free, ${mib(0)} used. ${mib(available)} avail Mem `,
		'',
		'    PID USER      PR  NI    VIRT    RES    SHR S  %CPU  %MEM     TIME+ COMMAND',
		...table,
	];
}

/** "1:02.34". */
function timePlus(ms: number): string {
	const seconds = Math.floor(ms / 1000);
	const hundredths = Math.floor((ms % 1000) / 10);
	return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}.${String(hundredths).padStart(2, '0')}`;
}
