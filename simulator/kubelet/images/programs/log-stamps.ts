import type { Process } from '../../../kernel/process-api.ts';
import { calendarTime, formatTime } from '../../../machinery/timestamp.ts';

// The moments that servers put in front of their lines.

/** "2026-03-02T09:00:48.818Z". */
export function isoStamp(process: Process): string {
	return `${formatTime(process.now()).slice(0, 19)}.${milliseconds(process)}Z`;
}

/** "2026-03-02 09:00:48.818". */
export function spaceStamp(process: Process, separator = '.'): string {
	return `${formatTime(process.now()).slice(0, 19).replace('T', ' ')}${separator}${milliseconds(process)}`;
}

/** "2026-03-02 09:00:48". */
export function secondStamp(process: Process): string {
	return formatTime(process.now()).slice(0, 19).replace('T', ' ');
}

/** "02-Mar-2026 09:00:48". */
export function dayFirstStamp(process: Process): string {
	const { day, month, year } = calendarTime(process.now());
	return `${two(day)}-${MONTHS[month - 1]}-${year} ${formatTime(process.now()).slice(11, 19)}`;
}

function milliseconds(process: Process): string {
	return String(process.now() % 1_000).padStart(3, '0');
}

function two(value: number): string {
	return String(value).padStart(2, '0');
}

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
