import type { Process } from '../../kernel/process-api.ts';
import { strftime } from '../strftime.ts';

/** Differs: the load is what runs now, not an average over time. */
export function loadAverages(process: Process): string {
	const running = process.machine.processes().filter(({ state, pid }) => state === 'R' && pid !== process.pid).length;
	return [running, running, running].map((each) => each.toFixed(2)).join(', ');
}

/** " 09:00:00 up 1 day,  2:03,  1 user,  load average: 0.00, 0.00, 0.00", without a newline. */
export function uptimeLine(process: Process, users: number): string {
	return ` ${strftime('%H:%M:%S', process.now())} up ${upText(process)},  ${users} user${users === 1 ? '' : 's'},  load average: ${loadAverages(process)}`;
}

function upText(process: Process): string {
	const minutes = Math.floor((process.now() - process.machine.bootedAtMs) / 60_000);
	const days = Math.floor(minutes / 1440);
	const hours = Math.floor(minutes / 60) % 24;
	const rest = minutes % 60;
	const clock = hours > 0 ? `${String(hours).padStart(2)}:${String(rest).padStart(2, '0')}` : `${rest} min`;
	return days > 0 ? `${days} day${days === 1 ? '' : 's'}, ${clock}` : clock;
}

/** "up 1 hour, 2 minutes". */
export function prettyUptime(process: Process): string {
	const minutes = Math.floor((process.now() - process.machine.bootedAtMs) / 60_000);
	const parts: string[] = [];
	const add = (value: number, unit: string): void => {
		if (value > 0) parts.push(`${value} ${unit}${value === 1 ? '' : 's'}`);
	};
	add(Math.floor(minutes / 10_080), 'week');
	add(Math.floor(minutes / 1440) % 7, 'day');
	add(Math.floor(minutes / 60) % 24, 'hour');
	add(minutes % 60, 'minute');
	return `up ${parts.length === 0 ? '0 minutes' : parts.join(', ')}`;
}

/** Memory in bytes, as /proc/meminfo divides it. */
export function memoryUse(process: Process): {
	total: number;
	used: number;
	free: number;
	cache: number;
	available: number;
} {
	const total = process.machine.memoryBytes;
	const used = Math.min(
		total,
		process.machine.processes().reduce((sum, { rssBytes }) => sum + rssBytes, 0),
	);
	// Differs: no page cache is modelled.
	return { total, used, free: total - used, cache: 0, available: total - used };
}
