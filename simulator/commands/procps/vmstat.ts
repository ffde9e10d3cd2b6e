import type { Process } from '../../kernel/process-api.ts';
import { Fatal, gnuCommand } from '../gnu-command.ts';
import { flag, withValue } from '../options.ts';
import { memoryUse } from './load.ts';

const UNITS: Readonly<Record<string, number>> = { k: 1000, K: 1024, m: 1_000_000, M: 1024 ** 2 };

/** What the machine does. Differs: interrupts, context switches, swap and disk traffic are not counted. */
export const vmstat = gnuCommand({
	name: 'vmstat',
	paths: ['/usr/bin/vmstat'],
	size: 35_096,
	version: 'vmstat from procps-ng 4.0.4',
	help: `
Usage:
 vmstat [options] [delay [count]]

Options:
 -a, --active           active/inactive memory
 -n, --one-header       do not redisplay header
 -S, --unit <char>      define display unit
 -w, --wide             wide output
 -t, --timestamp        show timestamp
 -y, --no-first         skips first line of output

 -h, --help     display this help and exit
 -V, --version  output version information and exit

For more details see vmstat(8).
`,
	options: {
		active: flag('a', 'active'),
		oneHeader: flag('n', 'one-header'),
		unit: withValue('S', 'unit'),
		noFirst: flag('y', 'no-first'),
	},
	*main({ process, values, operands, out }) {
		const unit = UNITS[values.unit ?? 'K'];
		if (unit === undefined) throw new Fatal('-S requires k, K, m or M (default is KiB)', 1);
		const [delay, count] = operands.map((word) => {
			if (!/^\d+$/.test(word) || Number(word) === 0) throw new Fatal(`failed to parse argument: '${word}'`, 1);
			return Number(word);
		});
		const rounds = delay === undefined ? 1 : (count ?? Number.POSITIVE_INFINITY);
		let before = { cpuMs: 0, atMs: process.machine.bootedAtMs };
		for (let round = 0, shown = 0; round < rounds; round++) {
			if (round > 0 && delay !== undefined) yield* process.sleep(delay * 1000);
			const now = { cpuMs: usedCpuMs(process), atMs: process.now() };
			if (round > 0 || values.noFirst !== true) {
				if (shown === 0 || (shown % 22 === 0 && values.oneHeader !== true))
					yield* out.write(header(values.active === true));
				yield* out.write(row(process, unit, now.cpuMs - before.cpuMs, now.atMs - before.atMs));
				shown++;
			}
			yield* out.flush();
			before = now;
		}
		return 0;
	},
});

function header(active: boolean): string {
	const memory = active ? '  inact active' : '  buff  cache';
	return `procs -----------memory---------- ---swap-- -----io---- -system-- -------cpu-------\n r  b   swpd   free ${memory}   si   so    bi    bo   in   cs us sy id wa st gu\n`;
}

function usedCpuMs(process: Process): number {
	return process.machine.processes().reduce((sum, { cpuMs }) => sum + cpuMs, 0);
}

function row(process: Process, unit: number, cpuMs: number, ms: number): string {
	const processes = process.machine.processes();
	const running = processes.filter(({ state, pid }) => state === 'R' && pid !== process.pid).length;
	const blocked = processes.filter(({ state }) => state === 'D').length;
	const { free, cache } = memoryUse(process);
	const busy = Math.max(0, Math.min(100, Math.round((100 * cpuMs) / Math.max(1, ms * process.machine.cpus))));
	const columns: readonly (readonly [number, number])[] = [
		[running, 2],
		[blocked, 2],
		[0, 6],
		[Math.floor(free / unit), 6],
		[0, 6],
		[Math.floor(cache / unit), 6],
		[0, 4],
		[0, 4],
		[0, 5],
		[0, 5],
		[0, 4],
		[0, 4],
		[busy, 2],
		[0, 2],
		[100 - busy, 2],
		[0, 2],
		[0, 2],
		[0, 2],
	];
	return `${columns.map(([value, width]) => String(value).padStart(width)).join(' ')}\n`;
}
