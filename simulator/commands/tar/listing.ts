import type { TarEntryType } from '../../machinery/tar/tar-format.ts';
import type { TarItem } from '../../machinery/tar/tar-reader.ts';
import { calendarTime } from '../../machinery/timestamp.ts';
import type { TarRun } from './tar-run.ts';

const LETTERS: Readonly<Record<TarEntryType, string>> = {
	file: '-',
	directory: 'd',
	symlink: 'l',
	hardlink: 'h',
	fifo: 'p',
	label: 'V',
	other: '-',
};
/** Owner and size share this many columns until a line needs more. */
const COLUMNS_MIN = 19;

type Shown = Partial<Pick<TarRun['values'], 'numericOwner' | 'fullTime' | 'quotingStyle'>>;

/** `tar -tv`: "-rw-r--r-- root/root       123 2025-12-17 12:41 name". Models GNU tar simple_print_header. */
export function listingLine({ entry, data, zeros }: TarItem, columns: { size: number }, options: Shown = {}): string {
	const numeric = options.numericOwner === true;
	const user = numeric || entry.userName === '' ? entry.uid : entry.userName;
	const owner = `${user}/${numeric || entry.groupName === '' ? entry.gid : entry.groupName}`;
	const size = String(data.length + zeros);
	columns.size = Math.max(columns.size, COLUMNS_MIN, owner.length + 1 + size.length);
	const time = calendarTime(entry.mtimeMs);
	const two = (value: number): string => String(value).padStart(2, '0');
	const seconds = options.fullTime === true ? `:${two(time.second)}` : '';
	const when = `${time.year}-${two(time.month)}-${two(time.day)} ${two(time.hour)}:${two(time.minute)}${seconds}`;
	const gap = columns.size - owner.length - 1;
	const name = shownName(entry.name, options) + tail(entry.type, shownName(entry.linkName, options));
	return `${LETTERS[entry.type]}${permissions(entry.mode)} ${owner} ${size.padStart(gap)} ${when} ${name}\n`;
}

function tail(type: TarEntryType, link: string): string {
	if (type === 'symlink') return ` -> ${link}`;
	if (type === 'hardlink') return ` link to ${link}`;
	return type === 'label' ? '--Volume Header--' : '';
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

/** Control characters would end the line: they are shown escaped, unless another style is asked for. */
export function shownName(name: string, { quotingStyle }: Shown = {}): string {
	if (quotingStyle === 'literal') return name;
	const escaped = name.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\t', '\\t');
	if (quotingStyle === 'c') return `"${escaped.replaceAll('"', '\\"')}"`;
	if (quotingStyle === 'locale') return `‘${escaped}’`;
	if (quotingStyle?.startsWith('shell') && (quotingStyle.endsWith('always') || !/^[\w./@%+=:,-]+$/.test(name))) {
		return `'${name.replaceAll("'", "'\\''")}'`;
	}
	return quotingStyle?.startsWith('shell') ? name : escaped;
}
