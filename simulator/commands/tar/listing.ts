import type { TarEntryType } from '../../machinery/tar/tar-format.ts';
import type { TarItem } from '../../machinery/tar/tar-reader.ts';
import { calendarTime } from '../../machinery/timestamp.ts';

const LETTERS: Readonly<Record<TarEntryType, string>> = {
	file: '-',
	directory: 'd',
	symlink: 'l',
	hardlink: 'h',
	fifo: 'p',
	other: '-',
};
/** Owner and size share this many columns until a line needs more. */
const COLUMNS_MIN = 19;

/** `tar -tv`: "-rw-r--r-- root/root       123 2025-12-17 12:41 name". Models GNU tar simple_print_header. */
export function listingLine({ entry, data, zeros }: TarItem, columns: { size: number }): string {
	const owner = `${entry.userName || entry.uid}/${entry.groupName || entry.gid}`;
	const size = String(data.length + zeros);
	columns.size = Math.max(columns.size, COLUMNS_MIN, owner.length + 1 + size.length);
	const time = calendarTime(entry.mtimeMs);
	const two = (value: number): string => String(value).padStart(2, '0');
	const when = `${time.year}-${two(time.month)}-${two(time.day)} ${two(time.hour)}:${two(time.minute)}`;
	const target =
		entry.type === 'symlink' ? ` -> ${entry.linkName}` : entry.type === 'hardlink' ? ` link to ${entry.linkName}` : '';
	const gap = columns.size - owner.length - 1;
	return `${LETTERS[entry.type]}${permissions(entry.mode)} ${owner} ${size.padStart(gap)} ${when} ${shownName(entry.name)}${target}\n`;
}

function permissions(mode: number): string {
	const bits = (shift: number, special: number, letter: string): string => {
		const x = (mode >> shift) & 1;
		const s = (mode & special) !== 0;
		const execute = s ? (x === 1 ? letter : letter.toUpperCase()) : x === 1 ? 'x' : '-';
		return `${(mode >> (shift + 2)) & 1 ? 'r' : '-'}${(mode >> (shift + 1)) & 1 ? 'w' : '-'}${execute}`;
	};
	return bits(6, 0o4000, 's') + bits(3, 0o2000, 's') + bits(0, 0o1000, 't');
}

/** Control characters would end the line: they are shown escaped. */
export function shownName(name: string): string {
	return name.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\t', '\\t');
}
