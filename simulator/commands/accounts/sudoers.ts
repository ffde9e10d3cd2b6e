import { compileGlob } from '../../machinery/glob.ts';

/** One command that a user may, or may not, execute. Models sudoers(5) Cmnd_Spec. */
export interface CommandSpec {
	/** "ALL", "/usr/bin/systemctl restart kubelet", without its "!". */
	readonly command: string;
	readonly isDenied: boolean;
	readonly runAs: readonly string[] | undefined;
	readonly runAsGroups: readonly string[];
	readonly withoutPassword: boolean;
}

/** "bob ALL=(root) NOPASSWD: /usr/bin/crictl". */
export interface UserSpec {
	readonly users: readonly string[];
	readonly hosts: readonly string[];
	readonly commands: readonly CommandSpec[];
}

export interface SyntaxProblem {
	/** Both from 1. */
	readonly line: number;
	readonly column: number;
	/** The text of the line. */
	readonly text: string;
	/** How long what is wrong there is. */
	readonly length: number;
}

export interface Sudoers {
	readonly specs: readonly UserSpec[];
	readonly aliases: ReadonlyMap<string, readonly string[]>;
	readonly problems: readonly SyntaxProblem[];
	/** Folders and files that are read where they stand: "@includedir /etc/sudoers.d". */
	readonly includes: readonly { readonly path: string; readonly isFolder: boolean }[];
}

const ALIAS = /^(?:User|Runas|Host|Cmnd|Cmd)_Alias\b\s*/;
const ALIAS_NAME = /^([A-Z][A-Z0-9_]*)\s*=\s*/;
const TAG = /^(NO)?(PASSWD|EXEC|SETENV|LOG_INPUT|LOG_OUTPUT|MAIL|FOLLOW|INTERCEPT)\s*:\s*/;
const USER = /^!?(?:[%+]?[\w.@#-]+|ALL)$/;

/** Reads one file. What cannot be understood is left out, as sudo leaves it out. Models plugins/sudoers/gram.y. */
export function parseSudoers(text: string): Sudoers {
	const specs: UserSpec[] = [];
	const aliases = new Map<string, readonly string[]>();
	const problems: SyntaxProblem[] = [];
	const includes: { path: string; isFolder: boolean }[] = [];
	for (const { line, number } of logicalLines(text)) {
		const include = /^[@#]include(dir)?\s+(\S+)\s*$/.exec(line);
		if (include !== null) {
			includes.push({ path: (include[2] as string).replace(/^"|"$/g, ''), isFolder: include[1] !== undefined });
			continue;
		}
		const bare = withoutComment(line).trimEnd();
		if (bare.trim() === '' || /^\s*Defaults/.test(bare)) continue;
		try {
			const alias = ALIAS.exec(bare);
			if (alias !== null) readAliases(bare, alias[0].length, aliases);
			else specs.push(readSpec(bare));
		} catch (error) {
			if (!(error instanceof Unreadable)) throw error;
			const length = Math.max(1, /^\S*/.exec(bare.slice(error.at))?.[0].length ?? 1);
			problems.push({ line: number, column: error.at + 1, text: line, length });
		}
	}
	return { specs, aliases, problems, includes };
}

class Unreadable extends Error {
	readonly at: number;
	constructor(at: number) {
		super();
		this.at = at;
	}
}

/** Lines that end with a backslash go on. */
function* logicalLines(text: string): Generator<{ line: string; number: number }> {
	let line = '';
	for (const [index, part] of text.split('\n').entries()) {
		if (part.endsWith('\\')) {
			line += `${part.slice(0, -1)} `;
			continue;
		}
		yield { line: line + part, number: index + 1 };
		line = '';
	}
}

function withoutComment(line: string): string {
	const at = line.search(/(^|[^\\\w])#(?!\d)/);
	return at < 0 ? line : line.slice(0, line.indexOf('#', at));
}

/** The parts between commas that no backslash is before, with where each begins. */
function listOf(text: string, at: number): { text: string; at: number }[] {
	const parts: { text: string; at: number }[] = [];
	let begin = 0;
	for (let index = 0; index <= text.length; index++) {
		if (index < text.length && (text[index] !== ',' || text[index - 1] === '\\')) continue;
		const part = text.slice(begin, index);
		const blank = part.length - part.trimStart().length;
		if (part.trim() === '') throw new Unreadable(at + Math.min(index, Math.max(0, text.length - 1)));
		parts.push({ text: part.trim(), at: at + begin + blank });
		begin = index + 1;
	}
	return parts;
}

function readAliases(line: string, from: number, aliases: Map<string, readonly string[]>): void {
	let at = from;
	for (const part of line.slice(from).split(/:(?=\s*[A-Z][A-Z0-9_]*\s*=)/)) {
		const blank = part.length - part.trimStart().length;
		const name = ALIAS_NAME.exec(part.trimStart());
		if (name === null) throw new Unreadable(at + blank);
		const members = listOf(part.slice(blank + name[0].length), at + blank + name[0].length);
		aliases.set(
			name[1] as string,
			members.map((member) => member.text),
		);
		at += part.length + 1;
	}
}

function readSpec(line: string): UserSpec {
	const equals = line.indexOf('=');
	const left = equals < 0 ? line : line.slice(0, equals);
	const match = /^(\s*)((?:[^\s,]+\s*,\s*)*[^\s,]+)(\s+)(\S.*?)\s*$/.exec(left);
	if (equals < 0 || match === null) throw new Unreadable(left.trimEnd().length);
	const [, blank = '', users = '', gap = '', hosts = ''] = match;
	const names = listOf(users, blank.length);
	for (const name of names) if (!USER.test(name.text)) throw new Unreadable(name.at);
	const hostNames = listOf(hosts, blank.length + users.length + gap.length);
	for (const host of hostNames) if (/\s/.test(host.text)) throw new Unreadable(host.at + host.text.search(/\s/) + 1);
	return {
		users: names.map(({ text }) => text),
		hosts: hostNames.map(({ text }) => text),
		commands: readCommands(line, equals + 1),
	};
}

/** Users and tags hold for the commands that follow, too. */
function readCommands(line: string, from: number): CommandSpec[] {
	const commands: CommandSpec[] = [];
	let runAs: readonly string[] | undefined;
	let runAsGroups: readonly string[] = [];
	let withoutPassword = false;
	for (const part of partsOutsideParentheses(line, from)) {
		let { text, at } = part;
		if (text.startsWith('(')) {
			const end = text.indexOf(')');
			if (end < 0) throw new Unreadable(at + (/\s/.exec(text)?.index ?? text.length - 1) + 1);
			const [users = '', groups = ''] = text.slice(1, end).split(':');
			runAs = namesIn(users);
			runAsGroups = namesIn(groups);
			const rest = text.slice(end + 1);
			at += end + 1 + rest.length - rest.trimStart().length;
			text = rest.trimStart();
		}
		for (let tag = TAG.exec(text); tag !== null; tag = TAG.exec(text)) {
			if (tag[2] === 'PASSWD') withoutPassword = tag[1] !== undefined;
			at += tag[0].length;
			text = text.slice(tag[0].length);
		}
		const isDenied = text.startsWith('!');
		const command = isDenied ? text.slice(1).trimStart() : text;
		if (!/^(ALL$|sudoedit\b|list\b|\/|sha\d+:|[A-Z][A-Z0-9_]*$)/.test(command)) throw new Unreadable(at);
		commands.push({
			command: command.replace(/^sha\d+:\S+\s+/, ''),
			isDenied,
			runAs,
			runAsGroups,
			withoutPassword,
		});
	}
	return commands;
}

function partsOutsideParentheses(line: string, from: number): { text: string; at: number }[] {
	const masked = line.slice(from).replace(/\([^)]*\)/g, (inside) => inside.replaceAll(',', '\x01'));
	return listOf(masked, from).map(({ text, at }) => ({ text: text.replaceAll('\x01', ','), at }));
}

function namesIn(text: string): string[] {
	return text
		.split(',')
		.map((name) => name.trim())
		.filter((name) => name !== '');
}

/** Whether a list says yes to somebody or something; the last that fits counts. Undefined: it says nothing. */
export function listed(
	list: readonly string[],
	aliases: ReadonlyMap<string, readonly string[]>,
	fits: (item: string) => boolean,
	depth = 8,
): boolean | undefined {
	let found: boolean | undefined;
	for (const entry of list) {
		const isDenied = entry.startsWith('!');
		const item = isDenied ? entry.slice(1).trimStart() : entry;
		const members = aliases.get(item);
		const verdict =
			members !== undefined && depth > 0
				? listed(members, aliases, fits, depth - 1)
				: item === 'ALL' || fits(item)
					? true
					: undefined;
		if (verdict !== undefined) found = isDenied ? !verdict : verdict;
	}
	return found;
}

/**
 * Whether a command line is what an entry names.
 * @param realOf where a path leads: /bin/cat is /usr/bin/cat.
 */
// Models plugins/sudoers/match_command.c
export function isCommand(
	entry: string,
	path: string,
	args: readonly string[],
	realOf: (path: string) => string,
): boolean {
	const [file = '', ...words] = entry.split(/(?<!\\)\s+/);
	const isFile = file.endsWith('/')
		? path.startsWith(file) && !path.slice(file.length).includes('/')
		: realOf(file) === realOf(path) ||
			(compileGlob(file).matches(path) && file.split('/').length === path.split('/').length);
	if (!isFile) return false;
	if (words.length === 0) return true;
	if (words.length === 1 && words[0] === '""') return args.length === 0;
	const wanted = words.join(' ').replace(/\\([,:=\\])/g, '$1');
	return compileGlob(wanted).matches(args.join(' '));
}
