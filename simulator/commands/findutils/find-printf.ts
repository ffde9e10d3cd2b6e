import type { Stat } from '../../kernel/process-api.ts';
import type { Accounts } from '../coreutils/accounts.ts';
import { modeText } from '../coreutils/file-mode.ts';
import { strftime } from '../strftime.ts';

/** A file as find sees it. */
export interface Found {
	readonly path: string;
	/** The operand below which it was found. */
	readonly start: string;
	readonly depth: number;
	readonly stat: Stat;
	readonly target: string | undefined;
	/** Of a link this is what it leads to. */
	readonly isFollowed?: boolean;
	/** Of a link: the letter of what it leads to, N when that is not there, L when it leads to itself. */
	readonly targetType?: string | undefined;
	/** The type of file system that it lies on. */
	readonly fileSystem?: () => string;
}

export const FIND_TYPES: Readonly<Record<Stat['type'], string>> = {
	file: 'f',
	directory: 'd',
	symlink: 'l',
	fifo: 'p',
	socket: 's',
	character: 'c',
	block: 'b',
};

/** `-printf`: directives with widths, and backslash escapes. */
export function findPrintf(format: string, found: Found, accounts: Accounts): string {
	// What stands behind \c is not printed.
	const own = /^((?:[^\\]|\\[^c])*)\\c/s.exec(format)?.[1] ?? format;
	return own.replace(
		/\\([0-7]{1,3}|.)|%([-+ #0]*)(\d*)(?:\.(\d+))?([ACBT].|[a-zA-Z%])/gs,
		(
			whole,
			escaped: string | undefined,
			flags: string,
			width: string,
			precision: string | undefined,
			directive: string,
		) => {
			if (escaped !== undefined) return unescaped(escaped);
			const value = fieldOf(directive, found, accounts);
			if (value === undefined) return whole;
			const cut = precision === undefined ? value : value.slice(0, Number(precision));
			const isNumber = directive === 'm' || directive === 'd';
			const sign = directive === 'm' && flags.includes('#') ? '0' : directive === 'd' && flags.includes('+') ? '+' : '';
			const wide = Math.min(Number(width), WIDTH_MAX);
			if (flags.includes('-')) return (sign + cut).padEnd(wide);
			return (sign + cut).padStart(wide, isNumber && flags.includes('0') ? '0' : ' ');
		},
	);
}

const WIDTH_MAX = 100_000;

function unescaped(text: string): string {
	if (/^[0-7]/.test(text)) return String.fromCharCode(Number.parseInt(text, 8));
	const simple: Readonly<Record<string, string>> = {
		n: '\n',
		t: '\t',
		r: '\r',
		a: '\x07',
		b: '\b',
		f: '\f',
		v: '\v',
		'\\': '\\',
	};
	return simple[text] ?? `\\${text}`;
}

/** The part of it that takes room: six digits at most. */
function sparseness(stat: Stat): string {
	const blocks = Math.ceil((stat.allocatedBytes ?? stat.size) / 4096) * 8;
	return String(Number(((512 * blocks) / stat.size).toPrecision(6)));
}

/** What follows a backslash and means nothing. */
export function unknownEscapes(format: string): string[] {
	return [...format.matchAll(/\\([0-7]{1,3}|.)/gs)]
		.map(([whole]) => whole)
		.filter((each) => !/^\\[0-7abcfnrtv\\]/.test(each));
}

/** Directives that there are not. */
export function unknownDirectives(format: string): string[] {
	const all = format.replaceAll('%%', '').match(/%[-+ #0]*\d*(?:\.\d+)?(?:[ACBT].|[a-zA-Z])/g) ?? [];
	return all
		.filter((each) => !/(?:[ACBT].|[abcdDfFgGhHiklmMnpPsStuUyYZ])$/.test(each))
		.map((each) => `%${each.at(-1)}`);
}

export function baseOf(path: string): string {
	const trimmed = path.replace(/\/+$/, '');
	return trimmed === '' ? '/' : trimmed.slice(trimmed.lastIndexOf('/') + 1);
}

export function folderOf(path: string): string {
	const slash = path.lastIndexOf('/');
	return slash < 0 ? '.' : slash === 0 ? '' : path.slice(0, slash);
}

function fieldOf(directive: string, found: Found, accounts: Accounts): string | undefined {
	const { stat } = found;
	switch (directive) {
		case '%':
			return '%';
		case 'p':
			return found.path;
		case 'f':
			return baseOf(found.path);
		case 'h':
			return folderOf(found.path);
		case 'P':
			return found.path === found.start ? '' : found.path.slice(found.start.length).replace(/^\//, '');
		case 'H':
			return found.start;
		case 'd':
			return String(found.depth);
		case 's':
			return String(stat.size);
		case 'k':
			return String(stat.type === 'directory' ? 4 : Math.ceil(stat.size / 4096) * 4);
		case 'b':
			return String(stat.type === 'directory' ? 8 : Math.ceil(stat.size / 4096) * 8);
		case 'm':
			return stat.mode.toString(8);
		case 'M':
			return modeText(stat);
		case 'u':
			return accounts.users.get(stat.uid) ?? String(stat.uid);
		case 'U':
			return String(stat.uid);
		case 'g':
			return accounts.groups.get(stat.gid) ?? String(stat.gid);
		case 'G':
			return String(stat.gid);
		case 'y':
			return FIND_TYPES[stat.type];
		case 'i':
			return String(stat.inode);
		case 'n':
			return String(stat.links);
		case 'D':
			return String(stat.device);
		case 'Y':
			return found.targetType ?? FIND_TYPES[stat.type];
		case 'F':
			return found.fileSystem?.() ?? '';
		case 'S':
			return stat.size === 0 ? '1' : sparseness(stat);
		case 'Z':
			return '';
		case 'l':
			return found.target ?? '';
		case 'a':
			return timeText('c', stat.atimeMs);
		case 'c':
			return timeText('c', stat.ctimeMs);
		case 't':
			return timeText('c', stat.mtimeMs);
		default: {
			const ms = directive.startsWith('A') ? stat.atimeMs : directive.startsWith('C') ? stat.ctimeMs : stat.mtimeMs;
			return /^[ACT]./.test(directive) ? timeText(directive.slice(1), ms) : undefined;
		}
	}
}

/** Seconds carry a fraction of ten digits here. */
function timeText(code: string, ms: number): string {
	const fraction = `${String(((ms % 1000) + 1000) % 1000).padStart(3, '0')}0000000`;
	switch (code) {
		case '@':
			return `${Math.floor(ms / 1000)}.${fraction}`;
		case 'S':
			return `${strftime('%S', ms)}.${fraction}`;
		case 'T':
			return `${strftime('%T', ms)}.${fraction}`;
		case '+':
			return `${strftime('%F+%T', ms)}.${fraction}`;
		case 'c':
			return strftime(`%a %b %e %H:%M:%S.${fraction} %Y`, ms);
		default:
			return strftime(`%${code}`, ms);
	}
}
