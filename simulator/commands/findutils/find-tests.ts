import type { Process, Stat } from '../../kernel/process-api.ts';
import { SystemError } from '../../kernel/process-api.ts';
import { compileGlob } from '../../machinery/glob.ts';
import { compilePosix, type Regexp, RegexpSyntaxError } from '../../machinery/regexp.ts';
import type { Accounts } from '../coreutils/accounts.ts';
import { parseDate } from '../coreutils/date-parse.ts';
import { changedMode } from '../coreutils/file-mode.ts';
import { FindSyntaxError } from './find-expression.ts';
import type { Found } from './find-printf.ts';
import { baseOf, FIND_TYPES } from './find-printf.ts';

/** A test made ready: its argument has been understood once. */
export type FindTest = (found: Found) => boolean;

/** The predicates that only look. Throws FindSyntaxError for an argument that makes no sense. */
export function compileTest(
	name: string,
	argument: string,
	process: Process,
	accounts: Accounts,
	variant = '',
): FindTest | undefined {
	const test =
		byName(name, argument, variant) ??
		byAttribute(name, argument, process, accounts) ??
		byTime(name, argument, process, variant === 'daystart');
	return test;
}

function byName(name: string, argument: string, variant: string): FindTest | undefined {
	switch (name) {
		case 'true':
			return () => true;
		case 'false':
			return () => false;
		case 'name':
		case 'iname': {
			const glob = matcher(argument, name === 'iname');
			return ({ path }) => glob(baseOf(path));
		}
		case 'path':
		case 'wholename':
		case 'ipath':
		case 'iwholename': {
			const glob = matcher(argument, name.startsWith('i'));
			return ({ path }) => glob(path);
		}
		case 'lname':
		case 'ilname': {
			const glob = matcher(argument, name === 'ilname');
			return ({ target }) => target !== undefined && glob(target);
		}
		case 'regex':
		case 'iregex': {
			const pattern = regexp(argument, name === 'iregex', variant);
			return ({ path }) => pattern.test(path);
		}
		default:
			return undefined;
	}
}

/** Here "*" also matches slashes. */
function matcher(pattern: string, ignoreCase: boolean): (text: string) => boolean {
	const glob = compileGlob(ignoreCase ? pattern.toLowerCase() : pattern);
	return (text) => glob.matches(ignoreCase ? text.toLowerCase() : text);
}

function regexp(pattern: string, ignoreCase: boolean, type: string): Regexp {
	const basic = /basic|grep|sed|^ed$/.test(type) && !type.includes('egrep');
	const known = basic || /extended|egrep|awk/.test(type);
	// Emacs syntax, find's default, is close to basic POSIX with + and ? as operators.
	const own = known ? pattern : fromEmacs(pattern);
	const syntax = basic ? 'basic' : 'extended';
	const options = { ignoreCase, strict: type === 'posix-extended' };
	try {
		// What is wrong is wrong of the pattern as it stands.
		compilePosix(own, syntax, options);
		return compilePosix(basic ? `^\\(${own}\\)$` : `^(${own})$`, syntax, options);
	} catch (error) {
		if (!(error instanceof RegexpSyntaxError)) throw error;
		throw new FindSyntaxError(`failed to compile regular expression '${pattern}': ${error.message}`);
	}
}

function fromEmacs(pattern: string): string {
	return pattern.replace(
		/\[\^?\]?[^\]]*\]|\\([()|])|\\.|[(){}|]/gs,
		(whole, escaped?: string) => escaped ?? (/^[(){}|]$/.test(whole) ? `\\${whole}` : whole),
	);
}

function byAttribute(name: string, argument: string, process: Process, accounts: Accounts): FindTest | undefined {
	const able =
		(want: Parameters<Process['access']>[1]): FindTest =>
		({ path }) =>
			process.access(path, want);
	switch (name) {
		case 'type':
		case 'xtype':
			return typeTest(name, argument, process);
		case 'empty':
			return ({ path, stat }) =>
				stat.type === 'file' ? stat.size === 0 : stat.type === 'directory' && isEmpty(process, path);
		case 'readable':
			return able({ read: true });
		case 'writable':
			return able({ write: true });
		case 'executable':
			return able({ execute: true });
		case 'size':
			return sizeTest(argument);
		case 'perm':
			return permissionTest(argument);
		case 'user': {
			const uid = accounts.uids.get(argument) ?? (/^\d+$/.test(argument) ? Number(argument) : undefined);
			if (uid === undefined) throw new FindSyntaxError(`‘${argument}’ is not the name of a known user`);
			return ({ stat }) => stat.uid === uid;
		}
		case 'group': {
			const gid = accounts.gids.get(argument) ?? (/^\d+$/.test(argument) ? Number(argument) : undefined);
			if (gid === undefined) throw new FindSyntaxError(`‘${argument}’ is not the name of an existing group`);
			return ({ stat }) => stat.gid === gid;
		}
		case 'nouser':
			return ({ stat }) => !accounts.users.has(stat.uid);
		case 'nogroup':
			return ({ stat }) => !accounts.groups.has(stat.gid);
		case 'uid':
			return numberTest(name, argument, ({ uid }) => uid);
		case 'gid':
			return numberTest(name, argument, ({ gid }) => gid);
		case 'links':
			return numberTest(name, argument, ({ links }) => links);
		case 'inum':
			return numberTest(name, argument, ({ inode }) => inode);
		case 'fstype':
			return ({ fileSystem }) => fileSystem?.() === argument;
		case 'used':
			return numberTest(name, argument, ({ atimeMs, ctimeMs }) => Math.floor((atimeMs - ctimeMs) / 86_400_000));
		case 'samefile': {
			const other = statOf(process, argument);
			return ({ stat }) => stat.inode === other.inode && stat.device === other.device;
		}
		default:
			return undefined;
	}
}

function typeTest(name: string, argument: string, process: Process): FindTest {
	const wanted = argument.split(',');
	if (argument.endsWith(',')) {
		throw new FindSyntaxError(`Last file type in list argument to -${name} is missing, i.e., list is ending on: ','`);
	}
	for (const letter of wanted) {
		if (!/^[fdlpscb]$/.test(letter)) {
			throw new FindSyntaxError(
				letter.length === 1
					? `Unknown argument to -${name}: ${letter}`
					: `Must separate multiple arguments to -${name} using: ','`,
			);
		}
	}
	return ({ stat, path, isFollowed }) => {
		// The other way round than files are looked at otherwise.
		if (name === 'xtype' && isFollowed) return wanted.includes(FIND_TYPES[process.lstat(path).type]);
		if (name === 'type' || stat.type !== 'symlink') return wanted.includes(FIND_TYPES[stat.type]);
		try {
			return wanted.includes(FIND_TYPES[process.stat(path).type]);
		} catch (error) {
			if (error instanceof SystemError) return wanted.includes('l');
			throw error;
		}
	};
}

function isEmpty(process: Process, path: string): boolean {
	try {
		return process.readdir(path).length === 0;
	} catch (error) {
		if (error instanceof SystemError) return false;
		throw error;
	}
}

/** "+3": more than, "-3": less than, "3": exactly. */
function comparison(name: string, text: string): (value: number) => boolean {
	const match = /^([-+]?)(\d+(?:\.\d+)?)$/.exec(text);
	if (match === null) throw new FindSyntaxError(`invalid argument \`${text}' to \`-${name}'`);
	const limit = Number(match[2]);
	if (match[1] === '+') return (value) => value > limit;
	if (match[1] === '-') return (value) => value < limit;
	return (value) => value === limit;
}

function numberTest(name: string, argument: string, value: (stat: Stat) => number): FindTest {
	const compare = comparison(name, argument);
	return ({ stat }) => compare(value(stat));
}

const UNITS: ReadonlyMap<string, number> = new Map([
	['', 512],
	['b', 512],
	['c', 1],
	['w', 2],
	['k', 1024],
	['M', 1024 ** 2],
	['G', 1024 ** 3],
]);

function sizeTest(argument: string): FindTest {
	const match = /^([-+]?\d+)(.*)$/.exec(argument);
	const unit = UNITS.get(match?.[2] ?? '-');
	if (match === null) throw new FindSyntaxError(`invalid -size type \`${argument.at(-1) ?? ''}'`);
	if (unit === undefined) throw new FindSyntaxError(`invalid -size type \`${match[2]}'`);
	const compare = comparison('size', match[1] as string);
	return ({ stat }) => compare(Math.ceil(stat.size / unit));
}

function permissionTest(argument: string): FindTest {
	const [, prefix = '', text = ''] = /^([-/]?)(.*)$/s.exec(argument) as RegExpExecArray;
	const mode = changedMode(text, 0, false, 0);
	if (mode === undefined) throw new FindSyntaxError(`invalid mode ‘${argument}’`);
	if (prefix === '-') return ({ stat }) => (stat.mode & mode) === mode;
	if (prefix === '/') return ({ stat }) => mode === 0 || (stat.mode & mode) !== 0;
	return ({ stat }) => stat.mode === mode;
}

function statOf(process: Process, path: string): Stat {
	try {
		return process.stat(path);
	} catch (error) {
		if (error instanceof SystemError) throw new FindSyntaxError(`‘${path}’: No such file or directory`);
		throw error;
	}
}

/** B, the birth of a file, is not kept: its last change stands for it. */
const CLOCKS: Readonly<Record<string, (stat: Stat) => number>> = {
	m: (stat) => stat.mtimeMs,
	a: (stat) => stat.atimeMs,
	c: (stat) => stat.ctimeMs,
	B: (stat) => stat.ctimeMs,
};

const DAY_MS = 86_400_000;

function byTime(name: string, argument: string, process: Process, fromDayStart: boolean): FindTest | undefined {
	const unit = /^([mac])(time|min)$/.exec(name);
	if (unit !== null) {
		const clock = CLOCKS[unit[1] as string] as (stat: Stat) => number;
		const now = fromDayStart ? (Math.floor(process.now() / DAY_MS) + 1) * DAY_MS : process.now();
		const compare = comparison(name, argument);
		if (unit[2] === 'time') return ({ stat }) => compare(Math.floor((now - clock(stat)) / DAY_MS));
		// Minutes are compared rounded up.
		return ({ stat }) => compare(Math.ceil((now - clock(stat)) / 60_000));
	}
	const [, own, other] = /^([ac])?newer$/.exec(name)
		? [name, name[0] === 'n' ? 'm' : name[0], 'm']
		: (/^newer([aBcm])([aBcmt])$/.exec(name) ?? []);
	if (own === undefined || other === undefined) return undefined;
	const clock = CLOCKS[own] as (stat: Stat) => number;
	const reference = other === 't' ? parseDate(argument, process.now()) : CLOCKS[other]?.(statOf(process, argument));
	if (reference === undefined) {
		throw new FindSyntaxError(`I cannot figure out how to interpret ‘${argument}’ as a date or time`);
	}
	return ({ stat }) => clock(stat) > reference;
}
