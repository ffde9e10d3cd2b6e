import { type Process, type Stat, SystemError } from '../../../kernel/process-api.ts';
import { strftime } from '../../strftime.ts';
import type { Accounts } from '../accounts.ts';
import { modeText } from '../file-mode.ts';
import type { Field } from './print-format.ts';

const TYPE_NAMES: Readonly<Record<Stat['type'], string>> = {
	file: 'regular file',
	directory: 'directory',
	symlink: 'symbolic link',
	fifo: 'fifo',
	socket: 'socket',
	character: 'character special file',
	block: 'block special file',
};

const TYPE_BITS: Readonly<Record<Stat['type'], number>> = {
	file: 0o100000,
	directory: 0o040000,
	symlink: 0o120000,
	fifo: 0o010000,
	socket: 0o140000,
	character: 0o020000,
	block: 0o060000,
};

const text = (value: string): Field => ({ kind: 'text', text: value });
const decimal = (value: number): Field => ({ kind: 'number', value, base: 10 });
const hexadecimal = (value: number): Field => ({ kind: 'number', value, base: 16 });

/** What a file's directives are looked up in. */
export interface FoundFile {
	readonly process: Process;
	readonly path: string;
	readonly stat: Stat;
	/** Of a link. */
	readonly target: string | undefined;
	readonly accounts: Accounts;
	readonly quote: (name: string) => string;
	/** `%C` has been asked for, which no file here has. */
	readonly onContext: () => void;
}

/** What a directive shows of a file. Models coreutils stat.c print_stat. */
export function fileField(code: string, file: FoundFile): Field | undefined {
	const { path, stat: found, target, accounts, quote } = file;
	const numbers = found.deviceNumbers ?? [0, 0];
	switch (code) {
		case 'n':
			return text(path);
		case 'N':
			return { kind: 'names', names: [path, ...(target === undefined ? [] : [target])].map(quote) };
		case 'A':
			return text(modeText(found));
		case 'a':
			return { kind: 'number', value: found.mode, base: 8 };
		case 'f':
			return hexadecimal(TYPE_BITS[found.type] | found.mode);
		case 'F':
			return text(found.type === 'file' && found.size === 0 ? 'regular empty file' : TYPE_NAMES[found.type]);
		case 'U':
			return text(accounts.users.get(found.uid) ?? 'UNKNOWN');
		case 'G':
			return text(accounts.groups.get(found.gid) ?? 'UNKNOWN');
		case 's':
			return { kind: 'number', value: found.size, base: 10, isSigned: true };
		case 'm':
			return text(mountPointOf(file));
		case 'C':
			file.onContext();
			return text('?');
		case 'd':
		case 'Ld':
			return decimal(found.device);
		case 'D':
			return hexadecimal(found.device);
		case 'r':
		case 'R':
			return { kind: 'number', value: numbers[0] * 256 + numbers[1], base: code === 'r' ? 10 : 16 };
		case 't':
		case 'T':
			return hexadecimal(numbers[code === 't' ? 0 : 1]);
		case 'Hr':
		case 'Lr':
			return decimal(numbers[code === 'Hr' ? 0 : 1]);
		default:
			return countOf(code, found) ?? timeOf(code, found);
	}
}

function countOf(code: string, found: Stat): Field | undefined {
	switch (code) {
		case 'b':
			return decimal(found.type === 'file' ? Math.ceil(found.size / 4096) * 8 : found.type === 'directory' ? 8 : 0);
		case 'B':
			return decimal(512);
		case 'o':
			return decimal(4096);
		case 'u':
			return decimal(found.uid);
		case 'g':
			return decimal(found.gid);
		case 'h':
			return decimal(found.links);
		case 'i':
			return decimal(found.inode);
		case 'Hd':
			return decimal(0);
		default:
			return undefined;
	}
}

function timeOf(code: string, found: Stat): Field | undefined {
	const times = { x: found.atimeMs, y: found.mtimeMs, z: found.ctimeMs, w: found.birthMs } as const;
	const letter = code.toLowerCase() as keyof typeof times;
	if (!(letter in times)) return undefined;
	const ms = times[letter];
	if (code !== letter) return { kind: 'moment', ms: ms ?? 0 };
	return text(ms === undefined ? '-' : strftime('%Y-%m-%d %H:%M:%S.%N %z', ms));
}

function mountPointOf({ process, path, stat: { type } }: FoundFile): string {
	try {
		return process.statfs(type === 'symlink' ? path.replace(/[^/]*\/*$/, '') || '.' : path).mountPoint;
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		return '?';
	}
}
