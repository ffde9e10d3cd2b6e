import type { Process } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import type { Command } from '../command.ts';
import { flag, OptionError, parseOptions, withValue } from '../options.ts';
import { Exit, type UnixRun, unixCommand } from '../unix-command.ts';
import { recordLines, replaceRecords } from './record-files.ts';

const OPTIONS = { help: flag('h', 'help'), root: withValue('R', 'root') } as const;
const BAD_USAGE = 2;
const CANNOT_LOCK = 5;

const usageOf = (name: string): string => `Usage: ${name} [options]

Options:
  -h, --help                    display this help message and exit
  -R, --root CHROOT_DIR         directory to chroot into

`;

function conversion(name: string, path: string, convert: (process: Process) => Task<void>): Command {
	return unixCommand({
		name,
		paths: [`/usr/sbin/${name}`],
		size: 47_648,
		main: (run) => main(run, path, convert),
	});
}

function* main(run: UnixRun, path: string, convert: (process: Process) => Task<void>): Task<number> {
	const { name, process } = run;
	let isHelp: boolean;
	try {
		isHelp = parseOptions(run.args, OPTIONS).values.help === true;
	} catch (error) {
		if (!(error instanceof OptionError)) throw error;
		throw new Exit(BAD_USAGE, `${name}: ${error.message}\n${usageOf(name)}`);
	}
	if (isHelp) {
		yield* run.out.write(usageOf(name));
		return 0;
	}
	if (process.credentials.uid !== 0) {
		throw new Exit(CANNOT_LOCK, `${name}: Permission denied.\n${name}: cannot lock ${path}; try again later.\n`);
	}
	yield* convert(process);
	return 0;
}

/** Passwords go to /etc/shadow; who is not in /etc/passwd any more goes from there, too. */
function* toShadow(process: Process): Task<void> {
	const users = (yield* recordLines(process, '/etc/passwd')) ?? [];
	const shadow = (yield* recordLines(process, '/etc/shadow')) ?? [];
	const today = Math.floor(process.now() / 86_400_000);
	const names = new Set(users.map((line) => line.split(':')[0]));
	const kept = shadow.filter((line) => names.has(line.split(':')[0]));
	const changed: string[] = [];
	for (const line of users) {
		yield* process.tick();
		const [name = '', password = '', ...rest] = line.split(':');
		const at = kept.findIndex((each) => each.startsWith(`${name}:`));
		if (at < 0) kept.push(`${name}:${password}:${today}:0:99999:7:::`);
		else if (password !== 'x') kept[at] = [name, password, ...(kept[at] as string).split(':').slice(2)].join(':');
		changed.push([name, 'x', ...rest].join(':'));
	}
	yield* replaceRecords(process, '/etc/passwd', changed);
	yield* replaceRecords(process, '/etc/shadow', kept, 0o640);
}

function* fromShadow(process: Process): Task<void> {
	const shadow = yield* recordLines(process, '/etc/shadow');
	if (shadow === undefined) return;
	const passwords = new Map(
		shadow.map((line): [string, string] => [line.split(':')[0] ?? '', line.split(':')[1] ?? '']),
	);
	const users = (yield* recordLines(process, '/etc/passwd')) ?? [];
	const changed = users.map((line) => {
		const [name = '', password = '', ...rest] = line.split(':');
		return [name, passwords.get(name) ?? password, ...rest].join(':');
	});
	yield* replaceRecords(process, '/etc/passwd', changed);
	process.unlink('/etc/shadow');
}

function* toGroupShadow(process: Process): Task<void> {
	const groups = (yield* recordLines(process, '/etc/group')) ?? [];
	const shadow = (yield* recordLines(process, '/etc/gshadow')) ?? [];
	const names = new Set(groups.map((line) => line.split(':')[0]));
	const kept = shadow.filter((line) => names.has(line.split(':')[0]));
	const changed: string[] = [];
	for (const line of groups) {
		yield* process.tick();
		const [name = '', password = '', gid = '', members = ''] = line.split(':');
		const at = kept.findIndex((each) => each.startsWith(`${name}:`));
		const [, own = password, administrators = ''] = at < 0 ? [] : (kept[at] as string).split(':');
		const next = [name, password === 'x' ? own : password, administrators, members].join(':');
		if (at < 0) kept.push(next);
		else kept[at] = next;
		changed.push([name, 'x', gid, members].join(':'));
	}
	yield* replaceRecords(process, '/etc/group', changed);
	yield* replaceRecords(process, '/etc/gshadow', kept, 0o640);
}

function* fromGroupShadow(process: Process): Task<void> {
	const shadow = yield* recordLines(process, '/etc/gshadow');
	if (shadow === undefined) return;
	const passwords = new Map(
		shadow.map((line): [string, string] => [line.split(':')[0] ?? '', line.split(':')[1] ?? '']),
	);
	const groups = (yield* recordLines(process, '/etc/group')) ?? [];
	const changed = groups.map((line) => {
		const [name = '', password = '', ...rest] = line.split(':');
		return [name, passwords.get(name) ?? password, ...rest].join(':');
	});
	yield* replaceRecords(process, '/etc/group', changed);
	process.unlink('/etc/gshadow');
}

/** Models shadow-utils' pwconv(8). */
export const SHADOW_CONVERSIONS: readonly Command[] = [
	conversion('pwconv', '/etc/passwd', toShadow),
	conversion('pwunconv', '/etc/passwd', fromShadow),
	conversion('grpconv', '/etc/group', toGroupShadow),
	conversion('grpunconv', '/etc/group', fromGroupShadow),
];
