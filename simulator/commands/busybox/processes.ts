import { SystemError } from '../../kernel/process-api.ts';
import { SIGNAL_NUMBERS } from '../../kernel/signals.ts';
import { anyOf } from '../../machinery/task.ts';
import { readAccounts } from '../coreutils/accounts.ts';
import { loginSessions } from '../coreutils/who.ts';
import { Fatal } from '../gnu-command.ts';
import { reasonOf } from '../launch.ts';
import { flag, withValue } from '../options.ts';
import { loadAverages, memoryUse, uptimeLine } from '../procps/load.ts';
import type { ProcessView } from '../procps/process-columns.ts';
import { COLUMNS, commandLine, commandName, minutesText, virtualKilobytes } from '../procps/process-columns.ts';
import { LINUX_SIGNALS, signalByName } from '../signal-names.ts';
import { applet } from './applet.ts';
import { busyboxSize } from './sizes.ts';
import { SYSTEM_USAGES } from './usage-system.ts';

/** Columns of -o: name, heading, width; negative widths are filled on the left. */
const PS_COLUMNS: ReadonlyMap<string, readonly [heading: string, width: number]> = new Map([
	['pid', ['PID', 5]],
	['ppid', ['PPID', 5]],
	['pgid', ['PGID', 5]],
	['sid', ['SID', 5]],
	['user', ['USER', 8]],
	['group', ['GROUP', 8]],
	['comm', ['COMMAND', 16]],
	['args', ['COMMAND', 256]],
	['tty', ['TT', 6]],
	['stat', ['STAT', 4]],
	['vsz', ['VSZ', 4]],
	['rss', ['RSS', 4]],
	['time', ['TIME', 5]],
	['etime', ['ELAPSED', 7]],
]);

const RIGHT = new Set(['pid', 'ppid', 'pgid', 'sid', 'vsz', 'rss']);

export const ps = applet({
	name: 'ps',
	usage: SYSTEM_USAGES.ps,
	options: { columns: withValue('o'), threads: flag('T'), ignored: flag('e', 'f', 'a', 'l', 'w', 'A') },
	*main(run) {
		const { process, values, out } = run;
		const accounts = yield* readAccounts(process);
		const views = process.machine.processes().map((info): ProcessView => ({ info, process, accounts }));
		if (values.columns === undefined) {
			yield* out.write('PID   USER     TIME  COMMAND\n');
			for (const { info } of views) {
				const user = (accounts.users.get(info.uid) ?? String(info.uid)).slice(0, 8).padEnd(8);
				const text =
					info.argv.length === 0
						? `[${commandName(info)}]`
						: info.state === 'Z'
							? `[${commandName(info)}]`
							: commandLine(info);
				yield* out.write(`${String(info.pid).padStart(5)} ${user} ${minutesText(info.cpuMs).padStart(5)} ${text}\n`);
			}
			return 0;
		}
		const names = values.columns.split(',').map((each) => each.split('=')[0] as string);
		for (const name of names) {
			if (!PS_COLUMNS.has(name))
				throw new Fatal(`bad -o argument '${name}', supported arguments: ${[...PS_COLUMNS.keys()].join(',')}`);
		}
		const line = (cells: readonly string[], heading: boolean): string =>
			cells
				.map((cell, at) => {
					const name = names[at] as string;
					const [, width] = PS_COLUMNS.get(name) as readonly [string, number];
					if (at === cells.length - 1) return RIGHT.has(name) && !heading ? cell.padStart(width) : cell;
					return RIGHT.has(name) && !heading ? cell.padStart(width) : cell.slice(0, width).padEnd(width);
				})
				.join(' ');
		const headings = names.map((name) => (PS_COLUMNS.get(name) as readonly [string, number])[0]);
		yield* out.write(`${line(headings, true)}\n`);
		for (const view of views) {
			const cells = names.map((name) => {
				if (name === 'time') return minutesText(view.info.cpuMs);
				if (name === 'vsz') return busyboxSize(virtualKilobytes(view.info) * 1024).toLowerCase();
				if (name === 'rss') return busyboxSize(view.info.rssBytes).toLowerCase();
				return COLUMNS.get(name)?.value(view) ?? '';
			});
			yield* out.write(`${line(cells, false)}\n`);
		}
		return 0;
	},
});

export const kill = applet({
	name: 'kill',
	usage: SYSTEM_USAGES.kill,
	options: {},
	rewrite: (argv) => ['--', ...argv],
	*main(run) {
		let words = [...run.operands];
		if (words[0] === '-l') {
			const [, number] = words;
			if (number !== undefined)
				yield* run.out.write(
					`${LINUX_SIGNALS[(Number(number) & 127) - 1] ?? SIGNAL_NUMBERS[signalByName(number) ?? 'TERM']}\n`,
				);
			else
				for (const [at, name] of LINUX_SIGNALS.entries())
					yield* run.out.write(`${String(at + 1).padStart(2)}) ${name}\n`);
			return 0;
		}
		let signal = 'TERM';
		if (words[0] === '-s') {
			signal = words[1] ?? '';
			words = words.slice(2);
		} else if (words[0]?.startsWith('-') && words[0] !== '--') {
			signal = words[0].slice(1);
			words = words.slice(1);
		}
		if (words[0] === '--') words = words.slice(1);
		const wanted = signal === '0' ? 0 : signalByName(signal);
		if (wanted === undefined) throw new Fatal(`bad signal name '${signal}'`);
		if (words.length === 0) throw new Fatal('you need to specify whom to kill');
		let status = 0;
		for (const word of words) {
			if (!/^-?\d+$/.test(word)) throw new Fatal(`invalid number '${word}'`);
			try {
				run.process.kill(Number(word), wanted);
			} catch (error) {
				yield* run.complain(`can't kill pid ${word}: ${reasonOf(error)}`);
				status = 1;
			}
		}
		return status;
	},
});

export const killall = applet({
	name: 'killall',
	usage: SYSTEM_USAGES.killall,
	options: {},
	rewrite: (argv) => ['--', ...argv],
	*main(run) {
		const { process } = run;
		let signal = 'TERM';
		let quiet = false;
		const names: string[] = [];
		for (const word of run.operands) {
			if (word === '-q') quiet = true;
			else if (word.startsWith('-')) signal = word.slice(1);
			else names.push(word);
		}
		const wanted = signalByName(signal);
		if (wanted === undefined) throw new Fatal(`bad signal name '${signal}'`);
		if (names.length === 0) throw new Fatal('you need to specify whom to kill');
		let status = 0;
		for (const name of names) {
			const found = process.machine
				.processes()
				.filter((info) => commandName(info) === name && info.pid !== process.pid);
			for (const { pid } of found) {
				try {
					process.kill(pid, wanted);
				} catch (error) {
					if (!(error instanceof SystemError)) throw error;
					yield* run.complain(`can't kill pid ${pid}: ${reasonOf(error)}`);
					status = 1;
				}
			}
			if (found.length === 0) {
				if (!quiet) yield* run.complain(`${name}: no process killed`);
				status = 1;
			}
		}
		return status;
	},
});

export const free = applet({
	name: 'free',
	usage: SYSTEM_USAGES.free,
	options: { bytes: flag('b'), kilo: flag('k'), mega: flag('m'), giga: flag('g'), human: flag('h') },
	*main(run) {
		const { values, out } = run;
		const { total, used, free: unused, cache, available } = memoryUse(run.process);
		const unit = values.bytes ? 1 : values.mega ? 1024 ** 2 : values.giga ? 1024 ** 3 : 1024;
		const text = (bytes: number): string =>
			(values.human ? busyboxSize(bytes) : String(Math.floor(bytes / unit))).padStart(12);
		const headings = ['total', 'used', 'free', 'shared', 'buff/cache', 'available'];
		yield* out.write(`       ${headings.map((heading) => heading.padStart(12)).join('')}\n`);
		yield* out.write(`Mem:   ${[total, used, unused, 0, cache, available].map(text).join('')}\n`);
		yield* out.write(`Swap:  ${[0, 0, 0].map(text).join('')}\n`);
		return 0;
	},
});

export const uptime = applet({
	name: 'uptime',
	usage: SYSTEM_USAGES.uptime,
	options: {},
	*main(run) {
		yield* run.out.write(`${uptimeLine(run.process, loginSessions(run.process).length)}\n`);
		return 0;
	},
});

export const top = applet({
	name: 'top',
	usage: SYSTEM_USAGES.top,
	options: { batch: flag('b'), threads: flag('H'), count: withValue('n'), delay: withValue('d'), memory: flag('m') },
	*main(run) {
		const { process, values, out } = run;
		const accounts = yield* readAccounts(process);
		const delayMs = Number(values.delay ?? 5) * 1000;
		const interactive = !values.batch && process.isatty(0) && process.isatty(1);
		const mode = interactive ? process.getTerminalMode(0) : undefined;
		if (mode !== undefined) process.setTerminalMode(0, { ...mode, canonical: false, echo: false });
		const before = new Map<number, number>();
		for (let left = values.count === undefined ? Number.POSITIVE_INFINITY : Number(values.count); left > 0; left--) {
			const all = process.machine.processes();
			const { total, used, free: unused, cache } = memoryUse(process);
			const kilo = (bytes: number): number => Math.floor(bytes / 1024);
			const share = (pid: number, cpuMs: number): number =>
				Math.min(99, Math.floor(((cpuMs - (before.get(pid) ?? cpuMs)) / delayMs / process.machine.cpus) * 100));
			const rows = all
				.map((info) => ({ info, cpu: share(info.pid, info.cpuMs) }))
				.sort((a, b) => b.cpu - a.cpu || b.info.pid - a.info.pid);
			const busy = Math.min(
				100,
				rows.reduce((sum, { cpu }) => sum + cpu, 0),
			);
			const lines = [
				`Mem: ${kilo(used)}K used, ${kilo(unused)}K free, 0K shrd, 0K buff, ${kilo(cache)}K cached`,
				`CPU: ${String(busy).padStart(3)}% usr   0% sys   0% nic ${String(100 - busy).padStart(3)}% idle   0% io   0% irq   0% sirq`,
				`Load average: ${loadAverages(process).replaceAll(',', '')} ${all.filter(({ state }) => state === 'R').length}/${all.length} ${all.at(-1)?.pid ?? 0}`,
				'  PID  PPID USER     STAT   VSZ %VSZ CPU %CPU COMMAND',
				...rows.map(({ info, cpu }) => {
					const user = (accounts.users.get(info.uid) ?? String(info.uid)).slice(0, 8).padEnd(8);
					const vsz = virtualKilobytes(info);
					const percent = Math.floor((vsz * 1024 * 100) / total);
					return `${String(info.pid).padStart(5)} ${String(info.ppid).padStart(5)} ${user} ${info.state.padEnd(4)} ${String(vsz).padStart(5)} ${String(percent).padStart(3)}%   0 ${String(cpu).padStart(3)}% ${commandLine(info)}`;
				}),
			];
			for (const { pid, cpuMs } of all) before.set(pid, cpuMs);
			if (interactive) {
				const { rows: height, columns } = process.terminalSize(1);
				yield* out.write(
					`\x1b[H\x1b[J${lines
						.slice(0, height - 1)
						.map((line) => line.slice(0, columns))
						.join('\n')}\n`,
				);
			} else yield* out.write(`${lines.join('\n')}\n`);
			yield* out.flush();
			if (left === 1) break;
			if (mode === undefined) yield* process.sleep(delayMs);
			else {
				yield* process.block(anyOf([process.whenReadable(0), process.timer(process.now() + delayMs)]), () =>
					process.readable(0),
				);
				if (process.readable(0) && /q|\x03/.test(String.fromCharCode(...(yield* process.read(0, 16))))) break;
			}
		}
		if (mode !== undefined) process.setTerminalMode(0, mode);
		return 0;
	},
});
