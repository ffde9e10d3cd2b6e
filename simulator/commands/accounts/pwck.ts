import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { flag, OptionError, parseOptions, withValue } from '../options.ts';
import { Exit, type UnixRun, unixCommand } from '../unix-command.ts';
import { recordLines, replaceRecords } from './record-files.ts';

const PWCK_USAGE = `Usage: pwck [options] [passwd [shadow]]

Options:
  -b, --badname                 allow bad names
  -h, --help                    display this help message and exit
  -q, --quiet                   report errors only
  -r, --read-only               display errors and warnings
                                but do not change files
  -R, --root CHROOT_DIR         directory to chroot into
  -s, --sort                    sort entries by UID

`;
const GRPCK_USAGE = `Usage: grpck [options] [group [gshadow]]

Options:
  -h, --help                    display this help message and exit
  -r, --read-only               display errors and warnings
                                but do not change files
  -R, --root CHROOT_DIR         directory to chroot into
  -s, --sort                    sort entries by UID
  -S, --silence-warnings        silence controversial/paranoid warnings

`;
const BAD_USAGE = 1;
const WRONG_ENTRIES = 2;
const CANNOT_OPEN = 3;
const CANNOT_LOCK = 4;
const OPTIONS = {
	badName: flag('b', 'badname'),
	help: flag('h', 'help'),
	quiet: flag('q', 'quiet'),
	readOnly: flag('r', 'read-only'),
	root: withValue('R', 'root'),
	sort: flag('s', 'sort'),
} as const;
const { badName: _, quiet: __, ...GROUP_TABLE } = OPTIONS;
const GROUP_OPTIONS = { ...GROUP_TABLE, silent: flag('S', 'silence-warnings') };

interface Asked {
	readonly badName?: true | undefined;
	readonly help?: true | undefined;
	readonly quiet?: true | undefined;
	readonly readOnly?: true | undefined;
	readonly sort?: true | undefined;
}

/** One check of two files: what is wrong is told, and taken away when the answer is yes. */
class Check {
	wrong = 0;
	isChanged = false;
	readonly run: UnixRun;
	readonly #isReadOnly: boolean;
	readonly #isQuiet: boolean;
	#answers: string[] | undefined;

	constructor(run: UnixRun, { readOnly, quiet }: Asked) {
		this.run = run;
		this.#isReadOnly = readOnly === true;
		this.#isQuiet = quiet === true;
	}

	/** What is no error of its own. */
	*warn(text: string): Task<void> {
		this.wrong++;
		if (!this.#isQuiet) yield* this.run.out.write(`${text}\n`);
	}

	*tell(text: string): Task<void> {
		this.wrong++;
		yield* this.run.out.write(`${text}\n`);
	}

	/** Whether something is to be changed. */
	*ask(question: string): Task<boolean> {
		if (this.#isReadOnly) {
			yield* this.run.out.write(`${question}? No\n`);
			return false;
		}
		yield* this.run.out.write(`${question}? `);
		yield* this.run.out.flush();
		const isYes = /^[yY]/.test(yield* this.#answer());
		if (isYes) this.isChanged = true;
		return isYes;
	}

	*#answer(): Task<string> {
		while (this.#answers === undefined || this.#answers.length < 2) {
			const bytes = yield* this.run.process.read(0, 4096);
			if (bytes.length === 0) return this.#answers?.shift() ?? '';
			const text = (this.#answers?.join('\n') ?? '') + decodeUtf8(bytes);
			this.#answers = text.split('\n');
		}
		return this.#answers.shift() as string;
	}
}

const NAME = /^[a-z_][a-z0-9_-]*\$?$/;

function parsed<T extends typeof OPTIONS | typeof GROUP_OPTIONS>(
	name: string,
	args: readonly string[],
	table: T,
	usage: string,
) {
	try {
		return parseOptions(args, table);
	} catch (error) {
		if (!(error instanceof OptionError)) throw error;
		throw new Exit(BAD_USAGE, `${name}: ${error.message}\n${usage}`);
	}
}

/** Models shadow-utils' src/pwck.c. */
export const pwck = unixCommand({
	name: 'pwck',
	paths: ['/usr/sbin/pwck'],
	size: 55_840,
	*main(run) {
		const { values, operands } = parsed('pwck', run.args, OPTIONS, PWCK_USAGE);
		const asked = values as Asked;
		if (asked.help) {
			yield* run.out.write(PWCK_USAGE);
			return 0;
		}
		if (operands.length > 2) throw new Exit(BAD_USAGE, PWCK_USAGE);
		const [path = '/etc/passwd', shadowPath = operands.length === 0 ? '/etc/shadow' : undefined] = operands;
		requireLock(run, path, asked);
		const lines = yield* recordLines(run.process, path);
		if (lines === undefined) throw new Exit(CANNOT_OPEN, `pwck: cannot open ${path}\n`);
		const shadow = shadowPath === undefined ? undefined : yield* recordLines(run.process, shadowPath);
		if (shadowPath !== undefined && shadow === undefined)
			throw new Exit(CANNOT_OPEN, `pwck: cannot open ${shadowPath}\n`);
		const check = new Check(run, asked);
		if (asked.sort) {
			const order = sortedById(lines);
			yield* replaceRecords(run.process, path, order);
			if (shadowPath !== undefined && shadow !== undefined)
				yield* replaceRecords(run.process, shadowPath, inOrder(shadow, order));
			return 0;
		}
		const groups = new Set(((yield* recordLines(run.process, '/etc/group')) ?? []).map((line) => line.split(':')[2]));
		const added: string[] = [];
		const kept = yield* checkUsers(check, lines, shadow, groups, added, asked);
		const keptShadow =
			shadow === undefined ? undefined : yield* checkShadow(check, [...shadow, ...added], kept, shadow.length);
		return yield* finish(check, [path, kept], [shadowPath, keptShadow]);
	},
});

function requireLock({ name, process }: UnixRun, path: string, { readOnly }: Asked): void {
	if (readOnly || process.credentials.uid === 0) return;
	throw new Exit(CANNOT_LOCK, `${name}: Permission denied.\n${name}: cannot lock ${path}; try again later.\n`);
}

function* checkUsers(
	check: Check,
	lines: readonly string[],
	shadow: readonly string[] | undefined,
	groups: ReadonlySet<string | undefined>,
	added: string[],
	asked: Asked,
): Task<string[]> {
	const { process } = check.run;
	const kept = [...lines];
	const today = Math.floor(process.now() / 86_400_000);
	const shadowed = new Set(shadow?.map((line) => line.split(':')[0]));
	for (const line of lines) {
		yield* process.tick();
		const fields = line.split(':');
		const [name = '', , uid = '', gid = '', , home = '', shell = ''] = fields;
		const isEntry = fields.length === 7 && /^\d+$/.test(uid) && /^\d+$/.test(gid);
		if (!isEntry) {
			yield* check.tell('invalid password file entry');
			if (yield* check.ask(`delete line '${line}'`)) kept.splice(kept.indexOf(line), 1);
			continue;
		}
		if (kept.filter((other) => other.startsWith(`${name}:`)).length > 1) {
			yield* check.tell('duplicate password entry');
			if (yield* check.ask(`delete line '${line}'`)) {
				kept.splice(kept.indexOf(line), 1);
				continue;
			}
		}
		if (!NAME.test(name) && !asked.badName) yield* check.tell(`invalid user name '${name}': use --badname to ignore`);
		if (!groups.has(gid)) yield* check.warn(`user '${name}': no group ${gid}`);
		if (home !== '' && !/nonexistent/.test(home) && !process.access(home, {}))
			yield* check.warn(`user '${name}': directory '${home}' does not exist`);
		if (shell !== '' && !process.access(shell, {}))
			yield* check.warn(`user '${name}': program '${shell}' does not exist`);
		if (shadow === undefined || shadowed.has(name)) continue;
		yield* check.tell('no matching password file entry in shadow');
		if (!(yield* check.ask(`add user '${name}' in shadow`))) continue;
		added.push(`${name}:${fields[1]}:${today}:0:99999:7:::`);
		kept[kept.indexOf(line)] = [name, 'x', ...fields.slice(2)].join(':');
	}
	return kept;
}

/** @param own how many of the lines were there before. */
function* checkShadow(check: Check, lines: readonly string[], users: readonly string[], own: number): Task<string[]> {
	const kept = [...lines];
	const names = new Set(users.map((line) => line.split(':')[0]));
	for (const [at, line] of lines.entries()) {
		yield* check.run.process.tick();
		if (at >= own) continue;
		const fields = line.split(':');
		const [name = ''] = fields;
		const problem =
			fields.length !== 9
				? 'invalid shadow password file entry'
				: kept.filter((other) => other.startsWith(`${name}:`)).length > 1
					? 'duplicate shadow password entry'
					: names.has(name)
						? undefined
						: 'no matching password file entry in passwd';
		if (problem === undefined) continue;
		yield* check.tell(problem);
		if (yield* check.ask(`delete line '${line}'`)) kept.splice(kept.indexOf(line), 1);
	}
	return kept;
}

function sortedById(lines: readonly string[]): readonly string[] {
	return lines.toSorted((a, b) => Number(a.split(':')[2]) - Number(b.split(':')[2]));
}

/** As the names of the other file stand. */
function inOrder(lines: readonly string[], order: readonly string[]): readonly string[] {
	const places = new Map(order.map((line, at): [string, number] => [line.split(':')[0] ?? '', at]));
	const place = (line: string): number => places.get(line.split(':')[0] ?? '') ?? order.length;
	return lines.toSorted((a, b) => place(a) - place(b));
}

function* finish(
	check: Check,
	...files: readonly (readonly [path: string | undefined, lines: readonly string[] | undefined])[]
): Task<number> {
	const { process, name, out } = check.run;
	if (check.isChanged) {
		for (const [path, lines] of files) {
			if (path !== undefined && lines !== undefined) yield* replaceRecords(process, path, lines);
		}
	}
	if (check.wrong > 0) yield* out.write(`${name}: ${check.isChanged ? 'the files have been updated' : 'no changes'}\n`);
	return check.wrong > 0 ? WRONG_ENTRIES : 0;
}

/** Models shadow-utils' src/grpck.c. */
export const grpck = unixCommand({
	name: 'grpck',
	paths: ['/usr/sbin/grpck'],
	size: 55_840,
	*main(run) {
		const { values, operands } = parsed('grpck', run.args, GROUP_OPTIONS, GRPCK_USAGE);
		const asked = values as Asked;
		if (asked.help) {
			yield* run.out.write(GRPCK_USAGE);
			return 0;
		}
		if (operands.length > 2) throw new Exit(BAD_USAGE, GRPCK_USAGE);
		const [path = '/etc/group', shadowPath = operands.length === 0 ? '/etc/gshadow' : undefined] = operands;
		requireLock(run, path, asked);
		const lines = yield* recordLines(run.process, path);
		if (lines === undefined) throw new Exit(CANNOT_OPEN, `grpck: cannot open ${path}\n`);
		const shadow = shadowPath === undefined ? undefined : yield* recordLines(run.process, shadowPath);
		if (shadowPath !== undefined && shadow === undefined)
			throw new Exit(CANNOT_OPEN, `grpck: cannot open ${shadowPath}\n`);
		const users = new Set(
			((yield* recordLines(run.process, '/etc/passwd')) ?? []).map((line) => line.split(':')[0] as string),
		);
		const check = new Check(run, asked);
		if (asked.sort) {
			const order = sortedById(lines);
			yield* replaceRecords(run.process, path, order);
			if (shadowPath !== undefined && shadow !== undefined)
				yield* replaceRecords(run.process, shadowPath, inOrder(shadow, order));
			return 0;
		}
		const kept = yield* checkGroups(check, lines, users, shadow);
		const keptShadow = shadow === undefined ? undefined : yield* checkGroupShadow(check, shadow, kept, users);
		return yield* finish(check, [path, kept], [shadowPath, keptShadow]);
	},
});

const membersOf = (line: string): string[] => (line.split(':')[3] ?? '').split(',').filter((name) => name !== '');

function* checkGroups(
	check: Check,
	lines: readonly string[],
	users: ReadonlySet<string>,
	shadow: readonly string[] | undefined,
): Task<string[]> {
	const kept = [...lines];
	for (const line of lines) {
		yield* check.run.process.tick();
		const fields = line.split(':');
		const [name = '', , gid = ''] = fields;
		if (fields.length !== 4 || !/^\d+$/.test(gid)) {
			yield* check.tell('invalid group file entry');
			if (yield* check.ask(`delete line '${line}'`)) kept.splice(kept.indexOf(line), 1);
			continue;
		}
		if (kept.filter((other) => other.startsWith(`${name}:`)).length > 1) {
			yield* check.tell('duplicate group entry');
			if (yield* check.ask(`delete line '${line}'`)) {
				kept.splice(kept.indexOf(line), 1);
				continue;
			}
		}
		if (!NAME.test(name)) yield* check.tell(`invalid group name '${name}'`);
		const members = yield* knownMembers(check, `group ${name}`, membersOf(line), users);
		const after = [...fields.slice(0, 3), members.join(',')].join(':');
		kept[kept.indexOf(line)] = after;
		yield* compareMembers(check, name, members, shadow, 'group but not in gshadow');
	}
	return kept;
}

function* knownMembers(
	check: Check,
	what: string,
	members: readonly string[],
	users: ReadonlySet<string>,
): Task<string[]> {
	const kept: string[] = [];
	for (const member of members) {
		if (!users.has(member)) {
			yield* check.tell(`${what}: no user ${member}`);
			if (yield* check.ask(`delete member '${member}'`)) continue;
		}
		kept.push(member);
	}
	return kept;
}

/** Not counted as wrong. */
function* compareMembers(
	check: Check,
	name: string,
	members: readonly string[],
	others: readonly string[] | undefined,
	where: string,
): Task<void> {
	const line = others?.find((each) => each.startsWith(`${name}:`));
	if (line === undefined) return;
	const theirs = membersOf(line);
	for (const member of members) {
		if (!theirs.includes(member))
			yield* check.run.out.write(`'${member}' is a member of the '${name}' group in ${where}\n`);
	}
}

function* checkGroupShadow(
	check: Check,
	lines: readonly string[],
	groups: readonly string[],
	users: ReadonlySet<string>,
): Task<string[]> {
	const kept = [...lines];
	const names = new Set(groups.map((line) => line.split(':')[0]));
	for (const line of lines) {
		yield* check.run.process.tick();
		const fields = line.split(':');
		const [name = ''] = fields;
		const problem =
			fields.length !== 4
				? 'invalid shadow group file entry'
				: names.has(name)
					? undefined
					: 'no matching group file entry in group';
		if (problem !== undefined) {
			yield* check.tell(problem);
			if (yield* check.ask(`delete line '${line}'`)) kept.splice(kept.indexOf(line), 1);
			continue;
		}
		yield* compareMembers(check, name, membersOf(line), groups, 'gshadow but not in group');
		const members = yield* knownMembers(check, `shadow group ${name}`, membersOf(line), users);
		kept[kept.indexOf(line)] = [...fields.slice(0, 3), members.join(',')].join(':');
	}
	return kept;
}
