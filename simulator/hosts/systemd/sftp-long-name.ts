import type { Stat } from '../../kernel/process-api.ts';
import { calendarTime } from '../../machinery/timestamp.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const LETTERS = {
	file: '-',
	directory: 'd',
	symlink: 'l',
	fifo: 'p',
	socket: 's',
	character: 'c',
	block: 'b',
} as const;
/** Older times show their year instead. */
const RECENT_MS = (365 * 86_400_000) / 2;

interface Names {
	readonly users: ReadonlyMap<number, string>;
	readonly groups: ReadonlyMap<number, string>;
}

/** A line as `ls -l` has it. Models sftp-common.c ls_file. */
export function longName(name: string, stat: Stat, { users, groups }: Names, nowMs: number): string {
	const user = (users.get(stat.uid) ?? String(stat.uid)).padEnd(8);
	const group = (groups.get(stat.gid) ?? String(stat.gid)).padEnd(8);
	const time = calendarTime(stat.mtimeMs);
	const two = (value: number): string => String(value).padStart(2, '0');
	const recent = nowMs - stat.mtimeMs < RECENT_MS && stat.mtimeMs <= nowMs;
	const clock = recent ? `${two(time.hour)}:${two(time.minute)}` : ` ${time.year}`;
	const date = `${MONTHS[time.month - 1]} ${String(time.day).padStart(2)} ${clock}`;
	const mode = `${modeText(stat)} `;
	return `${mode}${String(stat.links).padStart(4)} ${user} ${group} ${String(stat.size).padStart(8)} ${date} ${name}`;
}

/** "drwxr-xr-x". Models strmode(3). */
export function modeText({ type, mode }: Pick<Stat, 'type' | 'mode'>): string {
	const bits = [6, 3, 0].map((shift, place) => {
		const own = (mode >> shift) & 7;
		const special = (mode >> (11 - place)) & 1;
		const letter = place === 2 ? 't' : 's';
		const last = special ? (own & 1 ? letter : letter.toUpperCase()) : own & 1 ? 'x' : '-';
		return `${own & 4 ? 'r' : '-'}${own & 2 ? 'w' : '-'}${last}`;
	});
	return `${LETTERS[type]}${bits.join('')}`;
}
