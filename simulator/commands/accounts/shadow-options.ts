import type { Process } from '../../kernel/process-api.ts';
import { OptionError, type OptionTable, type ParsedOptions, parseOptions } from '../options.ts';
import { Exit } from '../unix-command.ts';
import type { AccountFiles } from './account-files.ts';

const DAY_MS = 86_400_000;

/** What shadow's programs take; an error shows how they are used. Throws Exit. */
export function shadowOptions<T extends OptionTable>(
	name: string,
	usage: string,
	args: readonly string[],
	table: T,
): ParsedOptions<T> {
	try {
		return parseOptions(args, table);
	} catch (error) {
		if (!(error instanceof OptionError)) throw error;
		throw new Exit(2, `${name}: ${error.message}\n${usage}`);
	}
}

/** Throws Exit. */
export function requireRoot(name: string, { credentials }: Process): void {
	if (credentials.uid === 0) return;
	const file = name.startsWith('group') ? 'group' : 'passwd';
	throw new Exit(1, `${name}: Permission denied.\n${name}: cannot lock /etc/${file}; try again later.\n`);
}

/** Debian takes any name that cannot be mistaken for something else. Models its 506_relaxed_usernames. */
export function isValidName(name: string): boolean {
	return name !== '' && name.length <= 32 && !/^[-+~]|[:,/\s]/.test(name) && name !== '.' && name !== '..';
}

/** A number that is nobody's yet but may be. Throws Exit. */
export function idOf(name: string, what: 'user' | 'group', text: string): number {
	if (!/^\d+$/.test(text) || Number(text) > 4_294_967_294) throw new Exit(3, `${name}: invalid ${what} ID '${text}'\n`);
	return Number(text);
}

/** A date, or days since 1970, as /etc/shadow has it; '' and -1 take it away. Throws Exit. */
export function dayField(name: string, text: string): string {
	if (text === '' || text === '-1') return '';
	if (/^\d+$/.test(text)) return text;
	const [, year, month, day] = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text) ?? [];
	if (year === undefined) throw new Exit(3, `${name}: invalid date '${text}'\n`);
	return String(Date.UTC(Number(year), Number(month) - 1, Number(day)) / DAY_MS);
}

/** Throws Exit. */
export function inactiveField(name: string, text: string): string {
	if (!/^-?\d+$/.test(text)) throw new Exit(3, `${name}: invalid numeric argument '${text}'\n`);
	return text === '-1' ? '' : text;
}

/** A group by name or number. Throws Exit. */
export function groupId(files: AccountFiles, text: string, name: string): number {
	const found = files.groups.find((each) => each.name === text || String(each.gid) === text);
	if (found === undefined) throw new Exit(6, `${name}: group '${text}' does not exist\n`);
	return found.gid;
}

/** "sudo,dev": each of them is told when it does not exist. Throws Exit. */
export function groupNames(files: AccountFiles, texts: string, name: string): string[] {
	const wanted = texts.split(',').filter((each) => each !== '');
	const found = wanted.map((text) => files.groups.find((each) => each.name === text || String(each.gid) === text));
	const missing = wanted.filter((_, at) => found[at] === undefined);
	if (missing.length > 0) {
		throw new Exit(6, missing.map((each) => `${name}: group '${each}' does not exist\n`).join(''));
	}
	return found.flatMap((group) => (group === undefined ? [] : [group.name]));
}

/** Says who is in a group: every change of members goes through here. */
export function setMembers(files: AccountFiles, group: string, change: (members: readonly string[]) => string[]): void {
	const at = files.groups.findIndex((each) => each.name === group);
	const found = files.groups[at];
	if (found !== undefined) files.groups[at] = { ...found, members: [...new Set(change(found.members))] };
}

/** The fields of a user's line in /etc/shadow, made when there is none. */
export function shadowLine(files: AccountFiles, name: string, days: string): string[] {
	const found = files.shadow.find(([each]) => each === name);
	if (found !== undefined) {
		while (found.length < 9) found.push('');
		return found;
	}
	const made = [name, '!', days, '0', '99999', '7', '', '', ''];
	files.shadow.push(made);
	return made;
}

export function today(process: Process): string {
	return String(Math.floor(process.now() / DAY_MS));
}
